//! Assessments of lecturers' years.

use chrono::{DateTime, Utc};
use domain::{
    annual_assessment::{
        AssessmentLine, AssessmentState, AssessmentStep, Counted, Grade, Marks, OutsideState,
        VetoGround,
    },
    score_sheet::Points,
};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

/// The heading of somebody's own assessment, or of a year's.
pub fn of_year(l: Locale, year: i64) -> String {
    t!(l, annual_assessment.of_year, year = year)
}

/// The heading of somebody's assessment.
pub fn of_person(l: Locale, name: &str, year: i64) -> String {
    t!(l, annual_assessment.of_person, name = name, year = year)
}

/// Where an assessment stands.
pub fn state(l: Locale, state: AssessmentState) -> &'static str {
    match state {
        AssessmentState::Open => t!(l, annual_assessment.state.open),
        AssessmentState::SelfReported => t!(l, annual_assessment.state.self_reported),
        AssessmentState::CountyReviewed => t!(l, annual_assessment.state.county_reviewed),
        AssessmentState::Scored => t!(l, annual_assessment.state.scored),
        AssessmentState::GradeProposed => t!(l, annual_assessment.state.grade_proposed),
        AssessmentState::Heard => t!(l, annual_assessment.state.heard),
        AssessmentState::Final => t!(l, annual_assessment.state.decided),
        AssessmentState::CalledOff => t!(l, annual_assessment.state.called_off),
    }
}

/// The tone of a state's badge.
pub fn tone(state: AssessmentState) -> &'static str {
    match state {
        AssessmentState::Heard => "todo",
        AssessmentState::Open
        | AssessmentState::SelfReported
        | AssessmentState::CountyReviewed
        | AssessmentState::Scored
        | AssessmentState::GradeProposed => "wait",
        AssessmentState::Final => "done",
        AssessmentState::CalledOff => "stop",
    }
}

/// How many stand where.
pub fn count(l: Locale, of: AssessmentState, n: i64) -> String {
    t!(l, annual_assessment.counts, state = state(l, of), n = n)
}

/// A grade.
pub fn grade(l: Locale, grade: Grade) -> &'static str {
    match grade {
        Grade::Excellent => t!(l, annual_assessment.grade.excellent),
        Grade::Qualified => t!(l, annual_assessment.grade.qualified),
        Grade::Basic => t!(l, annual_assessment.grade.basic),
        Grade::Failed => t!(l, annual_assessment.grade.failed),
    }
}

/// Why somebody fails whatever the points are.
pub fn ground(l: Locale, ground: VetoGround) -> &'static str {
    match ground {
        VetoGround::FalseContent => t!(l, annual_assessment.ground.false_content),
        VetoGround::FeeTaken => t!(l, annual_assessment.ground.fee_taken),
        VetoGround::Safeguarding => t!(l, annual_assessment.ground.safeguarding),
    }
}

/// What the office does with one assessment.
pub fn step(l: Locale, step: AssessmentStep) -> &'static str {
    match step {
        AssessmentStep::SetVeto => t!(l, annual_assessment.step.set_veto),
        AssessmentStep::LiftVeto => t!(l, annual_assessment.step.lift_veto),
        AssessmentStep::SetIllMonths => t!(l, annual_assessment.step.set_ill_months),
        AssessmentStep::SendBack => t!(l, annual_assessment.step.send_back),
        AssessmentStep::CallOff => t!(l, annual_assessment.step.call_off),
        AssessmentStep::Resume => t!(l, annual_assessment.step.resume),
    }
}

/// A line of the rubric.
pub fn line(l: Locale, line: AssessmentLine) -> &'static str {
    match line {
        AssessmentLine::Review => t!(l, annual_assessment.line.review),
        AssessmentLine::Observation => t!(l, annual_assessment.line.observation),
        AssessmentLine::Feedback => t!(l, annual_assessment.line.feedback),
        AssessmentLine::Deliveries => t!(l, annual_assessment.line.deliveries),
        AssessmentLine::Rural => t!(l, annual_assessment.line.rural),
        AssessmentLine::Development => t!(l, annual_assessment.line.development),
        AssessmentLine::Teaching => t!(l, annual_assessment.line.teaching),
        AssessmentLine::Discipline => t!(l, annual_assessment.line.discipline),
    }
}

/// Where a lecture from elsewhere stands.
pub fn outside_state(l: Locale, state: OutsideState) -> &'static str {
    match state {
        OutsideState::Claimed => t!(l, annual_assessment.outside_state.claimed),
        OutsideState::Verified => t!(l, annual_assessment.outside_state.verified),
        OutsideState::Refused => t!(l, annual_assessment.outside_state.refused),
        OutsideState::Withdrawn => t!(l, annual_assessment.outside_state.withdrawn),
    }
}

/// The tone of its badge.
pub fn outside_tone(state: OutsideState) -> &'static str {
    match state {
        OutsideState::Claimed => "wait",
        OutsideState::Verified => "done",
        OutsideState::Refused | OutsideState::Withdrawn => "stop",
    }
}

/// Points from hundredths.
pub fn points(hundredths: i64) -> String {
    Points::hundredths(hundredths).to_string()
}

/// Lectures given, and asked for.
pub fn deliveries(l: Locale, counted: &Counted, minimum: i64) -> String {
    t!(l, annual_assessment.deliveries_of, n = counted.deliveries, minimum = minimum)
}

/// Those of them from elsewhere.
pub fn outside(l: Locale, n: i64) -> String {
    t!(l, annual_assessment.outside_of, n = n)
}

/// Observations with their mean in points of a hundred.
pub fn observations(l: Locale, counted: &Counted) -> String {
    let mean = counted.observation_mean().map(points).unwrap_or_default();
    t!(l, annual_assessment.observations_of, n = counted.observations, points = mean)
}

/// Courses approved and listed.
pub fn courses(l: Locale, counted: &Counted) -> String {
    t!(l, annual_assessment.courses_of, approved = counted.approved, listed = counted.listed)
}

/// From which points on a grade is which.
pub fn marks(l: Locale, marks: &Marks) -> String {
    t!(
        l,
        annual_assessment.marks,
        excellent = marks.excellent / 100,
        qualified = marks.qualified / 100,
        basic = marks.basic / 100
    )
}

/// Until when the reader may comment.
pub fn comment_until(l: Locale, until: DateTime<Utc>) -> String {
    t!(l, annual_assessment.comment_until, day = time::last_moment(l, until))
}

/// Until when the lecturer may comment.
pub fn heard_until(l: Locale, until: DateTime<Utc>) -> String {
    t!(l, annual_assessment.heard_until, day = time::last_moment(l, until))
}

/// So many can be counted.
pub fn score_hint(l: Locale, n: usize) -> String {
    t!(l, annual_assessment.score_hint, n = n)
}

/// So many get a grade.
pub fn propose_hint(l: Locale, n: usize) -> String {
    t!(l, annual_assessment.propose_hint, n = n)
}

/// So many can be decided.
pub fn decide_hint(l: Locale, n: usize) -> String {
    t!(l, annual_assessment.decide_hint, n = n)
}

/// So many wait for the county's word.
pub fn n_words(l: Locale, n: i64) -> String {
    t!(l, annual_assessment.n_words, n = n)
}
