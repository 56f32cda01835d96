//! A city or a province in an empty database, for measuring: as many of everything as the planning
//! figures say (`domain.md` §5.2), all invented, always the same.
//!
//! The log is not loaded: no page that is measured reads it.

macro_rules! row {
    ($($cell:expr),* $(,)?) => { vec![$(Cell::from($cell)),*] };
}

mod award;
mod certificate;
mod course;
mod lecture;
mod people;
mod review;
mod training;

use chrono::{DateTime, NaiveDate, Utc};
use store::bench::{Cell, settle};

use crate::Demo;
use actions::{ActionError, Call};

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

impl Demo {
    /// Loads a volume into a database where nobody has an account yet.
    ///
    /// Accounts are `office`, `decider`, `lecturer1`, `lecturer2` … and `user1` …, all with the same password. Fails with [`ActionError::WrongState`] if there are accounts.
    pub async fn load_volume(&self, call: &Call, volume: Volume) -> Result<(), ActionError> {
        if !self.actions.is_empty().await? {
            return Err(ActionError::WrongState);
        }
        let hash = self.actions.hash_password(&self.password).await?;
        let mut tx = self.store.begin().await?;
        let mut load =
            Load { figures: volume.figures(), today: call.today(), now: call.now, regions: vec![] };
        load.regions(&mut tx).await?;
        load.organisations(&mut tx).await?;
        load.people(&mut tx, &hash).await?;
        load.courses(&mut tx).await?;
        load.sessions(&mut tx).await?;
        load.reviews(&mut tx).await?;
        load.training(&mut tx).await?;
        load.hosts(&mut tx).await?;
        load.lectures(&mut tx).await?;
        load.awards(&mut tx).await?;
        let counted = [
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
            "refinement_cycle",
            "refinement_round",
            "review_sheet",
            "commitment",
            "host_unit",
            "lecture_request",
            "dispatch",
            "delivery",
            "award_cycle",
            "award_category",
            "nomination",
            "score_sheet",
        ];
        settle(&mut tx, &counted).await?;
        let entry = call.entry("load", "volume", &[]);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }
}

struct Load {
    figures: Figures,
    today: NaiveDate,
    now: DateTime<Utc>,
    /// The counties.
    regions: Vec<i64>,
}

type Rows = Vec<Vec<Cell>>;

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
