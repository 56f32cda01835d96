//! Deputies of offices: somebody lends the own roles to a colleague for some days. What the deputy
//! does stands in the log with both names.

use chrono::NaiveDate;
use domain::{
    deputy::{DEPUTISED, NewDeputy, may_name_deputy},
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{DeputyId, PersonId},
    inbox::Message,
    record::Kind,
    role::{Grant, Role},
    rulebook::Rule,
};
use store::{ColleagueRow, DeputyRow, HeldGrant, Lock, StoreError};

use crate::{
    ActionError, Actions, Call,
    once::{made, made_before},
    record::fixed,
    tell::{tell_offices, tell_people},
    write::{Scoped as _, Write},
};

/// Deputies as one of both sees them.
#[derive(Clone, Debug)]
pub struct DeputyPage {
    /// Who stands in for the caller, and for whom the caller does; the latest first.
    pub rows: Vec<DeputyRow>,
    /// The caller.
    pub own: PersonId,
    /// Today.
    pub today: NaiveDate,
    /// Who could stand in; none: the caller has nothing that could be lent.
    pub colleagues: Option<Vec<ColleagueRow>>,
}

impl Actions {
    /// Who stands in for the caller, and for whom the caller does.
    pub async fn deputies(&self, call: &Call) -> Result<DeputyPage, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let rows = conn.list_deputies_of(actor.person, call.today()).await?;
        let colleagues = if may_name_deputy(actor) {
            Some(conn.list_colleagues(actor.person).await?)
        } else {
            None
        };
        Ok(DeputyPage { rows, own: actor.person, today: call.today(), colleagues })
    }

    /// Lends the caller's roles of an office to a colleague from a day until a day; the same form
    /// sent again names one deputy.
    pub async fn name_deputy(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_name_deputy)?;
        self.write(|tx| {
            async move {
                // Without anybody there is no form.
                if tx.list_colleagues(actor.person).await?.is_empty() {
                    return Err(ActionError::WrongState);
                }
                if made_before::<DeputyId>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                let days = tx.rulebook(call.today()).await?.get(Rule::DeputyDays);
                let new = NewDeputy::parse(values, call.today(), days)?;
                let (own, other) = (actor.person, new.deputy);
                tx.lock(Lock::Person(own.min(other))).await?;
                tx.lock(Lock::Person(own.max(other))).await?;
                let colleagues = tx.list_colleagues(own).await?;
                if !colleagues.iter().any(|row| row.id == other) {
                    return Err(Problems::one(Field::Deputy, ProblemKind::UnknownChoice).into());
                }
                let id = tx.add_deputy(own, &new, call.now).await?;
                let mut entry = call.entry("name", "deputy", DEPUTISED).on(id);
                entry = entry.because(new.reason.clone());
                tx.log(entry);
                lend(tx, call, id, &new).await?;
                tell(tx, call, &new).await?;
                made(tx, call, values, once, id).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends it before its last day, by either of both; ended once, ending again changes nothing.
    pub async fn end_deputy(&self, call: &Call, id: DeputyId) -> Result<(), ActionError> {
        let own = call.actor()?.person;
        self.write(|tx| {
            async move {
                let row = tx.find_deputy(id).await?.ok_or(ActionError::NotFound)?;
                if ![row.principal_id, row.deputy_id].contains(&own) {
                    return Err(ActionError::NotFound);
                }
                tx.lock(Lock::Person(row.principal_id.min(row.deputy_id))).await?;
                tx.lock(Lock::Person(row.principal_id.max(row.deputy_id))).await?;
                if !tx.end_deputy(id, own, call.now).await? {
                    return Ok(());
                }
                tx.log(call.entry("end", "deputy", &[]).on(id));
                for grant in tx.list_lent_grants(id, call.today()).await? {
                    // One that has not begun never does.
                    let day = call.today().max(row.first_day);
                    tx.end_grant(grant, Some(day)).await?;
                    let record = fixed(tx, Kind::Grant, grant).await?;
                    let entry = call.entry("end_grant", "person", &[]).on(row.deputy_id);
                    tx.log(entry.fixing(record));
                }
                let other = if own == row.deputy_id { row.principal_id } else { row.deputy_id };
                let by = if own == row.deputy_id { row.deputy_name } else { row.principal_name };
                let message = Message::DeputyEnded { name: by };
                tell_people(tx, call, [other], &message).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// The roles that are lent: those of the own, as long as they hold, that the deputy has not.
async fn lend(
    tx: &mut Write,
    call: &Call,
    id: DeputyId,
    new: &NewDeputy,
) -> Result<(), ActionError> {
    let own = call.actor()?.person;
    let is_lent = |held: &HeldGrant| {
        DEPUTISED.contains(&held.grant.role)
            && held.principal_id.is_none()
            && held.grant.ends_on.is_none_or(|day| day > new.first_day)
    };
    let lent: Vec<Grant> = tx
        .list_held_grants(own, call.today())
        .await?
        .into_iter()
        .filter(is_lent)
        .map(|held| held.grant)
        .collect();
    let known = tx.list_held_grants(new.deputy, new.first_day).await?;
    let exclusions = tx.role_exclusions().await?;
    let known_roles: Vec<Role> = known.iter().map(|held| held.grant.role).collect();
    let refuse = |kind| ActionError::from(Problems::one(Field::Deputy, kind));
    let mut n_lent = 0;
    for grant in lent {
        let same = known.iter().find(|held| held.grant.role == grant.role);
        if let Some(same) = same {
            // For the same scope nothing is to be lent; of two scopes nobody could tell for whom.
            if same.grant.scope == grant.scope {
                continue;
            }
            return Err(refuse(ProblemKind::HasRoleElsewhere));
        }
        if exclusions.exclude(grant.role, &known_roles) {
            return Err(refuse(ProblemKind::ExcludedRole));
        }
        let ends_on = grant.ends_on.map_or(new.ends_on(), |day| day.min(new.ends_on()));
        let lent = Grant { starts_on: new.first_day, ends_on: Some(ends_on), ..grant };
        let added = tx.add_grant(new.deputy, &lent).await.map_err(|error| match error {
            StoreError::Refused => refuse(ProblemKind::ExcludedRole),
            other => other.into(),
        })?;
        let key = added.ok_or(ActionError::Stale)?;
        tx.lend_grant(key, id).await?;
        let record = fixed(tx, Kind::Grant, key).await?;
        let entry = call.entry("grant", "person", DEPUTISED).on(new.deputy);
        tx.log(entry.moved("", grant.role.as_str()).fixing(record));
        n_lent += 1;
    }
    if n_lent == 0 { Err(refuse(ProblemKind::HasRole)) } else { Ok(()) }
}

/// The deputy hears of it, and who watches over roles.
async fn tell(tx: &mut Write, call: &Call, new: &NewDeputy) -> Result<(), ActionError> {
    let actor = call.actor()?;
    let deputy = tx.find_person(new.deputy).await?.ok_or(ActionError::NotFound)?;
    let message = |to| Message::DeputyNamed {
        principal: actor.name.clone(),
        to,
        first_day: new.first_day,
        last_day: new.last_day,
    };
    tell_people(tx, call, [new.deputy], &message(None)).await?;
    tell_offices(tx, call, &[Role::AuditAdministrator], &message(Some(deputy.name))).await
}
