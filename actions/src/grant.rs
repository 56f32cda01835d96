//! A person with roles and account; who keeps them gives roles and issues codes.

mod code;
mod ending;
mod follow;
mod proposal;
mod tutor;

use chrono::NaiveDate;
use domain::{
    form::{Field, ProblemKind, Problems, Values},
    grant::{
        ACCOUNT_OPENERS, KEEPERS, NewGrant, is_by_hand, may_grant, may_grant_at_unit,
        may_issue_code, may_issue_first_code, may_keep_grants, may_open_accounts,
        needs_second_keeper,
    },
    id::{GrantId, PersonId},
    information::Known,
    merging::may_merge,
    person::{PEOPLE_KEEPERS, may_keep_people},
    record::Kind,
    role::{AUTHORS, Actor, Grant, PEOPLE_READERS, Reach, Role, Scope, may_read_people},
    role_exclusion::Exclusions,
};
use store::{
    AppointmentRow, Conn, ConsentRow, FieldRow, HeldGrant, Lock, MergingRow, OrganisationRow,
    PersonRow, RegionRow, RoleProposalRow, StoreError, TraceRow, WorkplaceRow,
};

pub(crate) use self::{
    code::{NewActivation, close, issue},
    follow::{give_role, take_role},
};
use crate::{
    ActionError, Actions, Call,
    account::{is_locked, name_source},
    record::fixed,
    tell::{tell_of_end, tell_of_role},
    write::{Scoped as _, Write},
};

/// So many things of a kind are named on a person's page; one more is asked for, to know whether there
/// are more.
const TRACED: i64 = 6;
/// So many are named on the page of a kind: all of them.
const ALL_TRACED: i64 = 100_000;

/// A person with the roles that hold today, the lent ones as such: as if signed in.
pub(crate) async fn actor_of(
    conn: &mut Conn,
    call: &Call,
    person: PersonId,
    name: String,
) -> Result<Actor, ActionError> {
    let mut held = conn.list_held_grants(person, call.today()).await?;
    held.retain(|held| held.grant.holds_on(call.today()));
    let lent = |held: &HeldGrant| held.principal_id.map(|by| (held.grant.role, by));
    let standing_in = held.iter().filter_map(lent).collect();
    let grants = held.into_iter().map(|held| held.grant).collect();
    Ok(Actor { person, name, grants, standing_in })
}

/// A person as an office sees one.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct PersonPage {
    /// The person.
    pub person: PersonRow,
    /// Subject fields, the main one first.
    pub fields: Vec<FieldRow>,
    /// Terms as a lecturer.
    pub appointments: Vec<AppointmentRow>,
    /// Roles that hold or will hold.
    pub grants: Vec<HeldGrant>,
    /// Roles that wait for a second keeper; empty for who only reads.
    pub proposals: Vec<RoleProposalRow>,
    /// The account, if there is one.
    pub account: Option<AccountView>,
    /// Whether it is the caller's own record.
    pub is_own: bool,
    /// Whether the caller may issue a code.
    pub may_issue: bool,
    /// What the caller may give; empty for who only reads.
    pub offers: GrantOffers,
    /// What was merged into the record, for who may undo it.
    pub mergings: Vec<MergingRow>,
    /// Which roles nobody has together.
    pub exclusions: Exclusions,
    /// What the person has said of the handling and the publication of the own data.
    pub consents: Vec<ConsentRow>,
    /// Where the person works and has worked.
    pub workplaces: Vec<WorkplaceRow>,
    /// Whether the caller corrects what is on file.
    pub may_change: bool,
    /// Whether an application for the corps of lecturers may be opened: who is no lecturer, and has none.
    pub may_apply: bool,
    /// Whether the caller enters the person as a tutor, or takes that back.
    pub may_enter_tutor: bool,
    /// What hangs on the person, kind by kind, the latest first; of kinds that concern the caller.
    pub traces: Vec<(Known, Vec<TraceRow>)>,
    /// Roles of the person that the caller may take back.
    pub ending: Vec<GrantId>,
}

/// An account as an office sees one.
#[derive(Clone, Debug)]
pub struct AccountView {
    /// The name typed at sign-in.
    pub sign_in_name: String,
    /// Whether too many have failed to sign in to it lately.
    pub is_locked: bool,
    /// Whether it was closed.
    pub is_closed: bool,
    /// Whether it has a second factor.
    pub has_factor: bool,
}

/// What came of giving a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// It holds from today.
    Now,
    /// It waits for a second keeper.
    Proposed,
}

/// What a grant can be made of.
#[derive(Clone, Debug, Default)]
pub struct GrantOffers {
    /// Roles that the caller may give.
    pub roles: Vec<Role>,
    /// Regions down to counties.
    pub regions: Vec<RegionRow>,
    /// Units that nominate, and the person's own workplace.
    pub organisations: Vec<OrganisationRow>,
}

impl PersonPage {
    /// Those of a kind that the person's page names, and whether there are more.
    pub fn named(traces: &[TraceRow]) -> (&[TraceRow], bool) {
        let most = usize::try_from(TRACED).unwrap_or(usize::MAX);
        (traces.get(..most).unwrap_or(traces), traces.len() > most)
    }
}

impl Actions {
    /// Everything of a kind that hangs on a person, the latest first, for who keeps the person.
    pub async fn traces(
        &self,
        call: &Call,
        id: PersonId,
        known: &str,
    ) -> Result<(PersonRow, Known, Vec<TraceRow>), ActionError> {
        let actor = call.allowed(may_keep_people)?;
        let mut conn = self.store.read().await?;
        let person = conn.find_person(id).await?.filter(|it| it.merged_into.is_none());
        let person = person.ok_or(ActionError::NotFound)?;
        let reach = actor.reach(PEOPLE_KEEPERS);
        if !conn.is_within(&reach, person.region_id, person.workplace_id).await? {
            return Err(ActionError::NotFound);
        }
        let known = Known::parse(known).filter(|known| is_told(actor, *known));
        let known = known.ok_or(ActionError::NotFound)?;
        let all = conn.list_traces(id, ALL_TRACED).await?;
        let found = all.into_iter().find(|(kind, _)| *kind == known);
        Ok((person, known, found.map(|(_, rows)| rows).unwrap_or_default()))
    }

    /// A person within the caller's scope.
    pub async fn person(&self, call: &Call, id: PersonId) -> Result<PersonPage, ActionError> {
        person_of(&mut self.store.read().await?, call, id).await
    }

    /// Gives a role; the same role with the same scope is given once. What one keeper alone cannot
    /// give waits for a second one.
    pub async fn give_role(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
    ) -> Result<Given, ActionError> {
        let actor = call.allowed(may_open_accounts)?;
        let new = &NewGrant::parse(values, call.today())?;
        if !may_grant(actor, new.role) && !may_grant_at_unit(actor, new.role) {
            return Err(Problems::one(Field::Role, ProblemKind::UnknownChoice).into());
        }
        if actor.person == id {
            return Err(ActionError::Forbidden);
        }
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                check_grant(&page, new)?;
                let held = held_as(&page, new).map(|held| held.grant.ends_on);
                if held == Some(new.ends_on) {
                    return Ok(Given::Now);
                }
                let is_shorter = held.is_some_and(|before| is_before(new.ends_on, before));
                if needs_second_keeper(new.role) && !is_shorter {
                    proposal::propose(tx, call, &page, new).await?;
                    return Ok(Given::Proposed);
                }
                if is_shorter && new.role == Role::SystemAdministrator {
                    check_stays(tx, call, id).await?;
                }
                give(tx, call, &page, new).await?;
                Ok(Given::Now)
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes a role back from today on. Somebody has to stay the system's administrator.
    pub async fn end_role(
        &self,
        call: &Call,
        id: PersonId,
        grant: GrantId,
    ) -> Result<(), ActionError> {
        call.allowed(may_open_accounts)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                let held = page.grants.iter().find(|held| held.id == grant);
                let role = held.ok_or(ActionError::NotFound)?.grant.role;
                if !page.ending.contains(&grant) {
                    return Err(ActionError::Forbidden);
                }
                if role == Role::SystemAdministrator {
                    check_stays(tx, call, id).await?;
                }
                tx.end_grant(grant, Some(call.today())).await?;
                let entry = call.entry("end_grant", "person", ACCOUNT_OPENERS).on(id);
                let record = fixed(tx, Kind::Grant, grant).await?;
                tx.log(entry.moved(role.as_str(), "").fixing(record));
                tell_of_end(tx, call, &page.person, role).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// The database's own guard of `LAW-72`.
fn excluded(error: StoreError) -> ActionError {
    match error {
        StoreError::Refused => Problems::one(Field::Role, ProblemKind::ExcludedRole).into(),
        other => other.into(),
    }
}

/// A person within the caller's scope.
pub(crate) async fn person_of(
    conn: &mut Conn,
    call: &Call,
    id: PersonId,
) -> Result<PersonPage, ActionError> {
    let actor = call.allowed(may_read_people)?;
    let person = conn.find_person(id).await?;
    let person = person.filter(|it| it.merged_into.is_none()).ok_or(ActionError::NotFound)?;
    let reach = actor.reach(PEOPLE_READERS);
    if !conn.is_within(&reach, person.region_id, person.workplace_id).await? {
        return Err(ActionError::NotFound);
    }
    let kept = actor.reach(PEOPLE_KEEPERS);
    let may_change = may_keep_people(actor)
        && conn.is_within(&kept, person.region_id, person.workplace_id).await?;
    let mut traces = Vec::new();
    if may_change {
        traces = conn.list_traces(id, TRACED + 1).await?;
        traces.retain(|(known, _)| is_told(actor, *known));
    }
    let appointments = conn.list_appointments(id).await?;
    let grants = conn.list_held_grants(id, call.today()).await?;
    let mut account = None;
    let mut is_first = true;
    if let Some(found) = conn.find_account_of(id).await? {
        is_first = found.password_hash.is_none() && found.closed_at.is_none();
        account = Some(AccountView {
            is_locked: is_locked(conn, call, &name_source(&found.sign_in_name)).await?,
            is_closed: found.closed_at.is_some(),
            has_factor: found.factor_secret.is_some(),
            sign_in_name: found.sign_in_name,
        });
    }
    let (mut offers, mut proposals) = (GrantOffers::default(), Vec::new());
    let mergings = if may_merge(actor) { conn.list_mergings(&person).await? } else { Vec::new() };
    if may_keep_grants(actor) {
        let of_caller = |role: &&Role| may_grant(actor, **role) && is_by_hand(**role);
        proposals = conn.list_role_proposals_of(id).await?;
        offers.roles = Role::ALL.iter().filter(of_caller).copied().collect();
        offers.regions = conn.list_regions_above_towns(call.today()).await?;
        offers.organisations = conn.list_units(person.workplace_id).await?;
    } else if may_grant_at_unit(actor, Role::UnitOfficer) && may_change && actor.person != id {
        let own = actor.reach(&[Role::CountyOffice]);
        offers.roles = vec![Role::UnitOfficer];
        offers.organisations = conn.list_nominating_units_within(&own).await?;
        let workplace = match person.workplace_id {
            Some(workplace) => conn.find_organisation(workplace).await?,
            None => None,
        };
        if let Some(unit) = workplace
            && conn.is_within(&own, unit.region_id, None).await?
            && !offers.organisations.iter().any(|row| row.id == unit.id)
        {
            offers.organisations.push(unit);
        }
    }
    let is_ended = |held: &HeldGrant| {
        is_by_hand(held.grant.role)
            && offers.roles.contains(&held.grant.role)
            && (may_keep_grants(actor)
                || matches!(held.grant.scope, Scope::Organisation(unit)
                    if offers.organisations.iter().any(|row| row.id == unit)))
    };
    let ending = grants.iter().filter(|held| is_ended(held)).map(|held| held.id).collect();
    let roles: Vec<Role> = grants.iter().map(|held| held.grant.role).collect();
    let mut page = PersonPage {
        may_enter_tutor: false,
        fields: conn.list_fields_of(id).await?,
        consents: conn.list_consents(id).await?,
        workplaces: conn.list_workplaces(id).await?,
        may_apply: !roles.iter().any(|role| AUTHORS.contains(role)),
        may_change,
        traces,
        exclusions: conn.role_exclusions().await?,
        is_own: actor.person == id,
        may_issue: may_issue_code(actor, id, &roles)
            || is_first && opens_account(conn, actor, &person, &roles).await?,
        ending,
        person,
        appointments,
        grants,
        proposals,
        account,
        offers,
        mergings,
    };
    page.may_enter_tutor = tutor::may_enter(call, &page);
    Ok(page)
}

/// Whether a county's office may open the account of somebody who has no password yet: of one of its own
/// people, and of nobody who belongs to another office.
pub(crate) async fn opens_account(
    conn: &mut Conn,
    actor: &Actor,
    person: &PersonRow,
    roles: &[Role],
) -> Result<bool, ActionError> {
    let reach = actor.reach(&[Role::CountyOffice]);
    Ok(may_issue_first_code(actor, person.id, roles)
        && conn.is_within(&reach, person.region_id, person.workplace_id).await?)
}

/// Of what hangs on people, whoever keeps everybody sees all; a county's office what it decides, plans or
/// confirms for its people; and a unit what it has part in.
fn is_told(actor: &Actor, known: Known) -> bool {
    let of_county = [
        Known::Application,
        Known::Assessment,
        Known::Course,
        Known::Delivery,
        Known::Training,
        Known::Evidence,
    ];
    actor.reach(PEOPLE_KEEPERS) == Reach::Everything
        || actor.is(Role::CountyOffice) && of_county.contains(&known)
        || actor.is(Role::UnitOfficer) && [Known::Training, Known::Evidence].contains(&known)
}

/// Whether a person may get a grant: its scope is offered, and no role that the person has excludes
/// it (`LAW-72`).
fn check_grant(page: &PersonPage, new: &NewGrant) -> Result<(), Problems> {
    let is_offered = match new.scope {
        Scope::Everything => true,
        Scope::Region(region) => page.offers.regions.iter().any(|row| row.id == region),
        Scope::Organisation(unit) => page.offers.organisations.iter().any(|row| row.id == unit),
    };
    if !is_offered {
        return Err(Problems::one(Field::Scope, ProblemKind::UnknownChoice));
    }
    let held: Vec<Role> = page.grants.iter().map(|held| held.grant.role).collect();
    if page.exclusions.exclude(new.role, &held) {
        return Err(Problems::one(Field::Role, ProblemKind::ExcludedRole));
    }
    Ok(())
}

/// Whether one end of a role comes before another.
fn is_before(end: Option<NaiveDate>, other: Option<NaiveDate>) -> bool {
    end.is_some_and(|end| other.is_none_or(|other| end < other))
}

/// The grant of the same role and scope.
fn held_as<'a>(page: &'a PersonPage, new: &NewGrant) -> Option<&'a HeldGrant> {
    let is_same = |held: &&HeldGrant| (held.grant.role, held.grant.scope) == (new.role, new.scope);
    page.grants.iter().find(is_same)
}

/// Writes a grant down, or the end of one that is held, and tells of it.
async fn give(
    tx: &mut Write,
    call: &Call,
    page: &PersonPage,
    new: &NewGrant,
) -> Result<(), ActionError> {
    let (role, scope, ends_on) = (new.role, new.scope, new.ends_on);
    let grant = Grant { role, scope, starts_on: call.today(), ends_on };
    let key = if let Some(held) = held_as(page, new) {
        tx.end_grant(held.id, ends_on).await.map_err(excluded)?;
        held.id
    } else {
        let added = tx.add_grant(page.person.id, &grant).await.map_err(excluded)?;
        added.ok_or(ActionError::Stale)?
    };
    let entry = call.entry("grant", "person", KEEPERS).on(page.person.id);
    let record = fixed(tx, Kind::Grant, key).await?;
    tx.log(entry.moved("", role.as_str()).fixing(record));
    tell_of_role(tx, call, &page.person, role).await
}

/// Whether the system keeps an administrator without this person: one whose role has no end, and
/// who has an account.
pub(crate) async fn check_stays(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
) -> Result<(), ActionError> {
    let role = Role::SystemAdministrator;
    let held = tx.list_held_grants(person, call.today()).await?;
    if !held.iter().any(|held| held.grant.role == role) {
        return Ok(());
    }
    // Of two who end each other's, the second one sees what the first has done.
    tx.take_turn("role:system_administrator").await?;
    if tx.has_role_beside(role, person, call.today()).await? {
        Ok(())
    } else {
        Err(ActionError::LastAdministrator)
    }
}
