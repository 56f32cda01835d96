//! A review package states what follows from it: on any panel, in any order of its sheets, and whoever
//! changes a figure is found out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use domain::{
    result_package::{Header, SheetState},
    review_package::{
        Decision, Input, LectureProblem, Member, PanelSheet, Results, ReviewPackage,
        ReviewPackageProblem, Rules, Score, Sitting, Vote, build, check, recompute,
    },
    review_sheet::Dimension,
    score_sheet::{ConflictKind, Points, Seat, Trim},
    trial_lecture::{Advisory, Outcome, Verdict, Veto, VetoVote},
};
use proptest::prelude::*;

const DOCUMENT: &str = include_str!("../../docs/review-package.md");
/// The maxima of R1 in half points.
const HALVES: [i64; 9] = [40, 20, 20, 20, 20, 20, 24, 20, 16];

fn sitting() -> Sitting {
    Sitting { session: 7, held_on: "2026-12-10".parse().unwrap() }
}

fn packed(input: Input) -> ReviewPackage {
    build(sitting(), vec![input]).unwrap()
}

fn results(input: Input) -> Results {
    packed(input).lectures.remove(0).results
}

/// A panelist, and the sheet of one who wrote it.
#[derive(Clone, Debug)]
struct Panelist {
    member: Member,
    sheet: Option<(SheetState, [i64; 9], Option<Veto>)>,
    vote: Option<VetoVote>,
}

impl Panelist {
    fn judges(&self) -> bool {
        self.member.is_present && self.member.has_declared && self.member.conflict.is_none()
    }

    /// The halves of a sheet that counts, by criteria.
    fn counts(&self) -> Option<&[i64; 9]> {
        let (state, halves, _) = self.sheet.as_ref()?;
        (self.judges() && *state == SheetState::Valid).then_some(halves)
    }
}

fn panelist() -> impl Strategy<Value = Panelist> {
    let score = |most: i64| prop_oneof![4 => most * 6 / 10..=most, 1 => 0..=most];
    let halves = HALVES.map(score);
    let state = prop_oneof![9 => Just(SheetState::Valid), 1 => Just(SheetState::Void)];
    let veto = prop_oneof![6 => Just(None), 1 => prop::sample::select(Veto::ALL).prop_map(Some)];
    let conflict =
        prop_oneof![9 => Just(None), 1 => prop::sample::select(ConflictKind::ALL).prop_map(Some)];
    let member = (prop::bool::weighted(0.93), prop::bool::weighted(0.95), conflict).prop_map(
        |(is_present, has_declared, conflict)| Member {
            seat: Seat(0),
            is_present,
            has_declared,
            conflict,
        },
    );
    let sheet = prop::option::weighted(0.93, (state, halves, veto));
    let vote = prop::option::weighted(0.7, prop::sample::select(VetoVote::ALL));
    (member, sheet, vote).prop_map(|(member, sheet, vote)| Panelist { member, sheet, vote })
}

fn panel() -> impl Strategy<Value = Vec<Panelist>> {
    prop::collection::vec(panelist(), 3..12).prop_map(|mut panel| {
        for (seat, one) in (1..).zip(&mut panel) {
            one.member.seat = Seat(seat);
        }
        panel
    })
}

fn input(panel: &[Panelist]) -> Input {
    let sheet = |one: &Panelist| {
        let (state, halves, veto) = one.sheet?;
        let scores = halves.iter().map(|n| Points::hundredths(50 * n)).collect();
        Some(PanelSheet { seat: one.member.seat, state, scores, veto })
    };
    let vote = |one: &Panelist| Some(Vote { seat: one.member.seat, vote: one.vote? });
    Input {
        lecture: "l5".into(),
        title: "潮汐与月亮".into(),
        version_no: 1,
        round_no: 1,
        rules: Rules::new(5),
        panel: panel.iter().map(|one| one.member).collect(),
        sheets: panel.iter().filter_map(sheet).collect(),
        votes: panel.iter().filter_map(vote).collect(),
        decision: Decision::default(),
    }
}

/// The mean of whole numbers of half points, in hundredths, rounded half up.
fn mean(halves: &[i64]) -> i64 {
    let n = i64::try_from(halves.len()).unwrap();
    let sum: i64 = halves.iter().sum();
    (100 * sum + n) / (2 * n)
}

/// Total and dimensions, in hundredths.
type Means = (i64, [i64; 3]);

/// What domain §4.1 and §4.2 say, written down a second time.
fn by_the_book(panel: &[Panelist]) -> (Vec<i64>, Option<Means>, Verdict) {
    let counting: Vec<_> = panel.iter().filter_map(|one| Some((one, one.counts()?))).collect();
    let totals: Vec<i64> =
        counting.iter().map(|(_, halves)| 50 * halves.iter().sum::<i64>()).collect();
    let mut kept: Vec<(i64, u32, &[i64; 9])> = counting
        .iter()
        .map(|(one, halves)| (halves.iter().sum(), one.member.seat.0, *halves))
        .collect();
    kept.sort_by_key(|(total, seat, _)| (*total, *seat));
    if kept.len() >= 5 {
        // Of equal totals the sheet of the higher seat goes, at both ends.
        let lowest = kept[0].0;
        let at = kept.iter().rposition(|(total, ..)| *total == lowest).unwrap();
        kept.pop();
        kept.remove(at.min(kept.len() - 1));
    }
    let figures = (kept.len() >= 3).then(|| {
        let sums = |from: usize, to: usize| {
            mean(&kept.iter().map(|(.., it)| it[from..to].iter().sum()).collect::<Vec<i64>>())
        };
        (sums(0, 9), [sums(0, 3), sums(3, 6), sums(6, 9)])
    });
    let present = panel.iter().filter(|one| one.member.is_present).count();
    let Some((total, [soundness, ..])) = figures.filter(|_| present >= 5) else {
        return (totals, figures, Verdict::Advisory);
    };
    let judges = panel.iter().filter(|one| one.judges()).count();
    let raised =
        counting.iter().any(|(one, _)| one.sheet.as_ref().is_some_and(|it| it.2.is_some()));
    let cast = |vote| panel.iter().filter(|one| one.judges() && one.vote == Some(vote)).count();
    let (curable, not) = (cast(VetoVote::Correctable), cast(VetoVote::Uncorrectable));
    let is_confirmed = raised && 2 * (curable + not) > judges;
    let verdict = if total < 6_000 || soundness < 2_400 || is_confirmed && not > curable {
        Verdict::Reject
    } else if total >= 8_000 && soundness >= 3_200 && !is_confirmed {
        Verdict::Approve
    } else {
        Verdict::Revise
    };
    (totals, figures, verdict)
}

fn hundredths(score: &Score) -> Means {
    let of = |n: usize| score.dimensions[n].mean.in_hundredths();
    (score.mean.in_hundredths(), [of(0), of(1), of(2)])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_panel_comes_to_what_the_rules_say(panel in panel()) {
        let package = packed(input(&panel));
        let text = serde_json::to_string(&package).unwrap();
        prop_assert_eq!(&serde_json::from_str::<ReviewPackage>(&text).unwrap(), &package);
        let again = recompute(&package).unwrap();
        prop_assert_eq!(again.differences, vec![]);
        let results = &again.results[0];
        prop_assert_eq!(results, &package.lectures[0].results);
        let (totals, figures, verdict) = by_the_book(&panel);
        let stated: Vec<i64> = results.totals.iter().map(|it| it.total.in_hundredths()).collect();
        prop_assert_eq!(stated, totals);
        prop_assert_eq!(results.score.as_ref().map(hundredths), figures);
        prop_assert_eq!(results.verdict, verdict);
        prop_assert_eq!(results.advisory.is_some(), verdict == Verdict::Advisory);
    }

    #[test]
    fn the_order_of_seats_sheets_and_votes_never_matters(
        (input, panel, sheets, votes) in panel().prop_flat_map(|panel| {
            let input = input(&panel);
            let (members, sheets) = (input.panel.clone(), input.sheets.clone());
            let votes = input.votes.clone();
            (
                Just(input),
                Just(members).prop_shuffle(),
                Just(sheets).prop_shuffle(),
                Just(votes).prop_shuffle(),
            )
        }),
    ) {
        let other = Input { panel, sheets, votes, ..input.clone() };
        prop_assert_eq!(results(input), results(other));
    }

    #[test]
    fn raising_one_mark_never_lowers_the_total(
        panel in panel(),
        which in any::<prop::sample::Index>(),
        criterion in 0..9_usize,
    ) {
        let before = results(input(&panel)).score.map(|score| score.mean);
        let mut raised = panel.clone();
        let at = which.index(raised.len());
        if let Some((_, halves, _)) = &mut raised[at].sheet {
            halves[criterion] = HALVES[criterion].min(halves[criterion] + 1);
        }
        let after = results(input(&raised)).score.map(|score| score.mean);
        prop_assert_eq!(before.is_some(), after.is_some());
        prop_assert!(after >= before);
    }

    #[test]
    fn a_recused_panelist_is_absent_and_not_zero(
        panel in panel(),
        which in any::<prop::sample::Index>(),
    ) {
        let mut recused = panel.clone();
        let at = which.index(recused.len());
        recused[at].member.conflict = Some(ConflictKind::JointWork);
        let mut without = recused.clone();
        without[at].sheet = None;
        prop_assert_eq!(results(input(&recused)), results(input(&without)));
        let seat = recused[at].member.seat;
        prop_assert!(results(input(&recused)).totals.iter().all(|total| total.seat != seat));
    }

    #[test]
    fn any_changed_figure_is_found(panel in panel(), more in 1..500_i64) {
        let mut package = packed(input(&panel));
        let results = &mut package.lectures[0].results;
        let add = |points: Points| Points::hundredths(points.in_hundredths() + more);
        match (&mut results.score, results.totals.first_mut()) {
            (Some(score), _) => match more % 4 {
                0 => score.mean = add(score.mean),
                1 => score.dimensions[2].mean = add(score.dimensions[2].mean),
                2 => score.criterion_means[8] = add(score.criterion_means[8]),
                _ => results.veto = match results.veto {
                    None => Some(Outcome::Dropped),
                    Some(_) => None,
                },
            },
            (None, Some(total)) => total.total = add(total.total),
            (None, None) => results.verdict = Verdict::Approve,
        }
        prop_assert_eq!(recompute(&package).unwrap().differences.len(), 1);
    }
}

/// Five who judge, each with these half points on every criterion.
fn even(halves: i64) -> Vec<Panelist> {
    let one = |seat| Panelist {
        member: Member { seat: Seat(seat), is_present: true, has_declared: true, conflict: None },
        sheet: Some((SheetState::Valid, [halves; 9], None)),
        vote: None,
    };
    (1..=5).map(one).collect()
}

#[test]
fn a_veto_takes_the_votes_of_those_who_judge() {
    let mut panel = even(16);
    assert_eq!(results(input(&panel)).verdict, Verdict::Revise);
    panel[4].sheet = Some((SheetState::Valid, [16; 9], Some(Veto::Unsafe)));
    for one in &mut panel[2..] {
        one.vote = Some(VetoVote::Uncorrectable);
    }
    let vetoed = results(input(&panel));
    assert_eq!((vetoed.veto, vetoed.verdict), (Some(Outcome::Uncorrectable), Verdict::Reject));
    // Two of five are no majority, and a vote of whoever does not judge is none.
    panel[2].member.is_present = false;
    panel
        .push(Panelist { member: Member { seat: Seat(6), ..panel[0].member }, ..panel[0].clone() });
    assert_eq!(results(input(&panel)).veto, Some(Outcome::Dropped));
}

#[test]
fn too_few_have_comments_only() {
    let mut panel = even(16);
    panel[4].member.is_present = false;
    assert_eq!(results(input(&panel)).advisory, Some(Advisory::Panel));
    let mut panel = even(16);
    for one in &mut panel[2..] {
        one.sheet = None;
    }
    let few = results(input(&panel));
    assert_eq!((few.advisory, few.verdict), (Some(Advisory::Sheets), Verdict::Advisory));
    assert_eq!((few.totals.len(), few.score), (2, None));
}

#[test]
fn what_contradicts_itself_is_refused() {
    let refused = |change: &dyn Fn(&mut Input)| {
        let mut input = input(&even(10));
        change(&mut input);
        match build(sitting(), vec![input]).unwrap_err() {
            ReviewPackageProblem::Lecture { problem, .. } => *problem,
            other => panic!("{other}"),
        }
    };
    assert_eq!(refused(&|it| it.panel.push(it.panel[0])), LectureProblem::SeatTwice(Seat(1)));
    assert_eq!(
        refused(&|it| it.sheets.push(it.sheets[1].clone())),
        LectureProblem::SheetTwice(Seat(2))
    );
    assert_eq!(refused(&|it| it.sheets[0].seat = Seat(9)), LectureProblem::UnknownSeat(Seat(9)));
    let vote = |seat| Vote { seat: Seat(seat), vote: VetoVote::No };
    assert_eq!(refused(&|it| it.votes = vec![vote(9)]), LectureProblem::UnknownSeat(Seat(9)));
    assert_eq!(
        refused(&|it| it.votes = vec![vote(3), vote(3)]),
        LectureProblem::VoteTwice(Seat(3))
    );
    assert!(matches!(
        refused(&|it| it.rules.rubric = "R1/2".into()),
        LectureProblem::OtherRubric(_)
    ));
    let odd = refused(&|it| it.sheets[0].scores[8] = Points::hundredths(850));
    assert_eq!(odd.to_string(), "sheet of seat 1: score 9 of `takeaway` is above_maximum");
    let twice = build(sitting(), vec![input(&even(10)), input(&even(10))]);
    assert_eq!(twice.unwrap_err(), ReviewPackageProblem::LectureTwice("l5".into()));
    let header = |format: &str, version| Header { format: format.into(), version };
    assert!(check(&header("whetstone-result", 1)).is_err());
    assert!(check(&header("whetstone-review", 2)).is_err());
}

#[test]
fn the_documented_example_is_computed_as_it_states() {
    let start = DOCUMENT.find("```json\n").unwrap() + "```json\n".len();
    let end = start + DOCUMENT[start..].find("```").unwrap();
    let package: ReviewPackage = serde_json::from_str(&DOCUMENT[start..end]).unwrap();
    assert_eq!(recompute(&package).unwrap().differences, vec![]);
    let score = package.lectures[0].results.score.as_ref().unwrap();
    assert_eq!(score.trim, Trim::Trimmed { highest: Seat(1), lowest: Seat(5) });
    assert_eq!(score.dimensions[0].dimension, Dimension::Soundness);
    assert_eq!(package.lectures[0].input.decision.confirmed, Some(Verdict::Revise));
}
