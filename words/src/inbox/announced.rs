//! The messages of what was published, is near, or did not arrive.

use domain::inbox::Message;
use leptos_i18n::td_string as t;

use crate::{Locale, calendar_feed, time};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::SessionOpened { starts_at, opens_at, .. } => (
            t!(l, inbox.session_opened, day = time::local_day(l, *starts_at)),
            t!(
                l,
                inbox.session_opened_text,
                moment = time::moment(l, *starts_at),
                opens = time::moment(l, *opens_at)
            ),
            "/course".to_owned(),
        ),
        Message::TrainingPublished { event, title, first_day, enrol_until } => (
            t!(l, inbox.training_published, title = title),
            t!(
                l,
                inbox.training_published_text,
                day = time::day(l, *first_day),
                until = time::day(l, *enrol_until)
            ),
            format!("/training_event/{event}"),
        ),
        Message::AwardAnnounced { cycle, title } => (
            t!(l, inbox.award_announced, title = title),
            t!(l, inbox.award_announced_text).to_owned(),
            format!("/notice/{cycle}"),
        ),
        Message::AwardJudging { cycle, title } => (
            t!(l, inbox.award_judging, title = title),
            t!(l, inbox.award_judging_text).to_owned(),
            format!("/award/{cycle}/judging"),
        ),
        Message::AwardPosted { cycle, title, until } => (
            t!(l, inbox.award_posted, title = title),
            t!(l, inbox.award_posted_text, until = time::day(l, *until)),
            format!("/notice/{cycle}"),
        ),
        Message::AwardDecided { cycle, title } => (
            t!(l, inbox.award_decided, title = title),
            t!(l, inbox.award_decided_text).to_owned(),
            format!("/notice/{cycle}"),
        ),
        Message::NominationReturned { nomination, title, name, reason, until } => (
            t!(l, inbox.nomination_returned, name = name),
            t!(
                l,
                inbox.nomination_returned_text,
                reason = reason,
                until = time::last_moment(l, *until),
                title = title
            ),
            format!("/nomination/{nomination}/filing"),
        ),
        Message::NominationWithdrawn { cycle, title, name } => (
            t!(l, inbox.nomination_withdrawn, name = name),
            t!(l, inbox.nomination_withdrawn_text, title = title),
            format!("/notice/{cycle}"),
        ),
        Message::ObjectionReceived { cycle, title } => (
            t!(l, inbox.objection_received, title = title),
            t!(l, inbox.objection_received_text).to_owned(),
            format!("/award/{cycle}/objection"),
        ),
        Message::ObjectionGiven { objection, title } => (
            t!(l, inbox.objection_given, title = title),
            t!(l, inbox.objection_given_text).to_owned(),
            format!("/objection/{objection}"),
        ),
        Message::ObjectionSettled { cycle, title } => (
            t!(l, inbox.objection_settled, title = title),
            t!(l, inbox.objection_settled_text).to_owned(),
            format!("/award/{cycle}/objection"),
        ),
        Message::NomineeRemoved { cycle, title, name } => (
            t!(l, inbox.nominee_removed, name = name),
            t!(l, inbox.nominee_removed_text, title = title),
            format!("/notice/{cycle}"),
        ),
        Message::SubstituteProposed { cycle, title } => (
            t!(l, inbox.substitute_proposed, title = title),
            t!(l, inbox.substitute_proposed_text).to_owned(),
            format!("/award/{cycle}/changes"),
        ),
        Message::SubstituteSentBack { cycle, title } => (
            t!(l, inbox.substitute_sent_back, title = title),
            t!(l, inbox.substitute_sent_back_text).to_owned(),
            format!("/award/{cycle}/changes"),
        ),
        Message::SubstitutePosted { cycle, title, until } => (
            t!(l, inbox.substitute_posted, title = title),
            t!(l, inbox.substitute_posted_text, until = time::day(l, *until)),
            format!("/notice/{cycle}"),
        ),
        Message::AwardTakenBack { cycle, title } => (
            t!(l, inbox.award_taken_back, title = title),
            t!(l, inbox.award_taken_back_text).to_owned(),
            format!("/notice/{cycle}"),
        ),
        Message::AwardAborted { cycle, title, reason } => (
            t!(l, inbox.award_aborted, title = title),
            t!(l, inbox.award_aborted_text, reason = reason),
            format!("/notice/{cycle}"),
        ),
        Message::EventSoon { source, title, starts_at, place, .. } => {
            let title = Some(title.as_str()).filter(|title| !title.is_empty());
            let what = calendar_feed::summary(l, *source, title);
            let when = time::moment(l, *starts_at);
            let text = if place.is_empty() {
                t!(l, inbox.event_soon_text, moment = when)
            } else {
                t!(l, inbox.event_soon_place, moment = when, place = place)
            };
            (t!(l, inbox.event_soon, what = what), text, "/calendar".to_owned())
        }
        Message::DeputyNamed { principal, to: None, first_day, last_day } => (
            t!(l, inbox.deputy_named, principal = principal),
            t!(
                l,
                inbox.deputy_named_text,
                first = time::day(l, *first_day),
                last = time::day(l, *last_day)
            ),
            "/deputy".to_owned(),
        ),
        Message::DeputyNamed { principal, to: Some(to), first_day, last_day } => (
            t!(l, inbox.deputy_watched, principal = principal, to = to),
            t!(
                l,
                inbox.deputy_watched_text,
                first = time::day(l, *first_day),
                last = time::day(l, *last_day)
            ),
            "/audit".to_owned(),
        ),
        Message::DeputyEnded { name } => (
            t!(l, inbox.deputy_ended, name = name),
            t!(l, inbox.deputy_ended_text).to_owned(),
            "/deputy".to_owned(),
        ),
        Message::MailFailed { address } => (
            t!(l, inbox.mail_failed).to_owned(),
            t!(l, inbox.mail_failed_text, address = address),
            "/account/mail".to_owned(),
        ),
        _ => Default::default(),
    }
}
