//! Two records of one person become one, and two again.

use demo::DEMO_ACCOUNTS;
use domain::{
    form::{Field, Values},
    id::{OrganisationId, PersonId},
    organisation::OrganisationKind,
    role::{Grant, Role, Scope},
};
use store::{NewOrganisation, NewPerson};

use crate::{
    hour_claim::{PDF, claim, scene, send},
    twice::content,
    world::{Person, World, commit, worlds},
};

/// The same person once more, without an account: with another phone, and a role of the trade.
async fn double(world: &World, name: &str, phone: &str, role: Role) -> PersonId {
    let mut tx = world.db.store.begin().await.unwrap();
    let row = NewPerson { name, phone: Some(phone), title: "高级教师", ..NewPerson::default() };
    let id = tx.add_person(&row).await.unwrap();
    let starts_on = crate::world::start().date_naive();
    let grant = Grant { role, scope: Scope::Everything, starts_on, ends_on: None };
    tx.add_grant(id, &grant).await.unwrap();
    commit(tx).await;
    id
}

/// A school that is on file.
pub(crate) async fn unit(world: &World, name: &str) -> OrganisationId {
    let mut tx = world.db.store.begin().await.unwrap();
    let key = domain::roster::unit_key(name);
    let kind = OrganisationKind::School;
    let new =
        NewOrganisation { name, short_name: name, match_key: &key, kind, ..Default::default() };
    let id = tx.add_organisation(&new).await.unwrap();
    commit(tx).await;
    id
}

fn nothing() -> Values {
    Values::default()
}

#[tokio::test]
async fn two_records_become_one_and_two_again() {
    for world in worlds().await {
        let name = world.db.name;
        let s = scene(&world).await;
        let kept = s.tutor.id;
        let gone = double(&world, "沈老师甲", "13812345678", Role::Lecturer).await;
        let claimed = send(&s.tutor, &claim("one"), PDF).await.made();
        // The office finds the other record by its name, and sees both side by side.
        assert!(s.city.get(&format!("/person/{kept}")).await.body.contains("合并重复的记录"));
        let others = s.city.get(&format!("/person/{kept}/merge")).await.body;
        let pair = format!("/person/{kept}/merge/{gone}");
        assert!(others.contains(&pair), "{name}: {others}");
        let both = s.city.get(&pair).await.body;
        assert!(both.contains("高级教师") && both.contains("学时申报"), "{both}");
        assert!(both.contains("长三角科技教师研修&lt;b&gt;"), "what hangs on it is named");
        let before = content(&world).await;
        let title = nothing()
            .with(domain::merging::Fact::Title.field(), "other")
            .with(domain::merging::Fact::Phone.field(), "own");
        let merged = s.city.post(&pair, &title).await;
        assert_eq!((merged.status, merged.location), (303, format!("/person/{kept}")), "{name}");
        assert_eq!(s.city.post(&pair, &title).await.status, 303, "twice is once");
        // One is left, with what both had; the old address leads there.
        for of in ["/person", "/training_record", "/calendar/person"] {
            let old = s.city.get(&format!("{of}/{gone}")).await;
            assert_eq!(old.location, format!("{of}/{kept}"), "{name}");
        }
        assert_eq!(s.city.get(&format!("/person/{gone}/merge")).await.status, 303);
        let list = s.city.get("/person?q=slsj").await.body;
        assert_eq!(list.matches("沈老师甲</a>").count(), 1, "{list}");
        let page = s.city.get(&format!("/person/{kept}")).await.body;
        assert!(page.contains("高级教师") && page.contains("科普讲师"), "{page}");
        assert!(page.contains("已并入的记录"));
        assert!(s.tutor.get("/course").await.status == 200, "a role of the other record");
        assert!(s.tutor.get("/inbox").await.body.contains("您的两条人员记录已合并"));
        world.verify_chain().await;
        let merging = page.split(&format!("/person/{kept}/merging/")).nth(1).unwrap();
        let undo = format!("/person/{kept}/merging/{}/undo", merging.split('/').next().unwrap());
        for _ in 0..2 {
            assert_eq!(s.city.post(&undo, &nothing()).await.status, 303, "{name}");
        }
        assert_eq!(s.tutor.get("/course").await.status, 403);
        assert_eq!(s.city.get(&format!("/person/{gone}")).await.status, 200);
        assert_eq!(s.tutor.get(&format!("/hour_claim/{claimed}")).await.status, 200);
        same_but_for_the_telling(&before, &content(&world).await, name);
        world.verify_chain().await;
        world.remove().await;
    }
}

type Content = std::collections::BTreeMap<String, Vec<String>>;

/// Everything is as it was, but for what tells of the merging.
fn same_but_for_the_telling(before: &Content, after: &Content, what: &str) {
    const TELLS: [&str; 4] = ["audit", "audit_detail", "audit_head", "message"];
    for (table, rows) in before {
        if !TELLS.contains(&table.as_str()) && !table.starts_with("merging") {
            assert_eq!(rows, &after[table], "{what}: {table}");
        }
    }
}

#[tokio::test]
async fn who_has_two_accounts_keeps_one_of_them() {
    use crate::account::{credentials, passwords, session_of};
    for world in worlds().await {
        let admin = world.person("严守业", &[Role::SystemAdministrator], "机房", "other", 1).await;
        let kept = world.lecturer("钱进").await;
        let gone = world.lecturer("钱进").await;
        let path = format!("/person/{}/activation", gone.id);
        let issued = admin.post(&path, &nothing()).await.body;
        let code = issued.split("href=\"/activate/").nth(1).unwrap().split('"').next().unwrap();
        let chosen = passwords(crate::world::PASSWORD, crate::world::PASSWORD);
        let done = world.visitor().post(&format!("/activate/{code}"), &chosen).await;
        let browser = world.visitor().with_cookie(&session_of(&done));
        let pair = format!("/person/{}/merge/{}", kept.id, gone.id);
        assert_eq!(admin.post(&pair, &nothing()).await.status, 303, "{}", world.db.name);
        assert!(browser.get("/desk").await.location.starts_with("/sign_in"));
        assert!(gone.get("/desk").await.location.starts_with("/sign_in"));
        assert_eq!(kept.get("/desk").await.status, 200);
        let mut conn = world.db.store.read().await.unwrap();
        let name = conn.find_account_of(gone.id).await.unwrap().unwrap().sign_in_name;
        drop(conn);
        let closed = credentials(&name, crate::world::PASSWORD);
        assert_eq!(world.visitor().post("/sign_in", &closed).await.status, 422);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The reason that stands where the two cannot be merged.
async fn refused(office: &Person, kept: PersonId, gone: PersonId, why: &str) {
    let pair = format!("/person/{kept}/merge/{gone}");
    assert!(office.get(&pair).await.body.contains(why), "{why}");
    let answer = office.post(&pair, &nothing()).await;
    assert!(answer.status == 409 && answer.body.contains(why), "{why}: {}", answer.body);
}

#[tokio::test]
async fn what_cannot_be_one_person_is_not_merged() {
    for world in worlds().await {
        let s = scene(&world).await;
        let colleague =
            world.person("周明远", &[Role::CityOffice], "市科协", "city_association", 1).await;
        refused(&s.city, colleague.id, s.city.id, "这是您自己的记录").await;
        refused(&s.city, colleague.id, s.tutor.id, "请由系统管理员合并").await;
        let admin = world.person("严守业", &[Role::SystemAdministrator], "机房", "other", 1).await;
        let watcher = world.person("监审", &[Role::Supervisor], "纪检", "other", 1).await;
        refused(&admin, watcher.id, s.tutor.id, "互相排斥").await;
        let panel = world.panel().await;
        world.session(&s.city, &panel, "2026-12-10", "09:00").await;
        refused(&s.city, panel[0].id, panel[1].id, "评审专家席位").await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let confirm = crate::hour_claim::decision("accept", 2, "", "");
        s.officer.post(&format!("/hour_claim/{id}/decide"), &confirm).await;
        refused(&s.city, s.tutor.id, s.officer.id, "担任过不同环节").await;
        for (one, other) in [(s.tutor.id, s.tutor.id), (s.tutor.id, PersonId(99_999))] {
            let pair = format!("/person/{one}/merge/{other}");
            assert_eq!(s.city.get(&pair).await.status, 404);
            assert_eq!(s.city.post(&pair, &nothing()).await.status, 404);
        }
        let pair = format!("/person/{}/merge/{}", s.tutor.id, panel[2].id);
        assert_eq!(s.county.post(&pair, &nothing()).await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_was_built_upon_is_not_undone() {
    for world in worlds().await {
        let s = scene(&world).await;
        let gone = double(&world, "沈老师甲", "13812345678", Role::Tutor).await;
        let pair = format!("/person/{}/merge/{gone}", s.tutor.id);
        assert_eq!(s.city.post(&pair, &nothing()).await.status, 303);
        let page = s.city.get(&format!("/person/{}", s.tutor.id)).await.body;
        let undo = page.split("/undo\"").next().unwrap().rsplit('"').next().unwrap();
        send(&s.tutor, &claim("one"), PDF).await.made();
        let answer = s.city.post(&format!("{undo}/undo"), &nothing()).await;
        assert_eq!(answer.status, 409, "{}", world.db.name);
        assert!(answer.body.contains("合并之后又有了新的内容：学时申报"), "{}", answer.body);
        let other = format!("/person/{}/merging/1/undo", s.city.id);
        assert_eq!(s.city.post(&other, &nothing()).await.status, 404, "of somebody else");
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Everybody with an account in the demonstration is merged with the next ones where nothing stands in
/// the way; the chain is sound each time, and afterwards everything is as it was.
async fn all_pairs(world: World) {
    let admin = world.person("严守业", &[Role::SystemAdministrator], "机房", "other", 1).await;
    let call = world.call(&admin, Role::SystemAdministrator);
    let mut conn = world.db.store.read().await.unwrap();
    let mut people = Vec::new();
    for account in DEMO_ACCOUNTS {
        people.push(conn.find_account(account.sign_in_name).await.unwrap().unwrap().person_id);
    }
    drop(conn);
    people.sort_unstable();
    people.dedup();
    let before = content(&world).await;
    let mut n_merged = 0;
    for (at, kept) in people.iter().enumerate() {
        for gone in people[at + 1..].iter().take(3) {
            let page = world.actions.merge_page(&call, *kept, *gone).await.unwrap();
            if !page.refusals.is_empty() {
                continue;
            }
            let what = format!("{}: {} and {}", world.db.name, page.kept.name, page.gone.name);
            let done = world.actions.merge_people(&call, *kept, *gone, &nothing()).await;
            done.unwrap_or_else(|error| panic!("{what}: {error}"));
            let verified = world.actions.verify_records(&[]).await.unwrap();
            assert!(verified.is_sound(), "{what}: {:?}", verified.findings);
            let person = world.actions.person(&call, *kept).await.unwrap();
            let merging = person.mergings.last().unwrap().id;
            world.actions.undo_merging(&call, *kept, merging).await.unwrap();
            n_merged += 1;
        }
    }
    assert!(n_merged > 8, "{n_merged}");
    same_but_for_the_telling(&before, &content(&world).await, world.db.name);
    let verified = world.actions.verify_records(&[]).await.unwrap();
    assert!(verified.is_sound(), "{:?}", verified.findings);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_the_demonstration_is_as_it_was() {
    for db in test_database::databases().await {
        all_pairs(World::demonstration(db).await).await;
    }
}

#[tokio::test]
async fn a_field_says_which_of_two_values_stands() {
    use domain::merging::Fact;
    let values = nothing().with(Fact::Phone.field(), "other").with(Field::Stands, "other");
    assert!(Fact::Phone.is_of_other(&values) && !Fact::Name.is_of_other(&values));
}

#[tokio::test]
async fn two_records_of_a_unit_become_one_and_two_again() {
    for world in worlds().await {
        let name = world.db.name;
        let s = scene(&world).await;
        let claimed = send(&s.tutor, &claim("one"), PDF).await.made();
        let kept = unit(&world, "菱歌小学<b>").await;
        let gone = s.unit;
        let list = s.city.get("/organisation?q=%E8%8F%B1%E6%AD%8C").await.body;
        for id in [kept, gone] {
            assert!(list.contains(&format!("href=\"/organisation/{id}\"")), "{name}: {list}");
        }
        let others =
            s.city.get(&format!("/organisation/{gone}/merge?q=%E8%8F%B1%E6%AD%8C")).await.body;
        assert!(others.contains(&format!("/organisation/{gone}/merge/{kept}")), "{others}");
        let pair = format!("/organisation/{kept}/merge/{gone}");
        let both = s.city.get(&pair).await.body;
        assert!(both.contains("学时申报") && both.contains("沈老师甲"), "{both}");
        assert!(both.contains("菱歌小学&lt;b&gt;"), "names are shown as text");
        let before = content(&world).await;
        let of_other = nothing().with(domain::merging::Fact::Name.field(), "other");
        for _ in 0..2 {
            let merged = s.city.post(&pair, &of_other).await;
            assert_eq!((merged.status, merged.location), (303, format!("/organisation/{kept}")));
        }
        let page = s.city.get(&format!("/organisation/{kept}")).await.body;
        assert!(page.contains("<h1>菱歌示范小学</h1>") && page.contains("沈老师甲"), "{page}");
        for address in ["", "/merge"] {
            let old = s.city.get(&format!("/organisation/{gone}{address}")).await;
            assert_eq!(old.location, format!("/organisation/{kept}{address}"), "{name}");
        }
        let list = s.city.get("/organisation").await.body;
        assert!(!list.contains(&format!("href=\"/organisation/{gone}\"")), "{list}");
        // The officer is told, and goes on as the kept unit's.
        assert!(s.officer.get("/inbox").await.body.contains("单位记录已合并"));
        assert_eq!(s.officer.get(&format!("/hour_claim/{claimed}")).await.status, 200);
        // Whoever writes the old name means the kept unit.
        let mut conn = world.db.store.read().await.unwrap();
        let found = conn.find_organisation_by_key(&domain::roster::unit_key("菱歌示范小学")).await;
        assert_eq!(found.unwrap(), Some(kept));
        drop(conn);
        world.verify_chain().await;
        let undo = page.split(&format!("/organisation/{kept}/merging/")).nth(1).unwrap();
        let merging = undo.split('/').next().unwrap();
        let undo = format!("/organisation/{kept}/merging/{merging}/undo");
        for _ in 0..2 {
            assert_eq!(s.city.post(&undo, &nothing()).await.status, 303, "{name}");
        }
        same_but_for_the_telling(&before, &content(&world).await, name);
        assert!(s.officer.get("/inbox").await.body.contains("恢复为两条"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn units_that_cannot_be_one_are_not_merged() {
    for world in worlds().await {
        let name = world.db.name;
        let s = scene(&world).await;
        let (above, below) = (unit(&world, "菱歌集团").await, unit(&world, "菱歌分校").await);
        let mut tx = world.db.store.begin().await.unwrap();
        tx.hang_organisations(&[(below, Some(above))]).await.unwrap();
        commit(tx).await;
        for (kept, gone) in [(above, below), (below, above)] {
            let refused =
                s.city.post(&format!("/organisation/{kept}/merge/{gone}"), &nothing()).await;
            assert_eq!(refused.status, 409, "{name}: {}", refused.body);
            assert!(refused.body.contains("是另一个的上级"), "{}", refused.body);
        }
        // Whoever belongs to the one has verified for the other: that would be their own unit.
        let claimed = send(&s.tutor, &claim("one"), PDF).await.made();
        let decide = format!("/hour_claim/{claimed}");
        let accept = |at| crate::hour_claim::decision("accept", at, "12", "");
        assert_eq!(s.officer.post(&format!("{decide}/decide"), &accept(2)).await.status, 303);
        assert_eq!(s.county.post(&format!("{decide}/decide"), &accept(3)).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let office = conn.find_person(s.county.id).await.unwrap().unwrap().workplace_id.unwrap();
        drop(conn);
        let refused =
            s.city.post(&format!("/organisation/{office}/merge/{}", s.unit), &nothing()).await;
        assert!(refused.status == 409 && refused.body.contains("认定或裁定过"), "{}", refused.body);
        // Something new stands on a merging: it is not undone.
        let (kept, gone) = (unit(&world, "示范小学甲").await, unit(&world, "示范小学乙").await);
        let pair = format!("/organisation/{kept}/merge/{gone}");
        assert_eq!(s.city.post(&pair, &nothing()).await.status, 303);
        let mut tx = world.db.store.begin().await.unwrap();
        let starts_on = crate::world::start().date_naive();
        tx.set_workplace(s.neighbour.id, kept, starts_on).await.unwrap();
        commit(tx).await;
        let page = s.city.get(&format!("/organisation/{kept}")).await.body;
        let merging = page.split("/merging/").nth(1).unwrap().split('/').next().unwrap();
        let undo = format!("/organisation/{kept}/merging/{merging}/undo");
        let refused = s.city.post(&undo, &nothing()).await;
        assert!(refused.status == 409 && refused.body.contains("工作单位"), "{}", refused.body);
        // A county reads the units of its region, and merges none.
        assert_eq!(s.county.get(&format!("/organisation/{kept}")).await.status, 404);
        assert_eq!(s.county.get(&format!("/organisation/{kept}/merge")).await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}
