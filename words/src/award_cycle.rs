//! Awards: cycles, nominations, sheets, rankings and notices.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_cycle::{
        AwardCycleState, FinalKind, LegalBasis, Level, NoticeOrder, QuotaKind, SeatPassing,
    },
    credit_hour::Hours,
    id::NominationId,
    nomination::{EligibilityFinding, NominationState, Relation},
    quota::{AddedSeats, Outcome},
    ranking::{Separation, TiesOffLine},
    result_package::Change,
    roster::AwardCategory,
    rulebook::{Rule, Rulebook},
    score_sheet::{ConflictKind, SheetStage},
    working_day::WorkCalendar,
};
use leptos_i18n::td_string as t;

use crate::{Locale, place, rulebook, time};

/// The assessment year of a cycle.
pub fn year(l: Locale, year: i64) -> String {
    t!(l, award.year_of, year = year)
}

/// Where a cycle stands.
pub fn state(l: Locale, state: AwardCycleState) -> &'static str {
    match state {
        AwardCycleState::Configuring => t!(l, award.cycle_state.configuring),
        AwardCycleState::Nominating => t!(l, award.cycle_state.nominating),
        AwardCycleState::Eligibility => t!(l, award.cycle_state.eligibility),
        AwardCycleState::PreliminaryEvaluation => t!(l, award.cycle_state.evaluation),
        AwardCycleState::FinalEvaluation => t!(l, award.cycle_state.final_evaluation),
        AwardCycleState::Scored => t!(l, award.cycle_state.scored),
        AwardCycleState::Proposed => t!(l, award.cycle_state.proposed),
        AwardCycleState::Confirmed => t!(l, award.cycle_state.confirmed),
        AwardCycleState::OnNotice => t!(l, award.cycle_state.on_notice),
        AwardCycleState::Decided => t!(l, award.cycle_state.decided),
        AwardCycleState::Archived => t!(l, award.cycle_state.archived),
        AwardCycleState::Aborted => t!(l, award.cycle_state.aborted),
    }
}

/// What happens next, and who does it.
pub fn next(l: Locale, state: AwardCycleState, rules: &Rulebook) -> String {
    let text = match state {
        AwardCycleState::Configuring => t!(l, award.next.configuring),
        AwardCycleState::Nominating => t!(l, award.next.nominating),
        AwardCycleState::Eligibility => t!(l, award.next.eligibility),
        AwardCycleState::PreliminaryEvaluation => t!(l, award.next.evaluation),
        AwardCycleState::FinalEvaluation => t!(l, award.next.final_evaluation),
        AwardCycleState::Scored => t!(l, award.next.scored),
        AwardCycleState::Proposed => t!(l, award.next.proposed),
        AwardCycleState::Confirmed => {
            let time = rulebook::of(l, rules, Rule::NoticeWorkingDays);
            return t!(l, award.next.confirmed, time = time);
        }
        AwardCycleState::OnNotice => t!(l, award.next.on_notice),
        AwardCycleState::Decided => t!(l, award.next.decided),
        AwardCycleState::Archived => t!(l, award.next.archived),
        AwardCycleState::Aborted => t!(l, award.next.aborted),
    };
    text.to_owned()
}

/// The tone in which a cycle's state is shown.
pub fn tone(state: AwardCycleState) -> &'static str {
    match state {
        AwardCycleState::Decided | AwardCycleState::Archived => "done",
        AwardCycleState::Aborted => "stop",
        AwardCycleState::OnNotice => "plain",
        _ => "todo",
    }
}

/// The office's next step as a button says it.
pub fn step(l: Locale, step: &str) -> &'static str {
    match step {
        "announce" => t!(l, award.step.announce),
        "close_nominations" => t!(l, award.step.close_nominations),
        "open_evaluation" => t!(l, award.step.open_evaluation),
        "close_scoring" => t!(l, award.step.close_scoring),
        "close_final" => t!(l, award.step.close_final),
        _ => t!(l, award.step.post),
    }
}

/// The name of an order of a notice.
pub fn order_name(l: Locale, order: NoticeOrder) -> &'static str {
    match order {
        NoticeOrder::Region => t!(l, award.order_name.region),
        NoticeOrder::Strokes => t!(l, award.order_name.strokes),
        NoticeOrder::Rank => t!(l, award.order_name.rank),
    }
}

/// In which order names stand, as a notice says it.
pub fn order(l: Locale, order: NoticeOrder) -> &'static str {
    match order {
        NoticeOrder::Region => t!(l, award.order.region),
        NoticeOrder::Strokes => t!(l, award.order.strokes),
        NoticeOrder::Rank => t!(l, award.order.rank),
    }
}

/// What a programme rests on.
pub fn basis(l: Locale, basis: LegalBasis) -> &'static str {
    match basis {
        LegalBasis::Internal => t!(l, award.legal.internal),
        LegalBasis::Approved => t!(l, award.legal.approved),
    }
}

/// The name of an award.
pub fn category(l: Locale, category: AwardCategory) -> &'static str {
    match category {
        AwardCategory::Lecturer => t!(l, award.category_name.lecturer),
        AwardCategory::Tutor => t!(l, award.category_name.tutor),
        AwardCategory::StationManager => t!(l, award.category_name.station_manager),
        AwardCategory::Team => t!(l, award.category_name.team),
        AwardCategory::Collective => t!(l, award.category_name.collective),
    }
}

/// How seats are given out, and what the lines below then mean.
pub fn quota_kind(l: Locale, kind: QuotaKind) -> (&'static str, &'static str) {
    match kind {
        QuotaKind::Open => (t!(l, award.quota.open), t!(l, award.quota.open_hint)),
        QuotaKind::Fixed => (t!(l, award.quota.fixed), t!(l, award.quota.fixed_hint)),
        QuotaKind::Proportional => {
            (t!(l, award.quota.proportional), t!(l, award.quota.proportional_hint))
        }
        QuotaKind::PlainRemainder => (t!(l, award.quota.plain), t!(l, award.quota.plain_hint)),
    }
}

/// How many seats there are.
pub fn seats(l: Locale, n: u32) -> String {
    t!(l, award.n_seats, n = n)
}

/// Seats, and how many nobody has.
pub fn seats_and_vacant(l: Locale, n: u32, vacant: u32) -> String {
    t!(l, award.n_seats_vacant, n = n, vacant = vacant)
}

/// Nominations, and how many of them may take part.
pub fn n_nominations(l: Locale, n: usize, eligible: usize) -> String {
    t!(l, award.n_nominations, n = n, eligible = eligible)
}

/// How many nominations a conflict hides from the reader.
pub fn n_hidden(l: Locale, n: usize) -> String {
    t!(l, award.n_hidden, n = n)
}

/// First and last day of a notice; while it runs, also whether the last one may change.
pub fn notice_days(
    l: Locale,
    (from, until): (NaiveDate, NaiveDate),
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> String {
    let days = t!(l, award.notice_days, from = time::date(l, from), until = time::date(l, until));
    if today <= until { days + &time::unarranged(l, calendar, until) } else { days }
}

/// Where a nomination stands.
pub fn nomination_state(l: Locale, state: NominationState) -> &'static str {
    match state {
        NominationState::Draft => t!(l, award.nomination_state.draft),
        NominationState::Returned => t!(l, award.nomination_state.returned),
        NominationState::Withdrawn => t!(l, award.nomination_state.withdrawn),
        NominationState::Submitted => t!(l, award.nomination_state.submitted),
        NominationState::Eligible => t!(l, award.nomination_state.eligible),
        NominationState::Ineligible => t!(l, award.nomination_state.ineligible),
        NominationState::Shortlisted => t!(l, award.nomination_state.shortlisted),
        NominationState::NotShortlisted => t!(l, award.nomination_state.not_shortlisted),
        NominationState::Proposed => t!(l, award.nomination_state.proposed),
        NominationState::NotProposed => t!(l, award.nomination_state.not_proposed),
        NominationState::Removed => t!(l, award.nomination_state.removed),
        NominationState::Awarded => t!(l, award.nomination_state.awarded),
        NominationState::NotAwarded => t!(l, award.nomination_state.not_awarded),
    }
}

/// A filter of the list; empty: everything.
pub fn nomination_filter(l: Locale, state: &str) -> &'static str {
    match (state, NominationState::parse(state)) {
        ("silent", _) => t!(l, nomination.silent),
        (_, Some(state)) => nomination_state(l, state),
        (_, None) => t!(l, award.all),
    }
}

/// The tone in which a nomination's state is shown.
pub fn nomination_tone(state: NominationState) -> &'static str {
    match state {
        NominationState::Submitted | NominationState::Draft | NominationState::Returned => "todo",
        NominationState::Eligible
        | NominationState::Shortlisted
        | NominationState::Proposed
        | NominationState::Awarded => "done",
        NominationState::Ineligible | NominationState::Removed => "stop",
        NominationState::NotShortlisted
        | NominationState::NotProposed
        | NominationState::NotAwarded
        | NominationState::Withdrawn => "plain",
    }
}

/// Years of service.
pub fn years(l: Locale, n: i64) -> String {
    t!(l, award.n_years, n = n)
}

/// Years against those needed.
pub fn years_figure(l: Locale, n: Option<i64>, needed: i64) -> String {
    if let Some(n) = n {
        return t!(l, award.years_of, n = n, needed = needed);
    }
    t!(l, award.years_unknown, needed = needed)
}

/// That an honour is revoked, since a day (`LAW-31`).
pub fn revoked(l: Locale, day: NaiveDate) -> String {
    t!(l, award.revoked, day = time::date(l, day))
}

/// Hours against those needed, both in hundredths.
pub fn hours_figure(l: Locale, n: Option<i64>, needed: i64) -> String {
    let text = |hundredths: i64| Hours::hundredths(hundredths).to_string();
    if let Some(n) = n {
        return t!(l, award.hours_of, n = text(n), needed = text(needed));
    }
    t!(l, award.hours_unknown, needed = text(needed))
}

/// Activities of the year against those needed.
pub fn service_figure(l: Locale, n: Option<i64>, needed: i64) -> String {
    if let Some(n) = n {
        return t!(l, award.service_of, n = n, needed = needed);
    }
    t!(l, award.not_on_file, needed = needed)
}

/// Members of a team against those needed.
pub fn members_figure(l: Locale, n: Option<i64>, needed: i64) -> String {
    if let Some(n) = n {
        return t!(l, award.members_of, n = n, needed = needed);
    }
    t!(l, award.not_on_file, needed = needed)
}

/// Whether something is on file here.
pub fn on_file(l: Locale, is: bool) -> &'static str {
    if is { t!(l, award.on_file) } else { t!(l, award.nothing_on_file) }
}

/// Who may be nominated in a category, as it is announced (domain §4.3).
pub fn eligibility(l: Locale, rules: &Rulebook, category: AwardCategory) -> Vec<String> {
    let of = |rule| rulebook::of(l, rules, rule);
    let is_asked = |rule| rules.get(rule) > 0;
    let mut lines = Vec::new();
    let years = match category {
        AwardCategory::Tutor => Rule::NominationTutorYears,
        _ => Rule::NominationOtherYears,
    };
    if is_asked(years) {
        lines.push(if category.is_collective() {
            t!(l, award.eligibility.founded, years = of(years))
        } else {
            t!(l, award.eligibility.years, years = of(years))
        });
    }
    let service = match category {
        AwardCategory::Tutor => Some(Rule::NominationTutorService),
        AwardCategory::StationManager => Some(Rule::NominationStationService),
        AwardCategory::Team => Some(Rule::NominationTeamService),
        AwardCategory::Lecturer | AwardCategory::Collective => None,
    };
    if let Some(service) = service.filter(|rule| is_asked(*rule)) {
        lines.push(t!(l, award.eligibility.service, times = of(service)));
    }
    if category == AwardCategory::Tutor && is_asked(Rule::NominationTutorHours) {
        lines.push(t!(l, award.eligibility.hours, hours = of(Rule::NominationTutorHours)));
    }
    if category == AwardCategory::StationManager {
        lines.push(t!(l, award.eligibility.station).to_owned());
    }
    if category == AwardCategory::Team && is_asked(Rule::NominationTeamMembers) {
        lines.push(t!(l, award.eligibility.members, people = of(Rule::NominationTeamMembers)));
    }
    if is_asked(Rule::NominationConductYears) {
        lines.push(t!(l, award.eligibility.conduct, years = of(Rule::NominationConductYears)));
    }
    if !category.is_collective() {
        lines.push(t!(l, award.eligibility.rank).to_owned());
    }
    lines.push(t!(l, award.eligibility.winners).to_owned());
    lines
}

/// How many a unit may hand in.
pub fn most_nominations(l: Locale, most: u32) -> String {
    if most == 0 {
        t!(l, award.eligibility.any_number).to_owned()
    } else {
        t!(l, award.eligibility.at_most, n = most)
    }
}

/// The levels of a category with their numbers; none where all are alike.
pub fn levels(l: Locale, levels: &[Level]) -> Option<String> {
    let one = |level: &Level| t!(l, award.level_seats, name = &level.name, n = level.seats);
    let all: Vec<String> = levels.iter().map(one).collect();
    (!all.is_empty()).then(|| t!(l, award.levels, levels = all.join(t!(l, page.comma))))
}

/// Whether seats are added where a line cuts a tie.
pub fn added_seats(l: Locale, added: AddedSeats) -> &'static str {
    match added {
        AddedSeats::Allowed => t!(l, award.eligibility.seats_added),
        AddedSeats::Forbidden => t!(l, award.eligibility.seats_fixed),
    }
}

/// What a check found.
pub fn finding(l: Locale, finding: EligibilityFinding) -> &'static str {
    match finding {
        EligibilityFinding::YearsShort => t!(l, award.finding.years_short),
        EligibilityFinding::HoursShort => t!(l, award.finding.hours_short),
        EligibilityFinding::HighRank => t!(l, award.finding.high_rank),
        EligibilityFinding::WonLately => t!(l, award.finding.won_lately),
        EligibilityFinding::SamePlace => t!(l, award.finding.same_place),
        EligibilityFinding::OverNumber => t!(l, award.finding.over_number),
        EligibilityFinding::RankTaken => t!(l, award.finding.rank_taken),
        EligibilityFinding::EarlierAward => t!(l, award.finding.earlier_award),
        EligibilityFinding::ServiceShort => t!(l, award.finding.service_short),
        EligibilityFinding::TrainingMissing => t!(l, award.finding.training_missing),
        EligibilityFinding::ConditionsOpen => t!(l, award.finding.conditions_open),
        EligibilityFinding::TeamSmall => t!(l, award.finding.team_small),
        EligibilityFinding::ConductStated => t!(l, award.finding.conduct_stated),
    }
}

/// A judge's seat.
pub fn seat(l: Locale, n: i64) -> String {
    t!(l, award.your_seat, n = n)
}

/// Sheets done, sheets in all, and nominees from whom the judge is recused.
pub fn n_sheets(l: Locale, done: usize, all: usize, recused: usize) -> String {
    t!(l, award.n_sheets, done = done, all = all, recused = recused)
}

/// The tone and name of a sheet's state.
pub fn sheet_state(l: Locale, stage: Option<SheetStage>) -> (&'static str, &'static str) {
    match stage {
        Some(SheetStage::Submitted) => ("done", t!(l, award.sheet_submitted)),
        Some(SheetStage::Draft) => ("todo", t!(l, award.sheet_draft)),
        Some(SheetStage::Void) | None => ("todo", t!(l, award.sheet_open)),
    }
}

/// Whose award it is, by the name of its county in Chinese and English; without one the city's.
pub fn level(l: Locale, county: Option<(&str, &str)>) -> String {
    match county {
        Some((zh, en)) => t!(l, award.level_county, county = place::county(l, zh, en)),
        None => t!(l, award.level_city).to_owned(),
    }
}

/// A relation to a nominee.
pub fn relation(l: Locale, rules: &Rulebook, relation: Relation) -> String {
    let of = |rule| rulebook::of(l, rules, rule);
    match relation.0 {
        None => t!(l, award.relation.none).to_owned(),
        Some(ConflictKind::CloseRelative) => t!(l, award.relation.close_relative).to_owned(),
        Some(ConflictKind::SameUnit) => {
            t!(l, award.relation.same_unit, time = of(Rule::ConflictUnitYears))
        }
        Some(ConflictKind::TeacherStudent) => {
            t!(l, award.relation.teacher_student, time = of(Rule::ConflictTeachingYears))
        }
        Some(ConflictKind::JointWork) => {
            t!(l, award.relation.joint_work, time = of(Rule::ConflictWorkYears))
        }
        Some(ConflictKind::Nominator) => t!(l, award.relation.nominator).to_owned(),
        Some(ConflictKind::SelfDeclared) => t!(l, award.relation.self_declared).to_owned(),
    }
}

/// How winners are chosen, in sentences (`LAW-43`).
pub fn method(l: Locale, rules: &Rulebook, kind: FinalKind) -> Vec<String> {
    vec![
        t!(l, award.method.judges, people = rulebook::of(l, rules, Rule::JudgesMinimum)),
        stages(l, rules, kind),
        t!(l, award.method.conflicts).to_owned(),
        t!(l, award.method.mean).to_owned(),
        t!(l, award.method.ties).to_owned(),
        t!(l, award.method.notice, days = rulebook::of(l, rules, Rule::NoticeWorkingDays)),
    ]
}

/// In how many stages winners are chosen.
fn stages(l: Locale, rules: &Rulebook, kind: FinalKind) -> String {
    let percent = rulebook::of(l, rules, Rule::ShortlistPercent);
    let people = rulebook::of(l, rules, Rule::FinalJudgesMinimum);
    match kind {
        FinalKind::None => t!(l, award.final_kind.announced_none).to_owned(),
        FinalKind::Sheets => {
            t!(l, award.final_kind.announced_sheets, percent = percent, people = people)
        }
        FinalKind::Vote => {
            t!(l, award.final_kind.announced_vote, percent = percent, people = people)
        }
    }
}

/// How a cycle goes on after its first stage, and what that means.
pub fn final_kind(l: Locale, kind: FinalKind) -> (&'static str, &'static str) {
    match kind {
        FinalKind::None => (t!(l, award.final_kind.none), t!(l, award.final_kind.none_hint)),
        FinalKind::Sheets => (t!(l, award.final_kind.sheets), t!(l, award.final_kind.sheets_hint)),
        FinalKind::Vote => (t!(l, award.final_kind.vote), t!(l, award.final_kind.vote_hint)),
    }
}

/// The ballots of a final by vote.
pub fn n_ballots(l: Locale, n: u32, reference: &str) -> String {
    t!(l, award.n_ballots, n = n, reference = reference)
}

/// The tone and name of what the first stage says of a nominee, where a final follows.
pub fn of_first_stage(l: Locale, outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Selected => ("done", t!(l, award.nomination_state.shortlisted)),
        Outcome::NotSelected | Outcome::Undecided => {
            ("plain", t!(l, award.nomination_state.not_shortlisted))
        }
        Outcome::NoResult => ("stop", t!(l, award.outcome_name.no_result)),
    }
}

/// A change of how a category is counted.
pub fn change(l: Locale, change: &Change, criteria: &[String]) -> String {
    match change {
        Change::Without(seat) => t!(l, award.change_without, seat = seat.0),
        Change::Untrimmed => t!(l, award.change_untrimmed).to_owned(),
        Change::Weight { criterion, tenths } => {
            let name = criteria.get(*criterion).map_or("", String::as_str);
            let times = format!("{tenths}/10");
            t!(l, award.change_weight, criterion = name, times = times)
        }
    }
}

/// A change after which nothing is trimmed.
pub fn plain_mean(l: Locale, change: &str) -> String {
    t!(l, award.plain_mean, change = change)
}

/// How many changes leave the list as it is.
pub fn unchanged(l: Locale, n: usize, all: usize) -> String {
    t!(l, award.unchanged, n = n, all = all)
}

/// Under how many changes somebody has a seat.
pub fn of_changes(l: Locale, n: usize, all: usize) -> String {
    t!(l, award.of_changes, n = n, all = all)
}

/// Too few sheets of a judge to say anything.
pub fn too_few_sheets(l: Locale, n: usize) -> String {
    t!(l, award.too_few_sheets, n = n)
}

/// What becomes of equal means that no seat line of a category cuts.
pub fn ties_off_line(l: Locale, ties: TiesOffLine) -> &'static str {
    match ties {
        TiesOffLine::Stay => t!(l, award.method.ties_stay),
        TiesOffLine::Separate => t!(l, award.method.ties_separate),
    }
}

/// What becomes of a seat that falls free in a category.
pub fn seat_passing(l: Locale, passing: SeatPassing) -> &'static str {
    match passing {
        SeatPassing::Vacant => t!(l, award.method.vacant),
        SeatPassing::NextInRank => t!(l, award.method.passes),
    }
}

/// A nominee as everybody reads it: by name, or by number who has not agreed to be named.
pub fn nominee(l: Locale, name: &str, id: NominationId) -> String {
    if name.is_empty() { t!(l, award.nameless, n = id.0) } else { name.to_owned() }
}

/// The notice of a substitute.
pub fn own_notice(
    l: Locale,
    until: Option<NaiveDate>,
    today: NaiveDate,
    calendar: &WorkCalendar,
) -> String {
    match until {
        Some(day) => {
            let until = t!(l, award.own_notice, day = time::day(l, day));
            if today <= day { until + &time::unarranged(l, calendar, day) } else { until }
        }
        None => t!(l, award.own_notice_waits).to_owned(),
    }
}

/// The form that puts a nominee's name right.
pub fn correct_title(l: Locale, name: &str) -> String {
    t!(l, award.correct_title, name = name)
}

/// Who follows.
pub fn follows(l: Locale, name: &str) -> String {
    t!(l, award.follows, name = name)
}

/// Why it is not the next in rank.
pub fn follow_reason(l: Locale, reason: &str) -> String {
    t!(l, award.follow_reason, reason = reason)
}

/// Whom a later decision can award now.
pub fn supplement_hint(l: Locale, names: &str) -> String {
    t!(l, award.supplement_hint, names = names)
}

/// Who has decided later, and when.
pub fn supplement_by(l: Locale, name: &str, at: DateTime<Utc>) -> String {
    t!(l, award.supplement_by, name = name, day = time::local_day(l, at))
}

/// A criterion with its highest score.
pub fn criterion(l: Locale, name: &str, max: &str) -> String {
    t!(l, award.criterion, name = name, max = max)
}

/// The rule that separates two nominees.
pub fn separation(l: Locale, separation: Separation) -> &'static str {
    match separation {
        Separation::Mean => t!(l, award.separation.mean),
        Separation::FirstCriterion => t!(l, award.separation.first_criterion),
        Separation::UntrimmedMean => t!(l, award.separation.untrimmed_mean),
        Separation::RankSum => t!(l, award.separation.rank_sum),
        Separation::FinalVote => t!(l, award.separation.final_vote),
        Separation::Vote => t!(l, award.separation.vote),
        Separation::Lot => t!(l, award.separation.lot),
        Separation::Tied => t!(l, award.separation.tied),
    }
}

/// The tone and name of what a seat line says.
pub fn outcome(l: Locale, outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Selected => ("done", t!(l, award.outcome_name.selected)),
        Outcome::NotSelected => ("plain", t!(l, award.outcome_name.not_selected)),
        Outcome::Undecided => ("todo", t!(l, award.outcome_name.undecided)),
        Outcome::NoResult => ("stop", t!(l, award.outcome_name.no_result)),
    }
}

/// A tie that a seat line cuts.
pub fn tie(l: Locale, unit: Option<&str>, n: usize, seats: u32) -> String {
    let n = n.to_string();
    if let Some(unit) = unit {
        return t!(l, award.tie_in_unit, unit = unit, n = n, seats = seats);
    }
    t!(l, award.tie_in_category, n = n, seats = seats)
}

/// How a tie may be decided.
pub fn resolution(l: Locale, kind: &str) -> &'static str {
    match kind {
        "vote" => t!(l, award.resolution.vote),
        "lot" => t!(l, award.resolution.lot),
        _ => t!(l, award.resolution.added_seat),
    }
}

/// How a tie was decided, for whom, and where that is on record; a vote has everyone's votes.
pub fn settled_tie(
    l: Locale,
    kind: &str,
    members: &[(String, Option<u32>)],
    reference: &str,
) -> String {
    let member = |(name, votes): &(String, Option<u32>)| match votes {
        Some(votes) => t!(l, award.votes_of, name = name, votes = votes),
        None => name.clone(),
    };
    let members: Vec<String> = members.iter().map(member).collect();
    let members = members.join(t!(l, page.comma));
    t!(l, award.tie_settled, how = resolution(l, kind), members = members, reference = reference)
}

/// A nominee in the proposal.
pub fn ranked(l: Locale, rank: Option<usize>, name: &str, unit: &str) -> String {
    if let Some(rank) = rank {
        return t!(l, award.ranked, rank = rank, name = name, unit = unit);
    }
    t!(l, award.unranked, name = name, unit = unit)
}

/// The label of a deviation's reason.
pub fn deviation_of(l: Locale, name: &str) -> String {
    t!(l, award.deviation_of, name = name)
}

/// How many judges may score a nominee.
pub fn judges_left(l: Locale, n: usize) -> String {
    t!(l, award.judges_left, n = n)
}

/// How many nominees have too few sheets that count.
pub fn n_unscored(l: Locale, n: usize, least: i64) -> String {
    t!(l, award.n_unscored, n = n, least = least)
}

/// Why the decision maker has sent a proposal back.
pub fn was_sent_back(l: Locale, reason: &str) -> String {
    t!(l, award.was_sent_back, reason = reason)
}

/// The seat of a judge, and in which stage a sheet was written.
pub fn seat_of_stage(l: Locale, seat: i64, is_final: bool) -> String {
    if is_final {
        t!(l, award.seat_in_final, seat = seat)
    } else {
        t!(l, award.seat_of_judge, seat = seat)
    }
}

/// That a notice was taken back, and of which days it was.
pub fn taken_back(l: Locale, days: &str) -> String {
    t!(l, award.taken_back, days = days)
}
