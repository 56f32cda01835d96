//! A claim of hours from the phone to the ledger, by everybody who has a part in it.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::OrganisationId,
    role::{Grant, Role, Scope},
};

use crate::world::{Answer, Person, World, commit, world, worlds};

pub(crate) const PDF: &[u8] = b"%PDF-1.4\n%one\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// A tutor of a school, the school's officer, the county's office, and others.
pub(crate) struct Scene {
    pub(crate) tutor: Person,
    pub(crate) officer: Person,
    pub(crate) county: Person,
    pub(crate) neighbour: Person,
    pub(crate) city: Person,
    pub(crate) unit: OrganisationId,
}

pub(crate) async fn give(world: &World, person: &Person, role: Role, scope: Scope) {
    let mut tx = world.db.store.begin().await.unwrap();
    let starts_on = crate::world::start().date_naive();
    tx.add_grant(person.id, &Grant { role, scope, starts_on, ends_on: None }).await.unwrap();
    commit(tx).await;
}

pub(crate) async fn scene(world: &World) -> Scene {
    let call = actions::Call::anonymous(world.now(), "");
    world.actions.ship_regions(&call).await.unwrap();
    let city = world.office().await;
    let counties = world
        .actions
        .places(&world.call(&city, Role::CityOffice), &actions::ListFilter::default())
        .await
        .unwrap()
        .counties;
    let tutor = world.person("沈老师甲", &[Role::Tutor], "菱歌示范小学", "school", 1).await;
    let officer = world.person("经办人乙", &[], "另一单位", "school", 1).await;
    let county = world.person("县科协丙", &[], "县科协", "county_association", 1).await;
    let neighbour = world.person("邻县丁", &[], "邻县科协", "county_association", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    tx.fill_person(tutor.id, None, None, Some(counties[0].id)).await.unwrap();
    let unit = tx.find_person(tutor.id).await.unwrap().unwrap().workplace_id.unwrap();
    tx.set_workplace(officer.id, unit, crate::world::start().date_naive()).await.unwrap();
    commit(tx).await;
    give(world, &officer, Role::UnitOfficer, Scope::Organisation(unit)).await;
    give(world, &county, Role::CountyOffice, Scope::Region(counties[0].id)).await;
    give(world, &neighbour, Role::CountyOffice, Scope::Region(counties[1].id)).await;
    Scene { tutor, officer, county, neighbour, city, unit }
}

pub(crate) fn claim(once: &str) -> Values {
    Values::default()
        .with(Field::Once, once)
        .with(Field::EventTitle, "长三角科技教师研修<b>")
        .with(Field::Organiser, "示范科学馆")
        .with(Field::ActivityKind, "professional_training")
        .with(Field::FirstDay, "2026-11-07")
        .with(Field::LastDay, "2026-11-08")
        .with(Field::HalfDays, "morning")
        .with(Field::HalfDays, "afternoon")
        .with(Field::Hours, "12")
        .with(Field::Report, "")
        .with(Field::Decision, "submit")
}

pub(crate) async fn send(person: &Person, values: &Values, bytes: &[u8]) -> Answer {
    person.upload("/hour_claim/new", values, Some(("proof", "证明.pdf", bytes))).await
}

pub(crate) fn decision(decision: &str, revision: i64, accepted: &str, opinion: &str) -> Values {
    Values::default()
        .with(Field::Decision, decision)
        .with(Field::Revision, revision.to_string())
        .with(Field::Accepted, accepted)
        .with(Field::Opinion, opinion)
}

pub(crate) async fn counted(world: &World, person: &Person) -> i64 {
    let call = world.call(person, Role::Tutor);
    world.actions.my_training_record(&call, None).await.unwrap().counted.in_hundredths()
}

#[tokio::test]
async fn a_claim_goes_from_the_phone_to_the_ledger() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let again = send(&s.tutor, &claim("one"), PDF).await;
        assert_eq!(again.made(), id, "{}: twice is once", world.db.name);
        let page = format!("/hour_claim/{id}");
        let decide = format!("{page}/decide");
        assert!(s.officer.get("/desk").await.body.contains("/hour_claim/queue"));
        assert!(s.officer.get("/hour_claim/queue").await.body.contains(&page));
        assert!(!s.county.get("/hour_claim/queue").await.body.contains(&page), "not yet");
        // Not before the unit, and not by somebody else.
        let early = s.county.post(&decide, &decision("accept", 2, "12", "")).await;
        assert_eq!(early.status, 409);
        let confirmed = s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        assert_eq!(confirmed.status, 303, "{}", confirmed.body);
        let repeat = s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        assert_eq!(repeat.status, 303, "a repeated decision changes nothing");
        let less = s.county.post(&decide, &decision("accept", 3, "9", "")).await;
        assert!(less.status == 422 && less.body.contains("value=\"9\""));
        assert!(less.body.contains("href=\"#opinion\""));
        let more = s.county.post(&decide, &decision("accept", 3, "12.5", "证明上更多")).await;
        assert!(more.status == 422 && more.body.contains("href=\"#accepted\""));
        let stale = s.county.post(&decide, &decision("accept", 1, "12", "")).await;
        assert_eq!(stale.status, 409);
        let verified = decision("accept", 3, "9", "证明只写了九学时");
        assert_eq!(s.county.post(&decide, &verified).await.status, 303);
        assert_eq!(s.county.post(&decide, &verified).await.status, 303);
        assert_eq!(counted(&world, &s.tutor).await, 900, "credited once");
        let record = s.tutor.get("/training_record").await.body;
        assert!(record.contains("<progress") && record.contains("4.5"));
        let inbox = s.tutor.get("/inbox").await.body;
        assert!(inbox.contains("长三角科技教师研修&lt;b&gt;"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn nobody_sees_or_decides_what_is_not_theirs_in_any_state() {
    for world in worlds().await {
        let s = scene(&world).await;
        let other = world.person("别的老师", &[Role::Tutor], "别的小学", "school", 1).await;
        let draft = {
            let mut values = claim("draft");
            values.set(Field::Decision, "draft");
            send(&s.tutor, &values, &demo::paper("zero")).await.made()
        };
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let paths = |id: i64| [format!("/hour_claim/{id}"), format!("/hour_claim/{id}/proof")];
        let strangers = [&s.neighbour, &other];
        let hidden = async |id: i64, who: &[&Person]| {
            for path in paths(id) {
                for person in who {
                    assert_eq!(person.get(&path).await.status, 404, "{path}");
                }
                assert_eq!(world.visitor().get(&path).await.status, 303);
            }
            let decide = format!("/hour_claim/{id}/decide");
            let answer = s.neighbour.post(&decide, &decision("accept", 2, "12", "")).await;
            assert_eq!(answer.status, 404);
            assert_eq!(other.post(&decide, &Values::default()).await.status, 403);
            let edit = format!("/hour_claim/{id}/edit");
            assert_eq!(other.get(&edit).await.status, 404);
            assert_eq!(other.post(&edit, &claim("x")).await.status, 404);
        };
        hidden(draft, &[&s.neighbour, &other, &s.officer, &s.county, &s.city]).await;
        hidden(id, &strangers).await;
        let decide = format!("/hour_claim/{id}/decide");
        s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        hidden(id, &strangers).await;
        s.county.post(&decide, &decision("accept", 3, "12", "")).await;
        hidden(id, &strangers).await;
        for query in ["", "?state=verified", "?state=submitted", "?unit=菱歌"] {
            let query = query.replace("菱歌", "%E8%8F%B1%E6%AD%8C");
            for path in ["/hour_claim/queue", "/hour_claim/queue.xlsx"] {
                let answer = s.neighbour.get(&format!("{path}{query}")).await;
                assert!(answer.status == 200 && !answer.body.contains("沈老师甲"));
            }
        }
        let shown = s.county.get("/hour_claim/queue?state=verified").await.body;
        assert!(shown.contains("沈老师甲"));
        let record = format!("/training_record/{}", s.tutor.id);
        for (person, status) in
            [(&s.county, 200), (&s.officer, 200), (&s.city, 200), (&s.neighbour, 404)]
        {
            for path in [record.clone(), format!("{record}/print?lang=en")] {
                let answer = person.get(&path).await;
                assert_eq!(answer.status, status, "{path}");
                assert!(!answer.body.contains("<progress"), "the target is private");
            }
        }
        assert_eq!(other.get(&record).await.status, 403);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_refused_claim_says_why_and_keeps_text_and_proof() {
    let world = world().await;
    let s = scene(&world).await;
    let cases = [
        (Field::EventTitle, ""),
        (Field::ActivityKind, "team_building"),
        (Field::FirstDay, "2026-02-30"),
        (Field::LastDay, "2026-11-06"),
        (Field::LastDay, "2026-11-24"),
        (Field::HalfDays, "night"),
        (Field::Hours, "1.2"),
        (Field::Hours, "17"),
        (Field::Organiser, ""),
    ];
    for (at, (field, wrong)) in cases.into_iter().enumerate() {
        let mut values = claim(&format!("{at}"));
        values.set(field, wrong);
        let bytes = demo::paper(&at.to_string());
        let answer = send(&s.tutor, &values, &bytes).await;
        assert_eq!(answer.status, 422, "{field} {wrong}");
        assert!(answer.body.contains(&format!("href=\"#{field}\"")), "{field} {wrong}");
        assert!(answer.body.contains(&format!("id=\"{field}\"")), "{field}");
        assert!(answer.body.contains("证明.pdf") && answer.body.contains("name=\"proof_token\""));
        let kept = if field == Field::Hours { wrong } else { "value=\"12\"" };
        assert!(answer.body.contains(kept), "{field}");
    }
    let none = s.tutor.upload("/hour_claim/new", &claim("none"), None).await;
    assert!(none.status == 422 && none.body.contains("href=\"#proof\""));
    let text = send(&s.tutor, &claim("text"), b"just text").await;
    assert!(text.status == 422 && text.body.contains("href=\"#proof\""));
    let mut old = claim("old");
    old.set(Field::FirstDay, "2026-07-01");
    old.set(Field::LastDay, "2026-07-02");
    let late = send(&s.tutor, &old, &demo::paper("late")).await;
    assert!(late.status == 422 && late.body.contains("href=\"#last_day\""), "after 90 days");
    assert!(!s.tutor.get("/hour_claim").await.body.contains("card-title"), "nothing is written");
    world.remove().await;
}

#[tokio::test]
async fn a_proof_is_used_once_by_a_person_and_told_when_others_use_it() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let mut second = claim("two");
        second.set(Field::EventTitle, "另一个活动");
        let twice = send(&s.tutor, &second, PDF).await;
        assert!(twice.status == 422 && twice.body.contains("href=\"#proof\""), "{}", world.db.name);
        assert!(twice.body.contains("另一个活动"));
        assert!(!s.officer.get(&format!("/hour_claim/{id}")).await.body.contains("notice warning"));
        let other = world.person("别的老师", &[Role::Tutor], "别的小学", "school", 1).await;
        assert_eq!(send(&other, &second, PDF).await.status, 303);
        let page = s.officer.get(&format!("/hour_claim/{id}")).await.body;
        assert!(page.contains("notice warning"), "others have the same file");
        world.remove().await;
    }
}

#[tokio::test]
async fn a_returned_claim_is_changed_and_two_tabs_do_not_overwrite_each_other() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let decide = format!("/hour_claim/{id}/decide");
        let short = s.officer.post(&decide, &decision("return", 2, "", "不对")).await;
        assert_eq!(short.status, 422, "{}", world.db.name);
        let returned = decision("return", 2, "", "日期与通知不符");
        assert_eq!(s.officer.post(&decide, &returned).await.status, 303);
        let edit = format!("/hour_claim/{id}/edit");
        let form = s.tutor.get(&edit).await.body;
        assert!(form.contains("日期与通知不符") && form.contains("证明.pdf"));
        let token = form.split("name=\"proof_token\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap();
        let mut values = claim("").with(Field::Revision, "3").with(Field::ProofToken, token);
        values.set(Field::Decision, "draft");
        values.set(Field::Hours, "9");
        assert_eq!(s.tutor.upload(&edit, &values, None).await.status, 303);
        values.set(Field::Hours, "6");
        let stale = s.tutor.upload(&edit, &values, None).await;
        assert!(stale.status == 409 && stale.body.contains("value=\"6\""), "the second tab asks");
        values.set(Field::Revision, "4");
        values.set(Field::Decision, "submit");
        assert_eq!(s.tutor.upload(&edit, &values, None).await.status, 303);
        let again = s.tutor.upload(&edit, &values, None).await;
        assert_eq!(again.status, 303, "twice is once: {}", again.body);
        assert_eq!(s.tutor.get(&edit).await.status, 409, "with the unit");
        let discard = format!("/hour_claim/{id}/discard");
        assert_eq!(s.tutor.post(&discard, &Values::default()).await.status, 409);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn neither_the_person_nor_the_own_unit_verifies() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let decide = format!("/hour_claim/{id}/decide");
        // The tutor becomes the unit's officer: the own claim still is somebody else's to confirm.
        give(&world, &s.tutor, Role::UnitOfficer, Scope::Organisation(s.unit)).await;
        let own = s.tutor.post(&decide, &decision("accept", 2, "", "")).await;
        assert_eq!(own.status, 422, "{}", world.db.name);
        s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        // The county's clerk works at the tutor's school now.
        let today = crate::world::start().date_naive();
        let mut tx = world.db.store.begin().await.unwrap();
        tx.set_workplace(s.county.id, s.unit, today).await.unwrap();
        commit(tx).await;
        let page = s.county.get(&format!("/hour_claim/{id}")).await;
        assert!(page.status == 200 && !page.body.contains("name=\"accepted\""));
        let refused = s.county.post(&decide, &decision("accept", 3, "12", "")).await;
        assert_eq!(refused.status, 422, "of the own unit");
        assert!(
            !s.county.get("/hour_claim/queue").await.body.contains(&format!("/hour_claim/{id}"))
        );
        assert_eq!(counted(&world, &s.tutor).await, 0);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_ten_officers_who_verify_at_once_one_does() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let decide = format!("/hour_claim/{id}/decide");
        s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        let attempts = (0..10).map(|_| {
            let (county, path) = (s.county.clone(), decide.clone());
            tokio::spawn(async move {
                county.post(&path, &decision("accept", 3, "12", "")).await.status
            })
        });
        for attempt in attempts.collect::<Vec<_>>() {
            let status = attempt.await.unwrap();
            assert!([303, 409].contains(&status), "{}: {status}", world.db.name);
        }
        assert_eq!(counted(&world, &s.tutor).await, 1200, "credited once");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_dispute_is_decided_by_another_and_takes_the_old_credit_back() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let decide = format!("/hour_claim/{id}/decide");
        s.officer.post(&decide, &decision("accept", 2, "", "")).await;
        s.county.post(&decide, &decision("accept", 3, "6", "只认一天的学时")).await;
        let path = format!("/hour_claim/{id}/dispute");
        let short = s.tutor.post(&path, &Values::default().with(Field::Dispute, "不服")).await;
        assert!(short.status == 422 && short.body.contains("不服"), "{}", world.db.name);
        let why = Values::default().with(Field::Dispute, "两天都有签到，请再核对一次");
        let colleague = world.person("县科协戊", &[], "县科协二", "county_association", 1).await;
        let region = {
            let mut conn = world.db.store.read().await.unwrap();
            conn.find_person(s.tutor.id).await.unwrap().unwrap().region_id.unwrap()
        };
        give(&world, &colleague, Role::CountyOffice, Scope::Region(region)).await;
        assert_eq!(s.tutor.post(&path, &why).await.status, 303);
        let same = s.county.post(&decide, &decision("accept", 5, "12", "")).await;
        assert_eq!(same.status, 422, "not by who verified it");
        assert_eq!(colleague.post(&decide, &decision("accept", 5, "12", "")).await.status, 303);
        assert_eq!(counted(&world, &s.tutor).await, 1200);
        assert_eq!(s.tutor.post(&path, &why).await.status, 409, "once");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_was_typed_outlives_the_session() {
    let world = world().await;
    let s = scene(&world).await;
    world.wait(TimeDelta::days(4_000));
    let answer = send(&s.tutor, &claim("late"), PDF).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location.starts_with("/sign_in"));
    assert!(answer.cookies.iter().any(|cookie| cookie.starts_with("kept_form=")));
    world.remove().await;
}

#[tokio::test]
async fn a_claim_in_two_tabs_keeps_what_each_has_typed() {
    for world in worlds().await {
        let s = scene(&world).await;
        let mut draft = claim("one");
        draft.set(Field::Decision, "draft");
        let id = send(&s.tutor, &draft, PDF).await.made();
        let edit = format!("/hour_claim/{id}/edit");
        let form = s.tutor.get(&edit).await.body;
        let token = form.split("name=\"proof_token\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        // Back to the form of the new claim, and handed in from there.
        let whole = claim("one").with(Field::ProofToken, &*token);
        assert_eq!(s.tutor.upload("/hour_claim/new", &whole, None).await.made(), id);
        assert!(s.tutor.get(&format!("/hour_claim/{id}")).await.body.contains("待单位确认"));
        assert_eq!(s.tutor.upload("/hour_claim/new", &whole, None).await.made(), id, "once");
        let mut other = whole.clone();
        other.set(Field::EventTitle, "另一页写的活动");
        let kept = s.tutor.upload("/hour_claim/new", &other, None).await;
        assert_eq!(kept.status, 409, "{}: it is with the unit", world.db.name);
        assert!(kept.body.contains("另一页写的活动"));
        for decision in ["draft", "submit"] {
            let mut late = other.clone().with(Field::Revision, "1");
            late.set(Field::Decision, decision);
            let kept = s.tutor.upload(&edit, &late, None).await;
            assert_eq!(kept.status, 409, "{decision}");
            assert!(kept.body.contains("另一页写的活动"), "{decision}: what was typed is shown");
        }
        world.remove().await;
    }
}

#[tokio::test]
async fn a_returned_claim_stays_whole_and_in_time() {
    for world in worlds().await {
        let s = scene(&world).await;
        let id = send(&s.tutor, &claim("one"), PDF).await.made();
        let decide = format!("/hour_claim/{id}/decide");
        let returned = decision("return", 2, "", "日期与通知不符");
        assert_eq!(s.officer.post(&decide, &returned).await.status, 303);
        let edit = format!("/hour_claim/{id}/edit");
        let form = s.tutor.get(&edit).await.body;
        let token = form.split("name=\"proof_token\" value=\"").nth(1).unwrap();
        let token = token.split('"').next().unwrap().to_owned();
        let mut values = claim("").with(Field::Revision, "3").with(Field::ProofToken, &*token);
        values.set(Field::Decision, "draft");
        values.set(Field::FirstDay, "");
        let refused = s.tutor.upload(&edit, &values, None).await;
        assert_eq!(refused.status, 422, "{}", world.db.name);
        assert!(refused.body.contains("href=\"#first_day\""));
        values.set(Field::Decision, "submit");
        values.set(Field::FirstDay, "2025-01-07");
        values.set(Field::LastDay, "2025-01-08");
        let late = s.tutor.upload(&edit, &values, None).await;
        assert!(late.status == 422 && late.body.contains("href=\"#last_day\""), "two years ago");
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_form_sent_ten_times_at_once_is_one_claim() {
    for world in worlds().await {
        let s = scene(&world).await;
        let posts: Vec<_> = (0..10)
            .map(|_| {
                let tutor = s.tutor.clone();
                tokio::spawn(async move { send(&tutor, &claim("one"), PDF).await })
            })
            .collect();
        let mut made = Vec::new();
        for post in posts {
            made.push(post.await.unwrap().made());
        }
        made.dedup();
        assert_eq!(made.len(), 1, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_visits_verified_at_once_count_within_the_year() {
    for world in worlds().await {
        let s = scene(&world).await;
        let colleague = world.person("县科协戊", &[], "县科协二", "county_association", 1).await;
        let mut conn = world.db.store.read().await.unwrap();
        let county = conn.find_person(s.tutor.id).await.unwrap().unwrap().region_id.unwrap();
        drop(conn);
        give(&world, &colleague, Role::CountyOffice, Scope::Region(county)).await;
        let mut ids = Vec::new();
        for (n, first, last) in
            [("1", "2026-11-07", "2026-11-08"), ("2", "2026-11-14", "2026-11-15")]
        {
            let mut values = claim(n);
            values.set(Field::EventTitle, format!("学习调研{n}"));
            values.set(Field::ActivityKind, "study_visit");
            values.set(Field::FirstDay, first);
            values.set(Field::LastDay, last);
            values.set(
                Field::Report,
                "参观了示范场馆的三个展厅，与讲解员交流了课程设计，整理了四个实验。",
            );
            let bytes = demo::paper(&format!("visit {n}"));
            let id = send(&s.tutor, &values, &bytes).await.made();
            let decide = format!("/hour_claim/{id}/decide");
            let confirmed = s.officer.post(&decide, &decision("accept", 2, "", "")).await;
            assert_eq!(confirmed.status, 303, "{}", confirmed.body);
            ids.push(decide);
        }
        let tasks: Vec<_> = ids
            .into_iter()
            .zip([s.county.clone(), colleague.clone()])
            .map(|(path, who)| {
                let accept = decision("accept", 3, "12", "");
                tokio::spawn(async move { who.post(&path, &accept).await.status })
            })
            .collect();
        for task in tasks {
            assert_eq!(task.await.unwrap(), 303, "{}", world.db.name);
        }
        assert_eq!(counted(&world, &s.tutor).await, 1_200, "{}", world.db.name);
        let record = s.tutor.get("/training_record").await.body;
        assert!(record.contains("学习调研每年最多计 12 学时，本年度少计 12"), "{}", world.db.name);
        world.remove().await;
    }
}
