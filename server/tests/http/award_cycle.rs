//! An award cycle from its rules to its notice, as everybody who has to do with it.

use chrono::NaiveDate;
use domain::{
    credit_hour::CreditSource,
    form::{Field, Values},
    id::AwardCycleId,
    role::Role,
    roster::AwardCategory,
    rulebook::Rule,
};
use store::{NewCredit, NewNomination, NewOrganisation};

use crate::{
    award_scene::{
        CANARIES, Cast, agree, answer, cast, cast_with, clerk, confirm_all, head, judges, nominees,
        proposal, score_all, take,
    },
    world::{Person, World, commit, start, world, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_runs_from_its_rules_to_its_decision() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let (office, decider, cycle) = (&cast.office, &cast.decider, cast.cycle);
        let visitor = world.visitor();
        let edit = office.post(&format!("/award/{cycle}/edit"), &head()).await;
        assert_eq!(edit.status, 409, "announced rules are frozen");
        let early = Values::default().with(Field::Step, "open_evaluation");
        let early = office.post(&format!("/award/{cycle}/step"), &early).await;
        assert_eq!(early.status, 422, "every nomination is checked first");
        confirm_all(&cast).await;
        score_all(&cast).await;
        let ranking = office.get(&format!("/award/{cycle}/ranking/{}", cast.category)).await.body;
        let at = |text: &str| ranking.find(text).unwrap();
        assert!(at("辅导员0") < at("辅导员1") && at("辅导员1") < at("辅导员4"));
        assert!(ranking.contains("85.00") && ranking.contains("<s "), "a mean, dropped totals");
        let path = format!("/award/{cycle}/proposal");
        let deviating = proposal(&[cast.nominees[0], cast.nominees[2]]);
        let refused = office.post(&path, &deviating).await;
        assert!(refused.status == 422 && refused.body.contains("20"), "{}", refused.body);
        assert_eq!(refused.body.matches("aria-invalid=\"true\"").count(), 2, "both who differ");
        assert!(
            refused.body.contains("href=\"#deviation\"")
                && refused.body.contains("id=\"deviation\"")
        );
        let too_many = office.post(&path, &proposal(&cast.nominees)).await;
        assert!(too_many.status == 422 && too_many.body.contains("href=\"#selected\""));
        assert!(too_many.body.contains("id=\"selected-problem\""), "{}", too_many.body);
        let reason = "第二名已于上月获得同类奖励，按文件规定顺延给第三名";
        let deviating = deviating
            .with(Field::Reason.at(cast.nominees[1]), reason)
            .with(Field::Reason.at(cast.nominees[2]), reason);
        assert_eq!(office.post(&path, &deviating).await.status, 303);
        assert_eq!(office.post(&path, &deviating).await.status, 409, "proposed once");
        assert!(decider.get(&path).await.body.contains(reason));
        let confirm = format!("/award/{cycle}/confirm");
        let stale = Values::default().with(Field::Decision, "confirm").with(Field::Revision, "1");
        assert_eq!(decider.post(&confirm, &stale).await.status, 409, "another list was shown");
        let nothing = decider.post(&confirm, &answer(&world, &cast, "x").await).await;
        assert_eq!(nothing.status, 422, "neither yes nor no");
        let back = answer(&world, &cast, "send_back").await;
        let silent = decider.post(&confirm, &back).await;
        assert_eq!(silent.status, 422, "a reason is needed");
        assert_eq!(silent.body.matches("拟评</span>").count(), 2, "who is proposed still shows");
        assert_eq!(office.post(&confirm, &back).await.status, 403);
        let yes = answer(&world, &cast, "confirm").await;
        assert_eq!(decider.post(&confirm, &yes).await.status, 303);
        let announced = visitor.get(&format!("/notice/{cycle}")).await;
        assert_eq!(announced.status, 200, "{}: how winners are chosen", world.db.name);
        assert!(announced.body.contains("怎样评选") && announced.body.contains("评分标准"));
        for n in 0..5 {
            assert!(!announced.body.contains(&format!("辅导员{n}")), "{}", announced.body);
        }
        assert!(visitor.get("/notice").await.body.contains("已发布的评优通知"));
        take(office, cycle, "post").await;
        check_notice(&world, &visitor, cycle).await;
        assert!(!visitor.get("/notice").await.body.contains("已发布的评优通知"));
        let decide = format!("/award/{cycle}/decide");
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
        assert_eq!(decider.post(&decide, &document).await.status, 422, "the notice runs");
        world.wait(chrono::TimeDelta::days(8));
        assert!(decider.get("/desk").await.body.contains("审定"));
        assert_eq!(decider.post(&decide, &Values::default()).await.status, 422);
        assert_eq!(decider.post(&decide, &document).await.status, 303);
        assert!(visitor.get(&format!("/notice/{cycle}")).await.body.contains("嘉科协〔2026〕9号"));
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The notice prints its days, the names, and none of the canaries, wherever the public looks.
async fn check_notice(world: &World, visitor: &Person, cycle: AwardCycleId) {
    let notice = visitor.get(&format!("/notice/{cycle}")).await.body;
    assert!(notice.contains("辅导员0") && notice.contains("辅导员2"), "{}", world.db.name);
    assert!(!notice.contains("辅导员1") && !notice.contains("85.00"), "neither others nor scores");
    assert!(notice.contains("11月24日") && notice.contains("11月30日"), "{notice}");
    for path in ["/", "/catalogue", "/notice", &format!("/notice/{cycle}"), "/privacy"] {
        let page = visitor.get(path).await.body;
        for canary in CANARIES {
            assert!(!page.contains(canary), "{canary} on {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn page_and_package_say_the_same() {
    let world = world().await;
    let cast = cast(&world).await;
    confirm_all(&cast).await;
    score_all(&cast).await;
    let file = cast.supervisor.get(&format!("/award/{}/package", cast.cycle)).await;
    assert_eq!(file.status, 200);
    for secret in CANARIES.iter().chain(&["辅导员0", "评委0"]) {
        assert!(!file.body.contains(secret), "{secret} is in the package");
    }
    let package: domain::result_package::Package = serde_json::from_str(&file.body).unwrap();
    let again = domain::result_package::recompute(&package).unwrap();
    assert_eq!(again.differences, []);
    let page = cast.office.get(&format!("/award/{}/ranking/{}", cast.cycle, cast.category)).await;
    for nominee in &again.results[0].nominees {
        let mean = nominee.score.as_ref().unwrap().mean.to_string();
        assert!(page.body.contains(&mean), "{mean}");
    }
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_without_a_line_in_the_quota_is_told_before_anybody_scores() {
    let world = world().await;
    let office = world.office().await;
    let judges = judges(&world).await;
    let cycle: AwardCycleId = office.post("/award/new", &head()).await.made().into();
    let call = world.call(&office, Role::CityOffice);
    let mut tx = world.db.store.begin().await.unwrap();
    let unit = NewOrganisation {
        name: "秀洲区科协",
        match_key: "xiuzhou",
        is_nominating_unit: true,
        ..Default::default()
    };
    tx.add_organisation(&unit).await.unwrap();
    commit(tx).await;
    let page = world.actions.cycle(&call, cycle).await.unwrap();
    let category =
        page.categories.iter().find(|one| one.category == AwardCategory::Tutor).unwrap().id;
    nominees(&world, cycle, category).await;
    let rules = Values::default()
        .with(Field::Revision, "1")
        .with(Field::Criteria, "育人成效 50\n活动 50")
        .with(Field::QuotaKind, "fixed")
        .with(Field::Units, "秀洲区科协 2");
    let path = format!("/award/{cycle}/category/{category}");
    assert_eq!(office.post(&path, &rules).await.status, 303);
    let seats = judges
        .iter()
        .fold(Values::default(), |values, judge| values.with(Field::Judges, judge.id.to_string()));
    assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
    let announce = Values::default().with(Field::Step, "announce");
    let refused = office.post(&format!("/award/{cycle}/step"), &announce).await;
    assert!(refused.status == 422 && refused.body.contains("有5份推荐"), "{}", refused.body);
    world.remove().await;
}

#[tokio::test]
async fn the_twenty_fourth_hour_makes_eligible_and_a_correction_takes_it_back() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let nomination = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let person_id = nomination.person_id.unwrap();
        for n in 1..=4_u32 {
            let credit = NewCredit {
                person_id,
                held_on: NaiveDate::from_ymd_opt(2026, 9, n).unwrap(),
                spans: "",
                earned: 600,
                source: CreditSource::Roster,
                source_id: n.into(),
                round: 1,
                kind: None,
                title: "业务培训",
                organiser: "市科协",
                verifier_id: None,
                created_at: crate::world::start(),
            };
            tx.add_credit_hours(&[credit]).await.unwrap();
        }
        commit(tx).await;
        let path = format!("/nomination/{}", cast.nominees[0]);
        let page = cast.office.get(&path).await.body;
        assert!(page.contains("24学时，要求至少24学时"), "{}: {page}", world.db.name);
        assert!(!page.contains("本年度学时不足"));
        let mut tx = world.db.store.begin().await.unwrap();
        let at = crate::world::start();
        tx.reverse_credit_hours(CreditSource::Roster, 4, person_id, None, at).await.unwrap();
        commit(tx).await;
        let page = cast.office.get(&path).await.body;
        assert!(page.contains("18学时，要求至少24学时") && page.contains("本年度学时不足"));
        let other = cast.office.get(&format!("/nomination/{}", cast.nominees[1])).await.body;
        assert!(other.contains("0学时，要求至少24学时"));
        world.remove().await;
    }
}

#[tokio::test]
async fn a_refused_rule_says_why_and_keeps_the_text() {
    let world = world().await;
    let office = world.office().await;
    let mut licensed = head();
    licensed.set(Field::AwardTitle, "2026年度科普工作表彰");
    let refused = office.post("/award/new", &licensed).await;
    assert!(refused.status == 422 && refused.body.contains("2026年度科普工作表彰"));
    assert!(refused.body.contains("id=\"award_title-problem\""));
    let cycle: AwardCycleId = office.post("/award/new", &head()).await.made().into();
    assert_eq!(office.post("/award/new", &head()).await.made(), cycle.0, "twice is once");
    let call = world.call(&office, Role::CityOffice);
    let category = world.actions.cycle(&call, cycle).await.unwrap().categories[0].id;
    let path = format!("/award/{cycle}/category/{category}");
    let rules = Values::default()
        .with(Field::Revision, "1")
        .with(Field::Criteria, "<b>没有数字</b>")
        .with(Field::QuotaKind, "fixed")
        .with(Field::Units, "没有这个单位 3");
    let refused = office.post(&path, &rules).await;
    assert!(refused.status == 422 && refused.body.contains("&lt;b&gt;没有数字"));
    assert!(
        refused.body.contains("id=\"units-problem\"") && refused.body.contains("没有这个单位 3")
    );
    assert!(refused.body.contains("第 1 行的名称不在册"), "{}", refused.body);
    let announce = Values::default().with(Field::Step, "announce");
    let early = office.post(&format!("/award/{cycle}/step"), &announce).await;
    assert_eq!(early.status, 422, "judges and seats are needed");
    let mut stale = head();
    stale.set(Field::Revision, "7");
    assert_eq!(office.post(&format!("/award/{cycle}/edit"), &stale).await.status, 409);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_import_warns_of_is_shown_at_the_check_and_kept_with_it() {
    for world in worlds().await {
        let mut cast = cast(&world).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let first = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let row = NewNomination {
            cycle_id: cast.cycle,
            category_id: cast.category,
            name: "辅导员5",
            workplace: &first.workplace,
            workplace_id: first.workplace_id,
            post: "副调研员",
            years: Some(5),
            earlier_awards: "2025年度优秀科技辅导员",
            unit_id: first.unit_id,
            unit_rank: Some(6),
            ..NewNomination::default()
        };
        let id = tx.add_nomination(&row).await.unwrap();
        agree(&mut tx, id).await;
        commit(tx).await;
        cast.nominees.push(id);
        let warnings = ["处级及以上干部", "近几届已获同类奖励", "同一学校、站点或单位"];
        let path = format!("/nomination/{id}");
        let page = cast.office.get(&path).await.body;
        for text in warnings {
            assert!(page.contains(text), "{}: {text} is not in {page}", world.db.name);
        }
        let beside = cast.office.get(&format!("/nomination/{}", cast.nominees[0])).await.body;
        assert!(beside.contains(warnings[2]) && !beside.contains(warnings[0]), "{beside}");
        let other = cast.office.get(&format!("/nomination/{}", cast.nominees[1])).await.body;
        assert!(warnings.iter().all(|text| !other.contains(text)), "{other}");
        let silent = Values::default().with(Field::Decision, "eligible").with(Field::Revision, "1");
        assert_eq!(cast.office.post(&path, &silent).await.status, 422, "a reason is needed");
        confirm_all(&cast).await;
        let kept = cast.office.get(&path).await.body;
        assert!(warnings.iter().all(|text| kept.contains(text)), "kept with the check: {kept}");
        world.remove().await;
    }
}

/// The digest of what was announced.
async fn digest(world: &World, cast: &Cast) -> String {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_cycle(cast.cycle).await.unwrap().unwrap().rules_digest.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_announcement_says_who_may_be_nominated_and_its_digest_has_the_numbers() {
    for (one, other) in worlds().await.into_iter().zip(worlds().await) {
        let mut digests = Vec::new();
        for (world, hours) in [(&one, "24"), (&other, "30")] {
            clerk(world).await;
            let value = hours.parse::<i64>().unwrap() * 100;
            world.set_rule(Rule::NominationTutorHours, value, start().date_naive()).await;
            let cast = cast_with(world, Field::MostNominations, "3").await;
            let page = world.visitor().get(&format!("/notice/{}", cast.cycle)).await.body;
            for text in ["参评条件", "每个单位最多推荐3个", "不增加名额", "由推荐单位说明"]
            {
                assert!(page.contains(text), "{}: {text} is not in {page}", world.db.name);
            }
            assert!(page.contains(&format!("学时不少于{hours}")), "{}: {page}", world.db.name);
            digests.push(digest(world, &cast).await);
            world.verify_chain().await;
        }
        assert_ne!(digests[0], digests[1], "{}: another number, another digest", one.db.name);
        one.remove().await;
        other.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_on_file_a_person_confirms_at_the_check() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let first = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let categories = tx.list_categories(cast.cycle).await.unwrap();
        let mut added = Vec::new();
        for (category, name) in
            [(AwardCategory::StationManager, "站长甲"), (AwardCategory::Team, "湖畔科普社")]
        {
            let row = NewNomination {
                cycle_id: cast.cycle,
                category_id: categories.iter().find(|it| it.category == category).unwrap().id,
                name,
                workplace: "某站",
                years: Some(5),
                unit_id: first.unit_id,
                ..NewNomination::default()
            };
            let id = tx.add_nomination(&row).await.unwrap();
            agree(&mut tx, id).await;
            added.push(id);
        }
        commit(tx).await;
        for (id, asked) in added.iter().zip([
            ["service_short", "training_missing", "conditions_open", "conduct_stated"].as_slice(),
            ["service_short", "team_small", "conduct_stated"].as_slice(),
        ]) {
            let path = format!("/nomination/{id}");
            let page = cast.office.get(&path).await.body;
            for code in asked {
                assert!(page.contains(&format!("value=\"{code}\"")), "{code}: {page}");
            }
            let yes = Values::default().with(Field::Decision, "eligible");
            let yes = yes.with(Field::Revision, "1").with(Field::Confirmed, asked[0]);
            let part = cast.office.post(&path, &yes).await;
            assert_eq!(part.status, 422, "{}: the rest needs a reason", world.db.name);
            let all = asked[1..].iter().fold(yes, |yes, code| yes.with(Field::Confirmed, *code));
            let done = cast.office.post(&path, &all).await;
            assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
            let mut conn = world.db.store.read().await.unwrap();
            let kept = conn.find_nomination(*id).await.unwrap().unwrap().figures.unwrap();
            let codes: Vec<&str> = kept.confirmed.iter().map(|one| one.as_str()).collect();
            assert_eq!((codes.as_slice(), kept.findings()), (asked, Vec::new()));
        }
        // A tutor's lectures and pupils' projects are counted from our own records.
        let tutor = cast.office.get(&format!("/nomination/{}", cast.nominees[0])).await.body;
        assert!(tutor.contains("登记0次，要求至少4次"), "{}: {tutor}", world.db.name);
        confirm_all(&cast).await;
        world.verify_chain().await;
        world.remove().await;
    }
}
