//! The whole year of an award as one story, from its announcement to a certificate that is revoked.
//!
//! Other tests look closely at each step; here each begins where the one before has ended.

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId},
    nomination::NominationState,
    result_package::recompute,
    role::{Grant, Role, Scope},
    roster::AwardCategory,
};
use store::NewOrganisation;

use crate::{
    award_scene::{Cast, answer, clerk, head, proposal, relations, scores, take},
    certificate::{asked, link, set_all},
    complaint::once_of,
    nomination_draft::{said, typed},
    objection::{admitted, finding, step},
    review_paper::typesetter,
    walk::value_of,
    world::{Person, World, commit, start, worlds},
};

/// In the order of the first stage: the last is left out of the final, and a judge is a relative's.
const NAMES: [&str; 5] = ["端木秋", "东方晓", "司徒宁", "欧阳䶮", "哈斯朝克图"];

struct Year {
    world: World,
    cast: Cast,
    officer: Person,
    unit: OrganisationId,
    visitor: Person,
}

/// The office writes the rules and announces them: two seats, two stages, an end for each.
async fn announced(world: World) -> Year {
    let office = world.office().await;
    let decider =
        world.person("党组书记", &[Role::DecisionMaker], "党组", "city_association", 1).await;
    let supervisor = world.person("陆秉公", &[Role::Supervisor], "纪检组", "other", 1).await;
    let mut judges = Vec::new();
    for n in 0..7 {
        let (name, place) = (format!("评委{n}"), format!("评委单位{n}"));
        judges.push(world.person(&name, &[Role::Judge], &place, "institute", 1).await);
    }
    let officer = world.person("推荐人", &[], "推荐人单位", "county_association", 1).await;
    let mut tx = world.db.store.begin().await.unwrap();
    let row = NewOrganisation {
        code: Some("ORG002"),
        name: "南湖区科协",
        match_key: "南湖区科协",
        is_nominating_unit: true,
        ..NewOrganisation::default()
    };
    let unit = tx.add_organisation(&row).await.unwrap();
    let (role, scope) = (Role::UnitOfficer, Scope::Organisation(unit));
    let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
    tx.add_grant(officer.id, &grant).await.unwrap();
    commit(tx).await;

    let dated = head()
        .with(Field::FinalKind, "sheets")
        .with(Field::NoticeOrder, "strokes")
        .with(Field::Organiser, "嘉兴市科学技术协会")
        .with(Field::NominationDays, "10")
        .with(Field::EligibilityDays, "5")
        .with(Field::EvaluationDays, "10")
        .with(Field::ProposalDays, "5");
    let cycle: AwardCycleId = office.post("/award/new", &dated).await.made().into();
    let call = world.call(&office, Role::CityOffice);
    let page = world.actions.cycle(&call, cycle).await.unwrap();
    let is_tutor = |one: &&actions::CategoryView| one.category == AwardCategory::Tutor;
    let category: AwardCategoryId = page.categories.iter().find(is_tutor).unwrap().id;
    let rules = Values::default()
        .with(Field::Revision, "1")
        .with(Field::Criteria, "育人成效 50\n活动 50")
        .with(Field::QuotaKind, "open")
        .with(Field::Seats, "2")
        .with(Field::SeatPassing, "next_in_rank")
        .with(Field::MostNominations, "5");
    let path = format!("/award/{cycle}/category/{category}");
    assert_eq!(office.post(&path, &rules).await.status, 303);
    let seats = judges
        .iter()
        .fold(Values::default(), |values, judge| values.with(Field::Judges, judge.id.to_string()));
    assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
    let visitor = world.visitor();
    assert_eq!(visitor.get(&format!("/notice/{cycle}")).await.status, 404, "nobody knows of it");
    take(&office, cycle, "announce").await;
    let cast = Cast { office, decider, supervisor, judges, cycle, category, nominees: Vec::new() };
    Year { world, cast, officer, unit, visitor }
}

impl Year {
    async fn state(&self) -> AwardCycleState {
        let mut conn = self.world.db.store.read().await.unwrap();
        conn.find_cycle(self.cast.cycle).await.unwrap().unwrap().state
    }

    async fn nomination(&self, at: usize) -> store::NominationRow {
        let mut conn = self.world.db.store.read().await.unwrap();
        conn.find_nomination(self.cast.nominees[at]).await.unwrap().unwrap()
    }

    async fn notice(&self) -> String {
        self.visitor.get(&format!("/notice/{}", self.cast.cycle)).await.body
    }

    /// The clock stands at an instant of Jiaxing's day.
    fn until(&self, moment: &str) {
        let at: DateTime<Utc> = format!("{moment}:00+08:00").parse().unwrap();
        let wait = at - self.world.now();
        assert!(wait > TimeDelta::zero(), "time does not go back to {moment}");
        self.world.wait(wait);
    }

    /// Everybody reads how winners are chosen; the unit writes, nominees agree, and it is handed in.
    async fn nominate(&mut self) {
        let cycle = self.cast.cycle;
        let notice = self.notice().await;
        for text in ["怎样评选", "育人成效", "150%", "2026年12月7日", "嘉兴市科学技术协会"]
        {
            assert!(notice.contains(text), "{}: {text} is not in {notice}", self.world.db.name);
        }
        let new = format!("/nominate/{cycle}/{}/{}", self.unit, self.cast.category);
        for (n, name) in NAMES.iter().enumerate() {
            self.until(&format!("2026-11-{}T09:30", 24 + n));
            let once = once_of(&self.officer.get(&new).await);
            let mut draft = typed(name, &(n + 1).to_string()).with(Field::Once, once);
            draft.set(Field::NomineeWorkplace, format!("示范小学{n}"));
            let made = self.officer.post(&new, &draft).await;
            assert_eq!(made.status, 303, "{}", made.body);
            let id: NominationId = made.location.split('/').nth(2).unwrap().parse().unwrap();
            self.cast.nominees.push(id);
            let filing = format!("/nomination/{id}/filing");
            let early = self.officer.post(&format!("{filing}/hand_in"), &self.shown(n).await).await;
            assert_eq!(early.status, 422, "nobody has agreed yet");
            let once = once_of(&self.officer.get(&filing).await);
            let once = Values::default().with(Field::Once, once);
            let page = self.officer.post(&format!("{filing}/link"), &once).await.body;
            let nominee = link(&page, "/nominee/");
            assert_eq!(self.visitor.post(&nominee, &said("yes", "yes")).await.status, 303);
            let now = self.shown(n).await.with(Field::Truthful, "yes");
            let sent = self.officer.post(&format!("{filing}/hand_in"), &now).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
    }

    /// A form that brings along what its page showed of a nomination.
    async fn shown(&self, at: usize) -> Values {
        Values::default().with(Field::Revision, self.nomination(at).await.revision.to_string())
    }

    /// After the last day of nominations the office checks each, and judges score who is eligible.
    async fn check_and_judge(&self) {
        let (office, cycle) = (&self.cast.office, self.cast.cycle);
        let early = Values::default().with(Field::Step, "close_nominations");
        let early = office.post(&format!("/award/{cycle}/step"), &early).await;
        assert_eq!(early.status, 422, "its last day is not over");
        self.until("2026-12-08T09:00");
        take(office, cycle, "close_nominations").await;
        for at in 0..NAMES.len() {
            let values = self.shown(at).await;
            let yes = values.with(Field::Decision, "eligible").with(Field::Reason, "已电话核对");
            let path = format!("/nomination/{}", self.cast.nominees[at]);
            let checked = office.post(&path, &yes).await;
            assert_eq!(checked.status, 303, "{}", checked.body);
        }
        take(office, cycle, "open_evaluation").await;
        self.until("2026-12-16T14:00");
        let (judging, near) = (format!("/award/{cycle}/judging"), &self.cast.nominees[4..]);
        for (seat, judge) in self.cast.judges.iter().enumerate() {
            let declared = relations(&self.cast, if seat == 0 { near } else { &[] });
            assert_eq!(judge.post(&judging, &declared).await.status, 303);
            for (n, id) in self.cast.nominees.iter().enumerate() {
                let sheet = scores(&format!("{}", 48 - 2 * n), "40", 0);
                let sent = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
                let is_near = seat == 0 && near.contains(id);
                assert_eq!(sent.status, if is_near { 404 } else { 303 }, "{}", sent.body);
            }
        }
        take(office, cycle, "close_scoring").await;
        assert_eq!(self.state().await, AwardCycleState::FinalEvaluation);
    }

    /// Three of five are in the final, where the second and the third are equal in everything.
    async fn shortlist_and_final(&self) {
        use NominationState::{NotShortlisted, Shortlisted};
        for (at, name) in NAMES.iter().enumerate() {
            let expected = if at < 3 { Shortlisted } else { NotShortlisted };
            assert_eq!(self.nomination(at).await.state, expected, "{name}");
        }
        for judge in &self.cast.judges {
            for (points, id) in ["45", "42", "42"].iter().zip(&self.cast.nominees) {
                let sheet = scores(points, "40", 0).with(Field::Stage, "final");
                let sent = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
                assert_eq!(sent.status, 303, "{}", sent.body);
            }
        }
        take(&self.cast.office, self.cast.cycle, "close_final").await;
    }

    /// The panel votes between the two, and the list goes its way to the public.
    async fn decide_tie_and_post(&self) {
        let Cast { office, decider, cycle, .. } = &self.cast;
        let ranking = format!("/award/{cycle}/ranking/{}", self.cast.category);
        let path = format!("/award/{cycle}/proposal");
        let two = proposal(&self.cast.nominees[..2]);
        assert_eq!(office.post(&path, &two).await.status, 422, "the tie is open");
        let page = office.get(&ranking).await.body;
        let vote = Values::default()
            .with(Field::Revision, value_of(&page, "revision"))
            .with(Field::Tie, "0")
            .with(Field::Resolution, "vote")
            .with(Field::Ballots, "7")
            .with(Field::Votes, "4")
            .with(Field::Votes, "3")
            .with(Field::Reference, "评审会纪要第3号");
        let kept = office.post(&ranking, &vote).await;
        assert_eq!(kept.status, 303, "{}", kept.body);
        let call = self.world.call(&self.cast.supervisor, Role::Supervisor);
        let (package, _) = self.world.actions.result_package(&call, *cycle).await.unwrap();
        assert_eq!(recompute(&package).unwrap().differences, [], "{}", self.world.db.name);

        self.until("2026-12-28T10:00");
        let proposed = office.post(&path, &two).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let yes = answer(&self.world, &self.cast, "confirm").await;
        assert_eq!(decider.post(&format!("/award/{cycle}/confirm"), &yes).await.status, 303);
        assert!(!self.notice().await.contains(NAMES[0]), "not before the office posts it");
        take(office, *cycle, "post").await;
        let notice = self.notice().await;
        assert!(notice.contains(NAMES[0]) && notice.contains(NAMES[1]), "{notice}");
        assert!(!notice.contains(NAMES[2]), "{notice}");
        assert!(notice.find(NAMES[1]) < notice.find(NAMES[0]), "by strokes: 东 before 端");
    }

    /// Somebody objects to the first, and is right: the name goes, and the next in rank follows.
    async fn object_and_follow(&self) {
        let Cast { office, decider, cycle, .. } = &self.cast;
        let clerk = clerk(&self.world).await;
        let first = i64::from(self.cast.nominees[0]);
        self.until("2026-12-29T15:00");
        let about = ("nominee", Some(first));
        let (id, receipt) = admitted(&self.world, &self.cast, &clerk, about).await;
        let upheld = finding("upheld", "removal");
        let done = step(&clerk, id, "decide", upheld, &self.world).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert!(self.visitor.get(&receipt).await.body.contains("情况属实"), "answered");
        let notice = self.notice().await;
        assert!(!notice.contains(NAMES[0]) && notice.contains(NAMES[1]), "{notice}");

        self.until("2026-12-30T09:00");
        let changes = format!("/award/{cycle}/changes");
        let follows = Values::default()
            .with(Field::Nominee, first.to_string())
            .with(Field::Substitute, self.cast.nominees[2].to_string());
        let proposed = office.post(&format!("{changes}/propose"), &follows).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        let yes = Values::default()
            .with(Field::Nominee, self.cast.nominees[2].to_string())
            .with(Field::Decision, "confirm");
        assert_eq!(decider.post(&format!("{changes}/confirm"), &yes).await.status, 303);
        let notice = self.notice().await;
        assert!(notice.contains(NAMES[2]) && notice.contains("递补公示"), "{notice}");
    }

    /// The first notice ends before the substitute's: one is decided, and then the other.
    async fn decide(&self) {
        let Cast { decider, cycle, .. } = &self.cast;
        let path = format!("/award/{cycle}/decide");
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2027〕1号");
        assert_eq!(decider.post(&path, &document).await.status, 422, "the notice runs");
        self.until(&self.after_notice().await);
        let decided = decider.post(&path, &document).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        assert_eq!(self.nomination(1).await.state, NominationState::Awarded);
        assert_eq!(self.nomination(2).await.state, NominationState::Proposed, "on notice");
        let path = format!("/award/{cycle}/changes/supplement");
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2027〕2号");
        assert_eq!(decider.post(&path, &document).await.status, 409, "a notice still runs");
        self.world.wait(TimeDelta::days(7));
        let decided = decider.post(&path, &document).await;
        assert_eq!(decided.status, 303, "{}", decided.body);
        let notice = self.notice().await;
        for text in [NAMES[1], NAMES[2], "嘉科协〔2027〕1号", "评委6"] {
            assert!(notice.contains(text), "{text} is not in {notice}");
        }
        let states = [
            NominationState::Removed,
            NominationState::Awarded,
            NominationState::Awarded,
            NominationState::NotAwarded,
            NominationState::NotAwarded,
        ];
        for (at, expected) in states.into_iter().enumerate() {
            assert_eq!(self.nomination(at).await.state, expected, "{}", NAMES[at]);
        }
    }

    /// The morning after the last day of the list's notice.
    async fn after_notice(&self) -> String {
        let mut conn = self.world.db.store.read().await.unwrap();
        let cycle = conn.find_cycle(self.cast.cycle).await.unwrap().unwrap();
        format!("{}T09:00", cycle.notice_until.unwrap().succ_opt().unwrap())
    }

    /// Two papers under their numbers; anybody verifies one before and after it is revoked.
    async fn certify_and_revoke(&self) {
        let Cast { office, decider, cycle, .. } = &self.cast;
        let issue = format!("/award/{cycle}/certificates");
        assert_eq!(office.post(&issue, &Values::default()).await.status, 303);
        set_all(&self.world).await;
        let page = office.get(&issue).await.body;
        assert!(page.contains("PDF 已生成 2 / 2"), "{page}");
        let number = |name: &str| {
            let row = page.split("<tr").find(|row| row.contains(name)).unwrap();
            let rest = &row[row.find("嘉科协优〔").unwrap()..];
            let number = rest.split('<').next().unwrap().to_owned();
            (number, link(row, "/certificate/"))
        };
        let (number, path) = number(NAMES[2]);
        let paper = office.get(&format!("{path}/paper.pdf")).await;
        assert_eq!(paper.status, 200, "{}", paper.body);
        let found = self.visitor.post("/verify", &asked(&number, NAMES[2])).await;
        assert_eq!(found.status, 303, "{}", found.body);
        let valid = self.visitor.get(&found.location).await.body;
        assert!(valid.contains("有效") && !valid.contains("已撤销"), "{valid}");
        let file = Some(("certificate_file", "证书.pdf", paper.bytes.as_slice()));
        let same = self.visitor.upload("/verify/file", &Values::default(), file).await;
        assert_eq!(same.status, 303, "{}", same.body);

        self.until("2027-03-01T10:00");
        let revoke = Values::default()
            .with(Field::RevocationGround, "fraud")
            .with(Field::Reason, "申报材料造假")
            .with(Field::DocumentNo, "嘉科协〔2027〕9号")
            .with(Field::Revision, "1");
        let path = format!("{path}/revoke");
        assert_eq!(office.post(&path, &revoke).await.status, 403);
        let revoked = decider.post(&path, &revoke).await;
        assert_eq!(revoked.status, 303, "{}", revoked.body);
        for found in [
            self.visitor.post("/verify", &asked(&number, NAMES[2])).await,
            self.visitor.upload("/verify/file", &Values::default(), file).await,
        ] {
            let page = self.visitor.get(&found.location).await.body;
            assert!(page.contains("已撤销") && page.contains("2027年3月1日"), "{page}");
            assert!(!page.contains("造假"), "the day alone: {page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_from_the_announcement_to_a_certificate_that_is_revoked() {
    for world in worlds().await {
        let mut year = announced(world.setting_papers(typesetter())).await;
        year.nominate().await;
        year.check_and_judge().await;
        year.shortlist_and_final().await;
        year.decide_tie_and_post().await;
        year.object_and_follow().await;
        year.decide().await;
        year.certify_and_revoke().await;
        year.world.verify_chain().await;
        year.world.remove().await;
    }
}
