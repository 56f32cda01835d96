//! Trainings: plans, places, and who was there in which half-day.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    credit_hour::{ActivityKind, HalfDay},
    role::Scope,
    training_event::{EnrolmentState, TrainingPlan, TrainingState},
};

use crate::{Conn, Reach, StoreError, Tx, pool::on_each};

/// A training.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TrainingRow {
    /// Key.
    pub id: i64,
    /// State.
    #[sqlx(try_from = "String")]
    pub state: TrainingState,
    /// Title.
    pub title: String,
    /// What it is.
    #[sqlx(try_from = "String")]
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
    pub region_id: Option<i64>,
    /// Or the organisation.
    pub organisation_id: Option<i64>,
    /// Who planned it.
    pub planner_id: i64,
    /// Counts the changes, for compare-and-set.
    pub revision: i64,
}

/// A half-day of a training.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct HalfDayRow {
    /// Key.
    pub id: i64,
    /// The date.
    pub held_on: NaiveDate,
    /// Which part of it.
    #[sqlx(try_from = "String")]
    pub half_day: HalfDay,
}

/// Somebody's place at a training.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct EnrolmentRow {
    /// Key.
    pub id: i64,
    /// The training.
    pub event_id: i64,
    /// Who.
    pub person_id: i64,
    /// The name.
    pub name: String,
    /// The party that is taken.
    pub party_id: i64,
    /// Present workplace.
    pub workplace: Option<String>,
    /// State.
    #[sqlx(try_from = "String")]
    pub state: EnrolmentState,
}

macro_rules! columns {
    () => {
        "SELECT e.id, e.state, e.title, e.kind, e.organiser, e.place, e.content, e.starts_on, \
         e.ends_on, e.enrol_until, e.region_id, e.organisation_id, e.planner_id, e.revision \
         FROM training_event e "
    };
}

const COLUMNS: &str = columns!();
const FIND: &str = concat!(columns!(), "WHERE e.id = $1");
const FOR_PERSON: &str = concat!(
    columns!(),
    "WHERE e.state = 'published' AND e.ends_on >= $1 \
     AND ((e.region_id IS NULL AND e.organisation_id IS NULL) \
     OR e.region_id IN (SELECT k.ancestor_id FROM region_closure k JOIN person p \
        ON p.region_id = k.descendant_id WHERE p.id = $2) \
     OR e.organisation_id IN (SELECT k.ancestor_id FROM organisation_closure k \
        JOIN affiliation a ON a.organisation_id = k.descendant_id \
        WHERE a.person_id = $2 AND a.ends_on IS NULL)) ORDER BY e.starts_on, e.id LIMIT 200"
);
const OF_PERSON: &str = concat!(
    columns!(),
    "JOIN enrolment n ON n.event_id = e.id WHERE n.person_id = $1 \
     AND n.state IN ('applied', 'approved', 'attended', 'partial', 'absent') \
     AND e.ends_on >= $2 ORDER BY e.starts_on, e.id LIMIT 200"
);
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
    revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'draft'";
const ADD_HALF_DAY: &str =
    "INSERT INTO training_half_day (event_id, held_on, half_day) VALUES ($1, $2, $3)";
const CLEAR_HALF_DAYS: &str = "DELETE FROM training_half_day WHERE event_id = $1";
const MOVE: &str = "UPDATE training_event SET state = $3, revision = revision + 1 \
    WHERE id = $1 AND state = $2";
const HOLD: &str = "UPDATE training_event SET state = state \
    WHERE id = $1 AND state = 'published'";
const TOUCH: &str = "UPDATE training_event SET revision = revision + 1 \
    WHERE id = $1 AND revision = $2 AND state = 'published'";
const ENROL: &str = "INSERT INTO enrolment (event_id, person_id, state, created_at) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (event_id, person_id) DO UPDATE \
    SET state = excluded.state WHERE enrolment.state IN ('withdrawn', 'rejected', 'applied') \
    RETURNING id";
const MOVE_ENROLMENT: &str = "UPDATE enrolment SET state = $3 WHERE id = $1 AND state = $2";
const CLEAR_ATTENDANCE: &str = "DELETE FROM attendance WHERE enrolment_id IN \
    (SELECT id FROM enrolment WHERE event_id = $1)";
const ATTEND: &str = "INSERT INTO attendance (enrolment_id, half_day_id) VALUES ($1, $2)";

impl Conn {
    /// One training.
    pub async fn find_training(&mut self, id: i64) -> Result<Option<TrainingRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FIND).bind(id).fetch_optional(c).await?))
    }

    /// Trainings that an office holds and that end on a day or later, the last first; at most 200.
    pub async fn list_trainings(
        &mut self,
        reach: &Reach,
        from: NaiveDate,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        Ok(on_each!(self, c => {
            let mut q = sqlx::QueryBuilder::new(COLUMNS);
            q.push("WHERE e.ends_on >= ").push_bind(from);
            if let Reach::Within { regions, organisations } = reach {
                q.push(" AND (e.region_id IN (0");
                for region in regions { q.push(", ").push_bind(*region); }
                q.push(") OR e.organisation_id IN (0");
                for organisation in organisations { q.push(", ").push_bind(*organisation); }
                q.push("))");
            }
            q.push(" ORDER BY e.ends_on DESC, e.id DESC LIMIT 200");
            q.build_query_as().fetch_all(c).await?
        }))
    }

    /// Published trainings for a person's region and unit that end on a day or later.
    pub async fn list_trainings_for(
        &mut self,
        person: i64,
        from: NaiveDate,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(FOR_PERSON)
            .bind(from).bind(person).fetch_all(c).await?))
    }

    /// Trainings at which a person has or has asked for a place, and that end on a day or later.
    pub async fn list_trainings_of(
        &mut self,
        person: i64,
        from: NaiveDate,
    ) -> Result<Vec<TrainingRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(OF_PERSON)
            .bind(person).bind(from).fetch_all(c).await?))
    }

    /// The half-days of a training by time.
    pub async fn list_half_days(&mut self, event: i64) -> Result<Vec<HalfDayRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(HALF_DAYS).bind(event).fetch_all(c).await?))
    }

    /// Everybody who asked for or has a place, by name.
    pub async fn list_enrolments(&mut self, event: i64) -> Result<Vec<EnrolmentRow>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(ENROLMENTS).bind(event).fetch_all(c).await?))
    }

    /// Who was there when: pairs of enrolment and half-day.
    pub async fn list_attendance(&mut self, event: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_as(ATTENDANCE).bind(event).fetch_all(c).await?))
    }
}

impl Tx {
    /// Adds a training with its half-days, as a draft.
    pub async fn add_training(
        &mut self,
        plan: &TrainingPlan,
        scope: Scope,
        planner: i64,
        at: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        let (p, region, organisation) = match scope {
            Scope::Everything => (plan, None, None),
            Scope::Region(region) => (plan, Some(region.0), None),
            Scope::Organisation(organisation) => (plan, None, Some(organisation.0)),
        };
        let id: i64 = on_each!(self, c => sqlx::query_scalar(ADD)
            .bind(&p.title).bind(p.kind.as_str()).bind(&p.organiser).bind(&p.place)
            .bind(&p.content).bind(p.first_day).bind(p.last_day).bind(p.enrol_until)
            .bind(region).bind(organisation).bind(planner).bind(at).fetch_one(c).await?);
        self.set_half_days(id, plan).await?;
        Ok(id)
    }

    /// Changes a draft; `false`: somebody was faster.
    pub async fn change_training(
        &mut self,
        id: i64,
        revision: i64,
        plan: &TrainingPlan,
    ) -> Result<bool, StoreError> {
        let p = plan;
        let changed = on_each!(self, c => sqlx::query(CHANGE)
            .bind(id).bind(revision).bind(&p.title).bind(p.kind.as_str()).bind(&p.organiser)
            .bind(&p.place).bind(&p.content).bind(p.first_day).bind(p.last_day)
            .bind(p.enrol_until).execute(c).await?.rows_affected());
        if changed == 1 {
            self.set_half_days(id, plan).await?;
        }
        Ok(changed == 1)
    }

    async fn set_half_days(&mut self, id: i64, plan: &TrainingPlan) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(CLEAR_HALF_DAYS).bind(id).execute(c).await.map(|_| ())?);
        for (day, half_day) in plan.all_half_days() {
            on_each!(self, c => sqlx::query(ADD_HALF_DAY)
                .bind(id).bind(day).bind(half_day.as_str()).execute(c).await.map(|_| ())?);
        }
        Ok(())
    }

    /// Moves a training from one state to another; `false`: it was not in the first.
    pub async fn move_training(
        &mut self,
        id: i64,
        from: TrainingState,
        to: TrainingState,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(MOVE)
            .bind(id).bind(from.as_str()).bind(to.as_str()).execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Holds a published training as it is until the transaction ends; `false`: it is not published
    /// any more. Whoever gives or asks for a place begins with this.
    pub async fn hold_training(&mut self, id: i64) -> Result<bool, StoreError> {
        let held = on_each!(self, c => sqlx::query(HOLD)
            .bind(id).execute(c).await?.rows_affected());
        Ok(held == 1)
    }

    /// Counts a change of the roster; `false`: somebody was faster, or the training is over.
    pub async fn touch_training(&mut self, id: i64, revision: i64) -> Result<bool, StoreError> {
        let touched = on_each!(self, c => sqlx::query(TOUCH)
            .bind(id).bind(revision).execute(c).await?.rows_affected());
        Ok(touched == 1)
    }

    /// Gives or asks for a place; none: the person has one already.
    pub async fn enrol(
        &mut self,
        event: i64,
        person: i64,
        state: EnrolmentState,
        at: DateTime<Utc>,
    ) -> Result<Option<i64>, StoreError> {
        Ok(on_each!(self, c => sqlx::query_scalar(ENROL)
            .bind(event).bind(person).bind(state.as_str()).bind(at).fetch_optional(c).await?))
    }

    /// Moves an enrolment from one state to another; `false`: it was not in the first.
    pub async fn move_enrolment(
        &mut self,
        id: i64,
        from: EnrolmentState,
        to: EnrolmentState,
    ) -> Result<bool, StoreError> {
        let moved = on_each!(self, c => sqlx::query(MOVE_ENROLMENT)
            .bind(id).bind(from.as_str()).bind(to.as_str()).execute(c).await?.rows_affected());
        Ok(moved == 1)
    }

    /// Replaces who was there when.
    pub async fn set_attendance(
        &mut self,
        event: i64,
        present: &[(i64, i64)],
    ) -> Result<(), StoreError> {
        on_each!(self, c => sqlx::query(CLEAR_ATTENDANCE).bind(event).execute(c).await.map(|_| ())?);
        for (enrolment, half_day) in present {
            on_each!(self, c => sqlx::query(ATTEND)
                .bind(enrolment).bind(half_day).execute(c).await.map(|_| ())?);
        }
        Ok(())
    }
}
