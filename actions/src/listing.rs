//! A course in the catalogue: suspended, put back, extended and retired, each with its reason; it
//! ends by its time, and what was asked for follows the course (domain §3.2).

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    access_log::AccessThing,
    course::CourseVersionState,
    form::{Revision, Values},
    id::CourseVersionId,
    inbox::Message,
    listing::{ListingStep, notice_days, notice_due, read_step, still_fits},
    record::Kind,
    role::{PLANNERS, Role, may_plan_review_sessions},
    rulebook::Rule,
};
use store::{Conn, CourseRow, Lock, OpenRequestRow};

use crate::{
    ActionError, Actions, Call, PublicCoursePage,
    access_log::{Handed, Noted},
    course::{course_of, listed_until},
    error::check_revision,
    late_conflict::drop_repeat,
    list_filter::ListFilter,
    local_date,
    record::fixed,
    tell::tell_offices,
    write::{Scoped as _, Write},
};

/// As whom somebody takes the poster of a course along.
const POSTER_TAKERS: &[Role] = &[Role::Lecturer, Role::CityOffice, Role::ContentReviewer];

/// A version in the catalogue, or one that was there.
#[derive(Clone, Debug)]
pub struct ListingPage {
    /// The version.
    pub course: CourseRow,
    /// What of the course is asked for or agreed, and not over.
    pub open: Vec<OpenRequestRow>,
    /// Whether the caller is its lecturer.
    pub is_own: bool,
    /// What the caller can do.
    pub steps: Vec<ListingStep>,
}

/// What the office looks after in the catalogue.
#[derive(Clone, Debug)]
pub struct ListingsPage {
    /// Listings that end within sixty days, the first one first.
    pub ending: Vec<CourseRow>,
    /// Versions that are suspended.
    pub suspended: Vec<CourseRow>,
    /// How many requests that are not over name a version that is suspended or retired.
    pub n_stranded: i64,
}

impl Actions {
    /// A version's listing, for its lecturer and the offices.
    pub async fn listing(
        &self,
        call: &Call,
        id: CourseVersionId,
    ) -> Result<ListingPage, ActionError> {
        listing_of(&mut self.store.read().await?, call, id).await
    }

    /// What the poster of a listed course says: what everybody may see of it. For its lecturer and the
    /// office, since setting it takes more than a page does.
    pub async fn poster(
        &self,
        call: &Call,
        id: CourseVersionId,
    ) -> Result<(PublicCoursePage, Noted), ActionError> {
        self.listing(call, id).await?;
        let course = self.public_course(call, id).await?;
        let handed = Handed::rows(AccessThing::Poster, course.id, 1);
        let noted = self.note(call, POSTER_TAKERS, handed).await?;
        Ok((course, noted))
    }

    /// Listings that end soon or rest, for the office.
    pub async fn listings(
        &self,
        call: &Call,
        filter: &ListFilter,
    ) -> Result<ListingsPage, ActionError> {
        call.allowed(may_plan_review_sessions)?;
        let mut conn = self.store.read().await?;
        let [first, ..] = notice_days(&conn.rulebook(call.today()).await?);
        let until = call.today() + TimeDelta::days(first);
        let mut ending = conn.list_listings_ending(until).await?;
        let is_sought = |course: &CourseRow| {
            filter.has(course.state.as_str())
                && filter.finds(&[&course.title, &course.lecturer_name])
        };
        ending.retain(|course| course.state == CourseVersionState::Listed && is_sought(course));
        let mut suspended = conn.list_versions_in(CourseVersionState::Suspended).await?;
        suspended.retain(is_sought);
        Ok(ListingsPage { ending, suspended, n_stranded: conn.count_stranded_requests().await? })
    }

    /// Suspends, puts back, extends or retires a listed version, with a reason; its lecturer is told,
    /// or the office, where the lecturer retires it. The same step again changes nothing.
    pub async fn change_listing(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = listing_of(tx, call, id).await?;
                let read = read_step(values);
                let course = &page.course;
                if read.as_ref().is_ok_and(|(step, reason)| is_done(course, *step, reason)) {
                    return Ok(());
                }
                if page.steps.is_empty() {
                    return Err(ActionError::WrongState);
                }
                let (step, reason) = read?;
                let next = step.apply(course.state).map_err(|_| ActionError::WrongState)?;
                if !page.steps.contains(&step) {
                    return Err(ActionError::Forbidden);
                }
                check_revision(revision, course.revision)?;
                take_step(tx, call, &page, step, next, &reason).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends listings whose time is over, and tells lecturers whose listing ends in so many days as the rules say.
    /// Run from time to time by the program; gives how many were ended or told.
    pub async fn end_listings(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let today = local_date(now);
        let mut conn = self.store.read().await?;
        let over = conn.list_listings_ending(today - TimeDelta::days(1)).await?;
        let mut due = Vec::new();
        for days in notice_days(&conn.rulebook(today).await?) {
            let until = today + TimeDelta::days(days);
            due.extend(conn.list_listings_to_tell((today, until), days).await?);
        }
        drop(conn);
        due.sort_by_key(|course| course.id);
        due.dedup_by_key(|course| course.id);
        for course in &over {
            self.write(|tx| async move { lapse(tx, now, course.id).await }.scope_boxed()).await?;
        }
        for course in &due {
            self.write(|tx| async move { tell_end(tx, now, course.id).await }.scope_boxed())
                .await?;
        }
        Ok(over.len() + due.len())
    }
}

/// Whether the same step was taken before, for the same reason.
fn is_done(course: &CourseRow, step: ListingStep, reason: &str) -> bool {
    course.listing_reason == reason
        && match step {
            ListingStep::Suspend => course.state == CourseVersionState::Suspended,
            ListingStep::Relist => course.state == CourseVersionState::Listed,
            ListingStep::Extend => course.extended,
            ListingStep::Retire => course.state == CourseVersionState::Retired,
        }
}

async fn listing_of(
    conn: &mut Conn,
    call: &Call,
    id: CourseVersionId,
) -> Result<ListingPage, ActionError> {
    let page = course_of(conn, call, id).await?;
    let (course, is_own) = (page.course, page.is_own);
    let is_office = !is_own && call.actor.as_ref().is_some_and(may_plan_review_sessions);
    let may = |step: &ListingStep| {
        let fits = step.apply(course.state).is_ok();
        let is_theirs = is_office || is_own && *step == ListingStep::Retire;
        fits && is_theirs && (*step != ListingStep::Extend || !course.extended)
    };
    let steps = ListingStep::ALL.iter().copied().filter(may).collect();
    let open = if is_own || is_office {
        conn.list_open_requests_of(course.course_id).await?
    } else {
        Vec::new()
    };
    Ok(ListingPage { course, open, is_own, steps })
}

async fn take_step(
    tx: &mut Write,
    call: &Call,
    page: &ListingPage,
    step: ListingStep,
    next: CourseVersionState,
    reason: &str,
) -> Result<(), ActionError> {
    let course = &page.course;
    let rules = tx.rulebook(call.today()).await?;
    if step == ListingStep::Extend {
        let from = course.listed_until.unwrap_or_else(|| call.today());
        let until = listed_until(from, rules.get(Rule::ExtensionYears));
        let version = (course.id, course.revision);
        if !tx.extend_listing(version, until, reason, call.now).await? {
            return Err(ActionError::Stale);
        }
    } else {
        let from = (course.state, course.revision);
        if !tx.move_version(course.id, from, next, &course.remark, call.now).await? {
            return Err(ActionError::Stale);
        }
        tx.set_listing_reason(course.id, reason, false).await?;
    }
    let doer = if page.is_own { &[Role::Lecturer][..] } else { PLANNERS };
    if step == ListingStep::Retire {
        drop_repeat(tx, call, course, doer).await?;
    }
    if matches!(step, ListingStep::Suspend | ListingStep::Retire) {
        // What asked whether to suspend it is answered.
        let below = tx.rulebook(call.today()).await?.get(Rule::ObservationLowPoints);
        let low = tx.list_low_observations(below).await?.into_iter();
        for row in low.filter(|row| row.course_id == course.course_id) {
            tx.set_observation_weighed(row.id, call.now).await?;
        }
    }
    let message = Message::ListingChanged {
        version: course.id,
        title: course.title.clone(),
        step,
        reason: reason.to_owned(),
        n_open: page.open.len(),
    };
    if page.is_own {
        tell_offices(tx, call, PLANNERS, &message).await?;
    } else {
        tx.add_message(course.lecturer_id, &message, call.now).await?;
    }
    let entry = call.entry(step.as_str(), "course_version", doer).on(course.id);
    let entry = entry.under(rules.version).because(reason);
    tx.log(entry.moved(course.state.as_str(), next.as_str()));
    Ok(())
}

/// A listing whose time is over.
async fn lapse(tx: &mut Write, now: DateTime<Utc>, id: CourseVersionId) -> Result<(), ActionError> {
    let call = &Call::anonymous(now, "");
    tx.lock(Lock::CourseVersion(id)).await?;
    let course = tx.find_version(id).await?.ok_or(ActionError::NotFound)?;
    let is_over = course.listed_until.is_some_and(|until| until < call.today());
    let Ok(next) = course.state.retire() else { return Ok(()) };
    let from = (course.state, course.revision);
    if !is_over || !tx.move_version(id, from, next, &course.remark, now).await? {
        return Ok(());
    }
    tx.set_listing_reason(id, "", true).await?;
    drop_repeat(tx, call, &course, &[]).await?;
    let n_open = tx.list_open_requests_of(course.course_id).await?.len();
    let message = Message::ListingEnded { version: id, title: course.title.clone(), n_open };
    tx.add_message(course.lecturer_id, &message, now).await?;
    if n_open > 0 {
        tell_offices(tx, call, PLANNERS, &message).await?;
    }
    let entry = call.entry("end", "course_version", &[]).on(id);
    tx.log(entry.moved(course.state.as_str(), next.as_str()));
    Ok(())
}

/// A listing that ends soon.
async fn tell_end(
    tx: &mut Write,
    now: DateTime<Utc>,
    id: CourseVersionId,
) -> Result<(), ActionError> {
    let call = &Call::anonymous(now, "");
    tx.lock(Lock::CourseVersion(id)).await?;
    let course = tx.find_version(id).await?.ok_or(ActionError::NotFound)?;
    let (CourseVersionState::Listed, Some(until)) = (course.state, course.listed_until) else {
        return Ok(());
    };
    let ahead = notice_days(&tx.rulebook(call.today()).await?);
    let due = notice_due(call.today(), until, course.expiry_notice, ahead);
    let Some(days) = due else { return Ok(()) };
    tx.set_expiry_notice(id, days).await?;
    let message = Message::ListingEnds { version: id, title: course.title.clone(), until };
    Ok(tx.add_message(course.lecturer_id, &message, now).await?)
}

/// Another version of a course is in the catalogue: what was asked for, offered and agreed follows it
/// where stage and length still fit; what does not is the office's, which is told.
pub(crate) async fn follow_version(
    tx: &mut Write,
    call: &Call,
    course: &CourseRow,
) -> Result<(), ActionError> {
    let stages = tx.list_stages_of(course.id).await?;
    let open = tx.list_open_requests_of(course.course_id).await?;
    let (mut n_left, of) = (0, course.course_id);
    for request in &open {
        if still_fits(&stages, course.minutes, request.stage, request.minutes) {
            tx.move_request_to_version(request.id, course.id, of).await?;
            let entry = call.entry("follow", "lecture_request", PLANNERS).on(request.id);
            tx.log(entry.because(course.id.to_string()));
        } else {
            n_left += 1;
        }
    }
    if n_left > 0 {
        let (version, title) = (course.id, course.title.clone());
        let message = Message::RequestsLeft { version, title, n: n_left };
        tell_offices(tx, call, PLANNERS, &message).await?;
    }
    Ok(())
}

/// A minor change that was found sound takes the place of the listed version, with its number and its
/// end: the version before is retired.
pub(crate) async fn take_place(
    tx: &mut Write,
    call: &Call,
    (course, before): (&CourseRow, &CourseRow),
    remark: &str,
    roles: &'static [Role],
) -> Result<(), ActionError> {
    let next = course.state.take_place(before.state).map_err(|_| ActionError::WrongState)?;
    let gone = before.state.retire().map_err(|_| ActionError::WrongState)?;
    let from = (before.state, before.revision);
    let is_gone = tx.move_version(before.id, from, gone, &before.remark, call.now).await?;
    let from = (course.state, course.revision);
    if !is_gone || !tx.move_version(course.id, from, next, remark, call.now).await? {
        return Err(ActionError::WrongState);
    }
    drop_repeat(tx, call, before, roles).await?;
    tx.remove_catalogue_no(before.id).await?;
    let number = before.catalogue_no.as_deref();
    tx.set_listing(course.id, number, before.listed_until, before.taken_over).await?;
    if next == CourseVersionState::Suspended {
        // It rests for the same reason.
        tx.set_listing_reason(course.id, &before.listing_reason, false).await?;
    }
    let entry = call.entry("retire", "course_version", roles).on(before.id);
    tx.log(entry.moved(before.state.as_str(), gone.as_str()));
    let message = Message::CourseChangeListed { version: course.id, title: course.title.clone() };
    tx.add_message(course.lecturer_id, &message, call.now).await?;
    if next == CourseVersionState::Listed {
        follow_version(tx, call, course).await?;
    }
    let entry = call
        .entry("list_change", "course_version", roles)
        .on(course.id)
        .fixing(fixed(tx, Kind::CourseVersion, course.id).await?);
    tx.log(entry.because(remark).moved(course.state.as_str(), next.as_str()));
    Ok(())
}
