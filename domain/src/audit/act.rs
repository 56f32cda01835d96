//! What the chain knows: every act that leaves a line, for who looks for one.

/// A verb, and what kind of thing it is done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Act {
    /// What is done.
    pub verb: &'static str,
    /// To what kind of thing.
    pub thing: &'static str,
}

impl Act {
    /// The act of a text in an address.
    pub fn parse(text: &str) -> Option<Self> {
        ACTS.iter().copied().find(|act| act.code() == text)
    }

    /// The text in an address.
    pub fn code(self) -> String {
        format!("{}.{}", self.verb, self.thing)
    }
}

/// The kind of thing of a text in an address.
pub fn thing(text: &str) -> Option<&'static str> {
    ACTS.iter().map(|act| act.thing).find(|thing| *thing == text)
}

/// All of them, things of a kind together.
pub const ACTS: &[Act] = &[
    act("erase_detail", "audit"),
    act("load", "demo"),
    act("load", "volume"),
    act("sign_in", "account"),
    act("change_password", "account"),
    act("activate", "account"),
    act("create_admin", "account"),
    act("create_office", "account"),
    act("void_password", "account"),
    act("unlock", "account"),
    act("close", "account"),
    act("set_factor", "account"),
    act("remove_factor", "account"),
    act("demand_factor", "account"),
    act("end_sessions", "account"),
    act("open", "account"),
    act("issue_code", "account"),
    act("grant_alone", "person"),
    act("propose_role", "person"),
    act("confirm_role", "person"),
    act("refuse_role", "person"),
    act("grant", "person"),
    act("end_grant", "person"),
    act("merge", "person"),
    act("merge_away", "person"),
    act("undo_merge", "person"),
    act("sweep", "data_class"),
    act("consent", "processing"),
    act("consent", "publication"),
    act("correct_own", "person"),
    act("ask", "data_request"),
    act("withdraw", "data_request"),
    act("granted", "data_request"),
    act("refused", "data_request"),
    act("send", "complaint"),
    act("withdraw", "complaint"),
    act("answer", "complaint"),
    act("merge", "organisation"),
    act("merge_away", "organisation"),
    act("undo_merge", "organisation"),
    act("fix", "merging"),
    act("upload", "upload"),
    act("open", "course_version"),
    act("submit", "course_version"),
    act("clear", "course_version"),
    act("send_back", "course_version"),
    act("resubmit", "course_version"),
    act("supersede", "course_version"),
    act("settle", "course_version"),
    act("list", "course_version"),
    act("retire", "course_version"),
    act("give_up", "course_version"),
    act("replace_slides", "course_version"),
    act("suspend", "course_version"),
    act("relist", "course_version"),
    act("extend", "course_version"),
    act("end", "course_version"),
    act("list_change", "course_version"),
    act("follow", "lecture_request"),
    act("lapse", "booking"),
    act("hold", "booking"),
    act("confirm", "booking"),
    act("extend", "booking"),
    act("cancel", "booking"),
    act("withdraw", "booking"),
    act("miss", "booking"),
    act("undo", "booking"),
    act("answer", "panel"),
    act("replace", "panel"),
    act("move", "review_session"),
    act("reconfirm", "booking"),
    act("reschedule", "booking"),
    act("wait", "waiting_entry"),
    act("offer", "waiting_entry"),
    act("accept", "waiting_entry"),
    act("decline", "waiting_entry"),
    act("lapse", "waiting_entry"),
    act("withdraw", "waiting_entry"),
    act("end", "waiting_entry"),
    act("withdraw_offer", "waiting_entry"),
    act("add", "place"),
    act("plan", "review_session"),
    act("change", "review_session"),
    act("publish", "review_session"),
    act("close", "review_session"),
    act("cancel", "review_session"),
    act("set_panel", "review_session"),
    act("begin", "review_session"),
    act("follow", "review_session"),
    act("archive", "review_session"),
    act("move_deadline", "review_session"),
    act("withdraw", "slot"),
    act("declare", "trial_lecture"),
    act("enter_presence", "trial_lecture"),
    act("start", "trial_lecture"),
    act("end", "trial_lecture"),
    act("close_scoring", "trial_lecture"),
    act("reopen", "trial_lecture"),
    act("vote", "trial_lecture"),
    act("propose", "trial_lecture"),
    act("send_back", "trial_lecture"),
    act("confirm", "trial_lecture"),
    act("submit", "review_sheet"),
    act("void", "review_sheet"),
    act("unlock", "review_sheet"),
    act("plan", "observation"),
    act("offer", "observation"),
    act("assign", "observation"),
    act("hand_on", "observation"),
    act("accept", "observation"),
    act("decline", "observation"),
    act("submit", "observation"),
    act("answer", "observation"),
    act("move", "observation"),
    act("end", "observation"),
    act("weigh", "observation"),
    act("open", "audience_juror"),
    act("close", "audience_juror"),
    act("open", "award_cycle"),
    act("change", "award_cycle"),
    act("seat_judges", "award_cycle"),
    act("seat_substitute", "award_cycle"),
    act("announce", "award_cycle"),
    act("close_nominations", "award_cycle"),
    act("open_evaluation", "award_cycle"),
    act("close_scoring", "award_cycle"),
    act("post", "award_cycle"),
    act("declare_relations", "award_cycle"),
    act("propose", "award_cycle"),
    act("send_back", "award_cycle"),
    act("confirm", "award_cycle"),
    act("decide", "award_cycle"),
    act("export", "award_cycle"),
    act("export", "review_session"),
    act("move_deadline", "award_cycle"),
    act("change", "award_category"),
    act("decide_tie", "award_category"),
    act("declare_conflict", "nomination"),
    act("check", "nomination"),
    act("deviate", "nomination"),
    act("void", "score_sheet"),
    act("submit", "score_sheet"),
    act("import", "regions"),
    act("import", "organisations"),
    act("import", "lecturers"),
    act("import", "courses"),
    act("import", "hosts"),
    act("import", "tutors"),
    act("import", "training-hours"),
    act("import", "nominations"),
    act("submit", "lecture_request"),
    act("resubmit", "lecture_request"),
    act("renew_link", "lecture_request"),
    act("cancel", "lecture_request"),
    act("pass", "lecture_request"),
    act("send_back", "lecture_request"),
    act("reject", "lecture_request"),
    act("look_again", "lecture_request"),
    act("dispatch", "lecture_request"),
    act("expire", "lecture_request"),
    act("close", "lecture_request"),
    act("erase_contacts", "lecture_request"),
    act("move_deadline", "lecture_request"),
    act("discard", "unconfirmed_request"),
    act("accept", "dispatch"),
    act("decline", "dispatch"),
    act("lapse", "dispatch"),
    act("move_deadline", "dispatch"),
    act("plan", "delivery"),
    act("report", "delivery"),
    act("settle", "delivery"),
    act("give_back", "delivery"),
    act("submit", "hour_claim"),
    act("confirm", "hour_claim"),
    act("verify", "hour_claim"),
    act("return", "hour_claim"),
    act("reject", "hour_claim"),
    act("lock", "hour_claim"),
    act("reopen", "hour_claim"),
    act("dispute", "hour_claim"),
    act("plan", "training_event"),
    act("change", "training_event"),
    act("publish", "training_event"),
    act("cancel", "training_event"),
    act("enrol", "training_event"),
    act("withdraw", "training_event"),
    act("stay", "training_event"),
    act("correct_attendance", "training_event"),
    act("note_attendance", "training_event"),
    act("confirm_attendance", "training_event"),
    act("open", "assessment_year"),
    act("close", "assessment_year"),
    act("remove", "enrolment"),
    act("place", "enrolment"),
];

const fn act(verb: &'static str, thing: &'static str) -> Act {
    Act { verb, thing }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_act_is_read_as_it_is_written_and_stands_once() {
        for act in ACTS {
            assert_eq!(Act::parse(&act.code()), Some(*act));
            assert_eq!(thing(act.thing), Some(act.thing));
            assert_eq!(ACTS.iter().filter(|it| *it == act).count(), 1, "{act:?}");
        }
        assert_eq!((Act::parse("submit"), thing("nothing")), (None, None));
    }
}
