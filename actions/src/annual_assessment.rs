//! Assessments of lecturers' years (`LEC-01`…`LEC-05`): what a page of one shows, and the list of a
//! year. Nobody is compared with anybody on a page (`LAW-60`).

mod count;

mod office;
mod outside;
mod report;
mod task;
mod year;

use domain::{
    annual_assessment::{
        ASSESSMENT_READERS, ASSESSORS, AssessmentDays, AssessmentNews, AssessmentState,
        AssessmentStep, Counted, Marks, OutsideState, RubricResult, minimum, months_of_term,
        result,
    },
    assessment_year::AssessmentYear,
    id::AnnualAssessmentId,
    inbox::Message,
    role::{Actor, Role},
    rulebook::{Rule, Rulebook},
};
use store::{AssessmentRow, Conn, OutsideLectureRow};

pub(crate) use self::count::counted_years;
pub(crate) use self::task::assessment_tasks;
pub use self::year::{AssessmentList, YearStep};
use crate::{
    ActionError, Actions, Call,
    tell::{tell_offices, tell_people},
    write::Write,
};

/// An assessment as somebody may see it.
#[derive(Clone, Debug)]
pub struct AssessmentPage {
    /// The assessment; without points and grade for whom they are not yet.
    pub row: AssessmentRow,
    /// Its days.
    pub days: AssessmentDays,
    /// What was counted, or would be today.
    pub counted: Counted,
    /// Lectures that are asked for.
    pub minimum: i64,
    /// What the rubric came to, for whom it is to be seen.
    pub result: Option<RubricResult>,
    /// From which points on a grade is which.
    pub marks: Marks,
    /// Lectures from elsewhere.
    pub outside: Vec<OutsideLectureRow>,
    /// Whether it is the caller's own.
    pub is_own: bool,
    /// Whether the caller assesses.
    pub keeps: bool,
    /// What the caller writes now.
    pub takes: Vec<Taken>,
    /// What the caller may do with it now.
    pub steps: Vec<AssessmentStep>,
}

/// What somebody writes on the page of an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// The lecturer the report, or corrects it.
    Report,
    /// The lecturer what there is to say to the grade.
    Comment,
    /// The lecturer a lecture from elsewhere.
    Lecture,
    /// The county its word, or corrects it.
    Word,
}

impl AssessmentPage {
    /// Whether the caller writes something now.
    pub fn takes(&self, what: Taken) -> bool {
        self.takes.contains(&what)
    }

    /// Whether a lecture from elsewhere can be decided on by the caller.
    pub fn decides(&self, lecture: &OutsideLectureRow) -> bool {
        self.keeps && self.row.state.is_gathering() && lecture.state != OutsideState::Withdrawn
    }

    /// Whether the caller can take a lecture from elsewhere back.
    pub fn withdraws(&self, lecture: &OutsideLectureRow) -> bool {
        self.takes(Taken::Lecture) && lecture.state == OutsideState::Claimed
    }
}

impl Actions {
    /// An assessment: for whose it is, who assesses, the county of the person, and who reads.
    pub async fn assessment(
        &self,
        call: &Call,
        id: AnnualAssessmentId,
    ) -> Result<AssessmentPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// The caller's own assessments, the latest year first.
    pub async fn my_assessments(&self, call: &Call) -> Result<Vec<AssessmentRow>, ActionError> {
        let person = call.actor()?.person;
        let mut rows = self.store.read().await?.list_assessments_of(person).await?;
        for row in &mut rows {
            veil(row, Sight::Own, call);
        }
        Ok(rows)
    }
}

/// How somebody looks at an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    /// The own.
    Own,
    /// Somebody who assesses.
    Keeper,
    /// Somebody who only reads.
    Reader,
}

/// Takes away what somebody does not see yet: the lecturer sees points and grade when they are
/// proposed, and those who only read once the lecturer has had the time for a comment (`LEC-05`).
fn veil(row: &mut AssessmentRow, sight: Sight, call: &Call) {
    use AssessmentState::{Final, GradeProposed, Heard};
    let is_heard = matches!(row.state, Heard | Final)
        || row.state == GradeProposed && row.comment_until.is_some_and(|until| until <= call.now);
    let sees = match sight {
        Sight::Keeper => true,
        Sight::Own => matches!(row.state, GradeProposed | Heard | Final),
        Sight::Reader => is_heard,
    };
    if !sees {
        (row.points, row.grade) = (None, None);
    }
}

/// The days and rules of a year: those of its first day.
struct YearRules {
    year: AssessmentYear,
    days: AssessmentDays,
    marks: Marks,
    of_year: i64,
}

impl YearRules {
    fn of(year: AssessmentYear, rules: &Rulebook) -> Self {
        Self {
            year,
            days: AssessmentDays::of(year, rules),
            marks: Marks::from(rules),
            of_year: rules.get(Rule::DeliveriesMinimum),
        }
    }

    async fn read(conn: &mut Conn, year: AssessmentYear) -> Result<Self, ActionError> {
        Ok(Self::of(year, &conn.rulebook(year.first()).await?))
    }

    /// How many lectures are asked of somebody (`LEC-03`).
    fn minimum(&self, row: &AssessmentRow) -> i64 {
        let months = months_of_term(row.first_term_on, self.year);
        minimum(self.of_year, months, row.ill_months)
    }
}

fn year_of(row: &AssessmentRow) -> AssessmentYear {
    AssessmentYear(i32::try_from(row.year).unwrap_or(i32::MAX))
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: AnnualAssessmentId,
) -> Result<AssessmentPage, ActionError> {
    let actor = call.actor()?;
    let mut row = conn.find_assessment(id).await?.ok_or(ActionError::NotFound)?;
    let is_own = actor.person == row.person_id;
    let keeps = !is_own && keeps(conn, actor, &row).await?;
    let is_county = !is_own && is_county_of(conn, actor, &row).await?;
    if !is_own && !keeps && !is_county && !reads(conn, actor, &row).await? {
        return Err(ActionError::NotFound);
    }
    let sight = match (is_own, keeps) {
        (true, _) => Sight::Own,
        (false, true) => Sight::Keeper,
        (false, false) => Sight::Reader,
    };
    let rules = YearRules::read(conn, year_of(&row)).await?;
    let (state, today) = (row.state, call.today());
    let counted = if let Some(counted) = row.counted.clone() {
        counted
    } else {
        let mut all = counted_years(conn, rules.year, &[row.person_id], call.now).await?;
        all.remove(&row.person_id).unwrap_or_default()
    };
    let minimum = row.minimum.unwrap_or_else(|| rules.minimum(&row));
    veil(&mut row, sight, call);
    let result = row.points.is_some().then(|| result(&counted, minimum));
    let steps = AssessmentStep::ALL.iter().copied();
    let steps = steps.filter(|step| keeps && state.allows(*step, row.veto.is_some()));
    let is_open = row.comment_until.is_some_and(|until| until > call.now);
    let is_proposed = matches!(state, AssessmentState::GradeProposed | AssessmentState::Heard);
    let takes = [
        (Taken::Report, is_own && state.takes_report(today, &rules.days)),
        (Taken::Comment, is_own && is_open && is_proposed),
        (Taken::Lecture, is_own && state.is_gathering()),
        (Taken::Word, is_county && state.takes_word(today, &rules.days)),
    ];
    Ok(AssessmentPage {
        takes: takes.into_iter().filter(|it| it.1).map(|it| it.0).collect(),
        steps: steps.collect(),
        outside: conn.list_outside_lectures(id).await?,
        days: rules.days,
        marks: rules.marks,
        counted,
        minimum,
        result,
        is_own,
        keeps,
        row,
    })
}

/// Whether somebody assesses a lecturer: the city everybody, a county those of its corps.
async fn keeps(conn: &mut Conn, actor: &Actor, row: &AssessmentRow) -> Result<bool, ActionError> {
    Ok(conn.is_within(&actor.reach(ASSESSORS), row.corps_region_id, None).await?)
}

/// Whether somebody is of the county's office of a lecturer's region.
async fn is_county_of(
    conn: &mut Conn,
    actor: &Actor,
    row: &AssessmentRow,
) -> Result<bool, ActionError> {
    let reach = actor.reach(&[Role::CountyOffice]);
    Ok(row.region_id.is_some() && conn.is_within(&reach, row.region_id, None).await?)
}

async fn reads(conn: &mut Conn, actor: &Actor, row: &AssessmentRow) -> Result<bool, ActionError> {
    let reach = actor.reach(ASSESSMENT_READERS);
    Ok(conn.is_within(&reach, row.region_id, None).await?
        || conn.is_within(&reach, row.corps_region_id, None).await?)
}

/// A message about an assessment.
fn news(row: &AssessmentRow, news: AssessmentNews, reason: &str) -> Message {
    Message::AnnualAssessment {
        assessment: row.id,
        news,
        name: row.name.clone(),
        year: year_of(row).0,
        until: None,
        grade: None,
        reason: reason.to_owned(),
    }
}

/// Tells whose assessment it is.
async fn tell_lecturer(
    tx: &mut Write,
    call: &Call,
    row: &AssessmentRow,
    message: &Message,
) -> Result<(), ActionError> {
    tell_people(tx, call, [row.person_id], message).await
}

/// Tells who assesses: the office of the county whose corps it is, or the city's.
async fn tell_assessors(
    tx: &mut Write,
    call: &Call,
    row: &AssessmentRow,
    message: &Message,
) -> Result<(), ActionError> {
    let of_county = match row.corps_region_id {
        Some(region) => {
            tx.list_with_role_for_region(Role::CountyOffice, region, call.today()).await?
        }
        None => Vec::new(),
    };
    if of_county.is_empty() {
        return tell_offices(tx, call, &[Role::CityOffice], message).await;
    }
    tell_people(tx, call, of_county, message).await
}
