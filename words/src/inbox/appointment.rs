//! The messages about terms in a corps.

use domain::{appointment::AppointmentNews, inbox::Message};
use leptos_i18n::td_string as t;

use crate::{Locale, appointment, time};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    let Message::Appointment { appointment: id, news, name, corps, until, reason } = message else {
        return Default::default();
    };
    let corps = appointment::corps(l, *corps);
    let heading = match news {
        AppointmentNews::Appointed => t!(l, inbox.appointment.appointed, corps = corps),
        AppointmentNews::Renewed => t!(l, inbox.appointment.renewed, corps = corps),
        AppointmentNews::Suspended => t!(l, inbox.appointment.suspended, corps = corps),
        AppointmentNews::Reinstated => t!(l, inbox.appointment.reinstated, corps = corps),
        AppointmentNews::Asked => t!(l, inbox.appointment.asked).to_owned(),
        AppointmentNews::Answered => t!(l, inbox.appointment.answered, name = name),
        AppointmentNews::Dropped => t!(l, inbox.appointment.dropped).to_owned(),
        AppointmentNews::Terminated => t!(l, inbox.appointment.terminated, corps = corps),
        AppointmentNews::Resigned => t!(l, inbox.appointment.resigned, name = name),
        AppointmentNews::Emeritus => t!(l, inbox.appointment.emeritus).to_owned(),
        AppointmentNews::Expired => t!(l, inbox.appointment.expired, corps = corps),
        AppointmentNews::EndsSoon => t!(l, inbox.appointment.ends_soon, corps = corps),
        AppointmentNews::Entered => t!(l, inbox.appointment.entered, corps = corps),
        AppointmentNews::Corrected => t!(l, inbox.appointment.corrected, corps = corps),
        AppointmentNews::Withdrawn => t!(l, inbox.appointment.withdrawn, corps = corps),
    };
    let until = time::date(l, *until);
    let first = match news {
        AppointmentNews::Asked => t!(l, inbox.appointment_text.asked, until = until),
        AppointmentNews::Appointed
        | AppointmentNews::Renewed
        | AppointmentNews::Reinstated
        | AppointmentNews::EndsSoon
        | AppointmentNews::Corrected
        | AppointmentNews::Expired => t!(l, inbox.appointment_text.until, until = until),
        _ => String::new(),
    };
    let why = if reason.is_empty() {
        String::new()
    } else {
        t!(l, inbox.appointment_text.reason, reason = reason)
    };
    let text = [first, why].into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    (heading, text, format!("/appointment/{id}"))
}
