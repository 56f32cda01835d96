//! A decided award goes into the archive once nothing of it is open, and can be taken out again.

use domain::{
    award_cycle::{AwardCycleState, RUNNERS, may_run_award, may_run_awards},
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::AwardCycleId,
    inbox::Message,
    nomination::NominationState,
    record::Kind,
    role::Role,
};
use store::{Conn, CycleRow, Lock};

use crate::{
    ActionError, Actions, Call,
    award_change::{ChangesPage, ListedNominee, changes_of},
    error::check_revision,
    lecture_request::read_reason,
    record::fixed,
    tell::tell_offices,
    write::{Scoped as _, Write},
};

/// Whether an award can go into the archive, and what stands in its way.
#[derive(Clone, Debug)]
pub struct ArchivePage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Objections that are not answered.
    pub n_objections: usize,
    /// Those on the list about whom nothing is decided yet.
    pub open: Vec<String>,
    /// Seats that have fallen free and stay so.
    pub n_vacant: usize,
}

impl ArchivePage {
    /// Whether it is in the archive.
    pub fn is_archived(&self) -> bool {
        self.cycle.state == AwardCycleState::Archived
    }

    /// Whether nothing stands in the way.
    pub fn is_ready(&self) -> bool {
        self.n_objections == 0 && self.open.is_empty()
    }

    fn check(&self) -> Result<(), Problems> {
        let mut problems = Problems::default();
        if self.n_objections > 0 {
            problems.add(Field::Decision, ProblemKind::ObjectionOpen);
        } else if !self.open.is_empty() {
            problems.add(Field::Decision, ProblemKind::NomineeOpen);
        }
        problems.or(|| Some(()))
    }
}

impl Actions {
    /// What stands in the way of the archive, for who runs the award.
    pub async fn award_archive(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<ArchivePage, ActionError> {
        archive_of(&mut self.store.read().await?, call, id).await
    }

    /// Puts a decided award into the archive; the same sent again changes nothing.
    pub async fn archive_award(
        &self,
        call: &Call,
        id: AwardCycleId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = archive_of(tx, call, id).await?;
                if page.is_archived() {
                    return Ok(());
                }
                check_revision(revision, page.cycle.revision)?;
                page.check()?;
                let to = page.cycle.state.archive().map_err(|_| ActionError::WrongState)?;
                tx.note_archiver(id, (actor.person, call.now)).await?;
                go(tx, call, &page, to, "").await
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes an award out of the archive, with a reason: something came late. Those who decide and
    /// supervise are told.
    ///
    /// Fields: `reason`.
    pub async fn take_award_out(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = archive_of(tx, call, id).await?;
                if !page.is_archived() {
                    return Ok(());
                }
                let reason = read_reason(values)?;
                check_revision(revision, page.cycle.revision)?;
                let to = page.cycle.state.take_out().map_err(|_| ActionError::WrongState)?;
                go(tx, call, &page, to, &reason).await?;
                let title = page.cycle.title.clone();
                let message = Message::AwardTakenOut { cycle: id, title, reason };
                tell_offices(tx, call, &[Role::DecisionMaker, Role::Supervisor], &message).await
            }
            .scope_boxed()
        })
        .await
    }
}

async fn archive_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<ArchivePage, ActionError> {
    let actor = call.allowed(may_run_awards)?;
    let ChangesPage { cycle, listed, removed, .. } = changes_of(conn, call, id).await?;
    if !may_run_award(actor, cycle.region_id) {
        return Err(ActionError::NotFound);
    }
    if !cycle.state.is_decided() {
        return Err(ActionError::WrongState);
    }
    let objections = conn.list_objections(id).await?;
    let waits = |row: &&ListedNominee| {
        row.row.state == NominationState::Proposed || row.is_disputed || row.is_on_notice
    };
    let proposed = removed.iter().filter_map(|one| one.substitute.as_ref());
    let unconfirmed = proposed.filter(|(row, _)| row.confirmed_by.is_none());
    let open = listed.iter().filter(waits).map(|one| one.row.name.clone());
    // Whoever has lost the award and still has a certificate that holds.
    let unrevoked = removed.iter().filter(|one| one.certificate.is_some());
    let open = open.chain(unrevoked.map(|one| one.row.name.clone()));
    Ok(ArchivePage {
        n_objections: objections.iter().filter(|row| row.state.is_open()).count(),
        open: open.chain(unconfirmed.map(|(_, name)| name.clone())).collect(),
        n_vacant: removed.iter().filter(|one| one.has_seat && one.substitute.is_none()).count(),
        cycle,
    })
}

async fn go(
    tx: &mut Write,
    call: &Call,
    page: &ArchivePage,
    to: AwardCycleState,
    reason: &str,
) -> Result<(), ActionError> {
    let from = page.cycle.state;
    if !tx.move_cycle(page.cycle.id, (from, page.cycle.revision), to).await? {
        return Err(ActionError::Stale);
    }
    let verb = if reason.is_empty() { "archive" } else { "take_out" };
    let entry = call.entry(verb, "award_cycle", RUNNERS).on(page.cycle.id);
    let entry = entry.moved(from.as_str(), to.as_str());
    let entry = entry.fixing(fixed(tx, Kind::Award, page.cycle.id).await?);
    tx.log(if reason.is_empty() { entry } else { entry.because(reason.to_owned()) });
    Ok(())
}
