//! Observations of lectures (听课): planned or offered, answered, handed in, and read by the lecturer.

mod follow;
mod list;
mod plan;
mod reply;
mod sheet;

use domain::{
    absence::Unavailable,
    commitment::Interval,
    form::{Field, ProblemKind, Problems},
    id::{DeliveryId, ObservationId, PersonId},
    inbox::Message,
    nomination::Relation,
    observation::{
        OBSERVERS, ObservationNews, ObservationSheet, ObservationState, may_plan_observations,
    },
    review_session::{conflict, conflict_since},
    role::{Actor, Role},
    rulebook::Rule,
};
use store::{Conn, DeliveryRow, Lock, ObservationRow, ObserverRow};

pub(crate) use self::{
    follow::end_observation_of,
    list::{questions, year_of},
};
pub use self::{
    list::{ObservationList, OfficeObservations, SuspensionQuestion},
    plan::ObserverChoice,
};
use crate::{
    ActionError, Actions, Call,
    absence::OwnTimes,
    local_time,
    person_tie::known_conflict,
    review_session::peers,
    tell::{tell_offices, tell_people},
    write::Write,
};

/// Somebody who may be asked to observe a lecture.
#[derive(Clone, Debug)]
pub struct FoundObserver {
    /// Who.
    pub row: ObserverRow,
    /// Why the person is not to be asked for the lecture's time.
    pub unavailable: Option<Unavailable>,
}

/// As whom somebody may read an observation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObservationReading {
    /// The office that plans observations.
    Office,
    /// Whose lecture it is.
    Lecturer,
    /// Who is asked, comes or came.
    Observer,
}

/// The page of an observation.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct ObservationPage {
    /// The observation.
    pub observation: ObservationRow,
    /// Its lecture.
    pub delivery: DeliveryRow,
    /// What was found, once it is handed in.
    pub sheet: Option<ObservationSheet>,
    /// As whom the caller reads it.
    pub reading: ObservationReading,
    /// What the files suggest to declare.
    pub suggested: Option<Relation>,
    /// Whether the caller may accept.
    pub may_accept: bool,
    /// Whether the caller may decline.
    pub may_decline: bool,
    /// Whether the caller may ask somebody else.
    pub may_assign: bool,
    /// Whether the caller may call it off.
    pub may_end: bool,
    /// Whether the caller may fill in the form.
    pub may_write: bool,
    /// Whether the caller may answer it.
    pub may_reply: bool,
    /// Other low ones of the course, this one among them, where the office has to weigh them.
    pub question: Vec<ObservationRow>,
}

impl Actions {
    /// An observation, for the office and its two sides.
    pub async fn observation(
        &self,
        call: &Call,
        id: ObservationId,
    ) -> Result<ObservationPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }
}

fn reading(actor: &Actor, row: &ObservationRow) -> Option<ObservationReading> {
    if actor.person == row.lecturer_id && actor.is(Role::Lecturer) {
        Some(ObservationReading::Lecturer)
    } else if row.observer_id == Some(actor.person) && actor.is_any(OBSERVERS) {
        Some(ObservationReading::Observer)
    } else {
        may_plan_observations(actor).then_some(ObservationReading::Office)
    }
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: ObservationId,
) -> Result<ObservationPage, ActionError> {
    use ObservationState::{Accepted, Assigned, Open, Shared};
    let actor = call.actor()?;
    let row = conn.find_observation(id).await?.ok_or(ActionError::NotFound)?;
    let reading = reading(actor, &row).ok_or(ActionError::NotFound)?;
    let delivery = conn.find_delivery(row.delivery_id).await?.ok_or(ActionError::NotFound)?;
    let (is_office, is_observer, is_lecturer) = (
        reading == ObservationReading::Office,
        reading == ObservationReading::Observer,
        reading == ObservationReading::Lecturer,
    );
    let has_begun = row.starts_at <= call.now;
    let suggested = match reading {
        ObservationReading::Observer if row.state == Assigned => {
            let (one, other) = (actor.person, row.lecturer_id);
            if is_near(conn, call, one, other).await? {
                let since = conflict_since(&conn.rulebook(call.today()).await?, call.today());
                Some(Relation(Some(known_conflict(conn, (one, other), since).await?)))
            } else {
                None
            }
        }
        _ => None,
    };
    let question = if is_office && row.state == Shared {
        let rules = conn.rulebook(call.today()).await?;
        let below = rules.get(Rule::ObservationLowPoints);
        let mut low = conn.list_low_observations(below).await?;
        low.retain(|one| one.course_id == row.course_id);
        let is_one = low.iter().any(|one| one.id == row.id);
        if is_one && domain::observation::raises_question(low.len(), &rules) {
            low
        } else {
            Vec::new()
        }
    } else {
        Vec::new()
    };
    Ok(ObservationPage {
        sheet: sheet_of(&row),
        may_accept: is_observer && row.state == Assigned && call.now < row.ends_at,
        may_decline: is_observer && matches!(row.state, Assigned | Accepted),
        may_assign: !has_begun
            && (is_office && row.state.is_ahead()
                || is_observer && matches!(row.state, Assigned | Accepted)),
        may_end: is_office && row.state.is_ahead() || is_lecturer && row.state == Open,
        may_write: is_observer && row.state == Accepted && has_begun,
        may_reply: is_lecturer && row.state == Shared && row.answered_at.is_none(),
        observation: row,
        delivery,
        reading,
        suggested,
        question,
    })
}

/// The same, while nobody else writes about it.
async fn locked(
    tx: &mut Write,
    call: &Call,
    id: ObservationId,
) -> Result<ObservationPage, ActionError> {
    tx.lock(Lock::Observation(id)).await?;
    page_of(tx, call, id).await
}

/// What was handed in.
fn sheet_of(row: &ObservationRow) -> Option<ObservationSheet> {
    Some(ObservationSheet {
        soundness: row.soundness?,
        engagement: row.engagement?,
        usefulness: row.usefulness?,
        arrived_at: local_time(row.arrived_at?).time(),
        left_at: local_time(row.left_at?).time(),
        is_on_time: row.is_on_time?,
        attendance: row.attendance?,
        equipment: row.equipment?,
        highlights: row.highlights.clone(),
        suggestions: row.suggestions.clone(),
    })
}

/// Whether the files show that one may not judge the other (`AWD-10`).
async fn is_near(
    conn: &mut Conn,
    call: &Call,
    one: PersonId,
    other: PersonId,
) -> Result<bool, ActionError> {
    if one == other {
        return Ok(true);
    }
    let since = conflict_since(&conn.rulebook(call.today()).await?, call.today());
    let peers = peers(conn, &[one, other], since).await?;
    Ok(match (peers.get(&one), peers.get(&other)) {
        (Some(one), Some(other)) => conflict(one, other, since.unit),
        _ => false,
    })
}

/// Refuses whoever may not observe a lecture: no observer, near the lecturer, or taken.
async fn check_observer(
    conn: &mut Conn,
    call: &Call,
    observer: PersonId,
    delivery: &DeliveryRow,
) -> Result<(), ActionError> {
    let refused = |kind| Err(Problems::one(Field::Observer, kind).into());
    if !conn.is_observer(observer, call.today()).await? {
        return refused(ProblemKind::UnknownChoice);
    }
    if is_near(conn, call, observer, delivery.lecturer_id).await? {
        return refused(ProblemKind::ObserverConflicted);
    }
    let person = conn.find_person(observer).await?.ok_or(ActionError::NotFound)?;
    let (from, until) = (delivery.starts_at, delivery.ends_at);
    if !conn.list_commitments(person.party_id, from, until).await?.is_empty() {
        return refused(ProblemKind::ObserverTaken);
    }
    let own = OwnTimes::read(conn, call, &[observer]).await?;
    if own.judge(observer, from, until).is_some() {
        return refused(ProblemKind::Unavailable);
    }
    Ok(())
}

/// The time of a lecture.
fn interval(row: &ObservationRow) -> Result<Interval, ActionError> {
    Interval::new(row.starts_at, row.ends_at)
        .ok_or_else(|| ActionError::Internal("an empty lecture".into()))
}

/// What is said of an observation.
fn message(row: &ObservationRow, news: ObservationNews, reason: &str) -> Message {
    Message::Observation {
        observation: row.id,
        news,
        title: row.title.clone(),
        lecturer: row.lecturer_name.clone(),
        observer: row.observer_name.clone(),
        starts_at: row.starts_at,
        reason: reason.to_owned(),
    }
}

/// Tells people, but for whoever does it.
async fn tell(
    tx: &mut Write,
    call: &Call,
    people: impl IntoIterator<Item = PersonId>,
    message: &Message,
) -> Result<(), ActionError> {
    let own = call.actor.as_ref().map(|actor| actor.person);
    let others = people.into_iter().filter(|person| Some(*person) != own);
    tell_people(tx, call, others, message).await
}

/// Tells the office that plans observations.
async fn tell_office(tx: &mut Write, call: &Call, message: &Message) -> Result<(), ActionError> {
    tell_offices(tx, call, &[Role::CityOffice], message).await
}

/// A lecture as whoever plans or offers its observation sees it; the flag says whether it is the
/// caller's own.
async fn lecture_of(
    conn: &mut Conn,
    call: &Call,
    id: DeliveryId,
) -> Result<(DeliveryRow, bool), ActionError> {
    let actor = call.actor()?;
    let delivery = conn.find_delivery(id).await?.ok_or(ActionError::NotFound)?;
    let is_own = actor.is(Role::Lecturer) && delivery.lecturer_id == actor.person;
    if is_own || may_plan_observations(actor) {
        Ok((delivery, is_own))
    } else {
        Err(ActionError::NotFound)
    }
}

/// Who may be asked, found by name; without a name the first of all.
/// Whoever has said not to be asked for the lecture's time comes last, with the reason.
async fn found(
    conn: &mut Conn,
    call: &Call,
    delivery: &DeliveryRow,
    query: &str,
) -> Result<Vec<FoundObserver>, ActionError> {
    /// So many are offered to choose from.
    const OFFERED: i64 = 30;
    let rows = conn.list_observers_found(query, call.today(), OFFERED).await?;
    let people: Vec<PersonId> = rows.iter().map(|row| row.id).collect();
    let own = OwnTimes::read(conn, call, &people).await?;
    let why = |person| own.judge(person, delivery.starts_at, delivery.ends_at);
    let mut all: Vec<FoundObserver> =
        rows.into_iter().map(|row| FoundObserver { unavailable: why(row.id), row }).collect();
    all.sort_by_key(|one| one.unavailable.is_some());
    Ok(all)
}
