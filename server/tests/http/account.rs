//! Sign-in, sessions, passwords.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::PersonId,
    role::Role,
};

use crate::world::{PASSWORD, Person, World, at_once, worlds};

/// Another password that nobody guesses.
pub(crate) const OTHER: &str = "Kiln-osprey-8-Tarn";

pub(crate) async fn administrator(world: &World) -> (String, Person) {
    let call = actions::Call::anonymous(world.now(), "127.0.0.1");
    let code = world.actions.create_admin(&call, "Zhou", "周明远").await.unwrap().code;
    (code, world.visitor())
}

/// The same of the city's office.
pub(crate) async fn first_office(world: &World) -> (String, Person) {
    let call = actions::Call::anonymous(world.now(), "127.0.0.1");
    let code = world.actions.create_office(&call, "Zhou", "周明远").await.unwrap().code;
    (code, world.visitor())
}

/// The same person with a password: the name at sign-in, and a browser with a session.
pub(crate) async fn with_password(world: &World, person: &Person) -> (String, Person) {
    let admin = world.person("严守业", &[Role::SystemAdministrator], "机房", "other", 1).await;
    let code = issue(&admin, person.id, &Values::default()).await;
    let done = world.visitor().post(&code, &passwords(PASSWORD, PASSWORD)).await;
    let mut conn = world.db.store.read().await.unwrap();
    let name = conn.find_account_of(person.id).await.unwrap().unwrap().sign_in_name;
    (name, world.visitor().with_cookie(&session_of(&done)))
}

/// The address of a code that a keeper issues.
pub(crate) async fn issue(keeper: &Person, id: PersonId, values: &Values) -> String {
    let issued = keeper.post(&format!("/person/{id}/activation"), values).await;
    assert_eq!(issued.status, 200, "{}", issued.body);
    let link = issued.body.split("href=\"/activate/").nth(1).unwrap();
    format!("/activate/{}", link.split('"').next().unwrap())
}

pub(crate) fn passwords(new: &str, repeat: &str) -> Values {
    Values::default().with(Field::NewPassword, new).with(Field::RepeatPassword, repeat)
}

pub(crate) fn credentials(name: &str, password: &str) -> Values {
    Values::default().with(Field::SignInName, name).with(Field::Password, password)
}

pub(crate) fn session_of(answer: &crate::world::Answer) -> String {
    let cookie = answer.cookies.iter().find(|cookie| cookie.starts_with("session=")).unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_first_administrator_sets_a_password_once_and_signs_in() {
    for world in worlds().await {
        assert!(world.visitor().get("/").await.body.contains("create-admin"), "the set-up page");
        let (code, visitor) = administrator(&world).await;
        let path = format!("/activate/{code}");
        assert!(visitor.get(&path).await.body.contains("zhou"));
        let weak = visitor.post(&path, &passwords("short", "short")).await;
        assert_eq!(weak.status, 422);
        let differ = visitor.post(&path, &passwords(PASSWORD, OTHER)).await;
        assert!(differ.status == 422 && differ.body.contains("id=\"repeat_password-problem\""));
        let done = visitor.post(&path, &passwords(PASSWORD, PASSWORD)).await;
        assert_eq!((done.status, done.location.as_str()), (303, "/desk"));
        assert_eq!(visitor.with_cookie(&session_of(&done)).get("/desk").await.status, 200);
        assert_eq!(visitor.get(&path).await.status, 404, "a code is good once");
        for typed in [" ZHOU ", "ｚｈｏｕ", "zh\u{200b}ou"] {
            let again = visitor.post("/sign_in", &credentials(typed, PASSWORD)).await;
            assert_eq!(again.status, 303, "{typed}: {}", again.body);
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_wrong_password_keeps_the_name_and_locks_after_five() {
    for world in worlds().await {
        let (code, visitor) = administrator(&world).await;
        visitor.post(&format!("/activate/{code}"), &passwords(PASSWORD, PASSWORD)).await;
        for name in ["zhou", "nobody"] {
            for _ in 0..5 {
                let wrong = visitor.post("/sign_in", &credentials(name, "wrong")).await;
                assert_eq!(wrong.status, 422);
                assert!(wrong.body.contains(&format!("value=\"{name}\"")));
                assert!(!wrong.body.contains("value=\"wrong\""), "a password is never sent back");
            }
            let locked = visitor.post("/sign_in", &credentials(name, PASSWORD)).await;
            assert_eq!(locked.status, 429, "{name} on {}", world.db.name);
        }
        world.wait(TimeDelta::minutes(16));
        assert_eq!(visitor.post("/sign_in", &credentials("zhou", PASSWORD)).await.status, 303);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_session_is_new_at_sign_in_and_gone_after_sign_out() {
    for world in worlds().await {
        let (code, visitor) = administrator(&world).await;
        visitor.post(&format!("/activate/{code}"), &passwords(PASSWORD, PASSWORD)).await;
        let planted = visitor.with_cookie("session=planted");
        let first = planted.post("/sign_in", &credentials("zhou", PASSWORD)).await;
        let first = session_of(&first);
        assert_ne!(first, "session=planted");
        let person = visitor.with_cookie(&first);
        let second = person.post("/sign_in", &credentials("zhou", PASSWORD)).await;
        assert_ne!(session_of(&second), first);
        assert_eq!(person.get("/desk").await.status, 303, "the session before is over");
        let person = visitor.with_cookie(&session_of(&second));
        person.post("/sign_out", &Values::default()).await;
        assert_eq!(person.get("/desk").await.status, 303);
        world.remove().await;
    }
}

#[tokio::test]
async fn an_idle_office_session_ends_after_half_an_hour() {
    for world in worlds().await {
        let (code, visitor) = administrator(&world).await;
        let done = visitor.post(&format!("/activate/{code}"), &passwords(PASSWORD, PASSWORD)).await;
        let person = visitor.with_cookie(&session_of(&done));
        world.wait(TimeDelta::minutes(29));
        assert_eq!(person.get("/desk").await.status, 200);
        world.wait(TimeDelta::minutes(29));
        assert_eq!(person.get("/desk").await.status, 200, "each use counts");
        world.wait(TimeDelta::minutes(31));
        assert_eq!(person.get("/desk").await.status, 303);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    for world in worlds().await {
        let (code, visitor) = administrator(&world).await;
        let done = visitor.post(&format!("/activate/{code}"), &passwords(PASSWORD, PASSWORD)).await;
        let (one, two) = (
            visitor.with_cookie(&session_of(&done)),
            visitor.post("/sign_in", &credentials("zhou", PASSWORD)).await,
        );
        let two = visitor.with_cookie(&session_of(&two));
        let wrong = passwords(OTHER, OTHER).with(Field::OldPassword, "no");
        assert_eq!(one.post("/password", &wrong).await.status, 422);
        let right = passwords(OTHER, OTHER).with(Field::OldPassword, PASSWORD);
        let changed = one.post("/password", &right).await;
        assert_eq!(changed.status, 303, "{}", changed.body);
        assert_eq!(two.get("/desk").await.status, 303);
        assert_eq!(visitor.with_cookie(&session_of(&changed)).get("/desk").await.status, 200);
        world.remove().await;
    }
}

#[tokio::test]
async fn an_idle_session_of_every_office_ends_after_half_an_hour() {
    let world = crate::world::world().await;
    let offices = [Role::DecisionMaker, Role::Supervisor, Role::Judge, Role::UnitOfficer];
    for (role, ends) in offices.map(|role| (role, true)).into_iter().chain([(Role::Tutor, false)]) {
        let place = format!("示范{}", role.as_str());
        let person = world.person("某人", &[role], &place, "other", 1).await;
        let (_, browser) = with_password(&world, &person).await;
        assert_eq!(browser.get("/account").await.status, 200);
        world.wait(TimeDelta::minutes(31));
        assert_eq!(browser.get("/account").await.status == 303, ends, "{role:?}");
    }
    world.remove().await;
}

#[tokio::test]
async fn a_reset_shuts_out_whoever_knows_the_old_password() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, thief) = with_password(&world, &owner).await;
        let admin = world.person("严守业", &[Role::SystemAdministrator], "机房", "other", 1).await;
        // Nobody else knows it: it stays good until the code is used.
        let forgotten = Values::default().with(Field::OnlyForgotten, "yes");
        issue(&admin, owner.id, &forgotten).await;
        assert_eq!(thief.get("/account").await.status, 200, "{}", world.db.name);
        let code = issue(&admin, owner.id, &Values::default()).await;
        assert_eq!(thief.get("/account").await.status, 303, "{}", world.db.name);
        let again = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
        assert_eq!(again.status, 422, "the old password is void");
        let chosen = passwords(OTHER, OTHER);
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(world.visitor().post(&code, &chosen).await.status);
        }
        assert_eq!(statuses, [303, 404, 404], "{}", world.db.name);
        assert_eq!(thief.get("/account").await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_used_code_ends_every_session() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (_, thief) = with_password(&world, &owner).await;
        let admin = world.person("严守业", &[Role::SystemAdministrator], "机房", "other", 1).await;
        let forgotten = Values::default().with(Field::OnlyForgotten, "yes");
        let code = issue(&admin, owner.id, &forgotten).await;
        let done = world.visitor().post(&code, &passwords(OTHER, OTHER)).await;
        assert_eq!(done.status, 303, "{}", world.db.name);
        assert_eq!(thief.get("/account").await.status, 303, "{}", world.db.name);
        let page = world.visitor().with_cookie(&session_of(&done)).get("/desk").await;
        assert_eq!(page.status, 200);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_password_that_is_soon_guessed_is_refused() {
    let world = crate::world::world().await;
    let (code, visitor) = administrator(&world).await;
    for guessable in ["P@ssword1", "Qwerty123!", "Zhou-2026", "Whetstone-1", "Admin@123"] {
        let path = format!("/activate/{code}");
        let refused = visitor.post(&path, &passwords(guessable, guessable)).await;
        assert_eq!(refused.status, 422, "{guessable}");
        assert!(refused.body.contains("id=\"new_password-problem\""), "{guessable}");
        assert!(!refused.body.contains(guessable), "a password is never sent back");
    }
    world.remove().await;
}

#[tokio::test]
async fn the_own_account_shows_its_sessions_and_ends_them_all() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, here) = with_password(&world, &owner).await;
        let phone = world.visitor().with_header(
            axum::http::header::USER_AGENT,
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
        );
        let there = phone.post("/sign_in", &credentials(&name, PASSWORD)).await;
        let there = world.visitor().with_cookie(&session_of(&there));
        let page = here.get("/account").await.body;
        assert!(page.contains("Safari · iPhone") && page.contains("未知设备（本机）"), "{page}");
        let ended = here.post("/account/end_sessions", &Values::default()).await;
        assert_eq!((ended.status, ended.location.as_str()), (303, "/"));
        for browser in [here, there] {
            assert_eq!(browser.get("/account").await.status, 303, "{}", world.db.name);
        }
        assert_eq!(phone.post("/sign_in", &credentials(&name, PASSWORD)).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_closed_account_is_opened_again_by_a_code_alone() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, browser) = with_password(&world, &owner).await;
        let close = |password: &str| Values::default().with(Field::Password, password);
        let wrong = browser.post("/account/close", &close("wrong")).await;
        assert!(wrong.status == 422 && wrong.body.contains("id=\"password-problem\""));
        let closed = browser.post("/account/close", &close(PASSWORD)).await;
        assert_eq!(closed.status, 303, "{}", closed.body);
        assert_eq!(browser.get("/account").await.status, 303, "{}", world.db.name);
        let again = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
        assert_eq!(again.status, 422);
        let office = world.office().await;
        let page = format!("/person/{}", owner.id);
        assert!(office.get(&page).await.body.contains("已注销"));
        let code = issue(&office, owner.id, &Values::default()).await;
        let done = world.visitor().post(&code, &passwords(OTHER, OTHER)).await;
        assert_eq!(done.status, 303);
        // The office closes it as well, and twice is once.
        let path = format!("{page}/close_account");
        let close = (office.clone(), path, Values::default());
        for answer in at_once(vec![close; 2]).await {
            assert_eq!(answer.status, 303, "{}", world.db.name);
        }
        let browser = world.visitor().with_cookie(&session_of(&done));
        assert_eq!(browser.get("/account").await.status, 303, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn an_administrator_is_reminded_of_an_old_password() {
    let world = crate::world::world().await;
    let (code, visitor) = administrator(&world).await;
    visitor.post(&format!("/activate/{code}"), &passwords(PASSWORD, PASSWORD)).await;
    for (days, reminds) in [(89, false), (2, true)] {
        world.wait(TimeDelta::days(days));
        let session = visitor.post("/sign_in", &credentials("zhou", PASSWORD)).await;
        let desk = visitor.with_cookie(&session_of(&session)).get("/desk").await.body;
        assert_eq!(desk.contains("请更换密码"), reminds, "after {days} days");
    }
    world.remove().await;
}

#[tokio::test]
async fn the_first_keepers_have_one_role_each_and_are_made_again() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "cli:somebody");
        let first = world.actions.create_admin(&call, "chief", "总管").await.unwrap();
        let visitor = world.visitor();
        let path = format!("/activate/{}", first.code);
        let done = visitor.post(&path, &passwords(PASSWORD, PASSWORD)).await;
        let admin = visitor.with_cookie(&session_of(&done));
        assert_eq!(admin.get("/person").await.status, 200, "{}", world.db.name);
        assert_eq!(admin.get("/review_session").await.status, 403, "no course, no score");
        world.actions.create_office(&call, "office", "周明远").await.unwrap();
        for (sign_in_name, name) in [("office", "周明远"), ("chief", "别人")] {
            let taken = world.actions.create_admin(&call, sign_in_name, name).await;
            assert!(matches!(taken, Err(actions::ActionError::WrongState)), "{sign_in_name}");
        }
        let again = world.actions.create_admin(&call, "chief", "总管").await.unwrap();
        assert_eq!(admin.get("/person").await.status, 303, "the sessions have ended");
        let old = visitor.post("/sign_in", &credentials("chief", PASSWORD)).await;
        assert_eq!(old.status, 422, "the password is void");
        let path = format!("/activate/{}", again.code);
        assert_eq!(visitor.post(&path, &passwords(OTHER, OTHER)).await.status, 303);
        let lines = world
            .db
            .store
            .read()
            .await
            .unwrap()
            .list_audit(&store::AuditFilter::default(), 100, 100)
            .await
            .unwrap();
        let alone = lines.iter().filter(|line| line.verb == "grant_alone").count();
        assert_eq!(alone, 2, "{}: the line says that no second keeper was asked", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
