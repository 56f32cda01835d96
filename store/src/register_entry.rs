//! Registers: teams, e-stations, experts, the whitelist, safeguarding checks and seats.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{CourseId, FieldId, OrganisationId, PersonId, RegionId, RegisterEntryId, TeamMemberId},
    register_entry::{
        EntryDetail, EntryFacts, EntryState, RegisterKind, SeenCondition, StationCondition,
    },
};

use crate::{
    Conn, Reach, StoreError, Tx,
    catalogue::like_pattern,
    row::decoded,
    search::{needle, needle_end},
    statement::{Statement, bound, sql, text},
};

/// An entry with the names of what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterEntryRow {
    /// Key.
    pub id: RegisterEntryId,
    /// Of which register.
    pub kind: RegisterKind,
    /// Name of a team or a station.
    pub name: String,
    /// What a team is, or what seats are for.
    pub detail: Option<EntryDetail>,
    /// Leader, manager, expert, lecturer, or who was checked.
    pub person_id: Option<PersonId>,
    /// The name.
    pub person_name: Option<String>,
    /// The unit.
    pub organisation_id: Option<OrganisationId>,
    /// Its name.
    pub unit_name: Option<String>,
    /// The course.
    pub course_id: Option<CourseId>,
    /// The title of its newest version.
    pub course_title: Option<String>,
    /// The region.
    pub region_id: Option<RegionId>,
    /// Its name in Chinese.
    pub region_zh: Option<String>,
    /// Its name in English.
    pub region_en: Option<String>,
    /// Subject field.
    pub field_id: Option<FieldId>,
    /// Its name in Chinese.
    pub field_zh: Option<String>,
    /// Its name in English.
    pub field_en: Option<String>,
    /// Where a station is.
    pub address: String,
    /// Professional title of an expert.
    pub title: String,
    /// The document that says so.
    pub document_no: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; none: until it is ended.
    pub ends_on: Option<NaiveDate>,
    /// How many seats.
    pub n_seats: Option<i64>,
    /// A remark.
    pub note: String,
    /// State.
    pub state: EntryState,
    /// Why it rests, has ended, or goes on.
    pub reason: String,
    /// Who entered it.
    pub recorder_name: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// How many of the five conditions are met.
    pub n_met: i64,
    /// How many members a team has.
    pub n_members: i64,
    /// When a station's manager was last at a training.
    pub trained_on: Option<NaiveDate>,
    /// How many lectures a station's unit has hosted since it is on file.
    pub n_activities: i64,
    /// Counted up with every change.
    pub revision: i64,
}

decoded! {
    RegisterEntryRow: id, kind, name, detail, person_id, person_name, organisation_id, unit_name,
    course_id, course_title, region_id, region_zh, region_en, field_id, field_zh, field_en, address,
    title, document_no, starts_on, ends_on, n_seats, note, state, reason, recorder_name, created_at,
    n_met, n_members, trained_on, n_activities, revision
}

/// An entry to be written: what was typed, and what its names mean.
#[derive(Clone, Copy, Debug)]
pub struct NewRegisterEntry<'a> {
    /// Of which register.
    pub kind: RegisterKind,
    /// What was typed.
    pub facts: &'a EntryFacts,
    /// The person.
    pub person_id: Option<PersonId>,
    /// The unit.
    pub organisation_id: Option<OrganisationId>,
    /// The course.
    pub course_id: Option<CourseId>,
    /// The region.
    pub region_id: Option<RegionId>,
}

/// What a list of entries is asked for.
#[derive(Clone, Debug)]
pub struct RegisterSearch<'a> {
    /// Of this register.
    pub kind: RegisterKind,
    /// A part of a name, of the unit, the course or the document; or a person in pinyin.
    pub words: &'a str,
    /// In this state alone.
    pub state: Option<EntryState>,
    /// In this region alone, with all below it.
    pub region: Option<RegionId>,
    /// Only those that hold, end by this day, and have nothing after them.
    pub ending_by: Option<NaiveDate>,
    /// How far the reader sees.
    pub reach: &'a Reach,
}

/// A member of a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TeamMemberRow {
    /// Key.
    pub id: TeamMemberId,
    /// Who.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// Where the person works.
    pub workplace: Option<String>,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day; none: still a member.
    pub ends_on: Option<NaiveDate>,
}

decoded! { TeamMemberRow: id, person_id, name, workplace, starts_on, ends_on }

/// A condition of a station, as it was last seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationConditionRow {
    /// Which one.
    pub condition: StationCondition,
    /// Whether it is met.
    pub is_met: bool,
    /// When it was seen.
    pub seen_on: NaiveDate,
    /// By whom.
    pub seer_name: String,
}

decoded! { StationConditionRow: condition, is_met, seen_on, seer_name }

impl From<&StationConditionRow> for SeenCondition {
    fn from(row: &StationConditionRow) -> Self {
        Self { condition: row.condition, is_met: row.is_met, seen_on: row.seen_on }
    }
}

/// Who processes data for the association, as anybody may read it (`LAW-13`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicProcessor {
    /// Name.
    pub name: String,
    /// What it does.
    pub detail: Option<EntryDetail>,
    /// Which data, and what for.
    pub note: String,
    /// The first day of the contract.
    pub starts_on: NaiveDate,
    /// Its last day.
    pub ends_on: Option<NaiveDate>,
}

decoded! { PublicProcessor: name, detail, note, starts_on, ends_on }

const JOINED: &str = "FROM register_entry e \
    LEFT JOIN person p ON p.id = e.person_id \
    LEFT JOIN organisation o ON o.id = e.organisation_id \
    LEFT JOIN region r ON r.id = e.region_id \
    LEFT JOIN field f ON f.id = e.field_id \
    JOIN person w ON w.id = e.recorder_id ";
const COURSE_TITLE: &str = "(SELECT v.title FROM course_version v WHERE v.id = \
    (SELECT MAX(n.id) FROM course_version n WHERE n.course_id = e.course_id))";
const COLUMNS: &str = text![
    "SELECT e.id, e.kind, e.name, e.detail, e.person_id, p.name AS person_name, \
    e.organisation_id, o.name AS unit_name, e.course_id, ",
    COURSE_TITLE,
    " AS course_title, e.region_id, r.name_zh AS region_zh, r.name_en AS region_en, e.field_id, \
    f.name_zh AS field_zh, f.name_en AS field_en, e.address, e.title, e.document_no, e.starts_on, \
    e.ends_on, e.n_seats, e.note, e.state, e.reason, w.name AS recorder_name, e.created_at, \
    (SELECT COUNT(*) FROM station_condition s WHERE s.entry_id = e.id AND s.is_met) AS n_met, \
    (SELECT COUNT(*) FROM team_member m WHERE m.entry_id = e.id AND m.ends_on IS NULL) \
        AS n_members, \
    (SELECT MAX(t.ends_on) FROM enrolment n JOIN training_event t ON t.id = n.event_id \
        WHERE e.kind = 'e_station' AND n.person_id = e.person_id \
        AND n.state IN ('attended', 'partial')) AS trained_on, \
    (SELECT COUNT(*) FROM host_unit u JOIN lecture_request q ON q.host_unit_id = u.id \
        JOIN delivery d ON d.request_id = q.id \
        WHERE e.kind = 'e_station' AND u.organisation_id = e.organisation_id \
        AND d.state IN ('held', 'verified') AND d.starts_at >= e.starts_on) AS n_activities, \
    e.revision ",
    JOINED
];
const FIND: &str = text![COLUMNS, "WHERE e.id = $1"];
const LIST: &str = text![COLUMNS, "WHERE e.kind = $1 AND e.id <= $2"];
const ENDING: &str = " AND e.state = 'listed' AND NOT EXISTS (SELECT 1 FROM register_entry n \
    WHERE n.kind = e.kind AND n.person_id = e.person_id AND n.state = 'listed' \
    AND (n.ends_on > e.ends_on OR (n.ends_on = e.ends_on AND n.id > e.id))) AND e.ends_on <= ";
const COUNT: &str = "SELECT e.kind, COUNT(*) FROM register_entry e \
    WHERE e.state <> 'ended' AND e.kind IN ";
const COUNT_ENDING: &str =
    "SELECT COUNT(*) AS n, MIN(e.ends_on) AS first_on FROM register_entry e WHERE e.kind = $1";
const MEMBERS: &str = "SELECT m.id, m.person_id, p.name, o.name AS workplace, m.starts_on, \
    m.ends_on FROM team_member m JOIN person p ON p.id = m.person_id \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id \
    WHERE m.entry_id = $1 ORDER BY m.ends_on IS NOT NULL, m.starts_on, m.id";
const CONDITIONS: &str = "SELECT s.condition, s.is_met, s.seen_on, p.name AS seer_name \
    FROM station_condition s JOIN person p ON p.id = s.seer_id WHERE s.entry_id = $1";
const CHECKED_UNTIL: &str = "SELECT person_id, MAX(ends_on) FROM register_entry \
    WHERE kind = 'safeguarding' AND state = 'listed' AND person_id IN ";
const PROCESSORS: &str = "SELECT name, detail, note, starts_on, ends_on FROM register_entry \
    WHERE kind = 'processor' AND state = 'listed' AND starts_on <= $1 \
    AND (ends_on IS NULL OR ends_on >= $1) ORDER BY name, id";
const IS_MANAGER: &str = "SELECT COUNT(*) FROM register_entry WHERE kind = 'e_station' \
    AND state <> 'ended' AND person_id = $1";
/// `$1` is the host's region: an entry of the region, or of one above it.
const WHITELISTED: &str = "SELECT x.lecturer_id, x.course_id, e.starts_on, e.ends_on \
    FROM register_entry e JOIN (SELECT i.id, i.person_id AS lecturer_id, \
        CAST(NULL AS BIGINT) AS course_id FROM register_entry i WHERE i.person_id IS NOT NULL \
        UNION ALL SELECT i.id, c.lecturer_id, c.id FROM register_entry i \
            JOIN course c ON c.id = i.course_id \
        UNION ALL SELECT i.id, a.person_id, NULL FROM register_entry i \
            JOIN affiliation a ON a.organisation_id = i.organisation_id AND a.ends_on IS NULL \
            WHERE i.person_id IS NULL AND i.course_id IS NULL) x ON x.id = e.id \
    WHERE e.kind = 'whitelist' AND e.state = 'listed' AND e.region_id IN \
        (SELECT ancestor_id FROM region_closure WHERE descendant_id = $1) AND x.lecturer_id IN ";
const HAS_WHITELIST: &str = "SELECT COUNT(*) FROM register_entry e WHERE e.kind = 'whitelist' \
    AND e.state = 'listed' AND e.starts_on <= $2 AND (e.ends_on IS NULL OR e.ends_on >= $2) \
    AND e.region_id IN (SELECT ancestor_id FROM region_closure WHERE descendant_id = $1)";
const COUNT_STATIONS: &str =
    "SELECT COUNT(*) FROM register_entry e WHERE e.kind = 'e_station' AND e.state = $1";
const COURSES_TITLED: &str = "SELECT DISTINCT course_id FROM course_version WHERE title = $1 \
    AND state IN ('approved', 'listed', 'suspended') ORDER BY course_id LIMIT 9";
const ADD: &str = "INSERT INTO register_entry (kind, name, detail, person_id, organisation_id, \
    course_id, region_id, field_id, address, title, document_no, starts_on, ends_on, n_seats, note, \
    state, reason, recorder_id, created_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
    $10, $11, $12, $13, $14, $15, $16, '', $17, $18, 1) RETURNING id";
const CHANGE: &str = "UPDATE register_entry SET name = $3, detail = $4, person_id = $5, \
    organisation_id = $6, course_id = $7, region_id = $8, field_id = $9, address = $10, \
    title = $11, document_no = $12, starts_on = $13, ends_on = $14, n_seats = $15, note = $16, \
    revision = revision + 1 WHERE id = $1 AND revision = $2";
const MOVE: &str = "UPDATE register_entry SET state = $3, reason = $4, revision = revision + 1 \
    WHERE id = $1 AND revision = $2";
const TOUCH: &str = "UPDATE register_entry SET revision = revision + 1 WHERE id = $1 \
    AND revision = $2";
const ADD_MEMBER: &str = "INSERT INTO team_member (entry_id, person_id, starts_on) \
    VALUES ($1, $2, $3) RETURNING id";
const END_MEMBER: &str = "UPDATE team_member SET ends_on = $3 \
    WHERE id = $1 AND entry_id = $2 AND ends_on IS NULL AND starts_on <= $3";
const SEE: &str = "INSERT INTO station_condition (entry_id, condition, is_met, seen_on, seer_id) \
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (entry_id, condition) DO UPDATE SET \
    is_met = excluded.is_met, seen_on = excluded.seen_on, seer_id = excluded.seer_id";

impl Conn {
    /// One entry.
    pub async fn find_register_entry(
        &mut self,
        id: RegisterEntryId,
    ) -> Result<Option<RegisterEntryRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Entries by what a list is asked for, the newest first, from a number down; at most so many.
    pub async fn list_register_entries(
        &mut self,
        search: &RegisterSearch<'_>,
        up_to: RegisterEntryId,
        limit: i64,
    ) -> Result<Vec<RegisterEntryRow>, StoreError> {
        let words = like_pattern(search.words);
        let needle = needle(search.words);
        let mut found = sql(LIST).bind(search.kind).bind(up_to);
        if !search.words.is_empty() {
            found =
                found.push(" AND (e.name LIKE ").value(&words).push(" ESCAPE '!' OR p.name LIKE ");
            found = found.value(&words).push(" ESCAPE '!' OR o.name LIKE ").value(&words);
            found =
                found.push(" ESCAPE '!' OR e.document_no LIKE ").value(&words).push(" ESCAPE '!'");
            found = found.push(" OR ").push(COURSE_TITLE).push(" LIKE ").value(&words);
            found = found.push(" ESCAPE '!'");
            if !needle.is_empty() {
                found = found
                    .push(
                        " OR e.person_id IN (SELECT person_id FROM search_key \
                    WHERE suffix >= ",
                    )
                    .value(&needle)
                    .push(" AND suffix < ");
                found = found.value(needle_end(&needle)).push(")");
            }
            found = found.push(")");
        }
        if let Some(state) = search.state {
            found = found.push(" AND e.state = ").value(state);
        }
        if let Some(day) = search.ending_by {
            found = found.push(ENDING).value(day);
        }
        if let Some(region) = search.region {
            let below = Reach::Within { regions: vec![region], organisations: Vec::new() };
            found = found.within_regions("e.region_id", &below);
        }
        let found = found.within("e.region_id", "e.organisation_id", search.reach);
        self.all(found.push(" ORDER BY e.id DESC LIMIT ").value(limit)).await
    }

    /// How many entries of each register are not ended, within a reach.
    pub async fn count_register_entries(
        &mut self,
        kinds: &[RegisterKind],
        reach: &Reach,
    ) -> Result<Vec<(RegisterKind, i64)>, StoreError> {
        let counted = sql(COUNT).list(kinds.iter().copied());
        let counted = counted.within("e.region_id", "e.organisation_id", reach);
        self.all(counted.push(" GROUP BY e.kind ORDER BY e.kind")).await
    }

    /// How many entries of a register end by a day with nothing after them, and the first day.
    pub async fn count_register_ending(
        &mut self,
        kind: RegisterKind,
        reach: &Reach,
        day: NaiveDate,
    ) -> Result<(i64, Option<NaiveDate>), StoreError> {
        let counted = sql(COUNT_ENDING).bind(kind).push(ENDING).value(day);
        self.only(counted.within("e.region_id", "e.organisation_id", reach)).await
    }

    /// How many e-stations within reach stand somewhere.
    pub async fn count_stations(
        &mut self,
        state: EntryState,
        reach: &Reach,
    ) -> Result<i64, StoreError> {
        let counted = sql(COUNT_STATIONS).bind(state);
        self.only(counted.within("e.region_id", "e.organisation_id", reach)).await
    }

    /// Whether anything stands on the whitelists that hold in a region on a day.
    pub async fn has_whitelist(
        &mut self,
        region: RegionId,
        day: NaiveDate,
    ) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(HAS_WHITELIST).bind(region).bind(day)).await?;
        Ok(n > 0)
    }

    /// The members of a team, those of today first.
    pub async fn list_team_members(
        &mut self,
        entry: RegisterEntryId,
    ) -> Result<Vec<TeamMemberRow>, StoreError> {
        self.all(sql(MEMBERS).bind(entry)).await
    }

    /// The conditions of a station that somebody has seen.
    pub async fn list_station_conditions(
        &mut self,
        entry: RegisterEntryId,
    ) -> Result<Vec<StationConditionRow>, StoreError> {
        self.all(sql(CONDITIONS).bind(entry)).await
    }

    /// Who processes data for the association on a day (`LAW-13`), by name.
    pub async fn list_processors(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<PublicProcessor>, StoreError> {
        self.all(sql(PROCESSORS).bind(day)).await
    }

    /// Whether somebody looks after an e-station that has not ended.
    pub async fn is_station_manager(&mut self, person: PersonId) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_MANAGER).bind(person)).await?;
        Ok(n > 0)
    }

    /// Until when the safeguarding check of each of some people holds; nothing of who has none.
    pub async fn list_checked_until(
        &mut self,
        people: &[PersonId],
    ) -> Result<Vec<(PersonId, NaiveDate)>, StoreError> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        self.all(grouped(sql(CHECKED_UNTIL).list(people))).await
    }

    /// What the whitelists that hold in a region say of some lecturers: of one course alone where it is
    /// named, from which day, until which day.
    pub async fn list_whitelisted(
        &mut self,
        region: RegionId,
        lecturers: &[PersonId],
    ) -> Result<Vec<(PersonId, Option<CourseId>, NaiveDate, Option<NaiveDate>)>, StoreError> {
        if lecturers.is_empty() {
            return Ok(Vec::new());
        }
        self.all(sql(WHITELISTED).bind(region).list(lecturers)).await
    }

    /// Courses of this title that were approved; at most nine.
    pub async fn list_courses_titled(&mut self, title: &str) -> Result<Vec<CourseId>, StoreError> {
        self.all(sql(COURSES_TITLED).bind(title)).await
    }
}

fn grouped(statement: Statement<'_>) -> Statement<'_> {
    statement.push(" GROUP BY person_id ORDER BY person_id")
}

impl Tx {
    /// Writes an entry; [`StoreError::Conflict`] if the unit has a number for the year and the category.
    pub async fn add_register_entry(
        &mut self,
        new: &NewRegisterEntry<'_>,
        recorder: PersonId,
        at: DateTime<Utc>,
    ) -> Result<RegisterEntryId, StoreError> {
        let f = new.facts;
        self.only(bound!(ADD; new.kind, &f.name, f.detail, new.person_id, new.organisation_id,
            new.course_id, new.region_id, f.field, &f.address, &f.title, &f.document_no,
            f.starts_on, f.ends_on, f.n_seats, &f.note, new.kind.first_state(), recorder, at))
            .await
    }

    /// Corrects an entry; `false`: somebody else has, since this revision.
    pub async fn change_register_entry(
        &mut self,
        (id, revision): (RegisterEntryId, i64),
        new: &NewRegisterEntry<'_>,
    ) -> Result<bool, StoreError> {
        let f = new.facts;
        self.is_changed(bound!(CHANGE; id, revision, &f.name, f.detail, new.person_id,
            new.organisation_id, new.course_id, new.region_id, f.field, &f.address, &f.title,
            &f.document_no, f.starts_on, f.ends_on, f.n_seats, &f.note))
            .await
    }

    /// Moves an entry to a state, with why; `false`: somebody was faster.
    pub async fn move_register_entry(
        &mut self,
        (id, revision): (RegisterEntryId, i64),
        to: EntryState,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(MOVE; id, revision, to, reason)).await
    }

    /// Adds a member to a team; [`StoreError::Conflict`] if the person is one.
    pub async fn add_team_member(
        &mut self,
        entry: RegisterEntryId,
        person: PersonId,
        starts_on: NaiveDate,
    ) -> Result<TeamMemberId, StoreError> {
        self.only(bound!(ADD_MEMBER; entry, person, starts_on)).await
    }

    /// Ends a membership on a day; `false`: it was ended, or began later.
    pub async fn end_team_member(
        &mut self,
        entry: RegisterEntryId,
        id: TeamMemberId,
        ends_on: NaiveDate,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(END_MEMBER; id, entry, ends_on)).await
    }

    /// Writes what somebody has seen of a station; `false`: the entry has changed since this revision.
    pub async fn set_station_conditions(
        &mut self,
        (id, revision): (RegisterEntryId, i64),
        seen: &[SeenCondition],
        by: PersonId,
    ) -> Result<bool, StoreError> {
        if !self.is_changed(bound!(TOUCH; id, revision)).await? {
            return Ok(false);
        }
        for one in seen {
            self.run(bound!(SEE; id, one.condition, one.is_met, one.seen_on, by)).await?;
        }
        Ok(true)
    }
}
