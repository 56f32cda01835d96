//! Every address of an award in every state of its cycle, as everybody: for whom it opens is one table,
//! and nobody reads there what is not for them.
//!
//! The addresses come from the table of routes: one that has no line here fails the test.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    io::{Cursor, Read as _},
    process::Command,
};

use app::{Method, Route, Typesetter, Who, routes};
use chrono::TimeDelta;
use domain::{
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId, RegionId},
    organisation::OrganisationKind,
    region::RegionLevel,
    role::{Grant, Role, Scope},
    roster::AwardCategory,
};
use store::{NewOrganisation, NewPerson, NewRegion};

use crate::{
    award_address_table::{ANSWERED, OPEN, STATES, TAKE_PART, is_among},
    award_scene::{Cast, answer, head, proposal, revision, scores, take},
    certificate::link,
    complaint::once_of,
    nomination_draft::said,
    objection::{admitted, finding, step},
    review_paper::typesetter,
    walk::{Keys, Walk, text_of, with},
    world::{Person, World, commit, start, world},
};

/// Beginnings of the addresses of awards and of what comes out of them.
const AWARDS: [&str; 13] = [
    "/award",
    "/award_result",
    "/certificate",
    "/certificate_issuer",
    "/certificates",
    "/nominate",
    "/nomination",
    "/nominee",
    "/notice",
    "/objection",
    "/objector",
    "/score_sheet",
    "/verify",
];

/// Who is awarded and has not agreed that this is published, and who has.
const SILENT: &str = "金丝雀甲";
const AGREED: &str = "银丝雀乙";
const UNIT: &str = "南湖区科协";
/// What the file of the first says besides the name, for the unit, the office and judges.
const FILE: [&str; 10] = [
    "金丝雀民族",
    "金丝雀职务",
    "金丝雀职称",
    "19900004710",
    "金丝雀获奖",
    "1971-03",
    "金丝雀附件",
    "金丝雀意见",
    "金丝雀事迹",
    "金丝雀备注",
];
/// The same of the others.
const FILES: [&str; 9] = [
    "银丝雀民族",
    "银丝雀职务",
    "银丝雀职称",
    "19900004711",
    "银丝雀获奖",
    "1972-04",
    "银丝雀附件",
    "银丝雀意见",
    "银丝雀事迹",
];
/// What the office and the judges write.
const CHECK: &str = "金丝雀理由";
const COMMENT: &str = "金丝雀评语";
/// Who objects, and in which words.
const OBJECTOR: [&str; 2] = ["钱举报", "13812340077"];
const OBJECTION: &str = "该同志的公开课录像与申报事迹不符";

struct Story {
    is_of_county: bool,
    world: World,
    cast: Cast,
    people: Vec<(&'static str, Person)>,
    keys: BTreeMap<&'static str, String>,
    /// The states in which an address was opened, by address and person.
    opened: BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>>,
    /// What was read by whom it is not for.
    leaks: BTreeSet<String>,
    /// Whose forms were answered by more than a refusal.
    answered: BTreeMap<&'static str, BTreeSet<&'static str>>,
}

/// Whether an address is one of an award's.
fn is_of_award(path: &str) -> bool {
    let begins = |of: &&str| {
        path.strip_prefix(*of).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    AWARDS.iter().any(begins)
}

fn of_awards(method: Method) -> Vec<Route> {
    routes().into_iter().filter(|it| it.method == method && is_of_award(it.path)).collect()
}

/// A unit of a county, and another county.
async fn places(world: &World) -> (OrganisationId, [RegionId; 2]) {
    let mut tx = world.db.store.begin().await.unwrap();
    let mut regions = Vec::new();
    for (code, name) in [("330402", "南湖区"), ("330411", "秀洲区")] {
        let region = NewRegion {
            code,
            name_zh: name,
            name_en: name,
            level: RegionLevel::County,
            parent_id: None,
            sort_order: 1,
            valid_from: start().date_naive(),
        };
        regions.push(tx.add_region(&region).await.unwrap());
    }
    let row = NewOrganisation {
        code: Some("ORG002"),
        name: UNIT,
        match_key: UNIT,
        region_id: Some(regions[0]),
        is_nominating_unit: true,
        ..NewOrganisation::default()
    };
    let unit = tx.add_organisation(&row).await.unwrap();
    commit(tx).await;
    (unit, [regions[0], regions[1]])
}

async fn give(world: &World, person: &Person, role: Role, scope: Scope) {
    let mut tx = world.db.store.begin().await.unwrap();
    let grant = Grant { role, scope, starts_on: start().date_naive(), ends_on: None };
    tx.add_grant(person.id, &grant).await.unwrap();
    commit(tx).await;
}

/// A cycle with a final that is being written, the city's or that of a county, and everybody who will
/// look at it.
async fn story(is_of_county: bool) -> Story {
    let words = ["-c", "cat > /dev/null; printf '%%PDF-1.4\\n%%%%EOF\\n'"].map(str::to_owned);
    let set = Typesetter::Child("/bin/sh".into(), words.into());
    let world = world().await.setting_papers(set);
    let (unit, counties) = places(&world).await;
    let mut people = Vec::new();
    for (who, role) in [
        ("office", Role::CityOffice),
        ("near_office", Role::CityOffice),
        ("handler", Role::CityOffice),
        ("decider", Role::DecisionMaker),
        ("near_decider", Role::DecisionMaker),
        ("supervisor", Role::Supervisor),
        ("near_supervisor", Role::Supervisor),
        ("near_judge", Role::Judge),
        ("unseated_judge", Role::Judge),
        ("lecturer", Role::Lecturer),
        ("panelist", Role::Panelist),
        ("content_reviewer", Role::ContentReviewer),
        ("system_administrator", Role::SystemAdministrator),
        ("audit_administrator", Role::AuditAdministrator),
    ] {
        let place = format!("{who}的单位");
        people.push((who, world.person(who, &[role], &place, "institute", 1).await));
    }
    for (who, role, scope) in [
        ("officer", Role::UnitOfficer, Scope::Organisation(unit)),
        ("county", Role::CountyOffice, Scope::Region(counties[0])),
        ("neighbour", Role::CountyOffice, Scope::Region(counties[1])),
        ("organiser", Role::AwardOrganiser, Scope::Region(counties[0])),
        ("neighbour_organiser", Role::AwardOrganiser, Scope::Region(counties[1])),
        ("sessions", Role::SessionOrganiser, Scope::Region(counties[0])),
    ] {
        let place = format!("{who}的单位");
        let person = world.person(who, &[], &place, "county_association", 1).await;
        give(&world, &person, role, scope).await;
        people.push((who, person));
    }
    let other = world.person("other", &[Role::UnitOfficer], "另一小学", "school", 1).await;
    people.push(("other_officer", other));
    for who in ["visitor", "by_nominee_link", "by_objector_link"] {
        people.push((who, world.visitor()));
    }
    let mut judges = Vec::new();
    for n in 0..7 {
        let (name, place) = (format!("评委{n}"), format!("评委单位{n}"));
        judges.push(world.person(&name, &[Role::Judge], &place, "institute", 1).await);
    }
    people.push(("judge", judges[1].clone()));
    let of = |who: &str| people.iter().find(|one| one.0 == who).unwrap().1.clone();
    judges.insert(0, of("near_judge"));

    let plan = head()
        .with(Field::FinalKind, "sheets")
        .with(Field::NominationDays, "1")
        .with(Field::EligibilityDays, "1")
        .with(Field::EvaluationDays, "1")
        .with(Field::ProposalDays, "1");
    // Who runs it.
    let office = of(if is_of_county { "organiser" } else { "office" });
    let cycle: AwardCycleId = office.post("/award/new", &plan).await.made().into();
    let call = world.call(&of("office"), Role::CityOffice);
    let page = world.actions.cycle(&call, cycle).await.unwrap();
    let is_tutor = |one: &&actions::CategoryView| one.category == AwardCategory::Tutor;
    let category: AwardCategoryId = page.categories.iter().find(is_tutor).unwrap().id;
    let cast = Cast {
        office,
        decider: of("decider"),
        supervisor: of("supervisor"),
        judges,
        cycle,
        category,
        nominees: Vec::new(),
    };
    let keys = BTreeMap::from([
        ("cycle", cycle.to_string()),
        ("category", category.to_string()),
        ("unit", unit.to_string()),
    ]);
    let mut story = Story {
        is_of_county,
        world,
        cast,
        people,
        keys,
        opened: BTreeMap::new(),
        leaks: BTreeSet::new(),
        answered: BTreeMap::new(),
    };
    story.know_nominees(counties[0]).await;
    story
}

impl Story {
    fn of(&self, who: &str) -> &Person {
        &self.people.iter().find(|one| one.0 == who).unwrap().1
    }

    /// Two nominees are on file; who is near works at the school of the first.
    async fn know_nominees(&mut self, county: RegionId) {
        let mut tx = self.world.db.store.begin().await.unwrap();
        let school = NewOrganisation {
            name: "示范小学0",
            match_key: "示范小学0",
            kind: OrganisationKind::School,
            region_id: Some(county),
            ..NewOrganisation::default()
        };
        let school = tx.add_organisation(&school).await.unwrap();
        let mut ids = Vec::new();
        for (n, name) in [SILENT, AGREED].into_iter().enumerate() {
            let phone = format!("1990000471{n}");
            let row = NewPerson {
                name,
                phone: Some(&phone),
                region_id: Some(county),
                born_in: Some(if n == 0 { FILE[5] } else { FILES[5] }),
                title: "金丝雀职称",
                note: "金丝雀备注",
                inner_note: "金丝雀备注",
                ..NewPerson::default()
            };
            ids.push(tx.add_person(&row).await.unwrap());
        }
        let today = start().date_naive();
        tx.set_workplace(ids[0], school, today).await.unwrap();
        for who in ["near_office", "near_decider", "near_supervisor", "near_judge"] {
            tx.set_workplace(self.of(who).id, school, today).await.unwrap();
        }
        commit(tx).await;
        let nominee = self.world.signed_in(ids[0]).await;
        self.people.push(("nominee", nominee));
    }

    /// An address of the table with what it leads to, as somebody has it.
    fn fill(&self, path: &str, who: &str) -> String {
        let key = |name: &str| self.keys.get(name).map_or("0", String::as_str);
        let id = match path.split('/').nth(1).unwrap_or_default() {
            "award" | "notice" | "nominate" => key("cycle"),
            "nomination" | "score_sheet" => key("nomination"),
            "objection" => key("objection"),
            "certificate" => key("certificate"),
            _ => "0",
        };
        let token = match (path.split('/').nth(1).unwrap_or_default(), who) {
            ("nominee", "by_nominee_link") => key("nominee_token"),
            ("objector", "by_objector_link") => key("objector_token"),
            ("verify", "by_nominee_link") => key("certificate_token"),
            _ => "0123456789abcdef0123456789abcdef",
        };
        path.replace("{id}", id)
            .replace("{category}", key("category"))
            .replace("{unit}", key("unit"))
            .replace("{seat}", "2")
            .replace("{attachment}", key("attachment"))
            .replace("{token}", token)
    }

    /// For whom which address opens in a state, and that nobody reads there what is not for them.
    async fn walk(&mut self, state: &'static str) {
        let printing = server::http::router(self.printing(), self.world.health.clone());
        for (who, person) in &self.people {
            let forbidden = forbidden(as_in_table(self.is_of_county, who), state);
            for route in of_awards(Method::Get) {
                let path = self.fill(route.path, who);
                // A public paper is set once and kept; all others are set for each who asks.
                let is_kept = ["/notice/{id}/announcement.pdf", "/notice/{id}/notice.pdf"]
                    .contains(&route.path);
                let answer = if is_kept {
                    person.by(printing.clone()).get(&path).await
                } else {
                    person.get(&path).await
                };
                let what = format!("{path} as {who}, {state}: {}", answer.status);
                assert!(answer.status < 500, "{what}");
                let mut shown = text_of(&answer);
                if route.path == "/notice/{id}/deeds" {
                    // Who has agreed is read with what was done.
                    shown = shown.replace(FILES[8], "");
                }
                for text in forbidden.iter().filter(|text| shown.contains(**text)) {
                    self.leaks.insert(format!("{text} at {} as {who}, {state}", route.path));
                }
                match answer.status {
                    200 => _ = self.opened.entry((route.path, *who)).or_default().insert(state),
                    303 => {
                        let is_sign_in = answer.location.starts_with("/sign_in?next=");
                        assert!(
                            is_sign_in && route.who != Who::Anyone,
                            "{what} {}",
                            answer.location
                        );
                    }
                    _ => {}
                }
            }
        }
    }

    /// Nobody without a part in the cycle sends a form that is answered, but for those of everybody.
    async fn send(&mut self, state: &'static str) {
        let before = self.world.actions.verify_audit(None).await.unwrap().rows;
        let is_of_county = self.is_of_county;
        let takes_part = |who: &str| is_among(as_in_table(is_of_county, who), TAKE_PART);
        for (who, person) in self.people.iter().filter(|one| !takes_part(one.0)) {
            for route in of_awards(Method::Post) {
                let path = self.fill(route.path, who);
                let answer = person.post(&path, &Values::default()).await;
                let what = format!("{path} as {who}, {state}: {}", answer.status);
                assert!(answer.status < 500, "{what}");
                let is_refused = matches!(answer.status, 403 | 404)
                    || answer.location.starts_with("/sign_in?next=");
                if !is_refused {
                    // Whoever presses twice issues once, and here nothing is left to be issued.
                    let is_done = route.path == "/award/{id}/certificates"
                        && matches!(state, "issued" | "archived");
                    assert!(answer.status > 400 || is_done, "{what}: nothing was typed");
                    self.answered
                        .entry(route.path)
                        .or_default()
                        .insert(as_in_table(is_of_county, who));
                }
            }
        }
        let after = self.world.actions.verify_audit(None).await.unwrap();
        assert_eq!((after.broken, after.rows), (None, before), "{state}: nothing was typed");
    }

    /// From rules to a list on notice, to which somebody objects; with `looks`, everybody looks at
    /// each state.
    async fn go_to_notice(&mut self, looks: bool) {
        let (office, cycle) = (self.cast.office.clone(), self.cast.cycle);
        if looks {
            self.walk("configuring").await;
        }
        let rules = Values::default()
            .with(Field::Revision, "1")
            .with(Field::Criteria, "育人成效 50\n活动 50")
            .with(Field::QuotaKind, "open")
            .with(Field::Seats, "2")
            .with(Field::SeatPassing, "next_in_rank");
        let path = format!("/award/{cycle}/category/{}", self.cast.category);
        assert_eq!(office.post(&path, &rules).await.status, 303);
        let seats = self.cast.judges.iter().fold(Values::default(), |values, judge| {
            values.with(Field::Judges, judge.id.to_string())
        });
        assert_eq!(office.post(&format!("/award/{cycle}/judges"), &seats).await.status, 303);
        take(&office, cycle, "announce").await;
        self.nominate().await;
        if looks {
            self.walk("nominating").await;
            self.send("nominating").await;
        }
        // Their last day is over.
        self.world.wait(TimeDelta::days(3));
        take(&office, cycle, "close_nominations").await;
        if looks {
            self.walk("eligibility").await;
        }
        for id in &self.cast.nominees {
            let yes = Values::default()
                .with(Field::Decision, "eligible")
                .with(Field::Reason, CHECK)
                .with(Field::Revision, self.revision(*id).await);
            let checked = office.post(&format!("/nomination/{id}"), &yes).await;
            assert_eq!(checked.status, 303, "{}", checked.body);
        }
        take(&office, cycle, "open_evaluation").await;
        self.judge("preliminary").await;
        if looks {
            self.walk("preliminary").await;
            self.send("preliminary").await;
        }
        take(&office, cycle, "close_scoring").await;
        self.judge("final").await;
        self.meet().await;
        if looks {
            self.walk("final").await;
        }
        take(&office, cycle, "close_final").await;
        if looks {
            self.walk("scored").await;
        }
        let two = proposal(&self.cast.nominees[..2]);
        let proposed = office.post(&format!("/award/{cycle}/proposal"), &two).await;
        assert_eq!(proposed.status, 303, "{}", proposed.body);
        if looks {
            self.walk("proposed").await;
        }
        let yes = answer(&self.world, &self.cast, "confirm").await;
        let confirm = format!("/award/{cycle}/confirm");
        assert_eq!(self.cast.decider.post(&confirm, &yes).await.status, 303);
        if looks {
            self.walk("confirmed").await;
        }
        take(&office, cycle, "post").await;
        let about = ("nominee", Some(self.cast.nominees[0].into()));
        let handler = self.of("handler").clone();
        let (id, receipt) = admitted(&self.world, &self.cast, &handler, about).await;
        self.keys.insert("objection", id.to_string());
        self.keys.insert("objector_token", receipt.rsplit('/').next().unwrap().to_owned());
        if looks {
            self.walk("on_notice").await;
            self.send("on_notice").await;
        }
    }

    async fn revision(&self, id: NominationId) -> String {
        let mut conn = self.world.db.store.read().await.unwrap();
        conn.find_nomination(id).await.unwrap().unwrap().revision.to_string()
    }

    /// The unit writes five files; the first nominee does not want to be published, the others do.
    async fn nominate(&mut self) {
        let officer = self.of("officer").clone();
        let new =
            format!("/nominate/{}/{}/{}", self.cast.cycle, self.keys["unit"], self.cast.category);
        for n in 0..5 {
            let (name, bird, born_in) = match n {
                0 => (SILENT.to_owned(), "金", FILE[5]),
                1 => (AGREED.to_owned(), "银", FILES[5]),
                _ => (format!("辅导员{n}"), "银", FILES[5]),
            };
            let typed = Values::default()
                .with(Field::Once, once_of(&officer.get(&new).await))
                .with(Field::NomineeName, name)
                .with(Field::NomineeWorkplace, format!("示范小学{n}"))
                .with(Field::NomineePhone, format!("1990000471{n}"))
                .with(Field::BornIn, born_in)
                .with(Field::EthnicGroup, format!("{bird}丝雀民族"))
                .with(Field::NomineePost, format!("{bird}丝雀职务"))
                .with(Field::NomineeTitle, format!("{bird}丝雀职称"))
                .with(Field::EarlierAwards, format!("{bird}丝雀获奖"))
                .with(Field::UnitRank, (n + 1).to_string())
                .with(Field::ServiceYears, "6")
                .with(Field::Deeds, format!("{bird}丝雀事迹").repeat(20))
                .with(Field::UnitOpinion, format!("{bird}丝雀意见"));
            let made = officer.post(&new, &typed).await;
            assert_eq!(made.status, 303, "{}", made.body);
            let id: NominationId = made.location.split('/').nth(2).unwrap().parse().unwrap();
            let filing = format!("/nomination/{id}/filing");
            let file_name = format!("{bird}丝雀附件.pdf");
            let paper = demo::paper("附件");
            let file = Some(("proof", file_name.as_str(), paper.as_slice()));
            let path = format!("{filing}/attachment");
            assert_eq!(officer.upload(&path, &Values::default(), file).await.status, 303);
            let page = officer.get(&filing).await;
            let once = Values::default().with(Field::Once, once_of(&page));
            let shown = officer.post(&format!("{filing}/link"), &once).await.body;
            let nominee = link(&shown, "/nominee/");
            let consent = said("yes", if n == 0 { "no" } else { "yes" });
            if n == 0 {
                // The first one signs on paper.
                let signed = consent
                    .with(Field::ConsentName, SILENT)
                    .with(Field::SignedOn, self.world.now().date_naive().to_string());
                let file = Some(("scan", "银丝雀签名.pdf", paper.as_slice()));
                let kept = officer.upload(&format!("{filing}/consent"), &signed, file).await;
                assert_eq!(kept.status, 303, "{}", kept.body);
            } else {
                assert_eq!(self.world.visitor().post(&nominee, &consent).await.status, 303);
            }
            if n == 0 {
                let attachment = link(&page.body, &format!("/nomination/{id}/attachment/"));
                self.keys.insert("attachment", attachment.rsplit('/').next().unwrap().to_owned());
                self.keys.insert("nomination", id.to_string());
                self.keys.insert("nominee_token", nominee.rsplit('/').next().unwrap().to_owned());
            }
            let now = Values::default()
                .with(Field::Revision, self.revision(id).await)
                .with(Field::Truthful, "yes");
            let sent = officer.post(&format!("{filing}/hand_in"), &now).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
            self.cast.nominees.push(id);
        }
        let mut conn = self.world.db.store.read().await.unwrap();
        let first = conn.find_nomination(self.cast.nominees[0]).await.unwrap().unwrap();
        assert_eq!(first.person_id, Some(self.of("nominee").id), "known by name and phone");
    }

    /// Judges declare in the first stage, and score in both; who is near does not judge the first.
    async fn judge(&self, stage: &str) {
        let judging = format!("/award/{}/judging", self.cast.cycle);
        for (seat, judge) in self.cast.judges.iter().enumerate() {
            if stage == "preliminary" {
                let mut relations = Values::default();
                for (n, id) in self.cast.nominees.iter().enumerate() {
                    let kind = if (seat, n) == (0, 0) { "self_declared" } else { "none" };
                    relations.push(Field::Relation.at(*id), kind);
                }
                let declared = judge.post(&judging, &relations).await;
                assert_eq!(declared.status, 303, "{}", declared.body);
            }
            let n_judged = if stage == "preliminary" { 5 } else { 3 };
            for (n, id) in self.cast.nominees.iter().enumerate().take(n_judged) {
                if (seat, n) == (0, 0) {
                    continue;
                }
                let sheet = scores(&format!("{}", 45 - 2 * n), "40", 0)
                    .with(Field::Stage, stage)
                    .with(Field::Comment, COMMENT);
                let sent = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
                assert_eq!(sent.status, 303, "{}", sent.body);
            }
        }
    }

    /// The meeting of the final has begun, and it is the first nominee's turn.
    async fn meet(&self) {
        let (office, cycle) = (&self.cast.office, self.cast.cycle);
        let open = Values::default().with(Field::Revision, "0");
        assert_eq!(office.post(&format!("/award/{cycle}/meeting/open"), &open).await.status, 303);
        let mut conn = self.world.db.store.read().await.unwrap();
        let turns = conn.list_final_turns(cycle).await.unwrap();
        let meeting = conn.find_final_meeting(cycle).await.unwrap().unwrap();
        drop(conn);
        let first = turns.iter().find(|turn| turn.nomination_id == self.cast.nominees[0]).unwrap();
        let turn = Values::default()
            .with(Field::Turn, first.place.to_string())
            .with(Field::Revision, meeting.revision.to_string());
        assert_eq!(office.post(&format!("/award/{cycle}/meeting/turn"), &turn).await.status, 303);
    }

    /// The objection is dismissed, the list decided, and certificates are issued.
    async fn go_to_certificates(&mut self) {
        // The city's office issues those of a county as well.
        let (office, cycle) = (self.of("office").clone(), self.cast.cycle);
        let id: i64 = self.keys["objection"].parse().unwrap();
        let dismissed = finding("dismissed", "nothing");
        let handler = self.of("handler").clone();
        let done = step(&handler, id, "decide", dismissed, &self.world).await;
        assert_eq!(done.status, 303, "{}", done.body);
        self.world.wait(TimeDelta::days(8));
        let document = Values::default().with(Field::DocumentNo, "嘉科协〔2026〕9号");
        let decide = format!("/award/{cycle}/decide");
        assert_eq!(self.cast.decider.post(&decide, &document).await.status, 303);
        self.walk("decided").await;
        let issue = format!("/award/{cycle}/certificates");
        assert_eq!(office.post(&issue, &Values::default()).await.status, 303);
        let real = self.printing();
        while app::set_certificates(&real, self.world.now()).await.unwrap() > 0 {}
        let page = office.get(&issue).await.body;
        let row = page.split("<tr").find(|row| row.contains(SILENT)).unwrap();
        let path = link(row, "/certificate/");
        self.keys.insert("certificate", path.rsplit('/').next().unwrap().to_owned());
        let number = &row[row.find("嘉科协优〔").unwrap()..];
        let asked = crate::certificate::asked(number.split('<').next().unwrap(), SILENT);
        let found = self.world.visitor().post("/verify", &asked).await;
        let token = found.location.rsplit('/').next().unwrap().split('?').next().unwrap();
        self.keys.insert("certificate_token", token.to_owned());
        self.walk("issued").await;
        self.send("issued").await;
        let archive = format!("/award/{cycle}/archive");
        let revision = revision(&self.world, &self.cast).await;
        let archived = office.post(&archive, &with(Field::Revision, &revision)).await;
        assert_eq!(archived.status, 303, "{}", archived.body);
        self.walk("archived").await;
        self.send("archived").await;
    }

    /// The same server with the program that sets papers.
    fn printing(&self) -> app::State {
        let settings = app::Settings {
            typesetter: typesetter(),
            ..app::Settings::clone(&self.world.state.settings)
        };
        app::State::new(self.world.actions.clone(), settings)
    }

    /// No paper says more than its page, neither in its text nor beside it.
    async fn papers(&self) {
        let router = server::http::router(self.printing(), self.world.health.clone());
        let cycle = self.cast.cycle;
        let all = [&FILE[..], &FILES, &[CHECK, COMMENT, OBJECTION], &OBJECTOR].concat();
        let visitor = self.world.visitor().by(router.clone());
        for (path, names) in [
            (format!("/notice/{cycle}/announcement.pdf"), [false, false]),
            (format!("/notice/{cycle}/notice.pdf"), [false, true]),
            (format!("/notice/{cycle}/result.json"), [false, true]),
            (format!("/notice/{cycle}"), [false, true]),
        ] {
            let answer = visitor.get(&path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            let text = whole_text(&answer.bytes);
            for secret in &all {
                assert!(!text.contains(secret), "{secret} in {path}: {text}");
            }
            for (name, is_there) in [SILENT, AGREED].into_iter().zip(names) {
                assert_eq!(text.contains(name), is_there, "{name} in {path}: {text}");
            }
        }
        let certificate = format!("/certificate/{}/paper.pdf", self.keys["certificate"]);
        for (who, path) in [
            ("nominee", certificate),
            ("supervisor", format!("/award/{cycle}/record.xlsx")),
            ("supervisor", format!("/award/{cycle}/record.pdf")),
            ("supervisor", format!("/award/{cycle}/package")),
            ("office", format!("/award/{cycle}/certificates.zip")),
            ("office", format!("/award/{cycle}/certificates.pdf?page=1")),
        ] {
            let answer = self.of(who).by(router.clone()).get(&path).await;
            assert_eq!(answer.status, 200, "{path}: {}", answer.body);
            let text = whole_text(&answer.bytes);
            assert_eq!(text.contains(SILENT), !path.ends_with("package"), "{path}: {text}");
            for secret in &all {
                assert!(!text.contains(secret), "{secret} in {path}: {text}");
            }
        }
    }
}

/// What somebody may not read in a state, wherever it stands.
fn forbidden(who: &str, state: &str) -> Vec<&'static str> {
    let is_decided = matches!(state, "decided" | "issued" | "archived");
    let is_public = is_decided || state == "on_notice";
    let objection = [OBJECTOR[0], OBJECTOR[1], OBJECTION];
    let files = [&FILE[..], &FILES].concat();
    let silent: &[&str] = if is_decided { &[] } else { &[SILENT] };
    let is_closed = is_public || matches!(state, "scored" | "proposed" | "confirmed");
    let written: &[&str] = if is_closed { &[] } else { &[COMMENT] };
    match who {
        "handler" => Vec::new(),
        "office" | "own_organiser" => objection.to_vec(),
        // What judges have written is read once scoring is closed.
        "supervisor" => [&files[..], written].concat(),
        "decider" => [&files[..], written, &objection].concat(),
        // A phone and a reason of the office do not help to judge.
        "judge" => [&[FILE[3], FILES[3], CHECK], &objection[..]].concat(),
        "officer" | "county" => [&[CHECK, COMMENT], &objection[..]].concat(),
        "by_nominee_link" | "nominee" => {
            let comment: &[&str] = if is_decided { &[] } else { &[COMMENT] };
            [&FILES[..8], comment, &[CHECK], &objection].concat()
        }
        "by_objector_link" => [&files[..], &[CHECK, COMMENT, SILENT], &OBJECTOR].concat(),
        // These work with the files of the others, and a judge declares by the name.
        "near_judge" => [&FILE[..], &[CHECK], &objection].concat(),
        // To whom a certificate is due is no secret of a file.
        "near_office" => [&FILE[..], &[COMMENT], &objection, silent].concat(),
        "near_decider" | "near_supervisor" => {
            [&files[..], &[CHECK, COMMENT], &objection, silent].concat()
        }
        _ => {
            let name: &[&str] = if is_public { &[] } else { &[AGREED] };
            [&files[..], &[CHECK, COMMENT, SILENT], &objection, name].concat()
        }
    }
}

/// Everything that can be read of a file: of a PDF its text and what is told about it, of a spreadsheet
/// or an archive every file in it.
fn whole_text(bytes: &[u8]) -> String {
    if bytes.starts_with(b"%PDF") {
        return [
            &["pdftotext", "-raw"][..],
            &["pdfinfo"],
            &["pdfinfo", "-meta"],
            &["pdfinfo", "-custom"],
        ]
        .iter()
        .map(|words| of_pdf(words, bytes))
        .collect();
    }
    if bytes.starts_with(b"PK") {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        for at in 0..archive.len() {
            let mut file = archive.by_index(at).unwrap();
            let mut inner = Vec::new();
            file.read_to_end(&mut inner).unwrap();
            text.push_str(file.name());
            text.push_str(&whole_text(&inner));
        }
        return text;
    }
    String::from_utf8_lossy(bytes).into_owned()
}

/// What a program of another project says of a PDF, without what parts lines and words.
fn of_pdf(words: &[&str], bytes: &[u8]) -> String {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), bytes).unwrap();
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).arg(file.path());
    if words[0] == "pdftotext" {
        command.arg("-");
    }
    let said = command.output().unwrap();
    let why = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{words:?} of {} bytes: {why}", bytes.len());
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// As whom the table knows somebody, where the award is a county's.
fn as_in_table(is_of_county: bool, who: &str) -> &str {
    match who {
        "organiser" if is_of_county => "own_organiser",
        "other_officer" if is_of_county => "foreign_officer",
        "neighbour" if is_of_county => "foreign_county",
        who => who,
    }
}

/// The states in which an address opens for somebody, by the table.
fn when(path: &str, who: &str) -> BTreeSet<&'static str> {
    let lines = OPEN.iter().filter(|line| line.0 == path).flat_map(|line| line.1);
    let own = lines.filter(|(people, _)| is_among(who, people));
    own.flat_map(|(_, states)| between(states)).collect()
}

/// `a..c e` is from a to c, and e.
fn between(states: &str) -> Vec<&'static str> {
    if states == "always" {
        return STATES.to_vec();
    }
    let at = |state: &str| STATES.iter().position(|one| *one == state).expect("a state");
    let part = |part: &str| match part.split_once("..") {
        Some((from, to)) => STATES[at(from)..=at(to)].to_vec(),
        None => vec![STATES[at(part)]],
    };
    states.split(' ').flat_map(part).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_opens_for_whom_the_table_says_and_says_what_is_for_them() {
    let mut story = story(false).await;
    story.go_to_notice(true).await;
    story.go_to_certificates().await;
    story.check("configuring..archived");
    story.papers().await;
    let keys = Keys {
        award: story.cast.cycle.0,
        category: story.cast.category.0,
        nomination: story.cast.nominees[0].0,
        ..Keys::default()
    };
    let walk = Walk { near: &[], day: "2026-12-01", name: "jsq", spared: &[] };
    let visitor = ("a visitor", story.of("visitor"));
    let deeds = format!("/notice/{}/deeds", keys.award);
    let spared: &[(&str, &str)] = &[(&deeds, FILES[8])];
    let hidden = forbidden("visitor", "archived");
    walk.nothing_of(&hidden, visitor, &keys, "archived.", spared).await;
    story.world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_award_of_a_county_opens_for_its_organiser_and_not_for_the_neighbour() {
    let mut story = story(true).await;
    story.go_to_notice(true).await;
    story.go_to_certificates().await;
    story.check("configuring..archived");
    story.world.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_award_that_was_given_up_shows_its_reason_and_no_name() {
    for is_of_county in [false, true] {
        let mut story = story(is_of_county).await;
        story.go_to_notice(false).await;
        let why = Values::default()
            .with(Field::AbortReason, "上级通知本年度评优项目取消")
            .with(Field::Revision, revision(&story.world, &story.cast).await);
        let abort = format!("/award/{}/abort", story.cast.cycle);
        assert_eq!(story.cast.decider.post(&abort, &why).await.status, 303);
        story.walk("aborted").await;
        story.check("aborted");
        story.world.remove().await;
    }
}

impl Story {
    /// What was seen in these states is what the table says; what differs is printed as the table
    /// would have it.
    fn check(&self, states: &str) {
        let states = between(states);
        let mut wrong = String::new();
        for route in of_awards(Method::Get) {
            let mut found: BTreeMap<Vec<&str>, Vec<&str>> = BTreeMap::new();
            let mut is_right = OPEN.iter().any(|line| line.0 == route.path);
            for (who, _) in &self.people {
                let seen = self.opened.get(&(route.path, *who)).cloned().unwrap_or_default();
                let said = when(route.path, as_in_table(self.is_of_county, who));
                let in_order = |all: &BTreeSet<&'static str>| -> Vec<&str> {
                    states.iter().filter(|state| all.contains(**state)).copied().collect()
                };
                is_right &= in_order(&seen) == in_order(&said);
                found.entry(in_order(&seen)).or_default().push(as_in_table(self.is_of_county, who));
            }
            if !is_right {
                writeln!(wrong, "    (\"{}\", &[", route.path).unwrap();
                for (states, people) in found.iter().filter(|(states, _)| !states.is_empty()) {
                    let (people, states) = (people.join(" "), states.join(" "));
                    writeln!(wrong, "        (\"{people}\", \"{states}\"),").unwrap();
                }
                wrong += "    ]),\n";
            }
        }
        for (path, people) in &self.answered {
            let line = ANSWERED.iter().find(|line| line.0 == *path).map_or("", |line| line.1);
            if !people.iter().all(|who| is_among(who, line)) {
                let people: Vec<&str> = people.iter().copied().collect();
                writeln!(wrong, "    (\"{path}\", \"{}\"),", people.join(" ")).unwrap();
            }
        }
        for (path, _) in OPEN {
            assert!(of_awards(Method::Get).iter().any(|it| it.path == *path), "{path} is gone");
        }
        assert_eq!(self.leaks, BTreeSet::new(), "the table says otherwise:\n{wrong}");
        assert!(wrong.is_empty(), "the table says otherwise:\n{wrong}");
    }
}
