//! A form that is shown for editing reads back as what it was made of.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod award;

use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    award_cycle::{CategoryRules, CyclePlan},
    course::CourseDraft,
    credit_hour::{ActivityKind, HalfDay, Hours},
    delivery::{DeliveryReport, ReportDays},
    form::{Field, Values},
    host_unit::HOST_KINDS,
    hour_claim::{ClaimDraft, Participation},
    id::{FieldId, PersonId, PlaceId, RegionId},
    lecture_request::{HostRegion, NewRequest, Preferred, RequestTerms},
    review_session::{SessionLengths, SessionPlan, Venue},
    rulebook::Rulebook,
    score_sheet::SheetDraft,
    training_event::TrainingPlan,
};
use proptest::{option, prelude::*, sample::select, sample::subsequence};

use self::award::{cycle, rules, sheet, units};

const LETTERS: &[char] =
    &['潮', '汐', '科', '普', '䶮', '𠅤', '《', '》', '·', 'A', 'z', '0', '9', '-', '"', '<', '&'];

/// A text of one line.
fn line(least: usize, most: usize) -> impl Strategy<Value = String> {
    let letters = prop::collection::vec(select(LETTERS), least..=most);
    letters.prop_map(|letters| letters.into_iter().collect())
}

/// A text of several lines, or none.
fn area() -> impl Strategy<Value = String> {
    let lines = prop::collection::vec(line(1, 9), 0..4);
    lines.prop_map(|lines| lines.join(" \n"))
}

/// Some of a closed list, in their order.
fn some<T: Clone + std::fmt::Debug + 'static>(
    all: &'static [T],
    least: usize,
) -> impl Strategy<Value = Vec<T>> {
    subsequence(all, least..=all.len())
}

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A day so many days before today, or after it.
fn day(range: std::ops::Range<i64>) -> impl Strategy<Value = NaiveDate> {
    range.prop_map(|days| today() + chrono::TimeDelta::days(days))
}

fn time(hours: std::ops::Range<u32>) -> impl Strategy<Value = NaiveTime> {
    (hours, 0..60u32).prop_map(|(hour, minute)| NaiveTime::from_hms_opt(hour, minute, 0).unwrap())
}

fn course() -> impl Strategy<Value = CourseDraft> {
    let texts = (line(1, 30), area(), area(), area(), area());
    let numbers = (option::of(1..99i64), option::of(10..=240i64), option::of(1..=5_000i64));
    let lists = (some(SchoolStage::ALL, 0), some(TargetGroup::ALL, 0));
    let ticked = (any::<(bool, bool)>(), select(DeliveryMode::ALL));
    (texts, numbers, lists, ticked).prop_map(|(texts, numbers, lists, (ticked, mode))| {
        CourseDraft {
            title: texts.0,
            summary: texts.1,
            field: numbers.0.map(FieldId),
            stages: lists.0,
            groups: lists.1,
            mode,
            minutes: numbers.1,
            max_audience: numbers.2,
            equipment: texts.2,
            outline: texts.3,
            sources: texts.4,
            slides: None,
            owns_rights: ticked.0,
            no_advertising: ticked.1,
        }
    })
}

fn claim() -> impl Strategy<Value = ClaimDraft> {
    let texts = (line(2, 40), line(0, 40), line(0, 40), area());
    let kinds = (option::of(select(ActivityKind::ALL)), select(Participation::ALL));
    let days = (option::of(day(-300..-40)), option::of(0..31u64));
    let numbers = (option::of(1..=720i64), option::of(1..=16i64));
    (texts, kinds, days, some(HalfDay::ALL, 0), numbers).prop_map(
        |(texts, kinds, (first, more), half_days, numbers)| ClaimDraft {
            title: texts.0,
            organiser: texts.1,
            kind: kinds.0,
            participation: kinds.1,
            minutes: numbers.0,
            topic: texts.2,
            first_day: first,
            last_day: first.zip(more).map(|(first, more)| first + Days::new(more)),
            half_days,
            claimed: numbers.1.map(|halves| Hours::hundredths(halves * 50)),
            report: texts.3,
            proof: None,
        },
    )
}

fn session() -> impl Strategy<Value = SessionPlan> {
    let venue = prop_oneof![
        (1..99i64).prop_map(|id| Venue::Place(PlaceId(id))),
        (1..99i64).prop_map(|n| Venue::Video(format!("https://video.example.invalid/{n}"))),
    ];
    let lengths = SessionLengths::of(&Rulebook::default());
    let short = option::of(select(lengths.short));
    let numbers = (select(lengths.slots.to_vec()), 1..=4i64, 0..=60i64, short);
    let fields = prop::collection::btree_set(1..99i64, 0..5);
    let panel = prop::collection::btree_set(1..99i64, 0..8)
        .prop_map(|people| people.into_iter().map(PersonId).collect::<Vec<_>>())
        .prop_shuffle();
    let days = (day(1..300), time(7..10), option::of(day(-9..9)));
    let county = option::of((1..99i64).prop_map(RegionId));
    (days, numbers, venue, some(SchoolStage::ALL, 1), fields, panel, county).prop_map(
        |(days, numbers, venue, stages, fields, panel, region)| SessionPlan {
            held_on: days.0,
            starts_at: days.1,
            slot_minutes: numbers.0,
            short_minutes: numbers.3,
            n_slots: numbers.1,
            break_minutes: numbers.2,
            venue,
            opens_on: days.2,
            stages,
            fields: fields.into_iter().map(FieldId).collect(),
            panel,
            region,
        },
    )
}

fn training() -> impl Strategy<Value = TrainingPlan> {
    let texts = (line(2, 40), line(2, 40), line(2, 40), area());
    let days = (day(1..300), 0..10u64, 0..30u64);
    (texts, select(ActivityKind::ALL), days, some(HalfDay::ALL, 1)).prop_map(
        |(texts, kind, (first, more, before), half_days)| TrainingPlan {
            title: texts.0,
            kind,
            organiser: texts.1,
            place: texts.2,
            content: texts.3,
            first_day: first,
            last_day: first + Days::new(more),
            half_days,
            enrol_until: first - Days::new(before),
        },
    )
}

fn report() -> impl Strategy<Value = DeliveryReport> {
    (1..=5_000i64, day(-90..1), time(8..12), time(13..20), line(5, 40)).prop_map(
        |(attendance, held_on, began_at, ended_at, reason)| DeliveryReport {
            attendance,
            held_on,
            began_at,
            ended_at,
            reason: if held_on < today() - Days::new(7) { reason } else { String::new() },
        },
    )
}

fn report_days() -> ReportDays {
    ReportDays {
        today: today(),
        accepted_on: today() - Days::new(90),
        agreed_on: today(),
        far_days: 7,
    }
}

fn terms() -> RequestTerms {
    RequestTerms { earliest: today() + Days::new(15), today: today(), months: 6 }
}

fn request() -> impl Strategy<Value = NewRequest> {
    let host = (line(2, 60), select(HOST_KINDS), option::of(1..99i64), line(2, 40), line(1, 40));
    let texts = (line(0, 40), line(2, 40), line(0, 40), area());
    let phone = (13_000_000_000..20_000_000_000i64).prop_map(|number| number.to_string());
    let modes = select(&[DeliveryMode::Onsite, DeliveryMode::Online][..]);
    let times = prop::collection::btree_map(day(15..150), time(8..20), 1..4);
    (host, texts, phone, select(SchoolStage::ALL), modes, 1..=5_000i64, times).prop_map(
        |(host, texts, contact_phone, stage, mode, audience, times)| NewRequest {
            host_name: host.0,
            host_kind: host.1,
            region: host.2.map_or(HostRegion::City, |id| HostRegion::County(RegionId(id))),
            address: host.3,
            hall: host.4,
            equipment: texts.0,
            stage,
            audience,
            mode,
            times: times.into_iter().map(|(day, hour)| Preferred { day, hour }).collect(),
            contact: texts.1,
            contact_phone,
            whitelist: texts.2,
            wish: texts.3,
        },
    )
}

proptest! {
    #[test]
    fn a_course_reads_back(draft in course()) {
        prop_assert_eq!(CourseDraft::parse(&Values::from(&draft), None), Ok(draft));
    }

    #[test]
    fn a_claim_reads_back(draft in claim()) {
        let values = Values::from(&draft);
        let read = ClaimDraft::parse(&values, None, today(), &Rulebook::default());
        prop_assert_eq!(read, Ok(draft));
    }

    #[test]
    fn a_session_reads_back(plan in session()) {
        let lengths = SessionLengths::of(&Rulebook::default());
        prop_assert_eq!(SessionPlan::parse(&Values::from(&plan), today(), &lengths), Ok(plan));
    }

    #[test]
    fn a_training_reads_back(plan in training()) {
        prop_assert_eq!(TrainingPlan::parse(&Values::from(&plan)), Ok(plan));
    }

    #[test]
    fn a_report_reads_back(report in report()) {
        prop_assert_eq!(DeliveryReport::parse(&Values::from(&report), &report_days()), Ok(report));
    }

    #[test]
    fn a_request_reads_back_once_its_statements_are_made(request in request()) {
        let shown = Values::from(&request);
        prop_assert!(NewRequest::parse(&shown, &terms()).is_err());
        let agreed = shown.with(Field::Adult, "yes").with(Field::Consent, "yes");
        prop_assert_eq!(NewRequest::parse(&agreed, &terms()), Ok(request));
    }

    #[test]
    fn a_cycle_reads_back(plan in cycle()) {
        prop_assert_eq!(CyclePlan::parse(&Values::from(&plan), None), Ok(plan));
    }

    #[test]
    fn the_rules_of_a_category_read_back(rules in rules()) {
        prop_assert_eq!(CategoryRules::parse(&rules.values(&units()), &units()), Ok(rules));
    }

    #[test]
    fn a_score_sheet_reads_back((criteria, draft) in sheet()) {
        prop_assert_eq!(SheetDraft::parse(&Values::from(&draft), &criteria), Ok(draft));
    }
}
