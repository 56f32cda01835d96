//! Roles and accounts: who gives them, and what they open.

use chrono::Days;
use domain::{
    deputy::NewDeputy,
    form::{Field, Values},
    id::{OrganisationId, PersonId},
    role::{Grant, Role, Scope},
};

use crate::{
    account::{issue, passwords},
    world::{PASSWORD, Person, World, at_once, commit, worlds},
};

fn grant(role: &str, scope: &str) -> Values {
    Values::default().with(Field::Role, role).with(Field::Scope, scope)
}

async fn administrator(world: &World) -> Person {
    world.person("严守业", &[Role::SystemAdministrator], "市科协", "city_association", 1).await
}

#[tokio::test]
async fn the_office_gives_a_role_and_takes_it_back() {
    for world in worlds().await {
        let office = world.office().await;
        let somebody = world.person("专家", &[], "示范大学", "university", 3).await;
        let page = format!("/person/{}", somebody.id);
        let path = format!("{page}/grant");
        assert_eq!(somebody.get("/course").await.status, 403, "{}", world.db.name);
        let empty = office.post(&path, &Values::default()).await;
        assert!(empty.status == 422 && empty.body.contains("href=\"#scope\""));
        let wrong = grant("panelist", "region-999").with(Field::EndsOn, "2027-01-31");
        let wrong = office.post(&path, &wrong).await;
        assert!(wrong.status == 422 && wrong.body.contains("2027-01-31"), "what was typed is kept");
        let above = office.post(&path, &grant("system_administrator", "everything")).await;
        assert_eq!(above.status, 422, "the administrator's to give");
        let right = grant("lecturer", "everything");
        assert_eq!(office.post(&path, &right).await.status, 303);
        assert_eq!(office.post(&path, &right).await.status, 303);
        assert_eq!(office.get(&page).await.body.matches("/end\"").count(), 1, "twice is once");
        assert_eq!(somebody.get("/course").await.status, 200);
        let body = office.get(&page).await.body;
        let at = body.find("/end\"").unwrap();
        let end = body[..at + 4].rsplit('"').next().unwrap();
        assert_eq!(office.post(end, &Values::default()).await.status, 303);
        assert_eq!(somebody.get("/course").await.status, 403, "from the same day on");
        assert_eq!(office.post(end, &Values::default()).await.status, 404, "there is no more");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn who_watches_does_not_act() {
    for world in worlds().await {
        let administrator = administrator(&world).await;
        let office = world.office().await;
        let path = format!("/person/{}/grant", office.id);
        let refused = administrator.post(&path, &grant("supervisor", "everything")).await;
        assert!(refused.status == 422 && refused.body.contains("id=\"role-problem\""));
        let path = format!("/person/{}/grant", administrator.id);
        let other = world.person("陆秉公", &[], "纪检组", "other", 1).await;
        assert_eq!(office.post(&path, &grant("judge", "everything")).await.status, 303);
        let path = format!("/person/{}/grant", other.id);
        assert_eq!(administrator.post(&path, &grant("supervisor", "everything")).await.status, 303);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_code_opens_an_account_once_and_a_new_one_voids_it() {
    for world in worlds().await {
        let (office, visitor) = (world.office().await, world.visitor());
        let mut tx = world.db.store.begin().await.unwrap();
        let row = store::NewPerson { name: "新讲师", ..store::NewPerson::default() };
        let id = tx.add_person(&row).await.unwrap();
        commit(tx).await;
        let path = format!("/person/{id}/activation");
        let taken = Values::default().with(Field::SignInName, "User1");
        let refused = office.post(&path, &taken).await;
        assert!(refused.status == 422 && refused.body.contains("User1"), "{}", world.db.name);
        let name = Values::default().with(Field::SignInName, "xin");
        let code = |body: &str| {
            let at = body.find("/activate/").unwrap();
            body[at..].split(['"', '<']).next().unwrap().to_owned()
        };
        let first = code(&office.post(&path, &name).await.body);
        let second = code(&office.post(&path, &Values::default()).await.body);
        assert_eq!(visitor.get(&first).await.status, 404, "void");
        let passwords = Values::default()
            .with(Field::NewPassword, PASSWORD)
            .with(Field::RepeatPassword, PASSWORD);
        assert_eq!(visitor.post(&second, &passwords).await.status, 303);
        assert!(!office.get(&format!("/person/{id}")).await.body.contains("/activate/"));
        // Whoever sets an office-holder's password has the office.
        let administrator = administrator(&world).await;
        let path = format!("/person/{}/activation", administrator.id);
        assert_eq!(office.post(&path, &Values::default()).await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_county_sees_its_own_people_alone() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let scene = world.call(&world.office().await, Role::CityOffice);
        let counties =
            world.actions.places(&scene, &actions::ListFilter::default()).await.unwrap().counties;
        let clerk = world.person("许静宜", &[], "县科协", "county_association", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let mut people = Vec::new();
        for county in &counties[..2] {
            let row = store::NewPerson {
                name: "某人",
                region_id: Some(county.id),
                ..store::NewPerson::default()
            };
            people.push(tx.add_person(&row).await.unwrap());
        }
        let own = Grant {
            role: Role::CountyOffice,
            scope: Scope::Region(counties[0].id),
            starts_on: crate::world::start().date_naive(),
            ends_on: None,
        };
        tx.add_grant(clerk.id, &own).await.unwrap();
        commit(tx).await;
        let page = clerk.get(&format!("/person/{}", people[0])).await;
        assert_eq!(page.status, 200, "{}", world.db.name);
        assert!(page.body.contains("/activation\"") && !page.body.contains("value=\"judge\""));
        assert_eq!(clerk.get(&format!("/person/{}", people[1])).await.status, 404);
        let path = format!("/person/{}/grant", people[0]);
        assert_eq!(clerk.post(&path, &grant("judge", "everything")).await.status, 422);
        world.remove().await;
    }
}

/// The address to which a keeper confirms what waits for a person.
pub(crate) async fn confirm_address(keeper: &Person, id: PersonId) -> String {
    let page = keeper.get(&format!("/person/{id}")).await.body;
    let at = page.find("/confirm\"").unwrap_or_else(|| panic!("nothing waits: {page}"));
    page[..at + "/confirm".len()].rsplit('"').next().unwrap().to_owned()
}

/// The newest messages that somebody has.
async fn inbox(person: &Person) -> String {
    person.get("/inbox").await.body
}

#[tokio::test]
async fn two_keepers_make_a_decision_maker_and_everybody_hears_of_it() {
    for world in worlds().await {
        let (keeper, office) = (administrator(&world).await, world.office().await);
        let watcher =
            world.person("陆秉公", &[Role::AuditAdministrator], "纪检组", "other", 1).await;
        let person = world.person("邵秉钧", &[], "市科协", "city_association", 1).await;
        let page = format!("/person/{}", person.id);
        let propose =
            (keeper.clone(), format!("{page}/grant"), grant("decision_maker", "everything"));
        for answer in at_once(vec![propose; 2]).await {
            assert_eq!(answer.status, 303, "{}", world.db.name);
        }
        assert!(keeper.get(&page).await.body.contains("撤回"), "who has proposed it takes it back");
        assert!(!keeper.get(&page).await.body.contains("/confirm\""), "and does not confirm it");
        assert!(!person.get("/account").await.body.contains("审定人"), "it does not hold yet");
        assert!(inbox(&office).await.contains("请确认角色：邵秉钧，审定人"));
        assert!(office.get("/desk").await.body.contains("请确认角色：邵秉钧，审定人"));
        let confirm = confirm_address(&office, person.id).await;
        assert_eq!(keeper.post(&confirm, &Values::default()).await.status, 403);
        let twice = (office.clone(), confirm, Values::default());
        let answers = at_once(vec![twice; 2]).await;
        let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409], "{}", world.db.name);
        assert!(person.get("/account").await.body.contains("审定人"), "{}", world.db.name);
        assert!(inbox(&person).await.contains("您获得了角色：审定人"));
        assert!(inbox(&watcher).await.contains("邵秉钧获得了角色：审定人"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_role_that_a_second_keeper_refuses_is_not_given() {
    for world in worlds().await {
        let (keeper, office) = (administrator(&world).await, world.office().await);
        let person = world.person("邵秉钧", &[], "市科协", "city_association", 1).await;
        let path = format!("/person/{}/grant", person.id);
        let supervisor = grant("supervisor", "everything");
        assert_eq!(keeper.post(&path, &supervisor).await.status, 303);
        let confirm = confirm_address(&office, person.id).await;
        let refuse = confirm.replace("/confirm", "/refuse");
        assert_eq!(office.post(&refuse, &Values::default()).await.status, 303);
        assert_eq!(office.post(&refuse, &Values::default()).await.status, 409, "it is decided");
        assert_eq!(office.post(&confirm, &Values::default()).await.status, 409);
        assert!(inbox(&keeper).await.contains("角色未获确认：邵秉钧，监审"), "{}", world.db.name);
        assert!(!person.get("/account").await.body.contains("监审"));
        // Whoever has proposed it must still be able to when it is confirmed.
        assert_eq!(keeper.post(&path, &supervisor).await.status, 303);
        let confirm = confirm_address(&office, person.id).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let today = crate::world::start().date_naive();
        let held = tx.list_held_grants(keeper.id, today).await.unwrap();
        tx.end_grant(held[0].id, Some(today)).await.unwrap();
        commit(tx).await;
        assert_eq!(office.post(&confirm, &Values::default()).await.status, 403);
        world.remove().await;
    }
}

#[tokio::test]
async fn nobody_gives_a_role_or_a_code_to_oneself() {
    for world in worlds().await {
        for keeper in [administrator(&world).await, world.office().await] {
            let page = format!("/person/{}", keeper.id);
            let shown = keeper.get(&page).await.body;
            assert!(!shown.contains("/grant\"") && !shown.contains("/activation\""));
            assert!(shown.contains("不能给自己授予角色"), "{shown}");
            let own = keeper.post(&format!("{page}/grant"), &grant("lecturer", "everything")).await;
            assert_eq!(own.status, 403, "{}", world.db.name);
            let code = keeper.post(&format!("{page}/activation"), &Values::default()).await;
            assert_eq!(code.status, 403, "{}", world.db.name);
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn a_role_is_given_with_the_scope_that_belongs_to_it() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let office = world.office().await;
        let clerk = world.person("许静宜", &[], "县科协", "county_association", 1).await;
        let scene = world.call(&office, Role::CityOffice);
        let county =
            world.actions.places(&scene, &actions::ListFilter::default()).await.unwrap().counties
                [0]
            .id;
        let path = format!("/person/{}/grant", clerk.id);
        let county = format!("region-{county}");
        for (role, scope) in [
            ("county_office", "everything"),
            ("unit_officer", "everything"),
            ("unit_officer", &*county),
            ("judge", &*county),
        ] {
            let refused = office.post(&path, &grant(role, scope)).await;
            assert_eq!(refused.status, 422, "{} {role} {scope}", world.db.name);
            assert!(refused.body.contains("id=\"scope-problem\""), "{role} {scope}");
        }
        let right = office.post(&path, &grant("county_office", &county)).await;
        assert_eq!(right.status, 303, "{}", right.body);
        world.remove().await;
    }
}

#[tokio::test]
async fn the_office_does_not_become_administrator_by_a_code_issued_beforehand() {
    for world in worlds().await {
        let (keeper, office) = (administrator(&world).await, world.office().await);
        let person = world.person("新人", &[], "市科协", "city_association", 1).await;
        let code = issue(&office, person.id, &Values::default()).await;
        assert_eq!(world.visitor().get(&code).await.status, 200, "{}", world.db.name);
        let role = grant("system_administrator", "everything");
        let path = format!("/person/{}/grant", person.id);
        assert_eq!(keeper.post(&path, &role).await.status, 303);
        let confirm = confirm_address(&office, person.id).await;
        assert_eq!(office.post(&confirm, &Values::default()).await.status, 303);
        let used = world.visitor().post(&code, &passwords(PASSWORD, PASSWORD)).await;
        assert_eq!(used.status, 404, "{}", world.db.name);
        let path = format!("/person/{}/activation", person.id);
        let issued = office.post(&path, &Values::default()).await;
        assert_eq!(issued.status, 403, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_code_is_good_for_as_long_as_its_issuer_may_issue_it() {
    for world in worlds().await {
        let office = world.office().await;
        let person = world.person("新人", &[], "市科协", "city_association", 1).await;
        let code = issue(&office, person.id, &Values::default()).await;
        assert_eq!(world.visitor().get(&code).await.status, 200, "{}", world.db.name);
        let mut tx = world.db.store.begin().await.unwrap();
        let today = crate::world::start().date_naive();
        let held = tx.list_held_grants(office.id, today).await.unwrap();
        tx.end_grant(held[0].id, Some(today)).await.unwrap();
        // The same role, lent by somebody else, issues no codes.
        let (deputy, last_day) = (office.id, today + Days::new(9));
        let new = NewDeputy { deputy, first_day: today, last_day, reason: "外出".to_owned() };
        let id = tx.add_deputy(person.id, &new, world.now()).await.unwrap();
        let lent = Grant { starts_on: today, ends_on: Some(last_day), ..held[0].grant.clone() };
        let lent = tx.add_grant(office.id, &lent).await.unwrap().unwrap();
        tx.lend_grant(lent, id).await.unwrap();
        commit(tx).await;
        let used = world.visitor().post(&code, &passwords(PASSWORD, PASSWORD)).await;
        assert_eq!(used.status, 404, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_administrators_who_end_each_others_role_one_stays() {
    for world in worlds().await {
        let (one, two) = (administrator(&world).await, administrator(&world).await);
        let end = async |keeper: &Person, of: &Person| {
            let body = keeper.get(&format!("/person/{}", of.id)).await.body;
            let at = body.find("/end\"").unwrap();
            body[..at + 4].rsplit('"').next().unwrap().to_owned()
        };
        let (of_two, of_one) = (end(&one, &two).await, end(&two, &one).await);
        let answers = at_once(vec![
            (one.clone(), of_two, Values::default()),
            (two.clone(), of_one, Values::default()),
        ])
        .await;
        let ended = answers.iter().filter(|answer| answer.status == 303).count();
        assert_eq!(ended, 1, "{}", world.db.name);
        let stays = if one.get("/person").await.status == 200 { one } else { two };
        let last = stays.post(&end(&stays, &stays).await, &Values::default()).await;
        assert_eq!(last.status, 409, "{}", world.db.name);
        assert!(last.body.contains("最后一位系统管理员"), "{}", last.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_code_is_told_to_the_person_and_to_who_watches() {
    use crate::account::{credentials, with_password};
    for world in worlds().await {
        let office = world.office().await;
        let watcher =
            world.person("陆秉公", &[Role::AuditAdministrator], "纪检组", "other", 1).await;
        let person = world.lecturer("钱进").await;
        let (name, browser) = with_password(&world, &person).await;
        browser.post("/inbox/read", &Values::default()).await;
        let quiet = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
        assert!(!quiet.cookies.iter().any(|cookie| cookie.contains("account_news")));
        let forgotten = Values::default().with(Field::OnlyForgotten, "yes");
        issue(&office, person.id, &forgotten).await;
        let told = world.visitor().post("/sign_in", &credentials(&name, PASSWORD)).await;
        let tells = told.cookies.iter().any(|cookie| cookie.contains("notice=account_news"));
        assert!(tells, "{}: {:?}", world.db.name, told.cookies);
        assert!(inbox(&browser).await.contains("已为您的账号生成激活码"), "{}", world.db.name);
        assert!(inbox(&watcher).await.contains("已为钱进的账号生成激活码"));
        world.remove().await;
    }
}

/// A county opens the accounts of its own people and names the officers of its own units: nobody else's,
/// nobody of an office, and no password that is known already.
#[tokio::test(flavor = "multi_thread")]
async fn a_county_opens_accounts_and_names_officers_of_its_own() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let scene = world.call(&world.office().await, Role::CityOffice);
        let counties =
            world.actions.places(&scene, &actions::ListFilter::default()).await.unwrap().counties;
        let clerk = world.person("许静宜", &[], "县科协", "county_association", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let starts_on = crate::world::start().date_naive();
        let (role, scope) = (Role::CountyOffice, Scope::Region(counties[0].id));
        tx.add_grant(clerk.id, &Grant { role, scope, starts_on, ends_on: None }).await.unwrap();
        let mut people = Vec::new();
        for (county, name) in [(0, "沈一鸣"), (0, "高主任"), (1, "外县人")] {
            let region_id = Some(counties[county].id);
            let row = store::NewPerson { name, region_id, ..store::NewPerson::default() };
            people.push(tx.add_person(&row).await.unwrap());
        }
        let (role, scope) = (Role::DecisionMaker, Scope::Everything);
        tx.add_grant(people[1], &Grant { role, scope, starts_on, ends_on: None }).await.unwrap();
        let mut units = Vec::new();
        for (county, name) in [(0, "甲县农函大"), (1, "乙县农函大")] {
            let row = store::NewOrganisation {
                name,
                match_key: name,
                region_id: Some(counties[county].id),
                is_nominating_unit: true,
                ..store::NewOrganisation::default()
            };
            units.push(tx.add_organisation(&row).await.unwrap());
        }
        commit(tx).await;
        let account = |name: &str, once: &str| {
            Values::default().with(Field::SignInName, name).with(Field::Once, once)
        };
        let open = |id: PersonId| format!("/person/{id}/activation");
        assert_eq!(clerk.post(&open(people[2]), &account("waixian", "a")).await.status, 404);
        assert_eq!(clerk.post(&open(people[1]), &account("gaozr", "b")).await.status, 403);
        let issued = clerk.post(&open(people[0]), &account("shenym", "c")).await;
        assert_eq!(issued.status, 200, "{}: {}", world.db.name, issued.body);
        let code = issued.body.split("/activate/").nth(1).unwrap();
        let code = format!("/activate/{}", code.split('"').next().unwrap());
        let set = passwords(crate::account::OTHER, crate::account::OTHER);
        assert_eq!(world.visitor().post(&code, &set).await.status, 303, "{}", world.db.name);
        let again = clerk.post(&open(people[0]), &account("shenym", "d")).await;
        assert_eq!(again.status, 403, "a password that is known is not the county's");
        assert!(!clerk.get(&format!("/person/{}", people[0])).await.body.contains("/activation\""));

        let path = format!("/person/{}/grant", people[0]);
        let officer = |unit: OrganisationId| grant("unit_officer", &format!("organisation-{unit}"));
        assert_eq!(clerk.post(&path, &officer(units[1])).await.status, 422, "another county's");
        assert_eq!(clerk.post(&path, &grant("lecturer", "everything")).await.status, 422);
        assert_eq!(clerk.post(&path, &officer(units[0])).await.status, 303, "{}", world.db.name);
        let page = clerk.get(&format!("/person/{}", people[0])).await.body;
        let end = page.split("action=\"").map(|it| it.split('"').next().unwrap());
        let end = end.into_iter().find(|it| it.ends_with("/end")).unwrap().to_owned();
        assert_eq!(clerk.post(&end, &Values::default()).await.status, 303, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Whose role ends soon hears of it once, and so does who gives roles.
#[tokio::test(flavor = "multi_thread")]
async fn the_end_of_a_role_is_told_ahead() {
    for world in worlds().await {
        let office = world.office().await;
        let clerk = world.person("许静宜", &[], "县科协", "county_association", 1).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let starts_on = crate::world::start().date_naive();
        let ends_on = Some(starts_on + chrono::Days::new(20));
        let grant = Grant { role: Role::Judge, scope: Scope::Everything, starts_on, ends_on };
        tx.add_grant(clerk.id, &grant).await.unwrap();
        commit(tx).await;
        assert_eq!(world.actions.remind_of_roles(world.now()).await.unwrap(), 0, "not yet");
        world.wait(chrono::TimeDelta::days(18));
        assert_eq!(world.actions.remind_of_roles(world.now()).await.unwrap(), 1);
        assert_eq!(world.actions.remind_of_roles(world.now()).await.unwrap(), 0, "once");
        assert!(clerk.get("/inbox").await.body.contains("身份即将到期"), "{}", world.db.name);
        let inbox = office.get("/inbox").await.body;
        assert!(inbox.contains("许静宜的身份即将到期"), "{}: {inbox}", world.db.name);
        assert!(inbox.contains(&format!("href=\"/person/{}\"", clerk.id)));
        world.remove().await;
    }
}
