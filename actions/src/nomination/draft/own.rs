//! A nomination of oneself: whoever has made it goes on writing it until the unit hands it in, and may
//! take it back.

use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Revision, Values},
    id::{AttachmentId, NominationId},
    nomination::{NominationDraft, NominationState},
};
use store::{Conn, CycleRow, NominationRow, NominationWrite};

use super::{Filer, FilingPage, page_of};
use crate::{ActionError, Actions, Call, Incoming, error::check_revision, write::Scoped as _};

/// A nomination of the caller's, before it is decided.
#[derive(Clone, Debug)]
pub struct OwnNomination {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// Whether the caller has made it.
    pub is_oneself: bool,
}

impl Actions {
    /// The caller's nominations in cycles that are not decided, the newest first.
    pub async fn own_nominations(&self, call: &Call) -> Result<Vec<OwnNomination>, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let mut found = Vec::new();
        for nomination in conn.list_own_nominations(actor.person).await? {
            let cycle = conn.find_cycle(nomination.cycle_id).await?;
            let cycle = cycle.ok_or(ActionError::NotFound)?;
            let notes = conn.find_nomination_notes(nomination.id).await?;
            let notes = notes.ok_or(ActionError::NotFound)?;
            let is_oneself = notes.nominated_oneself(&nomination).is_some();
            found.push(OwnNomination { cycle, nomination, is_oneself });
        }
        Ok(found)
    }

    /// A nomination that the caller has made of oneself.
    pub async fn own_filing(
        &self,
        call: &Call,
        id: NominationId,
    ) -> Result<FilingPage, ActionError> {
        own_of(&mut self.store.read().await?, call, id).await
    }

    /// Changes what the caller has said of oneself, while it is a draft.
    pub async fn change_own_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = Filer::Oneself.held(tx, call, id).await?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                let one = &page.nomination;
                // Whose it is, its place and the opinion are the unit's to say.
                let mut own = values.clone();
                own.set(Field::NomineeName, &one.name);
                own.set(Field::NomineePhone, one.phone.clone().unwrap_or_default());
                own.set(Field::UnitRank, one.unit_rank.unwrap_or(1).to_string());
                own.set(Field::UnitOpinion, &page.notes.opinion);
                let draft = &NominationDraft::parse(&own, false)?;
                check_revision(revision, one.revision)?;
                let (person_id, workplace_id) = (one.person_id, one.workplace_id);
                let write = NominationWrite { draft, person_id, workplace_id };
                if !tx.change_nomination_draft((id, one.revision), write).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("change", "nomination", &[]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Adds a file to the own nomination.
    pub async fn add_own_attachment(
        &self,
        call: &Call,
        id: NominationId,
        file: Option<Incoming>,
    ) -> Result<(), ActionError> {
        let page = self.own_filing(call, id).await?;
        self.attach(call, page, file, Filer::Oneself).await
    }

    /// Takes a file of the own nomination away.
    pub async fn remove_own_attachment(
        &self,
        call: &Call,
        id: NominationId,
        attachment: AttachmentId,
    ) -> Result<(), ActionError> {
        self.detach(call, id, attachment, Filer::Oneself).await
    }

    /// Takes the own nomination back, with a reason, until the decision.
    pub async fn withdraw_own_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.take_back(call, id, values, Filer::Oneself).await
    }
}

/// A nomination, if the caller has made it of oneself.
pub(super) async fn own_of(
    conn: &mut Conn,
    call: &Call,
    id: NominationId,
) -> Result<FilingPage, ActionError> {
    let actor = call.actor()?;
    let nomination = conn.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let notes = conn.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
    if notes.nominated_oneself(&nomination) != Some(actor.person) {
        return Err(ActionError::NotFound);
    }
    let cycle = conn.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let mut page = page_of(conn, call, nomination, cycle).await?;
    // What came back is the unit's to correct.
    page.is_open = page.nomination.state == NominationState::Draft
        && page.cycle.state == AwardCycleState::Nominating;
    Ok(page)
}
