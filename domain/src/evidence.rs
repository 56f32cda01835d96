//! Papers and contest results of lecturers and tutors, as evidence of their work (S18): entered by the
//! person or the unit's officer, confirmed by somebody who has neither entered it nor is it about.
//!
//! They stand beside a nomination as facts of the own records; no score is made of them.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
    id::{PersonId, UploadId},
    role::{Actor, Role},
};

/// Who confirms: the unit's officer or an office; whose is a question of scope.
pub const EVIDENCE_CHECKERS: &[Role] = &[Role::UnitOfficer, Role::CountyOffice, Role::CityOffice];
/// Who takes back what was confirmed.
pub const EVIDENCE_OFFICES: &[Role] = &[Role::CountyOffice, Role::CityOffice];

codes! {
    /// What it is.
    EvidenceKind {
        /// A paper.
        Paper = "paper",
        /// Another publication: a book, a chapter, teaching material.
        Publication = "publication",
        /// What pupils have won.
        PupilContest = "pupil_contest",
        /// What the person has won.
        OwnContest = "own_contest",
    }
}

codes! {
    /// How far it reaches.
    EvidenceLevel {
        /// Beyond the country.
        International = "international",
        /// The whole country.
        National = "national",
        /// A province.
        Province = "province",
        /// A city.
        City = "city",
        /// A county.
        County = "county",
        /// A school.
        School = "school",
    }
}

codes! {
    /// What the person has done.
    EvidencePart {
        /// Has made it.
        Author = "author",
        /// Has guided those who made it.
        Guide = "guide",
    }
}

codes! {
    /// Where it stands.
    EvidenceState {
        /// It waits for somebody who confirms it.
        Filed = "filed",
        /// It is a fact of the own records.
        Confirmed = "confirmed",
        /// To be corrected first.
        Returned = "returned",
        /// An office has taken the confirmation back.
        TakenBack = "taken_back",
        /// The person has withdrawn it.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// What has become of somebody's evidence.
    EvidenceNews {
        /// The unit's officer has entered it.
        Entered = "entered",
        /// It is confirmed.
        Confirmed = "confirmed",
        /// It came back.
        Returned = "returned",
        /// The confirmation is taken back.
        TakenBack = "taken_back",
    }
}

/// It is not in a state that allows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not possible while {0:?}")]
pub struct WrongState(pub EvidenceState);

impl EvidenceState {
    /// Somebody confirms it.
    pub fn confirm(self) -> Result<Self, WrongState> {
        if self == Self::Filed { Ok(Self::Confirmed) } else { Err(WrongState(self)) }
    }

    /// Somebody sends it back.
    pub fn send_back(self) -> Result<Self, WrongState> {
        if self == Self::Filed { Ok(Self::Returned) } else { Err(WrongState(self)) }
    }

    /// It is corrected, and waits for a confirmation anew.
    pub fn correct(self) -> Result<Self, WrongState> {
        if self == Self::Withdrawn { Err(WrongState(self)) } else { Ok(Self::Filed) }
    }

    /// The person withdraws it.
    pub fn withdraw(self) -> Result<Self, WrongState> {
        if self == Self::Withdrawn { Err(WrongState(self)) } else { Ok(Self::Withdrawn) }
    }

    /// An office takes the confirmation back.
    pub fn take_back(self) -> Result<Self, WrongState> {
        if self == Self::Confirmed { Ok(Self::TakenBack) } else { Err(WrongState(self)) }
    }
}

/// A piece of evidence as its form has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvidence {
    /// What it is.
    pub kind: EvidenceKind,
    /// Its title.
    pub title: String,
    /// When it appeared, or was decided.
    pub happened_on: NaiveDate,
    /// Where it was published, or in which contest.
    pub venue: String,
    /// How far it reaches.
    pub level: EvidenceLevel,
    /// Place or prize; empty where there is none.
    pub prize: String,
    /// What the person has done.
    pub part: EvidencePart,
    /// The file that proves it, stored before the form was read.
    pub proof: UploadId,
}

impl NewEvidence {
    /// Reads the form. A contest's result has a place or prize.
    pub fn parse(
        values: &Values,
        proof: Option<UploadId>,
        today: NaiveDate,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::EvidenceKind, EvidenceKind::parse);
        let title = reader.text(Field::EvidenceTitle, 2, LINE_MAX);
        let happened_on = reader.date(Field::EvidenceOn);
        if happened_on.is_some_and(|day| day > today) {
            reader.problems.add(Field::EvidenceOn, ProblemKind::InTheFuture);
        }
        let venue = reader.text(Field::EvidenceVenue, 2, LINE_MAX);
        let level = reader.choice(Field::EvidenceLevel, EvidenceLevel::parse);
        let is_contest =
            matches!(kind, Some(EvidenceKind::PupilContest | EvidenceKind::OwnContest));
        let prize = reader.text(Field::EvidencePrize, usize::from(is_contest), LINE_MAX);
        let part = reader.choice(Field::EvidencePart, EvidencePart::parse);
        if proof.is_none() {
            reader.problems.add(Field::Proof, ProblemKind::Missing);
        }
        reader.problems.or(|| {
            Some(Self {
                kind: kind?,
                title: title?,
                happened_on: happened_on?,
                venue: venue?,
                level: level?,
                prize: prize?,
                part: part?,
                proof: proof?,
            })
        })
    }
}

impl From<&NewEvidence> for Values {
    /// The form of what is on file; its proof is known by its token.
    fn from(it: &NewEvidence) -> Self {
        Self::default()
            .with(Field::EvidenceKind, it.kind.as_str())
            .with(Field::EvidenceTitle, &it.title)
            .with(Field::EvidenceOn, it.happened_on.to_string())
            .with(Field::EvidenceVenue, &it.venue)
            .with(Field::EvidenceLevel, it.level.as_str())
            .with(Field::EvidencePrize, &it.prize)
            .with(Field::EvidencePart, it.part.as_str())
    }
}

/// Confirmed evidence as it stands beside a nomination, and stays when the evaluation opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFact {
    /// What it is.
    pub kind: EvidenceKind,
    /// Its title.
    pub title: String,
    /// When.
    pub happened_on: NaiveDate,
    /// Where, or in which contest.
    pub venue: String,
    /// How far it reaches.
    pub level: EvidenceLevel,
    /// Place or prize.
    pub prize: String,
    /// What the person has done.
    pub part: EvidencePart,
}

/// Whether somebody may confirm it or send it back: neither who has entered it, nor whose it is, nor
/// who stands in for one of them.
pub fn may_check_evidence(actor: &Actor, filer: PersonId, whose: PersonId) -> bool {
    actor.is_any(EVIDENCE_CHECKERS)
        && !actor.is_or_stands_in_for(filer)
        && !actor.is_or_stands_in_for(whose)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn paper() -> NewEvidence {
        NewEvidence {
            kind: EvidenceKind::Paper,
            title: "小学科学课的观察记录".into(),
            happened_on: day("2026-05-06"),
            venue: "示范教育研究".into(),
            level: EvidenceLevel::Province,
            prize: String::new(),
            part: EvidencePart::Author,
            proof: UploadId(3),
        }
    }

    #[test]
    fn one_form_reads_what_the_other_writes() {
        let contest =
            NewEvidence { kind: EvidenceKind::PupilContest, prize: "一等奖".into(), ..paper() };
        for one in [paper(), contest] {
            let read = NewEvidence::parse(&Values::from(&one), Some(one.proof), day("2026-05-06"));
            assert_eq!(read, Ok(one));
        }
    }

    #[test]
    fn a_contest_has_a_prize_everything_a_proof_and_nothing_lies_ahead() {
        let contest = NewEvidence { kind: EvidenceKind::OwnContest, ..paper() };
        let values = Values::from(&contest);
        let problems = NewEvidence::parse(&values, None, day("2026-05-05")).expect_err("three");
        assert_eq!(problems.of(Field::EvidenceOn), Some(ProblemKind::InTheFuture));
        assert_eq!(problems.of(Field::Proof), Some(ProblemKind::Missing));
        assert!(problems.of(Field::EvidencePrize).is_some());
    }

    #[test]
    fn what_was_corrected_is_confirmed_anew_and_what_was_withdrawn_is_over() {
        use EvidenceState::{Confirmed, Filed, Returned, TakenBack, Withdrawn};
        assert_eq!(Filed.confirm(), Ok(Confirmed));
        assert_eq!(Filed.send_back(), Ok(Returned));
        assert_eq!(Confirmed.take_back(), Ok(TakenBack));
        for state in [Filed, Confirmed, Returned, TakenBack] {
            assert_eq!(state.correct(), Ok(Filed));
            assert_eq!(state.withdraw(), Ok(Withdrawn));
        }
        for state in [Confirmed, Returned, TakenBack, Withdrawn] {
            assert_eq!(state.confirm(), Err(WrongState(state)));
            assert_eq!(state.send_back(), Err(WrongState(state)));
        }
        assert_eq!(Withdrawn.correct(), Err(WrongState(Withdrawn)));
        assert_eq!(Filed.take_back(), Err(WrongState(Filed)));
    }
}
