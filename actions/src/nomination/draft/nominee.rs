//! What nominees say, by their link or on paper, and their withdrawal.

use domain::{
    access_log::AccessThing,
    award_cycle::{AwardCycleState, RUNNERS, may_run_awards},
    form::{Field, Once, ProblemKind, Problems, Values},
    id::NominationId,
    nomination::{
        CONSENT_READERS, NOMINATORS, NominationConsentChannel, NominationState, NomineeAnswer,
        SignedConsent, may_nominate, parse_nomination_reason,
    },
    role::Role,
    upload::PROOFS,
};
use store::{Conn, CycleRow, Lock, NominationConsentRow, NominationRow, Tx, UploadRow};

use super::{
    held,
    step::{for_office, withdraw},
};
use crate::{
    ActionError, Actions, Call, Incoming, Noted, access_log::Handed, account::digest, files::open,
    my_information::consent_digest, write::Scoped as _,
};

/// A nomination as its nominee reads it behind the link.
#[derive(Clone, Debug)]
pub struct NomineePage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// What the nominee has said.
    pub consent: Option<NominationConsentRow>,
    /// Whether it may still be withdrawn.
    pub may_withdraw: bool,
    /// Whether the nominee may still say yes or no: also whoever is decided about later than the others,
    /// or awarded, takes the own name off public pages.
    pub may_say: bool,
}

impl Actions {
    /// Makes the link with which a nominee answers and may withdraw; an earlier one holds no more.
    /// It is shown once.
    pub async fn make_nominee_link(
        &self,
        call: &Call,
        id: NominationId,
        once: &Once,
    ) -> Result<String, ActionError> {
        // The same form again makes the same link.
        let token = &digest(&format!("{}:{id}:nominee", once.as_str()));
        self.write(|tx| {
            async move {
                let asked = asked(tx, call, id).await?;
                if !asked.nomination.state.may_be_answered() {
                    return Err(ActionError::WrongState);
                }
                let link = digest(token);
                let known = tx.find_nomination_of_link(&link).await?;
                if known.is_some_and(|one| one.id == id) {
                    return Ok(());
                }
                tx.set_nomination_link(id, &link, call.now).await?;
                tx.log(call.entry("make_link", "nomination", asked.roles).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
        Ok(token.clone())
    }

    /// Unit or office file what the nominee has signed on paper; a no to the first thing takes the
    /// nomination back, as behind the link.
    pub async fn file_consent(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        (file, text): (Option<Incoming>, &str),
    ) -> Result<(), ActionError> {
        let actor = call.actor()?;
        if !self.may_ask(call, id).await {
            return Err(ActionError::NotFound);
        }
        let signed = SignedConsent::parse(values, call.today());
        let (signed, file) = match (signed, file) {
            (Ok(signed), Some(file)) => (signed, file),
            (Ok(_), None) => return Err(Problems::one(Field::Scan, ProblemKind::Missing).into()),
            (Err(problems), Some(_)) => return Err(problems.into()),
            (Err(mut problems), None) => {
                problems.add(Field::Scan, ProblemKind::Missing);
                return Err(problems.into());
            }
        };
        let (file, kind) = open(Field::Scan, file, PROOFS, ProblemKind::ProofKind).await?;
        let upload = self.store_upload(call, actor, file, kind.as_str()).await?.id;
        let row = &NominationConsentRow {
            nomination_id: id,
            said: signed.said,
            channel: NominationConsentChannel::Paper,
            name: signed.name,
            signed_on: Some(signed.day),
            scan_id: Some(upload),
            text_digest: consent_digest(text),
            at: call.now,
        };
        self.write(|tx| {
            async move {
                let asked = asked(tx, call, id).await?;
                if !asked.nomination.state.may_be_answered() {
                    return Err(ActionError::WrongState);
                }
                tx.set_nomination_consent(row).await?;
                let entry = call.entry("file_consent", "nomination", asked.roles).on(id);
                tx.log(entry.fixing(row.text_digest.clone()));
                if !row.said.processing && may_withdraw(&asked.cycle, &asked.nomination) {
                    withdraw(tx, call, &asked.nomination, "", asked.roles).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Whether the caller asks this nominee: for its unit, or for the office that runs the cycle.
    async fn may_ask(&self, call: &Call, id: NominationId) -> bool {
        let (nominates, runs) = match call.actor() {
            Ok(actor) => (may_nominate(actor), may_run_awards(actor)),
            Err(_) => (false, false),
        };
        nominates && self.filing(call, id).await.is_ok()
            || runs && self.nomination(call, id).await.is_ok_and(|page| page.may_ask)
    }

    /// What a nominee has signed: for the unit, and for who runs the cycle and is free (`AWD-12`).
    pub async fn consent_scan(
        &self,
        call: &Call,
        id: NominationId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let actor = call.actor()?;
        let may_read = self.filing(call, id).await.is_ok()
            || (may_run_awards(actor) && self.nomination(call, id).await.is_ok());
        if !may_read {
            return Err(ActionError::NotFound);
        }
        let mut conn = self.store.read().await?;
        let consent = conn.find_nomination_consent(id).await?;
        let scan = consent.and_then(|row| row.scan_id).ok_or(ActionError::NotFound)?;
        let upload = conn.find_upload_by_id(scan).await?;
        drop(conn);
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let handed = Handed::file(AccessThing::ConsentScan, id);
        Ok((upload, bytes, self.note(call, CONSENT_READERS, handed).await?))
    }

    /// What a nominee reads behind the link.
    pub async fn nominee(&self, token: &str) -> Result<NomineePage, ActionError> {
        nominee_of(&mut self.store.read().await?, token).await
    }

    /// The nominee says yes or no to the two things; a no to the first where it was handed in
    /// already takes the nomination back, and a no to the second takes the name off public pages.
    pub async fn answer_nominee(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
        text: &str,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = nominee_held(tx, token).await?;
                let is_collective = page.nomination.category.is_collective();
                let NomineeAnswer { said, name } = NomineeAnswer::parse(values, is_collective)?;
                let id = page.nomination.id;
                if !page.may_say {
                    return Err(ActionError::WrongState);
                }
                let row = NominationConsentRow {
                    nomination_id: id,
                    said,
                    channel: NominationConsentChannel::Link,
                    name,
                    signed_on: None,
                    scan_id: None,
                    text_digest: consent_digest(text),
                    at: call.now,
                };
                tx.set_nomination_consent(&row).await?;
                let entry = call.entry("answer", "nomination", &[]).on(id);
                tx.log(entry.fixing(row.text_digest.clone()));
                if !said.processing && page.may_withdraw {
                    withdraw(tx, call, &page.nomination, "", &[]).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The nominee withdraws, with a reason, until the decision.
    pub async fn withdraw_as_nominee(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = nominee_held(tx, token).await?;
                if page.nomination.state == NominationState::Withdrawn {
                    return Ok(());
                }
                if !page.may_withdraw {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_nomination_reason(Field::Reason, values)?;
                withdraw(tx, call, &page.nomination, &reason, &[]).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// A nomination whose nominee is asked.
struct Asked {
    cycle: CycleRow,
    nomination: NominationRow,
    /// In which roles the caller asks.
    roles: &'static [Role],
}

/// Holds a nomination whose nominee somebody asks: its unit, or who runs the cycle and is in no conflict
/// with the nominee. A draft is the unit's alone.
async fn asked(tx: &mut Tx, call: &Call, id: NominationId) -> Result<Asked, ActionError> {
    match held(tx, call, id).await {
        Ok(page) => {
            let (cycle, nomination) = (page.cycle, page.nomination);
            return Ok(Asked { cycle, nomination, roles: NOMINATORS });
        }
        Err(ActionError::NotFound | ActionError::Forbidden) if may_run_awards(call.actor()?) => {}
        Err(error) => return Err(error),
    }
    let (nomination, cycle) = for_office(tx, call, id).await?;
    if nomination.state == NominationState::Draft {
        return Err(ActionError::WrongState);
    }
    Ok(Asked { cycle, nomination, roles: RUNNERS })
}

async fn nominee_of(conn: &mut Conn, token: &str) -> Result<NomineePage, ActionError> {
    let nomination = conn.find_nomination_of_link(&digest(token)).await?;
    let nomination = nomination.ok_or(ActionError::NotFound)?;
    let cycle = conn.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let may_withdraw = may_withdraw(&cycle, &nomination);
    let is_aborted = cycle.state == AwardCycleState::Aborted;
    let may_say = !is_aborted && nomination.state.may_be_answered();
    let consent = conn.find_nomination_consent(nomination.id).await?;
    Ok(NomineePage { cycle, nomination, consent, may_withdraw, may_say })
}

/// Whether a nomination may be withdrawn: until its cycle is decided or aborted.
pub(super) fn may_withdraw(cycle: &CycleRow, nomination: &NominationRow) -> bool {
    let ended = cycle.state.is_decided() || cycle.state == AwardCycleState::Aborted;
    !ended && nomination.state.may_be_withdrawn()
}

async fn nominee_held(tx: &mut Tx, token: &str) -> Result<NomineePage, ActionError> {
    let page = nominee_of(tx, token).await?;
    tx.lock(Lock::AwardCycle(page.cycle.id)).await?;
    nominee_of(tx, token).await
}
