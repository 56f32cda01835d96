//! The first code of an applicant: whoever opens applications issues it, to somebody who is an
//! applicant and nothing else, and who has no password yet.

use domain::{
    form::{Once, Values},
    id::{LecturerApplicationId, PersonId},
    lecturer_application::{APPLICATION_OPENERS, may_issue_applicant_code},
    role::{Actor, Role},
};
use store::{Conn, Lock};

use super::{is_within, page_of};
use crate::{
    ActionError, Actions, Activation, Call,
    grant::{NewActivation, issue},
    write::Scoped as _,
};

impl Actions {
    /// Issues a one-time code with which an applicant sets the first password; the same form sent again
    /// gives the same code.
    pub async fn issue_applicant_code(
        &self,
        call: &Call,
        id: LecturerApplicationId,
        values: &Values,
        once: &Once,
    ) -> Result<Activation, ActionError> {
        // Negative, for people have numbers as well.
        let new = &NewActivation::of(self, once, -id.0);
        let until = self.write(|tx| {
            async move {
                let row = tx.find_lecturer_application(id).await?.ok_or(ActionError::NotFound)?;
                tx.lock(Lock::Person(row.person_id)).await?;
                let page = page_of(tx, call, id).await?;
                if !page.may_issue {
                    return Err(ActionError::Forbidden);
                }
                let person = tx.find_person(row.person_id).await?.ok_or(ActionError::NotFound)?;
                issue(tx, call, &person, (values, new), APPLICATION_OPENERS).await
            }
            .scope_boxed()
        });
        Ok(Activation { until: until.await?, code: new.code.clone() })
    }
}

/// Whether somebody may still issue a code to an applicant: by the roles of today, for an application
/// that is open.
pub(crate) async fn still_issues(
    conn: &mut Conn,
    issuer: &Actor,
    person: PersonId,
    roles: &[Role],
) -> Result<bool, ActionError> {
    if !may_issue_applicant_code(issuer, person, roles) {
        return Ok(false);
    }
    match conn.find_live_application(person).await? {
        Some(row) => is_within(conn, issuer, APPLICATION_OPENERS, &row).await,
        None => Ok(false),
    }
}
