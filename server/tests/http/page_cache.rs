//! Public pages are kept as they were sent, and never longer than they are right.

use axum::http::header;
use domain::{course::CourseVersionState, form::Values, id::FieldId};

use crate::world::{Person, World, worlds};

/// Lists a course without the chain, as if another server had done it, or with it.
async fn list_course(world: &World, lecturer: &Person, title: &str, logged: Logged) {
    let draft = domain::course::CourseDraft {
        title: title.to_owned(),
        summary: String::new(),
        field: Some(FieldId(1)),
        stages: Vec::new(),
        groups: Vec::new(),
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
        mode: "onsite",
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
        assert!(lecturer.get("/catalogue").await.body.contains("潮汐二"), "not for the signed in");
        list_course(&world, &lecturer, "潮汐三", Logged::Yes).await;
        assert!(visitor.get("/catalogue").await.body.contains("潮汐三"));
        let english = visitor.get("/catalogue?lang=en").await.body;
        assert!(english.contains("<html lang=\"en\""));
        assert!(visitor.get("/catalogue").await.body.contains("<html lang=\"zh-CN\""));
        let dark = visitor.with_cookie("theme=dark").get("/catalogue").await.body;
        assert!(dark.contains("data-theme=\"dark\""));
        world.wait(chrono::TimeDelta::days(800));
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
