//! The messages about applications for the corps of lecturers.

use domain::{inbox::Message, lecturer_application::ApplicationNews};
use leptos_i18n::td_string as t;

use crate::{Locale, time};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    let Message::LecturerApplication { application: id, news, name, until, reason } = message
    else {
        return Default::default();
    };
    let heading = match news {
        ApplicationNews::Opened => t!(l, inbox.application.opened).to_owned(),
        ApplicationNews::Submitted => t!(l, inbox.application.submitted, name = name),
        ApplicationNews::Endorsed => t!(l, inbox.application.endorsed, name = name),
        ApplicationNews::TakenUp => t!(l, inbox.application.taken_up).to_owned(),
        ApplicationNews::Passed => t!(l, inbox.application.passed).to_owned(),
        ApplicationNews::Proposed => t!(l, inbox.application.proposed, name = name),
        ApplicationNews::Reopened => t!(l, inbox.application.reopened).to_owned(),
        ApplicationNews::Appointed => t!(l, inbox.application.appointed, name = name),
        ApplicationNews::Rejected => t!(l, inbox.application.rejected, name = name),
        ApplicationNews::Withdrawn => t!(l, inbox.application.withdrawn, name = name),
    };
    let due =
        until.map(|until| t!(l, inbox.application_text.until, until = time::last_moment(l, until)));
    let why = (!reason.is_empty()).then(|| t!(l, inbox.application_text.reason, reason = reason));
    let text = [due, why].into_iter().flatten().collect::<Vec<_>>().join(" ");
    (heading, text, format!("/lecturer_application/{id}"))
}
