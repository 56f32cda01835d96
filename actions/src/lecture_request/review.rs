//! The offices read requests within their scope, and pass them, send them back or refuse them.

use chrono::{NaiveTime, TimeDelta};
use domain::{
    access_log::AccessThing,
    commitment::CommitmentSource,
    dispatch::DispatchState,
    form::{Field, LINE_MAX, Once, ProblemKind, Problems, Reader, Revision, Values},
    host_unit::needs_whitelist,
    id::LectureRequestId,
    inbox::Message,
    lecture_request::{
        REQUEST_READERS, RequestDecision, RequestFacts, RequestState, RequestWarning, may_decide,
        may_decide_for_city, may_dispatch, may_read_requests, warnings,
    },
    role::{Actor, Role},
    rulebook::{Rule, Rulebook},
    school_period::PeriodKind,
};
use store::{
    Conn, DeliveryRow, DispatchRow, LectureRequestRow, Lock, RegionRow, RequestSearch,
    RequestTimeRow,
};

use super::{call_off, link_token, read_reason, request_of, step};
use crate::{
    ActionError, Actions, Board, Call, Keyed,
    account::digest,
    dispatch::board,
    error::check_revision,
    handed_on::{ALL, HandedOn},
    list_filter::ListFilter,
    local_date,
    observation::end_observation_of,
    paged::KEYED_ASKED,
    register_entry::regions,
    school_period::school_calendar_of,
    tell::tell_offices,
    to_utc,
    write::{Scoped as _, Write},
};

/// A page of requests in one state.
#[derive(Clone, Debug)]
pub struct RequestList {
    /// Longest waiting first.
    pub list: Keyed<LectureRequestRow, LectureRequestId>,
    /// How many there are in all.
    pub total: i64,
    /// The state.
    pub state: RequestState,
    /// The regions that the caller may choose.
    pub counties: Vec<RegionRow>,
}

/// A request as an office sees it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts and permissions, each by itself")]
pub struct RequestView {
    /// The request.
    pub request: LectureRequestRow,
    /// The preferred times.
    pub times: Vec<RequestTimeRow>,
    /// What to think of before passing it.
    pub warnings: Vec<RequestWarning>,
    /// Whether a school's entry in the whitelist is missing (`REQ-04`).
    pub lacks_whitelist: bool,
    /// Whether no lecture was ever held before this host (`REQ-09`).
    pub is_never_served: bool,
    /// Everybody who was asked, oldest first.
    pub dispatches: Vec<DispatchRow>,
    /// The agreed lecture.
    pub delivery: Option<DeliveryRow>,
    /// Whether the caller decides on it now.
    pub may_decide: bool,
    /// Whether the caller dispatches and takes back.
    pub may_dispatch: bool,
    /// Whether the host's number is shown, and not masked.
    pub shows_phone: bool,
    /// Who could be asked, while a lecturer is looked for.
    pub board: Option<Board>,
}

impl Actions {
    /// Requests in a state within the caller's scope, as far as they are looked for; from one of them
    /// on.
    pub async fn lecture_requests(
        &self,
        call: &Call,
        filter: &ListFilter,
        from: Option<LectureRequestId>,
    ) -> Result<RequestList, ActionError> {
        let actor = call.allowed(may_read_requests)?;
        let state = sought_state(actor, filter);
        let mut conn = self.store.read().await?;
        let reach = actor.reach(REQUEST_READERS);
        let search = RequestSearch { words: &filter.words, region: filter.region, reach: &reach };
        let total = conn.count_lecture_requests(state, &search).await?;
        let from = match from {
            Some(id) => conn.find_lecture_request(id).await?,
            None => None,
        };
        let from = match from {
            Some(it) if conn.is_within(&reach, it.region_id, None).await? => {
                Some((it.created_at, it.id))
            }
            _ => None,
        };
        let rows = conn.list_lecture_requests(state, &search, from, KEYED_ASKED).await?;
        let counties = regions(&mut conn, call, &reach).await?;
        Ok(RequestList { list: Keyed::of(rows, |row| row.id), total, state, counties })
    }

    /// All of those, for a spreadsheet.
    pub async fn lecture_request_export(
        &self,
        call: &Call,
        filter: &ListFilter,
    ) -> Result<HandedOn<LectureRequestRow>, ActionError> {
        let actor = call.allowed(may_read_requests)?;
        let reach = actor.reach(REQUEST_READERS);
        let search = RequestSearch { words: &filter.words, region: filter.region, reach: &reach };
        let state = sought_state(actor, filter);
        let mut conn = self.store.read().await?;
        let rows = conn.list_lecture_requests(state, &search, None, ALL).await?;
        drop(conn);
        self.hand_on(call, REQUEST_READERS, (AccessThing::RequestList, 0), rows).await
    }

    /// A request within the caller's scope.
    pub async fn lecture_request(
        &self,
        call: &Call,
        id: LectureRequestId,
    ) -> Result<RequestView, ActionError> {
        let actor = call.allowed(may_read_requests)?;
        let mut conn = self.store.read().await?;
        let request = scoped_request(&mut conn, actor, id).await?;
        let rules = conn.rulebook(call.today()).await?;
        let times = conn.list_request_times(id).await?;
        let (facts, n_served) = facts(&mut conn, call, &request, &rules).await?;
        let board = if request.state == RequestState::Matching && may_dispatch(actor) {
            Some(board(&mut conn, call, &request, &times, &rules).await?)
        } else {
            None
        };
        Ok(RequestView {
            times,
            warnings: warnings(&facts, &rules),
            lacks_whitelist: lacks_whitelist(&request),
            is_never_served: n_served == 0,
            dispatches: conn.list_dispatches_of(id).await?,
            delivery: conn.find_delivery_of(id).await?,
            may_decide: may_decide(actor, request.state),
            may_dispatch: may_dispatch(actor),
            shows_phone: may_decide_for_city(actor) || may_decide(actor, request.state),
            board,
            request,
        })
    }

    /// An office decides on a request; [`ActionError::Stale`] if somebody was faster.
    pub async fn decide_request(
        &self,
        call: &Call,
        id: LectureRequestId,
        values: &Values,
        revision: Revision,
    ) -> Result<RequestDecision, ActionError> {
        let actor = call.allowed(may_read_requests)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::LectureRequest(id)).await?;
                let request = scoped_request(tx, actor, id).await?;
                if !may_decide(actor, request.state) {
                    return Err(ActionError::WrongState);
                }
                if revision != Revision::of(request.revision) {
                    return Err(ActionError::Stale);
                }
                self.decide(tx, call, &request, values).await
            }
            .scope_boxed()
        })
        .await
    }

    async fn decide(
        &self,
        tx: &mut Write,
        call: &Call,
        request: &LectureRequestRow,
        values: &Values,
    ) -> Result<RequestDecision, ActionError> {
        let rules = tx.rulebook(call.today()).await?;
        let (facts, _) = facts(tx, call, request, &rules).await?;
        let is_over_quota = facts.is_over_quota(&rules);
        let (decision, remark, whitelist) = read_decision(values, request, is_over_quota)?;
        let mut next = request.state.decide(decision).map_err(|_| ActionError::WrongState)?;
        if next == RequestState::CityReview && passes_by_itself(&facts, &rules) {
            next = RequestState::Matching;
        }
        let days = rules.get(Rule::RequestReviewWorkingDays);
        let due = (decision == RequestDecision::Pass).then(|| self.due(call.today(), days));
        step(tx, call, request, next, due, &remark).await?;
        if !whitelist.is_empty() {
            tx.set_request_whitelist(request.id, &whitelist).await?;
        }
        if decision == RequestDecision::Pass {
            let message = Message::RequestPassed {
                request: request.id,
                title: request.title.clone(),
                host: request.host_name.clone(),
            };
            tell_offices(tx, call, &[Role::CityOffice], &message).await?;
        }
        let entry = call
            .entry(verb(decision), "lecture_request", REQUEST_READERS)
            .on(request.id)
            .under(rules.version)
            .moved(request.state.as_str(), next.as_str());
        tx.log(entry.because(remark));
        Ok(decision)
    }

    /// The host has lost its link: gives the token of another, and the one before opens nothing any
    /// more. The same form again gives the same.
    pub async fn renew_link(
        &self,
        call: &Call,
        id: LectureRequestId,
        once: &Once,
    ) -> Result<String, ActionError> {
        let actor = call.allowed(may_read_requests)?;
        let token = link_token(once.as_str())?;
        let link = &digest(&token);
        self.write(|tx| {
            async move {
                tx.lock(Lock::LectureRequest(id)).await?;
                scoped_request(tx, actor, id).await?;
                if tx.find_request_of_link(link).await? != Some(id) {
                    tx.set_request_link(id, link).await?;
                    tx.log(call.entry("renew_link", "lecture_request", REQUEST_READERS).on(id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
        Ok(token)
    }

    /// An office calls a request off, with a reason.
    pub async fn cancel_request(
        &self,
        call: &Call,
        id: LectureRequestId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_dispatch)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::LectureRequest(id)).await?;
                let request = scoped_request(tx, actor, id).await?;
                if request.state == RequestState::Cancelled {
                    return Ok(());
                }
                check_revision(revision, request.revision)?;
                call_off(tx, call, &request, &read_reason(values)?).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes an offer or an agreed lecture back from its lecturer, and looks for another one.
    pub async fn look_again(
        &self,
        call: &Call,
        id: LectureRequestId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_dispatch)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::LectureRequest(id)).await?;
                let request = scoped_request(tx, actor, id).await?;
                let next = request.state.look_again().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, request.revision)?;
                let reason = read_reason(values)?;
                let days = tx.rulebook(call.today()).await?.get(Rule::RequestReviewWorkingDays);
                let due = self.due(call.today(), days);
                step(tx, call, &request, next, Some(due), "").await?;
                free_lecturer(tx, call, &request, &reason).await?;
                let entry = call
                    .entry("look_again", "lecture_request", REQUEST_READERS)
                    .on(id)
                    .moved(request.state.as_str(), next.as_str())
                    .because(reason);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The state that is looked for; where none is, the one in which something waits for the caller.
fn sought_state(actor: &Actor, filter: &ListFilter) -> RequestState {
    let first = if may_decide_for_city(actor) {
        RequestState::Matching
    } else {
        RequestState::CountyReview
    };
    RequestState::parse(&filter.state).unwrap_or(first)
}

/// Whoever was asked or comes is free again, and hears of it.
pub(crate) async fn free_lecturer(
    tx: &mut Write,
    call: &Call,
    request: &LectureRequestRow,
    reason: &str,
) -> Result<(), ActionError> {
    let dispatches = tx.list_dispatches_of(request.id).await?;
    let live = dispatches.iter().find(|dispatch| {
        matches!(dispatch.state, DispatchState::Offered | DispatchState::Accepted)
    });
    let Some(live) = live else { return Ok(()) };
    tx.withdraw_dispatches(request.id, reason).await?;
    if let Some(delivery) = tx.find_delivery_of(request.id).await? {
        // What was held is reported, and not called off any more.
        if delivery.starts_at <= call.now {
            return Err(ActionError::WrongState);
        }
        if !tx.cancel_delivery(delivery.id).await? {
            return Err(ActionError::WrongState);
        }
        tx.release_commitments(CommitmentSource::Delivery, delivery.id.into()).await?;
        end_observation_of(tx, call, delivery.id, reason).await?;
    }
    let (title, host) = (live.title.clone(), request.host_name.clone());
    let message = if live.state == DispatchState::Accepted {
        let reason = reason.to_owned();
        Message::DeliveryCancelled { title, host, starts_at: live.starts_at, reason }
    } else {
        Message::DispatchWithdrawn { title, host, starts_at: live.starts_at }
    };
    // Whoever gives a lecture back needs no message about it.
    if call.actor.as_ref().is_none_or(|actor| actor.person != live.lecturer_id) {
        tx.add_message(live.lecturer_id, &message, call.now).await?;
    }
    Ok(())
}

/// A request within an office's scope; anything else is not there.
pub(crate) async fn scoped_request(
    conn: &mut Conn,
    actor: &Actor,
    id: LectureRequestId,
) -> Result<LectureRequestRow, ActionError> {
    let request = request_of(conn, id).await?;
    let reach = actor.reach(REQUEST_READERS);
    let is_own = conn.is_within(&reach, request.region_id, None).await?;
    if is_own { Ok(request) } else { Err(ActionError::NotFound) }
}

/// What the warnings depend on, and how many lectures the host ever had.
async fn facts(
    conn: &mut Conn,
    call: &Call,
    request: &LectureRequestRow,
    rules: &Rulebook,
) -> Result<(RequestFacts, usize), ActionError> {
    use RequestState::{Cancelled, Closed, Confirmed, Delivered, Expired, Rejected, Reported};
    let now = call.now;
    let all = conn.list_requests_of_host(&request.host_key, chrono::DateTime::UNIX_EPOCH).await?;
    let others: Vec<_> = all
        .into_iter()
        .filter(|(id, ..)| *id != request.id)
        .map(|(_, version, state, at)| (version, state, at))
        .collect();
    let is_live = |state: RequestState| !matches!(state, Cancelled | Rejected | Expired);
    let alike_since = now - TimeDelta::days(rules.get(Rule::RequestDuplicateDays));
    let school = school_calendar_of(conn, request.region_id, call.today()).await?;
    let term_since = to_utc(school.counted_from(call.today()), NaiveTime::MIN);
    let times = conn.list_request_times(request.id).await?;
    let is_in = |kind| times.iter().any(|time| school.has(kind, local_date(time.starts_at)));
    let stages = conn.list_stages_of(request.version_id).await?;
    let n_alike = others.iter().filter(|(version, state, at)| {
        *version == request.version_id && is_live(*state) && *at >= alike_since
    });
    let n_of_host = others.iter().filter(|(_, state, at)| is_live(*state) && *at >= term_since);
    let n_served = others
        .iter()
        .filter(|(_, state, _)| matches!(state, Confirmed | Delivered | Reported | Closed));
    let facts = RequestFacts {
        stage: request.stage,
        audience: request.audience,
        max_audience: request.max_audience,
        minutes: Some(request.minutes),
        fits_stage: stages.is_empty() || stages.contains(&request.stage),
        n_alike: n_alike.count(),
        is_in_exams: is_in(PeriodKind::Exams),
        is_in_holiday: is_in(PeriodKind::Holiday),
        n_of_host: n_of_host.count(),
    };
    Ok((facts, n_served.count()))
}

fn passes_by_itself(facts: &RequestFacts, rules: &Rulebook) -> bool {
    rules.get(Rule::RequestPassesByItself) == 1 && !facts.is_over_quota(rules)
}

fn lacks_whitelist(request: &LectureRequestRow) -> bool {
    needs_whitelist(request.host_kind)
        && request.whitelist.is_empty()
        && request.whitelisted != Some(true)
}

/// Decision, remark and whitelist entry: going back or refusing needs words, and a school passes
/// with its entry alone (`REQ-04`). So does a request beyond the host's quota (`REQ-03`): why it is
/// passed nevertheless stands in the log.
fn read_decision(
    values: &Values,
    request: &LectureRequestRow,
    is_over_quota: bool,
) -> Result<(RequestDecision, String, String), Problems> {
    let mut reader = Reader::new(values);
    let decision = reader.choice(Field::Decision, RequestDecision::parse);
    let passes = decision == Some(RequestDecision::Pass);
    let remark = reader.text(Field::Remark, if passes { 0 } else { 5 }, 500);
    if passes && is_over_quota && remark.as_ref().is_some_and(|text| text.chars().count() < 5) {
        reader.problems.add(Field::Remark, ProblemKind::OverQuota);
    }
    let whitelist = reader.text(Field::Whitelist, 0, LINE_MAX);
    if decision == Some(RequestDecision::Pass)
        && lacks_whitelist(request)
        && whitelist.as_ref().is_some_and(String::is_empty)
    {
        reader.problems.add(Field::Whitelist, ProblemKind::Missing);
    }
    reader.problems.or(|| Some((decision?, remark?, whitelist?)))
}

fn verb(decision: RequestDecision) -> &'static str {
    match decision {
        RequestDecision::Pass => "pass",
        RequestDecision::SendBack => "send_back",
        RequestDecision::Reject => "reject",
    }
}
