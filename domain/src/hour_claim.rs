//! A claim of credit hours for an activity that somebody else held (domain §3.5).
//!
//! The person claims, the own unit confirms, the association of the county (for units of the city:
//! of the city) verifies; nobody does two of these (`TRN-08`).

mod record;
mod worth;

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};

pub use self::{
    record::{ClaimRecord, VerificationRecord},
    worth::{Claimed, Participation},
};

use crate::{
    assessment_year::{Added, AssessmentYear, closed_year},
    code::codes,
    credit_hour::{ActivityKind, HalfDay, Hours, VerificationStep, n_days},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, TEXT_MAX, Values, half_width},
    id::UploadId,
    region::RegionLevel,
    rulebook::{Rule, Rulebook},
};

/// The fewest characters of a report of a study visit.
pub const REPORT_MIN: usize = 30;
/// The fewest characters of a reason.
pub const REASON_MIN: usize = 5;
/// The most days that one claim is for.
const DAYS_MAX: i64 = 31;
/// The most minutes of one day.
const MINUTES_MAX: i64 = 720;
/// Hours are claimed in halves.
const STEP: i64 = 50;

/// What handing in needs, but for the paper.
const REQUIRED: &[Field] =
    &[Field::Organiser, Field::ActivityKind, Field::FirstDay, Field::LastDay, Field::Hours];

codes! {
    /// Where a claim stands.
    ClaimState {
        /// Being written.
        Draft = "draft",
        /// With the unit.
        Submitted = "submitted",
        /// With the association that verifies.
        UnitConfirmed = "unit_confirmed",
        /// In the ledger.
        Verified = "verified",
        /// To be changed and handed in again.
        Returned = "returned",
        /// Not accepted.
        Rejected = "rejected",
        /// To be decided once more, by somebody else.
        Disputed = "disputed",
        /// Closed with the year.
        Locked = "locked",
    }
}

codes! {
    /// What somebody who checks a claim decides.
    Decision {
        /// It is so.
        Accept = "accept",
        /// Something is to be changed first.
        Return = "return",
        /// It does not count.
        Reject = "reject",
    }
}

/// The claim is not in a state that allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not possible while {0:?}")]
pub struct WrongState(pub ClaimState);

impl ClaimState {
    /// Whether its owner may write on it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// The owner hands it in.
    pub fn submit(self) -> Result<Self, WrongState> {
        if self.is_open() { Ok(Self::Submitted) } else { Err(WrongState(self)) }
    }

    /// Who is to check it next, if somebody is; `verifier` is the step after the unit's.
    pub fn step(self, verifier: VerificationStep) -> Option<VerificationStep> {
        match self {
            Self::Submitted => Some(VerificationStep::Unit),
            Self::UnitConfirmed | Self::Disputed => Some(verifier),
            _ => None,
        }
    }

    /// The state after a decision. A unit confirms or returns; a dispute is not returned.
    pub fn decide(self, decision: Decision) -> Result<Self, WrongState> {
        match (self, decision) {
            (Self::Submitted, Decision::Accept) => Ok(Self::UnitConfirmed),
            (Self::UnitConfirmed | Self::Disputed, Decision::Accept) => Ok(Self::Verified),
            (Self::Submitted | Self::UnitConfirmed, Decision::Return) => Ok(Self::Returned),
            (Self::UnitConfirmed | Self::Disputed, Decision::Reject) => Ok(Self::Rejected),
            _ => Err(WrongState(self)),
        }
    }

    /// The owner does not agree with the decision.
    pub fn dispute(self) -> Result<Self, WrongState> {
        match self {
            Self::Rejected | Self::Verified => Ok(Self::Disputed),
            _ => Err(WrongState(self)),
        }
    }

    /// Its year is closed; an open dispute postpones that.
    pub fn lock(self) -> Result<Self, WrongState> {
        match self {
            Self::Rejected | Self::Verified => Ok(Self::Locked),
            _ => Err(WrongState(self)),
        }
    }

    /// It is decided once more after its year was closed.
    pub fn reopen(self) -> Result<Self, WrongState> {
        if self == Self::Locked { Ok(Self::Disputed) } else { Err(WrongState(self)) }
    }
}

/// The last day of the newest assessment year that is closed: each is on 31 December.
pub fn locked_through(today: NaiveDate) -> NaiveDate {
    AssessmentYear(today.year() - 1).last()
}

/// Who verifies a claim, by where the person works: the county's association, or for units of the
/// city, and where no county is known, the city's.
pub fn verification_step(level: Option<RegionLevel>) -> VerificationStep {
    match level {
        Some(RegionLevel::County | RegionLevel::Town) => VerificationStep::County,
        _ => VerificationStep::City,
    }
}

/// What a person may save at any time: only the activity's name is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimDraft {
    /// The activity.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// What it was.
    pub kind: Option<ActivityKind>,
    /// How the person took part.
    pub participation: Participation,
    /// Minutes of each day, for a lecture or for teaching.
    pub minutes: Option<i64>,
    /// What was taught.
    pub topic: String,
    /// Its first day.
    pub first_day: Option<NaiveDate>,
    /// Its last day.
    pub last_day: Option<NaiveDate>,
    /// The parts of each day that were attended.
    pub half_days: Vec<HalfDay>,
    /// Hours as the organiser's paper states them.
    pub claimed: Option<Hours>,
    /// What was seen and learnt, for a study visit.
    pub report: String,
    /// The paper, stored before the form was read.
    pub proof: Option<UploadId>,
}

impl ClaimDraft {
    /// Reads a form leniently: what was left out stays empty, what was typed must be sound.
    pub fn parse(
        values: &Values,
        proof: Option<UploadId>,
        today: NaiveDate,
        rules: &Rulebook,
    ) -> Result<Self, Problems> {
        let typed = |field: Field| !values.trimmed(field).is_empty();
        let mut reader = Reader::new(values);
        let title = reader.text(Field::EventTitle, 2, LINE_MAX);
        let organiser = reader.text(Field::Organiser, 0, LINE_MAX);
        let kind = typed(Field::ActivityKind)
            .then(|| reader.choice(Field::ActivityKind, ActivityKind::parse));
        let participation = match values.trimmed(Field::Participation) {
            "" => Some(Participation::HalfDays),
            _ => reader.choice(Field::Participation, Participation::parse),
        };
        let minutes = typed(Field::LessonMinutes)
            .then(|| reader.number(Field::LessonMinutes, 1, MINUTES_MAX))
            .flatten();
        let topic = reader.text(Field::Topic, 0, LINE_MAX);
        let first_day =
            typed(Field::FirstDay).then(|| past_day(&mut reader, Field::FirstDay, today));
        let last_day = typed(Field::LastDay).then(|| past_day(&mut reader, Field::LastDay, today));
        let half_days = (!values.all(Field::HalfDays).is_empty())
            .then(|| reader.choices(Field::HalfDays, HalfDay::parse));
        let (first_day, last_day) = (first_day.flatten(), last_day.flatten());
        let days = check_days(&mut reader, first_day, last_day);
        let claimed = typed(Field::Hours).then(|| {
            let most = rules.get(Rule::DailyCap).saturating_mul(days);
            read_hours(&mut reader, Field::Hours, Hours::hundredths(most))
        });
        let report = reader.text(Field::Report, 0, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self {
                title: title?,
                organiser: organiser?,
                kind: kind.flatten(),
                participation: participation?,
                minutes,
                topic: topic?,
                first_day,
                last_day,
                half_days: half_days.flatten().unwrap_or_default(),
                claimed: claimed.flatten(),
                report: report?,
                proof,
            })
        })
    }

    /// Reads a form that hands a claim in: everything that is wrong or missing is told at once.
    pub fn parse_complete(
        values: &Values,
        proof: Option<UploadId>,
        today: NaiveDate,
        rules: &Rulebook,
    ) -> Result<Self, Problems> {
        match Self::parse(values, proof, today, rules) {
            Ok(draft) => draft.check_complete().map(|()| draft),
            Err(mut problems) => {
                let participation = Participation::parse(values.trimmed(Field::Participation));
                let needed = needed_by(participation.unwrap_or(Participation::HalfDays));
                for field in REQUIRED.iter().chain(needed) {
                    if values.trimmed(*field).is_empty() && problems.of(*field).is_none() {
                        problems.add(*field, ProblemKind::Missing);
                    }
                }
                if proof.is_none() {
                    problems.add(Field::Proof, ProblemKind::Missing);
                }
                Err(problems)
            }
        }
    }

    /// Everything that handing in needs and this draft lacks.
    pub fn check_complete(&self) -> Result<(), Problems> {
        use ProblemKind::{Missing, TooShort};
        let mut problems = Problems::default();
        let mut need = |ok: bool, field, kind| {
            if !ok {
                problems.add(field, kind);
            }
        };
        need(!self.organiser.is_empty(), Field::Organiser, Missing);
        need(self.kind.is_some(), Field::ActivityKind, Missing);
        need(self.first_day.is_some(), Field::FirstDay, Missing);
        need(self.last_day.is_some(), Field::LastDay, Missing);
        let needed = needed_by(self.participation);
        let is_needed = |field| needed.contains(&field);
        need(!is_needed(Field::HalfDays) || !self.half_days.is_empty(), Field::HalfDays, Missing);
        need(
            !is_needed(Field::LessonMinutes) || self.minutes.is_some(),
            Field::LessonMinutes,
            Missing,
        );
        need(!is_needed(Field::Topic) || !self.topic.is_empty(), Field::Topic, Missing);
        need(self.claimed.is_some(), Field::Hours, Missing);
        let is_told = self.report.chars().count() >= REPORT_MIN;
        let needs_report = self.kind == Some(ActivityKind::StudyVisit);
        need(!needs_report || is_told, Field::Report, TooShort(REPORT_MIN));
        need(self.proof.is_some(), Field::Proof, Missing);
        problems.or(|| Some(()))
    }

    /// Whether it is handed in in time: so many days after the activity, and by the end of the
    /// assessment year, unless that was opened again. An activity across the end of a year is in
    /// time for both of them, or is claimed in two parts.
    pub fn check_in_time(
        &self,
        today: NaiveDate,
        rules: &Rulebook,
        opened: &BTreeSet<AssessmentYear>,
    ) -> Result<(), Problems> {
        let Some(last) = self.last_day else { return Ok(()) };
        if today > last_day_to_claim(last, rules, opened) {
            return Err(Problems::one(Field::LastDay, ProblemKind::TooLate));
        }
        let first = self.first_day.unwrap_or(last);
        match closed_year([first, last], Added::Claimed(today), opened) {
            Some(year) => Err(Problems::one(Field::FirstDay, ProblemKind::AcrossYears(year.0))),
            None => Ok(()),
        }
    }
}

impl From<&ClaimDraft> for Values {
    /// The form of a draft; its proof is known by its token.
    fn from(draft: &ClaimDraft) -> Self {
        Self::default()
            .with(Field::EventTitle, &draft.title)
            .with(Field::Organiser, &draft.organiser)
            .with_known(Field::ActivityKind, draft.kind.map(ActivityKind::as_str))
            .with(Field::Participation, draft.participation.as_str())
            .with_known(Field::LessonMinutes, draft.minutes)
            .with(Field::Topic, &draft.topic)
            .with_known(Field::FirstDay, draft.first_day)
            .with_known(Field::LastDay, draft.last_day)
            .with_each(Field::HalfDays, draft.half_days.iter().map(|it| it.as_str()))
            .with_known(Field::Hours, draft.claimed)
            .with(Field::Report, &draft.report)
    }
}

/// The last day on which the hours of an activity can be claimed.
pub fn last_day_to_claim(
    last_day: NaiveDate,
    rules: &Rulebook,
    opened: &BTreeSet<AssessmentYear>,
) -> NaiveDate {
    let days = u64::try_from(rules.get(Rule::ClaimDays)).unwrap_or(0);
    let by_days = last_day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX);
    let year = AssessmentYear::of(last_day);
    if opened.contains(&year) { by_days } else { by_days.min(year.last()) }
}

/// What handing in needs besides, by how somebody took part.
fn needed_by(participation: Participation) -> &'static [Field] {
    match participation {
        Participation::HalfDays => &[Field::HalfDays],
        Participation::Lesson => &[Field::HalfDays, Field::LessonMinutes],
        Participation::Online => &[],
        Participation::Taught => &[Field::HalfDays, Field::LessonMinutes, Field::Topic],
    }
}

/// Reads hours in halves, at least one half and at most so many.
pub fn read_hours(reader: &mut Reader<'_>, field: Field, most: Hours) -> Option<Hours> {
    let text = half_width(&reader.text(field, 1, 20)?);
    match text.parse::<Hours>() {
        Ok(hours) if hours > most => {
            reader.refuse(field, ProblemKind::TooManyHours(most.in_hundredths() / 100))
        }
        Ok(hours) if hours.in_hundredths() >= STEP && hours.in_hundredths() % STEP == 0 => {
            Some(hours)
        }
        _ => reader.refuse(field, ProblemKind::NotHours),
    }
}

fn past_day(reader: &mut Reader<'_>, field: Field, today: NaiveDate) -> Option<NaiveDate> {
    match reader.date(field) {
        Some(day) if day > today => reader.refuse(field, ProblemKind::InTheFuture),
        day => day,
    }
}

/// How many days there are; 1 while that is not known.
fn check_days(reader: &mut Reader<'_>, first: Option<NaiveDate>, last: Option<NaiveDate>) -> i64 {
    let (Some(first), Some(last)) = (first, last) else { return 1 };
    let days = n_days(first, last);
    if days < 1 {
        let _: Option<()> = reader.refuse(Field::LastDay, ProblemKind::LastDayBeforeFirst);
    } else if days > DAYS_MAX {
        let _: Option<()> = reader.refuse(Field::LastDay, ProblemKind::OutOfRange(1, DAYS_MAX));
    }
    days.clamp(1, DAYS_MAX)
}

/// What somebody who checks a claim has written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What is decided.
    pub decision: Decision,
    /// What counts, where the claim is verified.
    pub accepted: Option<Hours>,
    /// Why; empty only where everything is accepted as claimed.
    pub reason: String,
}

impl Verdict {
    /// Reads the form: `decision`, `accepted` where hours are verified, and `opinion`.
    ///
    /// Whoever returns, rejects or accepts fewer hours says why.
    pub fn parse(
        values: &Values,
        step: VerificationStep,
        claimed: Hours,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let decision = reader.choice(Field::Decision, Decision::parse);
        let verifies = step != VerificationStep::Unit && decision == Some(Decision::Accept);
        let accepted =
            verifies.then(|| read_hours(&mut reader, Field::Accepted, claimed)).flatten();
        let is_less = accepted.is_some_and(|accepted| accepted < claimed);
        let says_why = is_less || decision.is_some_and(|it| it != Decision::Accept);
        let reason = reader.text(Field::Opinion, if says_why { REASON_MIN } else { 0 }, LINE_MAX);
        reader.problems.or(|| Some(Self { decision: decision?, accepted, reason: reason? }))
    }
}

#[cfg(test)]
mod tests;
