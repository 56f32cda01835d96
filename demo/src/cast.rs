//! The people of the demonstration: some from the rosters, and some of the offices.

use chrono::{Days, Months, NaiveDate};
use domain::{
    appointment::AppointmentState,
    id::{FieldId, PersonId},
    review_session::ConflictSince,
    role::{Actor, Role, Scope},
};
use store::{NewAccount, NewOrganisation, NewPerson, PersonRow, RegionRow, Tx};

use super::{actor, find, granted_on, grants};
use crate::Demo;
use actions::{ActionError, Call, peers};

/// The months of a lecturer's term.
const TERM_MONTHS: u32 = 36;
/// The stories reach so many days back and ahead.
const STORY_DAYS: u64 = 250;

/// People that the stories are made of.
pub(super) struct Cast {
    pub(super) office: Actor,
    pub(super) county: Actor,
    /// Of the county's office as well: decides what the other one is in dispute about.
    pub(super) colleague: Actor,
    /// Holds review sessions of the same county.
    pub(super) organiser: Actor,
    /// Looks into objections of which nobody of the office is free.
    pub(super) supervisor: Actor,
    /// Six of the rosters; the first two can sign in.
    pub(super) lecturers: Vec<Actor>,
    pub(super) panel: Vec<PersonId>,
    pub(super) field: FieldId,
    /// What the accounts' password is kept as.
    pub(super) password_hash: String,
}

impl Cast {
    /// The first of the panel, who can sign in.
    pub(super) fn panelist(&self, call: &Call) -> Option<Actor> {
        let role = [(Role::Panelist, Scope::Everything)];
        let person = self.panel.first()?;
        Some(actor(*person, "", grants(&role, granted_on(call))))
    }
}

/// People of the rosters.
struct Chosen {
    lecturers: Vec<PersonRow>,
    panel: Vec<PersonRow>,
}

impl Demo {
    /// Gives accounts and roles to people, some from the rosters and some of the office.
    pub(super) async fn cast(&self, call: &Call) -> Result<Cast, ActionError> {
        let password_hash = self.actions.hash_password(&self.password).await?;
        let regions = self.store.read().await?.list_regions(call.today()).await?;
        let Chosen { lecturers, panel } = self.choose_people().await?;
        let mut tx = self.store.begin().await?;
        let (nanhu, haining) = (find(&regions, "南湖区"), find(&regions, "海宁市"));
        tx.add_place("科学会堂示范报告厅", "嘉兴市南湖区示范路1号", nanhu).await?;
        tx.add_place("示范科技馆多功能厅", "海宁市示范街8号", haining).await?;
        let staff = add_staff(&mut tx, call, &regions, &password_hash).await?;
        let [office, county, colleague, organiser, supervisor] = staff;
        for person in &panel {
            for grant in grants(&[(Role::Panelist, Scope::Everything)], granted_on(call)) {
                tx.add_grant(person.id, &grant).await?;
            }
        }
        let signing_in =
            lecturers.iter().zip(["lecturer", "lecturer2"]).chain(panel.iter().zip(["panelist"]));
        for (person, sign_in_name) in signing_in {
            add_account(&mut tx, call, person.id, sign_in_name, &password_hash).await?;
        }
        let days = Days::new(STORY_DAYS);
        for person in &lecturers {
            renew(&mut tx, person.id, call.today() - days, call.today() + days).await?;
        }
        let entry = call.entry("load", "demo", &[]);
        tx.commit(entry, &self.entropy.token()).await?;

        let role = [(Role::Lecturer, Scope::Everything)];
        let as_lecturer =
            |person: &PersonRow| actor(person.id, &person.name, grants(&role, granted_on(call)));
        Ok(Cast {
            office,
            county,
            colleague,
            organiser,
            supervisor,
            field: lecturers.first().and_then(|person| person.field_id).unwrap_or(FieldId(1)),
            lecturers: lecturers.iter().map(as_lecturer).collect(),
            panel: panel.iter().map(|person| person.id).collect(),
            password_hash,
        })
    }

    /// Lecturers and a panel who share no workplace, four of the panel from schools.
    async fn choose_people(&self) -> Result<Chosen, ActionError> {
        let mut conn = self.store.read().await?;
        let mut people = conn.list_lecturers().await?;
        people.dedup_by_key(|person| person.id);
        let ids: Vec<PersonId> = people.iter().map(|person| person.id).collect();
        let today = NaiveDate::default();
        let since = ConflictSince { unit: today, teaching: today, work: today };
        let peers = peers(&mut conn, &ids, since).await?;
        let is_teacher = |person: &PersonRow| peers.get(&person.id).is_some_and(|p| p.is_teacher);
        let teachers = one_per_workplace(people.iter().filter(|p| is_teacher(p)), 4, &[]);
        let others = one_per_workplace(people.iter().filter(|p| !is_teacher(p)), 5, &teachers);
        let panel: Vec<&PersonRow> = others.iter().chain(&teachers).copied().collect();
        let mut lecturers = one_per_workplace(people.iter(), 6, &panel);
        // The first two lecture on the same field, so that one course shows another's booking.
        lecturers.sort_by_key(|person| person.field_id);
        let owned = |people: Vec<&PersonRow>| people.into_iter().cloned().collect();
        Ok(Chosen { lecturers: owned(lecturers), panel: owned(panel) })
    }
}

/// Adds the staff of the offices; gives the city's, the county's, a colleague of
/// the latter, and who holds the county's sessions.
async fn add_staff(
    tx: &mut Tx,
    call: &Call,
    regions: &[RegionRow],
    hash: &str,
) -> Result<[Actor; 5], ActionError> {
    let county = find(regions, "南湖区").map_or(Scope::Everything, Scope::Region);
    // Those of a county work together, so that one can stand in for the other.
    let name = "南湖区科普示范中心";
    let unit = NewOrganisation {
        name,
        short_name: name,
        match_key: name,
        region_id: find(regions, "南湖区"),
        sort_order: 1_000,
        ..NewOrganisation::default()
    };
    let unit = tx.add_organisation(&unit).await?;
    let everything = Scope::Everything;
    let mut acting = Vec::new();
    for (sign_in_name, name, role, scope) in [
        ("office", "周明远", Role::CityOffice, everything),
        ("county", "许静宜", Role::CountyOffice, county),
        ("county2", "章守正", Role::CountyOffice, county),
        ("organiser", "季清和", Role::SessionOrganiser, county),
        ("reviewer", "顾思齐", Role::ContentReviewer, everything),
        ("admin", "严守业", Role::SystemAdministrator, everything),
        ("supervisor", "陆秉公", Role::Supervisor, everything),
    ] {
        let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await?;
        let mut roles = vec![(role, scope)];
        match role {
            Role::Supervisor => roles.push((Role::AuditAdministrator, scope)),
            Role::SessionOrganiser => roles.push((Role::AwardOrganiser, scope)),
            _ => {}
        }
        let grants = grants(&roles, granted_on(call));
        for grant in &grants {
            tx.add_grant(person, grant).await?;
        }
        if matches!(scope, Scope::Region(_)) {
            tx.set_workplace(person, unit, granted_on(call)).await?;
        }
        add_account(tx, call, person, sign_in_name, hash).await?;
        acting.push(actor(person, name, grants));
    }
    // The reviewer and the administrator do nothing in the stories.
    acting.drain(4..6);
    acting.try_into().map_err(|_| ActionError::NotFound)
}

/// Sees to it that a lecturer is appointed on every day between two: the rosters' terms end.
async fn renew(
    tx: &mut Tx,
    person: PersonId,
    from: NaiveDate,
    until: NaiveDate,
) -> Result<(), ActionError> {
    let terms = tx.list_appointments(person).await?;
    let mut first = terms.iter().map(|term| term.starts_on).min().unwrap_or(from);
    let mut last = terms.iter().map(|term| term.ends_on).max().unwrap_or(from - Days::new(1));
    while last < until {
        let starts_on = last + Days::new(1);
        last = starts_on + Months::new(TERM_MONTHS) - Days::new(1);
        tx.set_appointment(person, starts_on, last, AppointmentState::Active).await?;
    }
    while from < first {
        let ends_on = first - Days::new(1);
        first = first - Months::new(TERM_MONTHS);
        tx.set_appointment(person, first, ends_on, AppointmentState::Active).await?;
    }
    Ok(())
}

/// The first people who share no workplace with each other or with these.
fn one_per_workplace<'a>(
    people: impl Iterator<Item = &'a PersonRow>,
    n: usize,
    without: &[&PersonRow],
) -> Vec<&'a PersonRow> {
    let mut taken: Vec<_> = without.iter().map(|person| person.workplace_id).collect();
    let mut chosen = Vec::new();
    for person in people {
        if chosen.len() < n && !taken.contains(&person.workplace_id) {
            taken.push(person.workplace_id);
            chosen.push(person);
        }
    }
    chosen
}

pub(super) async fn add_account(
    tx: &mut Tx,
    call: &Call,
    person_id: PersonId,
    sign_in_name: &str,
    hash: &str,
) -> Result<(), ActionError> {
    let account =
        NewAccount { person_id, sign_in_name, password_hash: Some(hash), created_at: call.now };
    tx.add_account(&account).await?;
    Ok(())
}
