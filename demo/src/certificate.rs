//! Certificates of the demonstration: one that holds, one that another stands for, one that was revoked;
//! and statements that lecturers have issued to themselves.

use chrono::{Months, NaiveDate};
use domain::{
    form::{Field, Revision, Values},
    id::AwardCycleId,
    role::Actor,
};

use super::{acting, cast::Cast};
use crate::Demo;
use actions::{ActionError, Call};

impl Demo {
    /// The office issues the certificates of a decided cycle; one has a wrong character and is issued
    /// anew, another one is revoked.
    pub(super) async fn tell_certificates(
        &self,
        call: &Call,
        (office, decider): (&Actor, &Actor),
        cycle: AwardCycleId,
    ) -> Result<(), ActionError> {
        let (office, decider) = (acting(call, office), acting(call, decider));
        self.actions.issue_certificates(&office, cycle, &[]).await?;
        let page = self.actions.certificates(&office, cycle).await?;
        if let [first, second, ..] = page.certificates.as_slice() {
            let correction = Values::default()
                .with(Field::PrintedName, &first.name)
                .with(Field::Reason, "签发单位名称写错，换发");
            self.actions
                .correct_certificate(&office, first.id, &correction, Revision::NEWEST)
                .await?;
            let revocation = Values::default()
                .with(Field::RevocationGround, "fraud")
                .with(Field::Reason, "申报的竞赛成绩经核实不属实")
                .with(Field::DocumentNo, "嘉科协〔2025〕15号");
            let newest = Revision::NEWEST;
            self.actions.revoke_certificate(&decider, second.id, &revocation, newest).await?;
            let recovery = Values::default()
                .with(Field::PaperRecovery, "asked")
                .with(Field::PrizeRecovery, "back");
            self.actions.recover_certificate(&office, second.id, &recovery, newest).await?;
        }
        Ok(())
    }

    /// Lecturers who have given lectures have issued a statement of the past year.
    pub(super) async fn tell_statements(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let today: NaiveDate = call.today();
        let year_ago = today.checked_sub_months(Months::new(12)).unwrap_or(today);
        let statement = Values::default()
            .with(Field::CertificateKind, "service_statement")
            .with(Field::FirstDay, year_ago.to_string())
            .with(Field::LastDay, today.to_string());
        for lecturer in &cast.lecturers {
            let own = acting(call, lecturer);
            match self.actions.issue_own_certificate(&own, &statement, &self.once()).await {
                // Who has given none has none.
                Ok(_) | Err(ActionError::Invalid(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
