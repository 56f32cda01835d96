//! The sitting of a review session: who is there, which lecture runs, and what comes of each.
//!
//! The chair of a lecture is the lowest seat that is present and not recused; where that seat
//! cannot, the office acts in its name, and the chain says who it was.

mod day;
mod panel;
mod sight;
mod sitting;
mod verdict;

use domain::{
    access_log::AccessThing,
    booking::BookingState,
    form::{Field, ProblemKind, Problems, Values},
    id::{BookingId, PersonId},
    nomination::Relation,
    panel_proposal::Nearness,
    review_session::{ConflictSince, conflict_since},
    review_sheet::{ReviewResult, review_result},
    role::{Actor, Role, may_organise_session, may_plan_review_sessions},
    rulebook::{Rule, Rulebook},
    score_sheet::{ConflictKind, NoResult},
    trial_lecture::{Outcome, Seated, TrialState, Verdict, VetoVote, chair, verdict},
};
use store::{
    BookingRow, ChangeRow, Conn, Lock, PanelRow, ReviewSessionRow, ReviewSheetRow, TrialRow,
    UploadRow,
};

use self::{
    panel::counting,
    sight::{knows_result, reading, seen},
};
use crate::{
    ActionError, Actions, Call, CoursePage, JurorView, LateView,
    access_log::{Handed, Noted},
    audience_juror::juror_views,
    course::course_page,
    late_conflict::late_view,
    local_date,
    person_tie::known_conflict,
    review_session::{peers, tell_of_short, units_above},
    review_sheet::void,
    write::{Scoped as _, Write},
};

pub(crate) use self::panel::{complete, missing, outcome_of, seats, who_judged};
pub use self::sitting::SittingPage;
pub(crate) use self::{sitting::sitting_of, verdict::withdraw_lecture};

/// Who speaks for a lecture: its panelists, and the office in the chair's name.
pub(crate) const LEADERS: &[Role] = &[Role::Panelist, Role::CityOffice, Role::SessionOrganiser];
/// As whom somebody reads a course that is before a panel.
const READERS: &[Role] =
    &[Role::Panelist, Role::CityOffice, Role::SessionOrganiser, Role::Supervisor, Role::Lecturer];
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

    /// Whether its scoring is closed, so that there are figures.
    pub fn is_judged(&self) -> bool {
        self.trial.as_ref().is_some_and(|trial| !trial.state.takes_sheets())
    }

    /// Whether its verdict is confirmed, or there will be none.
    pub fn is_decided(&self) -> bool {
        match &self.trial {
            Some(trial) => trial.state == TrialState::Confirmed,
            None => self.booking.state == BookingState::NoShow,
        }
    }
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
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct TrialPage {
    /// The session.
    pub session: ReviewSessionRow,
    /// The lecture.
    pub lecture: Lecture,
    /// Names of the panel by seats.
    pub panel: Vec<PanelRow>,
    /// The rules by which the session goes.
    pub rules: Rulebook,
    /// How far the caller sees.
    pub reading: Reading,
    /// What the caller has declared.
    pub relation: Option<Relation>,
    /// A conflict that the files show, to be declared.
    pub suggested: Option<ConflictKind>,
    /// Whether the units of lecturer and panelist stand above or below each other: to be declared by
    /// what it comes to.
    pub is_related: bool,
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
    /// What became known after the verdict, for the office and the panel.
    pub late: Option<LateView>,
    /// Those who are there, not recused, and have not submitted a sheet.
    pub missing: Vec<PersonId>,
    /// How many times a sheet was unlocked, for the office and supervisors.
    pub n_unlocked: i64,
    /// What audiences have answered, for who knows the result; never mixed into it (`REV-13`).
    pub jurors: Vec<JurorView>,
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

    /// What the sheets and votes come to now, where they come to something.
    pub(crate) fn computed(&self) -> Option<Verdict> {
        let result = self.result.as_ref()?.as_ref().ok()?;
        Some(verdict(result.figures(), self.veto))
    }

    /// The name of a panelist.
    pub fn name_of(&self, person: PersonId) -> String {
        let member = self.panel.iter().find(|member| member.person_id == person);
        member.map(|member| member.name.clone()).unwrap_or_default()
    }
}

impl Actions {
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
                    tell_of_short(tx, call, &page.session, Some(id)).await?;
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
        let reading = reading(actor, &lecture, session.region_id).ok_or(ActionError::NotFound)?;
        let own = sheets.iter().find(|sheet| sheet.person_id == actor.person).cloned();
        let seat = lecture.seated.iter().find(|one| one.person == actor.person);
        let relation = seat.and_then(|one| one.relation);
        let suggested = seat
            .is_some_and(|one| one.is_near && one.relation.is_none_or(|it| it == Relation(None)));
        let may_lead = reading == Reading::Office && may_organise_session(actor, session.region_id)
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
        let n_unlocked = match reading {
            Reading::Office => conn.count_unlocked_sheets(id).await?,
            _ => 0,
        };
        let rules = conn.rulebook_of_session(session.id, call.today()).await?;
        let since = conflict_since(&rules, call.today());
        let two = (actor.person, lecture.booking.lecturer_id);
        let of_files = if suggested { Some(known_conflict(conn, two, since).await?) } else { None };
        let is_related =
            reading == Reading::Undeclared && !suggested && is_related(conn, two, since).await?;
        let day = local_date(lecture.booking.starts_at);
        let n = rules.get(Rule::ReviewSheetWorkingDays);
        let mut page = TrialPage {
            rules,
            late: None,
            result: knows.then(|| review_result(&complete(&lecture.seated, &sheets))),
            changes: if knows { conn.list_required_changes(&[id]).await? } else { Vec::new() },
            veto: has_veto.then(|| outcome_of(&votes, &lecture.seated)),
            votes: if knows || reading == Reading::Panelist { votes } else { Vec::new() },
            jurors: if knows { juror_views(conn, &[id]).await? } else { Vec::new() },
            has_veto: has_veto && reading != Reading::Recused && reading != Reading::Undeclared,
            may_confirm: reading == Reading::Office && may_plan_review_sessions(actor),
            missing: missing(&lecture.seated, &sheets),
            sheets_until: self.due(day, n),
            is_related,
            suggested: of_files,
            sheets: seen,
            n_unlocked,
            session,
            lecture,
            panel,
            reading,
            relation,
            course,
            own,
            earlier,
            may_lead,
        };
        page.late = late_view(conn, &page, &sheets).await?;
        Ok(page)
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

/// Whether the units of two people stand above or below each other.
async fn is_related(
    conn: &mut Conn,
    (panelist, lecturer): (PersonId, PersonId),
    since: ConflictSince,
) -> Result<bool, ActionError> {
    let peers = peers(conn, &[panelist, lecturer], since).await?;
    let parents = units_above(conn, peers.values()).await?;
    let (Some(panelist), Some(lecturer)) = (peers.get(&panelist), peers.get(&lecturer)) else {
        return Ok(false);
    };
    let near = Nearness::new([panelist], &parents, since.unit).to(lecturer);
    Ok(near.contains(&panelist.person))
}

/// Whether a booking was agreed, so that there is something to see and to judge.
fn is_held(state: BookingState) -> bool {
    matches!(state, BookingState::Confirmed | BookingState::Attended | BookingState::NoShow)
}

/// A lecture with its panel. Once it is confirmed it stays as it was: what becomes known later of who
/// is near whom changes nothing of it.
fn lecture(
    booking: BookingRow,
    trial: Option<TrialRow>,
    mut seated: Vec<Seated>,
    sheets: &[ReviewSheetRow],
) -> Lecture {
    if trial.as_ref().is_some_and(|trial| trial.state == TrialState::Confirmed) {
        for one in &mut seated {
            one.is_near = false;
        }
    }
    let own: Vec<ReviewSheetRow> =
        sheets.iter().filter(|sheet| sheet.booking_id == booking.id).cloned().collect();
    let n_sheets = counting(&seated, &own).count();
    Lecture { booking, trial, seated, n_sheets }
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
            && trial.has_verdict()
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
