//! A host asks for a lecture without an account, and follows the request by a random link.
//!
//! The link's token is made from the form's own token, so that the same form sent twice leads to
//! the same request, and the database has only the digest of it.

mod host;
mod review;
mod unconfirmed;

use chrono::{DateTime, Utc};
use domain::{
    audience::DeliveryMode,
    form::{Field, LINE_MAX, Once, ProblemKind, Problems, REASON_MIN, Reader, Values},
    id::{CourseVersionId, HostUnitId, LectureRequestId, UnconfirmedRequestId},
    inbox::Message,
    lecture_request::{HostRegion, NewRequest, REQUEST_READERS, RequestState, RequestTerms},
    region::RegionLevel,
    role::Role,
    roster::name::host_key,
    rulebook::{Rule, Rulebook},
};
use sha2::{Digest as _, Sha256};
use store::{
    Conn, LectureRequestRow, NewLectureRequest, PublicCourse, RegionRow, RequestStep,
    RequestTimeRow, Tx, UnconfirmedRow,
};

use crate::{
    ActionError, Actions, Call,
    account::digest,
    tell::{tell_offices, tell_people},
    to_utc,
    write::{Scoped as _, Write, lost_race},
};

pub use host::HostPage;
pub(crate) use host::lock_host_page;
pub use review::{RequestList, RequestView};
pub(crate) use review::{free_lecturer, scoped_request};
pub(crate) use unconfirmed::check_token;
use unconfirmed::is_within_limits;
pub use unconfirmed::request_token;

/// A lecture of unknown length is planned with this many minutes.
const MINUTES: i64 = 60;

/// What the request form shows and offers.
#[derive(Clone, Debug)]
pub struct RequestForm {
    /// The course, as everybody sees it.
    pub course: PublicCourse,
    /// Counties that a host may be in.
    pub counties: Vec<RegionRow>,
    /// How the course can be held.
    pub modes: Vec<DeliveryMode>,
    /// Between which days.
    pub terms: RequestTerms,
}

impl Actions {
    /// The form for a course of the catalogue.
    pub async fn request_form(
        &self,
        call: &Call,
        version: CourseVersionId,
    ) -> Result<RequestForm, ActionError> {
        self.form_of(&mut self.store.read().await?, call, version).await
    }

    /// The form for a course of the catalogue.
    async fn form_of(
        &self,
        conn: &mut Conn,
        call: &Call,
        version: CourseVersionId,
    ) -> Result<RequestForm, ActionError> {
        let course = conn.find_public_course(version, call.today()).await?;
        let course = course.ok_or(ActionError::NotFound)?;
        let rules = conn.rulebook(call.today()).await?;
        let mut counties = conn.list_regions_above_towns(call.today()).await?;
        counties.retain(|region| region.level == RegionLevel::County);
        let modes = match course.mode {
            Some(mode @ (DeliveryMode::Onsite | DeliveryMode::Online)) => vec![mode],
            Some(DeliveryMode::Both) | None => vec![DeliveryMode::Onsite, DeliveryMode::Online],
        };
        let days = rules.get(Rule::RequestLatestWorkingDays);
        let terms = RequestTerms {
            earliest: self.working_days_after(call.today(), days),
            today: call.today(),
            months: rules.get(Rule::RequestEarliestMonths),
        };
        Ok(RequestForm { course, counties, modes, terms })
    }

    /// Sends a request; gives the token of its link. The same form again finds the first one, and
    /// one that was opened more than an hour ago is [`ActionError::FormTooOld`].
    ///
    /// `notice` is the text that the host agreed to (`LAW-02`).
    pub async fn submit_request(
        &self,
        call: &Call,
        version: CourseVersionId,
        values: &Values,
        once: &Once,
        notice: &str,
    ) -> Result<String, ActionError> {
        // One that is not ours is told as one that is too old.
        let token = link_token(once.as_str()).map_err(|_| ActionError::FormTooOld)?;
        let link = &token;
        self.write(|tx| {
            async move {
                check_token(tx, call, once).await?;
                let form = self.form_of(tx, call, version).await?;
                let request = read_request(&form, values)?;
                if is_sent(tx, link, &request, values).await? {
                    return Ok(());
                }
                let rules = tx.rulebook(call.today()).await?;
                if !is_within_limits(tx, call, &rules, &request).await? {
                    let row = waiting(version, values, &request, link, notice, call);
                    // The same form, sent twice at the same moment: the second one looks again.
                    return tx.add_unconfirmed(&row).await.map_err(lost_race);
                }
                let (link, notice) = (&digest(link), &digest(notice));
                self.add_request(tx, call, &form, &request, Link { link, notice }).await
            }
            .scope_boxed()
        })
        .await?;
        Ok(token)
    }

    /// A request is on file, and the office that reviews it hears of it.
    async fn add_request(
        &self,
        tx: &mut Write,
        call: &Call,
        form: &RequestForm,
        request: &NewRequest,
        link: Link<'_>,
    ) -> Result<(), ActionError> {
        let rules = tx.rulebook(call.today()).await?;
        let minutes = form.course.minutes.unwrap_or(MINUTES);
        let mut prepared = prepare(tx, request, minutes).await?;
        prepared.version_id = form.course.id;
        prepared.link_digest = link.link.to_owned();
        prepared.consent_digest = link.notice.to_owned();
        let new = prepared.row(self, call, &rules, request);
        let id = tx.add_lecture_request(&new).await.map_err(lost_race)?;
        tell_reviewers(tx, call, id, &form.course.title, request).await?;
        let entry = call
            .entry("submit", "lecture_request", REQUEST_READERS)
            .on(id)
            .under(rules.version)
            .moved("", new.state.as_str());
        tx.log(entry);
        Ok(())
    }
}

/// By which link a request is found, and which notice was agreed to (`LAW-02`): their digests.
#[derive(Clone, Copy)]
struct Link<'a> {
    link: &'a str,
    notice: &'a str,
}

/// A form as it is sent.
fn as_sent(values: &Values) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(values.iter()).finish()
}

/// What waits until the office has called.
fn waiting(
    version: CourseVersionId,
    values: &Values,
    request: &NewRequest,
    link: &str,
    notice: &str,
    call: &Call,
) -> UnconfirmedRow {
    UnconfirmedRow {
        id: UnconfirmedRequestId::default(),
        link_digest: digest(link),
        version_id: version,
        title: String::new(),
        host_name: request.host_name.clone(),
        contact: request.contact.clone(),
        contact_phone: request.contact_phone.clone(),
        form: as_sent(values),
        consent_digest: digest(notice),
        created_at: call.now,
    }
}

/// Whether a form was sent before; [`ActionError::Stale`] if it said something else then.
async fn is_sent(
    conn: &mut Conn,
    token: &str,
    request: &NewRequest,
    values: &Values,
) -> Result<bool, ActionError> {
    let Some(id) = conn.find_request_of_link(&digest(token)).await? else {
        // It may wait for a call.
        return match conn.find_unconfirmed_of_link(&digest(token)).await? {
            Some(row) if row.form != as_sent(values) => Err(ActionError::Stale),
            found => Ok(found.is_some()),
        };
    };
    let row = request_of(conn, id).await?;
    let times = conn.list_request_times(id).await?;
    if says_the_same(&row, &times, request) { Ok(true) } else { Err(ActionError::Stale) }
}

/// Looks up what a request belongs to.
async fn prepare(
    conn: &mut Conn,
    request: &NewRequest,
    minutes: i64,
) -> Result<Prepared, ActionError> {
    let region = request.region.county();
    let key = host_key(&request.host_name);
    let host = conn.find_host_unit(&key, region).await?;
    let length = chrono::TimeDelta::minutes(minutes);
    let mut times: Vec<_> = request
        .times
        .iter()
        .map(|time| to_utc(time.day, time.hour))
        .map(|starts_at| (starts_at, starts_at + length))
        .collect();
    times.sort();
    Ok(Prepared {
        link_digest: String::new(),
        consent_digest: String::new(),
        version_id: CourseVersionId::default(),
        host_unit_id: host.map(|host| host.id),
        host_key: format!("{} {key}", region.unwrap_or_default()),
        minutes,
        times,
    })
}

/// The office that reviews first hears of a request.
async fn tell_reviewers(
    tx: &mut Write,
    call: &Call,
    id: LectureRequestId,
    title: &str,
    request: &NewRequest,
) -> Result<(), ActionError> {
    let message = Message::LectureRequested {
        request: id,
        title: title.to_owned(),
        host: request.host_name.clone(),
    };
    if let HostRegion::County(county) = request.region {
        let people = tx.list_with_role_for_region(Role::CountyOffice, county, call.today()).await?;
        tell_people(tx, call, people.iter().copied(), &message).await?;
        if !people.is_empty() {
            return Ok(());
        }
    }
    tell_offices(tx, call, &[Role::CityOffice], &message).await
}

/// Calls a request off: whoever was asked or comes is free again, and hears of it.
async fn call_off(
    tx: &mut Write,
    call: &Call,
    request: &LectureRequestRow,
    reason: &str,
) -> Result<(), ActionError> {
    let next = request.state.cancel().map_err(|_| ActionError::WrongState)?;
    step(tx, call, request, next, None, reason).await?;
    free_lecturer(tx, call, request, reason).await?;
    let entry = call
        .entry("cancel", "lecture_request", REQUEST_READERS)
        .on(request.id)
        .moved(request.state.as_str(), next.as_str())
        .because(reason);
    tx.log(entry);
    Ok(())
}

/// The county's office of a request and the city's hear of something.
pub(crate) async fn tell_request_offices(
    tx: &mut Write,
    call: &Call,
    request: &LectureRequestRow,
    message: &Message,
) -> Result<(), ActionError> {
    let mut people = tx.list_with_role(Role::CityOffice, call.today()).await?;
    if let Some(region) = request.region_id {
        let county = Role::CountyOffice;
        people.extend(tx.list_with_role_for_region(county, region, call.today()).await?);
    }
    tell_people(tx, call, people, message).await
}

/// What was looked up for a request.
struct Prepared {
    link_digest: String,
    consent_digest: String,
    version_id: CourseVersionId,
    host_unit_id: Option<HostUnitId>,
    host_key: String,
    minutes: i64,
    times: Vec<(DateTime<Utc>, DateTime<Utc>)>,
}

impl Prepared {
    /// Notes by which link the request is found, and which notice was agreed to (`LAW-02`).
    fn sign(&mut self, token: &str, notice: &str) {
        self.link_digest = digest(token);
        self.consent_digest = digest(notice);
    }

    fn row<'a>(
        &'a self,
        actions: &Actions,
        call: &Call,
        rules: &Rulebook,
        request: &'a NewRequest,
    ) -> NewLectureRequest<'a> {
        NewLectureRequest {
            link_digest: &self.link_digest,
            version_id: self.version_id,
            host_unit_id: self.host_unit_id,
            host_key: &self.host_key,
            request,
            minutes: self.minutes,
            consent_digest: &self.consent_digest,
            state: RequestState::submitted(request.region),
            due_at: actions.due(call.today(), rules.get(Rule::RequestReviewWorkingDays)),
            times: &self.times,
            at: call.now,
        }
    }
}

/// Reads the form, and checks what it names against what is offered.
fn read_request(form: &RequestForm, values: &Values) -> Result<NewRequest, ActionError> {
    let request = NewRequest::parse(values, &form.terms)?;
    let mut problems = Problems::default();
    if let HostRegion::County(county) = request.region
        && !form.counties.iter().any(|known| known.id == county)
    {
        problems.add(Field::HostCounty, ProblemKind::UnknownChoice);
    }
    if !form.modes.contains(&request.mode) {
        problems.add(Field::Mode, ProblemKind::UnknownChoice);
    }
    Ok(problems.or(|| Some(request))?)
}

/// Whether a request on file says what a form says; the office may have added the whitelist entry,
/// and contacts are erased in the end.
fn says_the_same(row: &LectureRequestRow, times: &[RequestTimeRow], form: &NewRequest) -> bool {
    let mut asked: Vec<_> = form.times.iter().map(|time| to_utc(time.day, time.hour)).collect();
    asked.sort();
    let is_erased = row.contact_phone.is_empty();
    row.host_name == form.host_name
        && row.host_kind == form.host_kind
        && row.region_id == form.region.county()
        && (is_erased || row.address == form.address)
        && row.hall == form.hall
        && row.equipment == form.equipment
        && row.stage == form.stage
        && row.audience == form.audience
        && row.mode == form.mode
        && (is_erased || row.wish == form.wish)
        && times.iter().map(|time| time.starts_at).eq(asked)
        && (is_erased || row.contact == form.contact && row.contact_phone == form.contact_phone)
}

/// A reason of at least five characters.
pub(crate) fn read_reason(values: &Values) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
    reader.problems.or(|| reason)
}

/// The link's token: whoever does not know the form's token cannot guess it.
pub fn link_token(once: &str) -> Result<String, Problems> {
    let is_token = once.len() >= 32 && once.chars().all(|c| c.is_ascii_hexdigit());
    if !is_token {
        return Err(Problems::one(Field::Once, ProblemKind::Missing));
    }
    let digest = Sha256::digest(format!("lecture request {}", &once[..32]).as_bytes());
    Ok(hex::encode(&digest[..16]))
}

/// Moves a request on; [`ActionError::Stale`] if somebody else has done so.
pub(crate) async fn step(
    tx: &mut Tx,
    call: &Call,
    request: &LectureRequestRow,
    to: RequestState,
    due_at: Option<DateTime<Utc>>,
    remark: &str,
) -> Result<(), ActionError> {
    let step = RequestStep {
        id: request.id,
        from: request.state,
        revision: request.revision,
        to,
        due_at,
        remark,
        at: call.now,
    };
    if tx.move_lecture_request(&step).await? { Ok(()) } else { Err(ActionError::Stale) }
}

/// A request by its number; whether the caller may see it is not asked here.
pub(crate) async fn request_of(
    conn: &mut Conn,
    id: LectureRequestId,
) -> Result<LectureRequestRow, ActionError> {
    conn.find_lecture_request(id).await?.ok_or(ActionError::NotFound)
}
