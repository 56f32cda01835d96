//! Categories in which ties are frequent, and people who decide them.

use domain::{
    quota::{
        AddedSeats, FirstSeats, Fixed, Outcome, Quota, Resolution, TieDecision, Undecided, Votes,
        Weighted,
    },
    ranking::{NomineeKey, TiesOffLine, UnitKey},
    result_package::{
        Category, FinalJudging, FinalStage, Input, JudgeSheet, Nominee, Package, Recusal, Rules,
        SheetState, shortlist,
    },
    score_sheet::{ConflictKind, Criterion, Points, Seat},
};
use proptest::{prelude::*, sample::Index};

use super::{input, nominee, packed};

/// What a judge did with a nominee.
#[derive(Clone, Debug)]
enum Judged {
    Sheet(SheetState, Vec<Index>),
    Recused(ConflictKind),
    Absent,
}

fn judged() -> impl Strategy<Value = Judged> {
    let scores = || prop::collection::vec(any::<Index>(), 3);
    prop_oneof![
        16 => scores().prop_map(|scores| Judged::Sheet(SheetState::Valid, scores)),
        1 => scores().prop_map(|scores| Judged::Sheet(SheetState::Void, scores)),
        1 => prop::sample::select(ConflictKind::ALL).prop_map(Judged::Recused),
        1 => Just(Judged::Absent),
    ]
}

fn quota() -> impl Strategy<Value = Quota> {
    let unit = |n: usize| UnitKey::new(format!("u{n}"));
    let fixed = move |seats: Vec<u32>| {
        let unit = |(n, seats)| Fixed { unit: unit(n), sort_order: 0, seats };
        Quota::Fixed { units: seats.into_iter().enumerate().map(unit).collect() }
    };
    let proportional = move |(seats, first, weights): (u32, FirstSeats, Vec<i64>)| {
        let unit = |(n, weight)| Weighted { unit: unit(n), sort_order: 0, weight };
        let units = weights.into_iter().enumerate().map(unit).collect();
        Quota::Proportional { seats, first, units }
    };
    prop_oneof![
        (0..9_u32).prop_map(|seats| Quota::Open { seats }),
        prop::collection::vec(0..4_u32, 3).prop_map(fixed),
        (0..9_u32, prop::sample::select(FirstSeats::ALL), prop::collection::vec(0..200_i64, 3),)
            .prop_map(proportional),
    ]
}

/// Nominees, by unit and what the judges did; half of them are judged like the one before.
fn nominees() -> impl Strategy<Value = Vec<(usize, Vec<Judged>)>> {
    let judges = prop::collection::vec(judged(), 8);
    prop::collection::vec((0..3_usize, judges, any::<bool>()), 0..9).prop_map(|nominees| {
        let mut before = Vec::new();
        let like_the_one_before = |(unit, judges, is_alike): (usize, Vec<Judged>, bool)| {
            if !is_alike {
                before = judges;
            }
            (unit, before.clone())
        };
        nominees.into_iter().map(like_the_one_before).collect()
    })
}

/// A category in which ties are frequent.
pub(crate) fn any_input() -> impl Strategy<Value = Input> {
    let ties = prop::sample::select(TiesOffLine::ALL);
    (quota(), prop::collection::vec(1..4_i64, 1..4), nominees(), ties).prop_map(
        |(quota, maxima, nominees, ties)| {
            let max = |n: usize| Points::hundredths(maxima[n] * 50);
            let criteria = (0..maxima.len()).map(|n| Criterion::new(format!("c{n}"), max(n)));
            let mut input = Input { quota, panel: (1..=8).map(Seat).collect(), ..input(&[]) };
            input.rules = Rules::new(criteria.collect(), AddedSeats::Allowed, ties);
            for (n, (unit, judges)) in nominees.into_iter().enumerate() {
                let unit = UnitKey::new(format!("u{unit}"));
                input.nominees.push(Nominee { nominee: nominee(n), unit });
                for (seat, judged) in (1..).map(Seat).zip(judges) {
                    add(&mut input, &maxima, nominee(n), seat, judged);
                }
            }
            input
        },
    )
}

/// The same with a final: sheets or votes of those whom the first stage puts on the shortlist.
pub(crate) fn any_final() -> impl Strategy<Value = Input> {
    let judged = prop::collection::vec(prop::collection::vec(judged(), 8), 9);
    let votes = prop::collection::vec(0..8_u32, 9);
    (any_input(), 100..300_u32, judged, votes, any::<bool>()).prop_map(
        |(mut input, shortlist_percent, judged, votes, is_vote)| {
            let list = shortlist(&input, shortlist_percent).expect("a shortlist");
            let on = list.nominees.into_iter().filter(|row| row.outcome == Outcome::Selected);
            let on: Vec<NomineeKey> = on.map(|row| row.nominee).collect();
            let judging = if is_vote {
                let votes = on.into_iter().zip(votes);
                let votes = votes.map(|(nominee, votes)| Votes { nominee, votes }).collect();
                FinalJudging::Vote { ballots: 7, reference: "minutes".into(), votes }
            } else {
                let maxima: Vec<i64> =
                    input.rules.criteria.iter().map(|it| it.max.in_hundredths() / 50).collect();
                let mut of_final = Input { sheets: vec![], recusals: vec![], ..input.clone() };
                for (nominee, judges) in on.into_iter().zip(judged) {
                    for (seat, judged) in (1..).map(Seat).zip(judges) {
                        add(&mut of_final, &maxima, nominee.clone(), seat, judged);
                    }
                }
                FinalJudging::Sheets { sheets: of_final.sheets, recusals: of_final.recusals }
            };
            input.final_stage = Some(FinalStage { shortlist_percent, judging });
            input
        },
    )
}

fn add(input: &mut Input, maxima: &[i64], nominee: NomineeKey, seat: Seat, judged: Judged) {
    match judged {
        Judged::Sheet(state, scores) => {
            let steps = |max: i64| usize::try_from(max + 1).expect("small");
            let score = |(index, max): (&Index, &i64)| {
                Points::hundredths(i64::try_from(index.index(steps(*max))).expect("small") * 50)
            };
            let scores = scores.iter().zip(maxima).map(score).collect();
            input.sheets.push(JudgeSheet { nominee, seat, state, scores });
        }
        Judged::Recused(kind) => input.recusals.push(Recusal { seat, nominee, kind }),
        Judged::Absent => {}
    }
}

/// Decides whatever is tied across a line, until nothing is left.
pub(crate) fn settled(mut input: Input, choices: &[Index]) -> Package {
    for choice in choices.iter().cycle() {
        let package = packed(input);
        let undecided = package.categories[0]
            .results
            .lines
            .iter()
            .find_map(|line| Some((line.line.clone(), line.undecided.clone()?)));
        let Some((line, undecided)) = undecided else { return package };
        let resolution = resolution(&undecided, choice.index(3));
        let Category { input: mut undone, .. } =
            package.categories.into_iter().next().expect("one");
        undone.tie_decisions.push(TieDecision { line, reference: "minutes".into(), resolution });
        input = undone;
    }
    unreachable!("every decision leaves fewer undecided")
}

fn resolution(undecided: &Undecided, choice: usize) -> Resolution {
    let group = undecided.group.clone();
    match choice {
        0 => {
            let votes = group
                .into_iter()
                .enumerate()
                .map(|(n, nominee)| Votes { nominee, votes: u32::from(n == 0) });
            Resolution::Vote { ballots: 1, votes: votes.collect() }
        }
        1 => Resolution::AddedSeat { nominees: group },
        _ => Resolution::Lot { order: group.into_iter().rev().collect() },
    }
}
