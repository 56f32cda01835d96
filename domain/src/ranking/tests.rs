use proptest::prelude::*;

use super::*;
use crate::{quota::Line, score_sheet::Criterion};

fn points(text: &str) -> Points {
    text.parse().expect("points")
}

fn rubric() -> Rubric {
    let criterion = |code: &str, max| Criterion::new(code, points(max));
    Rubric::new(vec![criterion("effect", "40"), criterion("reach", "60")]).expect("a rubric")
}

/// A nominee with pairs of scores for seats 1, 2, 3…; an empty pair is no sheet.
fn entry(nominee: &str, scores: &[(&str, &str)]) -> Entry {
    let is_given = |(_, (effect, _)): &(u32, &(&str, &str))| !effect.is_empty();
    let sheet = |(seat, (effect, reach)): (u32, &(&str, &str))| {
        let scores = [Some(points(effect)), Some(points(reach))];
        Sheet::new(&rubric(), Seat(seat), &scores).expect("a sheet")
    };
    Entry {
        nominee: NomineeKey::new(nominee),
        unit: UnitKey::new("unit"),
        sheets: (1..).zip(scores).filter(is_given).map(sheet).collect(),
    }
}

fn list(ranking: &Ranking) -> Vec<(usize, &str, Option<Separation>)> {
    ranking.rows.iter().map(|row| (row.rank, row.nominee.0.as_str(), row.separation)).collect()
}

fn ranked(entries: &[Entry]) -> Ranking {
    rank(&rubric(), entries, Reading::All, Ties::Separate).expect("a ranking")
}

fn key(nominee: &str) -> NomineeKey {
    NomineeKey::new(nominee)
}

#[test]
fn the_higher_mean_comes_first() {
    let entries = [entry("a", &[("20", "40"); 5]), entry("b", &[("20", "40.5"); 5])];
    let ranking = ranked(&entries);
    assert_eq!(list(&ranking), [(1, "b", None), (2, "a", Some(Separation::Mean))]);
}

#[test]
fn equal_means_are_separated_by_the_first_criterion() {
    let entries = [entry("a", &[("20", "40"); 5]), entry("b", &[("21", "39"); 5])];
    let ranking = ranked(&entries);
    assert_eq!(list(&ranking), [(1, "b", None), (2, "a", Some(Separation::FirstCriterion))]);
}

#[test]
fn then_by_the_untrimmed_mean() {
    let a = [("20", "40"), ("20", "40"), ("20", "40"), ("20", "40"), ("20", "20")];
    let b = [("20", "40"), ("20", "40"), ("20", "40"), ("20", "40"), ("20", "30")];
    let ranking = ranked(&[entry("a", &a), entry("b", &b)]);
    assert_eq!(list(&ranking), [(1, "b", None), (2, "a", Some(Separation::UntrimmedMean))]);
    assert_eq!(ranking.rows[0].rank_sum, None);
}

/// The same totals from other judges: two judges prefer a by much, three prefer b by little.
fn equal_but_for_ranks() -> [Entry; 2] {
    let a = [("20", "42"), ("20", "44"), ("20", "38"), ("20", "40"), ("20", "36")];
    let b = [("20", "36"), ("20", "38"), ("20", "40"), ("20", "42"), ("20", "44")];
    [entry("a", &a), entry("b", &b)]
}

#[test]
fn then_by_the_sum_of_ranks() {
    let ranking = ranked(&equal_but_for_ranks());
    assert_eq!(list(&ranking), [(1, "b", None), (2, "a", Some(Separation::RankSum))]);
    let sums: Vec<_> = ranking.rows.iter().filter_map(|row| row.rank_sum.as_ref()).collect();
    assert_eq!((sums[0].sum, sums[1].sum), (7, 8));
    assert_eq!(sums[0].seats.len(), 5);
}

#[test]
fn a_rank_of_a_judge_counts_all_nominees_of_the_category() {
    let [a, b] = equal_but_for_ranks();
    let c = [("1", "58"), ("1", "60"), ("1", "40"), ("1", "40"), ("1", "40")];
    let ranking = ranked(&[a, b, entry("c", &c)]);
    let sum = |n: usize| ranking.rows[n].rank_sum.as_ref().map(|it| it.sum);
    let row = |nominee: &str| {
        ranking.rows.iter().position(|row| row.nominee.0 == nominee).expect("ranked")
    };
    assert_eq!(sum(row("a")), Some(8), "c is above a with no judge: 59 < 62, 61 < 64");
    assert_eq!(sum(row("b")), Some(9), "seats 1 and 2 place c above b");
    assert_eq!(ranking.separation(&key("a"), &key("b")), Some(Separation::RankSum));
}

#[test]
fn only_judges_of_every_member_of_the_tied_group_count() {
    let a = [("20", "42"), ("20", "40"), ("20", "40"), ("20", "40"), ("20", "38"), ("", "")];
    let b = [("20", "38"), ("20", "40"), ("20", "40"), ("20", "40"), ("", ""), ("20", "42")];
    let ranking = ranked(&[entry("a", &a), entry("b", &b)]);
    assert_eq!(list(&ranking), [(1, "a", None), (2, "b", Some(Separation::RankSum))]);
    let sum = ranking.rows[1].rank_sum.as_ref().expect("a sum");
    assert_eq!((sum.sum, sum.seats.as_slice()), (5, &[Seat(1), Seat(2), Seat(3), Seat(4)][..]));
}

#[test]
fn who_is_still_equal_shares_the_rank_and_the_next_is_skipped() {
    let same = [("20", "40"); 5];
    let entries = [
        entry("c", &same),
        entry("d", &[("20", "39"); 5]),
        entry("b", &same),
        entry("a", &[("20", "41"); 5]),
    ];
    let ranking = ranked(&entries);
    assert_eq!(
        list(&ranking),
        [
            (1, "a", None),
            (2, "b", Some(Separation::Mean)),
            (2, "c", Some(Separation::Tied)),
            (4, "d", Some(Separation::Mean)),
        ]
    );
}

fn line(line: Line, seats: u32) -> LineSeats {
    LineSeats { line, seats }
}

/// Three equal in their mean, whom every rule would separate, above one who is alone.
fn three_and_one() -> [Entry; 4] {
    [
        entry("a", &[("20", "40"); 5]),
        entry("b", &[("21", "39"); 5]),
        entry("c", &[("22", "38"); 5]),
        entry("d", &[("10", "40"); 5]),
    ]
}

fn stay(entries: &[Entry], lines: &[LineSeats]) -> Ranking {
    rank(&rubric(), entries, Reading::All, Ties::StayOff(lines)).expect("a ranking")
}

#[test]
fn equal_means_away_from_the_line_stay_a_tie() {
    let tied = Some(Separation::Tied);
    for seats in [0, 3, 4, 9] {
        let ranking = stay(&three_and_one(), &[line(Line::Category, seats)]);
        assert_eq!(
            list(&ranking),
            [(1, "a", None), (1, "b", tied), (1, "c", tied), (4, "d", Some(Separation::Mean))],
            "{seats} seats"
        );
        assert_eq!(ranking.separation(&key("a"), &key("c")), tied);
    }
}

#[test]
fn a_group_that_the_line_cuts_is_separated() {
    let by = Some(Separation::FirstCriterion);
    for seats in [1, 2] {
        let ranking = stay(&three_and_one(), &[line(Line::Category, seats)]);
        assert_eq!(
            list(&ranking),
            [(1, "c", None), (2, "b", by), (3, "a", by), (4, "d", Some(Separation::Mean))],
            "{seats} seats"
        );
    }
}

#[test]
fn who_is_away_from_the_line_after_a_step_stays_tied() {
    // The first criterion separates c; a and b differ in their untrimmed mean alone.
    let a = [("20", "40"), ("20", "40"), ("20", "40"), ("20", "40"), ("20", "20")];
    let b = [("20", "40"), ("20", "40"), ("20", "40"), ("20", "40"), ("20", "30")];
    let entries = [entry("a", &a), entry("b", &b), entry("c", &[("21", "39"); 5])];
    let ranks = |seats| {
        let ranking = stay(&entries, &[line(Line::Category, seats)]);
        ranking.rows.iter().map(|row| (row.rank, row.nominee.0.clone())).collect::<Vec<_>>()
    };
    let expected = |ranks: [(usize, &str); 3]| ranks.map(|(rank, key)| (rank, key.to_owned()));
    assert_eq!(ranks(1), expected([(1, "c"), (2, "a"), (2, "b")]));
    assert_eq!(ranks(2), expected([(1, "c"), (2, "b"), (3, "a")]));
    assert_eq!(ranks(3), expected([(1, "a"), (1, "b"), (1, "c")]));
}

#[test]
fn the_line_of_a_unit_cuts_its_own_nominees_alone() {
    let mut entries = three_and_one();
    entries[2].unit = UnitKey::new("other");
    let unit = |name: &str, seats| line(Line::Unit(UnitKey::new(name)), seats);
    let ranking = stay(&entries, &[unit("unit", 2), unit("other", 1)]);
    assert_eq!(ranking.rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [1, 1, 1, 4]);
    // One seat for two of them: the whole group goes through the step.
    let ranking = stay(&entries, &[unit("unit", 1), unit("other", 1)]);
    assert_eq!(ranking.rows.iter().map(|row| row.rank).collect::<Vec<_>>(), [1, 2, 3, 4]);
}

#[test]
fn votes_rank_by_their_number_alone() {
    let voted =
        |(nominee, votes)| Voted { nominee: key(nominee), unit: UnitKey::new("unit"), votes };
    let ranking = rank_by_votes([("a", 3), ("b", 7), ("c", 3), ("d", 0)].map(voted).to_vec());
    let vote = Some(Separation::FinalVote);
    let tied = Some(Separation::Tied);
    assert_eq!(list(&ranking), [(1, "b", None), (2, "a", vote), (2, "c", tied), (4, "d", vote)]);
}

#[test]
fn every_pair_has_its_rule_and_not_only_neighbours() {
    let [a, b] = equal_but_for_ranks();
    let ranking = ranked(&[a, b, entry("c", &[("19", "41"); 5]), entry("d", &[("19", "40"); 5])]);
    let rule = |one, other| ranking.separation(&key(one), &key(other));
    assert_eq!(rule("a", "b"), Some(Separation::RankSum));
    assert_eq!(rule("b", "c"), Some(Separation::FirstCriterion));
    assert_eq!(rule("d", "a"), Some(Separation::Mean));
    assert_eq!(rule("a", "a"), Some(Separation::Tied));
    assert_eq!(rule("a", "nobody"), None);
}

#[test]
fn means_that_print_alike_are_alike() {
    // Retained: 0.5 over seven sheets is 60.0714…, 1 over fifteen is 60.0666…; both print 60.07.
    let scores = |n: usize, one, more: usize, other| -> Vec<_> {
        std::iter::repeat_n(one, n).chain(std::iter::repeat_n(other, more)).collect()
    };
    let entries = [
        entry("a", &scores(7, ("20", "40"), 2, ("20", "40.5"))),
        entry("b", &scores(14, ("21", "39"), 3, ("21", "39.5"))),
    ];
    let ranking = ranked(&entries);
    assert_eq!(list(&ranking), [(1, "b", None), (2, "a", Some(Separation::FirstCriterion))]);
    assert!(ranking.rows.iter().all(|row| row.basis.score().unwrap().mean == points("60.07")));
}

#[test]
fn too_few_sheets_give_no_rank() {
    let entries = [entry("a", &[("20", "40"); 4]), entry("b", &[("1", "1"); 5])];
    let ranking = ranked(&entries);
    assert_eq!(list(&ranking), [(1, "b", None)]);
    assert_eq!((ranking.unranked[0].valid, ranking.unranked[0].needed), (4, 5));
}

#[test]
fn contradicting_entries_are_refused() {
    let twice = [entry("a", &[]), entry("a", &[])];
    assert_eq!(
        rank(&rubric(), &twice, Reading::All, Ties::Separate),
        Err(RankProblem::NomineeTwice(key("a")))
    );
    let mut one = entry("a", &[("20", "40"); 5]);
    one.sheets.extend(entry("a", &[("1", "1")]).sheets);
    let problem = rank(&rubric(), &[one], Reading::All, Ties::Separate).expect_err("a problem");
    assert_eq!(problem.to_string(), "nominee `a`: seat 1 has more than one sheet");
}

/// A category in which ties of every kind are frequent: few different scores, some sheets absent.
fn category() -> impl Strategy<Value = Vec<Entry>> {
    let score = prop_oneof![9 => (0..3_i64, 0..3_i64).prop_map(Some), 1 => Just(None)];
    let sheets = prop::collection::vec(score, 7);
    prop::collection::vec(sheets, 1..9).prop_map(|nominees| {
        let half = |n: i64| Some(Points::hundredths(n * 50));
        let entry = |(n, scores): (usize, Vec<Option<(i64, i64)>>)| Entry {
            nominee: NomineeKey::new(format!("n{n}")),
            unit: UnitKey::new(format!("u{}", n % 3)),
            sheets: (1..)
                .zip(scores)
                .filter_map(|(seat, score)| Some((seat, score?)))
                .map(|(seat, (one, other))| {
                    Sheet::new(&rubric(), Seat(seat), &[half(one), half(other)]).expect("a sheet")
                })
                .collect(),
        };
        nominees.into_iter().enumerate().map(entry).collect()
    })
}

fn shuffled() -> impl Strategy<Value = (Vec<Entry>, Vec<Entry>)> {
    let turned = |entries: Vec<Entry>| {
        entries.into_iter().map(|mut entry| {
            let turn = entry.nominee.0.len() + entry.sheets.len() / 2;
            let n = entry.sheets.len().max(1);
            entry.sheets.rotate_left(turn % n);
            entry.sheets.reverse();
            entry
        })
    };
    category().prop_flat_map(move |entries| {
        (Just(entries.clone()), Just(turned(entries).collect::<Vec<_>>()).prop_shuffle())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_order_of_the_input_does_not_matter((entries, other) in shuffled()) {
        prop_assert_eq!(ranked(&entries), ranked(&other));
    }

    #[test]
    fn the_lines_give_the_same_seats_however_ties_off_them_are_taken(
        entries in category(),
        seats in prop::collection::vec(0_u32..4, 4),
        is_open in any::<bool>(),
    ) {
        let unit = |n: usize| line(Line::Unit(UnitKey::new(format!("u{n}"))), seats[n]);
        let lines = if is_open { vec![line(Line::Category, seats[3])] } else { (0..3).map(unit).collect() };
        let (separated, stayed) = (ranked(&entries), stay(&entries, &lines));
        let outcomes = |ranking: &Ranking| {
            let selection = crate::quota::select(ranking, &lines, &[]).expect("a selection");
            let rows = selection.rows.into_iter().map(|row| (row.nominee, row.outcome));
            (rows.collect::<std::collections::BTreeMap<_, _>>(), selection.lines)
        };
        prop_assert_eq!(outcomes(&separated), outcomes(&stayed));
        for row in &stayed.rows {
            let better = stayed.rows.iter().filter(|other| other.rank < row.rank).count();
            prop_assert_eq!(row.rank, better + 1);
            for other in &stayed.rows {
                let rule = stayed.separation(&row.nominee, &other.nominee);
                prop_assert_eq!(rule == Some(Separation::Tied), row.rank == other.rank);
                // What is separated is so by the same rule, and in the same order.
                if rule != Some(Separation::Tied) {
                    prop_assert_eq!(rule, separated.separation(&row.nominee, &other.nominee));
                }
            }
        }
    }

    #[test]
    fn ranks_count_who_is_better_and_agree_with_every_pair(entries in category()) {
        let ranking = ranked(&entries);
        for row in &ranking.rows {
            let better = ranking.rows.iter().filter(|other| other.rank < row.rank).count();
            prop_assert_eq!(row.rank, better + 1);
            for other in &ranking.rows {
                let rule = ranking.separation(&row.nominee, &other.nominee);
                prop_assert_eq!(rule == Some(Separation::Tied), row.rank == other.rank);
                prop_assert_eq!(rule, ranking.separation(&other.nominee, &row.nominee));
            }
        }
    }
}

#[test]
fn a_hundred_orders_of_one_category_give_one_ranking() {
    let [a, b] = equal_but_for_ranks();
    let same = [("19", "41"); 5];
    let mut entries = vec![a, b, entry("c", &same), entry("d", &same), entry("e", &same)];
    let first = ranked(&entries);
    for n in 1..=100 {
        let len = entries.len();
        entries.swap(n % len, (n * 3 + 1) % len);
        entries.rotate_left(n % 2);
        for entry in &mut entries {
            entry.sheets.rotate_left(1);
        }
        assert_eq!(ranked(&entries), first);
    }
}
