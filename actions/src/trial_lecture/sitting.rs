//! A sitting with all of its lectures, and who leads them.

use domain::{
    id::{BookingId, PersonId, ReviewSessionId},
    role::{Actor, may_organise_session},
    rulebook::Rule,
    trial_lecture::{Seated, chair},
};
use store::{BookingRow, Conn, PanelRow, ReviewSessionRow};

use super::{Lecture, WATCHERS, lecture, panel::seats};
use crate::{ActionError, Actions, Call, local_date};

/// A sitting with its lectures.
#[derive(Clone, Debug)]
pub struct SittingPage {
    /// The session.
    pub session: ReviewSessionRow,
    /// The panel by seats.
    pub panel: Vec<PanelRow>,
    /// Its lectures by time.
    pub lectures: Vec<Lecture>,
    /// The fewest of the panel who have to be there (`REV-06`).
    pub minimum: usize,
    /// Whether the caller enters what happens.
    pub may_lead: bool,
    /// Whether it can be opened now: on its day or later.
    pub may_begin: bool,
    /// Whether the caller is of the office.
    pub is_office: bool,
    /// The caller.
    pub reader: PersonId,
}

impl SittingPage {
    /// Whether the caller may take the review package along: of the office or a supervisor, neither on
    /// the panel nor a lecturer, and once the scoring of a lecture is closed.
    pub fn may_check(&self) -> bool {
        let sits = self.panel.iter().any(|member| member.person_id == self.reader);
        let lectures = |lecture: &Lecture| lecture.booking.lecturer_id == self.reader;
        !sits && !self.lectures.iter().any(lectures) && self.lectures.iter().any(Lecture::is_judged)
    }

    /// Whether the caller may open the session's page as well: supervisors watch sittings alone.
    pub fn may_open_session(&self) -> bool {
        self.is_office || self.panel.iter().any(|member| member.person_id == self.reader)
    }
}

impl Actions {
    /// A sitting, for the office, supervisors and its panel.
    pub async fn sitting(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<SittingPage, ActionError> {
        sitting_of(&mut self.store.read().await?, call, id).await
    }
}

pub(crate) async fn sitting_of(
    conn: &mut Conn,
    call: &Call,
    id: ReviewSessionId,
) -> Result<SittingPage, ActionError> {
    let actor = call.actor()?;
    let session = conn.find_session_plan(id).await?.ok_or(ActionError::NotFound)?;
    let panel = conn.list_panels(&[id]).await?;
    let is_office = may_organise_session(actor, session.region_id);
    let sits = panel.iter().any(|member| member.person_id == actor.person);
    if session.opens_at.is_none() || !(is_office || sits || actor.is_any(WATCHERS)) {
        return Err(ActionError::NotFound);
    }
    let lectures = lectures_of(conn, call, id, &panel).await?;
    let rules = conn.rulebook_of_session(id, call.today()).await?;
    let leads = |lecture: &Lecture| leads(actor, &lecture.seated);
    let may_lead = is_office || sits && (lectures.iter().any(leads) || first(&panel, actor));
    let may_begin = may_lead
        && !lectures.is_empty()
        && session.state.begin().is_ok()
        && local_date(session.starts_at) <= call.today();
    Ok(SittingPage {
        minimum: rules.count(Rule::PanelMinimum),
        reader: actor.person,
        session,
        panel,
        lectures,
        may_lead,
        may_begin,
        is_office,
    })
}

/// The lectures of a session, as they stand; whoever asks.
pub(super) async fn lectures_of(
    conn: &mut Conn,
    call: &Call,
    id: ReviewSessionId,
    panel: &[PanelRow],
) -> Result<Vec<Lecture>, ActionError> {
    let bookings = conn.list_bookings_at(id).await?;
    let ids: Vec<BookingId> = bookings.iter().map(|booking| booking.id).collect();
    let sheets = conn.list_review_sheets(&ids).await?;
    let trials = conn.list_trials_in(id).await?;
    let mut seated = seats(conn, call, panel, &bookings).await?;
    let with_all = |booking: BookingRow| {
        let trial = trials.iter().find(|trial| trial.booking_id == booking.id).cloned();
        let seated = seated.remove(&booking.id).unwrap_or_default();
        lecture(booking, trial, seated, &sheets)
    };
    Ok(bookings.into_iter().map(with_all).collect())
}

/// Whether somebody leads a lecture: its chair, or the first seat while nobody is entered as there.
pub(super) fn leads(actor: &Actor, seated: &[Seated]) -> bool {
    let nobody = seated.iter().all(|one| !one.is_present);
    let first = seated.iter().filter(|one| !one.is_recused()).min_by_key(|one| one.seat_no);
    let first = first.map(|one| one.person).filter(|_| nobody);
    chair(seated).or(first) == Some(actor.person)
}

fn first(panel: &[PanelRow], actor: &Actor) -> bool {
    panel.first().is_some_and(|member| member.person_id == actor.person)
}
