//! A conflict that becomes known once a verdict is confirmed: the round stays as it is, and the
//! office may have the same version judged once more, which uses up no round (`REV-07`, `CRS-03`).

use crate::{
    code::codes,
    course::{CourseVersionState, WrongState},
    form::{Field, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::PersonId,
    score_sheet::ConflictKind,
};

codes! {
    /// What becomes of a listed version until it was judged once more.
    Meanwhile {
        /// It stays in the catalogue.
        Stays = "stays",
        /// It is suspended.
        Suspended = "suspended",
    }
}

codes! {
    /// How a repeat came to its end.
    RepeatEnd {
        /// There is another verdict.
        Judged = "judged",
        /// The office has called it off.
        CalledOff = "called_off",
    }
}

/// A conflict as it is entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateConflict {
    /// Which kind.
    pub kind: ConflictKind,
    /// How it became known.
    pub reason: String,
}

impl LateConflict {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::ConflictKind, ConflictKind::parse);
        let reason = reader.text(Field::ConflictReason, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| Some(Self { kind: kind?, reason: reason? }))
    }
}

/// Whose conflict it is; the office says whose, a panelist speaks of the own.
pub fn read_conflicted(values: &Values) -> Result<PersonId, Problems> {
    let mut reader = Reader::new(values);
    let person = reader.choice(Field::ConflictPanelist, |text| text.parse().ok());
    reader.problems.or(|| person)
}

/// That a version is to be judged once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatOrder {
    /// Why.
    pub reason: String,
    /// What becomes of a listed version until then.
    pub meanwhile: Option<Meanwhile>,
}

impl RepeatOrder {
    /// Reads the form for a version that stands in `state`.
    pub fn parse(values: &Values, state: CourseVersionState) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let is_listed = state == CourseVersionState::Listed;
        let meanwhile =
            is_listed.then(|| reader.choice(Field::Meanwhile, Meanwhile::parse)).flatten();
        let reason = reader.text(Field::RepeatReason, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| Some(Self { reason: reason?, meanwhile }))
    }

    /// Where the version waits for its slot: one in the catalogue stays there, or is suspended.
    pub fn apply(&self, state: CourseVersionState) -> Result<CourseVersionState, WrongState> {
        use CourseVersionState::{
            Approved, AwaitingSlot, Listed, NeedsRevision, Rejected, Suspended,
        };
        match state {
            Listed if self.meanwhile == Some(Meanwhile::Suspended) => Ok(Suspended),
            Listed | Suspended => Ok(state),
            Approved | NeedsRevision | Rejected => Ok(AwaitingSlot),
            other => Err(WrongState(other)),
        }
    }
}

/// Why a repeat is called off.
pub fn read_call_off(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(Field::RepeatReason, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| reason)
}

/// Whether a version that stood so when its repeat was ordered stays where it is, and only the
/// verdict moves it.
pub fn stays_listed(ordered_in: CourseVersionState) -> bool {
    matches!(ordered_in, CourseVersionState::Listed | CourseVersionState::Suspended)
}

#[cfg(test)]
mod tests {
    use super::*;
    use CourseVersionState::{
        Approved, AwaitingSlot, Booked, Draft, InReview, Listed, NeedsRevision, Rejected, Retired,
        Superseded, Suspended,
    };

    fn order(meanwhile: Option<Meanwhile>) -> RepeatOrder {
        RepeatOrder { reason: "另一位专家曾指导过本课".into(), meanwhile }
    }

    #[test]
    fn a_listed_version_stays_or_is_suspended_and_all_others_wait_for_a_slot() {
        let stays = order(Some(Meanwhile::Stays));
        assert_eq!(stays.apply(Listed), Ok(Listed));
        assert_eq!(order(Some(Meanwhile::Suspended)).apply(Listed), Ok(Suspended));
        for state in [Approved, NeedsRevision, Rejected] {
            assert_eq!(order(None).apply(state), Ok(AwaitingSlot));
        }
        for state in [Draft, AwaitingSlot, Booked, InReview, Superseded, Retired] {
            assert_eq!(order(None).apply(state), Err(WrongState(state)));
        }
    }

    #[test]
    fn the_office_says_what_becomes_of_a_listed_version() {
        let values = Values::default().with(Field::RepeatReason, "评委与讲师同事,结果存疑");
        assert!(RepeatOrder::parse(&values, Listed).is_err());
        assert!(RepeatOrder::parse(&values, Approved).is_ok());
        let stays = values.with(Field::Meanwhile, "stays");
        let order = RepeatOrder::parse(&stays, Listed).expect("an order");
        assert_eq!(order.meanwhile, Some(Meanwhile::Stays));
        assert!(RepeatOrder::parse(&Values::default(), Rejected).is_err());
    }

    #[test]
    fn a_conflict_needs_its_kind_and_how_it_became_known() {
        let values = Values::default().with(Field::ConflictKind, ConflictKind::ALL[0].as_str());
        assert!(LateConflict::parse(&values).is_err());
        let whole = values.with(Field::ConflictReason, "评审后得知二人为师徒");
        assert!(LateConflict::parse(&whole).is_ok());
    }
}
