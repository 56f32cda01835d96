//! Terms in a corps, and what is heard before an association ends one.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    appointment::{AppointmentState, Corps, TerminationGround},
    id::{AppointmentId, HearingId, PersonId, RegionId},
    role::Reach,
};

use crate::{
    Conn, StoreError, TraceRow, Tx,
    row::decoded,
    search::{needle, needle_end},
    statement::{Statement, bound, sql, text},
};

/// A term in a corps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentRow {
    /// Key.
    pub id: AppointmentId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The corps.
    pub corps: Corps,
    /// The county whose corps it is.
    pub region_id: Option<RegionId>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// State.
    pub state: AppointmentState,
    /// Who has decided it, by name; none of what a roster has brought.
    pub decider_id: Option<PersonId>,
    /// The document of the decision.
    pub document_no: String,
    /// Why it rests or has ended.
    pub reason: String,
    /// Counted up with every step.
    pub revision: i64,
}

decoded! {
    AppointmentRow: id, person_id, corps, region_id, starts_on, ends_on, state, decider_id,
    document_no, reason, revision
}

/// A term with whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermRow {
    /// The term.
    pub id: AppointmentId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Where the person works.
    pub workplace: Option<String>,
    /// The corps.
    pub corps: Corps,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// State.
    pub state: AppointmentState,
    /// How many courses of the person are listed today.
    pub n_listed: i64,
    /// Whether the person is being heard.
    pub is_heard: bool,
}

decoded! {
    TermRow: id, person_id, name, workplace, corps, starts_on, ends_on, state, n_listed, is_heard
}

/// What somebody is asked whose term an association wants to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HearingRow {
    /// Key.
    pub id: HearingId,
    /// The term.
    pub appointment_id: AppointmentId,
    /// The ground.
    pub ground: TerminationGround,
    /// What the office has written.
    pub reason: String,
    /// Until when an answer is waited for.
    pub due_at: DateTime<Utc>,
    /// What the person has answered; may be empty.
    pub answer: String,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// When it ended, with the term or without.
    pub ended_at: Option<DateTime<Utc>>,
}

decoded! {
    HearingRow: id, appointment_id, ground, reason, due_at, answer, answered_at, ended_at
}

/// A term to be written.
#[derive(Clone, Debug)]
pub struct NewTerm<'a> {
    /// Whose it is.
    pub person_id: PersonId,
    /// The corps.
    pub corps: Corps,
    /// The county whose corps it is.
    pub region_id: Option<RegionId>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Who has decided it.
    pub decider_id: PersonId,
    /// The document of the decision.
    pub document_no: &'a str,
}

/// Which terms a list is about.
#[derive(Clone, Copy, Debug)]
pub enum Terms {
    /// Those that hold and end between two days, both included.
    Ending(NaiveDate, NaiveDate),
    /// Those that rest, and those whose person is being heard.
    Open,
    /// All that hold on a day.
    Holding(NaiveDate),
}

/// What is looked for in a list of terms.
#[derive(Clone, Copy, Debug)]
pub struct TermSearch<'a> {
    /// Which terms the list is about.
    pub terms: Terms,
    /// A part of the name, in characters or pinyin; empty: whatever it is.
    pub words: &'a str,
    /// Of a corps.
    pub corps: Option<Corps>,
    /// How far the reader sees.
    pub reach: &'a Reach,
}

const COLUMNS: &str = "SELECT id, person_id, corps, region_id, starts_on, ends_on, state, \
    decider_id, document_no, reason, revision FROM appointment ";
const OF_PERSON: &str = text![COLUMNS, "WHERE person_id = $1 ORDER BY starts_on, id"];
const ALL: &str = text![COLUMNS, "ORDER BY person_id, starts_on, id"];
const FIND: &str = text![COLUMNS, "WHERE id = $1"];
const OVER: &str =
    text![COLUMNS, "WHERE state IN ('active', 'suspended') AND ends_on < $1 ORDER BY id LIMIT $2"];
/// `$1` is today.
const LISTED: &str = "SELECT t.id, t.person_id, p.name, \
    (SELECT MIN(o.name) FROM affiliation a JOIN organisation o ON o.id = a.organisation_id \
        WHERE a.person_id = p.id AND a.ends_on IS NULL) AS workplace, \
    t.corps, t.starts_on, t.ends_on, t.state, \
    (SELECT COUNT(*) FROM course_version v WHERE v.lecturer_id = p.id AND v.state = 'listed' \
        AND v.listed_until >= $1) AS n_listed, \
    EXISTS (SELECT 1 FROM appointment_hearing h WHERE h.appointment_id = t.id \
        AND h.ended_at IS NULL) AS is_heard \
    FROM appointment t JOIN person p ON p.id = t.person_id WHERE p.merged_into IS NULL";
const SET: &str = "INSERT INTO appointment (person_id, starts_on, ends_on, state) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (person_id, corps, COALESCE(region_id, 0), starts_on) \
    WHERE state <> 'withdrawn' DO UPDATE SET ends_on = excluded.ends_on, revision = appointment.revision + 1 \
    WHERE appointment.state = 'active'";
const SET_ALL: &str = "INSERT INTO appointment (person_id, starts_on, ends_on, state) ";
/// What has been ended or rests is not begun again by a roster.
const OR_REPLACE: &str = " ON CONFLICT (person_id, corps, COALESCE(region_id, 0), starts_on) \
    WHERE state <> 'withdrawn' DO UPDATE SET ends_on = excluded.ends_on, revision = appointment.revision + 1 \
    WHERE appointment.state = 'active'";
const ADD: &str = "INSERT INTO appointment (person_id, corps, region_id, starts_on, ends_on, state, \
    decider_id, document_no) VALUES ($1, $2, $3, $4, $5, 'active', $6, $7) \
    ON CONFLICT (person_id, corps, COALESCE(region_id, 0), starts_on) \
    WHERE state <> 'withdrawn' DO NOTHING RETURNING id";
/// Terms that end between two days, and that no other one follows.
const ENDING: &str = " a.state IN ('active', 'suspended') AND a.ends_on >= $1 AND a.ends_on <= $2 \
    AND NOT EXISTS (SELECT 1 FROM appointment b WHERE b.person_id = a.person_id \
        AND b.corps = a.corps AND COALESCE(b.region_id, 0) = COALESCE(a.region_id, 0) \
        AND b.starts_on > a.starts_on AND b.state <> 'withdrawn')";
const COUNT_ENDING: &str =
    text!["SELECT COUNT(*), MIN(a.ends_on) FROM appointment a WHERE", ENDING];
const UNTOLD: &str = text![
    "SELECT a.id, a.person_id, a.corps, a.region_id, a.starts_on, a.ends_on, a.state, a.decider_id, \
    a.document_no, a.reason, a.revision FROM appointment a WHERE",
    ENDING,
    " AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.kind = 'term' AND r.thing_id = a.id) \
    ORDER BY a.id LIMIT $3"
];
const CORRECT: &str = "UPDATE appointment SET starts_on = $3, ends_on = $4, decider_id = $5, \
    document_no = $6, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state IN ('active', 'suspended')";
const MOVE: &str = "UPDATE appointment SET state = $3, reason = $4, revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const SET_DECISION: &str = "UPDATE appointment SET decider_id = $2, document_no = $3 WHERE id = $1";
const LISTED_COURSES: &str = "SELECT COUNT(*) FROM course_version \
    WHERE lecturer_id = $1 AND state = 'listed' AND listed_until >= $2";
const AHEAD: &str = "SELECT d.id, v.title, d.starts_at AS at, CAST(NULL AS DATE) AS day \
    FROM delivery d JOIN course_version v ON v.id = d.version_id \
    WHERE d.lecturer_id = $1 AND d.state = 'planned' AND d.starts_at > $2 \
    ORDER BY d.starts_at, d.id";
const HEARINGS: &str = "SELECT id, appointment_id, ground, reason, due_at, answer, answered_at, \
    ended_at FROM appointment_hearing WHERE appointment_id = $1 ORDER BY id DESC";
const OPEN_HEARING: &str = "INSERT INTO appointment_hearing (appointment_id, ground, reason, \
    opener_id, opened_at, due_at, answer) VALUES ($1, $2, $3, $4, $5, $6, '') RETURNING id";
const ANSWER: &str = "UPDATE appointment_hearing SET answer = $2, answered_at = $3 \
    WHERE id = $1 AND ended_at IS NULL";
const END_HEARING: &str = "UPDATE appointment_hearing SET ended_at = $2 \
    WHERE appointment_id = $1 AND ended_at IS NULL";

impl TermSearch<'_> {
    fn within<'s>(&self, found: Statement<'s>) -> Statement<'s> {
        let found = match self.terms {
            Terms::Ending(from, until) => found
                .push(" AND t.state IN ('active', 'suspended') AND t.ends_on >= ")
                .value(from)
                .push(" AND t.ends_on <= ")
                .value(until),
            Terms::Open => found.push(
                " AND (t.state = 'suspended' OR EXISTS (SELECT 1 FROM appointment_hearing h \
                    WHERE h.appointment_id = t.id AND h.ended_at IS NULL))",
            ),
            Terms::Holding(day) => found
                .push(" AND t.state IN ('active', 'suspended') AND t.starts_on <= ")
                .value(day)
                .push(" AND t.ends_on >= ")
                .value(day),
        };
        let mut found = found;
        let needle = needle(self.words);
        if !needle.is_empty() {
            found = found.push(" AND p.id IN (SELECT person_id FROM search_key WHERE suffix >= ");
            found = found.value(needle.clone()).push(" AND suffix < ").value(needle_end(&needle));
            found = found.push(")");
        }
        if let Some(corps) = self.corps {
            found = found.push(" AND t.corps = ").value(corps);
        }
        found.within_regions("t.region_id", self.reach)
    }
}

impl Conn {
    /// The terms of a person.
    pub async fn list_appointments(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<AppointmentRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }

    /// The terms of everybody.
    pub async fn list_all_appointments(&mut self) -> Result<Vec<AppointmentRow>, StoreError> {
        self.all(sql(ALL)).await
    }

    /// One term.
    pub async fn find_appointment(
        &mut self,
        id: AppointmentId,
    ) -> Result<Option<AppointmentRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Terms whose last day is before a day and that nobody has ended; at most so many.
    pub async fn list_terms_over(
        &mut self,
        day: NaiveDate,
        limit: i64,
    ) -> Result<Vec<AppointmentRow>, StoreError> {
        self.all(sql(OVER).bind(day).bind(limit)).await
    }

    /// How many terms within reach end between two days and have none that follows, and on which day the
    /// first does.
    pub async fn count_terms_ending(
        &mut self,
        (from, until): (NaiveDate, NaiveDate),
        reach: &Reach,
    ) -> Result<(i64, Option<NaiveDate>), StoreError> {
        let found = sql(COUNT_ENDING).bind(from).bind(until);
        self.only(found.within_regions("a.region_id", reach)).await
    }

    /// The same terms, of whose end nobody was told yet; at most so many.
    pub async fn list_terms_untold(
        &mut self,
        (from, until): (NaiveDate, NaiveDate),
        limit: i64,
    ) -> Result<Vec<AppointmentRow>, StoreError> {
        self.all(sql(UNTOLD).bind(from).bind(until).bind(limit)).await
    }

    /// Terms that are looked for by when they end, from one of them on, with the name of whose it is;
    /// how many courses are listed is of a day.
    pub async fn list_terms(
        &mut self,
        search: &TermSearch<'_>,
        today: NaiveDate,
        from: Option<(&AppointmentRow, &str)>,
        limit: i64,
    ) -> Result<Vec<TermRow>, StoreError> {
        let mut found = search.within(sql(LISTED).bind(today));
        if let Some((term, name)) = from {
            found = found.push(" AND (t.ends_on, p.name, t.id) >= (").value(term.ends_on);
            found = found.push(", ").value(name).push(", ").value(term.id).push(")");
        }
        self.all(found.push(" ORDER BY t.ends_on, p.name, t.id LIMIT ").value(limit)).await
    }

    /// Whether a course of somebody is listed on a day.
    pub async fn has_listed_course(
        &mut self,
        person: PersonId,
        day: NaiveDate,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(LISTED_COURSES).bind(person).bind(day)).await?;
        Ok(n > 0)
    }

    /// Lectures that somebody has accepted and that lie ahead.
    pub async fn list_lectures_ahead(
        &mut self,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<TraceRow>, StoreError> {
        self.all(sql(AHEAD).bind(person).bind(now)).await
    }

    /// What somebody was asked about a term, the latest first.
    pub async fn list_hearings(
        &mut self,
        appointment: AppointmentId,
    ) -> Result<Vec<HearingRow>, StoreError> {
        self.all(sql(HEARINGS).bind(appointment)).await
    }
}

impl Tx {
    /// Writes a term of the city's lecturers as a roster brings it; one that began on the same day and holds still ends as
    /// the roster says.
    pub async fn set_appointment(
        &mut self,
        person: PersonId,
        starts_on: NaiveDate,
        ends_on: NaiveDate,
        state: AppointmentState,
    ) -> Result<(), StoreError> {
        self.run(sql(SET).bind(person).bind(starts_on).bind(ends_on).bind(state)).await
    }

    /// The same for a term of a person each.
    pub async fn set_appointments(
        &mut self,
        terms: &[(PersonId, NaiveDate, NaiveDate)],
        state: AppointmentState,
    ) -> Result<(), StoreError> {
        let rows = terms.iter().map(|(person, starts_on, ends_on)| {
            vec![person.into(), (*starts_on).into(), (*ends_on).into(), state.into()]
        });
        self.run_rows(SET_ALL, rows.collect(), OR_REPLACE).await
    }

    /// Begins a term; none: another one of the person in that corps begins on
    /// that day.
    pub async fn add_appointment(
        &mut self,
        term: &NewTerm<'_>,
    ) -> Result<Option<AppointmentId>, StoreError> {
        let t = term;
        self.one(bound!(ADD; t.person_id, t.corps, t.region_id, t.starts_on, t.ends_on,
            t.decider_id, t.document_no))
            .await
    }

    /// Moves a term on, with the reason; `false`: somebody else has, since this revision.
    pub async fn move_appointment(
        &mut self,
        id: AppointmentId,
        revision: i64,
        state: AppointmentState,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(MOVE; id, revision, state, reason)).await
    }

    /// Puts the days, the decider and the document of a running term right, unless somebody was faster;
    /// [`StoreError::Conflict`] if another one of the person begins on that day.
    pub async fn correct_appointment(
        &mut self,
        (id, revision): (AppointmentId, i64),
        (starts_on, ends_on): (NaiveDate, NaiveDate),
        decider: PersonId,
        document_no: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(CORRECT; id, revision, starts_on, ends_on, decider, document_no))
            .await
    }

    /// Writes down who has decided the end of a term, and in which document.
    pub async fn set_appointment_decision(
        &mut self,
        id: AppointmentId,
        decider: PersonId,
        document_no: &str,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_DECISION).bind(id).bind(decider).bind(document_no)).await
    }

    /// Asks somebody about the end of a term.
    pub async fn open_hearing(
        &mut self,
        appointment: AppointmentId,
        (ground, reason): (TerminationGround, &str),
        opener: PersonId,
        now: DateTime<Utc>,
        due_at: DateTime<Utc>,
    ) -> Result<HearingId, StoreError> {
        self.only(bound!(OPEN_HEARING; appointment, ground, reason, opener, now, due_at)).await
    }

    /// Writes down what the person answers; `false`: the hearing has ended.
    pub async fn answer_hearing(
        &mut self,
        id: HearingId,
        answer: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(ANSWER).bind(id).bind(answer).bind(now)).await
    }

    /// Ends the hearing about a term, if one runs.
    pub async fn end_hearing(
        &mut self,
        appointment: AppointmentId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(END_HEARING).bind(appointment).bind(now)).await
    }
}
