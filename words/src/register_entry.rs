//! Registers of teams, e-stations, experts, the whitelist, safeguarding checks and seats.

use chrono::NaiveDate;
use domain::{
    appointment::Corps,
    register_entry::{EntryDetail, EntryState, EntryStep, RegisterKind, StationCondition},
    roster::AwardCategory,
};
use leptos_i18n::td_string as t;

use crate::{Locale, appointment, award_cycle, time};

/// A register.
pub fn kind(l: Locale, kind: RegisterKind) -> &'static str {
    match kind {
        RegisterKind::Team => t!(l, register_entry.kind.team),
        RegisterKind::EStation => t!(l, register_entry.kind.e_station),
        RegisterKind::Expert => t!(l, register_entry.kind.expert),
        RegisterKind::Whitelist => t!(l, register_entry.kind.whitelist),
        RegisterKind::Safeguarding => t!(l, register_entry.kind.safeguarding),
        RegisterKind::Quota => t!(l, register_entry.kind.quota),
        RegisterKind::Processor => t!(l, register_entry.kind.processor),
    }
}

/// What a register is for.
pub fn kind_lede(l: Locale, kind: RegisterKind) -> &'static str {
    match kind {
        RegisterKind::Team => t!(l, register_entry.kind_lede.team),
        RegisterKind::EStation => t!(l, register_entry.kind_lede.e_station),
        RegisterKind::Expert => t!(l, register_entry.kind_lede.expert),
        RegisterKind::Whitelist => t!(l, register_entry.kind_lede.whitelist),
        RegisterKind::Safeguarding => t!(l, register_entry.kind_lede.safeguarding),
        RegisterKind::Quota => t!(l, register_entry.kind_lede.quota),
        RegisterKind::Processor => t!(l, register_entry.kind_lede.processor),
    }
}

/// What the person of an entry is there.
pub fn person(l: Locale, kind: RegisterKind) -> &'static str {
    match kind {
        RegisterKind::Team => t!(l, register_entry.person.team),
        RegisterKind::EStation => t!(l, register_entry.person.e_station),
        RegisterKind::Expert => t!(l, register_entry.person.expert),
        RegisterKind::Whitelist => t!(l, register_entry.person.whitelist),
        RegisterKind::Safeguarding => t!(l, register_entry.person.safeguarding),
        RegisterKind::Quota | RegisterKind::Processor => "",
    }
}

/// What a team is, what seats are for, or what somebody does for the association.
pub fn detail(l: Locale, detail: EntryDetail) -> String {
    let award =
        |it| t!(l, register_entry.detail.award_lecturer, name = award_cycle::category(l, it));
    let corps = |it| t!(l, register_entry.detail.corps, name = appointment::corps(l, it));
    match detail {
        EntryDetail::Team => t!(l, register_entry.detail.team).to_owned(),
        EntryDetail::Studio => t!(l, register_entry.detail.studio).to_owned(),
        EntryDetail::Volunteers => t!(l, register_entry.detail.volunteers).to_owned(),
        EntryDetail::AwardLecturer => award(AwardCategory::Lecturer),
        EntryDetail::AwardTutor => award(AwardCategory::Tutor),
        EntryDetail::AwardStationManager => award(AwardCategory::StationManager),
        EntryDetail::AwardTeam => award(AwardCategory::Team),
        EntryDetail::AwardCollective => award(AwardCategory::Collective),
        EntryDetail::CityLecturers => corps(Corps::CityLecturers),
        EntryDetail::CountyLecturers => corps(Corps::CountyLecturers),
        EntryDetail::Tutors => corps(Corps::Tutors),
        EntryDetail::Hosting => t!(l, register_entry.detail.hosting).to_owned(),
        EntryDetail::Sending => t!(l, register_entry.detail.sending).to_owned(),
        EntryDetail::Maintenance => t!(l, register_entry.detail.maintenance).to_owned(),
        EntryDetail::OtherService => t!(l, register_entry.detail.other_service).to_owned(),
    }
}

/// Where an entry stands.
pub fn state(l: Locale, state: EntryState) -> &'static str {
    match state {
        EntryState::Applied => t!(l, register_entry.state.applied),
        EntryState::Checked => t!(l, register_entry.state.checked),
        EntryState::Listed => t!(l, register_entry.state.listed),
        EntryState::Suspended => t!(l, register_entry.state.suspended),
        EntryState::Ended => t!(l, register_entry.state.ended),
    }
}

/// The tone of a state's badge.
pub fn tone(state: EntryState) -> &'static str {
    match state {
        EntryState::Applied | EntryState::Checked => "wait",
        EntryState::Listed => "done",
        EntryState::Suspended => "todo",
        EntryState::Ended => "plain",
    }
}

/// What is done with an entry.
pub fn step(l: Locale, step: EntryStep) -> &'static str {
    match step {
        EntryStep::Check => t!(l, register_entry.step.check),
        EntryStep::List => t!(l, register_entry.step.list),
        EntryStep::Suspend => t!(l, register_entry.step.suspend),
        EntryStep::Resume => t!(l, register_entry.step.resume),
        EntryStep::End => t!(l, register_entry.step.end),
        EntryStep::Reopen => t!(l, register_entry.step.reopen),
    }
}

/// A condition of an e-station.
pub fn condition(l: Locale, condition: StationCondition) -> &'static str {
    match condition {
        StationCondition::Network => t!(l, register_entry.condition.network),
        StationCondition::Staff => t!(l, register_entry.condition.staff),
        StationCondition::Place => t!(l, register_entry.condition.place),
        StationCondition::Activities => t!(l, register_entry.condition.activities),
        StationCondition::Terminals => t!(l, register_entry.condition.terminals),
    }
}

/// How many entries there are.
pub fn count(l: Locale, n: i64) -> String {
    t!(l, register_entry.count, n = n)
}

/// How many members a team has.
pub fn n_members(l: Locale, n: i64) -> String {
    t!(l, register_entry.n_members, n = n)
}

/// How many conditions are met.
pub fn n_met(l: Locale, n: i64) -> String {
    t!(l, register_entry.n_met, n = n)
}

/// From when until when; without an end, until it is ended.
pub fn range(l: Locale, first: NaiveDate, last: Option<NaiveDate>) -> String {
    let last =
        last.map_or_else(|| t!(l, register_entry.open_end).to_owned(), |it| time::date(l, it));
    t!(l, register_entry.range, first = time::date(l, first), last = last)
}

/// When the first of several checks ends.
pub fn first_ends(l: Locale, day: NaiveDate) -> String {
    t!(l, register_entry.first_ends, day = time::date(l, day))
}

/// When a condition was seen, and by whom.
pub fn seen(l: Locale, day: NaiveDate, name: &str) -> String {
    t!(l, register_entry.seen, day = time::date(l, day), name = name)
}

/// The title of the form that adds to a register.
pub fn add_title(l: Locale, register: RegisterKind) -> String {
    t!(l, register_entry.add_title, kind = kind(l, register))
}

/// The title of the form that corrects an entry.
pub fn change_title(l: Locale, name: &str) -> String {
    t!(l, register_entry.change_title, name = name)
}

/// The way back to a register.
pub fn back(l: Locale, register: RegisterKind) -> String {
    t!(l, register_entry.back, kind = kind(l, register))
}

/// The day of a spreadsheet.
pub fn sheet_date(l: Locale, day: NaiveDate) -> String {
    t!(l, register_entry.sheet_date, day = day)
}
