//! Days and months in the many ways people write them.

use chrono::{Datelike, Days, NaiveDate};

use super::{
    month::Month,
    sheet::{Value, plain_number},
    text::{compact, half_width, without_brackets},
};

/// Why a cell is no day or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateProblem {
    /// There is no such day or month.
    Invalid,
    /// The number may be January or October: a spreadsheet drops the last zero of 1985.10.
    Ambiguous,
}

/// The year of days that are written without one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum YearOf {
    /// Nobody has said.
    #[default]
    Unknown,
    /// All of them lie in one year.
    Calendar(i32),
    /// They lie in a school year, which begins in August of this year.
    School(i32),
}

impl YearOf {
    /// The year of a month.
    pub fn of_month(self, month: u32) -> Option<i32> {
        match self {
            Self::Unknown => None,
            Self::Calendar(year) => Some(year),
            Self::School(year) => Some(if month < 8 { year.saturating_add(1) } else { year }),
        }
    }

    /// The year in which it begins.
    pub fn first(self) -> Option<i32> {
        match self {
            Self::Unknown => None,
            Self::Calendar(year) | Self::School(year) => Some(year),
        }
    }

    /// This one, or another if nobody has said.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        if self == Self::Unknown { other } else { self }
    }
}

impl From<Option<i32>> for YearOf {
    fn from(year: Option<i32>) -> Self {
        year.map_or(Self::Unknown, Self::Calendar)
    }
}

/// The day that a bare number counts from 1904, as some workbooks do; a year, a month or a whole day
/// written as a number counts nothing.
pub(super) fn from_1904(value: &Value) -> Option<NaiveDate> {
    const BETWEEN: Days = Days::new(1462);
    let Value::Number(days) = value else { return None };
    day_of_serial(&plain_number(*days))?.checked_add_days(BETWEEN)
}

/// The month in a cell; a day gives the month it lies in.
pub fn month(value: &Value) -> Result<Month, DateProblem> {
    match value {
        Value::Date(day) => Ok(Month::of(*day)),
        Value::Text(text) => month_of_text(text),
        Value::Number(number) => month_of_number(&plain_number(*number)),
        _ => Err(DateProblem::Invalid),
    }
}

/// The day in a cell; a day without a year lies in `year`.
pub fn day(value: &Value, year: YearOf) -> Result<NaiveDate, DateProblem> {
    let found = match value {
        Value::Date(day) => Some(*day),
        Value::Text(text) => day_of_text(text, year),
        Value::Number(number) => day_of_number(&plain_number(*number)),
        _ => None,
    };
    found.ok_or(DateProblem::Invalid)
}

/// The first and the last day in a cell: `2026.9.5-9.6`, `9月5日至7日`; of one day it is both.
pub fn span(value: &Value, year: YearOf) -> Result<(NaiveDate, NaiveDate), DateProblem> {
    match (day(value, year), value) {
        (Ok(day), _) => Ok((day, day)),
        (Err(problem), Value::Text(text)) => span_of_text(text, year).ok_or(problem),
        (Err(problem), _) => Err(problem),
    }
}

/// The first year that a text names, as in `填报时间：2026年11月20日`.
pub fn year_in(text: &str) -> Option<i32> {
    years_in(text).first().copied()
}

/// The years that a text names, in its order.
pub fn years_in(text: &str) -> Vec<i32> {
    let plain = half_width(text);
    let digits = plain.split(|it: char| !it.is_ascii_digit()).filter(|part| part.len() == 4);
    digits.filter_map(|part| part.parse().ok()).filter_map(sensible).collect()
}

fn month_of_number(number: &str) -> Result<Month, DateProblem> {
    if let Some(day) = day_of_serial(number) {
        return Ok(Month::of(day));
    }
    match number.split_once('.') {
        Some((year, "1")) if year.len() == 4 => Err(DateProblem::Ambiguous),
        _ => month_of_text(number),
    }
}

fn month_of_text(text: &str) -> Result<Month, DateProblem> {
    let parts = date_parts(text);
    let found = match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [year, month] if year.len() == 4 && month.len() <= 2 => month_of(year, month),
        [joined] if joined.len() == 6 => {
            let (year, month) = joined.split_at_checked(4).ok_or(DateProblem::Invalid)?;
            month_of(year, month)
        }
        _ => day_of_parts(&parts, YearOf::Unknown).map(Month::of),
    };
    found.ok_or(DateProblem::Invalid)
}

fn month_of(year: &str, month: &str) -> Option<Month> {
    Month::new(sensible(year.parse().ok()?)?, month.parse().ok()?)
}

fn day_of_number(number: &str) -> Option<NaiveDate> {
    day_of_serial(number).or_else(|| match number.len() {
        8 => day_of_parts(&[number.to_owned()], YearOf::Unknown),
        _ => None,
    })
}

/// The day that a spreadsheet counts from 1900, in the range that could be meant: 1927 to 2173.
fn day_of_serial(number: &str) -> Option<NaiveDate> {
    let whole = number.split('.').next().filter(|whole| whole.len() == 5)?;
    let days: u64 = whole.parse().ok().filter(|days| *days >= 10_000)?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days))
}

/// A day with or without what people write behind it: weekday, part of the day, time.
fn day_of_text(text: &str, year: YearOf) -> Option<NaiveDate> {
    let parts = date_parts(text);
    day_of_parts(&parts, year).or_else(|| {
        // `26.9.5`: of this century, and no year of birth.
        let [short, month, day] = parts.as_slice() else { return None };
        let recent = short.parse::<i32>().ok().filter(|n| short.len() == 2 && (20..50).contains(n));
        NaiveDate::from_ymd_opt(2000 + recent?, month.parse().ok()?, day.parse().ok()?)
    })
}

/// Two days with one of the signs between them, of which only one reads as such.
fn span_of_text(text: &str, year: YearOf) -> Option<(NaiveDate, NaiveDate)> {
    let signs = ['至', '到', '~', '～', '—', '–', '-', '－', '−'];
    let spans = text.match_indices(signs).filter_map(|(at, sign)| {
        let first = day_of_text(&text[..at], year)?;
        let rest = text[at..].strip_prefix(sign)?.trim_start_matches(signs);
        let last = last_day(rest, first, year)?;
        (first <= last).then_some((first, last))
    });
    let mut spans: Vec<_> = spans.collect();
    spans.dedup();
    if spans.len() == 1 { spans.pop() } else { None }
}

/// The last day of several; year and month that are not named are those of the first, but in a
/// school year.
fn last_day(text: &str, first: NaiveDate, year: YearOf) -> Option<NaiveDate> {
    let year = match year {
        YearOf::School(_) => year,
        _ => YearOf::Calendar(first.year()),
    };
    day_of_text(text, year).or_else(|| {
        let parts = date_parts(text);
        let [day] = parts.as_slice() else { return None };
        first.with_day(day.parse().ok().filter(|_| day.len() <= 2)?)
    })
}

fn day_of_parts(parts: &[String], year: YearOf) -> Option<NaiveDate> {
    match parts.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [year, month, day] if year.len() == 4 => day_of(year, month, day),
        [month, day] if month.len() <= 2 => {
            let month = month.parse().ok()?;
            NaiveDate::from_ymd_opt(year.of_month(month)?, month, day.parse().ok()?)
        }
        [joined] if joined.len() == 8 => {
            let (year, rest) = joined.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            day_of(year, month, day)
        }
        [joined] if joined.len() == 5 => day_of_serial(joined),
        _ => None,
    }
}

fn day_of(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(sensible(year.parse().ok()?)?, month.parse().ok()?, day.parse().ok()?)
}

fn sensible(year: i32) -> Option<i32> {
    (1900..=2200).contains(&year).then_some(year)
}

/// The groups of digits of a date, or nothing if the text holds anything else.
fn date_parts(text: &str) -> Vec<String> {
    let (outside, inside) = without_brackets(text.trim());
    let plain = half_width(&outside);
    let date = without_time(without_words(&plain));
    if names_a_day(&half_width(&inside)) || names_a_day(&plain[date.len()..]) {
        return Vec::new();
    }
    let plain = in_digits(&compact(date));
    let body = plain.trim_end_matches(['日', '号', '月', '.', ',', '，']);
    let signs = ['年', '月', '.', '-', '/', '\\', '、'];
    let parts: Vec<_> = body.split(signs).map(str::to_owned).collect();
    let sound =
        |part: &String| (1..=8).contains(&part.len()) && part.chars().all(|it| it.is_ascii_digit());
    if parts.iter().all(sound) { parts } else { Vec::new() }
}

/// Whether what is left out, such as a weekday or a time, names another day: then a cell says more
/// than one day, and none is read in silence.
fn names_a_day(rest: &str) -> bool {
    let mut numbers = rest.split(|c: char| !c.is_ascii_digit());
    let signed = ['年', '月', '日', '号', '/', '.'];
    numbers.any(|number| number.len() >= 4)
        || rest.match_indices(signed).any(|(at, _)| {
            rest[..at].ends_with(|c: char| c.is_ascii_digit() || value_of(c).is_some())
        })
}

/// What stands before the weekday or the part of the day.
fn without_words(text: &str) -> &str {
    const WORDS: [&str; 10] =
        ["星期", "礼拜", "周", "上午", "下午", "中午", "晚", "早", "全天", "上下午"];
    let at = WORDS.iter().filter_map(|word| text.find(word)).filter(|at| *at > 0).min();
    text[..at.unwrap_or(text.len())].trim_end()
}

/// What stands before the time of day, with or without a blank before it.
fn without_time(text: &str) -> &str {
    let is_time = |rest: &str| rest.contains([':', '点', '时']);
    if let Some((date, _)) = text.rsplit_once(['日', '号']).filter(|(_, rest)| is_time(rest)) {
        return date;
    }
    // The last blank before it: there may be some within the date.
    let before = text.find(':').map_or("", |at| &text[..at]);
    match before.rfind([' ', 'T']) {
        Some(at) => &text[..at],
        None => text,
    }
}

/// Chinese numerals as digits: `二〇二六` is 2026, `二十五` is 25.
fn in_digits(text: &str) -> String {
    let mut digits = String::with_capacity(text.len());
    let mut numeral = Vec::new();
    for c in text.chars() {
        if let Some(value) = value_of(c) {
            numeral.push(value);
            continue;
        }
        write_numeral(&mut digits, &mut numeral);
        digits.push(c);
    }
    write_numeral(&mut digits, &mut numeral);
    digits
}

/// Ten stands for the sign that multiplies what is before it.
fn value_of(c: char) -> Option<u32> {
    let at = "〇一二三四五六七八九十".chars().position(|it| it == c);
    match c {
        '零' | '○' => Some(0),
        _ => at.and_then(|at| u32::try_from(at).ok()),
    }
}

fn write_numeral(digits: &mut String, numeral: &mut Vec<u32>) {
    let text = match numeral.as_slice() {
        [] => return,
        [10] => "10".to_owned(),
        [10, ones] => (10 + ones).to_string(),
        [tens, 10] => (tens * 10).to_string(),
        [tens, 10, ones] => (tens * 10 + ones).to_string(),
        all => all.iter().map(u32::to_string).collect(),
    };
    digits.push_str(&text);
    numeral.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn months_are_read_in_every_tolerated_form() {
        let forms =
            ["1985.07", "1985年7月", "1985-07", "198507", "１９８５．０７", "1985/7", "1985.7.15"];
        for form in forms {
            assert_eq!(month(&text(form)).unwrap().to_string(), "1985-07", "{form}");
        }
        assert_eq!(month(&Value::Number(1985.07)).unwrap().to_string(), "1985-07");
        assert_eq!(month(&Value::Number(198_507.0)).unwrap().to_string(), "1985-07");
        assert_eq!(month(&Value::Number(31_229.0)).unwrap().to_string(), "1985-07");
        assert_eq!(month(&Value::Number(1985.12)).unwrap().to_string(), "1985-12");
        assert_eq!(month(&Value::Number(1985.2)).unwrap().to_string(), "1985-02");
    }

    #[test]
    fn a_number_that_may_be_january_or_october_is_ambiguous() {
        assert_eq!(month(&Value::Number(1985.1)), Err(DateProblem::Ambiguous));
        assert_eq!(month(&text("1985.1")).unwrap().to_string(), "1985-01");
    }

    #[test]
    fn impossible_months_are_refused() {
        for form in ["1979.13", "1979.0", "197913", "1979", "七月", "", "1979..7", "1979.7.32"] {
            assert_eq!(month(&text(form)), Err(DateProblem::Invalid), "{form}");
        }
    }

    #[test]
    fn days_are_read_in_every_tolerated_form() {
        let expected = NaiveDate::from_ymd_opt(2026, 9, 5).unwrap();
        let forms = ["2026.9.5", "2026-09-05", "2026/9/5", "2026年9月5日", "20260905", "9月5日"];
        for form in forms.into_iter().chain(["２０２６．９．５", "2026-09-05 00:00:00"]) {
            assert_eq!(day(&text(form), YearOf::Calendar(2026)), Ok(expected), "{form}");
        }
        assert_eq!(day(&Value::Number(46_270.0), YearOf::Unknown), Ok(expected));
        assert_eq!(day(&Value::Number(20_260_905.0), YearOf::Unknown), Ok(expected));
        assert_eq!(day(&text("9月5日"), YearOf::Unknown), Err(DateProblem::Invalid));
        assert_eq!(day(&text("2026年2月30日"), YearOf::Unknown), Err(DateProblem::Invalid));
    }

    #[test]
    fn what_people_write_behind_a_day_is_left_out() {
        let expected = NaiveDate::from_ymd_opt(2026, 9, 5).unwrap();
        for form in [
            "2026年9月5日（周六）",
            "2026-09-05 星期六",
            "2026年9月5日上午",
            "2026年9月5日 周六 下午",
            "2026 年 9 月 5 日 9:00",
            "2026年9月5日9：00-11：30",
            "2026年9月5日上午9点",
            "二〇二六年九月五日",
            "二零二六年九月五号",
            "2026\\9\\5",
            "2026年09月05号",
            "2026-09-05 9：00",
            "26.9.5",
            "2026/9/5 ",
            "2026、9、5",
        ] {
            assert_eq!(day(&text(form), YearOf::Unknown), Ok(expected), "{form}");
        }
        let late = NaiveDate::from_ymd_opt(2026, 12, 25).unwrap();
        assert_eq!(day(&text("二〇二六年十二月二十五日"), YearOf::Unknown), Ok(late));
        for form in [
            "9.5",
            "周六",
            "上午",
            "85.7.15",
            "2026年9月5日和6日",
            "十",
            "2026年9月5日周六、6日周日",
            "2026年9月5日（或9月6日）",
            "2026-09-05 9:00 至 2026-09-06 17:00",
        ] {
            assert_eq!(day(&text(form), YearOf::Unknown), Err(DateProblem::Invalid), "{form}");
        }
    }

    #[test]
    fn a_cell_may_name_the_first_and_the_last_day() {
        let on = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        for (form, last) in [
            ("2026.9.5-9.6", on(9, 6)),
            ("2026.9.5—9.6", on(9, 6)),
            ("2026-09-05至2026-09-06", on(9, 6)),
            ("2026-9-5-6", on(9, 6)),
            ("2026年9月5日-6日", on(9, 6)),
            ("2026年9月5日～10月7日", on(10, 7)),
            ("2026/9/5 到 2026/9/7", on(9, 7)),
            ("2026-09-05 9:00 至 2026-09-06 17:00", on(9, 6)),
            ("2026年9月5日（周六）至9月6日（周日）", on(9, 6)),
            ("9.5-9.6", on(9, 6)),
            ("2026年9月5日", on(9, 5)),
        ] {
            assert_eq!(span(&text(form), YearOf::Calendar(2026)), Ok((on(9, 5), last)), "{form}");
        }
        for form in ["2026.9.5-9.4", "9.5-", "至", "2026.9.5-13.6", "2026-09"] {
            assert_eq!(
                span(&text(form), YearOf::Calendar(2026)),
                Err(DateProblem::Invalid),
                "{form}"
            );
        }
        assert_eq!(span(&text("9.5-9.6"), YearOf::Unknown), Err(DateProblem::Invalid));
    }

    #[test]
    fn a_school_year_begins_in_autumn() {
        let year = YearOf::School(2025);
        let on = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(day(&text("9月5日"), year), Ok(on(2025, 9, 5)));
        assert_eq!(day(&text("3月5日"), year), Ok(on(2026, 3, 5)));
        assert_eq!(span(&text("12月30日-1月2日"), year), Ok((on(2025, 12, 30), on(2026, 1, 2))));
    }

    #[test]
    fn the_year_of_the_report_line_is_found() {
        assert_eq!(year_in("填报时间：２０２６年11月20日"), Some(2026));
        assert_eq!(year_in("填报时间："), None);
        assert_eq!(years_in("2024、２０２５年度，第0001号"), [2024, 2025]);
    }
}
