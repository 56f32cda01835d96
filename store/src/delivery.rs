//! Deliveries: accepted lectures, what both sides report of them, and the halls they are held in.

use chrono::{DateTime, Utc};
use domain::delivery::DeliveryState;

use crate::{Conn, StoreError, Tx, pool::on_each};

/// A delivery with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct DeliveryRow {
    /// Key.
    pub id: i64,
    /// The request.
    pub request_id: i64,
    /// The dispatch.
    pub dispatch_id: i64,
    /// The lecturer.
    pub lecturer_id: i64,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// The course version.
    pub version_id: i64,
    /// Its title.
    pub title: String,
    /// The host's name.
    pub host_name: String,
    /// County of the host.
    pub region_id: Option<i64>,
    /// Where; none over the network.
    pub place_id: Option<i64>,
    /// Name of the hall.
    pub place_name: Option<String>,
    /// First instant agreed.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// State.
    #[sqlx(try_from = "String")]
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
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

/// A delivery to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewDelivery {
    /// The request.
    pub request_id: i64,
    /// The dispatch.
    pub dispatch_id: i64,
    /// The lecturer.
    pub lecturer_id: i64,
    /// The course version.
    pub version_id: i64,
    /// County of the host.
    pub region_id: Option<i64>,
    /// Where.
    pub place_id: Option<i64>,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT d.id, d.request_id, d.dispatch_id, d.lecturer_id, \
    p.name AS lecturer_name, d.version_id, v.title, q.host_name, d.region_id, d.place_id, \
    c.name AS place_name, d.starts_at, d.ends_at, d.state, d.host_attendance, d.host_began_at, \
    d.host_ended_at, d.lecturer_attendance, d.lecturer_began_at, d.lecturer_ended_at, \
    d.attendance, d.began_at, d.ended_at, d.revision FROM delivery d \
    JOIN person p ON p.id = d.lecturer_id JOIN course_version v ON v.id = d.version_id \
    JOIN lecture_request q ON q.id = d.request_id LEFT JOIN place c ON c.id = d.place_id ";
const ADD: &str = "INSERT INTO delivery (request_id, dispatch_id, lecturer_id, version_id, \
    region_id, place_id, starts_at, ends_at, state, revision) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'planned', 1) RETURNING id";
const HOST_SAYS: &str = "UPDATE delivery SET host_attendance = $3, host_began_at = $4, \
    host_ended_at = $5, state = $6, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('planned', 'held')";
const LECTURER_SAYS: &str = "UPDATE delivery SET lecturer_attendance = $3, \
    lecturer_began_at = $4, lecturer_ended_at = $5, state = $6, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('planned', 'held')";
const VERIFY: &str = "UPDATE delivery SET attendance = $2, began_at = $3, ended_at = $4, \
    verified_at = $5, state = 'verified', revision = revision + 1 \
    WHERE id = $1 AND state IN ('planned', 'held', 'verified')";
const CANCEL: &str = "UPDATE delivery SET state = 'cancelled', revision = revision + 1 \
    WHERE id = $1 AND state = 'planned'";
const TIMES: &str =
    "SELECT lecturer_id, starts_at FROM delivery WHERE state <> 'cancelled' AND starts_at >= ";
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

impl Conn {
    /// One delivery.
    pub async fn find_delivery(&mut self, id: i64) -> Result<Option<DeliveryRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE d.id = ").push_bind(id);
            q.build_query_as().fetch_optional(c).await?
        }))
    }

    /// The delivery of a request that was not called off.
    pub async fn find_delivery_of(
        &mut self,
        request: i64,
    ) -> Result<Option<DeliveryRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE d.request_id = ").push_bind(request)
                .push(" AND d.state <> 'cancelled'");
            q.build_query_as().fetch_optional(c).await?
        }))
    }

    /// The deliveries of a lecturer from an instant on, by time; at most 200.
    pub async fn list_deliveries_by(
        &mut self,
        lecturer: i64,
        from: DateTime<Utc>,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE d.lecturer_id = ").push_bind(lecturer)
                .push(" AND d.starts_at >= ").push_bind(from)
                .push(" AND d.state <> 'cancelled' ORDER BY d.starts_at, d.id LIMIT 200");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// The deliveries in counties between two instants, by time; at most 2000.
    pub async fn list_deliveries_in(
        &mut self,
        regions: &[i64],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE d.region_id IN (");
            let mut list = q.separated(", ");
            for region in regions { list.push_bind(*region); }
            q.push(") AND d.starts_at >= ").push_bind(from)
                .push(" AND d.starts_at < ").push_bind(until)
                .push(" AND d.state <> 'cancelled' ORDER BY d.starts_at, d.id LIMIT 2000");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// Deliveries that both sides reported differently, and those that ended before an instant and
    /// are not verified; oldest first; at most 50.
    pub async fn list_unsettled_deliveries(
        &mut self,
        before: DateTime<Utc>,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE (d.state = 'held' AND d.host_attendance IS NOT NULL \
                AND d.lecturer_attendance IS NOT NULL \
                OR d.state IN ('planned', 'held') AND d.ends_at < ").push_bind(before)
                .push(") ORDER BY d.ends_at, d.id LIMIT 50");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// The hall of a host, if it is known as a place.
    pub async fn find_hall(
        &mut self,
        name: &str,
        address: &str,
        region: Option<i64>,
    ) -> Result<Option<i64>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(FIND_HALL)
            .bind(name).bind(address).bind(region).fetch_optional(c).await?))
    }

    /// When some lecturers have or had deliveries between two instants.
    pub async fn list_delivery_times(
        &mut self,
        lecturers: &[i64],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<(i64, DateTime<Utc>)>, StoreError> {
        if lecturers.is_empty() {
            return Ok(Vec::new());
        }
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(TIMES);
            q.push_bind(from).push(" AND starts_at < ").push_bind(until)
                .push(" AND lecturer_id IN (");
            let mut list = q.separated(", ");
            for lecturer in lecturers { list.push_bind(*lecturer); }
            q.push(")");
            q.build_query_as().fetch_all(c).await?
        }))
    }
}

impl Tx {
    /// Adds a delivery; [`StoreError::Conflict`] if the request has one.
    pub async fn add_delivery(&mut self, new: &NewDelivery) -> Result<i64, StoreError> {
        let n = new;
        Ok(on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(n.request_id).bind(n.dispatch_id).bind(n.lecturer_id).bind(n.version_id)
            .bind(n.region_id).bind(n.place_id).bind(n.starts_at).bind(n.ends_at)
            .fetch_one(c).await?))
    }

    /// Writes what one side says; `false`: it was changed meanwhile.
    pub async fn report_delivery(
        &mut self,
        id: i64,
        revision: i64,
        by: Reporter,
        says: domain::delivery::Stated,
        state: DeliveryState,
    ) -> Result<bool, StoreError> {
        let sql = match by {
            Reporter::Host => HOST_SAYS,
            Reporter::Lecturer => LECTURER_SAYS,
        };
        let (attendance, began_at, ended_at) = says;
        let written = on_each!(self, c => sqlx::query(sql)
            .bind(id).bind(revision).bind(attendance).bind(began_at).bind(ended_at)
            .bind(state.as_str()).execute(c).await?.rows_affected());
        Ok(written == 1)
    }

    /// Fixes what was held; `false`: it was called off.
    pub async fn verify_delivery(
        &mut self,
        id: i64,
        says: domain::delivery::Stated,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let (attendance, began_at, ended_at) = says;
        let verified = on_each!(self, c => sqlx::query(VERIFY)
            .bind(id).bind(attendance).bind(began_at).bind(ended_at).bind(now)
            .execute(c).await?.rows_affected());
        Ok(verified == 1)
    }

    /// Calls a delivery off; `false`: it was reported, or called off before.
    pub async fn cancel_delivery(&mut self, id: i64) -> Result<bool, StoreError> {
        let cancelled = on_each!(self, c => sqlx::query(CANCEL)
            .bind(id).execute(c).await?.rows_affected());
        Ok(cancelled == 1)
    }

    /// The hall of a host, as a place that can be taken; a new one is added.
    pub async fn ensure_hall(
        &mut self,
        name: &str,
        address: &str,
        region: Option<i64>,
    ) -> Result<i64, StoreError> {
        if let Some(id) = self.find_hall(name, address, region).await? {
            return Ok(id);
        }
        let party = self.add_party("place").await?;
        Ok(on_each!(self, c => sqlx::query_scalar(ADD_HALL)
            .bind(party).bind(name).bind(address).bind(region).bind(true).fetch_one(c).await?))
    }
}
