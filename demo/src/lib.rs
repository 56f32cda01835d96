//! Demonstration data: the shipped sample rosters, and every state of the stories that the program
//! can reach, dated relative to the day it is loaded.
//!
//! Stories are told through the actions that people take, each at the time at which they would
//! have taken it. Beside it, for measuring, a city or a province of invented people.

mod absence;
mod annual_assessment;
mod appointment;
mod award;
mod cast;
mod certificate;
mod evidence;
mod lecture;
mod lecturer_application;
mod observation;
mod paper;
mod person_tie;
mod register_entry;
mod review;
pub mod roster;
mod rulebook;
mod scan;
mod school_period;
mod training;
mod volume;

use actions::{ActionError, Actions, Call, Entropy, Incoming, SheetReader, to_utc};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use domain::{
    form::Once,
    id::{PersonId, RegionId},
    role::{Actor, Grant, Role, Scope},
    roster::Kind,
};

use sha2::{Digest as _, Sha256};
use store::{Store, StoreError};

use self::cast::Cast;
pub use self::{paper::paper, volume::Volume};

const ORGANISATIONS: &[u8] = include_bytes!("../../data/org_units.csv");
const LECTURERS: &[u8] = include_bytes!("../../data/rosters/lecturers.xlsx");
const HOSTS: &[u8] = include_bytes!("../../data/rosters/hosts.xlsx");
const COURSES: &[u8] = include_bytes!("../../data/rosters/courses.xlsx");
const TUTORS: &[u8] = include_bytes!("../../data/rosters/tutors.xlsx");
const TRAINING_HOURS: &[u8] = include_bytes!("../../data/rosters/training-hours.xlsx");

/// A password for a demonstration that nobody has seen before, of 64 bits: `3f9a-07c1-e2b8-4d60`.
pub fn random_password(entropy: &Entropy) -> String {
    let token = entropy.token();
    let letters: Vec<char> = token.chars().take(16).collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// People of the stories have their roles for so many months when they are loaded.
const GRANTED_MONTHS: u32 = 36;
/// People of the office act at this hour of a working day.
const OFFICE_HOUR: u32 = 10;

/// An account of the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    /// What is typed at sign-in.
    pub sign_in_name: &'static str,
    /// What it shows.
    pub what_for: &'static str,
}

/// Every demonstration account.
pub const DEMO_ACCOUNTS: &[DemoAccount] = &[
    DemoAccount { sign_in_name: "office", what_for: "市科协科普部 city office" },
    DemoAccount { sign_in_name: "county", what_for: "南湖区科协 county office" },
    DemoAccount {
        sign_in_name: "county2", what_for: "南湖区科协 a colleague there, for disputes"
    },
    DemoAccount {
        sign_in_name: "organiser",
        what_for: "南湖区磨课、评优组织者 session and award organiser",
    },
    DemoAccount { sign_in_name: "reviewer", what_for: "内容审核 content reviewer" },
    DemoAccount { sign_in_name: "lecturer", what_for: "讲师 lecturer with a course to book" },
    DemoAccount { sign_in_name: "lecturer2", what_for: "讲师 lecturer with a booked slot" },
    DemoAccount {
        sign_in_name: "applicant",
        what_for: "申请人 applicant who writes an application",
    },
    DemoAccount { sign_in_name: "panelist", what_for: "评审专家 panelist" },
    DemoAccount {
        sign_in_name: "tutor", what_for: "科技辅导员 tutor with claims in every state"
    },
    DemoAccount {
        sign_in_name: "tutor2", what_for: "科技辅导员 another tutor of the same school"
    },
    DemoAccount { sign_in_name: "unit", what_for: "单位经办人 unit officer of their school" },
    DemoAccount { sign_in_name: "judge", what_for: "评优评委 judge" },
    DemoAccount { sign_in_name: "judge2", what_for: "评优评委 judge" },
    DemoAccount { sign_in_name: "decider", what_for: "审定人 decision maker" },
    DemoAccount { sign_in_name: "admin", what_for: "系统管理员 system administrator" },
    DemoAccount { sign_in_name: "supervisor", what_for: "监审 supervisor" },
];

/// What loads demonstration data: the actions that people take, and the database for what nobody
/// can do on a page.
#[derive(Debug)]
pub struct Demo {
    actions: Actions,
    store: Store,
    entropy: Entropy,
    password: String,
}

impl Demo {
    /// On the database of these actions; all accounts begin with this password.
    pub fn new(actions: Actions, store: Store, entropy: Entropy, password: String) -> Self {
        Self { actions, store, entropy, password }
    }

    /// The password of all accounts that are loaded.
    pub fn password(&self) -> &str {
        &self.password
    }

    /// A token for a form that makes something.
    fn once(&self) -> Once {
        Once::new(&self.entropy.token())
    }

    /// Loads the demonstration into an empty database, and marks it first: also what is loaded in
    /// part is no database of real people. [`ActionError::WrongState`] if it is marked already.
    pub async fn load(&self, call: &Call) -> Result<(), ActionError> {
        self.mark().await?;
        self.actions.ship_regions(call).await?;
        self.import(call, Kind::Organisations, "org_units.csv", ORGANISATIONS).await?;
        self.import(call, Kind::Lecturers, "lecturers.xlsx", LECTURERS).await?;
        self.import(call, Kind::Courses, "courses.xlsx", COURSES).await?;
        self.import(call, Kind::Tutors, "tutors.xlsx", TUTORS).await?;
        self.import(call, Kind::TrainingHours, "training-hours.xlsx", TRAINING_HOURS).await?;
        self.import(call, Kind::Hosts, "hosts.xlsx", HOSTS).await?;
        let cast = self.cast(call).await?;
        // What is over comes first, and was read when it happened.
        self.set_rules(call, &cast).await?;
        self.tell_ended_reviews(call, &cast).await?;
        let stage = self.set_lecture_stage(call, &cast).await?;
        self.tell_ended_lectures(call, &stage).await?;
        self.read_inboxes(call, &cast).await?;
        self.tell_review_story(call, &cast).await?;
        self.load_awards(call, &cast).await?;
        self.tell_ended_assessments(call, &cast).await?;
        self.tell_appointments(call, &cast).await?;
        self.tell_lecture_story(call, &cast, &stage).await?;
        self.tell_training_story(call, &cast).await?;
        self.tell_applications(call, &cast).await?;
        self.tell_assessments(call, &cast).await?;
        self.tell_absences(call, &cast).await?;
        self.tell_person_ties(call, &cast).await?;
        self.tell_school_calendar(call, &cast).await?;
        self.tell_registers(call, &cast).await?;
        self.tell_statements(call, &cast).await
    }

    async fn mark(&self) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        tx.mark_demonstration(&self.password).await.map_err(|error| match error {
            StoreError::Conflict => ActionError::WrongState,
            other => other.into(),
        })?;
        Ok(tx.commit_unlogged().await?)
    }

    async fn import(
        &self,
        call: &Call,
        kind: Kind,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), ActionError> {
        let file = Incoming { name: name.to_owned(), bytes: bytes.to_vec() };
        let (reader, today) = (SheetReader::Here, call.today());
        let preview = self.actions.preview_file(&reader, kind, today, file.clone()).await?;
        self.actions.import_file(call, &reader, &preview, file).await?;
        Ok(())
    }

    async fn read_inboxes(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let offices = [&cast.office, &cast.county, &cast.colleague];
        let people = offices.into_iter().chain(&cast.lecturers).map(|actor| actor.person);
        let mut tx = self.store.begin().await?;
        for person in people.chain(cast.panel.iter().copied()) {
            tx.set_messages_read(person, call.now).await?;
        }
        Ok(tx.commit_unlogged().await?)
    }

    /// The same call, so many working days ago: at least one, so that it is over.
    fn working_days_ago(&self, call: &Call, n: i64) -> Call {
        let day = self.actions.work_calendar().before(call.today(), n.max(1));
        let hour = NaiveTime::from_hms_opt(OFFICE_HOUR, 0, 0).unwrap_or_default();
        at(call, to_utc(day, hour))
    }
}

fn acting(call: &Call, actor: &Actor) -> Call {
    Call { actor: Some(actor.clone()), ..call.clone() }
}

/// A digest as text: the same for the same text on every day.
fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// The same call at another time.
fn at(call: &Call, now: DateTime<Utc>) -> Call {
    Call { now, ..call.clone() }
}

/// The same call some hours later.
fn later(call: &Call, hours: i64) -> Call {
    at(call, call.now + TimeDelta::hours(hours))
}

/// The day on which the roles of the stories' people begin.
fn granted_on(call: &Call) -> NaiveDate {
    call.today() - Months::new(GRANTED_MONTHS)
}

fn grants(roles: &[(Role, Scope)], starts_on: NaiveDate) -> Vec<Grant> {
    roles
        .iter()
        .map(|(role, scope)| Grant { role: *role, scope: *scope, starts_on, ends_on: None })
        .collect()
}

fn actor(person: PersonId, name: &str, grants: Vec<Grant>) -> Actor {
    Actor { person, name: name.to_owned(), grants, standing_in: Vec::new() }
}

fn find(regions: &[store::RegionRow], name: &str) -> Option<RegionId> {
    regions.iter().find(|region| region.name_zh == name).map(|region| region.id)
}

/// The day itself, or the Monday after a weekend.
fn weekday(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    }
}
