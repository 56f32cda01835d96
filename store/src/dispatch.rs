//! Dispatches: a requested lecture offered to one lecturer; and what the proposal needs to know.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audience::{DeliveryMode, SchoolStage},
    dispatch::{DeclineReason, DispatchState},
    id::{
        CourseId, CourseVersionId, DispatchId, FieldId, LectureRequestId, PartyId, PersonId,
        RegionId,
    },
};

use crate::{
    CommitmentRow, Conn, StoreError, Tx,
    row::{Columns, Decoded, decoded, or_empty},
    statement::{bound, sql, text},
};

/// A dispatch with what belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispatchRow {
    /// Key.
    pub id: DispatchId,
    /// The request.
    pub request_id: LectureRequestId,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The lecturer's name.
    pub lecturer_name: String,
    /// The party that is taken.
    pub party_id: PartyId,
    /// The course version that is to be lectured.
    pub version_id: CourseVersionId,
    /// Its course.
    pub course_id: CourseId,
    /// Its title.
    pub title: String,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// State.
    pub state: DispatchState,
    /// Until then an answer is awaited.
    pub answer_until: DateTime<Utc>,
    /// When it was answered.
    pub answered_at: Option<DateTime<Utc>>,
    /// Why it was declined, if it was.
    pub decline_reason: Option<DeclineReason>,
    /// Who dispatched.
    pub dispatcher_id: PersonId,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The host's name.
    pub host_name: String,
}

decoded! {
    DispatchRow: id, request_id, lecturer_id, lecturer_name, party_id, version_id, course_id, title,
    starts_at, ends_at, state, answer_until, answered_at, decline_reason, dispatcher_id,
    created_at, host_name
}

/// A dispatch to be written.
#[derive(Clone, Copy, Debug)]
pub struct NewDispatch {
    /// The request.
    pub request_id: LectureRequestId,
    /// The lecturer.
    pub lecturer_id: PersonId,
    /// The course version.
    pub version_id: CourseVersionId,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// Until then an answer is awaited.
    pub answer_until: DateTime<Utc>,
    /// Who dispatches.
    pub dispatcher_id: PersonId,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// A listed course whose lecturer could be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CandidateRow {
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
    /// The party that is taken.
    pub party_id: PartyId,
    /// The lecturer's county.
    pub region_id: Option<RegionId>,
    /// Chinese name of the county.
    pub region_zh: Option<String>,
    /// English name of the county.
    pub region_en: Option<String>,
    /// How long the course takes, in minutes.
    pub minutes: Option<i64>,
    /// How it is held; none if a roster did not say.
    pub mode: Option<DeliveryMode>,
    /// 1 if the course is for the asked stage.
    pub fits: i64,
}

decoded! {
    CandidateRow: version_id, course_id, title, lecturer_id, lecturer_name, party_id, region_id, region_zh,
    region_en, minutes, mode, fits
}

/// A commitment with the party that it takes.
struct TakenRow(PartyId, CommitmentRow);

impl Decoded for TakenRow {
    const COLUMNS: &'static [&'static str] = &[
        "party_id",
        "id",
        "starts_at",
        "ends_at",
        "state",
        "source",
        "source_id",
        "place_id",
        "place_name",
        "region_id",
    ];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.next()?, CommitmentRow::decode(columns)?))
    }
}

const COLUMNS: &str = "SELECT d.id, d.request_id, d.lecturer_id, p.name AS lecturer_name, \
    p.party_id, d.version_id, v.course_id, v.title, d.starts_at, d.ends_at, d.state, d.answer_until, \
    d.answered_at, d.decline_reason, d.dispatcher_id, d.created_at, q.host_name \
    FROM dispatch d JOIN person p ON p.id = d.lecturer_id \
    JOIN course_version v ON v.id = d.version_id \
    JOIN lecture_request q ON q.id = d.request_id ";
const FIND: &str = text![COLUMNS, "WHERE d.id = $1"];
const OF_REQUEST: &str = text![COLUMNS, "WHERE d.request_id = $1 ORDER BY d.created_at, d.id"];
const OFFERED: &str = text![
    COLUMNS,
    "WHERE d.lecturer_id = $1 AND d.state = 'offered' ORDER BY d.answer_until, d.id"
];
const ADD: &str = "INSERT INTO dispatch (request_id, lecturer_id, version_id, starts_at, \
    ends_at, state, answer_until, decline_reason, note, dispatcher_id, created_at) \
    VALUES ($1, $2, $3, $4, $5, 'offered', $6, '', '', $7, $8) RETURNING id";
const ANSWER: &str = "UPDATE dispatch SET state = $2, answered_at = $3, decline_reason = $4, \
    note = $5 WHERE id = $1 AND state = 'offered'";
const ACCEPT: &str = "UPDATE dispatch SET state = 'accepted', answered_at = $2, starts_at = $3, \
    ends_at = $4 WHERE id = $1 AND state = 'offered' AND answer_until > $2";
const WITHDRAW: &str = "UPDATE dispatch SET state = 'withdrawn', note = $2 \
    WHERE request_id = $1 AND state IN ('offered', 'accepted')";
const LAPSED: &str = "SELECT id FROM dispatch WHERE state = 'offered' AND answer_until <= $1 \
    ORDER BY id LIMIT 100";
/// Listed versions with their lecturers, as candidates for a stage (`$2`) on a day (`$3`).
const CANDIDATE_COLUMNS: &str = "SELECT v.id AS version_id, v.course_id, v.title, v.lecturer_id, \
    p.name AS lecturer_name, p.party_id, p.region_id, r.name_zh AS region_zh, \
    r.name_en AS region_en, v.minutes, v.mode, CAST(CASE WHEN EXISTS (SELECT 1 \
        FROM course_version_stage s WHERE s.version_id = v.id AND s.stage = $2) \
    THEN 1 ELSE 0 END AS BIGINT) AS fits \
    FROM course_version v JOIN person p ON p.id = v.lecturer_id \
    LEFT JOIN region r ON r.id = p.region_id \
    WHERE v.state = 'listed' AND (v.listed_until IS NULL OR v.listed_until >= $3) ";
const CANDIDATES: &str = text![
    CANDIDATE_COLUMNS,
    "AND v.field_id = $1 \
     AND EXISTS (SELECT 1 FROM appointment t WHERE t.person_id = p.id AND t.state = 'active' \
        AND t.corps <> 'tutors' AND t.starts_on <= $3 AND t.ends_on >= $3) \
     ORDER BY CASE WHEN p.region_id = CAST($4 AS BIGINT) THEN 0 ELSE 1 END, v.title, v.id"
];
const CANDIDATE: &str = text![CANDIDATE_COLUMNS, "AND v.id = $1"];
const TAKEN: &str = "SELECT c.party_id, c.id, c.starts_at, c.ends_at, c.state, c.source, \
    c.source_id, c.place_id, p.name AS place_name, p.region_id \
    FROM commitment c LEFT JOIN place p ON p.id = c.place_id \
    WHERE c.state IN ('held', 'confirmed') AND c.starts_at < $1 AND c.ends_at > $2 \
    AND c.party_id IN ";
const TERMS: &str = "SELECT person_id, starts_on, ends_on FROM appointment \
    WHERE state = 'active' AND corps <> 'tutors' AND person_id IN ";
const ASKED: &str = "SELECT lecturer_id, MAX(created_at) FROM dispatch WHERE lecturer_id IN ";

impl Conn {
    /// One dispatch.
    pub async fn find_dispatch(
        &mut self,
        id: DispatchId,
    ) -> Result<Option<DispatchRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The dispatches of a request, oldest first.
    pub async fn list_dispatches_of(
        &mut self,
        request: LectureRequestId,
    ) -> Result<Vec<DispatchRow>, StoreError> {
        self.all(sql(OF_REQUEST).bind(request)).await
    }

    /// The offers that a lecturer has not answered, by deadline; at most 100.
    pub async fn list_offers_to(
        &mut self,
        lecturer: PersonId,
    ) -> Result<Vec<DispatchRow>, StoreError> {
        self.all(sql(OFFERED).bind(lecturer)).await
    }

    /// Offers whose time for an answer is over; at most 100.
    pub async fn list_lapsed_offers(
        &mut self,
        now: DateTime<Utc>,
    ) -> Result<Vec<DispatchId>, StoreError> {
        self.all(sql(LAPSED).bind(now)).await
    }

    /// Listed courses of a field by appointed lecturers, those of a county first.
    pub async fn list_candidates(
        &mut self,
        field: FieldId,
        stage: SchoolStage,
        day: NaiveDate,
        county: Option<RegionId>,
    ) -> Result<Vec<CandidateRow>, StoreError> {
        self.all(sql(CANDIDATES).bind(field).bind(stage).bind(day).bind(county)).await
    }

    /// One listed course, as a candidate.
    pub async fn find_candidate(
        &mut self,
        version: CourseVersionId,
        stage: SchoolStage,
        day: NaiveDate,
    ) -> Result<Option<CandidateRow>, StoreError> {
        self.one(sql(CANDIDATE).bind(version).bind(stage).bind(day)).await
    }

    /// What takes each of some parties between two instants: party and commitment, by time.
    pub async fn list_commitments_of(
        &mut self,
        parties: &[PartyId],
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<(PartyId, CommitmentRow)>, StoreError> {
        if parties.is_empty() {
            return Ok(Vec::new());
        }
        let statement = sql(TAKEN).bind(until).bind(from).list(parties);
        let rows: Vec<TakenRow> = self.all(statement.push(" ORDER BY c.starts_at, c.id")).await?;
        Ok(rows.into_iter().map(|TakenRow(party, taken)| (party, taken)).collect())
    }

    /// The active terms of some lecturers: first and last day.
    pub async fn list_active_terms(
        &mut self,
        lecturers: &[PersonId],
    ) -> Result<Vec<(PersonId, NaiveDate, NaiveDate)>, StoreError> {
        if lecturers.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(TERMS).list(lecturers)).await
    }

    /// When each of some lecturers was last asked.
    pub async fn list_last_asked(
        &mut self,
        lecturers: &[PersonId],
    ) -> Result<Vec<(PersonId, DateTime<Utc>)>, StoreError> {
        if lecturers.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(ASKED).list(lecturers).push(" GROUP BY lecturer_id")).await
    }
}

impl Tx {
    /// Offers a lecture; [`StoreError::Conflict`] if the request has a live dispatch.
    pub async fn add_dispatch(&mut self, new: &NewDispatch) -> Result<DispatchId, StoreError> {
        let n = new;
        self.only(bound!(ADD;
            n.request_id, n.lecturer_id, n.version_id, n.starts_at, n.ends_at, n.answer_until,
            n.dispatcher_id, n.created_at))
            .await
    }

    /// Ends an offer without a lecture; `false`: it no longer stood.
    pub async fn end_offer(
        &mut self,
        id: DispatchId,
        to: DispatchState,
        reason: Option<DeclineReason>,
        note: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(ANSWER; id, to, now, or_empty(reason), note)).await
    }

    /// Accepts an offer at a time; `false`: it no longer stood.
    pub async fn accept_offer(
        &mut self,
        id: DispatchId,
        now: DateTime<Utc>,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(ACCEPT).bind(id).bind(now).bind(starts_at).bind(ends_at)).await
    }

    /// Takes back whatever was offered or accepted for a request.
    pub async fn withdraw_dispatches(
        &mut self,
        request: LectureRequestId,
        note: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(WITHDRAW).bind(request).bind(note)).await
    }
}
