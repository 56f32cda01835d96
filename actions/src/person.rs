//! People as offices keep them: looking them up, adding one, and correcting what is on file. A unit's
//! officer does so for those who work there (`LAW-63`).

mod workplace;

pub(crate) use workplace::reason;

use std::collections::BTreeMap;

use domain::{
    access_log::AccessThing,
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    grant::may_keep_grants,
    id::{FieldId, OrganisationId, PersonId, RegionId},
    inbox::Message,
    person::{FirstWorkplace, PEOPLE_KEEPERS, PersonFacts, may_keep_people},
    region::RegionLevel,
    role::{Actor, PEOPLE_READERS, Reach, Role, may_read_people},
};
use store::{Conn, FieldRow, Lock, NewPerson, OrganisationRow, PeopleSearch, PersonRow, RegionRow};

pub use self::workplace::WorkplacePage;
use crate::{
    ActionError, Actions, Call,
    error::{check_another, check_revision},
    handed_on::{ALL, HandedOn},
    once::{made, made_before},
    paged::{KEYED_ASKED, Keyed},
    roster,
    tell::tell_people,
    write::{Scoped as _, Write},
};

/// What somebody looks for among people.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// A part of the name, in characters, pinyin or initials; empty: whatever it is.
    pub words: String,
    /// Who belongs to a unit.
    pub unit: Option<OrganisationId>,
    /// Who has a role today.
    pub role: Option<Role>,
    /// Who has a subject field, as the main one or a further one.
    pub field: Option<FieldId>,
}

impl PeopleFilter {
    /// From the words of an address.
    pub fn of(asked: &Values) -> Self {
        Self {
            unit: asked.get(Field::Unit).parse().ok(),
            role: Role::parse(asked.get(Field::Role)),
            field: asked.get(Field::SubjectField).parse().ok(),
            ..Self::named(asked.get(Field::Search))
        }
    }

    /// Whoever is called so.
    pub fn named(words: &str) -> Self {
        Self { words: words.chars().take(60).collect(), ..Self::default() }
    }

    fn search<'a>(&'a self, call: &Call, reach: &'a Reach) -> PeopleSearch<'a> {
        PeopleSearch {
            words: &self.words,
            unit: self.unit,
            role: self.role.map(|role| (role, call.today())),
            field: self.field,
            reach,
        }
    }
}

/// A page of people.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    /// The people, by name.
    pub list: Keyed<PersonRow, PersonId>,
    /// The unit whose people they are, if one was named.
    pub unit: Option<OrganisationRow>,
    /// Subject fields, of which one may be chosen.
    pub fields: Vec<FieldRow>,
    /// For who keeps grants: people whose roles exclude each other (`LAW-72`).
    pub excluded: Vec<(PersonId, String)>,
    /// Whether the caller adds people.
    pub may_add: bool,
}

/// Somebody with what is named of them in a spreadsheet.
#[derive(Clone, Debug)]
pub struct PersonLine {
    /// The person.
    pub person: PersonRow,
    /// The subject fields, the main one first.
    pub fields: Vec<FieldRow>,
    /// The region.
    pub region: Option<RegionRow>,
}

/// The form of a person: what may be chosen in it, and what is on file.
#[derive(Clone, Debug)]
pub struct PersonForm {
    /// Who is corrected; none: somebody is added.
    pub person: Option<PersonRow>,
    /// Subject fields.
    pub fields: Vec<FieldRow>,
    /// Those of whoever is corrected, the main one first.
    pub own_fields: Vec<FieldId>,
    /// The counties that the caller may choose.
    pub counties: Vec<RegionRow>,
    /// The units of an officer who keeps people for units alone.
    pub units: Option<Vec<OrganisationRow>>,
    /// Those on file of whom a new person reminds, as far as the caller sees.
    pub like: Vec<PersonRow>,
    /// Whether the caller reads and writes the remark for the city's office.
    pub is_city: bool,
}

impl Actions {
    /// People who are looked for within the caller's scope, by name; from one of them on.
    pub async fn people(
        &self,
        call: &Call,
        filter: &PeopleFilter,
        from: Option<PersonId>,
    ) -> Result<PeoplePage, ActionError> {
        let actor = call.allowed(may_read_people)?;
        let reach = actor.reach(PEOPLE_READERS);
        let mut conn = self.store.read().await?;
        // Whom the caller does not see begins no page: where would tell of the name.
        let from = match from {
            Some(id) => conn.find_person(id).await?,
            None => None,
        };
        let from = match from {
            Some(it) if conn.is_within(&reach, it.region_id, it.workplace_id).await? => Some(it),
            _ => None,
        };
        let from = from.as_ref().map(|person| (person.name.as_str(), person.id));
        let search = filter.search(call, &reach);
        let rows = conn.list_people_found(&search, from, KEYED_ASKED).await?;
        // A unit beyond the caller's reach has no name here.
        let unit = match filter.unit {
            Some(id) if conn.is_within(&reach, None, Some(id)).await? || !rows.is_empty() => {
                conn.find_organisation(id).await?
            }
            _ => None,
        };
        let fields = conn.list_fields().await?;
        let excluded = if may_keep_grants(actor) {
            conn.list_excluded(call.today()).await?
        } else {
            Vec::new()
        };
        let (list, may_add) = (Keyed::of(rows, |person| person.id), may_keep_people(actor));
        Ok(PeoplePage { list, unit, fields, excluded, may_add })
    }

    /// All of them, for a spreadsheet.
    pub async fn people_export(
        &self,
        call: &Call,
        filter: &PeopleFilter,
    ) -> Result<HandedOn<PersonLine>, ActionError> {
        let actor = call.allowed(may_read_people)?;
        let reach = actor.reach(PEOPLE_READERS);
        let mut conn = self.store.read().await?;
        let people = conn.list_people_found(&filter.search(call, &reach), None, ALL).await?;
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let mut own = conn.list_subject_fields(&ids).await?;
        let fields = conn.list_fields().await?;
        let fields: BTreeMap<FieldId, FieldRow> =
            fields.into_iter().map(|field| (field.id, field)).collect();
        let regions = regions_by_id(&mut conn, call).await?;
        drop(conn);
        let line = |person: PersonRow| PersonLine {
            fields: own
                .remove(&person.id)
                .unwrap_or_default()
                .iter()
                .filter_map(|id| fields.get(id).cloned())
                .collect(),
            region: person.region_id.and_then(|id| regions.get(&id).cloned()),
            person,
        };
        let lines = people.into_iter().map(line).collect();
        self.hand_on(call, PEOPLE_READERS, (AccessThing::PersonList, 0), lines).await
    }

    /// The form of a new person, with those on file who are like what was typed.
    pub async fn new_person(
        &self,
        call: &Call,
        values: &Values,
    ) -> Result<PersonForm, ActionError> {
        let actor = call.allowed(may_keep_people)?;
        let mut conn = self.store.read().await?;
        let mut form = form_of(&mut conn, call, actor, None).await?;
        if let Ok(facts) = PersonFacts::parse(values, call.today()) {
            let reach = actor.reach(PEOPLE_KEEPERS);
            let found = like(&mut conn, &facts).await?;
            form.like = seen(&mut conn, &reach, found).await?;
        }
        Ok(form)
    }

    /// Adds a person. Whoever is like somebody on file is added once the caller has said that it is
    /// another person; the same form sent again adds nobody.
    pub async fn add_person(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<PersonId, ActionError> {
        let actor = call.allowed(may_keep_people)?;
        let facts = PersonFacts::parse(values, call.today());
        let workplace = FirstWorkplace::parse(values, is_of_unit(actor));
        let (facts, workplace) = &both(facts, workplace)?;
        self.write(|tx| {
            async move {
                if let Some(id) = made_before(tx, call, values, once).await? {
                    return Ok(id);
                }
                let form = form_of(tx, call, actor, None).await?;
                check_choices(actor, &form, facts)?;
                let n_like = like(tx, facts).await?.len();
                check_another(values, n_like)?;
                let (unit, region) = match workplace {
                    FirstWorkplace::None => (None, facts.region),
                    FirstWorkplace::Named(name) => {
                        let unit = roster::workplace(tx, name, facts.region).await?;
                        (Some(unit), facts.region)
                    }
                    FirstWorkplace::OnFile(unit) => {
                        let units = form.units.iter().flatten();
                        let found = units.into_iter().find(|row| row.id == *unit);
                        let unknown = || Problems::one(Field::Unit, ProblemKind::UnknownChoice);
                        let found = found.ok_or_else(unknown)?;
                        (Some(found.id), found.region_id)
                    }
                };
                let facts = PersonFacts { region: facts.region.or(region), ..facts.clone() };
                let born_in = facts.born_in.map(|month| month.to_string());
                let id = tx.add_person(&row(&facts, born_in.as_deref())).await?;
                if let Some(unit) = unit {
                    tx.add_workplace(id, unit, call.today(), None).await?;
                }
                tx.log(call.entry("add", "person", PEOPLE_KEEPERS).on(id));
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The form in which what is on file of somebody is corrected.
    pub async fn person_form(&self, call: &Call, id: PersonId) -> Result<PersonForm, ActionError> {
        let actor = call.allowed(may_keep_people)?;
        let mut conn = self.store.read().await?;
        let person = kept_person(&mut conn, actor, id).await?;
        form_of(&mut conn, call, actor, Some(person)).await
    }

    /// Corrects what is on file of somebody, unless it has changed since the form was shown.
    pub async fn change_person(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_people)?;
        let said = &PersonFacts::parse(values, call.today())?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let person = kept_person(tx, actor, id).await?;
                check_revision(revision, person.revision)?;
                let form = form_of(tx, call, actor, Some(person.clone())).await?;
                check_choices(actor, &form, said)?;
                let mut facts = said.clone();
                if !form.is_city {
                    facts.inner_note.clone_from(&person.inner_note);
                }
                if form.units.is_some() {
                    facts.region = person.region_id;
                }
                let before = person.facts(form.own_fields);
                if facts == before {
                    return Ok(());
                }
                let born_in = facts.born_in.map(|month| month.to_string());
                let row = row(&facts, born_in.as_deref());
                if !tx.change_person(id, person.revision, &row).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("correct", "person", PEOPLE_KEEPERS).on(id);
                tx.log(entry.because(changed(&before, &facts)));
                tell_corrected(tx, call, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Makes the keys by which people are found anew, where an older program made them: some people
    /// at a time, so that nobody waits for all. Gives how many they were.
    pub async fn renew_search(&self) -> Result<usize, ActionError> {
        let mut all = 0;
        while self.store.read().await?.is_search_old().await? {
            all +=
                self.write(|tx| async move { Ok(tx.renew_search().await?) }.scope_boxed()).await?;
        }
        Ok(all)
    }
}

/// The regions of the day by their keys.
pub(crate) async fn regions_by_id(
    conn: &mut Conn,
    call: &Call,
) -> Result<BTreeMap<RegionId, RegionRow>, ActionError> {
    let regions = conn.list_regions(call.today()).await?;
    Ok(regions.into_iter().map(|region| (region.id, region)).collect())
}

/// Whether somebody keeps the people of units alone.
pub(crate) fn is_of_unit(actor: &Actor) -> bool {
    !actor.is_any(&[Role::CityOffice, Role::CountyOffice])
}

/// Somebody whom the caller keeps.
pub(crate) async fn kept_person(
    conn: &mut Conn,
    actor: &Actor,
    id: PersonId,
) -> Result<PersonRow, ActionError> {
    let person = conn.find_person(id).await?;
    let person = person.filter(|it| it.merged_into.is_none()).ok_or(ActionError::NotFound)?;
    let reach = actor.reach(PEOPLE_KEEPERS);
    if !conn.is_within(&reach, person.region_id, person.workplace_id).await? {
        return Err(ActionError::NotFound);
    }
    Ok(person)
}

async fn form_of(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
    person: Option<PersonRow>,
) -> Result<PersonForm, ActionError> {
    let reach = actor.reach(PEOPLE_KEEPERS);
    let mut counties = conn.list_regions(call.today()).await?;
    let all = counties.clone();
    counties.retain(|region| {
        region.level == RegionLevel::County && reaches(&reach, &all, region.id)
            || person.as_ref().is_some_and(|person| person.region_id == Some(region.id))
    });
    let units = if is_of_unit(actor) { Some(conn.list_units_within(&reach).await?) } else { None };
    let own_fields = match &person {
        Some(person) => conn.list_subject_fields(&[person.id]).await?.remove(&person.id),
        None => None,
    };
    Ok(PersonForm {
        person,
        fields: conn.list_fields().await?,
        own_fields: own_fields.unwrap_or_default(),
        counties,
        units,
        like: Vec::new(),
        is_city: reach == Reach::Everything,
    })
}

/// Whether a region or one above it is within a reach.
pub(crate) fn reaches(reach: &Reach, all: &[RegionRow], region: RegionId) -> bool {
    let Reach::Within { regions, .. } = reach else { return *reach == Reach::Everything };
    let above = |at: &RegionId| all.iter().find(|row| row.id == *at)?.parent_id;
    std::iter::successors(Some(region), above).any(|at| regions.contains(&at))
}

/// Whether what was chosen is offered to the caller. A county's office keeps its own people in its
/// county.
fn check_choices(actor: &Actor, form: &PersonForm, facts: &PersonFacts) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let is_field = |field: &FieldId| form.fields.iter().any(|row| row.id == *field);
    if facts.fields.first().is_some_and(|main| !is_field(main)) {
        problems.add(Field::SubjectField, ProblemKind::UnknownChoice);
    }
    if !facts.fields.iter().skip(1).all(is_field) {
        problems.add(Field::FurtherFields, ProblemKind::UnknownChoice);
    }
    let is_offered = if let Some(region) = facts.region {
        form.counties.iter().any(|row| row.id == region)
    } else {
        let before = form.person.as_ref().is_some_and(|person| person.region_id.is_none());
        form.is_city || before || is_of_unit(actor)
    };
    if !is_offered {
        let missing = facts.region.is_none();
        let kind = if missing { ProblemKind::Missing } else { ProblemKind::UnknownChoice };
        problems.add(Field::County, kind);
    }
    if problems.0.is_empty() { Ok(()) } else { Err(problems) }
}

/// Those on file of the same name, or with the same phone.
async fn like(conn: &mut Conn, facts: &PersonFacts) -> Result<Vec<PersonRow>, ActionError> {
    let mut found: BTreeMap<PersonId, PersonRow> = BTreeMap::new();
    let mut people = conn.list_people_named(&[facts.name.as_str()]).await?;
    if let Some(phone) = &facts.phone {
        people.extend(conn.list_people_with_phones(&[phone.as_str()]).await?);
    }
    for person in people {
        found.entry(person.id).or_insert(person);
    }
    Ok(found.into_values().collect())
}

/// Of some people those within a reach.
async fn seen(
    conn: &mut Conn,
    reach: &Reach,
    people: Vec<PersonRow>,
) -> Result<Vec<PersonRow>, ActionError> {
    let mut seen = Vec::with_capacity(people.len());
    for person in people {
        if conn.is_within(reach, person.region_id, person.workplace_id).await? {
            seen.push(person);
        }
    }
    Ok(seen)
}

fn row<'a>(facts: &'a PersonFacts, born_in: Option<&'a str>) -> NewPerson<'a> {
    NewPerson {
        name: &facts.name,
        sex: facts.sex,
        born_in,
        phone: facts.phone.as_deref(),
        title: &facts.title,
        fields: &facts.fields,
        region_id: facts.region,
        topics: &facts.topics,
        note: &facts.note,
        inner_note: &facts.inner_note,
    }
}

/// Tells somebody whose data an office has corrected, unless it is the own ones.
pub(crate) async fn tell_corrected(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
) -> Result<(), ActionError> {
    let others = Some(person).filter(|person| call.actor().is_ok_and(|me| me.person != *person));
    tell_people(tx, call, others, &Message::PersonCorrected {}).await
}

/// The fields that a correction changes, for the chain, which keeps none of their words.
fn changed(before: &PersonFacts, after: &PersonFacts) -> String {
    let fields = [
        (Field::PersonName, before.name == after.name),
        (Field::Sex, before.sex == after.sex),
        (Field::BornIn, before.born_in == after.born_in),
        (Field::PersonPhone, before.phone == after.phone),
        (Field::Post, before.title == after.title),
        (Field::SubjectField, before.fields == after.fields),
        (Field::County, before.region == after.region),
        (Field::Topics, before.topics == after.topics),
        (Field::PersonNote, before.note == after.note),
        (Field::InnerNote, before.inner_note == after.inner_note),
    ];
    let changed = fields.iter().filter(|(_, is_same)| !is_same).map(|(field, _)| field.as_str());
    changed.collect::<Vec<_>>().join(" ")
}

/// Two parts of one form, or all that is wrong with either.
fn both<A, B>(one: Result<A, Problems>, other: Result<B, Problems>) -> Result<(A, B), Problems> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(mut problems), Err(others)) => {
            problems.0.extend(others.0);
            Err(problems)
        }
        (Err(problems), _) | (_, Err(problems)) => Err(problems),
    }
}
