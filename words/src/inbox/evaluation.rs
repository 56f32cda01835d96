//! The messages of an evaluation: what a judge is to do, and what an office has put right.

use domain::inbox::Message;
use leptos_i18n::td_string as t;

use crate::Locale;

pub(super) fn message(l: Locale, message: &Message) -> (String, String, String) {
    match message {
        Message::AwardJudging { cycle, title } => (
            t!(l, inbox.award_judging, title = title),
            t!(l, inbox.award_judging_text).to_owned(),
            format!("/award/{cycle}/judging"),
        ),
        Message::AwardVoting { cycle, title } => (
            t!(l, inbox.award_voting, title = title),
            t!(l, inbox.award_voting_text).to_owned(),
            format!("/award/{cycle}/room"),
        ),
        Message::FinalMeetingOpened { cycle, title } => (
            t!(l, inbox.final_meeting_opened, title = title),
            t!(l, inbox.final_meeting_opened_text).to_owned(),
            format!("/award/{cycle}/room"),
        ),
        Message::ReadersAssigned { cycle, title } => (
            t!(l, inbox.readers_assigned, title = title),
            t!(l, inbox.readers_assigned_text).to_owned(),
            format!("/award/{cycle}/judging"),
        ),
        Message::ScoreSheetOpened { nomination, title, name, reason } => (
            t!(l, inbox.score_sheet_opened, name = name),
            t!(l, inbox.score_sheet_opened_text, title = title, reason = reason),
            format!("/score_sheet/{nomination}"),
        ),
        Message::RelationUndone { cycle, title, name, reason } => (
            t!(l, inbox.relation_undone, name = name),
            t!(l, inbox.relation_undone_text, title = title, reason = reason),
            format!("/award/{cycle}/judging"),
        ),
        Message::EvaluationPutRight { cycle, title, judge, name, reason } => (
            t!(l, inbox.evaluation_put_right, title = title),
            t!(
                l,
                inbox.evaluation_put_right_text,
                judge = crate::person::teacher(l, judge),
                name = name,
                reason = reason
            ),
            format!("/award/{cycle}"),
        ),
        _ => Default::default(),
    }
}
