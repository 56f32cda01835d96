//! Sign-in, sessions, passwords.

use chrono::TimeDelta;
use domain::form::{Field, Values};

use crate::world::{PASSWORD, Person, World, worlds};

pub(crate) async fn administrator(world: &World) -> (String, Person) {
    let call = actions::Call::anonymous(world.now(), "127.0.0.1");
    let code = world.actions.create_admin(&call, "Zhou", "周明远").await.unwrap().code;
    (code, world.visitor())
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
        let differ = visitor.post(&path, &passwords(PASSWORD, "Whetstone-2")).await;
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
        let wrong = passwords("Whetstone-2", "Whetstone-2").with(Field::OldPassword, "no");
        assert_eq!(one.post("/password", &wrong).await.status, 422);
        let right = passwords("Whetstone-2", "Whetstone-2").with(Field::OldPassword, PASSWORD);
        let changed = one.post("/password", &right).await;
        assert_eq!(changed.status, 303, "{}", changed.body);
        assert_eq!(two.get("/desk").await.status, 303);
        assert_eq!(visitor.with_cookie(&session_of(&changed)).get("/desk").await.status, 200);
        world.remove().await;
    }
}
