//! A year as an office leads it: opened for its corps, counted, proposed and decided, each for all
//! whose turn has come.

use std::collections::BTreeMap;

use domain::{
    annual_assessment::{
        ASSESSMENT_READERS, ASSESSORS, AssessmentDays, AssessmentNews, AssessmentState,
        FinalDecision, Grade, Standing, may_assess, may_read_assessments, propose, result, seats,
    },
    appointment::Corps,
    assessment_year::AssessmentYear,
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{AnnualAssessmentId, RegionId},
    inbox::Message,
    record::Kind,
    role::Role,
    rulebook::Rule,
};
use store::{AssessmentFilter, AssessmentRow, Conn, OutsideLectureRow, PersonRow};

use super::{Sight, YearRules, count::counted_years, news, tell_lecturer, veil};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    local_date,
    record::fixed,
    tell::tell_people,
    write::{Scoped as _, Write, lost_race},
};

const PAGE: i64 = 50;

/// What is to be done next with a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum YearStep {
    /// It is opened.
    Open,
    /// So many are counted.
    Score(usize),
    /// Grades are proposed to so many.
    Propose(usize),
    /// So many are decided.
    Decide(usize),
}

/// A year of assessments as an office sees it.
#[derive(Clone, Debug)]
pub struct AssessmentList {
    /// The year.
    pub year: AssessmentYear,
    /// Its days.
    pub days: AssessmentDays,
    /// How many stand where.
    pub counts: Vec<(AssessmentState, i64)>,
    /// Those that the filter finds, after the key that the address has.
    pub rows: Vec<AssessmentRow>,
    /// The key of the last one, if there are more.
    pub next: Option<AnnualAssessmentId>,
    /// What is to be done, for who assesses; none: nothing today.
    pub step: Option<YearStep>,
    /// How many lecturers of the caller's corps have no assessment of the year, and could.
    pub n_unopened: i64,
    /// Lectures from elsewhere that wait for the caller; at most as many as a page has.
    pub claimed: Vec<OutsideLectureRow>,
    /// Who decides, where something is to be decided.
    pub deciders: Vec<PersonRow>,
    /// Counts all changes of the year, so that nobody decides on what has changed since.
    pub revision: i64,
}

impl Actions {
    /// The years that there are, the latest first: those with assessments, and those that can be
    /// opened.
    pub async fn assessed_years(&self, call: &Call) -> Result<Vec<AssessmentYear>, ActionError> {
        call.allowed(may_read_assessments)?;
        years_of(&mut self.store.read().await?, call).await
    }

    /// A year's assessments within the caller's scope, and what is to be done with them next.
    pub async fn assessments(
        &self,
        call: &Call,
        year: AssessmentYear,
        values: &Values,
    ) -> Result<AssessmentList, ActionError> {
        let actor = call.allowed(may_read_assessments)?;
        let reach = actor.reach(ASSESSMENT_READERS);
        let mut conn = self.store.read().await?;
        if !years_of(&mut conn, call).await?.contains(&year) {
            return Err(ActionError::NotFound);
        }
        let filter = AssessmentFilter {
            year: i64::from(year.0),
            state: AssessmentState::parse(values.trimmed(Field::State)),
            grade: Grade::parse(values.trimmed(Field::Grade)),
            name: values.trimmed(Field::Search).chars().take(60).collect(),
        };
        let after = values.trimmed(Field::UpTo).parse().unwrap_or(AnnualAssessmentId(0));
        let mut rows = conn.list_assessments(&filter, &reach, after, PAGE + 1).await?;
        let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let kept = if may_assess(actor) {
            conn.list_assessments_of_corps(year, &actor.reach(ASSESSORS)).await?
        } else {
            Vec::new()
        };
        for row in &mut rows {
            let is_kept = kept.iter().any(|it| it.id == row.id) && row.person_id != actor.person;
            veil(row, if is_kept { Sight::Keeper } else { Sight::Reader }, call);
        }
        if filter.grade.is_some() {
            // Who does not see a grade does not find by it either.
            rows.retain(|row| row.grade.is_some());
        }
        let rules = YearRules::read(&mut conn, year).await?;
        let may_open = may_assess(actor) && opens(call).contains(&year);
        let (n_unopened, claimed) = if may_open {
            let reach = actor.reach(ASSESSORS);
            let claimed = conn.list_claimed_lectures(year, &reach, PAGE).await?;
            (conn.count_unopened(year, &reach).await?, claimed)
        } else {
            (0, Vec::new())
        };
        let step = next_step(call, &rules, &kept, n_unopened);
        let deciders = if matches!(step, Some(YearStep::Decide(_))) {
            conn.list_people_with_role(Role::DecisionMaker, call.today()).await?
        } else {
            Vec::new()
        };
        Ok(AssessmentList {
            counts: counts_of(conn.count_assessments(year, &reach, call.now).await?),
            next: rows.last().map(|row| row.id).filter(|_| has_more),
            days: rules.days,
            revision: revision_of(&kept),
            year,
            rows,
            claimed,
            step,
            n_unopened,
            deciders,
        })
    }

    /// Opens a year for the lecturers of the caller's corps who have no assessment in it, and tells
    /// them until when a report is awaited; gives how many that are.
    pub async fn open_assessments(
        &self,
        call: &Call,
        year: AssessmentYear,
    ) -> Result<usize, ActionError> {
        let actor = call.allowed(may_assess)?;
        if !opens(call).contains(&year) {
            return Err(ActionError::NotFound);
        }
        self.write(|tx| {
            async move {
                let reach = actor.reach(ASSESSORS);
                let opened = tx.open_assessments(year, &reach, actor.person, call.now).await;
                let opened = opened.map_err(lost_race)?;
                if opened.is_empty() {
                    return Err(Problems::one(Field::Year, ProblemKind::NobodyDue).into());
                }
                let days = YearRules::read(tx, year).await?.days;
                for (id, person) in &opened {
                    let entry = call.entry("open", "annual_assessment", ASSESSORS).on(*id);
                    tx.log(entry.moved("", AssessmentState::Open.as_str()));
                    let message = Message::AnnualAssessment {
                        assessment: *id,
                        news: AssessmentNews::Opened,
                        name: String::new(),
                        year: year.0,
                        until: Some(days.report),
                        grade: None,
                        reason: String::new(),
                    };
                    tell_people(tx, call, [*person], &message).await?;
                }
                Ok(opened.len())
            }
            .scope_boxed()
        })
        .await
    }

    /// Counts the points of all whose turn has come; gives how many that are.
    pub async fn score_assessments(
        &self,
        call: &Call,
        year: AssessmentYear,
        revision: Revision,
    ) -> Result<usize, ActionError> {
        call.allowed(may_assess)?;
        self.write(|tx| {
            async move {
                let rows = kept(tx, call, year, revision).await?;
                let rules = YearRules::read(tx, year).await?;
                let is_due = |row: &&AssessmentRow| row.state.is_due(call.today(), &rules.days);
                let due: Vec<&AssessmentRow> = rows.iter().filter(is_due).collect();
                let people: Vec<_> = due.iter().map(|row| row.person_id).collect();
                nobody(people.len())?;
                let counted = counted_years(tx, year, &people, call.now).await?;
                for row in &due {
                    let counted = counted.get(&row.person_id).cloned().unwrap_or_default();
                    let minimum = rules.minimum(row);
                    let points = result(&counted, minimum).points;
                    let (key, numbers) = ((row.id, row.revision), (minimum, points));
                    if !tx.score_assessment(key, &counted, numbers, call.now).await? {
                        return Err(ActionError::Stale);
                    }
                    let entry = call.entry("score", "annual_assessment", ASSESSORS).on(row.id);
                    let next = AssessmentState::Scored;
                    tx.log(entry.moved(row.state.as_str(), next.as_str()));
                }
                Ok(due.len())
            }
            .scope_boxed()
        })
        .await
    }

    /// Proposes grades to all of each corps in which everybody is counted (`LEC-02`), and tells them
    /// until when they may comment; gives how many that are.
    pub async fn propose_grades(
        &self,
        call: &Call,
        year: AssessmentYear,
        revision: Revision,
    ) -> Result<usize, ActionError> {
        call.allowed(may_assess)?;
        self.write(|tx| {
            async move {
                let rows = kept(tx, call, year, revision).await?;
                let rules = YearRules::read(tx, year).await?;
                let grades = grades_of(&rows, &rules);
                let n_left = rows.iter().filter(|row| row.state.is_gathering()).count();
                if grades.is_empty() && n_left > 0 {
                    let problem = ProblemKind::NotCountedYet(n_left);
                    return Err(Problems::one(Field::Year, problem).into());
                }
                nobody(grades.len())?;
                let days = tx.rulebook(call.today()).await?.get(Rule::AssessmentCommentWorkingDays);
                let until = self.due(call.today(), days);
                for (row, grade) in &grades {
                    if !tx.propose_grade((row.id, row.revision), *grade, until).await? {
                        return Err(ActionError::Stale);
                    }
                    let entry = call.entry("propose", "annual_assessment", ASSESSORS).on(row.id);
                    let next = AssessmentState::GradeProposed;
                    tx.log(entry.moved(row.state.as_str(), next.as_str()));
                    let last = local_date(until - chrono::TimeDelta::seconds(1));
                    let message = graded(row, AssessmentNews::Proposed, *grade, Some(last));
                    tell_lecturer(tx, call, row, &message).await?;
                }
                Ok(grades.len())
            }
            .scope_boxed()
        })
        .await
    }

    /// Decides all grades whose lecturers have commented, or had the time for it, by a named person
    /// and a document (`LAW-14`); gives how many that are.
    pub async fn decide_assessments(
        &self,
        call: &Call,
        year: AssessmentYear,
        values: &Values,
        revision: Revision,
    ) -> Result<usize, ActionError> {
        call.allowed(may_assess)?;
        let decision = &FinalDecision::parse(values)?;
        self.write(|tx| {
            async move {
                let deciders = tx.list_people_with_role(Role::DecisionMaker, call.today()).await?;
                if !deciders.iter().any(|row| row.id == decision.decider) {
                    return Err(Problems::one(Field::Decider, ProblemKind::UnknownChoice).into());
                }
                let rows = kept(tx, call, year, revision).await?;
                let due: Vec<&AssessmentRow> =
                    rows.iter().filter(|row| is_decidable(row, call)).collect();
                nobody(due.len())?;
                for row in &due {
                    let by = (decision.decider, decision.document_no.as_str());
                    if !tx.decide_assessment((row.id, row.revision), by, call.now).await? {
                        return Err(ActionError::Stale);
                    }
                    let entry = call.entry("decide", "annual_assessment", ASSESSORS).on(row.id);
                    let entry = entry.moved(row.state.as_str(), AssessmentState::Final.as_str());
                    let record = fixed(tx, Kind::AnnualAssessment, row.id).await?;
                    tx.log(entry.because(decision.document_no.as_str()).fixing(record));
                    let Some(grade) = row.grade else { continue };
                    let message = graded(row, AssessmentNews::Decided, grade, None);
                    tell_lecturer(tx, call, row, &message).await?;
                }
                Ok(due.len())
            }
            .scope_boxed()
        })
        .await
    }
}

async fn years_of(conn: &mut Conn, call: &Call) -> Result<Vec<AssessmentYear>, ActionError> {
    let known = conn.list_assessed_years().await?.into_iter();
    let known = known.filter_map(|year| i32::try_from(year).ok()).map(AssessmentYear);
    let mut years: Vec<AssessmentYear> = known.chain(opens(call)).collect();
    years.sort_by(|one, other| other.cmp(one));
    years.dedup();
    Ok(years)
}

/// The years that can be opened: the present one and the last.
fn opens(call: &Call) -> [AssessmentYear; 2] {
    let present = AssessmentYear::of(call.today());
    [present, AssessmentYear(present.0 - 1)]
}

/// How many stand where, whether their time for a comment has passed or not.
fn counts_of(rows: Vec<(AssessmentState, i64, i64)>) -> Vec<(AssessmentState, i64)> {
    let mut counts: BTreeMap<AssessmentState, i64> = BTreeMap::new();
    for (state, _, n) in rows {
        *counts.entry(state).or_default() += n;
    }
    counts.into_iter().collect()
}

/// The year that an office looks at when it asks for none: the last one until spring, for it is not
/// decided before the turn of the year.
pub(super) fn usual(call: &Call) -> i32 {
    use chrono::Datelike as _;
    let today = call.today();
    let present = AssessmentYear::of(today).0;
    if matches!(today.month(), 12 | 1 | 2) { present - 1 } else { present }
}

/// The assessments of a year that the caller keeps, as the page has shown them.
async fn kept(
    tx: &mut Write,
    call: &Call,
    year: AssessmentYear,
    revision: Revision,
) -> Result<Vec<AssessmentRow>, ActionError> {
    let rows = tx.list_assessments_of_corps(year, &call.actor()?.reach(ASSESSORS)).await?;
    check_revision(revision, revision_of(&rows))?;
    Ok(rows)
}

fn revision_of(rows: &[AssessmentRow]) -> i64 {
    rows.iter().map(|row| row.revision).sum()
}

fn nobody(n: usize) -> Result<(), Problems> {
    if n > 0 { Ok(()) } else { Err(Problems::one(Field::Year, ProblemKind::NobodyDue)) }
}

fn is_decidable(row: &AssessmentRow, call: &Call) -> bool {
    match row.state {
        AssessmentState::Heard => true,
        AssessmentState::GradeProposed => row.comment_until.is_some_and(|it| it <= call.now),
        _ => false,
    }
}

/// What is to be done with the year next, the first that can be done.
fn next_step(
    call: &Call,
    rules: &YearRules,
    kept: &[AssessmentRow],
    n_unopened: i64,
) -> Option<YearStep> {
    let count = |it: &dyn Fn(&AssessmentRow) -> bool| kept.iter().filter(|row| it(row)).count();
    let n_due = count(&|row| row.state.is_due(call.today(), &rules.days));
    let n_proposed = grades_of(kept, rules).len();
    let n_decidable = count(&|row| is_decidable(row, call));
    match (n_due, n_proposed, n_decidable) {
        (0, 0, 0) => (kept.is_empty() && n_unopened > 0).then_some(YearStep::Open),
        (0, 0, n) => Some(YearStep::Decide(n)),
        (0, n, _) => Some(YearStep::Propose(n)),
        (n, ..) => Some(YearStep::Score(n)),
    }
}

/// The grades that are proposed to those who are counted, of each corps in which everybody is.
fn grades_of<'a>(rows: &'a [AssessmentRow], rules: &YearRules) -> Vec<(&'a AssessmentRow, Grade)> {
    let mut corps: BTreeMap<(Corps, Option<RegionId>), Vec<&AssessmentRow>> = BTreeMap::new();
    for row in rows {
        corps.entry((row.corps, row.corps_region_id)).or_default().push(row);
    }
    let mut grades = Vec::new();
    for rows in corps.into_values() {
        if rows.iter().any(|row| row.state.is_gathering()) {
            continue;
        }
        let n_assessed = rows.iter().filter(|row| row.state.is_assessed()).count();
        let is_scored = |row: &&&AssessmentRow| row.state == AssessmentState::Scored;
        let scored: Vec<&AssessmentRow> = rows.iter().filter(is_scored).copied().collect();
        let is_excellent = |row: &&&AssessmentRow| row.grade == Some(Grade::Excellent);
        let taken = rows.iter().filter(is_excellent).count();
        let free = seats(n_assessed, rules.marks.percent).saturating_sub(taken);
        let standings: Vec<Standing> = scored.iter().map(|row| standing(row)).collect();
        grades.extend(scored.into_iter().zip(propose(&standings, &rules.marks, free)));
    }
    grades
}

fn standing(row: &AssessmentRow) -> Standing {
    let counted = row.counted.clone().unwrap_or_default();
    Standing {
        points: row.points.unwrap_or(0),
        deliveries: counted.deliveries,
        listeners: counted.listeners,
        minimum: row.minimum.unwrap_or(0),
        veto: row.veto,
    }
}

fn graded(
    row: &AssessmentRow,
    what: AssessmentNews,
    grade: Grade,
    until: Option<chrono::NaiveDate>,
) -> Message {
    let mut message = news(row, what, "");
    if let Message::AnnualAssessment { grade: of, until: day, .. } = &mut message {
        (*of, *day) = (Some(grade), until);
    }
    message
}
