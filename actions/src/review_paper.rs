//! The papers of a sitting: the evaluation record (评审记录) of a lecture, the session's programme, and
//! its name cards (席卡).

use domain::{
    access_log::AccessThing,
    id::{BookingId, ReviewSessionId},
    role::Role,
};

use crate::{
    ActionError, Actions, Call, Noted, Reading, SessionPage, TrialPage, access_log::Handed,
};

/// As whom somebody keeps the records of reviews.
const KEEPERS: &[Role] = &[Role::CityOffice, Role::SessionOrganiser, Role::Supervisor];
/// As whom somebody takes a programme along.
const TAKERS: &[Role] = &[Role::CityOffice, Role::SessionOrganiser, Role::Panelist];

impl Actions {
    /// What the evaluation record of a lecture says, once its scoring is closed: sheets with names
    /// (`REV-11`), for the office and supervisors who are neither its lecturer nor of its panel.
    pub async fn evaluation_record(
        &self,
        call: &Call,
        id: BookingId,
    ) -> Result<(TrialPage, Noted), ActionError> {
        let page = self.trial(call, id).await?;
        if page.reading != Reading::Office || !page.lecture.is_judged() {
            return Err(ActionError::NotFound);
        }
        let handed = Handed::rows(AccessThing::EvaluationRecord, id, page.lecture.seated.len());
        let noted = self.note(call, KEEPERS, handed).await?;
        Ok((page, noted))
    }

    /// What the programme of a session says, for whoever may open the session; none before it is
    /// published.
    pub async fn programme(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<(SessionPage, Noted), ActionError> {
        self.paper_of_session(call, id, AccessThing::Programme).await
    }

    /// Whose names stand on cards in a session, for whoever may open it; none before it is published.
    pub async fn name_cards(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<(SessionPage, Noted), ActionError> {
        self.paper_of_session(call, id, AccessThing::NameCards).await
    }

    async fn paper_of_session(
        &self,
        call: &Call,
        id: ReviewSessionId,
        paper: AccessThing,
    ) -> Result<(SessionPage, Noted), ActionError> {
        let page = self.review_session(call, id).await?;
        if page.slots.is_empty() {
            return Err(ActionError::NotFound);
        }
        let handed = Handed::rows(paper, id, page.slots.len());
        let noted = self.note(call, TAKERS, handed).await?;
        Ok((page, noted))
    }
}
