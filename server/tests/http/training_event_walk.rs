//! A training in every state: what of it, and who of it, is shown to whom, on every page.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    role::{Role, Scope},
};

use crate::{
    hour_claim::{Scene, give, scene},
    training_event::plan,
    walk::{Keys, Walk, sees, strangers, value_of, with},
    world::{Person, World, commit, world},
};

const TITLE: &str = "金丝雀研修班";
/// Who asks for a place.
const NAME: &str = "沈老师甲";
const WALK: Walk<'_> = Walk {
    near: &["/training_event", "/enrolment", "/calendar"],
    day: "2026-12-05",
    name: "slsj",
    // The log names whoever did something.
    spared: &[("/audit", NAME)],
};

struct Story {
    scene: Scene,
    strangers: Vec<(&'static str, Person)>,
    /// Of the county, without a place.
    other: Person,
    keys: Keys,
}

impl Story {
    async fn begin(world: &World) -> Self {
        let scene = scene(world).await;
        let roles = [
            Role::Panelist,
            Role::ContentReviewer,
            Role::Judge,
            Role::DecisionMaker,
            Role::Supervisor,
            Role::AuditAdministrator,
        ];
        let mut strangers = strangers(world, &roles).await;
        strangers.push(("the neighbour county", scene.neighbour.clone()));
        let officer = world.person("别校庚", &[], "别的小学", "school", 1).await;
        let mut conn = world.db.store.read().await.unwrap();
        let unit = conn.find_person(officer.id).await.unwrap().unwrap().workplace_id.unwrap();
        drop(conn);
        give(world, &officer, Role::UnitOfficer, Scope::Organisation(unit)).await;
        strangers.push(("the officer of another unit", officer));
        let mut tutors = Vec::new();
        let call = world.call(&scene.city, Role::CityOffice);
        let counties =
            world.actions.places(&call, &actions::ListFilter::default()).await.unwrap().counties;
        for (name, county) in [("邻县教师", &counties[1]), ("本县教师", &counties[0])] {
            let place = format!("{name}的小学");
            let tutor = world.person(name, &[Role::Tutor], &place, "school", 1).await;
            let mut tx = world.db.store.begin().await.unwrap();
            tx.fill_person(tutor.id, None, None, Some(county.id)).await.unwrap();
            commit(tx).await;
            tutors.push(tutor);
        }
        let other = tutors.pop().unwrap();
        strangers.push(("a tutor of the neighbour county", tutors.pop().unwrap()));
        let mut values = plan("walk");
        values.set(Field::EventTitle, TITLE);
        let training = scene.county.post("/training_event/new", &values).await.made();
        // Of the first database the first place.
        let keys = Keys { training, person: scene.tutor.id.0, enrolment: 1, ..Keys::default() };
        Self { scene, strangers, other, keys }
    }

    async fn walk(&self, state: &str, from_other: &[&str]) {
        WALK.nothing_for(&self.strangers, &[TITLE, NAME], &self.keys, state).await;
        let other = ("a tutor without a place", &self.other);
        WALK.nothing_of(from_other, other, &self.keys, state, &[]).await;
        let page = format!("/training_event/{}", self.keys.training);
        for path in ["", "/roster", "/attendance", "/edit"].map(|it| format!("{page}{it}")) {
            assert_eq!(self.scene.neighbour.get(&path).await.status, 404, "{path}, {state}");
        }
        let removal = format!("/enrolment/{}/remove", self.keys.enrolment);
        assert_eq!(self.scene.neighbour.get(&removal).await.status, 404, "{state}");
    }

    async fn post(&self, who: &Person, verb: &str, values: &Values) {
        let path = format!("/training_event/{}/{verb}", self.keys.training);
        let answer = who.post(&path, values).await;
        assert_eq!(answer.status, 303, "{path}: {}", answer.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_its_plan_to_its_end_a_training_is_shown_to_whom_it_is_for() {
    for is_held in [true, false] {
        let world = world().await;
        let story = Story::begin(&world).await;
        let s = &story.scene;
        let page = format!("/training_event/{}", story.keys.training);
        story.walk("draft", &[TITLE, NAME]).await;
        story.post(&s.county, "publish", &Values::default()).await;
        sees(&story.other, &page, &[TITLE]).await;
        story.walk("published", &[NAME]).await;
        story.post(&s.tutor, "enrol", &Values::default()).await;
        sees(&s.county, &format!("{page}/roster"), &[NAME]).await;
        story.walk("applied", &[NAME]).await;
        let place = with(Field::Person, &s.tutor.id.to_string()).with(Field::Decision, "approve");
        story.post(&s.county, "roster", &place).await;
        sees(&s.county, "/enrolment/1/remove", &[NAME]).await;
        story.walk("approved", &[NAME]).await;
        if !is_held {
            let remove = with(Field::Reason, "名额调整，下期优先");
            assert_eq!(s.county.post("/enrolment/1/remove", &remove).await.status, 303);
            story.walk("removed", &[NAME]).await;
            story.post(&s.county, "cancel", &Values::default()).await;
            story.walk("cancelled", &[NAME]).await;
            world.remove().await;
            continue;
        }
        world.wait(TimeDelta::days(14));
        let attendance = format!("{page}/attendance");
        sees(&s.county, &attendance, &[NAME]).await;
        story.walk("running", &[NAME]).await;
        let form = s.county.get(&attendance).await.body;
        let mut present = with(Field::Revision, &value_of(&form, "revision"));
        for rest in form.split("name=\"present\" value=\"").skip(1) {
            present.push(Field::Present, rest.split('"').next().unwrap());
        }
        present.push(Field::Decision, "confirm");
        story.post(&s.county, "attendance", &present).await;
        sees(&s.city, &format!("{page}/correct"), &[NAME]).await;
        story.walk("credited.", &[NAME]).await;
        world.remove().await;
    }
}
