//! Demonstration data: the shipped sample rosters, and a little of every state of the story, dated
//! relative to the day it is loaded.

mod award;
mod lecture;
mod training;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::{
    audience::SchoolStage,
    course::ABSTRACT_MIN,
    form::Values,
    id::{PersonId, RegionId},
    role::{Actor, Grant, Role, Scope},
    roster::Kind,
};
use store::{NewAccount, NewPerson, PersonRow};

use crate::{ActionError, Actions, Call, Incoming, SheetReader, review_session::peers};

const REGIONS: &[u8] = include_bytes!("../../data/regions.csv");
const TOWNS: &[u8] = include_bytes!("../../data/towns.csv");
const ORGANISATIONS: &[u8] = include_bytes!("../../data/org_units.csv");
const LECTURERS: &[u8] = include_bytes!("../../data/rosters/lecturers.xlsx");
const HOSTS: &[u8] = include_bytes!("../../data/rosters/hosts.xlsx");
const COURSES: &[u8] = include_bytes!("../../data/rosters/courses.xlsx");
const TUTORS: &[u8] = include_bytes!("../../data/rosters/tutors.xlsx");
const TRAINING_HOURS: &[u8] = include_bytes!("../../data/rosters/training-hours.xlsx");

/// The password of every demonstration account.
pub const DEMO_PASSWORD: &str = "Whetstone-1";

/// An account of the demonstration.
#[derive(Clone, Copy, Debug)]
pub struct DemoAccount {
    /// What is typed at sign-in.
    pub sign_in_name: &'static str,
    /// What it shows.
    pub what_for: &'static str,
}

/// Every demonstration account.
pub const DEMO_ACCOUNTS: &[DemoAccount] = &[
    DemoAccount { sign_in_name: "office", what_for: "市科协科普部 city office" },
    DemoAccount { sign_in_name: "county", what_for: "南湖区科协 county office" },
    DemoAccount { sign_in_name: "reviewer", what_for: "内容审核 content reviewer" },
    DemoAccount { sign_in_name: "lecturer", what_for: "讲师 lecturer with a course to book" },
    DemoAccount { sign_in_name: "lecturer2", what_for: "讲师 lecturer with a booked slot" },
    DemoAccount { sign_in_name: "panelist", what_for: "评审专家 panelist" },
    DemoAccount {
        sign_in_name: "tutor", what_for: "科技辅导员 tutor with claims in every state"
    },
    DemoAccount {
        sign_in_name: "tutor2", what_for: "科技辅导员 another tutor of the same school"
    },
    DemoAccount { sign_in_name: "unit", what_for: "单位经办人 unit officer of their school" },
    DemoAccount { sign_in_name: "judge", what_for: "评优评委 judge" },
    DemoAccount { sign_in_name: "judge2", what_for: "评优评委 judge" },
    DemoAccount { sign_in_name: "decider", what_for: "审定人 decision maker" },
    DemoAccount { sign_in_name: "admin", what_for: "系统管理员 system administrator" },
    DemoAccount { sign_in_name: "supervisor", what_for: "监审 supervisor" },
];

/// People that the story is made of.
struct Cast {
    office: Actor,
    county: Option<Actor>,
    lecturers: Vec<Actor>,
    panel: Vec<i64>,
    field: i64,
}

impl Actions {
    /// Loads the regions that ship with the program, if there are none yet.
    pub async fn ship_regions(&self, call: &Call) -> Result<(), ActionError> {
        if !self.store.read().await?.list_regions(call.today()).await?.is_empty() {
            return Ok(());
        }
        self.load(call, Kind::Regions, "regions.csv", REGIONS).await?;
        self.load(call, Kind::Regions, "towns.csv", TOWNS).await
    }

    /// Loads the demonstration into an empty database.
    pub async fn load_demo(&self, call: &Call) -> Result<(), ActionError> {
        self.ship_regions(call).await?;
        self.load(call, Kind::Organisations, "org_units.csv", ORGANISATIONS).await?;
        self.load(call, Kind::Lecturers, "lecturers.xlsx", LECTURERS).await?;
        self.load(call, Kind::Courses, "courses.xlsx", COURSES).await?;
        self.load(call, Kind::Tutors, "tutors.xlsx", TUTORS).await?;
        self.load(call, Kind::TrainingHours, "training-hours.xlsx", TRAINING_HOURS).await?;
        self.load(call, Kind::Hosts, "hosts.xlsx", HOSTS).await?;
        let cast = self.cast(call).await?;
        self.plan_demo_sessions(call, &cast).await?;
        self.tell_demo_story(call, &cast).await?;
        self.load_demo_awards(call, &cast).await?;
        self.tell_lecture_story(call, &cast.office, &cast.lecturers).await?;
        self.tell_training_story(call, &cast.office, cast.county).await
    }

    async fn load(
        &self,
        call: &Call,
        kind: Kind,
        name: &str,
        bytes: &[u8],
    ) -> Result<(), ActionError> {
        let file = Incoming { name: name.to_owned(), bytes: bytes.to_vec() };
        let (reader, today) = (SheetReader::Here, call.today());
        let preview = self.preview_file(&reader, kind, today, file.clone()).await?;
        self.import_file(call, &reader, kind, today, file, &preview.plan).await?;
        Ok(())
    }

    /// Gives accounts and roles to people, some from the rosters and some of the office.
    async fn cast(&self, call: &Call) -> Result<Cast, ActionError> {
        let hash = self.hash_password(DEMO_PASSWORD).await?;
        let mut conn = self.store.read().await?;
        let mut people = conn.list_lecturers().await?;
        people.dedup_by_key(|person| person.id);
        let ids: Vec<i64> = people.iter().map(|person| person.id).collect();
        let peers = peers(&mut conn, &ids).await?;
        let regions = conn.list_regions(call.today()).await?;
        drop(conn);
        let is_teacher = |person: &PersonRow| peers.get(&person.id).is_some_and(|p| p.is_teacher);
        let teachers = one_per_workplace(people.iter().filter(|p| is_teacher(p)), 4, &[]);
        let others = one_per_workplace(people.iter().filter(|p| !is_teacher(p)), 5, &teachers);
        let panel: Vec<&PersonRow> = others.iter().chain(&teachers).copied().collect();
        let mut lecturers = one_per_workplace(people.iter(), 6, &panel);
        // The first two lecture on the same field, so that one course shows another's booking.
        lecturers.sort_by_key(|person| person.field_id);
        let county = regions.iter().find(|region| region.name_zh == "南湖区");
        let county = county.map_or(Scope::Everything, |region| Scope::Region(RegionId(region.id)));

        let mut tx = self.store.begin().await?;
        tx.add_place("科学会堂示范报告厅", "嘉兴市南湖区示范路1号", find(&regions, "南湖区"))
            .await?;
        tx.add_place("示范科技馆多功能厅", "海宁市示范街8号", find(&regions, "海宁市")).await?;
        let staff = [
            ("office", "周明远", vec![(Role::CityOffice, Scope::Everything)]),
            ("county", "许静宜", vec![(Role::CountyOffice, county)]),
            ("reviewer", "顾思齐", vec![(Role::ContentReviewer, Scope::Everything)]),
            ("admin", "严守业", vec![(Role::SystemAdministrator, Scope::Everything)]),
            (
                "supervisor",
                "陆秉公",
                vec![
                    (Role::Supervisor, Scope::Everything),
                    (Role::AuditAdministrator, Scope::Everything),
                ],
            ),
        ];
        let (mut office, mut county_office) = (None, None);
        for (sign_in_name, name, roles) in staff {
            let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await?;
            let grants = grants(&roles, call.today());
            for grant in &grants {
                tx.add_grant(person, grant).await?;
            }
            add_account(&mut tx, call, person, sign_in_name, &hash).await?;
            if sign_in_name == "county" {
                let grants = grants.clone();
                county_office = Some(Actor { person: PersonId(person), name: name.into(), grants });
            }
            if sign_in_name == "office" {
                office = Some(Actor { person: PersonId(person), name: name.into(), grants });
            }
        }
        for person in &panel {
            for grant in grants(&[(Role::Panelist, Scope::Everything)], call.today()) {
                tx.add_grant(person.id, &grant).await?;
            }
        }
        let signing_in =
            lecturers.iter().zip(["lecturer", "lecturer2"]).chain(panel.iter().zip(["panelist"]));
        for (person, sign_in_name) in signing_in {
            add_account(&mut tx, call, person.id, sign_in_name, &hash).await?;
        }
        let entry = call.entry("load", "demo", &[]);
        tx.commit(entry, &self.entropy.token()).await?;

        let role = [(Role::Lecturer, Scope::Everything)];
        let actor = |person: &&PersonRow| Actor {
            person: PersonId(person.id),
            name: person.name.clone(),
            grants: grants(&role, call.today()),
        };
        Ok(Cast {
            office: office.ok_or(ActionError::NotFound)?,
            county: county_office,
            field: lecturers.first().and_then(|person| person.field_id).unwrap_or(1),
            lecturers: lecturers.iter().map(actor).collect(),
            panel: panel.iter().map(|person| person.id).collect(),
        })
    }

    /// Three published sessions in the coming weeks and one still planned.
    async fn plan_demo_sessions(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let call = acting(call, &cast.office);
        let places = self.store.read().await?.list_places().await?;
        let sessions =
            [(12, "09:00", 0, 4), (20, "13:30", 1, 3), (30, "09:30", 2, 3), (41, "14:00", 0, 3)];
        for (n, (days, starts_at, place, n_slots)) in sessions.into_iter().enumerate() {
            let mut values = Values::default()
                .with("once", self.entropy.token())
                .with("held_on", weekday(call.today() + Days::new(days)).to_string())
                .with("starts_at", starts_at)
                .with("slot_minutes", "60")
                .with("n_slots", n_slots.to_string())
                .with("break_minutes", "10");
            match places.get(place) {
                Some(place) => values.push("place", place.id.to_string()),
                None => values.push("video_link", "https://video.example.invalid/review"),
            }
            for stage in SchoolStage::ALL {
                values.push("stages", stage.as_str());
            }
            for person in cast.panel.iter().cycle().skip(n).take(8) {
                values.push("panel", person.to_string());
            }
            let id = self.plan_session(&call, &values).await?;
            if n < 3 {
                self.publish_session(&call, id).await?;
            }
        }
        Ok(())
    }

    /// Courses in every state that the story knows, and one booked slot.
    async fn tell_demo_story(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let titles = [
            "潮汐从哪里来",
            "看懂一张天气图",
            "身边的材料",
            "湿地的一天",
            "为什么要接种疫苗",
            "机器怎样学习",
        ];
        for (n, (lecturer, title)) in cast.lecturers.iter().zip(titles).enumerate() {
            let mine = acting(call, lecturer);
            let id = self.write_course(&mine, cast.field, title).await?;
            // The last one is still a draft, the one before waits for the office.
            if n + 1 == cast.lecturers.len() {
                continue;
            }
            self.submit_course(&mine, id).await?;
            if n + 2 == cast.lecturers.len() {
                continue;
            }
            let office = acting(call, &cast.office);
            self.clear_course(&office, id, &Values::default()).await?;
            if n == 1 {
                self.book_first(&mine, id).await?;
            }
        }
        if let Some(first) = cast.lecturers.first() {
            let mine = acting(call, first);
            let draft = Values::default()
                .with("once", self.entropy.token())
                .with("title", "给小学生讲潮汐");
            self.open_course(&mine, &draft).await?;
        }
        Ok(())
    }

    async fn write_course(&self, call: &Call, field: i64, title: &str) -> Result<i64, ActionError> {
        let slides =
            Incoming { name: format!("{title}.pdf"), bytes: b"%PDF-1.4\n%demo\n".to_vec() };
        let slides = self.store_slides(call, slides).await?;
        let sentence =
            "从一次亲眼所见讲起，再用一张图和一个小实验说明道理，最后回到听众身边的生活。";
        let summary: String = sentence.chars().cycle().take(ABSTRACT_MIN + 20).collect();
        let values = Values::default()
            .with("once", self.entropy.token())
            .with("title", title)
            .with("summary", summary)
            .with("field", field.to_string())
            .with("stages", SchoolStage::PrimaryUpper.as_str())
            .with("stages", SchoolStage::JuniorSecondary.as_str())
            .with("groups", "youth")
            .with("minutes", "60")
            .with("max_audience", "120")
            .with("equipment", "投影、音响")
            .with("outline", "一、亲眼所见\n二、道理\n三、动手\n四、提问")
            .with("sources", "教材与公开数据")
            .with("slides_token", slides.token)
            .with("owns_rights", "yes")
            .with("no_advertising", "yes");
        self.open_course(call, &values).await
    }

    async fn book_first(&self, call: &Call, version: i64) -> Result<(), ActionError> {
        let offers = self.alternatives(call, version, 1).await?;
        if let Some(offer) = offers.first() {
            let booking = self.hold_slot(call, version, offer.slot.id).await?;
            self.confirm_booking(call, booking).await?;
        }
        Ok(())
    }
}

fn acting(call: &Call, actor: &Actor) -> Call {
    Call { actor: Some(actor.clone()), ..call.clone() }
}

fn grants(roles: &[(Role, Scope)], starts_on: NaiveDate) -> Vec<Grant> {
    roles
        .iter()
        .map(|(role, scope)| Grant { role: *role, scope: *scope, starts_on, ends_on: None })
        .collect()
}

fn find(regions: &[store::RegionRow], name: &str) -> Option<i64> {
    regions.iter().find(|region| region.name_zh == name).map(|region| region.id)
}

/// The day itself, or the Monday after a weekend.
fn weekday(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + Days::new(2),
        Weekday::Sun => day + Days::new(1),
        _ => day,
    }
}

/// The first people who share no workplace with each other or with these.
fn one_per_workplace<'a>(
    people: impl Iterator<Item = &'a PersonRow>,
    n: usize,
    without: &[&PersonRow],
) -> Vec<&'a PersonRow> {
    let mut taken: Vec<Option<i64>> = without.iter().map(|person| person.workplace_id).collect();
    let mut chosen = Vec::new();
    for person in people {
        if chosen.len() < n && !taken.contains(&person.workplace_id) {
            taken.push(person.workplace_id);
            chosen.push(person);
        }
    }
    chosen
}

async fn add_account(
    tx: &mut store::Tx,
    call: &Call,
    person_id: i64,
    sign_in_name: &str,
    hash: &str,
) -> Result<(), ActionError> {
    let account = NewAccount {
        person_id,
        sign_in_name,
        password_hash: Some(hash),
        activation_digest: None,
        activation_until: None,
        created_at: call.now,
    };
    tx.add_account(&account).await?;
    Ok(())
}
