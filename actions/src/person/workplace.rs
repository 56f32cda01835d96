//! Where somebody works and has worked (`SYS-04`): a new workplace ends the one before, and what was
//! written down by mistake is taken back.

use domain::{
    form::{Field, Once, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::{AffiliationId, PersonId},
    person::{NewWorkplace, PEOPLE_KEEPERS, last_day, may_keep_people},
    role::Actor,
};
use store::{Conn, Lock, PersonRow, WorkplaceRow};

use super::{is_of_unit, kept_person, tell_corrected};
use crate::{
    ActionError, Actions, Call,
    once::{made, made_before},
    roster,
    write::Scoped as _,
};

/// The workplaces of somebody.
#[derive(Clone, Debug)]
pub struct WorkplacePage {
    /// The person.
    pub person: PersonRow,
    /// The present one first.
    pub workplaces: Vec<WorkplaceRow>,
    /// Whether the caller writes new ones down; a unit's officer ends the present one alone.
    pub may_add: bool,
}

impl Actions {
    /// The workplaces of somebody whom the caller keeps.
    pub async fn workplaces(
        &self,
        call: &Call,
        id: PersonId,
    ) -> Result<WorkplacePage, ActionError> {
        let actor = call.allowed(may_keep_people)?;
        page_of(&mut self.store.read().await?, actor, id).await
    }

    /// Writes down where somebody works or has worked; a unit that is not on file is added. The same
    /// form sent again writes nothing.
    pub async fn add_workplace(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_people)?;
        let new = &NewWorkplace::parse(values, call.today())?;
        self.write(|tx| {
            async move {
                if made_before::<AffiliationId>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                tx.lock(Lock::Person(id)).await?;
                let page = page_of(tx, actor, id).await?;
                if !page.may_add {
                    return Err(ActionError::Forbidden);
                }
                let unit = roster::workplace(tx, &new.unit, page.person.region_id).await?;
                let added = tx.add_workplace(id, unit, new.starts_on, new.ends_on).await?;
                tx.log(call.entry("add_workplace", "person", PEOPLE_KEEPERS).on(id));
                tell_corrected(tx, call, id).await?;
                made(tx, call, values, once, added).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends somebody's present workplace on a day, which is typed in the field of its number; gives
    /// whether the caller keeps the person still.
    pub async fn end_workplace(
        &self,
        call: &Call,
        id: PersonId,
        workplace: AffiliationId,
        values: &Values,
    ) -> Result<bool, ActionError> {
        let actor = call.allowed(may_keep_people)?;
        let typed = &Values::default().with(Field::LeftOn, values.get(Field::LeftOn.at(workplace)));
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = page_of(tx, actor, id).await?;
                let row = find(&page, workplace)?;
                let day = last_day(typed, row.starts_on, call.today());
                let day = day.map_err(|problems| problems.of_thing(workplace))?;
                if !tx.end_workplace(workplace, day).await? {
                    return Err(ActionError::WrongState);
                }
                tx.log(call.entry("end_workplace", "person", PEOPLE_KEEPERS).on(id));
                tell_corrected(tx, call, id).await?;
                Ok(page.may_add)
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes back a workplace that was written down by mistake, with the reason.
    pub async fn remove_workplace(
        &self,
        call: &Call,
        id: PersonId,
        workplace: AffiliationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_keep_people)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = page_of(tx, actor, id).await?;
                find(&page, workplace)?;
                if !page.may_add {
                    return Err(ActionError::Forbidden);
                }
                let reason = reason(values, workplace)?;
                tx.remove_workplace(workplace).await?;
                let entry = call.entry("remove_workplace", "person", PEOPLE_KEEPERS).on(id);
                tx.log(entry.because(reason));
                tell_corrected(tx, call, id).await
            }
            .scope_boxed()
        })
        .await
    }
}

async fn page_of(
    conn: &mut Conn,
    actor: &Actor,
    id: PersonId,
) -> Result<WorkplacePage, ActionError> {
    let person = kept_person(conn, actor, id).await?;
    let workplaces = conn.list_workplaces(id).await?;
    Ok(WorkplacePage { person, workplaces, may_add: !is_of_unit(actor) })
}

fn find(page: &WorkplacePage, id: AffiliationId) -> Result<&WorkplaceRow, ActionError> {
    page.workplaces.iter().find(|row| row.id == id).ok_or(ActionError::NotFound)
}

/// Why a thing of several on a page is taken back, typed in the field of its number.
pub(crate) fn reason(values: &Values, of: impl Into<i64> + Copy) -> Result<String, Problems> {
    let typed = Values::default().with(Field::Reason, values.get(Field::Reason.at(of)));
    let mut reader = Reader::new(&typed);
    let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| reason).map_err(|problems| problems.of_thing(of))
}
