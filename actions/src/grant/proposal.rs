//! Roles that one keeper has proposed: a second one confirms or refuses them.

use domain::{
    grant::{KEEPERS, NewGrant, check_scope, may_confirm_role, may_grant, may_keep_grants},
    id::{PersonId, RoleProposalId},
    inbox::Message,
    role::{Role, Scope},
};
use store::{Conn, Lock, RoleProposalRow};

use super::{PersonPage, actor_of, check_grant, give, person_of};
use crate::{
    ActionError, Actions, Call,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Confirms a role that another keeper has proposed, who must still be able to: it holds from
    /// today.
    pub async fn confirm_role(
        &self,
        call: &Call,
        id: PersonId,
        proposal: RoleProposalId,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_grants)?;
        self.write(|tx| {
            async move {
                let (page, proposal) = load(tx, call, id, proposal).await?;
                if !may_confirm_role(actor, id, proposal.proposer_id)
                    || !may_still_propose(tx, call, &proposal).await?
                {
                    return Err(ActionError::Forbidden);
                }
                let (role, ends_on) = (proposal.role, proposal.ends_on);
                // An end that has passed meanwhile is no end to give a role with.
                if ends_on.is_some_and(|day| day <= call.today()) {
                    return Err(ActionError::WrongState);
                }
                let new = NewGrant { role, scope: Scope::Everything, ends_on };
                check_grant(&page, &new)?;
                tx.remove_role_proposal(proposal.id).await?;
                let entry = call.entry("confirm_role", "person", KEEPERS).on(id);
                tx.log(entry.moved("", role.as_str()));
                give(tx, call, &page, &new).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Refuses a role that another keeper has proposed, or takes the own proposal back.
    pub async fn refuse_role(
        &self,
        call: &Call,
        id: PersonId,
        proposal: RoleProposalId,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_grants)?;
        self.write(|tx| {
            async move {
                let (page, proposal) = load(tx, call, id, proposal).await?;
                tx.remove_role_proposal(proposal.id).await?;
                let entry = call.entry("refuse_role", "person", KEEPERS).on(id);
                tx.log(entry.moved(proposal.role.as_str(), ""));
                if proposal.proposer_id != actor.person {
                    let (name, role) = (page.person.name.clone(), proposal.role);
                    let message = Message::RoleRefused { person: id, name, role };
                    tx.add_message(proposal.proposer_id, &message, call.now).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A person and one of the roles that wait; [`ActionError::WrongState`] if it waits no more.
async fn load(
    tx: &mut Write,
    call: &Call,
    id: PersonId,
    proposal: RoleProposalId,
) -> Result<(PersonPage, RoleProposalRow), ActionError> {
    tx.lock(Lock::Person(id)).await?;
    let page = person_of(tx, call, id).await?;
    let found = page.proposals.iter().find(|row| row.id == proposal).cloned();
    Ok((page, found.ok_or(ActionError::WrongState)?))
}

/// Whether who has proposed a role may still give it.
async fn may_still_propose(
    conn: &mut Conn,
    call: &Call,
    proposal: &RoleProposalRow,
) -> Result<bool, ActionError> {
    let proposer = actor_of(conn, call, proposal.proposer_id, String::new()).await?;
    Ok(may_grant(&proposer, proposal.role))
}

/// Notes a role that waits, and tells the other keepers. The same proposed again waits once, with
/// the end that was said last.
pub(super) async fn propose(
    tx: &mut Write,
    call: &Call,
    page: &PersonPage,
    new: &NewGrant,
) -> Result<(), ActionError> {
    let actor = call.actor()?;
    let (id, role) = (page.person.id, new.role);
    check_scope(role, new.scope).map_err(|_| ActionError::WrongState)?;
    if let Some(before) = page.proposals.iter().find(|row| row.role == role) {
        if before.ends_on == new.ends_on {
            return Ok(());
        }
        tx.remove_role_proposal(before.id).await?;
    }
    tx.add_role_proposal(id, role, new.ends_on, actor.person, call.now).await?;
    let entry = call.entry("propose_role", "person", KEEPERS).on(id);
    tx.log(entry.moved("", role.as_str()));
    let (name, proposer) = (page.person.name.clone(), actor.name.clone());
    let message = Message::RoleProposed { person: id, name, role, proposer };
    let mut keepers = Vec::new();
    for role in [Role::SystemAdministrator, Role::CityOffice] {
        keepers.extend(tx.list_with_role(role, call.today()).await?);
    }
    keepers.sort_unstable();
    keepers.dedup();
    for keeper in keepers.into_iter().filter(|it| ![actor.person, id].contains(it)) {
        tx.add_message(keeper, &message, call.now).await?;
    }
    Ok(())
}
