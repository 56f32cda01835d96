//! Whom one calls at a unit: written down by the offices and by the unit's own officers.

use domain::{
    form::{Once, Values},
    id::{OrganisationContactId, OrganisationId},
    organisation::{NewContact, UNIT_READERS},
};

use super::page_of;
use crate::{
    ActionError, Actions, Call,
    once::{made, made_before},
    write::Scoped as _,
};

impl Actions {
    /// Writes down whom one calls at a unit; the same form sent again writes nothing.
    pub async fn add_contact(
        &self,
        call: &Call,
        id: OrganisationId,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        let new = &NewContact::parse(values)?;
        self.write(|tx| {
            async move {
                if made_before::<OrganisationContactId>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                let page = page_of(tx, call, id).await?;
                let added = tx.add_contact(page.unit.id, new, call.now).await?;
                tx.log(call.entry("add_contact", "organisation", UNIT_READERS).on(id));
                made(tx, call, values, once, added).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes somebody off the list of whom one calls; done twice, it is done.
    pub async fn remove_contact(
        &self,
        call: &Call,
        id: OrganisationId,
        contact: OrganisationContactId,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                if page.contacts.iter().any(|row| row.id == contact)
                    && tx.remove_contact(contact).await?
                {
                    tx.log(call.entry("remove_contact", "organisation", UNIT_READERS).on(id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}
