//! A course in the catalogue: how long it is listed, when it is taken out, and what is changed of it
//! (domain §3.2).

use chrono::NaiveDate;

use crate::{
    audience::SchoolStage,
    code::codes,
    course::{CourseVersionState, WrongState},
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    rulebook::{Rule, Rulebook},
};

/// How many days before its end a listing is told to end, the first time first.
pub fn notice_days(rules: &Rulebook) -> [i64; 3] {
    use Rule::{ListingFirstNoticeDays, ListingLastNoticeDays, ListingSecondNoticeDays};
    [ListingFirstNoticeDays, ListingSecondNoticeDays, ListingLastNoticeDays].map(|it| rules.get(it))
}
/// Slides of a lecture, at most.
const SLIDES_MAX: i64 = 500;

codes! {
    /// What is done to a listed course.
    ListingStep {
        /// Taken out of the catalogue for a while.
        Suspend = "suspend",
        /// Put back into it.
        Relist = "relist",
        /// Listed for longer, once.
        Extend = "extend",
        /// No longer offered.
        Retire = "retire",
    }
}

impl ListingStep {
    /// Where a version stands after it.
    pub fn apply(self, state: CourseVersionState) -> Result<CourseVersionState, WrongState> {
        use CourseVersionState::{Listed, Suspended};
        match (self, state) {
            (Self::Suspend, Listed) => Ok(Suspended),
            (Self::Relist, Suspended) | (Self::Extend, Listed) => Ok(Listed),
            (Self::Retire, state) => state.retire(),
            (_, other) => Err(WrongState(other)),
        }
    }
}

codes! {
    /// How much of a listed course is changed.
    ChangeKind {
        /// Misprints, design: logged, and listed without a panel.
        Minor = "minor",
        /// More than that, or another topic: a new cycle before a panel.
        Major = "major",
    }
}

/// What a lecturer says of a change of a listed course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseChange {
    /// How much it is.
    pub kind: ChangeKind,
    /// Slides that are changed or new.
    pub changed_slides: i64,
    /// Slides in all.
    pub all_slides: i64,
    /// What was changed.
    pub note: String,
}

impl CourseChange {
    /// Reads the form with which a change of a listed course is handed in.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::ChangeKind, ChangeKind::parse);
        let all_slides = reader.number(Field::AllSlides, 1, SLIDES_MAX);
        let changed_slides =
            reader.number(Field::ChangedSlides, 0, all_slides.unwrap_or(SLIDES_MAX));
        let note = reader.text(Field::ChangeNote, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self {
                kind: kind?,
                changed_slides: changed_slides?,
                all_slides: all_slides?,
                note: note?,
            })
        })
    }

    /// The share of changed slides in percent, rounded down.
    pub fn percent(&self) -> i64 {
        self.changed_slides * 100 / self.all_slides.max(1)
    }

    /// Whether more percent are changed than a minor change has, so that calling it minor needs a
    /// reason.
    pub fn is_large(&self, minor_percent: i64) -> bool {
        self.changed_slides * 100 > minor_percent * self.all_slides
    }
}

/// What the checker decides of a change of a listed course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeDecision {
    /// How much it is.
    pub kind: ChangeKind,
    /// Why, where it is called minor although much is changed.
    pub reason: String,
}

impl ChangeDecision {
    /// Reads the checker's form; a large change is called minor with a reason in the remark.
    pub fn parse(
        values: &Values,
        change: &CourseChange,
        minor_percent: i64,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::ChangeKind, ChangeKind::parse);
        let reason = reader.text(Field::Remark, 0, TEXT_MAX);
        let needs_reason = kind == Some(ChangeKind::Minor) && change.is_large(minor_percent);
        if needs_reason && reason.as_ref().is_some_and(|text| text.chars().count() < REASON_MIN) {
            reader.problems.add(Field::Remark, ProblemKind::TooShort(REASON_MIN));
        }
        reader.problems.or(|| Some(Self { kind: kind?, reason: reason? }))
    }
}

/// Reads the reason of a step.
pub fn read_step(values: &Values) -> Result<(ListingStep, String), Problems> {
    let mut reader = Reader::new(values);
    let step = reader.choice(Field::Decision, ListingStep::parse);
    let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
    reader.problems.or(|| Some((step?, reason?)))
}

/// The notice that is due on a day, in days before the end: the nearest one that has come and was
/// not sent; `None` after the end.
pub fn notice_due(
    today: NaiveDate,
    until: NaiveDate,
    last: Option<i64>,
    ahead: [i64; 3],
) -> Option<i64> {
    let left = (until - today).num_days();
    if left < 0 {
        return None;
    }
    let nearest = ahead.into_iter().filter(|days| left <= *days).min()?;
    last.is_none_or(|last| nearest < last).then_some(nearest)
}

/// Whether a lecture that is asked for or agreed still fits a version of its course.
pub fn still_fits(
    stages: &[SchoolStage],
    minutes: Option<i64>,
    stage: SchoolStage,
    asked_minutes: i64,
) -> bool {
    let stage_fits = stages.is_empty() || stages.contains(&stage);
    stage_fits && minutes.is_none_or(|minutes| minutes <= asked_minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn notices_come_sixty_thirty_and_seven_days_before_once_each() {
        let until = day("2027-03-01");
        let due = |today: &str, last| notice_due(day(today), until, last, [60, 30, 7]);
        assert_eq!(due("2026-12-30", None), None);
        assert_eq!(due("2026-12-31", None), Some(60));
        assert_eq!(due("2026-12-31", Some(60)), None);
        assert_eq!(due("2027-01-30", Some(60)), Some(30));
        assert_eq!(due("2027-02-26", Some(60)), Some(7), "those that were missed come together");
        assert_eq!(due("2027-03-01", Some(7)), None);
        assert_eq!(due("2027-03-02", None), None);
    }

    #[test]
    fn above_thirty_percent_a_minor_change_needs_a_reason() {
        let change = |changed_slides| CourseChange {
            kind: ChangeKind::Minor,
            changed_slides,
            all_slides: 40,
            note: String::new(),
        };
        assert!(!change(12).is_large(30), "thirty percent exactly");
        assert!(change(13).is_large(30));
        let values = Values::default().with(Field::ChangeKind, "minor");
        assert!(ChangeDecision::parse(&values, &change(12), 30).is_ok());
        let problems = ChangeDecision::parse(&values, &change(13), 30).expect_err("a reason");
        assert_eq!(problems.of(Field::Remark), Some(ProblemKind::TooShort(REASON_MIN)));
        let values = values.with(Field::Remark, "只换了底色和字体");
        assert!(ChangeDecision::parse(&values, &change(40), 30).is_ok());
    }

    #[test]
    fn a_listed_course_is_suspended_relisted_and_retired() {
        use CourseVersionState::{Draft, Listed, Retired, Suspended};
        assert_eq!(ListingStep::Suspend.apply(Listed), Ok(Suspended));
        assert_eq!(ListingStep::Relist.apply(Suspended), Ok(Listed));
        assert_eq!(ListingStep::Extend.apply(Suspended), Err(WrongState(Suspended)));
        assert_eq!(ListingStep::Retire.apply(Suspended), Ok(Retired));
        assert_eq!(ListingStep::Retire.apply(Draft), Err(WrongState(Draft)));
    }

    #[test]
    fn a_request_moves_with_its_course_where_stage_and_length_fit() {
        let stages = [SchoolStage::PrimaryUpper];
        assert!(still_fits(&stages, Some(60), SchoolStage::PrimaryUpper, 60));
        assert!(!still_fits(&stages, Some(60), SchoolStage::Adult, 60));
        assert!(!still_fits(&stages, Some(90), SchoolStage::PrimaryUpper, 60));
    }
}
