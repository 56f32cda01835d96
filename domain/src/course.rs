//! A course and its versions, from draft to catalogue (domain §3.2).
//!
//! Approval belongs to a version, not to the course.

mod record;

use serde::{Deserialize, Serialize};

pub use self::record::VersionRecord;

use crate::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    code::codes,
    form::{Field, Problems, Reader, TEXT_MAX, Values},
    id::{FieldId, PersonId, UploadId},
    role::{Actor, may_check_content},
};

/// A title has at most this many characters.
pub const TITLE_MAX: usize = 30;
/// An abstract has at least this many characters.
pub const ABSTRACT_MIN: usize = 150;
/// An abstract has at most this many characters.
pub const ABSTRACT_MAX: usize = 300;

codes! {
    /// Where a version stands.
    CourseVersionState {
        /// Being written by the lecturer.
        Draft = "draft",
        /// Waits for the office to read it.
        ContentCheck = "content_check",
        /// May book a slot in a review session.
        AwaitingSlot = "awaiting_slot",
        /// Has a slot.
        Booked = "booked",
        /// Before the panel.
        InReview = "in_review",
        /// The panel asked for changes.
        NeedsRevision = "needs_revision",
        /// Replaced by the next version of its cycle.
        Superseded = "superseded",
        /// Refused by the panel.
        Rejected = "rejected",
        /// Passed, not yet in the catalogue.
        Approved = "approved",
        /// In the catalogue (`CRS-01`).
        Listed = "listed",
        /// Taken out of the catalogue for a while.
        Suspended = "suspended",
        /// No longer offered.
        Retired = "retired",
    }
}

codes! {
    /// Where a refinement cycle stands (domain §3.2).
    CycleState {
        /// Rounds go on.
        Open = "open",
        /// A version was approved.
        Passed = "passed",
        /// Rejected, or three rounds without approval.
        Failed = "failed",
        /// Given up.
        Abandoned = "abandoned",
    }
}

/// A transition that is not allowed from the present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the course version is {}", .0.as_str())]
pub struct WrongState(pub CourseVersionState);

impl CourseVersionState {
    /// The lecturer hands it in.
    pub fn submit(self) -> Result<Self, WrongState> {
        self.only_from(Self::Draft, Self::ContentCheck)
    }

    /// The office finds it sound.
    pub fn clear(self) -> Result<Self, WrongState> {
        self.only_from(Self::ContentCheck, Self::AwaitingSlot)
    }

    /// The office wants something changed first.
    pub fn send_back(self) -> Result<Self, WrongState> {
        self.only_from(Self::ContentCheck, Self::Draft)
    }

    /// A slot was confirmed.
    pub fn book(self) -> Result<Self, WrongState> {
        self.only_from(Self::AwaitingSlot, Self::Booked)
    }

    /// The slot was given back; the round is not used up.
    pub fn release(self) -> Result<Self, WrongState> {
        self.only_from(Self::Booked, Self::AwaitingSlot)
    }

    /// The lecture has begun.
    pub fn review(self) -> Result<Self, WrongState> {
        self.only_from(Self::Booked, Self::InReview)
    }

    /// The beginning was entered by mistake.
    pub fn unreview(self) -> Result<Self, WrongState> {
        self.only_from(Self::InReview, Self::Booked)
    }

    /// The next version answers the required changes and takes its place.
    pub fn supersede(self) -> Result<Self, WrongState> {
        self.only_from(Self::NeedsRevision, Self::Superseded)
    }

    /// A next version is handed in, with an answer to every required change.
    pub fn resubmit(self) -> Result<Self, WrongState> {
        self.only_from(Self::Draft, Self::AwaitingSlot)
    }

    /// A minor change of a listed course was found sound: it takes the place of that version, which
    /// is in this state.
    pub fn take_place(self, listed: Self) -> Result<Self, WrongState> {
        match listed {
            Self::Listed | Self::Suspended => self.only_from(Self::ContentCheck, listed),
            other => Err(WrongState(other)),
        }
    }

    /// The office puts it into the catalogue.
    pub fn list(self) -> Result<Self, WrongState> {
        self.only_from(Self::Approved, Self::Listed)
    }

    /// Another version of its course is listed.
    pub fn retire(self) -> Result<Self, WrongState> {
        match self {
            Self::Listed | Self::Suspended => Ok(Self::Retired),
            other => Err(WrongState(other)),
        }
    }

    /// The lecturer gives the version up before there is a verdict; its slot or its lecture ends with
    /// it.
    pub fn give_up(self) -> Result<Self, WrongState> {
        match self {
            Self::Draft
            | Self::ContentCheck
            | Self::AwaitingSlot
            | Self::Booked
            | Self::InReview
            | Self::NeedsRevision => Ok(Self::Retired),
            other => Err(WrongState(other)),
        }
    }

    /// Whether a panel waits for it or judges it.
    pub fn is_before_panel(self) -> bool {
        matches!(self, Self::Booked | Self::InReview)
    }

    fn only_from(self, from: Self, to: Self) -> Result<Self, WrongState> {
        if self == from { Ok(to) } else { Err(WrongState(self)) }
    }
}

/// What a lecturer may save at any time: only a title is needed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CourseDraft {
    /// At most [`TITLE_MAX`] characters.
    pub title: String,
    /// Empty, or what the course is about.
    pub summary: String,
    /// Subject field.
    pub field: Option<FieldId>,
    /// School stages, each once.
    pub stages: Vec<SchoolStage>,
    /// Target groups, each once.
    pub groups: Vec<TargetGroup>,
    /// How it can be held.
    pub mode: DeliveryMode,
    /// Minutes of the lecture.
    pub minutes: Option<i64>,
    /// The largest audience.
    pub max_audience: Option<i64>,
    /// What the room must have.
    pub equipment: String,
    /// The parts of the lecture.
    pub outline: String,
    /// Sources.
    pub sources: String,
    /// Slides, stored before the form was read.
    pub slides: Option<UploadId>,
    /// "The material is mine to use."
    pub owns_rights: bool,
    /// "There is no advertising in it."
    pub no_advertising: bool,
}

impl CourseDraft {
    /// Reads a form leniently: what was left out stays empty, what was typed must be sound.
    pub fn parse(values: &Values, slides: Option<UploadId>) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let title = reader.text(Field::Title, 1, TITLE_MAX);
        let summary = reader.text(Field::Summary, 0, ABSTRACT_MAX);
        let field = optional(values, Field::SubjectField, |it| reader.choice(it, parse_field));
        let stages =
            optional_list(values, Field::Stages, |it| reader.choices(it, SchoolStage::parse));
        let groups =
            optional_list(values, Field::Groups, |it| reader.choices(it, TargetGroup::parse));
        let mode = optional(values, Field::Mode, |it| reader.choice(it, DeliveryMode::parse));
        let minutes = optional(values, Field::Minutes, |it| reader.number(it, 10, 240));
        let max_audience = optional(values, Field::MaxAudience, |it| reader.number(it, 1, 5_000));
        let equipment = reader.text(Field::Equipment, 0, TEXT_MAX);
        let outline = reader.text(Field::Outline, 0, TEXT_MAX);
        let sources = reader.text(Field::Sources, 0, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self {
                title: title?,
                summary: summary?,
                field,
                stages,
                groups,
                mode: mode.unwrap_or(DeliveryMode::Onsite),
                minutes,
                max_audience,
                equipment: equipment?,
                outline: outline?,
                sources: sources?,
                slides,
                owns_rights: values.has(Field::OwnsRights, "yes"),
                no_advertising: values.has(Field::NoAdvertising, "yes"),
            })
        })
    }

    /// Everything that a submission needs and this draft lacks (domain §3.2, first row).
    pub fn check_complete(&self) -> Result<(), Problems> {
        use crate::form::ProblemKind::{Missing, NotAgreed, TooShort};
        let mut problems = Problems::default();
        let mut need = |ok: bool, field, kind| {
            if !ok {
                problems.add(field, kind);
            }
        };
        let summary_length = self.summary.chars().count();
        need(summary_length > 0, Field::Summary, Missing);
        need(
            summary_length == 0 || summary_length >= ABSTRACT_MIN,
            Field::Summary,
            TooShort(ABSTRACT_MIN),
        );
        need(self.field.is_some(), Field::SubjectField, Missing);
        need(!self.stages.is_empty(), Field::Stages, Missing);
        need(!self.groups.is_empty(), Field::Groups, Missing);
        need(self.minutes.is_some(), Field::Minutes, Missing);
        need(self.max_audience.is_some(), Field::MaxAudience, Missing);
        need(!self.equipment.is_empty(), Field::Equipment, Missing);
        need(!self.outline.is_empty(), Field::Outline, Missing);
        need(self.slides.is_some(), Field::Slides, Missing);
        need(!self.sources.is_empty(), Field::Sources, Missing);
        need(self.owns_rights, Field::OwnsRights, NotAgreed);
        need(self.no_advertising, Field::NoAdvertising, NotAgreed);
        problems.or(|| Some(()))
    }
}

impl From<&CourseDraft> for Values {
    /// The form of a draft; its slides are known by their token.
    fn from(draft: &CourseDraft) -> Self {
        Self::default()
            .with(Field::Title, &draft.title)
            .with(Field::Summary, &draft.summary)
            .with_known(Field::SubjectField, draft.field)
            .with_each(Field::Stages, draft.stages.iter().map(|stage| stage.as_str()))
            .with_each(Field::Groups, draft.groups.iter().map(|group| group.as_str()))
            .with(Field::Mode, draft.mode.as_str())
            .with_known(Field::Minutes, draft.minutes)
            .with_known(Field::MaxAudience, draft.max_audience)
            .with(Field::Equipment, &draft.equipment)
            .with(Field::Outline, &draft.outline)
            .with(Field::Sources, &draft.sources)
            .with_each(Field::OwnsRights, draft.owns_rights.then_some("yes"))
            .with_each(Field::NoAdvertising, draft.no_advertising.then_some("yes"))
    }
}

fn parse_field(text: &str) -> Option<FieldId> {
    text.parse().ok()
}

/// Reads an optional field: nothing typed is nothing, anything typed is read.
fn optional<T>(values: &Values, field: Field, read: impl FnOnce(Field) -> Option<T>) -> Option<T> {
    if values.trimmed(field).is_empty() { None } else { read(field) }
}

fn optional_list<T>(
    values: &Values,
    field: Field,
    read: impl FnOnce(Field) -> Option<Vec<T>>,
) -> Vec<T> {
    if values.all(field).is_empty() { Vec::new() } else { read(field).unwrap_or_default() }
}

/// Whether somebody may write on a version: its lecturer, while it is a draft.
pub fn may_edit(actor: &Actor, lecturer: PersonId, state: CourseVersionState) -> bool {
    actor.person == lecturer && state == CourseVersionState::Draft
}

/// Whether somebody may see a version that is not in the catalogue.
pub fn may_see(actor: &Actor, lecturer: PersonId) -> bool {
    actor.person == lecturer || may_check_content(actor)
}

/// Whether somebody may decide the content check: an office, and never about an own course.
pub fn may_decide_content(actor: &Actor, lecturer: PersonId) -> bool {
    actor.person != lecturer && may_check_content(actor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::ProblemKind;

    fn complete() -> Values {
        Values::default()
            .with(Field::Title, "潮汐从哪里来")
            .with(Field::Summary, "潮".repeat(ABSTRACT_MIN))
            .with(Field::SubjectField, "3")
            .with(Field::Stages, "primary_upper")
            .with(Field::Groups, "youth")
            .with(Field::Minutes, "60")
            .with(Field::MaxAudience, "120")
            .with(Field::Equipment, "投影")
            .with(Field::Outline, "一、现象")
            .with(Field::Sources, "潮汐表")
            .with(Field::OwnsRights, "yes")
            .with(Field::NoAdvertising, "yes")
    }

    #[test]
    fn a_complete_draft_may_be_submitted() {
        let draft = CourseDraft::parse(&complete(), Some(UploadId(1))).expect("sound");
        assert_eq!(draft.check_complete(), Ok(()));
    }

    #[test]
    fn a_draft_needs_only_a_title() {
        let values = Values::default().with(Field::Title, "潮汐");
        let draft = CourseDraft::parse(&values, None).expect("sound");
        let problems = draft.check_complete().expect_err("incomplete");
        assert_eq!(problems.of(Field::Slides), Some(ProblemKind::Missing));
        assert_eq!(problems.of(Field::OwnsRights), Some(ProblemKind::NotAgreed));
    }

    #[test]
    fn all_problems_of_a_form_are_told_at_once() {
        let values = Values::default()
            .with(Field::Title, "长".repeat(31))
            .with(Field::Minutes, "一小时")
            .with(Field::Stages, "university");
        let problems = CourseDraft::parse(&values, None).expect_err("three problems");
        assert_eq!(problems.of(Field::Title), Some(ProblemKind::TooLong { most: 30, typed: 31 }));
        assert_eq!(problems.of(Field::Minutes), Some(ProblemKind::NotANumber));
        assert_eq!(problems.of(Field::Stages), Some(ProblemKind::UnknownChoice));
    }

    #[test]
    fn only_a_draft_is_submitted_and_only_a_waiting_version_booked() {
        use CourseVersionState::{AwaitingSlot, Booked, ContentCheck, Draft, Listed};
        assert_eq!(Draft.submit(), Ok(ContentCheck));
        assert_eq!(Listed.submit(), Err(WrongState(Listed)));
        assert_eq!(AwaitingSlot.book(), Ok(Booked));
        assert_eq!(Booked.book(), Err(WrongState(Booked)));
        assert_eq!(Booked.release(), Ok(AwaitingSlot));
    }
}
