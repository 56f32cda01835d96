//! Public pages are kept as they were sent, and never longer than they are right.

use axum::http::header;
use chrono::TimeDelta;
use domain::{audience::DeliveryMode, course::CourseVersionState, form::Values, id::FieldId};

use crate::{
    booking::held,
    world::{Person, World, worlds},
};

/// Lists a course without the chain, as if another server had done it, or with it.
async fn list_course(world: &World, lecturer: &Person, title: &str, logged: Logged) {
    let draft = domain::course::CourseDraft {
        title: title.to_owned(),
        summary: String::new(),
        field: Some(FieldId(1)),
        stages: Vec::new(),
        groups: Vec::new(),
        mode: DeliveryMode::Onsite,
        minutes: Some(60),
        max_audience: None,
        equipment: String::new(),
        outline: String::new(),
        sources: String::new(),
        slides: None,
        owns_rights: true,
        no_advertising: true,
    };
    let version = store::NewVersion {
        lecturer_id: lecturer.id,
        state: CourseVersionState::Listed,
        draft: &draft,
        taken_over: false,
        listed_until: None,
        remark: "",
        at: world.now(),
    };
    let mut tx = world.db.store.begin().await.unwrap();
    tx.add_version(&version).await.unwrap();
    match logged {
        Logged::No => tx.commit_unlogged().await.unwrap(),
        Logged::Yes => {
            let doer = domain::audit::Doer::PROGRAM;
            let entry = domain::audit::Entry::new(doer, world.now(), "list", "course_version");
            tx.commit(entry, "salt").await.unwrap();
        }
    }
}

enum Logged {
    No,
    Yes,
}

#[tokio::test]
async fn a_public_page_is_kept_until_the_chain_grows() {
    for world in worlds().await {
        let lecturer = world.lecturer("钱进").await;
        let visitor = world.visitor();
        list_course(&world, &lecturer, "潮汐一", Logged::Yes).await;
        assert!(visitor.get("/catalogue").await.body.contains("潮汐一"));
        list_course(&world, &lecturer, "潮汐二", Logged::No).await;
        let kept = visitor.get("/catalogue").await.body;
        assert!(!kept.contains("潮汐二"), "{}: nothing was logged, so it is kept", world.db.name);
        let inside = lecturer.get("/catalogue").await.body;
        assert!(!inside.contains("潮汐二"), "the same list for the signed in");
        assert!(inside.contains("href=\"/desk\""), "in a shell of their own");
        list_course(&world, &lecturer, "潮汐三", Logged::Yes).await;
        assert!(lecturer.get("/catalogue").await.body.contains("潮汐三"), "seen at once");
        assert!(visitor.get("/catalogue").await.body.contains("潮汐三"));
        let english = visitor.get("/catalogue?lang=en").await.body;
        assert!(english.contains("<html lang=\"en\""));
        assert!(visitor.get("/catalogue").await.body.contains("<html lang=\"zh-CN\""));
        let dark = visitor.with_cookie("theme=dark").get("/catalogue").await.body;
        assert!(dark.contains("data-theme=\"dark\""));
        world.wait(TimeDelta::days(800));
        let later = visitor.get("/catalogue").await.body;
        assert!(!later.contains("潮汐三"), "the appointment has ended meanwhile");
        world.remove().await;
    }
}

#[tokio::test]
async fn what_the_browser_has_is_not_sent_again() {
    for world in worlds().await {
        let lecturer = world.lecturer("钱进").await;
        for person in [world.visitor(), lecturer.clone()] {
            for path in ["/catalogue", "/catalogue", "/privacy"] {
                let first = person.get(path).await;
                assert!(first.tag.starts_with("W/\""), "{path}");
                let again = person.with_header(header::IF_NONE_MATCH, &first.tag).get(path).await;
                assert_eq!((again.status, again.body.as_str()), (304, ""), "{path}");
                let other = person.with_header(header::IF_NONE_MATCH, "W/\"x\"").get(path).await;
                assert_eq!(other.status, 200, "{path}");
            }
        }
        // A refused form is no page to be kept.
        let refused = world.visitor().post("/sign_in", &Values::default()).await;
        assert!(refused.status == 422 && refused.tag.is_empty());
        world.remove().await;
    }
}

/// What is asked for once takes no room from what is asked for often, and words that the page does
/// not read make no page of their own.
#[tokio::test]
async fn many_addresses_do_not_turn_the_cache_off() {
    let world = crate::world::world().await;
    let lecturer = world.lecturer("钱进").await;
    for n in 0..50 {
        list_course(&world, &lecturer, &format!("潮汐第{n}讲"), Logged::Yes).await;
    }
    let visitor = world.visitor();
    let mut n_bytes = 0;
    for n in 0..100 {
        assert_eq!(visitor.get(&format!("/catalogue?q=nothing{n}")).await.status, 200);
    }
    // Every page of the last number is the last page, each kept under its own address.
    for n in 1.. {
        n_bytes += visitor.get(&format!("/catalogue?page={n}")).await.body.len();
        visitor.get("/catalogue").await;
        if n_bytes > 9 * 1024 * 1024 {
            break;
        }
    }
    visitor.get("/catalogue?q=%E6%B1%90").await;
    list_course(&world, &lecturer, "山洪", Logged::No).await;
    list_course(&world, &lecturer, "汐湖", Logged::No).await;
    for path in ["/catalogue", "/catalogue?fbclid=1&q=", "/catalogue?q=%E6%B1%90&utm_source=x"] {
        let kept = visitor.get(path).await.body;
        assert!(
            kept.contains("潮汐第1讲") && !kept.contains("山洪") && !kept.contains("汐湖"),
            "{path}"
        );
        let form = kept.split("name=\"next\" value=\"").nth(1).unwrap();
        assert!(!form.split('"').next().unwrap().contains("utm"), "nobody else's address");
    }
    assert!(
        visitor.get("/catalogue?q=%E6%B1%90%E6%B9%96").await.body.contains("/catalogue/"),
        "not kept before"
    );
    world.remove().await;
}

#[tokio::test]
async fn who_comes_while_a_page_is_made_gets_the_same() {
    for world in worlds().await {
        let lecturer = world.lecturer("钱进").await;
        list_course(&world, &lecturer, "潮汐一", Logged::Yes).await;
        let mut all = tokio::task::JoinSet::new();
        for person in [world.visitor(), lecturer.clone()] {
            for _ in 0..10 {
                let person = person.clone();
                all.spawn(async move { person.get("/catalogue").await });
            }
        }
        while let Some(answer) = all.join_next().await {
            assert!(answer.unwrap().body.contains("潮汐一"), "{}", world.db.name);
        }
        assert_eq!(world.visitor().get("/catalogue/4711").await.status, 404);
        assert_eq!(lecturer.get("/catalogue/4711").await.status, 404);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_browser_may_know_several_pages() {
    let world = crate::world::world().await;
    let visitor = world.visitor();
    let tag = visitor.get("/privacy").await.tag;
    for known in [format!("W/\"x\", {tag}"), "*".to_owned()] {
        let answer = visitor.with_header(header::IF_NONE_MATCH, &known).get("/privacy").await;
        assert_eq!(answer.status, 304, "{known}");
    }
    let broken = visitor.with_header(header::IF_NONE_MATCH, "no tag").get("/privacy").await;
    assert_eq!(broken.status, 200);
    world.remove().await;
}

#[tokio::test]
async fn a_page_of_one_reader_is_kept_for_the_edition_and_the_minute() {
    for world in worlds().await {
        let (lecturer, _, booking, _) = held(&world).await;
        let to_confirm = |page: &str| page.contains(&booking) && page.contains("确认预约");
        let desk = lecturer.get("/desk").await.body;
        assert!(to_confirm(&desk), "{}: {desk}", world.db.name);
        let mut tx = world.db.store.begin().await.unwrap();
        let until = world.now() + TimeDelta::minutes(12);
        let id = booking.rsplit('/').next().unwrap().parse().unwrap();
        tx.extend_booking(id, until, world.now()).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        assert_eq!(lecturer.get("/desk").await.body, desk, "nothing was counted, so it is kept");
        let colleague = world.lecturer("陆海").await;
        assert!(!to_confirm(&colleague.get("/desk").await.body), "one reader's alone");
        world.wait(TimeDelta::minutes(1));
        assert_ne!(lecturer.get("/desk").await.body, desk, "made anew with the minute");
        world.wait(TimeDelta::minutes(12));
        let desk = lecturer.get("/desk").await;
        assert!(desk.status == 200 && !to_confirm(&desk.body), "the hold is over");
        world.remove().await;
    }
}
