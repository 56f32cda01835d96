//! What is typed of an application, and whether somebody is eligible (domain §4.3).

use chrono::{Days, NaiveDate};

use super::{ApplicationStep, Education};
use crate::{
    appointment::Corps,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    id::{CourseId, FieldId, OrganisationId, RegionId},
    roster::Month,
    rulebook::{Rule, Rulebook},
};

/// More years of work nobody has.
const YEARS_MAX: i64 = 60;
/// A first term lasts so many years at most.
const TERM_YEARS_MAX: u64 = 10;

/// An application to be opened for somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewApplication {
    /// The unit that is asked for its word.
    pub unit: OrganisationId,
    /// Post or professional title.
    pub title: String,
    /// The subject field.
    pub field: Option<FieldId>,
}

impl NewApplication {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let unit = reader.choice(Field::Unit, |text| text.parse().ok());
        let title = reader.text(Field::Post, 0, LINE_MAX);
        let field = reader.optional_choice(Field::SubjectField, |text| text.parse().ok());
        reader.problems.or(|| Some(Self { unit: unit?, title: title?, field: field.ok()? }))
    }
}

/// What an applicant says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationFacts {
    /// Post or professional title.
    pub title: String,
    /// The subject field.
    pub field: Option<FieldId>,
    /// Month of birth.
    pub born_in: Option<Month>,
    /// Highest degree.
    pub education: Option<Education>,
    /// Years of related work.
    pub years: Option<i64>,
    /// What the person has done so far.
    pub cv: String,
    /// Whether lectures in schools are wanted.
    pub wants_schools: bool,
    /// The course of the trial lecture.
    pub course: Option<CourseId>,
}

impl ApplicationFacts {
    /// Reads the form leniently: what was left out stays empty, what was typed must be sound.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let title = reader.text(Field::Post, 0, LINE_MAX);
        let field = reader.optional_choice(Field::SubjectField, |text| text.parse().ok());
        let born_in = reader.optional_choice(Field::BornIn, |text| {
            Month::parse(text).filter(|month| month.first_day() <= today)
        });
        let education = reader.optional_choice(Field::Education, Education::parse);
        let years = if values.trimmed(Field::WorkYears).is_empty() {
            Some(None)
        } else {
            reader.number(Field::WorkYears, 0, YEARS_MAX).map(Some)
        };
        let cv = reader.text(Field::Cv, 0, TEXT_MAX);
        let course = reader.optional_choice(Field::TrialCourse, |text| text.parse().ok());
        reader.problems.or(|| {
            Some(Self {
                title: title?,
                field: field.ok()?,
                born_in: born_in.ok()?,
                education: education.ok()?,
                years: years?,
                cv: cv?,
                wants_schools: values.has(Field::WantsSchools, "yes"),
                course: course.ok()?,
            })
        })
    }

    /// Everything that handing in needs and this lacks (domain §3.1, first row).
    pub fn check_complete(&self) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let mut need = |ok: bool, field| {
            if !ok {
                problems.add(field, ProblemKind::Missing);
            }
        };
        need(self.field.is_some(), Field::SubjectField);
        need(self.born_in.is_some(), Field::BornIn);
        need(self.education.is_some(), Field::Education);
        need(self.years.is_some(), Field::WorkYears);
        need(!self.cv.is_empty(), Field::Cv);
        need(self.course.is_some(), Field::TrialCourse);
        problems.or(|| Some(()))
    }
}

impl From<&ApplicationFacts> for Values {
    fn from(facts: &ApplicationFacts) -> Self {
        Self::default()
            .with(Field::Post, &facts.title)
            .with_known(Field::SubjectField, facts.field)
            .with_known(Field::BornIn, facts.born_in)
            .with(Field::Education, facts.education.map_or("", Education::as_str))
            .with_known(Field::WorkYears, facts.years)
            .with(Field::Cv, &facts.cv)
            .with_each(Field::WantsSchools, facts.wants_schools.then_some("yes"))
            .with_known(Field::TrialCourse, facts.course)
    }
}

/// What the office states of who is eligible.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screening {
    /// A skill without degree or title is recognised.
    pub is_skilled: bool,
    /// A statement of health was seen, of an expert beyond the age.
    pub is_healthy: bool,
    /// When the person was checked for work with minors.
    pub checked_on: Option<NaiveDate>,
}

/// A term that a decision maker begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointing {
    /// The corps of lecturers.
    pub corps: Corps,
    /// The county whose corps it is.
    pub region: Option<RegionId>,
    /// First day.
    pub starts_on: NaiveDate,
    /// Last day.
    pub ends_on: NaiveDate,
    /// The document of the decision.
    pub document_no: String,
}

/// What somebody does with an application, with what it needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApplicationChange {
    /// The unit's word, and whom to ask there.
    Endorse {
        /// The word.
        opinion: String,
        /// Whom to ask.
        contact: String,
    },
    /// The office takes it up.
    TakeUp,
    /// The trial opens.
    Pass(Screening),
    /// A term begins.
    Appoint(Appointing),
    /// It ends, with why: refused, or called off.
    End(ApplicationStep, String),
}

impl ApplicationChange {
    /// Reads the form, on a day and by the rules of that day.
    pub fn parse(
        values: &Values,
        (today, rules): (NaiveDate, &Rulebook),
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let step = reader.choice(Field::Step, ApplicationStep::parse);
        let change = match step {
            Some(ApplicationStep::Endorse) => {
                let opinion = reader.text(Field::UnitOpinion, REASON_MIN, TEXT_MAX);
                let contact = reader.text(Field::UnitContact, 2, LINE_MAX);
                opinion.zip(contact).map(|(opinion, contact)| Self::Endorse { opinion, contact })
            }
            Some(ApplicationStep::TakeUp) => Some(Self::TakeUp),
            Some(ApplicationStep::Pass) => {
                screening(&mut reader, values, (today, rules)).map(Self::Pass)
            }
            Some(ApplicationStep::Appoint) => appointing(&mut reader, today).map(Self::Appoint),
            Some(step @ (ApplicationStep::Refuse | ApplicationStep::CallOff)) => {
                let reason = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
                reason.map(|reason| Self::End(step, reason))
            }
            Some(_) => reader.refuse(Field::Step, ProblemKind::UnknownChoice),
            None => None,
        };
        reader.problems.or(|| change)
    }

    /// The step.
    pub const fn step(&self) -> ApplicationStep {
        match self {
            Self::Endorse { .. } => ApplicationStep::Endorse,
            Self::TakeUp => ApplicationStep::TakeUp,
            Self::Pass(_) => ApplicationStep::Pass,
            Self::Appoint(_) => ApplicationStep::Appoint,
            Self::End(step, _) => *step,
        }
    }
}

fn screening(
    reader: &mut Reader<'_>,
    values: &Values,
    (today, rules): (NaiveDate, &Rulebook),
) -> Option<Screening> {
    let is_proved = reader.agreed(Field::ProofSeen);
    let (years, hours) =
        (rules.get(Rule::ApplicantConductYears), rules.get(Rule::OrientationHours));
    let mut stated = |field, asked: i64, lacking| {
        if asked == 0 || values.has(field, "yes") {
            Some(())
        } else {
            reader.refuse(field, lacking)
        }
    };
    let is_clean = stated(Field::ConductClean, years, ProblemKind::ConductNotStated(years));
    let is_oriented = stated(Field::OrientationDone, hours, ProblemKind::NoOrientation(hours));
    let checked_on = reader.optional_date(Field::CheckedOn).ok();
    if let Some(Some(day)) = checked_on
        && day > today
    {
        return reader.refuse(Field::CheckedOn, ProblemKind::InTheFuture);
    }
    is_proved.and(is_clean).and(is_oriented)?;
    Some(Screening {
        is_skilled: values.has(Field::SkillRecognised, "yes"),
        is_healthy: values.has(Field::HealthSeen, "yes"),
        checked_on: checked_on?,
    })
}

fn appointing(reader: &mut Reader<'_>, today: NaiveDate) -> Option<Appointing> {
    let corps = reader
        .choice(Field::Corps, |text| Corps::parse(text).filter(|corps| *corps != Corps::Tutors));
    let region = if corps == Some(Corps::CountyLecturers) {
        reader.choice(Field::County, |text| text.parse().ok()).map(Some)
    } else {
        Some(None)
    };
    let starts_on = reader.date(Field::StartsOn);
    let ends_on = reader.date(Field::TermUntil);
    if let (Some(starts_on), Some(ends_on)) = (starts_on, ends_on) {
        let latest = starts_on.checked_add_days(Days::new(366 * TERM_YEARS_MAX));
        if ends_on <= starts_on {
            reader.problems.add(Field::TermUntil, ProblemKind::EndsBeforeStart);
        } else if ends_on < today {
            reader.problems.add(Field::TermUntil, ProblemKind::InThePast);
        } else if latest.is_some_and(|latest| ends_on > latest) {
            let months = i64::try_from(TERM_YEARS_MAX * 12).unwrap_or(i64::MAX);
            reader.problems.add(Field::TermUntil, ProblemKind::TooFarAhead(months));
        }
    }
    let document_no = reader.text(Field::DocumentNo, 2, LINE_MAX);
    Some(Appointing {
        corps: corps?,
        region: region?,
        starts_on: starts_on?,
        ends_on: ends_on?,
        document_no: document_no?,
    })
}

/// What a screening goes by (domain §4.3).
#[derive(Clone, Debug)]
pub struct Eligibility<'a> {
    /// What the applicant says.
    pub facts: &'a ApplicationFacts,
    /// Whether the person is in the pool of experts, for whom there is no upper age.
    pub is_expert: bool,
}

impl Eligibility<'_> {
    /// The age in full years on a day.
    pub fn age(&self, day: NaiveDate) -> Option<i64> {
        self.facts.born_in.map(|month| month.full_years_until(day).into())
    }

    /// Whether degree or title are enough without a recognised skill.
    pub fn is_educated(&self) -> bool {
        self.facts.education.is_some_and(Education::is_enough) || !self.facts.title.is_empty()
    }

    /// Everything that stands against an admission.
    pub fn check(
        &self,
        seen: &Screening,
        today: NaiveDate,
        rules: &Rulebook,
    ) -> Result<(), Problems> {
        let mut problems = Problems::default();
        let (least, most) = (rules.get(Rule::ApplicantAgeLeast), rules.get(Rule::ApplicantAgeMost));
        let age = self.age(today).unwrap_or_default();
        if age < least || age > most && !self.is_expert {
            problems.add(Field::Step, ProblemKind::AgeOutside(least, most));
        } else if age > most && !seen.is_healthy {
            problems.add(Field::HealthSeen, ProblemKind::NotAgreed);
        }
        let years = rules.get(Rule::ApplicantYears);
        if self.facts.years.unwrap_or_default() < years {
            problems.add(Field::Step, ProblemKind::YearsBelow(years));
        }
        if !self.is_educated() && !seen.is_skilled {
            problems.add(Field::SkillRecognised, ProblemKind::NotAgreed);
        }
        if self.facts.wants_schools && seen.checked_on.is_none() {
            problems.add(Field::CheckedOn, ProblemKind::Missing);
        }
        problems.or(|| Some(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn typed() -> Values {
        Values::default()
            .with(Field::Post, "高级工程师")
            .with(Field::SubjectField, "3")
            .with(Field::BornIn, "1985-07")
            .with(Field::Education, "master")
            .with(Field::WorkYears, "12")
            .with(Field::Cv, "从事水利工程，常到学校讲潮汐。")
            .with(Field::WantsSchools, "yes")
            .with(Field::TrialCourse, "7")
    }

    #[test]
    fn a_form_reads_what_a_form_shows_and_says_what_is_missing() {
        let today = day("2026-11-29");
        let facts = ApplicationFacts::parse(&typed(), today).unwrap();
        assert_eq!(ApplicationFacts::parse(&Values::from(&facts), today).as_ref(), Ok(&facts));
        assert!(facts.check_complete().is_ok());
        let empty = ApplicationFacts::parse(&Values::default(), today).unwrap();
        assert_eq!(empty.check_complete().unwrap_err().0.len(), 6);
        for (field, text) in [
            (Field::BornIn, "2027-01"),
            (Field::Education, "x"),
            (Field::WorkYears, "61"),
            (Field::TrialCourse, "x"),
            (Field::SubjectField, "x"),
        ] {
            let mut values = typed();
            values.set(field, text);
            let refused = ApplicationFacts::parse(&values, today).unwrap_err();
            assert!(refused.of(field).is_some() && refused.0.len() == 1, "{field:?}");
        }
    }

    fn of(change: impl Fn(&mut ApplicationFacts)) -> ApplicationFacts {
        let mut facts = ApplicationFacts::parse(&typed(), day("2026-11-29")).unwrap();
        change(&mut facts);
        facts
    }

    fn refused(facts: &ApplicationFacts, is_expert: bool, seen: &Screening) -> Vec<Field> {
        let found = Eligibility { facts, is_expert };
        let checked = found.check(seen, day("2026-11-29"), &Rulebook::default());
        checked.err().unwrap_or_default().0.iter().map(|problem| problem.field.field).collect()
    }

    #[test]
    fn eligible_is_who_has_the_age_the_degree_the_years_and_the_check() {
        let seen = Screening { checked_on: Some(day("2026-10-08")), ..Screening::default() };
        assert_eq!(refused(&of(|_| ()), false, &seen), []);
        assert_eq!(refused(&of(|_| ()), false, &Screening::default()), [Field::CheckedOn]);
        assert_eq!(refused(&of(|it| it.wants_schools = false), false, &Screening::default()), []);
        assert_eq!(refused(&of(|it| it.years = Some(0)), false, &seen), [Field::Step]);
        let born = |text: &'static str| of(move |it| it.born_in = Month::parse(text));
        // Eighteen in the month of the birthday, sixty-five until the month before the next one.
        assert_eq!(refused(&born("2008-11"), false, &seen), []);
        assert_eq!(refused(&born("2008-12"), false, &seen), [Field::Step]);
        assert_eq!(refused(&born("1960-12"), false, &seen), []);
        assert_eq!(refused(&born("1960-11"), false, &seen), [Field::Step]);
        assert_eq!(refused(&born("1950-01"), true, &seen), [Field::HealthSeen]);
        let healthy = Screening { is_healthy: true, ..seen.clone() };
        assert_eq!(refused(&born("1950-01"), true, &healthy), []);
        assert_eq!(refused(&born("1950-01"), false, &healthy), [Field::Step]);
        let plain = of(|it| {
            it.education = Some(Education::Other);
            it.title.clear();
        });
        assert_eq!(refused(&plain, false, &seen), [Field::SkillRecognised]);
        let skilled = Screening { is_skilled: true, ..seen };
        assert_eq!(refused(&plain, false, &skilled), []);
    }

    #[test]
    fn a_step_says_what_it_needs() {
        let today = day("2026-11-29");
        let rules = Rulebook::default();
        let read = |values: Values| ApplicationChange::parse(&values, (today, &rules));
        let step = |code: &str| Values::default().with(Field::Step, code);
        assert_eq!(read(step("take_up")), Ok(ApplicationChange::TakeUp));
        for (code, fields) in [
            ("endorse", &[Field::UnitOpinion, Field::UnitContact][..]),
            ("refuse", &[Field::Reason]),
            ("call_off", &[Field::Reason]),
            ("pass", &[Field::ProofSeen, Field::ConductClean, Field::OrientationDone]),
            ("appoint", &[Field::Corps, Field::StartsOn, Field::TermUntil, Field::DocumentNo]),
            // What the applicant and the trial do is no choice of this form.
            ("submit", &[Field::Step]),
            ("prove", &[Field::Step]),
            ("x", &[Field::Step]),
            ("", &[Field::Step]),
        ] {
            let refused = read(step(code)).unwrap_err();
            let found: Vec<Field> = refused.0.iter().map(|it| it.field.field).collect();
            assert_eq!(found, fields, "{code}");
        }
        let appoint = step("appoint")
            .with(Field::Corps, "city_lecturers")
            .with(Field::StartsOn, "2027-01-01")
            .with(Field::TermUntil, "2029-12-31")
            .with(Field::DocumentNo, "嘉科协〔2026〕8号");
        assert_eq!(read(appoint.clone()).unwrap().step(), ApplicationStep::Appoint);
        let mut tutors = appoint;
        tutors.set(Field::Corps, "tutors");
        assert!(read(tutors).unwrap_err().of(Field::Corps).is_some());
        let pass = step("pass")
            .with(Field::ProofSeen, "yes")
            .with(Field::ConductClean, "yes")
            .with(Field::OrientationDone, "yes")
            .with(Field::CheckedOn, "2026-11-30");
        let refused = read(pass).unwrap_err();
        assert_eq!(refused.of(Field::CheckedOn), Some(ProblemKind::InTheFuture));
        // An association that asks for neither is told of neither.
        let none =
            Rulebook::new(1, [(Rule::ApplicantConductYears, 0), (Rule::OrientationHours, 0)]);
        let pass = step("pass").with(Field::ProofSeen, "yes");
        let passed = ApplicationChange::parse(&pass, (today, &none)).unwrap();
        assert_eq!(passed.step(), ApplicationStep::Pass);
    }
}
