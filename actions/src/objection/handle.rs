//! Somebody who is free looks into an objection, decides it and answers.

use chrono::TimeDelta;
use domain::{
    access_log::AccessThing,
    award_cycle::AwardCycleState,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Revision, Values},
    id::{AwardCycleId, ObjectionId, PersonId},
    inbox::Message,
    nomination::NominationState,
    objection::{
        Examination, Finding, HANDLERS, OBJECTION_READERS, ObjectionEffect, ObjectionState,
        may_handle_objections, may_read_objections, may_supervise_objections,
    },
    record::Kind,
    role::Role,
    rulebook::{Rule, Rulebook},
};
use store::{Conn, EndedObjection, Lock, ObjectionRow, ObjectorRow, ScanRow, Tx};

use super::barred;
use crate::{
    ActionError, Actions, Call, Noted,
    access_log::Handed,
    award_cycle::{conflicted, runners, tell_free, tell_of_award},
    error::check_revision,
    local_date,
    record::fixed,
    tell::{acting_for_unit, tell_offices, tell_people},
    write::{Scoped as _, Write},
};

/// An objection as somebody may see it.
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
#[derive(Clone, Debug)]
pub struct ObjectionPage {
    /// The objection; its words are empty for who neither handles nor supervises it.
    pub row: ObjectionRow,
    /// Who objects, for handler and supervisor.
    pub objector: Option<ObjectorRow>,
    /// Whether the caller handles it and it is open.
    pub is_handler: bool,
    /// Whether the caller may take it up now.
    pub may_take: bool,
    /// Whether the caller could take it up but for what stands against it (`AWD-06`).
    pub is_barred: bool,
    /// Whom the caller may name as its handler; empty for who may name nobody.
    pub candidates: Vec<(PersonId, String)>,
    /// Whether it came after the last day of its notice: then it is not admissible (`AWD-01`).
    pub is_late: bool,
    /// The rules by which the cycle goes.
    pub rules: Rulebook,
}

impl ObjectionPage {
    /// Whether the caller may add the paper.
    pub fn may_file(&self) -> bool {
        self.objector.is_some() && self.row.state.is_open()
    }
}

impl Actions {
    /// One objection. The words and who wrote them are for the handler and the supervisor.
    pub async fn objection(
        &self,
        call: &Call,
        id: ObjectionId,
    ) -> Result<ObjectionPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// Somebody of the office who is free takes an objection up.
    pub async fn take_objection(&self, call: &Call, id: ObjectionId) -> Result<(), ActionError> {
        let actor = call.allowed(may_handle_objections)?;
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if page.row.handler_id == Some(actor.person) {
                    return Ok(());
                }
                if !page.may_take {
                    return Err(ActionError::WrongState);
                }
                if !tx.hand_objection((id, page.row.revision), actor.person).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("take", "objection", HANDLERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The supervisor names who looks into an objection, also in the place of somebody else.
    pub async fn hand_objection(
        &self,
        call: &Call,
        id: ObjectionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_supervise_objections)?;
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if !page.row.state.is_open() || page.candidates.is_empty() {
                    return Err(ActionError::WrongState);
                }
                let known = |text: &str| {
                    let person: PersonId = text.parse().ok()?;
                    page.candidates.iter().any(|one| one.0 == person).then_some(person)
                };
                let mut reader = Reader::new(values);
                let handler = reader.choice(Field::Handler, known);
                let handler = reader.problems.or(|| handler)?;
                check_revision(revision, page.row.revision)?;
                if !tx.hand_objection((id, page.row.revision), handler).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("hand", "objection", &[Role::Supervisor]).on(id));
                let title = page.row.cycle_title.clone();
                let before = page.row.handler_id.filter(|before| *before != handler);
                let (cycle, taken) = (page.row.cycle_id, title.clone());
                let message = Message::ObjectionTakenOver { cycle, title: taken };
                tell_people(tx, call, before, &message).await?;
                let message = Message::ObjectionGiven { objection: id, title };
                tell_people(tx, call, [handler], &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The handler says whether an objection is looked into. One that is admitted is to be answered
    /// within the working days of the rulebook.
    pub async fn examine_objection(
        &self,
        call: &Call,
        id: ObjectionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = handled(tx, call, id).await?;
                if page.row.state != ObjectionState::Received {
                    return Err(ActionError::WrongState);
                }
                let Examination { is_admitted, reason } =
                    Examination::parse(values, page.row.has_scan)?;
                if is_admitted && page.is_late {
                    return Err(Problems::one(Field::Decision, ProblemKind::AfterNotice).into());
                }
                check_revision(revision, page.row.revision)?;
                let at = (id, page.row.revision);
                let to = if is_admitted {
                    ObjectionState::Admitted
                } else {
                    ObjectionState::NotAdmitted
                };
                let is_done = if is_admitted {
                    let days = page.rules.get(Rule::ObjectionWorkingDays);
                    tx.admit_objection(at, self.due(call.today(), days)).await?
                } else {
                    let (effect, answer) = (None, "");
                    let end = EndedObjection { state: to, effect, reason: &reason, answer };
                    tx.end_objection(at, &end, call.now).await?
                };
                if !is_done {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("examine", "objection", HANDLERS).on(id);
                tx.log(entry.moved(page.row.state.as_str(), to.as_str()));
                if is_admitted { Ok(()) } else { tell_settled(tx, call, &page.row).await }
            }
            .scope_boxed()
        })
        .await
    }

    /// The handler puts the answer off, once, with a reason that the objector reads.
    pub async fn extend_objection(
        &self,
        call: &Call,
        id: ObjectionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = handled(tx, call, id).await?;
                let due = page.row.due_at.filter(|_| !page.row.is_extended);
                let due = due.ok_or(ActionError::WrongState)?;
                let mut reader = Reader::new(values);
                let reason = reader.text(Field::ExtensionReason, REASON_MIN, LINE_MAX);
                let reason = reader.problems.or(|| reason)?;
                // The deadline is the instant after its last day.
                let last = local_date(due - TimeDelta::seconds(1));
                let due = self.due(last, page.rules.get(Rule::ObjectionExtensionWorkingDays));
                check_revision(revision, page.row.revision)?;
                if !tx.extend_objection((id, page.row.revision), due, &reason).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("extend", "objection", HANDLERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The handler decides and answers; what follows from it follows at once.
    pub async fn decide_objection(
        &self,
        call: &Call,
        id: ObjectionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = handled(tx, call, id).await?;
                let row = &page.row;
                if row.state != ObjectionState::Admitted {
                    return Err(ActionError::WrongState);
                }
                let finding = Finding::parse(values, row.about, row.cycle_state)?;
                let end = EndedObjection {
                    state: finding.state,
                    effect: Some(finding.effect),
                    reason: &row.reason,
                    answer: &finding.answer,
                };
                check_revision(revision, row.revision)?;
                if !tx.end_objection((id, row.revision), &end, call.now).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("decide", "objection", HANDLERS).on(id);
                tx.log(entry.moved(row.state.as_str(), finding.state.as_str()));
                follow(tx, call, row, finding.effect).await?;
                tell_settled(tx, call, row).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The signed or stamped paper, for the handler and the supervisor, which is noted (`LAW-74`).
    pub async fn objection_scan(
        &self,
        call: &Call,
        id: ObjectionId,
    ) -> Result<(ScanRow, Vec<u8>, Noted), ActionError> {
        let page = self.objection(call, id).await?;
        let scan = page.objector.and_then(|row| row.scan).ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&scan.sha256).await?;
        let handed = Handed::file(AccessThing::ObjectionScan, id);
        let noted = self.note(call, OBJECTION_READERS, handed).await?;
        Ok((scan, bytes, noted))
    }
}

/// The page of an objection whose cycle is held until the transaction ends.
async fn locked(tx: &mut Tx, call: &Call, id: ObjectionId) -> Result<ObjectionPage, ActionError> {
    let row = tx.find_objection(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(row.cycle_id)).await?;
    page_of(tx, call, id).await
}

/// The row of the same, for who knows who objects.
pub(super) async fn read_by(
    tx: &mut Tx,
    call: &Call,
    id: ObjectionId,
) -> Result<ObjectionRow, ActionError> {
    let page = locked(tx, call, id).await?;
    if page.may_file() { Ok(page.row) } else { Err(ActionError::WrongState) }
}

/// The same for who handles it.
async fn handled(tx: &mut Tx, call: &Call, id: ObjectionId) -> Result<ObjectionPage, ActionError> {
    let page = locked(tx, call, id).await?;
    if page.is_handler { Ok(page) } else { Err(ActionError::WrongState) }
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: ObjectionId,
) -> Result<ObjectionPage, ActionError> {
    let actor = call.allowed(may_read_objections)?;
    let mut row = conn.find_objection(id).await?.ok_or(ActionError::NotFound)?;
    let about: Vec<_> = row.nomination_id.into_iter().collect();
    let about = conn.list_nominations_by_key(&about).await?;
    if !conflicted(conn, actor, &about, call.today()).await?.is_empty() {
        return Err(ActionError::NotFound);
    }
    let is_handler = row.handler_id == Some(actor.person);
    let supervises = may_supervise_objections(actor);
    let is_open = row.state.is_open();
    let mut people = Vec::new();
    if is_open && (supervises || (row.handler_id.is_none() && may_handle_objections(actor))) {
        for role in HANDLERS {
            people.extend(conn.list_with_role(*role, call.today()).await?);
        }
        let barred = barred(conn, call, &row, &people).await?;
        people.retain(|person| !barred.contains(person) && row.handler_id != Some(*person));
        people.sort_unstable();
        people.dedup();
    }
    let may_take = row.handler_id.is_none() && people.contains(&actor.person);
    let waits = is_open && row.handler_id.is_none();
    let is_barred = waits && may_handle_objections(actor) && !may_take;
    let candidates = if supervises { conn.list_names(&people).await? } else { Vec::new() };
    let knows = is_handler || supervises;
    let objector = if knows { conn.find_objector(id).await? } else { None };
    if !knows {
        row.body.clear();
    }
    let cycle = conn.find_cycle(row.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let substitutes = conn.list_substitutes(row.cycle_id).await?;
    let own = substitutes.iter().find(|it| Some(it.nomination_id) == row.nomination_id);
    let last = own.and_then(|it| it.notice_until).or(cycle.notice_until);
    Ok(ObjectionPage {
        is_late: last.is_some_and(|last| row.received_on > last),
        rules: conn.rulebook_of_cycle(row.cycle_id, call.today()).await?,
        is_handler: is_handler && is_open,
        row,
        objector,
        may_take,
        is_barred,
        candidates,
    })
}

/// What follows from an objection that is right.
async fn follow(
    tx: &mut Write,
    call: &Call,
    row: &ObjectionRow,
    effect: ObjectionEffect,
) -> Result<(), ActionError> {
    if let Some(to) = effect.back_to() {
        return take_back(tx, call, row.cycle_id, to).await;
    }
    let (ObjectionEffect::Removal, Some(nominee)) = (effect, row.nomination_id) else {
        return Ok(());
    };
    let nomination = tx.find_nomination(nominee).await?.ok_or(ActionError::NotFound)?;
    let (from, to) = (nomination.state, NominationState::Removed);
    // Another objection, or the nominee, was faster.
    if matches!(from, NominationState::Removed | NominationState::Withdrawn) {
        return Ok(());
    }
    if !from.may_be_removed() || !tx.move_nomination(nominee, from, to).await? {
        return Err(ActionError::WrongState);
    }
    let entry = call.entry("remove", "nomination", HANDLERS).on(nominee);
    let mut entry = entry.moved(from.as_str(), to.as_str());
    let (title, name) = (row.cycle_title.clone(), nomination.name.clone());
    // The list that was decided is another one, and a certificate is for the decision maker to revoke.
    if from == NominationState::Awarded {
        tx.touch_cycle(row.cycle_id).await?;
        entry = entry.fixing(fixed(tx, Kind::Award, row.cycle_id).await?);
        let cycle = tx.find_cycle(row.cycle_id).await?.ok_or(ActionError::NotFound)?;
        let mut people = runners(tx, call, &cycle).await?;
        people.extend(tx.list_with_role(Role::DecisionMaker, call.today()).await?);
        let (title, name) = (title.clone(), name.clone());
        let message = Message::AwardeeRemoved { cycle: row.cycle_id, title, name };
        tell_free(tx, call, people, &nomination, &message).await?;
    }
    tx.log(entry);
    let message = Message::NomineeRemoved { cycle: row.cycle_id, title, name };
    let mut people = acting_for_unit(tx, call, nomination.unit_id).await?;
    people.extend(nomination.person_id);
    tell_people(tx, call, people, &message).await
}

/// Takes a cycle back from its notice: a notice of its own follows.
async fn take_back(
    tx: &mut Write,
    call: &Call,
    id: AwardCycleId,
    to: AwardCycleState,
) -> Result<(), ActionError> {
    let cycle = tx.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    let from = cycle.state;
    if from.take_back(to).is_err() || !tx.move_cycle(id, (from, cycle.revision), to).await? {
        return Err(ActionError::WrongState);
    }
    tx.open_proposal_again(id).await?;
    let entry = call.entry("take_back", "award_cycle", HANDLERS).on(id);
    tx.log(entry.moved(from.as_str(), to.as_str()));
    tell_of_award(tx, call, id, &Message::AwardTakenBack { cycle: id, title: cycle.title }).await
}

/// Tells who acts on it that an objection has ended; of whom it was, nothing.
pub(super) async fn tell_settled(
    tx: &mut Tx,
    call: &Call,
    row: &ObjectionRow,
) -> Result<(), ActionError> {
    let title = row.cycle_title.clone();
    let message = Message::ObjectionSettled { cycle: row.cycle_id, title };
    tell_offices(tx, call, OBJECTION_READERS, &message).await
}
