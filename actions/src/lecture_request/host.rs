//! A host follows the own request by its link: reads it, sends it again, takes it back.

use domain::{
    form::Values,
    id::LectureRequestId,
    inbox::Message,
    lecture_request::{REQUEST_READERS, RequestState},
};
use store::{DeliveryRow, LectureRequestRow, RequestTimeRow};

use super::{RequestForm, read_reason, read_request};
use crate::{ActionError, Actions, Call, account::digest, error::retry};

/// A request as its host sees it: nothing but what the host wrote, and who comes.
#[derive(Clone, Debug)]
pub struct HostPage {
    /// The request.
    pub request: LectureRequestRow,
    /// The preferred times.
    pub times: Vec<RequestTimeRow>,
    /// The agreed lecture.
    pub delivery: Option<DeliveryRow>,
    /// Whether the lecture can be reported now.
    pub may_report: bool,
    /// Whether the request came back, and its course can still be asked for.
    pub may_edit: bool,
}

impl Actions {
    /// A request, for whoever has its link.
    pub async fn host_page(&self, call: &Call, token: &str) -> Result<HostPage, ActionError> {
        let mut conn = self.store.read().await?;
        let id = conn.find_request_of_link(&digest(token)).await?;
        let id = id.ok_or(ActionError::NotFound)?;
        let request = conn.find_lecture_request(id).await?.ok_or(ActionError::NotFound)?;
        let times = conn.times_of_request(id).await?;
        let delivery = conn.find_delivery_of(id).await?;
        let may_report = delivery.as_ref().is_some_and(|delivery| {
            matches!(request.state, RequestState::Confirmed | RequestState::Delivered)
                && delivery.starts_at <= call.now
        });
        let may_edit = request.state == RequestState::Returned
            && conn.find_public_course(request.version_id, call.today()).await?.is_some();
        Ok(HostPage { request, times, delivery, may_report, may_edit })
    }

    /// The form of a request that came back, for its host.
    pub async fn returned_form(
        &self,
        call: &Call,
        token: &str,
    ) -> Result<(HostPage, RequestForm), ActionError> {
        let page = self.host_page(call, token).await?;
        if !page.may_edit {
            return Err(ActionError::WrongState);
        }
        let form = self.request_form(call, page.request.version_id).await?;
        Ok((page, form))
    }

    /// Sends a request that came back anew; [`ActionError::Stale`] if it was sent meanwhile.
    pub async fn resubmit_request(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
        notice: &str,
    ) -> Result<(), ActionError> {
        let (page, form) = self.returned_form(call, token).await?;
        let rules = self.rules(call).await?;
        let request = read_request(&form, values)?;
        let mut prepared = self.prepare(&request, page.request.minutes).await?;
        prepared.sign(token, notice);
        let new = prepared.row(self, call, &rules, &request);
        let revision: i64 = values.trimmed("revision").parse().unwrap_or(0);
        let id = page.request.id;
        let mut tx = self.store.begin().await?;
        if !tx.change_lecture_request(id, revision, &new).await? {
            return Err(ActionError::Stale);
        }
        self.tell_reviewers(&mut tx, call, id, &page.request.title, &request).await?;
        let entry = call
            .entry("resubmit", "lecture_request", REQUEST_READERS)
            .on(id)
            .under(rules.version)
            .moved(page.request.state.as_str(), new.state.as_str());
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// The host takes a request back, with a reason.
    pub async fn withdraw_request(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
    ) -> Result<(), ActionError> {
        retry!(self.withdraw_request_once(call, token, values))
    }

    async fn withdraw_request_once(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
    ) -> Result<(), ActionError> {
        let page = self.host_page(call, token).await?;
        if page.request.state == RequestState::Cancelled {
            return Ok(());
        }
        let reason = read_reason(values)?;
        let mut tx = self.store.begin().await?;
        let entry = self.call_off(&mut tx, call, &page.request, &reason).await?;
        let message = Message::RequestCancelled {
            request: LectureRequestId(page.request.id),
            title: page.request.title.clone(),
            host: page.request.host_name.clone(),
            reason,
        };
        self.tell_request_offices(&mut tx, call, &page.request, &message).await?;
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }
}
