//! The sitting of a review session: who is there, which lecture runs, and what comes of each.
//!
//! The chair of a lecture is the lowest seat that is present and not recused; where that seat
//! cannot, the office acts in its name, and the chain says who it was.

mod day;
mod verdict;

use std::collections::BTreeMap;

use domain::{
    access_log::AccessThing,
    booking::BookingState,
    form::{Field, ProblemKind, Problems, Values},
    id::{BookingId, PersonId, ReviewSessionId},
    nomination::Relation,
    review_session::{Peer, conflict},
    review_sheet::{ReviewResult, review_result, rubric},
    role::{Actor, PLANNERS, Role, may_plan_review_sessions},
    score_sheet::{ConflictKind, NoResult, Seat, Sheet, SheetStage},
    trial_lecture::{Outcome, Seated, TrialState, Verdict, VetoVote, chair, tally},
};
use store::{
    BookingRow, ChangeRow, Conn, Lock, PanelRow, ReviewSessionRow, ReviewSheetRow, TrialRow,
    UploadRow,
};

use crate::{
    ActionError, Actions, Call, CoursePage,
    access_log::{Handed, Noted},
    course::course_page,
    review_session::peers,
    review_sheet::void,
    write::{Scoped as _, Write},
};

/// Who speaks for a lecture: its panelists, and the office in the chair's name.
pub(crate) const LEADERS: &[Role] = &[Role::Panelist, Role::CityOffice];
/// As whom somebody reads a course that is before a panel.
const READERS: &[Role] = &[Role::Panelist, Role::CityOffice, Role::Supervisor, Role::Lecturer];
/// Who watches over reviews and changes nothing.
const WATCHERS: &[Role] = &[Role::Supervisor];

/// A lecture of a sitting, before or after it has begun.
#[derive(Clone, Debug)]
pub struct Lecture {
    /// The booking.
    pub booking: BookingRow,
    /// The lecture, once it has begun.
    pub trial: Option<TrialRow>,
    /// The panel as this lecture finds it, by seats.
    pub seated: Vec<Seated>,
    /// Sheets that were submitted and count.
    pub n_sheets: usize,
}

impl Lecture {
    /// How many of the panel judge it.
    pub fn n_judges(&self) -> usize {
        self.seated.iter().filter(|one| one.judges()).count()
    }

    /// How many of the panel are there.
    pub fn n_present(&self) -> usize {
        self.seated.iter().filter(|one| one.is_present).count()
    }

    /// Whether nothing is to be entered of its day any more.
    pub fn is_over(&self) -> bool {
        match &self.trial {
            Some(trial) => trial.state != TrialState::Running,
            None => self.booking.state == BookingState::NoShow,
        }
    }

    /// Whether its verdict is confirmed, or there will be none.
    pub fn is_decided(&self) -> bool {
        match &self.trial {
            Some(trial) => trial.state == TrialState::Confirmed,
            None => self.booking.state == BookingState::NoShow,
        }
    }
}

/// A sitting with its lectures.
#[derive(Clone, Debug)]
pub struct SittingPage {
    /// The session.
    pub session: ReviewSessionRow,
    /// The panel by seats.
    pub panel: Vec<PanelRow>,
    /// Its lectures by time.
    pub lectures: Vec<Lecture>,
    /// The fewest of the panel who have to be there (`REV-06`).
    pub minimum: usize,
    /// Whether the caller enters what happens.
    pub may_lead: bool,
    /// Whether it can be opened now: on its day or later.
    pub may_begin: bool,
    /// Whether the caller is of the office.
    pub is_office: bool,
    /// The caller, for the own seat.
    pub reader: PersonId,
}

/// A sheet as others may see it.
#[derive(Clone, Debug)]
pub struct SeenSheet {
    /// Whose it is; none for the lecturer (`REV-11`).
    pub name: Option<String>,
    /// The sheet.
    pub sheet: ReviewSheetRow,
}

/// What somebody may see of a lecture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The office or a supervisor: everything.
    Office,
    /// A panelist who has declared that nothing is in the way.
    Panelist,
    /// A panelist who has declared nothing yet: the title alone.
    Undeclared,
    /// A recused panelist: the title alone.
    Recused,
    /// The lecturer: the confirmed result, without names.
    Lecturer,
}

/// An earlier round of the same course, as the panel of the next one sees it (`CRS-04`).
#[derive(Clone, Debug)]
pub struct EarlierRound {
    /// The lecture.
    pub trial: TrialRow,
    /// What was required, with the lecturer's answers.
    pub changes: Vec<ChangeRow>,
    /// The caller's own sheet of that round.
    pub own: Option<ReviewSheetRow>,
}

/// A lecture's page.
#[derive(Clone, Debug)]
pub struct TrialPage {
    /// The session.
    pub session: ReviewSessionRow,
    /// The lecture.
    pub lecture: Lecture,
    /// Names of the panel by seats.
    pub panel: Vec<PanelRow>,
    /// How far the caller sees.
    pub reading: Reading,
    /// What the caller has declared.
    pub relation: Option<Relation>,
    /// A conflict that the files show, to be declared.
    pub suggested: Option<ConflictKind>,
    /// The course; none for whoever may not open it.
    pub course: Option<Box<CoursePage>>,
    /// The caller's own sheet.
    pub own: Option<ReviewSheetRow>,
    /// Sheets that the caller may see.
    pub sheets: Vec<SeenSheet>,
    /// What the sheets come to, where the caller may know; [`NoResult`] if there are too few.
    pub result: Option<Result<ReviewResult, NoResult>>,
    /// What was said to a veto; empty if none was raised.
    pub votes: Vec<(PersonId, VetoVote)>,
    /// Whether somebody has raised a veto.
    pub has_veto: bool,
    /// What comes of it as far as was voted.
    pub veto: Option<Outcome>,
    /// Required changes with their answers.
    pub changes: Vec<ChangeRow>,
    /// Earlier rounds of the course.
    pub earlier: Vec<EarlierRound>,
    /// Those who judge and have not submitted a sheet.
    pub missing: Vec<PersonId>,
    /// Whether the caller takes the chair, or is of the office and acts in its name.
    pub may_lead: bool,
    /// Whether the caller confirms.
    pub may_confirm: bool,
    /// The instant until which sheets are awaited.
    pub sheets_until: chrono::DateTime<chrono::Utc>,
}

impl TrialPage {
    /// The caller's seat among those who judge, if the caller does.
    pub fn own_seat(&self, person: PersonId) -> Option<&Seated> {
        self.lecture.seated.iter().find(|one| one.person == person && one.judges())
    }

    /// The name of a panelist.
    pub fn name_of(&self, person: PersonId) -> String {
        let member = self.panel.iter().find(|member| member.person_id == person);
        member.map(|member| member.name.clone()).unwrap_or_default()
    }
}

impl Actions {
    /// A sitting, for the office, supervisors and its panel.
    pub async fn sitting(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<SittingPage, ActionError> {
        sitting_of(&mut self.store.read().await?, call, id).await
    }

    /// A lecture, for its panel, its lecturer, the office and supervisors.
    pub async fn trial(&self, call: &Call, id: BookingId) -> Result<TrialPage, ActionError> {
        self.trial_of(&mut self.store.read().await?, call, id).await
    }

    /// The slides of a lecture, for those of its panel who have declared that nothing is in the way
    /// (`REV-07`), and for offices.
    pub async fn trial_slides(
        &self,
        call: &Call,
        id: BookingId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let page = self.trial(call, id).await?;
        let version = page.lecture.booking.version_id;
        let slides = page.course.and_then(|course| course.course.slides_id);
        let slides = slides.ok_or(ActionError::NotFound)?;
        let upload = self.store.read().await?.find_upload_by_id(slides).await?;
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let handed = Handed::file(AccessThing::Slides, version);
        let noted = self.note(call, READERS, handed).await?;
        Ok((upload, bytes, noted))
    }

    /// Keeps what a panelist declares about a lecturer. A conflict is final, voids a sheet that was
    /// written, and is counted anew where scoring has closed already.
    pub async fn declare_panel_relation(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.locked(tx, call, id).await?;
                let person = call.actor()?.person;
                if !page.lecture.seated.iter().any(|one| one.person == person) {
                    return Err(ActionError::NotFound);
                }
                let relation = Relation::read(values, Field::Relation)
                    .map_err(|kind| Problems::one(Field::Relation, kind))?;
                if page.relation == Some(relation) {
                    return Ok(());
                }
                // A conflict that was declared is final.
                if page.lecture.is_decided() || page.reading == Reading::Recused {
                    return Err(ActionError::WrongState);
                }
                if relation == Relation(None) && page.suggested.is_some() {
                    // What the files show, a panelist cannot declare away.
                    return Err(Problems::one(Field::Relation, ProblemKind::KnownConflict).into());
                }
                tx.set_panel_relation(id, person, relation, call.now).await?;
                if relation != Relation(None) {
                    void(tx, call, id, person).await?;
                    self.count_again(tx, call, id).await?;
                }
                tx.log(call.entry("declare", "trial_lecture", &[Role::Panelist]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// A lecture, while nobody else changes it.
    pub(crate) async fn locked(
        &self,
        tx: &mut Write,
        call: &Call,
        id: BookingId,
    ) -> Result<TrialPage, ActionError> {
        tx.lock(Lock::Booking(id)).await?;
        self.trial_of(tx, call, id).await
    }

    pub(crate) async fn trial_of(
        &self,
        conn: &mut Conn,
        call: &Call,
        id: BookingId,
    ) -> Result<TrialPage, ActionError> {
        let actor = call.actor()?;
        let booking = conn.find_booking(id).await?.ok_or(ActionError::NotFound)?;
        let session = conn.find_session_plan(booking.session_id).await?;
        let session = session.ok_or(ActionError::NotFound)?;
        if !is_held(booking.state) {
            return Err(ActionError::NotFound);
        }
        let panel = conn.list_panels(&[session.id]).await?;
        let sheets = conn.list_review_sheets(&[id]).await?;
        let trial = conn.find_trial(id).await?;
        let seated = seats(conn, call, &panel, std::slice::from_ref(&booking)).await?;
        let seated = seated.into_values().next().unwrap_or_default();
        let lecture = lecture(booking, trial, seated, &sheets);
        let reading = reading(actor, &lecture).ok_or(ActionError::NotFound)?;
        let own = sheets.iter().find(|sheet| sheet.person_id == actor.person).cloned();
        let seat = lecture.seated.iter().find(|one| one.person == actor.person);
        let relation = seat.and_then(|one| one.relation);
        let suggested = seat
            .is_some_and(|one| one.is_near && one.relation.is_none_or(|it| it == Relation(None)));
        let may_lead = reading == Reading::Office && may_plan_review_sessions(actor)
            || chair(&lecture.seated) == Some(actor.person);
        let seen = seen(reading, &lecture, &panel, &sheets, own.as_ref());
        let knows = knows_result(reading, &lecture);
        let votes = conn.list_veto_votes(id).await?;
        let has_veto = counting(&lecture.seated, &sheets).any(|sheet| sheet.veto.is_some());
        let course = match reading {
            Reading::Undeclared | Reading::Recused => None,
            _ => Some(Box::new(course_page(conn, actor, lecture.booking.version_id).await?)),
        };
        let earlier = match (&course, reading) {
            (Some(course), Reading::Office | Reading::Panelist) => {
                earlier(conn, actor, course, &lecture).await?
            }
            _ => Vec::new(),
        };
        let rules = conn.rulebook(call.today()).await?;
        let day = crate::local_date(lecture.booking.starts_at);
        let n = rules.get(domain::rulebook::Rule::ReviewSheetWorkingDays);
        Ok(TrialPage {
            result: knows.then(|| review_result(&complete(&lecture.seated, &sheets))),
            changes: if knows { conn.list_required_changes(&[id]).await? } else { Vec::new() },
            veto: has_veto.then(|| outcome_of(&votes, &lecture.seated)),
            votes: if knows || reading == Reading::Panelist { votes } else { Vec::new() },
            has_veto: has_veto && reading != Reading::Recused && reading != Reading::Undeclared,
            may_confirm: reading == Reading::Office && may_plan_review_sessions(actor),
            missing: missing(&lecture.seated, &sheets),
            sheets_until: self.due(day, n),
            suggested: suggested.then_some(ConflictKind::SameUnit),
            sheets: seen,
            session,
            lecture,
            panel,
            reading,
            relation,
            course,
            own,
            earlier,
            may_lead,
        })
    }

    /// Counts the sheets of a lecture anew whose scoring has closed, after one of them went.
    pub(crate) async fn count_again(
        &self,
        tx: &mut Write,
        call: &Call,
        id: BookingId,
    ) -> Result<(), ActionError> {
        let Some(trial) = tx.find_trial(id).await? else { return Ok(()) };
        if !matches!(trial.state, TrialState::Judged | TrialState::Proposed) {
            return Ok(());
        }
        if !tx.reopen_trial(id, trial.revision).await? {
            return Err(ActionError::WrongState);
        }
        self.judge_lecture(tx, call, id).await
    }
}

/// Whether a booking was agreed, so that there is something to see and to judge.
fn is_held(state: BookingState) -> bool {
    matches!(state, BookingState::Confirmed | BookingState::Attended | BookingState::NoShow)
}

fn reading(actor: &Actor, lecture: &Lecture) -> Option<Reading> {
    if actor.person == lecture.booking.lecturer_id {
        return Some(Reading::Lecturer);
    }
    if let Some(seat) = lecture.seated.iter().find(|one| one.person == actor.person) {
        return Some(match seat.relation {
            _ if seat.is_recused() && seat.relation.is_some() => Reading::Recused,
            Some(_) => Reading::Panelist,
            None => Reading::Undeclared,
        });
    }
    (may_plan_review_sessions(actor) || actor.is_any(WATCHERS)).then_some(Reading::Office)
}

/// Nobody sees another's sheet before the own is in (`REV-08`); the lecturer sees them all, without
/// names, once the verdict is confirmed (`REV-11`).
fn seen(
    reading: Reading,
    lecture: &Lecture,
    panel: &[PanelRow],
    sheets: &[ReviewSheetRow],
    own: Option<&ReviewSheetRow>,
) -> Vec<SeenSheet> {
    let is_in = |sheet: &&ReviewSheetRow| sheet.state == SheetStage::Submitted;
    let is_decided = lecture.is_decided();
    let own_is_in = own.as_ref().is_some_and(is_in);
    let takes_sheets = lecture.trial.as_ref().is_none_or(|trial| trial.state.takes_sheets());
    let name = |sheet: &ReviewSheetRow| {
        let member = panel.iter().find(|member| member.person_id == sheet.person_id);
        member.map(|member| member.name.clone())
    };
    let all = |is_named: bool| {
        let seen = |sheet: &ReviewSheetRow| SeenSheet {
            name: name(sheet).filter(|_| is_named),
            sheet: sheet.clone(),
        };
        sheets.iter().filter(is_in).map(seen).collect::<Vec<_>>()
    };
    match reading {
        Reading::Office => all(true),
        Reading::Lecturer if is_decided => {
            // In the order of what is written, so that a seat does not name anybody.
            let mut seen = all(false);
            seen.sort_by(|one, other| one.sheet.strength.cmp(&other.sheet.strength));
            seen
        }
        Reading::Panelist if own_is_in || !takes_sheets => all(true),
        _ => Vec::new(),
    }
}

/// Who knows what the sheets come to: the office and the panel once scoring is closed, the lecturer
/// once the verdict is confirmed.
fn knows_result(reading: Reading, lecture: &Lecture) -> bool {
    let Some(trial) = &lecture.trial else { return false };
    match reading {
        Reading::Office | Reading::Panelist => !trial.state.takes_sheets(),
        Reading::Lecturer => trial.state == TrialState::Confirmed,
        Reading::Undeclared | Reading::Recused => false,
    }
}

/// Submitted sheets of those who judge.
fn counting<'a>(
    seated: &'a [Seated],
    sheets: &'a [ReviewSheetRow],
) -> impl Iterator<Item = &'a ReviewSheetRow> {
    let judges = |person: PersonId| seated.iter().any(|one| one.person == person && one.judges());
    sheets.iter().filter(move |it| it.state == SheetStage::Submitted && judges(it.person_id))
}

/// The sheets that count, as the aggregation takes them.
pub(crate) fn complete(seated: &[Seated], sheets: &[ReviewSheetRow]) -> Vec<Sheet> {
    let Some(rubric) = rubric() else { return Vec::new() };
    let sheet = |row: &ReviewSheetRow| {
        Sheet::new(&rubric, Seat(u32::try_from(row.seat_no).ok()?), &row.scores).ok()
    };
    counting(seated, sheets).filter_map(sheet).collect()
}

/// Those who judge and have not submitted a sheet.
fn missing(seated: &[Seated], sheets: &[ReviewSheetRow]) -> Vec<PersonId> {
    let is_in = |person: PersonId| counting(seated, sheets).any(|it| it.person_id == person);
    let judges = seated.iter().filter(|one| one.judges()).map(|one| one.person);
    judges.filter(|person| !is_in(*person)).collect()
}

/// Who wrote a sheet that counts, as one who judged.
pub(crate) fn who_judged(sheet: &ReviewSheetRow) -> Seated {
    Seated {
        person: sheet.person_id,
        seat_no: sheet.seat_no,
        is_present: true,
        relation: Some(Relation(None)),
        is_near: false,
    }
}

/// What comes of a veto: the votes of those who judge.
fn outcome_of(votes: &[(PersonId, VetoVote)], seated: &[Seated]) -> Outcome {
    let judges = |person: PersonId| seated.iter().any(|one| one.person == person && one.judges());
    let cast: Vec<VetoVote> =
        votes.iter().filter(|(person, _)| judges(*person)).map(|(_, vote)| *vote).collect();
    tally(&cast, seated.iter().filter(|one| one.judges()).count())
}

fn lecture(
    booking: BookingRow,
    trial: Option<TrialRow>,
    seated: Vec<Seated>,
    sheets: &[ReviewSheetRow],
) -> Lecture {
    let own: Vec<ReviewSheetRow> =
        sheets.iter().filter(|sheet| sheet.booking_id == booking.id).cloned().collect();
    let n_sheets = counting(&seated, &own).count();
    Lecture { booking, trial, seated, n_sheets }
}

/// The panel as each of some lectures of one session finds it.
async fn seats(
    conn: &mut Conn,
    call: &Call,
    panel: &[PanelRow],
    bookings: &[BookingRow],
) -> Result<BTreeMap<BookingId, Vec<Seated>>, ActionError> {
    let ids: Vec<BookingId> = bookings.iter().map(|booking| booking.id).collect();
    let present = conn.list_presence(&ids).await?;
    let relations = conn.list_panel_relations(&ids).await?;
    let mut people: Vec<PersonId> = panel.iter().map(|member| member.person_id).collect();
    people.extend(bookings.iter().map(|booking| booking.lecturer_id));
    people.sort_unstable();
    people.dedup();
    let peers = peers(conn, &people).await?;
    let is_near = |one: PersonId, other: PersonId| match (peers.get(&one), peers.get(&other)) {
        (Some(one), Some(other)) => near(one, other, call),
        _ => false,
    };
    let of = |booking: &BookingRow| {
        let seat = |member: &PanelRow| {
            let person = member.person_id;
            let declared = relations.iter().find(|row| row.0 == booking.id && row.1 == person);
            Seated {
                person,
                seat_no: member.seat_no,
                is_present: present.contains(&(booking.id, person)),
                relation: declared.map(|row| row.2),
                is_near: is_near(person, booking.lecturer_id),
            }
        };
        (booking.id, panel.iter().map(seat).collect())
    };
    Ok(bookings.iter().map(of).collect())
}

fn near(one: &Peer, other: &Peer, call: &Call) -> bool {
    conflict(one, other, call.today())
}

/// Earlier rounds of a course that have a verdict.
async fn earlier(
    conn: &mut Conn,
    actor: &Actor,
    course: &CoursePage,
    lecture: &Lecture,
) -> Result<Vec<EarlierRound>, ActionError> {
    let mut trials = conn.list_trials_of(course.course.course_id).await?;
    trials.retain(|trial| {
        trial.booking_id != lecture.booking.id
            && trial.state == TrialState::Confirmed
            && trial.verdict != Some(Verdict::Advisory)
            && trial.started_at < lecture.booking.starts_at
    });
    let ids: Vec<BookingId> = trials.iter().map(|trial| trial.booking_id).collect();
    let changes = conn.list_required_changes(&ids).await?;
    let sheets = conn.list_review_sheets(&ids).await?;
    let round = |trial: TrialRow| EarlierRound {
        changes: changes.iter().filter(|row| row.booking_id == trial.booking_id).cloned().collect(),
        own: sheets
            .iter()
            .find(|row| row.booking_id == trial.booking_id && row.person_id == actor.person)
            .cloned(),
        trial,
    };
    Ok(trials.into_iter().map(round).collect())
}

async fn sitting_of(
    conn: &mut Conn,
    call: &Call,
    id: ReviewSessionId,
) -> Result<SittingPage, ActionError> {
    let actor = call.actor()?;
    let session = conn.find_session_plan(id).await?.ok_or(ActionError::NotFound)?;
    let panel = conn.list_panels(&[id]).await?;
    let is_office = may_plan_review_sessions(actor);
    let sits = panel.iter().any(|member| member.person_id == actor.person);
    if session.opens_at.is_none() || !(is_office || sits || actor.is_any(WATCHERS)) {
        return Err(ActionError::NotFound);
    }
    let bookings = conn.list_bookings_at(id).await?;
    let ids: Vec<BookingId> = bookings.iter().map(|booking| booking.id).collect();
    let sheets = conn.list_review_sheets(&ids).await?;
    let trials = conn.list_trials_in(id).await?;
    let mut seated = seats(conn, call, &panel, &bookings).await?;
    let lectures = bookings
        .into_iter()
        .map(|booking| {
            let trial = trials.iter().find(|trial| trial.booking_id == booking.id).cloned();
            let seated = seated.remove(&booking.id).unwrap_or_default();
            lecture(booking, trial, seated, &sheets)
        })
        .collect::<Vec<_>>();
    let rules = conn.rulebook(call.today()).await?;
    let leads = |lecture: &Lecture| leads(actor, &lecture.seated);
    let may_lead = is_office || sits && (lectures.iter().any(leads) || first(&panel, actor));
    let may_begin = may_lead
        && !lectures.is_empty()
        && session.state.begin().is_ok()
        && crate::local_date(session.starts_at) <= call.today();
    Ok(SittingPage {
        minimum: rules.count(domain::rulebook::Rule::PanelMinimum),
        reader: actor.person,
        session,
        panel,
        lectures,
        may_lead,
        may_begin,
        is_office,
    })
}

/// Whether somebody leads a lecture: its chair, or the first seat while nobody is entered as there.
fn leads(actor: &Actor, seated: &[Seated]) -> bool {
    let nobody = seated.iter().all(|one| !one.is_present);
    let first = seated.iter().filter(|one| !one.is_recused()).min_by_key(|one| one.seat_no);
    let first = first.map(|one| one.person).filter(|_| nobody);
    chair(seated).or(first) == Some(actor.person)
}

fn first(panel: &[PanelRow], actor: &Actor) -> bool {
    panel.first().is_some_and(|member| member.person_id == actor.person)
}

/// Offices that plan act in the chair's name.
pub(crate) fn check_lead(actor: &Actor, seated: &[Seated]) -> Result<(), ActionError> {
    let is_lead = actor.is_any(PLANNERS) && may_plan_review_sessions(actor) || leads(actor, seated);
    if is_lead { Ok(()) } else { Err(ActionError::Forbidden) }
}
