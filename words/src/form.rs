//! Fields of forms: their labels and hints, and what is wrong with them.

use domain::form::ProblemKind;
use leptos_i18n::td_string as t;

use crate::Locale;

/// Label and hint of a field by its name; nothing for an unknown one.
pub fn label(l: Locale, field: &str) -> (&'static str, Option<&'static str>) {
    (name(l, field), hint(l, field))
}

/// How many fields have problems.
pub fn summary(l: Locale, n: usize) -> String {
    t!(l, form.summary, count = n)
}

/// What is wrong with a field, said as what is expected.
pub fn problem(l: Locale, kind: ProblemKind) -> String {
    let text = match kind {
        ProblemKind::TooShort(n) => return t!(l, form.problem.too_short, n = n),
        ProblemKind::TooLong { most, typed } => {
            return t!(l, form.problem.too_long, most = most, typed = typed);
        }
        ProblemKind::OutOfRange(least, most) => {
            return t!(l, form.problem.out_of_range, least = least, most = most);
        }
        ProblemKind::PanelTooSmall(n) => return t!(l, form.problem.panel_too_small, n = n),
        ProblemKind::NotAScore(max) => {
            let max = format!("{}.{:02}", max / 100, max % 100);
            return t!(l, form.problem.not_a_score, max = max);
        }
        ProblemKind::FileTooLarge(n) => return t!(l, form.problem.file_too_large, n = n),
        ProblemKind::TooFarAhead(n) => return t!(l, form.problem.too_far_ahead, n = n),
        ProblemKind::NotAPhone => t!(l, form.problem.not_a_phone),
        ProblemKind::EndsBeforeStart => t!(l, form.problem.ends_before_start),
        ProblemKind::TooManyHours(n) => return t!(l, form.problem.too_many_hours, n = n),
        ProblemKind::Missing => t!(l, form.problem.missing),
        ProblemKind::NotANumber => t!(l, form.problem.not_a_number),
        ProblemKind::NotADate => t!(l, form.problem.not_a_date),
        ProblemKind::NotATime => t!(l, form.problem.not_a_time),
        ProblemKind::InThePast => t!(l, form.problem.in_the_past),
        ProblemKind::UnknownChoice => t!(l, form.problem.unknown_choice),
        ProblemKind::NotAgreed => t!(l, form.problem.not_agreed),
        ProblemKind::PlaceOrLink => t!(l, form.problem.place_or_link),
        ProblemKind::NotALink => t!(l, form.problem.not_a_link),
        ProblemKind::Unprintable => t!(l, form.problem.unprintable),
        ProblemKind::WrongPassword => t!(l, form.problem.wrong_password),
        ProblemKind::WeakPassword => t!(l, form.problem.weak_password),
        ProblemKind::Different => t!(l, form.problem.different),
        ProblemKind::Twice => t!(l, form.problem.twice),
        ProblemKind::FileKind => t!(l, form.problem.file_kind),
        ProblemKind::ExcludedRole => t!(l, form.problem.excluded_role),
        ProblemKind::NameTaken => t!(l, form.problem.name_taken),
        ProblemKind::LicensedWord => t!(l, form.problem.licensed_word),
        ProblemKind::NotLines => t!(l, form.problem.not_lines),
        ProblemKind::KnownConflict => t!(l, form.problem.known_conflict),
        ProblemKind::DeclaredConflict => t!(l, form.problem.declared_conflict),
        ProblemKind::NoSeatLine(n) => return t!(l, form.problem.no_seat_line, n = n),
        ProblemKind::OverAwardCap(n) => return t!(l, form.problem.over_award_cap, n = n),
        ProblemKind::ConflictedRow => t!(l, form.problem.conflicted_row),
        ProblemKind::TooFewJudges(n) => return t!(l, form.problem.too_few_judges, n = n),
        ProblemKind::OverQuota => t!(l, form.problem.over_quota),
        ProblemKind::TooFewSheets(n) => return t!(l, form.problem.too_few_sheets, n = n),
        ProblemKind::NoResult => t!(l, form.problem.no_result),
        ProblemKind::TooManySeats(n) => return t!(l, form.problem.too_many_seats, n = n),
        ProblemKind::NoAddedSeats => t!(l, form.problem.no_added_seats),
        ProblemKind::NotDecided => t!(l, form.problem.not_decided),
        ProblemKind::NotNeeded => t!(l, form.problem.not_needed),
        ProblemKind::TieOpen => t!(l, form.problem.tie_open),
        ProblemKind::NoticeRuns => t!(l, form.problem.notice_runs),
        ProblemKind::NotHours => t!(l, form.problem.not_hours),
        ProblemKind::InTheFuture => t!(l, form.problem.in_the_future),
        ProblemKind::LastDayBeforeFirst => t!(l, form.problem.last_day_before_first),
        ProblemKind::TooLate => t!(l, form.problem.too_late),
        ProblemKind::ProofUsed => t!(l, form.problem.proof_used),
        ProblemKind::ProofKind => t!(l, form.problem.proof_kind),
        ProblemKind::NoUnit => t!(l, form.problem.no_unit),
        ProblemKind::NotOwn => t!(l, form.problem.not_own),
        ProblemKind::NotASpreadsheet => t!(l, form.problem.not_a_spreadsheet),
    };
    text.to_owned()
}

fn name(l: Locale, field: &str) -> &'static str {
    match field {
        "sign_in_name" => t!(l, form.label.sign_in_name),
        "password" => t!(l, form.label.password),
        "old_password" => t!(l, form.label.old_password),
        "new_password" => t!(l, form.label.new_password),
        "repeat_password" => t!(l, form.label.repeat_password),
        "role" => t!(l, form.label.role),
        "scope" => t!(l, form.label.scope),
        "ends_on" => t!(l, form.label.ends_on),
        "decision" => t!(l, form.label.decision),
        "place_name" => t!(l, form.label.place_name),
        "address" => t!(l, form.label.address),
        "county" => t!(l, form.label.county),
        "title" => t!(l, form.label.title),
        "summary" => t!(l, form.label.summary),
        "field" => t!(l, form.label.field),
        "stages" => t!(l, form.label.stages),
        "groups" => t!(l, form.label.groups),
        "minutes" => t!(l, form.label.minutes),
        "max_audience" => t!(l, form.label.max_audience),
        "equipment" => t!(l, form.label.equipment),
        "outline" => t!(l, form.label.outline),
        "sources" => t!(l, form.label.sources),
        "slides" => t!(l, form.label.slides),
        "owns_rights" => t!(l, form.label.owns_rights),
        "no_advertising" => t!(l, form.label.no_advertising),
        "remark" => t!(l, form.label.remark),
        "comment" => t!(l, form.label.comment),
        "reason" => t!(l, form.label.reason),
        "held_on" => t!(l, form.label.held_on),
        "starts_at" => t!(l, form.label.starts_at),
        "slot_minutes" => t!(l, form.label.slot_minutes),
        "n_slots" => t!(l, form.label.n_slots),
        "break_minutes" => t!(l, form.label.break_minutes),
        "place" => t!(l, form.label.place),
        "video_link" => t!(l, form.label.video_link),
        "opens_on" => t!(l, form.label.opens_on),
        "fields" => t!(l, form.label.fields),
        "panel" => t!(l, form.label.panel),
        "once" => t!(l, form.label.once),
        "file" => t!(l, form.label.file),
        "kind" => t!(l, form.label.kind),
        "as_of" => t!(l, form.label.as_of),
        "plan" => t!(l, form.label.plan),
        _ => award_name(l, field),
    }
}

fn award_name(l: Locale, field: &str) -> &'static str {
    match field {
        "award_title" => t!(l, form.label.award_title),
        "year" => t!(l, form.label.year),
        "legal_basis" => t!(l, form.label.legal_basis),
        "approval_no" => t!(l, form.label.approval_no),
        "objections_to" => t!(l, form.label.objections_to),
        "criteria" => t!(l, form.label.criteria),
        "quota_kind" => t!(l, form.label.quota_kind),
        "seats" => t!(l, form.label.seats),
        "added_seats" => t!(l, form.label.added_seats),
        "units" => t!(l, form.label.units),
        "judges" => t!(l, form.label.judges),
        "substitute" => t!(l, form.label.substitute),
        "absent" => t!(l, form.label.absent),
        "nominee" => t!(l, form.label.nominee),
        "relation" => t!(l, form.label.relation),
        "tie" => t!(l, form.label.tie),
        "resolution" => t!(l, form.label.resolution),
        "ballots" => t!(l, form.label.ballots),
        "votes" => t!(l, form.label.votes),
        "reference" => t!(l, form.label.reference),
        "selected" => t!(l, form.label.selected),
        "deviation" => t!(l, form.label.deviation),
        "document_no" => t!(l, form.label.document_no),
        _ => lecture_name(l, field),
    }
}

fn lecture_name(l: Locale, field: &str) -> &'static str {
    match field {
        "host_name" => t!(l, form.label.host_name),
        "host_kind" => t!(l, form.label.host_kind),
        "host_county" => t!(l, form.label.host_county),
        "hall" => t!(l, form.label.hall),
        "hall_equipment" => t!(l, form.label.hall_equipment),
        "stage" => t!(l, form.label.stage),
        "audience" => t!(l, form.label.audience),
        "mode" => t!(l, form.label.mode),
        "day_1" => t!(l, form.label.day_1),
        "hour_1" => t!(l, form.label.hour_1),
        "day_2" => t!(l, form.label.day_2),
        "hour_2" => t!(l, form.label.hour_2),
        "day_3" => t!(l, form.label.day_3),
        "hour_3" => t!(l, form.label.hour_3),
        "contact_phone" => t!(l, form.label.contact_phone),
        "whitelist" => t!(l, form.label.whitelist),
        "wish" => t!(l, form.label.wish),
        "adult" => t!(l, form.label.adult),
        "consent" => t!(l, form.label.consent),
        "decline_reason" => t!(l, form.label.decline_reason),
        "decline_note" => t!(l, form.label.decline_note),
        "attendance" => t!(l, form.label.attendance),
        "delivered_on" => t!(l, form.label.delivered_on),
        "began_at" => t!(l, form.label.began_at),
        "ended_at" => t!(l, form.label.ended_at),
        "candidate" => t!(l, form.label.candidate),
        "contact" => t!(l, form.label.contact),
        _ => training_name(l, field),
    }
}

fn training_name(l: Locale, field: &str) -> &'static str {
    match field {
        "event_title" => t!(l, form.label.event_title),
        "organiser" => t!(l, form.label.organiser),
        "activity_kind" => t!(l, form.label.activity_kind),
        "first_day" => t!(l, form.label.first_day),
        "last_day" => t!(l, form.label.last_day),
        "half_days" => t!(l, form.label.half_days),
        "participation" => t!(l, form.label.participation),
        "lesson_minutes" => t!(l, form.label.lesson_minutes),
        "topic" => t!(l, form.label.topic),
        "hours" => t!(l, form.label.hours),
        "report" => t!(l, form.label.report),
        "proof" => t!(l, form.label.proof),
        "unit" => t!(l, form.label.unit),
        "accepted" => t!(l, form.label.accepted),
        "opinion" => t!(l, form.label.opinion),
        "dispute" => t!(l, form.label.dispute),
        "training_place" => t!(l, form.label.training_place),
        "content" => t!(l, form.label.content),
        "enrol_until" => t!(l, form.label.enrol_until),
        "person" => t!(l, form.label.person),
        "present" => t!(l, form.label.present),
        _ => "",
    }
}

fn hint(l: Locale, field: &str) -> Option<&'static str> {
    Some(match field {
        "sign_in_name" => t!(l, form.hint.sign_in_name),
        "new_password" => t!(l, form.hint.new_password),
        "scope" => t!(l, form.hint.scope),
        "ends_on" => t!(l, form.hint.ends_on),
        "approval_no" => t!(l, form.hint.approval_no),
        "criteria" => t!(l, form.hint.criteria),
        "units" => t!(l, form.hint.units),
        "judges" => t!(l, form.hint.judges),
        "ballots" => t!(l, form.hint.ballots),
        "reference" => t!(l, form.hint.reference),
        "title" => t!(l, form.hint.title),
        "award_title" => t!(l, form.hint.award_title),
        "summary" => t!(l, form.hint.summary),
        "stages" => t!(l, form.hint.stages),
        "groups" => t!(l, form.hint.groups),
        "minutes" => t!(l, form.hint.minutes),
        "max_audience" => t!(l, form.hint.max_audience),
        "equipment" => t!(l, form.hint.equipment),
        "outline" => t!(l, form.hint.outline),
        "sources" => t!(l, form.hint.sources),
        "slides" => t!(l, form.hint.slides),
        "remark" => t!(l, form.hint.remark),
        "reason" => t!(l, form.hint.reason),
        "held_on" => t!(l, form.hint.held_on),
        "n_slots" => t!(l, form.hint.n_slots),
        "break_minutes" => t!(l, form.hint.break_minutes),
        "place" => t!(l, form.hint.place),
        "video_link" => t!(l, form.hint.video_link),
        "opens_on" => t!(l, form.hint.opens_on),
        "fields" => t!(l, form.hint.fields),
        "panel" => t!(l, form.hint.panel),
        "file" => t!(l, form.hint.file),
        "hall" => t!(l, form.hint.hall),
        "hall_equipment" => t!(l, form.hint.hall_equipment),
        "stage" => t!(l, form.hint.stage),
        "audience" => t!(l, form.hint.audience),
        "contact_phone" => t!(l, form.hint.contact_phone),
        "whitelist" => t!(l, form.hint.whitelist),
        "attendance" => t!(l, form.hint.attendance),
        "decline_note" => t!(l, form.hint.decline_note),
        "hours" => t!(l, form.hint.hours),
        "half_days" => t!(l, form.hint.half_days),
        "lesson_minutes" => t!(l, form.hint.lesson_minutes),
        "topic" => t!(l, form.hint.topic),
        "report" => t!(l, form.hint.report),
        "proof" => t!(l, form.hint.proof),
        "opinion" => t!(l, form.hint.opinion),
        "dispute" => t!(l, form.hint.dispute),
        "enrol_until" => t!(l, form.hint.enrol_until),
        _ => return None,
    })
}
