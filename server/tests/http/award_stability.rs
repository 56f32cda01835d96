//! How stable a list is: a page for supervisor and decision maker, and the same from the package.

use std::{collections::BTreeSet, process::Command};

use domain::{
    form::Field,
    id::NominationId,
    quota::Outcome,
    result_package::{Change, FinalJudging, Package, WhatIf, recompute, what_if},
    score_sheet::Seat,
};

use crate::{
    award_final::in_final,
    award_scene::{
        Cast, cast, cast_of, confirm_all, declare, head, score, scores, some_judges, take,
    },
    table::{tables, text},
    world::{World, worlds},
};

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_the_same_as_the_package_and_nobody_else_reads_it() {
    for world in worlds().await {
        let cast = cast(&world).await;
        confirm_all(&cast).await;
        let path = format!("/award/{}/ranking/{}/stability", cast.cycle, cast.category);
        score(&cast).await;
        assert_eq!(cast.supervisor.get(&path).await.status, 409, "while judges score nobody looks");
        take(&cast.office, cast.cycle, "close_scoring").await;
        let page = cast.supervisor.get(&path).await;
        assert_eq!(page.status, 200, "{}: {}", world.db.name, page.body);
        assert!(page.body.contains("10种改变中，10种不改变名单"), "{}", page.body);
        assert!(page.body.contains("10 / 10"), "the best is chosen in every way: {}", page.body);
        for person in [&cast.office, &cast.judges[0], &world.visitor()] {
            assert_ne!(person.get(&path).await.status, 200);
        }
        let package = cast.supervisor.get(&format!("/award/{}/package", cast.cycle)).await.body;
        let file = std::env::temp_dir().join(format!("stability-{}.json", world.db.name));
        std::fs::write(&file, package).unwrap();
        let asked = ["--without", "1", "--untrimmed", "--weight", "育人成效=9/10"];
        let output = Command::new(env!("CARGO_BIN_EXE_whetstone"))
            .arg("recompute")
            .arg(&file)
            .args(asked)
            .output()
            .unwrap();
        std::fs::remove_file(&file).unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{said}");
        let best = format!("selected n{} n{}", cast.nominees[0], cast.nominees[1]);
        for change in ["without 1, plain", "untrimmed", "育人成效=9/10"] {
            let start = change.split(',').next().unwrap();
            let line = said.lines().find(|line| line.trim().starts_with(start));
            assert!(line.is_some_and(|line| line.contains(&best)), "{change}: {said}");
        }
        let wrong = Command::new(env!("CARGO_BIN_EXE_whetstone"))
            .args(["recompute", "/nowhere", "--weight", "x"])
            .output()
            .unwrap();
        assert_eq!(wrong.status.code(), Some(2));
        world.remove().await;
    }
}

/// A number that looks like chance and is the same in every run (`splitmix64`).
fn chance(of: u64) -> u64 {
    let z = of.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// What a judge gives a nominee in each criterion: with these seeds without each of some judges, without
/// trimming, and with either weight of some criterion somebody else wins.
fn points(seed: u64, judge: usize, nominee: usize) -> [i64; 2] {
    let (judge, nominee) = (u64::try_from(judge).unwrap(), u64::try_from(nominee).unwrap());
    [0, 1].map(|criterion| {
        let of = ((seed * 100 + judge) * 100 + nominee) * 10 + criterion;
        30 + i64::try_from(chance(of) % 12).unwrap()
    })
}

/// Every judge scores the first nominees of a stage.
async fn score_by_chance(cast: &Cast, stage: &str, seed: u64, n_nominees: usize) {
    for (at, judge) in cast.judges.iter().enumerate() {
        if stage == "preliminary" {
            declare(cast, judge).await;
        }
        for (n, id) in cast.nominees.iter().enumerate().take(n_nominees) {
            let [one, two] = points(seed, at, n);
            let sheet = scores(&one.to_string(), &two.to_string(), 0).with(Field::Stage, stage);
            let sent = judge.post(&format!("/score_sheet/{id}"), &sheet).await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
    }
}

/// Who wins by plain arithmetic on whole numbers: means times so many, which nothing rounds apart.
fn by_hand(seed: u64, n_nominees: usize, change: &Change) -> BTreeSet<usize> {
    let weight = |criterion: usize| match change {
        Change::Weight { criterion: of, tenths } if *of == criterion => *tenths,
        _ => 10,
    };
    let mut sums: Vec<(i64, usize)> = (0..n_nominees)
        .map(|nominee| {
            let total = |judge: usize| {
                let [one, two] = points(seed, judge, nominee);
                one * weight(0) + two * weight(1)
            };
            let is_in = |judge: &usize| match change {
                Change::Without(Seat(seat)) => *judge + 1 != usize::try_from(*seat).unwrap(),
                _ => true,
            };
            let mut totals: Vec<i64> = (0..7).filter(is_in).map(total).collect();
            totals.sort_unstable();
            let kept = match change {
                Change::Untrimmed => &totals[..],
                _ => &totals[1..totals.len() - 1],
            };
            (kept.iter().sum(), nominee)
        })
        .collect();
    sums.sort_unstable();
    sums.into_iter().rev().take(2).map(|(_, nominee)| nominee).collect()
}

/// The winners that a package computes once a judge's sheets of the last stage are taken out of it.
fn recomputed_without(package: &Package, seat: Seat) -> BTreeSet<String> {
    let mut less = package.clone();
    let of = less.categories.iter_mut().find(|one| one.input.category == "tutor").unwrap();
    match of.input.final_stage.as_mut().map(|stage| &mut stage.judging) {
        None => {
            of.input.panel.retain(|one| *one != seat);
            of.input.sheets.retain(|sheet| sheet.seat != seat);
        }
        Some(FinalJudging::Sheets { sheets, .. }) => sheets.retain(|sheet| sheet.seat != seat),
        Some(FinalJudging::Vote { .. }) => panic!("nobody votes"),
    }
    let at = less.categories.iter().position(|one| one.input.category == "tutor").unwrap();
    let results = recompute(&less).unwrap().results.swap_remove(at);
    let selected = results.nominees.into_iter().filter(|row| row.outcome == Outcome::Selected);
    selected.map(|row| row.nominee.to_string()).collect()
}

/// What the command says of the package: who is selected, and whose place is open, after each change.
fn commanded(world: &World, package: &str) -> Vec<(String, String, String)> {
    let file = std::env::temp_dir().join(format!("changes-{}.json", world.db.name));
    std::fs::write(&file, package).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_whetstone"));
    command.arg("recompute").arg(&file);
    for seat in 1..=7 {
        command.args(["--without", &seat.to_string()]);
    }
    command.arg("--untrimmed");
    for weight in ["育人成效=11/10", "育人成效=9/10", "活动=11/10", "活动=9/10"] {
        command.args(["--weight", weight]);
    }
    let output = command.output().unwrap();
    std::fs::remove_file(&file).unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    let lines = said.lines().skip_while(|line| !line.starts_with("tutor "));
    let lines = lines.skip(1).take_while(|line| line.starts_with("  "));
    let read = |line: &str| {
        let (change, rest) = line.trim().split_once(": selected ").unwrap();
        let (selected, open) = rest.split_once(", open ").unwrap();
        (change.to_owned(), selected.to_owned(), open.to_owned())
    };
    lines.map(read).collect()
}

/// Compares chart and table of the page with the package, computed again by every way there is.
async fn compare(world: &World, cast: &Cast, (seed, n_nominees): (u64, usize)) {
    let name = |key: &str| {
        let of = |id: &NominationId| format!("n{id}") == key;
        format!("辅导员{}", cast.nominees.iter().position(of).unwrap())
    };
    let path = format!("/award/{}/ranking/{}/stability", cast.cycle, cast.category);
    let page = cast.supervisor.get(&path).await;
    assert_eq!(page.status, 200, "{}: {}", world.db.name, page.body);
    let text_of = cast.supervisor.get(&format!("/award/{}/package", cast.cycle)).await.body;
    let package: Package = serde_json::from_str(&text_of).unwrap();
    let of = package.categories.iter().find(|one| one.input.category == "tutor").unwrap();
    let base: BTreeSet<String> = of
        .results
        .nominees
        .iter()
        .filter(|row| row.outcome == Outcome::Selected)
        .map(|row| row.nominee.to_string())
        .collect();
    let changes: Vec<Change> = (1..=7)
        .map(|seat| Change::Without(Seat(seat)))
        .chain([Change::Untrimmed])
        .chain(
            (0..2).flat_map(|criterion| [11, 9].map(|tenths| Change::Weight { criterion, tenths })),
        )
        .collect();
    let said = commanded(world, &text_of);
    assert_eq!(said.len(), changes.len(), "{}: {said:?}", world.db.name);
    let mut n_selected = vec![0; n_nominees];
    let mut expected = Vec::new();
    for (change, (told, selected, open)) in changes.iter().zip(&said) {
        let WhatIf { selected: found, .. } = what_if(&of.input, change.clone()).unwrap();
        let found: BTreeSet<String> = found.iter().map(ToString::to_string).collect();
        let commanded: BTreeSet<String> = selected.split(' ').map(str::to_owned).collect();
        assert_eq!((&found, open.as_str()), (&commanded, "-"), "{}: {told}", world.db.name);
        let winners: BTreeSet<String> = by_hand(seed, n_nominees, change)
            .into_iter()
            .map(|nominee| format!("n{}", cast.nominees[nominee]))
            .collect();
        assert_eq!(found, winners, "{}: {told}, by hand", world.db.name);
        if let Change::Without(seat) = change {
            let again = recomputed_without(&package, *seat);
            assert_eq!(found, again, "{}: {told}, the package without it", world.db.name);
        }
        for (nominee, n) in n_selected.iter_mut().enumerate() {
            *n += usize::from(found.contains(&format!("n{}", cast.nominees[nominee])));
        }
        if found != base {
            let list = |one: &BTreeSet<String>, other: &BTreeSet<String>| {
                one.difference(other).map(|key| name(key)).collect::<Vec<_>>().join("、")
            };
            let criteria = ["育人成效", "活动"].map(str::to_owned);
            let change = words::award_cycle::change(words::Locale::zh_CN, change, &criteria);
            expected.push([change, list(&found, &base), list(&base, &found), "无".to_owned()]);
        }
    }
    let shown = tables(&page.body);
    let shown: Vec<Vec<Vec<String>>> = shown
        .iter()
        .map(|table| table.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect())
        .collect();
    assert_eq!(shown[0].len(), n_nominees, "{:?}", shown[0]);
    for row in &shown[0] {
        let at = (0..n_nominees).find(|at| row[0] == format!("辅导员{at}")).unwrap();
        let told = format!("{} / {}", n_selected[at], changes.len());
        assert!(row[2].trim().ends_with(&told), "{}: {row:?}, not {told}", world.db.name);
    }
    assert_eq!(shown[1], expected.iter().map(|row| row.to_vec()).collect::<Vec<_>>());
    for kind in ["without", "untrimmed", "11/10", "9/10"] {
        let is_kind = |one: &&(String, String, String)| one.0.contains(kind);
        let other = |one: &(String, String, String)| {
            one.1.split(' ').map(str::to_owned).collect::<BTreeSet<_>>() != base
        };
        assert!(said.iter().filter(is_kind).any(other), "{kind} changes somebody: {said:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn where_winners_change_the_chart_says_the_same_as_the_package_recomputed() {
    for world in worlds().await {
        let judges = some_judges(&world, 7).await;
        let steps = ["announce", "close_nominations"];
        let cast = cast_of(&world, &head(), (Field::AddedSeats, ""), judges, &steps).await;
        confirm_all(&cast).await;
        score_by_chance(&cast, "preliminary", 316, 5).await;
        take(&cast.office, cast.cycle, "close_scoring").await;
        compare(&world, &cast, (316, 5)).await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_final_the_chart_says_the_same_of_its_sheets_and_the_shortlist_stays() {
    for world in worlds().await {
        let cast = in_final(&world, "sheets").await;
        score_by_chance(&cast, "final", 516, 3).await;
        take(&cast.office, cast.cycle, "close_final").await;
        compare(&world, &cast, (516, 3)).await;
        world.remove().await;
    }
}
