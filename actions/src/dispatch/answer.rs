//! The lecturer accepts an offer or declines it; the acceptance takes the lecturer's time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    audience::DeliveryMode,
    commitment::{CommitmentSource, Interval, Whereabouts},
    dispatch::{DeclineReason, DispatchRefusal, DispatchState},
    form::{Field, LINE_MAX, Reader, Values},
    id::{DeliveryId, DispatchId, PartyId, PlaceId},
    inbox::Message,
    lecture_request::RequestState,
    role::Role,
    rulebook::{Rule, Rulebook},
};
use store::{
    Conn, DispatchRow, LectureRequestRow, Lock, NewCommitment, NewDelivery, RequestTimeRow,
    StoreError, Tx,
};

use super::{Diary, Whom, hall_name, hall_of, lasting};
use crate::{
    ActionError, Actions, Call,
    booking::release_lapsed,
    commitment::whereabouts,
    lecture_request::{request_of, step, tell_request_offices},
    write::{Scoped as _, Write},
};

/// A preferred time of the host, and why it does not suit the lecturer.
pub type TimeOffer = (RequestTimeRow, Option<DispatchRefusal>);

/// An offer as its lecturer sees it.
#[derive(Clone, Debug)]
pub struct DispatchPage {
    /// The dispatch.
    pub dispatch: DispatchRow,
    /// What the host asks for.
    pub request: LectureRequestRow,
    /// The host's times.
    pub times: Vec<TimeOffer>,
    /// Whether an answer is still awaited.
    pub is_open: bool,
    /// Whether the lecturer comes and may have to call the host: the whole number (`LAW-07`).
    pub shows_phone: bool,
}

/// An offer that is being accepted at one of the host's times.
struct Acceptance {
    dispatch: DispatchRow,
    request: LectureRequestRow,
    time: RequestTimeRow,
    /// The hall: place and party; none over the network.
    hall: Option<(PlaceId, PartyId)>,
}

impl Actions {
    /// An offer, for its lecturer.
    pub async fn dispatch(&self, call: &Call, id: DispatchId) -> Result<DispatchPage, ActionError> {
        dispatch_of(&mut self.store.read().await?, call, id).await
    }

    /// Accepts an offer at one of the host's times: the time is the lecturer's from then on.
    ///
    /// Of concurrent acceptances that overlap, or leave no time to travel, one succeeds
    /// (`REQ-02`); accepting again changes nothing.
    pub async fn accept_dispatch(
        &self,
        call: &Call,
        id: DispatchId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_dispatch(tx, call, id).await?;
                if page.dispatch.state == DispatchState::Accepted {
                    return Ok(());
                }
                if !page.is_open {
                    return Err(DispatchRefusal::OfferOver.into());
                }
                let time = chosen_time(&page, values)?;
                let next = page.request.state.confirm().map_err(|_| DispatchRefusal::OfferOver)?;
                let rules = tx.rulebook(call.today()).await?;
                release_lapsed(tx, call.now).await?;
                let hall = hall_party(tx, &page.request).await?;
                let DispatchPage { dispatch, request, .. } = page;
                let acceptance = Acceptance { dispatch, request, time, hall };
                lock_and_judge(tx, call, &acceptance, &rules).await?;
                if !tx.accept_offer(id, call.now, time.starts_at, time.ends_at).await? {
                    return Err(DispatchRefusal::OfferOver.into());
                }
                let delivery = take(tx, &acceptance).await?;
                let days = rules.get(Rule::DeliveryReportWorkingDays);
                let due = self.due(crate::local_date(time.starts_at), days);
                step(tx, call, &acceptance.request, next, Some(due), "").await?;
                tell_accepted(tx, call, &acceptance).await?;
                let entry = call
                    .entry("accept", "dispatch", &[Role::Lecturer])
                    .on(id)
                    .under(rules.version)
                    .moved(DispatchState::Offered.as_str(), DispatchState::Accepted.as_str());
                tx.log(entry);
                tx.log(call.entry("plan", "delivery", &[Role::Lecturer]).on(delivery));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Declines an offer, with a reason from a list; nobody counts refusals.
    pub async fn decline_dispatch(
        &self,
        call: &Call,
        id: DispatchId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_dispatch(tx, call, id).await?;
                if page.dispatch.state == DispatchState::Declined {
                    return Ok(());
                }
                if !page.is_open {
                    return Err(DispatchRefusal::OfferOver.into());
                }
                let mut reader = Reader::new(values);
                let reason = reader.choice(Field::DeclineReason, DeclineReason::parse);
                let note = reader.text(Field::DeclineNote, 0, LINE_MAX);
                let (reason, note) = reader.problems.or(|| Some((reason?, note?)))?;
                let DispatchPage { dispatch, request, .. } = page;
                let message = Message::DispatchDeclined {
                    request: request.id,
                    title: dispatch.title.clone(),
                    lecturer: dispatch.lecturer_name.clone(),
                };
                let (to, why) = (DispatchState::Declined, (Some(reason), note.as_str()));
                self.end_offer(tx, call, (&dispatch, &request), to, why, &message).await?;
                let entry = call
                    .entry("decline", "dispatch", &[Role::Lecturer])
                    .on(id)
                    .moved(DispatchState::Offered.as_str(), to.as_str());
                tx.log(entry.because(note));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends an offer without a lecture: the request looks for somebody else.
    async fn end_offer(
        &self,
        tx: &mut Write,
        call: &Call,
        (dispatch, request): (&DispatchRow, &LectureRequestRow),
        to: DispatchState,
        (reason, note): (Option<DeclineReason>, &str),
        message: &Message,
    ) -> Result<(), ActionError> {
        if !tx.end_offer(dispatch.id, to, reason, note, call.now).await? {
            return Err(DispatchRefusal::OfferOver.into());
        }
        let next = request.state.look_again().map_err(|_| ActionError::WrongState)?;
        let days = tx.rulebook(call.today()).await?.get(Rule::RequestReviewWorkingDays);
        let due = self.due(call.today(), days);
        step(tx, call, request, next, Some(due), "").await?;
        tell_request_offices(tx, call, request, message).await
    }

    /// Ends the offers that nobody answered in time: "no answer", never a refusal. Run from time
    /// to time by the program.
    pub async fn lapse_dispatches(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let due = self.store.read().await?.list_lapsed_offers(now).await?;
        for id in &due {
            self.write(|tx| async move { self.lapse(tx, call, *id).await }.scope_boxed()).await?;
        }
        Ok(due.len())
    }

    /// Ends an offer, unless the lecturer or another server was faster.
    async fn lapse(&self, tx: &mut Write, call: &Call, id: DispatchId) -> Result<(), ActionError> {
        let request = tx.find_dispatch(id).await?.ok_or(ActionError::NotFound)?.request_id;
        tx.lock(Lock::LectureRequest(request)).await?;
        let dispatch = tx.find_dispatch(id).await?.ok_or(ActionError::NotFound)?;
        if dispatch.state != DispatchState::Offered {
            return Ok(());
        }
        let request = request_of(tx, request).await?;
        let message = Message::DispatchLapsed {
            request: request.id,
            title: dispatch.title.clone(),
            lecturer: dispatch.lecturer_name.clone(),
        };
        let to = DispatchState::Lapsed;
        self.end_offer(tx, call, (&dispatch, &request), to, (None, ""), &message).await?;
        let entry = call
            .entry("lapse", "dispatch", &[])
            .on(id)
            .moved(DispatchState::Offered.as_str(), to.as_str());
        tx.log(entry);
        Ok(())
    }
}

fn whom_offered(dispatch: &DispatchRow) -> Whom {
    let (person, party) = (dispatch.lecturer_id, dispatch.party_id);
    Whom { person, party, course: dispatch.course_id }
}

/// An offer, for its lecturer.
async fn dispatch_of(
    conn: &mut Conn,
    call: &Call,
    id: DispatchId,
) -> Result<DispatchPage, ActionError> {
    let actor = call.allowed(|actor| actor.is(Role::Lecturer))?;
    let dispatch = conn.find_dispatch(id).await?;
    let dispatch = dispatch.filter(|dispatch| dispatch.lecturer_id == actor.person);
    let dispatch = dispatch.ok_or(ActionError::NotFound)?;
    let request = request_of(conn, dispatch.request_id).await?;
    // What was offered says how long the course takes.
    let minutes = (dispatch.ends_at - dispatch.starts_at).num_minutes();
    let times = conn.list_request_times(request.id).await?;
    let times: Vec<_> = times.into_iter().map(|time| lasting(time, Some(minutes))).collect();
    let rules = conn.rulebook(call.today()).await?;
    let here = hall_of(conn, &request).await?;
    let whom = whom_offered(&dispatch);
    let diary = Diary::read(conn, call, &request, &[whom], &times).await?;
    let times = times
        .into_iter()
        .map(|time| (time, diary.judge(call, whom, &time, here, &rules).err()))
        .collect();
    let is_open = dispatch.state == DispatchState::Offered && call.now < dispatch.answer_until;
    let is_ahead = matches!(request.state, RequestState::Confirmed | RequestState::Delivered);
    let shows_phone = dispatch.state == DispatchState::Accepted && is_ahead;
    Ok(DispatchPage { dispatch, request, times, is_open, shows_phone })
}

/// The same, while nobody else writes about its request.
async fn lock_dispatch(
    tx: &mut Write,
    call: &Call,
    id: DispatchId,
) -> Result<DispatchPage, ActionError> {
    let request = tx.find_dispatch(id).await?.ok_or(ActionError::NotFound)?.request_id;
    tx.lock(Lock::LectureRequest(request)).await?;
    dispatch_of(tx, call, id).await
}

/// Locks lecturer and hall in one order, and judges the time anew.
async fn lock_and_judge(
    tx: &mut Write,
    call: &Call,
    acceptance: &Acceptance,
    rules: &Rulebook,
) -> Result<(), ActionError> {
    let Acceptance { dispatch, request, time, hall } = acceptance;
    let mut parties = vec![dispatch.party_id];
    parties.extend(hall.map(|(_, party)| party));
    parties.sort_unstable();
    for party in parties {
        tx.lock_party(party).await?;
    }
    let here = match hall {
        Some((place, _)) => whereabouts(Some(*place), request.region_id),
        None => Whereabouts::Online,
    };
    let whom = whom_offered(dispatch);
    let diary = Diary::read(tx, call, request, &[whom], std::slice::from_ref(time)).await?;
    diary.judge(call, whom, time, here, rules)?;
    if let Some((_, party)) = hall
        && !tx.list_commitments(*party, time.starts_at, time.ends_at).await?.is_empty()
    {
        return Err(DispatchRefusal::HallTaken.into());
    }
    Ok(())
}

/// The offices of a request hear that somebody comes.
async fn tell_accepted(
    tx: &mut Write,
    call: &Call,
    acceptance: &Acceptance,
) -> Result<(), ActionError> {
    let Acceptance { dispatch, request, time, .. } = acceptance;
    let message = Message::DispatchAccepted {
        request: request.id,
        title: dispatch.title.clone(),
        lecturer: dispatch.lecturer_name.clone(),
        starts_at: time.starts_at,
    };
    tell_request_offices(tx, call, request, &message).await
}

/// The host's time that the lecturer chose; the offered one if none was named.
fn chosen_time(page: &DispatchPage, values: &Values) -> Result<RequestTimeRow, ActionError> {
    let number: Option<i64> = values.trimmed(Field::Time).parse().ok();
    let all = page.times.iter().map(|(time, _)| *time);
    let found = match number {
        Some(number) => all.into_iter().find(|time| time.time_no == number),
        None => all.into_iter().find(|time| time.starts_at == page.dispatch.starts_at),
    };
    found.ok_or(ActionError::NotFound)
}

/// The hall of a request with the party that is taken; none over the network.
async fn hall_party(
    tx: &mut Tx,
    request: &LectureRequestRow,
) -> Result<Option<(PlaceId, PartyId)>, ActionError> {
    if request.mode == DeliveryMode::Online {
        return Ok(None);
    }
    let id = tx.ensure_hall(&hall_name(request), &request.address, request.region_id).await?;
    let place = tx.find_place(id).await?.ok_or(ActionError::NotFound)?;
    Ok(Some((id, place.party_id)))
}

/// Writes the delivery, and takes lecturer and hall in one order.
async fn take(tx: &mut Tx, acceptance: &Acceptance) -> Result<DeliveryId, ActionError> {
    let Acceptance { dispatch, request, time, hall } = acceptance;
    let place_id = hall.map(|(place, _)| place);
    let new = NewDelivery {
        request_id: request.id,
        dispatch_id: dispatch.id,
        lecturer_id: dispatch.lecturer_id,
        version_id: dispatch.version_id,
        region_id: request.region_id,
        place_id,
        starts_at: time.starts_at,
        ends_at: time.ends_at,
    };
    let delivery = tx.add_delivery(&new).await.map_err(|error| match error {
        StoreError::Conflict => ActionError::Dispatch(DispatchRefusal::OfferOver),
        other => other.into(),
    })?;
    let interval = Interval::new(time.starts_at, time.ends_at)
        .ok_or_else(|| ActionError::Internal("an empty time".into()))?;
    let mut parties = BTreeMap::from([(dispatch.party_id, DispatchRefusal::Taken)]);
    parties.extend(hall.map(|(_, party)| (party, DispatchRefusal::HallTaken)));
    for (party_id, refusal) in parties {
        let commitment = NewCommitment {
            party_id,
            interval,
            held_until: None,
            source: CommitmentSource::Delivery,
            source_id: delivery.into(),
            slot_id: None,
            place_id,
        };
        tx.add_commitment(&commitment).await.map_err(|error| match error {
            StoreError::Overlap => ActionError::Dispatch(refusal),
            other => other.into(),
        })?;
    }
    Ok(delivery)
}
