//! What the lines of the audit chain say.

use leptos_i18n::td_string as t;

use crate::Locale;

/// What was done to what kind of thing; its number follows.
pub fn verb(l: Locale, verb: &str, thing: &str) -> String {
    let known = match (verb, thing) {
        ("sign_in", "account") => t!(l, audit.verb.sign_in),
        ("change_password", "account") => t!(l, audit.verb.change_password),
        ("activate", "account") => t!(l, audit.verb.activate),
        ("create_admin", "account") => t!(l, audit.verb.create_admin),
        ("open", "account") => t!(l, audit.verb.open_account),
        ("issue_code", "account") => t!(l, audit.verb.issue_code),
        ("grant", "person") => t!(l, audit.verb.grant),
        ("end_grant", "person") => t!(l, audit.verb.end_grant),
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
        ("hold", "booking") => t!(l, audit.verb.hold_slot),
        ("confirm", "booking") => t!(l, audit.verb.confirm_booking),
        ("extend", "booking") => t!(l, audit.verb.extend_booking),
        ("cancel", "booking") => t!(l, audit.verb.cancel_booking),
        ("open", "award_cycle") => t!(l, audit.verb.open_cycle),
        ("change", "award_cycle") => t!(l, audit.verb.change_cycle),
        ("change", "award_category") => t!(l, audit.verb.change_category),
        ("seat_judges", "award_cycle") => t!(l, audit.verb.seat_judges),
        ("announce", "award_cycle") => t!(l, audit.verb.announce),
        ("close_nominations", "award_cycle") => t!(l, audit.verb.close_nominations),
        ("open_evaluation", "award_cycle") => t!(l, audit.verb.open_evaluation),
        ("close_scoring", "award_cycle") => t!(l, audit.verb.close_scoring),
        ("post", "award_cycle") => t!(l, audit.verb.post_notice),
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
        ("import", "regions") => t!(l, audit.verb.import_regions),
        ("import", "organisations") => t!(l, audit.verb.import_organisations),
        ("import", "lecturers") => t!(l, audit.verb.import_lecturers),
        ("import", "courses") => t!(l, audit.verb.import_courses),
        ("import", "hosts") => t!(l, audit.verb.import_hosts),
        ("import", "tutors") => t!(l, audit.verb.import_tutors),
        ("import", "training-hours") => t!(l, audit.verb.import_training_hours),
        ("import", "nominations") => t!(l, audit.verb.import_nominations),
        _ => return format!("{verb} {thing}"),
    };
    known.to_owned()
}
