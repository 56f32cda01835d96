//! Registers: entered, corrected, ended and handed out by the offices of their regions, and by an
//! officer for the own unit; whom an entry is about is told and sees it.

mod found;
mod step;

pub(crate) use found::person_named;

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use domain::{
    access_log::AccessThing,
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{PersonId, RegionId, RegisterEntryId},
    inbox::Message,
    region::RegionLevel,
    register_entry::{
        EntryFacts, EntryNews, EntryState, EntryStep, REGISTER_READERS, RegisterKind,
        may_keep_register, may_read_register, may_step,
    },
    role::{Actor, Reach, Role},
    rulebook::Rule,
};
use store::{
    Conn, FieldRow, PublicProcessor, RegionRow, RegisterEntryRow, RegisterSearch,
    StationConditionRow, StoreError, TeamMemberRow,
};

use self::found::found;
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    grant::{give_role, take_role},
    handed_on::{ALL, HandedOn},
    once::{made, made_before},
    person::reaches,
    tell::tell_people,
    write::{Scoped as _, Write},
};

const PAGE: usize = 50;

/// What a list is filtered by, as the address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterFilter {
    /// A part of a name, a unit, a course or a document.
    pub words: String,
    /// In this state alone.
    pub state: Option<EntryState>,
    /// In this region alone.
    pub region: Option<RegionId>,
    /// Only what ends within the days of notice and has nothing after it.
    pub is_ending: bool,
}

impl RegisterFilter {
    /// The code of what ends soon, among the states.
    pub const ENDING: &'static str = "ending";

    /// From the words of an address.
    pub fn of(asked: &Values) -> Self {
        let state = asked.get(Field::State);
        Self {
            words: asked.trimmed(Field::Search).chars().take(60).collect(),
            state: EntryState::parse(state),
            region: asked.get(Field::County).parse().ok(),
            is_ending: state == Self::ENDING,
        }
    }
}

/// The registers that somebody reads, each with how many of its entries are not ended.
pub type Registers = Vec<(RegisterKind, i64)>;

/// A page of a register.
#[derive(Clone, Debug)]
pub struct RegisterPage {
    /// The entries, the newest first.
    pub rows: Vec<RegisterEntryRow>,
    /// The number from which older ones go on, if there are any.
    pub older: Option<RegisterEntryId>,
    /// The regions that the caller may choose.
    pub regions: Vec<RegionRow>,
    /// Whether the caller adds entries.
    pub may_add: bool,
}

/// An entry with all that hangs on it.
#[derive(Clone, Debug)]
pub struct RegisterEntryPage {
    /// The entry.
    pub entry: RegisterEntryRow,
    /// The members of a team.
    pub members: Vec<TeamMemberRow>,
    /// The conditions of a station, as they were seen.
    pub conditions: Vec<StationConditionRow>,
    /// What the caller may do with it now.
    pub steps: Vec<EntryStep>,
    /// Whether the caller corrects it.
    pub may_change: bool,
    /// Whether the caller says which conditions of a station are met.
    pub may_see: bool,
    /// Whether the caller reads the register, and not this entry alone.
    pub reads_register: bool,
}

/// What may be chosen in the form of an entry.
#[derive(Clone, Debug)]
pub struct RegisterEntryForm {
    /// The regions of the caller.
    pub regions: Vec<RegionRow>,
    /// Subject fields.
    pub fields: Vec<FieldRow>,
}

impl Actions {
    /// The registers that the caller reads.
    pub async fn registers(&self, call: &Call) -> Result<Registers, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let mut all = Vec::new();
        for kind in RegisterKind::ALL.iter().filter(|kind| may_read_register(actor, **kind)) {
            let reach = actor.reach(kind.readers());
            let counted = conn.count_register_entries(&[*kind], &reach).await?;
            all.push((*kind, counted.first().map_or(0, |(_, n)| *n)));
        }
        if all.is_empty() { Err(ActionError::Forbidden) } else { Ok(all) }
    }

    /// A page of a register within the caller's scope, from a number down.
    pub async fn register(
        &self,
        call: &Call,
        kind: RegisterKind,
        filter: &RegisterFilter,
        up_to: Option<RegisterEntryId>,
    ) -> Result<RegisterPage, ActionError> {
        let actor = reader(call, kind)?;
        let reach = actor.reach(kind.readers());
        let mut conn = self.store.read().await?;
        let search = search(&mut conn, call, kind, filter, &reach).await?;
        let up_to = up_to.unwrap_or(RegisterEntryId(i64::MAX));
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
        let mut rows = conn.list_register_entries(&search, up_to, limit).await?;
        let older = rows.get(PAGE).map(|row| row.id);
        rows.truncate(PAGE);
        with_fields(&mut conn, kind, &mut rows).await?;
        let regions = regions(&mut conn, call, &reach).await?;
        Ok(RegisterPage { rows, older, regions, may_add: may_keep_register(actor, kind) })
    }

    /// Everything that a filter of a register finds, for a spreadsheet.
    pub async fn register_export(
        &self,
        call: &Call,
        kind: RegisterKind,
        filter: &RegisterFilter,
    ) -> Result<HandedOn<RegisterEntryRow>, ActionError> {
        let actor = reader(call, kind)?;
        let reach = actor.reach(kind.readers());
        let mut conn = self.store.read().await?;
        let search = search(&mut conn, call, kind, filter, &reach).await?;
        let mut rows = conn.list_register_entries(&search, RegisterEntryId(i64::MAX), ALL).await?;
        with_fields(&mut conn, kind, &mut rows).await?;
        drop(conn);
        self.hand_on(call, kind.readers(), (AccessThing::Register, kind as i64), rows).await
    }

    /// An entry, for who reads its register, and for whom it is about.
    pub async fn register_entry(
        &self,
        call: &Call,
        id: RegisterEntryId,
    ) -> Result<RegisterEntryPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// What may be chosen in the form of a new entry.
    pub async fn register_form(
        &self,
        call: &Call,
        kind: RegisterKind,
    ) -> Result<RegisterEntryForm, ActionError> {
        let actor = keeper(call, kind)?;
        form_of(&mut self.store.read().await?, call, &actor.reach(kind.keepers())).await
    }

    /// What is on file of an entry that the caller corrects, as its form begins, with its revision.
    pub async fn register_change_form(
        &self,
        call: &Call,
        id: RegisterEntryId,
    ) -> Result<(RegisterEntryRow, RegisterEntryForm), ActionError> {
        let mut conn = self.store.read().await?;
        let entry = kept(&mut conn, call, id).await?;
        let reach = call.actor()?.reach(entry.kind.keepers());
        let form = form_of(&mut conn, call, &reach).await?;
        Ok((entry, form))
    }

    /// Who processes data for the association at present, for anybody (`LAW-13`).
    pub async fn processors(&self, call: &Call) -> Result<Vec<PublicProcessor>, ActionError> {
        Ok(self.store.read().await?.list_processors(call.today()).await?)
    }

    /// Adds an entry; the same form sent again adds nothing.
    pub async fn add_register_entry(
        &self,
        call: &Call,
        kind: RegisterKind,
        values: &Values,
        once: &Once,
    ) -> Result<RegisterEntryId, ActionError> {
        let actor = keeper(call, kind)?;
        self.write(|tx| {
            async move {
                if let Some(id) = made_before(tx, call, values, once).await? {
                    return Ok(id);
                }
                let facts = parsed(tx, call, kind, values).await?;
                let new = found(tx, call, kind, &facts, None).await?;
                let added = tx.add_register_entry(&new, actor.person, call.now).await;
                let id = added.map_err(there)?;
                settle_managers(tx, call, kind, [new.person_id, None]).await?;
                tell_news(tx, call, id, EntryNews::Added).await?;
                log(tx, call, kind, "add", id, "");
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Corrects an entry, unless it has changed since the form was shown.
    pub async fn change_register_entry(
        &self,
        call: &Call,
        id: RegisterEntryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let entry = kept(tx, call, id).await?;
                let facts = parsed(tx, call, entry.kind, values).await?;
                check_revision(revision, entry.revision)?;
                if facts == entry_facts(&entry) {
                    return Ok(());
                }
                let new = found(tx, call, entry.kind, &facts, Some(&entry)).await?;
                let changed = tx.change_register_entry((id, entry.revision), &new).await;
                if !changed.map_err(there)? {
                    return Err(ActionError::Stale);
                }
                let managers = [new.person_id, entry.person_id];
                settle_managers(tx, call, entry.kind, managers).await?;
                tell_news(tx, call, id, EntryNews::Changed).await?;
                log(tx, call, entry.kind, "change", id, "");
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// An entry as its form begins.
pub fn entry_facts(row: &RegisterEntryRow) -> EntryFacts {
    let is_listed = |field: Field| row.kind.fields().iter().any(|(it, _)| *it == field);
    EntryFacts {
        name: row.name.clone(),
        detail: row.detail,
        person: row.person_name.clone().unwrap_or_default(),
        unit: row.unit_name.clone().unwrap_or_default(),
        course: row.course_title.clone().unwrap_or_default(),
        // Elsewhere the region is that of the unit or the person.
        region: row.region_id.filter(|_| is_listed(Field::County)),
        field: row.field_id,
        address: row.address.clone(),
        title: row.title.clone(),
        document_no: row.document_no.clone(),
        starts_on: row.starts_on,
        ends_on: row.ends_on,
        n_seats: row.n_seats,
        note: row.note.clone(),
    }
}

/// By which day a check ends that stands on the desk.
pub(crate) async fn ending_by(conn: &mut Conn, call: &Call) -> Result<NaiveDate, ActionError> {
    let days = conn.rulebook(call.today()).await?.get(Rule::SafeguardingNoticeDays);
    Ok(call.today() + Days::new(u64::try_from(days).unwrap_or_default()))
}

/// How many safeguarding checks end soon, or have, and the first day; `None`: none that the caller
/// keeps.
pub(crate) async fn ending_checks(
    conn: &mut Conn,
    call: &Call,
) -> Result<Option<(i64, NaiveDate)>, ActionError> {
    let kind = RegisterKind::Safeguarding;
    let actor = call.actor()?;
    if !may_keep_register(actor, kind) {
        return Ok(None);
    }
    let day = ending_by(conn, call).await?;
    let (n, first) = conn.count_register_ending(kind, &actor.reach(kind.keepers()), day).await?;
    Ok(first.map(|first| (n, first)))
}

/// How many e-stations wait for the caller: the county sees those that were applied for, and the city
/// lists those that were seen.
pub(crate) async fn waiting_stations(
    conn: &mut Conn,
    call: &Call,
) -> Result<Vec<(EntryState, i64)>, ActionError> {
    let actor = call.actor()?;
    let mut waiting = Vec::new();
    for (role, state) in
        [(Role::CountyOffice, EntryState::Applied), (Role::CityOffice, EntryState::Checked)]
    {
        if actor.is(role) {
            let n = conn.count_stations(state, &actor.reach(&[role])).await?;
            waiting.extend((n > 0).then_some((state, n)));
        }
    }
    Ok(waiting)
}

fn reader(call: &Call, kind: RegisterKind) -> Result<&Actor, ActionError> {
    let actor = call.actor()?;
    if may_read_register(actor, kind) { Ok(actor) } else { Err(ActionError::Forbidden) }
}

fn keeper(call: &Call, kind: RegisterKind) -> Result<&Actor, ActionError> {
    let actor = call.actor()?;
    if may_keep_register(actor, kind) { Ok(actor) } else { Err(ActionError::Forbidden) }
}

async fn parsed(
    conn: &mut Conn,
    call: &Call,
    kind: RegisterKind,
    values: &Values,
) -> Result<EntryFacts, ActionError> {
    let months = conn.rulebook(call.today()).await?.get(Rule::SafeguardingMonths);
    Ok(EntryFacts::parse(kind, values, months)?)
}

fn there(error: StoreError) -> ActionError {
    match error {
        StoreError::Conflict => Problems::one(Field::EntryDetail, ProblemKind::EntryThere).into(),
        other => other.into(),
    }
}

async fn search<'a>(
    conn: &mut Conn,
    call: &Call,
    kind: RegisterKind,
    filter: &'a RegisterFilter,
    reach: &'a Reach,
) -> Result<RegisterSearch<'a>, ActionError> {
    let ending_by = if filter.is_ending { Some(ending_by(conn, call).await?) } else { None };
    let (words, state, region) = (filter.words.as_str(), filter.state, filter.region);
    Ok(RegisterSearch { kind, words, state, region, ending_by, reach })
}

/// Cities and counties within a reach.
pub(crate) async fn regions(
    conn: &mut Conn,
    call: &Call,
    reach: &Reach,
) -> Result<Vec<RegionRow>, ActionError> {
    let all = conn.list_regions_above_towns(call.today()).await?;
    let mut own = all.clone();
    own.retain(|region| {
        matches!(region.level, RegionLevel::City | RegionLevel::County)
            && reaches(reach, &all, region.id)
    });
    Ok(own)
}

async fn form_of(
    conn: &mut Conn,
    call: &Call,
    reach: &Reach,
) -> Result<RegisterEntryForm, ActionError> {
    let regions = regions(conn, call, reach).await?;
    Ok(RegisterEntryForm { regions, fields: conn.list_fields().await? })
}

/// Whether an entry is within what some roles of somebody see.
async fn is_within(
    conn: &mut Conn,
    actor: &Actor,
    roles: &[Role],
    entry: &RegisterEntryRow,
) -> Result<bool, ActionError> {
    let reach = actor.reach(roles);
    Ok(conn.is_within(&reach, entry.region_id, entry.organisation_id).await?)
}

/// An entry that the caller corrects.
async fn kept(
    conn: &mut Conn,
    call: &Call,
    id: RegisterEntryId,
) -> Result<RegisterEntryRow, ActionError> {
    let actor = call.allowed(|actor| actor.is_any(REGISTER_READERS))?;
    let entry = conn.find_register_entry(id).await?.ok_or(ActionError::NotFound)?;
    if is_within(conn, actor, entry.kind.keepers(), &entry).await? {
        return Ok(entry);
    }
    Err(ActionError::NotFound)
}

/// In the pool of experts, what somebody is asked as an expert of comes first, and the other subject
/// fields of the person after it.
async fn with_fields(
    conn: &mut Conn,
    kind: RegisterKind,
    rows: &mut [RegisterEntryRow],
) -> Result<(), ActionError> {
    if kind != RegisterKind::Expert {
        return Ok(());
    }
    let people: Vec<PersonId> = rows.iter().filter_map(|row| row.person_id).collect();
    let of_people = conn.list_subject_fields(&people).await?;
    let names = conn.list_fields().await?;
    for row in rows {
        let own = row.person_id.and_then(|person| of_people.get(&person)).into_iter().flatten();
        let own = own.copied().filter(|field| Some(*field) != row.field_id);
        let all: Vec<&FieldRow> = (row.field_id.into_iter().chain(own))
            .filter_map(|id| names.iter().find(|field| field.id == id))
            .collect();
        let joined = |names: Vec<&str>, between| {
            Some(names.join(between)).filter(|names: &String| !names.is_empty())
        };
        row.field_zh = joined(all.iter().map(|it| it.name_zh.as_str()).collect(), "、");
        row.field_en = joined(all.iter().map(|it| it.name_en.as_str()).collect(), ", ");
    }
    Ok(())
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: RegisterEntryId,
) -> Result<RegisterEntryPage, ActionError> {
    let actor = call.actor()?;
    let mut entry = conn.find_register_entry(id).await?.ok_or(ActionError::NotFound)?;
    let kind = entry.kind;
    with_fields(conn, kind, std::slice::from_mut(&mut entry)).await?;
    let reads_register = is_within(conn, actor, kind.readers(), &entry).await?;
    let members = if kind.has_members() { conn.list_team_members(id).await? } else { Vec::new() };
    let is_own = entry.person_id == Some(actor.person)
        || members.iter().any(|member| member.person_id == actor.person);
    if !reads_register && !is_own {
        return Err(ActionError::NotFound);
    }
    let may_change = is_within(conn, actor, kind.keepers(), &entry).await?;
    let is_station = kind == RegisterKind::EStation;
    let conditions = if is_station { conn.list_station_conditions(id).await? } else { Vec::new() };
    let mut steps: Vec<EntryStep> = entry.state.steps(kind).collect();
    steps.retain(|step| may_change && may_step(actor, kind, *step));
    let may_see = is_station
        && may_change
        && entry.state != EntryState::Ended
        && may_step(actor, kind, EntryStep::Check);
    Ok(RegisterEntryPage { entry, members, conditions, steps, may_change, may_see, reads_register })
}

/// Gives the role of a station manager to whoever looks after a station by now, and takes it from whoever
/// no longer does: `people` are the managers of an entry before and after it was written.
async fn settle_managers(
    tx: &mut Write,
    call: &Call,
    kind: RegisterKind,
    people: [Option<PersonId>; 2],
) -> Result<(), ActionError> {
    if kind != RegisterKind::EStation {
        return Ok(());
    }
    let people: BTreeSet<PersonId> = people.into_iter().flatten().collect();
    for person in people {
        let held = (person, Role::StationManager);
        if tx.is_station_manager(person).await? {
            give_role(tx, call, held, kind.keepers(), Field::EntryPerson).await?;
        } else {
            take_role(tx, call, held, kind.keepers()).await?;
        }
    }
    Ok(())
}

/// Tells whom an entry is about: its person, a course's lecturer, or the officers of a unit with seats.
async fn tell_news(
    tx: &mut Write,
    call: &Call,
    id: RegisterEntryId,
    news: EntryNews,
) -> Result<(), ActionError> {
    let Some(entry) = tx.find_register_entry(id).await? else { return Ok(()) };
    let mut people = Vec::from_iter(entry.person_id);
    if let Some(course) = entry.course_id {
        let versions = tx.list_versions_of_course(course).await?;
        people.extend(versions.first().map(|version| version.lecturer_id));
    }
    if let (RegisterKind::Quota, Some(unit)) = (entry.kind, entry.organisation_id) {
        people.extend(tx.list_with_role_for_unit(Role::UnitOfficer, unit, call.today()).await?);
    }
    if entry.kind == RegisterKind::EStation {
        people.extend(station_offices(tx, call, &entry, news).await?);
        // Whose unit it is has applied for it.
        if let Some(unit) = entry.organisation_id {
            let officer = Role::UnitOfficer;
            people.extend(tx.list_with_role_for_unit(officer, unit, call.today()).await?);
        }
    }
    let own = call.actor()?.person;
    people.retain(|person| *person != own);
    tell_people(tx, call, people, &news_of(&entry, news)).await
}

/// Whose turn it is with an e-station: the county goes and sees it, and the city lists it; the county
/// hears what has become of it.
async fn station_offices(
    tx: &mut Write,
    call: &Call,
    entry: &RegisterEntryRow,
    news: EntryNews,
) -> Result<Vec<PersonId>, ActionError> {
    let today = call.today();
    Ok(match (news, entry.region_id) {
        (EntryNews::Checked, _) => tx.list_with_role(Role::CityOffice, today).await?,
        (EntryNews::Changed, _) | (_, None) => Vec::new(),
        (_, Some(region)) => {
            tx.list_with_role_for_region(Role::CountyOffice, region, today).await?
        }
    })
}

fn news_of(entry: &RegisterEntryRow, news: EntryNews) -> Message {
    let name = [Some(entry.name.clone()), entry.course_title.clone(), entry.unit_name.clone()];
    let name = name.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_default();
    Message::RegisterNews { entry: entry.id, kind: entry.kind, news, name }
}

fn log(
    tx: &mut Write,
    call: &Call,
    kind: RegisterKind,
    verb: &'static str,
    id: RegisterEntryId,
    reason: &str,
) {
    let entry = call.entry(verb, "register_entry", kind.keepers()).on(id);
    let said = [kind.as_str(), reason].map(str::to_owned).join(" ");
    tx.log(entry.because(said.trim()));
}
