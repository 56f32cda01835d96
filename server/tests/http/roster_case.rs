//! Small files that went wrong once: nothing is lost, doubled or guessed in silence.

use std::path::Path;

use chrono::NaiveDate;
use domain::{
    form::Field,
    nomination::NominationState::{Draft, Returned, Submitted, Withdrawn},
    role::{Grant, Role, Scope},
    rulebook::Rule,
};
use serde_json::{Value, json};
use store::{PeopleSearch, Store};
use test_database::databases;

use crate::{
    award_scene::{cast_of, head, judges},
    nomination_draft::{announced, said},
    roster::{import, refused},
    world::{World, commit, worlds},
};

fn texts(list: &Value, key: &str) -> Vec<String> {
    let all = list.as_array().unwrap().iter();
    all.map(|one| one[key].as_str().unwrap_or_default().to_owned()).collect()
}

/// Writes a list and gives its path.
fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Findings of one code, by row.
fn rows_with(read: &Value, code: &str) -> Vec<i64> {
    let issues = read["issues"].as_array().unwrap().iter();
    issues.filter(|it| it["code"] == code).map(|it| it["row"].as_i64().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_in_other_encodings_and_below_a_title_are_read() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        let read = import(url, folder, "lecturers", "cases/c01-gb18030.csv", &["--yes"]);
        assert_eq!((&read["good"], &read["encoding"]), (&json!(2), &json!("GB18030")));
        let read = import(url, folder, "lecturers", "cases/c25-title-line.csv", &["--yes"]);
        assert!(read["rows"].as_i64() > Some(0), "{read}");
        assert_eq!(read["encoding"], "UTF-8");
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_that_is_not_there_says_nothing() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        import(url, folder, "lecturers", "cases/c02-a-full.xlsx", &["--yes"]);
        let full = || import(url, folder, "lecturers", "cases/c02-a-full.xlsx", &["--dry-run"]);
        assert_eq!((&full()["new"], &full()["changed"]), (&json!(0), &json!(0)));
        let read = import(url, folder, "lecturers", "cases/c02-b-fewer-columns.xlsx", &["--yes"]);
        assert_eq!((&read["new"], &read["changed"]), (&json!(0), &json!(1)), "{read}");
        let changes = read["changes"].as_array().unwrap();
        assert_eq!(changes.len(), 1, "{read}");
        let (before, after) = (&changes[0]["before"], &changes[0]["after"]);
        assert_eq!((before, after), (&json!("高级工程师"), &json!("正高级工程师")));
        assert_eq!(changes[0]["field"], "title");
        // Nothing else has changed: the first list would change back the title alone.
        let back = full();
        assert_eq!(texts(&back["changes"], "field"), ["title"], "{back}");
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_cell_takes_something_away_only_where_that_was_said() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        let write = |name: &str, text: &str| write(folder, name, text);
        let head = "姓名,工作单位,职务/职称,手机,备注\n";
        let full = write("a.csv", &format!("{head}温知夏,砚池示范馆,馆员,19955550001,能讲方言\n"));
        let less = write("b.csv", &format!("{head}温知夏,砚池示范馆,,19955550001,\n"));
        import(url, folder, "lecturers", &full, &["--yes"]);
        let kept = import(url, folder, "lecturers", &less, &["--yes"]);
        assert_eq!((&kept["changed"], &kept["changes"]), (&json!(0), &json!([])));
        let words = ["--yes", "--clear", "note"];
        let cleared = import(url, folder, "lecturers", &less, &words);
        let expected = json!([
            { "sheet": "csv", "row": 2, "field": "note", "before": "能讲方言", "after": "" }
        ]);
        assert_eq!(cleared["changes"], expected);
        let again = import(url, folder, "lecturers", &full, &["--dry-run"]);
        assert_eq!(texts(&again["changes"], "field"), ["note"], "the title stays");
        let code = refused(url, folder, &["import", "lecturers", &less, "--clear", "nonsense"]);
        assert!(code.contains("nonsense"), "{code}");
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hidden_rows_and_every_sheet_are_told() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        let read = import(url, folder, "lecturers", "cases/c03-hidden-row.xlsx", &["--yes"]);
        assert_eq!(read["rows"], 3, "{read}");
        assert_eq!(rows_with(&read, "row_hidden"), [3]);
        let read = import(url, folder, "tutors", "cases/c04-sheet-per-county.xlsx", &["--yes"]);
        assert_eq!((&read["rows"], &read["new"]), (&json!(6), &json!(6)), "{read}");
        assert_eq!(read["sheets"].as_array().unwrap().len(), 3);
        let sheets = texts(&read["sheets"], "sheet");
        assert!(texts(&read["issues"], "sheet").iter().all(|sheet| sheets.contains(sheet)));
        let one = import(
            url,
            folder,
            "tutors",
            "cases/c04-sheet-per-county.xlsx",
            &["--dry-run", "--sheet", &sheets[1]],
        );
        assert_eq!(texts(&one["sheets"], "sheet"), [sheets[1].clone()]);
        assert!(texts(&one["left_out"], "why").contains(&"not_chosen".to_owned()));
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_formula_that_was_never_computed_is_told_in_every_column() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        let file = "cases/c24-formula-uncached.xlsx";
        let read = import(url, folder, "lecturers", file, &["--dry-run"]);
        let issues = read["issues"].as_array().unwrap().iter();
        let found = issues.filter(|it| it["code"] == "formula_without_value");
        let found: Vec<_> = found.map(|it| (it["row"].clone(), it["column"].clone())).collect();
        let expected = ["C", "D", "E", "G"].map(|column| (json!(3), json!(column)));
        for place in expected {
            assert!(found.contains(&place), "{place:?}: {read}");
        }
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_like_somebody_on_file_waits_until_it_is_said_who_it_is() {
    let (old, new) = ("cases/c20-a-old-phone.xlsx", "cases/c20-b-new-phone.xlsx");
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        let people = || n_people(&db.store);
        import(url, folder, "tutors", old, &["--yes"]);
        let n_before = people().await;
        let read = import(url, folder, "tutors", new, &["--yes"]);
        let waits = rows_with(&read, "known_with_other_phone");
        assert_eq!(read["waiting"], waits.len(), "{read}");
        assert_eq!((&read["new"], &read["changed"]), (&json!(0), &json!(0)));
        let issue = &read["issues"].as_array().unwrap()[0];
        assert!(issue["on_file"].as_str().is_some_and(|text| text.contains('1')), "{issue}");
        assert_eq!(people().await, n_before, "nobody is doubled on {}", db.name);
        let row = waits[0].to_string();
        let same = import(url, folder, "tutors", new, &["--dry-run", "--same", &row]);
        assert_eq!(texts(&same["changes"], "field"), ["level", "phone"], "{same}");
        assert_eq!((&same["waiting"], &same["changed"]), (&json!(0), &json!(1)));
        let other = import(url, folder, "tutors", new, &["--dry-run", "--other", &row]);
        assert_eq!((&other["waiting"], &other["new"]), (&json!(0), &json!(1)));
        import(url, folder, "tutors", new, &["--yes", "--same", &row]);
        assert_eq!(people().await, n_before, "the same person on {}", db.name);
        let again = import(url, folder, "tutors", new, &["--dry-run"]);
        assert_eq!((&again["new"], &again["changed"]), (&json!(0), &json!(0)), "{again}");
        assert_eq!(again["waiting"], 0);
        db.remove().await;
    }
}

async fn n_people(store: &Store) -> i64 {
    store.read().await.unwrap().count_people().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_of_another_name_waits_and_may_correct_the_name() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        let write = |name: &str, text: &str| write(folder, name, text);
        let head = "姓名,工作单位,手机\n";
        let slip = write("a.csv", &format!("{head}温知下,砚池示范小学,19955550001\n"));
        let right = write("b.csv", &format!("{head}温知夏,砚池示范小学,19955550001\n"));
        import(url, folder, "tutors", &slip, &["--yes"]);
        let read = import(url, folder, "tutors", &right, &["--yes"]);
        assert_eq!(rows_with(&read, "phone_on_file"), [2], "{read}");
        assert_eq!(read["waiting"], 1);
        let read = import(url, folder, "tutors", &right, &["--yes", "--same", "csv!2"]);
        assert_eq!(texts(&read["changes"], "field"), ["name"], "{read}");
        assert_eq!(n_people(&db.store).await, 1);
        let reach = domain::role::Reach::Everything;
        let mut conn = db.store.read().await.unwrap();
        let found =
            conn.list_people_found(&PeopleSearch::named("wzx", &reach), None, 10).await.unwrap();
        assert_eq!(found[0].name, "温知夏", "found by the new name on {}", db.name);
        drop(conn);
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_role_that_was_ended_begins_again_only_when_that_is_said() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        import(url, folder, "lecturers", "cases/c07-surnames.xlsx", &["--yes"]);
        let day = "2026-11-20".parse().unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let person = tx.list_people_named(&["冼星河"]).await.unwrap()[0].id;
        let grants = tx.list_held_grants(person, day).await.unwrap();
        let lecturer = grants.iter().find(|held| held.grant.role == Role::Lecturer).unwrap().id;
        tx.end_grant(lecturer, Some(day)).await.unwrap();
        commit(tx).await;
        let file = "cases/c19-regrant.xlsx";
        let read = import(url, folder, "lecturers", file, &["--yes"]);
        assert_eq!(rows_with(&read, "role_ended").len(), 1, "{read}");
        assert!(!is_lecturer(&db.store, person).await, "stays ended on {}", db.name);
        let read = import(url, folder, "lecturers", file, &["--yes", "--restore-roles"]);
        assert!(texts(&read["changes"], "field").contains(&"role".to_owned()), "{read}");
        assert!(is_lecturer(&db.store, person).await, "{}", db.name);
        db.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_watches_over_the_others_gets_no_role_by_an_import() {
    for db in databases().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (db.url.as_str(), folder.path());
        import(url, folder, "lecturers", "cases/c07-surnames.xlsx", &["--yes"]);
        let day = "2026-11-20".parse().unwrap();
        let mut tx = db.store.begin().await.unwrap();
        let person = tx.list_people_named(&["冼星河"]).await.unwrap()[0].id;
        for held in tx.list_held_grants(person, day).await.unwrap() {
            tx.end_grant(held.id, Some(day)).await.unwrap();
        }
        let (role, scope) = (Role::Supervisor, Scope::Everything);
        let watches = Grant { role, scope, starts_on: day, ends_on: None };
        tx.add_grant(person, &watches).await.unwrap();
        commit(tx).await;
        let file = "cases/c19-regrant.xlsx";
        let read = import(url, folder, "lecturers", file, &["--yes", "--restore-roles"]);
        assert_eq!(rows_with(&read, "role_excluded").len(), 1, "{}: {read}", db.name);
        assert!(!is_lecturer(&db.store, person).await, "{}", db.name);
        db.remove().await;
    }
}

async fn is_lecturer(store: &Store, person: domain::id::PersonId) -> bool {
    let day = "2026-11-25".parse().unwrap();
    let held = store.read().await.unwrap().list_held_grants(person, day).await.unwrap();
    held.iter().any(|held| held.grant.role == Role::Lecturer && held.grant.ends_on.is_none())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_column_is_what_somebody_says_it_is_and_a_refusal_names_the_columns() {
    let db = test_database::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let (url, folder) = (db.url.as_str(), folder.path());
    let path = folder.join("a.csv");
    std::fs::write(&path, "姓名,来自哪里,手机\n温知夏,砚池示范小学,19955550001\n").unwrap();
    let file = path.to_str().unwrap();
    let told = refused(url, folder, &["import", "tutors", file, "--json", "--yes"]);
    for word in ["column_missing", "工作单位", "来自哪里"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let read = import(url, folder, "tutors", file, &["--yes", "--map", "来自哪里=unit"]);
    assert_eq!((&read["new"], &read["unread"]), (&json!(1), &json!([])));
    let read = import(
        url,
        folder,
        "tutors",
        file,
        &["--dry-run", "--map", "来自哪里=unit", "--map", "手机="],
    );
    assert_eq!(texts(&read["unread"], "heading"), ["手机"]);
    db.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_read_says_which_of_these_it_is() {
    let db = test_database::sqlite().await;
    let folder = tempfile::tempdir().unwrap();
    let (url, folder) = (db.url.as_str(), folder.path());
    let whole = std::fs::read(crate::roster::data("cases/c02-a-full.xlsx")).unwrap();
    let locked: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let rows = "温知夏,砚池示范小学\n".repeat(25_000);
    for (name, bytes, code) in [
        ("empty.xlsx", Vec::new(), "empty"),
        ("half.xlsx", whole[..whole.len() / 2].to_vec(), "cut_off"),
        ("locked.xlsx", [&b"\xD0\xCF\x11\xE0"[..], &locked].concat(), "password"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n".to_vec(), "not_a_spreadsheet"),
        ("long.csv", format!("姓名,工作单位\n{rows}").into_bytes(), "too_many_rows"),
        ("bomb.xlsx", bomb(), "too_large"),
    ] {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        let words = ["import", "lecturers", path.to_str().unwrap(), "--json", "--yes"];
        let told = refused(url, folder, &words);
        assert!(told.contains(&format!("\"code\":\"{code}\"")), "{name}: {told}");
    }
    db.remove().await;
}

/// A workbook whose shared texts unfold to 200 MB.
fn bomb() -> Vec<u8> {
    use std::io::Write as _;
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    writer.start_file("xl/workbook.xml", options).unwrap();
    writer.write_all(b"<workbook/>").unwrap();
    writer.start_file("xl/sharedStrings.xml", options).unwrap();
    let piece = vec![b'a'; 1024 * 1024];
    for _ in 0..200 {
        writer.write_all(&piece).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 400 * 1024, "{} bytes", bytes.len());
    bytes
}

/// The child gets nothing of the environment: not the database's address, nor any other secret.
#[tokio::test(flavor = "multi_thread")]
async fn the_reader_gets_no_secret_and_holds_no_more_files_than_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("told");
    let text = format!(
        "#!/bin/sh\n/usr/bin/env > {told}\necho '{{\"Ok\":{{\"sheets\":[],\"encoding\":null}}}}'\n",
        told = told.display()
    );
    let world = World::new(test_database::sqlite().await);
    let read = preview(&world, &script(folder.path(), &text)).await.unwrap();
    assert!(read.refused.is_some(), "no sheet has a list");
    let env = std::fs::read_to_string(&told).unwrap();
    let names: Vec<&str> =
        env.lines().filter_map(|line| line.split_once('=')).map(|it| it.0).collect();
    let harmless = ["MIMALLOC_ARENA_RESERVE", "PWD", "SHLVL", "_", "OLDPWD"];
    assert!(names.iter().all(|name| harmless.contains(name)), "{names:?}");
    world.remove().await;
}

/// Names that fonts, sorters and old encodings have trouble with.
const RARE: [&str; 6] =
    ["龚䶮", "沈㛃", "陆𠅤", "李〇一", "古丽巴哈尔·阿布都热西提", "José García López"];

#[tokio::test(flavor = "multi_thread")]
async fn rare_names_survive_import_search_and_lists() {
    for world in crate::world::worlds().await {
        let row = |(at, name): (usize, &&str)| format!("{name},砚池示范馆,1995555010{at}\n");
        let rows: String = RARE.iter().enumerate().map(row).collect();
        let text = format!("姓名,工作单位,手机\n{rows}");
        let file = actions::Incoming { name: "a.csv".into(), bytes: text.into_bytes() };
        let reader = actions::SheetReader::Here;
        let (day, kind) = ("2026-11-25".parse().unwrap(), domain::roster::Kind::Lecturers);
        let preview = world.actions.preview_file(&reader, kind, day, file.clone()).await.unwrap();
        assert_eq!(preview.counts.error, 0, "{:?}", preview.issues);
        let call = actions::Call::anonymous(world.now(), "");
        world.actions.import_file(&call, &reader, &preview, file).await.unwrap();
        let office = world.office().await;
        let all = office.get("/person").await.body;
        for name in RARE {
            assert!(all.contains(name), "{name} is listed on {}", world.db.name);
            let query = form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>();
            let found = office.get(&format!("/person?q={query}")).await.body;
            assert!(found.contains(name), "{name} is found on {}", world.db.name);
        }
        world.remove().await;
    }
}

/// A reader that runs a script of this text.
fn script(folder: &Path, text: &str) -> actions::SheetReader {
    actions::SheetReader::Child("/bin/sh".into(), vec![write(folder, "reader.sh", text)])
}

async fn preview(
    world: &World,
    reader: &actions::SheetReader,
) -> Result<actions::Preview, actions::ActionError> {
    let file = actions::Incoming { name: "a.xlsx".into(), bytes: b"a,b\n".to_vec() };
    let day = "2026-11-25".parse().unwrap();
    world.actions.preview_file(reader, domain::roster::Kind::Lecturers, day, file).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_end_is_cut_and_refused() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::new(test_database::sqlite().await);
    let endless = script(folder.path(), "#!/bin/sh\nexec /bin/cat /dev/zero\n");
    let answer = preview(&world, &endless).await;
    assert!(matches!(answer, Err(actions::ActionError::Roster("too_large"))), "{answer:?}");
    world.remove().await;
}

/// Each says when it begins and when it ends: no second one begins before.
#[tokio::test(flavor = "multi_thread")]
async fn one_file_is_opened_at_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("told");
    let text = format!(
        "#!/bin/sh\necho begins >> {told}\n/bin/sleep 0.3\necho ends >> {told}\n\
         echo '{{\"Err\":\"empty\"}}'\n",
        told = told.display()
    );
    let reader = script(folder.path(), &text);
    let world = World::new(test_database::sqlite().await);
    let (one, other) = tokio::join!(preview(&world, &reader), preview(&world, &reader));
    assert!(one.is_err() && other.is_err());
    let told = std::fs::read_to_string(&told).unwrap();
    assert_eq!(told, "begins\nends\nbegins\nends\n");
    world.remove().await;
}

/// Waits until the program has set its own limits, and reads them.
#[cfg(target_os = "linux")]
#[test]
fn the_reader_limits_its_own_memory_and_files() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_whetstone"))
        .arg("read-sheet")
        .env("MIMALLOC_ARENA_RESERVE", "65536")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let limits = format!("/proc/{}/limits", child.id());
    let limit = |name: &str| {
        let text = std::fs::read_to_string(&limits).unwrap();
        let line = text.lines().find(|line| line.starts_with(name)).unwrap().to_owned();
        line.trim_start_matches(name).split_whitespace().next().unwrap().to_owned()
    };
    let is_limited = || limit("Max cpu time") != "unlimited";
    for _ in 0..200 {
        if is_limited() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    assert_eq!(limit("Max open files"), "3");
    assert_eq!(limit("Max address space"), (512 * 1024 * 1024).to_string());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
}

/// Two ways of writing a heading are one heading, whatever is said of each.
#[tokio::test(flavor = "multi_thread")]
async fn a_heading_that_is_written_twice_is_remembered_once() {
    use domain::form::{Field, Values};
    for world in crate::world::worlds().await {
        let office = world.office().await;
        let list = "姓名,来自哪里,来自 哪里,手机\n温知夏,砚池示范小学,老师,19955550001\n";
        let kind = Values::default().with(Field::Kind, "tutors");
        let file = Some(("file", "a.csv", list.as_bytes()));
        let plan = office.upload("/roster", &kind, file).await;
        let said = Values::default()
            .with(Field::Step, "choose")
            .with(Field::ColumnIs.at(0), "name")
            .with(Field::ColumnIs.at(1), "unit")
            .with(Field::ColumnIs.at(2), "note");
        let other = office.post(&plan.location, &said).await;
        assert_eq!(other.status, 303, "{}: {}", world.db.name, other.body);
        assert_eq!(office.get(&other.location).await.status, 200, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_for_a_cycle_that_runs_is_read_by_the_rules_it_was_announced_with() {
    for world in worlds().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (world.db.url.as_str(), folder.path());
        import(url, folder, "organisations", "org_units.csv", &["--yes"]);
        let warned = || {
            let read =
                import(url, folder, "nominations", "rosters/nominations.xlsx", &["--dry-run"]);
            rows_with(&read, "years_short")
        };
        let change = async |value, day| {
            let day = NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
            for rule in [Rule::NominationTutorYears, Rule::NominationOtherYears] {
                world.set_rule(rule, value, day).await;
            }
        };
        let judges = judges(&world).await;
        let first = warned();
        assert!(!first.is_empty(), "{}", world.db.name);
        change(9, 20).await;
        let before = warned();
        assert!(before.len() > first.len(), "{}: {before:?}", world.db.name);
        cast_of(&world, &head(), (Field::AddedSeats, ""), judges, &["announce"]).await;
        change(4, 24).await;
        assert_eq!(warned(), before, "{}", world.db.name);
        world.remove().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_hands_in_drafts_takes_up_the_withdrawn_and_leaves_what_is_settled() {
    for world in worlds().await {
        let folder = tempfile::tempdir().unwrap();
        let (url, folder) = (world.db.url.as_str(), folder.path());
        let scene = announced(&world, "2").await;
        let names = ["张三", "李四", "王五", "赵六"];
        let mut ids = Vec::new();
        for (at, (name, state)) in
            names.iter().zip([Draft, Withdrawn, Returned, Submitted]).enumerate()
        {
            let id = scene.draft(name, &(at + 1).to_string()).await;
            let link = scene.link(id).await;
            assert_eq!(world.visitor().post(&link, &said("yes", "yes")).await.status, 303);
            let mut tx = world.db.store.begin().await.unwrap();
            let row = tx.find_nomination(id).await.unwrap().unwrap();
            let at = (id, row.state, row.revision);
            assert!(tx.step_nomination(at, state, "", None).await.unwrap());
            commit(tx).await;
            ids.push(id);
        }
        let lines = names.iter().chain(&["钱七"]).enumerate().map(|(at, name)| {
            format!("优秀科技辅导员,{name},示范小学,南湖区科协,{},新的事迹\n", at + 1)
        });
        let lines: String = lines.collect();
        let text = format!("推荐类别,姓名,工作单位,推荐单位,推荐排序,主要事迹\n{lines}");
        let file = write(folder, "nominations.csv", &text);
        let read = import(url, folder, "nominations", &file, &["--dry-run"]);
        let state = async |at: usize| {
            let mut conn = world.db.store.read().await.unwrap();
            let row = conn.find_nomination(ids[at]).await.unwrap().unwrap();
            let consent = conn.find_nomination_consent(row.id).await.unwrap();
            (row.state, row.deeds.contains("新的事迹"), consent.is_some())
        };
        assert_eq!(rows_with(&read, "nomination_settled").len(), 1, "{read}");
        assert_eq!(rows_with(&read, "over_number").len(), 3, "{}: {read}", world.db.name);
        let done = import(url, folder, "nominations", &file, &["--yes"]);
        assert_eq!((&done["new"], &done["changed"]), (&json!(1), &json!(3)), "{done}");
        assert_eq!(state(0).await, (Submitted, true, true), "{}: handed in", world.db.name);
        assert_eq!(state(1).await, (Submitted, true, false), "who has withdrawn is asked again");
        assert_eq!(state(2).await, (Returned, false, true), "its unit corrects it");
        assert_eq!(state(3).await, (Submitted, true, true));
        let again = import(url, folder, "nominations", &file, &["--yes"]);
        assert_eq!((&again["new"], &again["changed"]), (&json!(0), &json!(0)), "{again}");
        world.remove().await;
    }
}
