//! What the fields of each kind of roster are called, and what their values say.

use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    credit_hour::ActivityKind,
    nomination::NominationState,
    organisation::OrganisationKind,
    role::Role,
    roster::{Kind, Sex, TutorLevel},
    school_period::PeriodKind,
};
use leptos_i18n::td_string as t;

use crate::Locale;

/// The name of a field, by its name among the columns of a kind.
pub fn field(l: Locale, kind: Kind, field: &str) -> &'static str {
    match (kind, field) {
        (Kind::Regions | Kind::Organisations | Kind::Hosts, "name") => {
            t!(l, roster.field.unit_name)
        }
        (Kind::Regions, "level") => t!(l, roster.field.region_level),
        (Kind::Lecturers, "title") => t!(l, roster.field.post_title),
        (Kind::Lecturers, "field") => t!(l, roster.field.subject_field),
        (Kind::Lecturers, "start") => t!(l, roster.field.term_start),
        (Kind::Lecturers, "end") => t!(l, roster.field.term_end),
        (Kind::Tutors | Kind::Nominations, "title") => t!(l, roster.field.pro_title),
        (Kind::Tutors, "level") => t!(l, roster.field.tutor_level),
        (Kind::Hosts, "halltype") => t!(l, roster.field.hall_type),
        (Kind::Hosts | Kind::Courses, "equip") => t!(l, roster.field.equipment),
        (Kind::Courses, "until") => t!(l, roster.field.listed_until),
        (Kind::Courses, "title") => t!(l, roster.field.course_title),
        (Kind::Courses, "audience") => t!(l, roster.field.max_audience),
        (Kind::SchoolCalendar, "kind") => t!(l, roster.field.period_kind),
        (Kind::SchoolCalendar, "title") => t!(l, roster.field.period_title),
        (Kind::TrainingHours | Kind::SchoolCalendar, "start") => t!(l, roster.field.first_day),
        (Kind::TrainingHours | Kind::SchoolCalendar, "end") => t!(l, roster.field.last_day),
        (Kind::Nominations, "cat") => t!(l, roster.field.category),
        (Kind::Nominations, "unitpost") => t!(l, roster.field.unit_post),
        (Kind::Nominations, "prev") => t!(l, roster.field.earlier_awards),
        (_, "name") => t!(l, roster.field.name),
        (_, "sex") => t!(l, roster.field.sex),
        (_, "birth") => t!(l, roster.field.birth),
        (_, "unit") => t!(l, roster.field.unit),
        (_, "county") => t!(l, roster.field.county),
        (_, "topics") => t!(l, roster.field.topics),
        (_, "audience") => t!(l, roster.field.audience),
        (_, "phone") => t!(l, roster.field.phone),
        (_, "inner") => t!(l, roster.field.inner),
        (_, "note") => t!(l, roster.field.note),
        (_, "subject") => t!(l, roster.field.subject),
        (_, "stage") => t!(l, roster.field.stage),
        (_, "years") => t!(l, roster.field.years),
        (_, "joined") => t!(l, roster.field.joined),
        (_, "code") => t!(l, roster.field.code),
        (_, "town") => t!(l, roster.field.town),
        (_, "kind") => t!(l, roster.field.kind),
        (_, "pupils") => t!(l, roster.field.pupils),
        (_, "hall") => t!(l, roster.field.hall),
        (_, "contact") => t!(l, roster.field.contact),
        (_, "white") => t!(l, roster.field.white),
        (_, "lecturer") => t!(l, roster.field.lecturer),
        (_, "theme") => t!(l, roster.field.theme),
        (_, "group") => t!(l, roster.field.group),
        (_, "minutes") => t!(l, roster.field.minutes),
        (_, "mode") => t!(l, roster.field.mode),
        (_, "event") => t!(l, roster.field.event),
        (_, "organiser") => t!(l, roster.field.organiser),
        (_, "time") => t!(l, roster.field.time),
        (_, "hours") => t!(l, roster.field.hours),
        (_, "nation") => t!(l, roster.field.nation),
        (_, "post") => t!(l, roster.field.post),
        (_, "deeds") => t!(l, roster.field.deeds),
        (_, "nominator") => t!(l, roster.field.nominator),
        (_, "rank") => t!(l, roster.field.rank),
        (_, "short_name") => t!(l, roster.field.short_name),
        (_, "region") => t!(l, roster.field.region),
        (_, "parent") => t!(l, roster.field.parent),
        (_, "nominating") => t!(l, roster.field.nominating),
        (_, "order") => t!(l, roster.field.order),
        (_, "role") => t!(l, roster.field.role),
        (_, "state") => t!(l, roster.field.state),
        _ => "",
    }
}

/// What a value on file says: codes in words, texts as they are.
pub fn value(l: Locale, kind: Kind, field: &str, text: &str) -> String {
    if text.is_empty() {
        return t!(l, roster.nothing).to_owned();
    }
    told(l, kind, field, text).unwrap_or_else(|| text.to_owned())
}

fn told(l: Locale, kind: Kind, field: &str, text: &str) -> Option<String> {
    let text = text.trim();
    let of = |word: &str| Some(word.to_owned());
    match (kind, field) {
        (_, "sex") => of(match Sex::parse(text)? {
            Sex::Male => t!(l, roster.male),
            Sex::Female => t!(l, roster.female),
        }),
        (_, "white" | "nominating") => {
            of(if text == "true" { t!(l, roster.yes) } else { t!(l, roster.no) })
        }
        (_, "state") => of(crate::award_cycle::nomination_state(l, NominationState::parse(text)?)),
        (_, "role") if text == "ended" => of(t!(l, roster.ended)),
        (_, "role") => of(crate::person::role(l, Role::parse(text)?)),
        (Kind::SchoolCalendar, "kind") => {
            of(crate::school_period::kind(l, PeriodKind::parse(text)?))
        }
        (Kind::TrainingHours, "kind") => of(crate::hour_claim::kind(l, ActivityKind::parse(text)?)),
        (_, "kind") => of(crate::host_unit::kind(l, OrganisationKind::parse(text)?)),
        (Kind::Tutors, "level") => of(crate::training_record::level(l, TutorLevel::parse(text)?)),
        (_, "mode") => of(crate::audience::mode(l, DeliveryMode::parse(text)?)),
        (_, "stage") => {
            let stages: Option<Vec<_>> = text.split(',').map(SchoolStage::parse).collect();
            Some(crate::audience::stage_list(l, &stages?))
        }
        (_, "group") => {
            let groups: Option<Vec<_>> = text.split(',').map(TargetGroup::parse).collect();
            Some(crate::audience::group_list(l, &groups?))
        }
        _ => None,
    }
}
