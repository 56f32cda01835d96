//! The rules of a category: its rubric and its seats.

use serde::{Deserialize, Serialize};

use super::{
    CRITERIA_MAX,
    level::{Level, parse_levels, seats_of_levels},
    line::{Line, lines_of},
};
use crate::{
    code::codes,
    folding::folded,
    form::{Field, ProblemKind, Problems, Reader, TEXT_MAX, Values},
    quota::{AddedSeats, FirstSeats, Fixed, Quota, QuotaProblem, Weighted},
    ranking::{TiesOffLine, UnitKey},
    roster::AwardCategory,
    score_sheet::{Criterion, Points, Rubric},
};

/// A unit that may have seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaUnit {
    /// Its key in the cycle.
    pub key: UnitKey,
    /// Names by which a form may call it.
    pub names: Vec<String>,
    /// Customary order.
    pub sort_order: i64,
}

codes! {
    /// How the seats of a category are given out.
    QuotaKind {
        /// To the best of the category.
        Open = "open",
        /// So many per unit.
        Fixed = "fixed",
        /// One seat each first, then by largest remainder.
        Proportional = "proportional",
        /// Plain largest remainder.
        PlainRemainder = "plain_remainder",
    }
}

codes! {
    /// What becomes of the seat of somebody who is taken off the list (`AWD-05`).
    SeatPassing {
        /// It stays empty.
        Vacant = "vacant",
        /// It passes to the next in rank, after a notice of its own.
        NextInRank = "next_in_rank",
    }
}

/// The rules of a category, frozen with the announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRules {
    /// The criteria of its rubric.
    pub criteria: Vec<Criterion>,
    /// Its seats.
    pub quota: Quota,
    /// Whether a tie at a seat line may be resolved by adding seats.
    pub added_seats: AddedSeats,
    /// What becomes of the seat of somebody who is taken off the list.
    pub seat_passing: SeatPassing,
    /// How many a unit may hand in; 0: as many as it likes.
    pub most_nominations: u32,
    /// What becomes of equal means that no seat line cuts.
    pub ties_off_line: TiesOffLine,
    /// The chair is shown that the sheets of a nominee lie further apart than this; 0: never.
    #[serde(default)]
    pub most_apart: Points,
    /// The levels of those who are chosen, from the highest on; none where all are alike.
    #[serde(default)]
    pub levels: Vec<Level>,
}

/// How far apart sheets may lie before the chair is shown it, unless the office says otherwise.
const MOST_APART: Points = Points::hundredths(2_000);

impl CategoryRules {
    /// The rules that a category starts with: its rubric of the handbook (R4 to R7), no seats and
    /// none to be added; a seat that falls free stays empty.
    pub fn default_of(category: AwardCategory) -> Self {
        let criteria = default_criteria(category)
            .iter()
            .map(|(code, max)| Criterion::new(*code, Points::hundredths(*max * 100)))
            .collect();
        Self {
            criteria,
            quota: Quota::Open { seats: 0 },
            added_seats: AddedSeats::Forbidden,
            seat_passing: SeatPassing::Vacant,
            most_nominations: 0,
            ties_off_line: TiesOffLine::Stay,
            most_apart: MOST_APART,
            levels: Vec::new(),
        }
    }

    /// Reads the form: `criteria` a line each of a name and its maximum, `quota_kind`, `seats`, and
    /// `units` a line each of a name and a number (`line.rs`); `added_seats` is `allowed` or missing,
    /// and so are `seat_passing`, which is `next_in_rank`, and `ties_off_line`, which is `separate`.
    /// `levels` are lines of a name and a number that add up to the seats, or nothing. A line that
    /// cannot be read is told by its number.
    pub fn parse(values: &Values, units: &[QuotaUnit]) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let criteria = reader.text(Field::Criteria, 1, TEXT_MAX);
        let kind = reader.choice(Field::QuotaKind, QuotaKind::parse);
        let lines = reader.text(Field::Units, 0, TEXT_MAX);
        let seats = match kind {
            Some(QuotaKind::Fixed) => Some(0),
            _ => reader.number(Field::Seats, 0, 1_000),
        };
        let criteria = criteria.and_then(|text| match parse_criteria(&text) {
            Ok(criteria) => Some(criteria),
            Err(problem) => reader.refuse(Field::Criteria, problem),
        });
        let added_seats =
            reader.ticked(Field::AddedSeats, AddedSeats::parse, AddedSeats::Forbidden);
        let seat_passing =
            reader.ticked(Field::SeatPassing, SeatPassing::parse, SeatPassing::Vacant);
        let ties_off_line =
            reader.ticked(Field::TiesOffLine, TiesOffLine::parse, TiesOffLine::Stay);
        let most = match values.trimmed(Field::MostNominations) {
            "" => Some(0),
            _ => reader.number(Field::MostNominations, 0, 1_000),
        };
        let most_apart = match values.trimmed(Field::MostApart) {
            "" => Some(0),
            _ => reader.number(Field::MostApart, 0, 100),
        };
        let mut named = Vec::new();
        if let (Some(kind), Some(text)) = (kind, &lines)
            && kind != QuotaKind::Open
        {
            match parse_units(text, units) {
                Ok(units) => named = units,
                Err(problem) => reader.problems.add(Field::Units, problem),
            }
        }
        let quota = kind.zip(seats).and_then(|(kind, seats)| {
            let quota = quota_of(kind, u32::try_from(seats).ok()?, named);
            match quota.check_first_seats() {
                Err(QuotaProblem::FewerSeatsThanUnits { units, .. }) => {
                    reader.refuse(Field::Seats, ProblemKind::FewerSeatsThanUnits(units))
                }
                _ => Some(quota),
            }
        });
        let levels = reader.text(Field::Levels, 0, TEXT_MAX);
        let levels = levels.and_then(|text| match parse_levels(&text) {
            Ok(levels) => Some(levels),
            Err(problem) => reader.refuse(Field::Levels, problem),
        });
        if let (Some(levels), Some(quota)) = (&levels, &quota)
            && !levels.is_empty()
            && seats_of_levels(levels) != quota.seats()
        {
            reader.problems.add(Field::Levels, ProblemKind::SeatsOfLevels(quota.seats()));
        }
        reader.problems.or(|| {
            Some(Self {
                criteria: criteria?,
                quota: quota?,
                added_seats,
                seat_passing,
                most_nominations: u32::try_from(most?).ok()?,
                ties_off_line,
                most_apart: Points::hundredths(most_apart? * 100),
                levels: levels?,
            })
        })
    }

    /// The form of these rules. Seats that are open to all name every unit, for whoever wants to
    /// give them out otherwise.
    pub fn values(&self, units: &[QuotaUnit]) -> Values {
        let name = |key: &UnitKey| {
            let unit = units.iter().find(|unit| unit.key == *key);
            unit.and_then(|unit| unit.names.first()).map_or("", String::as_str)
        };
        let (kind, seats, lines): (_, _, Vec<_>) = match &self.quota {
            Quota::Open { seats } => {
                let every = units.iter().map(|unit| format!("{} 1", name(&unit.key)));
                (QuotaKind::Open, *seats, every.collect())
            }
            Quota::Fixed { units } => {
                let each = units.iter().map(|unit| format!("{} {}", name(&unit.unit), unit.seats));
                (QuotaKind::Fixed, 0, each.collect())
            }
            Quota::Proportional { seats, first, units } => {
                let kind = match first {
                    FirstSeats::OneEach => QuotaKind::Proportional,
                    FirstSeats::Nothing => QuotaKind::PlainRemainder,
                };
                let each = units.iter().map(|unit| format!("{} {}", name(&unit.unit), unit.weight));
                (kind, *seats, each.collect())
            }
        };
        let criteria = self.criteria.iter().map(|one| format!("{} {}", one.code, one.max));
        let levels = self.levels.iter().map(|one| format!("{} {}", one.name, one.seats));
        let is_added = self.added_seats == AddedSeats::Allowed;
        let passes = self.seat_passing == SeatPassing::NextInRank;
        let separates = self.ties_off_line == TiesOffLine::Separate;
        Values::default()
            .with(Field::Criteria, criteria.collect::<Vec<_>>().join("\n"))
            .with(Field::QuotaKind, kind.as_str())
            .with(Field::Seats, seats.to_string())
            .with(Field::Units, lines.join("\n"))
            .with_each(Field::AddedSeats, is_added.then_some(AddedSeats::Allowed.as_str()))
            .with(Field::MostNominations, self.most_nominations.to_string())
            .with(Field::Levels, levels.collect::<Vec<_>>().join("\n"))
            .with(Field::MostApart, (self.most_apart.in_hundredths() / 100).to_string())
            .with_each(Field::SeatPassing, passes.then_some(SeatPassing::NextInRank.as_str()))
            .with_each(Field::TiesOffLine, separates.then_some(TiesOffLine::Separate.as_str()))
    }

    /// The rubric; the parser has seen to it that it is one.
    pub fn rubric(&self) -> Option<Rubric> {
        Rubric::new(self.criteria.clone()).ok()
    }
}

fn quota_of(kind: QuotaKind, seats: u32, units: Vec<(UnitKey, i64, u32)>) -> Quota {
    let weighted = |units: Vec<(UnitKey, i64, u32)>| {
        let unit = |(unit, sort_order, weight): (_, _, u32)| Weighted {
            unit,
            sort_order,
            weight: weight.into(),
        };
        units.into_iter().map(unit).collect()
    };
    match kind {
        QuotaKind::Open => Quota::Open { seats },
        QuotaKind::Fixed => Quota::Fixed {
            units: units
                .into_iter()
                .map(|(unit, sort_order, seats)| Fixed { unit, sort_order, seats })
                .collect(),
        },
        QuotaKind::Proportional => {
            Quota::Proportional { seats, first: FirstSeats::OneEach, units: weighted(units) }
        }
        QuotaKind::PlainRemainder => {
            Quota::Proportional { seats, first: FirstSeats::Nothing, units: weighted(units) }
        }
    }
}

/// The criteria of a text; else what is wrong with which line.
fn parse_criteria(text: &str) -> Result<Vec<Criterion>, ProblemKind> {
    let mut criteria: Vec<Criterion> = Vec::new();
    for Line { number: at, parts } in lines_of(text) {
        let (name, max) = parts.ok_or(ProblemKind::NotALine(at))?;
        let max = max.parse().map_err(|_| ProblemKind::NotALine(at))?;
        if criteria.iter().any(|one| folded(&one.code) == folded(&name)) {
            return Err(ProblemKind::LineTwice(at));
        }
        criteria.push(Criterion::new(name, max));
        if Rubric::new(criteria.clone()).is_err() {
            return Err(ProblemKind::NotALine(at));
        }
    }
    match criteria.len() {
        0 => Err(ProblemKind::Missing),
        n if n > CRITERIA_MAX => Err(ProblemKind::TooManyLines(CRITERIA_MAX)),
        _ => Ok(criteria),
    }
}

/// The units of a text with their numbers; else what is wrong with which line.
fn parse_units(text: &str, units: &[QuotaUnit]) -> Result<Vec<(UnitKey, i64, u32)>, ProblemKind> {
    let mut named: Vec<(UnitKey, i64, u32)> = Vec::new();
    for Line { number: at, parts } in lines_of(text) {
        let (name, number) = parts.ok_or(ProblemKind::NotALine(at))?;
        let is_called =
            |unit: &&QuotaUnit| unit.names.iter().any(|known| folded(known) == folded(&name));
        let unit = units.iter().find(is_called).ok_or(ProblemKind::UnknownLine(at))?;
        if named.iter().any(|(key, ..)| *key == unit.key) {
            return Err(ProblemKind::LineTwice(at));
        }
        let number = number.parse::<u32>().ok().filter(|number| *number <= 1_000_000);
        let number = number.ok_or(ProblemKind::NotALine(at))?;
        named.push((unit.key.clone(), unit.sort_order, number));
    }
    if named.is_empty() { Err(ProblemKind::Missing) } else { Ok(named) }
}

/// Rubrics R4 to R7 of the handbook (domain §4.2).
fn default_criteria(category: AwardCategory) -> &'static [(&'static str, i64)] {
    match category {
        AwardCategory::Tutor => &[
            ("育人成效", 25),
            ("活动组织与覆盖", 20),
            ("课程、教具与研究", 20),
            ("交流与带动", 15),
            ("服务讲师团", 10),
            ("创新与示范", 10),
        ],
        AwardCategory::Lecturer => &[
            ("授课质量", 45),
            ("服务场次", 25),
            ("课程开发与更新", 15),
            ("带教与培训", 10),
            ("纪律", 5),
        ],
        AwardCategory::StationManager => &[
            ("站点五有", 25),
            ("内容更新", 25),
            ("线下活动", 20),
            ("报送与维护", 15),
            ("创新与宣传", 15),
        ],
        AwardCategory::Team | AwardCategory::Collective => &[
            ("组织与制度", 15),
            ("活动与覆盖", 30),
            ("原创作品与课程", 25),
            ("社会效果与传播", 15),
            ("规范管理", 15),
        ],
    }
}
