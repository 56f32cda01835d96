//! A host follows the own request by its link: reads it, sends it again, takes it back.

use chrono::TimeDelta;
use domain::{
    form::{Revision, Values},
    inbox::Message,
    lecture_request::{HostRegion, NewRequest, Preferred, REQUEST_READERS, RequestState},
};
use store::{Conn, DeliveryRow, LectureRequestRow, Lock, RequestTimeRow};

use super::{
    RequestForm, call_off, prepare, read_reason, read_request, request_of, tell_request_offices,
    tell_reviewers,
};
use crate::{
    ActionError, Actions, Call,
    account::digest,
    error::check_revision,
    local_time,
    write::{Scoped as _, Write},
};

/// A host's link ends so long after the lecture.
const LINK_LIFE: TimeDelta = TimeDelta::days(365);

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

impl HostPage {
    /// What was asked for, as it was sent.
    pub fn asked(&self) -> NewRequest {
        let request = &self.request;
        let preferred = |time: &RequestTimeRow| {
            let local = local_time(time.starts_at);
            Preferred { day: local.date(), hour: local.time() }
        };
        let county = request.region_id.map(HostRegion::County);
        NewRequest {
            host_name: request.host_name.clone(),
            host_kind: request.host_kind,
            region: county.unwrap_or(HostRegion::City),
            address: request.address.clone(),
            hall: request.hall.clone(),
            equipment: request.equipment.clone(),
            stage: request.stage,
            audience: request.audience,
            mode: request.mode,
            times: self.times.iter().map(preferred).collect(),
            contact: request.contact.clone(),
            contact_phone: request.contact_phone.clone(),
            whitelist: request.whitelist.clone(),
            wish: request.wish.clone(),
        }
    }
}

impl Actions {
    /// A request, for whoever has its link.
    pub async fn host_page(&self, call: &Call, token: &str) -> Result<HostPage, ActionError> {
        host_page_of(&mut self.store.read().await?, call, token).await
    }

    /// The form of a request that came back, for its host.
    pub async fn returned_form(
        &self,
        call: &Call,
        token: &str,
    ) -> Result<(HostPage, RequestForm), ActionError> {
        self.returned(&mut self.store.read().await?, call, token).await
    }

    async fn returned(
        &self,
        conn: &mut Conn,
        call: &Call,
        token: &str,
    ) -> Result<(HostPage, RequestForm), ActionError> {
        let page = host_page_of(conn, call, token).await?;
        if !page.may_edit {
            return Err(ActionError::WrongState);
        }
        let form = self.form_of(conn, call, page.request.version_id).await?;
        Ok((page, form))
    }

    /// Sends a request that came back anew; [`ActionError::Stale`] if it was sent meanwhile.
    pub async fn resubmit_request(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
        revision: Revision,
        notice: &str,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                lock_host_page(tx, call, token).await?;
                let (page, form) = self.returned(tx, call, token).await?;
                let rules = tx.rulebook(call.today()).await?;
                let request = read_request(&form, values)?;
                let mut prepared = prepare(tx, &request, page.request.minutes).await?;
                prepared.sign(token, notice);
                let new = prepared.row(self, call, &rules, &request);
                let id = page.request.id;
                if !tx.change_lecture_request(id, revision.number(), &new).await? {
                    return Err(ActionError::Stale);
                }
                tell_reviewers(tx, call, id, &page.request.title, &request).await?;
                let entry = call
                    .entry("resubmit", "lecture_request", REQUEST_READERS)
                    .on(id)
                    .under(rules.version)
                    .moved(page.request.state.as_str(), new.state.as_str());
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The host takes a request back, with a reason.
    pub async fn withdraw_request(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_host_page(tx, call, token).await?;
                if page.request.state == RequestState::Cancelled {
                    return Ok(());
                }
                check_revision(revision, page.request.revision)?;
                let reason = read_reason(values)?;
                call_off(tx, call, &page.request, &reason).await?;
                let message = Message::RequestCancelled {
                    request: page.request.id,
                    title: page.request.title.clone(),
                    host: page.request.host_name.clone(),
                    reason,
                };
                tell_request_offices(tx, call, &page.request, &message).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// A request, for whoever has its link.
async fn host_page_of(conn: &mut Conn, call: &Call, token: &str) -> Result<HostPage, ActionError> {
    let id = conn.find_request_of_link(&digest(token)).await?.ok_or(ActionError::NotFound)?;
    let request = request_of(conn, id).await?;
    let times = conn.list_request_times(id).await?;
    let delivery = conn.find_delivery_of(id).await?;
    let ends = times.iter().map(|time| time.ends_at).chain(delivery.as_ref().map(|it| it.ends_at));
    // The link is as long of use as the lecture can be asked about.
    if ends.max().is_some_and(|end| end + LINK_LIFE <= call.now) {
        return Err(ActionError::NotFound);
    }
    let may_report = delivery.as_ref().is_some_and(|delivery| {
        matches!(request.state, RequestState::Confirmed | RequestState::Delivered)
            && delivery.starts_at <= call.now
    });
    let may_edit = request.state == RequestState::Returned
        && conn.find_public_course(request.version_id, call.today()).await?.is_some();
    Ok(HostPage { request, times, delivery, may_report, may_edit })
}

/// The same, while nobody else writes about the request.
pub(crate) async fn lock_host_page(
    tx: &mut Write,
    call: &Call,
    token: &str,
) -> Result<HostPage, ActionError> {
    let id = tx.find_request_of_link(&digest(token)).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::LectureRequest(id)).await?;
    host_page_of(tx, call, token).await
}
