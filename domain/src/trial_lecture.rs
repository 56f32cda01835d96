//! A trial lecture (试讲) before its panel: who is there, how it runs, and what comes of it
//! (domain §3.2, §3.3).
//!
//! It begins with a confirmed booking. The panel belongs to the session, presence to each lecture.

mod record;
mod verdict;

use chrono::{DateTime, Utc};

pub use self::{
    record::VerdictRecord,
    verdict::{
        Figures, Outcome, Proposal, Round, Verdict, Veto, VetoVote, outcome, outcome_of_repeat,
        tally, verdict,
    },
};
use crate::{
    code::codes,
    form::{Field, Values},
    id::PersonId,
    nomination::Relation,
};

codes! {
    /// Where a trial lecture stands, from its beginning on.
    TrialState {
        /// The lecturer is lecturing; sheets may be written.
        Running = "running",
        /// The lecture is over; sheets are still being written.
        Scoring = "scoring",
        /// No sheet is written any more; the chair proposes.
        Judged = "judged",
        /// The chair has proposed a verdict.
        Proposed = "proposed",
        /// The office has confirmed the verdict.
        Confirmed = "confirmed",
    }
}

/// A step that is not possible from where the lecture stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the trial lecture is {}", .0.as_str())]
pub struct WrongStep(pub TrialState);

impl TrialState {
    /// The lecturer has finished.
    pub fn end(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Running], Self::Scoring)
    }

    /// From now on no sheet is written.
    pub fn close(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Scoring], Self::Judged)
    }

    /// A sheet has to be written once more.
    pub fn reopen(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Judged, Self::Proposed], Self::Scoring)
    }

    /// The chair says what comes of it.
    pub fn propose(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Judged], Self::Proposed)
    }

    /// The office wants the chair to think again.
    pub fn send_back(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Proposed], Self::Judged)
    }

    /// The office agrees, by name.
    pub fn confirm(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Proposed], Self::Confirmed)
    }

    /// Too few were there or have judged: comments alone, and nobody has to decide (`REV-06`).
    pub fn advise(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Scoring, Self::Judged], Self::Confirmed)
    }

    /// The lecturer withdraws the version before there is a verdict: comments alone.
    pub fn withdraw(self) -> Result<Self, WrongStep> {
        self.only_from(
            &[Self::Running, Self::Scoring, Self::Judged, Self::Proposed],
            Self::Confirmed,
        )
    }

    /// Whether sheets may be written.
    pub fn takes_sheets(self) -> bool {
        matches!(self, Self::Running | Self::Scoring)
    }

    fn only_from(self, from: &[Self], to: Self) -> Result<Self, WrongStep> {
        if from.contains(&self) { Ok(to) } else { Err(WrongStep(self)) }
    }
}

/// A member of the panel as one lecture finds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seated {
    /// Who.
    pub person: PersonId,
    /// In which seat, from 1.
    pub seat_no: i64,
    /// Whether the person is there; a recused one who is there counts as present.
    pub is_present: bool,
    /// What the person declared about the lecturer; none yet if nothing.
    pub relation: Option<Relation>,
    /// A conflict that the files show (`REV-07`).
    pub is_near: bool,
}

impl Seated {
    /// Whether the person may not judge this lecture.
    pub fn is_recused(&self) -> bool {
        self.is_near || self.relation.is_some_and(|relation| relation != Relation(None))
    }

    /// Whether the person judges: is there, and has declared that nothing is in the way.
    pub fn judges(&self) -> bool {
        self.is_present && self.relation == Some(Relation(None)) && !self.is_near
    }
}

/// Who takes the chair of a lecture: the lowest seat that is present and not recused.
pub fn chair(panel: &[Seated]) -> Option<PersonId> {
    let free = panel.iter().filter(|one| one.is_present && !one.is_recused());
    free.min_by_key(|one| one.seat_no).map(|one| one.person)
}

codes! {
    /// Why a lecture has comments only (`REV-06`).
    Advisory {
        /// Fewer of the panel were there than it takes.
        Panel = "panel",
        /// There are fewer than three sheets that count.
        Sheets = "sheets",
    }
}

/// Whether a lecture can have a result: enough of the panel there, and enough sheets that count.
pub fn advisory(panel: &[Seated], n_sheets: usize, panel_minimum: usize) -> Option<Advisory> {
    let present = panel.iter().filter(|one| one.is_present).count();
    if present < panel_minimum {
        Some(Advisory::Panel)
    } else if n_sheets < crate::score_sheet::Purpose::Review.least_sheets() {
        Some(Advisory::Sheets)
    } else {
        None
    }
}

/// Who of the panel is ticked as present.
pub fn read_presence(values: &Values, panel: impl Iterator<Item = PersonId>) -> Vec<PersonId> {
    let ticked = values.all(Field::Present);
    panel.filter(|person| ticked.iter().any(|text| text.trim() == person.to_string())).collect()
}

/// Whether the booking right of a lecturer rests at `now`: after `limit` missed slots within twelve
/// months, for `days` days from the last (`REV-12`).
pub fn paused_until(
    missed: &[DateTime<Utc>],
    limit: usize,
    days: i64,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let last = missed.iter().copied().filter(|at| *at <= now).max()?;
    let since = last.checked_sub_months(chrono::Months::new(12))?;
    let n = missed.iter().filter(|at| since < **at && **at <= last).count();
    let until = last + chrono::TimeDelta::days(days);
    (n >= limit && now < until).then_some(until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score_sheet::ConflictKind;

    fn seated(id: i64, is_present: bool) -> Seated {
        Seated {
            person: PersonId(id),
            seat_no: id,
            is_present,
            relation: Some(Relation(None)),
            is_near: false,
        }
    }

    #[test]
    fn the_lowest_seat_that_is_there_and_free_takes_the_chair() {
        let mut panel = vec![seated(3, true), seated(1, false), seated(2, true)];
        assert_eq!(chair(&panel), Some(PersonId(2)));
        panel[2].relation = Some(Relation(Some(ConflictKind::JointWork)));
        assert_eq!(chair(&panel), Some(PersonId(3)));
        panel[0].is_near = true;
        assert_eq!(chair(&panel), None);
    }

    #[test]
    fn a_recused_member_who_is_there_counts_as_present() {
        let mut panel: Vec<Seated> = (1..=5).map(|id| seated(id, true)).collect();
        panel[0].relation = Some(Relation(Some(ConflictKind::CloseRelative)));
        assert_eq!(advisory(&panel, 4, 5), None);
        assert_eq!(advisory(&panel, 2, 5), Some(Advisory::Sheets));
        panel[4].is_present = false;
        assert_eq!(advisory(&panel, 3, 5), Some(Advisory::Panel));
    }

    #[test]
    fn nobody_judges_who_is_away_has_not_declared_or_is_near() {
        let free = seated(1, true);
        assert!(free.judges());
        assert!(!Seated { is_present: false, ..free }.judges());
        assert!(!Seated { relation: None, ..free }.judges());
        assert!(!Seated { is_near: true, ..free }.judges());
    }

    #[test]
    fn the_lecture_takes_its_steps_in_order() {
        use TrialState::{Confirmed, Judged, Proposed, Running, Scoring};
        assert_eq!(Running.end(), Ok(Scoring));
        assert_eq!(Running.close(), Err(WrongStep(Running)));
        assert_eq!(Scoring.close(), Ok(Judged));
        assert_eq!(Judged.propose(), Ok(Proposed));
        assert_eq!(Proposed.reopen(), Ok(Scoring));
        assert_eq!(Proposed.send_back(), Ok(Judged));
        assert_eq!(Proposed.confirm(), Ok(Confirmed));
        for step in [TrialState::end, TrialState::close, TrialState::reopen, TrialState::propose] {
            assert_eq!(step(Confirmed), Err(WrongStep(Confirmed)));
        }
    }

    #[test]
    fn whoever_misses_two_slots_in_a_year_waits_for_sixty_days() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().expect("an instant");
        let (first, second) = (at("2026-01-10T01:00:00Z"), at("2026-06-10T01:00:00Z"));
        let paused = |missed: &[DateTime<Utc>], now| paused_until(missed, 2, 60, at(now));
        assert_eq!(paused(&[first], "2026-01-11T00:00:00Z"), None);
        let until = at("2026-08-09T01:00:00Z");
        assert_eq!(paused(&[first, second], "2026-06-11T00:00:00Z"), Some(until));
        assert_eq!(paused(&[first, second], "2026-08-09T01:00:00Z"), None);
        assert_eq!(paused(&[at("2025-06-10T01:00:00Z"), second], "2026-06-11T00:00:00Z"), None);
    }
}
