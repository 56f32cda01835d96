//! The story from draft to cleared course, and slides that survive a refused form.

use domain::form::{Field, Values};

use crate::world::{Person, World, complete_course, worlds};

const PDF: &[u8] = b"%PDF-1.4\n%slides\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// The value of a hidden field in a page.
pub(crate) fn hidden(page: &str, name: &str) -> String {
    let from = page.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no {name}"));
    let tag = page[..from].rfind('<').unwrap();
    let tag = &page[tag..page[from..].find('>').unwrap() + from];
    let value = tag.split("value=\"").nth(1).unwrap_or_default();
    value.split('"').next().unwrap_or_default().to_owned()
}

async fn two(world: &World) -> (Person, Person) {
    (world.lecturer("钱进").await, world.office().await)
}

#[tokio::test]
async fn a_course_goes_from_draft_to_cleared_and_everybody_hears_of_it() {
    for world in worlds().await {
        let (lecturer, office) = two(&world).await;
        let once = hidden(&lecturer.get("/course/new").await.body, "once");
        let title = Values::default().with(Field::Once, &*once).with(Field::Title, "潮汐从哪里来");
        let id = lecturer.upload("/course/new", &title, None).await.made();
        let page = format!("/course/{id}");
        let early = lecturer.post(&format!("{page}/submit"), &Values::default()).await;
        assert_eq!(early.status, 422, "{}", world.db.name);
        let link = format!("href=\"{page}/edit#slides\"");
        assert!(early.body.contains(&link), "what is missing is named, with a way to it");
        let form = lecturer.get(&format!("{page}/edit")).await.body;
        let values = complete_course().with(Field::Revision, hidden(&form, "revision"));
        let file = Some(("slides", "潮汐.pdf", PDF));
        let saved = lecturer.upload(&format!("{page}/edit"), &values, file).await;
        assert_eq!(saved.status, 303, "{}", saved.body);
        let submit = format!("{page}/submit");
        assert_eq!(lecturer.post(&submit, &Values::default()).await.status, 303);
        assert_eq!(lecturer.post(&submit, &Values::default()).await.status, 303, "twice is once");
        assert!(office.get("/desk").await.body.contains("潮汐从哪里来"));
        assert!(office.get("/inbox").await.body.contains("钱进"));
        let check = format!("/course_check/{id}");
        let bare = Values::default().with(Field::Decision, "send_back");
        assert_eq!(office.post(&check, &bare).await.status, 422, "sending back needs a reason");
        let reason = bare.with(Field::Remark, "请补充数据来源");
        assert_eq!(office.post(&check, &reason).await.status, 303);
        assert!(lecturer.get(&page).await.body.contains("请补充数据来源"));
        assert_eq!(lecturer.post(&submit, &Values::default()).await.status, 303);
        let clear = Values::default().with(Field::Decision, "clear");
        assert_eq!(office.post(&check, &clear).await.status, 303);
        assert_eq!(office.post(&check, &clear).await.status, 303, "twice is once");
        assert!(lecturer.get("/desk").await.body.contains(&format!("{page}/booking")));
        let slides = lecturer.get(&format!("{page}/slides")).await;
        assert_eq!(slides.body.as_bytes(), PDF);
        let stranger = world.lecturer("孙悦").await;
        assert_eq!(stranger.get(&format!("{page}/slides")).await.status, 404);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn slides_survive_a_refused_form() {
    for world in worlds().await {
        let (lecturer, _) = two(&world).await;
        let mut values = complete_course().with(Field::Once, "a-token");
        values.set(Field::Title, "长".repeat(31));
        let refused =
            lecturer.upload("/course/new", &values, Some(("slides", "潮汐.pdf", PDF))).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(refused.body.contains("潮汐.pdf"));
        let token = hidden(&refused.body, "slides_token");
        values.set(Field::Title, "短题目");
        values.set(Field::SlidesToken, token);
        let id = lecturer.upload("/course/new", &values, None).await.made();
        assert_eq!(lecturer.get(&format!("/course/{id}/slides")).await.body.as_bytes(), PDF);
        world.remove().await;
    }
}

#[tokio::test]
async fn slides_of_another_kind_are_refused_at_their_field() {
    let world = crate::world::world().await;
    let (lecturer, _) = two(&world).await;
    let values = complete_course().with(Field::Once, "a-token");
    let file = Some(("slides", "slides.pdf", b"<html>".as_slice()));
    let refused = lecturer.upload("/course/new", &values, file).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("id=\"slides-problem\""));
    assert!(refused.body.contains("潮汐从哪里来"), "typed text is kept");
    world.remove().await;
}

#[tokio::test]
async fn a_form_sent_twice_opens_one_course() {
    for world in worlds().await {
        let (lecturer, _) = two(&world).await;
        let values = Values::default().with(Field::Once, "the-same").with(Field::Title, "潮汐");
        let first = lecturer.upload("/course/new", &values, None).await.made();
        let second = lecturer.upload("/course/new", &values, None).await.made();
        assert_eq!(first, second, "{}", world.db.name);
        let list = lecturer.get("/course").await.body;
        assert_eq!(list.matches("card-title").count(), 1);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_stale_form_keeps_what_was_typed_and_asks() {
    for world in worlds().await {
        let (lecturer, _) = two(&world).await;
        let values = Values::default().with(Field::Once, "one").with(Field::Title, "潮汐");
        let id = lecturer.upload("/course/new", &values, None).await.made();
        let edit = format!("/course/{id}/edit");
        let one = Values::default().with(Field::Title, "潮汐一").with(Field::Revision, "1");
        assert_eq!(lecturer.upload(&edit, &one, None).await.status, 303);
        let two = Values::default().with(Field::Title, "潮汐二").with(Field::Revision, "1");
        let stale = lecturer.upload(&edit, &two, None).await;
        assert_eq!(stale.status, 409, "{}", world.db.name);
        assert!(stale.body.contains("潮汐二"));
        let page = format!("/course/{id}");
        assert!(lecturer.get(&page).await.body.contains("潮汐一"), "nothing was overwritten");
        let again = two.clone();
        let mut again = again;
        again.set(Field::Revision, hidden(&stale.body, "revision"));
        assert_eq!(lecturer.upload(&edit, &again, None).await.status, 303);
        assert!(lecturer.get(&page).await.body.contains("潮汐二"));
        world.remove().await;
    }
}

#[tokio::test]
async fn a_file_that_is_too_large_gets_our_own_page() {
    let world = crate::world::world().await;
    let (lecturer, _) = two(&world).await;
    let values = Values::default().with(Field::Once, "one").with(Field::Title, "潮汐");
    let large = vec![b'x'; actions::MAX_UPLOAD + 2 * 1024 * 1024];
    let refused = lecturer.upload("/course/new", &values, Some(("slides", "a.pdf", &large))).await;
    assert_eq!(refused.status, 413);
    assert!(refused.body.contains("error-page"));
    world.remove().await;
}
