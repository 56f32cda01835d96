//! The desk: what waits for the signed-in person, one click from doing it.

mod award;
mod observation;
mod reminder;
mod review;

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveTime, TimeDelta, Utc};
use domain::{
    appointment::{APPOINTERS, may_appoint},
    assessment_year::AssessmentYear,
    booking::BookingState,
    certificate::may_issue_certificates,
    complaint::may_answer_complaints,
    course::CourseVersionState,
    data_request::may_read_data_requests,
    delivery::DeliveryState,
    grant::{may_confirm_role, may_keep_grants},
    id::{CourseId, CourseVersionId, PersonId, ReviewSessionId},
    late_conflict::stays_listed,
    lecture_request::{REQUEST_READERS, RequestState, may_decide_for_city, may_read_requests},
    lecturer_application::ApplicationState,
    nomination::may_nominate,
    objection::may_read_objections,
    register_entry::EntryState,
    role::{Actor, Role, brings_courses, may_check_content},
};

use domain::{
    hour_claim::{ClaimState, last_day_to_claim},
    role::{ORGANISERS, is_trainee, may_check_claims, may_organise_training},
    rulebook::{Rule, Rulebook},
    training_event::TrainingState,
    waiting_list::WaitingState,
    working_day::WorkCalendar,
};
use store::{
    AssessmentRow, BookingRow, ClaimRow, Conn, CourseRow, CycleRow, DeliveryRow, DispatchRow,
    LectureRequestRow, LecturerApplicationRow, ObjectionRow, ObservationRow, RequestSearch,
    ReviewSessionRow, RoleProposalRow, TrainingRow, TrialRow, UnfinishedNomination,
    WaitingNominees, WaitingRow,
};

use crate::{
    ActionError, Actions, Call, QueueFilter, SuspensionQuestion, YearView,
    account::password_age,
    annual_assessment::assessment_tasks,
    appointment::ending_days,
    assessment_year::opened_years,
    evidence::waiting_evidence,
    hour_claim::asked,
    lecturer_application::application_tasks,
    local_date,
    overview::year_of,
    paper_correction::waiting_corrections,
    register_entry::{ending_checks, waiting_stations},
    reminder::round_until,
    to_utc,
    working_day::{due_by, end_of},
};

/// So many requests of a state stand on a desk; the list has all of them.
const REQUESTS: i64 = 10;
/// So many lectures to be settled do; the list of lectures has all of them.
const UNSETTLED: i64 = 10;
/// A lecture stays on the desk for so many days after it, while it is not verified.
const REPORT_DAYS: i64 = 60;

/// Something that waits for a person.
#[derive(Clone, Debug)]
pub enum Task {
    /// A hold is to be confirmed before it lapses.
    ConfirmBooking(BookingRow),
    /// A booked slot lies ahead.
    PrepareReview(BookingRow),
    /// A booked slot was moved, and the lecturer is to say until an instant whether it suits.
    ReconfirmBooking(BookingRow, Option<DateTime<Utc>>),
    /// A panelist is to say whether to come.
    AnswerPanel(ReviewSessionRow),
    /// Somebody of a panel has declined, or not answered in time.
    FillPanel(ReviewSessionRow),
    /// A slot is kept for a course that waits for it.
    AnswerOffer(WaitingRow),
    /// A course waits for a slot of a session.
    WaitForSlot(WaitingRow),
    /// A claim of hours is to be finished, or to be changed, until a day.
    FinishClaim(ClaimRow, Option<NaiveDate>),
    /// A claim of hours is with somebody else.
    WaitForClaim(ClaimRow),
    /// Claims wait for the unit or for an association.
    CheckClaims {
        /// Who is asked: the unit, or an association.
        step: domain::credit_hour::VerificationStep,
        /// How many there are.
        count: i64,
        /// By when the oldest is to be decided.
        due: NaiveDate,
    },
    /// The attendance of a training is to be confirmed by a day.
    ConfirmAttendance(TrainingRow, NaiveDate),
    /// A training lies ahead.
    GoToTraining(TrainingRow),
    /// A cleared course needs a slot, until an instant.
    BookSlot(CourseRow, Option<DateTime<Utc>>),
    /// A draft is to be finished and handed in.
    FinishDraft(CourseRow),
    /// A course is with the office.
    WaitForCheck(CourseRow),
    /// A submitted course is to be read, until a day.
    CheckCourse(CourseRow, NaiveDate),
    /// A planned session is to be published.
    PublishSession(ReviewSessionRow),
    /// A published session lies ahead.
    SitOnPanel(ReviewSessionRow),
    /// A sitting is due, or not finished.
    LeadSitting(ReviewSessionRow),
    /// A sheet of a lecture is awaited, until an instant.
    WriteSheet(TrialRow, DateTime<Utc>),
    /// The chair proposes a verdict, which is to be confirmed by an instant.
    ProposeVerdict(TrialRow, DateTime<Utc>),
    /// The office confirms a verdict, until an instant.
    ConfirmVerdict(TrialRow, DateTime<Utc>),
    /// An approved course is to be put into the catalogue.
    ListCourse(CourseRow),
    /// A version was neither booked nor answered until an instant.
    OverdueRound(CourseRow, Option<DateTime<Utc>>),
    /// A panel's required changes are to be answered with a next version, until an instant.
    ReviseCourse(CourseRow, Option<DateTime<Utc>>),
    /// Relations to be declared and sheets to be submitted: done, and in all; until the last day of
    /// the stage.
    JudgeCycle(CycleRow, usize, usize, Option<NaiveDate>),
    /// An award cycle waits for the office's next step; the last day of its stage.
    LeadCycle(CycleRow, Option<NaiveDate>),
    /// An award cycle waits for the decision maker; the last day of its stage.
    DecideCycle(CycleRow, Option<NaiveDate>),
    /// Nobody looks into an objection yet.
    TakeObjection(ObjectionRow),
    /// An objection is to be examined, or decided and answered.
    HandleObjection(ObjectionRow),
    /// A nomination came back to its unit, or is a draft of the person's own.
    FinishNomination(UnfinishedNomination),
    /// Nominees of the person's units have not said whether their data may be handled.
    AskNominees(WaitingNominees),
    /// Nominations of units of the county have no opinion of it.
    GiveOpinions(WaitingNominees),
    /// A cycle takes nominations, and a unit of the person's has begun none; until the last day of that.
    Nominate(CycleRow, Option<NaiveDate>),
    /// So many revoked certificates of a cycle are in somebody's hands, or their prizes.
    RecoverPapers(CycleRow, i64),
    /// A seat of an award waits for the next in rank.
    FillSeat(CycleRow),
    /// Something of an award waits for the decision maker after the first decision.
    DecideChange(CycleRow),
    /// A host's request is to be reviewed.
    ReviewRequest(LectureRequestRow),
    /// A lecturer is to be found for a request.
    MatchRequest(LectureRequestRow),
    /// So many more requests of a state wait than stand here.
    MoreRequests(RequestState, i64),
    /// An offered lecture is to be accepted or declined.
    AnswerDispatch(DispatchRow),
    /// An agreed lecture lies ahead.
    GiveLecture(DeliveryRow),
    /// A lecture is to be reported, until an instant.
    ReportDelivery(DeliveryRow, DateTime<Utc>),
    /// Host and lecturer report a lecture differently.
    SettleDelivery(DeliveryRow),
    /// So many more lectures are to be settled than stand here.
    MoreUnsettled(i64),
    /// Somebody asks whether the person comes to observe a lecture.
    AnswerObservation(ObservationRow),
    /// A lecture was observed, and its form is awaited until an instant.
    WriteObservation(ObservationRow, DateTime<Utc>),
    /// A lecture is to be observed.
    GoToObservation(ObservationRow),
    /// Nobody comes to observe a lecture, or who came wrote nothing.
    FindObserver(ObservationRow),
    /// A course has so many low observations that it may have to be suspended.
    WeighCourse(SuspensionQuestion),
    /// So many lecturers nobody has observed this year.
    ObserveLecturers(i64),
    /// A role waits for a second keeper.
    ConfirmRole(RoleProposalRow),
    /// The own password has been the same for so many days.
    ChangePassword(i64),
    /// So many deadlines would lie elsewhere since a year's days off are arranged.
    MoveDeadlines(usize),
    /// The days off of a year are to be written down, by the end of the year before.
    ArrangeYear(i32, NaiveDate),
    /// So many requests of strangers wait for a call.
    ConfirmRequests(i64),
    /// So many requests ask for a course that is listed no more.
    MoveStrandedRequests(i64),
    /// So many requests about personal data are to be answered, the first by an instant.
    AnswerDataRequests(i64, DateTime<Utc>),
    /// So many complaints and suggestions are to be answered, the first by an instant.
    AnswerComplaints(i64, DateTime<Utc>),
    /// The own application is to be written and handed in.
    WriteApplication(Box<LecturerApplicationRow>),
    /// The own application is with somebody else.
    WaitForApplication(Box<LecturerApplicationRow>),
    /// So many applications wait for the reader, the first until an instant.
    ReadApplications(i64, DateTime<Utc>),
    /// So much evidence waits to be confirmed.
    CheckEvidence(usize),
    /// So many corrections of what stands on issued records wait for a second person.
    ConfirmCorrections(usize),
    /// So many safeguarding checks end soon, or have, the first on a day.
    RenewChecks(i64, NaiveDate),
    /// So many e-stations wait to be seen, or to be listed.
    SettleStations(EntryState, i64),
    /// So many terms end soon and none follows, the first on a day.
    RenewTerms(i64, NaiveDate),
    /// The own report of a year, or a comment on its grade, is awaited until an instant.
    OwnAssessment(AssessmentRow, DateTime<Utc>),
    /// So many assessments of a year wait for the county's word, until an instant.
    GiveCountyWords(i64, AssessmentYear, DateTime<Utc>),
    /// A year's assessments are to be led on; it is to be decided by an instant.
    LeadAssessments(AssessmentYear, DateTime<Utc>),
}

impl Task {
    /// When it lies ahead, or by when it is to be done: the order of the desk. What has neither comes
    /// last.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::PrepareReview(booking) => Some(booking.starts_at),
            Self::WaitForSlot(entry) => Some(entry.session_starts_at),
            Self::SitOnPanel(session) => Some(session.starts_at),
            Self::GoToTraining(training) => Some(to_utc(training.starts_on, NaiveTime::MIN)),
            Self::GoToObservation(row) => Some(row.starts_at),
            Self::GiveLecture(delivery) => Some(delivery.starts_at),
            Self::WaitForApplication(row) => row.due_at,
            _ => self.deadline(),
        }
    }

    /// By when something is to be done, as the rules count it; none of what only lies ahead, or waits
    /// without a day.
    pub fn deadline(&self) -> Option<DateTime<Utc>> {
        match self {
            Self::ConfirmBooking(booking) => Some(booking.held_until),
            // Final slides are to be there by then.
            Self::PrepareReview(booking) => Some(booking.closes_at),
            Self::ReconfirmBooking(booking, until) => Some(until.unwrap_or(booking.starts_at)),
            Self::AnswerPanel(session) => session.answer_until,
            Self::FillPanel(session) | Self::PublishSession(session) => Some(session.starts_at),
            // It is led on its day.
            Self::LeadSitting(session) => Some(end_of(local_date(session.starts_at))),
            Self::AnswerOffer(entry) => entry.offered_until,
            Self::WriteSheet(_, until)
            | Self::ProposeVerdict(_, until)
            | Self::ConfirmVerdict(_, until)
            | Self::WriteObservation(_, until)
            | Self::ReportDelivery(_, until)
            | Self::AnswerDataRequests(_, until)
            | Self::AnswerComplaints(_, until)
            | Self::ReadApplications(_, until)
            | Self::OwnAssessment(_, until)
            | Self::GiveCountyWords(.., until)
            | Self::LeadAssessments(_, until) => Some(*until),
            Self::BookSlot(_, until)
            | Self::ReviseCourse(_, until)
            | Self::OverdueRound(_, until) => *until,
            Self::CheckCourse(_, day)
            | Self::CheckClaims { due: day, .. }
            | Self::ConfirmAttendance(_, day)
            | Self::RenewChecks(_, day)
            | Self::RenewTerms(_, day)
            | Self::ArrangeYear(_, day) => Some(end_of(*day)),
            Self::FinishClaim(_, day)
            | Self::JudgeCycle(.., day)
            | Self::LeadCycle(_, day)
            | Self::DecideCycle(_, day)
            | Self::Nominate(_, day) => day.map(end_of),
            Self::WriteApplication(row) => row.due_at,
            Self::ReviewRequest(request) | Self::MatchRequest(request) => request.due_at,
            Self::AnswerObservation(row) | Self::FindObserver(row) => Some(row.starts_at),
            Self::TakeObjection(row) | Self::HandleObjection(row) => row.due_at,
            Self::FinishNomination(row) => row.correct_until.or(row.nominated_until.map(end_of)),
            Self::AskNominees(row) | Self::GiveOpinions(row) => row.checked_until.map(end_of),
            Self::AnswerDispatch(dispatch) => Some(dispatch.answer_until),
            Self::WaitForSlot(_)
            | Self::WaitForClaim(_)
            | Self::WaitForCheck(_)
            | Self::WaitForApplication(_)
            | Self::GoToTraining(_)
            | Self::GoToObservation(_)
            | Self::GiveLecture(_)
            | Self::SitOnPanel(_)
            | Self::FinishDraft(_)
            | Self::ListCourse(_)
            | Self::RecoverPapers(..)
            | Self::SettleStations(..)
            | Self::FillSeat(_)
            | Self::DecideChange(_)
            | Self::MoreRequests(..)
            | Self::MoreUnsettled(_)
            | Self::SettleDelivery(_)
            | Self::WeighCourse(_)
            | Self::ObserveLecturers(_)
            | Self::ConfirmRole(_)
            | Self::CheckEvidence(_)
            | Self::ConfirmCorrections(_)
            | Self::ChangePassword(_)
            | Self::MoveDeadlines(_)
            | Self::ConfirmRequests(_)
            | Self::MoveStrandedRequests(_) => None,
        }
    }

    /// Whether it should have been done by an instant.
    pub fn is_overdue(&self, now: DateTime<Utc>) -> bool {
        self.is_to_do() && self.deadline().is_some_and(|until| until <= now)
    }

    /// For how many things it stands.
    fn stands_for(&self) -> usize {
        match self {
            Self::MoreRequests(_, n) | Self::MoreUnsettled(n) => usize::try_from(*n).unwrap_or(1),
            _ => 1,
        }
    }

    /// Whether the person has to do something, rather than to know it.
    pub fn is_to_do(&self) -> bool {
        matches!(
            self,
            Self::ConfirmBooking(_)
                | Self::ReconfirmBooking(..)
                | Self::AnswerPanel(_)
                | Self::FillPanel(_)
                | Self::AnswerOffer(_)
                | Self::BookSlot(..)
                | Self::FinishDraft(_)
                | Self::CheckCourse(..)
                | Self::PublishSession(_)
                | Self::LeadSitting(_)
                | Self::WriteSheet(..)
                | Self::ProposeVerdict(..)
                | Self::ConfirmVerdict(..)
                | Self::ListCourse(_)
                | Self::OverdueRound(..)
                | Self::ReviseCourse(..)
                | Self::JudgeCycle(..)
                | Self::FinishClaim(..)
                | Self::CheckClaims { .. }
                | Self::ConfirmAttendance(..)
                | Self::LeadCycle(..)
                | Self::DecideCycle(..)
                | Self::TakeObjection(_)
                | Self::HandleObjection(_)
                | Self::FinishNomination(_)
                | Self::AskNominees(_)
                | Self::GiveOpinions(_)
                | Self::Nominate(..)
                | Self::RecoverPapers(..)
                | Self::FillSeat(_)
                | Self::DecideChange(_)
                | Self::ReviewRequest(_)
                | Self::MatchRequest(_)
                | Self::AnswerDispatch(_)
                | Self::ReportDelivery(..)
                | Self::SettleDelivery(_)
                | Self::MoreRequests(..)
                | Self::MoreUnsettled(_)
                | Self::ConfirmRole(_)
                | Self::CheckEvidence(_)
                | Self::ConfirmCorrections(_)
                | Self::AnswerObservation(_)
                | Self::WriteObservation(..)
                | Self::FindObserver(_)
                | Self::WeighCourse(_)
                | Self::ChangePassword(_)
                | Self::MoveDeadlines(_)
                | Self::ArrangeYear(..)
                | Self::ConfirmRequests(_)
                | Self::MoveStrandedRequests(_)
                | Self::AnswerDataRequests(..)
                | Self::AnswerComplaints(..)
                | Self::WriteApplication(_)
                | Self::ReadApplications(..)
                | Self::RenewChecks(..)
                | Self::RenewTerms(..)
                | Self::SettleStations(..)
                | Self::OwnAssessment(..)
                | Self::GiveCountyWords(..)
                | Self::LeadAssessments(..)
        )
    }
}

/// What waits for a person.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// To be done, by deadline.
    pub to_do: Vec<Task>,
    /// Lies ahead or with somebody else.
    pub ahead: Vec<Task>,
    /// For offices: their year at a glance.
    pub year: Option<YearView>,
}

impl Desk {
    /// How many things are to be done: those that stand on no card of their own as well.
    pub fn n_to_do(&self) -> usize {
        self.to_do.iter().map(Task::stands_for).sum()
    }
}

impl Actions {
    /// The desk of the signed-in person.
    pub async fn desk(&self, call: &Call) -> Result<Desk, ActionError> {
        let (tasks, mut conn) = self.tasks(call).await?;
        let (to_do, ahead) = tasks.into_iter().partition(Task::is_to_do);
        let year = year_of(&mut conn, call, call.actor()?).await?;
        Ok(Desk { to_do, ahead, year })
    }

    /// Everything that waits for the caller, what is overdue first, with the connection that has read it.
    async fn tasks(&self, call: &Call) -> Result<(Vec<Task>, Conn), ActionError> {
        let actor = call.actor()?;
        // Before a connection is taken: these read through pages that take their own.
        let mut tasks = self.award_tasks(call).await?;
        let mut conn = self.store.read().await?;
        if may_read_objections(actor) {
            tasks.extend(award::objection_tasks(&mut conn, call, actor).await?);
        }
        if may_nominate(actor) {
            tasks.extend(award::nomination_tasks(&mut conn, call, actor).await?);
        }
        if may_issue_certificates(actor) {
            for (cycle, n) in conn.list_papers_to_recover().await? {
                let cycle = conn.find_cycle(cycle).await?.ok_or(ActionError::NotFound)?;
                tasks.push(Task::RecoverPapers(cycle, n));
            }
        }
        if brings_courses(actor) {
            tasks.extend(lecturer_tasks(&mut conn, call, actor.person).await?);
        }
        for task in application_tasks(&mut conn, actor).await? {
            if matches!(task, Task::WaitForApplication(ref row) if row.state != ApplicationState::Trial)
            {
                // Drafts are not handed in before the trial is open.
                tasks.retain(|task| !matches!(task, Task::FinishDraft(_)));
            }
            tasks.push(task);
        }
        if actor.is(Role::Lecturer) {
            let calendar = self.work_calendar();
            tasks.extend(lecture_tasks(&mut conn, call, actor.person, &calendar).await?);
        }
        tasks.extend(self.review_tasks(&mut conn, call, actor).await?);
        tasks.extend(observation::observation_tasks(&mut conn, call, actor).await?);
        tasks.extend(assessment_tasks(&mut conn, call, actor).await?);
        if may_check_content(actor) {
            let waiting = conn.list_versions_in(CourseVersionState::ContentCheck).await?;
            let history = conn.rule_history().await?;
            for course in waiting.into_iter().filter(|c| c.lecturer_id != actor.person) {
                let since = local_date(course.changed_at);
                let days = history.on(since).get(Rule::ContentCheckWorkingDays);
                tasks.push(Task::CheckCourse(course, self.working_days_after(since, days)));
            }
        }
        if may_read_requests(actor) {
            tasks.extend(request_tasks(&mut conn, actor, call).await?);
        }
        if actor.is(Role::CityOffice) {
            let n = self.moved(&mut conn, call).await?.len();
            tasks.extend((n > 0).then_some(Task::MoveDeadlines(n)));
            tasks.extend(self.year_to_arrange(call));
            let n = conn.count_unconfirmed().await?;
            tasks.extend((n > 0).then_some(Task::ConfirmRequests(n)));
            let n = conn.count_stranded_requests().await?;
            tasks.extend((n > 0).then_some(Task::MoveStrandedRequests(n)));
        }
        if may_read_data_requests(actor)
            && let Some(first) = conn.list_open_data_requests(1).await?.first()
        {
            let n = conn.count_open_data_requests().await?;
            tasks.push(Task::AnswerDataRequests(n, first.due_at));
        }
        if may_answer_complaints(actor)
            && let Some(first) = conn.list_open_complaints(1).await?.first()
        {
            let n = conn.count_open_complaints().await?;
            tasks.push(Task::AnswerComplaints(n, first.due_at));
        }
        if let Some((n, first)) = ending_checks(&mut conn, call).await? {
            tasks.push(Task::RenewChecks(n, first));
        }
        let stations = waiting_stations(&mut conn, call).await?;
        tasks.extend(stations.into_iter().map(|(state, n)| Task::SettleStations(state, n)));
        if may_appoint(actor) {
            let days = ending_days(&mut conn, call).await?;
            let reach = actor.reach(APPOINTERS);
            if let (n, Some(first)) = conn.count_terms_ending(days, &reach).await? {
                tasks.push(Task::RenewTerms(n, first));
            }
        }
        if may_keep_grants(actor) {
            let waiting = conn.list_role_proposals().await?.into_iter();
            let mine =
                |row: &RoleProposalRow| may_confirm_role(actor, row.person_id, row.proposer_id);
            tasks.extend(waiting.filter(mine).map(Task::ConfirmRole));
        }
        let n = waiting_evidence(&mut conn, actor).await?;
        tasks.extend((n > 0).then_some(Task::CheckEvidence(n)));
        let n = waiting_corrections(&mut conn, actor).await?;
        tasks.extend((n > 0).then_some(Task::ConfirmCorrections(n)));
        tasks.extend(password_age(&mut conn, call).await?.map(Task::ChangePassword));
        tasks.extend(self.training_tasks(&mut conn, call).await?);
        // What is overdue has the earliest deadlines, and so stands first.
        tasks.sort_by_key(|task| (task.due().is_none(), task.due()));
        Ok((tasks, conn))
    }
}

impl Actions {
    /// The year whose days off should be known by now: this one, and in December the next.
    fn year_to_arrange(&self, call: &Call) -> Option<Task> {
        let (calendar, today) = (self.work_calendar(), call.today());
        let next = today.year() + i32::from(today.month() == 12);
        let year = (today.year()..=next).find(|year| !calendar.has(*year))?;
        Some(Task::ArrangeYear(year, NaiveDate::from_ymd_opt(year - 1, 12, 31)?))
    }

    /// What trainings and claims of hours bring to a desk.
    async fn training_tasks(&self, conn: &mut Conn, call: &Call) -> Result<Vec<Task>, ActionError> {
        let actor = call.actor()?;
        let mut tasks = Vec::new();
        let history = conn.rule_history().await?;
        if is_trainee(actor) {
            let opened = opened_years(conn).await?;
            for claim in conn.list_claims_of(actor.person).await? {
                match claim.state {
                    ClaimState::Draft | ClaimState::Returned => {
                        let until = claim.last_day.map(|last| {
                            let rules = history.on(AssessmentYear::of(last).first());
                            last_day_to_claim(last, &rules, &opened)
                        });
                        tasks.push(Task::FinishClaim(claim, until));
                    }
                    ClaimState::Submitted | ClaimState::UnitConfirmed | ClaimState::Disputed => {
                        tasks.push(Task::WaitForClaim(claim));
                    }
                    _ => {}
                }
            }
            let ahead = conn.list_trainings_of(actor.person, call.today()).await?;
            let published = |row: &TrainingRow| row.state == TrainingState::Published;
            tasks.extend(ahead.into_iter().filter(published).map(Task::GoToTraining));
        }
        if may_check_claims(actor) {
            let (step, reach, filter) = asked(actor, &QueueFilter::default(), call.today());
            let count = conn.count_claims(&reach, &filter).await?;
            let oldest = conn.list_claims(&reach, &filter, None, 1).await?;
            let since = oldest.first().map(|claim| local_date(claim.changed_at));
            if let Some(since) = since {
                let days = history.on(since).get(Rule::ClaimWorkingDays);
                let due = self.working_days_after(since, days);
                tasks.push(Task::CheckClaims { step, count, due });
            }
        }
        if may_organise_training(actor) {
            let from = call.today() - chrono::Days::new(ATTENDANCE_DAYS);
            let rows = conn.list_trainings(&actor.reach(ORGANISERS), from).await?;
            let is_over = |row: &TrainingRow| {
                row.state == TrainingState::Published && row.ends_on <= call.today()
            };
            for row in rows.into_iter().filter(is_over) {
                let days = history.on(row.ends_on).get(Rule::AttendanceWorkingDays);
                let due = self.working_days_after(row.ends_on, days);
                tasks.push(Task::ConfirmAttendance(row, due));
            }
        }
        Ok(tasks)
    }
}

/// Trainings that ended so long ago stand on no desk any more.
const ATTENDANCE_DAYS: u64 = 180;

async fn lecturer_tasks(
    conn: &mut Conn,
    call: &Call,
    person: PersonId,
) -> Result<Vec<Task>, ActionError> {
    let bookings = conn.list_bookings_of(person).await?;
    let history = conn.rule_history().await?;
    let held =
        |booking: &BookingRow| booking.state == BookingState::Held && call.now < booking.held_until;
    let held_versions: Vec<CourseVersionId> =
        bookings.iter().filter(|b| held(b)).map(|booking| booking.version_id).collect();
    let moved = bookings.iter().filter(|booking| booking.moved_from.is_some());
    let moved: Vec<ReviewSessionId> = moved.map(|booking| booking.session_id).collect();
    let moved = conn.list_session_plans(&moved).await?;
    let mut tasks: Vec<Task> = Vec::new();
    for booking in bookings {
        if held(&booking) {
            tasks.push(Task::ConfirmBooking(booking));
        } else if booking.state == BookingState::Confirmed && call.now < booking.ends_at {
            tasks.push(if booking.moved_from.is_some() {
                let session = moved.iter().find(|session| session.id == booking.session_id);
                let until = session.and_then(|session| session.answer_until);
                Task::ReconfirmBooking(booking, until)
            } else {
                Task::PrepareReview(booking)
            });
        }
    }
    tasks.extend(conn.list_waiting_of(person).await?.into_iter().filter_map(|entry| {
        match entry.state {
            WaitingState::Offered if entry.offered_until.is_some_and(|until| call.now < until) => {
                Some(Task::AnswerOffer(entry))
            }
            WaitingState::Waiting => Some(Task::WaitForSlot(entry)),
            _ => None,
        }
    }));
    let courses = conn.list_versions_of(person).await?;
    let newest: BTreeMap<CourseId, i64> = courses.iter().fold(BTreeMap::new(), |mut all, it| {
        let no = all.entry(it.course_id).or_insert(0);
        *no = it.version_no.max(*no);
        all
    });
    let listed: Vec<_> =
        courses.iter().filter(|it| stays_listed(it.state)).map(|it| it.id).collect();
    let repeats = conn.list_open_repeats(&listed).await?;
    for course in courses {
        let is_newest = newest.get(&course.course_id) == Some(&course.version_no);
        let until = round_until(&course, &history);
        match course.state {
            CourseVersionState::NeedsRevision if is_newest => {
                tasks.push(Task::ReviseCourse(course, until));
            }
            CourseVersionState::AwaitingSlot if !held_versions.contains(&course.id) => {
                tasks.push(Task::BookSlot(course, until));
            }
            state
                if stays_listed(state)
                    && repeats.iter().any(|repeat| repeat.version_id == course.id)
                    && !held_versions.contains(&course.id) =>
            {
                tasks.push(Task::BookSlot(course, until));
            }
            CourseVersionState::Draft => tasks.push(Task::FinishDraft(course)),
            CourseVersionState::ContentCheck => tasks.push(Task::WaitForCheck(course)),
            _ => {}
        }
    }
    Ok(tasks)
}

/// What was offered to a lecturer, lies ahead, or is to be reported.
async fn lecture_tasks(
    conn: &mut Conn,
    call: &Call,
    person: PersonId,
    calendar: &WorkCalendar,
) -> Result<Vec<Task>, ActionError> {
    let offers = conn.list_offers_to(person).await?.into_iter();
    let mut tasks: Vec<Task> = offers
        .filter(|dispatch| call.now < dispatch.answer_until)
        .map(Task::AnswerDispatch)
        .collect();
    let from = call.now - TimeDelta::days(REPORT_DAYS);
    let history = conn.rule_history().await?;
    for delivery in conn.list_deliveries_by(person, from).await? {
        let is_open = matches!(delivery.state, DeliveryState::Planned | DeliveryState::Held);
        if is_open && call.now < delivery.starts_at {
            tasks.push(Task::GiveLecture(delivery));
        } else if is_open && delivery.lecturer_attendance.is_none() {
            let agreed = delivery.accepted_at.map_or(call.today(), local_date);
            let days = history.on(agreed).get(Rule::DeliveryReportWorkingDays);
            let until = due_by(calendar, local_date(delivery.starts_at), days);
            tasks.push(Task::ReportDelivery(delivery, until));
        }
    }
    Ok(tasks)
}

/// What an office reviews, matches and settles.
async fn request_tasks(
    conn: &mut Conn,
    actor: &Actor,
    call: &Call,
) -> Result<Vec<Task>, ActionError> {
    let reach = actor.reach(REQUEST_READERS);
    let search = RequestSearch { words: "", region: None, reach: &reach };
    let is_city = may_decide_for_city(actor);
    let mut tasks = Vec::new();
    let states: &[RequestState] = if is_city {
        &[RequestState::CityReview, RequestState::Matching]
    } else {
        &[RequestState::CountyReview, RequestState::Matching]
    };
    for state in states {
        let rows = conn.list_lecture_requests(*state, &search, None, REQUESTS).await?;
        let all = conn.count_lecture_requests(*state, &search).await?;
        let n_more = all - i64::try_from(rows.len()).unwrap_or(all);
        tasks.extend(rows.into_iter().map(|request| match state {
            RequestState::Matching => Task::MatchRequest(request),
            _ => Task::ReviewRequest(request),
        }));
        tasks.extend((n_more > 0).then_some(Task::MoreRequests(*state, n_more)));
    }
    if is_city {
        let rows = conn.list_unreviewed_requests(call.today(), call.now, REQUESTS).await?;
        let all = conn.count_unreviewed_requests(call.today(), call.now).await?;
        let n_more = all - i64::try_from(rows.len()).unwrap_or(all);
        tasks.extend(rows.into_iter().map(Task::ReviewRequest));
        let state = RequestState::CountyReview;
        tasks.extend((n_more > 0).then_some(Task::MoreRequests(state, n_more)));
        let since = unsettled_since(&conn.rulebook(call.today()).await?, call.now);
        let unsettled = conn.list_unsettled_deliveries(since, UNSETTLED).await?;
        let all = conn.count_unsettled_deliveries(since).await?;
        let n_more = all - i64::try_from(unsettled.len()).unwrap_or(all);
        tasks.extend(unsettled.into_iter().map(Task::SettleDelivery));
        tasks.extend((n_more > 0).then_some(Task::MoreUnsettled(n_more)));
    }
    Ok(tasks)
}

/// Lectures that ended before this and are not verified are settled by the city's office.
pub(crate) fn unsettled_since(rules: &Rulebook, now: DateTime<Utc>) -> DateTime<Utc> {
    now - TimeDelta::days(rules.get(Rule::UnsettledDays))
}
