//! Papers and contest results as evidence (S18): the person or the unit's officer enters them, somebody
//! else confirms them, and what is confirmed stands beside a nomination. They never make a score.

use domain::{
    access_log::AccessThing,
    evidence::{
        EVIDENCE_CHECKERS, EVIDENCE_OFFICES, EvidenceNews, EvidenceState, NewEvidence,
        may_check_evidence,
    },
    form::{Field, Once, ProblemKind, Revision, Values},
    id::{EvidenceId, PersonId},
    inbox::Message,
    role::{Actor, Role, TRAINEES, is_trainee},
    upload::PROOFS,
};
use store::{Conn, EvidenceRow, Lock, PersonRow, StoreError, UploadRow};

use crate::{
    ActionError, Actions, Call, Incoming, Noted,
    access_log::Handed,
    error::check_revision,
    files::open as open_file,
    lecture_request::read_reason,
    once::{made, made_before},
    upload::own_upload,
    write::{Scoped as _, Write},
};

/// The evidence of somebody.
#[derive(Clone, Debug)]
pub struct EvidenceList {
    /// Whose.
    pub person: PersonRow,
    /// The latest first; of others, what was not withdrawn.
    pub rows: Vec<EvidenceRow>,
    /// Whether it is the caller's own.
    pub is_own: bool,
    /// Whether the caller enters some.
    pub may_add: bool,
}

/// A piece of evidence as somebody sees it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct EvidencePage {
    /// The evidence.
    pub evidence: EvidenceRow,
    /// Whether it is the caller's own.
    pub is_own: bool,
    /// Whether the caller corrects and withdraws it.
    pub may_change: bool,
    /// Whether the caller confirms it or sends it back.
    pub may_check: bool,
    /// Whether the caller takes a confirmation back.
    pub may_take_back: bool,
}

impl Actions {
    /// The caller's own evidence.
    pub async fn my_evidence(&self, call: &Call) -> Result<EvidenceList, ActionError> {
        let actor = call.allowed(is_trainee)?;
        list_of(&mut self.store.read().await?, actor, actor.person).await
    }

    /// The evidence of somebody whose unit or region is the caller's.
    pub async fn evidence_of(
        &self,
        call: &Call,
        person: PersonId,
    ) -> Result<EvidenceList, ActionError> {
        let actor = call.allowed(reads_evidence)?;
        list_of(&mut self.store.read().await?, actor, person).await
    }

    /// What waits to be confirmed, and whether the caller may.
    pub async fn filed_evidence(
        &self,
        call: &Call,
    ) -> Result<Vec<(EvidenceRow, bool)>, ActionError> {
        let actor = call.allowed(reads_evidence)?;
        let reach = actor.reach(EVIDENCE_CHECKERS);
        let rows = self.store.read().await?.list_filed_evidence(&reach).await?;
        let judged = |row: EvidenceRow| {
            let mine = may_check_evidence(actor, row.filer_id, row.person_id);
            (row, mine)
        };
        Ok(rows.into_iter().map(judged).collect())
    }

    /// One piece, for whose it is and within the caller's scope.
    pub async fn evidence(&self, call: &Call, id: EvidenceId) -> Result<EvidencePage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// The file that proves it.
    pub async fn evidence_proof(
        &self,
        call: &Call,
        id: EvidenceId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let page = self.evidence(call, id).await?;
        let upload = self.store.read().await?.find_upload_by_id(page.evidence.proof_id).await?;
        let upload = upload.filter(|it| !it.file_name.is_empty()).ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let roles = if page.is_own { TRAINEES } else { EVIDENCE_CHECKERS };
        let noted = self.note(call, roles, Handed::file(AccessThing::EvidenceProof, id)).await?;
        Ok((upload, bytes, noted))
    }

    /// Stores a proof before the form is read, so that a refused form keeps it.
    pub async fn store_evidence_proof(
        &self,
        call: &Call,
        file: Incoming,
    ) -> Result<UploadRow, ActionError> {
        let actor = call.allowed(enters_evidence)?;
        let (file, kind) = open_file(Field::Proof, file, PROOFS, ProblemKind::ProofKind).await?;
        self.store_upload(call, actor, file, kind.as_str()).await
    }

    /// Enters evidence of the caller, or of somebody of a unit for which the caller acts; who has not
    /// entered it is told. The same form again finds the first one.
    pub async fn add_evidence(
        &self,
        call: &Call,
        person: PersonId,
        values: &Values,
        once: &Once,
    ) -> Result<EvidenceId, ActionError> {
        let actor = call.allowed(enters_evidence)?;
        self.write(|tx| {
            async move {
                if let Some(before) = made_before(tx, call, values, once).await? {
                    return Ok(before);
                }
                tx.lock(Lock::Person(person)).await?;
                if !list_of(tx, actor, person).await?.may_add {
                    return Err(ActionError::Forbidden);
                }
                let new = read(tx, call, values, None).await?;
                let by = (actor.person, call.now);
                let id = tx.add_evidence(person, &new, by).await?;
                let entry = call.entry("file", "evidence", ENTRANTS).on(id);
                tx.log(entry.moved("", EvidenceState::Filed.as_str()));
                if person != actor.person {
                    let (news, title) = (EvidenceNews::Entered, new.title.as_str());
                    tell(tx, call, (id, person, title), news, "").await?;
                }
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Corrects it; it is confirmed anew. The same form sent again changes nothing.
    pub async fn change_evidence(
        &self,
        call: &Call,
        id: EvidenceId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock(tx, call, id).await?;
                let row = &page.evidence;
                if !page.may_change {
                    return Err(if page.is_own || row.filer_id == call.actor()?.person {
                        ActionError::WrongState
                    } else {
                        ActionError::Forbidden
                    });
                }
                let new = read(tx, call, values, Some(row)).await?;
                if new == row.form() && row.state == EvidenceState::Filed {
                    return Ok(());
                }
                let to = row.state.correct().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, row.revision)?;
                let by = (call.actor()?.person, call.now);
                if !tx.change_evidence((id, row.revision), &new, by).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("correct", "evidence", ENTRANTS).on(id);
                tx.log(entry.moved(row.state.as_str(), to.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Withdraws it; it stands nowhere any more.
    pub async fn withdraw_evidence(
        &self,
        call: &Call,
        id: EvidenceId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock(tx, call, id).await?;
                let row = &page.evidence;
                let is_mine = page.is_own || row.filer_id == call.actor()?.person;
                if row.state == EvidenceState::Withdrawn && is_mine {
                    return Ok(());
                }
                if !page.may_change {
                    return Err(ActionError::Forbidden);
                }
                let to = row.state.withdraw().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, row.revision)?;
                if !tx.withdraw_evidence(id, row.revision).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("withdraw", "evidence", ENTRANTS).on(id);
                tx.log(entry.moved(row.state.as_str(), to.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Confirms it: from now on it is a fact of the own records.
    pub async fn confirm_evidence(
        &self,
        call: &Call,
        id: EvidenceId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.step(call, id, (EvidenceNews::Confirmed, &Values::default()), revision).await
    }

    /// Sends it back, with a reason.
    pub async fn send_evidence_back(
        &self,
        call: &Call,
        id: EvidenceId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.step(call, id, (EvidenceNews::Returned, values), revision).await
    }

    /// An office takes a confirmation back, with a reason.
    pub async fn take_evidence_back(
        &self,
        call: &Call,
        id: EvidenceId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.step(call, id, (EvidenceNews::TakenBack, values), revision).await
    }

    async fn step(
        &self,
        call: &Call,
        id: EvidenceId,
        (news, values): (EvidenceNews, &Values),
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let actor = call.allowed(reads_evidence)?;
                let page = lock(tx, call, id).await?;
                let row = &page.evidence;
                let from = row.state;
                let (verb, to, may) = match news {
                    EvidenceNews::Returned => ("send_back", from.send_back(), page.may_check),
                    EvidenceNews::TakenBack => ("take_back", from.take_back(), page.may_take_back),
                    _ => ("confirm", from.confirm(), page.may_check),
                };
                // Sent twice, it is done.
                if row.checker_id == Some(actor.person) && row.revision == revision.number() + 1 {
                    return Ok(());
                }
                let to = to.map_err(|_| ActionError::WrongState)?;
                if !may {
                    return Err(ActionError::Forbidden);
                }
                let reason = match news {
                    EvidenceNews::Returned | EvidenceNews::TakenBack => read_reason(values)?,
                    _ => String::new(),
                };
                check_revision(revision, row.revision)?;
                let by = (actor.person, call.now);
                match tx.move_evidence((id, row.revision), (from, to), by, &reason).await {
                    Ok(true) => {}
                    Ok(false) => return Err(ActionError::Stale),
                    // The database's own guard.
                    Err(StoreError::Refused) => return Err(ActionError::Forbidden),
                    Err(error) => return Err(error.into()),
                }
                let entry = call.entry(verb, "evidence", EVIDENCE_CHECKERS).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()).because(reason.as_str()));
                tell(tx, call, (id, row.person_id, &row.title), news, &reason).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// In which roles evidence is entered.
const ENTRANTS: &[Role] = &[Role::Tutor, Role::StationManager, Role::Lecturer, Role::UnitOfficer];

/// Whether somebody enters evidence: of the own, or for people of a unit.
fn enters_evidence(actor: &Actor) -> bool {
    is_trainee(actor) || actor.is(Role::UnitOfficer)
}

/// Whether somebody reads evidence of others; whose is a question of scope.
fn reads_evidence(actor: &Actor) -> bool {
    actor.is_any(EVIDENCE_CHECKERS)
}

/// How much evidence waits for somebody.
pub(crate) async fn waiting_evidence(conn: &mut Conn, actor: &Actor) -> Result<usize, ActionError> {
    if !reads_evidence(actor) {
        return Ok(0);
    }
    let rows = conn.list_filed_evidence(&actor.reach(EVIDENCE_CHECKERS)).await?;
    let mine = |row: &&EvidenceRow| may_check_evidence(actor, row.filer_id, row.person_id);
    Ok(rows.iter().filter(mine).count())
}

async fn list_of(
    conn: &mut Conn,
    actor: &Actor,
    person: PersonId,
) -> Result<EvidenceList, ActionError> {
    let row = conn.find_person(person).await?.filter(|row| row.merged_into.is_none());
    let row = row.ok_or(ActionError::NotFound)?;
    let is_own = actor.person == person;
    let within = async |conn: &mut Conn, roles: &[Role]| {
        conn.is_within(&actor.reach(roles), row.region_id, row.workplace_id).await
    };
    if !is_own && !within(conn, EVIDENCE_CHECKERS).await? {
        return Err(ActionError::NotFound);
    }
    let may_add = if is_own {
        is_trainee(actor)
    } else {
        actor.is(Role::UnitOfficer) && within(conn, &[Role::UnitOfficer]).await?
    };
    let mut rows = conn.list_evidence_of(person).await?;
    if !is_own {
        rows.retain(|it| it.state != EvidenceState::Withdrawn);
    }
    Ok(EvidenceList { person: row, rows, is_own, may_add })
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: EvidenceId,
) -> Result<EvidencePage, ActionError> {
    let actor = call.actor()?;
    let row = conn.find_evidence(id).await?.ok_or(ActionError::NotFound)?;
    let is_own = row.person_id == actor.person;
    let is_within = async |conn: &mut Conn, roles: &[Role]| {
        conn.is_within(&actor.reach(roles), row.region_id, row.unit_id).await
    };
    let checks = reads_evidence(actor) && is_within(conn, EVIDENCE_CHECKERS).await?;
    let has_left = row.state == EvidenceState::Withdrawn;
    if !is_own && (!checks || has_left && row.filer_id != actor.person) {
        return Err(ActionError::NotFound);
    }
    let is_filer = row.filer_id == actor.person && actor.is(Role::UnitOfficer);
    let is_office = actor.is_any(EVIDENCE_OFFICES) && is_within(conn, EVIDENCE_OFFICES).await?;
    let is_another = may_check_evidence(actor, row.filer_id, row.person_id);
    Ok(EvidencePage {
        is_own,
        may_change: !has_left && (is_own && is_trainee(actor) || is_filer),
        may_check: checks && is_another && row.state == EvidenceState::Filed,
        may_take_back: is_office
            && !actor.is_or_stands_in_for(row.person_id)
            && row.state == EvidenceState::Confirmed,
        evidence: row,
    })
}

/// The same, while nobody else writes about the person's evidence.
async fn lock(tx: &mut Write, call: &Call, id: EvidenceId) -> Result<EvidencePage, ActionError> {
    let row = tx.find_evidence(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::Person(row.person_id)).await?;
    page_of(tx, call, id).await
}

/// Reads the form. Its proof is a file of the caller's, or the one that is on file.
async fn read(
    conn: &mut Conn,
    call: &Call,
    values: &Values,
    on_file: Option<&EvidenceRow>,
) -> Result<NewEvidence, ActionError> {
    let proof = match values.trimmed(Field::ProofToken) {
        "" => None,
        token => match on_file.filter(|row| row.proof_token == token) {
            Some(row) => Some(row.proof_id),
            None => own_upload(conn, call, token).await?.map(|upload| upload.id),
        },
    };
    Ok(NewEvidence::parse(values, proof, call.today())?)
}

async fn tell(
    tx: &mut Write,
    call: &Call,
    (evidence, person, title): (EvidenceId, PersonId, &str),
    news: EvidenceNews,
    reason: &str,
) -> Result<(), ActionError> {
    let (title, reason) = (title.to_owned(), reason.to_owned());
    let message = Message::EvidenceNews { evidence, title, news, reason };
    Ok(tx.add_message(person, &message, call.now).await?)
}
