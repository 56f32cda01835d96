//! Form R2 (听课记录表): three dimensions in five levels, what was found on arrival, and two texts.

use chrono::NaiveTime;

use crate::{
    code::codes,
    delivery::ATTENDANCE_MAX,
    form::{Field, ProblemKind, Problems, Reader, TEXT_MAX, Values},
    review_sheet::{Dimension, REMARK_MIN},
    score_sheet::Points,
};

/// The best level; the worst is 1.
pub const LEVEL_MAX: i64 = 5;
/// What a level of a dimension's mean is worth, in points of a hundred.
const POINTS_OF_LEVEL: i64 = 20;
/// As many as [`Dimension`] has.
const N_DIMENSIONS: i64 = 3;

codes! {
    /// How the equipment was.
    EquipmentState {
        /// It worked.
        Sound = "sound",
        /// Something was missing or failed, and the lecture went on.
        Flawed = "flawed",
        /// The lecture suffered.
        Failed = "failed",
    }
}

/// What an observer fills in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObservationSheet {
    /// Scientific soundness, from 1 to 5.
    pub soundness: i64,
    /// Engagement, from 1 to 5.
    pub engagement: i64,
    /// Usefulness, from 1 to 5.
    pub usefulness: i64,
    /// When the observer came, in local time of the lecture's day.
    pub arrived_at: NaiveTime,
    /// When the observer left; later.
    pub left_at: NaiveTime,
    /// Whether the lecture began on time.
    pub is_on_time: bool,
    /// How many listened, as the observer saw it.
    pub attendance: i64,
    /// How the equipment was.
    pub equipment: EquipmentState,
    /// What was good.
    pub highlights: String,
    /// What could be better.
    pub suggestions: String,
}

/// The field of the level of a dimension.
pub(crate) fn level_field(dimension: Dimension) -> Field {
    match dimension {
        Dimension::Soundness => Field::LevelSoundness,
        Dimension::Engagement => Field::LevelEngagement,
        Dimension::Usefulness => Field::LevelUsefulness,
    }
}

fn parse_level(code: &str) -> Option<i64> {
    code.parse().ok().filter(|level| (1..=LEVEL_MAX).contains(level))
}

fn parse_yes(code: &str) -> Option<bool> {
    match code {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

impl ObservationSheet {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let [soundness, engagement, usefulness] =
            [Dimension::Soundness, Dimension::Engagement, Dimension::Usefulness]
                .map(|it| reader.choice(level_field(it), parse_level));
        let arrived_at = reader.time(Field::ArrivedAt);
        let left_at = reader.time(Field::LeftAt);
        if let (Some(arrived), Some(left)) = (arrived_at, left_at)
            && left <= arrived
        {
            reader.problems.add(Field::LeftAt, ProblemKind::EndsBeforeStart);
        }
        let is_on_time = reader.choice(Field::OnTime, parse_yes);
        let attendance = reader.number(Field::Attendance, 1, ATTENDANCE_MAX);
        let equipment = reader.choice(Field::EquipmentState, EquipmentState::parse);
        let highlights = reader.text(Field::Highlights, REMARK_MIN, TEXT_MAX);
        let suggestions = reader.text(Field::Suggestion, REMARK_MIN, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self {
                soundness: soundness?,
                engagement: engagement?,
                usefulness: usefulness?,
                arrived_at: arrived_at?,
                left_at: left_at?,
                is_on_time: is_on_time?,
                attendance: attendance?,
                equipment: equipment?,
                highlights: highlights?,
                suggestions: suggestions?,
            })
        })
    }

    /// The level of a dimension.
    pub fn level(&self, dimension: Dimension) -> i64 {
        match dimension {
            Dimension::Soundness => self.soundness,
            Dimension::Engagement => self.engagement,
            Dimension::Usefulness => self.usefulness,
        }
    }

    /// The mean of the three dimensions times 20, rounded half up once.
    pub fn score(&self) -> Points {
        sheet_mean(1, self.sum())
    }

    /// Whether it is below so many points, by the exact mean.
    pub fn is_low(&self, below: i64) -> bool {
        POINTS_OF_LEVEL * self.sum() < N_DIMENSIONS * below
    }

    fn sum(&self) -> i64 {
        self.soundness + self.engagement + self.usefulness
    }
}

/// The mean of so many sheets times 20, by the sum of all their levels, rounded half up once.
pub fn sheet_mean(n: i64, levels: i64) -> Points {
    let (doubled, parts) = (2 * 100 * POINTS_OF_LEVEL * levels, n * N_DIMENSIONS);
    Points::hundredths((doubled + parts) / (2 * parts))
}

impl From<&ObservationSheet> for Values {
    fn from(sheet: &ObservationSheet) -> Self {
        let values = Dimension::ALL.iter().fold(Self::default(), |values, dimension| {
            values.with(level_field(*dimension), sheet.level(*dimension).to_string())
        });
        values
            .with(Field::ArrivedAt, sheet.arrived_at.format("%H:%M").to_string())
            .with(Field::LeftAt, sheet.left_at.format("%H:%M").to_string())
            .with(Field::OnTime, if sheet.is_on_time { "yes" } else { "no" })
            .with(Field::Attendance, sheet.attendance.to_string())
            .with(Field::EquipmentState, sheet.equipment.as_str())
            .with(Field::Highlights, &sheet.highlights)
            .with(Field::Suggestion, &sheet.suggestions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> Values {
        Values::default()
            .with(Field::LevelSoundness, "4")
            .with(Field::LevelEngagement, "5")
            .with(Field::LevelUsefulness, "4")
            .with(Field::ArrivedAt, "13:45")
            .with(Field::LeftAt, "15:10")
            .with(Field::OnTime, "yes")
            .with(Field::Attendance, "126")
            .with(Field::EquipmentState, "sound")
            .with(Field::Highlights, "用脸盆和手电筒演示潮汐，孩子们都看懂了")
            .with(Field::Suggestion, "提问环节可以再留五分钟，后排的孩子没有轮到")
    }

    fn of(soundness: i64, engagement: i64, usefulness: i64) -> ObservationSheet {
        let sheet = ObservationSheet::parse(&filled()).expect("sound");
        ObservationSheet { soundness, engagement, usefulness, ..sheet }
    }

    #[test]
    fn the_score_is_the_exact_mean_times_twenty() {
        for (levels, score) in [
            ((5, 5, 5), "100.00"),
            ((4, 5, 4), "86.67"),
            ((4, 4, 3), "73.33"),
            ((1, 1, 1), "20.00"),
            ((3, 3, 4), "66.67"),
        ] {
            assert_eq!(of(levels.0, levels.1, levels.2).score().to_string(), score, "{levels:?}");
        }
    }

    #[test]
    fn a_higher_level_never_lowers_the_score_and_below_seventy_is_low() {
        for sum in 3..=15 {
            let split = |sum: i64| (1.max(sum - 10), 5.min(1.max((sum - 1) / 2)));
            let (one, two) = split(sum);
            let sheet = of(one, two, sum - one - two);
            assert_eq!(sheet.is_low(70), sheet.score() < Points::hundredths(7_000), "{sum}");
        }
        assert!(of(3, 3, 4).is_low(70));
        assert!(!of(4, 4, 3).is_low(70));
        for level in 1..LEVEL_MAX {
            assert!(of(level, 3, 3).score() < of(level + 1, 3, 3).score());
        }
    }

    #[test]
    fn a_sheet_is_read_back_from_its_form() {
        let sheet = ObservationSheet::parse(&filled()).expect("sound");
        assert_eq!(ObservationSheet::parse(&Values::from(&sheet)), Ok(sheet));
    }

    #[test]
    fn each_gap_is_named_at_its_field() {
        let problems = ObservationSheet::parse(&Values::default()).expect_err("empty");
        assert_eq!(problems.0.len(), 10);
        let mut values = filled();
        values.set(Field::LevelEngagement, "6");
        values.set(Field::LeftAt, "13:45");
        values.set(Field::Suggestion, "再慢一点");
        values.set(Field::Attendance, "0");
        let problems = ObservationSheet::parse(&values).expect_err("four");
        assert_eq!(problems.of(Field::LevelEngagement), Some(ProblemKind::UnknownChoice));
        assert_eq!(problems.of(Field::LeftAt), Some(ProblemKind::EndsBeforeStart));
        assert_eq!(problems.of(Field::Suggestion), Some(ProblemKind::TooShort(REMARK_MIN)));
        assert_eq!(problems.of(Field::Attendance), Some(ProblemKind::OutOfRange(1, 5_000)));
    }
}
