//! When in the day a training takes place, in the ways people write it.

use serde::{Deserialize, Serialize};

use super::text::{compact, half_width, parts, without_brackets};
use crate::code::codes;

codes! {
    /// A part of the day.
    DayPart {
        /// 上午.
        Morning = "morning",
        /// 下午.
        Afternoon = "afternoon",
        /// 晚上.
        Evening = "evening",
        /// 全天, without the evening.
        FullDay = "full_day",
    }
}

impl DayPart {
    /// The minutes after midnight between which it usually lies.
    pub const fn minutes(self) -> (u32, u32) {
        match self {
            Self::Morning => (8 * 60, 12 * 60),
            Self::Afternoon => (12 * 60, 18 * 60),
            Self::Evening => (18 * 60, 22 * 60),
            Self::FullDay => (8 * 60, 18 * 60),
        }
    }
}

/// When in the day something takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeOfDay {
    /// A part of the day.
    Part(DayPart),
    /// By the clock, in minutes after midnight.
    Clock {
        /// The beginning.
        from: u32,
        /// The end, which is later.
        until: u32,
    },
}

impl TimeOfDay {
    /// The time that a text states; several times count from the first to the last.
    pub fn parse(text: &str) -> Option<Self> {
        let mut times = parts(text).into_iter().map(|part| Self::of_part(&part));
        let first = times.next()??;
        times.try_fold(first, |so_far, time| so_far.joined(time?))
    }

    /// The minutes after midnight between which it lies.
    pub const fn minutes(self) -> (u32, u32) {
        match self {
            Self::Part(part) => part.minutes(),
            Self::Clock { from, until } => (from, until),
        }
    }

    fn of_part(text: &str) -> Option<Self> {
        let plain = half_width(&without_brackets(&compact(text)).0);
        let part = match plain.as_str() {
            "上午" | "早上" | "上午半天" => DayPart::Morning,
            "下午" | "下午半天" => DayPart::Afternoon,
            "晚上" | "晚间" | "夜间" | "傍晚" => DayPart::Evening,
            "全天" | "全日" | "整天" | "一天" | "1天" | "上下午" | "白天" => {
                DayPart::FullDay
            }
            _ => return Self::of_clock(&plain),
        };
        Some(Self::Part(part))
    }

    /// Two times of the clock with a dash of any kind between.
    fn of_clock(plain: &str) -> Option<Self> {
        let signs = plain.replace(['至', '到', '~', '〜'], "-").replace("--", "-");
        let (from, until) = signs.split_once('-')?;
        let (from, is_late) = clock(from, Noon::Unknown)?;
        let (until, _) = clock(until, is_late)?;
        (from < until).then_some(Self::Clock { from, until })
    }

    fn joined(self, later: Self) -> Option<Self> {
        if let (Self::Part(DayPart::Morning), Self::Part(DayPart::Afternoon)) = (self, later) {
            return Some(Self::Part(DayPart::FullDay));
        }
        let ((from, _), (_, until)) = (self.minutes(), later.minutes());
        (from < until).then_some(Self::Clock { from, until })
    }
}

/// On which side of noon a time lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Noon {
    /// Nothing is said.
    Unknown,
    /// It is said to be after noon.
    After,
}

/// The minutes after midnight of `9:00`, `9时30分`, `9点半` or `下午2:00`, and the side of noon.
fn clock(text: &str, before: Noon) -> Option<(u32, Noon)> {
    let after = ["下午", "晚上", "晚"].iter().find_map(|word| text.strip_prefix(word));
    let (text, noon) = match after {
        Some(rest) => (rest, Noon::After),
        None => match ["上午", "早上"].iter().find_map(|word| text.strip_prefix(word)) {
            Some(rest) => (rest, Noon::Unknown),
            None => (text, before),
        },
    };
    let colons = text.replace("半", "30").replace(['时', '点', '.'], ":").replace('分', "");
    let (hour, minute) = colons.split_once(':')?;
    let hour: u32 = digits(hour)?;
    let minute: u32 = if minute.is_empty() { 0 } else { digits(minute)? };
    let hour = if noon == Noon::After && hour < 12 { hour + 12 } else { hour };
    let minutes = hour * 60 + minute;
    (minute < 60 && minutes <= 24 * 60).then_some((minutes, noon))
}

/// A number of one or two digits.
fn digits(text: &str) -> Option<u32> {
    let sound = (1..=2).contains(&text.len()) && text.chars().all(|it| it.is_ascii_digit());
    if sound { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(text: &str) -> Option<(u32, u32)> {
        TimeOfDay::parse(text).map(TimeOfDay::minutes)
    }

    #[test]
    fn the_clock_is_read_with_every_colon_and_dash() {
        let forms = ["9:00-16:30", "9：00—16：30", "９：００～１６：３０", "09:00 至 16:30"];
        let more =
            ["9：00－16：30", "9时-16时30分", "9点到16点半", "上午9:00-下午4:30", "9.00-16.30"];
        for text in forms.into_iter().chain(more).chain(["9:00——16:30（含午餐）"]) {
            assert_eq!(minutes(text), Some((540, 990)), "{text}");
        }
        assert_eq!(minutes("下午2:00-4:00"), Some((840, 960)));
        assert_eq!(minutes("9:00-11:30，14:00-16:30"), Some((540, 990)));
    }

    #[test]
    fn parts_of_the_day_are_read() {
        let part = |part| Some(TimeOfDay::Part(part));
        assert_eq!(TimeOfDay::parse("上 午"), part(DayPart::Morning));
        assert_eq!(TimeOfDay::parse("下午（半天）"), part(DayPart::Afternoon));
        assert_eq!(TimeOfDay::parse("晚上"), part(DayPart::Evening));
        assert_eq!(TimeOfDay::parse("全天"), part(DayPart::FullDay));
        assert_eq!(TimeOfDay::parse("上午、下午"), part(DayPart::FullDay));
    }

    #[test]
    fn anything_else_is_no_time() {
        for text in
            ["线上（以证书学时为准）", "", "16:30-9:00", "9:70-10:00", "9-11", "25:00-26:00"]
        {
            assert_eq!(TimeOfDay::parse(text), None, "{text}");
        }
    }
}
