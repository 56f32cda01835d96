//! Review sessions and their slots.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::SchoolStage,
    id::{FieldId, PersonId, PlaceId, RegionId, ReviewSessionId, SlotId},
    review_session::{ReviewSessionState, SlotState},
    rulebook::{Moment, RuleHistory, Rulebook},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A session as lists and its own page show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    /// Key.
    pub id: ReviewSessionId,
    /// State.
    pub state: ReviewSessionState,
    /// Beginning of the first slot.
    pub starts_at: DateTime<Utc>,
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// Minutes of the short form, where it has it.
    pub short_minutes: Option<i64>,
    /// Number of slots planned.
    pub n_slots: i64,
    /// Minutes between slots.
    pub break_minutes: i64,
    /// Room.
    pub place_id: Option<PlaceId>,
    /// Name of the room.
    pub place_name: Option<String>,
    /// Address of the room.
    pub place_address: Option<String>,
    /// Region of the room, for travel times.
    pub place_region_id: Option<RegionId>,
    /// Or link.
    pub video_link: Option<String>,
    /// The day that the planner chose for opening.
    pub opens_on: Option<NaiveDate>,
    /// Booking opens; none before publication.
    pub opens_at: Option<DateTime<Utc>>,
    /// Booking closes.
    pub closes_at: DateTime<Utc>,
    /// Who planned it.
    pub planner_id: PersonId,
    /// The county whose session it is; none: the city's.
    pub region_id: Option<RegionId>,
    /// Its name.
    pub region_name: Option<String>,
    /// Until when the panel answers; none before publication.
    pub answer_until: Option<DateTime<Utc>>,
    /// Counts the changes.
    pub revision: i64,
    /// The newest change of a rule that was known at the publication.
    pub rules_version: Option<i64>,
    /// The day of the publication, for the rules.
    pub rules_day: Option<NaiveDate>,
}

decoded! {
    SessionRow: id, state, starts_at, slot_minutes, short_minutes, n_slots, break_minutes, place_id,
    place_name, place_address, place_region_id, video_link, opens_on, opens_at, closes_at,
    planner_id, region_id, region_name, answer_until, revision, rules_version, rules_day
}

impl SessionRow {
    /// The rules by which it goes: those of its publication, or of `today` before.
    pub fn rules(&self, history: &RuleHistory, today: NaiveDate) -> Rulebook {
        let kept = self.rules_version.zip(self.rules_day);
        kept.map_or_else(|| history.on(today), |(version, day)| history.at(Moment { version, day }))
    }
}

/// A session to be written.
#[derive(Clone, Debug)]
pub struct NewSession<'a> {
    /// Beginning of the first slot.
    pub starts_at: DateTime<Utc>,
    /// Minutes of a slot.
    pub slot_minutes: i64,
    /// Minutes of the short form, where it has it.
    pub short_minutes: Option<i64>,
    /// Number of slots.
    pub n_slots: i64,
    /// Minutes between slots.
    pub break_minutes: i64,
    /// Room.
    pub place_id: Option<PlaceId>,
    /// Or link.
    pub video_link: Option<&'a str>,
    /// The day that the planner chose for opening.
    pub opens_on: Option<NaiveDate>,
    /// Booking closes.
    pub closes_at: DateTime<Utc>,
    /// The county whose session it is; none: the city's.
    pub region_id: Option<RegionId>,
    /// Who plans it.
    pub planner_id: PersonId,
    /// Stages it is for.
    pub stages: &'a [SchoolStage],
    /// Fields it is for; empty: all.
    pub fields: &'a [FieldId],
    /// Panel in the order of seats.
    pub panel: &'a [PersonId],
}

/// A slot with what its session says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotRow {
    /// Key.
    pub id: SlotId,
    /// The session.
    pub session_id: ReviewSessionId,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// State.
    pub state: SlotState,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! { SlotRow: id, session_id, starts_at, ends_at, state, revision }

/// A subject field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRow {
    /// Key.
    pub id: FieldId,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
}

decoded! { FieldRow: id, name_zh, name_en }

const COLUMNS: &str = "SELECT s.id, s.state, s.starts_at, s.slot_minutes, \
    s.short_minutes, s.n_slots, s.break_minutes, s.place_id, p.name AS place_name, p.address AS place_address, \
    p.region_id AS place_region_id, s.video_link, s.opens_on, s.opens_at, s.closes_at, \
    s.planner_id, s.region_id, g.name_zh AS region_name, s.answer_until, s.revision, \
    s.rules_version, s.rules_day \
    FROM review_session s LEFT JOIN place p ON p.id = s.place_id \
    LEFT JOIN region g ON g.id = s.region_id ";
const FIND: &str = text![COLUMNS, "WHERE s.id = $1"];
const THESE: &str = text![COLUMNS, "WHERE s.id IN "];
const LIST: &str = text![COLUMNS, "WHERE s.starts_at >= $1 ORDER BY s.starts_at, s.id"];
const OF_REGIONS: &str = text![COLUMNS, "WHERE s.starts_at >= $1 AND s.region_id IN "];
const OPEN: &str = text![
    COLUMNS,
    "WHERE s.state = 'open' AND s.starts_at >= $1 AND s.starts_at < $2 \
     ORDER BY s.starts_at, s.id"
];
const OF_PANELIST: &str = text![
    COLUMNS,
    "JOIN panelist m ON m.session_id = s.id AND m.person_id = $1 \
     WHERE s.state IN ('open', 'closed', 'in_progress', 'scoring') AND s.starts_at >= $2 ORDER BY s.starts_at, s.id"
];
const DUE: &str =
    "SELECT id FROM review_session WHERE state = 'open' AND closes_at <= $1 ORDER BY id";
const ADD: &str = "INSERT INTO review_session (state, starts_at, slot_minutes, n_slots, \
    break_minutes, place_id, video_link, opens_on, closes_at, planner_id, short_minutes, \
    region_id, revision) \
    VALUES ('planned', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) RETURNING id";
const CHANGE: &str = "UPDATE review_session SET starts_at = $3, slot_minutes = $4, n_slots = $5, \
    break_minutes = $6, place_id = $7, video_link = $8, opens_on = $9, closes_at = $10, \
    short_minutes = $11, region_id = $12, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state = 'planned'";
const MOVE: &str = "UPDATE review_session SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2 AND revision = $4";
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
const FIND_SLOT: &str = "SELECT id, session_id, starts_at, ends_at, state, revision FROM slot \
    WHERE id = $1";
// By way of the sessions: where those are most of what there is, SQLite reads all slots otherwise.
const SLOTS: &str = "SELECT l.id, l.session_id, l.starts_at, l.ends_at, l.state, l.revision \
    FROM review_session s JOIN slot l ON l.session_id = s.id WHERE s.id IN ";
const STAGES: &str = "SELECT session_id, stage FROM review_session_stage WHERE session_id IN ";
const SESSION_FIELDS: &str =
    "SELECT session_id, field_id FROM review_session_field WHERE session_id IN ";
const MOVE_SLOT: &str = "UPDATE slot SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2";
const HOLD_SLOT: &str = "UPDATE slot SET state = 'held', revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('free', 'held')";
const WITHDRAW_FREE: &str = "UPDATE slot SET state = 'withdrawn', revision = revision + 1 \
    WHERE session_id = $1 AND state = 'free' RETURNING id";
const SHIFT: &str = "UPDATE review_session SET starts_at = $2, place_id = $3, video_link = $4, \
    closes_at = $5, revision = revision + 1 WHERE id = $1 AND revision = $6";
const SHIFT_SLOT: &str = "UPDATE slot SET starts_at = $2, ends_at = $3, revision = revision + 1 \
    WHERE id = $1";
const SET_SLOT_TIME: &str = "UPDATE slot SET starts_at = $3, ends_at = $4, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state <> 'withdrawn'";
const SET_START: &str = "UPDATE review_session SET starts_at = $3, revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const FIELDS: &str = "SELECT id, name_zh, name_en FROM field ORDER BY sort_order, id";

impl Conn {
    /// One session.
    pub async fn find_session_plan(
        &mut self,
        id: ReviewSessionId,
    ) -> Result<Option<SessionRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// These sessions.
    pub async fn list_session_plans(
        &mut self,
        ids: &[ReviewSessionId],
    ) -> Result<Vec<SessionRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.all_in(THESE, ids.iter().copied(), "").await
    }

    /// Sessions of some counties from an instant on, by time.
    pub async fn list_sessions_of_regions(
        &mut self,
        regions: &[RegionId],
        from: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        let ordered = " ORDER BY s.starts_at, s.id";
        self.all(sql(OF_REGIONS).bind(from).list(regions).push(ordered)).await
    }

    /// Sessions from an instant on, by time.
    pub async fn list_sessions(
        &mut self,
        from: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        self.all(sql(LIST).bind(from)).await
    }

    /// Published sessions that begin between two instants.
    pub async fn list_open_sessions(
        &mut self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        self.all(sql(OPEN).bind(from).bind(until)).await
    }

    /// Published sessions on whose panel a person sits, from an instant on.
    pub async fn list_sessions_of_panelist(
        &mut self,
        person: PersonId,
        from: DateTime<Utc>,
    ) -> Result<Vec<SessionRow>, StoreError> {
        self.all(sql(OF_PANELIST).bind(person).bind(from)).await
    }

    /// Sessions whose booking should have closed.
    pub async fn list_sessions_due(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<ReviewSessionId>, StoreError> {
        self.all(sql(DUE).bind(now)).await
    }

    /// The stages that sessions are for.
    pub async fn list_session_stages(
        &mut self,
        ids: &[ReviewSessionId],
    ) -> Result<Vec<(ReviewSessionId, SchoolStage)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(STAGES).list(ids)).await
    }

    /// The fields that sessions are for.
    pub async fn list_session_fields(
        &mut self,
        ids: &[ReviewSessionId],
    ) -> Result<Vec<(ReviewSessionId, FieldId)>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(SESSION_FIELDS).list(ids)).await
    }

    /// The slots of sessions, by time.
    pub async fn list_slots(
        &mut self,
        ids: &[ReviewSessionId],
    ) -> Result<Vec<SlotRow>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        // Asked for this order, it reads all slots as well, by their time.
        let mut slots: Vec<SlotRow> = self.all(sql(SLOTS).list(ids)).await?;
        slots.sort_by_key(|slot| (slot.starts_at, slot.id));
        Ok(slots)
    }

    /// One slot.
    pub async fn find_slot(&mut self, id: SlotId) -> Result<Option<SlotRow>, StoreError> {
        self.one(sql(FIND_SLOT).bind(id)).await
    }

    /// All subject fields in their order.
    pub async fn list_fields(&mut self) -> Result<Vec<FieldRow>, StoreError> {
        self.all(sql(FIELDS)).await
    }
}

impl Tx {
    /// Adds a planned session.
    pub async fn add_session_plan(
        &mut self,
        session: &NewSession<'_>,
    ) -> Result<ReviewSessionId, StoreError> {
        let s = session;
        let id: ReviewSessionId = self
            .only(bound!(ADD;
            s.starts_at, s.slot_minutes, s.n_slots, s.break_minutes, s.place_id, s.video_link,
            s.opens_on, s.closes_at, s.planner_id, s.short_minutes, s.region_id))
            .await?;
        self.set_session_parts(id, s).await?;
        Ok(id)
    }

    /// Changes a planned session if it still has this revision; `false`: somebody was faster.
    pub async fn change_session_plan(
        &mut self,
        id: ReviewSessionId,
        revision: i64,
        session: &NewSession<'_>,
    ) -> Result<bool, StoreError> {
        let s = session;
        let changed = self
            .is_changed(bound!(CHANGE;
            id, revision, s.starts_at, s.slot_minutes, s.n_slots, s.break_minutes, s.place_id,
            s.video_link, s.opens_on, s.closes_at, s.short_minutes, s.region_id))
            .await?;
        if changed {
            self.set_session_parts(id, s).await?;
        }
        Ok(changed)
    }

    async fn set_session_parts(
        &mut self,
        id: ReviewSessionId,
        session: &NewSession<'_>,
    ) -> Result<(), StoreError> {
        for clear in [CLEAR_STAGES, CLEAR_FIELDS, CLEAR_PANEL] {
            self.run(sql(clear).bind(id)).await?;
        }
        for stage in session.stages {
            self.run(sql(ADD_STAGE).bind(id).bind(*stage)).await?;
        }
        for field in session.fields {
            self.run(sql(ADD_FIELD).bind(id).bind(*field)).await?;
        }
        for (seat, person) in (1_i64..).zip(session.panel) {
            self.run(sql(ADD_PANELIST).bind(id).bind(seat).bind(*person)).await?;
        }
        Ok(())
    }

    /// Moves a session on that is in a state at a revision; `false`: it is not any more.
    pub async fn move_session(
        &mut self,
        id: ReviewSessionId,
        (from, revision): (ReviewSessionState, i64),
        to: ReviewSessionState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE).bind(id).bind(from).bind(to).bind(revision)).await
    }

    /// Sets the instant from which a session can be booked.
    pub async fn set_opening(
        &mut self,
        id: ReviewSessionId,
        opens_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_OPENING).bind(id).bind(opens_at)).await
    }

    /// Adds a free slot.
    pub async fn add_slot(
        &mut self,
        session: ReviewSessionId,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<SlotId, StoreError> {
        self.only(sql(ADD_SLOT).bind(session).bind(starts_at).bind(ends_at)).await
    }

    /// Moves a slot from one state to another; `false`: it was not in the first.
    pub async fn move_slot(
        &mut self,
        id: SlotId,
        from: SlotState,
        to: SlotState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE_SLOT).bind(id).bind(from).bind(to)).await
    }

    /// Holds a slot as it was read; `false`: it has changed, or is booked or withdrawn.
    pub async fn hold_slot(&mut self, slot: &SlotRow) -> Result<bool, StoreError> {
        self.is_changed(sql(HOLD_SLOT).bind(slot.id).bind(slot.revision)).await
    }

    /// Moves a session at a revision to another time and place, with its slots, each to its new
    /// beginning and end; `false`: somebody was faster.
    pub async fn set_session_time(
        &mut self,
        (session, revision): (ReviewSessionId, i64),
        (starts_at, closes_at): (DateTime<Utc>, DateTime<Utc>),
        (place, video_link): (Option<PlaceId>, Option<&str>),
        slots: &[(SlotId, DateTime<Utc>, DateTime<Utc>)],
    ) -> Result<bool, StoreError> {
        let moved = bound!(SHIFT; session, starts_at, place, video_link, closes_at, revision);
        if !self.is_changed(moved).await? {
            return Ok(false);
        }
        for (slot, from, until) in slots {
            self.run(sql(SHIFT_SLOT).bind(*slot).bind(*from).bind(*until)).await?;
        }
        Ok(true)
    }

    /// Gives a slot another time, as it was read; `false`: it has changed.
    pub async fn set_slot_time(
        &mut self,
        slot: &SlotRow,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET_SLOT_TIME; slot.id, slot.revision, starts_at, ends_at)).await
    }

    /// Says when the first slot of a session begins; `false`: somebody was faster.
    pub async fn set_session_start(
        &mut self,
        (session, revision): (ReviewSessionId, i64),
        starts_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET_START; session, revision, starts_at)).await
    }

    /// Takes the slots that nobody booked out of a session.
    pub async fn withdraw_free_slots(
        &mut self,
        session: ReviewSessionId,
    ) -> Result<Vec<SlotId>, StoreError> {
        self.all(sql(WITHDRAW_FREE).bind(session)).await
    }
}
