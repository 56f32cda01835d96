//! Host and lecturer report a lecture; the city's office settles what they report differently, and
//! corrects what was verified.

mod correction;
mod list;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    audit::Entry,
    delivery::{DeliveryReport, DeliveryState, ReportDays, Stated, verify},
    form::{Field, Problems, Reader, Revision, Values},
    id::{CourseVersionId, DeliveryId, LectureRequestId},
    inbox::Message,
    lecture_request::{Agreement, REQUEST_READERS, may_decide_for_city, may_read_requests},
    observation::may_plan_observations,
    paper_correction::CorrectionSource,
    role::Role,
    rulebook::{Rule, Rulebook},
};
use store::{Conn, CourseRow, DeliveryRow, LectureRequestRow, Lock, PaperCorrectionRow, Reporter};

pub(crate) use self::correction::{carry_out, verified};
pub use self::{
    correction::DeliveryCorrectionPage,
    list::{DeliveryFilter, DeliveryList},
};

use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    lecture_request::{
        free_lecturer, lock_host_page, read_reason, request_of, step, tell_request_offices,
    },
    local_date,
    tell::tell_offices,
    to_utc,
    write::{Scoped as _, Write},
};

/// A delivery's own page.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct DeliveryPage {
    /// The delivery.
    pub delivery: DeliveryRow,
    /// What the host asked for.
    pub request: LectureRequestRow,
    /// Versions of the course that are or were listed: one of them was given (`CRS-02`).
    pub versions: Vec<CourseRow>,
    /// Whether the caller lectures.
    pub is_own: bool,
    /// Whether the caller may report it now.
    pub may_report: bool,
    /// Whether the caller may still give it back.
    pub may_give_back: bool,
    /// Whether the caller settles what is reported differently, or by one side or nobody in time.
    pub may_settle: bool,
    /// Whether the caller corrects what was verified.
    pub may_correct: bool,
    /// What waits for a second person, for who corrects it.
    pub corrections: Vec<PaperCorrectionRow>,
    /// Whether the caller may have it observed, or look at its observation.
    pub may_observe: bool,
    /// Whether the caller has to call the host, and sees the whole number (`LAW-07`).
    pub shows_phone: bool,
}

impl Actions {
    /// A delivery, for its lecturer and the offices within their scope.
    pub async fn delivery(&self, call: &Call, id: DeliveryId) -> Result<DeliveryPage, ActionError> {
        delivery_of(&mut self.store.read().await?, call, id).await
    }

    /// The lecturer reports a lecture.
    pub async fn report_delivery(
        &self,
        call: &Call,
        id: DeliveryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_delivery(tx, call, id).await?;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                if !page.may_report {
                    return Err(ActionError::WrongState);
                }
                let given = given_version(&page, values)?;
                let both = (&page.delivery, &page.request);
                self.report(tx, call, both, Reporter::Lecturer, (values, revision)).await?;
                if given != page.delivery.version_id {
                    tx.set_delivery_version(id, given).await?;
                    let entry = call.entry("state_version", "delivery", &[Role::Lecturer]).on(id);
                    tx.log(entry.because(given.to_string()));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The host reports a lecture by its link.
    pub async fn report_by_host(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_host_page(tx, call, token).await?;
                let Some(delivery) = page.delivery.filter(|_| page.may_report) else {
                    return Err(ActionError::WrongState);
                };
                self.report(
                    tx,
                    call,
                    (&delivery, &page.request),
                    Reporter::Host,
                    (values, revision),
                )
                .await
            }
            .scope_boxed()
        })
        .await
    }

    async fn report(
        &self,
        tx: &mut Write,
        call: &Call,
        (delivery, request): (&DeliveryRow, &LectureRequestRow),
        by: Reporter,
        (values, revision): (&Values, Revision),
    ) -> Result<(), ActionError> {
        let rules = tx.rulebook(call.today()).await?;
        let report = DeliveryReport::parse(values, &report_days(call, delivery, &rules))?;
        let says = stated(&report);
        if revision != Revision::of(delivery.revision) {
            return Err(ActionError::Stale);
        }
        let (host, lecturer) = match by {
            Reporter::Host => (Some(says), lecturer_says(delivery)),
            Reporter::Lecturer => (host_says(delivery), Some(says)),
        };
        let state = verify(host, lecturer);
        let (id, said) = (delivery.id, (says, report.reason.as_str()));
        if !tx.report_delivery(id, delivery.revision, by, said, state).await? {
            return Err(ActionError::Stale);
        }
        self.after_report(tx, call, (delivery, request), state, says).await?;
        let both = host.is_some() && lecturer.is_some();
        if let Some(message) = next_reader(delivery, request, by, state, both) {
            tell_next(tx, call, delivery, by, &message).await?;
        }
        let acting_as: &[Role] = match by {
            Reporter::Host => &[],
            Reporter::Lecturer => &[Role::Lecturer],
        };
        let entry = call
            .entry("report", "delivery", acting_as)
            .on(delivery.id)
            .moved(delivery.state.as_str(), state.as_str());
        tx.log(explained(entry, report.reason));
        Ok(())
    }

    /// Moves the request on, and fixes the figures once they are agreed.
    async fn after_report(
        &self,
        tx: &mut Write,
        call: &Call,
        (delivery, request): (&DeliveryRow, &LectureRequestRow),
        state: DeliveryState,
        says: Stated,
    ) -> Result<(), ActionError> {
        let agreement = match state {
            DeliveryState::Verified => Agreement::Reached,
            _ => Agreement::Open,
        };
        let next = request.state.report(agreement).map_err(|_| ActionError::WrongState)?;
        let rules = tx.rulebook(call.today()).await?;
        let due = match agreement {
            Agreement::Reached => {
                tx.verify_delivery(delivery.id, says, call.now).await?;
                Some(self.due(call.today(), rules.get(Rule::RequestClosesWorkingDays)))
            }
            Agreement::Open => request.due_at,
        };
        step(tx, call, request, next, due, "").await
    }

    /// The city's office decides what was held.
    pub async fn settle_delivery(
        &self,
        call: &Call,
        id: DeliveryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_decide_for_city)?;
        self.write(|tx| {
            async move {
                let page = lock_delivery(tx, call, id).await?;
                if !page.may_settle {
                    return Err(ActionError::WrongState);
                }
                if revision != Revision::of(page.delivery.revision) {
                    return Err(ActionError::Stale);
                }
                let rules = tx.rulebook(call.today()).await?;
                let days = report_days(call, &page.delivery, &rules);
                let report = DeliveryReport::parse(values, &days)?;
                let both = (&page.delivery, &page.request);
                let (state, says) = (DeliveryState::Verified, stated(&report));
                self.after_report(tx, call, both, state, says).await?;
                let entry = call
                    .entry("settle", "delivery", REQUEST_READERS)
                    .on(id)
                    .moved(page.delivery.state.as_str(), state.as_str());
                tx.log(explained(entry, report.reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The lecturer gives an agreed lecture back, with a reason; the office looks for another one.
    pub async fn give_back_delivery(
        &self,
        call: &Call,
        id: DeliveryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_delivery(tx, call, id).await?;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                if page.delivery.state == DeliveryState::Cancelled {
                    return Ok(());
                }
                if !page.may_give_back {
                    return Err(ActionError::WrongState);
                }
                let reason = read_reason(values)?;
                let next = page.request.state.look_again().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, page.delivery.revision)?;
                let days = tx.rulebook(call.today()).await?.get(Rule::RequestReviewWorkingDays);
                let due = self.due(call.today(), days);
                step(tx, call, &page.request, next, Some(due), "").await?;
                free_lecturer(tx, call, &page.request, &reason).await?;
                let message = Message::DeliveryGivenBack {
                    request: page.request.id,
                    title: page.delivery.title.clone(),
                    lecturer: page.delivery.lecturer_name.clone(),
                    reason: reason.clone(),
                };
                tell_request_offices(tx, call, &page.request, &message).await?;
                let entry = call
                    .entry("give_back", "delivery", &[Role::Lecturer])
                    .on(id)
                    .moved(page.delivery.state.as_str(), DeliveryState::Cancelled.as_str())
                    .because(reason);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Expires requests whose last time has passed, and closes those whose time for feedback is
    /// over. Run from time to time by the program.
    pub async fn end_requests(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        let mut conn = self.store.read().await?;
        let expired = conn.list_expired_requests(now).await?;
        let closing = conn.list_requests_to_close(now).await?;
        drop(conn);
        let all = expired
            .into_iter()
            .map(|id| (id, "expire"))
            .chain(closing.into_iter().map(|id| (id, "close")));
        let mut n_ended = 0;
        for (id, verb) in all {
            let ended =
                self.write(|tx| async move { end(tx, call, id, verb).await }.scope_boxed()).await?;
            n_ended += usize::from(ended);
        }
        Ok(n_ended)
    }
}

/// Which version was given, as its lecturer says; the agreed one, if nothing is said.
fn given_version(page: &DeliveryPage, values: &Values) -> Result<CourseVersionId, Problems> {
    if values.trimmed(Field::GivenVersion).is_empty() {
        return Ok(page.delivery.version_id);
    }
    let mut reader = Reader::new(values);
    let known = |id: &CourseVersionId| page.versions.iter().any(|version| version.id == *id);
    let given = reader.choice(Field::GivenVersion, |text| text.parse().ok().filter(known));
    reader.problems.or(|| given)
}

/// A delivery, for its lecturer and the offices within their scope.
async fn delivery_of(
    conn: &mut Conn,
    call: &Call,
    id: DeliveryId,
) -> Result<DeliveryPage, ActionError> {
    let actor = call.actor()?;
    let delivery = conn.find_delivery(id).await?.ok_or(ActionError::NotFound)?;
    let is_own = actor.is(Role::Lecturer) && delivery.lecturer_id == actor.person;
    if !is_own {
        if !may_read_requests(actor) {
            return Err(ActionError::NotFound);
        }
        let reach = actor.reach(REQUEST_READERS);
        if !conn.is_within(&reach, delivery.region_id, None).await? {
            return Err(ActionError::NotFound);
        }
    }
    let request = request_of(conn, delivery.request_id).await?;
    let mut versions = match conn.find_version(delivery.version_id).await? {
        Some(course) => conn.list_versions_of_course(course.course_id).await?,
        None => Vec::new(),
    };
    versions.retain(|it| it.id == delivery.version_id || it.listed_until.is_some());
    let is_unsettled = matches!(delivery.state, DeliveryState::Planned | DeliveryState::Held);
    let has_begun = delivery.starts_at <= call.now;
    let may_correct = may_decide_for_city(actor) && delivery.state == DeliveryState::Verified;
    let corrections = if may_correct {
        conn.list_corrections_of_source((CorrectionSource::Delivery, id.0)).await?
    } else {
        Vec::new()
    };
    Ok(DeliveryPage {
        is_own,
        may_report: is_own && is_unsettled && has_begun,
        may_give_back: is_own && delivery.state == DeliveryState::Planned && !has_begun,
        may_settle: may_decide_for_city(actor) && is_unsettled && has_begun,
        may_correct,
        corrections,
        may_observe: is_own || may_plan_observations(actor),
        shows_phone: may_decide_for_city(actor) || is_own && is_unsettled,
        versions,
        delivery,
        request,
    })
}

/// The same, while nobody else writes about its request.
async fn lock_delivery(
    tx: &mut Write,
    call: &Call,
    id: DeliveryId,
) -> Result<DeliveryPage, ActionError> {
    let request = tx.find_delivery(id).await?.ok_or(ActionError::NotFound)?.request_id;
    tx.lock(Lock::LectureRequest(request)).await?;
    delivery_of(tx, call, id).await
}

/// The lecturer hears what the host reported; the city's office, that the two differ.
async fn tell_next(
    tx: &mut Write,
    call: &Call,
    delivery: &DeliveryRow,
    by: Reporter,
    message: &Message,
) -> Result<(), ActionError> {
    match (message, by) {
        (Message::DeliveryDisputed { .. }, _) => {
            tell_offices(tx, call, &[Role::CityOffice], message).await
        }
        (_, Reporter::Host) => Ok(tx.add_message(delivery.lecturer_id, message, call.now).await?),
        // The host has no inbox: its page says it.
        (_, Reporter::Lecturer) => Ok(()),
    }
}

/// Ends a request; `false`: called off, or ended by another server, since the list was made.
async fn end(
    tx: &mut Write,
    call: &Call,
    id: LectureRequestId,
    verb: &'static str,
) -> Result<bool, ActionError> {
    tx.lock(Lock::LectureRequest(id)).await?;
    let request = request_of(tx, id).await?;
    let to = if verb == "close" { request.state.close() } else { request.state.expire() };
    let Ok(to) = to else { return Ok(false) };
    step(tx, call, &request, to, None, "").await?;
    let entry =
        call.entry(verb, "lecture_request", &[]).on(id).moved(request.state.as_str(), to.as_str());
    tx.log(entry);
    Ok(true)
}

/// An entry with its reason, where one was asked for.
fn explained(entry: Entry, reason: String) -> Entry {
    if reason.is_empty() { entry } else { entry.because(reason) }
}

/// The days that a report is judged by; who accepted is known of every delivery.
fn report_days(call: &Call, delivery: &DeliveryRow, rules: &Rulebook) -> ReportDays {
    let accepted_on = delivery.accepted_at.map_or(NaiveDate::MIN, local_date);
    ReportDays {
        today: call.today(),
        accepted_on,
        agreed_on: local_date(delivery.starts_at),
        far_days: rules.get(Rule::DeliveryFarDays),
    }
}

fn stated(report: &DeliveryReport) -> Stated {
    (
        report.attendance,
        to_utc(report.held_on, report.began_at),
        to_utc(report.held_on, report.ended_at),
    )
}

/// What the host says, once it has said it.
fn host_says(delivery: &DeliveryRow) -> Option<Stated> {
    Some((delivery.host_attendance?, delivery.host_began_at?, delivery.host_ended_at?))
}

/// What the lecturer says, once it was said.
fn lecturer_says(delivery: &DeliveryRow) -> Option<Stated> {
    let (began_at, ended_at) = (delivery.lecturer_began_at?, delivery.lecturer_ended_at?);
    Some((delivery.lecturer_attendance?, began_at, ended_at))
}

/// Who has to know of a report next.
fn next_reader(
    delivery: &DeliveryRow,
    request: &LectureRequestRow,
    by: Reporter,
    state: DeliveryState,
    both: bool,
) -> Option<Message> {
    let (title, host) = (delivery.title.clone(), delivery.host_name.clone());
    if state == DeliveryState::Verified {
        return None;
    }
    if both {
        let request = request.id;
        return Some(Message::DeliveryDisputed { request, title, host });
    }
    let delivery = delivery.id;
    (by == Reporter::Host).then_some(Message::DeliveryReported { delivery, title, host })
}
