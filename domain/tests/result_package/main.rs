//! A package states what follows from it, and whoever changes a figure is found out.

mod any_input;
mod property;
mod spoil;

use domain::{
    quota::{
        AddedSeats, FirstSeats, Line, Outcome, Quota, QuotaProblem, Resolution, TieDecision, Votes,
        Weighted,
    },
    ranking::{NomineeKey, Separation, TiesOffLine, UnitKey},
    result_package::{
        CategoryProblem, Cycle, FinalJudging, FinalProblem, FinalStage, Header, Input, JudgeSheet,
        Nominee, Package, PackageProblem, Recusal, Rules, SheetState, build, recompute,
    },
    score_sheet::{ConflictKind, Criterion, Points, Seat},
};
use serde_json::Value;

use self::spoil::{spoiled, stated};

const DOCUMENT: &str = include_str!("../../../docs/result-package.md");

fn points(text: &str) -> Points {
    text.parse().expect("points")
}

fn cycle() -> Cycle {
    Cycle { title: "2026年度评优".into(), year: 2026 }
}

fn nominee(n: usize) -> NomineeKey {
    NomineeKey::new(format!("N{n:02}"))
}

/// A category with two criteria, five judges and the given pairs of scores, the same of all.
fn input(scores: &[(&str, &str)]) -> Input {
    let criterion = |code, max| Criterion::new(code, points(max));
    let sheets = (1..).zip(scores).flat_map(|(n, (one, other))| {
        (1..=5).map(move |seat| JudgeSheet {
            nominee: nominee(n),
            seat: Seat(seat),
            state: SheetState::Valid,
            scores: vec![points(one), points(other)],
        })
    });
    Input {
        category: "tutor".into(),
        title: "优秀科技辅导员".into(),
        rules: Rules::new(
            vec![criterion("effect", "40"), criterion("reach", "60")],
            AddedSeats::Forbidden,
            TiesOffLine::Separate,
        ),
        panel: (1..=5).map(Seat).collect(),
        nominees: (1..=scores.len())
            .map(|n| Nominee { nominee: nominee(n), unit: UnitKey::new("nanhu") })
            .collect(),
        sheets: sheets.collect(),
        recusals: vec![],
        quota: Quota::Open { seats: 1 },
        tie_decisions: vec![],
        final_stage: None,
    }
}

fn packed(input: Input) -> Package {
    build(cycle(), vec![input]).expect("a package")
}

fn refused(input: Input) -> CategoryProblem {
    match build(cycle(), vec![input]) {
        Err(PackageProblem::Category { problem, .. }) => *problem,
        other => panic!("not refused but {other:?}"),
    }
}

#[test]
fn the_results_of_a_small_category_are_these() {
    let package = packed(input(&[("30", "50"), ("31", "49.5"), ("30", "50.5")]));
    let rows: Vec<_> = package.categories[0]
        .results
        .nominees
        .iter()
        .map(|row| {
            let score = row.score.as_ref().expect("a score");
            (row.nominee.0.as_str(), score.rank, score.mean.to_string(), score.separation)
        })
        .collect();
    assert_eq!(
        rows,
        [
            ("N02", 1, "80.50".to_owned(), None),
            ("N03", 2, "80.50".to_owned(), Some(Separation::FirstCriterion)),
            ("N01", 3, "80.00".to_owned(), Some(Separation::Mean)),
        ]
    );
}

#[test]
fn a_package_survives_being_json() {
    let package = packed(input(&[("30", "50"), ("30", "50")]));
    let text = serde_json::to_string(&package).expect("JSON");
    assert!(text.contains(r#""scores":["30.00","50.00"]"#), "{text}");
    let read: Package = serde_json::from_str(&text).expect("a package");
    assert_eq!(read, package);
    assert_eq!(recompute(&read).expect("results").differences, []);
}

fn example() -> Package {
    let start = DOCUMENT.find("```json\n").expect("an example") + "```json\n".len();
    let text = &DOCUMENT[start..];
    let text = &text[..text.find("```").expect("its end")];
    serde_json::from_str(text).expect("a package")
}

#[test]
fn the_example_of_the_document_is_right() {
    assert_eq!(recompute(&example()).expect("results").differences, []);
}

#[test]
fn a_changed_figure_is_named_with_both_values() {
    let mut package = packed(input(&[("30", "50"), ("30", "49")]));
    let score = package.categories[0].results.nominees[1].score.as_mut().expect("a score");
    score.mean = points("80.01");
    let differences = recompute(&package).expect("results").differences;
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0].path, "tutor/nominees/N02/mean");
    assert_eq!(differences[0].stated.as_deref(), Some("80.01"));
    assert_eq!(differences[0].computed.as_deref(), Some("79.00"));
}

#[test]
fn a_nominee_left_out_of_the_results_is_missed() {
    let mut package = packed(input(&[("30", "50"), ("30", "49")]));
    package.categories[0].results.nominees.pop();
    let differences = recompute(&package).expect("results").differences;
    assert!(differences.iter().any(|it| it.path == "tutor/nominees/N02/rank"));
    assert!(differences.iter().all(|it| it.stated.is_none()));
}

#[test]
fn other_formats_and_versions_are_refused() {
    let package = packed(input(&[]));
    let other = Package { format: "catalogue".into(), ..package.clone() };
    let unknown = Err(PackageProblem::UnknownFormat("catalogue".into()));
    assert_eq!(recompute(&other), unknown);
    let newer = Package { version: 3, ..package };
    assert_eq!(recompute(&newer), Err(PackageProblem::UnknownVersion(3)));
    let header: Header =
        serde_json::from_str(r#"{"format":"whetstone-result","version":3,"more":{}}"#)
            .expect("a header");
    assert_eq!(header.check(), Err(PackageProblem::UnknownVersion(3)));
}

/// One seat for two units, each of which is to have one first.
fn too_few_seats() -> Input {
    let unit = |(sort_order, unit)| Weighted { unit: UnitKey::new(unit), sort_order, weight: 1 };
    Input {
        quota: Quota::Proportional {
            seats: 1,
            first: FirstSeats::OneEach,
            units: [(1, "nanhu"), (2, "haiyan")].map(unit).to_vec(),
        },
        ..input(&[("30", "50"), ("20", "50")])
    }
}

#[test]
fn fewer_seats_than_units_are_of_version_1_alone() {
    let package = build(cycle(), vec![too_few_seats()]).expect("a package");
    assert_eq!(package.version, 1, "what was announced so goes by the rules of its announcement");
    assert_eq!(recompute(&package).expect("results").differences, []);
    let problem = recompute(&Package { version: 2, ..package }).expect_err("a problem");
    let PackageProblem::Category { problem, .. } = problem else { panic!("of a category") };
    assert_eq!(
        *problem,
        CategoryProblem::Quota(QuotaProblem::FewerSeatsThanUnits { seats: 1, units: 2 })
    );
}

/// Three nominees of whom two are in a final by vote.
fn by_vote(votes: &[(usize, u32)]) -> Input {
    let votes = votes.iter().map(|(n, votes)| Votes { nominee: nominee(*n), votes: *votes });
    let judging =
        FinalJudging::Vote { ballots: 5, reference: "minutes".into(), votes: votes.collect() };
    Input {
        final_stage: Some(FinalStage { shortlist_percent: 150, judging }),
        ..input(&[("30", "50"), ("20", "50"), ("10", "50")])
    }
}

#[test]
fn a_final_that_contradicts_itself_is_refused() {
    let problem = |votes: &[(usize, u32)]| {
        let problem = build(cycle(), vec![by_vote(votes)]).expect_err("a problem");
        let PackageProblem::Category { problem, .. } = problem else { panic!("of a category") };
        *problem
    };
    assert_eq!(problem(&[(3, 1)]), FinalProblem::NotShortlisted(nominee(3)).into());
    assert_eq!(problem(&[(1, 1), (1, 2)]), FinalProblem::VotedTwice(nominee(1)).into());
    assert_eq!(problem(&[(1, 6)]), FinalProblem::TooManyVotes(nominee(1)).into());
    let mut nowhere = by_vote(&[(1, 1)]);
    if let Some(FinalStage { judging: FinalJudging::Vote { reference, .. }, .. }) =
        &mut nowhere.final_stage
    {
        reference.clear();
    }
    assert!(build(cycle(), vec![nowhere]).is_err());
    let package = build(cycle(), vec![by_vote(&[(1, 2), (2, 3)])]).expect("a package");
    let ranked = package.categories[0].results.nominees.iter().map(|row| row.nominee.clone());
    assert_eq!(ranked.collect::<Vec<_>>(), [nominee(2), nominee(1)], "votes alone decide");
}

#[test]
fn ties_off_the_line_stay_where_the_package_says_so_and_are_separated_where_it_says_nothing() {
    // Equal in their mean, the second better in the first criterion; both or none get a seat.
    let of = |ties| Input {
        rules: Rules { ties_off_line: ties, ..input(&[]).rules },
        quota: Quota::Open { seats: 2 },
        ..input(&[("20", "40"), ("21", "39")])
    };
    let ranks = |package: &Package| {
        let nominees = &package.categories[0].results.nominees;
        let rank =
            |row: &domain::result_package::NomineeResult| row.score.as_ref().map(|it| it.rank);
        nominees.iter().filter_map(rank).collect::<Vec<_>>()
    };
    let stay = build(cycle(), vec![of(TiesOffLine::Stay)]).expect("a package");
    assert_eq!(ranks(&stay), [1, 1]);
    let separated = build(cycle(), vec![of(TiesOffLine::Separate)]).expect("a package");
    assert_eq!(ranks(&separated), [1, 2]);
    // As version 1 and what was written before there was the setting have it.
    let mut file = serde_json::to_value(&separated).expect("JSON");
    let rules = file["categories"][0]["input"]["rules"].as_object_mut().expect("rules");
    rules.remove("ties_off_line").expect("the setting");
    let older: Package = serde_json::from_value(file).expect("a package");
    assert_eq!(recompute(&older).expect("results").differences, []);
}

#[test]
fn fields_that_no_version_knows_are_refused() {
    let package = packed(input(&[("30", "50")]));
    for pointer in ["", "/cycle", "/categories/0", "/categories/0/input", "/categories/0/results"] {
        let mut value = serde_json::to_value(&package).expect("JSON");
        value.pointer_mut(pointer).expect("an object")["more"] = Value::Null;
        assert!(serde_json::from_value::<Package>(value).is_err(), "{pointer}");
    }
}

#[test]
fn a_category_stands_there_once() {
    let twice = build(cycle(), vec![input(&[]), input(&[])]);
    assert_eq!(twice, Err(PackageProblem::CategoryTwice("tutor".into())));
    let odd = build(cycle(), vec![Input { category: "a b".into(), ..input(&[]) }]);
    assert_eq!(odd, Err(PackageProblem::Code("a b".into())));
}

#[test]
fn a_sheet_by_a_recused_judge_is_refused() {
    let (seat, nominee) = (Seat(2), nominee(1));
    let recusal = Recusal { seat, nominee: nominee.clone(), kind: ConflictKind::SameUnit };
    let problem = refused(Input { recusals: vec![recusal], ..input(&[("30", "50")]) });
    assert_eq!(problem, CategoryProblem::SheetOfRecused { seat, nominee });
}

#[test]
fn a_void_sheet_of_a_recused_judge_does_not_count() {
    let mut input = input(&[("30", "50"), ("30", "49")]);
    let kind = ConflictKind::TeacherStudent;
    input.recusals.push(Recusal { seat: Seat(2), nominee: nominee(1), kind });
    input.sheets[1].state = SheetState::Void;
    let package = packed(input);
    let rows = &package.categories[0].results.nominees;
    assert_eq!((&rows[1].nominee, rows[1].outcome), (&nominee(1), Outcome::NoResult));
    assert_eq!(rows[1].totals.iter().map(|it| it.seat.0).collect::<Vec<_>>(), [1, 3, 4, 5]);
    assert_eq!(rows[0].outcome, Outcome::Selected);
}

#[test]
fn input_that_contradicts_itself_is_refused_with_its_place() {
    type Spoil = fn(&mut Input);
    let cases: [(Spoil, &str); 13] = [
        (|it| it.sheets[1].seat = Seat(1), "seat 1 has more than one sheet of nominee `N01`"),
        (|it| it.sheets[1].seat = Seat(9), "seat 9 is not in the panel"),
        (|it| it.sheets[1].nominee = nominee(9), "nominee `N09` is not in the list"),
        (
            |it| it.sheets[1].scores[0] = points("40.5"),
            "sheet of seat 2 for nominee `N01`: score 1 of `effect` is above_maximum",
        ),
        (
            |it| it.sheets[1].scores.truncate(1),
            "sheet of seat 2 for nominee `N01`: score 2 of `reach` is missing",
        ),
        (|it| it.panel.push(Seat(3)), "seat 3 stands in the panel more than once"),
        (|it| it.nominees.push(it.nominees[0].clone()), "nominee `N01` is entered more than once"),
        (|it| it.nominees[0].unit = UnitKey::new("a/b"), "`a/b` is no key"),
        (|it| it.rules.tie_order.swap(1, 2), "the order of the tie rules is not known"),
        (
            |it| {
                let resolution = Resolution::AddedSeat { nominees: vec![nominee(1)] };
                let (line, reference) = (Line::Category, "plan, no. 8".into());
                it.tie_decisions.push(TieDecision { line, reference, resolution });
            },
            "a tie decision adds seats, which the rules do not allow",
        ),
        (|it| it.rules.criteria.clear(), "the rubric has no criterion"),
        (
            |it| it.quota = Quota::Fixed { units: vec![] },
            "nominee `N01`: unit `nanhu` has no seats in the quota",
        ),
        (
            |it| {
                it.tie_decisions.push(TieDecision {
                    line: Line::Category,
                    reference: "minutes".into(),
                    resolution: Resolution::Lot { order: vec![nominee(1)] },
                });
            },
            "a tie decision for the category does not hold: nothing is left to decide",
        ),
    ];
    for (spoil, message) in cases {
        let mut input = input(&[("30", "50")]);
        spoil(&mut input);
        let problem = refused(input).to_string();
        assert!(problem.starts_with(message), "{problem}");
    }
}

#[test]
fn every_figure_of_the_example_is_checked() {
    let package = example();
    let mut unchanged = Vec::new();
    for pointer in stated(&package) {
        match spoiled(&package, &pointer) {
            Some(other) => {
                let differences = recompute(&other).expect("results").differences;
                assert_ne!(differences, [], "{pointer}");
            }
            None => unchanged.push(pointer),
        }
    }
    assert!(unchanged.iter().all(|it| it.ends_with("/rank_sum") || it.ends_with("/undecided")));
}
