//! The messages about places for a unit's people.

use domain::{inbox::Message, unit_enrolment::UnitEnrolmentNews};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    let Message::UnitEnrolment { event, title, news, by, names, until } = message else {
        return Default::default();
    };
    let for_person = names.is_empty();
    let names = names.join(t!(l, page.comma));
    let own = format!("/training_event/{event}");
    let roster = format!("/training_event/{event}/roster");
    match news {
        UnitEnrolmentNews::Open => (
            t!(l, inbox.unit_enrolment.open, title = title),
            t!(l, inbox.unit_enrolment.open_text, until = time::day(l, *until)),
            format!("/unit_enrolment/{event}"),
        ),
        UnitEnrolmentNews::Asked if for_person => (
            t!(l, inbox.unit_enrolment.asked_for_you, title = title),
            t!(l, inbox.unit_enrolment.asked_for_you_text, by = by),
            own,
        ),
        UnitEnrolmentNews::Asked => (
            t!(l, inbox.unit_enrolment.asked, title = title),
            t!(l, inbox.unit_enrolment.asked_text, by = by, names = names.as_str()),
            roster,
        ),
        UnitEnrolmentNews::GivenBack if for_person => (
            t!(l, inbox.unit_enrolment.given_back_for_you, title = title),
            t!(l, inbox.unit_enrolment.given_back_for_you_text, by = by),
            own,
        ),
        UnitEnrolmentNews::GivenBack => (
            t!(l, inbox.unit_enrolment.given_back, title = title),
            t!(l, inbox.unit_enrolment.given_back_text, by = by, names = names.as_str()),
            roster,
        ),
    }
}
