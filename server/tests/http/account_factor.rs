//! The second factor.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    role::Role,
};
use totp_rs::{Builder, Secret};

use crate::{
    account::{credentials, issue, passwords, session_of, with_password},
    walk::value_of,
    world::{Answer, PASSWORD, Person, World, world, worlds},
};

const PAGE: &str = "/account/second_factor";

/// What an app shows that was given this secret.
pub(crate) fn shown(world: &World, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    totp.generate(world.now().timestamp().try_into().unwrap()).to_string()
}

fn secret_on(page: &str) -> String {
    let start = page.split("<code>").nth(1).unwrap();
    start.split('<').next().unwrap().to_owned()
}

fn codes_on(page: &str) -> Vec<String> {
    let items = page.split("<li><code>").skip(1);
    items.map(|item| item.split('<').next().unwrap().to_owned()).collect()
}

pub(crate) fn with_code(values: Values, code: &str) -> Values {
    values.with(Field::FactorCode, code)
}

/// Sets a second factor up: its secret, and the recovery codes.
pub(crate) async fn set_up(world: &World, person: &Person) -> (String, Vec<String>) {
    let page = person.get(PAGE).await.body;
    let secret = secret_on(&page);
    let once = Values::default().with(Field::Once, value_of(&page, "once"));
    let wrong = person.post(PAGE, &with_code(once.clone(), "000000")).await;
    assert_eq!(wrong.status, 422, "{}", wrong.body);
    assert_eq!(secret_on(&wrong.body), secret, "the app keeps what it was told");
    let right = with_code(once, &shown(world, &secret));
    let codes = codes_on(&person.post(PAGE, &right).await.body);
    assert_eq!(codes.len(), 10);
    assert_eq!(codes_on(&person.post(PAGE, &right).await.body), codes, "twice is once");
    (secret, codes)
}

async fn sign_in(world: &World, name: &str, code: &str) -> Answer {
    world.visitor().post("/sign_in", &with_code(credentials(name, PASSWORD), code)).await
}

#[tokio::test]
async fn a_second_factor_is_asked_and_each_code_is_good_once() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, browser) = with_password(&world, &owner).await;
        let (secret, codes) = set_up(&world, &browser).await;
        let without = sign_in(&world, &name, "").await;
        assert_eq!(without.status, 422, "{}", world.db.name);
        assert!(without.body.contains("id=\"factor_code-problem\""), "{}", without.body);
        let again = sign_in(&world, &name, &shown(&world, &secret)).await;
        assert_eq!(again.status, 422, "it was used to set it up");
        world.wait(TimeDelta::seconds(30));
        assert_eq!(sign_in(&world, &name, &shown(&world, &secret)).await.status, 303);
        assert_eq!(sign_in(&world, &name, &codes[3]).await.status, 303, "{}", world.db.name);
        assert_eq!(sign_in(&world, &name, &codes[3]).await.status, 422, "once");
        assert!(browser.get(PAGE).await.body.contains("还剩 9 个"));
        // A code of the office does not stand for it.
        let office = world.office().await;
        let code = issue(&office, owner.id, &Values::default()).await;
        let chosen = passwords(PASSWORD, PASSWORD);
        assert_eq!(world.visitor().post(&code, &chosen).await.status, 422);
        let done = world.visitor().post(&code, &with_code(chosen, &codes[4])).await;
        assert_eq!(done.status, 303, "{}", done.body);
        // With password and code it is taken away.
        let browser = world.visitor().with_cookie(&session_of(&done));
        let remove = Values::default().with(Field::Password, PASSWORD);
        let path = format!("{PAGE}/remove");
        assert_eq!(browser.post(&path, &with_code(remove.clone(), "1")).await.status, 422);
        assert_eq!(browser.post(&path, &with_code(remove, &codes[5])).await.status, 303);
        assert_eq!(sign_in(&world, &name, "").await.status, 303, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_wrong_second_factor_counts_as_a_wrong_password() {
    let world = world().await;
    let owner = world.lecturer("钱进").await;
    let (name, browser) = with_password(&world, &owner).await;
    let (_, codes) = set_up(&world, &browser).await;
    for _ in 0..5 {
        assert_eq!(sign_in(&world, &name, "000000").await.status, 422);
    }
    assert_eq!(sign_in(&world, &name, &codes[0]).await.status, 429);
    world.remove().await;
}

#[tokio::test]
async fn whoever_has_lost_it_asks_the_office_and_is_told() {
    for world in worlds().await {
        let owner = world.lecturer("钱进").await;
        let (name, browser) = with_password(&world, &owner).await;
        set_up(&world, &browser).await;
        let office = world.office().await;
        let page = format!("/person/{}", owner.id);
        assert!(office.get(&page).await.body.contains("/remove_factor\""));
        for _ in 0..2 {
            let removed = office.post(&format!("{page}/remove_factor"), &Values::default()).await;
            assert_eq!(removed.status, 303, "{}", world.db.name);
        }
        assert_eq!(sign_in(&world, &name, "").await.status, 303, "{}", world.db.name);
        let inbox = browser.get("/inbox").await.body;
        assert_eq!(inbox.matches("您的二次验证已由办公室停用").count(), 1, "twice is once");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn an_administrator_demands_it_of_an_office() {
    for world in worlds().await {
        let roles = [Role::SystemAdministrator];
        let admin = world.person("严守业", &roles, "机房", "other", 1).await;
        let judge = world.person("评委", &[Role::Judge], "示范大学", "university", 1).await;
        let lecturer = world.lecturer("钱进").await;
        let demand = Values::default().with(Field::FactorRoles, "judge");
        assert_eq!(judge.post("/factor_demand", &demand).await.status, 403);
        assert_eq!(admin.post("/factor_demand", &demand).await.status, 303);
        assert!(admin.get("/factor_demand").await.body.contains("value=\"judge\" checked"));
        for path in ["/desk", "/account", "/award"] {
            let sent = judge.get(path).await;
            assert_eq!((sent.status, sent.location.as_str()), (303, PAGE), "{path}");
        }
        assert!(judge.get(PAGE).await.body.contains("要求二次验证"));
        assert_eq!(judge.get("/catalogue").await.status, 200, "what is everybody's stays open");
        assert_eq!(lecturer.get("/desk").await.status, 200);
        set_up(&world, &judge).await;
        assert_eq!(judge.get("/desk").await.status, 200, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
