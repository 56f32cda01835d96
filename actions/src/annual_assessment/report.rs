//! What the lecturer writes, and what the county writes.

use domain::{
    annual_assessment::{AssessmentNews, AssessmentState, parse_comment, parse_report, parse_word},
    form::{Revision, Values},
    id::AnnualAssessmentId,
    role::Role,
};

use super::{Taken, news, page_of, tell_assessors};
use crate::{
    ActionError, Actions, Call, error::check_revision, tell::tell_people, write::Scoped as _,
};

impl Actions {
    /// Keeps the caller's own report, or corrects it; the county's office hears of the first one.
    pub async fn report_assessment(
        &self,
        call: &Call,
        id: AnnualAssessmentId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                let row = &page.row;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                if !page.takes(Taken::Report) {
                    return Err(ActionError::WrongState);
                }
                let report = parse_report(values)?;
                if report == row.report {
                    return Ok(());
                }
                check_revision(revision, row.revision)?;
                let state = AssessmentState::gathering(true, row.county_at.is_some());
                let kept = (row.id, row.revision);
                if !tx.set_assessment_report(kept, state, &report, call.now).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("report", "annual_assessment", &[Role::Lecturer]).on(id);
                tx.log(entry.moved(row.state.as_str(), state.as_str()));
                if row.reported_at.is_some() {
                    return Ok(());
                }
                let message = news(row, AssessmentNews::Reported, "");
                let Some(region) = row.region_id else { return Ok(()) };
                let office = Role::CountyOffice;
                let office = tx.list_with_role_for_region(office, region, call.today()).await?;
                tell_people(tx, call, office, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Keeps the word of the county's office of the lecturer's region, or corrects it.
    pub async fn give_county_word(
        &self,
        call: &Call,
        id: AnnualAssessmentId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(|actor| actor.is(Role::CountyOffice))?;
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                let row = &page.row;
                if !page.takes(Taken::Word) {
                    return Err(ActionError::WrongState);
                }
                let word = parse_word(values)?;
                if word == row.county_word {
                    return Ok(());
                }
                check_revision(revision, row.revision)?;
                let kept = (row.id, row.revision);
                if !tx.set_county_word(kept, &word, actor.person, call.now).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("give_word", "annual_assessment", &[Role::CountyOffice]);
                let next = AssessmentState::CountyReviewed;
                tx.log(entry.on(id).moved(row.state.as_str(), next.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Keeps what the caller says to the own grade before it is decided (`LEC-05`); the office is
    /// told.
    pub async fn comment_grade(
        &self,
        call: &Call,
        id: AnnualAssessmentId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                let row = &page.row;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                if !page.takes(Taken::Comment) {
                    return Err(ActionError::WrongState);
                }
                let comment = parse_comment(values)?;
                if comment == row.comment && row.state == AssessmentState::Heard {
                    return Ok(());
                }
                check_revision(revision, row.revision)?;
                if !tx.comment_grade((row.id, row.revision), &comment, call.now).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("comment", "annual_assessment", &[Role::Lecturer]).on(id);
                tx.log(entry.moved(row.state.as_str(), AssessmentState::Heard.as_str()));
                let message = news(row, AssessmentNews::Commented, &comment);
                tell_assessors(tx, call, row, &message).await
            }
            .scope_boxed()
        })
        .await
    }
}
