//! What a day of credits comes to, case by case and for any entries.

use chrono::NaiveDate;
use domain::{
    credit_hour::{
        CreditSource, DAILY_CAP, DayTotal, Entry, HalfDay, Hours, LedgerProblem, Span, day_total,
        overlaps,
    },
    id::CreditHourId,
};
use proptest::prelude::*;

fn hours(text: &str) -> Hours {
    text.parse().expect("hours")
}

fn date() -> NaiveDate {
    "2026-03-07".parse().expect("a date")
}

fn minute(time: &str) -> u16 {
    let (hour, minute) = time.split_once(':').expect("a time");
    hour.parse::<u16>().expect("an hour") * 60 + minute.parse::<u16>().expect("a minute")
}

fn span(time: &str) -> Span {
    match time {
        "am" => HalfDay::Morning.span(),
        "pm" => HalfDay::Afternoon.span(),
        "eve" => HalfDay::Evening.span(),
        _ => {
            let (from, to) = time.split_once('-').expect("two times");
            Span::new(minute(from), minute(to)).expect("a span")
        }
    }
}

/// An entry with its hours and its times: `6 am pm`, `2 09:00-10:30`, or `3` without a time.
fn entry(id: i64, text: &str) -> Entry {
    let (earned, times) = text.split_once(' ').unwrap_or((text, ""));
    let spans = times.split_whitespace().map(span).collect();
    Entry {
        id: CreditHourId(id),
        date: date(),
        kind: None,
        source: CreditSource::HourClaim,
        event: format!("activity {id}"),
        spans,
        earned: hours(earned),
        reverses: None,
    }
}

fn entries(texts: &[&str]) -> Vec<Entry> {
    (1..).zip(texts).map(|(id, text)| entry(id, text)).collect()
}

fn reversal(id: i64, of: &Entry) -> Entry {
    let earned = Hours::hundredths(-of.earned.in_hundredths());
    Entry { id: CreditHourId(id), earned, reverses: Some(of.id), ..of.clone() }
}

fn total(entries: &[Entry]) -> DayTotal {
    day_total(entries, DAILY_CAP).expect("a total")
}

#[test]
fn days_come_to_what_was_worked_out_by_hand() {
    // Entries; lost to overlap, lost to the cap, counted.
    let cases: [(&str, &[&str], [&str; 3]); 20] = [
        ("nothing", &[], ["0", "0", "0"]),
        ("a morning", &["3 am"], ["0", "0", "3"]),
        ("a full day", &["6 am pm"], ["0", "0", "6"]),
        ("a day with its evening", &["6 am pm", "3 eve"], ["0", "1", "8"]),
        ("teaching all day", &["12 am pm"], ["0", "4", "8"]),
        ("exactly the cap", &["6 am pm", "2 18:30-20:00"], ["0", "0", "8"]),
        ("one hundredth more", &["6 am pm", "2.01"], ["0", "0.01", "8"]),
        ("one after the other", &["1 09:00-09:45", "1 09:45-10:30"], ["0", "0", "2"]),
        ("the same twice", &["3 am", "3 am"], ["3", "0", "3"]),
        ("a better-paid one inside", &["3 am", "2 09:00-10:30"], ["1.5", "0", "3.5"]),
        ("a worse-paid one inside", &["3 am", "1 09:00-10:30"], ["1", "0", "3"]),
        ("one inside at the same rate", &["3 am", "1.5 09:00-10:30"], ["1.5", "0", "3"]),
        ("half of each", &["2 09:00-10:30", "2 09:45-11:15"], ["1", "0", "3"]),
        ("teaching beats listening", &["3 am", "4 08:30-10:00"], ["1.5", "0", "5.5"]),
        ("three at once", &["1 09:00-10:00", "2 09:00-10:00", "3 09:00-10:00"], ["3", "0", "3"]),
        ("a dense one inside a thin one", &["1 09:00-10:30", "1 09:30-10:15"], ["0.5", "0", "1.5"]),
        ("thirds are rounded down", &["1 09:00-09:30", "1 09:10-09:40"], ["0.67", "0", "1.33"]),
        (
            "thirds that make a whole",
            &["1 09:00-09:30", "1 09:00-09:10", "0.2 09:26-09:38"],
            ["0.4", "0", "1.8"],
        ),
        ("one without a time adds", &["3 am", "3 am", "5.25"], ["3", "0.25", "8"]),
        ("its own spans overlap", &["3 09:00-11:00 10:00-12:00", "3 12:00-13:00"], ["0", "0", "6"]),
    ];
    for (name, texts, [overlap, cap, counted]) in cases {
        let total = total(&entries(texts));
        let lost = (total.lost_to_overlap, total.lost_to_cap);
        assert_eq!((lost, total.counted), ((hours(overlap), hours(cap)), hours(counted)), "{name}");
    }
}

#[test]
fn an_activity_that_two_sources_have_counts_by_the_one_that_earned_more() {
    use CreditSource::{HourClaim, Roster, TrainingEvent};
    type Sources = &'static [(CreditSource, &'static str)];
    // Sources with what they have of one activity; lost, counted.
    let cases: [(&str, Sources, [&str; 2]); 6] = [
        ("the same hours", &[(Roster, "6"), (TrainingEvent, "6 am pm")], ["6", "6"]),
        ("the register has more", &[(Roster, "6"), (TrainingEvent, "3 am")], ["3", "6"]),
        ("the training has more", &[(Roster, "3"), (TrainingEvent, "6 am pm")], ["3", "6"]),
        ("in two halves", &[(Roster, "3"), (HourClaim, "3 am"), (HourClaim, "3 pm")], ["3", "6"]),
        ("of three", &[(Roster, "3"), (HourClaim, "3"), (TrainingEvent, "2.5")], ["5.5", "3"]),
        ("of one source", &[(HourClaim, "3 am"), (HourClaim, "3 pm")], ["0", "6"]),
    ];
    for (name, sources, [lost, counted]) in cases {
        let one = |(id, (source, text)): (i64, &(CreditSource, &str))| Entry {
            source: *source,
            event: "one activity".to_owned(),
            ..entry(id, text)
        };
        let mut entries: Vec<_> = (1..).zip(sources).map(one).collect();
        for _ in 0..2 {
            let total = total(&entries);
            let got = (total.lost_to_overlap, total.counted);
            assert_eq!(got, (hours(lost), hours(counted)), "{name}");
            entries.reverse();
        }
        let is_flagged = !overlaps(&entries).expect("pairs").is_empty();
        assert_eq!(is_flagged, hours(lost) > Hours::ZERO, "{name}");
    }
}

#[test]
fn a_reversed_entry_leaves_no_trace() {
    let mut entries = entries(&["3 am", "2 09:00-10:30"]);
    let alone = total(&entries[..1]);
    entries.push(reversal(3, &entries[1]));
    assert_eq!(total(&entries), alone);
}

#[test]
fn reversals_are_held_to_what_they_reverse() {
    let one = entry(1, "3 am");
    let check = |changed: Entry| day_total(&[one.clone(), reversal(2, &one), changed], DAILY_CAP);
    assert_eq!(check(reversal(3, &one)), Err(LedgerProblem::ReversedTwice(CreditHourId(3))));
    let of_reversal = reversal(3, &reversal(2, &one));
    assert_eq!(check(of_reversal), Err(LedgerProblem::ReversesNothing(CreditHourId(3))));
    assert_eq!(
        check(reversal(3, &entry(9, "3"))),
        Err(LedgerProblem::ReversesNothing(CreditHourId(3)))
    );
    assert_eq!(check(entry(3, "-3")), Err(LedgerProblem::OutOfRange(CreditHourId(3))));
    assert_eq!(check(entry(3, "1000.01")), Err(LedgerProblem::OutOfRange(CreditHourId(3))));
    assert_eq!(check(entry(2, "3")), Err(LedgerProblem::Twice(CreditHourId(2))));
    let part = Entry { earned: hours("-2"), ..reversal(2, &one) };
    let result = day_total(&[one.clone(), part], DAILY_CAP);
    assert_eq!(result, Err(LedgerProblem::NotTheOpposite(CreditHourId(2))));
}

#[test]
fn a_day_is_of_one_date() {
    let other = Entry { date: date().succ_opt().expect("a date"), ..entry(2, "3") };
    let result = day_total(&[entry(1, "3"), other], DAILY_CAP);
    assert_eq!(result, Err(LedgerProblem::OtherDate(CreditHourId(2))));
}

#[test]
fn overlaps_are_flagged_in_pairs() {
    let mut entries = entries(&["3 am", "2 09:00-10:30", "1 11:30-12:15", "3", "1 10:00-11:00"]);
    let flagged = |entries: &[Entry]| -> Vec<(i64, i64)> {
        let pairs = overlaps(entries).expect("pairs");
        pairs.into_iter().map(|(one, other)| (one.0, other.0)).collect()
    };
    assert_eq!(flagged(&entries), [(1, 2), (1, 5), (2, 5)]);
    entries.push(reversal(6, &entries[1]));
    assert_eq!(flagged(&entries), [(1, 5)]);
}

/// Each begins a minute after the one before, pays more and has a length of its own.
fn nested(lengths: &[u16]) -> Vec<Entry> {
    let entry = |(n, length): (u16, &u16)| Entry {
        spans: vec![Span::new(n, n + length).expect("a span")],
        earned: Hours::hundredths(100 * i64::from(n + 1) + 1),
        ..entry(i64::from(n), "0")
    };
    (0..).zip(lengths).map(entry).collect()
}

#[test]
fn a_sum_that_is_out_of_reach_is_refused_and_not_guessed() {
    let primes =
        [1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049, 1051, 1061, 1063, 1069, 1087, 1091, 1093];
    assert!(day_total(&nested(&primes[..10]), DAILY_CAP).is_ok());
    assert_eq!(day_total(&nested(&primes), DAILY_CAP), Err(LedgerProblem::TooIntricate));
}

fn any_span() -> impl Strategy<Value = Span> {
    (0..1440_u16, 1..400_u16)
        .prop_map(|(from, length)| Span::new(from, (from + length).min(1440)).expect("a span"))
}

fn any_entries() -> impl Strategy<Value = Vec<Entry>> {
    let parts = (prop::collection::vec(any_span(), 0..3), 0..900_i64);
    prop::collection::vec(parts, 0..7).prop_map(|entries| {
        let one = |(id, (spans, earned))| Entry {
            spans,
            earned: Hours::hundredths(earned),
            ..entry(id, "0")
        };
        (1..).zip(entries).map(one).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn the_order_of_credits_does_not_matter(
        (entries, shuffled) in any_entries()
            .prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle())),
    ) {
        prop_assert_eq!(total(&entries), total(&shuffled));
    }

    #[test]
    fn no_day_is_above_the_cap_and_nothing_gets_lost_unseen(
        entries in any_entries(),
        cap in 0..1200_i64,
    ) {
        let cap = Hours::hundredths(cap);
        let total = day_total(&entries, cap).expect("a total");
        prop_assert!(total.counted <= cap);
        let [earned, overlap, lost, counted] =
            [total.earned, total.lost_to_overlap, total.lost_to_cap, total.counted]
                .map(Hours::in_hundredths);
        prop_assert!(overlap >= 0 && lost >= 0 && counted >= 0);
        prop_assert_eq!(earned, overlap + lost + counted);
        let all: i64 = entries.iter().map(|entry| entry.earned.in_hundredths()).sum();
        prop_assert_eq!(earned, all);
    }

    #[test]
    fn without_an_overlap_nothing_is_lost_to_one(entries in any_entries()) {
        if overlaps(&entries).expect("pairs").is_empty() {
            prop_assert_eq!(total(&entries).lost_to_overlap, Hours::ZERO);
        }
    }

    #[test]
    fn one_more_credit_never_lowers_a_day(entries in any_entries()) {
        for n in 1..=entries.len() {
            prop_assert!(total(&entries[..n - 1]).counted <= total(&entries[..n]).counted);
        }
    }

    #[test]
    fn reversing_everything_leaves_nothing(entries in any_entries()) {
        let reversals: Vec<_> =
            entries.iter().map(|entry| reversal(entry.id.0 + 100, entry)).collect();
        let all = [entries, reversals].concat();
        prop_assert_eq!(total(&all), DayTotal::default());
    }
}
