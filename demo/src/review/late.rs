//! What follows verdicts: conflicts that became known, one beside its round and one for which the
//! version is judged once more; and a lecture with which panelists compare their marks.

use domain::{
    course::CourseVersionState,
    form::{Field, Revision, Values},
    trial_lecture::TrialState,
};

use crate::{Demo, acting, cast::Cast};
use actions::{ActionError, Call};

/// Judged by a panel of which the first in the cast is none.
pub(super) const REFERENCE: &str = "台风是怎样长大的";

impl Demo {
    /// Records a conflict of a panelist beside an approval and beside a rejection, and orders the
    /// repeat of the latter.
    pub(super) async fn tell_late_conflicts(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let office = acting(&self.working_days_ago(call, 2), &cast.office);
        let trials = self.store.read().await?.list_trials_in_state(TrialState::Confirmed).await?;
        for state in [CourseVersionState::Approved, CourseVersionState::Rejected] {
            for trial in &trials {
                let mut conn = self.store.read().await?;
                let course = conn.find_version(trial.version_id).await?;
                let sheets = conn.list_review_sheets(&[trial.booking_id]).await?;
                drop(conn);
                let Some(sheet) = sheets.last() else { continue };
                if course.is_none_or(|course| course.state != state) {
                    continue;
                }
                let conflict = Values::default()
                    .with(Field::ConflictPanelist, sheet.person_id.to_string())
                    .with(Field::ConflictKind, "joint_work")
                    .with(Field::ConflictReason, "评审后得知二人去年合著过一本科普读物");
                self.actions.record_late_conflict(&office, trial.booking_id, &conflict).await?;
                if state == CourseVersionState::Rejected {
                    let order = Values::default()
                        .with(Field::RepeatReason, "一位专家应当回避，请另组专家重新评审");
                    let (id, newest) = (trial.booking_id, Revision::NEWEST);
                    self.actions.order_repeat(&office, id, &order, newest).await?;
                }
                break;
            }
        }
        Ok(())
    }

    /// Offers a decided lecture to panelists who did not sit on its panel.
    pub(super) async fn offer_reference(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let office = acting(&self.working_days_ago(call, 6), &cast.office);
        let trials = self.store.read().await?.list_trials_in_state(TrialState::Confirmed).await?;
        let Some(trial) = trials.iter().find(|trial| trial.title == REFERENCE) else {
            return Ok(());
        };
        let offer = Values::default()
            .with(Field::ReferenceOf, trial.booking_id.to_string())
            .with(Field::VideoLink, "https://video.example.invalid/typhoon");
        self.actions.open_reference(&office, &offer).await
    }
}
