//! Terms in a corps (domain §3.1): appointed by a named decision, renewed, resting, ended; whoever is to
//! lose one is heard first.

mod end;
mod renew;

pub(crate) use end::ending_days;

use chrono::{Days, NaiveDate};
use domain::{
    access_log::AccessThing,
    annual_assessment::{Grade, has_failed_in_a_row},
    appointment::{
        APPOINTERS, APPOINTMENT_READERS, AppointmentNews, AppointmentState, AppointmentStep, Corps,
        NewAppointment, after, may_appoint, may_read_appointments,
    },
    assessment_year::AssessmentYear,
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{AppointmentId, PersonId, RegionId},
    inbox::Message,
    region::RegionLevel,
    role::{Actor, Grant, Reach, Role, Scope},
    rulebook::Rule,
};
use store::{
    AppointmentRow, Conn, HearingRow, Lock, NewTerm, PersonRow, RegionRow, TermRow, TermSearch,
    Terms, TraceRow,
};

use crate::{
    ActionError, Actions, Call,
    access_log::{Handed, Noted},
    handed_on::{ALL, HandedOn},
    once::{made, made_before},
    paged::{KEYED_ASKED, Keyed},
    person::reaches,
    tell::{tell_of_role, tell_offices, tell_people},
    write::{Scoped as _, Write},
};

/// A page of a list of terms.
pub type TermPage = Keyed<TermRow, AppointmentId>;

/// Terms as an office looks after them.
#[derive(Clone, Debug)]
pub struct AppointmentList {
    /// A page of those that end soon.
    pub ending: TermPage,
    /// A page of those that rest, and of those whose person is being heard.
    pub open: TermPage,
    /// A page of all that hold today.
    pub holding: TermPage,
    /// Who decides, for the form that renews; empty for who only reads.
    pub deciders: Vec<PersonRow>,
}

/// A list of terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermView {
    /// What ends soon.
    Ending,
    /// What rests, and who is being heard.
    Open,
    /// All that hold.
    Holding,
}

impl TermView {
    /// The word of an address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ending => "ending",
            Self::Open => "open",
            Self::Holding => "holding",
        }
    }

    /// The list of a word of an address; all that hold, if it is none.
    pub fn of(asked: &Values) -> Self {
        let view = asked.get(Field::View);
        let one = |view: &Self, text: &str| view.as_str() == text;
        [Self::Ending, Self::Open].into_iter().find(|it| one(it, view)).unwrap_or(Self::Holding)
    }

    /// The terms of the list on a day.
    async fn terms(self, conn: &mut Conn, today: NaiveDate) -> Result<Terms, ActionError> {
        Ok(match self {
            Self::Ending => {
                let days = conn.rulebook(today).await?.get(Rule::TermNoticeDays);
                let until = today + Days::new(u64::try_from(days).unwrap_or_default());
                Terms::Ending(today, until)
            }
            Self::Open => Terms::Open,
            Self::Holding => Terms::Holding(today),
        })
    }
}

/// What is looked for among terms.
#[derive(Clone, Debug, Default)]
pub struct TermFilter {
    /// A part of the name, in characters or pinyin; empty: whatever it is.
    pub words: String,
    /// Of a corps.
    pub corps: Option<Corps>,
}

impl TermFilter {
    /// From the words of an address.
    pub fn of(asked: &Values) -> Self {
        let words = asked.trimmed(Field::Search).chars().take(60).collect();
        Self { words, corps: Corps::parse(asked.get(Field::TermCorps)) }
    }

    fn search<'a>(&'a self, terms: Terms, reach: &'a Reach) -> TermSearch<'a> {
        TermSearch { terms, words: &self.words, corps: self.corps, reach }
    }
}

/// A term.
#[derive(Clone, Debug)]
pub struct AppointmentPage {
    /// The term.
    pub term: AppointmentRow,
    /// Whose it is.
    pub person: PersonRow,
    /// Who has decided it.
    pub decider: Option<PersonRow>,
    /// The county of its corps.
    pub region: Option<RegionRow>,
    /// What the person was asked about it, the latest first.
    pub hearings: Vec<HearingRow>,
    /// Decided grades of the person's years, by year.
    pub grades: Vec<(AssessmentYear, Grade)>,
    /// How many failed years in a row are a ground to end it.
    pub failed_years: i64,
    /// Whether so many were failed in a row.
    pub has_failed_in_a_row: bool,
    /// Accepted lectures that lie ahead.
    pub ahead: Vec<TraceRow>,
    /// What the caller may do with it now.
    pub steps: Vec<AppointmentStep>,
    /// Who decides, for who acts.
    pub deciders: Vec<PersonRow>,
    /// Whether it is the caller's own.
    pub is_own: bool,
    /// Whether the caller keeps it, and it runs: then it may be put right, and what is answered on paper
    /// written down.
    pub may_correct: bool,
}

impl AppointmentPage {
    /// The hearing that runs.
    pub fn hearing(&self) -> Option<&HearingRow> {
        self.hearings.iter().find(|hearing| hearing.ended_at.is_none())
    }
}

/// The form of a new term.
#[derive(Clone, Debug)]
pub struct AppointForm {
    /// Who is appointed.
    pub person: PersonRow,
    /// The corps that the caller appoints to.
    pub corps: Vec<Corps>,
    /// Counties with a corps that the caller appoints to.
    pub counties: Vec<RegionRow>,
    /// Who decides.
    pub deciders: Vec<PersonRow>,
}

impl Actions {
    /// The terms within the caller's scope that are looked for: what ends soon, what rests, and all. Of
    /// one of these lists a page from one term on is asked for, of the others stands the first.
    pub async fn appointments(
        &self,
        call: &Call,
        filter: &TermFilter,
        (view, from): (TermView, Option<AppointmentId>),
    ) -> Result<AppointmentList, ActionError> {
        let actor = call.allowed(may_read_appointments)?;
        let reach = actor.reach(APPOINTMENT_READERS);
        let today = call.today();
        let mut conn = self.store.read().await?;
        let from = match from {
            Some(id) => conn.find_appointment(id).await?,
            None => None,
        };
        let from = match from {
            Some(it) if conn.is_within(&reach, it.region_id, None).await? => {
                conn.find_person(it.person_id).await?.map(|person| (it, person.name))
            }
            _ => None,
        };
        let from = from.as_ref().map(|(term, name)| (term, name.as_str()));
        let mut lists = Vec::new();
        for of in [TermView::Ending, TermView::Open, TermView::Holding] {
            let search = filter.search(of.terms(&mut conn, today).await?, &reach);
            let from = from.filter(|_| of == view);
            let rows = conn.list_terms(&search, today, from, KEYED_ASKED).await?;
            lists.push(Keyed::of(rows, |row| row.id));
        }
        let [ending, open, holding] =
            <[TermPage; 3]>::try_from(lists).map_err(|_| ActionError::NotFound)?;
        let deciders =
            if may_appoint(actor) { deciders(&mut conn, call).await? } else { Vec::new() };
        Ok(AppointmentList { ending, open, holding, deciders })
    }

    /// All of one of these lists, for a spreadsheet.
    pub async fn appointment_export(
        &self,
        call: &Call,
        filter: &TermFilter,
        view: TermView,
    ) -> Result<HandedOn<TermRow>, ActionError> {
        let actor = call.allowed(may_read_appointments)?;
        let reach = actor.reach(APPOINTMENT_READERS);
        let today = call.today();
        let mut conn = self.store.read().await?;
        let search = filter.search(view.terms(&mut conn, today).await?, &reach);
        let rows = conn.list_terms(&search, today, None, ALL).await?;
        drop(conn);
        let thing = (AccessThing::TermList, view as i64);
        self.hand_on(call, APPOINTMENT_READERS, thing, rows).await
    }

    /// A term: for who keeps or reads it, and for whose it is.
    pub async fn appointment(
        &self,
        call: &Call,
        id: AppointmentId,
    ) -> Result<AppointmentPage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// A term for its letter, which is noted (`LAW-74`).
    pub async fn appointment_letter(
        &self,
        call: &Call,
        id: AppointmentId,
    ) -> Result<(AppointmentPage, Noted), ActionError> {
        let page = self.appointment(call, id).await?;
        let handed = Handed::rows(AccessThing::Letter, id, 1);
        let noted = self.note(call, APPOINTMENT_READERS, handed).await?;
        Ok((page, noted))
    }

    /// The form of a new term of somebody.
    pub async fn appoint_form(
        &self,
        call: &Call,
        person: PersonId,
    ) -> Result<AppointForm, ActionError> {
        form_of(&mut self.store.read().await?, call, person).await
    }

    /// Appoints somebody, who gets the role of the corps and is told; the same form sent again
    /// appoints nobody.
    pub async fn appoint(
        &self,
        call: &Call,
        person: PersonId,
        values: &Values,
        once: &Once,
    ) -> Result<AppointmentId, ActionError> {
        call.allowed(may_appoint)?;
        let new = &NewAppointment::parse(values, call.today())?;
        self.write(|tx| {
            async move {
                if let Some(id) = made_before(tx, call, values, once).await? {
                    return Ok(id);
                }
                tx.lock(Lock::Person(person)).await?;
                let form = form_of(tx, call, person).await?;
                check(&form, new)?;
                let term = NewTerm {
                    person_id: person,
                    corps: new.corps,
                    region_id: new.region,
                    starts_on: new.starts_on,
                    ends_on: new.ends_on,
                    decider_id: new.decider,
                    document_no: &new.document_no,
                };
                let id = begin(tx, call, &term, &form.person, APPOINTERS).await?;
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Begins a term, gives the role that goes with it, and tells of both.
pub(crate) async fn begin(
    tx: &mut Write,
    call: &Call,
    term: &NewTerm<'_>,
    person: &PersonRow,
    roles: &[Role],
) -> Result<AppointmentId, ActionError> {
    let taken = || Problems::one(Field::StartsOn, ProblemKind::TermOfThatDay);
    let id = tx.add_appointment(term).await?.ok_or_else(taken)?;
    let role = term.corps.role();
    let grant = Grant { role, scope: Scope::Everything, starts_on: call.today(), ends_on: None };
    let held = tx.list_held_grants(person.id, call.today()).await?;
    if !held.iter().any(|held| held.grant.role == role) {
        let refused = |_| Problems::one(Field::Corps, ProblemKind::ExcludedRole);
        if tx.add_grant(person.id, &grant).await.map_err(refused)?.is_some() {
            tell_of_role(tx, call, person, role).await?;
        }
    }
    let entry = call.entry("appoint", "appointment", roles).on(id);
    tx.log(entry.moved("", AppointmentState::Active.as_str()).because(term.document_no));
    let news = AppointmentNews::Appointed;
    let message = Message::Appointment {
        appointment: id,
        news,
        name: person.name.clone(),
        corps: term.corps,
        until: term.ends_on,
        reason: String::new(),
    };
    tell_people(tx, call, [person.id], &message).await?;
    Ok(id)
}

/// The named people who decide.
async fn deciders(conn: &mut Conn, call: &Call) -> Result<Vec<PersonRow>, ActionError> {
    Ok(conn.list_people_with_role(Role::DecisionMaker, call.today()).await?)
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: AppointmentId,
) -> Result<AppointmentPage, ActionError> {
    let actor = call.actor()?;
    let term = conn.find_appointment(id).await?.ok_or(ActionError::NotFound)?;
    let person = conn.find_person(term.person_id).await?.ok_or(ActionError::NotFound)?;
    let is_own = actor.person == term.person_id;
    let keeps = is_kept(conn, actor, APPOINTERS, term.region_id).await?;
    if !is_own && !keeps && !is_kept(conn, actor, APPOINTMENT_READERS, term.region_id).await? {
        return Err(ActionError::NotFound);
    }
    let hearings = conn.list_hearings(id).await?;
    let is_heard = hearings.iter().any(|hearing| hearing.ended_at.is_none());
    // Nobody acts upon the own term but to end it.
    let may = |step: &AppointmentStep| match step {
        // By a letter, the office writes it down.
        AppointmentStep::Resign => is_own || keeps,
        _ => keeps && !is_own,
    };
    let steps = AppointmentStep::ALL.iter().copied();
    let steps = steps.filter(may).filter(|step| after(term.state, is_heard, *step).is_some());
    let decider = match term.decider_id {
        Some(decider) => conn.find_person(decider).await?,
        None => None,
    };
    let regions = conn.list_regions(call.today()).await?;
    let grades = grades_of(conn, term.person_id).await?;
    let failed_years = conn.rulebook(call.today()).await?.get(Rule::FailedYears);
    Ok(AppointmentPage {
        decider,
        region: regions.into_iter().find(|region| Some(region.id) == term.region_id),
        has_failed_in_a_row: has_failed_in_a_row(&grades, failed_years),
        failed_years,
        grades,
        ahead: conn.list_lectures_ahead(term.person_id, call.now).await?,
        steps: steps.collect(),
        deciders: if keeps { deciders(conn, call).await? } else { Vec::new() },
        may_correct: keeps
            && !is_own
            && matches!(term.state, AppointmentState::Active | AppointmentState::Suspended),
        hearings,
        is_own,
        person,
        term,
    })
}

/// The decided grades of somebody, by year.
async fn grades_of(
    conn: &mut Conn,
    person: PersonId,
) -> Result<Vec<(AssessmentYear, Grade)>, ActionError> {
    let grades = conn.list_grades(person).await?.into_iter();
    let year = |year: i64| i32::try_from(year).ok().map(AssessmentYear);
    Ok(grades.filter_map(|(number, grade)| Some((year(number)?, grade))).collect())
}

/// Whether a term of a county's corps, or of the city's, is within the scope of some roles.
async fn is_kept(
    conn: &mut Conn,
    actor: &Actor,
    roles: &[Role],
    region: Option<RegionId>,
) -> Result<bool, ActionError> {
    Ok(conn.is_within(&actor.reach(roles), region, None).await?)
}

async fn form_of(
    conn: &mut Conn,
    call: &Call,
    person: PersonId,
) -> Result<AppointForm, ActionError> {
    let actor = call.allowed(may_appoint)?;
    let row = conn.find_person(person).await?;
    let row = row.filter(|it| it.merged_into.is_none()).ok_or(ActionError::NotFound)?;
    let reach = actor.reach(APPOINTERS);
    // A county sees its own people, and appoints them alone.
    if actor.person == person || !conn.is_within(&reach, row.region_id, row.workplace_id).await? {
        return Err(ActionError::NotFound);
    }
    let all = conn.list_regions_above_towns(call.today()).await?;
    let counties = all
        .iter()
        .filter(|region| region.level == RegionLevel::County && reaches(&reach, &all, region.id));
    let is_city = reach == Reach::Everything;
    let corps = Corps::ALL.iter().copied();
    let corps = corps.filter(|corps| is_city || *corps == Corps::CountyLecturers).collect();
    Ok(AppointForm {
        person: row,
        corps,
        counties: counties.cloned().collect(),
        deciders: deciders(conn, call).await?,
    })
}

/// Whether what was chosen is offered to the caller.
fn check(form: &AppointForm, new: &NewAppointment) -> Result<(), Problems> {
    let mut problems = Problems::default();
    if !form.corps.contains(&new.corps) {
        problems.add(Field::Corps, ProblemKind::UnknownChoice);
    }
    if new.region.is_some_and(|region| !form.counties.iter().any(|row| row.id == region)) {
        problems.add(Field::County, ProblemKind::UnknownChoice);
    }
    if !form.deciders.iter().any(|row| row.id == new.decider) {
        problems.add(Field::Decider, ProblemKind::UnknownChoice);
    }
    if problems.0.is_empty() { Ok(()) } else { Err(problems) }
}

/// A message about a term.
fn news(page: &AppointmentPage, news: AppointmentNews, reason: &str) -> Message {
    Message::Appointment {
        appointment: page.term.id,
        news,
        name: page.person.name.clone(),
        corps: page.term.corps,
        until: page.term.ends_on,
        reason: reason.to_owned(),
    }
}

/// Tells the offices that keep a term: those of the county whose corps it is, or the city's.
async fn tell_keepers(
    tx: &mut Write,
    call: &Call,
    region: Option<RegionId>,
    message: &Message,
) -> Result<(), ActionError> {
    let of_county = match region {
        Some(region) => {
            tx.list_with_role_for_region(Role::CountyOffice, region, call.today()).await?
        }
        None => Vec::new(),
    };
    if of_county.is_empty() {
        return tell_offices(tx, call, &[Role::CityOffice], message).await;
    }
    tell_people(tx, call, of_county, message).await
}
