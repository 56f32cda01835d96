//! Commands that need no database.

use std::{
    path::Path,
    process::{Command, Output},
};

fn whetstone(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_whetstone")).args(arguments).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The package that the documentation shows.
fn example() -> String {
    example_of("docs/result-package.md")
}

fn example_of(document: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = std::fs::read_to_string(root.join(document)).unwrap();
    let start = text.find("```json\n").unwrap() + "```json\n".len();
    let end = text[start..].find("```").unwrap();
    text[start..start + end].to_owned()
}

fn recompute(package: &str, more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("package.json");
    std::fs::write(&file, package).unwrap();
    whetstone(&[&["recompute", file.to_str().unwrap()], more].concat())
}

#[test]
fn a_package_is_computed_again_and_compared() {
    let package = example();
    let same = recompute(&package, &[]);
    assert_eq!(same.status.code(), Some(0), "{}", said(&same));
    assert!(said(&same).contains("\n0 differences"));
    let whole: serde_json::Value = serde_json::from_str(&package).unwrap();
    let mean = whole["categories"][0]["results"]["nominees"][0]["score"]["mean"].as_str().unwrap();
    let at = package.rfind(&format!("\"mean\": \"{mean}\"")).unwrap();
    let wrong = format!("{}{}", &package[..at], package[at..].replacen(mean, "12.34", 1));
    let other = recompute(&wrong, &["--json"]);
    assert_eq!(other.status.code(), Some(1));
    let answer: serde_json::Value = serde_json::from_str(&said(&other)).unwrap();
    assert_eq!(answer["differences"][0]["stated"], "12.34");
    assert_eq!(answer["differences"][0]["computed"], mean);
    assert_eq!(answer["categories"][0]["results"]["nominees"][0]["score"]["mean"], mean);
}

#[test]
fn a_sitting_is_computed_again_by_the_same_command() {
    let package = example_of("docs/review-package.md");
    let same = recompute(&package, &[]);
    assert_eq!(same.status.code(), Some(0), "{}", said(&same));
    for text in
        ["80.00", "dropped 1 and 5", "soundness  33.00 of 40.00", "veto correctable  revise"]
    {
        assert!(said(&same).contains(text), "{text}: {}", said(&same));
    }
    let wrong = package.replacen("\"mean\": \"80.00\"", "\"mean\": \"80.01\"", 1);
    let other = recompute(&wrong, &["--json"]);
    assert_eq!(other.status.code(), Some(1));
    let answer: serde_json::Value = serde_json::from_str(&said(&other)).unwrap();
    assert_eq!(answer["differences"][0]["path"], "l5/mean");
    assert_eq!(answer["differences"][0]["stated"], "80.01");
    assert_eq!(answer["lectures"][0]["results"]["verdict"], "revise");
    let newer = package.replacen("\"version\": 1", "\"version\": 2", 1);
    assert_eq!(recompute(&newer, &[]).status.code(), Some(2));
}

#[test]
fn what_cannot_be_read_says_why() {
    let newer = example().replacen("\"version\": 2", "\"version\": 3", 1);
    for (package, why) in
        [("{}", "missing field"), ("not json", "expected"), (newer.as_str(), "version")]
    {
        let output = recompute(package, &[]);
        assert_eq!(output.status.code(), Some(2), "{package}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(why), "{error}");
    }
    assert_eq!(whetstone(&["recompute", "/nowhere/at/all"]).status.code(), Some(2));
}

#[test]
fn a_notice_has_a_first_and_a_last_day() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let calendar = root.join("data/holidays-2026.json");
    let days = |from: &str, count: &str| {
        let output = whetstone(&[
            "deadline",
            "--from",
            from,
            "--days",
            "5",
            "--count",
            count,
            "--calendar",
            calendar.to_str().unwrap(),
        ]);
        assert!(output.status.success());
        said(&output)
    };
    // Sunday the 20th is a workday; so is Saturday the 10th of October.
    assert_eq!(days("2026-09-18", "include-start"), "2026-09-18 2026-09-23\n");
    assert_eq!(days("2026-09-18", "next-day"), "2026-09-20 2026-09-24\n");
    assert_eq!(days("2026-09-30", "include-start"), "2026-09-30 2026-10-12\n");
    assert!(days("2026-12-28", "next-day").contains("节假日安排未发布"));
}
