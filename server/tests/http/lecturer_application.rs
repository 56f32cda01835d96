//! Applications for the corps of lecturers: from the one-time code to the term, to three rounds without
//! approval, to the applicant's own end; who sees and does what; what is typed wrong.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    appointment::AppointmentState,
    course::CourseVersionState,
    form::{Field, Values},
    id::{
        BookingId, CourseVersionId, LecturerApplicationId, OrganisationId, PersonId,
        ReviewSessionId,
    },
    inbox::MessageKind,
    lecturer_application::ApplicationState,
    role::Role,
    rulebook::Rule,
};
use store::LecturerApplicationRow;

use crate::{
    account::{credentials, session_of},
    trial_scene::{FAIR, GOOD, Scene},
    world::{Answer, PASSWORD, Person, World, complete_course, worlds},
};

fn ok(answer: Answer) -> Answer {
    assert!(matches!(answer.status, 200 | 303), "{} {}", answer.status, answer.body);
    answer
}

/// An application whose applicant has come in by a one-time code.
struct Story {
    officer: Person,
    office: Person,
    decider: Person,
    applicant: Person,
    id: LecturerApplicationId,
    version: CourseVersionId,
}

fn step(code: &str) -> Values {
    Values::default().with(Field::Step, code)
}

fn endorse() -> Values {
    step("endorse")
        .with(Field::UnitOpinion, "业务扎实，热心科普，同意推荐。")
        .with(Field::UnitContact, "钱敏 0573-80000000")
}

fn pass() -> Values {
    step("pass")
        .with(Field::ProofSeen, "yes")
        .with(Field::ConductClean, "yes")
        .with(Field::OrientationDone, "yes")
        .with(Field::CheckedOn, "2026-10-08")
}

fn appoint() -> Values {
    step("appoint")
        .with(Field::Corps, "city_lecturers")
        .with(Field::StartsOn, "2026-12-01")
        .with(Field::TermUntil, "2029-11-30")
        .with(Field::DocumentNo, "嘉科协〔2026〕31号")
}

fn facts(course: i64) -> Values {
    Values::default()
        .with(Field::Post, "高级工程师")
        .with(Field::SubjectField, "1")
        .with(Field::BornIn, "1985-07")
        .with(Field::Education, "master")
        .with(Field::WorkYears, "12")
        .with(Field::Cv, "从事水利工程，常到学校讲潮汐。")
        .with(Field::WantsSchools, "yes")
        .with(Field::TrialCourse, course.to_string())
}

async fn unit_of(world: &World, person: PersonId) -> OrganisationId {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_person(person).await.unwrap().unwrap().workplace_id.unwrap()
}

impl Story {
    /// A unit's officer adds somebody, opens an application and hands on the code; the applicant agrees
    /// to the notice, writes a course and the application, and hands it in.
    async fn submitted(world: &World) -> Self {
        let mut story = Self::opened(world).await;
        story.write(world).await;
        let at = story.at("");
        let page = story.applicant.get(&at).await.body;
        assert!(page.contains(&format!("{at}/submit")), "{page}");
        ok(story.applicant.post(&story.at("/submit"), &Values::default()).await);
        story.expect(world, ApplicationState::Submitted).await;
        story
    }

    async fn opened(world: &World) -> Self {
        let office = world.office().await;
        let decider =
            world.person("沈主席", &[Role::DecisionMaker], "市科协", "city_association", 1).await;
        let officer =
            world.person("钱敏", &[Role::UnitOfficer], "嘉兴示范水利局", "institute", 1).await;
        let unit = unit_of(world, officer.id).await;
        let person = Values::default()
            .with(Field::Once, "a-person")
            .with(Field::PersonName, "冯望舒")
            .with(Field::Unit, unit.to_string());
        let person = PersonId(ok(officer.post("/person/new", &person).await).made());
        let new = |once: &str| {
            Values::default().with(Field::Once, once).with(Field::Unit, unit.to_string())
        };
        let opened =
            officer.post(&format!("/person/{person}/lecturer_application"), &new("first")).await;
        let id = LecturerApplicationId(ok(opened).made());
        // The same person has no second one.
        let again =
            officer.post(&format!("/person/{person}/lecturer_application"), &new("second")).await;
        assert_eq!(again.status, 422, "{}", again.body);
        let code =
            Values::default().with(Field::Once, "a-code").with(Field::SignInName, "feng.wangshu");
        let at = format!("/lecturer_application/{id}/activation");
        let page = ok(officer.post(&at, &code).await).body;
        let (_, code) = page.split_once("href=\"/activate/").expect("a code");
        let code = format!("/activate/{}", code.split('"').next().unwrap());
        let notice = world.visitor().get(&code).await.body;
        assert!(notice.contains("同意"), "{notice}");
        let passwords = Values::default()
            .with(Field::NewPassword, PASSWORD)
            .with(Field::RepeatPassword, PASSWORD);
        let answer = ok(world.visitor().post(&code, &passwords).await);
        let session = answer.cookies.iter().find(|it| it.starts_with("session=")).unwrap();
        let applicant = world.visitor().with_cookie(session.split(';').next().unwrap());
        let applicant = applicant.known_as(person);
        Self { officer, office, decider, applicant, id, version: CourseVersionId(0) }
    }

    async fn write(&mut self, world: &World) {
        let call = world.call(&self.applicant, Role::Applicant);
        let slides = actions::Incoming { name: "a.pdf".into(), bytes: demo::paper("slides") };
        let slides = world.actions.store_slides(&call, slides).await.unwrap();
        let course =
            complete_course().with(Field::Once, "a-course").with(Field::SlidesToken, slides.token);
        let opened = ok(self.applicant.post("/course/new", &course).await);
        self.version = CourseVersionId(opened.made());
        let mut conn = world.db.store.read().await.unwrap();
        let course = conn.find_version(self.version).await.unwrap().unwrap().course_id;
        drop(conn);
        ok(self.applicant.post(&self.at("/edit"), &facts(course.0)).await);
    }

    fn at(&self, rest: &str) -> String {
        format!("/lecturer_application/{}{rest}", self.id)
    }

    async fn row(&self, world: &World) -> LecturerApplicationRow {
        let mut conn = world.db.store.read().await.unwrap();
        conn.find_lecturer_application(self.id).await.unwrap().unwrap()
    }

    async fn expect(&self, world: &World, state: ApplicationState) {
        assert_eq!(self.row(world).await.state, state, "{}", world.db.name);
    }

    async fn step(&self, who: &Person, values: Values) {
        ok(who.post(&self.at("/step"), &values).await);
    }

    /// The unit endorses, the office takes up and finds eligible: the trial is open.
    async fn to_trial(&self, world: &World) {
        self.step(&self.officer, endorse()).await;
        self.step(&self.office, step("take_up")).await;
        self.expect(world, ApplicationState::Screening).await;
        self.step(&self.office, pass()).await;
        self.expect(world, ApplicationState::Trial).await;
        ok(self
            .applicant
            .post(&format!("/course/{}/submit", self.version), &Values::default())
            .await);
        let clear = Values::default().with(Field::Decision, "clear");
        ok(self.office.post(&format!("/course_check/{}", self.version), &clear).await);
    }

    /// A session ends when nobody is there for long: the applicant signs in again.
    async fn come_back(&mut self, world: &World) {
        let form = credentials("feng.wangshu", PASSWORD);
        let signed_in = world.visitor().post("/sign_in", &form).await;
        let person = world.visitor().with_cookie(&session_of(&signed_in));
        self.applicant = person.known_as(self.applicant.id);
    }

    /// A sitting of the newest version on a day.
    async fn sit(&mut self, world: &World, scene: &mut Scene, day: &str) {
        self.book(world, scene, day).await;
        scene.go_to(world, day).await;
        let path = format!("/review_session/{}/sitting", scene.session);
        ok(scene.panel[0].post(&path, &Values::default()).await);
        self.come_back(world).await;
        scene.lecturer = self.applicant.clone();
    }

    async fn book(&self, world: &World, scene: &mut Scene, day: &str) {
        let (session, slots) = world.session(&scene.office, &scene.panel, day, "09:00").await;
        scene.session = session;
        let at = format!("/course/{}/booking", scene.version);
        let slot = Values::default().with(Field::Slot, slots[0].to_string());
        let held = ok(self.applicant.post(&at, &slot).await);
        scene.booking = BookingId(held.made());
        let confirm = format!("/booking/{}/confirm", scene.booking);
        ok(self.applicant.post(&confirm, &Values::default()).await);
    }

    async fn scene(&self, world: &World) -> Scene {
        Scene {
            office: self.office.clone(),
            panel: world.panel().await,
            lecturer: self.applicant.clone(),
            version: self.version,
            session: ReviewSessionId::default(),
            booking: BookingId::default(),
        }
    }

    /// Whether the person has a role today.
    async fn has(&self, world: &World, role: Role) -> bool {
        let mut conn = world.db.store.read().await.unwrap();
        let today = actions::local_date(world.now());
        let held = conn.list_held_grants(self.applicant.id, today).await.unwrap();
        held.iter().any(|held| held.grant.role == role)
    }
}

async fn heard(world: &World, person: &Person, kind: MessageKind) -> bool {
    let mut conn = world.db.store.read().await.unwrap();
    let rows = conn.list_messages(person.id, None, 500).await.unwrap();
    rows.iter().any(|row| row.message.kind() == kind)
}

/// The trial of an applicant is approved, and the admission proposed.
pub(crate) async fn proposed(world: &World) {
    let mut story = Story::submitted(world).await;
    story.to_trial(world).await;
    let mut scene = story.scene(world).await;
    story.sit(world, &mut scene, "2026-12-10").await;
    scene.hold(world, GOOD).await;
    scene.decide("approve", "").await;
    story.expect(world, ApplicationState::Proposed).await;
}

#[tokio::test]
async fn a_person_with_a_code_becomes_a_lecturer_whose_course_is_listed() {
    for world in worlds().await {
        let mut story = Story::submitted(&world).await;
        assert!(heard(&world, &story.officer, MessageKind::ApplicationSubmitted).await);
        // A draft is not handed in before the trial is open.
        let early = format!("/course/{}/submit", story.version);
        assert_eq!(story.applicant.post(&early, &Values::default()).await.status, 409);
        story.to_trial(&world).await;
        assert!(heard(&world, &story.office, MessageKind::ApplicationEndorsed).await);
        assert!(heard(&world, &story.applicant, MessageKind::ApplicationPassed).await);
        let mut scene = story.scene(&world).await;
        story.sit(&world, &mut scene, "2026-12-10").await;
        scene.hold(&world, GOOD).await;
        scene.decide("approve", "").await;
        story.expect(&world, ApplicationState::Proposed).await;
        assert!(heard(&world, &story.decider, MessageKind::ApplicationProposed).await);
        // Approved, it is nobody's to list before there is a term.
        let list = format!("/course/{}/refinement/list", story.version);
        assert_eq!(story.office.post(&list, &Values::default()).await.status, 409);
        let page = story.decider.get(&story.at("")).await.body;
        assert!(page.contains("value=\"appoint\""), "{page}");
        story.step(&story.decider, appoint()).await;
        story.expect(&world, ApplicationState::Appointed).await;
        assert!(
            story.has(&world, Role::Lecturer).await && !story.has(&world, Role::Applicant).await
        );
        assert!(heard(&world, &story.applicant, MessageKind::AppointmentAppointed).await);
        assert!(heard(&world, &story.officer, MessageKind::ApplicationAppointed).await);
        let mut conn = world.db.store.read().await.unwrap();
        let version = conn.find_version(story.version).await.unwrap().unwrap();
        assert_eq!(version.state, CourseVersionState::Listed);
        assert!(version.catalogue_no.is_some());
        let term = conn.list_appointments(story.applicant.id).await.unwrap().remove(0);
        assert_eq!(
            (term.state, term.decider_id),
            (AppointmentState::Active, Some(story.decider.id))
        );
        drop(conn);
        let catalogue = world.visitor().get("/catalogue").await.body;
        assert!(catalogue.contains(&version.title), "{}", world.db.name);
        // The letter of the term is the person's to take.
        let term = format!("/appointment/{}", term.id);
        assert_eq!(story.applicant.get(&term).await.status, 200);
        // Sent once more, nothing is to be done.
        assert_eq!(story.decider.post(&story.at("/step"), &appoint()).await.status, 409);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn three_rounds_without_approval_end_an_application() {
    for world in worlds().await {
        let mut story = Story::submitted(&world).await;
        story.to_trial(&world).await;
        let mut scene = story.scene(&world).await;
        for (round, day) in [(1, "2026-12-10"), (2, "2027-01-14"), (3, "2027-02-18")] {
            story.sit(&world, &mut scene, day).await;
            scene.hold(&world, FAIR).await;
            scene.decide("revise", "请补充数据来源").await;
            if round < 3 {
                let due = story.row(&world).await.due_at.unwrap();
                assert!(due > world.now() + TimeDelta::days(80), "a round has its own time");
                story.expect(&world, ApplicationState::Trial).await;
                scene.revise(1).await;
            }
        }
        assert_eq!(scene.state(&world).await, CourseVersionState::Rejected);
        story.expect(&world, ApplicationState::Rejected).await;
        assert!(!story.has(&world, Role::Applicant).await, "{}", world.db.name);
        assert!(heard(&world, &story.applicant, MessageKind::ApplicationRejected).await);
        assert!(heard(&world, &story.officer, MessageKind::ApplicationRejected).await);
        // The outcome stays readable; courses do not.
        assert_eq!(story.applicant.get(&story.at("")).await.status, 200);
        assert_eq!(story.applicant.get("/course").await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn whoever_withdraws_gives_the_slot_back_and_is_no_applicant_any_more() {
    for world in worlds().await {
        let story = Story::submitted(&world).await;
        story.to_trial(&world).await;
        let mut scene = story.scene(&world).await;
        story.book(&world, &mut scene, "2026-12-10").await;
        let empty = story.applicant.post(&story.at("/withdraw"), &Values::default()).await;
        assert_eq!(empty.status, 422);
        let reason = Values::default().with(Field::Reason, "外派一年，回来后再申请");
        ok(story.applicant.post(&story.at("/withdraw"), &reason).await);
        story.expect(&world, ApplicationState::Withdrawn).await;
        // The second time it is withdrawn.
        ok(story.applicant.post(&story.at("/withdraw"), &reason).await);
        let mut conn = world.db.store.read().await.unwrap();
        let booking = conn.find_booking(scene.booking).await.unwrap().unwrap();
        assert_eq!(booking.state, domain::booking::BookingState::Cancelled);
        assert_eq!(scene.state(&world).await, CourseVersionState::Retired);
        drop(conn);
        assert!(!story.has(&world, Role::Applicant).await);
        assert!(heard(&world, &story.officer, MessageKind::ApplicationWithdrawn).await);
        assert!(heard(&world, &story.office, MessageKind::ApplicationWithdrawn).await);
        // Another one may be opened.
        let unit = unit_of(&world, story.officer.id).await;
        let new =
            Values::default().with(Field::Once, "another").with(Field::Unit, unit.to_string());
        let at = format!("/person/{}/lecturer_application", story.applicant.id);
        ok(story.officer.post(&at, &new).await);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn giving_the_course_of_a_trial_up_withdraws_the_application() {
    for world in worlds().await {
        let story = Story::submitted(&world).await;
        story.to_trial(&world).await;
        let reason = Values::default().with(Field::Reason, "材料要重做，先不申请");
        let at = format!("/course/{}/refinement/give_up", story.version);
        ok(story.applicant.post(&at, &reason).await);
        story.expect(&world, ApplicationState::Withdrawn).await;
        assert!(!story.has(&world, Role::Applicant).await, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test]
async fn every_step_is_for_whom_it_waits_and_nobody_else_sees_it() {
    for world in worlds().await {
        let story = Story::submitted(&world).await;
        let other_unit =
            world.person("孙平", &[Role::UnitOfficer], "另一示范单位", "institute", 1).await;
        let county =
            world.person("许静宜", &[Role::CountyOffice], "县科协", "county_association", 1).await;
        let lecturer = world.lecturer("钱进").await;
        let tutor = world.person("周礼", &[Role::Tutor], "示范中学", "school", 1).await;
        let at = story.at("");
        for (who, name) in
            [(&other_unit, "unit"), (&county, "county"), (&lecturer, "lecturer"), (&tutor, "tutor")]
        {
            assert_eq!(who.get(&at).await.status, 404, "{name}");
            assert_eq!(who.post(&story.at("/step"), &endorse()).await.status, 404, "{name}");
            let withdraw = Values::default().with(Field::Reason, "我来替他撤回");
            assert_eq!(who.post(&story.at("/withdraw"), &withdraw).await.status, 404, "{name}");
        }
        assert_eq!(world.visitor().get(&at).await.status, 303, "signs in first");
        // The office waits for the unit, which has an officer; the decider for the trial.
        for who in [&story.office, &story.decider] {
            assert_eq!(who.get(&at).await.status, 200);
            assert_eq!(who.post(&story.at("/step"), &endorse()).await.status, 409);
        }
        assert_eq!(story.applicant.post(&story.at("/step"), &endorse()).await.status, 404);
        // An applicant has own courses, and nothing of lecturers.
        for page in ["/course", "/inbox", "/calendar", "/desk", "/lecturer_application"] {
            assert_eq!(story.applicant.get(page).await.status, 200, "{page}");
        }
        for page in ["/observation", "/own_assessment", "/training_record", "/training_event"] {
            assert_eq!(story.applicant.get(page).await.status, 403, "{page}");
        }
        // Lists have what is within reach.
        let title = "冯望舒";
        for (who, sees) in [
            (&story.officer, true),
            (&story.office, true),
            (&story.applicant, true),
            (&other_unit, false),
            (&county, false),
        ] {
            let list = who.get("/lecturer_application").await.body;
            assert_eq!(list.contains(&format!("{at}\"")), sees, "{title}: {list}");
        }
        assert!(story.officer.get("/desk").await.body.contains("/lecturer_application?state=mine"));
        // The unit says no, with a reason; the applicant and nobody else hears of it.
        let bare = story.officer.post(&story.at("/step"), &step("refuse")).await;
        assert_eq!(bare.status, 422);
        story
            .step(&story.officer, step("refuse").with(Field::Reason, "今年名额已满，请明年再申请"))
            .await;
        story.expect(&world, ApplicationState::Rejected).await;
        assert!(heard(&world, &story.applicant, MessageKind::ApplicationRejected).await);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_is_typed_wrong_comes_back_with_all_of_it() {
    for world in worlds().await {
        let mut story = Story::opened(&world).await;
        // Nothing is handed in that is not written.
        let early = story.applicant.post(&story.at("/submit"), &Values::default()).await;
        assert_eq!(early.status, 422, "{}", early.body);
        let mut wrong = facts(70_000);
        wrong.set(Field::Cv, "还没有写完");
        let answer = story.applicant.post(&story.at("/edit"), &wrong).await;
        assert!(answer.status == 422 && answer.body.contains("还没有写完"), "{}", answer.body);
        story.write(&world).await;
        ok(story.applicant.post(&story.at("/submit"), &Values::default()).await);
        assert_eq!(story.applicant.get(&story.at("/edit")).await.status, 409);
        story.step(&story.officer, endorse()).await;
        story.step(&story.office, step("take_up")).await;
        let unchecked = pass().with(Field::CheckedOn, "");
        let mut values = Values::default();
        for (name, value) in unchecked.iter().filter(|(name, _)| *name != "checked_on") {
            values.push(Field::parse(name).unwrap(), value);
        }
        let answer = story.office.post(&story.at("/step"), &values).await;
        assert!(answer.status == 422 && answer.body.contains("#checked_on"), "{}", answer.body);
        // Too young by a rule that the association has set.
        world.set_rule(Rule::ApplicantYears, 15, "2026-11-01".parse().unwrap()).await;
        let answer = story.office.post(&story.at("/step"), &pass()).await;
        assert!(answer.status == 422 && answer.body.contains("15"), "{}", answer.body);
        // Without orientation, of which the association asks a day.
        world.set_rule(Rule::ApplicantYears, 1, "2026-11-02".parse().unwrap()).await;
        world.set_rule(Rule::OrientationHours, 650, "2026-11-02".parse().unwrap()).await;
        let mut without = pass();
        without.set(Field::OrientationDone, "");
        let answer = story.office.post(&story.at("/step"), &without).await;
        assert!(answer.status == 422 && answer.body.contains("6.5"), "{}", answer.body);
        ok(story.office.post(&story.at("/step"), &pass()).await);
        world.remove().await;
    }
}

#[tokio::test]
async fn an_office_stands_in_for_a_unit_without_officer_and_ends_what_is_overdue() {
    for world in worlds().await {
        let story = Story::submitted(&world).await;
        let today = actions::local_date(world.now());
        let mut tx = world.db.store.begin().await.unwrap();
        let held = tx.list_held_grants(story.officer.id, today).await.unwrap().remove(0);
        tx.end_grant(held.id, Some(today)).await.unwrap();
        crate::world::commit(tx).await;
        story.step(&story.office, endorse()).await;
        let row = story.row(&world).await;
        assert!(row.is_by_office && row.state == ApplicationState::Nominated, "{}", world.db.name);
        // Nobody goes on: reminded before the deadline, told after it, and ended.
        let early = step("call_off").with(Field::Reason, "一直没有补齐材料");
        assert_eq!(story.office.post(&story.at("/step"), &early).await.status, 409);
        world.wait(row.due_at.unwrap() - world.now() - TimeDelta::days(1));
        world.actions.remind_of_reviews(world.now()).await.unwrap();
        assert!(heard(&world, &story.office, MessageKind::RemindApplication).await);
        world.wait(TimeDelta::days(2));
        world.actions.remind_of_reviews(world.now()).await.unwrap();
        assert!(heard(&world, &story.office, MessageKind::RemindApplicationMissed).await);
        story.step(&story.office, early).await;
        story.expect(&world, ApplicationState::Rejected).await;
        let _: NaiveDate = today;
        world.verify_chain().await;
        world.remove().await;
    }
}
