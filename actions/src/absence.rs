//! When people do not want to be asked, and when they are away: said by themselves, or written down
//! for them by an office, with both names. Nothing is called off by it; what it meets is listed.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, Utc};
use domain::{
    absence::{ABSENCE_KEEPERS, AbsenceDays, Availability, Unavailable},
    commitment::{CommitmentSource, Interval},
    form::{Once, Revision, Values},
    id::{
        AbsenceId, CommitmentId, LectureRequestId, ObservationId, PartyId, PersonId,
        ReviewSessionId, TrainingEventId,
    },
    inbox::Message,
    lecture_request::REQUEST_READERS,
    observation::may_plan_observations,
    role::{Reach, Role, may_organise_session},
};
use store::{
    AbsenceRow, AvailabilityRow, CommitmentPlace, CommitmentRow, Conn, Lock, NewCommitment,
    PersonRow, StoreError,
};

use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    local_time,
    once::{FIRST_REVISION, Sent, made, sent},
    to_utc,
    write::{Scoped as _, Write},
};

/// So far ahead lies what a pattern is held against.
const AHEAD: TimeDelta = TimeDelta::weeks(26);

/// When somebody does not want to be asked, and what that meets.
#[derive(Clone, Debug)]
pub struct AbsencePage {
    /// Whose.
    pub person: PersonRow,
    /// Whether it is the caller's own.
    pub is_own: bool,
    /// What was said; none: nothing was.
    pub said: Option<AvailabilityRow>,
    /// Absences that are not over, by time.
    pub absences: Vec<AbsenceRow>,
    /// What is agreed in such a time all the same, by time.
    pub met: Vec<Met>,
}

/// What is agreed in a time at which somebody is not to be asked.
#[derive(Clone, Debug)]
pub struct Met {
    /// What takes the person.
    pub commitment: CommitmentRow,
    /// Why the time is one.
    pub why: Unavailable,
    /// Where the caller releases it, finds a substitute or leaves it as it is; none: another office
    /// does.
    pub at: Option<MetAt>,
}

/// Where somebody decides about what an absence meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetAt {
    /// On the own page of it.
    Own,
    /// On the session of a booked slot.
    Session(ReviewSessionId),
    /// On the panel of a session.
    Panel(ReviewSessionId),
    /// On the request of a lecture.
    Request(LectureRequestId),
    /// On an observation.
    Observation(ObservationId),
    /// On the list of who takes part in a training.
    Training(TrainingEventId),
}

/// What is known of one person's time.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnTime {
    said: Option<Availability>,
    absences: Vec<AbsenceDays>,
}

impl OwnTime {
    /// Why somebody is not to be asked for a time.
    pub(crate) fn judge(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Option<Unavailable> {
        let (from, until) = (local_time(from), local_time(until));
        if self.absences.iter().any(|days| days.takes(from, until)) {
            return Some(Unavailable::Absent);
        }
        self.said.as_ref()?.judge(from, until)
    }
}

/// What is known of some people's time; of who is not in it nothing is.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnTimes(BTreeMap<PersonId, OwnTime>);

impl OwnTimes {
    /// Reads it of these people.
    pub(crate) async fn read(
        conn: &mut Conn,
        call: &Call,
        people: &[PersonId],
    ) -> Result<Self, ActionError> {
        let mut all: BTreeMap<PersonId, OwnTime> = BTreeMap::new();
        for row in conn.list_availability(people).await? {
            all.entry(row.person_id).or_default().said = Some(row.said());
        }
        for row in conn.list_absences(people, call.today()).await? {
            all.entry(row.person_id).or_default().absences.push(row.days());
        }
        Ok(Self(all))
    }

    /// Why somebody is not to be asked for a time; none: ask.
    pub(crate) fn judge(
        &self,
        person: PersonId,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Option<Unavailable> {
        self.0.get(&person)?.judge(from, until)
    }

    /// The same for several times: the first reason.
    pub(crate) fn judge_all(
        &self,
        person: PersonId,
        intervals: impl IntoIterator<Item = Interval>,
    ) -> Option<Unavailable> {
        let mut intervals = intervals.into_iter();
        intervals.find_map(|it| self.judge(person, it.starts_at(), it.ends_at()))
    }
}

impl Actions {
    /// The own time, or that of somebody within an office's reach.
    pub async fn absences(
        &self,
        call: &Call,
        whose: Option<PersonId>,
    ) -> Result<AbsencePage, ActionError> {
        page_of(&mut self.store.read().await?, call, whose).await
    }

    /// Writes down what somebody says of the own time; nothing said is a word of its own.
    pub async fn say_availability(
        &self,
        call: &Call,
        whose: Option<PersonId>,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                let person = locked(tx, call, whose).await?;
                let new = Availability::parse(values)?;
                let before = tx.list_availability(&[person.id]).await?.pop();
                if before.as_ref().map(AvailabilityRow::said) == new {
                    return Ok(());
                }
                check_revision(revision, before.as_ref().map_or(0, |row| row.revision))?;
                let recorder = actor.person;
                match (&new, &before) {
                    (Some(said), Some(_)) => {
                        tx.change_availability(person.id, said, recorder, call.now).await?;
                    }
                    (Some(said), None) => {
                        tx.add_availability(person.id, said, recorder, call.now).await?;
                    }
                    (None, _) => {
                        tx.remove_availability(person.id).await?;
                    }
                }
                log(tx, call, "say_availability", &person, person.id.into());
                tell(tx, call, &person).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Writes down when somebody is away, and takes what is free of it. What was agreed stays.
    pub async fn add_absence(
        &self,
        call: &Call,
        whose: Option<PersonId>,
        values: &Values,
        once: &Once,
    ) -> Result<AbsenceId, ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                let before = sent(tx, call, values, once).await?;
                let person = locked(tx, call, whose).await?;
                if let Sent::Same(id) | Sent::Other(id) = before {
                    if before == Sent::Other(id) {
                        change(tx, call, id, values, FIRST_REVISION).await?;
                    }
                    return made(tx, call, values, once, id).await;
                }
                let days = AbsenceDays::parse(values, call.today())?;
                let id = tx.add_absence(person.id, days, actor.person, call.now).await?;
                take_free(tx, person.party_id, id, days).await?;
                log(tx, call, "add", &person, id.into());
                tell(tx, call, &person).await?;
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// An absence, for whose it is and for the office that keeps it.
    pub async fn absence(
        &self,
        call: &Call,
        id: AbsenceId,
    ) -> Result<(AbsenceRow, PersonRow), ActionError> {
        absence_of(&mut self.store.read().await?, call, id).await
    }

    /// Gives an absence other days: what it took is free, and what is free of the new ones is taken.
    pub async fn change_absence(
        &self,
        call: &Call,
        id: AbsenceId,
        values: &Values,
        revision: Revision,
    ) -> Result<PersonId, ActionError> {
        self.write(|tx| {
            async move { change(tx, call, id, values, revision.number()).await }.scope_boxed()
        })
        .await
    }

    /// Calls an absence off: its time is free. Called off twice it is called off.
    pub async fn end_absence(&self, call: &Call, id: AbsenceId) -> Result<PersonId, ActionError> {
        self.write(|tx| {
            async move {
                let (_, person) = absence_of(tx, call, id).await?;
                tx.lock_party(person.party_id).await?;
                if tx.end_absence(id, call.now).await? {
                    tx.release_commitments(CommitmentSource::Absence, id.into()).await?;
                    log(tx, call, "end", &person, id.into());
                    tell(tx, call, &person).await?;
                }
                Ok(person.id)
            }
            .scope_boxed()
        })
        .await
    }
}

async fn change(
    tx: &mut Write,
    call: &Call,
    id: AbsenceId,
    values: &Values,
    revision: i64,
) -> Result<PersonId, ActionError> {
    let (row, person) = absence_of(tx, call, id).await?;
    if row.ended_at.is_some() {
        return Err(ActionError::WrongState);
    }
    let days = AbsenceDays::parse(values, call.today())?;
    if days == row.days() {
        return Ok(person.id);
    }
    tx.lock_party(person.party_id).await?;
    let recorder = call.actor()?.person;
    if !tx.change_absence((id, revision), days, recorder).await? {
        return Err(ActionError::Stale);
    }
    tx.release_commitments(CommitmentSource::Absence, id.into()).await?;
    take_free(tx, person.party_id, id, days).await?;
    log(tx, call, "change", &person, id.into());
    tell(tx, call, &person).await?;
    Ok(person.id)
}

/// Takes whatever of some days is free, so that nobody else can.
async fn take_free(
    tx: &mut Write,
    party: PartyId,
    id: AbsenceId,
    days: AbsenceDays,
) -> Result<(), ActionError> {
    let from = to_utc(days.first, NaiveTime::MIN);
    let until = to_utc(days.last + Days::new(1), NaiveTime::MIN);
    let mut free_from = from;
    let mut free = Vec::new();
    for taken in tx.list_commitments(party, from, until).await? {
        free.extend(Interval::new(free_from, taken.starts_at));
        free_from = free_from.max(taken.ends_at);
    }
    free.extend(Interval::new(free_from, until));
    for interval in free {
        let commitment = NewCommitment {
            party_id: party,
            interval,
            held_until: None,
            source: CommitmentSource::Absence,
            source_id: id.into(),
            slot_id: None,
            place_id: None,
        };
        tx.add_commitment(&commitment).await.map_err(|error| match error {
            StoreError::Overlap => ActionError::Stale,
            other => other.into(),
        })?;
    }
    Ok(())
}

/// A person whose time the caller keeps: the caller, or somebody within the reach of an office.
async fn person_of(
    conn: &mut Conn,
    call: &Call,
    whose: Option<PersonId>,
) -> Result<PersonRow, ActionError> {
    let actor = call.actor()?;
    let id = whose.unwrap_or(actor.person);
    let person = conn.find_person(id).await?.filter(|person| person.merged_into.is_none());
    let person = person.ok_or(ActionError::NotFound)?;
    let reach = actor.reach(ABSENCE_KEEPERS);
    let is_kept = id == actor.person || conn.is_within(&reach, person.region_id, None).await?;
    if is_kept { Ok(person) } else { Err(ActionError::NotFound) }
}

/// The same, while nobody else takes the person's time.
async fn locked(
    tx: &mut Write,
    call: &Call,
    whose: Option<PersonId>,
) -> Result<PersonRow, ActionError> {
    let person = person_of(tx, call, whose).await?;
    tx.lock(Lock::Person(person.id)).await?;
    tx.lock_party(person.party_id).await?;
    Ok(person)
}

async fn absence_of(
    conn: &mut Conn,
    call: &Call,
    id: AbsenceId,
) -> Result<(AbsenceRow, PersonRow), ActionError> {
    let row = conn.find_absence(id).await?.ok_or(ActionError::NotFound)?;
    let person = person_of(conn, call, Some(row.person_id)).await?;
    Ok((row, person))
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    whose: Option<PersonId>,
) -> Result<AbsencePage, ActionError> {
    let person = person_of(conn, call, whose).await?;
    let times = OwnTimes::read(conn, call, &[person.id]).await?;
    let taken = conn.list_commitments(person.party_id, call.now, call.now + AHEAD).await?;
    let met: Vec<(Unavailable, CommitmentRow)> = taken
        .into_iter()
        .filter(|row| row.source != CommitmentSource::Absence)
        .filter_map(|row| Some((times.judge(person.id, row.starts_at, row.ends_at)?, row)))
        .collect();
    let is_own = call.actor()?.person == person.id;
    let places = if is_own { Vec::new() } else { places(conn, &met).await? };
    let reach = call.actor()?.reach(REQUEST_READERS);
    let mut listed = Vec::with_capacity(met.len());
    for (why, commitment) in met {
        let at = if is_own {
            Some(MetAt::Own)
        } else {
            let place = places.iter().find(|it| it.commitment_id == commitment.id);
            match place {
                Some(place) => office_place(conn, call, &reach, &commitment, place).await?,
                None => None,
            }
        };
        listed.push(Met { commitment, why, at });
    }
    Ok(AbsencePage {
        is_own,
        said: conn.list_availability(&[person.id]).await?.pop(),
        absences: conn.list_absences(&[person.id], call.today()).await?,
        met: listed,
        person,
    })
}

async fn places(
    conn: &mut Conn,
    met: &[(Unavailable, CommitmentRow)],
) -> Result<Vec<CommitmentPlace>, ActionError> {
    let ids: Vec<CommitmentId> = met.iter().map(|(_, row)| row.id).collect();
    Ok(conn.list_commitment_places(&ids).await?)
}

/// The page on which an office decides about what takes somebody, if it may.
async fn office_place(
    conn: &mut Conn,
    call: &Call,
    reach: &Reach,
    commitment: &CommitmentRow,
    place: &CommitmentPlace,
) -> Result<Option<MetAt>, ActionError> {
    let actor = call.actor()?;
    let Some(id) = place.page_id else { return Ok(None) };
    let organises = may_organise_session(actor, place.region_id);
    Ok(match commitment.source {
        CommitmentSource::Booking => organises.then_some(MetAt::Session(ReviewSessionId(id))),
        CommitmentSource::ReviewSession => organises.then_some(MetAt::Panel(ReviewSessionId(id))),
        CommitmentSource::Delivery => {
            let is_seen = conn.is_within(reach, place.region_id, None).await?;
            is_seen.then_some(MetAt::Request(LectureRequestId(id)))
        }
        CommitmentSource::Observation => {
            may_plan_observations(actor).then_some(MetAt::Observation(ObservationId(id)))
        }
        CommitmentSource::Training => Some(MetAt::Training(TrainingEventId(id))),
        CommitmentSource::Absence => None,
    })
}

/// The line in the chain, with both names where an office writes for somebody.
fn log(tx: &mut Write, call: &Call, verb: &'static str, person: &PersonRow, id: i64) {
    let is_own = call.actor.as_ref().is_some_and(|actor| actor.person == person.id);
    let roles: &[Role] = if is_own { &[] } else { ABSENCE_KEEPERS };
    let mut entry = call.entry(verb, "absence", roles).on(id);
    entry.doer.on_behalf_of = (!is_own).then_some(person.id);
    tx.log(entry);
}

/// For whom something was written down hears of it.
async fn tell(tx: &mut Write, call: &Call, person: &PersonRow) -> Result<(), ActionError> {
    let actor = call.actor()?;
    if actor.person != person.id {
        let by = actor.name.clone();
        tx.add_message(person.id, &Message::AbsenceWritten { by }, call.now).await?;
    }
    Ok(())
}
