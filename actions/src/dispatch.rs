//! Who could be asked for a requested lecture, in which order and why; offering it.
//!
//! An offer takes nobody's time: several offers to one lecturer may overlap, and the acceptance
//! that comes first takes the time. The order proposes; a named person decides.

mod answer;
mod school;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    assessment_year::AssessmentYear,
    audience::DeliveryMode,
    commitment::{Interval, Whereabouts},
    dispatch::{DispatchRefusal, Load, Standing, check_caps, draw},
    form::{Field, Revision, Values},
    id::{CourseId, CourseVersionId, LectureRequestId, PartyId, PersonId},
    inbox::Message,
    lecture_request::{REQUEST_READERS, RequestState, may_dispatch},
    rulebook::{Rule, Rulebook},
};
use store::{
    CandidateRow, CommitmentRow, Conn, LectureRequestRow, Lock, NewDispatch, RequestTimeRow,
    StoreError,
};

use crate::{
    ActionError, Actions, Call,
    absence::OwnTimes,
    commitment::{Clash, clash},
    error::check_revision,
    lecture_request::{scoped_request, step},
    local_date, to_utc,
    write::{Scoped as _, Write},
};

pub use answer::{DispatchPage, TimeOffer};

use school::SchoolList;

/// So many candidates are shown; more are counted.
const SHOWN: usize = 20;
const DAY: TimeDelta = TimeDelta::days(1);

/// Somebody who could be asked, with the reasons.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The course and its lecturer.
    pub row: CandidateRow,
    /// What the order depends on.
    pub standing: Standing,
    /// Each preferred time, with the reason if it does not suit.
    pub times: Vec<(RequestTimeRow, Option<DispatchRefusal>)>,
    /// When the lecturer last had a delivery in this assessment year.
    pub last_lectured_at: Option<DateTime<Utc>>,
}

/// The proposal for one request.
#[derive(Clone, Debug)]
pub struct Board {
    /// In the order of the proposal.
    pub candidates: Vec<Candidate>,
    /// How many more there are.
    pub n_more: usize,
}

/// What is known of the candidates' time.
struct Diary {
    taken: BTreeMap<PartyId, Vec<CommitmentRow>>,
    deliveries: BTreeMap<PersonId, Vec<DateTime<Utc>>>,
    terms: BTreeMap<PersonId, Vec<(NaiveDate, NaiveDate)>>,
    asked: BTreeMap<PersonId, DateTime<Utc>>,
    own: OwnTimes,
    school: SchoolList,
}

/// Who is asked about: the person, the party that is taken, and with which course.
#[derive(Clone, Copy)]
struct Whom {
    person: PersonId,
    party: PartyId,
    course: CourseId,
}

/// The proposal for a request.
pub(crate) async fn board(
    conn: &mut Conn,
    call: &Call,
    request: &LectureRequestRow,
    times: &[RequestTimeRow],
    rules: &Rulebook,
) -> Result<Board, ActionError> {
    let rows = candidates(conn, call, request).await?;
    let here = hall_of(conn, request).await?;
    let whom: Vec<Whom> = rows.iter().map(whom_of).collect();
    let diary = Diary::read(conn, call, request, &whom, times).await?;
    let mut all: Vec<Candidate> = rows
        .into_iter()
        .map(|row| candidate(call, request, times, here, &diary, rules, row))
        .collect();
    all.sort_by_key(|candidate| candidate.standing.place());
    let n_more = all.len().saturating_sub(SHOWN);
    all.truncate(SHOWN);
    Ok(Board { candidates: all, n_more })
}

impl Actions {
    /// Offers a request to a lecturer; the same offer again changes nothing.
    pub async fn dispatch_request(
        &self,
        call: &Call,
        id: LectureRequestId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_dispatch)?;
        let (version, number) = read_choice(values).ok_or(ActionError::NotFound)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::LectureRequest(id)).await?;
                let request = scoped_request(tx, actor, id).await?;
                if request.state != RequestState::Matching {
                    let is_same = was_offered(tx, &request, version).await?;
                    return if is_same { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let next = request.state.dispatch().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, request.revision)?;
                let rules = tx.rulebook(call.today()).await?;
                let (row, time) = choose(tx, call, &request, (version, number), &rules).await?;
                let days = rules.get(Rule::DispatchAnswerWorkingDays);
                let answer_until = self.due(call.today(), days).min(time.starts_at);
                let new = NewDispatch {
                    request_id: id,
                    lecturer_id: row.lecturer_id,
                    version_id: version,
                    starts_at: time.starts_at,
                    ends_at: time.ends_at,
                    answer_until,
                    dispatcher_id: actor.person,
                    created_at: call.now,
                };
                step(tx, call, &request, next, Some(answer_until), "").await?;
                offer(tx, call, &request, &new, row.title).await?;
                let entry = call
                    .entry("dispatch", "lecture_request", REQUEST_READERS)
                    .on(id)
                    .under(rules.version)
                    .moved(request.state.as_str(), next.as_str());
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The chosen candidate at one of the host's times, if the lecturer can come.
async fn choose(
    tx: &mut Write,
    call: &Call,
    request: &LectureRequestRow,
    (version, number): (CourseVersionId, i64),
    rules: &Rulebook,
) -> Result<(CandidateRow, RequestTimeRow), ActionError> {
    let times = tx.list_request_times(request.id).await?;
    let time = *times.iter().find(|time| time.time_no == number).ok_or(ActionError::NotFound)?;
    let rows = candidates(tx, call, request).await?;
    let row = rows.into_iter().find(|row| row.version_id == version);
    let row = row.ok_or(ActionError::NotFound)?;
    let here = hall_of(tx, request).await?;
    let whom = whom_of(&row);
    let diary = Diary::read(tx, call, request, &[whom], &times).await?;
    let time = lasting(time, row.minutes);
    diary.judge_asking(call, whom, &time, here, rules)?;
    Ok((row, time))
}

/// Writes the offer, and tells the lecturer.
async fn offer(
    tx: &mut Write,
    call: &Call,
    request: &LectureRequestRow,
    new: &NewDispatch,
    title: String,
) -> Result<(), ActionError> {
    if request.mode != DeliveryMode::Online {
        tx.ensure_hall(&hall_name(request), &request.address, request.region_id).await?;
    }
    let dispatch = tx.add_dispatch(new).await.map_err(|error| match error {
        StoreError::Conflict => ActionError::Stale,
        other => other.into(),
    })?;
    let message = Message::DispatchOffered {
        dispatch,
        title,
        host: request.host_name.clone(),
        starts_at: new.starts_at,
        answer_until: new.answer_until,
    };
    Ok(tx.add_message(new.lecturer_id, &message, call.now).await?)
}

/// The course version and the number of the preferred time: `7-2`.
fn read_choice(values: &Values) -> Option<(CourseVersionId, i64)> {
    let (version, time) = values.trimmed(Field::Candidate).split_once('-')?;
    Some((version.parse().ok()?, time.parse().ok()?))
}

async fn was_offered(
    conn: &mut Conn,
    request: &LectureRequestRow,
    version: CourseVersionId,
) -> Result<bool, ActionError> {
    let dispatches = conn.list_dispatches_of(request.id).await?;
    Ok(request.state == RequestState::Dispatched
        && dispatches.last().is_some_and(|last| last.version_id == version))
}

/// The asked course itself, and the best course of each other lecturer of the field.
async fn candidates(
    conn: &mut Conn,
    call: &Call,
    request: &LectureRequestRow,
) -> Result<Vec<CandidateRow>, ActionError> {
    let today = call.today();
    let asked = conn.find_candidate(request.version_id, request.stage, today).await?;
    let others = match request.field_id {
        Some(field) => conn.list_candidates(field, request.stage, today, request.region_id).await?,
        None => Vec::new(),
    };
    let mut best: BTreeMap<PersonId, CandidateRow> = BTreeMap::new();
    for row in others {
        let known = best.get(&row.lecturer_id);
        if known.is_none_or(|known| (row.fits, known.version_id) > (known.fits, row.version_id)) {
            best.insert(row.lecturer_id, row);
        }
    }
    if let Some(asked) = asked {
        best.insert(asked.lecturer_id, asked);
    }
    let is_possible =
        |row: &CandidateRow| [Some(request.mode), Some(DeliveryMode::Both)].contains(&row.mode);
    Ok(best.into_values().filter(is_possible).collect())
}

fn whom_of(row: &CandidateRow) -> Whom {
    Whom { person: row.lecturer_id, party: row.party_id, course: row.course_id }
}

/// A preferred time, as long as a course takes: another one than asked for may take longer.
fn lasting(time: RequestTimeRow, minutes: Option<i64>) -> RequestTimeRow {
    let ends_at = time.starts_at + TimeDelta::minutes(minutes.unwrap_or(0));
    RequestTimeRow { ends_at: time.ends_at.max(ends_at), ..time }
}

fn candidate(
    call: &Call,
    request: &LectureRequestRow,
    times: &[RequestTimeRow],
    here: Whereabouts,
    diary: &Diary,
    rules: &Rulebook,
    row: CandidateRow,
) -> Candidate {
    let whom = whom_of(&row);
    let times: Vec<_> = times
        .iter()
        .map(|time| lasting(*time, row.minutes))
        .map(|time| (time, diary.judge_asking(call, whom, &time, here, rules).err()))
        .collect();
    let year = AssessmentYear::of(call.today());
    let held = diary.deliveries.get(&whom.person).map_or(&[][..], Vec::as_slice);
    let of_year = held.iter().filter(|at| year.contains(local_date(**at)));
    Candidate {
        standing: Standing {
            n_free: times.iter().filter(|(_, refusal)| refusal.is_none()).count(),
            fits_stage: row.fits == 1,
            is_asked_for: row.version_id == request.version_id,
            n_deliveries: of_year.clone().count(),
            is_same_county: row.region_id.is_some() && row.region_id == request.region_id,
            last_asked_at: diary.asked.get(&whom.person).copied(),
            draw: draw(request.id.into(), whom.person.into()),
        },
        last_lectured_at: of_year.filter(|at| **at <= call.now).max().copied(),
        times,
        row,
    }
}

/// The hall as far as travel needs to know; a hall that was never used is nobody's place yet.
async fn hall_of(conn: &mut Conn, request: &LectureRequestRow) -> Result<Whereabouts, ActionError> {
    if request.mode == DeliveryMode::Online {
        return Ok(Whereabouts::Online);
    }
    let name = hall_name(request);
    let place = conn.find_hall(&name, &request.address, request.region_id).await?;
    Ok(Whereabouts::Place(place.unwrap_or_default(), request.region_id))
}

/// How a host's hall is called among places.
pub(crate) fn hall_name(request: &LectureRequestRow) -> String {
    format!("{} {}", request.host_name, request.hall)
}

impl Diary {
    async fn read(
        conn: &mut Conn,
        call: &Call,
        request: &LectureRequestRow,
        whom: &[Whom],
        times: &[RequestTimeRow],
    ) -> Result<Self, ActionError> {
        let parties: Vec<PartyId> = whom.iter().map(|one| one.party).collect();
        let people: Vec<PersonId> = whom.iter().map(|one| one.person).collect();
        let first = times.iter().map(|time| time.starts_at).min().unwrap_or(call.now);
        let last = times.iter().map(|time| time.ends_at).max().unwrap_or(call.now);
        let mut taken: BTreeMap<PartyId, Vec<CommitmentRow>> = BTreeMap::new();
        for (party, row) in conn.list_commitments_of(&parties, first - DAY, last + DAY).await? {
            taken.entry(party).or_default().push(row);
        }
        let year = AssessmentYear::of(call.today());
        let from = month_of(first).0.min(to_utc(year.first(), NaiveTime::MIN));
        let until = month_of(last).1.max(to_utc(year.last(), NaiveTime::MIN) + DAY);
        let mut deliveries: BTreeMap<PersonId, Vec<DateTime<Utc>>> = BTreeMap::new();
        for (person, at) in conn.list_delivery_times(&people, from, until).await? {
            deliveries.entry(person).or_default().push(at);
        }
        let mut terms: BTreeMap<PersonId, Vec<(NaiveDate, NaiveDate)>> = BTreeMap::new();
        for (person, starts_on, ends_on) in conn.list_active_terms(&people).await? {
            terms.entry(person).or_default().push((starts_on, ends_on));
        }
        let asked = conn.list_last_asked(&people).await?.into_iter().collect();
        let own = OwnTimes::read(conn, call, &people).await?;
        let school = SchoolList::read(conn, request, &people, call.today()).await?;
        Ok(Self { taken, deliveries, terms, asked, own, school })
    }

    /// Whether a lecturer can be asked for a time: could come, and has not said not to be asked then.
    /// Who is asked all the same may accept.
    fn judge_asking(
        &self,
        call: &Call,
        whom: Whom,
        time: &RequestTimeRow,
        here: Whereabouts,
        rules: &Rulebook,
    ) -> Result<(), DispatchRefusal> {
        self.judge(call, whom, time, here, rules)?;
        match self.own.judge(whom.person, time.starts_at, time.ends_at) {
            Some(why) => Err(DispatchRefusal::Unavailable(why)),
            None => Ok(()),
        }
    }

    /// Whether a lecturer could come at a time (`REQ-01` to `REQ-03`).
    fn judge(
        &self,
        call: &Call,
        whom: Whom,
        time: &RequestTimeRow,
        here: Whereabouts,
        rules: &Rulebook,
    ) -> Result<(), DispatchRefusal> {
        let day = local_date(time.starts_at);
        let terms = self.terms.get(&whom.person).map_or(&[][..], Vec::as_slice);
        if time.starts_at <= call.now {
            return Err(DispatchRefusal::Past);
        }
        if !terms.iter().any(|(first, last)| *first <= day && day <= *last) {
            return Err(DispatchRefusal::NotAppointed);
        }
        self.school.judge(whom, day, rules)?;
        let taken = self.taken.get(&whom.party).map_or(&[][..], Vec::as_slice);
        let interval = Interval::new(time.starts_at, time.ends_at).ok_or(DispatchRefusal::Past)?;
        match clash(interval, here, taken, rules) {
            Some(Clash::Overlap) => return Err(DispatchRefusal::Taken),
            Some(Clash::Travel) => return Err(DispatchRefusal::NoTravelTime),
            None => {}
        }
        let held = self.deliveries.get(&whom.person).map_or(&[][..], Vec::as_slice);
        let days = held.iter().map(|at| local_date(*at));
        let in_month =
            |other: &NaiveDate| (other.year(), other.month()) == (day.year(), day.month());
        let load = Load {
            on_day: days.clone().filter(|other| *other == day).count(),
            in_month: days.filter(in_month).count(),
        };
        check_caps(load, rules)
    }
}

/// The first instant of the month of an instant, and the first after it.
fn month_of(at: DateTime<Utc>) -> (DateTime<Utc>, DateTime<Utc>) {
    let day = local_date(at);
    let first = day.with_day(1).unwrap_or(day);
    let next = first.checked_add_months(chrono::Months::new(1)).unwrap_or(day);
    (to_utc(first, NaiveTime::MIN), to_utc(next, NaiveTime::MIN))
}
