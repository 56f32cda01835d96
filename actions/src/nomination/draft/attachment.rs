//! Files of a nomination.

use domain::{
    access_log::AccessThing,
    award_cycle::may_run_awards,
    form::{Field, ProblemKind, Problems},
    id::{AttachmentId, NominationId},
    nomination::{ATTACHMENT_READERS, ATTACHMENTS_MAX, may_nominate},
    role::Role,
    upload::PROOFS,
};
use store::UploadRow;

use super::{Filer, FilingPage};
use crate::{
    ActionError, Actions, Call, Incoming, Noted, Room, access_log::Handed, files::open,
    write::Scoped as _,
};

impl Actions {
    /// Adds a file to a nomination that is with its unit.
    pub async fn add_attachment(
        &self,
        call: &Call,
        id: NominationId,
        file: Option<Incoming>,
    ) -> Result<(), ActionError> {
        call.allowed(may_nominate)?;
        let page = self.filing(call, id).await?;
        self.attach(call, page, file, Filer::Unit).await
    }

    /// Adds a file to a nomination that is with its filer.
    pub(super) async fn attach(
        &self,
        call: &Call,
        page: FilingPage,
        file: Option<Incoming>,
        filer: Filer,
    ) -> Result<(), ActionError> {
        let (actor, id) = (call.actor()?, page.nomination.id);
        check_room(&page)?;
        let missing = || Problems::one(Field::Proof, ProblemKind::Missing);
        let file = file.ok_or_else(missing)?;
        let (file, kind) = open(Field::Proof, file, PROOFS, ProblemKind::ProofKind).await?;
        let upload = self.store_upload(call, actor, file, kind.as_str()).await?.id;
        self.write(|tx| {
            async move {
                let page = filer.held(tx, call, id).await?;
                check_room(&page)?;
                if page.attachments.iter().any(|one| one.upload_id == upload) {
                    return Ok(());
                }
                tx.add_attachment(id, upload).await?;
                tx.log(call.entry("add_attachment", "nomination", filer.roles()).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes a file away.
    pub async fn remove_attachment(
        &self,
        call: &Call,
        id: NominationId,
        attachment: AttachmentId,
    ) -> Result<(), ActionError> {
        self.detach(call, id, attachment, Filer::Unit).await
    }

    /// Takes a file of a nomination away that is with its filer.
    pub(super) async fn detach(
        &self,
        call: &Call,
        id: NominationId,
        attachment: AttachmentId,
        filer: Filer,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = filer.held(tx, call, id).await?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                if tx.remove_attachment(id, attachment).await? {
                    tx.log(call.entry("remove_attachment", "nomination", filer.roles()).on(id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Whether this nominee is spoken of in the meeting of a final, and the caller sits in it.
    async fn hears_of(&self, call: &Call, id: NominationId) -> bool {
        let Ok(mut conn) = self.store.read().await else { return false };
        let Ok(Some(nomination)) = conn.find_nomination(id).await else { return false };
        drop(conn);
        match self.room(call, nomination.cycle_id).await.map(|page| page.room) {
            Ok(Room::Inside(spoken)) => spoken.nomination.id == id,
            _ => false,
        }
    }

    /// A file of a nomination: for its unit, who runs the cycle, and judges of this nominee: where they
    /// vote, while the nominee is spoken of.
    pub async fn attachment(
        &self,
        call: &Call,
        id: NominationId,
        attachment: AttachmentId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let actor = call.actor()?;
        let may_read = self.filing(call, id).await.is_ok()
            || (may_run_awards(actor) && self.nomination(call, id).await.is_ok())
            || (actor.is(Role::Judge)
                && (self.score_sheet(call, id).await.is_ok() || self.hears_of(call, id).await));
        if !may_read {
            return Err(ActionError::NotFound);
        }
        let mut conn = self.store.read().await?;
        let files = conn.list_attachments(id).await?;
        let file = files.into_iter().find(|one| one.id == attachment);
        let file = file.ok_or(ActionError::NotFound)?;
        let upload = conn.find_upload_by_id(file.upload_id).await?;
        drop(conn);
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let handed = Handed::file(AccessThing::Attachment, attachment);
        Ok((upload, bytes, self.note(call, ATTACHMENT_READERS, handed).await?))
    }
}

fn check_room(page: &FilingPage) -> Result<(), ActionError> {
    if !page.is_open {
        return Err(ActionError::WrongState);
    }
    let most = ATTACHMENTS_MAX;
    if page.attachments.len() >= most {
        return Err(Problems::one(Field::Proof, ProblemKind::TooManyFiles(most)).into());
    }
    Ok(())
}
