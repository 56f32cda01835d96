//! The messages about trial lectures, their verdicts, and what comes of a course.

use domain::{inbox::Message, reminder::Reminder};
use leptos_i18n::td_string as t;

use crate::{Locale, person::teacher, time, trial_lecture};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::SheetAwaited { booking, title, lecturer, until } => (
            t!(l, inbox.sheet_awaited, title = title),
            t!(
                l,
                inbox.sheet_awaited_text,
                teacher = teacher(l, lecturer),
                moment = time::last_moment(l, *until)
            ),
            format!("/trial_lecture/{booking}/sheet"),
        ),
        Message::VetoRaised { booking, title } => (
            t!(l, inbox.veto_raised, title = title),
            t!(l, inbox.veto_raised_text).to_owned(),
            format!("/trial_lecture/{booking}"),
        ),
        Message::SheetUnlocked { booking, title, reason } => (
            t!(l, inbox.sheet_unlocked, title = title),
            t!(l, inbox.sheet_unlocked_text, reason = reason),
            format!("/trial_lecture/{booking}"),
        ),
        Message::VerdictAwaited { booking, title } => (
            t!(l, inbox.verdict_awaited, title = title),
            t!(l, inbox.verdict_awaited_text).to_owned(),
            format!("/trial_lecture/{booking}"),
        ),
        Message::LectureWithdrawn { booking, title, reason } => (
            t!(l, inbox.lecture_withdrawn, title = title),
            t!(l, inbox.lecture_withdrawn_text, reason = reason),
            format!("/trial_lecture/{booking}"),
        ),
        Message::VerdictProposed { booking, title, lecturer } => (
            t!(l, inbox.verdict_proposed, title = title),
            t!(l, inbox.verdict_proposed_text, teacher = teacher(l, lecturer)),
            format!("/trial_lecture/{booking}"),
        ),
        Message::VerdictSentBack { booking, title, reason } => (
            t!(l, inbox.verdict_sent_back, title = title),
            t!(l, inbox.verdict_sent_back_text, reason = reason),
            format!("/trial_lecture/{booking}"),
        ),
        Message::SlotMoved { title, lecturer, was_at, starts_at, .. } => (
            t!(l, inbox.slot_moved, title = title),
            t!(
                l,
                inbox.slot_moved_text,
                teacher = teacher(l, lecturer),
                was = time::moment(l, *was_at),
                moment = time::moment(l, *starts_at)
            ),
            "/calendar".to_owned(),
        ),
        other => panel(l, other),
    }
}

/// What is heard of a session's panel, time and place.
fn panel(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::PanelDeclined { session, starts_at, name, reason } => (
            t!(l, inbox.panel_declined, name = name, day = time::local_day(l, *starts_at)),
            t!(l, inbox.panel_declined_text, reason = reason),
            format!("/review_session/{session}"),
        ),
        Message::PanelReleased { starts_at, reason } => (
            t!(l, inbox.panel_released, day = time::local_day(l, *starts_at)),
            t!(l, inbox.panel_released_text, reason = reason),
            "/calendar".to_owned(),
        ),
        Message::SlotChanged {
            session,
            booking,
            was_at,
            was_until,
            starts_at,
            ends_at,
            reason,
        } => (
            t!(l, inbox.slot_changed, day = time::local_day(l, *starts_at)),
            t!(
                l,
                inbox.slot_changed_text,
                was = time::hours(*was_at, *was_until),
                now = time::hours(*starts_at, *ends_at),
                reason = reason
            ),
            match booking {
                Some(booking) => format!("/booking/{booking}"),
                None => format!("/review_session/{session}"),
            },
        ),
        Message::SessionMoved { session, booking, was_at, starts_at, place, reason } => {
            let place = if place.is_empty() { t!(l, review_session.online) } else { place };
            (
                t!(l, inbox.session_moved, day = time::local_day(l, *was_at)),
                t!(
                    l,
                    inbox.session_moved_text,
                    was = time::moment(l, *was_at),
                    moment = time::moment(l, *starts_at),
                    place = place,
                    reason = reason
                ),
                match booking {
                    Some(booking) => format!("/booking/{booking}"),
                    None => format!("/review_session/{session}"),
                },
            )
        }
        other => waiting(l, other),
    }
}

/// What a lecturer hears of a slot that is kept or booked for the own course.
fn waiting(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::SlotBookedForYou { booking, title, booker, starts_at } => (
            t!(l, inbox.slot_booked_for_you, title = title),
            t!(
                l,
                inbox.slot_booked_for_you_text,
                booker = booker,
                moment = time::moment(l, *starts_at)
            ),
            format!("/booking/{booking}"),
        ),
        Message::SlotOffered { entry, title, starts_at, until } => (
            t!(l, inbox.slot_offered, title = title),
            t!(
                l,
                inbox.slot_offered_text,
                moment = time::moment(l, *starts_at),
                until = time::moment(l, *until)
            ),
            format!("/waiting/{entry}"),
        ),
        Message::OfferLapsed { version, title, starts_at } => (
            t!(l, inbox.offer_lapsed, title = title),
            t!(l, inbox.offer_lapsed_text, moment = time::moment(l, *starts_at)),
            format!("/course/{version}/booking"),
        ),
        Message::WaitingEnded { starts_at, .. } => (
            t!(l, inbox.waiting_ended, day = time::local_day(l, *starts_at)),
            t!(l, inbox.waiting_ended_text).to_owned(),
            "/desk".to_owned(),
        ),
        other => course(l, other),
    }
}

/// What a lecturer and the office hear of a course.
fn course(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::VerdictConfirmed { version, title, verdict, .. } => (
            t!(l, inbox.verdict_confirmed, title = title),
            t!(l, inbox.verdict_confirmed_text, verdict = trial_lecture::verdict(l, *verdict)),
            format!("/course/{version}/refinement"),
        ),
        Message::Reminder { reminder, id, title, until } => {
            reminded(l, (*reminder, *id), title, &time::last_moment(l, *until))
        }
        Message::PanelShort { session, title, lecturer, n } => (
            t!(l, inbox.panel_short, title = title),
            t!(l, inbox.panel_short_text, lecturer = lecturer, n = n),
            format!("/review_session/{session}/panel"),
        ),
        Message::RoundEnded { version, title, reason } => (
            t!(l, inbox.round_ended, title = title),
            t!(l, inbox.round_ended_text, reason = reason),
            format!("/course/{version}/refinement"),
        ),
        Message::SlotCancelledForYou { version, title, booker, starts_at, reason } => (
            t!(l, inbox.slot_cancelled_for_you, title = title),
            t!(
                l,
                inbox.slot_cancelled_for_you_text,
                booker = booker,
                moment = time::moment(l, *starts_at),
                reason = reason
            ),
            format!("/course/{version}"),
        ),
        Message::LateConflict { booking, title, lecturer } => (
            t!(l, inbox.late_conflict, title = title),
            t!(l, inbox.late_conflict_text, lecturer = lecturer),
            format!("/trial_lecture/{booking}"),
        ),
        Message::RepeatOrdered { booking, title, reason } => (
            t!(l, inbox.repeat_ordered, title = title),
            t!(l, inbox.repeat_ordered_text, reason = reason),
            format!("/trial_lecture/{booking}"),
        ),
        Message::RepeatCalledOff { booking, title, reason } => (
            t!(l, inbox.repeat_called_off, title = title),
            t!(l, inbox.repeat_called_off_text, reason = reason),
            format!("/trial_lecture/{booking}"),
        ),
        Message::SlotMissed { version, title, starts_at } => (
            t!(l, inbox.slot_missed, title = title),
            t!(l, inbox.slot_missed_text, moment = time::moment(l, *starts_at)),
            format!("/course/{version}"),
        ),
        Message::SessionCancelled { session, starts_at, reason } => (
            t!(l, inbox.session_cancelled, day = time::local_day(l, *starts_at)),
            t!(l, inbox.session_cancelled_text, reason = reason),
            format!("/review_session/{session}"),
        ),
        Message::SlotWithdrawn { version, title, starts_at, reason } => (
            t!(l, inbox.slot_withdrawn, title = title),
            t!(l, inbox.slot_withdrawn_text, moment = time::moment(l, *starts_at), reason = reason),
            format!("/course/{version}/booking"),
        ),
        Message::CourseResubmitted { version, title, lecturer } => (
            t!(l, inbox.course_resubmitted, title = title),
            t!(l, inbox.course_resubmitted_text, teacher = teacher(l, lecturer)),
            format!("/course/{version}/refinement"),
        ),
        Message::CourseListed { version, title, number } => (
            t!(l, inbox.course_listed, title = title),
            t!(l, inbox.course_listed_text, number = number),
            format!("/course/{version}"),
        ),
        other => listing(l, other),
    }
}

/// What is heard of a course in the catalogue.
fn listing(l: Locale, message: &Message) -> (String, String, String) {
    let at = |version| format!("/course/{version}/listing");
    match message {
        Message::ListingChanged { version, title, step, reason, n_open } => (
            t!(l, inbox.listing_changed, title = title, done = crate::listing::done(l, *step)),
            match n_open {
                0 => t!(l, inbox.listing_changed_text, reason = reason),
                n => t!(l, inbox.listing_changed_open, reason = reason, n = *n),
            },
            at(version),
        ),
        Message::ListingEnds { version, title, until } => (
            t!(l, inbox.listing_ends, title = title),
            t!(l, inbox.listing_ends_text, day = time::date(l, *until)),
            at(version),
        ),
        Message::ListingEnded { version, title, n_open } => (
            t!(l, inbox.listing_ended, title = title),
            match n_open {
                0 => t!(l, inbox.listing_ended_text).to_owned(),
                n => t!(l, inbox.listing_ended_open, n = *n),
            },
            at(version),
        ),
        Message::SlidesReplaced { version, title, lecturer, before, after } => (
            t!(l, inbox.slides_replaced, title = title),
            t!(
                l,
                inbox.slides_replaced_text,
                teacher = teacher(l, lecturer),
                before = before,
                after = after
            ),
            format!("/course_check/{version}"),
        ),
        Message::CourseChangeListed { version, title } => (
            t!(l, inbox.change_listed, title = title),
            t!(l, inbox.change_listed_text).to_owned(),
            at(version),
        ),
        Message::RequestsLeft { version, title, n } => (
            t!(l, inbox.requests_left, title = title),
            t!(l, inbox.requests_left_text, n = *n),
            at(version),
        ),
        _ => Default::default(),
    }
}

/// What a reminder says, and where it leads.
fn reminded(
    l: Locale,
    (reminder, id): (Reminder, i64),
    title: &str,
    until: &str,
) -> (String, String, String) {
    match reminder {
        Reminder::Sheet => (
            t!(l, inbox.remind_sheet, title = title),
            t!(l, inbox.remind_until, until = until),
            format!("/trial_lecture/{id}/sheet"),
        ),
        Reminder::SheetsMissing => (
            t!(l, inbox.sheets_missing, title = title),
            t!(l, inbox.sheets_missing_text, until = until),
            format!("/trial_lecture/{id}"),
        ),
        Reminder::PanelAnswer => (
            t!(l, inbox.remind_answer).to_owned(),
            t!(l, inbox.remind_until, until = until),
            format!("/review_session/{id}"),
        ),
        Reminder::Reconfirm => (
            t!(l, inbox.remind_reconfirm, title = title),
            t!(l, inbox.remind_until, until = until),
            format!("/booking/{id}"),
        ),
        Reminder::BookSlot => (
            t!(l, inbox.remind_book, title = title),
            t!(l, inbox.remind_until, until = until),
            format!("/course/{id}/booking"),
        ),
        Reminder::Revise => (
            t!(l, inbox.remind_revise, title = title),
            t!(l, inbox.remind_until, until = until),
            format!("/course/{id}/refinement"),
        ),
        Reminder::RoundMissed => (
            t!(l, inbox.round_missed, title = title),
            t!(l, inbox.round_missed_text, until = until),
            format!("/course/{id}/refinement"),
        ),
        Reminder::Offer => (
            t!(l, inbox.remind_offer, title = title),
            t!(l, inbox.remind_until, until = until),
            format!("/dispatch/{id}"),
        ),
        Reminder::Request => (
            t!(l, inbox.remind_request, title = title),
            t!(l, inbox.remind_until, until = until),
            format!("/lecture_request/{id}"),
        ),
        Reminder::RequestMissed => (
            t!(l, inbox.request_missed, title = title),
            t!(l, inbox.request_missed_text, until = until),
            format!("/lecture_request/{id}"),
        ),
        Reminder::Application => (
            t!(l, inbox.remind_application, title = title),
            t!(l, inbox.remind_until, until = until),
            format!("/lecturer_application/{id}"),
        ),
        Reminder::ApplicationMissed => (
            t!(l, inbox.application_missed, title = title),
            t!(l, inbox.application_missed_text, until = until),
            format!("/lecturer_application/{id}"),
        ),
        // It has a message of its own, which says where it is.
        Reminder::Event
        | Reminder::Role
        | Reminder::Term
        | Reminder::Desk
        | Reminder::DeskMissed => Default::default(),
    }
}
