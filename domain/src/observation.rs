//! An observation (听课): somebody listens to a real lecture and fills in form R2 (domain §3.3, §4.2).
//!
//! The lecturer reads what was written as soon as it is handed in, and answers once. It is no
//! ranking: nothing here compares people.

mod sheet;

pub use self::sheet::{EquipmentState, LEVEL_MAX, ObservationSheet, sheet_mean};
use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::PersonId,
    inbox::MessageKind,
    nomination::Relation,
    role::{Actor, PLANNERS, Role, may_plan_review_sessions},
    rulebook::{Rule, Rulebook},
};

/// Who may observe.
pub const OBSERVERS: &[Role] = &[Role::Panelist, Role::Lecturer, Role::Tutor];
/// As whom somebody plans observations, or has a part in one.
pub const OBSERVATION_ROLES: &[Role] =
    &[Role::CityOffice, Role::Panelist, Role::Lecturer, Role::Tutor];

codes! {
    /// Where an observation stands. What is handed in is the lecturer's to read at once, so that
    /// `submitted` of the domain has no length of its own.
    ObservationState {
        /// Offered by the lecturer, or given back: somebody is to be found.
        Open = "open",
        /// Somebody is asked.
        Assigned = "assigned",
        /// Somebody comes.
        Accepted = "accepted",
        /// Handed in, and shared with the lecturer.
        Shared = "shared",
        /// It does not take place.
        Ended = "ended",
    }
}

/// A step that is not possible from where the observation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the observation is {}", .0.as_str())]
pub struct WrongStep(pub ObservationState);

impl ObservationState {
    /// Somebody, or somebody else, is asked.
    pub fn assign(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Open, Self::Assigned, Self::Accepted], Self::Assigned)
    }

    /// Who is asked comes.
    pub fn accept(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Assigned], Self::Accepted)
    }

    /// Who is asked, or had accepted, does not come.
    pub fn decline(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Assigned, Self::Accepted], Self::Open)
    }

    /// The form is handed in.
    pub fn submit(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Accepted], Self::Shared)
    }

    /// It does not take place.
    pub fn end(self) -> Result<Self, WrongStep> {
        self.only_from(&[Self::Open, Self::Assigned, Self::Accepted], Self::Ended)
    }

    /// Whether it is still to come.
    pub fn is_ahead(self) -> bool {
        self.end().is_ok()
    }

    fn only_from(self, from: &[Self], to: Self) -> Result<Self, WrongStep> {
        if from.contains(&self) { Ok(to) } else { Err(WrongStep(self)) }
    }
}

codes! {
    /// What somebody is told of an observation.
    ObservationNews {
        /// To the observer: please come.
        Asked = "asked",
        /// To the office: a lecturer offers a lecture.
        Offered = "offered",
        /// To lecturer and office: somebody comes.
        Accepted = "accepted",
        /// To the office: who was asked does not come.
        Declined = "declined",
        /// To the observer before: somebody else comes.
        Replaced = "replaced",
        /// To the office: the observer has asked somebody else.
        HandedOn = "handed_on",
        /// To both: the lecture is at another time.
        Moved = "moved",
        /// To the observer and the office: at the new time the observer is taken.
        Freed = "freed",
        /// To both: it does not take place.
        Ended = "ended",
        /// To lecturer and office: it is handed in.
        Shared = "shared",
        /// To observer and office: the lecturer has answered.
        Answered = "answered",
        /// To the office: a course has two low ones.
        Doubted = "doubted",
    }
}

impl ObservationNews {
    /// Its row in the table of who hears of what.
    pub const fn kind(self) -> MessageKind {
        match self {
            Self::Asked => MessageKind::ObservationAsked,
            Self::Offered => MessageKind::ObservationOffered,
            Self::Accepted => MessageKind::ObservationAccepted,
            Self::Declined => MessageKind::ObservationDeclined,
            Self::Replaced => MessageKind::ObservationReplaced,
            Self::HandedOn => MessageKind::ObservationHandedOn,
            Self::Moved => MessageKind::ObservationMoved,
            Self::Freed => MessageKind::ObservationFreed,
            Self::Ended => MessageKind::ObservationEnded,
            Self::Shared => MessageKind::ObservationShared,
            Self::Answered => MessageKind::ObservationAnswered,
            Self::Doubted => MessageKind::ObservationDoubted,
        }
    }
}

/// What who is asked says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// Comes, and has no conflict (`AWD-10`).
    Comes,
    /// Does not come, for this reason.
    DoesNot(String),
    /// Declares a conflict, and cannot come.
    Conflicted(Relation),
}

impl Reply {
    /// Reads the form: `decline` with a reason, else a declared relation.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        if values.get(Field::Decision) == "decline" {
            return parse_reason(values).map(Self::DoesNot);
        }
        match Relation::read(values, Field::Relation) {
            Ok(Relation(None)) => Ok(Self::Comes),
            Ok(relation) => Ok(Self::Conflicted(relation)),
            Err(kind) => Err(Problems::one(Field::Relation, kind)),
        }
    }
}

/// Why something does not happen.
pub fn parse_reason(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
    reader.problems.or(|| reason)
}

/// What the lecturer answers to an observation, once.
pub fn parse_answer(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let answer = reader.text(Field::Reply, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| answer)
}

/// Who is chosen as the observer.
pub fn parse_observer(values: &Values) -> Result<PersonId, Problems> {
    match values.trimmed(Field::Observer) {
        "" => Err(Problems::one(Field::Observer, ProblemKind::Missing)),
        text => {
            text.parse().map_err(|_| Problems::one(Field::Observer, ProblemKind::UnknownChoice))
        }
    }
}

/// Whether somebody plans observations and reads all of them.
pub fn may_plan_observations(actor: &Actor) -> bool {
    may_plan_review_sessions(actor)
}

/// Offices that plan observations.
pub const OBSERVATION_PLANNERS: &[Role] = PLANNERS;

/// Whether so many low observations raise the question of suspension.
pub fn raises_question(n_low: usize, rules: &Rulebook) -> bool {
    n_low >= rules.count(Rule::ObservationLowLimit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score_sheet::ConflictKind;

    #[test]
    fn what_is_shared_or_ended_is_never_changed() {
        for state in [ObservationState::Shared, ObservationState::Ended] {
            for next in
                [state.assign(), state.accept(), state.decline(), state.submit(), state.end()]
            {
                assert_eq!(next, Err(WrongStep(state)));
            }
            assert!(!state.is_ahead());
        }
    }

    #[test]
    fn only_who_has_accepted_hands_in() {
        use ObservationState::{Accepted, Assigned, Ended, Open, Shared};
        let ways = |step: fn(ObservationState) -> Result<ObservationState, WrongStep>| {
            let from = ObservationState::ALL.iter().copied();
            from.filter(|state| step(*state).is_ok()).collect::<Vec<_>>()
        };
        assert_eq!(ways(ObservationState::submit), [Accepted]);
        assert_eq!(ways(ObservationState::accept), [Assigned]);
        assert_eq!(ways(ObservationState::decline), [Assigned, Accepted]);
        assert_eq!(ways(ObservationState::assign), [Open, Assigned, Accepted]);
        assert_eq!(Accepted.submit(), Ok(Shared));
        assert_eq!(Open.end(), Ok(Ended));
        assert_eq!(Accepted.assign(), Ok(Assigned), "handed on, it is to be accepted again");
    }

    #[test]
    fn who_is_asked_comes_declines_with_a_reason_or_declares() {
        let declines = Values::default().with(Field::Decision, "decline");
        assert_eq!(
            Reply::parse(&declines).map_err(|it| it.of(Field::Reason)),
            Err(Some(ProblemKind::Missing))
        );
        let declines = declines.with(Field::Reason, "那天要上课");
        assert_eq!(Reply::parse(&declines), Ok(Reply::DoesNot("那天要上课".into())));
        let accepts = Values::default().with(Field::Decision, "accept");
        assert!(Reply::parse(&accepts).is_err(), "nothing declared");
        let free = accepts.clone().with(Field::Relation, "none");
        assert_eq!(Reply::parse(&free), Ok(Reply::Comes));
        let near = accepts.with(Field::Relation, "joint_work");
        let relation = Relation(Some(ConflictKind::JointWork));
        assert_eq!(Reply::parse(&near), Ok(Reply::Conflicted(relation)));
    }

    #[test]
    fn one_low_observation_is_no_question() {
        assert!(!raises_question(1, &Rulebook::default()));
        assert!(raises_question(2, &Rulebook::default()));
    }
}
