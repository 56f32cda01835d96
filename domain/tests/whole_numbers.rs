//! Scores, hours and quotas are whole numbers: no rule holds or computes a floating point.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::path::{Path, PathBuf};

/// What a spreadsheet holds in its cells, before anything is read from it.
const CELLS: &str = "roster/sheet.rs";

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}

#[test]
fn no_rule_has_a_type_with_a_floating_point() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = sources(&root);
    assert!(files.len() > 50, "{} files", files.len());
    for path in files {
        let name = path.strip_prefix(&root).unwrap().display().to_string();
        if name == CELLS || name.ends_with("tests.rs") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        let found = words.find(|word| ["f32", "f64"].contains(word));
        assert_eq!(found, None, "{name}");
    }
}
