//! Complaints and suggestions of anybody, and errors in public courses.

use chrono::TimeDelta;
use domain::{
    audience::{DeliveryMode, SchoolStage},
    course::{CourseDraft, CourseVersionState},
    form::{Field, Values},
    id::{CourseVersionId, FieldId},
};

use crate::world::{Answer, Person, World, at_once, commit, worlds};

/// The token of the form on a page.
pub(crate) fn once_of(answer: &Answer) -> String {
    let token = answer.body.split("name=\"once\" value=\"").nth(1).unwrap();
    token.split('"').next().unwrap().to_owned()
}

/// A course of the catalogue.
pub(crate) async fn listed_course(world: &World, lecturer: &Person) -> CourseVersionId {
    let draft = CourseDraft {
        title: "潮汐从哪里来".to_owned(),
        summary: "摘要".to_owned(),
        field: Some(FieldId(1)),
        stages: SchoolStage::ALL.to_vec(),
        groups: vec![],
        mode: DeliveryMode::Onsite,
        minutes: Some(60),
        max_audience: None,
        equipment: String::new(),
        outline: String::new(),
        sources: String::new(),
        slides: None,
        owns_rights: false,
        no_advertising: false,
    };
    let mut tx = world.db.store.begin().await.unwrap();
    let version = store::NewVersion {
        lecturer_id: lecturer.id,
        state: CourseVersionState::Listed,
        draft: &draft,
        taken_over: false,
        listed_until: None,
        remark: "",
        at: world.now(),
    };
    let id = tx.add_version(&version).await.unwrap();
    commit(tx).await;
    id
}

async fn typed(world: &World, path: &str, body: &str) -> Values {
    Values::default()
        .with(Field::Once, once_of(&world.visitor().get(path).await))
        .with(Field::ComplaintKind, "complaint")
        .with(Field::Complaint, body)
        .with(Field::ComplaintContact, "13800000009")
}

#[tokio::test]
async fn a_stranger_complains_reads_the_answer_by_the_link_and_nobody_else_does() {
    for world in worlds().await {
        let (office, visitor) = (world.office().await, world.visitor());
        assert!(
            visitor.get("/catalogue").await.body.contains("href=\"/complaint\""),
            "every footer"
        );
        let values = typed(&world, "/complaint", "登录页打不开了").await;
        let mut empty = values.clone();
        empty.set(Field::Complaint, "");
        let refused = visitor.post("/complaint", &empty).await;
        assert!(refused.status == 422 && refused.body.contains("13800000009"), "nothing is lost");
        let sent = visitor.post("/complaint", &values).await;
        assert!(sent.status == 303 && sent.location.starts_with("/receipt/"), "{}", sent.body);
        let link = sent.location.split('?').next().unwrap().to_owned();
        let again = visitor.post("/complaint", &values).await;
        assert!(again.location.starts_with(&link), "sent twice, there once");
        let receipt = visitor.get(&link).await.body;
        assert!(receipt.contains("登录页打不开了") && receipt.contains("待答复"), "{receipt}");
        assert!(!receipt.contains("13800000009"), "the contact is the office's");
        assert_eq!(visitor.get("/receipt/0123456789abcdef0123456789abcdef").await.status, 404);
        assert!(office.get("/desk").await.body.contains("投诉与建议待答复"), "{}", world.db.name);
        let list = office.get("/complaints").await.body;
        let at = list.find("/complaint/").unwrap();
        let path = list[at..].split('"').next().unwrap().to_owned();
        assert!(office.get(&path).await.body.contains("13800000009"));
        let answer = |text: &str| Values::default().with(Field::Answer, text);
        assert_eq!(office.post(&path, &answer("")).await.status, 422);
        let both = vec![
            (office.clone(), path.clone(), answer("已经修好，谢谢")),
            (office.clone(), path.clone(), answer("已经修好，谢谢")),
        ];
        let done = at_once(both).await;
        assert_eq!(done.iter().filter(|it| it.status == 303).count(), 1, "answered once");
        assert!(visitor.get(&link).await.body.contains("已经修好，谢谢"));
        let late = visitor.post(&format!("{link}/withdraw"), &Values::default()).await;
        assert_eq!(late.status, 409, "answered");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn an_error_in_a_course_is_told_to_its_lecturer_and_the_office() {
    for world in worlds().await {
        let (office, lecturer) = (world.office().await, world.lecturer("钱进").await);
        let course = listed_course(&world, &lecturer).await;
        let public = format!("/catalogue/{course}");
        let path = format!("{public}/report_error");
        assert!(world.visitor().get(&public).await.body.contains(&path), "{}", world.db.name);
        let values = typed(&world, &path, "第二页的图画反了").await;
        let reader = world.lecturer("孙立").await;
        let sent = reader.post(&path, &values).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let told = lecturer.get("/inbox").await.body;
        assert!(told.contains("第二页的图画反了") && told.contains("潮汐从哪里来"), "{told}");
        assert!(office.get("/inbox").await.body.contains("内容报错：潮汐从哪里来"));
        let list = office.get("/complaints").await.body;
        let at = list.find("/complaint/").unwrap();
        let to = list[at..].split('"').next().unwrap().to_owned();
        let answer = Values::default().with(Field::Answer, "讲师已经改正");
        assert_eq!(office.post(&to, &answer).await.status, 303);
        assert!(reader.get("/inbox").await.body.contains("讲师已经改正"), "who was signed in");
        assert_eq!(world.visitor().get("/catalogue/0/report_error").await.status, 404);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_complaint_is_taken_back_and_its_form_is_good_for_an_hour() {
    for world in worlds().await {
        let visitor = world.visitor();
        let values = typed(&world, "/complaint", "登录页打不开了").await;
        world.wait(TimeDelta::minutes(61));
        let late = visitor.post("/complaint", &values).await;
        assert!(late.status == 409 && late.body.contains("超过一小时"), "{}", late.body);
        let mut fresh = values;
        fresh.set(Field::Once, once_of(&late));
        let link = visitor.post("/complaint", &fresh).await.location;
        let link = link.split('?').next().unwrap();
        let path = format!("{link}/withdraw");
        for _ in 0..2 {
            assert_eq!(visitor.post(&path, &Values::default()).await.status, 303);
        }
        assert!(visitor.get(link).await.body.contains("已撤回"), "{}", world.db.name);
        let forged = Values::default().with(Field::Once, format!("{:064x}", 7));
        assert_eq!(visitor.post("/complaint", &forged).await.status, 409, "not ours");
        world.remove().await;
    }
}

#[tokio::test]
async fn one_address_complains_so_often_in_a_day() {
    for world in worlds().await {
        let stranger = world.visitor().at_address([203, 0, 113, 9]);
        let mut last = 0;
        for n in 0..61 {
            let values = typed(&world, "/complaint", &format!("登录页打不开了{n}")).await;
            last = stranger.post("/complaint", &values).await.status;
            assert!(last == 303 || n == 60, "{n}: {last}");
        }
        assert_eq!(last, 429, "{}", world.db.name);
        let other = world.visitor().at_address([203, 0, 113, 10]);
        let values = typed(&world, "/complaint", "登录页打不开了").await;
        assert_eq!(other.post("/complaint", &values).await.status, 303);
        world.remove().await;
    }
}
