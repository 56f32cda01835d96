//! An appointment (聘任): the term for which somebody belongs to a corps, and how it ends (domain
//! §3.1).

use chrono::{Days, NaiveDate};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::{AppointmentId, PersonId, RegionId},
    inbox::MessageKind,
    role::{Actor, Role},
};

codes! {
    /// Where a term stands.
    AppointmentState {
        /// It holds from its first day to its last.
        Active = "active",
        /// It does not hold for a while.
        Suspended = "suspended",
        /// It has run out.
        Expired = "expired",
        /// Another one follows it.
        Renewed = "renewed",
        /// The association has ended it.
        Terminated = "terminated",
        /// The lecturer has ended it.
        Resigned = "resigned",
        /// The lecturer keeps the title without its duties.
        Emeritus = "emeritus",
        /// It was entered by mistake, and taken back.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// To which corps somebody is appointed.
    Corps {
        /// The city's lecturers (科普讲师团).
        CityLecturers = "city_lecturers",
        /// A county's lecturers.
        CountyLecturers = "county_lecturers",
        /// The science tutors (科技辅导团).
        Tutors = "tutors",
    }
}

impl Corps {
    /// The role that goes with it.
    pub const fn role(self) -> Role {
        match self {
            Self::CityLecturers | Self::CountyLecturers => Role::Lecturer,
            Self::Tutors => Role::Tutor,
        }
    }
}

codes! {
    /// What is done with a term.
    AppointmentStep {
        /// It rests: illness, or a complaint that is looked into.
        Suspend = "suspend",
        /// It goes on.
        Reinstate = "reinstate",
        /// The office wants to end it, and the lecturer is heard first.
        OpenHearing = "open_hearing",
        /// The office no longer wants to.
        DropHearing = "drop_hearing",
        /// It is ended by the association's decision.
        Terminate = "terminate",
        /// The lecturer ends it; by a letter, the office writes it down.
        Resign = "resign",
        /// The lecturer keeps the title without its duties.
        MakeEmeritus = "make_emeritus",
        /// It was entered by mistake, and nothing has come of it.
        Withdraw = "withdraw",
    }
}

codes! {
    /// Why an association ends a term (domain §3.1).
    TerminationGround {
        /// Fraud.
        Fraud = "fraud",
        /// False or unscientific content (科普法 art. 35).
        FalseContent = "false_content",
        /// Misconduct.
        Misconduct = "misconduct",
        /// Assessments in a row that were failed; the code is older than the rule that says how many.
        FailedInARow = "failed_twice",
        /// Accepted lectures that were not held, without a reason.
        NotHeld = "not_held",
    }
}

codes! {
    /// What somebody is told of a term.
    AppointmentNews {
        /// To whose it is: it begins.
        Appointed = "appointed",
        /// To whose it is: another one follows.
        Renewed = "renewed",
        /// To whose it is: it rests.
        Suspended = "suspended",
        /// To whose it is: it goes on.
        Reinstated = "reinstated",
        /// To whose it is: the association wants to end it, and asks.
        Asked = "asked",
        /// To the office: an answer.
        Answered = "answered",
        /// To whose it is: it is not ended after all.
        Dropped = "dropped",
        /// To whose it is: it is ended.
        Terminated = "terminated",
        /// To the office: somebody has ended the own term.
        Resigned = "resigned",
        /// To whose it is: the title stays.
        Emeritus = "emeritus",
        /// To whose it is, and to the office: it has run out.
        Expired = "expired",
        /// To whose it is: it ends soon, and none follows.
        EndsSoon = "ends_soon",
        /// To whose it is: the office has written down what came on paper.
        Entered = "entered",
        /// To whose it is: days or document were put right.
        Corrected = "corrected",
        /// To whose it is: it was entered by mistake.
        Withdrawn = "withdrawn",
    }
}

impl AppointmentNews {
    /// Its row in the table of who hears of what.
    pub const fn kind(self) -> MessageKind {
        match self {
            Self::Appointed => MessageKind::AppointmentAppointed,
            Self::Renewed => MessageKind::AppointmentRenewed,
            Self::Suspended => MessageKind::AppointmentSuspended,
            Self::Reinstated => MessageKind::AppointmentReinstated,
            Self::Asked => MessageKind::AppointmentAsked,
            Self::Answered => MessageKind::AppointmentAnswered,
            Self::Dropped => MessageKind::AppointmentDropped,
            Self::Terminated => MessageKind::AppointmentTerminated,
            Self::Resigned => MessageKind::AppointmentResigned,
            Self::Emeritus => MessageKind::AppointmentEmeritus,
            Self::Expired => MessageKind::AppointmentExpired,
            Self::EndsSoon => MessageKind::AppointmentEndsSoon,
            Self::Entered => MessageKind::AppointmentEntered,
            Self::Corrected => MessageKind::AppointmentCorrected,
            Self::Withdrawn => MessageKind::AppointmentWithdrawn,
        }
    }
}

/// Who keeps appointments: the city all of them, a county those of its corps.
pub const APPOINTERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];
/// Who reads them besides.
pub const APPOINTMENT_READERS: &[Role] =
    &[Role::CityOffice, Role::CountyOffice, Role::DecisionMaker, Role::Supervisor];

/// Whether somebody appoints; to which corps is a question of scope.
pub fn may_appoint(actor: &Actor) -> bool {
    actor.is_any(APPOINTERS)
}

/// Whether somebody reads appointments; which ones is a question of scope.
pub fn may_read_appointments(actor: &Actor) -> bool {
    actor.is_any(APPOINTMENT_READERS)
}

/// The state after a step, where the step is possible. A hearing changes no state.
pub fn after(
    state: AppointmentState,
    is_heard: bool,
    step: AppointmentStep,
) -> Option<AppointmentState> {
    use AppointmentState::{Active, Emeritus, Resigned, Suspended, Terminated, Withdrawn};
    use AppointmentStep as Step;
    match (step, state) {
        (Step::Suspend, Active) => Some(Suspended),
        (Step::Reinstate, Suspended) => Some(Active),
        (Step::OpenHearing, Active | Suspended) if !is_heard => Some(state),
        (Step::DropHearing, Active | Suspended) if is_heard => Some(state),
        (Step::Terminate, Active | Suspended) if is_heard => Some(Terminated),
        (Step::Resign, Active | Suspended) => Some(Resigned),
        (Step::MakeEmeritus, Active) => Some(Emeritus),
        (Step::Withdraw, Active | Suspended) if !is_heard => Some(Withdrawn),
        _ => None,
    }
}

/// A term of at most so many years.
const YEARS_MAX: u64 = 10;

/// A term to be begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAppointment {
    /// The corps.
    pub corps: Corps,
    /// The county whose corps it is.
    pub region: Option<RegionId>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Who has decided it, by name.
    pub decider: PersonId,
    /// The document of the decision.
    pub document_no: String,
}

impl NewAppointment {
    /// Reads the form. A term is over in the future.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let corps = reader.choice(Field::Corps, Corps::parse);
        let region = if corps == Some(Corps::CountyLecturers) {
            reader.choice(Field::County, |text| text.parse().ok()).map(Some)
        } else {
            Some(None)
        };
        let (starts_on, ends_on) = days(&mut reader, today);
        let decider = reader.choice(Field::Decider, |text| text.parse().ok());
        let document_no = reader.text(Field::DocumentNo, 2, LINE_MAX);
        reader.problems.or(|| {
            Some(Self {
                corps: corps?,
                region: region?,
                starts_on: starts_on?,
                ends_on: ends_on?,
                decider: decider?,
                document_no: document_no?,
            })
        })
    }
}

/// What of a term was entered wrong, put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermCorrection {
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// Who has decided it, by name.
    pub decider: PersonId,
    /// The document of the decision.
    pub document_no: String,
    /// Why.
    pub reason: String,
}

impl TermCorrection {
    /// Reads the form. What is over is not put right into the past.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let (starts_on, ends_on) = days(&mut reader, today);
        let decider = reader.choice(Field::Decider, |text| text.parse().ok());
        let document_no = reader.text(Field::DocumentNo, 2, LINE_MAX);
        let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self {
                starts_on: starts_on?,
                ends_on: ends_on?,
                decider: decider?,
                document_no: document_no?,
                reason: reason?,
            })
        })
    }
}

/// The days of a term, which is over in the future.
fn days(reader: &mut Reader<'_>, today: NaiveDate) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let starts_on = reader.date(Field::StartsOn);
    let ends_on = reader.date(Field::TermUntil);
    if let (Some(starts_on), Some(ends_on)) = (starts_on, ends_on) {
        if ends_on <= starts_on {
            reader.problems.add(Field::TermUntil, ProblemKind::EndsBeforeStart);
        } else if ends_on < today {
            reader.problems.add(Field::TermUntil, ProblemKind::InThePast);
        } else if ends_on > starts_on + Days::new(366 * YEARS_MAX) {
            let months = i64::try_from(YEARS_MAX * 12).unwrap_or(i64::MAX);
            reader.problems.add(Field::TermUntil, ProblemKind::TooFarAhead(months));
        }
    }
    (starts_on, ends_on)
}

/// Terms that are renewed together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renewals {
    /// The terms.
    pub terms: Vec<AppointmentId>,
    /// Until when the next ones hold.
    pub ends_on: NaiveDate,
    /// Who has decided it, by name.
    pub decider: PersonId,
    /// The document of the decision.
    pub document_no: String,
}

impl Renewals {
    /// Reads the form.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let terms = reader.choices(Field::Terms, |text| text.parse().ok());
        let ends_on = reader.date(Field::TermUntil);
        if ends_on.is_some_and(|day| day <= today) {
            reader.problems.add(Field::TermUntil, ProblemKind::InThePast);
        }
        let decider = reader.choice(Field::Decider, |text| text.parse().ok());
        let document_no = reader.text(Field::DocumentNo, 2, LINE_MAX);
        reader.problems.or(|| {
            Some(Self {
                terms: terms?,
                ends_on: ends_on?,
                decider: decider?,
                document_no: document_no?,
            })
        })
    }
}

/// A step, with what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppointmentChange {
    /// The step.
    pub step: AppointmentStep,
    /// Why.
    pub reason: String,
    /// The ground, of a hearing.
    pub ground: Option<TerminationGround>,
    /// The document of a decision, and who has made it.
    pub decision: Option<(String, PersonId)>,
}

impl AppointmentChange {
    /// Reads the form. What the association ends is decided by a named person; a hearing names its
    /// ground.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let step = reader.choice(Field::Step, AppointmentStep::parse);
        let needs_reason = step != Some(AppointmentStep::Reinstate);
        let least = if needs_reason { REASON_MIN } else { 0 };
        let reason = reader.text(Field::Reason, least, TEXT_MAX);
        let ground = if step == Some(AppointmentStep::OpenHearing) {
            reader.choice(Field::Ground, TerminationGround::parse).map(Some)
        } else {
            Some(None)
        };
        let is_decided =
            matches!(step, Some(AppointmentStep::Terminate | AppointmentStep::MakeEmeritus));
        let decision = if is_decided {
            let document_no = reader.text(Field::DocumentNo, 2, LINE_MAX);
            let decider = reader.choice(Field::Decider, |text| text.parse().ok());
            document_no.zip(decider).map(Some)
        } else {
            Some(None)
        };
        reader.problems.or(|| {
            Some(Self { step: step?, reason: reason?, ground: ground?, decision: decision? })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_term_ends_by_the_association_only_after_a_hearing() {
        use AppointmentState::{Active, Resigned, Suspended, Terminated};
        use AppointmentStep as Step;
        assert_eq!(after(Active, false, Step::Terminate), None);
        assert_eq!(after(Active, true, Step::Terminate), Some(Terminated));
        assert_eq!(after(Suspended, true, Step::Terminate), Some(Terminated));
        assert_eq!(after(Active, true, Step::OpenHearing), None, "it runs already");
        assert_eq!(after(Active, false, Step::DropHearing), None);
        assert_eq!(after(Active, false, Step::Suspend), Some(Suspended));
        assert_eq!(after(Suspended, false, Step::Reinstate), Some(Active));
        assert_eq!(after(Active, false, Step::Resign), Some(Resigned));
        for ended in AppointmentState::ALL {
            if !matches!(ended, Active | Suspended) {
                for step in AppointmentStep::ALL {
                    assert_eq!(after(*ended, true, *step), None, "{ended:?} {step:?}");
                }
            }
        }
    }

    #[test]
    fn a_term_is_of_a_corps_for_some_years_by_a_named_decision() {
        let values = |from: &str, until: &str| {
            Values::default()
                .with(Field::Corps, "city_lecturers")
                .with(Field::StartsOn, from)
                .with(Field::TermUntil, until)
                .with(Field::Decider, "7")
                .with(Field::DocumentNo, "嘉科协〔2026〕8号")
        };
        let today = day("2026-11-29");
        let new = NewAppointment::parse(&values("2027-01-01", "2029-12-31"), today).unwrap();
        assert_eq!((new.corps.role(), new.decider), (Role::Lecturer, PersonId(7)));
        for (from, until, problem) in [
            ("2027-01-01", "2027-01-01", ProblemKind::EndsBeforeStart),
            ("2020-01-01", "2025-12-31", ProblemKind::InThePast),
            ("2027-01-01", "2047-12-31", ProblemKind::TooFarAhead(120)),
        ] {
            let refused = NewAppointment::parse(&values(from, until), today).unwrap_err();
            assert_eq!(refused.of(Field::TermUntil), Some(problem));
        }
        let mut of_county = values("2027-01-01", "2029-12-31");
        of_county.set(Field::Corps, "county_lecturers");
        let refused = NewAppointment::parse(&of_county, today).unwrap_err();
        assert_eq!(refused.of(Field::County), Some(ProblemKind::Missing));
    }

    #[test]
    fn a_step_says_why_and_who_has_decided_it() {
        let values = |step: &str| {
            Values::default().with(Field::Step, step).with(Field::Reason, "因病休养半年")
        };
        assert_eq!(AppointmentChange::parse(&values("suspend")).unwrap().decision, None);
        let refused = AppointmentChange::parse(&values("terminate")).unwrap_err();
        assert_eq!(refused.of(Field::DocumentNo), Some(ProblemKind::Missing));
        assert_eq!(refused.of(Field::Decider), Some(ProblemKind::Missing));
        let refused = AppointmentChange::parse(&values("open_hearing")).unwrap_err();
        assert_eq!(refused.of(Field::Ground), Some(ProblemKind::Missing));
        let bare = Values::default().with(Field::Step, "reinstate");
        assert!(AppointmentChange::parse(&bare).is_ok());
    }
}
