//! The school calendar.

use domain::school_period::PeriodKind;
use leptos_i18n::td_string as t;

use crate::Locale;

/// What a period of the school year is.
pub fn kind(l: Locale, kind: PeriodKind) -> &'static str {
    match kind {
        PeriodKind::Term => t!(l, school_period.kind.term),
        PeriodKind::Holiday => t!(l, school_period.kind.holiday),
        PeriodKind::Exams => t!(l, school_period.kind.exams),
    }
}
