//! A form that was sent after the session had ended.

use chrono::TimeDelta;
use domain::form::{Field, Values};

use crate::{
    account::{credentials, first_office, passwords, session_of},
    world::{Answer, PASSWORD, Person, World, world, worlds},
};

pub(crate) fn cookie(answer: &Answer, name: &str) -> String {
    let start = format!("{name}=");
    let found = answer.cookies.iter().find(|cookie| cookie.starts_with(&start)).unwrap();
    found.split(';').next().unwrap().to_owned()
}

fn place() -> Values {
    Values::default()
        .with(Field::Once, "place")
        .with(Field::PlaceName, "科学会堂𠅤")
        .with(Field::Address, "<b>示范路</b>")
        .with(Field::County, "")
        .with(Field::OldPassword, "a secret")
}

/// Somebody of the office whose session has ended while a form was being filled.
async fn too_late(world: &World) -> (Person, Answer) {
    let call = actions::Call::anonymous(world.now(), "");
    world.actions.ship_regions(&call).await.unwrap();
    let (code, visitor) = first_office(world).await;
    let path = format!("/activate/{code}");
    let done = visitor.post(&path, &passwords(PASSWORD, PASSWORD)).await;
    let person = visitor.with_cookie(&session_of(&done));
    world.wait(TimeDelta::minutes(31));
    let answer = person.post("/place", &place()).await;
    (person, answer)
}

#[tokio::test]
async fn what_was_typed_is_there_again_after_the_sign_in() {
    for world in worlds().await {
        let (_, answer) = too_late(&world).await;
        assert_eq!((answer.status, answer.location.as_str()), (303, "/sign_in?next=%2Fplace"));
        let browser = world.visitor().with_cookie(&cookie(&answer, "kept_form"));
        let page = browser.get("/sign_in?next=%2Fplace").await.body;
        assert!(page.contains("已加密保存"), "{}", world.db.name);
        let values = credentials("zhou", PASSWORD).with(Field::Next, "/place");
        let signed_in = browser.post("/sign_in", &values).await;
        assert_eq!(signed_in.location, "/place");
        let person = browser.with_cookie(&session_of(&signed_in));
        let page = person.get("/place").await.body;
        assert!(
            page.contains("科学会堂𠅤") && page.contains("&lt;b&gt;示范路&lt;/b&gt;"),
            "{page}"
        );
        assert!(page.contains("value=\"place\""), "the same form, to be written once");
        assert!(page.contains("请核对后再次提交"));
        assert!(!person.get("/review_session/new").await.body.contains("请核对后再次提交"));
        let call = world.call(&person, domain::role::Role::CityOffice);
        let county =
            world.actions.places(&call, &actions::ListFilter::default()).await.unwrap().counties[0]
                .id
                .to_string();
        let mut values = place();
        values.set(Field::County, county);
        let accepted = person.post("/place", &values).await;
        assert_eq!(accepted.status, 303);
        assert_eq!(cookie(&accepted, "kept_form"), "kept_form=", "it needs to be kept no longer");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_sign_out_in_another_tab_loses_nothing() {
    for world in worlds().await {
        let (code, visitor) = first_office(&world).await;
        let done = visitor.post(&format!("/activate/{code}"), &passwords(PASSWORD, PASSWORD)).await;
        let person = visitor.with_cookie(&session_of(&done));
        let out = person.post("/sign_out", &Values::default()).await;
        assert!(
            out.cookies.iter().all(|cookie| !cookie.starts_with("session=")),
            "{:?}",
            out.cookies
        );
        let answer = person.post("/place", &place()).await;
        assert_eq!(answer.location, "/sign_in?next=%2Fplace", "{}", world.db.name);
        let browser = world.visitor().with_cookie(&cookie(&answer, "kept_form"));
        let signed_in = browser.post("/sign_in", &credentials("zhou", PASSWORD)).await;
        let page = browser.with_cookie(&session_of(&signed_in)).get("/place").await.body;
        assert!(page.contains("科学会堂𠅤"), "{page}");
        world.remove().await;
    }
}

#[tokio::test]
async fn nobody_else_sees_it() {
    for world in worlds().await {
        let (ended, answer) = too_late(&world).await;
        let kept = cookie(&answer, "kept_form");
        let other = world.office().await;
        let page = other.with_cookie(&kept).get("/place").await.body;
        assert!(!page.contains("科学会堂"), "{}: another account", world.db.name);
        assert!(!world.visitor().with_cookie(&kept).get("/place").await.body.contains("科学会堂"));
        assert!(ended.get("/place").await.location.starts_with("/sign_in"));
        let mut conn = world.db.store.read().await.unwrap();
        let account = conn.find_account("zhou").await.unwrap().unwrap();
        let token = kept.trim_start_matches("kept_form=");
        let digest = hex::encode(<sha2::Sha256 as sha2::Digest>::digest(token.as_bytes()));
        let row = conn.find_kept_form(&digest, account.person_id).await.unwrap().unwrap();
        let bytes = &row.sealed;
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("place_name") && !text.contains("secret"), "sealed");
        drop(conn);
        let call = world.call(&other, domain::role::Role::CityOffice);
        assert_eq!(world.actions.kept_form(&call, token).await.unwrap(), None);
        world.actions.sweep(world.now() + TimeDelta::days(2)).await.unwrap();
        let mut conn = world.db.store.read().await.unwrap();
        assert_eq!(conn.find_kept_form(&digest, account.person_id).await.unwrap(), None);
        drop(conn);
        world.remove().await;
    }
}

#[tokio::test]
async fn passwords_are_not_kept_and_strangers_forms_neither() {
    let world = world().await;
    let (_, answer) = too_late(&world).await;
    let kept = cookie(&answer, "kept_form");
    let values = credentials("zhou", PASSWORD).with(Field::Next, "/password");
    let browser = world.visitor().with_cookie(&kept);
    let person = browser.with_cookie(&session_of(&browser.post("/sign_in", &values).await));
    let call = world.call(&person, domain::role::Role::CityOffice);
    let mut call = call;
    let mut conn = world.db.store.read().await.unwrap();
    let account = conn.find_account("zhou").await.unwrap().unwrap();
    drop(conn);
    call.actor.as_mut().unwrap().person = account.person_id;
    let token = kept.trim_start_matches("kept_form=");
    let form = world.actions.kept_form(&call, token).await.unwrap().unwrap();
    assert_eq!((form.values.get(Field::OldPassword), form.values.get(Field::Once)), ("", "place"));
    let stranger = world.visitor().with_cookie("session=never-there");
    let answer = stranger.post("/place", &place()).await;
    assert!(answer.location.starts_with("/sign_in") && answer.cookies.is_empty());
    world.remove().await;
}
