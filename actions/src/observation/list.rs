//! What there is to observe, who comes, and which lecturers nobody has observed this year.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveTime, Utc};
use domain::{
    assessment_year::AssessmentYear,
    id::{CourseId, PersonId},
    observation::{OBSERVERS, may_plan_observations, raises_question},
    role::Role,
    rulebook::Rule,
};
use store::{Conn, DeliveryRow, ObservationRow};

use crate::{ActionError, Actions, Call, to_utc};

/// All of each kind are listed.
const LISTED: i64 = i64::MAX;

/// Low observations of a course: is it to be suspended?
#[derive(Clone, Debug)]
pub struct SuspensionQuestion {
    /// The newest of them, whose version stands for the course.
    pub newest: ObservationRow,
    /// How many there are.
    pub n_low: usize,
}

/// What the office sees of all observations.
#[derive(Clone, Debug)]
pub struct OfficeObservations {
    /// Not handed in yet, by time.
    pub ahead: Vec<ObservationRow>,
    /// Handed in, the newest first.
    pub shared: Vec<ObservationRow>,
    /// Lectures that nobody observes, by time.
    pub observable: Vec<DeliveryRow>,
    /// How many lecturers have none this year.
    pub n_unobserved: i64,
    /// The first of them, by name.
    pub unobserved: Vec<(PersonId, String)>,
    /// Courses that may have to be suspended.
    pub questions: Vec<SuspensionQuestion>,
}

/// The observations of somebody.
#[derive(Clone, Debug)]
pub struct ObservationList {
    /// As the observer; the newest first.
    pub by_me: Vec<ObservationRow>,
    /// Of the own lectures; the newest first.
    pub of_me: Vec<ObservationRow>,
    /// Own lectures that can be offered.
    pub offerable: Vec<DeliveryRow>,
    /// For the office.
    pub office: Option<OfficeObservations>,
}

impl Actions {
    /// The observations of the caller, and for the office all of them.
    pub async fn observations(&self, call: &Call) -> Result<ObservationList, ActionError> {
        let actor = call.actor()?;
        let (person, is_lecturer) = (actor.person, actor.is(Role::Lecturer));
        let mut conn = self.store.read().await?;
        let by_me = if actor.is_any(OBSERVERS) {
            conn.list_observations_by(person).await?
        } else {
            Vec::new()
        };
        let (of_me, offerable) = if is_lecturer {
            let of_me = conn.list_observations_of(person).await?;
            let own = Some(person);
            (of_me, conn.list_observable_deliveries(own, call.now, LISTED).await?)
        } else {
            (Vec::new(), Vec::new())
        };
        let office =
            if may_plan_observations(actor) { Some(office(&mut conn, call).await?) } else { None };
        Ok(ObservationList { by_me, of_me, offerable, office })
    }
}

async fn office(conn: &mut Conn, call: &Call) -> Result<OfficeObservations, ActionError> {
    let (day, year) = (call.today(), year_of(call));
    Ok(OfficeObservations {
        ahead: conn.list_observations_ahead(LISTED).await?,
        shared: conn.list_shared_observations(LISTED).await?,
        observable: conn.list_observable_deliveries(None, call.now, LISTED).await?,
        n_unobserved: conn.count_unobserved_lecturers(day, year).await?,
        unobserved: conn.list_unobserved_lecturers(day, year, LISTED).await?,
        questions: questions(conn, call).await?,
    })
}

/// The instants between which the assessment year lies.
pub(crate) fn year_of(call: &Call) -> (DateTime<Utc>, DateTime<Utc>) {
    let year = AssessmentYear::of(call.today());
    let first = |year: AssessmentYear| to_utc(year.first(), NaiveTime::MIN);
    (first(year), first(AssessmentYear(year.0 + 1)))
}

/// Courses with so many low observations that the office has to weigh them, by the newest.
pub(crate) async fn questions(
    conn: &mut Conn,
    call: &Call,
) -> Result<Vec<SuspensionQuestion>, ActionError> {
    let rules = conn.rulebook(call.today()).await?;
    let below = rules.get(Rule::ObservationLowPoints);
    let mut by_course: BTreeMap<CourseId, Vec<ObservationRow>> = BTreeMap::new();
    for row in conn.list_low_observations(below).await? {
        by_course.entry(row.course_id).or_default().push(row);
    }
    let question = |mut rows: Vec<ObservationRow>| {
        let n_low = rows.len();
        let newest = rows.pop().filter(|_| raises_question(n_low, &rules))?;
        Some(SuspensionQuestion { newest, n_low })
    };
    Ok(by_course.into_values().filter_map(question).collect())
}
