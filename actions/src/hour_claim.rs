//! A person claims hours of an outside activity; the unit confirms, an association verifies.
//!
//! Nobody checks the own claim, nor, after the unit's step, one of the own unit (`TRN-08`).

mod decide;
mod dispute;
mod officer;
mod queue;

use chrono::NaiveDate;
use domain::{
    access_log::AccessThing,
    assessment_year::AssessmentYear,
    credit_hour::{CreditSource, Hours, VerificationStep, VerifyRefusal},
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    hour_claim::{ClaimDraft, ClaimState, Claimed, Participation, last_day_to_claim},
    id::{HourClaimId, UploadId},
    inbox::Message,
    record::Kind,
    role::{CLAIM_CHECKERS, Role, TRAINEES, is_trainee},
    roster::event_key,
    rulebook::RuleHistory,
    training_record::conversion,
    upload::PROOFS,
};
use store::{ClaimRow, Conn, Lock, PaperCorrectionRow, StoreError, UploadRow};

pub(crate) use decide::carry_out;
use officer::{is_outsider, lacks_officer, refusal, route, sees, waiting_step};
pub(crate) use queue::asked;
pub use queue::{ClaimQueue, QueueFilter};

use crate::{
    ActionError, Actions, Call, Incoming, Noted,
    access_log::Handed,
    assessment_year::opened_years,
    error::check_revision,
    files::open as open_file,
    local_date,
    once::{Sent, made, sent},
    record::fixed,
    upload::own_upload,
    write::{Scoped as _, Write},
};

/// A claim as its owner or somebody who checks it sees it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts and permissions, each by itself")]
pub struct ClaimPage {
    /// The claim.
    pub claim: ClaimRow,
    /// Whether the caller is its owner.
    pub is_own: bool,
    /// Whether the caller may write on it.
    pub may_edit: bool,
    /// The last day on which the caller may say that he or she does not agree.
    pub dispute_until: Option<NaiveDate>,
    /// Whether the caller may open it again after its year was closed.
    pub may_reopen: bool,
    /// The step that waits for the caller.
    pub step: Option<VerificationStep>,
    /// Whether the unit has no officer but the claimant, so that whoever verifies confirms first
    /// and the city verifies.
    pub stands_in: bool,
    /// Why somebody else is to take that step (`TRN-08`).
    pub refusal: Option<VerifyRefusal>,
    /// Whether its hours stand on a record that was issued, so that a second person confirms a decision
    /// that changes them (`LAW-51`).
    pub is_on_paper: bool,
    /// The decision that waits for a second person.
    pub correction: Option<PaperCorrectionRow>,
    /// How many claims of others have the same file (`TRN-07`); only for who checks.
    pub n_same_proof: i64,
    /// The last day on which it can be handed in.
    pub due: Option<NaiveDate>,
    /// What the table gives for it (`TRN-03`), once that is known.
    pub by_table: Option<Hours>,
    /// Whether the person has taught the topic before in the assessment year, so that it does not
    /// count double once more.
    pub taught_before: bool,
}

impl ClaimPage {
    /// Whether the caller is shown the form of a decision.
    pub fn may_decide(&self) -> bool {
        !self.is_own && self.step.is_some() && self.refusal.is_none() && self.correction.is_none()
    }
}

impl ClaimPage {
    /// What is stored, as a draft.
    pub fn draft(&self) -> ClaimDraft {
        draft_of(&self.claim, self.claim.proof_id)
    }
}

impl Actions {
    /// The caller's own claims.
    pub async fn my_claims(&self, call: &Call) -> Result<Vec<ClaimRow>, ActionError> {
        let actor = call.allowed(is_trainee)?;
        Ok(self.store.read().await?.list_claims_of(actor.person).await?)
    }

    /// A claim, for its owner, and from handing in on for the unit and the associations.
    pub async fn claim(&self, call: &Call, id: HourClaimId) -> Result<ClaimPage, ActionError> {
        self.claim_of(&mut self.store.read().await?, call, id).await
    }

    /// A claim, for its owner, and from handing in on for the unit and the associations.
    async fn claim_of(
        &self,
        conn: &mut Conn,
        call: &Call,
        id: HourClaimId,
    ) -> Result<ClaimPage, ActionError> {
        let actor = call.actor()?;
        let history = conn.rule_history().await?;
        let claim = conn.find_claim(id).await?.ok_or(ActionError::NotFound)?;
        let is_own = claim.person_id == actor.person;
        if !is_own && !sees(conn, actor, &claim).await? {
            return Err(ActionError::NotFound);
        }
        let stands_in = lacks_officer(conn, call, &claim).await?;
        let step = waiting_step(conn, actor, &claim, stands_in).await?;
        let refusal = match step {
            Some(step) => refusal(conn, actor, &claim, step).await?,
            None => None,
        };
        let may_reopen = claim.state == ClaimState::Locked
            && actor.is(Role::CityOffice)
            && is_outsider(conn, actor, &claim).await?;
        let n_same_proof = match &claim.proof_sha256 {
            Some(sha256) if !is_own => conn.count_same_proof(sha256, claim.person_id).await?,
            _ => 0,
        };
        let taught_before = has_taught_before(conn, &claim).await?;
        let source = (CreditSource::HourClaim, id.0);
        let is_disputed = claim.state == ClaimState::Disputed;
        let on_paper =
            if is_disputed { conn.list_people_on_paper(source).await? } else { Vec::new() };
        let waiting =
            if is_disputed { conn.list_corrections_of_source(source).await? } else { Vec::new() };
        let opened = opened_years(conn).await?;
        let due = |last: NaiveDate| {
            let rules = history.on(AssessmentYear::of(last).first());
            last_day_to_claim(last, &rules, &opened)
        };
        Ok(ClaimPage {
            is_own,
            may_edit: is_own && claim.state.is_open(),
            dispute_until: if is_own { self.dispute_until(call, &claim, &history) } else { None },
            may_reopen,
            step,
            stands_in,
            refusal,
            is_on_paper: on_paper.contains(&claim.person_id),
            correction: waiting.into_iter().next(),
            n_same_proof,
            due: claim.last_day.map(due),
            by_table: by_table(&claim, taught_before, &history),
            taught_before,
            claim,
        })
    }

    /// Stores a proof before the form is read, so that a refused form keeps it.
    pub async fn store_proof(&self, call: &Call, file: Incoming) -> Result<UploadRow, ActionError> {
        let actor = call.allowed(is_trainee)?;
        let (file, kind) = open_file(Field::Proof, file, PROOFS, ProblemKind::ProofKind).await?;
        self.store_upload(call, actor, file, kind.as_str()).await
    }

    /// The proof of a claim, with its content.
    pub async fn proof(
        &self,
        call: &Call,
        id: HourClaimId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let page = self.claim(call, id).await?;
        let proof = page.claim.proof_id.ok_or(ActionError::NotFound)?;
        let upload = self.store.read().await?.find_upload_by_id(proof).await?;
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let is_own = page.claim.person_id == call.actor()?.person;
        let roles = if is_own { TRAINEES } else { CLAIM_CHECKERS };
        let noted = self.note(call, roles, Handed::file(AccessThing::Proof, id)).await?;
        Ok((upload, bytes, noted))
    }

    /// Opens a claim, and hands it in if the form says so; the same form again finds the first.
    pub async fn open_claim(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<HourClaimId, ActionError> {
        call.allowed(is_trainee)?;
        self.write(|tx| {
            async move {
                let id = match sent(tx, call, values, once).await? {
                    Sent::First => self.open(tx, call, values).await?,
                    Sent::Same(id) => return Ok(id),
                    Sent::Other(id) => {
                        self.correct(tx, call, id, values).await?;
                        id
                    }
                };
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn open(
        &self,
        tx: &mut Write,
        call: &Call,
        values: &Values,
    ) -> Result<HourClaimId, ActionError> {
        let actor = call.actor()?;
        let draft = read_claim(tx, call, values, None).await?;
        let id = tx.add_claim(actor.person, &draft, call.now).await.map_err(proof_used)?;
        finish(tx, call, id, values).await?;
        Ok(id)
    }

    /// The form of a new claim again, after it was saved: what is on file is no error, and what was
    /// typed since is saved while the claim is open.
    async fn correct(
        &self,
        tx: &mut Write,
        call: &Call,
        id: HourClaimId,
        values: &Values,
    ) -> Result<(), ActionError> {
        tx.lock(Lock::HourClaim(id)).await?;
        let page = self.claim_of(tx, call, id).await?;
        let draft = read_claim(tx, call, values, Some(&page.claim)).await?;
        let is_done = page.claim.state != ClaimState::Draft || !is_submission(values);
        if is_done && is_on_file(tx, &page.claim, &draft).await? {
            return Ok(());
        }
        if !page.may_edit {
            return Err(ActionError::Stale);
        }
        self.change(tx, call, id, values, page.claim.revision).await
    }

    /// Saves a claim, and hands it in if the form says so; [`ActionError::Stale`] if it was
    /// changed meanwhile.
    pub async fn save_claim(
        &self,
        call: &Call,
        id: HourClaimId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move { self.change(tx, call, id, values, revision.number()).await }.scope_boxed()
        })
        .await
    }

    async fn change(
        &self,
        tx: &mut Write,
        call: &Call,
        id: HourClaimId,
        values: &Values,
        revision: i64,
    ) -> Result<(), ActionError> {
        tx.lock(Lock::HourClaim(id)).await?;
        let page = self.claim_of(tx, call, id).await?;
        if !page.is_own {
            return Err(ActionError::NotFound);
        }
        let draft = read_claim(tx, call, values, Some(&page.claim)).await?;
        // The same form, sent twice: what it says is on file.
        let is_repeat = page.claim.revision > revision
            && (page.claim.state == ClaimState::Submitted) == is_submission(values);
        if is_repeat && is_on_file(tx, &page.claim, &draft).await? {
            return Ok(());
        }
        if !page.may_edit {
            let is_late = page.claim.state == ClaimState::Submitted && is_submission(values);
            return Err(if is_late { ActionError::Stale } else { ActionError::WrongState });
        }
        if !tx.change_claim(id, revision, &draft, call.now).await.map_err(proof_used)? {
            return Err(ActionError::Stale);
        }
        finish(tx, call, id, values).await
    }

    /// Removes a draft that was never handed in.
    pub async fn discard_claim(
        &self,
        call: &Call,
        id: HourClaimId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::HourClaim(id)).await?;
                let page = self.claim_of(tx, call, id).await?;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                if page.claim.state != ClaimState::Draft {
                    return Err(ActionError::WrongState);
                }
                check_revision(revision, page.claim.revision)?;
                tx.remove_claim(id).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether a form says what is on file, with the same file as proof.
async fn is_on_file(
    conn: &mut Conn,
    claim: &ClaimRow,
    draft: &ClaimDraft,
) -> Result<bool, ActionError> {
    let proof = match draft.proof {
        Some(proof) => conn.find_upload_by_id(proof).await?,
        None => None,
    };
    let sha256 = proof.map(|upload| upload.sha256);
    Ok(draft_of(claim, draft.proof) == *draft && sha256 == claim.proof_sha256)
}

/// Reads the form: leniently for a draft, whole for handing in, and for what was handed in once.
async fn read_claim(
    conn: &mut Conn,
    call: &Call,
    values: &Values,
    claim: Option<&ClaimRow>,
) -> Result<ClaimDraft, ActionError> {
    // By the rules of the assessment year in which the activity lies.
    let last = values.trimmed(Field::LastDay).parse().unwrap_or(call.today());
    let rules = conn.rulebook(AssessmentYear::of(last).first()).await?;
    let proof = match values.trimmed(Field::ProofToken) {
        "" => None,
        token => own_upload(conn, call, token).await?,
    };
    let proof = proof.map(|upload| upload.id);
    let was_handed_in = claim.is_some_and(|claim| claim.state != ClaimState::Draft);
    if !is_submission(values) && !was_handed_in {
        return Ok(ClaimDraft::parse(values, proof, call.today(), &rules)?);
    }
    let draft = ClaimDraft::parse_complete(values, proof, call.today(), &rules)?;
    // What came back from a check has to have been in time when it was handed in first.
    let handed_in = claim.and_then(|claim| claim.submitted_at).map(local_date);
    let opened = opened_years(conn).await?;
    draft.check_in_time(handed_in.unwrap_or(call.today()), &rules, &opened)?;
    Ok(draft)
}

/// Ends a saved form: with handing in, or as a draft, which is not audited.
async fn finish(
    tx: &mut Write,
    call: &Call,
    id: HourClaimId,
    values: &Values,
) -> Result<(), ActionError> {
    if !is_submission(values) {
        return Ok(());
    }
    let claim = tx.find_claim(id).await?.ok_or(ActionError::NotFound)?;
    let next = claim.state.submit().map_err(|_| ActionError::WrongState)?;
    let route = route(tx, call, call.actor()?.person).await?;
    if !tx.submit_claim(id, &route, call.now).await? {
        return Err(ActionError::WrongState);
    }
    let claim = ClaimRow { region_id: route.region_id, ..claim };
    let mut officers =
        tx.list_with_role_for_unit(Role::UnitOfficer, route.unit_id, call.today()).await?;
    officers.retain(|officer| *officer != claim.person_id);
    if officers.is_empty() {
        tell_verifiers(tx, call, &claim, route.step).await?;
    }
    for officer in officers {
        tx.add_message(officer, &to_check(&claim), call.now).await?;
    }
    let rules = tx.rulebook(call.today()).await?;
    let entry = call
        .entry("submit", "hour_claim", TRAINEES)
        .on(id)
        .moved(claim.state.as_str(), next.as_str())
        .under(rules.version)
        .fixing(fixed(tx, Kind::HourClaim, id).await?);
    tx.log(entry);
    Ok(())
}

/// Tells whoever verifies that a claim waits.
async fn tell_verifiers(
    tx: &mut Write,
    call: &Call,
    claim: &ClaimRow,
    step: VerificationStep,
) -> Result<(), ActionError> {
    let officers = match (step, claim.region_id) {
        (VerificationStep::County, Some(region)) => {
            tx.list_with_role_for_region(Role::CountyOffice, region, call.today()).await?
        }
        _ => tx.list_with_role(Role::CityOffice, call.today()).await?,
    };
    let message = to_check(claim);
    for officer in officers.into_iter().filter(|officer| *officer != claim.person_id) {
        tx.add_message(officer, &message, call.now).await?;
    }
    Ok(())
}

/// What the table gives for a claim.
fn by_table(claim: &ClaimRow, taught_before: bool, history: &RuleHistory) -> Option<Hours> {
    let claimed = Claimed {
        kind: claim.kind?,
        participation: claim.participation,
        days: claim.first_day.zip(claim.last_day)?,
        half_days: &claim.half_days,
        minutes: claim.minutes,
        taught_before,
    };
    let year = AssessmentYear::of(claim.last_day?);
    claimed.by_table(&conversion(&history.on(year.first())))
}

/// Whether another claim brought hours before for teaching the same topic in the assessment year.
async fn has_taught_before(conn: &mut Conn, claim: &ClaimRow) -> Result<bool, ActionError> {
    let (Participation::Taught, Some(day)) = (claim.participation, claim.last_day) else {
        return Ok(false);
    };
    let year = AssessmentYear::of(day);
    let topics =
        conn.list_taught_topics(claim.person_id, claim.id, (year.first(), year.last())).await?;
    let key = event_key(&claim.topic);
    Ok(topics.iter().any(|topic| event_key(topic) == key))
}

/// What is stored, as a draft with this proof.
fn draft_of(claim: &ClaimRow, proof: Option<UploadId>) -> ClaimDraft {
    ClaimDraft {
        title: claim.title.clone(),
        organiser: claim.organiser.clone(),
        kind: claim.kind,
        participation: claim.participation,
        minutes: claim.minutes,
        topic: claim.topic.clone(),
        first_day: claim.first_day,
        last_day: claim.last_day,
        half_days: claim.half_days.clone(),
        claimed: claim.claimed.map(Hours::hundredths),
        report: claim.report.clone(),
        proof,
    }
}

fn is_submission(values: &Values) -> bool {
    values.get(Field::Decision) == "submit"
}

fn proof_used(error: StoreError) -> ActionError {
    match error {
        StoreError::Conflict => Problems::one(Field::Proof, ProblemKind::ProofUsed).into(),
        other => other.into(),
    }
}

fn to_check(claim: &ClaimRow) -> Message {
    Message::ClaimToCheck {
        claim: claim.id,
        title: claim.title.clone(),
        tutor: claim.person_name.clone(),
    }
}
