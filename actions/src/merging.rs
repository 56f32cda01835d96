//! Two records of one person become one: on the office's word, with everything that hangs on them, and
//! back again as long as nothing was built on it. Of units see [`unit`].

mod page;
mod unit;

use domain::{
    form::Values,
    id::{MergingId, PersonId},
    inbox::Message,
    merging::{Holding, MERGERS, MergeRefusal, Merged, may_merge},
    record::Fixed,
    role::PEOPLE_READERS,
};
use store::{Conn, Lock, Mergeable, MergingRow, PeopleSearch, StoreError};

use crate::{
    ActionError, Actions, Call,
    audit::sound_records,
    record::{digest, named, records_of},
    write::{Scoped as _, Write},
};

pub use page::{MergeChoice, MergePage, raw};
use page::{page_of, standing};
pub use unit::{UnitMergePage, raw as raw_of_unit};

/// At most so many records are offered to be merged with one.
const OFFERED: i64 = 20;

impl Actions {
    /// Into which record a person was merged, if so.
    pub async fn kept_person(&self, id: PersonId) -> Result<Option<PersonId>, ActionError> {
        Ok(self.store.read().await?.find_kept(id).await?)
    }

    /// A record, and others of the same name, or as they were asked for.
    pub async fn merge_choice(
        &self,
        call: &Call,
        id: PersonId,
        query: &str,
    ) -> Result<MergeChoice, ActionError> {
        let actor = call.allowed(may_merge)?;
        let mut conn = self.store.read().await?;
        let person = standing(&mut conn, id).await?;
        let query: String = query.chars().take(60).collect();
        let words = if query.trim().is_empty() { &person.name } else { &query };
        let reach = actor.reach(PEOPLE_READERS);
        let mut others =
            conn.list_people_found(&PeopleSearch::named(words, &reach), None, OFFERED).await?;
        others.retain(|other| other.id != id);
        Ok(MergeChoice { person, others })
    }

    /// Two records side by side.
    pub async fn merge_page(
        &self,
        call: &Call,
        kept: PersonId,
        gone: PersonId,
    ) -> Result<MergePage, ActionError> {
        call.allowed(may_merge)?;
        page_of(&mut self.store.read().await?, call, kept, gone).await
    }

    /// Merges one record into another. Sent twice it is merged once.
    pub async fn merge_people(
        &self,
        call: &Call,
        kept: PersonId,
        gone: PersonId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_merge)?;
        self.write(|tx| {
            async move {
                lock_both(tx, kept, gone).await?;
                if tx.find_kept(gone).await? == Some(kept) {
                    return Ok(());
                }
                let page = page_of(tx, call, kept, gone).await?;
                if let Some(refusal) = page.refusals.first() {
                    return Err(ActionError::Merge(*refusal));
                }
                let (kept, gone) = (&page.kept, &page.gone);
                let added = tx.add_merging(kept, gone, actor.person, call.now).await;
                let merging = added.map_err(by_rule)?;
                let sound = sound_records(tx, merging).await?;
                let moved = tx.move_merged(merging, kept, gone, call.today()).await;
                moved.map_err(by_rule)?;
                for fact in page.facts_to_choose() {
                    if fact.is_of_other(values) {
                        tx.take_fact(merging, fact, kept, gone).await?;
                    }
                }
                if let Some(account) = tx.find_account_of(gone.id).await? {
                    tx.end_sessions_of(account.id, call.now).await?;
                }
                tx.log(call.entry("merge", "person", MERGERS).on(kept.id));
                tx.log(call.entry("merge_away", "person", MERGERS).on(gone.id));
                fix_anew(tx, call, merging, sound).await?;
                tx.add_message(kept.id, &Message::RecordsMerged {}, call.now).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Undoes a merging, unless something was built on it. Sent twice it is undone once.
    pub async fn undo_merging(
        &self,
        call: &Call,
        kept: PersonId,
        merging: MergingId,
    ) -> Result<(), ActionError> {
        call.allowed(may_merge)?;
        self.write(|tx| {
            async move {
                let row = merging_of(tx, merging, Merged::Person, kept.0).await?;
                lock_both(tx, kept, PersonId(row.gone_id)).await?;
                let row = merging_of(tx, merging, Merged::Person, kept.0).await?;
                if row.undone_at.is_some() {
                    return Ok(());
                }
                let kept = tx.find_person(kept).await?.ok_or(ActionError::NotFound)?;
                let gone = tx.find_person(PersonId(row.gone_id)).await?;
                let gone = gone.ok_or(ActionError::NotFound)?;
                if kept.merged_into.is_some() {
                    return Err(ActionError::Merge(MergeRefusal::MergedSince));
                }
                if let Some(refusal) = built_on(tx, &row, &kept).await? {
                    return Err(ActionError::Merge(refusal));
                }
                let sound = sound_records(tx, merging).await?;
                tx.undo_merging(merging, &kept, &gone, call.now).await?;
                tx.log(call.entry("undo_merge", "person", MERGERS).on(kept.id));
                tx.log(call.entry("undo_merge", "person", MERGERS).on(gone.id));
                fix_anew(tx, call, merging, sound).await?;
                tx.add_message(kept.id, &Message::RecordsParted {}, call.now).await?;
                tx.add_message(gone.id, &Message::RecordsParted {}, call.now).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// In the order of their keys, so that two mergings at once do not wait for each other.
async fn lock_both(tx: &mut Write, one: PersonId, other: PersonId) -> Result<(), ActionError> {
    tx.lock(Lock::Person(one.min(other))).await?;
    Ok(tx.lock(Lock::Person(one.max(other))).await?)
}

/// The database's own rules about who verifies and decides for whom.
fn by_rule(error: StoreError) -> ActionError {
    match error {
        StoreError::Overlap => ActionError::Merge(MergeRefusal::Both(Holding::Commitment)),
        StoreError::Refused | StoreError::Conflict => {
            ActionError::Merge(MergeRefusal::AboutTheOther)
        }
        other => other.into(),
    }
}

/// A merging of which a record is the kept one.
async fn merging_of(
    conn: &mut Conn,
    id: MergingId,
    thing: Merged,
    kept: i64,
) -> Result<MergingRow, ActionError> {
    let row = conn.find_merging(id).await?;
    row.filter(|row| (row.thing, row.kept_id) == (thing, kept)).ok_or(ActionError::NotFound)
}

/// What was built on a merging, if anything.
async fn built_on(
    conn: &mut Conn,
    merging: &MergingRow,
    kept: impl Into<Mergeable>,
) -> Result<Option<MergeRefusal>, ActionError> {
    let kept = kept.into();
    if conn.has_merging_since(merging).await? {
        return Ok(Some(MergeRefusal::MergedSince));
    }
    if let Some(fact) = conn.list_facts_changed(merging.id, kept).await?.first() {
        return Ok(Some(MergeRefusal::Changed(*fact)));
    }
    let built = conn.list_built_on(merging.id, kept).await?;
    Ok(built.first().map(|thing| MergeRefusal::BuiltOn(*thing)))
}

/// Fixes records anew that name what was merged: those that were as the chain had fixed them, and no others.
async fn fix_anew(
    tx: &mut Write,
    call: &Call,
    merging: MergingId,
    sound: Vec<Fixed>,
) -> Result<(), ActionError> {
    for fixed in sound {
        let now = records_of(tx, fixed.kind, &[fixed.key]).await?.remove(&fixed.key);
        if let Some(record) = now.filter(|now| digest(now) != fixed.digest) {
            let entry = call.entry("fix", "merging", MERGERS).on(merging);
            tx.log(entry.fixing(named(&record)));
        }
    }
    Ok(())
}
