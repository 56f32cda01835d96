//! Complaints and suggestions of anybody (`LAW-64`), and errors in public courses (`LAW-30`).

use crate::{
    code::codes,
    form::{Field, LINE_MAX, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    role::{Actor, Role},
};

/// Who answers.
pub const COMPLAINT_READERS: &[Role] = &[Role::CityOffice];

codes! {
    /// What is written.
    ComplaintKind {
        /// Something went wrong.
        Complaint = "complaint",
        /// Something could be better.
        Suggestion = "suggestion",
        /// Something in a public course is wrong.
        CourseError = "course_error",
    }
}

codes! {
    /// Where it stands.
    ComplaintState {
        /// With the office.
        Open = "open",
        /// Answered.
        Answered = "answered",
        /// Taken back by who wrote it.
        Withdrawn = "withdrawn",
    }
}

/// A complaint as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComplaint {
    /// What it is.
    pub kind: ComplaintKind,
    /// In words.
    pub body: String,
    /// Whom to call or write to, if the person wishes; empty: nobody.
    pub contact: String,
}

impl NewComplaint {
    /// What was typed about the platform, or everything that is wrong with it.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::ComplaintKind, |code| {
            ComplaintKind::parse(code).filter(|kind| *kind != ComplaintKind::CourseError)
        });
        Self::read(reader, kind)
    }

    /// What was typed about a course, or everything that is wrong with it.
    pub fn parse_about_course(values: &Values) -> Result<Self, Problems> {
        Self::read(Reader::new(values), Some(ComplaintKind::CourseError))
    }

    fn read(mut reader: Reader<'_>, kind: Option<ComplaintKind>) -> Result<Self, Problems> {
        let body = reader.text(Field::Complaint, REASON_MIN, TEXT_MAX);
        let contact = reader.text(Field::ComplaintContact, 0, LINE_MAX);
        reader.problems.or(|| Some(Self { kind: kind?, body: body?, contact: contact? }))
    }
}

/// The words of an answer.
pub fn parse_answer(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let text = reader.text(Field::Answer, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| text)
}

/// Whether somebody reads and answers complaints.
pub fn may_answer_complaints(actor: &Actor) -> bool {
    actor.is_any(COMPLAINT_READERS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    #[test]
    fn a_complaint_needs_a_kind_and_words_and_no_contact() {
        let typed = Values::default().with(Field::Complaint, "登录页打不开了");
        let wrong = NewComplaint::parse(&typed).unwrap_err();
        assert_eq!(wrong.of(Field::ComplaintKind), Some(ProblemKind::Missing));
        let about = NewComplaint::parse_about_course(&typed).unwrap();
        assert_eq!(about.kind, ComplaintKind::CourseError);
        let course = typed.clone().with(Field::ComplaintKind, "course_error");
        assert!(NewComplaint::parse(&course).is_err(), "of which course?");
        let whole = NewComplaint::parse(&typed.with(Field::ComplaintKind, "complaint")).unwrap();
        assert_eq!((whole.kind, whole.contact.as_str()), (ComplaintKind::Complaint, ""));
        let none = NewComplaint::parse(&Values::default()).unwrap_err();
        assert_eq!(none.of(Field::Complaint), Some(ProblemKind::Missing));
    }
}
