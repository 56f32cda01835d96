//! Applications for the corps of lecturers (domain §3.1): opened by an office or a unit, written by the
//! applicant, endorsed, screened, tried before panels, and decided by name (decision 0074).

mod code;
mod open;
mod step;
mod task;
mod trial;

use chrono::{DateTime, Utc};
use domain::{
    consent::{ConsentAnswer, ConsentPurpose},
    course::CourseVersionState,
    form::{Field, Problems, Values},
    id::{LecturerApplicationId, PersonId},
    inbox::Message,
    lecturer_application::{
        APPLICATION_OPENERS, APPLICATION_READERS, ApplicationNews, ApplicationState,
        ApplicationStep, Eligibility, may_decide_applications, may_issue_applicant_code,
        may_list_applications, may_open_applications, may_screen_applications,
    },
    region::RegionLevel,
    role::{Actor, Role},
};
use store::{ApplicationSearch, Conn, CourseRow, FieldRow, LecturerApplicationRow, RegionRow};

pub use self::open::ApplicationForm;
pub(crate) use self::{
    code::still_issues,
    task::{application_tasks, applications_due},
    trial::{check_may_submit, follow_trial, given_up, is_unappointed},
};
use crate::{
    ActionError, Actions, Call, Keyed, paged::KEYED_ASKED, tell::tell_people, write::Write,
};

/// Which applications a list shows.
#[derive(Clone, Debug, Default)]
pub struct ApplicationFilter {
    /// Words in the names of applicant and unit.
    pub words: String,
    /// Only those in this state.
    pub state: Option<ApplicationState>,
    /// Only those that wait for the reader.
    pub is_mine: bool,
}

impl ApplicationFilter {
    /// The choice of those that wait for the reader, beside the states.
    pub const MINE: &'static str = "mine";

    /// As an address says it.
    pub fn of(asked: &Values) -> Self {
        let state = asked.get(Field::State);
        Self {
            words: asked.trimmed(Field::Search).chars().take(60).collect(),
            state: ApplicationState::parse(state),
            is_mine: state == Self::MINE,
        }
    }
}

/// A page of applications.
#[derive(Clone, Debug)]
pub struct ApplicationList {
    /// The applications, the newest first.
    pub list: Keyed<LecturerApplicationRow, LecturerApplicationId>,
    /// Whether the caller opens applications.
    pub may_open: bool,
}

/// An application with what may be done with it.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct ApplicationPage {
    /// The application.
    pub application: LecturerApplicationRow,
    /// The courses of the applicant that may be tried: drafts, or the one that is.
    pub courses: Vec<CourseRow>,
    /// Subject fields.
    pub fields: Vec<FieldRow>,
    /// Counties with a corps, for who appoints.
    pub counties: Vec<RegionRow>,
    /// What the caller may do with it now.
    pub steps: Vec<ApplicationStep>,
    /// Whether it is the caller's own.
    pub is_own: bool,
    /// Whether the caller writes it.
    pub may_edit: bool,
    /// Whether the caller may give it up.
    pub may_withdraw: bool,
    /// Whether the caller may issue a first code to the applicant.
    pub may_issue: bool,
    /// The sign-in name of the applicant, if there is an account.
    pub sign_in_name: Option<String>,
    /// What is still missing before it can be handed in.
    pub missing: Problems,
    /// Whether the applicant has agreed that the own data are handled.
    pub has_consented: bool,
    /// Whether an office stands in for a unit that has no officer.
    pub stands_in: bool,
    /// The applicant's age in full years.
    pub age: Option<i64>,
    /// Whether the person is in the pool of experts.
    pub is_expert: bool,
    /// Whether degree or title are enough.
    pub is_educated: bool,
    /// Whether its deadline has passed.
    pub is_overdue: bool,
}

impl Actions {
    /// Applications within the caller's scope, and the own one.
    pub async fn lecturer_applications(
        &self,
        call: &Call,
        filter: &ApplicationFilter,
        up_to: Option<LecturerApplicationId>,
    ) -> Result<ApplicationList, ActionError> {
        let actor = call.allowed(may_list_applications)?;
        let reach = actor.reach(APPLICATION_READERS);
        let states = match (filter.is_mine, filter.state) {
            (true, _) => waiting_states(actor),
            (false, Some(state)) => vec![state],
            (false, None) => Vec::new(),
        };
        let search = ApplicationSearch {
            words: &filter.words,
            states: &states,
            reach: &reach,
            own: actor.person,
        };
        let up_to = up_to.unwrap_or(LecturerApplicationId(i64::MAX));
        let mut conn = self.store.read().await?;
        let rows = conn.list_lecturer_applications(&search, up_to, KEYED_ASKED).await?;
        let list = Keyed::of(rows, |row| row.id);
        Ok(ApplicationList { list, may_open: may_open_applications(actor) })
    }

    /// An application, for who reads it and for whose it is.
    pub async fn lecturer_application(
        &self,
        call: &Call,
        id: LecturerApplicationId,
    ) -> Result<ApplicationPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }
}

/// The states in which an application waits for somebody.
pub(crate) fn waiting_states(actor: &Actor) -> Vec<ApplicationState> {
    use ApplicationState::{Draft, Nominated, Proposed, Screening, Submitted};
    let mut states = Vec::new();
    if actor.is(Role::Applicant) {
        states.push(Draft);
    }
    if actor.is(Role::UnitOfficer) {
        states.push(Submitted);
    }
    if may_screen_applications(actor) {
        states.extend([Nominated, Screening]);
    }
    if may_decide_applications(actor) {
        states.push(Proposed);
    }
    states
}

/// Whether an application is within what some roles of somebody see.
async fn is_within(
    conn: &mut Conn,
    actor: &Actor,
    roles: &[Role],
    row: &LecturerApplicationRow,
) -> Result<bool, ActionError> {
    Ok(conn.is_within(&actor.reach(roles), row.region_id, Some(row.unit_id)).await?)
}

/// Who acts for the unit, without the applicant.
async fn officers(
    conn: &mut Conn,
    call: &Call,
    row: &LecturerApplicationRow,
) -> Result<Vec<PersonId>, ActionError> {
    let role = Role::UnitOfficer;
    let mut found = conn.list_with_role_for_unit(role, row.unit_id, call.today()).await?;
    found.retain(|person| *person != row.person_id);
    Ok(found)
}

/// Whoever says the word of a unit: its officers, or where it has none, the office of its county or
/// the city's.
async fn word_givers(
    conn: &mut Conn,
    call: &Call,
    row: &LecturerApplicationRow,
) -> Result<Vec<PersonId>, ActionError> {
    let of_unit = officers(conn, call, row).await?;
    if !of_unit.is_empty() {
        return Ok(of_unit);
    }
    let today = call.today();
    let of_county = match row.region_id {
        Some(region) => conn.list_with_role_for_region(Role::CountyOffice, region, today).await?,
        None => Vec::new(),
    };
    if of_county.is_empty() {
        return Ok(conn.list_with_role(Role::CityOffice, today).await?);
    }
    Ok(of_county)
}

/// What the caller may do, beside what only the applicant does.
async fn steps_of(
    conn: &mut Conn,
    call: &Call,
    row: &LecturerApplicationRow,
    (is_overdue, stands_in): (bool, bool),
) -> Result<Vec<ApplicationStep>, ActionError> {
    use ApplicationStep::{Appoint, CallOff, Endorse, Pass, Refuse, TakeUp};
    let actor = call.actor()?;
    let mut steps = Vec::new();
    if actor.person == row.person_id {
        return Ok(steps);
    }
    let says_word = is_within(conn, actor, &[Role::UnitOfficer], row).await? || stands_in;
    match row.state {
        ApplicationState::Submitted if says_word => steps.extend([Endorse, Refuse]),
        ApplicationState::Nominated if may_screen_applications(actor) => steps.push(TakeUp),
        ApplicationState::Screening if may_screen_applications(actor) => {
            steps.extend([Pass, Refuse]);
        }
        ApplicationState::Proposed if may_decide_applications(actor) => {
            steps.extend([Appoint, Refuse]);
        }
        _ => {}
    }
    let is_ending = is_overdue && row.state.after(row.last_step, CallOff).is_some();
    if is_ending && may_screen_applications(actor) && !trial::is_judged(conn, row).await? {
        steps.push(CallOff);
    }
    Ok(steps)
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: LecturerApplicationId,
) -> Result<ApplicationPage, ActionError> {
    let actor = call.actor()?;
    let row = conn.find_lecturer_application(id).await?.ok_or(ActionError::NotFound)?;
    let is_own = actor.person == row.person_id;
    if !is_own && !is_within(conn, actor, APPLICATION_READERS, &row).await? {
        return Err(ActionError::NotFound);
    }
    let is_overdue = row.state.is_live() && row.due_at.is_some_and(|due| due <= call.now);
    let offices = [Role::CityOffice, Role::CountyOffice];
    let stands_in = row.state == ApplicationState::Submitted
        && !is_own
        && is_within(conn, actor, &offices, &row).await?
        && officers(conn, call, &row).await?.is_empty();
    let steps = steps_of(conn, call, &row, (is_overdue, stands_in)).await?;
    let held = conn.list_held_grants(row.person_id, call.today()).await?;
    let roles: Vec<Role> = held.iter().map(|held| held.grant.role).collect();
    let account = conn.find_account_of(row.person_id).await?;
    let is_new = account.as_ref().is_none_or(|account| account.password_hash.is_none());
    let may_issue = row.state.is_live()
        && is_new
        && may_issue_applicant_code(actor, row.person_id, &roles)
        && is_within(conn, actor, APPLICATION_OPENERS, &row).await?;
    let may_appoint = steps.contains(&ApplicationStep::Appoint);
    let counties = if may_appoint { counties(conn, call).await? } else { Vec::new() };
    let courses = trial::courses_of(conn, &row).await?;
    let facts = row.facts();
    let is_expert = conn.is_expert(row.person_id, call.today()).await?;
    let found = Eligibility { facts: &facts, is_expert };
    let is_draft = row.state == ApplicationState::Draft;
    Ok(ApplicationPage {
        missing: facts.check_complete().err().unwrap_or_default(),
        age: found.age(call.today()),
        is_educated: found.is_educated(),
        fields: if is_own && is_draft { conn.list_fields().await? } else { Vec::new() },
        has_consented: has_consented(conn, row.person_id).await?,
        sign_in_name: account.map(|account| account.sign_in_name),
        may_edit: is_own && is_draft,
        may_withdraw: is_own && row.state.is_live() && !trial::is_judged(conn, &row).await?,
        courses,
        counties,
        steps,
        is_own,
        may_issue,
        stands_in,
        is_expert,
        is_overdue,
        application: row,
    })
}

/// The counties of which there may be a corps.
async fn counties(conn: &mut Conn, call: &Call) -> Result<Vec<RegionRow>, ActionError> {
    let mut all = conn.list_regions_above_towns(call.today()).await?;
    all.retain(|region| region.level == RegionLevel::County);
    Ok(all)
}

/// Whether somebody has agreed that the own data are handled.
async fn has_consented(conn: &mut Conn, person: PersonId) -> Result<bool, ActionError> {
    let said = conn.find_consent(person, ConsentPurpose::Processing).await?;
    Ok(said.is_some_and(|said| said.answer == ConsentAnswer::Given))
}

/// A message about an application.
fn news_of(
    row: &LecturerApplicationRow,
    news: ApplicationNews,
    until: Option<DateTime<Utc>>,
    reason: &str,
) -> Message {
    Message::LecturerApplication {
        application: row.id,
        news,
        name: row.name.clone(),
        until,
        reason: reason.to_owned(),
    }
}

/// Tells people of an application, but for whoever does it.
async fn tell(
    tx: &mut Write,
    call: &Call,
    people: impl IntoIterator<Item = PersonId>,
    message: &Message,
) -> Result<(), ActionError> {
    let own = call.actor.as_ref().map(|actor| actor.person);
    let people = people.into_iter().filter(|person| Some(*person) != own);
    tell_people(tx, call, people, message).await
}

/// Whether a version can still be handed in for the first time.
fn is_draft(course: &CourseRow) -> bool {
    course.state == CourseVersionState::Draft
}
