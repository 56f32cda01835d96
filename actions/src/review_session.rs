//! The office plans a review session and publishes it; then the panel's calendars are taken.

mod calendar;
mod call_off;
mod panel;
mod plan;
mod series;
mod shift;
mod short;
mod slot;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    access_log::AccessThing,
    audience::SchoolStage,
    commitment::Interval,
    form::{Field, ProblemKind, Problems, Revision},
    id::{FieldId, OrganisationId, PersonId, ReviewSessionId},
    inbox::Message,
    organisation::OrganisationKind,
    panel_proposal::ABOVE_MAX,
    review_session::{
        ConflictSince, Peer, ReviewSessionState, SlotState, Stay, conflict, conflict_since,
    },
    role::{
        Actor, SESSION_ORGANISERS, may_organise_session, may_organise_sessions,
        may_plan_review_sessions, organised_regions,
    },
    rulebook::{Rule, Rulebook},
};
use store::{BookingRow, Conn, FieldRow, Lock, PanelRow, ReviewSessionRow, SlotRow, WaitingRow};

pub use panel::Substitute;
pub use plan::PlanChoices;
pub(crate) use plan::closes_at;
pub use series::SeriesDay;
pub use short::ShortLecture;
pub(crate) use short::tell_of_short;

use self::{calendar::take_calendars, short::short_lectures};
use crate::{
    ActionError, Actions, Call,
    absence::OwnTimes,
    booking::release_lapsed,
    error::check_revision,
    handed_on::HandedOn,
    list_filter::ListFilter,
    local_date,
    paged::Keyed,
    tell::tell_people,
    to_utc,
    write::{Scoped as _, Write},
};

/// A session in a list.
#[derive(Clone, Debug)]
pub struct SessionView {
    /// The session.
    pub session: ReviewSessionRow,
    /// School stages it is for.
    pub stages: Vec<SchoolStage>,
    /// Slots that are free.
    pub n_free: usize,
    /// Slots in all.
    pub n_slots: usize,
}

/// A waiting course whose lecturer a panel member may not judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflicted {
    /// The panel member.
    pub panelist: String,
    /// The lecturer.
    pub lecturer: String,
}

/// A session with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct SessionPage {
    /// The session.
    pub session: ReviewSessionRow,
    /// School stages it is for.
    pub stages: Vec<SchoolStage>,
    /// Subject fields it is for; empty: all.
    pub fields: Vec<FieldRow>,
    /// The panel by seats.
    pub panel: Vec<PanelRow>,
    /// Slots by time; empty before publication.
    pub slots: Vec<SlotRow>,
    /// Active bookings.
    pub bookings: Vec<BookingRow>,
    /// Who waits for a slot, in the order of entry; for the office.
    pub waiting: Vec<WaitingRow>,
    /// Conflicts between the panel and the lecturers that wait for a slot (`REV-07`).
    pub conflicts: Vec<Conflicted>,
    /// Booked lectures that too few of the panel may judge; for who organises it.
    pub short: Vec<ShortLecture>,
    /// Whether the caller may change it.
    pub may_plan: bool,
}

impl Actions {
    /// A page of the sessions of the last month and to come that are looked for, from one on, for the
    /// office; what was held before is on a list of its own, the last first.
    pub async fn review_sessions(
        &self,
        call: &Call,
        filter: &ListFilter,
        from: Option<ReviewSessionId>,
    ) -> Result<Keyed<SessionView, ReviewSessionId>, ActionError> {
        let mut conn = self.store.read().await?;
        let mut sessions = sought(&mut conn, call, filter).await?;
        let at = sessions.iter().position(|session| Some(session.id) == from).unwrap_or(0);
        let page = Keyed::of(sessions.split_off(at), |session| session.id);
        Ok(Keyed { rows: views(&mut conn, page.rows).await?, next: page.next })
    }

    /// All of those, for a spreadsheet.
    pub async fn review_session_export(
        &self,
        call: &Call,
        filter: &ListFilter,
    ) -> Result<HandedOn<SessionView>, ActionError> {
        let mut conn = self.store.read().await?;
        let sessions = sought(&mut conn, call, filter).await?;
        let rows = views(&mut conn, sessions).await?;
        drop(conn);
        self.hand_on(call, SESSION_ORGANISERS, (AccessThing::SessionList, 0), rows).await
    }

    /// A session, for the office, its panel, and lecturers who booked in it.
    pub async fn review_session(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<SessionPage, ActionError> {
        let mut conn = self.store.read().await?;
        let mut page = session_of(&mut conn, call, id).await?;
        if page.may_plan {
            page.short = short_lectures(&mut conn, call, &page.panel, &page.bookings).await?;
        }
        Ok(page)
    }

    /// Publishes a session: its slots come into being, and the calendars of panel and room are
    /// taken. Fails with [`ActionError::ReviewSession`] if one of them is not free, or has said not to
    /// be asked then.
    pub async fn publish_session(
        &self,
        call: &Call,
        id: ReviewSessionId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_organise_sessions)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::ReviewSession(id)).await?;
                let page = organised(tx, call, id).await?;
                let next = page.session.state.publish().map_err(|_| ActionError::WrongState)?;
                let rules = tx.rulebook(call.today()).await?;
                check_publication(call, &page, &rules)?;
                check_revision(revision, page.session.revision)?;
                check_asked(tx, call, &page).await?;
                let from = (page.session.state, page.session.revision);
                if !tx.move_session(id, from, next).await? {
                    return Err(ActionError::WrongState);
                }
                tx.set_opening(id, opening(&page.session, call.now, &rules)).await?;
                tx.set_session_rules(id, rules.moment(call.today())).await?;
                let days = rules.get(Rule::PanelAnswerWorkingDays);
                tx.set_panel_asked(id, self.due(call.today(), days)).await?;
                for interval in slot_intervals(&page.session) {
                    tx.add_slot(id, interval.starts_at(), interval.ends_at()).await?;
                }
                release_lapsed(tx, call.now).await?;
                let slots = tx.list_slots(&[id]).await?;
                take_calendars(tx, &SessionPage { slots, ..page.clone() }, &rules).await?;
                let (session, starts_at) = (id, page.session.starts_at);
                let message = Message::PanelCalled { session, starts_at };
                for member in &page.panel {
                    tx.add_message(member.person_id, &message, call.now).await?;
                }
                let opens_at = opening(&page.session, call.now, &rules);
                let message = Message::SessionOpened { session, starts_at, opens_at };
                let seated = |it: &PersonId| page.panel.iter().any(|seat| seat.person_id == *it);
                let waiting = waiting_lecturers(tx).await?.into_keys().filter(|it| !seated(it));
                tell_people(tx, call, waiting, &message).await?;
                let entry = call
                    .entry("publish", "review_session", SESSION_ORGANISERS)
                    .on(id)
                    .under(rules.version)
                    .moved(page.session.state.as_str(), next.as_str());
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Closes the booking of sessions whose time has come: slots that nobody booked are withdrawn
    /// and their calendars given back. Run from time to time by the program.
    pub async fn close_due_sessions(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let due = self.store.read().await?.list_sessions_due(now).await?;
        for id in &due {
            self.write(|tx| async move { close(tx, call, *id).await }.scope_boxed()).await?;
        }
        Ok(due.len())
    }
}

/// What began so many days ago, a month, stands on the list of earlier sessions.
const LISTED_DAYS: i64 = 31;

/// The sessions of a list that the caller organises, as far as they are looked for.
async fn sought(
    conn: &mut Conn,
    call: &Call,
    filter: &ListFilter,
) -> Result<Vec<ReviewSessionRow>, ActionError> {
    let actor = call.allowed(may_organise_sessions)?;
    let since = call.now - TimeDelta::days(LISTED_DAYS);
    let begin = if filter.is_earlier { DateTime::UNIX_EPOCH } else { since };
    let mut sessions = organised_sessions(conn, actor, begin).await?;
    sessions.retain(|session| {
        let names = [&session.place_name, &session.region_name];
        let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        filter.is_earlier == (session.starts_at < since)
            && filter.has(session.state.as_str())
            && filter.finds(&names)
    });
    if filter.is_earlier {
        sessions.reverse();
    }
    Ok(sessions)
}

/// Sessions from an instant on that somebody organises.
pub(crate) async fn organised_sessions(
    conn: &mut Conn,
    actor: &Actor,
    from: DateTime<Utc>,
) -> Result<Vec<ReviewSessionRow>, ActionError> {
    if may_plan_review_sessions(actor) {
        return Ok(conn.list_sessions(from).await?);
    }
    Ok(conn.list_sessions_of_regions(&organised_regions(actor), from).await?)
}

/// A session that the caller organises.
async fn organised(
    conn: &mut Conn,
    call: &Call,
    id: ReviewSessionId,
) -> Result<SessionPage, ActionError> {
    let page = session_of(conn, call, id).await?;
    if page.may_plan { Ok(page) } else { Err(ActionError::Forbidden) }
}

/// A session, for who organises it and, once it is published, for its panel.
async fn session_of(
    conn: &mut Conn,
    call: &Call,
    id: ReviewSessionId,
) -> Result<SessionPage, ActionError> {
    let actor = call.actor()?;
    let session = conn.find_session_plan(id).await?.ok_or(ActionError::NotFound)?;
    let panel = conn.list_panels(&[id]).await?;
    let may_plan = may_organise_session(actor, session.region_id);
    let sits = session.state != ReviewSessionState::Planned
        && panel.iter().any(|member| member.person_id == actor.person);
    if !may_plan && !sits {
        return Err(ActionError::NotFound);
    }
    let stages = conn.list_session_stages(&[id]).await?;
    let mut stages: Vec<_> = stages.into_iter().map(|(_, stage)| stage).collect();
    stages.sort();
    let chosen = conn.list_session_fields(&[id]).await?;
    let mut fields = conn.list_fields().await?;
    fields.retain(|field| chosen.iter().any(|(_, id)| *id == field.id));
    let slots = conn.list_slots(&[id]).await?;
    let bookings = conn.list_bookings_in(id).await?;
    let conflicts = if may_plan {
        let rules = session.rules(&conn.rule_history().await?, call.today());
        panel_conflicts(conn, &panel, conflict_since(&rules, call.today())).await?
    } else {
        Vec::new()
    };
    let waiting = if may_plan { conn.list_waiting_in(id).await? } else { Vec::new() };
    Ok(SessionPage {
        session,
        stages,
        fields,
        panel,
        slots,
        bookings,
        waiting,
        conflicts,
        short: Vec::new(),
        may_plan,
    })
}

/// What must be there before a session is published.
fn check_publication(call: &Call, page: &SessionPage, rules: &Rulebook) -> Result<(), Problems> {
    let minimum = rules.count(Rule::PanelMinimum);
    if page.panel.len() < minimum {
        return Err(Problems::one(Field::Panel, ProblemKind::PanelTooSmall(minimum)));
    }
    if page.session.closes_at <= call.now {
        return Err(Problems::one(Field::HeldOn, ProblemKind::InThePast));
    }
    Ok(())
}

/// Closes the booking of a session, unless another server was faster.
async fn close(tx: &mut Write, call: &Call, id: ReviewSessionId) -> Result<(), ActionError> {
    tx.lock(Lock::ReviewSession(id)).await?;
    let session = tx.find_session_plan(id).await?.ok_or(ActionError::NotFound)?;
    let Ok(next) = session.state.close() else { return Ok(()) };
    if !tx.move_session(id, (session.state, session.revision), next).await? {
        return Ok(());
    }
    release_lapsed(tx, call.now).await?;
    for slot in tx.withdraw_free_slots(id).await? {
        tx.release_slot_commitments(slot).await?;
    }
    let entry = call
        .entry("close", "review_session", &[])
        .on(id)
        .moved(ReviewSessionState::Open.as_str(), next.as_str());
    tx.log(entry);
    Ok(())
}

/// Booking opens on the chosen day at the time that the rules say, or at once.
fn opening(session: &ReviewSessionRow, now: DateTime<Utc>, rules: &Rulebook) -> DateTime<Utc> {
    let time = rules.time_of_day(Rule::SessionOpensAt);
    session.opens_on.map_or(now, |day| to_utc(day, time)).max(now)
}

/// Refuses a panel of which somebody has said not to be asked for the time.
async fn check_asked(conn: &mut Conn, call: &Call, page: &SessionPage) -> Result<(), ActionError> {
    let people: Vec<PersonId> = page.panel.iter().map(|member| member.person_id).collect();
    let own = OwnTimes::read(conn, call, &people).await?;
    let is_away = |member: &&PanelRow| {
        own.judge_all(member.person_id, slot_intervals(&page.session)).is_some()
    };
    match page.panel.iter().find(is_away) {
        Some(member) => Err(ActionError::ReviewSession(member.name.clone())),
        None => Ok(()),
    }
}

pub(crate) fn slot_intervals(session: &ReviewSessionRow) -> impl Iterator<Item = Interval> {
    let (start, length) = (session.starts_at, TimeDelta::minutes(session.slot_minutes));
    let step = length + TimeDelta::minutes(session.break_minutes);
    (0..session.n_slots).filter_map(move |n| {
        let from = start + step * i32::try_from(n).unwrap_or(0);
        Interval::new(from, from + length)
    })
}

/// What lists show of sessions, in two queries however many there are.
pub(crate) async fn views(
    conn: &mut Conn,
    sessions: Vec<ReviewSessionRow>,
) -> Result<Vec<SessionView>, ActionError> {
    let ids: Vec<ReviewSessionId> = sessions.iter().map(|session| session.id).collect();
    let stages = conn.list_session_stages(&ids).await?;
    let slots = conn.list_slots(&ids).await?;
    let view = |session: ReviewSessionRow| {
        let mut own: Vec<SchoolStage> =
            stages.iter().filter(|(id, _)| *id == session.id).map(|(_, stage)| *stage).collect();
        own.sort();
        let of_session = || slots.iter().filter(|slot| slot.session_id == session.id);
        SessionView {
            stages: own,
            n_free: of_session().filter(|slot| slot.state == SlotState::Free).count(),
            n_slots: of_session().count(),
            session,
        }
    };
    Ok(sessions.into_iter().map(view).collect())
}

/// Lecturers whose courses wait for a slot.
async fn waiting_lecturers(conn: &mut Conn) -> Result<BTreeMap<PersonId, String>, ActionError> {
    let waiting = conn.list_bookable_versions().await?;
    Ok(waiting.into_iter().map(|course| (course.lecturer_id, course.lecturer_name)).collect())
}

async fn panel_conflicts(
    conn: &mut Conn,
    panel: &[PanelRow],
    since: ConflictSince,
) -> Result<Vec<Conflicted>, ActionError> {
    let waiting = waiting_lecturers(conn).await?;
    let mut people: Vec<PersonId> = panel.iter().map(|member| member.person_id).collect();
    people.extend(waiting.keys());
    let peers = peers(conn, &people, since).await?;
    let mut conflicts = Vec::new();
    for member in panel {
        for (lecturer, name) in &waiting {
            if conflict(&peers[&member.person_id], &peers[lecturer], since.unit) {
                conflicts
                    .push(Conflicted { panelist: member.name.clone(), lecturer: name.clone() });
            }
        }
    }
    Ok(conflicts)
}

/// What the panel rules need to know of people, in two queries however many there are.
pub async fn peers(
    conn: &mut Conn,
    people: &[PersonId],
    since: ConflictSince,
) -> Result<BTreeMap<PersonId, Peer>, ActionError> {
    let from = [since.teaching, since.work].map(|day| (day, midnight(day)));
    let rows = conn.list_peers(people, from).await?;
    let stays = conn.list_stays(people).await?;
    let fields_of = |id: PersonId| -> Vec<FieldId> {
        let own = rows.iter().filter(|row| row.person_id == id);
        let fields: BTreeSet<FieldId> = own.filter_map(|row| row.field_id).collect();
        fields.into_iter().collect()
    };
    let others = |id: PersonId| {
        let tied = rows.iter().filter_map(|row| Some((row.person_id, row.tied_to?)));
        tied.filter_map(move |(one, other)| match () {
            () if one == id => Some(other),
            () if other == id => Some(one),
            () => None,
        })
    };
    let peer = |id: PersonId| {
        let own = || stays.iter().filter(|stay| stay.person_id == id);
        Peer {
            person: id,
            fields: fields_of(id),
            is_teacher: own().any(|stay| stay.ends_on.is_none() && is_school(stay.kind)),
            ties: others(id).collect(),
            stays: own()
                .map(|stay| Stay { organisation: stay.organisation_id, ends_on: stay.ends_on })
                .collect(),
        }
    };
    let people = rows.iter().filter(|row| row.tied_to.is_none());
    Ok(people.map(|row| (row.person_id, peer(row.person_id))).collect())
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    to_utc(day, NaiveTime::MIN)
}

/// What is above the units of people, level by level.
pub(crate) async fn units_above(
    conn: &mut Conn,
    people: impl Iterator<Item = &Peer>,
) -> Result<BTreeMap<OrganisationId, OrganisationId>, ActionError> {
    let units = people.flat_map(|peer| &peer.stays).map(|stay| stay.organisation);
    let mut level: BTreeSet<OrganisationId> = units.collect();
    let mut parents = BTreeMap::new();
    for _ in 0..ABOVE_MAX {
        let asked: Vec<OrganisationId> = level.into_iter().collect();
        let found = conn.list_parents(&asked).await?;
        let new = |parents: &BTreeMap<_, _>, up: &OrganisationId| !parents.contains_key(up);
        parents.extend(found.iter().copied());
        level = found.into_iter().map(|(_, up)| up).filter(|up| new(&parents, up)).collect();
        if level.is_empty() {
            break;
        }
    }
    Ok(parents)
}

fn is_school(kind: OrganisationKind) -> bool {
    matches!(kind, OrganisationKind::School | OrganisationKind::Kindergarten)
}

/// Whether a session has begun, for lists that only look ahead.
pub(crate) fn is_past(session: &ReviewSessionRow, now: DateTime<Utc>) -> bool {
    local_date(session.starts_at) < local_date(now)
}
