//! No list ends in silence: a statement that stops after so many rows is named here with its reason.

use std::{fs, path::Path};

/// Statements that stop after a number of rows, by file and number, and why nobody misses the rest.
const NAMED: &[(&str, &str, &str)] = &[
    ("audit/walk.rs", "1000", "the chain is walked in pieces"),
    ("delivery.rs", "5", "the next lectures of a course are named, and its page has all"),
    ("dispatch.rs", "100", "offers lapse in batches"),
    ("deadline.rs", "500", "deadlines move in batches"),
    ("lecture_request.rs", "100", "requests expire and close in batches"),
    ("lecture_request.rs", "200", "a host's quota is a smaller number"),
    ("lecturer_application.rs", "500", "reminders go out in batches"),
    ("listing.rs", "500", "notices go out in batches"),
    ("merging.rs", "3", "samples of what goes along, beside their number"),
    ("observation.rs", "200", "those that went astray are put right in batches"),
    ("observation.rs", "500", "questions of a suspension are one for each course"),
    ("organisation.rs", "50", "units of one name, of which the first is meant"),
    ("register_entry.rs", "9", "courses of one title, of which one must be meant"),
];

fn sources(folder: &Path, all: &mut Vec<(String, String)>, root: &Path) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all, root);
        } else {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().into_owned();
            all.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_statement_that_stops_after_so_many_rows_is_named() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files, &root);
    let mut found = Vec::new();
    for (name, text) in &files {
        for rest in text.split("LIMIT ").skip(1) {
            let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
            // One row is asked for where there is one.
            if !number.is_empty() && number != "1" {
                found.push((name.clone(), number));
            }
        }
    }
    let is_named = |(file, number): &(String, String)| {
        NAMED.iter().any(|(it, n, _)| it == file && n == number)
    };
    let unnamed: Vec<_> = found.iter().filter(|it| !is_named(it)).collect();
    assert!(unnamed.is_empty(), "lists that end in silence: {unnamed:?}");
    let is_gone = |(file, number, _): &&(&str, &str, &str)| {
        !found.contains(&((*file).to_owned(), (*number).to_owned()))
    };
    let gone: Vec<_> = NAMED.iter().filter(is_gone).collect();
    assert!(gone.is_empty(), "named, and there no more: {gone:?}");
}
