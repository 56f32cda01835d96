//! Review sessions, their panels and slots.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::SchoolStage,
    review_session::{ReviewSessionState, SlotState},
};

use crate::{Conn, StoreError, Tx, pool::on_each};

/// A session as lists and its own page show it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SessionRow {
    /// Key.
    pub id: i64,
    /// State.
    #[sqlx(try_from = "String")]
    pub state: ReviewSessionState,
    /// Beginning of the first slot.
    pub starts_at: DateTime<Utc>,
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// Number of slots planned.
    pub n_slots: i64,
    /// Minutes between slots.
    pub break_minutes: i64,
    /// Room.
    pub place_id: Option<i64>,
    /// Name of the room.
    pub place_name: Option<String>,
    /// Address of the room.
    pub place_address: Option<String>,
    /// Region of the room, for travel times.
    pub place_region_id: Option<i64>,
    /// Or link.
    pub video_link: Option<String>,
    /// The day that the planner chose for opening.
    pub opens_on: Option<NaiveDate>,
    /// Booking opens; none before publication.
    pub opens_at: Option<DateTime<Utc>>,
    /// Booking closes.
    pub closes_at: DateTime<Utc>,
    /// Who planned it.
    pub planner_id: i64,
    /// Counts the changes.
    pub revision: i64,
}

/// A session to be written.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Beginning of the first slot.
    pub starts_at: DateTime<Utc>,
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// Number of slots.
    pub n_slots: i64,
    /// Minutes between slots.
    pub break_minutes: i64,
    /// Room.
    pub place_id: Option<i64>,
    /// Or link.
    pub video_link: Option<&'a str>,
    /// The day that the planner chose for opening.
    pub opens_on: Option<NaiveDate>,
    /// Booking closes.
    pub closes_at: DateTime<Utc>,
    /// Who plans it.
    pub planner_id: i64,
    /// Stages it is for.
    pub stages: &'a [SchoolStage],
    /// Fields it is for; empty: all.
    pub fields: &'a [i64],
    /// Panel in the order of seats.
    pub panel: &'a [i64],
}

/// A slot with what its session says.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SlotRow {
    /// Key.
    pub id: i64,
    /// The session.
    pub session_id: i64,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// State.
    #[sqlx(try_from = "String")]
    pub state: SlotState,
}

/// A member of a panel.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PanelRow {
    /// The session.
    pub session_id: i64,
    /// Seat, from 1; seat 1 takes the chair.
    pub seat_no: i64,
    /// The person.
    pub person_id: i64,
    /// The party that is taken.
    pub party_id: i64,
    /// Name.
    pub name: String,
    /// Discipline.
    pub field_id: Option<i64>,
}

/// What the panel rules need to know of a person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct PeerRow {
    /// The person.
    pub person_id: i64,
    /// Discipline.
    pub field_id: Option<i64>,
}

/// A stay at an organisation.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct StayRow {
    /// The person.
    pub person_id: i64,
    /// Where.
    pub organisation_id: i64,
    /// Kind of the organisation.
    pub kind: String,
    /// The first day after it.
    pub ends_on: Option<NaiveDate>,
}

/// A subject field.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct FieldRow {
    /// Key.
    pub id: i64,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

const FIND: &str = "SELECT s.id, s.state, s.starts_at, s.slot_minutes, s.n_slots, \
    s.break_minutes, s.place_id, p.name AS place_name, p.address AS place_address, \
    p.region_id AS place_region_id, s.video_link, s.opens_on, s.opens_at, s.closes_at, \
    s.planner_id, s.revision FROM review_session s LEFT JOIN place p ON p.id = s.place_id \
    WHERE s.id = $1";
const LIST: &str = "SELECT s.id, s.state, s.starts_at, s.slot_minutes, s.n_slots, \
    s.break_minutes, s.place_id, p.name AS place_name, p.address AS place_address, \
    p.region_id AS place_region_id, s.video_link, s.opens_on, s.opens_at, s.closes_at, \
    s.planner_id, s.revision FROM review_session s LEFT JOIN place p ON p.id = s.place_id \
    WHERE s.starts_at >= $1 ORDER BY s.starts_at, s.id LIMIT 200";
const OPEN: &str = "SELECT s.id, s.state, s.starts_at, s.slot_minutes, s.n_slots, \
    s.break_minutes, s.place_id, p.name AS place_name, p.address AS place_address, \
    p.region_id AS place_region_id, s.video_link, s.opens_on, s.opens_at, s.closes_at, \
    s.planner_id, s.revision FROM review_session s LEFT JOIN place p ON p.id = s.place_id \
    WHERE s.state = 'open' AND s.starts_at >= $1 AND s.starts_at < $2 ORDER BY s.starts_at, s.id";
const OF_PANELIST: &str = "SELECT s.id, s.state, s.starts_at, s.slot_minutes, s.n_slots, \
    s.break_minutes, s.place_id, p.name AS place_name, p.address AS place_address, \
    p.region_id AS place_region_id, s.video_link, s.opens_on, s.opens_at, s.closes_at, \
    s.planner_id, s.revision FROM review_session s LEFT JOIN place p ON p.id = s.place_id \
    JOIN panelist m ON m.session_id = s.id AND m.person_id = $1 \
    WHERE s.state IN ('open', 'closed') AND s.starts_at >= $2 ORDER BY s.starts_at, s.id";
const DUE: &str =
    "SELECT id FROM review_session WHERE state = 'open' AND closes_at <= $1 ORDER BY id";
const ADD: &str = "INSERT INTO review_session (state, starts_at, slot_minutes, n_slots, \
    break_minutes, place_id, video_link, opens_on, closes_at, planner_id, revision) \
    VALUES ('planned', $1, $2, $3, $4, $5, $6, $7, $8, $9, 1) RETURNING id";
const CHANGE: &str = "UPDATE review_session SET starts_at = $3, slot_minutes = $4, n_slots = $5, \
    break_minutes = $6, place_id = $7, video_link = $8, opens_on = $9, closes_at = $10, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'planned'";
const MOVE: &str = "UPDATE review_session SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2";
const SET_OPENING: &str = "UPDATE review_session SET opens_at = $2 WHERE id = $1";
const CLEAR_STAGES: &str = "DELETE FROM review_session_stage WHERE session_id = $1";
const CLEAR_FIELDS: &str = "DELETE FROM review_session_field WHERE session_id = $1";
const CLEAR_PANEL: &str = "DELETE FROM panelist WHERE session_id = $1";
const ADD_STAGE: &str = "INSERT INTO review_session_stage (session_id, stage) VALUES ($1, $2)";
const ADD_FIELD: &str = "INSERT INTO review_session_field (session_id, field_id) VALUES ($1, $2)";
const ADD_PANELIST: &str =
    "INSERT INTO panelist (session_id, seat_no, person_id) VALUES ($1, $2, $3)";
const ADD_SLOT: &str = "INSERT INTO slot (session_id, starts_at, ends_at, state, revision) \
    VALUES ($1, $2, $3, 'free', 1) RETURNING id";
const FIND_SLOT: &str = "SELECT id, session_id, starts_at, ends_at, state FROM slot WHERE id = $1";
const MOVE_SLOT: &str = "UPDATE slot SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2";
const WITHDRAW_FREE: &str = "UPDATE slot SET state = 'withdrawn', revision = revision + 1 \
    WHERE session_id = $1 AND state = 'free' RETURNING id";
const FIELDS: &str = "SELECT id, name_zh, name_en FROM field ORDER BY sort_order, id";

macro_rules! by_ids {
    ($conn:expr, $sql:expr, $ids:expr, $order:expr) => {
        on_each!($conn, c => {
            let mut q = sqlx::QueryBuilder::new($sql);
            let mut list = q.separated(", ");
            for id in $ids { list.push_bind(*id); }
            q.push($order);
            q.build_query_as().fetch_all(c).await?
        })
    };
}

impl Conn {
    /// One session.
    pub async fn find_session_plan(&mut self, id: i64) -> Result<Option<SessionRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIND).bind(id).fetch_optional(c).await?))
    }

    /// Sessions from an instant on; at most 200.
    pub async fn list_sessions(
        &mut self,
        from: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(LIST).bind(from).fetch_all(c).await?))
    }

    /// Published sessions that begin between two instants.
    pub async fn list_open_sessions(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(OPEN).bind(from).bind(until).fetch_all(c).await?))
    }

    /// Published sessions on whose panel a person sits, from an instant on.
    pub async fn list_sessions_of_panelist(
        &mut self,
        person: i64,
        from: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(OF_PANELIST)
            .bind(person).bind(from).fetch_all(c).await?))
    }

    /// Sessions whose booking should have closed.
    pub async fn list_sessions_due(&mut self, now: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(DUE).bind(now).fetch_all(c).await?))
    }

    /// The stages that sessions are for.
    pub async fn stages_of_sessions(
        &mut self,
        ids: &[i64],
    ) -> Result<Vec<(i64, SchoolStage)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows: Vec<(i64, String)> = by_ids!(
            self,
            "SELECT session_id, stage FROM review_session_stage WHERE session_id IN (",
            ids,
            ")"
        );
        Ok(rows.into_iter().filter_map(|(id, s)| Some((id, SchoolStage::parse(&s)?))).collect())
    }

    /// The fields that sessions are for.
    pub async fn fields_of_sessions(&mut self, ids: &[i64]) -> Result<Vec<(i64, i64)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(by_ids!(
            self,
            "SELECT session_id, field_id FROM review_session_field WHERE session_id IN (",
            ids,
            ")"
        ))
    }

    /// The panels of sessions, in the order of seats.
    pub async fn panels_of_sessions(&mut self, ids: &[i64]) -> Result<Vec<PanelRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(by_ids!(
            self,
            "SELECT m.session_id, m.seat_no, m.person_id, p.party_id, p.name, p.field_id \
                FROM panelist m JOIN person p ON p.id = m.person_id WHERE m.session_id IN (",
            ids,
            ") ORDER BY m.session_id, m.seat_no"
        ))
    }

    /// The slots of sessions, by time.
    pub async fn slots_of_sessions(&mut self, ids: &[i64]) -> Result<Vec<SlotRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        Ok(by_ids!(
            self,
            "SELECT id, session_id, starts_at, ends_at, state FROM slot WHERE session_id IN (",
            ids,
            ") ORDER BY starts_at, id"
        ))
    }

    /// One slot.
    pub async fn find_slot(&mut self, id: i64) -> Result<Option<SlotRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIND_SLOT).bind(id).fetch_optional(c).await?))
    }

    /// Disciplines of people.
    pub async fn list_peers(&mut self, people: &[i64]) -> Result<Vec<PeerRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        Ok(by_ids!(self, "SELECT id AS person_id, field_id FROM person WHERE id IN (", people, ")"))
    }

    /// Present and past workplaces of people.
    pub async fn list_stays(&mut self, people: &[i64]) -> Result<Vec<StayRow>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        Ok(by_ids!(
            self,
            "SELECT a.person_id, a.organisation_id, o.kind, a.ends_on FROM affiliation a \
                JOIN organisation o ON o.id = a.organisation_id WHERE a.person_id IN (",
            people,
            ")"
        ))
    }

    /// All subject fields in their order.
    pub async fn list_fields(&mut self) -> Result<Vec<FieldRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIELDS).fetch_all(c).await?))
    }
}

impl Tx {
    /// Adds a planned session.
    pub async fn add_session_plan(&mut self, session: &NewSession<'_>) -> Result<i64, StoreError> {
        let s = session;
        let id: i64 = on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(s.starts_at).bind(s.slot_minutes).bind(s.n_slots).bind(s.break_minutes)
            .bind(s.place_id).bind(s.video_link).bind(s.opens_on).bind(s.closes_at)
            .bind(s.planner_id).fetch_one(c).await?);
        self.set_session_parts(id, s).await?;
        Ok(id)
    }

    /// Changes a planned session if it still has this revision; `false`: somebody was faster.
    pub async fn change_session_plan(
        &mut self,
        id: i64,
        revision: i64,
        session: &NewSession<'_>,
    ) -> Result<bool, StoreError> {
        let s = session;
        let changed = on_each!(self, c => sqlx::query(CHANGE)
            .bind(id).bind(revision).bind(s.starts_at).bind(s.slot_minutes).bind(s.n_slots)
            .bind(s.break_minutes).bind(s.place_id).bind(s.video_link).bind(s.opens_on)
            .bind(s.closes_at).execute(c).await?.rows_affected());
        if changed == 1 {
            self.set_session_parts(id, s).await?;
        }
        Ok(changed == 1)
    }

    async fn set_session_parts(
        &mut self,
        id: i64,
        session: &NewSession<'_>,
    ) -> Result<(), StoreError> {
        for sql in [CLEAR_STAGES, CLEAR_FIELDS, CLEAR_PANEL] {
            on_each!(self, c => sqlx::query(sql).bind(id).execute(c).await.map(|_| ())?);
        }
        for stage in session.stages {
            on_each!(self, c => sqlx::query(ADD_STAGE)
                .bind(id).bind(stage.as_str()).execute(c).await.map(|_| ())?);
        }
        for field in session.fields {
            on_each!(self, c => sqlx::query(ADD_FIELD)
                .bind(id).bind(*field).execute(c).await.map(|_| ())?);
        }
        for (seat, person) in (1_i64..).zip(session.panel) {
            on_each!(self, c => sqlx::query(ADD_PANELIST)
                .bind(id).bind(seat).bind(*person).execute(c).await.map(|_| ())?);
        }
        Ok(())
    }

    /// Moves a session from one state to another; `false`: it was not in the first.
    pub async fn move_session(
        &mut self,
        id: i64,
        from: ReviewSessionState,
        to: ReviewSessionState,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(MOVE)
            .bind(id).bind(from.as_str()).bind(to.as_str()).execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Sets the instant from which a session can be booked.
    pub async fn set_opening(
        &mut self,
        id: i64,
        opens_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(SET_OPENING)
            .bind(id).bind(opens_at).execute(c).await.map(|_| ())?);
        Ok(())
    }

    /// Adds a free slot.
    pub async fn add_slot(
        &mut self,
        session: i64,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(ADD_SLOT)
            .bind(session).bind(starts_at).bind(ends_at).fetch_one(c).await?))
    }

    /// Moves a slot from one state to another; `false`: it was not in the first.
    pub async fn move_slot(
        &mut self,
        id: i64,
        from: SlotState,
        to: SlotState,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(MOVE_SLOT)
            .bind(id).bind(from.as_str()).bind(to.as_str()).execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Takes the slots that nobody booked out of a session.
    pub async fn withdraw_free_slots(&mut self, session: i64) -> Result<Vec<i64>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(WITHDRAW_FREE)
            .bind(session).fetch_all(c).await?))
    }
}
