//! Links of audience jurors, and how often each face was given. Of who has answered nothing is kept.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use domain::{
    audience_juror::{Faces, JurorQuestion, NewJurorLink, Tally},
    id::{BookingId, JurorLinkId},
    trial_lecture::TrialState,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A link of one lecture, for one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JurorLinkRow {
    /// Key.
    pub id: JurorLinkId,
    /// The lecture.
    pub booking_id: BookingId,
    /// The course's title.
    pub title: String,
    /// What opens it.
    pub juror_code: String,
    /// Which group.
    pub label: String,
    /// For how many.
    pub n_jurors: i64,
    /// How many have answered.
    pub n_cast: i64,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it was closed by hand.
    pub closed_at: Option<DateTime<Utc>>,
    /// Where the lecture stands, if it has begun.
    pub lecture_state: Option<TrialState>,
}

decoded! {
    JurorLinkRow: id, booking_id, title, juror_code, label, n_jurors, n_cast, opened_at, closed_at,
    lecture_state
}

impl JurorLinkRow {
    /// Whether answers are taken: until it is closed by hand, or with the lecture.
    pub fn is_open(&self) -> bool {
        self.closed_at.is_none() && self.lecture_state == Some(TrialState::Running)
    }
}

const COLUMNS: &str = "SELECT k.id, k.booking_id, v.title, k.juror_code, k.label, k.n_jurors, \
    k.n_cast, k.opened_at, k.closed_at, t.state AS lecture_state \
    FROM audience_juror_link k JOIN booking b ON b.id = k.booking_id \
    JOIN course_version v ON v.id = b.version_id \
    LEFT JOIN trial_lecture t ON t.booking_id = k.booking_id ";
const OF_CODE: &str = text![COLUMNS, "WHERE k.juror_code = $1"];
const OF_BOOKINGS: &str = text![COLUMNS, "WHERE k.booking_id IN "];
const TALLIES: &str = "SELECT link_id, question, face, n_faces FROM audience_juror \
    WHERE link_id IN ";
const ADD: &str = "INSERT INTO audience_juror_link \
    (booking_id, juror_code, label, n_jurors, n_cast, opened_at) \
    VALUES ($1, $2, $3, $4, 0, $5) RETURNING id";
const CLOSE: &str =
    "UPDATE audience_juror_link SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL";
const FORGET: &str = "DELETE FROM audience_juror_once WHERE link_id = $1";
const REMEMBER: &str = "INSERT INTO audience_juror_once (link_id, token) VALUES ($1, $2) \
    ON CONFLICT (link_id, token) DO NOTHING";
const CAST: &str = "UPDATE audience_juror_link SET n_cast = n_cast + 1 \
    WHERE id = $1 AND n_cast < n_jurors AND closed_at IS NULL";
const COUNT: &str = "INSERT INTO audience_juror (link_id, question, face, n_faces) \
    VALUES ($1, $2, $3, 1) ON CONFLICT (link_id, question, face) \
    DO UPDATE SET n_faces = audience_juror.n_faces + 1";

impl Conn {
    /// The link of a code.
    pub async fn find_juror_link(
        &mut self,
        code: &str,
    ) -> Result<Option<JurorLinkRow>, StoreError> {
        self.one(sql(OF_CODE).bind(code)).await
    }

    /// The links of lectures, by time.
    pub async fn list_juror_links(
        &mut self,
        bookings: &[BookingId],
    ) -> Result<Vec<JurorLinkRow>, StoreError> {
        if bookings.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(OF_BOOKINGS).list(bookings).push(" ORDER BY k.opened_at, k.id")).await
    }

    /// How often each face was given, by link and question.
    pub async fn list_juror_tallies(
        &mut self,
        links: &[JurorLinkId],
    ) -> Result<BTreeMap<(JurorLinkId, JurorQuestion), Tally>, StoreError> {
        let mut all = BTreeMap::new();
        if links.is_empty() {
            return Ok(all);
        }
        let rows: Vec<(JurorLinkId, JurorQuestion, i64, i64)> =
            self.all(sql(TALLIES).list(links)).await?;
        for (link, question, face, times) in rows {
            let tally: &mut Tally = all.entry((link, question)).or_default();
            let place = usize::try_from(face - 1).ok().and_then(|at| tally.0.get_mut(at));
            *place.ok_or_else(|| StoreError::Broken("face: not between 1 and 5".into()))? = times;
        }
        Ok(all)
    }
}

impl Tx {
    /// Opens a link; [`StoreError::Conflict`] if the lecture has an open one.
    pub async fn add_juror_link(
        &mut self,
        booking: BookingId,
        code: &str,
        link: &NewJurorLink,
        now: DateTime<Utc>,
    ) -> Result<JurorLinkId, StoreError> {
        self.only(bound!(ADD; booking, code, &link.label, link.n_jurors, now)).await
    }

    /// Closes a link, and forgets the tokens of its forms; `false`: it was closed.
    pub async fn close_juror_link(
        &mut self,
        id: JurorLinkId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.run(sql(FORGET).bind(id)).await?;
        self.is_changed(sql(CLOSE).bind(id).bind(now)).await
    }

    /// Keeps the token of a form; `false`: it was sent before.
    pub async fn ensure_juror_once(
        &mut self,
        id: JurorLinkId,
        token: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(REMEMBER).bind(id).bind(token)).await
    }

    /// Counts the answers of one juror; `false`: as many have answered as there are, or the link is
    /// closed.
    pub async fn cast_juror_faces(
        &mut self,
        id: JurorLinkId,
        faces: Faces,
    ) -> Result<bool, StoreError> {
        if !self.is_changed(sql(CAST).bind(id)).await? {
            return Ok(false);
        }
        for (question, face) in JurorQuestion::ALL.iter().zip(faces) {
            self.run(sql(COUNT).bind(id).bind(*question).bind(face)).await?;
        }
        Ok(true)
    }
}
