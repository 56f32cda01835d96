//! The shell around every page.

use leptos_i18n::td_string as t;

use crate::Locale;

/// What was done, and what happens next, after an accepted form.
pub fn notice(l: Locale, code: &str) -> Option<&'static str> {
    Some(match code {
        "signed_out" => t!(l, page.notice.signed_out),
        "password_changed" => t!(l, page.notice.password_changed),
        "slot_held" => t!(l, page.notice.slot_held),
        "slot_confirmed" => t!(l, page.notice.slot_confirmed),
        "hold_extended" => t!(l, page.notice.hold_extended),
        "slot_released" => t!(l, page.notice.slot_released),
        "draft_saved" => t!(l, page.notice.draft_saved),
        "course_submitted" => t!(l, page.notice.course_submitted),
        "course_cleared" => t!(l, page.notice.course_cleared),
        "course_sent_back" => t!(l, page.notice.course_sent_back),
        "role_given" => t!(l, page.notice.role_given),
        "role_ended" => t!(l, page.notice.role_ended),
        "award_saved" => t!(l, page.notice.award_saved),
        "award_stepped" => t!(l, page.notice.award_stepped),
        "nomination_checked" => t!(l, page.notice.nomination_checked),
        "relations_declared" => t!(l, page.notice.relations_declared),
        "sheet_saved" => t!(l, page.notice.sheet_saved),
        "sheet_submitted" => t!(l, page.notice.sheet_submitted),
        "tie_decided" => t!(l, page.notice.tie_decided),
        "award_proposed" => t!(l, page.notice.award_proposed),
        "award_confirmed" => t!(l, page.notice.award_confirmed),
        "award_decided" => t!(l, page.notice.award_decided),
        "place_added" => t!(l, page.notice.place_added),
        "session_planned" => t!(l, page.notice.session_planned),
        "session_published" => t!(l, page.notice.session_published),
        "roster_imported" => t!(l, page.notice.roster_imported),
        "inbox_read" => t!(l, page.notice.inbox_read),
        _ => return None,
    })
}

/// The link to the inbox, with the number of unread messages.
pub fn inbox(l: Locale, n_unread: i64) -> String {
    if n_unread > 0 { t!(l, page.inbox_unread, n = n_unread) } else { t!(l, page.inbox).to_owned() }
}

/// Which page of how many.
pub fn position(l: Locale, page: i64, pages: i64) -> String {
    t!(l, page.position, page = page, pages = pages)
}
