//! Which slots a lecturer could take, and why the others are not for this lecturer.

use std::collections::BTreeMap;

use chrono::{NaiveDate, TimeDelta};
use domain::{
    absence::Unavailable,
    audience::SchoolStage,
    booking::{BookingState, Refusal},
    commitment::{CommitmentSource, Interval},
    course::CourseVersionState,
    id::{CourseVersionId, FieldId, PartyId, PersonId, ReviewSessionId},
    late_conflict::stays_listed,
    panel::PanelAnswer,
    review_session::{Peer, SlotState, Terms, check_fit, check_panel, check_terms, conflict_since},
    role::brings_courses,
    rulebook::{Rule, RuleHistory, Rulebook},
    trial_lecture::paused_until,
};
use store::{
    BookingRow, CommitmentRow, Conn, CourseRow, PanelRow, ReviewSessionRow, SlotRow, WaitingRow,
};

use super::is_live;
use crate::{
    ActionError, Actions, Call,
    absence::OwnTimes,
    commitment::{Clash, clash, whereabouts},
    late_conflict::waits_for_slot,
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
    /// Why it lies in a time that the lecturer has said not to suit; it can be taken all the same.
    pub unavailable: Option<Unavailable>,
}

/// The offers of one day.
#[derive(Clone, Debug)]
pub struct OfferDay {
    /// The local day.
    pub day: NaiveDate,
    /// By time.
    pub offers: Vec<Offer>,
    /// How many of the panel that judged the course's last round sit in a session of that day.
    pub n_shared: usize,
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
    /// Where the version waits for a slot.
    pub waiting: Vec<WaitingRow>,
    /// Sessions for it in which nothing is free: it can wait there.
    pub full: Vec<ReviewSessionRow>,
}

/// What the rules need to know about one lecturer's wish.
pub(crate) struct Wish {
    /// The lecturer as somebody who can be taken.
    pub(super) party: PartyId,
    pub(crate) course: CourseRow,
    pub(crate) bookings: Vec<BookingRow>,
    pub(super) commitments: Vec<CommitmentRow>,
    pub(crate) rules: Rulebook,
    /// The rules of every day, for sessions that go by earlier ones.
    pub(crate) history: RuleHistory,
    /// Whether the booking right rests (`REV-12`).
    pub(super) is_paused: bool,
    /// Whether the slot is kept for this lecturer by an offer of the waiting list.
    is_offered: bool,
}

impl Wish {
    /// Whether nothing but the slot could be in the way of this course's booking.
    pub(super) fn may_book(&self) -> bool {
        self.course.state == CourseVersionState::AwaitingSlot
            && !self.is_paused
            && self.bookings.iter().all(|booking| booking.version_id != self.course.id)
    }

    /// The same wish as if the booking that the course has were given back.
    pub(crate) fn in_exchange(mut self) -> Self {
        let version = self.course.id;
        let (own, others) =
            self.bookings.into_iter().partition(|booking| booking.version_id == version);
        self.bookings = others;
        let own: Vec<BookingRow> = own;
        self.commitments.retain(|taken| {
            let is_own = |booking: &BookingRow| i64::from(booking.id) == taken.source_id;
            taken.source != CommitmentSource::Booking || !own.iter().any(is_own)
        });
        if self.course.state == CourseVersionState::Booked {
            self.course.state = CourseVersionState::AwaitingSlot;
        }
        self
    }

    /// The same wish for a slot that the waiting list keeps for it, after booking has closed as well.
    pub(crate) fn offered(mut self) -> Self {
        self.is_offered = true;
        self
    }
}

/// Everything about the sessions that a wish is held against.
pub(crate) struct Supply {
    pub(super) sessions: Vec<ReviewSessionRow>,
    pub(super) stages: Vec<(ReviewSessionId, SchoolStage)>,
    /// School stages of the course.
    course_stages: Vec<SchoolStage>,
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
        self.picker_of(call, version, false).await
    }

    /// The same, as if the booking that the course has were given back.
    pub(super) async fn picker_of(
        &self,
        call: &Call,
        version: CourseVersionId,
        in_exchange: bool,
    ) -> Result<Picker, ActionError> {
        let actor = call.allowed(brings_courses)?;
        let mut conn = self.store.read().await?;
        let mut wish = wish_of(&mut conn, call, version, actor.person).await?;
        let booking = wish.bookings.iter().find(|booking| booking.version_id == version).cloned();
        if in_exchange {
            wish = wish.in_exchange();
        }
        let until = call.now + TimeDelta::weeks(wish.rules.get(Rule::BookingWeeks));
        let sessions = conn.list_open_sessions(call.now, until).await?;
        let supply = supply(&mut conn, call, sessions, &wish).await?;
        let ids: Vec<ReviewSessionId> = supply.sessions.iter().map(|session| session.id).collect();
        let slots = conn.list_slots(&ids).await?;
        let own = OwnTimes::read(&mut conn, call, &[actor.person]).await?;
        let mut days = offer_days(call, &wish, &supply, slots);
        for offer in days.iter_mut().flat_map(|day| &mut day.offers) {
            let (from, until) = (offer.slot.starts_at, offer.slot.ends_at);
            offer.unavailable = own.judge(actor.person, from, until);
        }
        share(&mut days, &supply, &last_panel(&mut conn, &wish.course).await?);
        let n_free =
            days.iter().flat_map(|day| &day.offers).filter(|offer| offer.refusal.is_none()).count();
        let mut waiting = conn.list_waiting_of(actor.person).await?;
        waiting.retain(|entry| entry.version_id == version);
        let course = wish.course.clone();
        let mut full = full(call, wish, &supply, &days, &waiting);
        // Where it has a slot, it waits for no other.
        full.retain(|session| booking.as_ref().is_none_or(|own| own.session_id != session.id));
        Ok(Picker { course, days, n_free, booking, waiting, full })
    }
}

/// Who judged the last round of a course.
async fn last_panel(conn: &mut Conn, course: &CourseRow) -> Result<Vec<PersonId>, ActionError> {
    if course.version_no == 1 {
        return Ok(Vec::new());
    }
    let trials = conn.list_trials_of(course.course_id).await?;
    let Some(last) = trials.iter().rev().find(|trial| trial.has_verdict()) else {
        return Ok(Vec::new());
    };
    let present = conn.list_presence(&[last.booking_id]).await?;
    Ok(present.into_iter().map(|(_, person)| person).collect())
}

/// Days whose sessions share most of a panel come first; the others keep their order.
fn share(days: &mut [OfferDay], supply: &Supply, panel: &[PersonId]) {
    let n_shared = |session: ReviewSessionId| {
        let own = supply.panels.iter().filter(|member| member.session_id == session);
        own.filter(|member| panel.contains(&member.person_id)).count()
    };
    for day in days.iter_mut() {
        let sessions = day.offers.iter().map(|offer| n_shared(offer.slot.session_id));
        day.n_shared = sessions.max().unwrap_or(0);
    }
    days.sort_by_key(|day| std::cmp::Reverse(day.n_shared));
}

/// Sessions in which a version could wait: nothing is free there, and something would suit.
fn full(
    call: &Call,
    wish: Wish,
    supply: &Supply,
    days: &[OfferDay],
    waiting: &[WaitingRow],
) -> Vec<ReviewSessionRow> {
    let hoped = wish.in_exchange().offered();
    let offers = || days.iter().flat_map(|day| &day.offers);
    let is_full = |session: &&ReviewSessionRow| {
        let own = || offers().filter(|offer| offer.slot.session_id == session.id);
        let suits = |offer: &Offer| judge(call, &hoped, supply, &offer.slot).is_none();
        own().all(|offer| offer.slot.state != SlotState::Free)
            && own().any(suits)
            && waiting.iter().all(|entry| entry.session_id != session.id)
    };
    supply.sessions.iter().filter(is_full).cloned().collect()
}

/// A lecturer's wish for a slot, with a course of the lecturer's own.
pub(crate) async fn wish_of(
    conn: &mut Conn,
    call: &Call,
    version: CourseVersionId,
    lecturer: PersonId,
) -> Result<Wish, ActionError> {
    let person = conn.find_person(lecturer).await?.ok_or(ActionError::NotFound)?;
    wish_of_person(conn, call, version, (lecturer, person.party_id)).await
}

/// The same, of somebody whose party is known.
pub(super) async fn wish_of_person(
    conn: &mut Conn,
    call: &Call,
    version: CourseVersionId,
    (lecturer, party): (PersonId, PartyId),
) -> Result<Wish, ActionError> {
    let course = conn.find_version(version).await?;
    let course = course.filter(|course| course.lecturer_id == lecturer);
    let mut course = course.ok_or(ActionError::NotFound)?;
    let history = conn.rule_history().await?;
    let rules = history.on(call.today());
    let bookings = conn.list_bookings_of(course.lecturer_id).await?;
    let bookings: Vec<BookingRow> =
        bookings.into_iter().filter(|booking| is_live(booking, call.now)).collect();
    if stays_listed(course.state) && waits_for_slot(conn, &course).await? {
        // In the catalogue, and before a panel once more.
        let is_own = |booking: &BookingRow| {
            booking.version_id == version && booking.state == BookingState::Confirmed
        };
        course.state = if bookings.iter().any(is_own) {
            CourseVersionState::Booked
        } else {
            CourseVersionState::AwaitingSlot
        };
    }
    let until = call.now + TimeDelta::weeks(rules.get(Rule::BookingWeeks) + 1);
    let commitments = conn.list_commitments(party, call.now, until).await?;
    let year_ago = call.now - TimeDelta::days(2 * 366);
    let missed = conn.list_missed_slots(course.lecturer_id, year_ago).await?;
    let limit = rules.count(Rule::NoShowLimit);
    let pause = rules.get(Rule::NoShowPauseDays);
    let is_paused = paused_until(&missed, limit, pause, call.now).is_some();
    let is_offered = false;
    Ok(Wish { party, course, bookings, commitments, rules, history, is_paused, is_offered })
}

/// Sessions with what a wish for a course is held against.
pub(crate) async fn supply(
    conn: &mut Conn,
    call: &Call,
    sessions: Vec<ReviewSessionRow>,
    wish: &Wish,
) -> Result<Supply, ActionError> {
    let course = &wish.course;
    let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
    let panels = conn.list_panels(&ids).await?;
    let mut people: Vec<PersonId> = panels.iter().map(|member| member.person_id).collect();
    people.push(course.lecturer_id);
    people.sort_unstable();
    people.dedup();
    Ok(Supply {
        stages: conn.list_session_stages(&ids).await?,
        course_stages: conn.list_stages_of(course.id).await?,
        fields: conn.list_session_fields(&ids).await?,
        peers: peers(conn, &people, conflict_since(&wish.rules, call.today())).await?,
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
        let place = session.place_name.clone();
        let offer = Offer { place, refusal, slot, unavailable: None };
        match days.last_mut() {
            Some(last) if last.day == day => last.offers.push(offer),
            _ => days.push(OfferDay { day, offers: vec![offer], n_shared: 0 }),
        }
    }
    days
}

/// Why a slot is not for a lecturer; the general reasons before the particular ones.
pub(crate) fn judge(call: &Call, wish: &Wish, supply: &Supply, slot: &SlotRow) -> Option<Refusal> {
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
    if wish.is_offered {
        // What the waiting list offers is taken after booking has closed as well.
        check_fit(&terms, &supply.course_stages, wish.course.field_id)?;
    } else {
        check_terms(&terms, &supply.course_stages, wish.course.field_id, call.now)?;
    }
    if wish.course.state != CourseVersionState::AwaitingSlot {
        return Err(Refusal::VersionBooked);
    }
    let panel: Vec<Peer> = supply
        .panels
        .iter()
        .filter(|member| member.session_id == session.id)
        .filter(|member| member.answer != Some(PanelAnswer::Declined))
        .filter_map(|member| supply.peers.get(&member.person_id).cloned())
        .collect();
    let lecturer = supply.peers.get(&wish.course.lecturer_id).ok_or(Refusal::PanelConflicted)?;
    let rules = session.rules(&wish.history, call.today());
    check_panel(lecturer, &supply.course_stages, &panel, call.today(), &rules)?;
    Ok(session)
}

fn judge_slot(wish: &Wish, session: &ReviewSessionRow, slot: &SlotRow) -> Result<(), Refusal> {
    if slot.state != SlotState::Free && !wish.is_offered {
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
