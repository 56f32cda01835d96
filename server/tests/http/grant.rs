//! Roles and accounts: who gives them, and what they open.

use domain::{
    form::{Field, Values},
    role::{Grant, Role, Scope},
};

use crate::world::{PASSWORD, Person, World, commit, worlds};

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
        let counties = world.actions.places(&scene).await.unwrap().counties;
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
        assert!(!page.body.contains("/grant\""), "a county reads");
        assert_eq!(clerk.get(&format!("/person/{}", people[1])).await.status, 404);
        let path = format!("/person/{}/grant", people[0]);
        assert_eq!(clerk.post(&path, &grant("judge", "everything")).await.status, 403);
        world.remove().await;
    }
}
