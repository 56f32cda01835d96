//! The stages of an award cycle with their ends in working days: planned in its head, dated when it is
//! announced, and later moved on by an addendum, never back.

use chrono::NaiveDate;

use crate::{
    award_cycle::AwardCycleState,
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Values},
    working_day::{Count, WorkCalendar, notice_period},
};

/// The most working days that a stage may take: half a year.
const DAYS_MAX: i64 = 120;

codes! {
    /// A stage of a cycle, in their order.
    AwardStage {
        /// Units nominate.
        Nomination = "nomination",
        /// The office checks.
        Eligibility = "eligibility",
        /// Judges score.
        Evaluation = "evaluation",
        /// The list is proposed and confirmed; the notice follows.
        Proposal = "proposal",
    }
}

impl AwardStage {
    /// The stage in which a cycle is; none before its announcement and from its notice on.
    pub fn of(state: AwardCycleState) -> Option<Self> {
        match state {
            AwardCycleState::Nominating => Some(Self::Nomination),
            AwardCycleState::Eligibility => Some(Self::Eligibility),
            AwardCycleState::PreliminaryEvaluation | AwardCycleState::FinalEvaluation => {
                Some(Self::Evaluation)
            }
            AwardCycleState::Scored | AwardCycleState::Proposed | AwardCycleState::Confirmed => {
                Some(Self::Proposal)
            }
            _ => None,
        }
    }

    /// The field that has its working days.
    pub fn field(self) -> Field {
        match self {
            Self::Nomination => Field::NominationDays,
            Self::Eligibility => Field::EligibilityDays,
            Self::Evaluation => Field::EvaluationDays,
            Self::Proposal => Field::ProposalDays,
        }
    }
}

/// How many working days each stage takes; either all are planned or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StagePlan(pub Vec<(AwardStage, i64)>);

impl StagePlan {
    /// Reads a form: with all fields empty, no stage has an end.
    pub fn read(reader: &mut Reader<'_>, values: &Values) -> Option<Self> {
        let is_empty = |stage: &&AwardStage| values.trimmed(stage.field()).is_empty();
        if AwardStage::ALL.iter().all(|stage| is_empty(&stage)) {
            return Some(Self::default());
        }
        let days = AwardStage::ALL.iter().map(|stage| {
            // Every field is read, so that all that is wrong is told.
            (*stage, reader.number(stage.field(), 1, DAYS_MAX))
        });
        let days: Vec<_> = days.collect();
        days.into_iter().map(|(stage, n)| Some((stage, n?))).collect::<Option<_>>().map(Self)
    }

    /// The last day of each stage, counted from the working day after a day.
    pub fn ends(&self, from: NaiveDate, calendar: &WorkCalendar) -> Vec<(AwardStage, NaiveDate)> {
        let mut last = from;
        let mut ends = Vec::new();
        for (stage, n) in &self.0 {
            last = end_of_stage(last, *n, calendar);
            ends.push((*stage, last));
        }
        ends
    }
}

fn end_of_stage(before: NaiveDate, n: i64, calendar: &WorkCalendar) -> NaiveDate {
    let n = u32::try_from(n).unwrap_or(1);
    notice_period(before, n, Count::NextDay, calendar).last
}

/// The end of a stage that was moved later.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageMove {
    /// Which stage.
    pub stage: AwardStage,
    /// Its new last day.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
}

impl StageMove {
    /// Reads a form: the stage is one of those with an end, and the day is later than its present
    /// one and not over.
    pub fn parse(
        values: &Values,
        ends: &[(AwardStage, NaiveDate)],
        today: NaiveDate,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let present = |stage: AwardStage| ends.iter().find(|(one, _)| *one == stage);
        let known = |text: &str| AwardStage::parse(text).filter(|stage| present(*stage).is_some());
        let stage = reader.choice(Field::AwardStage, known);
        let until = reader.date(Field::StageUntil);
        let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
        let before = stage.and_then(present).map(|(_, day)| *day);
        if before.zip(until).is_some_and(|(before, until)| until <= before || until < today) {
            reader.problems.add(Field::StageUntil, ProblemKind::NotLater);
        }
        reader.problems.or(|| Some(Self { stage: stage?, until: until?, reason: reason? }))
    }

    /// All ends after it: later stages move along, each by its own working days, and none moves back.
    pub fn apply(
        &self,
        plan: &StagePlan,
        ends: &[(AwardStage, NaiveDate)],
        calendar: &WorkCalendar,
    ) -> Vec<(AwardStage, NaiveDate)> {
        let mut moved = Vec::new();
        let mut before: Option<NaiveDate> = None;
        for (stage, end) in ends {
            let days = plan.0.iter().find(|(one, _)| one == stage).map_or(1, |(_, n)| *n);
            let end = match before {
                _ if *stage == self.stage => self.until,
                Some(before) => end_of_stage(before, days, calendar).max(*end),
                None => {
                    moved.push((*stage, *end));
                    continue;
                }
            };
            before = Some(end);
            moved.push((*stage, end));
        }
        moved
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn calendar() -> WorkCalendar {
        let text = include_str!("../../data/holidays-2026.json");
        WorkCalendar::from_years([serde_json::from_str(text).expect("a calendar")])
    }

    fn plan() -> StagePlan {
        StagePlan(AwardStage::ALL.iter().copied().zip([15, 5, 10, 5]).collect())
    }

    #[test]
    fn stages_end_one_after_the_other_in_working_days() {
        let ends = plan().ends(day("2026-11-23"), &calendar());
        let days: Vec<String> = ends.iter().map(|(_, day)| day.to_string()).collect();
        assert_eq!(days, ["2026-12-14", "2026-12-21", "2027-01-05", "2027-01-12"]);
        assert!(StagePlan::default().ends(day("2026-11-23"), &calendar()).is_empty());
    }

    #[test]
    fn either_all_stages_are_planned_or_none() {
        let empty = Values::default();
        assert_eq!(StagePlan::read(&mut Reader::new(&empty), &empty), Some(StagePlan::default()));
        let half = empty.with(Field::NominationDays, "15");
        let mut reader = Reader::new(&half);
        assert_eq!(StagePlan::read(&mut reader, &half), None);
        assert_eq!(reader.problems.0.len(), 3, "the other three");
    }

    #[test]
    fn an_end_moves_later_and_takes_those_after_it_along() {
        let ends = plan().ends(day("2026-11-23"), &calendar());
        let typed = |until: &str, reason: &str| {
            Values::default()
                .with(Field::AwardStage, "eligibility")
                .with(Field::StageUntil, until)
                .with(Field::Reason, reason)
        };
        let today = day("2026-11-25");
        for (until, reason) in [("2026-12-21", "材料较多需延期"), ("2026-12-23", "短")] {
            assert!(StageMove::parse(&typed(until, reason), &ends, today).is_err(), "{until}");
        }
        let one = StageMove::parse(&typed("2026-12-23", "材料较多需延期"), &ends, today);
        let moved = one.expect("a later day").apply(&plan(), &ends, &calendar());
        let days: Vec<String> = moved.iter().map(|(_, day)| day.to_string()).collect();
        assert_eq!(days, ["2026-12-14", "2026-12-23", "2027-01-07", "2027-01-14"]);
    }
}
