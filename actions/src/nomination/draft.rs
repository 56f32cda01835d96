//! Units nominate on pages: drafts with files and what the nominee has said, handed in within the
//! unit's number and order, sent back once to be corrected, and withdrawn until the decision.

mod attachment;
mod file;
mod nominee;
mod oneself;
mod own;
mod step;
mod write;

use domain::{
    award_cycle::AwardCycleState,
    id::{AwardCycleId, NominationId, OrganisationId},
    nomination::{Completeness, NOMINATORS, NominationGap, NominationState, may_nominate},
    role::{Actor, Role},
};
use store::{
    AttachmentRow, CategoryRow, Conn, CycleRow, Lock, NominationConsentRow, NominationNotes,
    NominationRow, OrganisationRow, Tx,
};

pub use file::NominationFile;
pub(crate) use file::{file_of, keep_facts};
pub use nominee::NomineePage;
pub use oneself::OwnNominationForm;
pub use own::OwnNomination;
use {nominee::may_withdraw, own::own_of};

use super::silent;
use crate::{
    ActionError, Actions, Call,
    award_cycle::{n_seats, reach_of},
};

/// A unit for which somebody nominates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominatingUnit {
    /// The unit.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
}

/// What a unit has nominated in a category.
#[derive(Clone, Debug)]
pub struct NominatedCategory {
    /// The category.
    pub category: CategoryRow,
    /// The unit's nominations, in its order.
    pub rows: Vec<NominationRow>,
}

/// What somebody's units nominate in a cycle.
#[derive(Clone, Debug)]
pub struct NominatingPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The units, each with its categories.
    pub units: Vec<(NominatingUnit, Vec<NominatedCategory>)>,
    /// Whether nominations are taken now.
    pub is_open: bool,
    /// Nominees of theirs who were to answer and have not.
    pub silent: Vec<NominationId>,
}

/// A nomination as its unit works on it.
#[derive(Clone, Debug)]
pub struct FilingPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// What it says beside its file.
    pub notes: NominationNotes,
    /// Its files.
    pub attachments: Vec<AttachmentRow>,
    /// What the nominee has said.
    pub consent: Option<NominationConsentRow>,
    /// What is missing before it can be handed in.
    pub gaps: Vec<NominationGap>,
    /// Whether it may be written now.
    pub is_open: bool,
    /// Whether it may be withdrawn now.
    pub may_withdraw: bool,
}

/// Who goes on with a nomination: its unit, or whoever has nominated oneself.
#[derive(Clone, Copy)]
enum Filer {
    Unit,
    Oneself,
}

impl Filer {
    /// The roles in which that is done; oneself has none.
    const fn roles(self) -> &'static [Role] {
        match self {
            Self::Unit => NOMINATORS,
            Self::Oneself => &[],
        }
    }

    /// The nomination as it stands for such a filer, its cycle held until the transaction ends.
    async fn held(
        self,
        tx: &mut Tx,
        call: &Call,
        id: NominationId,
    ) -> Result<FilingPage, ActionError> {
        let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
        tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
        match self {
            Self::Unit => filing_of(tx, call, id).await,
            Self::Oneself => own_of(tx, call, id).await,
        }
    }
}

impl Actions {
    /// Cycles for which nominations are taken, or that have some of the caller's units.
    pub async fn nominating(&self, call: &Call) -> Result<Vec<CycleRow>, ActionError> {
        let actor = call.allowed(may_nominate)?;
        let mut conn = self.store.read().await?;
        let units = conn.list_nominating_units_within(&actor.reach(NOMINATORS)).await?;
        if units.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for cycle in conn.list_cycles().await? {
            let is_taken =
                !matches!(cycle.state, AwardCycleState::Configuring | AwardCycleState::Aborted);
            if is_taken && !within(&mut conn, &cycle, units.clone()).await?.is_empty() {
                found.push(cycle);
            }
        }
        Ok(found)
    }

    /// What the caller's units nominate in a cycle.
    pub async fn nominating_page(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<NominatingPage, ActionError> {
        nominating_of(&mut self.store.read().await?, call, id).await
    }

    /// A nomination of one of the caller's units.
    pub async fn filing(&self, call: &Call, id: NominationId) -> Result<FilingPage, ActionError> {
        filing_of(&mut self.store.read().await?, call, id).await
    }
}

/// Cycles that take nominations, and for which a unit of an officer's has begun none.
pub(crate) async fn without_nominations(
    conn: &mut Conn,
    actor: &Actor,
) -> Result<Vec<CycleRow>, ActionError> {
    let units = conn.list_nominating_units_within(&actor.reach(&[Role::UnitOfficer])).await?;
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for cycle in conn.list_cycles().await? {
        if cycle.state != AwardCycleState::Nominating {
            continue;
        }
        let units = within(conn, &cycle, units.clone()).await?;
        let keys: Vec<OrganisationId> = units.iter().map(|unit| unit.id).collect();
        let rows = conn.list_nominations_of_units(cycle.id, &keys).await?;
        let has_begun = |unit: &OrganisationId| rows.iter().any(|row| row.unit_id == *unit);
        if !keys.iter().all(has_begun) {
            found.push(cycle);
        }
    }
    Ok(found)
}

/// Of some units those that nominate in a cycle: in a county's own those there.
async fn within(
    conn: &mut Conn,
    cycle: &CycleRow,
    mut units: Vec<OrganisationRow>,
) -> Result<Vec<OrganisationRow>, ActionError> {
    if cycle.region_id.is_some() {
        let own = conn.list_units_within(&reach_of(cycle)).await?;
        units.retain(|unit| own.iter().any(|it| it.id == unit.id));
    }
    Ok(units)
}

/// The nominating units of somebody in a cycle, in their customary order.
async fn units_of(
    conn: &mut Conn,
    actor: &Actor,
    cycle: &CycleRow,
) -> Result<Vec<NominatingUnit>, ActionError> {
    let units = conn.list_nominating_units_within(&actor.reach(NOMINATORS)).await?;
    let units = within(conn, cycle, units).await?;
    let unit = |row: OrganisationRow| NominatingUnit { id: row.id, name: row.name };
    Ok(units.into_iter().map(unit).collect())
}

async fn nominating_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<NominatingPage, ActionError> {
    let actor = call.allowed(may_nominate)?;
    let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    if cycle.state == AwardCycleState::Configuring {
        return Err(ActionError::NotFound);
    }
    let mut categories = conn.list_categories(id).await?;
    categories.retain(|category| n_seats(&category.rules) > 0);
    let units = units_of(conn, actor, &cycle).await?;
    if cycle.region_id.is_some() && units.is_empty() {
        return Err(ActionError::NotFound);
    }
    let keys: Vec<OrganisationId> = units.iter().map(|unit| unit.id).collect();
    let rows = conn.list_nominations_of_units(id, &keys).await?;
    let silent = silent(&rows, &conn.list_nomination_consents(id).await?);
    let nominated = |unit: NominatingUnit| {
        let of = |category: &CategoryRow| {
            let own =
                |row: &&NominationRow| row.unit_id == unit.id && row.category_id == category.id;
            let rows = rows.iter().filter(own).cloned().collect();
            NominatedCategory { category: category.clone(), rows }
        };
        let all = categories.iter().map(of).collect();
        (unit, all)
    };
    let units = units.into_iter().map(nominated).collect();
    let is_open = cycle.state == AwardCycleState::Nominating;
    Ok(NominatingPage { cycle, units, is_open, silent })
}

async fn filing_of(
    conn: &mut Conn,
    call: &Call,
    id: NominationId,
) -> Result<FilingPage, ActionError> {
    let actor = call.allowed(may_nominate)?;
    let nomination = conn.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let cycle = conn.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let units = units_of(conn, actor, &cycle).await?;
    if !units.iter().any(|unit| unit.id == nomination.unit_id) {
        return Err(ActionError::NotFound);
    }
    page_of(conn, call, nomination, cycle).await
}

/// The page of a nomination, whoever reads it.
async fn page_of(
    conn: &mut Conn,
    call: &Call,
    nomination: NominationRow,
    cycle: CycleRow,
) -> Result<FilingPage, ActionError> {
    let id = nomination.id;
    let notes = conn.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
    let consent = conn.find_nomination_consent(id).await?;
    let gaps = gaps_of(conn, &nomination).await?;
    // What came back is corrected while its days run, also after nominations are closed.
    let is_back = nomination.state == NominationState::Returned
        && matches!(cycle.state, AwardCycleState::Nominating | AwardCycleState::Eligibility)
        && notes.correct_until.is_some_and(|until| call.now < until);
    let is_draft =
        nomination.state == NominationState::Draft && cycle.state == AwardCycleState::Nominating;
    let attachments = conn.list_attachments(id).await?;
    let is_open = is_draft || is_back;
    let may_withdraw = may_withdraw(&cycle, &nomination);
    Ok(FilingPage { cycle, nomination, notes, attachments, consent, gaps, is_open, may_withdraw })
}

/// What is missing of a nomination.
pub(super) async fn gaps_of(
    conn: &mut Conn,
    nomination: &NominationRow,
) -> Result<Vec<NominationGap>, ActionError> {
    let (id, cycle) = (nomination.id, nomination.cycle_id);
    let notes = conn.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
    let consent = conn.find_nomination_consent(id).await?;
    let category = conn.find_category(nomination.category_id).await?;
    let most = category.map_or(0, |category| category.rules.most_nominations);
    let others = conn.list_nominations_of_units(cycle, &[nomination.unit_id]).await?;
    let others = || {
        others.iter().filter(|one| {
            one.category_id == nomination.category_id && one.id != id && one.state.is_handed_in()
        })
    };
    let has_rank = nomination.unit_rank.is_some();
    Ok(Completeness {
        deeds: &nomination.deeds,
        opinion: &notes.opinion,
        said: consent.as_ref().map(|row| row.said),
        is_rank_taken: has_rank && others().any(|one| one.unit_rank == nomination.unit_rank),
        n_handed_in: others().count(),
        most: (most > 0).then_some(usize::try_from(most).unwrap_or(usize::MAX)),
    }
    .gaps())
}

/// The same, with the cycle held until the transaction ends.
async fn held(tx: &mut Tx, call: &Call, id: NominationId) -> Result<FilingPage, ActionError> {
    Filer::Unit.held(tx, call, id).await
}
