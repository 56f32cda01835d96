//! The messages of awards: from their announcement to what follows after a notice.

use domain::inbox::Message;
use leptos_i18n::td_string as t;

use crate::{Locale, time};

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::AwardAnnounced { cycle, title } => (
            t!(l, inbox.award_announced, title = title),
            t!(l, inbox.award_announced_text).to_owned(),
            format!("/notice/{cycle}"),
        ),
        Message::AwardShortlisted { cycle, title } => (
            t!(l, inbox.award_shortlisted, title = title),
            t!(l, inbox.award_shortlisted_text).to_owned(),
            format!("/nominate/{cycle}"),
        ),
        Message::AwardStageMoved { cycle, title, stage, until } => (
            t!(l, inbox.award_stage_moved, title = title),
            t!(
                l,
                inbox.award_stage_moved_text,
                stage = crate::award_stage::stage(l, *stage),
                until = time::day(l, *until)
            ),
            format!("/notice/{cycle}"),
        ),
        Message::AwardPosted { cycle, title, until } => (
            t!(l, inbox.award_posted, title = title),
            t!(l, inbox.award_posted_text, until = time::day(l, *until)),
            format!("/notice/{cycle}"),
        ),
        Message::ProposalConfirmed { cycle, title } => (
            t!(l, inbox.proposal_confirmed, title = title),
            t!(l, inbox.proposal_confirmed_text).to_owned(),
            format!("/award/{cycle}"),
        ),
        Message::AwardProposed { cycle, title } => (
            t!(l, inbox.award_proposed, title = title),
            t!(l, inbox.award_proposed_text).to_owned(),
            format!("/award/{cycle}/proposal"),
        ),
        Message::AwardDecided { cycle, title } => (
            t!(l, inbox.award_decided, title = title),
            t!(l, inbox.award_decided_text).to_owned(),
            format!("/notice/{cycle}"),
        ),
        Message::NominationEndorsed { cycle, title } => (
            t!(l, inbox.nomination_endorsed, title = title),
            t!(l, inbox.nomination_endorsed_text).to_owned(),
            format!("/notice/{cycle}"),
        ),
        Message::NominatedOneself { nomination, title, name } => (
            t!(l, inbox.nominated_oneself, name = name),
            t!(l, inbox.nominated_oneself_text, title = title),
            format!("/nomination/{nomination}/filing"),
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
        Message::ObjectionTakenOver { cycle, title } => (
            t!(l, inbox.objection_taken_over, title = title),
            t!(l, inbox.objection_taken_over_text).to_owned(),
            format!("/award/{cycle}/objection"),
        ),
        Message::NomineeJudged { title } => (
            t!(l, inbox.nominee_judged, title = title),
            t!(l, inbox.nominee_judged_text).to_owned(),
            "/award_result".to_owned(),
        ),
        _ => after_notice(l, message),
    }
}

/// What follows after a notice.
fn after_notice(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::ObjectionSettled { cycle, title } => (
            t!(l, inbox.objection_settled, title = title),
            t!(l, inbox.objection_settled_text).to_owned(),
            format!("/award/{cycle}/objection"),
        ),
        Message::NomineeCorrected { cycle, title, name, reason } => (
            t!(l, inbox.nominee_corrected, name = name),
            t!(l, inbox.nominee_corrected_text, title = title, reason = reason),
            format!("/notice/{cycle}"),
        ),
        Message::NomineeRemoved { cycle, title, name } => (
            t!(l, inbox.nominee_removed, name = name),
            t!(l, inbox.nominee_removed_text, title = title),
            format!("/notice/{cycle}"),
        ),
        Message::AwardeeRemoved { cycle, title, name } => (
            t!(l, inbox.awardee_removed, name = name),
            t!(l, inbox.awardee_removed_text, title = title),
            format!("/award/{cycle}/changes"),
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
        Message::AwardTakenOut { cycle, title, reason } => (
            t!(l, inbox.award_taken_out, title = title),
            t!(l, inbox.award_taken_out_text, reason = reason),
            format!("/award/{cycle}"),
        ),
        Message::AwardAborted { cycle, title, reason } => (
            t!(l, inbox.award_aborted, title = title),
            t!(l, inbox.award_aborted_text, reason = reason),
            format!("/notice/{cycle}"),
        ),
        _ => before_notice(l, message),
    }
}

/// What somebody finds on the way to a notice: in a nomination, or in a proposal.
fn before_notice(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::NominationChecked { nomination, cycle, title, name, is_eligible, reason } => {
            let head = if *is_eligible {
                t!(l, inbox.nomination_accepted, name = name)
            } else {
                t!(l, inbox.nomination_refused, name = name)
            };
            let path = match nomination {
                Some(id) => format!("/nomination/{id}/filing"),
                None => format!("/notice/{cycle}"),
            };
            let text = if reason.is_empty() {
                title.clone()
            } else {
                t!(l, inbox.nomination_checked_text, reason = reason, title = title)
            };
            (head, text, path)
        }
        Message::NominationReturnEnded { nomination, title, name, reason } => (
            t!(l, inbox.nomination_return_ended, name = name),
            t!(l, inbox.nomination_return_ended_text, reason = reason, title = title),
            format!("/nomination/{nomination}/filing"),
        ),
        Message::ProposalSentBack { cycle, title } => (
            t!(l, inbox.proposal_sent_back, title = title),
            t!(l, inbox.proposal_sent_back_text).to_owned(),
            format!("/award/{cycle}/proposal"),
        ),
        _ => Default::default(),
    }
}
