//! Requests for lectures with their preferred times.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::{DeliveryMode, SchoolStage},
    course::CourseVersionState,
    id::{CourseVersionId, FieldId, HostUnitId, LectureRequestId, PersonId, RegionId},
    lecture_request::RequestState,
    organisation::OrganisationKind,
    role::Role,
};

use crate::{
    Conn, Reach, StoreError, Tx,
    catalogue::like_pattern,
    row::decoded,
    statement::{Statement, bound, sql, text},
};

/// A request as offices see it; pages for hosts show only what the host wrote itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LectureRequestRow {
    /// Key.
    pub id: LectureRequestId,
    /// The course version.
    pub version_id: CourseVersionId,
    /// Where the version stands.
    pub version_state: CourseVersionState,
    /// The course's title.
    pub title: String,
    /// The lecturer of that version.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// Subject field of the course.
    pub field_id: Option<FieldId>,
    /// How many the course is for.
    pub max_audience: Option<i64>,
    /// The host on file.
    pub host_unit_id: Option<HostUnitId>,
    /// Spelling-tolerant key of name and county.
    pub host_key: String,
    /// The host's name.
    pub host_name: String,
    /// Its kind.
    pub host_kind: OrganisationKind,
    /// County; none for a host directly under the city.
    pub region_id: Option<RegionId>,
    /// Chinese name of the county.
    pub region_zh: Option<String>,
    /// English name of the county.
    pub region_en: Option<String>,
    /// Street and number.
    pub address: String,
    /// The hall.
    pub hall: String,
    /// What the hall has.
    pub equipment: String,
    /// The stage of the listeners.
    pub stage: SchoolStage,
    /// How many are expected.
    pub audience: i64,
    /// How it is to be held: never `both`.
    pub mode: DeliveryMode,
    /// Minutes of the lecture.
    pub minutes: i64,
    /// Whom to call.
    pub contact: String,
    /// Under which number.
    pub contact_phone: String,
    /// Whitelist reference; empty if there is none.
    pub whitelist: String,
    /// Whether the host on file is on the whitelist.
    pub whitelisted: Option<bool>,
    /// What else the lecturer should know.
    pub wish: String,
    /// State.
    pub state: RequestState,
    /// What an office, or who called it off, last wrote.
    pub remark: String,
    /// When the next step is due.
    pub due_at: Option<DateTime<Utc>>,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
}

decoded! {
    LectureRequestRow: id, version_id, version_state, title, lecturer_id, lecturer_name, field_id, max_audience,
    host_unit_id, host_key, host_name, host_kind, region_id, region_zh, region_en, address, hall,
    equipment, stage, audience, mode, minutes, contact, contact_phone, whitelist, whitelisted,
    wish, state, remark, due_at, revision, created_at
}

/// A request to be written, or written anew after it came back.
#[derive(Clone, Debug)]
pub struct NewLectureRequest<'a> {
    /// SHA-256 of the link's token.
    pub link_digest: &'a str,
    /// The course version.
    pub version_id: CourseVersionId,
    /// The host on file.
    pub host_unit_id: Option<HostUnitId>,
    /// Spelling-tolerant key of name and county.
    pub host_key: &'a str,
    /// What the host wrote.
    pub request: &'a domain::lecture_request::NewRequest,
    /// Minutes of the lecture.
    pub minutes: i64,
    /// SHA-256 of the privacy notice that was agreed to (`LAW-02`).
    pub consent_digest: &'a str,
    /// State.
    pub state: RequestState,
    /// When the review is due.
    pub due_at: DateTime<Utc>,
    /// Start and end of each preferred time.
    pub times: &'a [(DateTime<Utc>, DateTime<Utc>)],
    /// Now.
    pub at: DateTime<Utc>,
}

/// A time that would suit the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestTimeRow {
    /// Number, from 1.
    pub time_no: i64,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
}

decoded! { RequestTimeRow: time_no, starts_at, ends_at }

/// One step of a request on its way.
#[derive(Clone, Copy, Debug)]
pub struct RequestStep<'a> {
    /// The request.
    pub id: LectureRequestId,
    /// The state that it is thought to be in.
    pub from: RequestState,
    /// The revision that was looked at.
    pub revision: i64,
    /// The next state.
    pub to: RequestState,
    /// When the step after this one is due.
    pub due_at: Option<DateTime<Utc>>,
    /// What is told with it.
    pub remark: &'a str,
    /// Now.
    pub at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT q.id, q.version_id, v.state AS version_state, v.title, v.lecturer_id, \
    p.name AS lecturer_name, v.field_id, v.max_audience, q.host_unit_id, q.host_key, \
    q.host_name, q.host_kind, q.region_id, r.name_zh AS region_zh, r.name_en AS region_en, \
    q.address, q.hall, q.equipment, q.stage, q.audience, q.mode, q.minutes, q.contact, \
    q.contact_phone, q.whitelist, u.whitelisted, q.wish, q.state, q.remark, q.due_at, \
    q.revision, q.created_at FROM lecture_request q \
    JOIN course_version v ON v.id = q.version_id JOIN person p ON p.id = v.lecturer_id \
    LEFT JOIN region r ON r.id = q.region_id LEFT JOIN host_unit u ON u.id = q.host_unit_id ";
const FIND: &str = text![COLUMNS, "WHERE q.id = $1"];
const IN_STATE: &str = text![COLUMNS, "WHERE q.state = $1"];
const COUNT: &str = "SELECT COUNT(*) FROM lecture_request q \
    JOIN course_version v ON v.id = q.version_id WHERE q.state = $1";
/// Requests that wait for a county's office which nobody holds, or which has not decided in time.
const IS_UNREVIEWED: &str = "q.state = $1 AND (q.due_at <= $2 OR NOT EXISTS \
    (SELECT 1 FROM role_grant g JOIN region_closure k ON k.ancestor_id = g.region_id \
    WHERE k.descendant_id = q.region_id AND g.role = $3 AND g.starts_on <= $4 \
    AND (g.ends_on IS NULL OR g.ends_on > $4)))";
const UNREVIEWED: &str =
    text![COLUMNS, "WHERE ", IS_UNREVIEWED, " ORDER BY q.created_at, q.id LIMIT $5"];
const COUNT_UNREVIEWED: &str =
    text!["SELECT COUNT(*) FROM lecture_request q WHERE ", IS_UNREVIEWED];
const TIMES: &str = "SELECT time_no, starts_at, ends_at FROM lecture_request_time \
    WHERE request_id = $1 ORDER BY time_no";
const SET_LINK: &str = "UPDATE lecture_request SET link_digest = $2 WHERE id = $1";
const OF_LINK: &str = "SELECT id FROM lecture_request WHERE link_digest = $1";
const OF_HOST: &str = "SELECT id, version_id, state, created_at FROM lecture_request \
    WHERE host_key = $1 AND created_at >= $2 ORDER BY created_at LIMIT 200";
const ADD: &str = "INSERT INTO lecture_request (link_digest, version_id, host_unit_id, host_key, \
    host_name, host_kind, region_id, address, hall, equipment, stage, audience, mode, minutes, \
    contact, contact_phone, whitelist, wish, consent_digest, consent_at, state, remark, due_at, \
    last_time_at, revision, created_at, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
    $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, '', $22, $23, 1, $20, $20) \
    RETURNING id";
const CHANGE: &str = "UPDATE lecture_request SET host_unit_id = $2, host_key = $3, \
    host_name = $4, host_kind = $5, region_id = $6, address = $7, hall = $8, equipment = $9, \
    stage = $10, audience = $11, mode = $12, contact = $13, contact_phone = $14, \
    whitelist = $15, wish = $16, consent_digest = $17, consent_at = $18, state = $19, \
    due_at = $20, last_time_at = $21, changed_at = $18, revision = revision + 1 \
    WHERE id = $1 AND revision = $22 AND state = 'returned'";
const CLEAR_TIMES: &str = "DELETE FROM lecture_request_time WHERE request_id = $1";
const ADD_TIME: &str = "INSERT INTO lecture_request_time \
    (request_id, time_no, starts_at, ends_at) VALUES ($1, $2, $3, $4)";
const MOVE: &str = "UPDATE lecture_request SET state = $3, due_at = $4, changed_at = $5, \
    remark = $6, revision = revision + 1 WHERE id = $1 AND state = $2 AND revision = $7";
const SET_WHITELIST: &str = "UPDATE lecture_request SET whitelist = $2 WHERE id = $1";
const EXPIRED: &str = "SELECT id FROM lecture_request \
    WHERE state IN ('county_review', 'city_review', 'returned', 'matching') \
    AND last_time_at <= $1 ORDER BY id LIMIT 100";
const TO_CLOSE: &str = "SELECT id FROM lecture_request WHERE state = 'reported' \
    AND due_at <= $1 ORDER BY id LIMIT 100";
/// What earlier requests of a host are: key, course version, state, and when they were sent.
pub type HostRequest = (LectureRequestId, CourseVersionId, RequestState, DateTime<Utc>);

/// What is looked for in the list of requests.
#[derive(Clone, Copy, Debug)]
pub struct RequestSearch<'a> {
    /// A part of the title or of the host's name; empty: whatever they are.
    pub words: &'a str,
    /// In a region, with all below it.
    pub region: Option<RegionId>,
    /// How far the reader sees.
    pub reach: &'a Reach,
}

impl RequestSearch<'_> {
    fn within<'s>(&self, found: Statement<'s>) -> Statement<'s> {
        let mut found = found;
        if !self.words.is_empty() {
            let words = like_pattern(self.words);
            found = found.push(" AND (v.title LIKE ").value(words.clone());
            found = found.push(" ESCAPE '!' OR q.host_name LIKE ").value(words);
            found = found.push(" ESCAPE '!')");
        }
        if let Some(region) = self.region {
            let below = Reach::Within { regions: vec![region], organisations: Vec::new() };
            found = found.within_regions("q.region_id", &below);
        }
        found.within_regions("q.region_id", self.reach)
    }
}

impl Conn {
    /// One request.
    pub async fn find_lecture_request(
        &mut self,
        id: LectureRequestId,
    ) -> Result<Option<LectureRequestRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The request of a link, by the digest of its token.
    pub async fn find_request_of_link(
        &mut self,
        digest: &str,
    ) -> Result<Option<LectureRequestId>, StoreError> {
        self.one(sql(OF_LINK).bind(digest)).await
    }

    /// The preferred times of a request.
    pub async fn list_request_times(
        &mut self,
        id: LectureRequestId,
    ) -> Result<Vec<RequestTimeRow>, StoreError> {
        self.all(sql(TIMES).bind(id)).await
    }

    /// Requests in a state that are looked for, longest waiting first, within a reach; from one of
    /// them on.
    pub async fn list_lecture_requests(
        &mut self,
        state: RequestState,
        search: &RequestSearch<'_>,
        from: Option<(DateTime<Utc>, LectureRequestId)>,
        limit: i64,
    ) -> Result<Vec<LectureRequestRow>, StoreError> {
        let mut found = search.within(sql(IN_STATE).bind(state));
        if let Some((created_at, id)) = from {
            found = found.push(" AND (q.created_at, q.id) >= (").value(created_at);
            found = found.push(", ").value(id).push(")");
        }
        self.all(found.push(" ORDER BY q.created_at, q.id LIMIT ").value(limit)).await
    }

    /// How many requests in a state are looked for, within a reach.
    pub async fn count_lecture_requests(
        &mut self,
        state: RequestState,
        search: &RequestSearch<'_>,
    ) -> Result<i64, StoreError> {
        self.only(search.within(sql(COUNT).bind(state))).await
    }

    /// The requests of a host since an instant; at most 200.
    pub async fn list_requests_of_host(
        &mut self,
        host_key: &str,
        since: DateTime<Utc>,
    ) -> Result<Vec<HostRequest>, StoreError> {
        self.all(sql(OF_HOST).bind(host_key).bind(since)).await
    }

    /// Requests that wait for a county's office which nobody holds on a day, or which has not
    /// decided in time; longest waiting first.
    pub async fn list_unreviewed_requests(
        &mut self,
        day: NaiveDate,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<LectureRequestRow>, StoreError> {
        let statement = sql(UNREVIEWED).bind(RequestState::CountyReview).bind(now);
        self.all(statement.bind(Role::CountyOffice).bind(day).bind(limit)).await
    }

    /// How many of those there are.
    pub async fn count_unreviewed_requests(
        &mut self,
        day: NaiveDate,
        now: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let statement = sql(COUNT_UNREVIEWED).bind(RequestState::CountyReview).bind(now);
        self.only(statement.bind(Role::CountyOffice).bind(day)).await
    }

    /// Requests for which no lecturer was asked before their last preferred time; at most 100.
    pub async fn list_expired_requests(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<LectureRequestId>, StoreError> {
        self.all(sql(EXPIRED).bind(now)).await
    }

    /// Reported requests whose time for feedback is over; at most 100.
    pub async fn list_requests_to_close(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<LectureRequestId>, StoreError> {
        self.all(sql(TO_CLOSE).bind(now)).await
    }
}

impl Tx {
    /// A request is found by another link, and by the one before no longer.
    pub async fn set_request_link(
        &mut self,
        id: LectureRequestId,
        digest: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_LINK).bind(id).bind(digest)).await
    }

    /// Adds a request; [`StoreError::Conflict`] if its link is known.
    pub async fn add_lecture_request(
        &mut self,
        new: &NewLectureRequest<'_>,
    ) -> Result<LectureRequestId, StoreError> {
        let (n, r) = (new, new.request);
        let id: LectureRequestId = self
            .only(bound!(ADD;
            n.link_digest, n.version_id, n.host_unit_id, n.host_key, &r.host_name, r.host_kind,
            r.region.county(), &r.address, &r.hall, &r.equipment, r.stage, r.audience, r.mode,
            n.minutes, &r.contact, &r.contact_phone, &r.whitelist, &r.wish, n.consent_digest,
            n.at, n.state, n.due_at, last_end(n.times, n.at)))
            .await?;
        self.add_request_times(id, n.times).await?;
        Ok(id)
    }

    /// Writes a returned request anew; `false`: it is not returned, or was changed meanwhile.
    pub async fn change_lecture_request(
        &mut self,
        id: LectureRequestId,
        revision: i64,
        new: &NewLectureRequest<'_>,
    ) -> Result<bool, StoreError> {
        let (n, r) = (new, new.request);
        let changed = self
            .is_changed(bound!(CHANGE;
            id, n.host_unit_id, n.host_key, &r.host_name, r.host_kind, r.region.county(),
            &r.address, &r.hall, &r.equipment, r.stage, r.audience, r.mode, &r.contact,
            &r.contact_phone, &r.whitelist, &r.wish, n.consent_digest, n.at, n.state, n.due_at,
            last_end(n.times, n.at), revision))
            .await?;
        if changed {
            self.run(sql(CLEAR_TIMES).bind(id)).await?;
            self.add_request_times(id, n.times).await?;
        }
        Ok(changed)
    }

    async fn add_request_times(
        &mut self,
        id: LectureRequestId,
        times: &[(DateTime<Utc>, DateTime<Utc>)],
    ) -> Result<(), StoreError> {
        for (number, (starts_at, ends_at)) in (1_i64..).zip(times) {
            self.run(sql(ADD_TIME).bind(id).bind(number).bind(*starts_at).bind(*ends_at)).await?;
        }
        Ok(())
    }

    /// Moves a request on; `false`: it was moved or changed meanwhile.
    pub async fn move_lecture_request(
        &mut self,
        step: &RequestStep<'_>,
    ) -> Result<bool, StoreError> {
        let s = step;
        self.is_changed(bound!(MOVE;
            s.id, s.from, s.to, s.due_at, s.at, s.remark, s.revision))
            .await
    }

    /// Notes the entry in the whitelist that an office found.
    pub async fn set_request_whitelist(
        &mut self,
        id: LectureRequestId,
        text: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_WHITELIST).bind(id).bind(text)).await
    }
}

/// The end of the last preferred time: then the request expires.
fn last_end(times: &[(DateTime<Utc>, DateTime<Utc>)], now: DateTime<Utc>) -> DateTime<Utc> {
    times.iter().map(|(_, end)| *end).max().unwrap_or(now)
}
