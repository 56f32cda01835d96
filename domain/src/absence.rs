//! When a person does not want to be asked: a weekly pattern with exceptions, "not before March",
//! never at all; and absences with dates. No reason is asked for.
//!
//! A pattern is judged where somebody is proposed, invited or offered; it calls nothing off. Nothing
//! given is another thing than never: who has said nothing is asked.

use chrono::{Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
    role::Role,
};

/// Who enters absences for others, within their reach: an elderly lecturer calls, and the office writes.
pub const ABSENCE_KEEPERS: &[Role] = &[Role::CityOffice, Role::CountyOffice];

/// So many days of exceptions a pattern may have.
const EXCEPTIONS_MAX: usize = 60;
/// An absence lasts at most so many days; whoever stays away longer is available from a day on.
pub const ABSENCE_DAYS_MAX: i64 = 366;

codes! {
    /// A part of a day, in local time.
    DayPart {
        /// Before noon.
        Morning = "morning",
        /// From noon to six.
        Afternoon = "afternoon",
        /// From six on.
        Evening = "evening",
    }
}

impl DayPart {
    /// When it begins and ends; none: with the day.
    fn hours(self) -> (NaiveTime, Option<NaiveTime>) {
        let at = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        match self {
            Self::Morning => (at(0), Some(at(12))),
            Self::Afternoon => (at(12), Some(at(18))),
            Self::Evening => (at(18), None),
        }
    }
}

codes! {
    /// What somebody has said of the own time.
    AvailabilityKind {
        /// Nothing: ask.
        NotGiven = "none",
        /// As far as a pattern says.
        Given = "given",
        /// Do not ask.
        Never = "never",
    }
}

codes! {
    /// Why somebody is not to be asked for a time.
    Unavailable {
        /// Not at all.
        Never = "never",
        /// Not before a day.
        NotYet = "not_yet",
        /// Not at such a time of the week.
        Weekly = "weekly",
        /// Away on that day.
        Absent = "absent",
    }
}

/// A part of a weekday, such as Tuesday mornings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WeekTime {
    /// The day of the week, from 1 for Monday.
    pub weekday: u32,
    /// The part of it.
    pub part: DayPart,
}

impl WeekTime {
    /// All of a week, by time.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=7)
            .flat_map(|weekday| DayPart::ALL.iter().map(move |part| Self { weekday, part: *part }))
    }

    /// From the text of a form: `2-morning`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::all().find(|one| one.code() == text)
    }

    /// The text in a form.
    pub fn code(self) -> String {
        format!("{}-{}", self.weekday, self.part.as_str())
    }

    /// The day of the week.
    pub fn day(self) -> Weekday {
        Weekday::try_from(u8::try_from(self.weekday.saturating_sub(1)).unwrap_or(0))
            .unwrap_or(Weekday::Mon)
    }

    /// Whether it takes some of a day's hours.
    fn takes(self, day: NaiveDate, from: NaiveDateTime, until: NaiveDateTime) -> bool {
        let (first, last) = self.part.hours();
        let starts_at = day.and_time(first);
        let ends_at = match last {
            Some(last) => day.and_time(last),
            None => (day + Days::new(1)).and_time(NaiveTime::MIN),
        };
        self.weekday == day.weekday().number_from_monday() && from < ends_at && starts_at < until
    }
}

/// What somebody has said, as far as it limits anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Availability {
    /// Not to be asked at all.
    pub is_never: bool,
    /// Not to be asked for a day before this one.
    pub not_before: Option<NaiveDate>,
    /// Times of the week that do not suit, by time.
    pub weekly: Vec<WeekTime>,
    /// Days on which the times of the week do suit, by day.
    pub exceptions: Vec<NaiveDate>,
}

impl Availability {
    /// Reads the form; `None`: nothing is said, and whoever needs the person asks.
    pub fn parse(values: &Values) -> Result<Option<Self>, Problems> {
        let mut reader = Reader::new(values);
        let kind = reader.choice(Field::Availability, AvailabilityKind::parse);
        if kind != Some(AvailabilityKind::Given) {
            return reader.problems.or(|| kind).map(|kind| {
                let never = Self { is_never: true, ..Self::default() };
                (kind == AvailabilityKind::Never).then_some(never)
            });
        }
        let not_before = if values.trimmed(Field::NotBefore).is_empty() {
            None
        } else {
            reader.date(Field::NotBefore)
        };
        let chosen = values.all(Field::NeverAt);
        let weekly: Vec<WeekTime> =
            WeekTime::all().filter(|one| chosen.contains(&one.code())).collect();
        if chosen.iter().any(|text| WeekTime::parse(text).is_none()) {
            reader.problems.add(Field::NeverAt, ProblemKind::UnknownChoice);
        }
        let exceptions = read_days(&mut reader);
        let exceptions = exceptions.unwrap_or_default();
        reader.problems.or(|| Some(Some(Self { is_never: false, not_before, weekly, exceptions })))
    }

    /// What it says of a local time, both ends of it.
    pub fn judge(&self, from: NaiveDateTime, until: NaiveDateTime) -> Option<Unavailable> {
        if self.is_never {
            return Some(Unavailable::Never);
        }
        if self.not_before.is_some_and(|day| from.date() < day) {
            return Some(Unavailable::NotYet);
        }
        let days = from.date().iter_days().take_while(|day| day.and_time(NaiveTime::MIN) < until);
        let mut days = days.take(8).filter(|day| !self.exceptions.contains(day));
        let is_taken = |day: NaiveDate| self.weekly.iter().any(|it| it.takes(day, from, until));
        days.any(is_taken).then_some(Unavailable::Weekly)
    }
}

/// The form as it begins with what was said.
impl From<Option<&Availability>> for Values {
    fn from(said: Option<&Availability>) -> Self {
        let kind = match said {
            None => AvailabilityKind::NotGiven,
            Some(said) if said.is_never => AvailabilityKind::Never,
            Some(_) => AvailabilityKind::Given,
        };
        let mut values = Self::default().with(Field::Availability, kind.as_str());
        let Some(said) = said else { return values };
        if let Some(day) = said.not_before {
            values.set(Field::NotBefore, day.to_string());
        }
        for one in &said.weekly {
            values.push(Field::NeverAt, one.code());
        }
        let days: Vec<String> = said.exceptions.iter().map(ToString::to_string).collect();
        values.set(Field::ExceptDays, days.join("\n"));
        values
    }
}

/// Days, one in a line.
fn read_days(reader: &mut Reader<'_>) -> Option<Vec<NaiveDate>> {
    let text = reader.text(Field::ExceptDays, 0, EXCEPTIONS_MAX * 12 + LINE_MAX)?;
    let mut days = Vec::new();
    for line in text.split(['\n', ',', '，', '、']).map(str::trim).filter(|line| !line.is_empty())
    {
        let one = Values::default().with(Field::ExceptDays, line);
        let Some(day) = Reader::new(&one).date(Field::ExceptDays) else {
            reader.problems.add(Field::ExceptDays, ProblemKind::NotADate);
            return None;
        };
        days.push(day);
    }
    days.sort_unstable();
    days.dedup();
    if days.len() > EXCEPTIONS_MAX {
        let (most, typed) = (EXCEPTIONS_MAX, days.len());
        reader.problems.add(Field::ExceptDays, ProblemKind::TooLong { most, typed });
        return None;
    }
    Some(days)
}

/// Days on which somebody is away, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AbsenceDays {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

impl AbsenceDays {
    /// Reads the form; today it may have begun already, and may not be over.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let first = reader.date(Field::FirstDay);
        let last = if values.trimmed(Field::LastDay).is_empty() {
            first
        } else {
            reader.date(Field::LastDay)
        };
        if let (Some(first), Some(last)) = (first, last) {
            let n = (last - first).num_days() + 1;
            if n < 1 {
                reader.problems.add(Field::LastDay, ProblemKind::EndsBeforeStart);
            } else if last < today {
                reader.problems.add(Field::LastDay, ProblemKind::InThePast);
            } else if n > ABSENCE_DAYS_MAX {
                reader.problems.add(Field::LastDay, ProblemKind::PeriodTooLong(ABSENCE_DAYS_MAX));
            }
        }
        reader.problems.or(|| Some(Self { first: first?, last: last? }))
    }

    /// Whether a local time lies in it, with some of it.
    pub fn takes(self, from: NaiveDateTime, until: NaiveDateTime) -> bool {
        let after = (self.last + Days::new(1)).and_time(NaiveTime::MIN);
        from < after && self.first.and_time(NaiveTime::MIN) < until
    }
}

impl From<&AbsenceDays> for Values {
    fn from(days: &AbsenceDays) -> Self {
        Self::default()
            .with(Field::FirstDay, days.first.to_string())
            .with(Field::LastDay, days.last.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn given() -> Values {
        Values::default().with(Field::Availability, "given")
    }

    #[test]
    fn nothing_given_is_not_never() {
        let of = |kind: &str| {
            Availability::parse(&Values::default().with(Field::Availability, kind)).unwrap()
        };
        assert_eq!(of("none"), None);
        let never = of("never").unwrap();
        let judged = never.judge(at("2026-12-08 09:00"), at("2026-12-08 10:00"));
        assert_eq!(judged, Some(Unavailable::Never));
        let any = of("given").unwrap();
        assert_eq!(any.judge(at("2026-12-08 09:00"), at("2026-12-08 10:00")), None);
        let problems = Availability::parse(&Values::default()).unwrap_err();
        assert_eq!(problems.of(Field::Availability), Some(ProblemKind::Missing));
    }

    #[test]
    fn never_on_tuesday_mornings_but_for_one_of_them() {
        let values =
            given().with(Field::NeverAt, "2-morning").with(Field::ExceptDays, "2026/12/15\n");
        let said = Availability::parse(&values).unwrap().unwrap();
        let judge = |from: &str, until: &str| said.judge(at(from), at(until));
        let weekly = Some(Unavailable::Weekly);
        assert_eq!(judge("2026-12-08 09:00", "2026-12-08 10:00"), weekly);
        assert_eq!(judge("2026-12-08 11:30", "2026-12-08 12:30"), weekly);
        assert_eq!(judge("2026-12-08 12:00", "2026-12-08 13:00"), None);
        assert_eq!(judge("2026-12-09 09:00", "2026-12-09 10:00"), None);
        assert_eq!(judge("2026-12-15 09:00", "2026-12-15 10:00"), None);
        assert_eq!(judge("2026-12-07 22:00", "2026-12-08 00:00"), None, "until midnight");
        assert_eq!(judge("2026-12-07 22:00", "2026-12-08 00:30"), weekly);
    }

    #[test]
    fn an_evening_ends_with_its_day() {
        let values = given().with(Field::NeverAt, "7-evening");
        let said = Availability::parse(&values).unwrap().unwrap();
        let judge = |from: &str, until: &str| said.judge(at(from), at(until));
        assert_eq!(judge("2026-12-13 17:00", "2026-12-13 18:00"), None);
        assert_eq!(judge("2026-12-13 23:30", "2026-12-13 23:59"), Some(Unavailable::Weekly));
        assert_eq!(judge("2026-12-14 00:00", "2026-12-14 01:00"), None);
    }

    #[test]
    fn not_before_march() {
        let values = given().with(Field::NotBefore, "2027-03-01");
        let said = Availability::parse(&values).unwrap().unwrap();
        let judge = |from: &str, until: &str| said.judge(at(from), at(until));
        assert_eq!(judge("2027-02-28 20:00", "2027-02-28 21:00"), Some(Unavailable::NotYet));
        assert_eq!(judge("2027-03-01 00:00", "2027-03-01 01:00"), None);
    }

    #[test]
    fn what_cannot_be_read_is_told_at_its_field() {
        let wrong = given()
            .with(Field::NotBefore, "2027-02-30")
            .with(Field::NeverAt, "8-morning")
            .with(Field::ExceptDays, "2026-12-15\n明年");
        let problems = Availability::parse(&wrong).unwrap_err();
        assert_eq!(problems.of(Field::NotBefore), Some(ProblemKind::NotADate));
        assert_eq!(problems.of(Field::NeverAt), Some(ProblemKind::UnknownChoice));
        assert_eq!(problems.of(Field::ExceptDays), Some(ProblemKind::NotADate));
    }

    #[test]
    fn a_form_that_is_shown_again_says_the_same() {
        let mut values = given().with(Field::NotBefore, "2027-03-01");
        values.push(Field::NeverAt, "2-morning");
        values.push(Field::NeverAt, "5-evening");
        values.set(Field::ExceptDays, "2027-03-02\n2027-03-09");
        let said = Availability::parse(&values).unwrap();
        assert_eq!(Availability::parse(&Values::from(said.as_ref())), Ok(said));
        for kind in ["none", "never"] {
            let values = Values::default().with(Field::Availability, kind);
            let said = Availability::parse(&values).unwrap();
            assert_eq!(Availability::parse(&Values::from(said.as_ref())), Ok(said));
        }
        let days = AbsenceDays { first: day("2026-12-01"), last: day("2026-12-03") };
        assert_eq!(AbsenceDays::parse(&Values::from(&days), day("2026-11-01")), Ok(days));
    }

    #[test]
    fn an_absence_is_of_whole_days_and_not_over() {
        let of = |first: &str, last: &str| {
            let values = Values::default().with(Field::FirstDay, first).with(Field::LastDay, last);
            AbsenceDays::parse(&values, day("2026-11-23"))
        };
        let one = of("2026-12-01", "").unwrap();
        assert_eq!(one.last, one.first, "without a last day it is one");
        assert!(one.takes(at("2026-12-01 23:00"), at("2026-12-02 01:00")));
        assert!(!one.takes(at("2026-12-02 00:00"), at("2026-12-02 01:00")));
        assert!(!one.takes(at("2026-11-30 23:00"), at("2026-12-01 00:00")));
        let problem = |first, last| of(first, last).unwrap_err().of(Field::LastDay);
        assert_eq!(problem("2026-12-02", "2026-12-01"), Some(ProblemKind::EndsBeforeStart));
        assert_eq!(problem("2026-11-01", "2026-11-22"), Some(ProblemKind::InThePast));
        assert_eq!(
            problem("2026-12-01", "2027-12-02"),
            Some(ProblemKind::PeriodTooLong(ABSENCE_DAYS_MAX))
        );
        assert!(of("2026-11-01", "2026-11-23").is_ok(), "it may have begun");
    }
}
