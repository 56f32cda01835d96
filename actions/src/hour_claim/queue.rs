//! What waits for somebody who checks claims: oldest first, and the next one please.

use chrono::NaiveDate;
use domain::{
    access_log::AccessThing,
    credit_hour::{ActivityKind, VerificationStep},
    form::{Field, Values},
    hour_claim::ClaimState,
    id::HourClaimId,
    role::{Actor, Role, may_check_claims},
    roster::unit_key,
};
use store::{ClaimFilter, ClaimRow, Reach};

use crate::{ActionError, Actions, Call, Keyed, Noted, access_log::Handed, paged::KEYED_ASKED};

/// Roles of who checks claims, as their reach is looked at.
const FURTHEST_FIRST: &[Role] = &[Role::CityOffice, Role::CountyOffice, Role::UnitOfficer];
/// Lines of one export: a sheet has 1 048 576 rows, its heading among them.
const EXPORT: i64 = 1_048_000;

/// What an address asks for; it is written back into every link and form of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// A kind of activity.
    pub kind: Option<ActivityKind>,
    /// How the name of the unit begins.
    pub unit: String,
    /// A state; none: what waits for the caller.
    pub state: Option<ClaimState>,
}

impl QueueFilter {
    /// Reads the words of an address; what is no choice is no filter.
    pub fn of(values: &Values) -> Self {
        let state = ClaimState::parse(values.trimmed(Field::State));
        Self {
            kind: ActivityKind::parse(values.trimmed(Field::Kind)),
            unit: values
                .trimmed(Field::Unit)
                .chars()
                .filter(|c| !c.is_control())
                .take(60)
                .collect(),
            state: state.filter(|state| *state != ClaimState::Draft),
        }
    }

    /// The words of an address.
    pub fn pairs(&self) -> Vec<(Field, String)> {
        let pairs = [
            (Field::Kind, self.kind.map(|kind| kind.as_str().to_owned()).unwrap_or_default()),
            (Field::Unit, self.unit.clone()),
            (Field::State, self.state.map(|state| state.as_str().to_owned()).unwrap_or_default()),
        ];
        pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
    }
}

/// A page of claims.
#[derive(Clone, Debug)]
pub struct ClaimQueue {
    /// The step that the caller takes.
    pub step: VerificationStep,
    /// How many claims the filter finds.
    pub total: i64,
    /// A page of them.
    pub list: Keyed<ClaimRow, HourClaimId>,
}

impl Actions {
    /// A page of the claims that wait for the caller, or of those in another state, from one of them on;
    /// one beyond the own reach begins the list anew.
    pub async fn claim_queue(
        &self,
        call: &Call,
        filter: &QueueFilter,
        from: Option<HourClaimId>,
    ) -> Result<ClaimQueue, ActionError> {
        let actor = call.allowed(may_check_claims)?;
        let (step, reach, filter) = asked(actor, filter, call.today());
        let mut conn = self.store.read().await?;
        let from = match from {
            Some(id) => conn.find_claim(id).await?,
            None => None,
        };
        let from = match from {
            Some(it) if conn.is_within(&reach, it.region_id, it.unit_id).await? => Some(it.id),
            _ => None,
        };
        let total = conn.count_claims(&reach, &filter).await?;
        let rows = conn.list_claims(&reach, &filter, from, KEYED_ASKED).await?;
        Ok(ClaimQueue { step, total, list: Keyed::of(rows, |row| row.id) })
    }

    /// The oldest claim that waits for the caller.
    pub async fn next_claim(
        &self,
        call: &Call,
        filter: &QueueFilter,
    ) -> Result<Option<HourClaimId>, ActionError> {
        let actor = call.allowed(may_check_claims)?;
        let waiting = QueueFilter { state: None, ..filter.clone() };
        let (_, reach, filter) = asked(actor, &waiting, call.today());
        let rows = self.store.read().await?.list_claims(&reach, &filter, None, 1).await?;
        Ok(rows.first().map(|claim| claim.id))
    }

    /// Everything that a page of the queue would show, for a spreadsheet.
    pub async fn claim_export(
        &self,
        call: &Call,
        filter: &QueueFilter,
    ) -> Result<(Vec<ClaimRow>, Noted), ActionError> {
        let actor = call.allowed(may_check_claims)?;
        let (_, reach, filter) = asked(actor, filter, call.today());
        let mut conn = self.store.read().await?;
        let claims = conn.list_claims(&reach, &filter, None, EXPORT).await?;
        drop(conn);
        let handed = Handed::rows(AccessThing::ClaimList, 0, claims.len());
        let noted = self.note(call, FURTHEST_FIRST, handed).await?;
        Ok((claims, noted))
    }
}

/// What waits for an office on a day, and how far it sees.
///
/// Whoever verifies also confirms for units without an officer.
pub(crate) fn asked(
    actor: &Actor,
    filter: &QueueFilter,
    today: NaiveDate,
) -> (VerificationStep, Reach, ClaimFilter) {
    use ClaimState::{Disputed, Draft, Submitted, UnitConfirmed};
    let (step, role) = if actor.is(Role::CityOffice) {
        (VerificationStep::City, Role::CityOffice)
    } else if actor.is(Role::CountyOffice) {
        (VerificationStep::County, Role::CountyOffice)
    } else {
        (VerificationStep::Unit, Role::UnitOfficer)
    };
    let is_unit = step == VerificationStep::Unit;
    let mut asked = ClaimFilter {
        kind: filter.kind,
        unit_key: unit_key(&filter.unit),
        ..ClaimFilter::default()
    };
    if let Some(state) = filter.state {
        asked.states = ClaimState::ALL.iter().copied().filter(|it| *it != Draft).collect();
        asked.states.retain(|it| *it == state);
    } else {
        asked.states =
            if is_unit { vec![Submitted] } else { vec![Submitted, UnitConfirmed, Disputed] };
        asked.without_officer = (!is_unit).then_some(today);
        asked.step = (!is_unit).then_some(step);
        asked.checker = Some(actor.person);
        asked.not_own_unit = !is_unit;
    }
    (step, actor.reach(&[role]), asked)
}
