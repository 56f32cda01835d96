//! An award cycle from its rules to its notice, as everybody who has to do with it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{credit_hour::CreditSource, form::Values, role::Role, roster::AwardCategory};
use store::{NewCredit, NewNomination, NewOrganisation, NewPerson};

use crate::world::{Answer, Person, World, world, worlds};

/// Texts that must never show outside the office and the judges.
const CANARIES: [&str; 8] = [
    "金丝雀民族",
    "金丝雀职务",
    "金丝雀职称",
    "19900004711",
    "金丝雀事迹",
    "金丝雀获奖",
    "金丝雀备注",
    "1971-03",
];

pub(crate) struct Cast {
    pub(crate) office: Person,
    pub(crate) decider: Person,
    pub(crate) supervisor: Person,
    pub(crate) judges: Vec<Person>,
    pub(crate) cycle: i64,
    /// Key of the tutors' category.
    pub(crate) category: i64,
    pub(crate) nominees: Vec<i64>,
}

pub(crate) async fn judges(world: &World) -> Vec<Person> {
    let mut judges = Vec::new();
    for n in 0..5 {
        let place = format!("评委单位{n}");
        judges
            .push(world.person(&format!("评委{n}"), &[Role::Judge], &place, "institute", 1).await);
    }
    judges
}

pub(crate) fn head() -> Values {
    Values::default()
        .with("once", "cycle")
        .with("title", "2026年度科普工作评优")
        .with("year", "2026")
        .with("legal_basis", "internal")
        .with("objections_to", "科普部 0573-00000000")
}

/// A cycle with five nominated tutors of one unit, announced and closed for nominations.
pub(crate) async fn cast(world: &World) -> Cast {
    let office = world.office().await;
    let decider =
        world.person("党组书记", &[Role::DecisionMaker], "党组", "city_association", 1).await;
    let supervisor = world.person("陆秉公", &[Role::Supervisor], "纪检组", "other", 1).await;
    let judges = judges(world).await;
    let cycle = office.post("/award/new", &head()).await.made();
    let page = world.actions.cycle(&world.call(&office, Role::CityOffice), cycle).await.unwrap();
    let category =
        page.categories.iter().find(|one| one.category == AwardCategory::Tutor).unwrap().id;
    let path = format!("/award/{cycle}/category/{category}");
    let rules = Values::default()
        .with("revision", "1")
        .with("criteria", "育人成效 50\n活动 50")
        .with("quota_kind", "open")
        .with("seats", "2");
    assert_eq!(office.post(&path, &rules).await.status, 303);
    let mut seats = Values::default();
    for judge in &judges {
        seats.push("judges", judge.id.to_string());
    }
    assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
    let nominees = nominees(world, cycle, category).await;
    for step in ["announce", "close_nominations"] {
        take(&office, cycle, step).await;
    }
    Cast { office, decider, supervisor, judges, cycle, category, nominees }
}

pub(crate) async fn nominees(world: &World, cycle_id: i64, category_id: i64) -> Vec<i64> {
    let mut tx = world.db.store.begin().await.unwrap();
    let unit =
        NewOrganisation { name: "南湖区科协", match_key: "nanhu", ..Default::default() };
    let unit_id = tx.add_organisation(&unit).await.unwrap();
    let mut ids = Vec::new();
    for n in 0..5 {
        let name = format!("辅导员{n}");
        let place = format!("示范小学{n}");
        let school = NewOrganisation { name: &place, match_key: &place, ..Default::default() };
        let workplace_id = Some(tx.add_organisation(&school).await.unwrap());
        let person = NewPerson { name: &name, ..NewPerson::default() };
        let person_id = Some(tx.add_person(&person).await.unwrap());
        let row = NewNomination {
            cycle_id,
            category_id,
            person_id,
            name: &name,
            born_in: Some("1971-03"),
            ethnic_group: "金丝雀民族",
            workplace: &place,
            workplace_id,
            post: "金丝雀职务",
            title: "金丝雀职称",
            phone: Some("19900004711"),
            years: Some(5),
            deeds: "金丝雀事迹",
            earlier_awards: "金丝雀获奖",
            unit_id,
            unit_rank: Some(n + 1),
            note: "金丝雀备注",
            ..NewNomination::default()
        };
        ids.push(tx.add_nomination(&row).await.unwrap());
    }
    tx.commit_unlogged().await.unwrap();
    ids
}

pub(crate) async fn take(office: &Person, cycle: i64, step: &str) {
    let values = Values::default().with("step", step);
    let answer = office.post(&format!("/award/{cycle}/step"), &values).await;
    assert_eq!(answer.status, 303, "{step}: {}", answer.body);
}

pub(crate) async fn confirm_all(cast: &Cast) {
    for id in &cast.nominees {
        let yes = Values::default()
            .with("decision", "eligible")
            .with("revision", "1")
            .with("reason", "已核对学时与奖励");
        assert_eq!(cast.office.post(&format!("/nomination/{id}"), &yes).await.status, 303);
    }
    take(&cast.office, cast.cycle, "open_evaluation").await;
}

pub(crate) fn relations(cast: &Cast, conflicts: &[i64]) -> Values {
    let mut values = Values::default();
    for id in &cast.nominees {
        let kind = if conflicts.contains(id) { "close_relative" } else { "none" };
        values.push(format!("relation_{id}"), kind);
    }
    values
}

fn scores(one: &str, two: &str, revision: i64) -> Values {
    Values::default()
        .with("score_1", one)
        .with("score_2", two)
        .with("revision", revision.to_string())
        .with("decision", "submit")
}

/// Every judge scores every nominee; the points fall from the first nominee to the last.
pub(crate) async fn score_all(cast: &Cast) {
    let path = format!("/award/{}/judging", cast.cycle);
    for judge in &cast.judges {
        assert_eq!(judge.post(&path, &relations(cast, &[])).await.status, 303);
        for (n, id) in cast.nominees.iter().enumerate() {
            let sheet = scores(&format!("{}", 45 - n), "40", 0);
            let answer = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
    }
    take(&cast.office, cast.cycle, "close_scoring").await;
}

/// How often the cycle has moved: what a form of the decision maker brings along.
async fn revision(world: &World, cast: &Cast) -> String {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_cycle(cast.cycle).await.unwrap().unwrap().revision.to_string()
}

async fn answer(world: &World, cast: &Cast, decision: &str) -> Values {
    Values::default().with("decision", decision).with("revision", revision(world, cast).await)
}

fn proposal(nominees: &[i64]) -> Values {
    nominees.iter().fold(Values::default(), |values, id| values.with("selected", id.to_string()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cycle_runs_from_its_rules_to_its_decision() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let (office, decider, cycle) = (&cast.office, &cast.decider, cast.cycle);
        let visitor = world.visitor();
        let edit = office.post(&format!("/award/{cycle}/edit"), &head()).await;
        assert_eq!(edit.status, 409, "announced rules are frozen");
        let early = Values::default().with("step", "open_evaluation");
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
        let reason = "第二名已于上月获得同类奖励，按文件规定顺延给第三名";
        let deviating = deviating
            .with(&format!("reason_{}", cast.nominees[1]), reason)
            .with(&format!("reason_{}", cast.nominees[2]), reason);
        assert_eq!(office.post(&path, &deviating).await.status, 303);
        assert_eq!(office.post(&path, &deviating).await.status, 409, "proposed once");
        assert!(decider.get(&path).await.body.contains(reason));
        let confirm = format!("/award/{cycle}/confirm");
        let stale = Values::default().with("decision", "confirm").with("revision", "1");
        assert_eq!(decider.post(&confirm, &stale).await.status, 409, "another list was shown");
        let nothing = decider.post(&confirm, &answer(&world, &cast, "x").await).await;
        assert_eq!(nothing.status, 422, "neither yes nor no");
        let back = answer(&world, &cast, "send_back").await;
        assert_eq!(decider.post(&confirm, &back).await.status, 422, "a reason is needed");
        assert_eq!(office.post(&confirm, &back).await.status, 403);
        let yes = answer(&world, &cast, "confirm").await;
        assert_eq!(decider.post(&confirm, &yes).await.status, 303);
        assert_eq!(visitor.get(&format!("/notice/{cycle}")).await.status, 404, "not posted");
        take(office, cycle, "post").await;
        check_notice(&world, &visitor, cycle).await;
        let decide = format!("/award/{cycle}/decide");
        let document = Values::default().with("document_no", "嘉科协〔2026〕9号");
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
async fn check_notice(world: &World, visitor: &Person, cycle: i64) {
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
async fn a_judge_declares_before_a_file_opens_and_a_recused_one_sees_nothing() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        assert_eq!(judge.get(&sheet).await.status, 403, "{}: undeclared", world.db.name);
        let path = format!("/award/{}/judging", cast.cycle);
        let mut some = relations(&cast, &[cast.nominees[0]]);
        some.set(format!("relation_{}", cast.nominees[4]), "");
        let refused = judge.post(&path, &some).await;
        assert_eq!(refused.status, 422, "every nominee is declared");
        assert!(refused.body.contains("value=\"close_relative\" selected"), "choices are kept");
        let all = relations(&cast, &[cast.nominees[0]]);
        assert_eq!(judge.post(&path, &all).await.status, 303);
        let refused_file = judge.get(&sheet).await;
        assert_eq!(refused_file.status, 404);
        assert_eq!(judge.post(&sheet, &scores("1", "1", 0)).await.status, 404);
        let back = judge.post(&path, &relations(&cast, &[])).await;
        assert!(back.status == 422 && back.body.contains("不能撤回"), "a conflict is final");
        assert_eq!(judge.get(&sheet).await.status, 404);
        let other = judge.get(&format!("/score_sheet/{}", cast.nominees[1])).await;
        assert!(other.status == 200 && other.body.contains("金丝雀事迹"));
        for person in [&cast.office, &cast.decider, &cast.supervisor] {
            let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
            assert_eq!(person.get(&ranking).await.status, 409, "nobody sees running totals");
            assert_eq!(person.get(&sheet).await.status, 403);
        }
        assert_eq!(judge.get(&format!("/award/{}", cast.cycle)).await.status, 403);
        // Another judge of no seat in this cycle finds nothing.
        let stranger = world.person("别家评委", &[Role::Judge], "别家", "other", 1).await;
        assert_eq!(stranger.get(&path).await.status, 404);
        assert_eq!(stranger.get(&sheet).await.status, 404);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_known_conflict_cannot_be_declared_away() {
    let world = world().await;
    let cast = cast(&world).await;
    confirm_all(&cast).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let nomination = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
    let place = nomination.workplace_id.unwrap();
    tx.set_workplace(cast.judges[0].id, place, crate::world::start().date_naive()).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    let path = format!("/award/{}/judging", cast.cycle);
    let refused = cast.judges[0].post(&path, &relations(&cast, &[])).await;
    assert!(refused.status == 422 && refused.body.contains("回避"));
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_conflict_sees_neither_file_nor_ranking() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let clerk = world_clerk(&world).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let nomination = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
        let today = crate::world::start().date_naive();
        tx.set_workplace(clerk.id, nomination.workplace_id.unwrap(), today).await.unwrap();
        tx.commit_unlogged().await.unwrap();
        let list = clerk.get(&format!("/award/{}/nomination", cast.cycle)).await.body;
        assert!(!list.contains("辅导员0") && list.contains("辅导员1"), "{}", world.db.name);
        let own = format!("/nomination/{}", cast.nominees[0]);
        assert_eq!(clerk.get(&own).await.status, 404);
        let yes = Values::default().with("decision", "eligible").with("revision", "1");
        assert_eq!(clerk.post(&own, &yes).await.status, 404);
        confirm_all(&cast).await;
        score_all(&cast).await;
        for path in ["ranking/{category}", "proposal", "package"] {
            let path = path.replace("{category}", &cast.category.to_string());
            let path = format!("/award/{}/{path}", cast.cycle);
            assert_eq!(clerk.get(&path).await.status, 403, "{path}");
            assert_eq!(cast.office.get(&path).await.status, 200, "{path}");
        }
        world.remove().await;
    }
}

pub(crate) async fn world_clerk(world: &World) -> Person {
    world.person("经办人", &[Role::CityOffice], "市科协科普部", "city_association", 1).await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_tabs_and_repeated_submissions_lose_and_double_nothing() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judge = &cast.judges[0];
        let path = format!("/award/{}/judging", cast.cycle);
        judge.post(&path, &relations(&cast, &[])).await;
        let sheet = format!("/score_sheet/{}", cast.nominees[0]);
        let mut draft = scores("40.5", "", 0);
        draft.set("decision", "draft");
        assert_eq!(judge.post(&sheet, &draft).await.status, 303);
        assert!(judge.get(&sheet).await.body.contains("value=\"40.50\""));
        // The second tab was opened before the first one saved.
        let other = scores("41", "30", 0).with("remark", "另一个窗口里写的话");
        let stale = judge.post(&sheet, &other).await;
        assert_eq!(stale.status, 409, "{}", world.db.name);
        assert!(stale.body.contains("另一个窗口里写的话") && stale.body.contains("value=\"41\""));
        let gap = scores("40.5", "", 1);
        let refused = judge.post(&sheet, &gap).await;
        assert!(refused.status == 422 && refused.body.contains("href=\"#score_2\""));
        for wrong in ["50.5", "-1", "0.3", "很多", "１e5"] {
            let refused = judge.post(&sheet, &scores(wrong, "1", 1)).await;
            assert_eq!(refused.status, 422, "{wrong}");
            assert!(refused.body.contains(&format!("value=\"{wrong}\"")), "{wrong} is kept");
        }
        let right = scores("40.5", "38", 1);
        assert_eq!(judge.post(&sheet, &right).await.status, 303);
        assert_eq!(judge.post(&sheet, &right).await.status, 303, "the same again is no error");
        let changed = judge.post(&sheet, &scores("50", "50", 2)).await;
        assert_eq!(changed.status, 409, "a submitted sheet is locked");
        assert!(changed.body.contains("您刚才填写的内容"), "what was typed is shown");
        let rows = world.db.store.read().await.unwrap().list_sheets(cast.category).await.unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].scores, "[\"40.50\",\"38.00\"]");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tie_across_the_line_stops_for_a_recorded_decision() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let path = format!("/award/{}/judging", cast.cycle);
        for judge in &cast.judges {
            judge.post(&path, &relations(&cast, &[])).await;
            for (n, id) in cast.nominees.iter().enumerate() {
                // The second and the third are equal in everything.
                let points = ["45", "40", "40", "30", "20"][n];
                judge.post(&format!("/score_sheet/{id}"), &scores(points, "40", 0)).await;
            }
        }
        take(&cast.office, cast.cycle, "close_scoring").await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let page = cast.office.get(&ranking).await.body;
        assert!(page.contains("并列待定"), "{}: {page}", world.db.name);
        let proposal_path = format!("/award/{}/proposal", cast.cycle);
        let early = cast.office.post(&proposal_path, &proposal(&cast.nominees[..2])).await;
        assert_eq!(early.status, 422, "the tie is open");
        let vote = |votes: [&str; 2]| {
            Values::default()
                .with("revision", "2")
                .with("tie", "0")
                .with("resolution", "vote")
                .with("ballots", "5")
                .with("votes", votes[0])
                .with("votes", votes[1])
                .with("reference", "2026年评审会纪要第3号")
        };
        let impossible = cast.office.post(&ranking, &vote(["4", "4"])).await;
        assert!(impossible.status == 422 && impossible.body.contains("2026年评审会纪要第3号"));
        let mut silent = vote(["2", "3"]);
        silent.set("reference", "");
        assert_eq!(cast.office.post(&ranking, &silent).await.status, 422, "where is it on record");
        assert_eq!(cast.decider.post(&ranking, &vote(["2", "3"])).await.status, 403);
        assert_eq!(cast.office.post(&ranking, &vote(["2", "3"])).await.status, 303);
        let again = cast.office.post(&ranking, &vote(["2", "3"])).await;
        assert_eq!(again.status, 409, "nothing is left to decide");
        let page = cast.office.get(&ranking).await.body;
        assert!(!page.contains("并列待定") && page.contains("投票"));
        let chosen = proposal(&[cast.nominees[0], cast.nominees[2]]);
        assert_eq!(cast.office.post(&proposal_path, &chosen).await.status, 303);
        world.verify_chain().await;
        world.remove().await;
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
async fn in_every_state_each_sees_what_is_his() {
    let world = world().await;
    let cast = cast(&world).await;
    let mut seen: BTreeMap<&str, Vec<u16>> = BTreeMap::new();
    let nominee = world.person("被推荐人", &[Role::Tutor], "某校", "school", 1).await;
    let county = world.person("邻县", &[Role::CountyOffice], "邻县科协", "county_association", 1);
    let others = [world.visitor(), nominee, county.await];
    let paths = [
        format!("/award/{}", cast.cycle),
        format!("/award/{}/nomination", cast.cycle),
        format!("/nomination/{}", cast.nominees[0]),
        format!("/award/{}/judging", cast.cycle),
        format!("/score_sheet/{}", cast.nominees[0]),
        format!("/award/{}/ranking/{}", cast.cycle, cast.category),
        format!("/award/{}/proposal", cast.cycle),
        format!("/award/{}/package", cast.cycle),
    ];
    let mut walk = async |state: &'static str| {
        for person in &others {
            for path in &paths {
                let answer: Answer = person.get(path).await;
                assert!(matches!(answer.status, 303 | 403 | 404), "{path}: {}", answer.status);
                seen.entry(state).or_default().push(answer.status);
            }
        }
    };
    walk("eligibility").await;
    confirm_all(&cast).await;
    walk("evaluation").await;
    score_all(&cast).await;
    walk("scored").await;
    let two = proposal(&cast.nominees[..2]);
    let path = format!("/award/{}/proposal", cast.cycle);
    assert_eq!(cast.office.post(&path, &two).await.status, 303);
    walk("proposed").await;
    let yes = answer(&world, &cast, "confirm").await;
    let path = format!("/award/{}/confirm", cast.cycle);
    assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
    walk("confirmed").await;
    take(&cast.office, cast.cycle, "post").await;
    walk("on_notice").await;
    world.wait(chrono::TimeDelta::days(8));
    let document = Values::default().with("document_no", "嘉科协〔2026〕9号");
    let path = format!("/award/{}/decide", cast.cycle);
    assert_eq!(cast.decider.post(&path, &document).await.status, 303);
    walk("decided").await;
    assert_eq!(seen.len(), 7);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_every_state_a_conflict_hides_the_nominee() {
    let world = world().await;
    let cast = cast(&world).await;
    let clerk = world_clerk(&world).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let nomination = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap();
    let today = crate::world::start().date_naive();
    let place = nomination.workplace_id.unwrap();
    for person in [clerk.id, cast.judges[0].id] {
        tx.set_workplace(person, place, today).await.unwrap();
    }
    tx.commit_unlogged().await.unwrap();
    let addresses = [
        format!("/award/{}", cast.cycle),
        format!("/award/{}/nomination", cast.cycle),
        format!("/award/{}/substitute", cast.cycle),
        format!("/nomination/{}", cast.nominees[0]),
        format!("/award/{}/ranking/{}", cast.cycle, cast.category),
        format!("/award/{}/proposal", cast.cycle),
        format!("/award/{}/package", cast.cycle),
        format!("/score_sheet/{}", cast.nominees[0]),
        format!("/award/{}/judging", cast.cycle),
    ];
    let nothing = async |state: &str| {
        for path in &addresses {
            for (person, who) in [(&clerk, "clerk"), (&cast.judges[0], "judge")] {
                let answer = person.get(path).await;
                // A judge has to see the name to declare the relation to it.
                let is_declaring = who == "judge" && path.ends_with("/judging");
                let shows_name = answer.body.contains("辅导员0") && !is_declaring;
                assert!(answer.status < 500 && !shows_name, "{who} at {path}, {state}");
                assert!(!answer.body.contains("金丝雀事迹"), "{who} at {path}, {state}");
            }
        }
    };
    nothing("eligibility").await;
    confirm_all(&cast).await;
    nothing("evaluation").await;
    let judging = format!("/award/{}/judging", cast.cycle);
    for judge in &cast.judges {
        let own = if judge.id == cast.judges[0].id { &cast.nominees[..1] } else { &[] };
        assert_eq!(judge.post(&judging, &relations(&cast, own)).await.status, 303);
    }
    nothing("declared").await;
    let close = Values::default().with("step", "close_scoring");
    let early = cast.office.post(&format!("/award/{}/step", cast.cycle), &close).await;
    assert!(early.status == 422 && early.body.contains("先抽取替补评委"), "four judges for one");
    let drawn = world.person("替补评委", &[Role::Judge], "替补单位", "other", 1).await;
    let draw = Values::default()
        .with("substitute", drawn.id.to_string())
        .with("reference", "2026年监审记录第2号");
    let path = format!("/award/{}/substitute", cast.cycle);
    assert_eq!(cast.office.post(&path, &draw).await.status, 303);
    take(&cast.office, cast.cycle, "close_scoring").await;
    nothing("scored").await;
    let path = format!("/award/{}/proposal", cast.cycle);
    assert_eq!(cast.office.post(&path, &Values::default()).await.status, 303);
    nothing("proposed").await;
    let yes = answer(&world, &cast, "confirm").await;
    let path = format!("/award/{}/confirm", cast.cycle);
    assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
    take(&cast.office, cast.cycle, "post").await;
    nothing("on_notice").await;
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_few_judges_for_a_nominee_call_for_a_substitute() {
    for world in worlds().await {
        let cast = cast(&world).await;
        let drawn = world.person("替补评委", &[Role::Judge], "替补单位", "other", 1).await;
        let path = format!("/award/{}/substitute", cast.cycle);
        assert_eq!(cast.office.get(&path).await.status, 409, "nobody scores yet");
        confirm_all(&cast).await;
        let draw = Values::default()
            .with("substitute", drawn.id.to_string())
            .with("reference", "2026年监审记录第2号");
        let early = cast.office.post(&path, &draw).await;
        assert!(early.status == 422 && early.body.contains("2026年监审记录第2号"), "not needed");
        let judging = format!("/award/{}/judging", cast.cycle);
        let recused = relations(&cast, &[cast.nominees[0]]);
        assert_eq!(cast.judges[0].post(&judging, &recused).await.status, 303);
        let page = cast.office.get(&path).await.body;
        assert!(page.contains("辅导员0") && !page.contains("辅导员1"), "{}", world.db.name);
        let mut silent = draw.clone();
        silent.set("reference", "");
        assert_eq!(cast.office.post(&path, &silent).await.status, 422, "where is it on record");
        let mut seated = draw.clone();
        seated.set("substitute", cast.judges[1].id.to_string());
        assert_eq!(cast.office.post(&path, &seated).await.status, 422, "has a seat");
        assert_eq!(drawn.get(&judging).await.status, 404, "not drawn yet");
        assert_eq!(cast.office.post(&path, &draw).await.status, 303);
        assert_eq!(cast.office.post(&path, &draw).await.status, 422, "drawn once");
        assert!(!cast.office.get(&path).await.body.contains("辅导员0"), "five again");
        for judge in cast.judges.iter().skip(1).chain([&drawn]) {
            assert_eq!(judge.post(&judging, &relations(&cast, &[])).await.status, 303);
            for id in &cast.nominees {
                let sheet = scores("45", "40", 0);
                let answer = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
                assert_eq!(answer.status, 303);
            }
        }
        take(&cast.office, cast.cycle, "close_scoring").await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let ranking = cast.office.get(&ranking).await.body;
        assert!(!ranking.contains("有效评分不足"), "everybody has five sheets");
        let log = cast.supervisor.get("/audit").await.body;
        assert!(log.contains("替补评委入席") && log.contains("2026年监审记录第2号"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_that_becomes_known_later_closes_the_file() {
    let world = world().await;
    let cast = cast(&world).await;
    confirm_all(&cast).await;
    let judge = &cast.judges[0];
    let judging = format!("/award/{}/judging", cast.cycle);
    assert_eq!(judge.post(&judging, &relations(&cast, &[])).await.status, 303);
    let sheet = format!("/score_sheet/{}", cast.nominees[0]);
    assert_eq!(judge.get(&sheet).await.status, 200);
    assert_eq!(judge.post(&sheet, &scores("45", "40", 0)).await.status, 303);
    let mut tx = world.db.store.begin().await.unwrap();
    let place = tx.find_nomination(cast.nominees[0]).await.unwrap().unwrap().workplace_id.unwrap();
    tx.set_workplace(judge.id, place, crate::world::start().date_naive()).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    assert_eq!(judge.get(&sheet).await.status, 403, "to be declared anew");
    let declared = relations(&cast, &[cast.nominees[0]]);
    assert_eq!(judge.post(&judging, &declared).await.status, 303);
    assert_eq!(judge.get(&sheet).await.status, 404);
    let rows = world.db.store.read().await.unwrap().list_sheets(cast.category).await.unwrap();
    assert_eq!(rows[0].state, "void");
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_unit_without_a_line_in_the_quota_is_told_before_anybody_scores() {
    let world = world().await;
    let office = world.office().await;
    let judges = judges(&world).await;
    let cycle = office.post("/award/new", &head()).await.made();
    let call = world.call(&office, Role::CityOffice);
    let mut tx = world.db.store.begin().await.unwrap();
    let unit = NewOrganisation {
        name: "秀洲区科协",
        match_key: "xiuzhou",
        is_nominating_unit: true,
        ..Default::default()
    };
    tx.add_organisation(&unit).await.unwrap();
    tx.commit_unlogged().await.unwrap();
    let page = world.actions.cycle(&call, cycle).await.unwrap();
    let category =
        page.categories.iter().find(|one| one.category == AwardCategory::Tutor).unwrap().id;
    nominees(&world, cycle, category).await;
    let rules = Values::default()
        .with("revision", "1")
        .with("criteria", "育人成效 50\n活动 50")
        .with("quota_kind", "fixed")
        .with("units", "秀洲区科协 2");
    let path = format!("/award/{cycle}/category/{category}");
    assert_eq!(office.post(&path, &rules).await.status, 303);
    let seats = judges
        .iter()
        .fold(Values::default(), |values, judge| values.with("judges", judge.id.to_string()));
    assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
    let announce = Values::default().with("step", "announce");
    let refused = office.post(&format!("/award/{cycle}/step"), &announce).await;
    assert!(refused.status == 422 && refused.body.contains("有5份推荐"), "{}", refused.body);
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sheets_sent_while_scoring_is_closed_are_in_or_out_and_the_ranking_stands() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judging = format!("/award/{}/judging", cast.cycle);
        for judge in &cast.judges {
            assert_eq!(judge.post(&judging, &relations(&cast, &[])).await.status, 303);
        }
        let mut tasks = Vec::new();
        for (n, judge) in cast.judges.iter().enumerate() {
            for id in &cast.nominees {
                let (judge, path) = (judge.clone(), format!("/score_sheet/{id}"));
                tasks.push(tokio::spawn(async move {
                    judge.post(&path, &scores("45", "40", 0)).await.status
                }));
            }
            if n == 2 {
                let office = cast.office.clone();
                let path = format!("/award/{}/step", cast.cycle);
                let close = Values::default().with("step", "close_scoring");
                tasks.push(tokio::spawn(async move { office.post(&path, &close).await.status }));
            }
        }
        for task in tasks {
            let status = task.await.unwrap();
            assert!(matches!(status, 303 | 409), "{}: {status}", world.db.name);
        }
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        assert_eq!(cast.office.get(&ranking).await.status, 200, "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_tie_that_is_decided_ten_times_at_once_is_decided_once() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let judging = format!("/award/{}/judging", cast.cycle);
        for judge in &cast.judges {
            judge.post(&judging, &relations(&cast, &[])).await;
            for (n, id) in cast.nominees.iter().enumerate() {
                let points = ["45", "40", "40", "30", "20"][n];
                judge.post(&format!("/score_sheet/{id}"), &scores(points, "40", 0)).await;
            }
        }
        take(&cast.office, cast.cycle, "close_scoring").await;
        let ranking = format!("/award/{}/ranking/{}", cast.cycle, cast.category);
        let vote = Values::default()
            .with("revision", "2")
            .with("tie", "0")
            .with("resolution", "vote")
            .with("ballots", "5")
            .with("votes", "2")
            .with("votes", "3")
            .with("reference", "2026年评审会纪要第3号");
        let posts = (0..10).map(|_| {
            let (office, path, vote) = (cast.office.clone(), ranking.clone(), vote.clone());
            tokio::spawn(async move { office.post(&path, &vote).await.status })
        });
        let mut won = 0;
        for task in posts.collect::<Vec<_>>() {
            match task.await.unwrap() {
                303 => won += 1,
                409 => {}
                other => panic!("{other} on {}", world.db.name),
            }
        }
        assert_eq!(won, 1, "{}", world.db.name);
        assert_eq!(cast.office.get(&ranking).await.status, 200);
        world.remove().await;
    }
}

#[tokio::test]
async fn a_draft_that_saves_itself_after_the_session_is_not_kept_as_the_form() {
    let world = world().await;
    let stranger = world.visitor().with_cookie("session=of-yesterday");
    let answer = stranger.post("/api/score_sheet/save", &Values::default()).await;
    assert_eq!(answer.status, 303);
    assert!(answer.cookies.is_empty(), "nothing is kept");
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
            tx.add_credit_hour(&credit).await.unwrap();
        }
        tx.commit_unlogged().await.unwrap();
        let path = format!("/nomination/{}", cast.nominees[0]);
        let page = cast.office.get(&path).await.body;
        assert!(page.contains("24学时，要求至少24学时"), "{}: {page}", world.db.name);
        assert!(!page.contains("本年度学时不足"));
        let mut tx = world.db.store.begin().await.unwrap();
        let at = crate::world::start();
        tx.reverse_credit_hours(CreditSource::Roster, 4, person_id, None, at).await.unwrap();
        tx.commit_unlogged().await.unwrap();
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
    licensed.set("title", "2026年度科普工作表彰");
    let refused = office.post("/award/new", &licensed).await;
    assert!(refused.status == 422 && refused.body.contains("2026年度科普工作表彰"));
    assert!(refused.body.contains("id=\"title-problem\""));
    let cycle = office.post("/award/new", &head()).await.made();
    assert_eq!(office.post("/award/new", &head()).await.made(), cycle, "twice is once");
    let call = world.call(&office, Role::CityOffice);
    let category = world.actions.cycle(&call, cycle).await.unwrap().categories[0].id;
    let path = format!("/award/{cycle}/category/{category}");
    let rules = Values::default()
        .with("revision", "1")
        .with("criteria", "<b>没有数字</b>")
        .with("quota_kind", "fixed")
        .with("units", "没有这个单位 3");
    let refused = office.post(&path, &rules).await;
    assert!(refused.status == 422 && refused.body.contains("&lt;b&gt;没有数字"));
    assert!(
        refused.body.contains("id=\"units-problem\"") && refused.body.contains("没有这个单位 3")
    );
    let announce = Values::default().with("step", "announce");
    let early = office.post(&format!("/award/{cycle}/step"), &announce).await;
    assert_eq!(early.status, 422, "judges and seats are needed");
    let mut stale = head();
    stale.set("revision", "7");
    assert_eq!(office.post(&format!("/award/{cycle}/edit"), &stale).await.status, 409);
    world.remove().await;
}
