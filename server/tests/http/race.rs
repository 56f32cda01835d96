//! Two people at once, where one of them has to lose: over HTTP, on both databases.

use domain::{
    form::{Field, Once, Values},
    id::{AwardCategoryId, AwardCycleId, CourseVersionId, ReviewSessionId},
    role::Role,
};

use crate::{
    award_scene::{cast, confirm_all, head, judges, relations},
    grant::confirm_address,
    walk::{value_of, with},
    world::{Answer, PASSWORD, Person, World, at_once, session_plan, worlds},
};

fn statuses(answers: &[Answer]) -> Vec<u16> {
    let mut all: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    all.sort_unstable();
    all
}

/// Fast and slow ones change places from turn to turn.
const TURNS: usize = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_grants_that_exclude_each_other_one_is_given() {
    for world in worlds().await {
        let roles = [Role::SystemAdministrator];
        let keeper = world.person("严守业", &roles, "市科协", "city_association", 1).await;
        let second = world.office().await;
        for turn in 0..TURNS {
            let person = world.person(&format!("陆秉公{turn}"), &[], "纪检组", "other", 1).await;
            let path = format!("/person/{}/grant", person.id);
            let role = |role: &str| with(Field::Role, role).with(Field::Scope, "everything");
            assert_eq!(keeper.post(&path, &role("supervisor")).await.status, 303);
            let confirm = confirm_address(&second, person.id).await;
            let answers = at_once(vec![
                (second.clone(), confirm, Values::default()),
                (keeper.clone(), path.clone(), role("judge")),
            ])
            .await;
            assert_eq!(statuses(&answers), [303, 422], "{}", world.db.name);
            let page = keeper.get(&format!("/person/{}", person.id)).await.body;
            assert_eq!(page.matches("/end\"").count(), 1, "{}", world.db.name);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_same_grant_given_fifty_times_at_once_is_one() {
    for world in worlds().await {
        let office = world.office().await;
        let person = world.person("专家", &[], "示范大学", "university", 3).await;
        let path = format!("/person/{}/grant", person.id);
        let values = with(Field::Role, "panelist").with(Field::Scope, "everything");
        let give = (office.clone(), path, values);
        for answer in at_once(vec![give; 50]).await {
            assert_eq!(answer.status, 303, "{}", world.db.name);
        }
        let page = office.get(&format!("/person/{}", person.id)).await.body;
        assert_eq!(page.matches("/end\"").count(), 1, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_code_sent_three_times_at_once_sets_one_password() {
    for world in worlds().await {
        for turn in 0..TURNS {
            let call = actions::Call::anonymous(world.now(), "127.0.0.1");
            let name = format!("zhou{turn}");
            let code = world.actions.create_admin(&call, &name, "周明远").await.unwrap().code;
            let send = |n: usize| {
                let password = format!("{PASSWORD}{n}");
                let values = with(Field::NewPassword, &password)
                    .with(Field::RepeatPassword, password.as_str());
                (world.visitor(), format!("/activate/{code}"), values)
            };
            let answers = at_once(vec![send(0), send(1), send(2)]).await;
            assert_eq!(statuses(&answers), [303, 404, 404], "{}", world.db.name);
            let won = answers.iter().position(|answer| answer.status == 303).unwrap();
            let values =
                with(Field::SignInName, &name).with(Field::Password, format!("{PASSWORD}{won}"));
            assert_eq!(world.visitor().post("/sign_in", &values).await.status, 303);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

/// A cycle that is about to be announced, with its judges and its tutors' category.
async fn ready(
    world: &World,
    office: &Person,
    judges: &[Person],
    turn: usize,
) -> (AwardCycleId, AwardCategoryId) {
    let mut plan = head();
    plan.set(Field::Once, format!("cycle{turn}"));
    let cycle: AwardCycleId = office.post("/award/new", &plan).await.made().into();
    let page = world.actions.cycle(&world.call(office, Role::CityOffice), cycle).await.unwrap();
    let category = page.categories[0].id;
    let rules = rules(2).with(Field::Revision, "1");
    let path = format!("/award/{cycle}/category/{category}");
    assert_eq!(office.post(&path, &rules).await.status, 303);
    assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats(judges)).await.status, 303);
    (cycle, category)
}

fn rules(seats: usize) -> Values {
    Values::default()
        .with(Field::Criteria, "育人成效 50\n活动 50")
        .with(Field::QuotaKind, "open")
        .with(Field::Seats, seats.to_string())
}

fn seats(judges: &[Person]) -> Values {
    let ids = judges.iter().map(|judge| judge.id.to_string());
    ids.fold(Values::default(), |values, id| values.with(Field::Judges, id))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_announced_has_its_judges_and_keeps_to_the_cap() {
    for world in worlds().await {
        let office = world.office().await;
        let colleague = world.office().await;
        let judges = judges(&world).await;
        for turn in 0..TURNS {
            let (cycle, category) = ready(&world, &office, &judges, turn).await;
            let announce =
                (office.clone(), format!("/award/{cycle}/step"), with(Field::Step, "announce"));
            let other = if turn % 2 == 0 {
                (colleague.clone(), format!("/award/{cycle}/judges"), seats(&judges[..3]))
            } else {
                let path = format!("/award/{cycle}/category/{category}");
                (colleague.clone(), path, rules(999).with(Field::Revision, "2"))
            };
            let answers = at_once(vec![announce, other]).await;
            let all = statuses(&answers);
            assert!(all.contains(&303), "{}: {all:?}", world.db.name);
            let call = world.call(&office, Role::CityOffice);
            let page = world.actions.cycle(&call, cycle).await.unwrap();
            if page.cycle.state != domain::award_cycle::AwardCycleState::Configuring {
                let seats: u32 = page.categories.iter().map(|it| actions::n_seats(&it.rules)).sum();
                assert!(page.judges.len() >= 5 && seats <= 30, "{}: {seats}", world.db.name);
                assert_eq!(all, [303, 409], "{}: the other one came too late", world.db.name);
            }
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_handed_in_is_whole_whoever_saves_meanwhile() {
    for world in worlds().await {
        let office = world.office().await;
        let lecturer = world.lecturer("钱进").await;
        let call = world.call(&lecturer, Role::Lecturer);
        for turn in 0..TURNS {
            let slides = actions::Incoming { name: "a.pdf".into(), bytes: demo::paper("slides") };
            let slides = world.actions.store_slides(&call, slides).await.unwrap();
            let whole = crate::world::complete_course().with(Field::SlidesToken, slides.token);
            let once = Once::new(&format!("course{turn}"));
            let id = world.actions.open_course(&call, &whole, &once).await.unwrap();
            let mut less = whole.clone().with(Field::Revision, "1");
            less.set(Field::Outline, "");
            let edit = {
                let (lecturer, path) = (lecturer.clone(), format!("/course/{id}/edit"));
                tokio::spawn(async move { lecturer.upload(&path, &less, None).await })
            };
            let shown = with(Field::Revision, "1");
            let submit = lecturer.post(&format!("/course/{id}/submit"), &shown).await;
            let edit = edit.await.unwrap();
            let page = world.actions.course(&call, id).await.unwrap();
            let state = page.course.state;
            if state == domain::course::CourseVersionState::ContentCheck {
                assert_eq!(page.course.outline, "一、现象", "{}", world.db.name);
                assert_eq!((submit.status, edit.status), (303, 409), "{}", world.db.name);
            } else {
                assert_eq!((submit.status, edit.status), (409, 303), "{}", world.db.name);
            }
        }
        drop(office);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_substitutes_for_one_seat_one_is_seated() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        // One judge is recused from one nominee: one substitute is needed.
        let declare = format!("/award/{}/judging", cast.cycle);
        let recused = relations(&cast, &[cast.nominees[0]]);
        let declared = cast.judges[0].post(&declare, &recused).await;
        assert_eq!(declared.status, 303, "{}", declared.body);
        for n in 0..2 {
            let place = format!("候补单位{n}");
            let name = format!("候补{n}");
            world.person(&name, &[Role::Judge], &place, "institute", 1).await;
        }
        let colleague = world.office().await;
        let path = format!("/award/{}/substitute", cast.cycle);
        let draw = |clerk: &Person| {
            (clerk.clone(), path.clone(), with(Field::Reason, "评委回避后人数不足"))
        };
        let both = vec![draw(&cast.office), draw(&colleague)];
        let answers = at_once(both).await;
        assert_eq!(statuses(&answers), [303, 422], "{}", world.db.name);
        let call = world.call(&cast.office, Role::CityOffice);
        let page = world.actions.cycle(&call, cast.cycle).await.unwrap();
        assert_eq!(page.judges.len(), 6, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_published_is_what_the_page_showed() {
    for world in worlds().await {
        let office = world.office().await;
        let colleague = world.office().await;
        let panel = world.panel().await;
        for turn in 0..TURNS {
            let mut plan = session_plan(&format!("2026-12-{}", 10 + turn), "09:00");
            for member in &panel {
                plan.push(Field::Panel, member.id.to_string());
            }
            let once = plan.clone().with(Field::Once, format!("session{turn}"));
            let id: ReviewSessionId = office.post("/review_session/new", &once).await.made().into();
            let publish = format!("/review_session/{id}/publish");
            let mut other = plan.with(Field::Revision, "1");
            other.set(Field::NSlots, "2");
            let answers = at_once(vec![
                (office.clone(), publish, with(Field::Revision, "1")),
                (colleague.clone(), format!("/review_session/{id}/edit"), other),
            ])
            .await;
            assert_eq!(statuses(&answers), [303, 409], "{}", world.db.name);
            let call = world.call(&office, Role::CityOffice);
            let page = world.actions.review_session(&call, id).await.unwrap();
            let expected = if answers[0].status == 303 { 3 } else { 0 };
            assert_eq!(page.slots.len(), expected, "{}", world.db.name);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_course_is_cleared_or_sent_back_and_never_both() {
    for world in worlds().await {
        let office = world.office().await;
        let reviewer =
            world.person("审核员", &[Role::ContentReviewer], "市科协", "city_association", 1).await;
        let lecturer = world.lecturer("钱进").await;
        for _ in 0..TURNS {
            let id = submitted_course(&world, &lecturer).await;
            let decide = |person: &Person, decision: &str| {
                let values = with(Field::Decision, decision).with(Field::Remark, "请补充资料来源");
                (person.clone(), format!("/course_check/{id}"), values.with(Field::Revision, "2"))
            };
            let answers =
                at_once(vec![decide(&office, "clear"), decide(&reviewer, "send_back")]).await;
            assert_eq!(statuses(&answers), [303, 409], "{}", world.db.name);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

async fn submitted_course(world: &World, lecturer: &Person) -> CourseVersionId {
    let call = world.call(lecturer, Role::Lecturer);
    let slides = actions::Incoming { name: "a.pdf".into(), bytes: demo::paper("slides") };
    let slides = world.actions.store_slides(&call, slides).await.unwrap();
    let form = lecturer.get("/course/new").await.body;
    let values = crate::world::complete_course()
        .with(Field::Once, value_of(&form, "once"))
        .with(Field::SlidesToken, slides.token);
    let id = lecturer.upload("/course/new", &values, None).await.made().into();
    let sent = lecturer.post(&format!("/course/{id}/submit"), &with(Field::Revision, "1")).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    id
}

#[tokio::test]
async fn nobody_clears_what_was_sent_back_changed_and_handed_in_again_since() {
    for world in worlds().await {
        let office = world.office().await;
        let reviewer =
            world.person("审核员", &[Role::ContentReviewer], "市科协", "city_association", 1).await;
        let lecturer = world.lecturer("钱进").await;
        let id = submitted_course(&world, &lecturer).await;
        let path = format!("/course_check/{id}");
        let first = value_of(&office.get(&path).await.body, "revision");
        let back = with(Field::Decision, "send_back").with(Field::Remark, "请补充资料来源");
        let back = back.with(Field::Revision, first.as_str());
        assert_eq!(reviewer.post(&path, &back).await.status, 303);
        let form = lecturer.get(&format!("/course/{id}/edit")).await.body;
        let mut values = crate::world::complete_course()
            .with(Field::Revision, value_of(&form, "revision"))
            .with(Field::SlidesToken, value_of(&form, "slides_token"));
        values.set(Field::Sources, "潮汐表，2026年版");
        let edit = lecturer.upload(&format!("/course/{id}/edit"), &values, None).await;
        assert_eq!(edit.status, 303, "{}", edit.body);
        let page = lecturer.get(&format!("/course/{id}")).await.body;
        let again = with(Field::Revision, &value_of(&page, "revision"));
        assert_eq!(lecturer.post(&format!("/course/{id}/submit"), &again).await.status, 303);
        let clear = with(Field::Decision, "clear").with(Field::Revision, first.as_str());
        assert_eq!(office.post(&path, &clear).await.status, 409, "{}", world.db.name);
        let now = value_of(&office.get(&path).await.body, "revision");
        let clear = with(Field::Decision, "clear").with(Field::Revision, now.as_str());
        assert_eq!(office.post(&path, &clear).await.status, 303, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_corrected_form_is_never_lost_in_silence() {
    for world in worlds().await {
        let office = world.office().await;
        let panel = world.panel().await;
        let mut plan = session_plan("2026-12-10", "09:00").with(Field::Once, "one");
        plan.push(Field::Panel, panel[0].id.to_string());
        let id: ReviewSessionId = office.post("/review_session/new", &plan).await.made().into();
        assert_eq!(office.post("/review_session/new", &plan).await.made(), id.0, "the same again");
        plan.set(Field::NSlots, "2");
        assert_eq!(office.post("/review_session/new", &plan).await.made(), id.0, "corrected");
        let call = world.call(&office, Role::CityOffice);
        let page = world.actions.review_session(&call, id).await.unwrap();
        assert_eq!(page.session.n_slots, 2, "{}", world.db.name);
        // A place cannot be corrected by its form: it comes back with a fresh token.
        let ship = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&ship).await.unwrap();
        let county =
            world.actions.places(&call, &actions::ListFilter::default()).await.unwrap().counties[0]
                .id
                .to_string();
        let mut place = with(Field::Once, "place").with(Field::PlaceName, "科学会堂");
        place.push(Field::Address, "示范路1号");
        place.push(Field::County, county);
        assert_eq!(office.post("/place", &place).await.status, 303);
        place.set(Field::Address, "示范路2号");
        let again = office.post("/place", &place).await;
        assert_eq!(again.status, 409, "{}", world.db.name);
        assert!(again.body.contains("示范路2号"));
        let fresh = value_of(&again.body, "once");
        assert_ne!(fresh, "place");
        place.set(Field::Once, fresh);
        assert_eq!(office.post("/place", &place).await.status, 303);
        assert_eq!(office.get("/place").await.body.matches("card-title").count(), 2);
        world.verify_chain().await;
        world.remove().await;
    }
}
