//! Import, from the command line and by the page, against the recorded expectation.

use std::{
    path::{Path, PathBuf},
    process::{Command, Output},
};

use domain::{
    form::{Field, Values},
    role::Reach,
};
use serde_json::Value;
use test_database::databases;

use crate::world::{commit, worlds};

const CANARY: &str = "内部备注-勿外传";

pub(crate) fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data").join(name)
}

/// Runs the program itself.
fn whetstone(url: &str, folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_whetstone"))
        .args(words)
        .env("DATABASE_URL", url)
        .env("WHETSTONE_DATA", folder)
        .output()
        .unwrap()
}

pub(crate) fn import(url: &str, folder: &Path, kind: &str, file: &str, more: &[&str]) -> Value {
    let file = data(file);
    let mut words = vec!["import", kind, file.to_str().unwrap(), "--json", "--as-of", "2026-11-25"];
    words.extend(more);
    let output = whetstone(url, folder, &words);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{kind}: {text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(!text.contains(CANARY), "an inner note is printed");
    serde_json::from_str(text.trim()).unwrap_or_else(|error| panic!("{kind}: {error}: {text}"))
}

/// What the program says when it ends with an error.
pub(crate) fn refused(url: &str, folder: &Path, words: &[&str]) -> String {
    let output = whetstone(url, folder, words);
    let told =
        [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(!output.status.success(), "{told:?}");
    told.concat()
}

fn expected(file: &str) -> Value {
    let text = std::fs::read_to_string(data("rosters/expected.json")).unwrap();
    let all: Value = serde_json::from_str(&text).unwrap();
    all["files"].as_array().unwrap().iter().find(|one| one["file"] == file).unwrap().clone()
}

fn compare(read: &Value, file: &str) {
    let expected = expected(file);
    for key in ["file", "kind", "sheet", "header_row"] {
        assert_eq!(read[key], expected[key], "{file}: {key}");
    }
    for key in ["rows", "good", "warning", "error"] {
        assert_eq!(read[key], expected["counts"][key], "{file}: {key}");
    }
    let triple =
        |issue: &Value| (issue["row"].clone(), issue["level"].clone(), issue["code"].clone());
    let list = |value: &Value| value.as_array().unwrap().iter().map(triple).collect::<Vec<_>>();
    assert_eq!(list(&read["issues"]), list(&expected["issues"]), "{file}");
    for issue in read["issues"].as_array().unwrap() {
        assert!(issue["message"].as_str().is_some_and(|text| !text.is_empty()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_rosters_import_exactly_as_expected_and_once() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        import(url, folder, "organisations", "org_units.csv", &["--yes"]);
        let dry = import(url, folder, "lecturers", "rosters/lecturers.xlsx", &["--dry-run"]);
        compare(&dry, "lecturers.xlsx");
        let again = import(url, folder, "lecturers", "rosters/lecturers.xlsx", &["--dry-run"]);
        assert_eq!(dry["plan"], again["plan"], "a dry run changes nothing on {}", db.name);
        let plan = dry["plan"].as_str().unwrap();
        let done = import(url, folder, "lecturers", "rosters/lecturers.xlsx", &["--plan", plan]);
        compare(&done, "lecturers.xlsx");
        assert_eq!(done["new"], 109, "111 rows to import, two of them repeat a person");
        let courses = import(url, folder, "courses", "rosters/courses.xlsx", &["--yes"]);
        compare(&courses, "courses.xlsx");
        assert_eq!(courses["new"], 190, "192 rows to import, two of them repeat a course");
        for (kind, file) in [
            ("organisations", "org_units.csv"),
            ("lecturers", "rosters/lecturers.xlsx"),
            ("courses", "rosters/courses.xlsx"),
            ("regions", "regions.csv"),
            ("regions", "towns.csv"),
        ] {
            let twice = import(url, folder, kind, file, &["--yes"]);
            assert_eq!((&twice["new"], &twice["changed"]), (&0.into(), &0.into()), "{kind}");
        }
        let verified = whetstone(url, folder, &["audit", "verify"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
        catalogue_shows_no_inner_note(&db.store).await;
        db.remove().await;
    }
}

/// A list that came through a PDF has radicals and compatibility characters in its names, and many a
/// keyboard has no middle dot: it is the same people, at the same places.
#[tokio::test(flavor = "multi_thread")]
async fn what_looks_the_same_is_the_same() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        for (before, after, n) in [
            ("cases/c05-a-normal.xlsx", "cases/c05-b-from-pdf.xlsx", 4),
            ("cases/c06-a-middle-dot.xlsx", "cases/c06-b-full-stop.xlsx", 1),
        ] {
            let first = import(url, folder, "lecturers", before, &["--yes"]);
            assert_eq!(first["new"], n, "{before} on {}", db.name);
            let again = import(url, folder, "lecturers", after, &["--yes"]);
            let counts = ["good", "new", "changed"].map(|key| again[key].clone());
            assert_eq!(counts, [n, 0, 0].map(Value::from), "{after}: {again}");
        }
        let mut conn = db.store.read().await.unwrap();
        for (query, name) in [("⾼⼭", "高山月"), ("ＬＷ", "李望"), ("尔．吐", "阿依努尔·吐尔逊")]
        {
            let found = conn
                .list_people_found(&store::PeopleSearch::named(query, &Reach::Everything), None, 9)
                .await
                .unwrap();
            let names: Vec<_> = found.iter().map(|person| person.name.as_str()).collect();
            assert_eq!(names, [name], "{query} on {}", db.name);
        }
        drop(conn);
        db.remove().await;
    }
}

/// What a file of one kind says, with the codes of its findings by row.
fn findings(read: &Value) -> Vec<(i64, String)> {
    let issues = read["issues"].as_array().unwrap().iter();
    let pair = |issue: &Value| {
        (issue["row"].as_i64().unwrap(), issue["code"].as_str().unwrap().to_owned())
    };
    issues.map(pair).collect()
}

/// A mark such as `〃` is the value above, and one number over several rows is nobody's.
#[tokio::test(flavor = "multi_thread")]
async fn a_cell_may_stand_for_others() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        let ditto = import(url, folder, "tutors", "cases/c22-ditto.xlsx", &["--yes"]);
        let above = |row: i64| (row, "as_above".to_owned());
        assert_eq!(findings(&ditto), [above(3), above(4), above(5)], "{ditto}");
        assert_eq!(ditto["new"], 4);
        let merged =
            import(url, folder, "training-hours", "cases/c21-merged-hours.xlsx", &["--yes"]);
        let one = |row: i64| (row, "merged_number".to_owned());
        assert_eq!(findings(&merged), [one(2), one(3), one(4)], "{merged}");
        let mut conn = db.store.read().await.unwrap();
        let units = conn.list_organisations().await.unwrap();
        let odd = ["同上", "〃", "''", ""];
        assert!(units.iter().all(|unit| !odd.contains(&unit.name.as_str())), "{}", db.name);
        drop(conn);
        db.remove().await;
    }
}

/// Days as offices write them; only one without a year is nobody's to guess.
#[tokio::test(flavor = "multi_thread")]
async fn a_day_is_read_as_offices_write_it() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let file = "cases/c26-dates.xlsx";
        let read = import(&db.url, folder.path(), "training-hours", file, &["--yes"]);
        // One person has three hours of each: that is more than a day holds, and said to be.
        let found = findings(&read).into_iter().filter(|(_, code)| code != "day_total_over_8");
        let wrong: Vec<_> = found.collect();
        assert_eq!(wrong, [(12, "date_invalid".to_owned())], "{read}");
        let mut conn = db.store.read().await.unwrap();
        let people = conn.list_people_named(&["温知夏"]).await.unwrap();
        let rows = conn.list_participations(&[people[0].id]).await.unwrap();
        assert_eq!(rows.len(), 13, "{}", db.name);
        for row in rows {
            let last = if row.title == "研修3" { "2026-09-06" } else { "2026-09-05" };
            let days = [row.first_day.to_string(), row.last_day.to_string()];
            assert_eq!(days, ["2026-09-05", last], "{} on {}", row.title, db.name);
        }
        drop(conn);
        db.remove().await;
    }
}

/// By what a keyboard has: `ü` as v, u or yu, every reading of a character, compound surnames, Latin
/// letters without their marks.
#[tokio::test(flavor = "multi_thread")]
async fn a_name_is_found_by_what_a_keyboard_has() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let file = "cases/c07-surnames.xlsx";
        import(&db.url, folder.path(), "lecturers", file, &["--yes"]);
        let mut conn = db.store.read().await.unwrap();
        assert!(!conn.is_search_old().await.unwrap(), "keys are made anew at the start");
        for (name, queries) in [
            ("吕静姝", &["lv", "lu", "lü", "ＬＪＳ"][..]),
            ("覃", &["qin", "tan"]),
            ("尉迟", &["yuchi", "weichi"]),
            ("万俟", &["moqi"]),
            ("单于", &["chanyu"]),
            ("澹台", &["tantai"]),
            ("朴", &["piao"]),
            ("盖", &["ge", "gai"]),
            ("张乐山", &["zhangleshan", "zhangyueshan"]),
            ("员半千", &["yunbanqian"]),
            ("祭遵义", &["zhai", "ji"]),
            ("折可适", &["shekeshi", "zhe"]),
            ("区寄", &["ouji", "qu"]),
            ("长孙无忧", &["zhangsun", "zswy"]),
            ("O’Neill", &["o’neill", "oneill"]),
            ("García", &["garcia"]),
        ] {
            for query in queries {
                let found = conn
                    .list_people_found(
                        &store::PeopleSearch::named(query, &Reach::Everything),
                        None,
                        50,
                    )
                    .await
                    .unwrap();
                let is_there = found.iter().any(|person| person.name.contains(name));
                assert!(is_there, "{name} by {query} on {}", db.name);
            }
        }
        drop(conn);
        db.remove().await;
    }
}

async fn catalogue_shows_no_inner_note(store: &store::Store) {
    let mut conn = store.read().await.unwrap();
    let day = "2026-11-25".parse().unwrap();
    let filter = store::CatalogueFilter { query: "zyl".into(), ..Default::default() };
    let all = conn.count_catalogue(&store::CatalogueFilter::default(), day).await.unwrap();
    assert!(all > 150, "imported courses are listed: {all}");
    let rows = conn.list_catalogue(&filter, day, 0, 50).await.unwrap();
    assert!(!format!("{rows:?}").contains(CANARY));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_that_nobody_can_agree_to_is_refused() {
    let db = test_database::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let file = data("rosters/lecturers.xlsx");
    let output = Command::new(env!("CARGO_BIN_EXE_whetstone"))
        .args(["import", "lecturers", file.to_str().unwrap()])
        .env("DATABASE_URL", &db.url)
        .env("WHETSTONE_DATA", folder.path())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert!(!output.status.success());
    assert!(String::from_utf8_lossy(&output.stderr).contains("--yes"));
    assert_eq!(db.store.read().await.unwrap().count_people().await.unwrap(), 0);
    db.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_plan_and_a_file_that_is_no_spreadsheet_exit_with_one() {
    let db = test_database::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let roster = data("rosters/lecturers.xlsx");
    let no_roster = folder.path().join("picture.xlsx");
    std::fs::write(&no_roster, b"\x89PNG....").unwrap();
    let cases = [
        (
            vec!["import", "lecturers", roster.to_str().unwrap(), "--json", "--plan", "abc"],
            "plan_changed",
        ),
        (
            vec!["import", "lecturers", no_roster.to_str().unwrap(), "--json", "--yes"],
            "not_a_spreadsheet",
        ),
        (vec!["import", "regions", roster.to_str().unwrap(), "--json", "--yes"], "refused"),
    ];
    for (words, code) in cases {
        let output = whetstone(&db.url, folder.path(), &words);
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(text.contains(code), "{text}");
        let last: Value = serde_json::from_str(text.trim().lines().last().unwrap()).unwrap();
        assert!(last["refused"]["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
    assert_eq!(db.store.read().await.unwrap().count_people().await.unwrap(), 0);
    db.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_office_imports_by_the_page_and_the_inner_note_stays_inside() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let office = world.office().await;
        let bytes = std::fs::read(data("rosters/lecturers.xlsx")).unwrap();
        let kind = Values::default().with(Field::Kind, "lecturers");
        let nothing = office.upload("/roster", &kind, None).await;
        assert_eq!(nothing.status, 422);
        let picture = office.upload("/roster", &kind, Some(("file", "a.xlsx", b"\x89PNG"))).await;
        assert_eq!(picture.status, 422, "{}", picture.body);
        let file = Some(("file", "lecturers.xlsx", bytes.as_slice()));
        let shown = office.upload("/roster", &kind, file).await;
        assert_eq!(shown.status, 303, "{}", shown.body);
        let preview = office.get(&shown.location).await.body;
        assert!(preview.contains("119") && !preview.contains(CANARY));
        let done = office.post(&shown.location, &Values::default()).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let again = office.post(&shown.location, &Values::default()).await;
        assert_eq!(again.status, 303, "twice is once");
        let people = office.get("/person?q=wjh").await.body;
        assert!(people.contains("吴嘉禾"), "found by initials on {}", world.db.name);
        let mut two = world.db.store.read().await.unwrap().list_lecturers().await.unwrap();
        two.dedup_by_key(|person| person.id);
        let merge = format!("/person/{}/merge/{}", two[0].id, two[1].id);
        for path in ["/catalogue", "/person", "/person?page=2", &merge] {
            let page = office.get(path).await;
            assert!(page.status == 200 && !page.body.contains(CANARY), "{path}");
        }
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_is_refused_when_the_data_has_changed_since() {
    for world in worlds().await {
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.ship_regions(&call).await.unwrap();
        let office = world.office().await;
        let bytes = std::fs::read(data("org_units.csv")).unwrap();
        let kind = Values::default().with(Field::Kind, "organisations");
        let shown = office.upload("/roster", &kind, Some(("file", "org_units.csv", &bytes))).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let row =
            store::NewOrganisation { code: Some("ORG001"), name: "别的", ..Default::default() };
        tx.add_organisation(&row).await.unwrap();
        commit(tx).await;
        let refused = office.post(&shown.location, &Values::default()).await;
        assert_eq!(refused.status, 409, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn tutors_hours_and_nominations_import_exactly_as_expected_and_once() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        import(url, folder, "organisations", "org_units.csv", &["--yes"]);
        import(url, folder, "lecturers", "rosters/lecturers.xlsx", &["--yes"]);
        let kinds = [
            ("tutors", "rosters/tutors.xlsx", "tutors.xlsx"),
            ("training-hours", "rosters/training-hours.xlsx", "training-hours.xlsx"),
            ("nominations", "rosters/nominations.xlsx", "nominations.xlsx"),
        ];
        for (kind, file, name) in kinds {
            let dry = import(url, folder, kind, file, &["--dry-run"]);
            compare(&dry, name);
            let done = import(url, folder, kind, file, &["--plan", dry["plan"].as_str().unwrap()]);
            compare(&done, name);
            assert!(done["new"].as_u64() > Some(30), "{kind} on {}: {}", db.name, done["new"]);
        }
        for (kind, file, _) in
            kinds.into_iter().chain([("lecturers", "rosters/lecturers.xlsx", "")])
        {
            let twice = import(url, folder, kind, file, &["--yes"]);
            assert_eq!((&twice["new"], &twice["changed"]), (&0.into(), &0.into()), "{kind}");
        }
        let verified = whetstone(url, folder, &["audit", "verify"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
        db.remove().await;
    }
}
