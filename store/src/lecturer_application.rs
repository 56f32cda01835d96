//! Applications for the corps of lecturers.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{
        AppointmentId, CourseId, FieldId, LecturerApplicationId, OrganisationId, PersonId, RegionId,
    },
    lecturer_application::{
        ApplicationFacts, ApplicationState, ApplicationStep, Education, Screening,
    },
    reminder::Reminder,
    role::Reach,
    roster::Month,
};

use crate::{
    Conn, StoreError, Tx,
    catalogue::like_pattern,
    row::decoded,
    search::{needle, needle_end},
    statement::{Statement, bound, sql, text},
};

/// An application with the names of what it is about.
#[expect(clippy::struct_excessive_bools, reason = "a row has the columns that its table has")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LecturerApplicationRow {
    /// Key.
    pub id: LecturerApplicationId,
    /// The applicant.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// The unit that is asked for its word.
    pub unit_id: OrganisationId,
    /// Its name.
    pub unit_name: String,
    /// The county, if there is one.
    pub region_id: Option<RegionId>,
    /// Who has opened it.
    pub opener_id: PersonId,
    /// Where it stands.
    pub state: ApplicationState,
    /// What was done last; none of a draft that nobody has handed in.
    pub last_step: Option<ApplicationStep>,
    /// Post or professional title.
    pub title: String,
    /// Subject field.
    pub field_id: Option<FieldId>,
    /// Its name in Chinese.
    pub field_zh: Option<String>,
    /// Its name in English.
    pub field_en: Option<String>,
    /// Month of birth, such as `1985-07`.
    pub born_in: Option<String>,
    /// Highest degree.
    pub education: Option<Education>,
    /// Years of related work.
    pub work_years: Option<i64>,
    /// What the person has done so far.
    pub cv: String,
    /// Whether lectures in schools are wanted.
    pub wants_schools: bool,
    /// The course of the trial.
    pub course_id: Option<CourseId>,
    /// The unit's word.
    pub opinion: String,
    /// Whom to ask there.
    pub contact: String,
    /// Who has endorsed it.
    pub endorser: Option<String>,
    /// When.
    pub endorsed_at: Option<DateTime<Utc>>,
    /// Whether an office has said the word of a unit that has no officer.
    pub is_by_office: bool,
    /// When it was found eligible.
    pub screened_at: Option<DateTime<Utc>>,
    /// A skill without degree or title is recognised.
    pub is_skilled: bool,
    /// A statement of health was seen.
    pub is_healthy: bool,
    /// When the person was checked for work with minors.
    pub checked_on: Option<NaiveDate>,
    /// Who has decided it.
    pub decider: Option<String>,
    /// The document of the decision.
    pub document_no: String,
    /// The term that has begun.
    pub appointment_id: Option<AppointmentId>,
    /// Why it has ended.
    pub reason: String,
    /// By when the next step is awaited.
    pub due_at: Option<DateTime<Utc>>,
    /// The last step or change.
    pub changed_at: DateTime<Utc>,
    /// Counted up with every change.
    pub revision: i64,
}

decoded! {
    LecturerApplicationRow: id, person_id, name, unit_id, unit_name, region_id, opener_id, state,
    last_step, title, field_id, field_zh, field_en, born_in, education, work_years, cv,
    wants_schools, course_id, opinion, contact, endorser, endorsed_at, is_by_office, screened_at,
    is_skilled, is_healthy, checked_on, decider, document_no, appointment_id, reason, due_at,
    changed_at, revision
}

impl LecturerApplicationRow {
    /// What the applicant has said.
    pub fn facts(&self) -> ApplicationFacts {
        ApplicationFacts {
            title: self.title.clone(),
            field: self.field_id,
            born_in: self.born_in.as_deref().and_then(Month::parse),
            education: self.education,
            years: self.work_years,
            cv: self.cv.clone(),
            wants_schools: self.wants_schools,
            course: self.course_id,
        }
    }
}

/// An application to be opened.
#[derive(Clone, Debug)]
pub struct NewLecturerApplication<'a> {
    /// The applicant.
    pub person_id: PersonId,
    /// The unit.
    pub unit_id: OrganisationId,
    /// The county.
    pub region_id: Option<RegionId>,
    /// Who opens it.
    pub opener_id: PersonId,
    /// Post or professional title.
    pub title: &'a str,
    /// Subject field.
    pub field_id: Option<FieldId>,
    /// By when it is to be handed in.
    pub due_at: DateTime<Utc>,
    /// Now.
    pub at: DateTime<Utc>,
}

/// What a list of applications is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ApplicationSearch<'a> {
    /// Words in the names of applicant and unit.
    pub words: &'a str,
    /// Only those in these states; none: in all of them.
    pub states: &'a [ApplicationState],
    /// How far the reader sees.
    pub reach: &'a Reach,
    /// Whose own application is seen whatever the reach.
    pub own: PersonId,
}

/// A step that an application takes, as it is written.
#[derive(Clone, Debug)]
pub struct ApplicationMove<'a> {
    /// Key.
    pub id: LecturerApplicationId,
    /// As it was read.
    pub revision: i64,
    /// Where it goes.
    pub to: ApplicationState,
    /// By what.
    pub step: ApplicationStep,
    /// Why; may be empty.
    pub reason: &'a str,
    /// By when the next step is awaited.
    pub due_at: Option<DateTime<Utc>>,
    /// Now.
    pub at: DateTime<Utc>,
}

const COLUMNS: &str = "SELECT a.id, a.person_id, p.name, a.organisation_id AS unit_id, \
    o.name AS unit_name, a.region_id, a.opener_id, a.state, a.last_step, a.title, a.field_id, \
    f.name_zh AS field_zh, f.name_en AS field_en, a.born_in, a.education, a.work_years, a.cv, \
    a.wants_schools, a.course_id, a.opinion, a.contact, e.name AS endorser, a.endorsed_at, \
    a.is_by_office, a.screened_at, a.is_skilled, a.is_healthy, a.checked_on, d.name AS decider, \
    a.document_no, a.appointment_id, a.reason, a.due_at, a.changed_at, a.revision \
    FROM lecturer_application a JOIN person p ON p.id = a.person_id \
    JOIN organisation o ON o.id = a.organisation_id LEFT JOIN field f ON f.id = a.field_id \
    LEFT JOIN person e ON e.id = a.endorser_id LEFT JOIN person d ON d.id = a.decider_id ";
const FIND: &str = text![COLUMNS, "WHERE a.id = $1"];
const LIVE: &str = "('draft', 'submitted', 'nominated', 'screening', 'trial', 'proposed')";
const LIVE_OF: &str = text![COLUMNS, "WHERE a.person_id = $1 AND a.state IN ", LIVE];
const NEWEST_OF: &str = text![COLUMNS, "WHERE a.person_id = $1 ORDER BY a.id DESC LIMIT 1"];
const OF_COURSE: &str = text![COLUMNS, "WHERE a.course_id = $1 ORDER BY a.id DESC LIMIT 1"];
const LIST: &str = text![COLUMNS, "WHERE a.id <= $1"];
const COUNT: &str = "SELECT COUNT(*) AS n, MIN(a.due_at) AS first_due \
    FROM lecturer_application a WHERE a.state IN ";
const AWAITED: &str = text![
    COLUMNS,
    "WHERE a.state IN ",
    LIVE,
    " AND a.due_at >= $1 AND a.due_at <= $2 AND NOT EXISTS (SELECT 1 FROM reminder r \
     WHERE r.kind = $3 AND r.thing_id = a.id AND r.since = a.due_at) ORDER BY a.due_at, a.id \
     LIMIT 500"
];
const IS_EXPERT: &str = "SELECT COUNT(*) FROM register_entry \
    WHERE kind = 'expert' AND person_id = $1 AND state = 'listed' \
    AND starts_on <= $2 AND (ends_on IS NULL OR ends_on >= $2)";
const ADD: &str = "INSERT INTO lecturer_application (person_id, organisation_id, region_id, \
    opener_id, opened_at, state, title, field_id, born_in, cv, wants_schools, opinion, contact, \
    is_by_office, is_skilled, is_healthy, document_no, reason, due_at, changed_at, revision) \
    SELECT $1, $2, $3, $4, $5, 'draft', $6, $7, p.born_in, '', FALSE, '', '', FALSE, FALSE, FALSE, \
        '', '', $8, $5, 1 FROM person p WHERE p.id = $1 RETURNING id";
const CHANGE: &str = "UPDATE lecturer_application SET title = $3, field_id = $4, born_in = $5, \
    education = $6, work_years = $7, cv = $8, wants_schools = $9, course_id = $10, \
    changed_at = $11, revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state = 'draft'";
const MOVE: &str = "UPDATE lecturer_application SET state = $3, last_step = $4, reason = $5, \
    due_at = $6, changed_at = $7, revision = revision + 1 WHERE id = $1 AND revision = $2";
const EXTEND: &str = "UPDATE lecturer_application SET due_at = $2 \
    WHERE id = $1 AND state = 'trial'";
const ENDORSE: &str = "UPDATE lecturer_application SET opinion = $2, contact = $3, \
    endorser_id = $4, endorsed_at = $5, is_by_office = $6 WHERE id = $1";
const SCREEN: &str = "UPDATE lecturer_application SET screener_id = $2, screened_at = $3, \
    is_skilled = $4, is_healthy = $5, checked_on = $6 WHERE id = $1";
const DECIDE: &str = "UPDATE lecturer_application SET decider_id = $2, decided_at = $3, \
    document_no = $4, appointment_id = $5 WHERE id = $1";

impl Conn {
    /// One application.
    pub async fn find_lecturer_application(
        &mut self,
        id: LecturerApplicationId,
    ) -> Result<Option<LecturerApplicationRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The application of somebody that waits for something.
    pub async fn find_live_application(
        &mut self,
        person: PersonId,
    ) -> Result<Option<LecturerApplicationRow>, StoreError> {
        self.one(sql(LIVE_OF).bind(person)).await
    }

    /// The newest application of somebody.
    pub async fn find_newest_application(
        &mut self,
        person: PersonId,
    ) -> Result<Option<LecturerApplicationRow>, StoreError> {
        self.one(sql(NEWEST_OF).bind(person)).await
    }

    /// The newest application whose trial is of a course.
    pub async fn find_application_of_course(
        &mut self,
        course: CourseId,
    ) -> Result<Option<LecturerApplicationRow>, StoreError> {
        self.one(sql(OF_COURSE).bind(course)).await
    }

    /// Applications by what a list is asked for, the newest first, from a number down; at most so
    /// many.
    pub async fn list_lecturer_applications(
        &mut self,
        search: &ApplicationSearch<'_>,
        up_to: LecturerApplicationId,
        limit: i64,
    ) -> Result<Vec<LecturerApplicationRow>, StoreError> {
        let words = like_pattern(search.words);
        let needle = needle(search.words);
        let mut found = sql(LIST).bind(up_to);
        if !search.words.is_empty() {
            found = found.push(" AND (p.name LIKE ").value(&words);
            found = found.push(" ESCAPE '!' OR o.name LIKE ").value(&words).push(" ESCAPE '!'");
            if !needle.is_empty() {
                let among = " OR a.person_id IN (SELECT person_id FROM search_key \
                    WHERE suffix >= ";
                found = found.push(among).value(&needle).push(" AND suffix < ");
                found = found.value(needle_end(&needle)).push(")");
            }
            found = found.push(")");
        }
        if !search.states.is_empty() {
            found = found.push(" AND a.state IN ").list(search.states.iter().copied());
        }
        let found = seen(found, search);
        self.all(found.push(" ORDER BY a.id DESC LIMIT ").value(limit)).await
    }

    /// How many applications stand in some states within a reach, and the first deadline.
    pub async fn count_lecturer_applications(
        &mut self,
        states: &[ApplicationState],
        reach: &Reach,
    ) -> Result<(i64, Option<DateTime<Utc>>), StoreError> {
        let counted = sql(COUNT).list(states.iter().copied());
        self.only(counted.within("a.region_id", "a.organisation_id", reach)).await
    }

    /// Live applications whose deadline lies between two instants, of which nobody was reminded.
    pub async fn list_awaited_applications(
        &mut self,
        reminder: Reminder,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<Vec<LecturerApplicationRow>, StoreError> {
        self.all(bound!(AWAITED; from, until, reminder)).await
    }

    /// Whether somebody is in the pool of experts on a day.
    pub async fn is_expert(
        &mut self,
        person: PersonId,
        day: NaiveDate,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_EXPERT).bind(person).bind(day)).await?;
        Ok(n > 0)
    }
}

/// What the reader of a list sees: what is within reach, and the own one.
fn seen<'a>(found: Statement<'a>, search: &ApplicationSearch<'a>) -> Statement<'a> {
    if *search.reach == Reach::Everything {
        return found;
    }
    let found = found.push(" AND (a.person_id = ").value(search.own).push(" OR (1 = 1");
    found.within("a.region_id", "a.organisation_id", search.reach).push("))")
}

impl Tx {
    /// Opens an application; [`StoreError::Conflict`]: the person has one that waits for something.
    pub async fn add_lecturer_application(
        &mut self,
        new: &NewLecturerApplication<'_>,
    ) -> Result<LecturerApplicationId, StoreError> {
        self.only(bound!(ADD; new.person_id, new.unit_id, new.region_id, new.opener_id, new.at,
            new.title, new.field_id, new.due_at))
            .await
    }

    /// Writes what the applicant says; `false`: it is no draft, or not as it was read.
    pub async fn change_lecturer_application(
        &mut self,
        (id, revision): (LecturerApplicationId, i64),
        facts: &ApplicationFacts,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let f = facts;
        let born_in = f.born_in.map(|month| month.to_string());
        self.is_changed(
            bound!(CHANGE; id, revision, &f.title, f.field, born_in.as_deref(), f.education,
            f.years, &f.cv, f.wants_schools, f.course, at),
        )
        .await
    }

    /// Moves an application on; `false`: somebody else has, since this revision.
    pub async fn move_lecturer_application(
        &mut self,
        step: &ApplicationMove<'_>,
    ) -> Result<bool, StoreError> {
        let s = step;
        self.is_changed(bound!(MOVE; s.id, s.revision, s.to, s.step, s.reason, s.due_at, s.at))
            .await
    }

    /// Sets until when the next round of a trial is waited for.
    pub async fn extend_application_trial(
        &mut self,
        id: LecturerApplicationId,
        due_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(EXTEND).bind(id).bind(due_at)).await
    }

    /// Writes down a unit's word, and whether an office has said it.
    pub async fn set_endorsement(
        &mut self,
        id: LecturerApplicationId,
        (opinion, contact): (&str, &str),
        (endorser, is_by_office): (PersonId, bool),
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(bound!(ENDORSE; id, opinion, contact, endorser, at, is_by_office)).await
    }

    /// Writes down that somebody was found eligible, and by what.
    pub async fn set_screening(
        &mut self,
        id: LecturerApplicationId,
        seen: &Screening,
        screener: PersonId,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(
            bound!(SCREEN; id, screener, at, seen.is_skilled, seen.is_healthy, seen.checked_on),
        )
        .await
    }

    /// Writes down who has decided, and the term that began.
    pub async fn set_admission(
        &mut self,
        id: LecturerApplicationId,
        decider: PersonId,
        term: Option<(AppointmentId, &str)>,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let (appointment, document_no) = term.unzip();
        let document_no = document_no.unwrap_or_default();
        self.run(bound!(DECIDE; id, decider, at, document_no, appointment)).await
    }
}
