//! What the lines of the audit chain say.

use domain::{
    award_cycle::AwardCycleState,
    booking::BookingState,
    course::CourseVersionState,
    delivery::DeliveryState,
    dispatch::DispatchState,
    hour_claim::ClaimState,
    lecture_request::RequestState,
    nomination::NominationState,
    observation::ObservationState,
    review_session::{ReviewSessionState, SlotState},
    role::Role,
    score_sheet::SheetStage,
    training_event::{EnrolmentState, TrainingState},
    trial_lecture::{TrialState, VetoVote},
};
use leptos_i18n::td_string as t;

use crate::Locale;

/// A host that has done something by its link.
pub fn host(l: Locale, name: &str) -> String {
    t!(l, audit.host, name = name)
}

/// A user of the machine, who gave a command.
pub fn machine(l: Locale, name: &str) -> String {
    t!(l, audit.machine, name = name)
}

/// A kind of thing; its code, if nobody has named it.
pub fn thing(l: Locale, thing: &str) -> String {
    let known = match thing {
        "audit" => t!(l, audit.thing.audit),
        "demo" => t!(l, audit.thing.demo),
        "volume" => t!(l, audit.thing.volume),
        "account" => t!(l, audit.thing.account),
        "person" => t!(l, audit.thing.person),
        "organisation" => t!(l, audit.thing.organisation),
        "merging" => t!(l, audit.thing.merging),
        "upload" => t!(l, audit.thing.upload),
        "course_version" => t!(l, audit.thing.course_version),
        "booking" => t!(l, audit.thing.booking),
        "panel" => t!(l, audit.thing.panel),
        "reference_lecture" => t!(l, audit.thing.reference_lecture),
        "waiting_entry" => t!(l, audit.thing.waiting_entry),
        "place" => t!(l, audit.thing.place),
        "slot" => t!(l, audit.thing.slot),
        "data_class" => t!(l, audit.thing.data_class),
        "processing" => t!(l, audit.thing.processing),
        "publication" => t!(l, audit.thing.publication),
        "data_request" => t!(l, audit.thing.data_request),
        "complaint" => t!(l, audit.thing.complaint),
        "observation" => t!(l, audit.thing.observation),
        "audience_juror" => t!(l, audit.thing.audience_juror),
        "trial_lecture" => t!(l, audit.thing.trial_lecture),
        "review_sheet" => t!(l, audit.thing.review_sheet),
        "review_session" => t!(l, audit.thing.review_session),
        "award_cycle" => t!(l, audit.thing.award_cycle),
        "award_category" => t!(l, audit.thing.award_category),
        "nomination" => t!(l, audit.thing.nomination),
        "score_sheet" => t!(l, audit.thing.score_sheet),
        "regions" => t!(l, audit.thing.regions),
        "organisations" => t!(l, audit.thing.organisations),
        "lecturers" => t!(l, audit.thing.lecturers),
        "courses" => t!(l, audit.thing.courses),
        "hosts" => t!(l, audit.thing.hosts),
        "tutors" => t!(l, audit.thing.tutors),
        "training-hours" => t!(l, audit.thing.training_hours),
        "nominations" => t!(l, audit.thing.nominations),
        "lecture_request" => t!(l, audit.thing.lecture_request),
        "unconfirmed_request" => t!(l, audit.thing.unconfirmed_request),
        "dispatch" => t!(l, audit.thing.dispatch),
        "delivery" => t!(l, audit.thing.delivery),
        "hour_claim" => t!(l, audit.thing.hour_claim),
        "training_event" => t!(l, audit.thing.training_event),
        "assessment_year" => t!(l, audit.thing.assessment_year),
        "enrolment" => t!(l, audit.thing.enrolment),
        _ => thing,
    };
    known.to_owned()
}

/// A state of a kind of thing, or a role that was given or taken; its code, if nobody has named it.
pub fn state(l: Locale, thing: &str, code: &str) -> String {
    let known = match thing {
        "person" => Role::parse(code).map(|it| crate::person::role(l, it)),
        "course_version" => CourseVersionState::parse(code).map(|it| crate::course::state(l, it)),
        "booking" => {
            BookingState::parse(code).map(|it| crate::review_session::booking_state(l, it))
        }
        "review_session" => {
            ReviewSessionState::parse(code).map(|it| crate::review_session::state(l, it))
        }
        "slot" => SlotState::parse(code).map(|it| crate::review_session::slot_state(l, it)),
        "trial_lecture" => TrialState::parse(code)
            .map(|it| crate::trial_lecture::state(l, it))
            .or_else(|| VetoVote::parse(code).map(|it| crate::trial_lecture::veto_vote(l, it)))
            .or_else(|| {
                BookingState::parse(code).map(|it| crate::review_session::booking_state(l, it))
            }),
        "observation" => ObservationState::parse(code).map(|it| crate::observation::state(l, it)),
        "award_cycle" => AwardCycleState::parse(code).map(|it| crate::award_cycle::state(l, it)),
        "nomination" => {
            NominationState::parse(code).map(|it| crate::award_cycle::nomination_state(l, it))
        }
        "score_sheet" | "review_sheet" => {
            Some(crate::award_cycle::sheet_state(l, SheetStage::parse(code)).1)
        }
        "lecture_request" => {
            RequestState::parse(code).map(|it| crate::lecture_request::state(l, it))
        }
        "dispatch" => DispatchState::parse(code).map(|it| crate::dispatch::state(l, it)),
        "delivery" => DeliveryState::parse(code).map(|it| crate::delivery::state(l, it)),
        "hour_claim" => ClaimState::parse(code).map(|it| crate::hour_claim::state(l, it)),
        "enrolment" => {
            EnrolmentState::parse(code).map(|it| crate::training_event::enrolment(l, it))
        }
        // The state of the training, or of somebody's place at it.
        "training_event" => {
            TrainingState::parse(code).map(|it| crate::training_event::state(l, it)).or_else(|| {
                EnrolmentState::parse(code).map(|it| crate::training_event::enrolment(l, it))
            })
        }
        _ => None,
    };
    known.unwrap_or(code).to_owned()
}

/// What was done to what kind of thing; its number follows.
#[expect(clippy::too_many_lines, reason = "a line for each verb")]
pub fn verb(l: Locale, verb: &str, thing: &str) -> String {
    let known = match (verb, thing) {
        ("erase_detail", "audit") => t!(l, audit.verb.erase_detail),
        ("sweep", _) => t!(l, audit.verb.sweep),
        ("consent", _) => t!(l, audit.verb.consent),
        ("correct_own", "person") => t!(l, audit.verb.correct_own),
        ("ask", "data_request") => t!(l, audit.verb.ask_data),
        ("withdraw", "data_request") => t!(l, audit.verb.withdraw_data),
        ("granted", "data_request") => t!(l, audit.verb.grant_data),
        ("refused", "data_request") => t!(l, audit.verb.refuse_data),
        ("plan", "observation") => t!(l, audit.verb.plan_observation),
        ("offer", "observation") => t!(l, audit.verb.offer_observation),
        ("assign", "observation") => t!(l, audit.verb.assign_observer),
        ("hand_on", "observation") => t!(l, audit.verb.hand_on_observation),
        ("accept", "observation") => t!(l, audit.verb.accept_observation),
        ("decline", "observation") => t!(l, audit.verb.decline_observation),
        ("submit", "observation") => t!(l, audit.verb.submit_observation),
        ("answer", "observation") => t!(l, audit.verb.answer_observation),
        ("move", "observation") => t!(l, audit.verb.move_observation),
        ("end", "observation") => t!(l, audit.verb.end_observation),
        ("weigh", "observation") => t!(l, audit.verb.weigh_observation),
        ("open", "audience_juror") => t!(l, audit.verb.open_jurors),
        ("close", "audience_juror") => t!(l, audit.verb.close_jurors),
        ("send", "complaint") => t!(l, audit.verb.send_complaint),
        ("withdraw", "complaint") => t!(l, audit.verb.withdraw_complaint),
        ("answer", "complaint") => t!(l, audit.verb.answer_complaint),
        ("load", "demo" | "volume") => t!(l, audit.verb.load_demo),
        ("sign_in", "account") => t!(l, audit.verb.sign_in),
        ("change_password", "account") => t!(l, audit.verb.change_password),
        ("activate", "account") => t!(l, audit.verb.activate),
        ("create_admin", "account") => t!(l, audit.verb.create_admin),
        ("create_office", "account") => t!(l, audit.verb.create_office),
        ("void_password", "account") => t!(l, audit.verb.void_password),
        ("unlock", "account") => t!(l, audit.verb.unlock_account),
        ("close", "account") => t!(l, audit.verb.close_account),
        ("set_factor", "account") => t!(l, audit.verb.set_factor),
        ("remove_factor", "account") => t!(l, audit.verb.remove_factor),
        ("demand_factor", "account") => t!(l, audit.verb.demand_factor),
        ("end_sessions", "account") => t!(l, audit.verb.end_sessions),
        ("grant_alone", "person") => t!(l, audit.verb.grant_alone),
        ("propose_role", "person") => t!(l, audit.verb.propose_role),
        ("confirm_role", "person") => t!(l, audit.verb.confirm_role),
        ("refuse_role", "person") => t!(l, audit.verb.refuse_role),
        ("open", "account") => t!(l, audit.verb.open_account),
        ("issue_code", "account") => t!(l, audit.verb.issue_code),
        ("grant", "person") => t!(l, audit.verb.grant),
        ("end_grant", "person") => t!(l, audit.verb.end_grant),
        ("merge", "person") => t!(l, audit.verb.merge),
        ("merge_away", "person") => t!(l, audit.verb.merge_away),
        ("undo_merge", "person") => t!(l, audit.verb.undo_merge),
        ("merge", "organisation") => t!(l, audit.verb.merge_unit),
        ("merge_away", "organisation") => t!(l, audit.verb.merge_unit_away),
        ("undo_merge", "organisation") => t!(l, audit.verb.undo_merge_unit),
        ("fix", "merging") => t!(l, audit.verb.fix_merged),
        ("upload", "upload") => t!(l, audit.verb.upload),
        ("open", "course_version") => t!(l, audit.verb.open_course),
        ("submit", "course_version") => t!(l, audit.verb.submit_course),
        ("clear", "course_version") => t!(l, audit.verb.clear_course),
        ("send_back", "course_version") => t!(l, audit.verb.send_back_course),
        ("lapse", "booking") => t!(l, audit.verb.lapse_booking),
        ("add", "place") => t!(l, audit.verb.add_place),
        ("plan", "review_session") => t!(l, audit.verb.plan_session),
        ("change", "review_session") => t!(l, audit.verb.change_session),
        ("publish", "review_session") => t!(l, audit.verb.publish_session),
        ("close", "review_session") => t!(l, audit.verb.close_session),
        ("cancel", "review_session") => t!(l, audit.verb.cancel_session),
        ("withdraw", "slot") => t!(l, audit.verb.withdraw_slot),
        ("withdraw", "booking") => t!(l, audit.verb.withdraw_booking),
        ("set_panel", "review_session") => t!(l, audit.verb.set_panel),
        ("begin", "review_session") => t!(l, audit.verb.begin_sitting),
        ("archive", "review_session") => t!(l, audit.verb.archive_session),
        ("follow", "review_session") => t!(l, audit.verb.follow_session),
        ("enter_presence", "trial_lecture") => t!(l, audit.verb.enter_presence),
        ("start", "trial_lecture") => t!(l, audit.verb.start_lecture),
        ("end", "trial_lecture") => t!(l, audit.verb.end_lecture),
        ("miss", "booking") => t!(l, audit.verb.miss_booking),
        ("reschedule", "booking") => t!(l, audit.verb.reschedule_booking),
        ("wait", "waiting_entry") => t!(l, audit.verb.wait),
        ("offer", "waiting_entry") => t!(l, audit.verb.offer_slot),
        ("accept", "waiting_entry") => t!(l, audit.verb.accept_offer),
        ("decline", "waiting_entry") => t!(l, audit.verb.decline_offer),
        ("lapse", "waiting_entry") => t!(l, audit.verb.lapse_offer),
        ("withdraw", "waiting_entry") => t!(l, audit.verb.withdraw_waiting),
        ("end", "waiting_entry") => t!(l, audit.verb.end_waiting),
        ("withdraw_offer", "waiting_entry") => t!(l, audit.verb.withdraw_offer),
        ("suspend", "course_version") => t!(l, audit.verb.suspend_course),
        ("relist", "course_version") => t!(l, audit.verb.relist_course),
        ("extend", "course_version") => t!(l, audit.verb.extend_course),
        ("end", "course_version") => t!(l, audit.verb.end_listing),
        ("list_change", "course_version") => t!(l, audit.verb.list_change),
        ("follow", "lecture_request") => t!(l, audit.verb.follow_course),
        ("answer", "panel") => t!(l, audit.verb.answer_panel),
        ("replace", "panel") => t!(l, audit.verb.replace_panelist),
        ("move", "review_session") => t!(l, audit.verb.move_session),
        ("reconfirm", "booking") => t!(l, audit.verb.reconfirm),
        ("replace_slides", "course_version") => t!(l, audit.verb.replace_slides),
        ("undo", "booking") => t!(l, audit.verb.undo_booking),
        ("declare", "trial_lecture") => t!(l, audit.verb.declare_panel),
        ("close_scoring", "trial_lecture") => t!(l, audit.verb.close_lecture),
        ("reopen", "trial_lecture") => t!(l, audit.verb.reopen_lecture),
        ("vote", "trial_lecture") => t!(l, audit.verb.vote_veto),
        ("propose", "trial_lecture") => t!(l, audit.verb.propose_verdict),
        ("send_back", "trial_lecture") => t!(l, audit.verb.send_verdict_back),
        ("confirm", "trial_lecture") => t!(l, audit.verb.confirm_verdict),
        ("withdraw", "trial_lecture") => t!(l, audit.verb.withdraw_lecture),
        ("submit", "review_sheet") => t!(l, audit.verb.submit_review_sheet),
        ("void", "review_sheet") => t!(l, audit.verb.void_review_sheet),
        ("unlock", "review_sheet") => t!(l, audit.verb.unlock_review_sheet),
        ("change", "slot") => t!(l, audit.verb.change_slot),
        ("open", "reference_lecture") => t!(l, audit.verb.open_reference),
        ("close", "reference_lecture") => t!(l, audit.verb.close_reference),
        ("score", "reference_lecture") => t!(l, audit.verb.score_reference),
        ("record_conflict", "trial_lecture") => t!(l, audit.verb.record_late_conflict),
        ("order_repeat", "course_version") => t!(l, audit.verb.order_repeat),
        ("call_off_repeat", "course_version") => t!(l, audit.verb.call_off_repeat),
        ("settle", "course_version") => t!(l, audit.verb.settle_course),
        ("resubmit", "course_version") => t!(l, audit.verb.resubmit_course),
        ("supersede", "course_version") => t!(l, audit.verb.supersede_course),
        ("list", "course_version") => t!(l, audit.verb.list_course),
        ("retire", "course_version") => t!(l, audit.verb.retire_course),
        ("give_up", "course_version") => t!(l, audit.verb.give_up_course),
        ("hold", "booking") => t!(l, audit.verb.hold_slot),
        ("confirm", "booking") => t!(l, audit.verb.confirm_booking),
        ("extend", "booking") => t!(l, audit.verb.extend_booking),
        ("cancel", "booking") => t!(l, audit.verb.cancel_booking),
        ("open", "award_cycle") => t!(l, audit.verb.open_cycle),
        ("change", "award_cycle") => t!(l, audit.verb.change_cycle),
        ("change", "award_category") => t!(l, audit.verb.change_category),
        ("seat_judges", "award_cycle") => t!(l, audit.verb.seat_judges),
        ("seat_substitute", "award_cycle") => t!(l, audit.verb.seat_substitute),
        ("announce", "award_cycle") => t!(l, audit.verb.announce),
        ("close_nominations", "award_cycle") => t!(l, audit.verb.close_nominations),
        ("open_evaluation", "award_cycle") => t!(l, audit.verb.open_evaluation),
        ("close_scoring", "award_cycle") => t!(l, audit.verb.close_scoring),
        ("post", "award_cycle") => t!(l, audit.verb.post_notice),
        ("declare_conflict", "nomination") => t!(l, audit.verb.declare_conflict),
        ("check", "nomination") => t!(l, audit.verb.check_nomination),
        ("declare_relations", "award_cycle") => t!(l, audit.verb.declare_relations),
        ("void", "score_sheet") => t!(l, audit.verb.void_sheet),
        ("submit", "score_sheet") => t!(l, audit.verb.submit_sheet),
        ("decide_tie", "award_category") => t!(l, audit.verb.decide_tie),
        ("deviate", "nomination") => t!(l, audit.verb.deviate),
        ("propose", "award_cycle") => t!(l, audit.verb.propose),
        ("send_back", "award_cycle") => t!(l, audit.verb.send_back_cycle),
        ("confirm", "award_cycle") => t!(l, audit.verb.confirm_cycle),
        ("decide", "award_cycle") => t!(l, audit.verb.decide_cycle),
        ("export", "award_cycle") => t!(l, audit.verb.export_package),
        ("export", "review_session") => t!(l, audit.verb.export_review_package),
        ("import", "regions") => t!(l, audit.verb.import_regions),
        ("import", "organisations") => t!(l, audit.verb.import_organisations),
        ("import", "lecturers") => t!(l, audit.verb.import_lecturers),
        ("import", "courses") => t!(l, audit.verb.import_courses),
        ("import", "hosts") => t!(l, audit.verb.import_hosts),
        ("import", "tutors") => t!(l, audit.verb.import_tutors),
        ("import", "training-hours") => t!(l, audit.verb.import_training_hours),
        ("import", "nominations") => t!(l, audit.verb.import_nominations),
        ("submit", "lecture_request") => t!(l, audit.verb.submit_request),
        ("resubmit", "lecture_request") => t!(l, audit.verb.resubmit_request),
        ("renew_link", "lecture_request") => t!(l, audit.verb.renew_link),
        ("discard", "unconfirmed_request") => t!(l, audit.verb.discard_request),
        ("cancel", "lecture_request") => t!(l, audit.verb.cancel_request),
        ("pass", "lecture_request") => t!(l, audit.verb.pass_request),
        ("send_back", "lecture_request") => t!(l, audit.verb.send_back_request),
        ("reject", "lecture_request") => t!(l, audit.verb.reject_request),
        ("look_again", "lecture_request") => t!(l, audit.verb.look_again),
        ("dispatch", "lecture_request") => t!(l, audit.verb.dispatch_request),
        ("expire", "lecture_request") => t!(l, audit.verb.expire_request),
        ("close", "lecture_request") => t!(l, audit.verb.close_request),
        ("erase_contacts", "lecture_request") => t!(l, audit.verb.erase_contacts),
        ("accept", "dispatch") => t!(l, audit.verb.accept_dispatch),
        ("decline", "dispatch") => t!(l, audit.verb.decline_dispatch),
        ("lapse", "dispatch") => t!(l, audit.verb.lapse_dispatch),
        ("plan", "delivery") => t!(l, audit.verb.plan_delivery),
        ("report", "delivery") => t!(l, audit.verb.report_delivery),
        ("state_version", "delivery") => t!(l, audit.verb.state_version),
        ("settle", "delivery") => t!(l, audit.verb.settle_delivery),
        ("give_back", "delivery") => t!(l, audit.verb.give_back_delivery),
        ("submit", "hour_claim") => t!(l, audit.verb.submit_claim),
        ("confirm", "hour_claim") => t!(l, audit.verb.confirm_claim),
        ("verify", "hour_claim") => t!(l, audit.verb.verify_claim),
        ("return", "hour_claim") => t!(l, audit.verb.return_claim),
        ("reject", "hour_claim") => t!(l, audit.verb.reject_claim),
        ("lock", "hour_claim") => t!(l, audit.verb.lock_claim),
        ("reopen", "hour_claim") => t!(l, audit.verb.reopen_claim),
        ("dispute", "hour_claim") => t!(l, audit.verb.dispute_claim),
        ("plan", "training_event") => t!(l, audit.verb.plan_training),
        ("change", "training_event") => t!(l, audit.verb.change_training),
        ("publish", "training_event") => t!(l, audit.verb.publish_training),
        ("cancel", "training_event") => t!(l, audit.verb.cancel_training),
        ("enrol", "training_event") => t!(l, audit.verb.enrol),
        ("withdraw", "training_event") => t!(l, audit.verb.withdraw),
        ("move_deadline", _) => t!(l, audit.verb.move_deadline),
        ("open", "assessment_year") => t!(l, audit.verb.open_year),
        ("close", "assessment_year") => t!(l, audit.verb.close_year),
        ("stay", "training_event") => t!(l, audit.verb.stay),
        ("remove", "enrolment") => t!(l, audit.verb.remove_enrolment),
        ("correct_attendance", "training_event") => t!(l, audit.verb.correct_attendance),
        ("place", "enrolment") => t!(l, audit.verb.place_enrolment),
        ("note_attendance", "training_event") => t!(l, audit.verb.note_attendance),
        ("confirm_attendance", "training_event") => t!(l, audit.verb.confirm_attendance),
        _ => return format!("{verb} {thing}"),
    };
    known.to_owned()
}
