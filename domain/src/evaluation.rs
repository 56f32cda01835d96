//! What an office does while judges score: it settles who reads whom, opens a sheet again, undoes a
//! declaration; and the chair sees which sheets lie far apart.

mod readers;
mod turns;

pub use self::{
    readers::{Input, Readers, plan},
    turns::{n_leave, order},
};
use crate::{
    form::{Field, LINE_MAX, Problems, REASON_MIN, Reader, Values},
    id::{NominationId, PersonId},
    score_sheet::Points,
};

/// What an office does to one nominee's sheet or declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutRight {
    /// Whose.
    pub nomination: NominationId,
    /// Why.
    pub reason: String,
}

impl PutRight {
    /// Reads the form by which a sheet is opened again.
    pub fn parse_sheet(values: &Values) -> Result<Self, Problems> {
        Self::parse(values, Field::OpenedSheet, Field::ReopenReason)
    }

    /// Reads the form by which a declaration is undone.
    pub fn parse_relation(values: &Values) -> Result<Self, Problems> {
        Self::parse(values, Field::UndoneRelation, Field::UndoReason)
    }

    fn parse(values: &Values, of: Field, why: Field) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let nomination = reader.choice(of, |text| text.parse().ok());
        let reason = reader.text(why, REASON_MIN, LINE_MAX);
        reader.problems.or(|| Some(Self { nomination: nomination?, reason: reason? }))
    }
}

/// How it is to be settled who reads whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadersAsked {
    /// Judges who read nobody, whoever they had before and has not begun.
    pub left_out: Vec<PersonId>,
    /// Why, where somebody is left out, or something was settled before; else empty.
    pub reason: String,
}

impl ReadersAsked {
    /// Reads the form; `again`: something was settled before.
    pub fn parse(values: &Values, again: bool) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let left_out = if values.all(Field::LeftOut).is_empty() {
            Some(Vec::new())
        } else {
            reader.choices(Field::LeftOut, |text| text.parse().ok())
        };
        let is_needed = again || left_out.as_ref().is_some_and(|people| !people.is_empty());
        let reason = reader.text(Field::Reason, if is_needed { REASON_MIN } else { 0 }, LINE_MAX);
        reader.problems.or(|| Some(Self { left_out: left_out?, reason: reason? }))
    }
}

/// Whether the sheets of a nominee lie further apart than they may before the chair is shown it: by
/// their totals. A limit of nothing shows nobody.
pub fn are_apart(totals: &[Points], most: Points) -> bool {
    let ends = totals.iter().min().zip(totals.iter().max());
    most > Points::ZERO
        && ends.is_some_and(|(least, greatest)| {
            greatest.in_hundredths() - least.in_hundredths() > most.in_hundredths()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    #[test]
    fn sheets_are_apart_beyond_the_limit_and_never_without_one() {
        let totals = [7_000, 8_050, 9_000].map(Points::hundredths);
        assert!(!are_apart(&totals, Points::hundredths(2_000)));
        assert!(are_apart(&totals, Points::hundredths(1_950)));
        assert!(!are_apart(&totals, Points::ZERO));
        assert!(!are_apart(&[], Points::hundredths(1)));
    }

    #[test]
    fn who_is_left_out_or_planned_anew_has_a_reason() {
        let nothing = Values::default();
        assert!(ReadersAsked::parse(&nothing, false).is_ok());
        let again = ReadersAsked::parse(&nothing, true).expect_err("no reason");
        assert_eq!(again.of(Field::Reason), Some(ProblemKind::Missing));
        let without = Values::default().with(Field::LeftOut, "7");
        assert!(ReadersAsked::parse(&without, false).is_err());
        let asked = ReadersAsked::parse(&without.with(Field::Reason, "因病住院治疗"), false);
        assert_eq!(asked.map(|it| it.left_out), Ok(vec![PersonId::from(7)]));
    }

    #[test]
    fn nothing_is_put_right_without_a_reason() {
        let values = Values::default().with(Field::OpenedSheet, "3");
        let problems = PutRight::parse_sheet(&values).expect_err("no reason");
        assert_eq!(problems.of(Field::ReopenReason), Some(ProblemKind::Missing));
        let values = values.with(Field::ReopenReason, "误填了另一人的分数");
        assert!(PutRight::parse_sheet(&values).is_ok());
    }
}
