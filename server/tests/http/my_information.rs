//! One's own information: seen, corrected, exported, asked about, agreed to; answered by an office.

use domain::{
    form::{Field, Values},
    role::Role,
    rulebook::Rulebook,
};

use crate::world::{PASSWORD, Person, World, at_once, commit, world, worlds};

fn ask(kind: &str, body: &str, once: &str) -> Values {
    Values::default()
        .with(Field::DataRequestKind, kind)
        .with(Field::DataRequest, body)
        .with(Field::Once, once)
}

fn answer(decision: &str, text: &str) -> Values {
    Values::default().with(Field::Decision, decision).with(Field::Answer, text)
}

/// A lecturer with a phone.
async fn lecturer(world: &World) -> Person {
    let lecturer = world.lecturer("钱进").await;
    let phone = Values::default().with(Field::ContactPhone, "13800000001");
    let changed = lecturer.post("/my_information/phone", &phone).await;
    assert_eq!(changed.status, 303, "{}", changed.body);
    lecturer
}

/// The number of the only request.
async fn only_request(office: &Person) -> String {
    let list = office.get("/data_request").await.body;
    let at = list.find("/data_request/").unwrap();
    list[at..].split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_held_is_shown_corrected_and_exported() {
    for world in worlds().await {
        let (lecturer, other) = (lecturer(&world).await, world.lecturer("孙立").await);
        let page = lecturer.get("/my_information").await;
        assert!(page.body.contains("13800000001") && page.body.contains("钱进"), "{}", page.body);
        assert!(!other.get("/my_information").await.body.contains("13800000001"));
        let wrong = Values::default().with(Field::ContactPhone, "123");
        let refused = lecturer.post("/my_information/phone", &wrong).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(
            refused.body.contains("value=\"123\"")
                && refused.body.contains("contact_phone-problem")
        );
        let file = lecturer.get("/my_information.json").await;
        assert!(file.disposition.contains("attachment"), "{}", file.disposition);
        assert_eq!(file.header("cache-control"), "no-store");
        let json: serde_json::Value = serde_json::from_slice(&file.bytes).unwrap();
        let facts = json["facts"].as_array().unwrap();
        let phone = facts.iter().find(|fact| fact["what"] == "phone").unwrap();
        assert_eq!(phone["value"], "13800000001");
        assert_eq!(phone["class"], "person_contacts");
        assert_eq!(world.visitor().get("/my_information.json").await.status, 303, "not public");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_deletion_is_asked_for_granted_and_told() {
    for world in worlds().await {
        let (lecturer, office) = (lecturer(&world).await, world.office().await);
        let sent = lecturer.post("/my_information/request", &ask("deletion", "", "one")).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let again = lecturer.post("/my_information/request", &ask("deletion", "", "one")).await;
        assert_eq!(again.status, 303, "sent twice, asked once");
        assert!(office.get("/desk").await.body.contains("个人信息申请待答复"), "{}", world.db.name);
        assert!(office.get("/inbox").await.body.contains("个人信息申请：删除信息"));
        let path = only_request(&office).await;
        let page = office.get(&path).await.body;
        assert!(page.contains("同意删除后立即清除") && page.contains("钱进"), "{page}");
        for empty in
            [answer("", "好的，已办理"), answer("grant", ""), answer("other", "好的，已办理")]
        {
            assert_eq!(office.post(&path, &empty).await.status, 422, "{}", world.db.name);
        }
        let kept = "联系方式已清除；姓名和聘期依法保留";
        let both = [
            (office.clone(), path.clone(), answer("grant", kept)),
            (office.clone(), path.clone(), answer("refuse", "不同意，另有原因")),
        ];
        let done = at_once(both.to_vec()).await;
        assert_eq!(done.iter().filter(|it| it.status == 303).count(), 1, "answered once");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_is_granted_is_erased_and_the_person_reads_what_is_kept() {
    for world in worlds().await {
        let (lecturer, office) = (lecturer(&world).await, world.office().await);
        lecturer.post("/my_information/request", &ask("deletion", "", "one")).await;
        let path = only_request(&office).await;
        let kept = "联系方式已清除；姓名和聘期依法保留";
        assert_eq!(office.post(&path, &answer("grant", kept)).await.status, 303);
        let page = lecturer.get("/my_information").await.body;
        assert!(page.contains(kept) && !page.contains("13800000001"), "{}", world.db.name);
        assert!(page.contains("钱进"), "the name stays in the registers");
        assert!(lecturer.get("/inbox").await.body.contains(kept));
        assert_eq!(office.post(&path, &answer("grant", kept)).await.status, 409, "once");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_request_is_taken_back_by_its_person_alone() {
    for world in worlds().await {
        let (lecturer, other) = (lecturer(&world).await, world.lecturer("孙立").await);
        let office = world.office().await;
        let empty = lecturer.post("/my_information/request", &ask("correction", "", "one")).await;
        assert_eq!(empty.status, 422, "a correction needs words");
        let body = "工作单位写错了";
        lecturer.post("/my_information/request", &ask("correction", body, "two")).await;
        let id = only_request(&office).await.replace("/data_request/", "");
        let path = format!("/my_information/request/{id}/withdraw");
        assert_eq!(other.post(&path, &Values::default()).await.status, 404, "{}", world.db.name);
        assert_eq!(lecturer.post(&path, &Values::default()).await.status, 303);
        assert_eq!(lecturer.post(&path, &Values::default()).await.status, 409, "once");
        let late =
            office.post(&format!("/data_request/{id}"), &answer("grant", "已经更正了")).await;
        assert_eq!(late.status, 409, "taken back");
        assert!(!office.get("/desk").await.body.contains("个人信息申请待答复"));
        world.remove().await;
    }
}

#[tokio::test]
async fn nobody_answers_the_own_request_and_no_more_than_five_wait() {
    let world = world().await;
    let office = world.office().await;
    office.post("/my_information/request", &ask("question", "谁看过我的材料", "own")).await;
    let path = only_request(&office).await;
    assert!(office.get(&path).await.body.contains("由其他工作人员答复"));
    assert_eq!(office.post(&path, &answer("grant", "只有我自己")).await.status, 403);
    let administrator =
        world.person("严守业", &[Role::SystemAdministrator], "科协", "other", 1).await;
    assert_eq!(administrator.post(&path, &answer("grant", "只有办公室")).await.status, 303);
    let lecturer = world.lecturer("钱进").await;
    for n in 0..6 {
        let sent = lecturer
            .post("/my_information/request", &ask("question", "谁看过我的材料", &format!("t{n}")))
            .await;
        assert_eq!(sent.status, if n < 5 { 303 } else { 429 }, "{n}: {}", sent.body);
    }
    world.remove().await;
}

fn says(purpose: &str, decision: &str) -> Values {
    Values::default().with(Field::Step, purpose).with(Field::Decision, decision)
}

#[tokio::test]
async fn a_withdrawn_consent_takes_the_name_off_public_pages_at_once() {
    for world in worlds().await {
        let (lecturer, office) = (world.lecturer("钱进").await, world.office().await);
        let course = crate::complaint::listed_course(&world, &lecturer).await;
        let public = format!("/catalogue/{course}");
        let visitor = world.visitor();
        assert!(visitor.get(&public).await.body.contains("钱进老师"), "{}", world.db.name);
        let to = "/my_information/consent";
        assert_eq!(lecturer.post(to, &says("publication", "")).await.status, 409);
        assert_eq!(lecturer.post(to, &says("publication", "given")).await.status, 303);
        assert!(visitor.get(&public).await.body.contains("钱进老师"));
        assert_eq!(lecturer.post(to, &says("publication", "withdrawn")).await.status, 303);
        for path in [public.as_str(), "/catalogue", &format!("{public}/request")] {
            let body = visitor.get(path).await.body;
            assert!(!body.contains("钱进老师") && body.contains("姓名不公开"), "{path}: {body}");
        }
        let search = visitor.get("/catalogue?q=qianjin").await.body;
        assert!(!search.contains(&public), "nor is it found by the name");
        assert!(lecturer.get("/my_information").await.body.contains("已撤回"));
        assert_eq!(lecturer.post(to, &says("processing", "given")).await.status, 303);
        assert_eq!(lecturer.post(to, &says("processing", "withdrawn")).await.status, 303);
        assert!(office.get("/inbox").await.body.contains("撤回同意：钱进"), "the office is told");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn the_notice_stands_before_the_first_field_and_consents_are_kept_with_its_digest() {
    for world in worlds().await {
        let (office, visitor) = (world.office().await, world.visitor());
        let mut tx = world.db.store.begin().await.unwrap();
        let row = store::NewPerson { name: "新讲师", ..store::NewPerson::default() };
        let id = tx.add_person(&row).await.unwrap();
        commit(tx).await;
        let name = Values::default().with(Field::SignInName, "xin");
        let issued = office.post(&format!("/person/{id}/activation"), &name).await.body;
        let at = issued.find("/activate/").unwrap();
        let path = issued[at..].split(['"', '<']).next().unwrap().to_owned();
        let page = visitor.get(&path).await.body;
        let notice = page.find("个人信息说明").unwrap();
        assert!(notice < page.find("name=\"new_password\"").unwrap(), "{}", world.db.name);
        assert!(page.contains("name=\"publication\"") && !page.contains("checked"), "un-ticked");
        let passwords = Values::default()
            .with(Field::NewPassword, PASSWORD)
            .with(Field::RepeatPassword, PASSWORD)
            .with(Field::Publication, "yes");
        assert_eq!(visitor.post(&path, &passwords).await.status, 303);
        let consents = world.db.store.read().await.unwrap().list_consents(id).await.unwrap();
        let text = |purpose| {
            words::privacy::consent_text(words::Locale::zh_CN, &Rulebook::default(), purpose)
        };
        assert_eq!(consents.len(), 2, "{consents:?}");
        for consent in &consents {
            assert!(consent.answer.allows());
            assert_eq!(consent.text_digest, actions::consent_digest(&text(consent.purpose)));
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn the_table_of_what_is_held_is_public() {
    let world = world().await;
    let body = world.visitor().get("/privacy").await.body;
    for row in domain::data_class::RETENTION {
        let name = words::privacy::class(words::Locale::zh_CN, row.class);
        assert!(body.contains(name) && body.contains(row.rule), "{name}");
    }
    assert!(body.contains("结束后 2 年"), "what the rulebook says");
    world.remove().await;
}
