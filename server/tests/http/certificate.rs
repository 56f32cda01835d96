//! Certificates from the decision to their revocation, records and statements that people issue to
//! themselves, and what anybody verifies.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _, Write as _},
    process::{Command, Stdio},
};

use chrono::{NaiveDate, TimeDelta};
use domain::{
    award_cycle::{AwardCycleState, CategoryRules, CyclePlan, FinalKind, LegalBasis, NoticeOrder},
    award_stage::StagePlan,
    credit_hour::CreditSource,
    form::{Field, Values},
    id::{AwardCycleId, ParticipationId, PersonId},
    nomination::NominationState,
    paper_correction::{Correction, CorrectionState, RegisterLine},
    role::{Grant, Role, Scope},
    roster::AwardCategory,
};
use sha2::{Digest as _, Sha256};
use store::{
    NewAccount, NewAccountSession, NewCredit, NewNomination, NewOrganisation, NewPaperCorrection,
    NewPerson,
};

use crate::{
    award_scene::{CANARIES, Cast, answer, cast, clerk, confirm_all, proposal, score_all, take},
    machine::times,
    review_paper::typesetter,
    world::{Person, World, at_once, commit, start, worlds},
};

/// The cycle of a cast, decided: the first two are awarded.
async fn decided(world: &World) -> Cast {
    let cast = cast(world).await;
    confirm_all(&cast).await;
    decide(world, &cast).await;
    cast
}

/// From the check of all to the decision.
async fn decide(world: &World, cast: &Cast) {
    score_all(cast).await;
    let cycle = cast.cycle;
    let path = format!("/award/{cycle}/proposal");
    let proposed = cast.office.post(&path, &proposal(&cast.nominees[..2])).await;
    assert_eq!(proposed.status, 303, "{}", proposed.body);
    let yes = answer(world, cast, "confirm").await;
    assert_eq!(cast.decider.post(&format!("/award/{cycle}/confirm"), &yes).await.status, 303);
    take(&cast.office, cycle, "post").await;
    world.wait(TimeDelta::days(8));
    let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
    let done = cast.decider.post(&format!("/award/{cycle}/decide"), &document).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

/// Somebody who is on file, with a browser.
pub(crate) async fn signed_in(world: &World, id: PersonId, grant: Option<(Role, Scope)>) -> Person {
    let mut tx = world.db.store.begin().await.unwrap();
    let account = NewAccount {
        person_id: id,
        sign_in_name: &format!("winner{id}"),
        password_hash: Some("none"),
        created_at: start(),
    };
    let account = tx.add_account(&account).await.unwrap();
    let token = format!("token-of-winner-{id}");
    let end = start() + TimeDelta::days(3_000);
    let session = NewAccountSession {
        digest: &hex::encode(Sha256::digest(token.as_bytes())),
        account_id: account,
        password_hash: "none",
        device: "",
        created_at: end - TimeDelta::days(1),
        expires_at: end,
    };
    assert!(tx.add_session(&session).await.unwrap());
    if let Some((role, scope)) = grant {
        let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
        tx.add_grant(id, &grant).await.unwrap();
    }
    commit(tx).await;
    world.visitor().with_cookie(&format!("session={token}")).known_as(id)
}

/// The person of a nomination.
async fn winner(world: &World, cast: &Cast, at: usize) -> PersonId {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_nomination(cast.nominees[at]).await.unwrap().unwrap().person_id.unwrap()
}

pub(crate) fn link(page: &str, of: &str) -> String {
    let at = page.find(of).unwrap_or_else(|| panic!("{of} is on no page: {page}"));
    page[at..].split(['"', '?']).next().unwrap().to_owned()
}

pub(crate) async fn set_all(world: &World) {
    let mut turns = 0;
    while app::set_certificates(&world.state, world.now()).await.unwrap() > 0 {
        turns += 1;
        assert!(turns < 100, "it ends");
    }
}

pub(crate) fn asked(number: &str, name: &str) -> Values {
    Values::default().with(Field::CertificateNo, number).with(Field::PrintedName, name)
}

fn pdf_text(bytes: &[u8]) -> String {
    let mut reader = Command::new("pdftotext");
    reader.args(["-raw", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut reader = reader.spawn().expect("pdftotext of poppler-utils");
    reader.stdin.take().unwrap().write_all(bytes).unwrap();
    let output = reader.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_issued_printed_verified_corrected_and_revoked() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let cast = decided(&world).await;
        let (office, decider, cycle) = (&cast.office, &cast.decider, cast.cycle);
        let path = format!("/award/{cycle}/certificates");
        assert!(office.get(&format!("/award/{cycle}")).await.body.contains(&path));
        assert!(office.get(&path).await.body.contains("签发 2 份证书"), "{}", world.db.name);
        assert!(!decider.get(&path).await.body.contains("签发 2 份证书"));
        assert_eq!(decider.post(&path, &Values::default()).await.status, 403);
        for answer in at_once(vec![(office.clone(), path.clone(), Values::default()); 5]).await {
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        let page = office.get(&path).await.body;
        assert!(
            page.contains("嘉科协优〔2026〕辅0001号") && page.contains("嘉科协优〔2026〕辅0002号")
        );
        assert!(!page.contains("0003号"), "{}: sent five times, issued once", world.db.name);
        assert!(page.contains("PDF 已生成 0 / 2"), "{page}");
        let first = link(&page, "/certificate/");
        let unset = office.get(&format!("{first}/paper.pdf")).await;
        assert!(unset.status == 404 && unset.body.contains("请稍后再来"), "{}", unset.body);
        set_all(&world).await;
        assert!(office.get(&path).await.body.contains("PDF 已生成 2 / 2"));
        for (asked, found) in [("辅导员1", "0002号"), ("辅0001号", "辅导员0")] {
            let row = office.get(&format!("{path}?q={asked}")).await.body;
            let other = if found == "0002号" { "0001号" } else { "0002号" };
            assert!(row.contains(found) && !row.contains(other), "{asked}: {row}");
        }

        // The winner, who is told, the unit's officer and the office take it; nobody else does.
        let person = winner(&world, &cast, 0).await;
        let holder = signed_in(&world, person, None).await;
        assert!(holder.get("/inbox").await.body.contains("获奖证书：2026年度科普工作评优"));
        let mine = holder.get("/certificates").await.body;
        let file = link(&mine, "/certificate/");
        let taken = holder.get(&file).await;
        assert!(taken.status == 200 && taken.disposition.contains(".pdf"), "{}", taken.body);
        let again = office.get(&format!("{first}/paper.pdf")).await;
        assert_eq!(again.bytes, taken.bytes, "the kept bytes");
        let other = signed_in(&world, winner(&world, &cast, 1).await, None).await;
        assert_eq!(other.get(&file).await.status, 404, "another winner's");
        assert_eq!(world.visitor().get(&file).await.status, 303, "signs in first");
        let mut conn = world.db.store.read().await.unwrap();
        let unit = conn.find_nomination(cast.nominees[0]).await.unwrap().unwrap().unit_id;
        drop(conn);
        let officer = (Role::UnitOfficer, Scope::Organisation(unit));
        let officer = signed_in(&world, winner(&world, &cast, 4).await, Some(officer)).await;
        assert_eq!(officer.get("/certificates").await.body.matches("/paper.pdf").count(), 2);
        assert_eq!(officer.get(&file).await.status, 200);
        let text = pdf_text(&taken.bytes);
        for part in ["荣誉证书", "辅导员0同志：", "优秀科技辅导员", "嘉科协优〔2026〕辅0001号"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
        for canary in CANARIES {
            assert!(!text.contains(canary), "{canary}");
        }
        check_archive(office, cycle.0).await;
        check_verification(&world, &taken.bytes).await;
        check_end(&world, &cast, &first, &holder, &taken.bytes).await;
        world.verify_chain().await;
        world.remove().await;
    }
}

/// All of them at once, each under its number.
async fn check_archive(office: &Person, cycle: i64) {
    let answer = office.get(&format!("/award/{cycle}/certificates.zip")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(str::to_owned).collect();
    assert!(names.contains(&"嘉科协优〔2026〕辅0001号-辅导员0.pdf".to_owned()), "{names:?}");
    let mut bytes = Vec::new();
    archive.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
    assert!(bytes.starts_with(b"%PDF"));
    let bulk = office.get(&format!("/award/{cycle}/certificates.pdf?page=1")).await;
    assert_eq!(bulk.status, 200);
    let text = pdf_text(&bulk.bytes);
    assert!(text.contains("辅导员0同志") && text.contains("辅导员1同志"), "{text}");
    assert_eq!(office.get(&format!("/award/{cycle}/certificates.pdf?page=2")).await.status, 404);
}

/// Number and name, or the file itself; a wrong name and an unknown number are answered alike.
async fn check_verification(world: &World, bytes: &[u8]) {
    let visitor = world.visitor();
    let found = visitor.post("/verify", &asked("嘉科协优[2026]辅0001号", " 辅导员0")).await;
    assert!(found.status == 303 && found.location.starts_with("/verify/"), "{}", found.body);
    let page = visitor.get(&found.location).await.body;
    let digest = hex::encode(Sha256::digest(bytes));
    for text in ["辅导员0", "优秀科技辅导员", "嘉兴市科学技术协会", "有效", &digest]
    {
        assert!(page.contains(text), "{}: {text} in {page}", world.db.name);
    }
    for canary in CANARIES.iter().chain(&["示范小学0", "南湖区科协", "辅导员1"]) {
        assert!(!page.contains(canary), "{canary} at {}", found.location);
    }
    let unknown = visitor.post("/verify", &asked("嘉科协优〔2026〕辅0099号", "辅导员0")).await;
    let copied = visitor.post("/verify", &asked("嘉科协优〔2026〕辅0001号", "辅导员3")).await;
    assert_eq!((unknown.status, copied.status), (422, 422));
    let without = |answer: &str| {
        answer
            .replace("嘉科协优〔2026〕辅0099号", "")
            .replace("嘉科协优〔2026〕辅0001号", "")
            .replace("辅导员0", "")
            .replace("辅导员3", "")
    };
    assert_eq!(without(&unknown.body), without(&copied.body), "alike");
    assert!(copied.body.contains("没有查到"));
    assert_eq!(visitor.post("/verify", &asked("", "")).await.status, 422);
    let none = Values::default();
    let same =
        visitor.upload("/verify/file", &none, Some(("certificate_file", "a.pdf", bytes))).await;
    assert_eq!(same.location.split('?').next(), found.location.split('?').next());
    let mut changed = bytes.to_vec();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let forged =
        visitor.upload("/verify/file", &none, Some(("certificate_file", "a.pdf", &changed))).await;
    assert!(forged.status == 422 && forged.body.contains("这不是签发的文件"), "{}", forged.body);
    let missing = visitor.upload("/verify/file", &none, None).await;
    assert_eq!(missing.status, 422, "no file");
    assert_eq!(visitor.get("/verify/0123456789abcdef0123456789abcdef").await.status, 404);
    assert!(visitor.get("/").await.body.contains("href=\"/verify\""), "every footer");
    let many = visitor.at_address([192, 0, 2, 9]);
    let mut refused = 0;
    for n in 0..62 {
        let answer = many.post("/verify", &asked(&format!("无此编号{n}"), "辅导员0")).await;
        refused += usize::from(answer.status == 429);
    }
    assert_eq!(refused, 2, "of one address sixty a day");
}

/// Corrected: another number, and the old one is shown as superseded. Revoked: shown as such.
async fn check_end(world: &World, cast: &Cast, first: &str, holder: &Person, bytes: &[u8]) {
    let (office, decider, visitor) = (&cast.office, &cast.decider, world.visitor());
    let correct = |name: &str, reason: &str, revision: &str| {
        Values::default()
            .with(Field::PrintedName, name)
            .with(Field::Reason, reason)
            .with(Field::Revision, revision)
    };
    let path = format!("{first}/correct");
    let box_of = correct("辅导员\u{10FFFD}", "姓名有错字", "1");
    let refused = office.post(&path, &box_of).await;
    assert!(refused.status == 422 && refused.body.contains("U+10FFFD"), "{}", refused.body);
    assert_eq!(office.post(&path, &correct("辅导员零", "", "1")).await.status, 422);
    assert_eq!(decider.post(&path, &correct("辅导员零", "姓名有错字", "1")).await.status, 403);
    let done = office.post(&path, &correct("辅导员零", "姓名有错字", "1")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let second = done.location.split('?').next().unwrap().to_owned();
    assert_eq!(office.post(&path, &correct("辅导员零", "姓名有错字", "1")).await.status, 409);
    let page = office.get(&second).await.body;
    assert!(page.contains("嘉科协优〔2026〕辅0003号"), "{}: {page}", world.db.name);
    let old = visitor.post("/verify", &asked("嘉科协优〔2026〕辅0001号", "辅导员0")).await.location;
    assert!(visitor.get(&old).await.body.contains("已作废"), "{}", world.db.name);
    let file = Some(("certificate_file", "a.pdf", bytes));
    let same = visitor.upload("/verify/file", &Values::default(), file).await.location;
    assert_eq!(same.split('?').next(), old.split('?').next(), "and its file as well");
    assert_eq!(holder.get(&format!("{first}/paper.pdf")).await.status, 409, "it holds no more");
    assert!(holder.get("/inbox").await.body.contains("嘉科协优〔2026〕辅0001号"));
    set_all(world).await;

    let revoke = |ground: &str| {
        Values::default()
            .with(Field::RevocationGround, ground)
            .with(Field::Reason, "申报材料造假")
            .with(Field::DocumentNo, "嘉科协〔2026〕12号")
            .with(Field::Revision, "1")
    };
    let path = format!("{second}/revoke");
    assert_eq!(office.post(&path, &revoke("fraud")).await.status, 403);
    assert_eq!(decider.post(&path, &revoke("")).await.status, 422);
    assert_eq!(decider.post(&path, &revoke("fraud")).await.status, 303);
    assert_eq!(decider.post(&path, &revoke("fraud")).await.status, 409, "once");
    let new =
        visitor.post("/verify", &asked("嘉科协优〔2026〕辅0003号", "辅导员零")).await.location;
    let page = visitor.get(&new).await.body;
    assert!(page.contains("已撤销") && page.contains("2026年12月1日"), "{page}");
    assert!(!page.contains("造假") && !page.contains("12号"), "the day alone: {page}");
    assert!(holder.get("/inbox").await.body.contains("申报材料造假"), "{}", world.db.name);
    let notice = visitor.get(&format!("/notice/{}", cast.cycle)).await.body;
    assert_eq!(notice.matches("荣誉已于2026年12月1日撤销").count(), 1, "{notice}");
    let result = visitor.get(&format!("/notice/{}/result.json", cast.cycle)).await.body;
    assert_eq!(result.matches("\"revoked_on\": \"2026-12-01\"").count(), 1, "{result}");
    assert!(
        office.get(&format!("/award/{}/certificates", cast.cycle)).await.body.contains("每一位")
    );
    let recover = |revision: &str| {
        Values::default()
            .with(Field::PaperRecovery, "asked")
            .with(Field::PrizeRecovery, "back")
            .with(Field::Revision, revision)
    };
    check_reissue(world, cast, &second).await;
    let path = format!("{second}/recover");
    assert_eq!(office.post(&path, &recover("1")).await.status, 409, "another state was shown");
    assert_eq!(office.post(&path, &recover("2")).await.status, 303);
    let page = office.get(&second).await.body;
    assert!(page.contains("已要求交回") && page.contains("已交回"), "{page}");
}

/// Revoked by mistake: the decision maker has it issued anew, under the next number.
async fn check_reissue(world: &World, cast: &Cast, revoked: &str) {
    let (office, decider, visitor) = (&cast.office, &cast.decider, world.visitor());
    let anew = |reason: &str, revision: &str| {
        Values::default()
            .with(Field::Reason, reason)
            .with(Field::DocumentNo, "嘉科协〔2026〕13号")
            .with(Field::Revision, revision)
    };
    let path = format!("{revoked}/reissue");
    assert!(!office.get(revoked).await.body.contains("/reissue"), "the office does not");
    assert_eq!(office.post(&path, &anew("核实后撤销事由不成立", "2")).await.status, 403);
    assert_eq!(decider.post(&path, &anew("", "2")).await.status, 422);
    assert_eq!(decider.post(&path, &anew("核实后撤销事由不成立", "1")).await.status, 409);
    let done = decider.post(&path, &anew("核实后撤销事由不成立", "2")).await;
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(decider.post(&path, &anew("再来一次不行", "2")).await.status, 409, "once");
    let page = decider.get(&done.location).await.body;
    assert!(page.contains("辅0004号") && page.contains("辅0003号"), "{page}");
    let found = visitor.post("/verify", &asked("嘉科协优〔2026〕辅0004号", "辅导员零")).await;
    assert!(visitor.get(&found.location).await.body.contains("有效"));
    let old = visitor.post("/verify", &asked("嘉科协优〔2026〕辅0003号", "辅导员零")).await;
    assert!(visitor.get(&old.location).await.body.contains("已撤销"), "it stays what it is");
    let notice = visitor.get(&format!("/notice/{}", cast.cycle)).await.body;
    assert!(!notice.contains("荣誉已于"), "{}: {notice}", world.db.name);
    let result = visitor.get(&format!("/notice/{}/result.json", cast.cycle)).await.body;
    assert!(!result.contains("2026-12-01\""), "{result}");
    // And revoked again, so that the rest of the story finds what it found.
    let revoke = Values::default()
        .with(Field::RevocationGround, "fraud")
        .with(Field::Reason, "申报材料造假属实")
        .with(Field::DocumentNo, "嘉科协〔2026〕14号")
        .with(Field::Revision, "1");
    let path = format!("{}/revoke", done.location.split('?').next().unwrap());
    assert_eq!(decider.post(&path, &revoke).await.status, 303);
}

/// A name that no font has holds up nobody else: it is issued under another way of writing it.
#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_be_printed_holds_up_nobody_and_is_issued_under_another_name() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let (cycle, first) = (cast.cycle, cast.nominees[0]);
        let mut tx = world.db.store.begin().await.unwrap();
        let row = tx.find_nomination(first).await.unwrap().unwrap();
        let name = "辅导员\u{10FFFD}";
        assert!(tx.correct_nominee((first, row.revision), name, &row.workplace).await.unwrap());
        commit(tx).await;
        decide(&world, &cast).await;
        let (office, issue) = (&cast.office, format!("/award/{cycle}/certificates"));
        let answer = office.post(&issue, &Values::default()).await;
        assert_eq!(answer.status, 422, "{}", answer.body);
        let one = format!("{issue}/{first}");
        assert!(answer.body.contains(&format!("href=\"{one}\"")), "{}", answer.body);
        let page = office.get(&issue).await.body;
        assert!(page.contains("辅0001号") && page.contains(&one), "the other one has it: {page}");
        assert!(office.get(&one).await.body.contains(name), "what is to be changed stands there");
        let as_name = |name: &str, reason: &str| {
            Values::default().with(Field::PrintedName, name).with(Field::Reason, reason)
        };
        assert_eq!(office.post(&one, &as_name(name, "字库里没有")).await.status, 422);
        assert_eq!(office.post(&one, &as_name("辅导员某", "")).await.status, 422);
        assert_eq!(cast.decider.post(&one, &as_name("辅导员某", "字库里没有")).await.status, 403);
        let elsewhere = format!("/award/{}/certificates/{first}", cycle.0 + 1);
        assert_eq!(office.post(&elsewhere, &as_name("某", "字库里没有")).await.status, 404);
        let done = office.post(&one, &as_name("辅导员某", "字库里没有")).await;
        assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        assert_eq!(office.post(&one, &as_name("辅导员某", "字库里没有")).await.status, 409, "once");
        assert_eq!(office.get(&one).await.status, 409, "there is none to be issued");
        let page = office.get(&issue).await.body;
        assert!(page.contains("辅0002号") && page.contains("辅导员某"), "{page}");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_issues_and_how_numbers_are_made_is_set_and_nothing_issued_changes() {
    for world in worlds().await {
        let cast = decided(&world).await;
        let office = &cast.office;
        let set = |pattern: &str, revision: &str| {
            Values::default()
                .with(Field::Issuer, "嘉兴市科协科普部")
                .with(Field::InCharge, "周明远")
                .with(Field::IssuerContact, "0573-00000000")
                .with(Field::NumberPattern, pattern)
                .with(Field::Revision, revision)
        };
        let path = "/certificate_issuer";
        assert_eq!(office.get(path).await.status, 200);
        assert_eq!(office.post(path, &set("{年}号", "0")).await.status, 422);
        assert_eq!(office.post(path, &set("奖励{年}{类}{序号3}号", "0")).await.status, 422);
        assert_eq!(office.post(path, &set("优{类}〔{年}〕{序号3}号", "0")).await.status, 303);
        assert_eq!(office.post(path, &set("优{类}〔{年}〕{序号5}号", "0")).await.status, 409);
        assert_eq!(cast.decider.get(path).await.status, 403);
        let issue = format!("/award/{}/certificates", cast.cycle);
        assert_eq!(office.post(&issue, &Values::default()).await.status, 303);
        let page = office.get(&issue).await.body;
        assert!(page.contains("优辅〔2026〕001号"), "{}: {page}", world.db.name);
        assert!(!page.contains(".zip"), "nothing sets papers here");
        let one = link(&page, "/certificate/");
        assert!(office.get(&one).await.body.contains("嘉兴市科协科普部"));
        assert_eq!(office.get(&format!("{one}/paper.pdf")).await.status, 404);
        world.verify_chain().await;
        world.remove().await;
    }
}

async fn credited(world: &World, person: PersonId, n: u32) {
    let mut tx = world.db.store.begin().await.unwrap();
    let credit = NewCredit {
        person_id: person,
        held_on: NaiveDate::from_ymd_opt(2026, 9, n).unwrap(),
        spans: "",
        earned: 300,
        source: CreditSource::Roster,
        source_id: i64::from(n),
        round: 1,
        kind: None,
        title: "业务培训",
        organiser: "市科协",
        verifier_id: None,
        created_at: start(),
    };
    tx.add_credit_hours(&[credit]).await.unwrap();
    commit(tx).await;
}

/// Takes back what a line of a register has credited, as two people have corrected it.
async fn corrected(world: &World, person: PersonId, line: i64) {
    let first = world.person("甲", &[Role::CityOffice], "市科协", "city_association", 1).await;
    let second = world.person("乙", &[Role::CityOffice], "市科协", "city_association", 1).await;
    let held = RegisterLine {
        title: "业务培训".into(),
        organiser: "市科协".into(),
        kind: String::new(),
        first_day: start().date_naive(),
        last_day: start().date_naive(),
        time: String::new(),
        hours: 300,
        note: String::new(),
    };
    let change = Correction::Register {
        line: ParticipationId(line),
        before: Box::new(held.clone()),
        after: Box::new(held),
        spans: String::new(),
    };
    let new = NewPaperCorrection {
        person_id: person,
        title: "业务培训",
        amounts: (300, 0),
        change: &change,
        reason: "名册有误",
        proposer_id: first.id,
        proposed_at: start(),
    };
    let mut tx = world.db.store.begin().await.unwrap();
    let id = tx.add_paper_correction(&new).await.unwrap();
    let to = CorrectionState::Confirmed;
    assert!(tx.end_paper_correction((id, 1), to, (second.id, start()), "").await.unwrap());
    tx.reverse_credit_hours(CreditSource::Roster, line, person, None, start()).await.unwrap();
    commit(tx).await;
}

fn record(once: &str, last: &str) -> Values {
    Values::default()
        .with(Field::Once, once)
        .with(Field::CertificateKind, "training_record")
        .with(Field::FirstDay, "2026-01-01")
        .with(Field::LastDay, last)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_training_record_is_issued_at_once_and_holds_until_an_hour_is_corrected() {
    for world in worlds().await {
        let world = world.setting_papers(typesetter());
        let tutor = world.person("龚䶮", &[Role::Tutor], "示范小学", "school", 1).await;
        let path = "/certificates/new";
        assert_eq!(tutor.get(path).await.status, 200);
        let nothing = tutor.post(path, &record("a", "2026-11-22")).await;
        assert!(nothing.status == 422 && nothing.body.contains("没有已核实的记录"));
        credited(&world, tutor.id, 3).await;
        credited(&world, tutor.id, 4).await;
        assert_eq!(tutor.post(path, &record("a", "2026-11-24")).await.status, 422, "the future");
        assert_eq!(tutor.post(path, &record("a", "2026-11-22")).await.status, 303);
        assert_eq!(tutor.post(path, &record("a", "2026-11-22")).await.status, 303, "sent twice");
        let mine = tutor.get("/certificates").await.body;
        assert_eq!(mine.matches("嘉科协训〔2026〕00001号").count(), 3, "there once: {mine}");
        let file = tutor.get(&link(&mine, "/certificate/")).await;
        assert_eq!(file.status, 200, "set at once: {}", file.body);
        let text = pdf_text(&file.bytes);
        for part in ["培训学时证明", "Trainingrecord", "龚䶮", "业务培训", "6学时", "6credithours"]
        {
            assert!(text.contains(part), "{part} in {text}");
        }
        let visitor = world.visitor();
        let found =
            visitor.post("/verify", &asked("嘉科协训〔2026〕00001号", "龚䶮")).await.location;
        let page = visitor.get(&found).await.body;
        assert!(page.contains("6 学时") && page.contains("有效"), "{page}");
        assert!(!page.contains("业务培训") && !page.contains("示范小学"), "never the lines");
        corrected(&world, tutor.id, 4).await;
        assert!(visitor.get(&found).await.body.contains("已作废"), "{}: at once", world.db.name);
        assert_eq!(app::set_certificates(&world.state, world.now()).await.unwrap(), 1);
        assert_eq!(app::set_certificates(&world.state, world.now()).await.unwrap(), 0);
        assert!(tutor.get("/inbox").await.body.contains("嘉科协训〔2026〕00001号"), "and told");
        assert_eq!(tutor.post(path, &record("b", "2026-11-22")).await.status, 303, "a new one");
        assert!(tutor.get("/certificates").await.body.contains("嘉科协训〔2026〕00002号"));
        let office = world.office().await;
        assert_eq!(office.get(path).await.status, 403);
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Two servers, fifty people, or a thousand in the whole run: as many numbers, each once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn papers_that_are_issued_at_once_are_numbered_from_one_to_the_last_each_once() {
    let n_papers = times(50, 1_000);
    for world in worlds().await {
        let other = world.beside();
        let mut sent = Vec::new();
        for n in 0..n_papers {
            let tutor = world.person("龚䶮", &[Role::Tutor], "示范小学", "school", 1).await;
            credited(&world, tutor.id, 3).await;
            let tutor = if n % 2 == 0 { tutor } else { tutor.by(other.clone()) };
            let once = format!("once{n}");
            sent.push((tutor, "/certificates/new".to_owned(), record(&once, "2026-11-22")));
        }
        let people: Vec<Person> = sent.iter().map(|(person, ..)| person.clone()).collect();
        for answer in at_once(sent).await {
            assert_eq!(answer.status, 303, "{}", answer.body);
        }
        let mut numbers = Vec::new();
        for person in people {
            let mine = person.get("/certificates").await.body;
            let at = mine.find("嘉科协训〔2026〕").unwrap();
            numbers.push(mine[at..].split('号').next().unwrap().to_owned());
        }
        numbers.sort();
        let all: Vec<String> = (1..=n_papers).map(|n| format!("嘉科协训〔2026〕{n:05}")).collect();
        assert_eq!(numbers, all, "{}", world.db.name);
        world.remove().await;
    }
}

/// Cycles of one year that are decided, each with so many awarded tutors.
async fn decided_cycles(world: &World, n_cycles: usize, n_winners: usize) -> Vec<AwardCycleId> {
    let mut tx = world.db.store.begin().await.unwrap();
    let unit =
        NewOrganisation { name: "某区科协", match_key: "某区科协", ..Default::default() };
    let unit_id = tx.add_organisation(&unit).await.unwrap();
    let decider = NewPerson { name: "党组书记", ..NewPerson::default() };
    let decider = tx.add_person(&decider).await.unwrap();
    let rules = CategoryRules::default_of(AwardCategory::Tutor);
    let mut cycles = Vec::new();
    for n in 0..n_cycles {
        let plan = CyclePlan {
            title: format!("第{n}次科普评优"),
            year: 2026,
            legal_basis: LegalBasis::Internal,
            approval_no: String::new(),
            contact: "科普部".to_owned(),
            final_kind: FinalKind::None,
            most_sheets: 0,
            notice_order: NoticeOrder::Region,
            organiser: String::new(),
            stages: StagePlan::default(),
        };
        let cycle_id = tx.add_cycle(&plan, start()).await.unwrap();
        let category_id = tx.add_category(cycle_id, AwardCategory::Tutor, &rules).await.unwrap();
        for winner in 0..n_winners {
            let name = format!("获奖者{n}之{winner}");
            let row = NewNomination {
                cycle_id,
                category_id,
                name: &name,
                workplace: "某校",
                unit_id,
                ..NewNomination::default()
            };
            let id = tx.add_nomination(&row).await.unwrap();
            let (from, to) = (NominationState::Submitted, NominationState::Awarded);
            assert!(tx.move_nomination(id, from, to).await.unwrap());
        }
        tx.confirm_proposal(cycle_id, decider, start()).await.unwrap();
        tx.decide_cycle(cycle_id, decider, start(), "一号").await.unwrap();
        let revision = tx.find_cycle(cycle_id).await.unwrap().unwrap().revision;
        let (from, to) = (AwardCycleState::Configuring, AwardCycleState::Decided);
        assert!(tx.move_cycle(cycle_id, (from, revision), to).await.unwrap());
        cycles.push(cycle_id);
    }
    commit(tx).await;
    cycles
}

/// Fifty winners of awards of one year, or a thousand in the whole run, whose certificates two servers
/// issue at the same instant, each award at both: from one to the last, each once.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn certificates_that_two_servers_issue_at_once_are_numbered_without_gap_each_once() {
    let (n_cycles, n_winners) = (times(10, 100), times(5, 10));
    for world in worlds().await {
        let (other, store) = world.elsewhere().await;
        let cycles = decided_cycles(&world, n_cycles, n_winners).await;
        let here = world.office().await;
        let there = here.by(other);
        let mut sent = Vec::new();
        for cycle in &cycles {
            for office in [&here, &there] {
                let path = format!("/award/{cycle}/certificates");
                sent.push((office.clone(), path, Values::default()));
            }
        }
        for answer in at_once(sent).await {
            assert_eq!(answer.status, 303, "{}: {}", world.db.name, answer.body);
        }
        let mut conn = world.db.store.read().await.unwrap();
        let mut numbers = Vec::new();
        for cycle in &cycles {
            let issued = conn.list_certificates(*cycle).await.unwrap();
            let nominees: BTreeSet<_> = issued.iter().filter_map(|one| one.nomination_id).collect();
            assert_eq!((issued.len(), nominees.len()), (n_winners, n_winners));
            numbers.extend(issued.into_iter().map(|one| one.number));
        }
        drop(conn);
        numbers.sort();
        let all = 1..=n_cycles * n_winners;
        let all: Vec<String> = all.map(|n| format!("嘉科协优〔2026〕辅{n:04}号")).collect();
        assert_eq!(numbers, all, "{}", world.db.name);
        store.close().await;
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_in_conflict_with_a_winner_leaves_the_certificate_to_others() {
    for world in worlds().await {
        let cast = decided(&world).await;
        let clerk = clerk(&world).await;
        let issue = format!("/award/{}/certificates", cast.cycle);
        assert_eq!(cast.office.post(&issue, &Values::default()).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let all = conn.list_certificates(cast.cycle).await.unwrap();
        drop(conn);
        let own = all.iter().find(|one| one.nomination_id == Some(cast.nominees[0])).unwrap();
        let path = format!("/certificate/{}", own.id);
        let near = Values::default()
            .with(Field::Nominee, cast.nominees[0].to_string())
            .with(Field::Relation, "teacher_student");
        let aside = format!("/nomination/{}/conflict", cast.nominees[0]);
        assert_eq!(clerk.post(&aside, &near).await.status, 303);
        let correct = Values::default()
            .with(Field::PrintedName, "辅导员零")
            .with(Field::Reason, "姓名有错字")
            .with(Field::Revision, "1");
        let recover = Values::default()
            .with(Field::PaperRecovery, "asked")
            .with(Field::PrizeRecovery, "back");
        let revoke = Values::default()
            .with(Field::RevocationGround, "fraud")
            .with(Field::Reason, "申报材料造假")
            .with(Field::DocumentNo, "嘉科协〔2026〕12号")
            .with(Field::Revision, "1");
        let page = clerk.get(&path).await.body;
        assert!(page.contains("应当回避") && !page.contains("/correct"), "{page}");
        assert_eq!(clerk.post(&format!("{path}/correct"), &correct).await.status, 409);
        let other = world.person("副书记", &[Role::DecisionMaker], "党组二", "institute", 1).await;
        let stepped = other.post(&format!("/award/{}/conflict", cast.cycle), &near).await;
        assert_eq!(stepped.status, 303, "{}", stepped.body);
        assert_eq!(other.post(&format!("{path}/revoke"), &revoke).await.status, 409);
        assert_eq!(cast.decider.post(&format!("{path}/revoke"), &revoke).await.status, 303);
        let mut conn = world.db.store.read().await.unwrap();
        let now = conn.find_certificate(own.id).await.unwrap().unwrap().revision;
        drop(conn);
        let recover = recover.with(Field::Revision, now.to_string());
        assert_eq!(clerk.post(&format!("{path}/recover"), &recover).await.status, 409);
        let done = cast.office.post(&format!("{path}/recover"), &recover).await;
        assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        world.remove().await;
    }
}
