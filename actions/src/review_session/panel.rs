//! The panel of a published session: who is asked answers, and a seat is given to somebody else.

use domain::{
    absence::Unavailable,
    commitment::CommitmentSource,
    form::{Field, ProblemKind, Problems, Values},
    id::{PersonId, ReviewSessionId},
    inbox::Message,
    panel::{PanelAnswer, Replacement, read_answer},
    review_session::{Peer, ReviewSessionState, check_panel, conflict, conflict_since},
    role::{Role, SESSION_ORGANISERS, may_organise_sessions},
    rulebook::Rulebook,
};
use store::{BookingRow, Lock, PanelRow, PersonRow};

use super::{
    SessionPage, calendar::take_calendar, organised, peers, session_of, short::tell_of_short,
    slot_intervals,
};
use crate::{
    ActionError, Actions, Call,
    absence::OwnTimes,
    tell::tell_organisers,
    write::{Scoped as _, Write},
};

/// Whether the panel of a session can still be asked and changed.
pub(super) fn is_ahead(state: ReviewSessionState) -> bool {
    matches!(state, ReviewSessionState::Open | ReviewSessionState::Closed)
}

/// Somebody who may take a seat.
#[derive(Clone, Debug)]
pub struct Substitute {
    /// Who.
    pub person: PersonRow,
    /// Lecturers who have booked and whom the person may not judge.
    pub near: Vec<String>,
    /// Why the person is not to be asked for the session's time.
    pub unavailable: Option<Unavailable>,
}

impl Actions {
    /// A panelist says whether to come. Who cannot come is free at once, and the office is told.
    pub async fn answer_panel(
        &self,
        call: &Call,
        id: ReviewSessionId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                let page = session_of(tx, call, id).await?;
                let member = page.panel.iter().find(|one| one.person_id == actor.person);
                let member = member.ok_or(ActionError::NotFound)?;
                if !is_ahead(page.session.state) {
                    return Err(ActionError::WrongState);
                }
                let (answer, reason) = read_answer(values)?;
                if member.answer == Some(answer) {
                    return Ok(());
                }
                let rules = tx.rulebook(call.today()).await?;
                match answer {
                    PanelAnswer::Declined => {
                        let source = CommitmentSource::ReviewSession;
                        tx.release_party(source, id.into(), member.party_id).await?;
                        let message = Message::PanelDeclined {
                            session: id,
                            starts_at: page.session.starts_at,
                            name: member.name.clone(),
                            reason: reason.clone(),
                        };
                        tell_organisers(tx, call, page.session.region_id, &message).await?;
                    }
                    // Who had declined comes after all, where the time is still free.
                    PanelAnswer::Accepted if member.answer.is_some() => {
                        take_calendar(tx, &page, (member.party_id, &member.name), &rules).await?;
                    }
                    PanelAnswer::Accepted => {}
                }
                tx.set_panel_answer((id, actor.person), answer, &reason).await?;
                if answer == PanelAnswer::Declined {
                    tell_of_short(tx, call, &page.session, None).await?;
                }
                let entry = call.entry("answer", "panel", &[Role::Panelist]).on(id);
                let before = member.answer.map_or("", PanelAnswer::as_str);
                let entry = entry.moved(before, answer.as_str());
                tx.log(entry.because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Who may take a seat of a session: panelists who have none there; those who may judge whoever
    /// has booked come first.
    pub async fn panel_substitutes(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<Vec<Substitute>, ActionError> {
        call.allowed(may_organise_sessions)?;
        let mut conn = self.store.read().await?;
        let page = organised(&mut conn, call, id).await?;
        let mut people = conn.list_people_with_role(Role::Panelist, call.today()).await?;
        people.retain(|person| page.panel.iter().all(|one| one.person_id != person.id));
        let lecturers = page.bookings.iter().map(|booking| booking.lecturer_id);
        let everybody: Vec<PersonId> =
            people.iter().map(|person| person.id).chain(lecturers).collect();
        let rules = page.session.rules(&conn.rule_history().await?, call.today());
        let since = conflict_since(&rules, call.today());
        let peers = peers(&mut conn, &everybody, since).await?;
        let near = |person: &PersonRow| {
            let is_near = |booking: &&BookingRow| {
                let (one, other) = (peers.get(&person.id), peers.get(&booking.lecturer_id));
                one.zip(other).is_some_and(|(one, other)| conflict(one, other, since.unit))
            };
            page.bookings.iter().filter(is_near).map(|it| it.lecturer_name.clone()).collect()
        };
        let own = OwnTimes::read(&mut conn, call, &everybody).await?;
        let mut all: Vec<Substitute> = people
            .into_iter()
            .map(|person| Substitute {
                near: near(&person),
                unavailable: own.judge_all(person.id, slot_intervals(&page.session)),
                person,
            })
            .collect();
        all.sort_by_key(|one| (one.unavailable.is_some(), !one.near.is_empty()));
        Ok(all)
    }

    /// Gives a seat to somebody else, with a reason: both are told, and whoever has booked can still
    /// be judged by the panel as it is then.
    pub async fn replace_panelist(
        &self,
        call: &Call,
        id: ReviewSessionId,
        values: &Values,
    ) -> Result<(), ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                let page = organised(tx, call, id).await?;
                if !is_ahead(page.session.state) {
                    return Err(ActionError::WrongState);
                }
                let new = Replacement::parse(values)?;
                let old = page.panel.iter().find(|one| one.seat_no == new.seat_no);
                let unknown = |field| Problems::one(field, ProblemKind::UnknownChoice);
                let old = old.ok_or_else(|| unknown(Field::Seat))?;
                if old.person_id == new.person {
                    return Ok(());
                }
                if page.panel.iter().any(|one| one.person_id == new.person) {
                    return Err(Problems::one(Field::NewPanelist, ProblemKind::Twice).into());
                }
                let people = tx.list_people_with_role(Role::Panelist, call.today()).await?;
                let person = people.into_iter().find(|one| one.id == new.person);
                let person = person.ok_or_else(|| unknown(Field::NewPanelist))?;
                let own = OwnTimes::read(tx, call, &[new.person]).await?;
                if own.judge_all(new.person, slot_intervals(&page.session)).is_some() {
                    let kind = ProblemKind::Unavailable;
                    return Err(Problems::one(Field::NewPanelist, kind).into());
                }
                let rules = page.session.rules(&tx.rule_history().await?, call.today());
                check_booked(tx, call, &page, (old, new.person), &rules).await?;
                let source = CommitmentSource::ReviewSession;
                tx.release_party(source, id.into(), old.party_id).await?;
                take_calendar(tx, &page, (person.party_id, &person.name), &rules).await?;
                tx.set_panelist((id, new.seat_no), new.person).await?;
                let starts_at = page.session.starts_at;
                let message = Message::PanelCalled { session: id, starts_at };
                tx.add_message(new.person, &message, call.now).await?;
                let message = Message::PanelReleased { starts_at, reason: new.reason.clone() };
                tx.add_message(old.person_id, &message, call.now).await?;
                let entry = call.entry("replace", "panel", SESSION_ORGANISERS).on(id);
                let what = format!("{} → {}: {}", old.person_id, new.person, new.reason);
                tx.log(entry.under(rules.version).because(what));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whoever has booked can be judged by the panel with somebody else in a seat (`REV-06`).
async fn check_booked(
    tx: &mut Write,
    call: &Call,
    page: &SessionPage,
    (old, new): (&PanelRow, PersonId),
    rules: &Rulebook,
) -> Result<(), ActionError> {
    let mut seated: Vec<PersonId> = page
        .panel
        .iter()
        .filter(|one| one.answer != Some(PanelAnswer::Declined) && one.person_id != old.person_id)
        .map(|one| one.person_id)
        .collect();
    seated.push(new);
    let lecturers = page.bookings.iter().map(|booking| booking.lecturer_id);
    let everybody: Vec<PersonId> = seated.iter().copied().chain(lecturers).collect();
    let peers = peers(tx, &everybody, conflict_since(rules, call.today())).await?;
    let panel: Vec<Peer> = seated.iter().filter_map(|person| peers.get(person).cloned()).collect();
    for booking in &page.bookings {
        let stages = tx.list_stages_of(booking.version_id).await?;
        let Some(lecturer) = peers.get(&booking.lecturer_id) else { continue };
        if check_panel(lecturer, &stages, &panel, call.today(), rules).is_err() {
            return Err(Problems::one(Field::NewPanelist, ProblemKind::PanelUnfit).into());
        }
    }
    Ok(())
}
