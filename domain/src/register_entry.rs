//! Registers that an association keeps beside people and units: teams (科普传播团队、工作室), e-stations,
//! outside experts, the into-school whitelist, safeguarding checks, seats of nominating units, and who
//! processes data for the association.
//!
//! They are one shape: an entry is about a person, a unit or a course, holds from a day until a day,
//! and is corrected, ended and taken up again. What an entry of a kind is asked for says [`fields`].
//!
//! [`fields`]: RegisterKind::fields

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Refused, TEXT_MAX, Values},
    id::{FieldId, RegionId},
    role::{Actor, Role, has_everything},
};

/// So many seats a unit has of one category at most.
pub const SEATS_MAX: i64 = 999;

codes! {
    /// A register.
    RegisterKind {
        /// Communication teams and studios.
        Team = "team",
        /// E-stations with their five conditions (domain §4.4).
        EStation = "e_station",
        /// Who may be asked as a panelist or judge from outside.
        Expert = "expert",
        /// Who or what may go into schools, by a county's list (`LAW-66`).
        Whitelist = "whitelist",
        /// Checks of people who meet minors (`LAW-23`).
        Safeguarding = "safeguarding",
        /// Seats of nominating units, as an office sets them for a year.
        Quota = "quota",
        /// Whom the association has process data for it, which anybody may read (`LAW-13`).
        Processor = "processor",
    }
}

codes! {
    /// What a team is, what seats are for, or what somebody does for the association.
    EntryDetail {
        /// A team.
        Team = "team",
        /// A studio of a named expert.
        Studio = "studio",
        /// A group of volunteers.
        Volunteers = "volunteers",
        /// Nominations of lecturers for an award.
        AwardLecturer = "award_lecturer",
        /// Of tutors.
        AwardTutor = "award_tutor",
        /// Of station managers.
        AwardStationManager = "award_station_manager",
        /// Of teams.
        AwardTeam = "award_team",
        /// Of collectives.
        AwardCollective = "award_collective",
        /// Nominations for the city's corps of lecturers.
        CityLecturers = "city_lecturers",
        /// For a county's corps of lecturers.
        CountyLecturers = "county_lecturers",
        /// For the corps of tutors.
        Tutors = "tutors",
        /// Data is stored and the program is run.
        Hosting = "hosting",
        /// Mails and text messages are sent.
        Sending = "sending",
        /// The program is maintained.
        Maintenance = "maintenance",
        /// Something else is processed.
        OtherService = "other_service",
    }
}

codes! {
    /// Where an entry stands. What is no e-station is listed or ended.
    EntryState {
        /// A county has applied for it.
        Applied = "applied",
        /// It was seen on site, with all five conditions.
        Checked = "checked",
        /// It holds.
        Listed = "listed",
        /// It does not hold for a while.
        Suspended = "suspended",
        /// It holds no more.
        Ended = "ended",
    }
}

codes! {
    /// What is done with an entry.
    EntryStep {
        /// The county has seen all five conditions.
        Check = "check",
        /// The city puts it into the list.
        List = "list",
        /// It rests.
        Suspend = "suspend",
        /// It goes on.
        Resume = "resume",
        /// It ends.
        End = "end",
        /// It was ended by mistake, or begins again.
        Reopen = "reopen",
    }
}

codes! {
    /// One of the five conditions of an e-station (五有).
    StationCondition {
        /// 有网络.
        Network = "network",
        /// 有人员.
        Staff = "staff",
        /// 有场所.
        Place = "place",
        /// 有活动.
        Activities = "activities",
        /// 有终端.
        Terminals = "terminals",
    }
}

codes! {
    /// What has become of an entry, for whom it concerns.
    EntryNews {
        /// It was entered.
        Added = "added",
        /// It was corrected.
        Changed = "changed",
        /// A station was seen, with all five conditions.
        Checked = "checked",
        /// It holds.
        Listed = "listed",
        /// It rests.
        Suspended = "suspended",
        /// It holds no more.
        Ended = "ended",
        /// The person is a member of the team.
        Joined = "joined",
        /// The person is a member no more.
        Left = "left",
    }
}

/// Whether a field has to be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It has.
    Required,
    /// It may be empty.
    Optional,
}

/// Who reads any of the registers.
pub const REGISTER_READERS: &[Role] = &[Role::CityOffice, Role::CountyOffice, Role::UnitOfficer];
const OFFICES: &[Role] = &[Role::CityOffice, Role::CountyOffice];
const CITY: &[Role] = &[Role::CityOffice];

impl RegisterKind {
    /// Who reads it: how far is a question of scope.
    pub const fn readers(self) -> &'static [Role] {
        match self {
            Self::Team | Self::EStation | Self::Safeguarding | Self::Quota => REGISTER_READERS,
            Self::Expert | Self::Whitelist => OFFICES,
            Self::Processor => CITY,
        }
    }

    /// Who adds, corrects and ends entries: an officer those of the own unit (`LAW-63`).
    pub const fn keepers(self) -> &'static [Role] {
        match self {
            Self::Team | Self::EStation | Self::Safeguarding => REGISTER_READERS,
            Self::Expert | Self::Whitelist => OFFICES,
            Self::Quota | Self::Processor => CITY,
        }
    }

    /// What an entry is asked for, in the order of its form.
    pub const fn fields(self) -> &'static [(Field, Need)] {
        use Need::{Optional, Required};
        match self {
            Self::Team => &[
                (Field::EntryName, Required),
                (Field::EntryDetail, Required),
                (Field::EntryUnit, Required),
                (Field::EntryPerson, Required),
                (Field::EntryFrom, Required),
                (Field::EntryNote, Optional),
            ],
            Self::EStation => &[
                (Field::EntryName, Required),
                (Field::EntryUnit, Required),
                (Field::Address, Required),
                (Field::EntryPerson, Required),
                (Field::EntryFrom, Required),
                (Field::EntryNote, Optional),
            ],
            Self::Expert => &[
                (Field::EntryPerson, Required),
                (Field::SubjectField, Required),
                (Field::Post, Optional),
                (Field::EntryUnit, Optional),
                (Field::EntryFrom, Required),
                (Field::EntryUntil, Optional),
                (Field::EntryNote, Optional),
            ],
            Self::Whitelist => &[
                (Field::County, Required),
                (Field::EntryPerson, Optional),
                (Field::EntryCourse, Optional),
                (Field::EntryUnit, Optional),
                (Field::EntryDocument, Required),
                (Field::EntryFrom, Required),
                (Field::EntryUntil, Optional),
                (Field::EntryNote, Optional),
            ],
            Self::Safeguarding => &[
                (Field::EntryPerson, Required),
                (Field::EntryUnit, Required),
                (Field::CheckedOn, Required),
                (Field::CheckClear, Required),
                (Field::EntryUntil, Optional),
            ],
            Self::Quota => &[
                (Field::EntryUnit, Required),
                (Field::EntryYear, Required),
                (Field::EntryDetail, Required),
                (Field::EntrySeats, Required),
                (Field::EntryDocument, Optional),
                (Field::EntryNote, Optional),
            ],
            Self::Processor => &[
                (Field::EntryName, Required),
                (Field::EntryDetail, Required),
                (Field::EntryDocument, Optional),
                (Field::EntryFrom, Required),
                (Field::EntryUntil, Required),
                (Field::EntryNote, Required),
            ],
        }
    }

    /// What may be chosen as its detail.
    pub const fn details(self) -> &'static [EntryDetail] {
        use EntryDetail as D;
        match self {
            Self::Team => &[D::Team, D::Studio, D::Volunteers],
            Self::Quota => &[
                D::AwardLecturer,
                D::AwardTutor,
                D::AwardStationManager,
                D::AwardTeam,
                D::AwardCollective,
                D::CityLecturers,
                D::CountyLecturers,
                D::Tutors,
            ],
            Self::Processor => &[D::Hosting, D::Sending, D::Maintenance, D::OtherService],
            _ => &[],
        }
    }

    /// The state of an entry that was just added.
    pub const fn first_state(self) -> EntryState {
        match self {
            Self::EStation => EntryState::Applied,
            _ => EntryState::Listed,
        }
    }

    /// The states that its entries have.
    pub const fn states(self) -> &'static [EntryState] {
        match self {
            Self::EStation => EntryState::ALL,
            _ => &[EntryState::Listed, EntryState::Ended],
        }
    }

    /// Whether an entry has members with dates.
    pub const fn has_members(self) -> bool {
        matches!(self, Self::Team)
    }

    fn need(self, field: Field) -> Option<Need> {
        self.fields().iter().find(|(it, _)| *it == field).map(|(_, need)| *need)
    }
}

/// Whether somebody reads a register.
pub fn may_read_register(actor: &Actor, kind: RegisterKind) -> bool {
    actor.is_any(kind.readers())
}

/// Whether somebody keeps a register; which entries is a question of scope.
pub fn may_keep_register(actor: &Actor, kind: RegisterKind) -> bool {
    actor.is_any(kind.keepers())
}

/// Whether somebody takes a step with an entry that is within reach: the county sees an e-station, and
/// the city lists it (domain §4.4).
pub fn may_step(actor: &Actor, kind: RegisterKind, step: EntryStep) -> bool {
    match step {
        EntryStep::List => has_everything(actor, CITY),
        EntryStep::Check | EntryStep::Suspend | EntryStep::Resume => actor.is_any(OFFICES),
        EntryStep::End | EntryStep::Reopen => may_keep_register(actor, kind),
    }
}

impl EntryState {
    /// The state after a step; none: the step is none of this state and kind.
    pub fn after(self, kind: RegisterKind, step: EntryStep) -> Option<Self> {
        use EntryState::{Applied, Checked, Ended, Listed, Suspended};
        let is_station = kind == RegisterKind::EStation;
        match (self, step) {
            (Applied, EntryStep::Check) if is_station => Some(Checked),
            (Checked, EntryStep::List) | (Suspended, EntryStep::Resume) if is_station => {
                Some(Listed)
            }
            (Listed, EntryStep::Suspend) if is_station => Some(Suspended),
            (Applied | Checked | Listed | Suspended, EntryStep::End) => Some(Ended),
            (Ended, EntryStep::Reopen) => Some(kind.first_state()),
            _ => None,
        }
    }

    /// The steps that it has.
    pub fn steps(self, kind: RegisterKind) -> impl Iterator<Item = EntryStep> {
        EntryStep::ALL.iter().copied().filter(move |step| self.after(kind, *step).is_some())
    }
}

impl EntryStep {
    /// Whether it needs a reason.
    pub const fn needs_reason(self) -> bool {
        matches!(self, Self::Suspend | Self::End | Self::Reopen)
    }
}

/// What is typed of an entry. A person, a unit and a course are named; whom a name means is found when
/// the entry is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EntryFacts {
    /// Name of a team or a station.
    pub name: String,
    /// What a team is, or what seats are for.
    pub detail: Option<EntryDetail>,
    /// Leader, manager, expert, lecturer, or who was checked; where several have a name, with the
    /// workplace behind it.
    pub person: String,
    /// The unit that it belongs to, or that has asked for a check.
    pub unit: String,
    /// Title of a course.
    pub course: String,
    /// County.
    pub region: Option<RegionId>,
    /// Subject field of an expert.
    pub field: Option<FieldId>,
    /// Where a station is.
    pub address: String,
    /// Professional title of an expert.
    pub title: String,
    /// The document that says so.
    pub document_no: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; none: until it is ended.
    pub ends_on: Option<NaiveDate>,
    /// How many seats.
    pub n_seats: Option<i64>,
    /// A remark.
    pub note: String,
}

impl EntryFacts {
    /// Reads the form of a register. A check that says no end holds for so many months.
    pub fn parse(kind: RegisterKind, values: &Values, months: i64) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let r = &mut reader;
        let name = line(r, kind, Field::EntryName);
        let detail = match kind.need(Field::EntryDetail) {
            Some(_) => r.choice(Field::EntryDetail, |text| {
                EntryDetail::parse(text).filter(|it| kind.details().contains(it))
            }),
            None => None,
        };
        let person = line(r, kind, Field::EntryPerson);
        let unit = line(r, kind, Field::EntryUnit);
        let course = line(r, kind, Field::EntryCourse);
        let region = kind.need(Field::County).and_then(|_| {
            let region = r.choice(Field::County, |text| text.parse::<i64>().ok());
            region.map(RegionId)
        });
        let field = kind.need(Field::SubjectField).and_then(|_| {
            let field = r.choice(Field::SubjectField, |text| text.parse::<i64>().ok());
            field.map(FieldId)
        });
        let address = line(r, kind, Field::Address);
        let title = line(r, kind, Field::Post);
        let document_no = line(r, kind, Field::EntryDocument);
        let (starts_on, ends_on) = days(r, kind, months);
        let n_seats =
            kind.need(Field::EntrySeats).and_then(|_| r.number(Field::EntrySeats, 0, SEATS_MAX));
        if kind.need(Field::CheckClear).is_some() {
            r.agreed(Field::CheckClear);
        }
        let note = match kind.need(Field::EntryNote) {
            Some(need) => r.text(Field::EntryNote, usize::from(need == Need::Required), TEXT_MAX),
            None => Some(String::new()),
        };
        if kind == RegisterKind::Whitelist
            && let (Some(person), Some(course), Some(unit)) = (&person, &course, &unit)
            && [person, course, unit].iter().filter(|text| !text.is_empty()).count() != 1
        {
            reader.problems.add(Field::EntryPerson, ProblemKind::OneSubject);
        }
        reader.problems.or(|| {
            Some(Self {
                name: name?,
                detail,
                person: person?,
                unit: unit?,
                course: course?,
                region,
                field,
                address: address?,
                title: title?,
                document_no: document_no?,
                starts_on: starts_on?,
                ends_on: ends_on.ok()?,
                n_seats,
                note: note?,
            })
        })
    }

    /// The form as it begins with what is on file.
    pub fn values(&self, kind: RegisterKind) -> Values {
        let mut values = Values::default();
        for (field, _) in kind.fields() {
            let text = match field {
                Field::EntryName => self.name.clone(),
                Field::EntryDetail => self.detail.map(|it| it.as_str().into()).unwrap_or_default(),
                Field::EntryPerson => self.person.clone(),
                Field::EntryUnit => self.unit.clone(),
                Field::EntryCourse => self.course.clone(),
                Field::County => self.region.map(|id| id.to_string()).unwrap_or_default(),
                Field::SubjectField => self.field.map(|id| id.to_string()).unwrap_or_default(),
                Field::Address => self.address.clone(),
                Field::Post => self.title.clone(),
                Field::EntryDocument => self.document_no.clone(),
                Field::EntryFrom | Field::CheckedOn => self.starts_on.to_string(),
                Field::EntryYear => chrono::Datelike::year(&self.starts_on).to_string(),
                Field::EntryUntil => self.ends_on.map(|day| day.to_string()).unwrap_or_default(),
                Field::EntrySeats => self.n_seats.map(|n| n.to_string()).unwrap_or_default(),
                Field::CheckClear => "yes".to_owned(),
                _ => self.note.clone(),
            };
            values.set(*field, text);
        }
        values
    }
}

/// A text of one line, empty where the register does not ask for it.
fn line(reader: &mut Reader<'_>, kind: RegisterKind, field: Field) -> Option<String> {
    match kind.need(field) {
        Some(need) => reader.text(field, usize::from(need == Need::Required), LINE_MAX),
        None => Some(String::new()),
    }
}

/// From when until when: seats are those of a year, and a check holds for some months.
fn days(
    reader: &mut Reader<'_>,
    kind: RegisterKind,
    months: i64,
) -> (Option<NaiveDate>, Result<Option<NaiveDate>, Refused>) {
    if kind == RegisterKind::Quota {
        let year = reader.number(Field::EntryYear, 2000, 2199);
        let year = year.and_then(|year| i32::try_from(year).ok());
        let day = |month, day| year.and_then(|year| NaiveDate::from_ymd_opt(year, month, day));
        return (day(1, 1), Ok(day(12, 31)));
    }
    let is_check = kind == RegisterKind::Safeguarding;
    let first = reader.date(if is_check { Field::CheckedOn } else { Field::EntryFrom });
    let last = match kind.need(Field::EntryUntil) {
        Some(Need::Required) => Ok(reader.date(Field::EntryUntil)),
        Some(Need::Optional) => reader.optional_date(Field::EntryUntil),
        None => Ok(None),
    };
    if let (Some(first), Ok(Some(last))) = (first, last)
        && last < first
    {
        reader.problems.add(Field::EntryUntil, ProblemKind::EndsBeforeStart);
    }
    let months = Months::new(u32::try_from(months).unwrap_or(0));
    let last = match last {
        Ok(None) if is_check => {
            Ok(first.and_then(|first| first.checked_add_months(months)?.pred_opt()))
        }
        other => other,
    };
    (first, last)
}

/// A step that somebody takes with an entry, with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryStepping {
    /// The step.
    pub step: EntryStep,
    /// Why; may be empty where none is needed.
    pub reason: String,
}

impl EntryStepping {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let step = reader.choice(Field::Step, EntryStep::parse);
        let least = if step.is_some_and(EntryStep::needs_reason) { REASON_MIN } else { 0 };
        let reason = reader.text(Field::Reason, least, TEXT_MAX);
        reader.problems.or(|| Some(Self { step: step?, reason: reason? }))
    }
}

/// A condition of an e-station, as somebody has seen it on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenCondition {
    /// Which one.
    pub condition: StationCondition,
    /// Whether it is met.
    pub is_met: bool,
    /// When it was seen.
    pub seen_on: NaiveDate,
}

impl SeenCondition {
    /// Reads the form of all five, seen on one day, which is not ahead. Whatever is not ticked is not met.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Vec<Self>, Problems> {
        let mut reader = Reader::new(values);
        let seen_on = reader.date(Field::SeenOn);
        if seen_on.is_some_and(|day| day > today) {
            reader.problems.add(Field::SeenOn, ProblemKind::InTheFuture);
        }
        let ticked = values.all(Field::Conditions);
        if ticked.iter().any(|text| StationCondition::parse(text).is_none()) {
            reader.problems.add(Field::Conditions, ProblemKind::UnknownChoice);
        }
        let seen = |seen_on| {
            let one = |condition: &StationCondition| Self {
                condition: *condition,
                is_met: ticked.iter().any(|text| *text == condition.as_str()),
                seen_on,
            };
            StationCondition::ALL.iter().map(one).collect()
        };
        reader.problems.or(|| seen_on.map(seen))
    }
}

/// Whether an e-station goes on to a state: it is checked when all five conditions were seen, and listed
/// when all are met.
pub fn check_conditions(to: EntryState, seen: &[SeenCondition]) -> Result<(), Problems> {
    let (n, n_met) = (seen.len(), seen.iter().filter(|it| it.is_met).count());
    let missing = match to {
        EntryState::Checked => StationCondition::ALL.len().saturating_sub(n),
        EntryState::Listed => StationCondition::ALL.len().saturating_sub(n_met),
        _ => 0,
    };
    if missing == 0 {
        return Ok(());
    }
    Err(Problems::one(Field::Conditions, ProblemKind::ConditionsOpen(missing)))
}

/// A member of a team, by name, from a day until a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMember {
    /// Who, as typed.
    pub person: String,
    /// The first day.
    pub starts_on: NaiveDate,
}

impl NewMember {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let person = reader.text(Field::Member, 1, LINE_MAX);
        let starts_on = reader.date(Field::MemberFrom);
        reader.problems.or(|| Some(Self { person: person?, starts_on: starts_on? }))
    }
}

/// The last day of a membership that began on a day.
pub fn last_day(values: &Values, starts_on: NaiveDate) -> Result<NaiveDate, Problems> {
    let mut reader = Reader::new(values);
    let day = reader.date(Field::MemberUntil);
    if day.is_some_and(|day| day < starts_on) {
        reader.problems.add(Field::MemberUntil, ProblemKind::EndsBeforeStart);
    }
    reader.problems.or(|| day)
}

/// An entry of the whitelist, as far as a lecture asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whitelisted {
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day, if it has one.
    pub ends_on: Option<NaiveDate>,
}

impl Whitelisted {
    /// Whether it holds on a day.
    pub fn holds_on(self, day: NaiveDate) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|last| day <= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::PersonId,
        role::{Grant, Scope},
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed(kind: RegisterKind) -> Values {
        let mut values = Values::default();
        for (field, _) in kind.fields() {
            let text = match field {
                Field::EntryDetail => kind.details()[0].as_str(),
                Field::County | Field::SubjectField => "7",
                Field::EntryFrom | Field::CheckedOn => "2026-09-01",
                Field::EntryUntil => "2027-08-31",
                Field::EntryYear => "2026",
                Field::EntrySeats => "3",
                Field::CheckClear => "yes",
                _ => "南湖",
            };
            values.set(*field, text);
        }
        if kind == RegisterKind::Whitelist {
            values.set(Field::EntryCourse, "");
            values.set(Field::EntryUnit, "");
        }
        values
    }

    #[test]
    fn a_form_of_every_register_that_is_shown_again_says_the_same() {
        for kind in RegisterKind::ALL {
            let facts = EntryFacts::parse(*kind, &typed(*kind), 12).unwrap();
            assert_eq!(EntryFacts::parse(*kind, &facts.values(*kind), 12), Ok(facts), "{kind:?}");
        }
    }

    #[test]
    fn every_field_that_is_required_is_missed() {
        for kind in RegisterKind::ALL {
            let problems = EntryFacts::parse(*kind, &Values::default(), 12).unwrap_err();
            for (field, need) in kind.fields() {
                let is_told = problems.of(*field).is_some();
                let is_subject = *kind == RegisterKind::Whitelist && *field == Field::EntryPerson;
                assert_eq!(is_told, *need == Need::Required || is_subject, "{kind:?} {field:?}");
            }
        }
    }

    #[test]
    fn the_whitelist_is_about_one_thing_of_three() {
        let kind = RegisterKind::Whitelist;
        for (person, course, is_sound) in
            [("", "潮汐", true), ("沈", "潮汐", false), ("", "", false)]
        {
            let mut values = typed(kind);
            values.set(Field::EntryPerson, person);
            values.set(Field::EntryCourse, course);
            let problem = EntryFacts::parse(kind, &values, 12).err();
            let problem = problem.and_then(|problems| problems.of(Field::EntryPerson));
            assert_eq!(problem, (!is_sound).then_some(ProblemKind::OneSubject));
        }
    }

    #[test]
    fn a_check_holds_for_some_months_and_seats_for_a_year() {
        let kind = RegisterKind::Safeguarding;
        let mut values = typed(kind);
        values.set(Field::EntryUntil, "");
        let facts = EntryFacts::parse(kind, &values, 12).unwrap();
        assert_eq!(facts.ends_on, Some(day("2027-08-31")));
        values.set(Field::EntryUntil, "2026-08-31");
        let problems = EntryFacts::parse(kind, &values, 12).unwrap_err();
        assert_eq!(problems.of(Field::EntryUntil), Some(ProblemKind::EndsBeforeStart));
        values.set(Field::CheckClear, "");
        let problems = EntryFacts::parse(kind, &values, 12).unwrap_err();
        assert_eq!(problems.of(Field::CheckClear), Some(ProblemKind::NotAgreed));
        let mut contract = typed(RegisterKind::Processor);
        for field in [Field::EntryUntil, Field::EntryNote] {
            let typed = contract.get(field).to_owned();
            contract.set(field, "");
            let problems = EntryFacts::parse(RegisterKind::Processor, &contract, 12).unwrap_err();
            assert_eq!(problems.of(field), Some(ProblemKind::Missing), "{field:?}");
            contract.set(field, typed);
        }
        assert!(EntryFacts::parse(RegisterKind::Processor, &contract, 12).is_ok());
        let seats =
            EntryFacts::parse(RegisterKind::Quota, &typed(RegisterKind::Quota), 12).unwrap();
        assert_eq!((seats.starts_on, seats.ends_on), (day("2026-01-01"), Some(day("2026-12-31"))));
    }

    #[test]
    fn a_station_is_applied_for_checked_listed_suspended_and_closed_and_others_are_not() {
        let steps = |state: EntryState, kind| state.steps(kind).collect::<Vec<_>>();
        let station = RegisterKind::EStation;
        assert_eq!(steps(EntryState::Applied, station), [EntryStep::Check, EntryStep::End]);
        assert_eq!(steps(EntryState::Checked, station), [EntryStep::List, EntryStep::End]);
        assert_eq!(steps(EntryState::Listed, station), [EntryStep::Suspend, EntryStep::End]);
        assert_eq!(steps(EntryState::Suspended, station), [EntryStep::Resume, EntryStep::End]);
        assert_eq!(steps(EntryState::Ended, station), [EntryStep::Reopen]);
        let reopened = EntryState::Ended.after(station, EntryStep::Reopen);
        assert_eq!(reopened, Some(EntryState::Applied), "it is seen anew");
        for kind in RegisterKind::ALL.iter().filter(|kind| **kind != station) {
            assert_eq!(steps(EntryState::Listed, *kind), [EntryStep::End], "{kind:?}");
            let again = EntryState::Ended.after(*kind, EntryStep::Reopen);
            assert_eq!(again, Some(EntryState::Listed), "{kind:?}");
        }
    }

    #[test]
    fn a_county_checks_and_the_city_alone_lists() {
        let actor = |role, scope| {
            let starts_on = day("2026-01-01");
            let grants = vec![Grant { role, scope, starts_on, ends_on: None }];
            Actor { person: PersonId(1), name: "甲".into(), grants, standing_in: Vec::new() }
        };
        let kind = RegisterKind::EStation;
        let county = actor(Role::CountyOffice, Scope::Region(RegionId(3)));
        assert!(may_step(&county, kind, EntryStep::Check));
        assert!(!may_step(&county, kind, EntryStep::List));
        let officer = actor(Role::UnitOfficer, Scope::Organisation(crate::id::OrganisationId(3)));
        assert!(may_keep_register(&officer, kind) && !may_step(&officer, kind, EntryStep::Check));
        assert!(!may_keep_register(&officer, RegisterKind::Quota));
        assert!(may_read_register(&officer, RegisterKind::Quota));
        assert!(!may_read_register(&officer, RegisterKind::Whitelist));
        let city = actor(Role::CityOffice, Scope::Everything);
        assert!(may_step(&city, kind, EntryStep::List));
    }

    #[test]
    fn a_station_is_checked_when_all_was_seen_and_listed_when_all_is_met() {
        let values = Values::default()
            .with(Field::SeenOn, "2026-11-20")
            .with(Field::Conditions, "network")
            .with(Field::Conditions, "staff");
        let seen = SeenCondition::parse(&values, day("2026-11-23")).unwrap();
        assert_eq!(seen.iter().filter(|it| it.is_met).count(), 2);
        assert_eq!(check_conditions(EntryState::Checked, &seen), Ok(()));
        let open = check_conditions(EntryState::Listed, &seen).unwrap_err();
        assert_eq!(open.of(Field::Conditions), Some(ProblemKind::ConditionsOpen(3)));
        let open = check_conditions(EntryState::Checked, &[]).unwrap_err();
        assert_eq!(open.of(Field::Conditions), Some(ProblemKind::ConditionsOpen(5)));
        let ahead = SeenCondition::parse(&values, day("2026-11-19")).unwrap_err();
        assert_eq!(ahead.of(Field::SeenOn), Some(ProblemKind::InTheFuture));
    }

    #[test]
    fn what_ends_holds_on_its_last_day() {
        let entry = Whitelisted { starts_on: day("2026-09-01"), ends_on: Some(day("2027-08-31")) };
        assert!(entry.holds_on(day("2026-09-01")) && entry.holds_on(day("2027-08-31")));
        assert!(!entry.holds_on(day("2026-08-31")) && !entry.holds_on(day("2027-09-01")));
        assert!(Whitelisted { ends_on: None, ..entry }.holds_on(day("2199-01-01")));
    }

    #[test]
    fn to_end_something_needs_a_reason() {
        let values = Values::default().with(Field::Step, "end");
        let problems = EntryStepping::parse(&values).unwrap_err();
        assert_eq!(problems.of(Field::Reason), Some(ProblemKind::Missing));
        let checked = EntryStepping::parse(&Values::default().with(Field::Step, "check"));
        assert_eq!(checked.unwrap().step, EntryStep::Check);
    }
}
