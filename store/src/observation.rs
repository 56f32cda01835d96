//! Observations of lectures: who comes, what was found, and what the lecturer answers.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{CourseId, CourseVersionId, DeliveryId, ObservationId, PersonId, PlaceId},
    observation::{EquipmentState, ObservationSheet, ObservationState},
};

use crate::{
    Conn, DeliveryRow, StoreError, Tx,
    row::decoded,
    search::{needle, needle_end},
    statement::{bound, sql, text},
};

/// An observation with its lecture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservationRow {
    /// Key.
    pub id: ObservationId,
    /// The lecture.
    pub delivery_id: DeliveryId,
    /// The course version.
    pub version_id: CourseVersionId,
    /// Its course.
    pub course_id: CourseId,
    /// Its title.
    pub title: String,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// Who is asked, comes or came.
    pub observer_id: Option<PersonId>,
    /// The name.
    pub observer_name: Option<String>,
    /// The host's name.
    pub host_name: String,
    /// Where; none over the network.
    pub place_id: Option<PlaceId>,
    /// Name of the hall.
    pub place_name: Option<String>,
    /// Where it stands.
    pub state: ObservationState,
    /// First instant of the lecture, as the observer was told.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// The level of soundness, once it is handed in.
    pub soundness: Option<i64>,
    /// The level of engagement.
    pub engagement: Option<i64>,
    /// The level of usefulness.
    pub usefulness: Option<i64>,
    /// When the observer came.
    pub arrived_at: Option<DateTime<Utc>>,
    /// When the observer left.
    pub left_at: Option<DateTime<Utc>>,
    /// Whether the lecture began on time.
    pub is_on_time: Option<bool>,
    /// How many listened.
    pub attendance: Option<i64>,
    /// How the equipment was.
    pub equipment: Option<EquipmentState>,
    /// What was good.
    pub highlights: String,
    /// What could be better.
    pub suggestions: String,
    /// When it was handed in.
    pub submitted_at: Option<DateTime<Utc>>,
    /// What the lecturer answers.
    pub answer: String,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// When the office decided that it asks for nothing.
    pub weighed_at: Option<DateTime<Utc>>,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! {
    ObservationRow: id, delivery_id, version_id, course_id, title, lecturer_id, lecturer_name,
    observer_id, observer_name, host_name, place_id, place_name, state, starts_at, ends_at,
    soundness, engagement, usefulness, arrived_at, left_at, is_on_time, attendance, equipment,
    highlights, suggestions, submitted_at, answer, answered_at, weighed_at, revision
}

/// Somebody who may be asked to observe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObserverRow {
    /// Who.
    pub id: PersonId,
    /// The name.
    pub name: String,
    /// The present workplace.
    pub workplace: Option<String>,
}

decoded! { ObserverRow: id, name, workplace }

const COLUMNS: &str = "SELECT o.id, o.delivery_id, d.version_id, v.course_id, v.title, \
    d.lecturer_id, l.name AS lecturer_name, o.observer_id, w.name AS observer_name, q.host_name, \
    d.place_id, c.name AS place_name, o.state, o.starts_at, o.ends_at, o.soundness, o.engagement, \
    o.usefulness, o.arrived_at, o.left_at, o.is_on_time, o.attendance, o.equipment, o.highlights, \
    o.suggestions, o.submitted_at, o.answer, o.answered_at, o.weighed_at, o.revision \
    FROM observation o JOIN delivery d ON d.id = o.delivery_id \
    JOIN course_version v ON v.id = d.version_id JOIN person l ON l.id = d.lecturer_id \
    JOIN lecture_request q ON q.id = d.request_id LEFT JOIN person w ON w.id = o.observer_id \
    LEFT JOIN place c ON c.id = d.place_id ";
const FIND: &str = text![COLUMNS, "WHERE o.id = $1"];
const OF_DELIVERY: &str = text![COLUMNS, "WHERE o.delivery_id = $1 AND o.state <> 'ended'"];
const BY: &str = text![
    COLUMNS,
    "WHERE o.observer_id = $1 AND o.state IN ('assigned', 'accepted', 'shared') \
     ORDER BY o.starts_at DESC, o.id DESC"
];
const OF_LECTURER: &str = text![
    COLUMNS,
    "WHERE d.lecturer_id = $1 AND o.state <> 'ended' ORDER BY o.starts_at DESC, o.id DESC"
];
const AHEAD: &str = text![
    COLUMNS,
    "WHERE o.state IN ('open', 'assigned', 'accepted') ORDER BY o.starts_at, o.id LIMIT $1"
];
const OPEN: &str = text![COLUMNS, "WHERE o.state = 'open' ORDER BY o.starts_at, o.id LIMIT $1"];
const SHARED: &str =
    text![COLUMNS, "WHERE o.state = 'shared' ORDER BY o.starts_at DESC, o.id DESC LIMIT $1"];
const ASTRAY: &str = "SELECT o.id FROM observation o JOIN delivery d ON d.id = o.delivery_id \
    WHERE o.state IN ('open', 'assigned', 'accepted') AND (d.state = 'cancelled' \
    OR d.starts_at <> o.starts_at OR d.ends_at <> o.ends_at) ORDER BY o.id LIMIT 200";
/// Below so many points by the exact mean of three levels, of which each is twenty points.
const LOW: &str = text![
    COLUMNS,
    "WHERE o.state = 'shared' AND o.weighed_at IS NULL \
     AND (o.soundness + o.engagement + o.usefulness) * 20 < 3 * $1 \
     ORDER BY o.starts_at, o.id LIMIT 500"
];
const UNOBSERVED: &str = "FROM person p WHERE p.merged_into IS NULL \
    AND p.id IN (SELECT t.person_id FROM appointment t WHERE t.state = 'active' \
    AND t.corps <> 'tutors' AND t.starts_on <= $1 AND t.ends_on >= $1) \
    AND NOT EXISTS (SELECT 1 FROM observation o JOIN delivery d ON d.id = o.delivery_id \
    WHERE d.lecturer_id = p.id AND o.state = 'shared' AND o.starts_at >= $2 AND o.starts_at < $3) ";
const COUNT_UNOBSERVED: &str = text!["SELECT COUNT(*) ", UNOBSERVED];
const LIST_UNOBSERVED: &str =
    text!["SELECT p.id, p.name ", UNOBSERVED, "ORDER BY p.name, p.id LIMIT $4"];
const CANDIDATES: &str = "SELECT p.id, p.name, o.name AS workplace FROM person p \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id \
    WHERE p.merged_into IS NULL AND EXISTS (SELECT 1 FROM account k WHERE k.person_id = p.id) \
    AND p.id IN (SELECT g.person_id FROM role_grant g WHERE g.starts_on <= $1 \
    AND (g.ends_on IS NULL OR g.ends_on > $1) AND g.role IN ('panelist', 'lecturer', 'tutor'))";
const ADD: &str = "INSERT INTO observation \
    (delivery_id, state, observer_id, starts_at, ends_at, revision) \
    VALUES ($1, $2, $3, $4, $5, 1) RETURNING id";
const MOVE: &str = "UPDATE observation SET state = $3, observer_id = $4, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('open', 'assigned', 'accepted')";
const RETIME: &str = "UPDATE observation SET starts_at = $3, ends_at = $4, \
    revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('open', 'assigned', 'accepted')";
const SUBMIT: &str = "UPDATE observation SET state = 'shared', soundness = $3, engagement = $4, \
    usefulness = $5, arrived_at = $6, left_at = $7, is_on_time = $8, attendance = $9, \
    equipment = $10, highlights = $11, suggestions = $12, submitted_at = $13, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'accepted'";
const ANSWER: &str = "UPDATE observation SET answer = $2, answered_at = $3, \
    revision = revision + 1 WHERE id = $1 AND state = 'shared' AND answered_at IS NULL";
const WEIGH: &str = "UPDATE observation SET weighed_at = $2, revision = revision + 1 \
    WHERE id = $1 AND state = 'shared' AND weighed_at IS NULL";

impl Conn {
    /// One observation.
    pub async fn find_observation(
        &mut self,
        id: ObservationId,
    ) -> Result<Option<ObservationRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The observation of a lecture that was not called off.
    pub async fn find_observation_of(
        &mut self,
        delivery: DeliveryId,
    ) -> Result<Option<ObservationRow>, StoreError> {
        self.one(sql(OF_DELIVERY).bind(delivery)).await
    }

    /// What somebody is asked to observe, will or did; the newest first, at most 200.
    pub async fn list_observations_by(
        &mut self,
        observer: PersonId,
    ) -> Result<Vec<ObservationRow>, StoreError> {
        self.all(sql(BY).bind(observer)).await
    }

    /// Observations of a lecturer that were not called off; the newest first, at most 200.
    pub async fn list_observations_of(
        &mut self,
        lecturer: PersonId,
    ) -> Result<Vec<ObservationRow>, StoreError> {
        self.all(sql(OF_LECTURER).bind(lecturer)).await
    }

    /// Observations that are not handed in yet, by time.
    pub async fn list_observations_ahead(
        &mut self,
        limit: i64,
    ) -> Result<Vec<ObservationRow>, StoreError> {
        self.all(sql(AHEAD).bind(limit)).await
    }

    /// Those of them for which somebody is to be found, by time.
    pub async fn list_open_observations(
        &mut self,
        limit: i64,
    ) -> Result<Vec<ObservationRow>, StoreError> {
        self.all(sql(OPEN).bind(limit)).await
    }

    /// Observations that were handed in, the newest first.
    pub async fn list_shared_observations(
        &mut self,
        limit: i64,
    ) -> Result<Vec<ObservationRow>, StoreError> {
        self.all(sql(SHARED).bind(limit)).await
    }

    /// Observations whose lecture was called off, or is at another time than the observer was told;
    /// at most 200.
    pub async fn list_astray_observations(&mut self) -> Result<Vec<ObservationId>, StoreError> {
        self.all(sql(ASTRAY)).await
    }

    /// Observations below so many points about which the office has not decided, by time; at most 500.
    pub async fn list_low_observations(
        &mut self,
        below: i64,
    ) -> Result<Vec<ObservationRow>, StoreError> {
        self.all(sql(LOW).bind(below)).await
    }

    /// How many lecturers with an appointment on a day have no observation between two instants.
    pub async fn count_unobserved_lecturers(
        &mut self,
        day: NaiveDate,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<i64, StoreError> {
        self.only(sql(COUNT_UNOBSERVED).bind(day).bind(from).bind(until)).await
    }

    /// Who they are, by name.
    pub async fn list_unobserved_lecturers(
        &mut self,
        day: NaiveDate,
        (from, until): (DateTime<Utc>, DateTime<Utc>),
        limit: i64,
    ) -> Result<Vec<(PersonId, String)>, StoreError> {
        self.all(sql(LIST_UNOBSERVED).bind(day).bind(from).bind(until).bind(limit)).await
    }

    /// Lectures of the future that nobody observes, by time; of one lecturer, or of all.
    pub async fn list_observable_deliveries(
        &mut self,
        lecturer: Option<PersonId>,
        after: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        self.all(sql(crate::delivery::OBSERVABLE).bind(lecturer).bind(after).bind(limit)).await
    }

    /// Panelists, lecturers and science tutors with an account on a day, found by name, pinyin or
    /// initials; by name.
    pub async fn list_observers_found(
        &mut self,
        query: &str,
        day: NaiveDate,
        limit: i64,
    ) -> Result<Vec<ObserverRow>, StoreError> {
        let needle = needle(query);
        let mut statement = sql(CANDIDATES).bind(day);
        if !needle.is_empty() {
            statement = statement
                .push(" AND p.id IN (SELECT person_id FROM search_key WHERE suffix >= ")
                .value(&needle)
                .push(" AND suffix < ")
                .value(needle_end(&needle))
                .push(")");
        }
        self.all(statement.push(" ORDER BY p.name, p.id LIMIT ").value(limit)).await
    }

    /// Whether somebody may be asked to observe on a day.
    pub async fn is_observer(
        &mut self,
        person: PersonId,
        day: NaiveDate,
    ) -> Result<bool, StoreError> {
        let statement = sql(CANDIDATES).bind(day).push(" AND p.id = ").value(person);
        Ok(self.one::<ObserverRow>(statement).await?.is_some())
    }
}

impl Tx {
    /// Adds an observation; [`StoreError::Conflict`] if the lecture has one.
    pub async fn add_observation(
        &mut self,
        delivery: &DeliveryRow,
        state: ObservationState,
        observer: Option<PersonId>,
    ) -> Result<ObservationId, StoreError> {
        let d = delivery;
        self.only(bound!(ADD; d.id, state, observer, d.starts_at, d.ends_at)).await
    }

    /// Moves an observation that is not handed in, with whoever is asked from then on; `false`: it
    /// was changed meanwhile.
    pub async fn move_observation(
        &mut self,
        id: ObservationId,
        revision: i64,
        to: ObservationState,
        observer: Option<PersonId>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(MOVE; id, revision, to, observer)).await
    }

    /// Keeps that the lecture is at another time; `false`: it was changed meanwhile.
    pub async fn set_observation_time(
        &mut self,
        id: ObservationId,
        revision: i64,
        (starts_at, ends_at): (DateTime<Utc>, DateTime<Utc>),
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(RETIME; id, revision, starts_at, ends_at)).await
    }

    /// Hands an observation in, with the instants between which the observer was there; `false`: it
    /// was changed meanwhile.
    pub async fn submit_observation(
        &mut self,
        id: ObservationId,
        revision: i64,
        sheet: &ObservationSheet,
        (arrived_at, left_at): (DateTime<Utc>, DateTime<Utc>),
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let s = sheet;
        self.is_changed(bound!(SUBMIT;
            id, revision, s.soundness, s.engagement, s.usefulness, arrived_at, left_at,
            s.is_on_time, s.attendance, s.equipment, &s.highlights, &s.suggestions, now))
            .await
    }

    /// Keeps the lecturer's answer; `false`: there is one.
    pub async fn answer_observation(
        &mut self,
        id: ObservationId,
        answer: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(ANSWER; id, answer, now)).await
    }

    /// The office has decided that a low observation asks for nothing; `false`: it had before.
    pub async fn set_observation_weighed(
        &mut self,
        id: ObservationId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(WEIGH; id, now)).await
    }
}
