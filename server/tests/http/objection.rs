//! Objections to an award on notice, and what follows from them.

use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::{
    award_scene::{
        Cast, answer, cast_with, clerk, confirm_all, proposal, revision, score_all, take,
    },
    complaint::once_of,
    world::{Answer, Person, World, world, worlds},
};

/// Who objects; nobody but the handler and the supervisor may ever read this.
const OBJECTOR: &str = "钱举报";
const CONTACT: &str = "13812340077";
const WORDS: &str = "该同志的公开课录像与申报事迹不符";

/// A cycle of which the two best are on notice; who falls out is followed by the next in rank.
pub(crate) async fn on_notice(world: &World) -> Cast {
    let cast = cast_with(world, Field::SeatPassing, "next_in_rank").await;
    confirm_all(&cast).await;
    score_all(&cast).await;
    post_again(world, &cast, &[0, 1]).await;
    cast
}

/// The proposal of these, confirmed and on notice.
pub(crate) async fn post_again(world: &World, cast: &Cast, who: &[usize]) {
    let chosen: Vec<_> = who.iter().map(|n| cast.nominees[*n]).collect();
    let path = format!("/award/{}/proposal", cast.cycle);
    let mut values = proposal(&chosen);
    for id in &cast.nominees {
        values.push(Field::Reason.at(*id), "前一名经查实已从名单撤下，由下一名依次递补进入名单");
    }
    let done = cast.office.post(&path, &values).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let yes = answer(world, cast, "confirm").await;
    let path = format!("/award/{}/confirm", cast.cycle);
    assert_eq!(cast.decider.post(&path, &yes).await.status, 303);
    take(&cast.office, cast.cycle, "post").await;
}

pub(crate) fn typed(about: &str, nominee: Option<i64>) -> Values {
    let values = Values::default()
        .with(Field::ObjectionAbout, about)
        .with(Field::Objection, WORDS)
        .with(Field::ObjectorKind, "person")
        .with(Field::ObjectorName, OBJECTOR)
        .with(Field::ObjectorContact, CONTACT);
    match nominee {
        Some(id) => values.with(Field::Nominee, id.to_string()),
        None => values,
    }
}

/// Somebody objects: the address of the page behind the link.
pub(crate) async fn object(
    world: &World,
    cast: &Cast,
    about: &str,
    nominee: Option<i64>,
) -> String {
    let path = format!("/notice/{}/objection", cast.cycle);
    let visitor = world.visitor();
    let form = visitor.get(&path).await;
    let values = typed(about, nominee).with(Field::Once, once_of(&form));
    let sent = visitor.post(&path, &values).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    sent.location.split('?').next().unwrap().to_owned()
}

pub(crate) async fn scan(world: &World, link: &str) -> Answer {
    let path = format!("{link}/scan");
    let paper = demo::paper("signed");
    world.visitor().upload(&path, &Values::default(), Some(("scan", "异议书.pdf", &paper))).await
}

/// The newest objection to a cycle.
pub(crate) async fn newest(world: &World, cast: &Cast) -> i64 {
    let rows = world.db.store.read().await.unwrap().list_objections(cast.cycle).await.unwrap();
    rows.iter().map(|row| i64::from(row.id)).max().unwrap()
}

pub(crate) async fn step(
    person: &Person,
    id: i64,
    step: &str,
    values: Values,
    world: &World,
) -> Answer {
    let mut conn = world.db.store.read().await.unwrap();
    let row = conn.find_objection(id.into()).await.unwrap().unwrap();
    drop(conn);
    let values = values.with(Field::Revision, row.revision.to_string());
    person.post(&format!("/objection/{id}/{step}"), &values).await
}

pub(crate) fn finding(finding: &str, effect: &str) -> Values {
    Values::default()
        .with(Field::Finding, finding)
        .with(Field::Effect, effect)
        .with(Field::Answer, "经核实，情况属实，已按评选办法处理。")
}

/// An objection that came with its paper, taken up and admitted by somebody who is free.
pub(crate) async fn admitted(
    world: &World,
    cast: &Cast,
    clerk: &Person,
    (about, nominee): (&str, Option<i64>),
) -> (i64, String) {
    let link = object(world, cast, about, nominee).await;
    assert_eq!(scan(world, &link).await.status, 303);
    let id = newest(world, cast).await;
    let taken = clerk.post(&format!("/objection/{id}/take"), &Values::default()).await;
    assert_eq!(taken.status, 303, "{}", taken.body);
    let admit = Values::default().with(Field::Decision, "admit");
    assert_eq!(step(clerk, id, "examine", admit, world).await.status, 303);
    (id, link)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nominee_is_taken_off_and_the_next_in_rank_follows_with_a_notice_of_its_own() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let (cycle, first) = (cast.cycle, i64::from(cast.nominees[0]));
        let (clerk, visitor) = (clerk(&world).await, world.visitor());
        let notice = format!("/notice/{cycle}");
        let page = visitor.get(&notice).await.body;
        assert!(page.contains(&format!("{notice}/objection")), "{}", world.db.name);
        let (id, link) = admitted(&world, &cast, &clerk, ("nominee", Some(first))).await;

        world.wait(TimeDelta::days(8));
        let decide = format!("/award/{cycle}/decide");
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
        let decided = cast.decider.post(&decide, &document).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        let held = visitor.get(&notice).await.body;
        let at = |text: &str| held.find(text).unwrap_or_else(|| panic!("{text}: {held}"));
        assert!(at("辅导员1") < at("暂缓审定") && at("暂缓审定") < at("辅导员0"), "held back");
        assert!(!held.contains(&format!("{notice}/objection")), "the notice is over");

        let late = Values::default().with(Field::ExtensionReason, "需向学校调取录像");
        assert_eq!(step(&clerk, id, "extend", late.clone(), &world).await.status, 303);
        assert_eq!(step(&clerk, id, "extend", late, &world).await.status, 409, "once");
        let receipt = visitor.get(&link).await.body;
        assert!(receipt.contains("需向学校调取录像") && receipt.contains("调查中"), "{receipt}");
        let nothing = step(&clerk, id, "decide", Values::default(), &world).await;
        assert_eq!(nothing.status, 422);
        let back = step(&clerk, id, "decide", finding("upheld", "proposal"), &world).await;
        assert_eq!(back.status, 422, "what is decided is not proposed anew");
        let done = step(&clerk, id, "decide", finding("upheld", "removal"), &world).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(!visitor.get(&notice).await.body.contains("辅导员0"), "taken off");
        let receipt = visitor.get(&link).await.body;
        assert!(receipt.contains("情况属实") && receipt.contains("成立"), "the answer");
        assert_eq!(visitor.post(&format!("{link}/withdraw"), &Values::default()).await.status, 409);

        follow(&world, &cast).await;
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Who follows: proposed, confirmed by name, on notice, and decided about.
async fn follow(world: &World, cast: &Cast) {
    let (office, decider, visitor) = (&cast.office, &cast.decider, world.visitor());
    let changes = format!("/award/{}/changes", cast.cycle);
    assert!(office.get("/desk").await.body.contains(&format!("href=\"{changes}\"")));
    let follows = |n: usize| {
        Values::default()
            .with(Field::Nominee, cast.nominees[0].to_string())
            .with(Field::Substitute, cast.nominees[n].to_string())
    };
    let propose = format!("{changes}/propose");
    let jump = office.post(&propose, &follows(3)).await;
    assert!(jump.status == 422 && jump.body.contains("href=\"#reason\""), "not the next in rank");
    assert_eq!(office.post(&propose, &follows(1)).await.status, 422, "is on the list");
    assert_eq!(office.post(&propose, &follows(2)).await.status, 303);
    assert_eq!(office.post(&propose, &follows(2)).await.status, 409, "proposed once");
    assert!(!visitor.get(&format!("/notice/{}", cast.cycle)).await.body.contains("辅导员2"));
    let next = Values::default().with(Field::Nominee, cast.nominees[2].to_string());
    let confirm = format!("{changes}/confirm");
    let back = next.clone().with(Field::Decision, "send_back");
    assert_eq!(decider.post(&confirm, &back).await.status, 422, "why?");
    let back = back.with(Field::Reason, "请先核对年限");
    assert_eq!(decider.post(&confirm, &back).await.status, 303);
    assert!(office.get("/inbox").await.body.contains("递补人选被退回"));
    assert_eq!(office.post(&propose, &follows(2)).await.status, 303, "proposed again");
    let yes = next.with(Field::Decision, "confirm");
    assert_eq!(decider.post(&confirm, &yes).await.status, 303);
    let notice = visitor.get(&format!("/notice/{}", cast.cycle)).await.body;
    assert!(notice.contains("辅导员2") && notice.contains("递补公示"), "{notice}");
    assert!(notice.contains("/objection\""), "to the substitute");
    let supplement = format!("{changes}/supplement");
    let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕12号");
    assert_eq!(decider.post(&supplement, &document).await.status, 409, "the notice runs");
    world.wait(TimeDelta::days(8));
    assert!(decider.get("/desk").await.body.contains(&format!("href=\"{changes}\"")));
    assert_eq!(decider.post(&supplement, &Values::default()).await.status, 422);
    assert_eq!(decider.post(&supplement, &document).await.status, 303);
    assert_eq!(decider.post(&supplement, &document).await.status, 409, "decided once");
    let notice = visitor.get(&format!("/notice/{}", cast.cycle)).await.body;
    assert!(notice.contains("辅导员2") && !notice.contains("递补公示"), "{notice}");
    assert!(office.get(&changes).await.body.contains("嘉科协〔2026〕12号"));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_objects_is_read_by_the_handler_and_the_supervisor_alone() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let clerk = clerk(&world).await;
        let officer =
            world.person("推荐人", &[Role::UnitOfficer], "某区科协", "county_association", 1).await;
        let second = i64::from(cast.nominees[1]);
        let link = object(&world, &cast, "nominee", Some(second)).await;
        let id = newest(&world, &cast).await;
        let list = format!("/award/{}/objection", cast.cycle);
        let (page, paper) = (format!("/objection/{id}"), format!("/objection/{id}/scan"));
        assert_eq!(scan(&world, &link).await.status, 303);

        for person in [&cast.office, &clerk, &cast.decider] {
            for path in [&list, &page, &"/inbox".to_owned(), &"/desk".to_owned()] {
                silent(person, path).await;
            }
            assert_eq!(person.get(&paper).await.status, 404, "{}", world.db.name);
        }
        for person in [&officer, &cast.judges[0], &world.visitor()] {
            assert!(person.get(&page).await.status != 200 && person.get(&list).await.status != 200);
            silent(person, &format!("/notice/{}", cast.cycle)).await;
        }
        let seen = cast.supervisor.get(&page).await.body;
        assert!(seen.contains(OBJECTOR) && seen.contains(CONTACT) && seen.contains(WORDS));
        let receipt = world.visitor().get(&link).await.body;
        assert!(receipt.contains(WORDS) && !receipt.contains(OBJECTOR), "a link may be lost");

        // Who has checked the nominee cannot look into it, and is told whom to ask.
        let barred = cast.office.get(&page).await.body;
        assert!(barred.contains("不能承办") && !barred.contains("由我承办"), "{barred}");
        let taken = cast.office.post(&format!("{page}/take"), &Values::default()).await;
        assert_eq!(taken.status, 409);
        let hand = |person: &Person| {
            let id = person.id.to_string();
            step(
                &cast.supervisor,
                newest_id(&seen),
                "hand",
                Values::default().with(Field::Handler, id),
                &world,
            )
        };
        assert_eq!(hand(&cast.office).await.status, 422, "not even by the supervisor");
        assert_eq!(hand(&clerk).await.status, 303);
        assert!(clerk.get("/inbox").await.body.contains("请您承办一件异议"));
        assert!(clerk.get(&page).await.body.contains(OBJECTOR));
        assert_eq!(clerk.get(&paper).await.status, 200);
        // Whoever is taken off it is told, and reads no more of who objects.
        let second =
            world.person("另一经办", &[Role::CityOffice], "市科协学会部", "city_association", 1);
        let second = second.await;
        assert!(!clerk.get("/inbox").await.body.contains("改由他人承办"));
        assert_eq!(hand(&second).await.status, 303);
        let inbox = clerk.get("/inbox").await.body;
        assert!(inbox.contains("异议改由他人承办") && !inbox.contains(OBJECTOR), "{inbox}");
        silent(&clerk, &page).await;
        assert_eq!(clerk.get(&paper).await.status, 404);
        assert_eq!(hand(&clerk).await.status, 303);
        assert!(!second.get(&page).await.body.contains(OBJECTOR));
        silent(&cast.office, &page).await;
        let examine = Values::default().with(Field::Decision, "admit");
        let other = step(&cast.office, id, "examine", examine, &world).await;
        assert_eq!(other.status, 409, "somebody else handles it");
        let refuse = Values::default().with(Field::Decision, "refuse");
        assert_eq!(step(&clerk, id, "examine", refuse.clone(), &world).await.status, 422, "why?");
        let refuse = refuse.with(Field::Reason, "所述事项与评选无关");
        assert_eq!(step(&clerk, id, "examine", refuse, &world).await.status, 303);
        assert!(world.visitor().get(&link).await.body.contains("所述事项与评选无关"));

        let mut conn = world.db.store.read().await.unwrap();
        let filter = store::AuditFilter::default();
        let lines = conn.list_audit(&filter, i64::MAX, 500).await.unwrap();
        assert!(lines.iter().any(|line| line.thing == "objection"));
        let chain = format!("{lines:?}");
        assert!(![OBJECTOR, CONTACT, WORDS].iter().any(|secret| chain.contains(secret)));
        drop(conn);
        world.remove().await;
    }
}

/// The key of the objection on its page.
fn newest_id(page: &str) -> i64 {
    let rest = page.split("/objection/").nth(1).unwrap();
    rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

async fn silent(person: &Person, path: &str) {
    let body = person.get(path).await.body;
    for secret in [OBJECTOR, CONTACT, WORDS] {
        assert!(!body.contains(secret), "{secret} on {path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_objection_to_the_procedure_brings_the_list_back_and_blocks_the_decision() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let clerk = clerk(&world).await;
        let (id, _) = admitted(&world, &cast, &clerk, ("procedure", None)).await;
        world.wait(TimeDelta::days(8));
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
        let early = cast.decider.post(&format!("/award/{}/decide", cast.cycle), &document).await;
        assert!(early.status == 422 && early.body.contains("没有办结"), "{}", early.body);
        let done = step(&clerk, id, "decide", finding("upheld", "proposal"), &world).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let visitor = world.visitor();
        let notice = format!("/notice/{}", cast.cycle);
        assert!(!visitor.get(&notice).await.body.contains("辅导员0"), "the notice is taken back");
        assert!(cast.decider.get("/inbox").await.body.contains("公示已撤回"));
        post_again(&world, &cast, &[0, 1]).await;
        let (id, _) =
            admitted(&world, &cast, &clerk, ("nominee", Some(cast.nominees[0].into()))).await;
        let both = finding("partly_upheld", "removal");
        assert_eq!(step(&clerk, id, "decide", both, &world).await.status, 303);
        let (id, _) = admitted(&world, &cast, &clerk, ("omission", None)).await;
        let again = finding("upheld", "proposal");
        assert_eq!(step(&clerk, id, "decide", again, &world).await.status, 303);
        // Who was taken off is not proposed again, whatever the form says.
        let page = cast.office.get(&format!("/award/{}/proposal", cast.cycle)).await.body;
        assert!(page.contains("不列入名单"), "{page}");
        post_again(&world, &cast, &[0, 1, 2]).await;
        let list = visitor.get(&notice).await.body;
        assert!(!list.contains("辅导员0") && list.contains("辅导员1") && list.contains("辅导员2"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn bad_input_is_told_where_it_was_typed_and_letters_count_by_their_day() {
    let world = world().await;
    let cast = on_notice(&world).await;
    let (clerk, visitor) = (clerk(&world).await, world.visitor());
    let path = format!("/notice/{}/objection", cast.cycle);
    let once = once_of(&visitor.get(&path).await);
    let mut nameless = typed("nominee", None).with(Field::Once, once.clone());
    nameless.set(Field::ObjectorName, "");
    let refused = visitor.post(&path, &nameless).await;
    assert!(refused.status == 422 && refused.body.contains(WORDS), "nothing is lost");
    for field in ["#objector_name", "#nominee"] {
        assert!(refused.body.contains(&format!("href=\"{field}\"")), "{field}: {}", refused.body);
    }
    let whole = typed("procedure", None).with(Field::Once, once);
    let sent = visitor.post(&path, &whole).await;
    let again = visitor.post(&path, &whole).await;
    assert!(sent.status == 303 && sent.location == again.location, "sent twice, there once");
    let link = sent.location.split('?').next().unwrap().to_owned();
    let none = Values::default();
    let empty = visitor.upload(&format!("{link}/scan"), &none, None).await;
    assert_eq!(empty.status, 422);
    let text = Some(("scan", "a.txt", b"text".as_slice()));
    let text = visitor.upload(&format!("{link}/scan"), &none, text).await;
    assert!(text.status == 422 && text.body.contains("id=\"scan-problem\""), "{}", text.body);
    assert_eq!(visitor.get("/objector/nobody").await.status, 404);
    let id = newest(&world, &cast).await;
    assert_eq!(clerk.post(&format!("/objection/{id}/take"), &Values::default()).await.status, 303);
    let admit = Values::default().with(Field::Decision, "admit");
    let unsigned = step(&clerk, id, "examine", admit.clone(), &world).await;
    assert!(unsigned.status == 422 && unsigned.body.contains("签名或盖章"), "AWD-01");
    assert_eq!(visitor.post(&format!("{link}/withdraw"), &Values::default()).await.status, 303);
    assert_eq!(visitor.post(&format!("{link}/withdraw"), &Values::default()).await.status, 303);
    assert_eq!(step(&clerk, id, "examine", admit.clone(), &world).await.status, 409);

    world.wait(TimeDelta::days(8));
    assert_eq!(visitor.get(&path).await.status, 409, "the notice is over");
    let enter = format!("/award/{}/objection/new", cast.cycle);
    let letter =
        |day: &str| typed("procedure", None).with(Field::Once, day).with(Field::ReceivedOn, day);
    let future = clerk.post(&enter, &letter("2027-01-01")).await;
    assert!(future.status == 422 && future.body.contains("id=\"received_on-problem\""));
    for (day, status) in [("2026-11-30", 303), ("2026-12-01", 422)] {
        let entered = clerk.post(&enter, &letter(day)).await;
        assert_eq!(entered.status, 303, "{}", entered.body);
        let link = entered.location.split('?').next().unwrap().to_owned();
        assert_eq!(scan(&world, &link).await.status, 303);
        let id = newest(&world, &cast).await;
        let taken = clerk.post(&format!("/objection/{id}/take"), &Values::default()).await;
        assert_eq!(taken.status, 303);
        let examined = step(&clerk, id, "examine", admit.clone(), &world).await;
        assert_eq!(examined.status, status, "{day}: {}", examined.body);
    }
    world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_character_is_put_right_without_an_objection() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let path = format!("/nomination/{}/correct", cast.nominees[0]);
        let page = cast.office.get(&path).await.body;
        let shown = page.split("name=\"revision\" value=\"").nth(1).unwrap();
        let right = Values::default()
            .with(Field::Revision, shown.split('"').next().unwrap())
            .with(Field::NomineeName, "辅导员甲")
            .with(Field::NomineeWorkplace, "示范小学0");
        let silent = cast.office.post(&path, &right).await;
        assert!(silent.status == 422 && silent.body.contains("辅导员甲"), "why?");
        let right = right.with(Field::Reason, "推荐表笔误");
        assert_eq!(cast.decider.post(&path, &right).await.status, 403);
        assert_eq!(cast.office.post(&path, &right).await.status, 303);
        assert_eq!(cast.office.post(&path, &right).await.status, 409, "another was shown");
        let notice = world.visitor().get(&format!("/notice/{}", cast.cycle)).await.body;
        assert!(notice.contains("辅导员甲") && !notice.contains("辅导员0"));
        let other = format!("/nomination/{}/correct", cast.nominees[4]);
        assert_eq!(cast.office.get(&other).await.status, 404, "not on the list");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_award_is_given_up_with_a_reason_that_everybody_reads() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let path = format!("/award/{}/abort", cast.cycle);
        let why = Values::default()
            .with(Field::Revision, revision(&world, &cast).await)
            .with(Field::AbortReason, "上级通知本年度评优项目取消");
        assert_eq!(cast.office.post(&path, &why).await.status, 409, "it is confirmed");
        assert_eq!(cast.supervisor.post(&path, &why).await.status, 403);
        let silent = Values::default().with(Field::AbortReason, "");
        assert_eq!(cast.decider.post(&path, &silent).await.status, 422);
        assert_eq!(cast.decider.post(&path, &why).await.status, 303);
        assert_eq!(cast.decider.post(&path, &why).await.status, 409, "once");
        let notice = world.visitor().get(&format!("/notice/{}", cast.cycle)).await.body;
        assert!(notice.contains("上级通知本年度评优项目取消") && !notice.contains("辅导员0"));
        assert!(cast.judges[0].get("/inbox").await.body.contains("评优已终止"));
        assert!(cast.office.get(&format!("/award/{}", cast.cycle)).await.body.contains("已终止"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_gets_its_paper_from_who_looks_into_it_and_an_anonymous_one_is_kept() {
    for world in worlds().await {
        let cast = on_notice(&world).await;
        let clerk = crate::award_scene::clerk(&world).await;
        let enter = format!("/award/{}/objection/new", cast.cycle);
        let letter = |once: &str| {
            typed("procedure", None)
                .with(Field::Once, once)
                .with(Field::ReceivedOn, world.now().date_naive().to_string())
        };
        // The clerk leaves the page of the link; somebody else takes the letter up.
        assert_eq!(cast.office.post(&enter, &letter("one")).await.status, 303);
        let id = newest(&world, &cast).await;
        let (at, file) = (format!("/objection/{id}"), demo::paper("signed"));
        let file = Some(("scan", "异议书.pdf", file.as_slice()));
        let path = format!("{at}/scan");
        let none = Values::default();
        assert_eq!(clerk.upload(&path, &none, file).await.status, 409, "not yet theirs");
        assert_eq!(clerk.post(&format!("{at}/take"), &none).await.status, 303);
        let admit = Values::default().with(Field::Decision, "admit");
        assert_eq!(step(&clerk, id, "examine", admit.clone(), &world).await.status, 422);
        let empty = clerk.upload(&path, &none, None).await;
        assert!(
            empty.status == 422 && empty.body.contains("id=\"scan-problem\""),
            "{}",
            empty.body
        );
        assert_eq!(cast.decider.upload(&path, &none, file).await.status, 403);
        assert_eq!(clerk.upload(&path, &none, file).await.status, 303, "{}", world.db.name);
        assert_eq!(step(&clerk, id, "examine", admit, &world).await.status, 303);
        assert_eq!(cast.supervisor.upload(&path, &none, file).await.status, 303, "and another");

        let about = cast.nominees[0].into();
        let mut nobody = typed("nominee", Some(about))
            .with(Field::Once, "two")
            .with(Field::ReceivedOn, world.now().date_naive().to_string());
        for field in [Field::ObjectorKind, Field::ObjectorName, Field::ObjectorContact] {
            nobody.set(field, "");
        }
        assert_eq!(cast.office.post(&enter, &nobody).await.status, 422, "who writes?");
        let nobody = nobody.with(Field::Anonymous, "yes");
        let kept = cast.office.post(&enter, &nobody).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        assert!(kept.location.starts_with(&format!("/award/{}/objection", cast.cycle)));
        assert_eq!(cast.office.post(&enter, &nobody).await.location, kept.location, "sent twice");
        let id = newest(&world, &cast).await;
        let page = cast.supervisor.get(&format!("/objection/{id}")).await.body;
        assert!(page.contains("匿名") && page.contains("不予受理"), "{}: {page}", world.db.name);
        let mut conn = world.db.store.read().await.unwrap();
        assert!(
            conn.list_disputed_nominees(cast.cycle).await.unwrap().is_empty(),
            "it blocks nobody"
        );
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}
