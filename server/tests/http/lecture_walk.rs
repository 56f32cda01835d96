//! A lecture request in every state: what of it is shown to whom, on every page.

use domain::{
    form::{Field, Values},
    id::LectureRequestId,
    role::Role,
};

use crate::{
    lecture::{Scene, report, until},
    walk::{Keys, Walk, sees, strangers, with},
    world::{Person, World, world},
};

const HOST: &str = "金丝雀示范小学";
const PHONE: &str = "13899990001";
const MASKED: &str = "138****0001";
const CONTACT: &str = "金丝雀老师";
/// What a lecturer who is asked may know before the answer.
const OFFERED: [&str; 4] = [HOST, "金丝雀路7号", "金丝雀投影", "金丝雀愿望"];
const PERSONAL: [&str; 3] = [CONTACT, PHONE, MASKED];
const WALK: Walk<'_> = Walk {
    near: &["/lecture_request", "/dispatch", "/delivery", "/calendar", "/request"],
    day: "2026-12-10",
    name: "qj",
    spared: &[("/audit", HOST)],
};

struct Story<'a> {
    world: &'a World,
    scene: Scene,
    strangers: Vec<(&'static str, Person)>,
    link: String,
    id: LectureRequestId,
}

fn all() -> Vec<&'static str> {
    OFFERED.iter().chain(&PERSONAL).copied().collect()
}

impl<'a> Story<'a> {
    async fn begin(world: &'a World, scene: Scene, n: usize) -> Story<'a> {
        let mut strangers = strangers(
            world,
            &[
                Role::Tutor,
                Role::UnitOfficer,
                Role::Panelist,
                Role::ContentReviewer,
                Role::Judge,
                Role::DecisionMaker,
                Role::Supervisor,
                Role::AuditAdministrator,
                Role::SystemAdministrator,
            ],
        )
        .await;
        strangers.push(("the neighbour county", scene.neighbour.clone()));
        strangers.push(("another lecturer", world.lecturer("孙悦").await));
        let mut values = scene.wish(n, "2026-12-10", "14:00");
        for (field, text) in [
            (Field::HostName, HOST),
            (Field::Address, "金丝雀路7号"),
            (Field::HallEquipment, "金丝雀投影"),
            (Field::Wish, "金丝雀愿望"),
            (Field::Contact, CONTACT),
            (Field::ContactPhone, PHONE),
        ] {
            values.set(field, text);
        }
        let (link, id) = scene.ask(world, &values).await;
        Story { world, scene, strangers, link, id }
    }

    /// The numbers that the story has by now.
    async fn keys(&self) -> Keys {
        let mut conn = self.world.db.store.read().await.unwrap();
        let dispatch = conn.list_dispatches_of(self.id).await.unwrap().pop();
        let delivery = conn.find_delivery_of(self.id).await.unwrap();
        Keys {
            county: self.scene.nanhu.0,
            course: self.scene.version.0,
            delivery: delivery.as_ref().map_or(0, |it| it.id.0),
            dispatch: dispatch.map_or(0, |it| it.id.0),
            person: self.scene.lecturer.id.0,
            place: delivery.and_then(|it| it.place_id).unwrap_or_default().0,
            request: self.id.0,
            ..Keys::default()
        }
    }

    /// Whoever is not concerned sees nothing, and whoever is, no more than that.
    async fn walk(&self, state: &str, from_lecturer: &[&str]) {
        let keys = self.keys().await;
        WALK.nothing_for(&self.strangers, &all(), &keys, state).await;
        let lecturer = ("the lecturer", &self.scene.lecturer);
        WALK.nothing_of(from_lecturer, lecturer, &keys, state, &[]).await;
        if !state.starts_with("county_review") {
            // The county that has passed it need not call: it reads a masked number.
            let county = ("the county", &self.scene.county);
            WALK.nothing_of(&[PHONE], county, &keys, state, &[]).await;
        }
        let host = self.world.visitor().get(&self.link).await.body;
        assert!(host.contains(HOST) && !host.contains(PHONE), "{state}");
        sees(&self.scene.office, &format!("/lecture_request/{}", self.id), &OFFERED).await;
    }

    async fn decide(&self, who: &Person, decision: &str) {
        let answer = self.scene.decide(self.world, who, self.id, decision).await;
        assert_eq!(answer.status, 303, "{decision}: {}", answer.body);
    }

    async fn dispatch(&self) -> String {
        let choice = with(Field::Candidate, &format!("{}-1", self.scene.version));
        let path = format!("/lecture_request/{}/dispatch", self.id);
        assert_eq!(self.scene.office.post(&path, &choice).await.status, 303);
        format!("/dispatch/{}", self.keys().await.dispatch)
    }
}

async fn post(person: &Person, path: &str, values: &Values) {
    let answer = person.post(path, values).await;
    assert_eq!(answer.status, 303, "{path}: {}", answer.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn from_review_to_its_close_a_request_is_shown_to_whom_it_concerns() {
    let world = world().await;
    let scene = Scene::new(&world).await;
    let story = Story::begin(&world, scene, 1).await;
    let Story { scene, id, link, .. } = &story;
    story.walk("county_review", &all()).await;
    sees(&scene.county, &format!("/lecture_request/{id}"), &[PHONE]).await;
    story.decide(&scene.county, "send_back").await;
    story.walk("returned", &all()).await;
    let form = world.visitor().get(&format!("{link}/edit")).await.body;
    let mut again = scene.wish(1, "2026-12-10", "14:00");
    for (field, text) in
        [(Field::HostName, HOST), (Field::Address, "金丝雀路7号"), (Field::Contact, CONTACT)]
    {
        assert!(form.contains(text));
        again.set(field, text);
    }
    for (field, text) in [
        (Field::HallEquipment, "金丝雀投影"),
        (Field::Wish, "金丝雀愿望"),
        (Field::ContactPhone, PHONE),
    ] {
        again.set(field, text);
    }
    again.set(Field::Revision, scene.revision(&world, *id).await.to_string());
    post(&world.visitor(), &format!("{link}/edit"), &again).await;
    story.walk("county_review again", &all()).await;
    story.decide(&scene.county, "pass").await;
    story.walk("city_review", &all()).await;
    story.decide(&scene.office, "pass").await;
    story.walk("matching", &all()).await;
    let offer = story.dispatch().await;
    sees(&scene.lecturer, &offer, &OFFERED).await;
    story.walk("dispatched", &PERSONAL).await;
    post(&scene.lecturer, &format!("{offer}/accept"), &Values::default()).await;
    sees(&scene.lecturer, &offer, &[CONTACT, PHONE]).await;
    story.walk("confirmed", &[]).await;
    until(&world, "2026-12-10T08:00:00Z");
    let delivery = scene.delivery(&world, *id).await;
    let said = report(delivery.revision, "176");
    post(&world.visitor(), &format!("{link}/report"), &said).await;
    story.walk("delivered", &[]).await;
    let said = report(delivery.revision + 1, "176");
    post(&scene.lecturer, &format!("/delivery/{}/report", delivery.id), &said).await;
    story.walk("reported", &[PHONE]).await;
    world.wait(chrono::TimeDelta::days(40));
    assert_eq!(world.actions.end_requests(world.now()).await.unwrap(), 1);
    story.walk("closed.", &[PHONE]).await;
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_ends_early_is_shown_to_nobody_else() {
    for end in ["rejected", "cancelled", "expired"] {
        let world = world().await;
        let scene = Scene::new(&world).await;
        let story = Story::begin(&world, scene, 1).await;
        let scene = &story.scene;
        let reason = with(Field::Reason, "学校临时停课一周");
        match end {
            "rejected" => {
                story.decide(&scene.county, "reject").await;
                story.walk("rejected", &all()).await;
            }
            "cancelled" => {
                story.decide(&scene.county, "pass").await;
                story.decide(&scene.office, "pass").await;
                let offer = story.dispatch().await;
                post(&scene.lecturer, &format!("{offer}/accept"), &Values::default()).await;
                post(&world.visitor(), &format!("{}/cancel", story.link), &reason).await;
                story.walk("cancelled.", &[PHONE]).await;
            }
            _ => {
                story.decide(&scene.county, "pass").await;
                story.decide(&scene.office, "pass").await;
                let offer = story.dispatch().await;
                let busy = with(Field::DeclineReason, "busy");
                post(&scene.lecturer, &format!("{offer}/decline"), &busy).await;
                story.walk("declined", &PERSONAL).await;
                until(&world, "2026-12-10T07:00:00Z");
                world.actions.end_requests(world.now()).await.unwrap();
                story.walk("expired", &PERSONAL).await;
            }
        }
        world.remove().await;
    }
}
