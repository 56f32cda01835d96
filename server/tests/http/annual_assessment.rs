//! Assessments of lecturers' years: opened, reported, counted, proposed, heard, decided; and what they
//! mean for a term.

use chrono::TimeDelta;
use domain::{
    appointment::AppointmentState,
    assessment_year::AssessmentYear,
    form::{Field, Values},
    id::PersonId,
    role::Role,
};
use store::NewPerson;

use crate::{
    hour_claim::PDF,
    world::{Answer, Person, World, a_county, at_once, commit, worlds},
};

const YEAR: &str = "/annual_assessment/year/2026";
const LIST: &str = "/report/lecturers/export.xlsx?year=2026";
const OPEN: &str = "/annual_assessment/year/2026/open";

struct Scene {
    office: Person,
    county: Person,
    decider: Person,
    /// Lectures since 2024, of the county.
    one: Person,
    /// Since June of the year, of no county.
    two: Person,
}

async fn scene(world: &World) -> Scene {
    let decider = world.person("沈主席", &[Role::DecisionMaker], "市科协领导", "other", 1).await;
    let one = world.person("陈一", &[Role::Lecturer], "陈一的大学", "university", 1).await;
    let two = world.person("林二", &[Role::Lecturer], "林二的大学", "university", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    for (person, from) in [(&one, "2024-01-01"), (&two, "2026-06-01")] {
        let (from, until) = (from.parse().unwrap(), "2028-12-31".parse().unwrap());
        tx.set_appointment(person.id, from, until, AppointmentState::Active).await.unwrap();
    }
    let region = Some(a_county(&mut tx).await);
    let row = NewPerson { name: "陈一", region_id: region, ..NewPerson::default() };
    assert!(tx.change_person(one.id, 1, &row).await.unwrap());
    commit(tx).await;
    let office = world.office().await;
    let county = world.person("秦县", &[Role::CountyOffice], "县科协", "other", 3).await;
    Scene { office, county, decider, one, two }
}

/// The revision that a page shows, if it has a form.
fn revision(answer: &Answer) -> String {
    let rest = answer.body.split_once("name=\"revision\" value=\"").map(|(_, rest)| rest);
    rest.and_then(|rest| rest.split('"').next()).unwrap_or("1").to_owned()
}

/// A bulk step as the page of the year shows it.
async fn lead(by: &Person, step: &str, more: &[(Field, &str)]) -> Answer {
    let shown = revision(&by.get(YEAR).await);
    let values = Values::default().with(Field::Revision, shown);
    let values = more.iter().fold(values, |values, (field, text)| values.with(*field, *text));
    by.post(&format!("{YEAR}/{step}"), &values).await
}

/// A bulk step that the page of the year does not show, with the revision that it would have.
async fn step_unseen(world: &World, by: &Person, step: &str) -> Answer {
    let mut conn = world.db.store.read().await.unwrap();
    let (year, all) = (AssessmentYear(2026), domain::role::Reach::Everything);
    let rows = conn.list_assessments_of_corps(year, &all).await.unwrap();
    drop(conn);
    let shown: i64 = rows.iter().map(|row| row.revision).sum();
    let values = Values::default().with(Field::Revision, shown.to_string());
    by.post(&format!("{YEAR}/{step}"), &values).await
}

/// The address of somebody's only assessment.
async fn own(person: &Person) -> String {
    let page = person.get("/own_assessment").await.body;
    let id = page.split("/annual_assessment/").nth(1).unwrap().split('"').next().unwrap();
    format!("/annual_assessment/{id}")
}

/// A form of the page of one assessment.
async fn send(by: &Person, at: &str, form: &str, fields: &[(Field, &str)]) -> Answer {
    let shown = revision(&by.get(at).await);
    let values = Values::default().with(Field::Revision, shown);
    let values = fields.iter().fold(values, |values, (field, text)| values.with(*field, *text));
    by.post(&format!("{at}/{form}"), &values).await
}

async fn has_news(person: &Person, text: &str) {
    let inbox = person.get("/inbox").await.body;
    assert!(inbox.contains(text), "{text} in {inbox}");
}

/// A lecture from elsewhere.
fn lecture(once: &str) -> Values {
    Values::default()
        .with(Field::OutsideTitle, "钱塘潮是怎样来的")
        .with(Field::OutsideDay, "2026-05-04")
        .with(Field::OutsideHost, "盐官示范中学")
        .with(Field::Attendance, "180")
        .with(Field::IsRural, "yes")
        .with(Field::Once, once)
}

#[expect(clippy::too_many_lines, reason = "a story is told whole")]
#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_led_from_its_opening_to_a_decision_that_stays() {
    for world in worlds().await {
        let s = scene(&world).await;
        assert_eq!(s.one.post(OPEN, &Values::default()).await.status, 403);
        let wrong = s.office.post("/annual_assessment/year/2020/open", &Values::default()).await;
        assert_eq!(wrong.status, 404, "{}", world.db.name);
        assert!(s.office.get("/annual_assessment").await.body.contains(YEAR));
        assert_eq!(s.office.post(OPEN, &Values::default()).await.status, 303);
        let again = s.office.post(OPEN, &Values::default()).await;
        assert_eq!(again.status, 422, "{}: everybody has one", world.db.name);
        has_news(&s.one, "2026 年度考核开始").await;
        let (one, two) = (own(&s.one).await, own(&s.two).await);

        // The report, corrected; the county hears of it once and writes.
        let short = send(&s.one, &one, "report", &[(Field::SelfReport, "讲了")]).await;
        assert_eq!(short.status, 422, "{}", short.body);
        let report = [(Field::SelfReport, "全年讲课九场，开发新课一门，明年计划下乡十场。")];
        assert_eq!(send(&s.one, &one, "report", &report).await.status, 303);
        let better = [(Field::SelfReport, "全年讲课九场，其中三场在乡镇，明年计划下乡十场。")];
        assert_eq!(send(&s.one, &one, "report", &better).await.status, 303);
        has_news(&s.county, "陈一已提交 2026 年度自评").await;
        assert_eq!(s.two.get(&one).await.status, 404, "nobody else's");
        assert_eq!(s.county.get(&two).await.status, 404, "of no county");
        let early = send(&s.county, &two, "word", &[(Field::CountyWord, "情况属实")]).await;
        assert_eq!(early.status, 404, "{}", world.db.name);
        let word = [(Field::CountyWord, "情况属实，同意")];
        assert_eq!(send(&s.county, &one, "word", &word).await.status, 303);
        assert!(s.office.get(&one).await.body.contains("情况属实，同意"), "{}", world.db.name);

        // A lecture from elsewhere counts once the office has seen the proof.
        let at = format!("{one}/lecture");
        let bare = s.one.upload(&at, &lecture("bare"), None).await;
        assert_eq!(bare.status, 422, "{}", bare.body);
        let proof = Some(("proof", "证明.pdf", PDF));
        let foreign = s.two.upload(&at, &lecture("foreign"), proof).await;
        assert_eq!(foreign.status, 404, "{}", world.db.name);
        let added = s.one.upload(&at, &lecture("a"), proof).await;
        assert_eq!(s.one.upload(&at, &lecture("a"), proof).await.made(), added.made(), "twice");
        let outside = format!("/outside_lecture/{}", added.made());
        has_news(&s.office, "陈一添加了平台外的授课").await;
        assert_eq!(s.two.get(&outside).await.status, 404);
        assert_eq!(s.office.get(&format!("{outside}/proof")).await.bytes, PDF);
        let refuse = Values::default().with(Field::Decision, "refuse");
        let decide = format!("{outside}/decide");
        assert_eq!(s.office.post(&decide, &refuse).await.status, 422, "without a reason");
        let verify = Values::default().with(Field::Decision, "verify");
        assert_eq!(s.office.post(&decide, &verify).await.status, 303, "{}", world.db.name);
        has_news(&s.one, "平台外的授课已核实").await;
        assert!(s.one.get(&one).await.body.contains("其中平台外 1 场"), "{}", world.db.name);
        let gone = s.one.post(&format!("{outside}/withdraw"), &Values::default()).await;
        assert_eq!(gone.status, 409, "the office has looked at it");

        // Nothing is counted before the year is over, nor who has still time.
        assert!(!s.office.get(YEAR).await.body.contains("计分</button>"), "{}", world.db.name);
        assert_eq!(step_unseen(&world, &s.office, "score").await.status, 422, "{}", world.db.name);
        world.wait(TimeDelta::days(10));
        assert_eq!(lead(&s.office, "score", &[]).await.status, 303, "{}", world.db.name);
        let waits = step_unseen(&world, &s.office, "propose").await;
        assert_eq!(waits.status, 422, "{}", world.db.name);
        assert!(waits.body.contains("还有 1 人没有计分"), "{}", waits.body);
        world.wait(TimeDelta::days(19));
        let late = send(&s.two, &two, "report", &better).await;
        assert_eq!(late.status, 409, "{}: its day is over", world.db.name);
        assert_eq!(lead(&s.office, "score", &[]).await.status, 303, "{}", world.db.name);
        // Points are not the lecturer's to see before a grade is proposed.
        assert!(!s.one.get(&one).await.body.contains("没有数据，不计"), "{}", world.db.name);
        assert!(s.office.get(&one).await.body.contains("没有数据，不计"), "{}", world.db.name);
        assert_eq!(lead(&s.office, "propose", &[]).await.status, 303, "{}", world.db.name);
        has_news(&s.one, "2026 年度考核拟定等次").await;
        let page = s.one.get(&one).await.body;
        for text in ["没有数据，不计", "不合格", "合计", "100.00"] {
            assert!(page.contains(text), "{text} in {page}");
        }
        let reads = s.decider.get(&one).await.body;
        assert!(!reads.contains("合计"), "{}: the lecturer sees it first", world.db.name);

        // One comments, the other has the time for it; then it is decided by name.
        let comment = [(Field::GradeComment, "漏计了六月的一场，请核对")];
        assert_eq!(send(&s.one, &one, "comment", &comment).await.status, 303);
        has_news(&s.office, "陈一对 2026 年度等次提出意见").await;
        let decider = s.decider.id.to_string();
        let decision =
            [(Field::Decider, decider.as_str()), (Field::DocumentNo, "嘉科协〔2026〕31号")];
        let clerk = s.office.id.to_string();
        let by_nobody =
            [(Field::Decider, clerk.as_str()), (Field::DocumentNo, "嘉科协〔2026〕31号")];
        assert_eq!(lead(&s.office, "decide", &by_nobody).await.status, 422);
        assert_eq!(lead(&s.office, "decide", &[]).await.status, 422, "{}", world.db.name);
        let stale =
            Values::default().with(Field::Revision, "1").with(Field::Decider, decider.clone());
        let stale = stale.with(Field::DocumentNo, "31号");
        let stale = s.office.post(&format!("{YEAR}/decide"), &stale).await;
        assert_eq!(stale.status, 409, "{}: it has changed since", world.db.name);
        assert_eq!(lead(&s.office, "decide", &decision).await.status, 303, "{}", world.db.name);
        has_news(&s.one, "2026 年度考核已决定：不合格").await;
        assert!(!s.two.get(&two).await.body.contains("嘉科协〔2026〕31号"), "it has still time");
        world.wait(TimeDelta::days(30));
        let too_late = send(&s.two, &two, "comment", &comment).await;
        assert_eq!(too_late.status, 409, "{}", world.db.name);
        assert_eq!(lead(&s.office, "decide", &decision).await.status, 303, "{}", world.db.name);
        assert!(s.two.get(&two).await.body.contains("嘉科协〔2026〕31号"), "{}", world.db.name);
        for (by, form, fields) in [
            (&s.one, "comment", &comment[..]),
            (&s.one, "report", &report),
            (&s.county, "word", &word),
        ] {
            assert_eq!(send(by, &one, form, fields).await.status, 409, "{form}");
        }
        assert!(s.office.get(YEAR).await.body.contains(LIST), "the page of the year leads to it");
        let list = s.office.get(LIST).await;
        let sheets = format!("{:?}", documents::sheet::read(&list.bytes).unwrap());
        for text in
            ["科普讲师团年度名册（2026 考核年度）", "陈一", "陈一的大学", "2028-12-31", "不合格"]
        {
            assert!(sheets.contains(text), "{text} in {sheets}");
        }
        let step = [(Field::Step, "send_back"), (Field::Reason, "再算一次看看")];
        assert_eq!(send(&s.office, &one, "step", &step).await.status, 409, "it is decided");
        world.verify_lines().await;
        assert!(world.actions.verify_records(&[]).await.unwrap().findings.is_empty());
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_sets_vetoes_and_months_of_illness_sends_back_and_calls_off() {
    for world in worlds().await {
        let s = scene(&world).await;
        s.office.post(OPEN, &Values::default()).await;
        let (one, two) = (own(&s.one).await, own(&s.two).await);
        let step = |step: &'static str| [(Field::Step, step), (Field::Reason, "经核实情况属实")];
        assert_eq!(send(&s.county, &one, "step", &step("call_off")).await.status, 404);
        let bare = send(&s.office, &one, "step", &step("set_veto")).await;
        assert_eq!(bare.status, 422, "{}", bare.body);
        let veto = [&step("set_veto")[..], &[(Field::VetoGround, "fee_taken")]].concat();
        assert_eq!(send(&s.office, &one, "step", &veto).await.status, 303, "{}", world.db.name);
        assert_eq!(send(&s.office, &one, "step", &veto).await.status, 409, "there is one");
        assert!(s.office.get(&one).await.body.contains("擅自向主办单位收费"));
        assert!(!s.one.get(&one).await.body.contains("擅自向主办单位收费"), "told with the grade");
        assert_eq!(send(&s.office, &one, "step", &step("lift_veto")).await.status, 303);
        // Two whole months of six remain of four lectures in twelve: one.
        let ill = [&step("set_ill_months")[..], &[(Field::IllMonths, "4")]].concat();
        assert_eq!(send(&s.office, &two, "step", &ill).await.status, 303, "{}", world.db.name);
        assert!(s.two.get(&two).await.body.contains("要求 1 场"), "{}", world.db.name);
        assert!(s.one.get(&one).await.body.contains("要求 4 场"), "{}", world.db.name);
        assert_eq!(send(&s.office, &two, "step", &step("call_off")).await.status, 303);
        has_news(&s.two, "2026 年度不考核").await;
        assert_eq!(send(&s.office, &two, "step", &step("resume")).await.status, 303);
        has_news(&s.two, "2026 年度考核恢复").await;
        assert_eq!(send(&s.office, &two, "step", &step("call_off")).await.status, 303);

        world.wait(TimeDelta::days(40));
        assert_eq!(lead(&s.office, "score", &[]).await.status, 303, "{}", world.db.name);
        assert_eq!(send(&s.office, &one, "step", &veto).await.status, 303, "counted, not told");
        assert_eq!(lead(&s.office, "propose", &[]).await.status, 303, "{}", world.db.name);
        assert!(s.one.get(&one).await.body.contains("擅自向主办单位收费"), "{}", world.db.name);
        assert_eq!(send(&s.office, &one, "step", &veto).await.status, 409, "sent back first");
        assert_eq!(send(&s.office, &one, "step", &step("send_back")).await.status, 303);
        has_news(&s.one, "2026 年度考核将重新计分").await;
        let page = s.one.get(&one).await.body;
        assert!(page.contains("没有自评") && page.contains("没有县级意见"), "{page}");
        assert_eq!(lead(&s.office, "score", &[]).await.status, 303, "{}", world.db.name);
        let list = s.office.get(&format!("{YEAR}?state=called_off")).await.body;
        assert!(list.contains("林二") && !list.contains(">陈一<"), "{list}");
        world.verify_lines().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_who_lead_a_year_at_once_one_sees_the_page_again() {
    for world in worlds().await {
        let s = scene(&world).await;
        let other = world.person("何同", &[Role::CityOffice], "市科协二", "other", 1).await;
        let both = |path: &str, values: &Values| {
            let one = (s.office.clone(), path.to_owned(), values.clone());
            at_once(vec![one, (other.clone(), path.to_owned(), values.clone())])
        };
        let statuses = |answers: Vec<Answer>| {
            let mut all: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
            all.sort_unstable();
            all
        };
        let opened = statuses(both(OPEN, &Values::default()).await);
        assert_eq!(opened, [303, 422], "{}", world.db.name);
        world.wait(TimeDelta::days(40));
        for step in ["score", "propose"] {
            let shown = revision(&s.office.get(YEAR).await);
            let values = Values::default().with(Field::Revision, shown);
            let led = statuses(both(&format!("{YEAR}/{step}"), &values).await);
            assert_eq!(led, [303, 409], "{step} on {}", world.db.name);
        }
        world.verify_lines().await;
        world.remove().await;
    }
}

/// Decided grades of two years, as no page can bring them about in a test's time.
async fn failed(world: &World, person: PersonId, office: PersonId, years: &[i32]) {
    for year in years {
        let year = AssessmentYear(*year);
        let mut tx = world.db.store.begin().await.unwrap();
        let everybody = domain::role::Reach::Everything;
        let opened = tx.open_assessments(year, &everybody, office, world.now()).await.unwrap();
        let (id, _) = *opened.iter().find(|(_, of)| *of == person).unwrap();
        let counted = domain::annual_assessment::Counted::default();
        tx.score_assessment((id, 1), &counted, (4, 900), world.now()).await.unwrap();
        let grade = domain::annual_assessment::Grade::Failed;
        tx.propose_grade((id, 2), grade, world.now()).await.unwrap();
        tx.decide_assessment((id, 3), (office, "9号"), world.now()).await.unwrap();
        commit(tx).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn failed_years_bar_a_renewal_and_two_in_a_row_are_a_ground_to_end_the_term() {
    for world in worlds().await {
        let s = scene(&world).await;
        let mut conn = world.db.store.read().await.unwrap();
        let term = conn.list_appointments(s.one.id).await.unwrap()[0].id;
        drop(conn);
        let at = format!("/appointment/{term}");
        let hearing = [
            (Field::Step, "open_hearing"),
            (Field::Ground, "failed_twice"),
            (Field::Reason, "连续两年考核不合格"),
        ];
        let early = send(&s.office, &at, "step", &hearing).await;
        assert_eq!(early.status, 422, "{}", early.body);
        assert!(early.body.contains("没有连续 2 年不合格"), "{}", early.body);
        failed(&world, s.one.id, s.office.id, &[2024]).await;
        let once = s.office.get(&at).await.body;
        assert!(once.contains("本聘期内有不合格") && !once.contains("接连不合格"), "{once}");
        let decider = s.decider.id.to_string();
        let renewal = Values::default()
            .with(Field::Terms, term.to_string())
            .with(Field::TermUntil, "2031-12-31")
            .with(Field::Decider, decider)
            .with(Field::DocumentNo, "嘉科协〔2026〕10号")
            .with(Field::Once, "renewal");
        let refused = s.office.post("/appointment/renew", &renewal).await;
        assert_eq!(refused.status, 422, "{}", refused.body);
        failed(&world, s.one.id, s.office.id, &[2025]).await;
        assert!(s.office.get(&at).await.body.contains("接连不合格"), "{}", world.db.name);
        assert_eq!(send(&s.office, &at, "step", &hearing).await.status, 303, "{}", world.db.name);
        world.remove().await;
    }
}
