//! The messages about observations of lectures.

use domain::{
    rulebook::{Rule, Rulebook},
    {inbox::Message, observation::ObservationNews},
};
use leptos_i18n::td_string as t;

use crate::{Locale, person::teacher, time};

pub(super) fn message(l: Locale, message: &Message, rules: &Rulebook) -> (String, String, String) {
    let Message::Observation { observation, news, title, lecturer, observer, starts_at, reason } =
        message
    else {
        return Default::default();
    };
    let heading = heading(l, *news, title, rules);
    let (teacher, moment) = (teacher(l, lecturer), time::moment(l, *starts_at));
    let observer = observer.clone().unwrap_or_default();
    let text = match news {
        ObservationNews::Asked => {
            t!(l, inbox.observation_text.asked, teacher = teacher, moment = moment)
        }
        ObservationNews::Offered => {
            t!(l, inbox.observation_text.offered, teacher = teacher, moment = moment)
        }
        ObservationNews::Accepted => {
            t!(l, inbox.observation_text.accepted, moment = moment, observer = observer)
        }
        ObservationNews::Declined => {
            t!(l, inbox.observation_text.declined, moment = moment, reason = reason)
        }
        ObservationNews::Replaced => {
            t!(l, inbox.observation_text.replaced, moment = moment, reason = reason)
        }
        ObservationNews::HandedOn => {
            t!(l, inbox.observation_text.handed_on, observer = observer, reason = reason)
        }
        ObservationNews::Moved => t!(l, inbox.observation_text.moved, moment = moment),
        ObservationNews::Freed => t!(l, inbox.observation_text.freed, moment = moment),
        ObservationNews::Ended => {
            t!(l, inbox.observation_text.ended, moment = moment, reason = reason)
        }
        ObservationNews::Shared => {
            t!(l, inbox.observation_text.shared, moment = moment, observer = observer)
        }
        ObservationNews::Answered => {
            t!(l, inbox.observation_text.answered, teacher = teacher, moment = moment)
        }
        ObservationNews::Doubted => t!(l, inbox.observation_text.doubted, teacher = teacher),
    };
    (heading, text.trim().to_owned(), format!("/observation/{observation}"))
}

fn heading(l: Locale, news: ObservationNews, title: &str, rules: &Rulebook) -> String {
    match news {
        ObservationNews::Asked => t!(l, inbox.observation.asked, title = title),
        ObservationNews::Offered => t!(l, inbox.observation.offered, title = title),
        ObservationNews::Accepted => t!(l, inbox.observation.accepted, title = title),
        ObservationNews::Declined => t!(l, inbox.observation.declined, title = title),
        ObservationNews::Replaced => t!(l, inbox.observation.replaced, title = title),
        ObservationNews::HandedOn => t!(l, inbox.observation.handed_on, title = title),
        ObservationNews::Moved => t!(l, inbox.observation.moved, title = title),
        ObservationNews::Freed => t!(l, inbox.observation.freed, title = title),
        ObservationNews::Ended => t!(l, inbox.observation.ended, title = title),
        ObservationNews::Shared => t!(l, inbox.observation.shared, title = title),
        ObservationNews::Answered => t!(l, inbox.observation.answered, title = title),
        ObservationNews::Doubted => t!(
            l,
            inbox.observation.doubted,
            title = title,
            n = rules.get(Rule::ObservationLowLimit),
            low = rules.get(Rule::ObservationLowPoints)
        ),
    }
}
