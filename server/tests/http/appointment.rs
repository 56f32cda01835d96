//! Terms in a corps: appointed, renewed together, resting, ended after a hearing, run out.

use chrono::{Days, TimeDelta};
use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    person::revision,
    world::{Answer, Person, World, start, worlds},
};

/// Somebody who decides, in the way in which forms name one.
async fn decider(world: &World) -> Person {
    world.person("沈主席", &[Role::DecisionMaker], "市科协领导", "city_association", 1).await
}

fn term(decider: &Person, from: &str, until: &str) -> Values {
    Values::default()
        .with(Field::Corps, "city_lecturers")
        .with(Field::StartsOn, from)
        .with(Field::TermUntil, until)
        .with(Field::Decider, decider.id.to_string())
        .with(Field::DocumentNo, "嘉科协〔2026〕8号")
        .with(Field::Once, format!("term-{from}"))
}

/// A lecturer with a term that begins today, and the term's page.
async fn appointed(world: &World, office: &Person, decider: &Person) -> (Person, String) {
    let new = world.person("白丁", &[Role::Lecturer], "示范大学", "university", 1).await;
    let today = start().date_naive();
    let values = term(decider, &today.to_string(), &(today + Days::new(900)).to_string());
    let made = office.post(&format!("/person/{}/appointment", new.id), &values).await.made();
    (new, format!("/appointment/{made}"))
}

async fn step(by: &Person, at: &str, step: &str, more: &Values) -> Answer {
    let shown = revision(&by.get(at).await);
    let mut values = Values::default()
        .with(Field::Step, step)
        .with(Field::Reason, "因病休养半年")
        .with(Field::Revision, shown);
    for (name, value) in more.iter() {
        values.push(Field::parse(name).unwrap(), value);
    }
    by.post(&format!("{at}/step"), &values).await
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_appointed_by_a_named_decision_and_gets_role_and_message() {
    for world in worlds().await {
        let (office, decider) = (world.office().await, decider(&world).await);
        let new = world.person("白丁", &[], "示范大学", "university", 1).await;
        let at = format!("/person/{}/appointment", new.id);
        assert_eq!(office.get(&at).await.status, 200);
        let empty = office.post(&at, &Values::default()).await;
        assert_eq!(empty.status, 422, "{}", empty.body);
        let values = term(&decider, "2026-12-01", "2029-11-30");
        let mut by_nobody = values.clone();
        by_nobody.set(Field::Decider, office.id.to_string());
        assert_eq!(office.post(&at, &by_nobody).await.status, 422, "the office decides nothing");
        let made = office.post(&at, &values).await.made();
        assert_eq!(office.post(&at, &values).await.made(), made, "sent twice");
        let mut again = values.clone();
        again.set(Field::Once, "another form");
        let twice = office.post(&at, &again).await;
        assert_eq!(twice.status, 422, "{}: one term begins on a day", world.db.name);
        let page = office.get(&format!("/appointment/{made}")).await.body;
        for text in ["白丁", "市科普讲师团", "沈主席", "嘉科协〔2026〕8号", "2026-"]
        {
            assert!(page.contains(text), "{text} in {page}");
        }
        assert!(new.get("/inbox").await.body.contains("您已受聘"), "{}", world.db.name);
        assert_eq!(new.get("/course/new").await.status, 200, "the role goes with it");
        assert_eq!(new.get(&format!("/appointment/{made}")).await.status, 200);
        let stranger = world.lecturer("孙远").await;
        assert_eq!(stranger.get(&format!("/appointment/{made}")).await.status, 404);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_association_ends_a_term_only_after_its_holder_was_heard() {
    for world in worlds().await {
        let (office, decider) = (world.office().await, decider(&world).await);
        let (new, at) = appointed(&world, &office, &decider).await;
        let decision = Values::default()
            .with(Field::Decider, decider.id.to_string())
            .with(Field::DocumentNo, "嘉科协〔2026〕9号");
        assert_eq!(step(&office, &at, "terminate", &decision).await.status, 409, "nobody asked");
        let ground = Values::default().with(Field::Ground, "misconduct");
        assert_eq!(step(&office, &at, "open_hearing", &ground).await.status, 303);
        assert!(new.get("/inbox").await.body.contains("请陈述意见"), "{}", world.db.name);
        let early = step(&office, &at, "terminate", &decision).await;
        assert_eq!(early.status, 422, "{}: {}", world.db.name, early.body);
        // Its holder answers, nobody else does.
        let answer = Values::default().with(Field::Hearing, "那天我在医院，有病历为证");
        let stranger = world.lecturer("孙远").await;
        let foreign = stranger.post(&format!("{at}/answer"), &answer).await;
        assert_eq!(foreign.status, 404, "{}", world.db.name);
        let short = Values::default().with(Field::Hearing, "冤");
        assert_eq!(new.post(&format!("{at}/answer"), &short).await.status, 422);
        assert_eq!(new.post(&format!("{at}/answer"), &answer).await.status, 303);
        assert!(office.get("/inbox").await.body.contains("白丁已陈述意见"), "{}", world.db.name);
        assert!(office.get(&at).await.body.contains("有病历为证"));
        // Dropped; asked again; and without an answer it goes on when the time has passed.
        assert_eq!(step(&office, &at, "drop_hearing", &Values::default()).await.status, 303);
        assert!(new.get("/inbox").await.body.contains("不再解除"), "{}", world.db.name);
        assert_eq!(step(&office, &at, "open_hearing", &ground).await.status, 303);
        world.wait(TimeDelta::days(20));
        let ended = step(&office, &at, "terminate", &decision).await;
        assert_eq!(ended.status, 303, "{}: {}", world.db.name, ended.body);
        let page = office.get(&at).await.body;
        assert!(page.contains("嘉科协〔2026〕9号") && page.contains("解聘"), "{page}");
        assert!(!page.contains("name=\"step\""), "nothing is done with an ended term");
        // A roster that brings the same term does not begin it again.
        let mut tx = world.db.store.begin().await.unwrap();
        let terms = tx.list_appointments(new.id).await.unwrap();
        let state = domain::appointment::AppointmentState::Active;
        tx.set_appointment(new.id, terms[0].starts_on, terms[0].ends_on, state).await.unwrap();
        let after = tx.list_appointments(new.id).await.unwrap();
        assert_eq!(after[0].state.as_str(), "terminated", "{}", world.db.name);
        drop(tx);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn terms_that_end_soon_are_renewed_together_or_run_out() {
    for world in worlds().await {
        let (office, decider) = (world.office().await, decider(&world).await);
        let today = start().date_naive();
        let mut terms = Vec::new();
        for name in ["钱一", "钱二", "钱三"] {
            let tutor = world.person(name, &[Role::Tutor], name, "school", 1).await;
            let mut values =
                term(&decider, &today.to_string(), &(today + Days::new(30)).to_string());
            // Tutors need no course; of lecturers a listed one is asked.
            let corps = if name == "钱三" { "city_lecturers" } else { "tutors" };
            values.set(Field::Corps, corps);
            values.set(Field::Once, name);
            let to = format!("/person/{}/appointment", tutor.id);
            terms.push((office.post(&to, &values).await.made(), tutor));
        }
        let list = office.get("/appointment").await.body;
        for name in ["钱一", "钱二", "钱三"] {
            assert!(list.contains(name), "{name} in {list}");
        }
        let renewal = |ids: &[i64], once: &str| {
            let values = Values::default()
                .with(Field::TermUntil, (today + Days::new(1_000)).to_string())
                .with(Field::Decider, decider.id.to_string())
                .with(Field::DocumentNo, "嘉科协〔2026〕10号")
                .with(Field::Once, once);
            ids.iter().fold(values, |values, id| values.with(Field::Terms, id.to_string()))
        };
        let (one, two, three) = (terms[0].0, terms[1].0, terms[2].0);
        let refused = office.post("/appointment/renew", &renewal(&[one, three], "a")).await;
        assert_eq!(refused.status, 422, "{}: {}", world.db.name, refused.body);
        let done = office.post("/appointment/renew", &renewal(&[one], "b")).await;
        assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        assert!(terms[0].1.get("/inbox").await.body.contains("您已续聘"), "{}", world.db.name);
        assert_eq!(office.post("/appointment/renew", &renewal(&[two], "b")).await.status, 409);
        let reader = decider.get("/appointment").await;
        assert_eq!(reader.status, 200);
        assert!(!reader.body.contains("name=\"terms\""), "who decides does not renew");

        world.wait(TimeDelta::days(31));
        assert_eq!(world.actions.expire_appointments(world.now()).await.unwrap(), 3);
        assert_eq!(world.actions.expire_appointments(world.now()).await.unwrap(), 0);
        let state = async |id: i64| office.get(&format!("/appointment/{id}")).await.body;
        assert!(state(one).await.contains("已续聘"), "{}", world.db.name);
        assert!(state(two).await.contains("届满"), "{}", world.db.name);
        assert!(!terms[0].1.get("/inbox").await.body.contains("聘期已满"), "renewed: not told");
        assert!(terms[1].1.get("/inbox").await.body.contains("聘期已满"), "{}", world.db.name);
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_rests_and_goes_on_and_its_holder_resigns() {
    for world in worlds().await {
        let (office, decider) = (world.office().await, decider(&world).await);
        let (new, at) = appointed(&world, &office, &decider).await;
        let stale = Values::default()
            .with(Field::Step, "suspend")
            .with(Field::Reason, "因病休养半年")
            .with(Field::Revision, "77");
        assert_eq!(office.post(&format!("{at}/step"), &stale).await.status, 409);
        assert_eq!(step(&office, &at, "suspend", &Values::default()).await.status, 303);
        assert!(new.get("/inbox").await.body.contains("聘任暂停"), "{}", world.db.name);
        let list = office.get("/appointment").await.body;
        assert!(list.contains("暂停"), "{list}");
        assert_eq!(step(&office, &at, "reinstate", &Values::default()).await.status, 303);
        let resigned = step(&new, &at, "resign", &Values::default()).await;
        assert_eq!(resigned.status, 303, "{}: {}", world.db.name, resigned.body);
        assert!(office.get("/inbox").await.body.contains("白丁辞去聘任"), "{}", world.db.name);
        let county = world.person("秦县", &[Role::CountyOffice], "县科协", "other", 3).await;
        assert_eq!(county.get(&at).await.status, 404, "the city's corps is not the county's");
        world.verify_lines().await;
        world.remove().await;
    }
}

/// What came on paper is written down by the office, and whose it is, is told.
#[tokio::test(flavor = "multi_thread")]
async fn the_office_writes_down_what_came_on_paper() {
    for world in worlds().await {
        let (office, decider) = (world.office().await, decider(&world).await);
        let (new, at) = appointed(&world, &office, &decider).await;
        let ground = Values::default().with(Field::Ground, "misconduct");
        assert_eq!(step(&office, &at, "open_hearing", &ground).await.status, 303);
        let answer = Values::default().with(Field::Hearing, "书面陈述：当天已请假");
        assert_eq!(office.post(&format!("{at}/answer"), &answer).await.status, 303);
        assert!(new.get("/inbox").await.body.contains("代您录入"), "{}", world.db.name);
        assert!(new.get(&at).await.body.contains("当天已请假"));
        assert_eq!(step(&office, &at, "drop_hearing", &Values::default()).await.status, 303);
        let resigned = step(&office, &at, "resign", &Values::default()).await;
        assert_eq!(resigned.status, 303, "{}: {}", world.db.name, resigned.body);
        assert_eq!(new.get("/inbox").await.body.matches("代您录入").count(), 2);
        assert!(office.get(&at).await.body.contains("辞"), "{}", world.db.name);
        world.verify_lines().await;
        world.remove().await;
    }
}

/// What was entered wrong is put right, and what was entered by mistake is taken back.
#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_put_right_or_taken_back() {
    for world in worlds().await {
        let (office, decider) = (world.office().await, decider(&world).await);
        let (new, at) = appointed(&world, &office, &decider).await;
        let path = format!("{at}/correct");
        assert_eq!(new.get(&path).await.status, 403, "not the own one");
        let shown = office.get(&path).await;
        assert!(shown.body.contains("嘉科协〔2026〕8号"), "{}", shown.body);
        let today = start().date_naive();
        let right = Values::default()
            .with(Field::StartsOn, today.to_string())
            .with(Field::TermUntil, (today + Days::new(700)).to_string())
            .with(Field::Decider, decider.id.to_string())
            .with(Field::DocumentNo, "嘉科协〔2026〕18号")
            .with(Field::Revision, revision(&shown));
        let silent = office.post(&path, &right).await;
        assert!(silent.status == 422 && silent.body.contains("嘉科协〔2026〕18号"), "why?");
        let right = right.with(Field::Reason, "文号录入错误");
        let mut by_nobody = right.clone();
        by_nobody.set(Field::Decider, office.id.to_string());
        assert_eq!(office.post(&path, &by_nobody).await.status, 422);
        assert_eq!(office.post(&path, &right).await.status, 303);
        assert_eq!(office.post(&path, &right).await.status, 409, "another was shown");
        assert!(office.get(&at).await.body.contains("嘉科协〔2026〕18号"));
        assert!(new.get("/inbox").await.body.contains("已更正"), "{}", world.db.name);

        let back = step(&office, &at, "withdraw", &Values::default()).await;
        assert_eq!(back.status, 303, "{}: {}", world.db.name, back.body);
        assert!(new.get("/inbox").await.body.contains("误录"), "{}", world.db.name);
        assert_eq!(office.get(&path).await.status, 409, "it is over");
        let again = term(&decider, &today.to_string(), &(today + Days::new(900)).to_string());
        let again = again.with(Field::Once, "anew");
        let made = office.post(&format!("/person/{}/appointment", new.id), &again).await;
        assert_eq!(made.status, 303, "{}: its day is free: {}", world.db.name, made.body);
        world.verify_lines().await;
        world.remove().await;
    }
}

/// Whoever's term ends soon hears of it once, and its keeper has it on the desk.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_term_is_told_ahead() {
    for world in worlds().await {
        let (office, decider) = (world.office().await, decider(&world).await);
        let (new, _) = appointed(&world, &office, &decider).await;
        assert_eq!(world.actions.remind_of_terms(world.now()).await.unwrap(), 0);
        assert!(!office.get("/desk").await.body.contains("聘期即将届满"));
        world.wait(TimeDelta::days(820));
        assert_eq!(world.actions.remind_of_terms(world.now()).await.unwrap(), 1);
        assert_eq!(world.actions.remind_of_terms(world.now()).await.unwrap(), 0, "once");
        assert!(new.get("/inbox").await.body.contains("您的聘期即将届满"), "{}", world.db.name);
        let desk = office.get("/desk").await.body;
        assert!(desk.contains("聘期即将届满") && desk.contains("去续聘"), "{desk}");
        world.wait(TimeDelta::days(90));
        assert_eq!(world.actions.expire_appointments(world.now()).await.unwrap(), 1);
        assert!(office.get("/inbox").await.body.contains("聘期已满"), "{}", world.db.name);
        world.remove().await;
    }
}
