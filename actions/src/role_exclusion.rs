//! Roles that nobody has together: pairs are added and ended, and live roles are looked at first.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{PersonId, RoleExclusionId},
    inbox::Message,
    role::Role,
    role_exclusion::{
        EXCLUSION_ENDERS, EXCLUSION_KEEPERS, NewExclusion, may_add_exclusions, may_end_exclusions,
    },
};
use store::StoreError;

use crate::{
    ActionError, Actions, Call,
    once::{made, made_before},
    tell::tell_offices,
    write::Scoped as _,
};

/// Who hears of it: who keeps roles, and who watches over them.
const TOLD: &[Role] =
    &[Role::CityOffice, Role::SystemAdministrator, Role::AuditAdministrator, Role::Supervisor];

impl Actions {
    /// Who has both roles of a pair that is typed, so that a refused form can name them; nobody, if
    /// the pair cannot be read.
    pub async fn people_with_both(
        &self,
        call: &Call,
        values: &Values,
    ) -> Result<Vec<(PersonId, String)>, ActionError> {
        call.allowed(may_add_exclusions)?;
        let Ok(new) = NewExclusion::parse(values) else { return Ok(Vec::new()) };
        let (one, other) = new.pair;
        Ok(self.store.read().await?.list_with_both(one, other, call.today()).await?)
    }

    /// Adds a pair; refused while somebody has both roles.
    pub async fn add_exclusion(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_add_exclusions)?;
        let done = self.write(|tx| {
            async move {
                if made_before::<i64>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                let NewExclusion { pair: (first, other), reason } = NewExclusion::parse(values)?;
                if tx.role_exclusions().await?.exclude(first, &[other]) {
                    return Err(Problems::one(Field::OtherRole, ProblemKind::PairThere).into());
                }
                let people = tx.list_with_both(first, other, call.today()).await?;
                if !people.is_empty() {
                    let broken = ProblemKind::PairBroken(people.len());
                    return Err(Problems::one(Field::OtherRole, broken).into());
                }
                let pair = (first, other);
                let id = tx.add_exclusion(pair, &reason, call.today(), actor.person).await?;
                let message = Message::RolesApart { one: first, other, reason: reason.clone() };
                tell_offices(tx, call, TOLD, &message).await?;
                made(tx, call, values, once, id).await?;
                let what = format!("{} + {}: {reason}", first.as_str(), other.as_str());
                tx.log(call.entry("add", "role_exclusion", EXCLUSION_KEEPERS).on(id).because(what));
                Ok(())
            }
            .scope_boxed()
        });
        done.await.map_err(broken)
    }

    /// Ends a pair that an association has added; one that has ended stays so.
    pub async fn end_exclusion(&self, call: &Call, id: RoleExclusionId) -> Result<(), ActionError> {
        let actor = call.allowed(may_end_exclusions)?;
        self.write(|tx| {
            async move {
                let pairs = tx.list_exclusions().await?;
                let Some(pair) = pairs.into_iter().find(|row| row.id == id) else { return Ok(()) };
                let Some(other) = pair.other else { return Err(ActionError::WrongState) };
                if !tx.end_exclusion(id, actor.person, call.now).await? {
                    return Ok(());
                }
                let message = Message::RolesTogether { one: pair.one, other };
                tell_offices(tx, call, TOLD, &message).await?;
                let what = format!("{} + {}", pair.one.as_str(), other.as_str());
                tx.log(call.entry("end", "role_exclusion", EXCLUSION_ENDERS).on(id).because(what));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A role was given, or the same pair added, at the same time.
fn broken(error: ActionError) -> ActionError {
    match error {
        ActionError::Store(StoreError::Refused) => {
            Problems::one(Field::OtherRole, ProblemKind::PairBroken(1)).into()
        }
        ActionError::Store(StoreError::Conflict) => {
            Problems::one(Field::OtherRole, ProblemKind::PairThere).into()
        }
        other => other,
    }
}
