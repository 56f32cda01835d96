//! What the office does with one assessment: a veto, months of an illness, counting again, and none
//! this year.

use domain::{
    annual_assessment::{ASSESSORS, AssessmentNews, AssessmentState, AssessmentStep, OfficeStep},
    form::{Revision, Values},
    id::AnnualAssessmentId,
};

use super::{AssessmentPage, news, page_of, tell_lecturer};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    write::{Scoped as _, Write},
};

impl Actions {
    /// A step of the office on one assessment, with why. Whoever is concerned hears of what sends it
    /// back or ends it; a veto is told with the grade.
    pub async fn change_assessment(
        &self,
        call: &Call,
        id: AnnualAssessmentId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                if !page.keeps {
                    return Err(ActionError::NotFound);
                }
                if page.steps.is_empty() {
                    return Err(ActionError::WrongState);
                }
                let step = OfficeStep::parse(values)?;
                if !page.steps.contains(&step.step) {
                    return Err(ActionError::WrongState);
                }
                check_revision(revision, page.row.revision)?;
                take(tx, call, &page, &step).await
            }
            .scope_boxed()
        })
        .await
    }
}

async fn take(
    tx: &mut Write,
    call: &Call,
    page: &AssessmentPage,
    step: &OfficeStep,
) -> Result<(), ActionError> {
    use AssessmentStep::{CallOff, LiftVeto, Resume, SendBack, SetIllMonths, SetVeto};
    let row = &page.row;
    let (kept, reason) = ((row.id, row.revision), step.reason.as_str());
    let gathering = AssessmentState::gathering(row.reported_at.is_some(), row.county_at.is_some());
    let (next, tells) = match step.step {
        SendBack => (gathering, Some(AssessmentNews::SentBack)),
        CallOff => (AssessmentState::CalledOff, Some(AssessmentNews::CalledOff)),
        Resume => (gathering, Some(AssessmentNews::Resumed)),
        SetVeto | LiftVeto | SetIllMonths => (row.state, None),
    };
    let is_changed = match step.step {
        SetVeto => tx.set_assessment_veto(kept, step.ground, reason).await?,
        LiftVeto => tx.set_assessment_veto(kept, None, "").await?,
        SetIllMonths => tx.set_ill_months(kept, step.ill_months.unwrap_or(0)).await?,
        SendBack | CallOff | Resume => tx.move_assessment(kept, next, reason).await?,
    };
    if !is_changed {
        return Err(ActionError::Stale);
    }
    let entry = call.entry(step.step.as_str(), "annual_assessment", ASSESSORS).on(row.id);
    tx.log(entry.moved(row.state.as_str(), next.as_str()).because(reason));
    match tells {
        Some(tells) => tell_lecturer(tx, call, row, &news(row, tells, reason)).await,
        None => Ok(()),
    }
}
