use proptest::prelude::*;

use super::*;
use crate::{
    ranking::{Entry, NomineeKey, Ranking, Reading, Separation, Ties, rank},
    score_sheet::{Criterion, Points, Rubric, Seat, Sheet},
};

const TUTORS: [i64; 8] = [150, 110, 100, 110, 80, 160, 150, 40];

fn weighted(weights: &[i64]) -> Vec<Weighted> {
    let unit = |(n, weight): (i64, &i64)| Weighted {
        unit: UnitKey::new(format!("u{n}")),
        sort_order: n,
        weight: *weight,
    };
    (1..).zip(weights).map(unit).collect()
}

fn seats(seats: u32, first: FirstSeats, weights: &[i64]) -> Result<Vec<u32>, QuotaProblem> {
    let quota = Quota::Proportional { seats, first, units: weighted(weights) };
    Ok(quota.lines()?.into_iter().map(|line| line.seats).collect())
}

#[test]
fn one_seat_each_first_gives_the_example_of_the_domain_document() {
    let given = seats(20, FirstSeats::OneEach, &TUTORS);
    assert_eq!(given, Ok(vec![3, 3, 2, 2, 2, 3, 3, 2]));
}

#[test]
fn plain_largest_remainder_gives_its_example() {
    let given = seats(20, FirstSeats::Nothing, &TUTORS);
    assert_eq!(given, Ok(vec![3, 3, 2, 2, 2, 4, 3, 1]));
}

#[test]
fn fewer_seats_than_units_go_by_sort_order() {
    assert_eq!(seats(2, FirstSeats::OneEach, &[1, 0, 900]), Ok(vec![1, 1, 0]));
}

#[test]
fn a_unit_that_weighs_nothing_has_its_first_seat_only() {
    assert_eq!(seats(5, FirstSeats::OneEach, &[3, 0, 3]), Ok(vec![2, 1, 2]));
    assert_eq!(seats(5, FirstSeats::Nothing, &[3, 0, 3]), Ok(vec![3, 0, 2]));
}

#[test]
fn units_that_all_weigh_nothing_count_as_equal() {
    assert_eq!(seats(5, FirstSeats::Nothing, &[0, 0, 0]), Ok(vec![2, 2, 1]));
    assert_eq!(seats(5, FirstSeats::OneEach, &[0, 0, 0]), Ok(vec![2, 2, 1]));
}

#[test]
fn no_seats_are_none_for_everybody() {
    assert_eq!(seats(0, FirstSeats::OneEach, &[5, 6]), Ok(vec![0, 0]));
    assert_eq!(seats(0, FirstSeats::Nothing, &[]), Ok(vec![]));
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    let given = seats(u32::MAX, FirstSeats::OneEach, &[i64::MAX, i64::MAX, i64::MAX]);
    assert_eq!(given, Ok(vec![u32::MAX / 3; 3]));
}

#[test]
fn equal_remainders_go_by_sort_order_and_then_by_key() {
    let unit = |key: &str, sort_order| Weighted { unit: UnitKey::new(key), sort_order, weight: 1 };
    let units = vec![unit("c", 1), unit("b", 2), unit("a", 1), unit("d", 0)];
    let quota = Quota::Proportional { seats: 2, first: FirstSeats::Nothing, units };
    let lines = quota.lines().expect("lines");
    let given: Vec<_> = lines.iter().map(|line| (line.line.to_string(), line.seats)).collect();
    let expected = [("d", 1), ("a", 1), ("c", 0), ("b", 0)];
    assert_eq!(given, expected.map(|(unit, seats)| (format!("unit `{unit}`"), seats)));
}

#[test]
fn senseless_quotas_are_refused() {
    let negative = seats(3, FirstSeats::OneEach, &[5, -1]);
    assert_eq!(negative, Err(QuotaProblem::NegativeWeight(UnitKey::new("u2"))));
    assert_eq!(seats(3, FirstSeats::OneEach, &[]), Err(QuotaProblem::NoUnits(3)));
    let fixed = |unit: &str| Fixed { unit: UnitKey::new(unit), sort_order: 1, seats: 1 };
    let twice = Quota::Fixed { units: vec![fixed("a"), fixed("a")] };
    assert_eq!(twice.lines(), Err(QuotaProblem::UnitTwice(UnitKey::new("a"))));
}

#[test]
fn a_quota_is_readable_json() {
    let text = r#"{"kind":"fixed","units":[{"unit":"nanhu","sort_order":1,"seats":2}]}"#;
    let quota: Quota = serde_json::from_str(text).expect("a quota");
    assert_eq!(serde_json::to_string(&quota).expect("JSON"), text);
    assert!(serde_json::from_str::<Quota>(r#"{"kind":"open","seats":2,"more":1}"#).is_err());
    assert!(serde_json::from_str::<Quota>(r#"{"kind":"open","seats":-2}"#).is_err());
}

proptest! {
    #[test]
    fn the_seats_add_up_and_each_unit_gets_about_its_share(
        n in 0..200_u32,
        first in prop::sample::select(FirstSeats::ALL),
        weights in prop::collection::vec(prop_oneof![0..300_i64, 0..=i64::MAX], 1..12),
    ) {
        let given = seats(n, first, &weights).expect("seats");
        prop_assert_eq!(given.iter().sum::<u32>(), n);
        let all: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        let units = u32::try_from(weights.len()).expect("few");
        let one_each = u32::from(first == FirstSeats::OneEach);
        if all > 0 && units * one_each <= n {
            let rest = i128::from(n - units * one_each);
            for (seats, weight) in given.iter().zip(&weights) {
                let more = i128::from(seats - one_each);
                let share = i128::from(*weight) * rest;
                prop_assert!((more - 1) * all < share && share < (more + 1) * all);
            }
        }
    }
}

fn rubric() -> Rubric {
    Rubric::new(vec![Criterion::new("all", Points::hundredths(10_000))]).expect("a rubric")
}

/// Nominees with their units and one total that all five judges give.
fn ranking(nominees: &[(&str, &str, i64)]) -> Ranking {
    let entry = |(nominee, unit, total): &(&str, &str, i64)| Entry {
        nominee: NomineeKey::new(*nominee),
        unit: UnitKey::new(*unit),
        sheets: (1..=5)
            .map(|seat| {
                let score = Some(Points::hundredths(total * 100));
                Sheet::new(&rubric(), Seat(seat), &[score]).expect("a sheet")
            })
            .collect(),
    };
    rank(&rubric(), &nominees.iter().map(entry).collect::<Vec<_>>(), Reading::All, Ties::Separate)
        .expect("a ranking")
}

fn open(seats: u32) -> Vec<LineSeats> {
    Quota::Open { seats }.lines().expect("a line")
}

fn fixed(units: &[(&str, u32)]) -> Vec<LineSeats> {
    let unit = |(n, (unit, seats)): (i64, &(&str, u32))| Fixed {
        unit: UnitKey::new(*unit),
        sort_order: n,
        seats: *seats,
    };
    Quota::Fixed { units: (1..).zip(units).map(unit).collect() }.lines().expect("lines")
}

fn keys(names: &str) -> Vec<NomineeKey> {
    names.chars().map(|name| NomineeKey::new(name.to_string())).collect()
}

fn decide(line: Line, resolution: Resolution) -> TieDecision {
    TieDecision { line, reference: "minutes 3".into(), resolution }
}

fn vote(ballots: u32, votes: &[(&str, u32)]) -> Resolution {
    let votes = votes
        .iter()
        .map(|(nominee, votes)| Votes { nominee: NomineeKey::new(*nominee), votes: *votes });
    Resolution::Vote { ballots, votes: votes.collect() }
}

fn lot(order: &str) -> Resolution {
    Resolution::Lot { order: keys(order) }
}

fn outcomes(selection: &Selection) -> String {
    let letter = |row: &SelectionRow| match row.outcome {
        Outcome::Selected => format!("{}+", row.nominee),
        Outcome::NotSelected => format!("{}-", row.nominee),
        _ => format!("{}?", row.nominee),
    };
    selection.rows.iter().map(letter).collect()
}

fn problem(decisions: &[TieDecision]) -> DecisionProblem {
    let ranking = ranking(&TIED);
    match select(&ranking, &open(2), decisions) {
        Err(SelectProblem::Decision { problem, .. }) => problem,
        other => panic!("no refused decision but {other:?}"),
    }
}

const TIED: [(&str, &str, i64); 5] =
    [("a", "u", 90), ("b", "u", 80), ("c", "u", 80), ("d", "v", 80), ("e", "v", 70)];

#[test]
fn an_open_quota_draws_one_line_across_the_category() {
    let selection = select(&ranking(&TIED), &open(4), &[]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+b+c+d+e-");
    assert!(selection.is_settled());
}

#[test]
fn a_tie_away_from_the_line_stays_a_tie() {
    let selection = select(&ranking(&TIED), &open(1), &[]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+b-c-d-e-");
    assert_eq!(selection.rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [1, 2, 2, 2, 5]);
}

#[test]
fn a_tie_across_the_line_stops() {
    let selection = select(&ranking(&TIED), &open(2), &[]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+b?c?d?e-");
    let line = &selection.lines[0];
    let undecided = Undecided { group: keys("bcd"), seats_left: 1 };
    assert_eq!(line.undecided.as_ref(), Some(&undecided));
    assert_eq!((line.filled, line.vacant), (1, 0));
    assert!(!selection.is_settled());
}

#[test]
fn a_vote_separates_whom_it_separates() {
    let ranking = ranking(&TIED);
    let vote = decide(Line::Category, vote(7, &[("b", 1), ("c", 4), ("d", 1)]));
    let selection = select(&ranking, &open(2), &[vote]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+c+b-d-e-");
    let rule =
        |one, other| selection.separation(&ranking, &NomineeKey::new(one), &NomineeKey::new(other));
    assert_eq!(rule("c", "b"), Some(Separation::Vote));
    assert_eq!(rule("b", "d"), Some(Separation::Tied));
    assert_eq!(rule("d", "e"), Some(Separation::Mean));
    let separations: Vec<_> = selection.rows.iter().map(|row| row.separation).collect();
    assert_eq!(
        separations,
        [
            None,
            Some(Separation::Mean),
            Some(Separation::Vote),
            Some(Separation::Tied),
            rule("d", "e")
        ]
    );
}

#[test]
fn a_vote_that_is_a_tie_itself_is_followed_by_a_lot() {
    let ranking = ranking(&TIED);
    let vote = decide(Line::Category, vote(7, &[("b", 3), ("c", 1), ("d", 3)]));
    let voted = select(&ranking, &open(2), std::slice::from_ref(&vote)).expect("a selection");
    assert_eq!(outcomes(&voted), "a+b?c?d?e-");
    let drawn = select(&ranking, &open(2), &[vote, decide(Line::Category, lot("dbc"))]);
    let drawn = drawn.expect("a selection");
    assert_eq!(outcomes(&drawn), "a+d+b-c-e-");
    let separations: Vec<_> = drawn.rows.iter().filter_map(|row| row.separation).collect();
    let expected = [Separation::Mean, Separation::Lot, Separation::Lot, Separation::Mean];
    assert_eq!(separations, expected);
}

#[test]
fn most_votes_without_a_majority_of_the_ballots_decide_nothing() {
    let ranking = ranking(&TIED);
    for (ballots, most, result) in
        [(6, 3, "a+b?c?d?e-"), (7, 3, "a+b?c?d?e-"), (7, 4, "a+c+b-d-e-")]
    {
        let vote = decide(Line::Category, vote(ballots, &[("b", 1), ("c", most), ("d", 2)]));
        let selection = select(&ranking, &open(2), &[vote]).expect("a selection");
        assert_eq!(outcomes(&selection), result, "{most} of {ballots}");
    }
    let vote = decide(Line::Category, vote(7, &[("b", 5), ("c", 4), ("d", 3)]));
    let selection = select(&ranking, &open(3), &[vote]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+b+c+d-e-", "two seats, two majorities");
}

#[test]
fn seats_can_be_added_for_the_whole_group() {
    let more = Resolution::AddedSeat { nominees: keys("dbc") };
    let decision = decide(Line::Category, more);
    let selection = select(&ranking(&TIED), &open(2), &[decision]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+b+c+d+e-");
    let line = &selection.lines[0];
    assert_eq!((line.seats, line.added, line.filled, line.vacant), (2, 2, 4, 0));
    assert_eq!(selection.rows[2].separation, Some(Separation::Tied));
}

#[test]
fn each_unit_has_its_line_and_empty_seats_are_reported() {
    let lines = fixed(&[("v", 3), ("u", 2), ("w", 1)]);
    let selection = select(&ranking(&TIED), &lines, &[]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+b?c?d+e+");
    let vacant: Vec<_> = selection.lines.iter().map(|line| (line.filled, line.vacant)).collect();
    assert_eq!(vacant, [(2, 1), (1, 0), (0, 1)]);
}

#[test]
fn a_decision_of_one_unit_leaves_the_others_alone() {
    let u = Line::Unit(UnitKey::new("u"));
    let lines = fixed(&[("u", 2), ("v", 1)]);
    let ranking = ranking(&TIED);
    let selection = select(&ranking, &lines, &[decide(u, lot("cb"))]).expect("a selection");
    assert_eq!(outcomes(&selection), "a+c+b-d+e-");
    let rule = selection.separation(&ranking, &NomineeKey::new("b"), &NomineeKey::new("d"));
    assert_eq!(rule, Some(Separation::Tied));
}

#[test]
fn a_decision_names_the_group_and_nobody_else() {
    let other = DecisionProblem::OtherGroup(keys("bcd"));
    for order in ["bc", "bcde", "bca", "bccd", "bcc"] {
        assert_eq!(problem(&[decide(Line::Category, lot(order))]), other, "{order}");
    }
    let needless = [decide(Line::Category, lot("bcd")), decide(Line::Category, lot("cd"))];
    assert_eq!(problem(&needless), DecisionProblem::Needless);
}

#[test]
fn votes_fit_on_the_ballots() {
    let votes = vote(7, &[("b", 4), ("c", 4), ("d", 0)]);
    assert_eq!(problem(&[decide(Line::Category, votes)]), DecisionProblem::TooManyVotes);
    let votes = vote(3, &[("b", 4), ("c", 0), ("d", 0)]);
    assert_eq!(problem(&[decide(Line::Category, votes)]), DecisionProblem::TooManyVotes);
}

#[test]
fn a_decision_says_where_it_is_on_record() {
    let decision = TieDecision { reference: " ".into(), ..decide(Line::Category, lot("bcd")) };
    assert_eq!(problem(&[decision]), DecisionProblem::NoReference);
}

#[test]
fn units_and_decisions_need_a_line() {
    let result = select(&ranking(&TIED), &fixed(&[("u", 2)]), &[]);
    let nominee = NomineeKey::new("d");
    assert_eq!(result, Err(SelectProblem::NoLine { nominee, unit: UnitKey::new("v") }));
    let decision = decide(Line::Unit(UnitKey::new("u")), lot("bc"));
    let result = select(&ranking(&TIED), &open(2), &[decision]);
    assert_eq!(result, Err(SelectProblem::NoSuchLine(Line::Unit(UnitKey::new("u")))));
}
