//! A sitting on its day: a lecturer with a booking, a panel of five, the office.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    form::{Field, Values},
    id::{BookingId, CourseVersionId, ReviewSessionId},
    role::Role,
};

use crate::world::{Person, World};

/// Everybody at one lecture.
pub(crate) struct Scene {
    pub(crate) office: Person,
    pub(crate) panel: Vec<Person>,
    pub(crate) lecturer: Person,
    pub(crate) version: CourseVersionId,
    pub(crate) session: ReviewSessionId,
    pub(crate) booking: BookingId,
}

/// The nine scores of a sheet, with both remarks.
pub(crate) fn sheet(scores: [&str; 9]) -> Values {
    let values = Values::default()
        .with(Field::Decision, "submit")
        .with(Field::Strength, "用自己的观测故事开场，听众投入")
        .with(Field::Suggestion, "请把潮汐表的来源写在幻灯片上");
    (1..).zip(scores).fold(values, |values, (n, score)| values.with(Field::Score.at(n), score))
}

/// 84 points, 34 of them for soundness.
pub(crate) const GOOD: [&str; 9] = ["17", "8.5", "8.5", "8", "8.5", "8.5", "10", "8.5", "6.5"];
/// 71 points, 28 of them for soundness.
pub(crate) const FAIR: [&str; 9] = ["14", "7", "7", "7", "7.5", "7", "8.5", "7", "6"];
/// 50 points.
pub(crate) const POOR: [&str; 9] = ["10", "5", "5", "5", "5", "5", "6", "5", "4"];

impl Scene {
    /// A lecturer with a first version, and the sitting of its first round on this day.
    pub(crate) async fn new(world: &World) -> Self {
        let office = world.office().await;
        let panel = world.panel().await;
        let lecturer = world.lecturer("钱进").await;
        let version = world.cleared_course(&lecturer, &office).await;
        let mut scene = Self {
            office,
            panel,
            lecturer,
            version,
            session: ReviewSessionId::default(),
            booking: BookingId::default(),
        };
        scene.sit(world, "2026-12-10").await;
        scene
    }

    /// A sitting on a day with a booking of the version; the day has come, and it is open.
    pub(crate) async fn sit(&mut self, world: &World, day: &str) {
        self.book(world, day).await;
        self.go_to(world, day).await;
        let path = format!("/review_session/{}/sitting", self.session);
        let begun = self.panel[0].post(&path, &Values::default()).await;
        assert_eq!(begun.status, 303, "{}: {}", world.db.name, begun.body);
    }

    /// Books the version in a new session on a day.
    pub(crate) async fn book(&mut self, world: &World, day: &str) {
        let (session, slots) = world.session(&self.office, &self.panel, day, "09:00").await;
        self.session = session;
        let lecturer = world.call(&self.lecturer, Role::Lecturer);
        self.booking = world.actions.hold_slot(&lecturer, self.version, slots[0]).await.unwrap();
        world.actions.confirm_booking(&lecturer, self.booking, &Values::default()).await.unwrap();
    }

    /// Nine in the morning of a day; booking has closed.
    pub(crate) async fn go_to(&self, world: &World, day: &str) {
        let day: NaiveDate = day.parse().unwrap();
        let nine = actions::to_utc(day, chrono::NaiveTime::from_hms_opt(9, 0, 0).unwrap());
        world.wait(nine - world.now());
        world.actions.close_due_sessions(world.now()).await.unwrap();
    }

    /// The lecture's address with something behind it.
    pub(crate) fn at(&self, rest: &str) -> String {
        format!("/trial_lecture/{}{rest}", self.booking)
    }

    /// Somebody sends a form about the lecture, which is taken.
    pub(crate) async fn ok(&self, who: &Person, rest: &str, values: Values) {
        let answer = who.post(&self.at(rest), &values).await;
        assert_eq!(answer.status, 303, "{rest}: {}", answer.body);
    }

    /// Somebody enters something of the day, which is taken.
    async fn enter(&self, who: &Person, values: Values) {
        let path = format!("/review_session/{}/sitting/{}", self.session, self.booking);
        let answer = who.post(&path, &values).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    /// A step of the day.
    pub(crate) async fn step(&self, who: &Person, step: &str) {
        if step == "close" {
            return self.ok(who, "/close", Values::default()).await;
        }
        self.enter(who, Values::default().with(Field::Step, step)).await;
    }

    /// Everybody declares no relation and is there; the lecture begins.
    pub(crate) async fn start(&self) {
        let none = Values::default().with(Field::Relation, "none");
        for one in &self.panel {
            self.ok(one, "/relation", none.clone()).await;
        }
        self.present(&self.panel).await;
        self.step(&self.panel[0], "start").await;
    }

    /// The first of the panel enters who is there.
    pub(crate) async fn present(&self, there: &[Person]) {
        let ticked = there.iter().fold(Values::default(), |mut values, one| {
            values.push(Field::Present, one.id.to_string());
            values
        });
        self.enter(&self.panel[0], ticked.with(Field::Step, "presence")).await;
    }

    /// Each of the panel submits these scores.
    pub(crate) async fn score(&self, scores: [&str; 9]) {
        for one in &self.panel {
            self.ok(one, "/sheet", sheet(scores)).await;
        }
    }

    /// The lecture from its beginning until scoring is closed.
    pub(crate) async fn hold(&self, world: &World, scores: [&str; 9]) {
        self.start().await;
        world.wait(TimeDelta::minutes(50));
        self.step(&self.panel[0], "end").await;
        self.score(scores).await;
        self.step(&self.panel[0], "close").await;
    }

    /// The chair proposes, and the office confirms.
    pub(crate) async fn decide(&self, verdict: &str, changes: &str) {
        let values = Values::default().with(Field::Verdict, verdict).with(Field::Changes, changes);
        self.ok(&self.panel[0], "/verdict", values).await;
        let confirm = Values::default().with(Field::Decision, "confirm");
        self.ok(&self.office, "/decision", confirm).await;
    }

    /// The lecturer writes the next version, answers every change and hands it in.
    pub(crate) async fn revise(&mut self, n_changes: i64) {
        let at = format!("/course/{}/refinement", self.version);
        let opened = self.lecturer.post(&format!("{at}/next"), &Values::default()).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        self.version = CourseVersionId(opened.made());
        let answers = (1..=n_changes)
            .fold(Values::default(), |values, n| values.with(Field::Reply.at(n), "已改，见第三页"));
        let at = format!("/course/{}", self.version);
        let answered = self.lecturer.post(&format!("{at}/refinement/answers"), &answers).await;
        assert_eq!(answered.status, 303, "{}", answered.body);
        let sent = self.lecturer.post(&format!("{at}/submit"), &Values::default()).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }

    /// Where the version stands.
    pub(crate) async fn state(&self, world: &World) -> domain::course::CourseVersionState {
        let mut conn = world.db.store.read().await.unwrap();
        conn.find_version(self.version).await.unwrap().unwrap().state
    }
}
