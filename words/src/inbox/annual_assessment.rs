//! The messages about assessments of lecturers' years.

use domain::{annual_assessment::AssessmentNews, inbox::Message};
use leptos_i18n::td_string as t;

use crate::{Locale, annual_assessment, time};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    let Message::AnnualAssessment { assessment, news, name, year, until, grade, reason } = message
    else {
        return Default::default();
    };
    let grade = grade.map(|grade| annual_assessment::grade(l, grade)).unwrap_or_default();
    let year = *year;
    let heading = match news {
        AssessmentNews::Opened => t!(l, inbox.assessment.opened, year = year),
        AssessmentNews::Reported => t!(l, inbox.assessment.reported, name = name, year = year),
        AssessmentNews::LectureAdded => t!(l, inbox.assessment.lecture_added, name = name),
        AssessmentNews::LectureVerified => t!(l, inbox.assessment.lecture_verified).to_owned(),
        AssessmentNews::LectureRefused => t!(l, inbox.assessment.lecture_refused).to_owned(),
        AssessmentNews::Proposed => t!(l, inbox.assessment.proposed, year = year, grade = grade),
        AssessmentNews::Commented => t!(l, inbox.assessment.commented, name = name, year = year),
        AssessmentNews::SentBack => t!(l, inbox.assessment.sent_back, year = year),
        AssessmentNews::Decided => t!(l, inbox.assessment.decided, year = year, grade = grade),
        AssessmentNews::CalledOff => t!(l, inbox.assessment.called_off, year = year),
        AssessmentNews::Resumed => t!(l, inbox.assessment.resumed, year = year),
    };
    let day = until.map(|day| time::date(l, day)).unwrap_or_default();
    let text = match news {
        AssessmentNews::Opened => t!(l, inbox.assessment_text.opened, day = day),
        AssessmentNews::Proposed => t!(l, inbox.assessment_text.proposed, day = day),
        AssessmentNews::Reported => t!(l, inbox.assessment_text.reported).to_owned(),
        AssessmentNews::SentBack | AssessmentNews::CalledOff | AssessmentNews::Resumed => {
            t!(l, inbox.assessment_text.reason, reason = reason)
        }
        _ => reason.clone(),
    };
    (heading, text, format!("/annual_assessment/{assessment}"))
}
