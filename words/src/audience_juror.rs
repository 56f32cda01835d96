//! Audience jurors.

use domain::audience_juror::JurorQuestion;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What is asked.
pub fn question(l: Locale, question: JurorQuestion) -> &'static str {
    match question {
        JurorQuestion::Engaging => t!(l, audience_juror.question.engaging),
        JurorQuestion::Clear => t!(l, audience_juror.question.clear),
        JurorQuestion::Useful => t!(l, audience_juror.question.useful),
    }
}

/// What a face says, from 1 to 5.
pub fn face(l: Locale, face: i64) -> &'static str {
    match face {
        1 => t!(l, audience_juror.face.f1),
        2 => t!(l, audience_juror.face.f2),
        3 => t!(l, audience_juror.face.f3),
        4 => t!(l, audience_juror.face.f4),
        _ => t!(l, audience_juror.face.f5),
    }
}

/// How often a face was given.
pub fn face_count(l: Locale, of: i64, n: i64) -> String {
    t!(l, audience_juror.face_count, face = face(l, of), n = n)
}

/// The mean of a question, with how many have answered.
pub fn mean(l: Locale, mean: &str, n: i64) -> String {
    t!(l, audience_juror.mean, mean = mean, n = n)
}

/// How many of a group have answered.
pub fn count(l: Locale, n: i64, all: i64) -> String {
    t!(l, audience_juror.count, n = n, all = all)
}

/// What a QR code says.
pub fn qr(l: Locale, address: &str) -> String {
    t!(l, audience_juror.qr, address = address)
}
