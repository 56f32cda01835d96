//! What hangs on a person: courses, lectures, panels, trainings, observations, nominations and seats
//! among judges, the latest of each.

use std::cmp::Reverse;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{id::PersonId, information::Known};

use crate::{
    Conn, StoreError,
    row::decoded,
    statement::{sql, text},
};

/// One thing that hangs on a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TraceRow {
    /// The key of the page that shows it: a version, a lecture, a session, a training, an
    /// observation, a nomination or an award cycle.
    pub id: i64,
    /// What it is called.
    pub title: String,
    /// When it is or was.
    pub at: Option<DateTime<Utc>>,
    /// On which day.
    pub day: Option<NaiveDate>,
}

decoded! { TraceRow: id, title, at, day }

/// A thing with its kind.
struct Traced {
    known: Known,
    id: i64,
    title: String,
    at: Option<DateTime<Utc>>,
    day: Option<NaiveDate>,
}

decoded! { Traced: known, id, title, at, day }

/// The kinds, in the order in which a page shows them.
const TRACES: &[Known] = &[
    Known::Application,
    Known::Assessment,
    Known::Course,
    Known::Delivery,
    Known::Panel,
    Known::Observation,
    Known::Training,
    Known::Evidence,
    Known::Nomination,
    Known::Judge,
];

/// All of them in one statement: the latest `$2` of each kind.
const OF_PERSON: &str = text![
    "SELECT 'application' AS known, found.* FROM (",
    "SELECT a.id, o.name AS title, a.opened_at AS at, CAST(NULL AS DATE) AS day \
    FROM lecturer_application a JOIN organisation o ON o.id = a.organisation_id \
    WHERE a.person_id = $1 ORDER BY a.opened_at DESC, a.id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'assessment' AS known, found.* FROM (",
    "SELECT id, CAST(year AS TEXT) AS title, opened_at AS at, CAST(NULL AS DATE) AS day \
    FROM annual_assessment WHERE person_id = $1 ORDER BY year DESC, id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'course' AS known, found.* FROM (",
    "SELECT id, title, changed_at AS at, CAST(NULL AS DATE) AS day FROM course_version \
    WHERE lecturer_id = $1 ORDER BY changed_at DESC, id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'delivery' AS known, found.* FROM (",
    "SELECT d.id, v.title, d.starts_at AS at, CAST(NULL AS DATE) AS day FROM delivery d \
    JOIN course_version v ON v.id = d.version_id \
    WHERE d.lecturer_id = $1 ORDER BY d.starts_at DESC, d.id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'panel' AS known, found.* FROM (",
    "SELECT s.id, COALESCE(p.name, '') AS title, s.starts_at AS at, \
    CAST(NULL AS DATE) AS day FROM panelist t JOIN review_session s ON s.id = t.session_id \
    LEFT JOIN place p ON p.id = s.place_id \
    WHERE t.person_id = $1 ORDER BY s.starts_at DESC, s.id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'observation' AS known, found.* FROM (",
    "SELECT o.id, v.title, o.starts_at AS at, CAST(NULL AS DATE) AS day FROM observation o \
    JOIN delivery d ON d.id = o.delivery_id JOIN course_version v ON v.id = d.version_id \
    WHERE o.observer_id = $1 ORDER BY o.starts_at DESC, o.id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'training' AS known, found.* FROM (",
    "SELECT t.id, t.title, CAST(NULL AS TIMESTAMPTZ) AS at, t.starts_on AS day \
    FROM enrolment e JOIN training_event t ON t.id = e.event_id \
    WHERE e.person_id = $1 ORDER BY t.starts_on DESC, t.id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'evidence' AS known, found.* FROM (",
    "SELECT id, title, CAST(NULL AS TIMESTAMPTZ) AS at, happened_on AS day FROM evidence \
    WHERE person_id = $1 AND state = 'confirmed' ORDER BY happened_on DESC, id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'nomination' AS known, found.* FROM (",
    "SELECT n.id, c.title, c.created_at AS at, CAST(NULL AS DATE) AS day FROM nomination n \
    JOIN award_cycle c ON c.id = n.cycle_id \
    WHERE n.person_id = $1 ORDER BY c.created_at DESC, n.id DESC LIMIT $2",
    ") AS found UNION ALL SELECT 'judge' AS known, found.* FROM (",
    "SELECT c.id, c.title, c.created_at AS at, CAST(NULL AS DATE) AS day FROM judge j \
    JOIN award_cycle c ON c.id = j.cycle_id \
    WHERE j.person_id = $1 ORDER BY c.created_at DESC, c.id DESC LIMIT $2",
    ") AS found",
];

impl Conn {
    /// What hangs on a person, by kind and the latest first; at most so many of each, and no kind of
    /// which there is nothing.
    pub async fn list_traces(
        &mut self,
        person: PersonId,
        limit: i64,
    ) -> Result<Vec<(Known, Vec<TraceRow>)>, StoreError> {
        let mut found: Vec<Traced> = self.all(sql(OF_PERSON).bind(person).bind(limit)).await?;
        let when = |row: &Traced| (row.day.or(row.at.map(|at| at.date_naive())), row.at, row.id);
        found.sort_by_key(|row| Reverse(when(row)));
        let of = |known: Known| {
            let rows = found.iter().filter(|row| row.known == known);
            let rows = rows.map(|Traced { id, title, at, day, .. }| TraceRow {
                id: *id,
                title: title.clone(),
                at: *at,
                day: *day,
            });
            (known, rows.collect::<Vec<_>>())
        };
        Ok(TRACES.iter().map(|known| of(*known)).filter(|(_, rows)| !rows.is_empty()).collect())
    }
}
