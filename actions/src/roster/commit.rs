//! Carrying out a plan: in one transaction, of what nobody has changed since it was made.

use domain::{
    form::{Field, ProblemKind, Problems},
    id::NominationId,
    role::IMPORTERS,
    roster::Kind,
};
use store::{Conn, StoreError};

use super::{
    Commit,
    change::Change,
    plan::{Order, Plan},
};
use crate::{ActionError, Actions, Call, award_cycle::conflicted, write::Scoped as _};

/// How often a plan is made again that somebody came between.
const TRIES_AGAIN: u8 = 2;

/// What all rosters are read against: imports of every kind, people, and units that are merged.
const ALWAYS: [&str; 11] = [
    "regions",
    "organisations",
    "lecturers",
    "tutors",
    "hosts",
    "courses",
    "training-hours",
    "nominations",
    "person",
    "account",
    "organisation",
];

/// The things of the chain that a kind of roster is compared with.
fn things_of(kind: Kind) -> Vec<&'static str> {
    let more: &[&str] = match kind {
        Kind::Regions | Kind::Organisations | Kind::Lecturers | Kind::Tutors => &[],
        Kind::Hosts => &["lecture_request"],
        Kind::SchoolCalendar => &["school_period", "school-calendar"],
        Kind::Courses => &["course_version"],
        Kind::TrainingHours => &["training_event", "hour_claim", "certificate", "paper_correction"],
        Kind::Nominations => &["nomination", "award_cycle", "award_category"],
    };
    ALWAYS.iter().chain(more).copied().collect()
}

impl Actions {
    /// Carries out an order if its plan has still this hash; [`ActionError::Stale`] if it would now
    /// do something else.
    pub(super) async fn carry_out(
        &self,
        call: &Call,
        order: &Order,
        hash: &str,
    ) -> Result<Commit, ActionError> {
        let mut left = TRIES_AGAIN;
        loop {
            let done = self.try_once(call, order, hash).await;
            match done {
                Err(Lost::Race) if left > 0 => left -= 1,
                Err(Lost::Race | Lost::Plan) => return self.is_done_or_stale(hash).await,
                Err(Lost::Otherwise(error)) => return Err(error),
                Ok(done) => return Ok(done),
            }
        }
    }

    async fn try_once(&self, call: &Call, order: &Order, hash: &str) -> Result<Commit, Lost> {
        let mut conn = self.store.snapshot().await?;
        let plan = order.plan(&mut conn).await?;
        if plan.preview.plan != hash {
            // The command line has just seen the plan: if nothing is left of it, another one that
            // was given at the same time has done it.
            let is_done = order.actor.is_none() && plan.changes.is_empty();
            return if is_done { Ok(Commit::Nothing) } else { Err(Lost::Plan) };
        }
        check_conflicts(&mut conn, call, order, &plan).await?;
        drop(conn);
        Ok(self.commit_plan(call, order, &plan).await?)
    }

    async fn commit_plan(
        &self,
        call: &Call,
        order: &Order,
        plan: &Plan,
    ) -> Result<Commit, ActionError> {
        let (hash, kind) = (&plan.preview.plan, plan.preview.kind);
        self.write(|tx| {
            async move {
                // Of several who carry out one plan, the first statement lets one pass.
                if !tx.claim_plan(hash, call.now).await? {
                    return Ok(Commit::Nothing);
                }
                plan.write(tx, call).await.map_err(excluded)?;
                // Whoever commits from now on comes after this plan, and whoever has done so before
                // is seen here.
                tx.hold_audit_head().await?;
                if tx.has_audit_since(plan.head, &things_of(kind)).await? {
                    return Err(ActionError::Stale);
                }
                let actor = order.actor.as_ref().map_or(0, |actor| actor.person.0);
                tx.log(call.entry("import", kind.as_str(), IMPORTERS).on(actor).fixing(hash));
                let is_empty = plan.changes.is_empty();
                Ok(if is_empty { Commit::Nothing } else { Commit::Done })
            }
            .scope_boxed()
        })
        .await
    }

    /// Somebody else has carried it out, or the data has changed.
    async fn is_done_or_stale(&self, hash: &str) -> Result<Commit, ActionError> {
        let plan = self.store.read().await?.find_plan(hash).await?;
        let is_done = plan.is_some_and(|plan| plan.committed_at.is_some());
        if is_done { Ok(Commit::Nothing) } else { Err(ActionError::Stale) }
    }
}

/// Somebody in the roster watches over those who have its role (`LAW-72`).
fn excluded(error: ActionError) -> ActionError {
    match error {
        ActionError::Store(StoreError::Refused) => {
            Problems::one(Field::File, ProblemKind::ExcludedRole).into()
        }
        other => other,
    }
}

/// Why a plan was not carried out.
enum Lost {
    /// Somebody wrote between the snapshot and the end of the transaction.
    Race,
    /// The plan is another one now.
    Plan,
    Otherwise(ActionError),
}

impl From<ActionError> for Lost {
    fn from(error: ActionError) -> Self {
        match error {
            // Somebody has added the same row since.
            ActionError::Stale | ActionError::Store(StoreError::Conflict) => Self::Race,
            error => Self::Otherwise(error),
        }
    }
}

impl From<StoreError> for Lost {
    fn from(error: StoreError) -> Self {
        ActionError::from(error).into()
    }
}

/// Nobody changes a nomination with whose nominee he or she is in conflict (`AWD-12`).
async fn check_conflicts(
    conn: &mut Conn,
    call: &Call,
    order: &Order,
    plan: &Plan,
) -> Result<(), ActionError> {
    let Some(actor) = &order.actor else { return Ok(()) };
    let ids: Vec<NominationId> = plan.changes.iter().filter_map(Change::nomination).collect();
    let nominations = conn.list_nominations_by_key(&ids).await?;
    if !conflicted(conn, actor, &nominations, call.today()).await?.is_empty() {
        return Err(Problems::one(Field::File, ProblemKind::ConflictedRow).into());
    }
    Ok(())
}
