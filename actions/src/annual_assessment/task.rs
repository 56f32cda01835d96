//! What assessments bring to a desk.

use domain::{
    annual_assessment::{ASSESSORS, AssessmentState, may_assess},
    assessment_year::AssessmentYear,
    role::{Actor, Role},
};
use store::{AssessmentRow, Conn};

use super::{YearRules, year::usual, year_of};
use crate::{ActionError, Call, Task, working_day::end_of};

/// The own report or comment that is awaited, the county's words, and the year that an office leads.
pub(crate) async fn assessment_tasks(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
) -> Result<Vec<Task>, ActionError> {
    let mut tasks = Vec::new();
    if actor.is(Role::Lecturer) {
        for row in conn.list_assessments_of(actor.person).await? {
            tasks.extend(own_task(conn, call, row).await?);
        }
    }
    if !may_assess(actor) {
        return Ok(tasks);
    }
    let year = AssessmentYear(usual(call));
    let rules = YearRules::read(conn, year).await?;
    let due = end_of(rules.days.decided);
    let kept = actor.reach(ASSESSORS);
    let counts = conn.count_assessments_of_corps(year, &kept, call.now).await?;
    if leads(call, &rules, &counts) {
        tasks.push(Task::LeadAssessments(year, due));
    }
    if actor.is(Role::CountyOffice) {
        let reach = actor.reach(&[Role::CountyOffice]);
        let counts = conn.count_assessments(year, &reach, call.now).await?;
        let takes = |state: AssessmentState| {
            state != AssessmentState::CountyReviewed && state.takes_word(call.today(), &rules.days)
        };
        let n = counts.iter().filter(|(state, ..)| takes(*state)).map(|(.., n)| n).sum();
        if n > 0 && call.today() <= rules.days.county {
            tasks.push(Task::GiveCountyWords(n, year, end_of(rules.days.county)));
        }
    }
    Ok(tasks)
}

/// Whether something of a year is to be counted, proposed or decided by how many stand where.
fn leads(call: &Call, rules: &YearRules, counts: &[(AssessmentState, i64, i64)]) -> bool {
    let is_gathering = counts.iter().any(|(state, ..)| state.is_gathering());
    counts.iter().any(|(state, lapsed, _)| match state {
        AssessmentState::Scored => !is_gathering,
        AssessmentState::Heard => true,
        AssessmentState::GradeProposed => *lapsed == 1,
        state => state.is_due(call.today(), &rules.days),
    })
}

async fn own_task(
    conn: &mut Conn,
    call: &Call,
    row: AssessmentRow,
) -> Result<Option<Task>, ActionError> {
    let due = match row.state {
        AssessmentState::Open => {
            let days = YearRules::read(conn, year_of(&row)).await?.days;
            let takes = row.state.takes_report(call.today(), &days);
            takes.then(|| end_of(days.report))
        }
        AssessmentState::GradeProposed => row.comment_until.filter(|until| *until > call.now),
        _ => None,
    };
    Ok(due.map(|due| Task::OwnAssessment(row, due)))
}
