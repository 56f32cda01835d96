//! What ties people.

use domain::person_tie::TieKind;
use leptos_i18n::td_string as t;

use crate::Locale;

/// The title of the page of somebody's ties.
pub fn title(l: Locale, name: &str) -> String {
    t!(l, person_tie.title, name = name)
}

/// How two people are tied.
pub fn kind(l: Locale, kind: TieKind) -> &'static str {
    match kind {
        TieKind::Mentoring => t!(l, person_tie.kind.mentoring),
        TieKind::JointCourse => t!(l, person_tie.kind.joint_course),
    }
}
