//! A claim of hours in every state: what of it is shown to whom, on every page and in the export.

use domain::{
    form::{Field, Values},
    role::{Role, Scope},
};

use crate::{
    hour_claim::{Scene, claim, decision, give, scene},
    walk::{Keys, Walk, sees, strangers, value_of, with},
    world::{Person, World, commit, world},
};

const TEXTS: [&str; 6] = [
    "金丝雀研修",
    "金丝雀科学馆",
    "金丝雀报告",
    "金丝雀证明.pdf",
    "canary in the proof",
    "沈老师甲",
];
const WALK: Walk<'_> = Walk {
    near: &["/hour_claim", "/training_record"],
    day: "2026-11-07",
    name: "slsj",
    // The log names whoever did something.
    spared: &[("/audit", "沈老师甲")],
};

struct Story {
    scene: Scene,
    /// Of the same county's office: who decides a dispute.
    second: Person,
    strangers: Vec<(&'static str, Person)>,
    keys: Keys,
}

fn typed() -> Values {
    let mut values = claim("walk");
    values.set(Field::EventTitle, "金丝雀研修");
    values.set(Field::Organiser, "金丝雀科学馆");
    values.set(
        Field::Report,
        "金丝雀报告：参观了示范场馆的三个展厅，交流了课程设计，整理了四个实验。",
    );
    values.set(Field::Decision, "draft");
    values
}

impl Story {
    async fn begin(world: &World) -> Self {
        let scene = scene(world).await;
        let roles = [
            Role::Tutor,
            Role::Lecturer,
            Role::Panelist,
            Role::ContentReviewer,
            Role::Judge,
            Role::DecisionMaker,
            Role::Supervisor,
            Role::AuditAdministrator,
        ];
        let mut strangers = strangers(world, &roles).await;
        strangers.push(("the neighbour county", scene.neighbour.clone()));
        let colleague = world.person("同事己", &[Role::Tutor], "别处", "school", 1).await;
        let officer = world.person("别校庚", &[], "别的小学", "school", 1).await;
        let today = crate::world::start().date_naive();
        let mut tx = world.db.store.begin().await.unwrap();
        let tutor = tx.find_person(scene.tutor.id).await.unwrap().unwrap();
        let (unit, county) = (tutor.workplace_id.unwrap(), tutor.region_id.unwrap());
        let other = tx.find_person(officer.id).await.unwrap().unwrap().workplace_id.unwrap();
        tx.set_workplace(colleague.id, unit, today).await.unwrap();
        commit(tx).await;
        give(world, &officer, Role::UnitOfficer, Scope::Organisation(other)).await;
        let second = world.person("县科协戊", &[], "县科协二", "county_association", 1).await;
        give(world, &second, Role::CountyOffice, Scope::Region(county)).await;
        strangers.push(("a colleague", colleague));
        strangers.push(("the officer of another unit", officer));
        let paper = demo::paper("canary in the proof");
        let proof = Some(("proof", "金丝雀证明.pdf", &paper[..]));
        let claim = scene.tutor.upload("/hour_claim/new", &typed(), proof).await.made();
        let keys = Keys { claim, person: scene.tutor.id.0, ..Keys::default() };
        Self { scene, second, strangers, keys }
    }

    async fn walk(&self, state: &str) {
        WALK.nothing_for(&self.strangers, &TEXTS, &self.keys, state).await;
    }

    fn path(&self, verb: &str) -> String {
        format!("/hour_claim/{}/{verb}", self.keys.claim)
    }

    /// Decides what the page shows, whatever its revision is.
    async fn decide(&self, who: &Person, verdict: &str, accepted: &str, opinion: &str) {
        let page = who.get(&format!("/hour_claim/{}", self.keys.claim)).await.body;
        let mut values = decision(verdict, 0, accepted, opinion);
        values.set(Field::Revision, value_of(&page, "revision"));
        let answer = who.post(&self.path("decide"), &values).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
    }

    /// Hands in what stands in the own form.
    async fn hand_in(&self) {
        let form = self.scene.tutor.get(&self.path("edit")).await.body;
        let mut values = typed().with(Field::ProofToken, value_of(&form, "proof_token"));
        values.push(Field::Revision, value_of(&form, "revision"));
        values.set(Field::Decision, "submit");
        let sent = self.scene.tutor.upload(&self.path("edit"), &values, None).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn from_its_draft_to_the_ledger_a_claim_is_shown_to_whom_it_concerns() {
    let world = world().await;
    let story = Story::begin(&world).await;
    let s = &story.scene;
    let claim = format!("/hour_claim/{}", story.keys.claim);
    story.walk("draft").await;
    let offices = [("the unit", &s.officer), ("the county", &s.county), ("the city", &s.city)];
    for who in offices {
        WALK.nothing_of(&TEXTS[..5], who, &story.keys, "draft", &[]).await;
    }
    story.hand_in().await;
    story.walk("submitted").await;
    sees(&s.officer, &claim, &TEXTS[..3]).await;
    story.decide(&s.officer, "return", "", "日期与通知不符").await;
    story.walk("returned").await;
    story.hand_in().await;
    story.decide(&s.officer, "accept", "", "").await;
    story.walk("unit_confirmed").await;
    sees(&s.county, &claim, &TEXTS[..3]).await;
    let export = "/hour_claim/queue.xlsx?state=unit_confirmed";
    sees(&s.county, export, &["金丝雀研修", "沈老师甲"]).await;
    story.decide(&s.county, "accept", "6", "证明只写了一天").await;
    story.walk("verified").await;
    let dispute = with(Field::Dispute, "两天都有签到，请再核对一次");
    assert_eq!(s.tutor.post(&story.path("dispute"), &dispute).await.status, 303);
    story.walk("disputed").await;
    story.decide(&story.second, "accept", "12", "").await;
    story.walk("verified again.").await;
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_that_is_not_accepted_is_shown_to_nobody_else() {
    let world = world().await;
    let story = Story::begin(&world).await;
    let s = &story.scene;
    story.hand_in().await;
    story.decide(&s.officer, "accept", "", "").await;
    story.decide(&s.county, "reject", "", "活动与科技教育无关").await;
    story.walk("rejected").await;
    world.remove().await;
}
