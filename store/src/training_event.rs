//! Trainings: plans, places, and who was there in which half-day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    credit_hour::{ActivityKind, HalfDay},
    id::{EnrolmentId, HalfDayId, OrganisationId, PartyId, PersonId, RegionId, TrainingEventId},
    role::Scope,
    training_event::{EnrolmentState, TrainingPlan, TrainingState},
};

use crate::{
    Conn, Reach, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingRow {
    /// Key.
    pub id: TrainingEventId,
    /// State.
    pub state: TrainingState,
    /// Title.
    pub title: String,
    /// What it is.
    pub kind: ActivityKind,
    /// Who holds it.
    pub organiser: String,
    /// Where.
    pub place: String,
    /// What is taught.
    pub content: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// The last day of enrolment.
    pub enrol_until: NaiveDate,
    /// The region whose association holds it.
    pub region_id: Option<RegionId>,
    /// Or the organisation.
    pub organisation_id: Option<OrganisationId>,
    /// Who planned it.
    pub planner_id: PersonId,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

decoded! {
    TrainingRow: id, state, title, kind, organiser, place, content, starts_on, ends_on,
    enrol_until, region_id, organisation_id, planner_id, revision
}

/// A half-day of a training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfDayRow {
    /// Key.
    pub id: HalfDayId,
    /// The date.
    pub held_on: NaiveDate,
    /// Which part of it.
    pub half_day: HalfDay,
}

decoded! { HalfDayRow: id, held_on, half_day }

/// Somebody's place at a training.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnrolmentRow {
    /// Key.
    pub id: EnrolmentId,
    /// The training.
    pub event_id: TrainingEventId,
    /// Who.
    pub person_id: PersonId,
    /// The name.
    pub name: String,
    /// The party that is taken.
    pub party_id: PartyId,
    /// Present workplace.
    pub workplace: Option<String>,
    /// State.
    pub state: EnrolmentState,
}

decoded! { EnrolmentRow: id, event_id, person_id, name, party_id, workplace, state }

pub(crate) const COLUMNS: &str = "SELECT e.id, e.state, e.title, e.kind, e.organiser, e.place, e.content, \
    e.starts_on, e.ends_on, e.enrol_until, e.region_id, e.organisation_id, e.planner_id, \
    e.revision FROM training_event e ";
const FIND: &str = text![COLUMNS, "WHERE e.id = $1"];
/// A training of station managers is for them alone; `$1` is the day.
macro_rules! for_role {
    ($person:literal) => {
        text![
            "(e.kind <> 'station_manager_training' OR EXISTS (SELECT 1 FROM role_grant r \
                WHERE r.role = 'station_manager' AND r.starts_on <= $1 \
                AND (r.ends_on IS NULL OR r.ends_on > $1) AND r.person_id = ",
            $person,
            "))"
        ]
    };
}
pub(crate) use for_role;
const FOR_PERSON: &str = text![
    COLUMNS,
    "WHERE e.state = 'published' AND e.ends_on >= $1 AND ",
    for_role!("$2"),
    " \
     AND ((e.region_id IS NULL AND e.organisation_id IS NULL) \
     OR e.region_id IN (SELECT k.ancestor_id FROM region_closure k JOIN person p \
        ON p.region_id = k.descendant_id WHERE p.id = $2) \
     OR e.organisation_id IN (SELECT k.ancestor_id FROM organisation_closure k \
        JOIN affiliation a ON a.organisation_id = k.descendant_id \
        WHERE a.person_id = $2 AND a.ends_on IS NULL)) ORDER BY e.starts_on, e.id"
];
/// The inverse of [`FOR_PERSON`]: who has hours of the own, and an account to hear of it.
const TRAINEES: &str = "SELECT DISTINCT p.id FROM person p JOIN account o ON o.person_id = p.id \
    JOIN role_grant g ON g.person_id = p.id JOIN training_event e ON e.id = $1 \
    WHERE g.role IN ('tutor', 'station_manager', 'lecturer') AND g.starts_on <= $2 \
    AND (e.kind <> 'station_manager_training' OR g.role = 'station_manager') \
    AND (g.ends_on IS NULL OR g.ends_on > $2) AND o.closed_at IS NULL AND p.merged_into IS NULL \
    AND ((e.region_id IS NULL AND e.organisation_id IS NULL) \
    OR e.region_id IN (SELECT k.ancestor_id FROM region_closure k \
        WHERE k.descendant_id = p.region_id) \
    OR e.organisation_id IN (SELECT k.ancestor_id FROM organisation_closure k \
        JOIN affiliation a ON a.organisation_id = k.descendant_id \
        WHERE a.person_id = p.id AND a.ends_on IS NULL)) ORDER BY p.id";
const OF_PERSON: &str = text![
    COLUMNS,
    "JOIN enrolment n ON n.event_id = e.id WHERE n.person_id = $1 \
     AND n.state IN ('applied', 'approved', 'asked', 'attended', 'partial', 'absent') \
     AND e.ends_on >= $2 ORDER BY e.starts_on, e.id"
];
const HALF_DAYS: &str = "SELECT id, held_on, half_day FROM training_half_day WHERE event_id = $1 \
    ORDER BY held_on, CASE half_day WHEN 'morning' THEN 1 WHEN 'afternoon' THEN 2 ELSE 3 END";
const ENROLMENTS: &str = "SELECT n.id, n.event_id, n.person_id, p.name, p.party_id, \
    o.name AS workplace, n.state FROM enrolment n JOIN person p ON p.id = n.person_id \
    LEFT JOIN affiliation a ON a.person_id = p.id AND a.ends_on IS NULL \
    LEFT JOIN organisation o ON o.id = a.organisation_id \
    WHERE n.event_id = $1 ORDER BY p.name, n.id";
const ATTENDANCE: &str = "SELECT t.enrolment_id, t.half_day_id FROM enrolment n \
    JOIN attendance t ON t.enrolment_id = n.id WHERE n.event_id = $1";
const ADD: &str = "INSERT INTO training_event (state, title, kind, organiser, place, content, \
    starts_on, ends_on, enrol_until, region_id, organisation_id, planner_id, revision, created_at) \
    VALUES ('draft', $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12) RETURNING id";
const CHANGE: &str = "UPDATE training_event SET title = $3, kind = $4, organiser = $5, \
    place = $6, content = $7, starts_on = $8, ends_on = $9, enrol_until = $10, \
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state IN ('draft', 'published')";
const ADD_HALF_DAY: &str =
    "INSERT INTO training_half_day (event_id, held_on, half_day) VALUES ($1, $2, $3)";
const CLEAR_HALF_DAY: &str = "DELETE FROM attendance WHERE half_day_id = $1";
const REMOVE_HALF_DAY: &str = "DELETE FROM training_half_day WHERE id = $1";
const MOVE: &str = "UPDATE training_event SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2 AND revision = $4";
const TOUCH: &str = "UPDATE training_event SET revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state = $3";
const ENROL: &str = "INSERT INTO enrolment (event_id, person_id, state, created_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (event_id, person_id) DO UPDATE \
    SET state = excluded.state WHERE enrolment.state IN \
    ('withdrawn', 'rejected', 'removed', 'applied', 'asked') RETURNING id";
const MOVE_ENROLMENT: &str = "UPDATE enrolment SET state = $3 WHERE id = $1 AND state = $2";
const EVENT_OF: &str = "SELECT event_id FROM enrolment WHERE id = $1";
const CLEAR_PLACE: &str = "DELETE FROM attendance WHERE enrolment_id = $1";
const CLEAR_ATTENDANCE: &str = "DELETE FROM attendance WHERE enrolment_id IN \
    (SELECT id FROM enrolment WHERE event_id = $1)";
const ATTEND: &str = "INSERT INTO attendance (enrolment_id, half_day_id) VALUES ($1, $2)";

impl Conn {
    /// One training.
    pub async fn find_training(
        &mut self,
        id: TrainingEventId,
    ) -> Result<Option<TrainingRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Trainings that an office holds and that end on a day or later, the last first.
    pub async fn list_trainings(
        &mut self,
        reach: &Reach,
        from: NaiveDate,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        let statement = sql(COLUMNS).push("WHERE e.ends_on >= ").value(from).held_within(
            "e.region_id",
            "e.organisation_id",
            reach,
        );
        self.all(statement.push(" ORDER BY e.ends_on DESC, e.id DESC")).await
    }

    /// Published trainings for a person's region and unit that end on a day or later.
    pub async fn list_trainings_for(
        &mut self,
        person: PersonId,
        from: NaiveDate,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        self.all(sql(FOR_PERSON).bind(from).bind(person)).await
    }

    /// For whom a training is and who could hear of it on a day: whoever has hours of the own.
    pub async fn list_trainees_of(
        &mut self,
        id: TrainingEventId,
        day: NaiveDate,
    ) -> Result<Vec<PersonId>, StoreError> {
        self.all(sql(TRAINEES).bind(id).bind(day)).await
    }

    /// Trainings at which a person has or has asked for a place, and that end on a day or later.
    pub async fn list_trainings_of(
        &mut self,
        person: PersonId,
        from: NaiveDate,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person).bind(from)).await
    }

    /// The half-days of a training by time.
    pub async fn list_half_days(
        &mut self,
        event: TrainingEventId,
    ) -> Result<Vec<HalfDayRow>, StoreError> {
        self.all(sql(HALF_DAYS).bind(event)).await
    }

    /// Everybody who asked for or has a place, by name.
    pub async fn list_enrolments(
        &mut self,
        event: TrainingEventId,
    ) -> Result<Vec<EnrolmentRow>, StoreError> {
        self.all(sql(ENROLMENTS).bind(event)).await
    }

    /// The training of a place.
    pub async fn find_event_of(
        &mut self,
        enrolment: EnrolmentId,
    ) -> Result<Option<TrainingEventId>, StoreError> {
        self.one(sql(EVENT_OF).bind(enrolment)).await
    }

    /// Who was there when: pairs of enrolment and half-day.
    pub async fn list_attendance(
        &mut self,
        event: TrainingEventId,
    ) -> Result<Vec<(EnrolmentId, HalfDayId)>, StoreError> {
        self.all(sql(ATTENDANCE).bind(event)).await
    }
}

impl Tx {
    /// Adds a training with its half-days, as a draft.
    pub async fn add_training(
        &mut self,
        plan: &TrainingPlan,
        scope: Scope,
        planner: PersonId,
        at: DateTime<Utc>,
    ) -> Result<TrainingEventId, StoreError> {
        let (p, region, organisation) = match scope {
            Scope::Everything => (plan, None, None),
            Scope::Region(region) => (plan, Some(region.0), None),
            Scope::Organisation(organisation) => (plan, None, Some(organisation.0)),
        };
        let id: TrainingEventId = self
            .only(bound!(ADD;
            &p.title, p.kind, &p.organiser, &p.place, &p.content, p.first_day, p.last_day,
            p.enrol_until, region, organisation, planner, at))
            .await?;
        self.set_half_days(id, plan).await?;
        Ok(id)
    }

    /// Changes what is planned or announced; `false`: somebody was faster, or it is over. Who was
    /// there at a half-day that is none any more is forgotten.
    pub async fn change_training(
        &mut self,
        id: TrainingEventId,
        revision: i64,
        plan: &TrainingPlan,
    ) -> Result<bool, StoreError> {
        let p = plan;
        let changed = self
            .is_changed(bound!(CHANGE;
            id, revision, &p.title, p.kind, &p.organiser, &p.place, &p.content, p.first_day,
            p.last_day, p.enrol_until))
            .await?;
        if changed {
            self.set_half_days(id, plan).await?;
        }
        Ok(changed)
    }

    async fn set_half_days(
        &mut self,
        id: TrainingEventId,
        plan: &TrainingPlan,
    ) -> Result<(), StoreError> {
        let known = self.list_half_days(id).await?;
        let planned: Vec<_> = plan.all_half_days().collect();
        for row in known.iter().filter(|row| !planned.contains(&(row.held_on, row.half_day))) {
            self.run(sql(CLEAR_HALF_DAY).bind(row.id)).await?;
            self.run(sql(REMOVE_HALF_DAY).bind(row.id)).await?;
        }
        for (day, half_day) in planned {
            if !known.iter().any(|row| (row.held_on, row.half_day) == (day, half_day)) {
                self.run(sql(ADD_HALF_DAY).bind(id).bind(day).bind(half_day)).await?;
            }
        }
        Ok(())
    }

    /// Moves a training on that is in a state at a revision; `false`: it is not any more.
    pub async fn move_training(
        &mut self,
        id: TrainingEventId,
        (from, revision): (TrainingState, i64),
        to: TrainingState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE).bind(id).bind(from).bind(to).bind(revision)).await
    }

    /// Counts a change of the roster of a training in a state; `false`: somebody was faster, or it
    /// is in another one.
    pub async fn touch_training(
        &mut self,
        id: TrainingEventId,
        (state, revision): (TrainingState, i64),
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(TOUCH).bind(id).bind(revision).bind(state)).await
    }

    /// Gives or asks for a place; none: the person has one already.
    pub async fn add_enrolment(
        &mut self,
        event: TrainingEventId,
        person: PersonId,
        state: EnrolmentState,
        at: DateTime<Utc>,
    ) -> Result<Option<EnrolmentId>, StoreError> {
        self.one(sql(ENROL).bind(event).bind(person).bind(state).bind(at)).await
    }

    /// Moves an enrolment from one state to another; `false`: it was not in the first.
    pub async fn move_enrolment(
        &mut self,
        id: EnrolmentId,
        from: EnrolmentState,
        to: EnrolmentState,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(MOVE_ENROLMENT).bind(id).bind(from).bind(to)).await
    }

    /// Forgets when somebody was there.
    pub async fn remove_attendance(&mut self, enrolment: EnrolmentId) -> Result<(), StoreError> {
        self.run(sql(CLEAR_PLACE).bind(enrolment)).await
    }

    /// Replaces who was there when.
    pub async fn set_attendance(
        &mut self,
        event: TrainingEventId,
        present: &[(EnrolmentId, HalfDayId)],
    ) -> Result<(), StoreError> {
        self.run(sql(CLEAR_ATTENDANCE).bind(event)).await?;
        for (enrolment, half_day) in present {
            self.run(sql(ATTEND).bind(enrolment).bind(half_day)).await?;
        }
        Ok(())
    }
}
