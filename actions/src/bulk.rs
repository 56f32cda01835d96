//! A city or a province in an empty database, for measuring: as many of everything as the planning
//! figures say (`domain.md` §5.2), all invented, always the same.
//!
//! The log is not loaded: no page that is measured reads it.

macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$(Cell::from($cell)),*] };
}

mod award;
mod lecture;
mod training;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use domain::{
    audience::{SchoolStage, TargetGroup},
    region::RegionLevel,
    role::Role,
};
use store::{Cell, NewRegion, Tx, english_name, search_suffixes};

use crate::{ActionError, Actions, Call, DEMO_PASSWORD, to_utc};

/// How much is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Volume {
    /// A city with seven counties.
    City,
    /// A province with ninety.
    Province,
}

/// How many of each there are in a year.
struct Figures {
    cities: i64,
    hosts: i64,
    lecturers: i64,
    courses: i64,
    others: i64,
    sessions: i64,
    tutors: i64,
    trainings: i64,
    participations: i64,
    claims: i64,
    deliveries: i64,
    nominations: i64,
}

impl Volume {
    /// `city` or `province`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "city" => Some(Self::City),
            "province" => Some(Self::Province),
            _ => None,
        }
    }

    fn figures(self) -> Figures {
        match self {
            Self::City => Figures {
                cities: 0,
                hosts: 2_000,
                lecturers: 150,
                courses: 260,
                others: 3_350,
                sessions: 24,
                tutors: 900,
                trainings: 60,
                participations: 3_000,
                claims: 4_000,
                deliveries: 1_200,
                nominations: 150,
            },
            Self::Province => Figures {
                cities: 10,
                hosts: 25_000,
                lecturers: 2_000,
                courses: 3_500,
                others: 43_000,
                sessions: 300,
                tutors: 12_000,
                trainings: 700,
                participations: 35_000,
                claims: 45_000,
                deliveries: 14_000,
                nominations: 1_700,
            },
        }
    }
}

/// Counties of a city and towns of a county that are added for a province.
const COUNTIES: i64 = 8;
const TOWNS: i64 = 15;
/// Slots of a session, and how many sit on its panel.
const SLOTS: i64 = 5;
const SEATS: i64 = 7;
/// Subject fields that ship with the program.
const FIELDS: i64 = 20;
/// Messages in an inbox of somebody who comes often.
const MESSAGES: i64 = 20;

const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾";
const GIVEN: &str = "明华丽强静敏军洋艳勇娟涛超兰霞平刚桂英文玉志建国春梅海燕宁远舟";
const THEMES: &[&str] =
    &["潮汐", "天气", "材料", "湿地", "疫苗", "机器学习", "星空", "急救", "蚕桑", "营养"];
const APPROACHES: &[&str] =
    &["从哪里来", "与生活", "的秘密", "动手做", "问答", "一百年", "的一天", "入门"];

impl Actions {
    /// Loads a volume into a database where nobody has an account yet.
    ///
    /// Accounts are `office`, `lecturer1`, `lecturer2` … and `user1` …, all with the password of
    /// the demonstration. Fails with [`ActionError::WrongState`] if there are accounts.
    pub async fn load_volume(&self, call: &Call, volume: Volume) -> Result<(), ActionError> {
        if !self.is_empty().await? {
            return Err(ActionError::WrongState);
        }
        let hash = self.hash_password(DEMO_PASSWORD).await?;
        let mut tx = self.store.begin().await?;
        let mut load =
            Load { figures: volume.figures(), today: call.today(), now: call.now, regions: vec![] };
        load.regions(&mut tx).await?;
        load.organisations(&mut tx).await?;
        load.people(&mut tx, &hash).await?;
        load.courses(&mut tx).await?;
        load.sessions(&mut tx).await?;
        load.training(&mut tx).await?;
        load.hosts(&mut tx).await?;
        load.lectures(&mut tx).await?;
        load.awards(&mut tx).await?;
        tx.settle(&[
            "region",
            "organisation",
            "party",
            "place",
            "person",
            "affiliation",
            "appointment",
            "role_grant",
            "account",
            "message",
            "course",
            "course_version",
            "review_session",
            "slot",
            "upload",
            "training_event",
            "enrolment",
            "hour_claim",
            "credit_hour",
            "booking",
            "commitment",
            "host_unit",
            "lecture_request",
            "dispatch",
            "delivery",
            "award_cycle",
            "award_category",
            "nomination",
            "score_sheet",
        ])
        .await?;
        let entry = call.entry("load", "volume", &[]);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }
}

/// Tables that grow with the years: no page may read one of them from end to end.
const LARGE: &[&str] = &[
    "account",
    "affiliation",
    "appointment",
    "credit_hour",
    "enrolment",
    "hour_claim",
    "judge_relation",
    "nomination",
    "score_sheet",
    "audit",
    "booking",
    "commitment",
    "course",
    "course_version",
    "course_version_stage",
    "delivery",
    "dispatch",
    "host_unit",
    "lecture_request",
    "lecture_request_time",
    "message",
    "organisation",
    "panelist",
    "person",
    "role_grant",
    "search_key",
    "slot",
];

impl Actions {
    /// The full scans of large tables that a statement needs, as the database names them.
    pub async fn large_scans(&self, statement: &str) -> Result<Vec<String>, ActionError> {
        let scans = self.store.read().await?.full_scans(statement).await?;
        // The first lines of an index in its order are no scan.
        let is_short = |step: &str| step.contains("INDEX") && statement.contains(" LIMIT ");
        let is_large = |step: &String| {
            !is_short(step) && LARGE.iter().any(|table| reads(statement, step, table))
        };
        Ok(scans.into_iter().filter(is_large).collect())
    }
}

/// Whether a step reads a table, by its name or by what the statement calls it.
fn reads(statement: &str, step: &str, table: &str) -> bool {
    let mut words = step.split_whitespace().skip_while(|word| !matches!(*word, "SCAN" | "on"));
    let name = words.nth(1).unwrap_or_default();
    let alias = format!("{table} {name} ");
    let alias_at_end = format!("{table} AS {name} ");
    let text: String = statement.split_whitespace().flat_map(|word| [word, " "]).collect();
    name == table || text.contains(&alias) || text.contains(&alias_at_end)
}

struct Load {
    figures: Figures,
    today: NaiveDate,
    now: DateTime<Utc>,
    /// The counties.
    regions: Vec<i64>,
}

type Rows = Vec<Vec<Cell>>;

impl Load {
    /// The shipped city's counties, and those of the other cities of a province.
    async fn regions(&mut self, tx: &mut Tx) -> Result<(), ActionError> {
        let shipped = tx.list_regions(self.today).await?;
        let counties = shipped.iter().filter(|region| region.level == RegionLevel::County);
        self.regions = counties.map(|region| region.id).collect();
        let province = shipped.iter().find(|region| region.level == RegionLevel::Province);
        for city in 0..self.figures.cities {
            let name = format!("示范{}市", nth(SURNAMES, city));
            let parent = province.map(|region| region.id);
            let code = format!("33{:02}00", 50 + city);
            let above = self.region(tx, &code, &name, RegionLevel::City, parent, city).await?;
            for county in 0..COUNTIES {
                let name = format!("{}{}区", nth(SURNAMES, city), nth(GIVEN, county));
                let code = format!("33{:02}{:02}", 50 + city, county + 1);
                let level = RegionLevel::County;
                let id = self.region(tx, &code, &name, level, Some(above), county).await?;
                self.regions.push(id);
                for town in 0..TOWNS {
                    let name = format!("{}{}镇", nth(GIVEN, county), nth(GIVEN, town + 7));
                    let code = format!("{code}{town:03}");
                    self.region(tx, &code, &name, RegionLevel::Town, Some(id), town).await?;
                }
            }
        }
        Ok(())
    }

    async fn region(
        &self,
        tx: &mut Tx,
        code: &str,
        name_zh: &str,
        level: RegionLevel,
        parent_id: Option<i64>,
        sort_order: i64,
    ) -> Result<i64, ActionError> {
        let name_en = english_name(name_zh);
        let valid_from = NaiveDate::default();
        let region = NewRegion {
            code,
            name_zh,
            name_en: &name_en,
            level,
            parent_id,
            sort_order,
            valid_from,
        };
        Ok(tx.add_region(&region).await?)
    }

    fn county(&self, n: i64) -> i64 {
        at(&self.regions, n)
    }

    async fn organisations(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let (mut rows, mut closure) = (Rows::new(), Rows::new());
        for id in 1..=self.figures.hosts {
            let name = format!("{}{}示范学校{id}", nth(GIVEN, id), nth(GIVEN, id / 7));
            rows.push(row![
                id,
                name.as_str(),
                name.as_str(),
                name.as_str(),
                "school",
                Cell::MaybeInt(Some(self.county(id))),
                Cell::Bool(false),
                id,
                "",
            ]);
            closure.push(row![id, id]);
        }
        tx.add_rows(
            "organisation",
            "id, name, short_name, match_key, kind, region_id, is_nominating_unit, sort_order, note",
            &rows,
        )
        .await?;
        tx.add_rows("organisation_closure", "ancestor_id, descendant_id", &closure).await?;
        Ok(())
    }

    /// The office is person 1, then lecturers, then everybody else; a room follows.
    async fn people(&self, tx: &mut Tx, hash: &str) -> Result<(), ActionError> {
        let n = 1 + self.figures.lecturers + self.figures.others;
        let (mut parties, mut people, mut keys) = (Rows::new(), Rows::new(), Rows::new());
        let (mut works, mut accounts) = (Rows::new(), Rows::new());
        for id in 1..=n {
            let name = name_of(id);
            parties.push(row![id, "person", 0]);
            people.push(row![
                id,
                id,
                name.as_str(),
                format!("1990{id:07}").as_str(),
                "高级教师",
                Cell::MaybeInt(Some(id % FIELDS + 1)),
                Cell::MaybeInt(Some(self.county(id))),
                "",
                "",
                "",
            ]);
            keys.extend(search_suffixes(&name).map(|suffix| row![id, suffix.as_str()]));
            works.push(row![id, id, 1 + id % self.figures.hosts, Cell::On(self.today)]);
            accounts.push(row![id, id, self.sign_in_name(id).as_str(), hash, Cell::At(self.now)]);
        }
        parties.push(row![n + 1, "place", 0]);
        tx.add_rows("party", "id, kind, turn", &parties).await?;
        tx.add_rows(
            "person",
            "id, party_id, name, phone, title, field_id, region_id, topics, note, inner_note",
            &people,
        )
        .await?;
        tx.add_rows("search_key", "person_id, suffix", &keys).await?;
        tx.add_rows("affiliation", "id, person_id, organisation_id, starts_on", &works).await?;
        tx.add_rows("account", "id, person_id, sign_in_name, password_hash, created_at", &accounts)
            .await?;
        let place = row![1, n + 1, "示范报告厅", "示范路1号", Cell::MaybeInt(Some(self.county(0)))];
        tx.add_rows("place", "id, party_id, name, address, region_id", &[place]).await?;
        self.roles(tx).await
    }

    fn sign_in_name(&self, person: i64) -> String {
        match person {
            1 => "office".to_owned(),
            _ if person <= 1 + self.figures.lecturers => format!("lecturer{}", person - 1),
            _ => format!("user{}", person - 1 - self.figures.lecturers),
        }
    }

    async fn roles(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let from = self.today - Days::new(300);
        let (mut grants, mut terms, mut messages) = (Rows::new(), Rows::new(), Rows::new());
        let mut grant = |person: i64, role: Role| {
            let id = i64::try_from(grants.len()).unwrap_or_default() + 1;
            grants.push(row![id, person, role.as_str(), Cell::On(from)]);
        };
        grant(1, Role::CityOffice);
        for n in 1..=self.figures.lecturers {
            let person = n + 1;
            grant(person, Role::Lecturer);
            // One in ten may sit on a panel.
            if n % 10 == 0 {
                grant(person, Role::Panelist);
            }
            let until = self.today + Days::new(400);
            terms.push(row![n, person, Cell::On(from), Cell::On(until), "active"]);
        }
        for n in 0..MESSAGES * (1 + self.figures.lecturers) {
            let body = r#"{"code":"course_cleared","version":1,"title":"潮汐"}"#;
            let at = self.now - TimeDelta::hours(n);
            let read = (n % 3 > 0).then_some(at);
            messages.push(row![n + 1, 1 + n / MESSAGES, body, Cell::At(at), Cell::MaybeAt(read)]);
        }
        tx.add_rows("role_grant", "id, person_id, role, starts_on", &grants).await?;
        tx.add_rows("appointment", "id, person_id, starts_on, ends_on, state", &terms).await?;
        tx.add_rows("message", "id, person_id, body, created_at, read_at", &messages).await?;
        Ok(())
    }

    /// Listed courses, and one that awaits a slot for every fifth lecturer.
    async fn courses(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let (mut courses, mut versions) = (Rows::new(), Rows::new());
        let (mut stages, mut groups) = (Rows::new(), Rows::new());
        let summary = "从一次亲眼所见讲起，再用一张图和一个小实验说明道理。".repeat(7);
        let waiting = self.figures.lecturers / 5;
        for id in 1..=self.figures.courses + waiting {
            let is_listed = id <= self.figures.courses;
            let lecturer = if is_listed {
                2 + id % self.figures.lecturers
            } else {
                2 + (id - self.figures.courses - 1) * 5
            };
            let theme = THEMES[usize::try_from(id).unwrap_or_default() % THEMES.len()];
            let approach = APPROACHES[usize::try_from(id / 10).unwrap_or_default() % 8];
            courses.push(row![id, lecturer, Cell::At(self.now)]);
            versions.push(row![
                id,
                id,
                lecturer,
                1,
                if is_listed { "listed" } else { "awaiting_slot" },
                format!("{theme}{approach}{id}").as_str(),
                summary.as_str(),
                Cell::MaybeInt(Some(id % FIELDS + 1)),
                Cell::MaybeInt(Some(60)),
                Cell::MaybeInt(Some(200)),
                "投影、音响",
                "onsite",
                "一、亲眼所见\n二、道理\n三、动手\n四、提问",
                "教材与公开数据",
                Cell::Bool(true),
                Cell::Bool(true),
                Cell::Bool(false),
                Cell::MaybeOn(is_listed.then(|| self.today + Days::new(300))),
                "",
                1,
                Cell::At(self.now - TimeDelta::hours(id)),
            ]);
            for stage in SchoolStage::ALL.iter().skip(usize::try_from(id % 3).unwrap_or_default()) {
                stages.push(row![id, stage.as_str()]);
            }
            groups.push(row![id, TargetGroup::Youth.as_str()]);
        }
        tx.add_rows("course", "id, lecturer_id, created_at", &courses).await?;
        tx.add_rows(
            "course_version",
            "id, course_id, lecturer_id, version_no, state, title, summary, field_id, minutes, \
             max_audience, equipment, mode, outline, sources, owns_rights, no_advertising, \
             taken_over, listed_until, remark, revision, changed_at",
            &versions,
        )
        .await?;
        tx.add_rows("course_version_stage", "version_id, stage", &stages).await?;
        tx.add_rows("course_version_group", "version_id, target_group", &groups).await?;
        Ok(())
    }

    /// A year of sessions by video; the last quarter lies ahead and is open for booking.
    async fn sessions(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let n = self.figures.sessions;
        let (mut sessions, mut stages) = (Rows::new(), Rows::new());
        let (mut panel, mut slots, mut taken) = (Rows::new(), Rows::new(), Vec::new());
        let panelists: Vec<i64> = (1..=self.figures.lecturers / 10).map(|n| n * 10 + 1).collect();
        for id in 1..=n {
            let is_ahead = id > n - n / 4;
            let days = if is_ahead { 10 + (id - (n - n / 4)) % 40 } else { -5 - id };
            let day = self.today + TimeDelta::days(days);
            // Sessions of one day begin one after the other, so that no panel is needed twice.
            let hour = u32::try_from(id % 2).unwrap_or_default() * 6 + 8;
            let begins = chrono::NaiveTime::from_hms_opt(hour, 30, 0).unwrap_or_default();
            let starts_at = to_utc(day, begins);
            sessions.push(row![
                id,
                if is_ahead { "open" } else { "closed" },
                Cell::At(starts_at),
                60,
                SLOTS,
                0,
                Cell::MaybeText(Some("https://video.example.invalid/review".into())),
                Cell::MaybeAt(Some(self.now - TimeDelta::days(1))),
                Cell::At(starts_at - TimeDelta::days(3)),
                1,
                1,
            ]);
            stages.extend(SchoolStage::ALL.iter().map(|stage| row![id, stage.as_str()]));
            let seats: Vec<i64> =
                (0..SEATS).map(|seat| at(&panelists, id * SEATS + seat)).collect();
            for (seat, person) in (1..).zip(&seats) {
                panel.push(row![id, seat, *person]);
            }
            for slot in 0..SLOTS {
                let from = starts_at + TimeDelta::hours(slot);
                let slot_id = (id - 1) * SLOTS + slot + 1;
                let state = if is_ahead { "free" } else { "withdrawn" };
                let until = from + TimeDelta::hours(1);
                slots.push(row![slot_id, id, Cell::At(from), Cell::At(until), state, 1]);
                for person in &seats {
                    taken.push((*person, from, until, id, slot_id));
                }
            }
        }
        tx.add_rows(
            "review_session",
            "id, state, starts_at, slot_minutes, n_slots, break_minutes, video_link, opens_at, \
             closes_at, planner_id, revision",
            &sessions,
        )
        .await?;
        tx.add_rows("review_session_stage", "session_id, stage", &stages).await?;
        tx.add_rows("panelist", "session_id, seat_no, person_id", &panel).await?;
        tx.add_rows("slot", "id, session_id, starts_at, ends_at, state, revision", &slots).await?;
        let first = tx.next_key("commitment").await?;
        // Where two sessions want the same person at the same time, the first one has that person.
        let mut seen = std::collections::HashSet::new();
        taken.retain(|(person, from, ..)| seen.insert((*person, *from)));
        let rows: Rows = (first..)
            .zip(taken)
            .map(|(id, (person, from, until, session, slot))| {
                row![
                    id,
                    person,
                    Cell::At(from),
                    Cell::At(until),
                    "confirmed",
                    "review_session",
                    session,
                    Cell::MaybeInt(Some(slot))
                ]
            })
            .collect();
        let columns = "id, party_id, starts_at, ends_at, state, source, source_id, slot_id";
        Ok(tx.add_rows("commitment", columns, &rows).await?)
    }
}

fn at(list: &[i64], n: i64) -> i64 {
    let n = usize::try_from(n).unwrap_or_default();
    list.get(n % list.len().max(1)).copied().unwrap_or_default()
}

fn nth(characters: &str, n: i64) -> char {
    let n = usize::try_from(n).unwrap_or_default() % characters.chars().count();
    characters.chars().nth(n).unwrap_or_default()
}

fn name_of(n: i64) -> String {
    [nth(SURNAMES, n), nth(GIVEN, n / 32), nth(GIVEN, n / 7)].iter().collect()
}
