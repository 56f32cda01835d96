//! Corrections of what stands on a record that somebody has taken (`LAW-51`): whoever corrects it
//! proposes, and it takes effect when a second person confirms it.
//!
//! `training_event`, `hour_claim`, `roster` and `delivery` propose what they would have carried out, and
//! carry it out once it is confirmed. What stands on no record they correct at once.

use chrono::TimeDelta;
use domain::{
    credit_hour::Hours,
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::PaperCorrectionId,
    inbox::Message,
    paper_correction::{Correction, CorrectionState, SECOND_PEOPLE, may_be_second},
    role::Actor,
};
use store::{Conn, Lock, NewPaperCorrection, PaperCorrectionRow, StoreError};

use crate::{
    ActionError, Actions, Call, delivery,
    error::check_revision,
    hour_claim,
    lecture_request::read_reason,
    roster, training_event,
    write::{Scoped as _, Write},
};

/// Corrections are listed for so many days after their end.
const SHOWN_DAYS: i64 = 365;

/// A correction as an office sees it.
#[derive(Clone, Debug)]
pub struct PaperCorrectionPage {
    /// The correction.
    pub correction: PaperCorrectionRow,
    /// Whether the caller may be the second person.
    pub may_decide: bool,
    /// Whether the caller has proposed it and may call it off.
    pub may_call_off: bool,
    /// Whether what it corrects was changed otherwise since.
    pub is_outdated: bool,
}

/// The corrections that an office sees.
#[derive(Clone, Debug)]
pub struct PaperCorrectionList {
    /// Those that wait, the oldest first, and whether the caller may be the second person.
    pub waiting: Vec<(PaperCorrectionRow, bool)>,
    /// Those that have ended within a year, the newest first.
    pub ended: Vec<PaperCorrectionRow>,
}

impl Actions {
    /// The corrections of people within the caller's scope.
    pub async fn paper_corrections(&self, call: &Call) -> Result<PaperCorrectionList, ActionError> {
        let actor = call.allowed(sees_corrections)?;
        let reach = actor.reach(SECOND_PEOPLE);
        let mut conn = self.store.read().await?;
        let mut waiting = Vec::new();
        for row in conn.list_waiting_corrections(&reach).await? {
            let mine = is_second(&mut conn, actor, &row).await?;
            waiting.push((row, mine));
        }
        let since = call.now - TimeDelta::days(SHOWN_DAYS);
        let ended = conn.list_ended_corrections(&reach, since).await?;
        Ok(PaperCorrectionList { waiting, ended })
    }

    /// One correction, for offices within their scope.
    pub async fn paper_correction(
        &self,
        call: &Call,
        id: PaperCorrectionId,
    ) -> Result<PaperCorrectionPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// A second person confirms a correction: it takes effect. The same sent again changes nothing.
    pub async fn confirm_paper_correction(
        &self,
        call: &Call,
        id: PaperCorrectionId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(sees_corrections)?;
        self.write(|tx| {
            async move {
                let page = lock(tx, call, id).await?;
                let row = &page.correction;
                let to = CorrectionState::Confirmed;
                if row.state == to && row.decider_id == Some(actor.person) {
                    return Ok(());
                }
                row.state.confirm().map_err(|_| ActionError::WrongState)?;
                if !page.may_decide {
                    return Err(ActionError::Forbidden);
                }
                check_revision(revision, row.revision)?;
                if page.is_outdated {
                    let problem = ProblemKind::CorrectedOtherwise;
                    return Err(Problems::one(Field::Decision, problem).into());
                }
                // The ledger lets a row on a paper go only with a correction that is confirmed.
                end(tx, call, row, to, "").await?;
                match &row.change {
                    Correction::Attendance { event, place, after, .. } => {
                        training_event::carry_out(tx, call, *event, (*place, after), &row.reason)
                            .await?;
                    }
                    Correction::Claim { claim, accepted, .. } => {
                        let accepted = accepted.map(Hours::hundredths);
                        hour_claim::carry_out(tx, call, *claim, (row, accepted)).await?;
                    }
                    Correction::Register { line, after, spans, .. } => {
                        roster::carry_out(tx, call, (row.person_id, *line), (after, spans)).await?;
                        tell_person(tx, call, row, to, "").await?;
                    }
                    Correction::Delivery { delivery: id, after, .. } => {
                        let now = tx.find_delivery(*id).await?.ok_or(ActionError::NotFound)?;
                        delivery::carry_out(tx, call, &now, (*after, &row.reason)).await?;
                    }
                }
                tell_proposer(tx, call, row, to, "").await
            }
            .scope_boxed()
        })
        .await
    }

    /// A second person refuses a correction, with a reason.
    pub async fn refuse_paper_correction(
        &self,
        call: &Call,
        id: PaperCorrectionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(sees_corrections)?;
        self.write(|tx| {
            async move {
                let page = lock(tx, call, id).await?;
                let row = &page.correction;
                let to = CorrectionState::Refused;
                if row.state == to && row.decider_id == Some(actor.person) {
                    return Ok(());
                }
                row.state.refuse().map_err(|_| ActionError::WrongState)?;
                if !page.may_decide {
                    return Err(ActionError::Forbidden);
                }
                let answer = read_reason(values)?;
                check_revision(revision, row.revision)?;
                end(tx, call, row, to, &answer).await?;
                tell_person(tx, call, row, to, &answer).await?;
                tell_proposer(tx, call, row, to, &answer).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Who has proposed a correction calls it off.
    pub async fn call_off_paper_correction(
        &self,
        call: &Call,
        id: PaperCorrectionId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(sees_corrections)?;
        self.write(|tx| {
            async move {
                let page = lock(tx, call, id).await?;
                let row = &page.correction;
                let to = CorrectionState::CalledOff;
                if row.state == to && row.proposer_id == actor.person {
                    return Ok(());
                }
                row.state.call_off().map_err(|_| ActionError::WrongState)?;
                if !page.may_call_off {
                    return Err(ActionError::Forbidden);
                }
                check_revision(revision, row.revision)?;
                end(tx, call, row, to, "").await?;
                tell_person(tx, call, row, to, "").await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether somebody sees corrections; whose is a question of scope.
pub(crate) fn sees_corrections(actor: &Actor) -> bool {
    actor.is_any(SECOND_PEOPLE)
}

/// How many corrections wait for somebody as the second person.
pub(crate) async fn waiting_corrections(
    conn: &mut Conn,
    actor: &Actor,
) -> Result<usize, ActionError> {
    if !sees_corrections(actor) {
        return Ok(0);
    }
    let mut n = 0;
    for row in conn.list_waiting_corrections(&actor.reach(SECOND_PEOPLE)).await? {
        n += usize::from(is_second(conn, actor, &row).await?);
    }
    Ok(n)
}

/// Whether somebody may be the second person. Hours of claims and registers are not decided by somebody
/// of the own unit, as at their first step (`TRN-08`).
async fn is_second(
    conn: &mut Conn,
    actor: &Actor,
    row: &PaperCorrectionRow,
) -> Result<bool, ActionError> {
    if !may_be_second(actor, row.proposer_id, row.person_id) {
        return Ok(false);
    }
    if matches!(row.change, Correction::Attendance { .. } | Correction::Delivery { .. }) {
        return Ok(true);
    }
    let own = conn.list_units_of(actor.person).await?;
    let theirs = conn.list_units_of(row.person_id).await?;
    Ok(!own.iter().any(|unit| theirs.contains(unit)))
}

/// Somebody has taken a record meanwhile: what is corrected is looked at again.
pub(crate) fn taken_meanwhile(error: StoreError) -> ActionError {
    match error {
        StoreError::Refused => ActionError::Stale,
        other => other.into(),
    }
}

/// Keeps a correction until a second person confirms it; `false`: the same waits already.
pub(crate) async fn propose(
    tx: &mut Write,
    call: &Call,
    new: &NewPaperCorrection<'_>,
) -> Result<bool, ActionError> {
    let of_person = tx.list_corrections_of_source(new.change.source()).await?;
    if let Some(row) = of_person.iter().find(|row| row.person_id == new.person_id) {
        if is_same(row, new) {
            return Ok(false);
        }
        return Err(Problems::one(Field::Decision, ProblemKind::CorrectionWaits).into());
    }
    if call.actor()?.is_or_stands_in_for(new.person_id) {
        return Err(Problems::one(Field::Decision, ProblemKind::OwnCorrection).into());
    }
    let id = tx.add_paper_correction(new).await?;
    let entry = call.entry("propose", "paper_correction", SECOND_PEOPLE).on(id);
    tx.log(entry.moved("", CorrectionState::Proposed.as_str()).because(new.reason));
    Ok(true)
}

/// The same correction, by the same person.
fn is_same(row: &PaperCorrectionRow, new: &NewPaperCorrection<'_>) -> bool {
    row.proposer_id == new.proposer_id && row.change == *new.change
}

/// A correction whose row nobody else changes until the end.
async fn lock(
    tx: &mut Write,
    call: &Call,
    id: PaperCorrectionId,
) -> Result<PaperCorrectionPage, ActionError> {
    let row = tx.find_paper_correction(id).await?.ok_or(ActionError::NotFound)?;
    match row.change {
        Correction::Attendance { event, .. } => tx.lock(Lock::TrainingEvent(event)).await?,
        Correction::Claim { claim, .. } => tx.lock(Lock::HourClaim(claim)).await?,
        // A register is not imported over a correction that waits.
        Correction::Register { .. } => {}
        Correction::Delivery { delivery, .. } => {
            let found = tx.find_delivery(delivery).await?.ok_or(ActionError::NotFound)?;
            tx.lock(Lock::LectureRequest(found.request_id)).await?;
        }
    }
    page_of(tx, call, id).await
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: PaperCorrectionId,
) -> Result<PaperCorrectionPage, ActionError> {
    let actor = call.allowed(sees_corrections)?;
    let row = conn.find_paper_correction(id).await?.ok_or(ActionError::NotFound)?;
    let person = conn.find_person(row.person_id).await?.ok_or(ActionError::NotFound)?;
    let reach = actor.reach(SECOND_PEOPLE);
    let is_mine = row.proposer_id == actor.person;
    if !is_mine && !conn.is_within(&reach, person.region_id, person.workplace_id).await? {
        return Err(ActionError::NotFound);
    }
    let waits = row.state == CorrectionState::Proposed;
    let is_outdated = waits && is_outdated(conn, &row).await?;
    Ok(PaperCorrectionPage {
        may_decide: waits && is_second(conn, actor, &row).await?,
        may_call_off: waits && is_mine,
        is_outdated,
        correction: row,
    })
}

/// Whether what is on file is not what was corrected.
async fn is_outdated(conn: &mut Conn, row: &PaperCorrectionRow) -> Result<bool, ActionError> {
    Ok(match &row.change {
        Correction::Attendance { event, place, before, .. } => {
            let now = training_event::presence(conn, *event, *place).await?;
            now.is_none_or(|(person, now)| person != row.person_id || now != *before)
        }
        Correction::Claim { claim, revision, .. } => {
            let now = conn.find_claim(*claim).await?;
            now.is_none_or(|now| now.revision != *revision)
        }
        Correction::Register { line, before, .. } => {
            let now = roster::line_on_file(conn, (row.person_id, *line)).await?;
            now.is_none_or(|now| now != **before)
        }
        Correction::Delivery { delivery: id, before, .. } => {
            let now = conn.find_delivery(*id).await?;
            now.is_none_or(|now| delivery::verified(&now).ok() != Some(*before))
        }
    })
}

async fn end(
    tx: &mut Write,
    call: &Call,
    row: &PaperCorrectionRow,
    to: CorrectionState,
    answer: &str,
) -> Result<(), ActionError> {
    let by = (call.actor()?.person, call.now);
    if !tx.end_paper_correction((row.id, row.revision), to, by, answer).await? {
        return Err(ActionError::Stale);
    }
    let verb = match to {
        CorrectionState::Refused => "refuse",
        CorrectionState::CalledOff => "call_off",
        _ => "confirm",
    };
    // Of the line by itself both are known.
    let reason = if answer.is_empty() { &row.reason } else { answer };
    let entry = call
        .entry(verb, "paper_correction", SECOND_PEOPLE)
        .on(row.id)
        .moved(row.state.as_str(), to.as_str())
        .because(format!("{}（{}）", reason, row.proposer_name));
    tx.log(entry);
    Ok(())
}

async fn tell_proposer(
    tx: &mut Write,
    call: &Call,
    row: &PaperCorrectionRow,
    to: CorrectionState,
    answer: &str,
) -> Result<(), ActionError> {
    let message = told(row, Some(row.id), to, answer);
    Ok(tx.add_message(row.proposer_id, &message, call.now).await?)
}

async fn tell_person(
    tx: &mut Write,
    call: &Call,
    row: &PaperCorrectionRow,
    to: CorrectionState,
    answer: &str,
) -> Result<(), ActionError> {
    let message = told(row, None, to, answer);
    Ok(tx.add_message(row.person_id, &message, call.now).await?)
}

fn told(
    row: &PaperCorrectionRow,
    correction: Option<PaperCorrectionId>,
    state: CorrectionState,
    answer: &str,
) -> Message {
    let reason = if answer.is_empty() { row.reason.as_str() } else { answer }.to_owned();
    let hours = (!row.change.is_lecture()).then(|| Hours::hundredths(row.amount_after));
    Message::CorrectionEnded { correction, title: row.title.clone(), state, hours, reason }
}
