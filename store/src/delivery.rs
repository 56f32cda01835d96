//! Deliveries: accepted lectures, what both sides report of them, and the halls they are held in.

mod list;

use chrono::{DateTime, Utc};
use domain::{
    delivery::DeliveryState,
    id::{CourseVersionId, DeliveryId, DispatchId, LectureRequestId, PersonId, PlaceId, RegionId},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

pub use list::{DeliverySearch, DeliveryStates};

/// A delivery with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryRow {
    /// Key.
    pub id: DeliveryId,
    /// The request.
    pub request_id: LectureRequestId,
    /// The dispatch.
    pub dispatch_id: DispatchId,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// The course version.
    pub version_id: CourseVersionId,
    /// Its number.
    pub version_no: i64,
    /// Its title.
    pub title: String,
    /// The host's name.
    pub host_name: String,
    /// County of the host.
    pub region_id: Option<RegionId>,
    /// Where; none over the network.
    pub place_id: Option<PlaceId>,
    /// Name of the hall.
    pub place_name: Option<String>,
    /// First instant agreed.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// State.
    pub state: DeliveryState,
    /// Listeners, as the host says.
    pub host_attendance: Option<i64>,
    /// Beginning, as the host says.
    pub host_began_at: Option<DateTime<Utc>>,
    /// End, as the host says.
    pub host_ended_at: Option<DateTime<Utc>>,
    /// Listeners, as the lecturer says.
    pub lecturer_attendance: Option<i64>,
    /// Beginning, as the lecturer says.
    pub lecturer_began_at: Option<DateTime<Utc>>,
    /// End, as the lecturer says.
    pub lecturer_ended_at: Option<DateTime<Utc>>,
    /// Listeners, verified.
    pub attendance: Option<i64>,
    /// Beginning, verified.
    pub began_at: Option<DateTime<Utc>>,
    /// End, verified.
    pub ended_at: Option<DateTime<Utc>>,
    /// When the lecturer accepted.
    pub accepted_at: Option<DateTime<Utc>>,
    /// Why it was held on a day far from the agreed one, as it was reported last.
    pub day_reason: String,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! {
    DeliveryRow: id, request_id, dispatch_id, lecturer_id, lecturer_name, version_id, version_no,
    title, host_name, region_id, place_id, place_name, starts_at, ends_at, state, host_attendance,
    host_began_at, host_ended_at, lecturer_attendance, lecturer_began_at, lecturer_ended_at,
    attendance, began_at, ended_at, accepted_at, day_reason, revision
}

/// A delivery to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewDelivery {
    /// The request.
    pub request_id: LectureRequestId,
    /// The dispatch.
    pub dispatch_id: DispatchId,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The course version.
    pub version_id: CourseVersionId,
    /// County of the host.
    pub region_id: Option<RegionId>,
    /// Where.
    pub place_id: Option<PlaceId>,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT d.id, d.request_id, d.dispatch_id, d.lecturer_id, \
    p.name AS lecturer_name, d.version_id, v.version_no, v.title, q.host_name, d.region_id, d.place_id, \
    c.name AS place_name, d.starts_at, d.ends_at, d.state, d.host_attendance, d.host_began_at, \
    d.host_ended_at, d.lecturer_attendance, d.lecturer_began_at, d.lecturer_ended_at, \
    d.attendance, d.began_at, d.ended_at, o.answered_at AS accepted_at, d.day_reason, d.revision \
    FROM delivery d JOIN dispatch o ON o.id = d.dispatch_id \
    JOIN person p ON p.id = d.lecturer_id JOIN course_version v ON v.id = d.version_id \
    JOIN lecture_request q ON q.id = d.request_id LEFT JOIN place c ON c.id = d.place_id ";
const SET_VERSION: &str = "UPDATE delivery SET version_id = $2 WHERE id = $1";
const FIND: &str = text![COLUMNS, "WHERE d.id = $1"];
const OF_REQUEST: &str = text![COLUMNS, "WHERE d.request_id = $1 AND d.state <> 'cancelled'"];
const OF_LECTURER: &str = text![
    COLUMNS,
    "WHERE d.lecturer_id = $1 AND d.starts_at >= $2 AND d.state <> 'cancelled' \
     ORDER BY d.starts_at, d.id"
];
const IN_COUNTIES: &str =
    text![COLUMNS, "WHERE d.state <> 'cancelled' AND d.starts_at >= $1 AND d.starts_at < $2"];
/// Told differently by both sides, or over since an instant (`$1`) and not verified.
const IS_UNSETTLED: &str = "(d.state = 'held' AND d.host_attendance IS NOT NULL \
    AND d.lecturer_attendance IS NOT NULL OR d.state IN ('planned', 'held') AND d.ends_at < $1)";
const UNSETTLED: &str =
    text![COLUMNS, "WHERE ", IS_UNSETTLED, " ORDER BY d.ends_at, d.id LIMIT $2"];
const COUNT_UNSETTLED: &str = text!["SELECT COUNT(*) FROM delivery d WHERE ", IS_UNSETTLED];
/// Lectures after an instant (`$2`) that nobody observes, of one lecturer (`$1`) or of all.
pub(crate) const OBSERVABLE: &str = text![
    COLUMNS,
    "WHERE d.state = 'planned' AND d.starts_at > $2 \
     AND (CAST($1 AS BIGINT) IS NULL OR d.lecturer_id = $1) \
     AND NOT EXISTS (SELECT 1 FROM observation x WHERE x.delivery_id = d.id \
     AND x.state <> 'ended') ORDER BY d.starts_at, d.id LIMIT $3"
];
const ADD: &str = "INSERT INTO delivery (request_id, dispatch_id, lecturer_id, version_id, \
    region_id, place_id, starts_at, ends_at, state, revision) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', 1) RETURNING id";
const HOST_SAYS: &str = "UPDATE delivery SET host_attendance = $3, host_began_at = $4, \
    host_ended_at = $5, state = $6, day_reason = $7, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('planned', 'held')";
const LECTURER_SAYS: &str = "UPDATE delivery SET lecturer_attendance = $3, \
    lecturer_began_at = $4, lecturer_ended_at = $5, state = $6, day_reason = $7, \
    revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('planned', 'held')";
const VERIFY: &str = "UPDATE delivery SET attendance = $2, began_at = $3, ended_at = $4, \
    verified_at = $5, state = 'verified', revision = revision + 1 \
    WHERE id = $1 AND state IN ('planned', 'held', 'verified')";
const CORRECT: &str = "UPDATE delivery SET attendance = $3, began_at = $4, ended_at = $5, \
    verified_at = $6, revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'verified'";
const CANCEL: &str = "UPDATE delivery SET state = 'cancelled', revision = revision + 1 \
    WHERE id = $1 AND state = 'planned'";
const TIMES: &str = "SELECT lecturer_id, starts_at FROM delivery WHERE state <> 'cancelled' AND starts_at >= $1 \
     AND starts_at < $2 AND lecturer_id IN ";
const FIND_HALL: &str = "SELECT id FROM place WHERE name = $1 AND address = $2 \
    AND COALESCE(region_id, 0) = COALESCE(CAST($3 AS BIGINT), 0) AND is_host_hall \
    ORDER BY id LIMIT 1";
const ADD_HALL: &str = "INSERT INTO place (party_id, name, address, region_id, is_host_hall) \
    VALUES ($1, $2, $3, $4, $5) RETURNING id";

/// Which side reports a lecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reporter {
    /// The host, by its link.
    Host,
    /// The lecturer, on the desk.
    Lecturer,
}

/// A lecture to come that a lecturer may sit in on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitInRow {
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// The course's title.
    pub title: String,
    /// Who lectures.
    pub lecturer_name: String,
    /// Before whom.
    pub host_name: String,
}

decoded! { SitInRow: starts_at, title, lecturer_name, host_name }

const SIT_INS: &str = "SELECT d.starts_at, v.title, p.name AS lecturer_name, q.host_name \
    FROM delivery d JOIN course_version v ON v.id = d.version_id \
    JOIN person p ON p.id = d.lecturer_id JOIN lecture_request q ON q.id = d.request_id \
    WHERE d.state = 'planned' AND d.starts_at > $1 AND d.lecturer_id <> $2 \
    AND EXISTS (SELECT 1 FROM course_version_stage s WHERE s.version_id = v.id AND s.stage IN \
    (SELECT o.stage FROM course_version_stage o WHERE o.version_id = $3)) \
    ORDER BY d.starts_at, d.id LIMIT 5";

impl Conn {
    /// Lectures to come for a school stage of a version, by others than a lecturer (`CRS-05`); at
    /// most five.
    pub async fn list_sit_ins(
        &mut self,
        (version, lecturer): (CourseVersionId, PersonId),
        from: DateTime<Utc>,
    ) -> Result<Vec<SitInRow>, StoreError> {
        self.all(sql(SIT_INS).bind(from).bind(lecturer).bind(version)).await
    }

    /// One delivery.
    pub async fn find_delivery(
        &mut self,
        id: DeliveryId,
    ) -> Result<Option<DeliveryRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The delivery of a request that was not called off.
    pub async fn find_delivery_of(
        &mut self,
        request: LectureRequestId,
    ) -> Result<Option<DeliveryRow>, StoreError> {
        self.one(sql(OF_REQUEST).bind(request)).await
    }

    /// The deliveries of a lecturer from an instant on, by time; at most 200.
    pub async fn list_deliveries_by(
        &mut self,
        lecturer: PersonId,
        from: DateTime<Utc>,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        self.all(sql(OF_LECTURER).bind(lecturer).bind(from)).await
    }

    /// The deliveries in counties between two instants, by time.
    pub async fn list_deliveries_in(
        &mut self,
        regions: &[RegionId],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let statement = sql(IN_COUNTIES).bind(from).bind(until);
        let statement = statement.push(" AND d.region_id IN ").list(regions);
        self.all(statement.push(" ORDER BY d.starts_at, d.id")).await
    }

    /// Deliveries that both sides reported differently, and those that ended before an instant and
    /// are not verified; oldest first.
    pub async fn list_unsettled_deliveries(
        &mut self,
        before: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        self.all(sql(UNSETTLED).bind(before).bind(limit)).await
    }

    /// How many of those there are.
    pub async fn count_unsettled_deliveries(
        &mut self,
        before: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        self.only(sql(COUNT_UNSETTLED).bind(before)).await
    }

    /// The hall of a host, if it is known as a place.
    pub async fn find_hall(
        &mut self,
        name: &str,
        address: &str,
        region: Option<RegionId>,
    ) -> Result<Option<PlaceId>, StoreError> {
        self.one(sql(FIND_HALL).bind(name).bind(address).bind(region)).await
    }

    /// When some lecturers have or had deliveries between two instants.
    pub async fn list_delivery_times(
        &mut self,
        lecturers: &[PersonId],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<(PersonId, DateTime<Utc>)>, StoreError> {
        if lecturers.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(TIMES).bind(from).bind(until).list(lecturers)).await
    }
}

impl Tx {
    /// Keeps which version of the course was given (`CRS-02`).
    pub async fn set_delivery_version(
        &mut self,
        delivery: DeliveryId,
        version: CourseVersionId,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_VERSION).bind(delivery).bind(version)).await
    }

    /// Adds a delivery; [`StoreError::Conflict`] if the request has one.
    pub async fn add_delivery(&mut self, new: &NewDelivery) -> Result<DeliveryId, StoreError> {
        let n = new;
        self.only(bound!(ADD;
            n.request_id, n.dispatch_id, n.lecturer_id, n.version_id, n.region_id, n.place_id,
            n.starts_at, n.ends_at))
            .await
    }

    /// Writes what one side says, and why it was another day; `false`: it was changed meanwhile.
    pub async fn report_delivery(
        &mut self,
        id: DeliveryId,
        revision: i64,
        by: Reporter,
        (says, reason): (domain::delivery::Stated, &str),
        state: DeliveryState,
    ) -> Result<bool, StoreError> {
        let says_so = match by {
            Reporter::Host => HOST_SAYS,
            Reporter::Lecturer => LECTURER_SAYS,
        };
        let (attendance, began_at, ended_at) = says;
        self.is_changed(
            bound!(says_so; id, revision, attendance, began_at, ended_at, state, reason),
        )
        .await
    }

    /// Fixes what was held; `false`: it was called off.
    pub async fn verify_delivery(
        &mut self,
        id: DeliveryId,
        says: domain::delivery::Stated,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (attendance, began_at, ended_at) = says;
        self.is_changed(bound!(VERIFY; id, attendance, began_at, ended_at, now)).await
    }

    /// Puts something else for what was verified of a delivery; `false`: somebody was faster.
    /// [`StoreError::Refused`] if it stands on a statement and no correction was confirmed at this
    /// instant.
    pub async fn correct_delivery(
        &mut self,
        (id, revision): (DeliveryId, i64),
        (attendance, began_at, ended_at): domain::delivery::Stated,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(CORRECT; id, revision, attendance, began_at, ended_at, at)).await
    }

    /// Calls a delivery off; `false`: it was reported, or called off before.
    pub async fn cancel_delivery(&mut self, id: DeliveryId) -> Result<bool, StoreError> {
        self.is_changed(sql(CANCEL).bind(id)).await
    }

    /// The hall of a host, as a place that can be taken; a new one is added.
    pub async fn ensure_hall(
        &mut self,
        name: &str,
        address: &str,
        region: Option<RegionId>,
    ) -> Result<PlaceId, StoreError> {
        if let Some(id) = self.find_hall(name, address, region).await? {
            return Ok(id);
        }
        let party = self.add_party("place").await?;
        self.only(sql(ADD_HALL).bind(party).bind(name).bind(address).bind(region).bind(true)).await
    }
}
