//! The page of the chain: who, in which role, what, from where to where; and looking for lines.

use chrono::{Days, TimeDelta};
use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    lecture::Scene,
    table::{tables, text},
    world::{Person, World, worlds},
};

const WHO: usize = 2;
const ROLE: usize = 3;
const WHAT: usize = 4;
const CHANGE: usize = 5;
const CLIENT: usize = 7;

async fn supervisor(world: &World) -> Person {
    world.person("监督员", &[Role::Supervisor], "纪检组", "other", 1).await
}

/// The rows that the page has for a query, as texts.
async fn rows(reader: &Person, query: &str) -> Vec<Vec<String>> {
    let page = reader.get(&format!("/audit{query}")).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let rows = tables(&page.body).into_iter().flatten();
    rows.map(|cells| cells.into_iter().map(text).collect()).collect()
}

fn query(pairs: &[(Field, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new("?".to_owned());
    query.extend_pairs(pairs.iter().map(|(field, value)| (field.as_str(), value)));
    query.finish()
}

#[tokio::test]
async fn a_line_says_who_in_which_role_and_a_host_is_named() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let wish = scene.wish(1, "2026-12-10", "14:00");
        let path = format!("/catalogue/{}/request", scene.version);
        let host = world.visitor().at_address([192, 0, 2, 7]);
        assert_eq!(host.post(&path, &wish).await.status, 303);
        let (link, id) = scene.ask(&world, &scene.wish(2, "2026-12-11", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, id, "pass").await.status, 303);
        let reason = Values::default().with(Field::Reason, "场地另有安排了");
        let reason = reason.with(Field::Revision, scene.revision(&world, id).await.to_string());
        assert_eq!(host.post(&format!("{link}/cancel"), &reason).await.status, 303);

        let reader = supervisor(&world).await;
        let number = id.to_string();
        let asked = query(&[(Field::Thing, "lecture_request"), (Field::ThingId, &number)]);
        let lines = rows(&reader, &asked).await;
        let of = |row: usize, cell: usize| lines[row][cell].as_str();
        assert_eq!(lines.len(), 3, "{}: {lines:?}", world.db.name);
        assert_eq!(of(0, WHO), "申请单位 菱歌示范2小学", "{}", world.db.name);
        assert!(of(0, WHAT).ends_with(&number), "{lines:?}");
        assert_eq!(of(0, CLIENT), "192.0.2.7");
        assert!(of(0, CHANGE).contains(" → "), "{lines:?}");
        assert_eq!((of(1, ROLE), of(1, CLIENT)), ("县（市、区）科协", ""));
        assert!(!of(1, WHO).is_empty() && of(1, WHO) != "系统");
        assert_eq!((of(2, WHO), of(2, ROLE)), ("申请单位 菱歌示范2小学", ""));
        assert!(of(2, CHANGE).starts_with("→ "), "{lines:?}");
        world.remove().await;
    }
}

#[tokio::test]
async fn lines_are_found_by_who_what_when_and_on_what() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, one) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        world.wait(TimeDelta::days(2));
        let (_, two) = scene.ask(&world, &scene.wish(2, "2026-12-11", "14:00")).await;
        assert_eq!(scene.decide(&world, &scene.county, two, "pass").await.status, 303);
        let reader = supervisor(&world).await;
        let county = {
            let row = world.db.store.read().await.unwrap().find_person(scene.county.id).await;
            row.unwrap().unwrap().name
        };
        let today = actions::local_date(world.now());
        let (day, before) = (today.to_string(), (today - Days::new(1)).to_string());
        let request = (Field::Thing, "lecture_request");
        let (one, two) = (one.to_string(), two.to_string());
        for (asked, n) in [
            (vec![request], 3),
            (vec![request, (Field::ThingId, &one)], 1),
            (vec![request, (Field::ThingId, &two)], 2),
            (vec![(Field::Act, "submit.lecture_request")], 2),
            (vec![(Field::Act, "pass.lecture_request")], 1),
            (vec![(Field::Who, "菱歌示范2")], 1),
            (vec![(Field::Who, "菱歌")], 2),
            (vec![(Field::Who, "%")], 0),
            (vec![(Field::Who, &county)], 1),
            (vec![request, (Field::FromDay, &day)], 2),
            (vec![request, (Field::ToDay, &before)], 1),
            (vec![request, (Field::FromDay, &before), (Field::ToDay, &before)], 0),
            (vec![(Field::Thing, "score_sheet")], 0),
        ] {
            let found = rows(&reader, &query(&asked)).await;
            assert_eq!(found.len(), n, "{}: {asked:?}: {found:?}", world.db.name);
        }
        let none = reader.get("/audit?thing=score_sheet").await.body;
        assert!(none.contains("没有符合条件的记录") && none.contains("href=\"/audit\""), "{none}");
        world.remove().await;
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_filter_is_told_at_its_field_and_kept() {
    for world in worlds().await {
        let reader = supervisor(&world).await;
        let asked = [
            (Field::Who, "菱歌"),
            (Field::FromDay, "明天"),
            (Field::ToDay, "2026-02-30"),
            (Field::ThingId, "七"),
            (Field::Act, "nothing"),
        ];
        let page = reader.get(&format!("/audit{}", query(&asked))).await;
        assert_eq!(page.status, 422);
        for (field, value) in &asked[..4] {
            assert!(page.body.contains(&format!("value=\"{value}\"")), "{value}: {}", page.body);
            let told = page.body.contains(&format!("id=\"{field}-problem\""));
            assert_eq!(told, *field != Field::Who, "{field}");
        }
        assert!(page.body.contains("id=\"act-problem\""));
        let turned = query(&[(Field::FromDay, "2026-11-24"), (Field::ToDay, "2026-11-23")]);
        let page = reader.get(&format!("/audit{turned}")).await;
        assert!(page.status == 422 && page.body.contains("结束日期不能早于开始日期"));
        world.remove().await;
    }
}

#[tokio::test]
async fn a_long_chain_goes_on_by_its_key_with_the_same_filter_until_its_end() {
    for world in worlds().await {
        let reader = supervisor(&world).await;
        let entry = domain::audit::Entry::new(
            domain::audit::Doer::PROGRAM,
            world.now(),
            "lapse",
            "booking",
        );
        let mut tx = world.db.store.begin().await.unwrap();
        tx.count_unlined().await.unwrap();
        tx.commit_all(vec![entry; 130], "salt").await.unwrap();
        let page = reader.get("/audit?act=lapse.booking").await.body;
        assert!(!page.contains("已到最后一条"), "{}", world.db.name);
        assert_eq!(rows(&reader, "?act=lapse.booking").await.len(), 100);
        let older = page.split("href=\"/audit?act=lapse.booking&amp;up_to=").nth(1).unwrap();
        let older = format!("?act=lapse.booking&up_to={}", older.split('"').next().unwrap());
        assert_eq!(rows(&reader, &older).await.len(), 30, "{older}");
        let last = reader.get(&format!("/audit{older}")).await.body;
        assert!(last.contains("已到最后一条"));
        assert!(last.contains("href=\"/audit?act=lapse.booking\""), "and back to the newest");
        world.remove().await;
    }
}

#[tokio::test]
async fn every_act_of_the_demonstration_can_be_looked_for() {
    let world = World::demonstration(test_database::sqlite().await).await;
    let mut conn = world.db.store.read().await.unwrap();
    let mut n_lines = 0;
    let mut unknown = Vec::new();
    conn.walk_audit(|line| {
        n_lines += 1;
        let code = format!("{}.{}", line.verb, line.thing);
        if domain::audit::Act::parse(&code).is_none() {
            unknown.push(code);
        }
    })
    .await
    .unwrap();
    assert!(n_lines > 50);
    assert_eq!(unknown, Vec::<String>::new(), "{}", world.db.name);
    drop(conn);
    world.remove().await;
}
