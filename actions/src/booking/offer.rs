//! Which slots a lecturer could take, and why the others are not for this lecturer.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    audience::SchoolStage,
    booking::Refusal,
    commitment::Interval,
    course::CourseVersionState,
    id::{CourseVersionId, FieldId, PartyId, PersonId, ReviewSessionId},
    review_session::{Peer, SlotState, Terms, check_panel, check_terms},
    role::Role,
    rulebook::{Rule, Rulebook},
    trial_lecture::paused_until,
};
use store::{BookingRow, CommitmentRow, Conn, CourseRow, PanelRow, ReviewSessionRow, SlotRow};

use super::is_live;
use crate::{
    ActionError, Actions, Call,
    commitment::{Clash, clash, whereabouts},
    local_date,
    review_session::{is_past, peers},
};

/// A slot as it is offered to one lecturer.
#[derive(Clone, Debug)]
pub struct Offer {
    /// The slot.
    pub slot: SlotRow,
    /// Name of the room; none for a video call.
    pub place: Option<String>,
    /// Why it is not for this lecturer; `None`: it can be taken.
    pub refusal: Option<Refusal>,
}

/// The offers of one day.
#[derive(Clone, Debug)]
pub struct OfferDay {
    /// The local day.
    pub day: NaiveDate,
    /// By time.
    pub offers: Vec<Offer>,
}

/// The booking page of a course version.
#[derive(Clone, Debug)]
pub struct Picker {
    /// The course version.
    pub course: CourseRow,
    /// Days with slots in the coming weeks.
    pub days: Vec<OfferDay>,
    /// How many slots can be taken.
    pub n_free: usize,
    /// The version's booking, if it has one.
    pub booking: Option<BookingRow>,
}

/// What the rules need to know about one lecturer's wish.
pub(super) struct Wish {
    /// The lecturer as somebody who can be taken.
    pub(super) party: PartyId,
    pub(super) course: CourseRow,
    pub(super) stages: Vec<SchoolStage>,
    pub(super) bookings: Vec<BookingRow>,
    pub(super) commitments: Vec<CommitmentRow>,
    pub(super) rules: Rulebook,
    /// Whether the booking right rests (`REV-12`).
    pub(super) is_paused: bool,
}

impl Wish {
    /// Whether nothing but the slot could be in the way of this course's booking.
    pub(super) fn may_book(&self) -> bool {
        self.course.state == CourseVersionState::AwaitingSlot
            && !self.is_paused
            && self.bookings.iter().all(|booking| booking.version_id != self.course.id)
    }
}

/// Everything about the sessions that a wish is held against.
pub(super) struct Supply {
    pub(super) sessions: Vec<ReviewSessionRow>,
    pub(super) stages: Vec<(ReviewSessionId, SchoolStage)>,
    pub(super) fields: Vec<(ReviewSessionId, FieldId)>,
    pub(super) panels: Vec<PanelRow>,
    pub(super) peers: BTreeMap<PersonId, Peer>,
}

impl Actions {
    /// All slots of the coming weeks, each with the reason if it is not for this lecturer.
    pub async fn picker(
        &self,
        call: &Call,
        version: CourseVersionId,
    ) -> Result<Picker, ActionError> {
        let actor = call.allowed(|actor| actor.is(Role::Lecturer))?;
        let mut conn = self.store.read().await?;
        let person = conn.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
        let wish = wish_of(&mut conn, call, version, person.party_id).await?;
        let until = call.now + TimeDelta::weeks(wish.rules.get(Rule::BookingWeeks));
        let sessions = conn.list_open_sessions(call.now, until).await?;
        let supply = supply(&mut conn, sessions, wish.course.lecturer_id).await?;
        let ids: Vec<ReviewSessionId> = supply.sessions.iter().map(|session| session.id).collect();
        let slots = conn.list_slots(&ids).await?;
        let days = offer_days(call, &wish, &supply, slots);
        let n_free =
            days.iter().flat_map(|day| &day.offers).filter(|offer| offer.refusal.is_none()).count();
        let booking = wish.bookings.iter().find(|booking| booking.version_id == version).cloned();
        Ok(Picker { course: wish.course, days, n_free, booking })
    }
}

/// The wish for a slot of the caller, whose party this is, with a course of the caller's own.
pub(super) async fn wish_of(
    conn: &mut Conn,
    call: &Call,
    version: CourseVersionId,
    party: PartyId,
) -> Result<Wish, ActionError> {
    let actor = call.actor()?;
    let course = conn.find_version(version).await?;
    let course = course.filter(|course| course.lecturer_id == actor.person);
    let course = course.ok_or(ActionError::NotFound)?;
    let stages = conn.list_stages_of(version).await?;
    let rules = conn.rulebook(call.today()).await?;
    let bookings = conn.list_bookings_of(course.lecturer_id).await?;
    let bookings = bookings.into_iter().filter(|booking| is_live(booking, call.now)).collect();
    let until = call.now + TimeDelta::weeks(rules.get(Rule::BookingWeeks) + 1);
    let commitments = conn.list_commitments(party, call.now, until).await?;
    let year_ago = call.now - TimeDelta::days(2 * 366);
    let missed = conn.list_missed_slots(course.lecturer_id, year_ago).await?;
    let limit = rules.count(Rule::NoShowLimit);
    let pause = rules.get(Rule::NoShowPauseDays);
    let is_paused = paused_until(&missed, limit, pause, call.now).is_some();
    Ok(Wish { party, course, stages, bookings, commitments, rules, is_paused })
}

pub(super) async fn supply(
    conn: &mut Conn,
    sessions: Vec<ReviewSessionRow>,
    lecturer: PersonId,
) -> Result<Supply, ActionError> {
    let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
    let panels = conn.list_panels(&ids).await?;
    let mut people: Vec<PersonId> = panels.iter().map(|member| member.person_id).collect();
    people.push(lecturer);
    people.sort_unstable();
    people.dedup();
    Ok(Supply {
        stages: conn.list_session_stages(&ids).await?,
        fields: conn.list_session_fields(&ids).await?,
        peers: peers(conn, &people).await?,
        sessions,
        panels,
    })
}

fn offer_days(call: &Call, wish: &Wish, supply: &Supply, slots: Vec<SlotRow>) -> Vec<OfferDay> {
    let mut days: Vec<OfferDay> = Vec::new();
    for slot in slots {
        let Some(session) = supply.sessions.iter().find(|s| s.id == slot.session_id) else {
            continue;
        };
        if is_past(session, call.now) || slot.state == SlotState::Withdrawn {
            continue;
        }
        let refusal = judge(call, wish, supply, &slot);
        // Sessions for other stages or fields, or not yet open, are no offer at all.
        if matches!(refusal, Some(Refusal::DoesNotFit | Refusal::BookingClosed)) {
            continue;
        }
        let day = local_date(slot.starts_at);
        let offer = Offer { place: session.place_name.clone(), refusal, slot };
        match days.last_mut() {
            Some(last) if last.day == day => last.offers.push(offer),
            _ => days.push(OfferDay { day, offers: vec![offer] }),
        }
    }
    days
}

/// Why a slot is not for a lecturer; the general reasons before the particular ones.
pub(super) fn judge(call: &Call, wish: &Wish, supply: &Supply, slot: &SlotRow) -> Option<Refusal> {
    judge_session(call, wish, supply, slot)
        .and_then(|session| judge_slot(wish, session, slot))
        .err()
}

fn judge_session<'a>(
    call: &Call,
    wish: &Wish,
    supply: &'a Supply,
    slot: &SlotRow,
) -> Result<&'a ReviewSessionRow, Refusal> {
    let session = supply
        .sessions
        .iter()
        .find(|session| session.id == slot.session_id)
        .ok_or(Refusal::BookingClosed)?;
    let terms = Terms {
        state: session.state,
        opens_at: session.opens_at.ok_or(Refusal::BookingClosed)?,
        closes_at: session.closes_at,
        stages: of(&supply.stages, session.id).collect(),
        fields: of(&supply.fields, session.id).collect(),
    };
    check_terms(&terms, &wish.stages, wish.course.field_id, call.now)?;
    if wish.course.state != CourseVersionState::AwaitingSlot {
        return Err(Refusal::VersionBooked);
    }
    let panel: Vec<Peer> = supply
        .panels
        .iter()
        .filter(|member| member.session_id == session.id)
        .filter_map(|member| supply.peers.get(&member.person_id).cloned())
        .collect();
    let lecturer = supply.peers.get(&wish.course.lecturer_id).ok_or(Refusal::PanelConflicted)?;
    check_panel(lecturer, &wish.stages, &panel, call.today(), &wish.rules)?;
    Ok(session)
}

fn judge_slot(wish: &Wish, session: &ReviewSessionRow, slot: &SlotRow) -> Result<(), Refusal> {
    if slot.state != SlotState::Free {
        return Err(Refusal::Taken);
    }
    if wish.bookings.iter().any(|booking| booking.version_id == wish.course.id) {
        return Err(Refusal::VersionBooked);
    }
    if wish.is_paused {
        return Err(Refusal::Paused);
    }
    if wish.bookings.len() >= wish.rules.count(Rule::MaxBookings) {
        return Err(Refusal::TooManyBookings);
    }
    let interval = Interval::new(slot.starts_at, slot.ends_at).ok_or(Refusal::Taken)?;
    let here = whereabouts(session.place_id, session.place_region_id);
    match clash(interval, here, &wish.commitments, &wish.rules) {
        None => Ok(()),
        Some(Clash::Overlap) => Err(Refusal::LecturerTaken),
        Some(Clash::Travel) => Err(Refusal::NoTravelTime),
    }
}

fn of<T: Copy>(rows: &[(ReviewSessionId, T)], id: ReviewSessionId) -> impl Iterator<Item = T> {
    rows.iter().filter(move |(of, _)| *of == id).map(|(_, value)| *value)
}
