use Participation::{HalfDays, Lesson, Online, Taught};

use super::*;
use crate::{credit_hour::Conversion, form::Field};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn hours(text: &str) -> Hours {
    text.parse().expect("hours")
}

fn complete() -> Values {
    Values::default()
        .with(Field::EventTitle, "长三角科技教师研修")
        .with(Field::Organiser, "示范科学馆")
        .with(Field::ActivityKind, "professional_training")
        .with(Field::FirstDay, "2026-11-07")
        .with(Field::LastDay, "2026-11-08")
        .with(Field::HalfDays, "morning")
        .with(Field::HalfDays, "afternoon")
        .with(Field::Hours, "１２")
        .with(Field::Report, "")
}

fn parse(values: &Values) -> Result<ClaimDraft, Problems> {
    ClaimDraft::parse(values, Some(UploadId(1)), day("2026-11-23"), &Rulebook::default())
}

#[test]
fn a_complete_claim_is_read_with_full_width_digits() {
    let draft = parse(&complete()).expect("sound");
    assert_eq!(draft.claimed, Some(hours("12")));
    assert_eq!(draft.check_complete(), Ok(()));
    assert_eq!(draft.half_days, [HalfDay::Morning, HalfDay::Afternoon]);
}

#[test]
fn each_wrong_value_is_told_at_its_field() {
    use ProblemKind::{InTheFuture, LastDayBeforeFirst, NotHours, TooManyHours, UnknownChoice};
    let cases = [
        (Field::Hours, "1.2", NotHours),
        (Field::Hours, "0", NotHours),
        (Field::Hours, "很多", NotHours),
        (Field::Hours, "16.5", TooManyHours(16)),
        (Field::LastDay, "2026-11-06", LastDayBeforeFirst),
        (Field::LastDay, "2026-11-24", InTheFuture),
        (Field::ActivityKind, "team_building", UnknownChoice),
        (Field::HalfDays, "night", UnknownChoice),
    ];
    for (field, wrong, kind) in cases {
        let mut values = complete();
        values.set(field, wrong);
        let problems = parse(&values).expect_err("wrong");
        assert_eq!(problems.of(field), Some(kind), "{field:?} {wrong}");
    }
}

#[test]
fn a_draft_needs_a_title_alone_and_handing_in_everything() {
    let draft = parse(&Values::default().with(Field::EventTitle, "研修")).expect("a draft");
    let missing = ClaimDraft { proof: None, ..draft }.check_complete().expect_err("incomplete");
    assert_eq!(missing.0.len(), 7);
    let mut visit = complete();
    visit.set(Field::ActivityKind, "study_visit");
    let problems = parse(&visit).expect("a draft").check_complete().expect_err("no report");
    assert_eq!(problems.of(Field::Report), Some(ProblemKind::TooShort(REPORT_MIN)));
}

#[test]
fn hours_are_claimed_within_ninety_days_and_before_the_year_ends() {
    let (rules, none) = (Rulebook::default(), BTreeSet::new());
    let last = |text| last_day_to_claim(day(text), &rules, &none);
    assert_eq!(last("2026-03-01"), day("2026-05-30"));
    assert_eq!(last("2026-11-08"), day("2026-11-30"));
    assert_eq!(last("2026-12-01"), day("2027-03-01"));
    let opened = BTreeSet::from([AssessmentYear(2026)]);
    assert_eq!(last_day_to_claim(day("2026-11-08"), &rules, &opened), day("2027-02-06"));
    let draft = parse(&complete()).expect("sound");
    assert_eq!(draft.check_in_time(day("2026-11-30"), &rules, &none), Ok(()));
    assert!(draft.check_in_time(day("2026-12-01"), &rules, &none).is_err());
    assert_eq!(draft.check_in_time(day("2026-12-01"), &rules, &opened), Ok(()));
}

#[test]
fn an_activity_across_the_end_of_a_year_is_claimed_in_two_parts() {
    let (rules, none) = (Rulebook::default(), BTreeSet::new());
    let across = ClaimDraft {
        first_day: Some(day("2026-11-29")),
        last_day: Some(day("2026-12-02")),
        ..parse(&complete()).expect("sound")
    };
    let problems = across.check_in_time(day("2026-12-05"), &rules, &none).expect_err("split");
    assert_eq!(problems.of(Field::FirstDay), Some(ProblemKind::AcrossYears(2026)));
    let later = ClaimDraft { first_day: Some(day("2026-12-01")), ..across.clone() };
    assert_eq!(later.check_in_time(day("2026-12-05"), &rules, &none), Ok(()));
    let opened = BTreeSet::from([AssessmentYear(2026)]);
    assert_eq!(across.check_in_time(day("2026-12-05"), &rules, &opened), Ok(()));
}

#[test]
fn a_year_is_closed_with_the_calendar_year() {
    assert_eq!(locked_through(day("2026-12-31")), day("2025-11-30"));
    assert_eq!(locked_through(day("2027-01-01")), day("2026-11-30"));
}

#[test]
fn the_way_of_a_claim_has_no_short_cut() {
    use ClaimState::{
        Disputed, Draft, Locked, Rejected, Returned, Submitted, UnitConfirmed, Verified,
    };
    use Decision::{Accept, Reject, Return};
    let allowed = [
        (Submitted, Accept, UnitConfirmed),
        (Submitted, Return, Returned),
        (UnitConfirmed, Accept, Verified),
        (UnitConfirmed, Return, Returned),
        (UnitConfirmed, Reject, Rejected),
        (Disputed, Accept, Verified),
        (Disputed, Reject, Rejected),
    ];
    for state in ClaimState::ALL {
        for decision in Decision::ALL {
            let to = allowed.iter().find(|(from, by, _)| (from, by) == (state, decision));
            let expected = to.map_or(Err(WrongState(*state)), |(_, _, to)| Ok(*to));
            assert_eq!(state.decide(*decision), expected, "{state:?} {decision:?}");
        }
        assert_eq!(state.submit().is_ok(), [Draft, Returned].contains(state));
        assert_eq!(state.dispute().is_ok(), [Verified, Rejected].contains(state));
        assert_eq!(state.lock().is_ok(), [Verified, Rejected].contains(state));
        assert_eq!(state.reopen().is_ok(), *state == Locked);
    }
    assert_eq!(Locked.step(VerificationStep::City), None);
    assert_eq!(Submitted.step(VerificationStep::City), Some(VerificationStep::Unit));
}

#[test]
fn a_verdict_says_why_unless_everything_counts() {
    let claimed = hours("6");
    let read = |decision: &str, accepted: &str, opinion: &str| {
        let values = Values::default()
            .with(Field::Decision, decision)
            .with(Field::Accepted, accepted)
            .with(Field::Opinion, opinion);
        Verdict::parse(&values, VerificationStep::County, claimed)
    };
    assert_eq!(read("accept", "6", "").expect("as claimed").accepted, Some(claimed));
    assert!(read("accept", "3", "").expect_err("why").of(Field::Opinion).is_some());
    assert!(read("accept", "3", "只有半天").is_err());
    assert!(read("accept", "3", "证明上只有半天").is_ok());
    assert!(read("accept", "6.5", "证明上更多").expect_err("more").of(Field::Accepted).is_some());
    assert!(read("return", "", "").expect_err("why").of(Field::Opinion).is_some());
    assert!(read("perhaps", "", "").expect_err("what").of(Field::Decision).is_some());
    assert_eq!(verification_step(None), VerificationStep::City);
    assert_eq!(verification_step(Some(RegionLevel::Town)), VerificationStep::County);
}

#[test]
fn handing_in_needs_what_the_way_of_taking_part_asks_for() {
    use ProblemKind::{Missing, OutOfRange, UnknownChoice};
    let read = |participation: &str, minutes: &str, topic: &str, half_days: &[&str]| {
        let mut values = complete();
        values.take(Field::HalfDays);
        for half_day in half_days {
            values.push(Field::HalfDays, *half_day);
        }
        values.set(Field::Participation, participation);
        values.set(Field::LessonMinutes, minutes);
        values.set(Field::Topic, topic);
        let (today, rules) = (day("2026-11-23"), Rulebook::default());
        ClaimDraft::parse_complete(&values, Some(UploadId(1)), today, &rules)
    };
    let morning = &["morning"][..];
    assert_eq!(read("", "", "", morning).expect("as before").participation, HalfDays);
    assert!(read("online", "", "", &[]).is_ok(), "a course has no time of the day");
    assert!(read("taught", "90", "潮汐", morning).is_ok());
    for (participation, minutes, topic, half_days, field, problem) in [
        ("half_days", "", "", &[][..], Field::HalfDays, Missing),
        ("lesson", "", "", morning, Field::LessonMinutes, Missing),
        ("lesson", "0", "", morning, Field::LessonMinutes, OutOfRange(1, MINUTES_MAX)),
        ("lesson", "90", "", &[], Field::HalfDays, Missing),
        ("taught", "90", "", morning, Field::Topic, Missing),
        ("taught", "", "潮汐", morning, Field::LessonMinutes, Missing),
        ("dancing", "", "", morning, Field::Participation, UnknownChoice),
    ] {
        let problems = read(participation, minutes, topic, half_days).expect_err("wrong");
        assert_eq!(problems.of(field), Some(problem), "{participation} {field:?}");
    }
}

#[test]
fn the_table_says_what_a_claimed_activity_is_worth() {
    use ActivityKind::{ProfessionalTraining, StudyVisit, WorkExchange};
    use HalfDay::{Afternoon, Evening, Morning};
    let table = Conversion::default();
    let day = |text: &str| day(&format!("2026-10-{text}"));
    for (kind, participation, days, half_days, minutes, taught_before, hours) in [
        (ProfessionalTraining, HalfDays, ("10", "10"), &[Morning][..], 0, false, "3"),
        (ProfessionalTraining, HalfDays, ("10", "10"), &[Morning, Afternoon], 0, false, "6"),
        (ProfessionalTraining, HalfDays, ("10", "12"), &[Morning, Afternoon], 0, false, "18"),
        (WorkExchange, HalfDays, ("10", "11"), &[Morning, Evening], 0, false, "12"),
        (StudyVisit, HalfDays, ("10", "11"), &[Morning], 0, false, "12"),
        (WorkExchange, HalfDays, ("10", "10"), &[], 0, false, "0"),
        (ProfessionalTraining, Lesson, ("10", "10"), &[Morning], 100, false, "2"),
        (ProfessionalTraining, Lesson, ("10", "11"), &[Morning], 120, false, "5"),
        (ProfessionalTraining, Taught, ("10", "10"), &[Evening], 90, false, "4"),
        (ProfessionalTraining, Taught, ("10", "10"), &[Evening], 90, true, "2"),
        (ProfessionalTraining, Taught, ("10", "12"), &[Evening], 90, false, "8"),
        (ProfessionalTraining, Taught, ("10", "12"), &[Evening], 90, true, "6"),
        (ProfessionalTraining, Online, ("10", "12"), &[], 0, false, ""),
        (ProfessionalTraining, Lesson, ("10", "10"), &[Morning], 0, false, ""),
    ] {
        let claimed = Claimed {
            kind,
            participation,
            days: (day(days.0), day(days.1)),
            half_days,
            minutes: (minutes > 0).then_some(minutes),
            taught_before,
        };
        let found = claimed.by_table(&table).map(|it| it.to_string()).unwrap_or_default();
        assert_eq!(found, hours, "{claimed:?}");
    }
}
