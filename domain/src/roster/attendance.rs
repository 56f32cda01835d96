//! What the persons of a list attended so far: what is counted twice, and what a day holds.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::{At, name::unit_key, time_of_day::TimeOfDay};

/// Longer trainings are not laid out day by day.
const LONGEST: u32 = 366;

/// What a row says about a person at a training.
pub(super) struct Visit<'a> {
    /// The row's number.
    pub(super) row: At,
    /// The key by which trainings are compared.
    pub(super) event: String,
    /// The first day.
    pub(super) first: NaiveDate,
    /// The last day.
    pub(super) last: NaiveDate,
    /// When in each day.
    pub(super) time: Option<TimeOfDay>,
    /// Hours in hundredths.
    pub(super) hours: u32,
    /// The most that a person is credited for one day, in hundredths of an hour.
    pub(super) day_max: u32,
    /// The person's name.
    pub(super) name: &'a str,
    /// The person's workplace.
    pub(super) unit: &'a str,
    /// The person's phone.
    pub(super) phone: Option<&'a str>,
}

/// What a row adds to what its person attended so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Added {
    /// Nothing: an earlier row has the same training.
    Nothing {
        /// The earlier row.
        earlier: At,
    },
    /// Hours.
    Hours {
        /// What counts, in hundredths, beside the earlier rows.
        credited: u32,
        /// An earlier row at the same time.
        overlaps: Option<At>,
        /// Whether a day holds more than can be credited.
        exceeds_day: bool,
    },
}

/// All persons of a list with what they attended.
#[derive(Default)]
pub(super) struct Attendance {
    persons: Vec<Person>,
    by_phone: HashMap<(String, String), usize>,
    by_unit: HashMap<(String, String), Vec<usize>>,
}

#[derive(Default)]
struct Person {
    has_phone: bool,
    days: HashMap<NaiveDate, Vec<Part>>,
    events: HashMap<String, Vec<Event>>,
}

/// The dates of a training that was attended.
struct Event {
    row: At,
    first: NaiveDate,
    last: NaiveDate,
}

/// One day of a training.
struct Part {
    row: At,
    time: Option<TimeOfDay>,
    hours: u32,
    credited: u32,
}

impl Attendance {
    /// Adds a row.
    pub(super) fn add(&mut self, visit: &Visit<'_>) -> Added {
        let index = self.person(visit);
        match self.persons.get_mut(index) {
            Some(person) => person.add(visit),
            None => Added::Hours { credited: visit.hours, overlaps: None, exceeds_day: false },
        }
    }

    /// Who it is: by name and phone; while one row has no phone, by name and workplace.
    fn person(&mut self, visit: &Visit<'_>) -> usize {
        let phone = visit.phone.map(|phone| (visit.name.to_owned(), phone.to_owned()));
        let known = phone.as_ref().and_then(|key| self.by_phone.get(key)).copied();
        let colleagues = self.by_unit.entry((visit.name.to_owned(), unit_key(visit.unit)));
        let colleagues = colleagues.or_default();
        let persons = &mut self.persons;
        let index =
            known.or_else(|| same_person(persons, colleagues, visit)).unwrap_or_else(|| {
                persons.push(Person::default());
                persons.len() - 1
            });
        if !colleagues.contains(&index) {
            colleagues.push(index);
        }
        if let (Some(key), Some(person)) = (phone, persons.get_mut(index)) {
            person.has_phone = true;
            self.by_phone.insert(key, index);
        }
        index
    }
}

/// A colleague of the same name who may be the same person: two different phones are two persons.
fn same_person(persons: &[Person], colleagues: &[usize], visit: &Visit<'_>) -> Option<usize> {
    let without_phone = || {
        let mut others = colleagues.iter().copied();
        others.find(|index| persons.get(*index).is_some_and(|person| !person.has_phone))
    };
    match (visit.phone, colleagues) {
        (None, [only]) => Some(*only),
        _ => without_phone(),
    }
}

impl Person {
    fn add(&mut self, visit: &Visit<'_>) -> Added {
        let events = self.events.entry(visit.event.clone()).or_default();
        let same = |event: &&Event| event.first <= visit.last && visit.first <= event.last;
        if let Some(event) = events.iter().find(same) {
            return Added::Nothing { earlier: event.row };
        }
        events.push(Event { row: visit.row, first: visit.first, last: visit.last });
        if n_days(visit.first, visit.last) > LONGEST {
            return Added::Hours { credited: visit.hours, overlaps: None, exceeds_day: false };
        }
        let (mut credited, mut overlaps, mut exceeds_day) = (0, None, false);
        for (day, hours) in shares(visit) {
            let parts = self.days.entry(day).or_default();
            let (twice, row) = counted_twice(parts, visit.time, hours);
            overlaps = overlaps.or(row);
            let so_far: u32 = parts.iter().map(|part| part.credited).sum();
            let counted = (hours - twice).min(visit.day_max.saturating_sub(so_far));
            exceeds_day |= counted < hours - twice;
            credited += counted;
            parts.push(Part { row: visit.row, time: visit.time, hours, credited: counted });
        }
        Added::Hours { credited, overlaps, exceeds_day }
    }
}

/// The days of a training, with its hours spread evenly over them.
fn shares(visit: &Visit<'_>) -> Vec<(NaiveDate, u32)> {
    let n_days = n_days(visit.first, visit.last);
    let (each, rest) = (visit.hours / n_days, visit.hours % n_days);
    let days = (0..n_days).filter_map(|index| {
        let day = visit.first.checked_add_days(Days::new(index.into()))?;
        Some((day, each + u32::from(index < rest)))
    });
    days.collect()
}

/// How many days a training covers.
pub(super) fn n_days(first: NaiveDate, last: NaiveDate) -> u32 {
    u32::try_from(last.signed_duration_since(first).num_days() + 1).unwrap_or(1).max(1)
}

/// The part of a day's hours that earlier rows have counted, and the first of those rows.
///
/// By the clock it is the share of the minutes. Where only a part of the day is named, the
/// minutes are unknown, and the earlier hours are taken for the same ones.
fn counted_twice(parts: &[Part], time: Option<TimeOfDay>, hours: u32) -> (u32, Option<At>) {
    let Some(time) = time else { return (0, None) };
    let (from, until) = time.minutes();
    let mut spans = Vec::new();
    let (mut vague, mut earlier, mut row) = (matches!(time, TimeOfDay::Part(_)), 0, None);
    for part in parts {
        let Some(other) = part.time else { continue };
        let (start, end) = other.minutes();
        if start < until && from < end {
            spans.push((start.max(from), end.min(until)));
            vague |= matches!(other, TimeOfDay::Part(_));
            earlier += part.hours;
            row = row.or(Some(part.row));
        }
    }
    let twice = if vague { earlier } else { (hours * covered(spans)).div_ceil(until - from) };
    (twice.min(hours), row)
}

/// How many minutes lie in one of the spans at least.
fn covered(mut spans: Vec<(u32, u32)>) -> u32 {
    spans.sort_unstable();
    let (mut minutes, mut reached) = (0, 0);
    for (start, end) in spans {
        minutes += end.saturating_sub(start.max(reached));
        reached = reached.max(end);
    }
    minutes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 9, day).unwrap()
    }

    fn visit<'a>(row: u32, event: &str, days: (u32, u32), time: &str, hours: u32) -> Visit<'a> {
        Visit {
            day_max: 800,
            row: At::new(0, row),
            event: event.to_owned(),
            first: day(days.0),
            last: day(days.1),
            time: TimeOfDay::parse(time),
            hours,
            name: "谭倩",
            unit: "星河示范中学",
            phone: Some("19900005397"),
        }
    }

    fn hours(credited: u32, overlaps: Option<u32>) -> Added {
        let overlaps = overlaps.map(|row| At::new(0, row));
        Added::Hours { credited, overlaps, exceeds_day: false }
    }

    #[test]
    fn the_same_training_counts_once_and_another_date_of_it_again() {
        let mut all = Attendance::default();
        assert_eq!(all.add(&visit(1, "讲座", (5, 6), "上午", 600)), hours(600, None));
        let again = all.add(&visit(2, "讲座", (6, 6), "上午", 300));
        assert_eq!(again, Added::Nothing { earlier: At::new(0, 1) });
        assert_eq!(all.add(&visit(3, "讲座", (12, 12), "上午", 300)), hours(300, None));
    }

    #[test]
    fn an_overlap_by_the_clock_counts_once() {
        let mut all = Attendance::default();
        all.add(&visit(1, "a", (5, 5), "9:00-11:00", 200));
        all.add(&visit(2, "b", (5, 5), "10:00-12:00", 0));
        assert_eq!(all.add(&visit(3, "c", (5, 5), "11:30-13:30", 200)), hours(150, Some(2)));
        assert_eq!(all.add(&visit(4, "d", (5, 5), "13:30-15:00", 200)), hours(200, None));
        assert_eq!(all.add(&visit(5, "e", (6, 6), "9:00-11:00", 200)), hours(200, None));
    }

    #[test]
    fn parts_of_a_day_that_overlap_count_once() {
        let mut all = Attendance::default();
        all.add(&visit(1, "a", (5, 5), "上午", 300));
        assert_eq!(all.add(&visit(2, "b", (5, 5), "全天", 600)), hours(300, Some(1)));
        assert_eq!(all.add(&visit(3, "c", (5, 5), "14:00-15:30", 200)), hours(0, Some(2)));
        assert_eq!(all.add(&visit(4, "d", (5, 5), "晚上", 100)), hours(100, None));
    }

    #[test]
    fn a_day_holds_eight_hours() {
        let mut all = Attendance::default();
        all.add(&visit(1, "a", (5, 6), "9:00-16:30", 1200));
        let evening = all.add(&visit(2, "b", (5, 5), "18:30-20:45", 300));
        assert_eq!(evening, Added::Hours { credited: 200, overlaps: None, exceeds_day: true });
        assert_eq!(all.add(&visit(3, "c", (6, 6), "18:30-20:00", 200)), hours(200, None));
    }

    #[test]
    fn without_a_phone_name_and_workplace_say_who_it_is() {
        let mut all = Attendance::default();
        let of = |row, unit, phone| Visit { unit, phone, ..visit(row, "a", (5, 5), "", 300) };
        let earlier = |row| Added::Nothing { earlier: At::new(0, row) };
        assert_eq!(all.add(&of(1, "星河示范中学", Some("1"))), hours(300, None));
        assert_eq!(all.add(&of(2, "嘉兴市星河示范中学", None)), earlier(1));
        assert_eq!(all.add(&of(3, "星河示范中学", Some("2"))), hours(300, None));
        assert_eq!(all.add(&of(4, "别的示范中学", Some("2"))), earlier(3));
        assert_eq!(all.add(&of(5, "远帆示范中学", None)), hours(300, None));
        assert_eq!(all.add(&of(6, "远帆示范中学", Some("3"))), earlier(5));
        assert_eq!(all.add(&of(7, "远帆示范中学", Some("4"))), hours(300, None));
    }
}
