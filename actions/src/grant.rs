//! A person with roles and account; who keeps them gives roles and issues activation codes.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    folding::folded,
    form::{Field, Once, ProblemKind, Problems, Reader, Values},
    grant::{KEEPERS, NewGrant, is_excluded, may_grant, may_keep_grants},
    id::{GrantId, PersonId},
    merging::may_merge,
    record::Kind,
    region::RegionLevel,
    role::{Grant, PEOPLE_READERS, Role, Scope, may_read_people},
    rulebook::Rule,
};
use sha2::{Digest as _, Sha256};
use store::{
    AppointmentRow, Conn, HeldGrant, Lock, MergingRow, NewAccount, OrganisationRow, PersonRow,
    RegionRow, StoreError,
};

use crate::{
    ActionError, Actions, Activation, Call,
    account::{account_of, digest},
    record::fixed,
    write::{Scoped as _, Write},
};

/// A person as an office sees one.
#[derive(Clone, Debug)]
pub struct PersonPage {
    /// The person.
    pub person: PersonRow,
    /// Terms as a lecturer.
    pub appointments: Vec<AppointmentRow>,
    /// Roles that hold or will hold.
    pub grants: Vec<HeldGrant>,
    /// The name typed at sign-in, if there is an account.
    pub sign_in_name: Option<String>,
    /// What the caller may give; empty for who only reads.
    pub offers: GrantOffers,
    /// What was merged into the record, for who may undo it.
    pub mergings: Vec<MergingRow>,
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

impl Actions {
    /// A person within the caller's scope.
    pub async fn person(&self, call: &Call, id: PersonId) -> Result<PersonPage, ActionError> {
        person_of(&mut self.store.read().await?, call, id).await
    }

    /// Gives a role; the same role with the same scope is given once.
    pub async fn give_role(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_grants)?;
        let new = &NewGrant::parse(values, call.today())?;
        if !may_grant(actor, new.role) {
            return Err(Problems::one(Field::Role, ProblemKind::UnknownChoice).into());
        }
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                check_grant(&page, new)?;
                let (role, scope, ends_on) = (new.role, new.scope, new.ends_on);
                let grant = Grant { role, scope, starts_on: call.today(), ends_on };
                let is_same =
                    |held: &&HeldGrant| (held.grant.role, held.grant.scope) == (role, scope);
                let key = match page.grants.iter().find(is_same) {
                    Some(held) if held.grant.ends_on == ends_on => return Ok(()),
                    Some(held) => {
                        tx.end_grant(held.id, ends_on).await?;
                        held.id
                    }
                    None => {
                        let added = tx.add_grant(id, &grant).await.map_err(excluded)?;
                        added.ok_or(ActionError::Stale)?
                    }
                };
                let entry = call.entry("grant", "person", KEEPERS).on(id);
                let record = fixed(tx, Kind::Grant, key).await?;
                tx.log(entry.moved("", role.as_str()).fixing(record));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes a role back from today on.
    pub async fn end_role(
        &self,
        call: &Call,
        id: PersonId,
        grant: GrantId,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_grants)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                let held = page.grants.iter().find(|held| held.id == grant);
                let role = held.ok_or(ActionError::NotFound)?.grant.role;
                if !may_grant(actor, role) {
                    return Err(ActionError::Forbidden);
                }
                tx.end_grant(grant, Some(call.today())).await?;
                let entry = call.entry("end_grant", "person", KEEPERS).on(id);
                let record = fixed(tx, Kind::Grant, grant).await?;
                tx.log(entry.moved(role.as_str(), "").fixing(record));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Issues a one-time code with which a person sets the password; a code before it is void.
    ///
    /// Without an account yet, one is opened under the `sign_in_name` of the form. The same form
    /// sent again gives the same code.
    pub async fn issue_activation(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
        once: &Once,
    ) -> Result<Activation, ActionError> {
        let actor = call.allowed(may_keep_grants)?;
        let code = match once.as_str() {
            "" => self.entropy.token(),
            once => code_of(once),
        };
        let digest = &digest(&code);
        let issued = self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = person_of(tx, call, id).await?;
                // Whoever can set the password of an office-holder has the office.
                if !page.grants.iter().all(|held| may_grant(actor, held.grant.role)) {
                    return Err(ActionError::Forbidden);
                }
                let days = tx.rulebook(call.today()).await?.get(Rule::ActivationDays);
                let until = call.now + TimeDelta::days(days);
                let account = tx.find_account_of(id).await?;
                let issued = tx.find_activation(digest, call.now).await?;
                if issued.is_some() && issued.map(|it| it.id) == account.as_ref().map(|it| it.id) {
                    return Ok(until);
                }
                match account {
                    Some(account) => {
                        tx.set_activation(account.id, digest, until).await?;
                        tx.log(call.entry("issue_code", "account", KEEPERS).on(account.id));
                    }
                    None => open_account(tx, call, id, values, digest, until).await?,
                }
                Ok(until)
            }
            .scope_boxed()
        });
        Ok(Activation { until: issued.await?, code })
    }
}

/// The code of a form: whoever does not know the form's token, which is kept nowhere, cannot guess
/// it.
fn code_of(once: &str) -> String {
    let digest = Sha256::digest(format!("activation code {once}").as_bytes());
    hex::encode(&digest[..16])
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
    if !conn.is_within(&actor.reach(PEOPLE_READERS), person.region_id, None).await? {
        return Err(ActionError::NotFound);
    }
    let appointments = conn.list_appointments(id).await?;
    let grants = conn.list_held_grants(id, call.today()).await?;
    let account = conn.find_account_of(id).await?;
    let mut offers = GrantOffers::default();
    let mergings = if may_merge(actor) { conn.list_mergings(&person).await? } else { Vec::new() };
    if may_keep_grants(actor) {
        let of_caller = |role: &&Role| may_grant(actor, **role);
        offers.roles = Role::ALL.iter().filter(of_caller).copied().collect();
        offers.regions = conn.list_regions(call.today()).await?;
        offers.regions.retain(|region| region.level != RegionLevel::Town);
        offers.organisations = conn.list_units(person.workplace_id).await?;
    }
    let sign_in_name = account.map(|account| account.sign_in_name);
    Ok(PersonPage { person, appointments, grants, sign_in_name, offers, mergings })
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
    if is_excluded(new.role, &held) {
        return Err(Problems::one(Field::Role, ProblemKind::ExcludedRole));
    }
    Ok(())
}

/// Opens the account of a person under the `sign_in_name` of a form.
async fn open_account(
    tx: &mut Write,
    call: &Call,
    person: PersonId,
    values: &Values,
    code: &str,
    until: DateTime<Utc>,
) -> Result<(), ActionError> {
    let mut reader = Reader::new(values);
    let name = reader.text(Field::SignInName, 3, 60).map(|name| folded(&name));
    let name = reader.problems.or(|| name)?;
    if account_of(tx, &name).await?.is_some() {
        return Err(Problems::one(Field::SignInName, ProblemKind::NameTaken).into());
    }
    let account = NewAccount {
        person_id: person,
        sign_in_name: &name,
        password_hash: None,
        activation_digest: Some(code),
        activation_until: Some(until),
        created_at: call.now,
    };
    let id = match tx.add_account(&account).await {
        Err(StoreError::Conflict) => return Err(ActionError::Stale),
        other => other?,
    };
    tx.log(call.entry("open", "account", KEEPERS).on(id));
    Ok(())
}
