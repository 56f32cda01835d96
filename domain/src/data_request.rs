//! What people ask about their own data, and what an office answers (`LAW-05`).

use crate::{
    code::codes,
    form::{Field, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::PersonId,
    role::{Actor, Role},
};

/// Who answers.
pub const DATA_KEEPERS: &[Role] = &[Role::CityOffice, Role::SystemAdministrator];

codes! {
    /// What is asked.
    DataRequestKind {
        /// Something is wrong and is to be put right.
        Correction = "correction",
        /// What need not be kept is to be erased.
        Deletion = "deletion",
        /// How and why data are handled, or how a decision came about (`LAW-14`).
        Question = "question",
    }
}

codes! {
    /// Where a request stands.
    DataRequestState {
        /// With the office.
        Open = "open",
        /// Taken back by the person.
        Withdrawn = "withdrawn",
        /// Done as asked.
        Granted = "granted",
        /// Refused, with the reason.
        Refused = "refused",
    }
}

/// The request has ended already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the request is {}", .0.as_str())]
pub struct Ended(pub DataRequestState);

impl DataRequestState {
    /// The person takes it back.
    pub fn withdraw(self) -> Result<Self, Ended> {
        self.end(Self::Withdrawn)
    }

    /// The office answers.
    pub fn answer(self, decision: DataDecision) -> Result<Self, Ended> {
        self.end(match decision {
            DataDecision::Grant => Self::Granted,
            DataDecision::Refuse => Self::Refused,
        })
    }

    fn end(self, to: Self) -> Result<Self, Ended> {
        if self == Self::Open { Ok(to) } else { Err(Ended(self)) }
    }
}

codes! {
    /// What an office decides.
    DataDecision {
        /// As asked.
        Grant = "grant",
        /// Not, and why.
        Refuse = "refuse",
    }
}

/// A request as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDataRequest {
    /// What is asked.
    pub kind: DataRequestKind,
    /// In the person's own words; of a deletion it may be empty.
    pub body: String,
}

impl NewDataRequest {
    /// What was typed, or everything that is wrong with it.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::DataRequestKind, DataRequestKind::parse);
        let min = if kind == Some(DataRequestKind::Deletion) { 0 } else { REASON_MIN };
        let body = reader.text(Field::DataRequest, min, TEXT_MAX);
        reader.problems.or(|| Some(Self { kind: kind?, body: body? }))
    }
}

/// An answer as it was typed: also a request that is granted is answered in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataAnswer {
    /// What is decided.
    pub decision: DataDecision,
    /// In words.
    pub text: String,
}

impl DataAnswer {
    /// What was typed, or everything that is wrong with it.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let decision = reader.choice(Field::Decision, DataDecision::parse);
        let text = reader.text(Field::Answer, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| Some(Self { decision: decision?, text: text? }))
    }
}

/// Whether somebody reads what people ask.
pub fn may_read_data_requests(actor: &Actor) -> bool {
    actor.is_any(DATA_KEEPERS)
}

/// Whether somebody answers what a person asks: nobody the own request.
pub fn may_answer_data_request(actor: &Actor, person: PersonId) -> bool {
    may_read_data_requests(actor) && actor.person != person
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    #[test]
    fn a_request_ends_once() {
        let open = DataRequestState::Open;
        for ended in [
            open.withdraw().unwrap(),
            open.answer(DataDecision::Grant).unwrap(),
            open.answer(DataDecision::Refuse).unwrap(),
        ] {
            assert_eq!(ended.withdraw(), Err(Ended(ended)));
            assert_eq!(ended.answer(DataDecision::Grant), Err(Ended(ended)));
        }
    }

    #[test]
    fn a_deletion_needs_no_words_and_a_correction_does() {
        let asked = |kind: &str, body: &str| {
            let values = Values::default();
            NewDataRequest::parse(
                &values.with(Field::DataRequestKind, kind).with(Field::DataRequest, body),
            )
        };
        assert_eq!(asked("deletion", "").unwrap().kind, DataRequestKind::Deletion);
        let wrong = asked("correction", "").unwrap_err();
        assert_eq!(wrong.of(Field::DataRequest), Some(ProblemKind::Missing));
        assert!(asked("nothing", "姓名写错了").is_err());
        assert_eq!(asked("correction", "姓名写错了").unwrap().body, "姓名写错了");
    }
}
