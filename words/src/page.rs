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
        "merged" => t!(l, page.notice.merged),
        "merging_undone" => t!(l, page.notice.merging_undone),
        "role_proposed" => t!(l, page.notice.role_proposed),
        "role_refused" => t!(l, page.notice.role_refused),
        "account_unlocked" => t!(l, page.notice.account_unlocked),
        "account_closed" => t!(l, page.notice.account_closed),
        "account_news" => t!(l, page.notice.account_news),
        "factor_removed" => t!(l, page.notice.factor_removed),
        "factor_demanded" => t!(l, page.notice.factor_demanded),
        "sessions_ended" => t!(l, page.notice.sessions_ended),
        "own_account_closed" => t!(l, page.notice.own_account_closed),
        "role_given" => t!(l, page.notice.role_given),
        "role_ended" => t!(l, page.notice.role_ended),
        "award_saved" => t!(l, page.notice.award_saved),
        "substitute_seated" => t!(l, page.notice.substitute_seated),
        "award_stepped" => t!(l, page.notice.award_stepped),
        "nomination_checked" => t!(l, page.notice.nomination_checked),
        "claim_reopened" => t!(l, page.notice.claim_reopened),
        "conflict_declared" => t!(l, page.notice.conflict_declared),
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
        "request_sent" => t!(l, page.notice.request_sent),
        "request_confirmed" => t!(l, page.notice.request_confirmed),
        "requests_discarded" => t!(l, page.notice.requests_discarded),
        "request_sent_again" => t!(l, page.notice.request_sent_again),
        "request_withdrawn" => t!(l, page.notice.request_withdrawn),
        "request_passed" => t!(l, page.notice.request_passed),
        "request_sent_back" => t!(l, page.notice.request_sent_back),
        "request_rejected" => t!(l, page.notice.request_rejected),
        "dispatched" => t!(l, page.notice.dispatched),
        "dispatch_taken_back" => t!(l, page.notice.dispatch_taken_back),
        "dispatch_accepted" => t!(l, page.notice.dispatch_accepted),
        "dispatch_declined" => t!(l, page.notice.dispatch_declined),
        "delivery_reported" => t!(l, page.notice.delivery_reported),
        "delivery_settled" => t!(l, page.notice.delivery_settled),
        "delivery_given_back" => t!(l, page.notice.delivery_given_back),
        "inbox_read" => t!(l, page.notice.inbox_read),
        "claim_saved" => t!(l, page.notice.claim_saved),
        "claim_submitted" => t!(l, page.notice.claim_submitted),
        "claim_discarded" => t!(l, page.notice.claim_discarded),
        "claim_disputed" => t!(l, page.notice.claim_disputed),
        "claim_decided_next" => t!(l, page.notice.claim_decided_next),
        "claim_decided_last" => t!(l, page.notice.claim_decided_last),
        "training_saved" => t!(l, page.notice.training_saved),
        "training_published" => t!(l, page.notice.training_published),
        "training_cancelled" => t!(l, page.notice.training_cancelled),
        "enrolled" => t!(l, page.notice.enrolled),
        "enrolment_withdrawn" => t!(l, page.notice.enrolment_withdrawn),
        "deadline_moved" => t!(l, page.notice.deadline_moved),
        "year_opened" => t!(l, page.notice.year_opened),
        "year_closed" => t!(l, page.notice.year_closed),
        "training_changed" => t!(l, page.notice.training_changed),
        "training_moved" => t!(l, page.notice.training_moved),
        "training_moved_clash" => t!(l, page.notice.training_moved_clash),
        "stayed" => t!(l, page.notice.stayed),
        "stayed_clash" => t!(l, page.notice.stayed_clash),
        "enrolment_removed" => t!(l, page.notice.enrolment_removed),
        "attendance_corrected" => t!(l, page.notice.attendance_corrected),
        "placed" => t!(l, page.notice.placed),
        "placed_clash" => t!(l, page.notice.placed_clash),
        "not_placed" => t!(l, page.notice.not_placed),
        "attendance_saved" => t!(l, page.notice.attendance_saved),
        "attendance_confirmed" => t!(l, page.notice.attendance_confirmed),
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
