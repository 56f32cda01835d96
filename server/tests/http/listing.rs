//! A course in the catalogue: suspended, extended, retired, ended by its time; changed a little or
//! much; and what was asked for follows it.

use actions::{Call, Incoming, SheetReader};
use chrono::{Days, TimeDelta};
use domain::{
    course::CourseVersionState,
    form::{Field, Values},
    id::CourseVersionId,
    role::Role,
    roster::Kind,
};

use crate::{
    trial_scene::{GOOD, Scene},
    world::{Person, World, commit, worlds},
};

fn step(step: &str) -> Values {
    Values::default().with(Field::Decision, step).with(Field::Reason, "有听众反映数据过时")
}

/// A lecturer, the office, and a version in the catalogue.
async fn listed(world: &World) -> (Scene, CourseVersionId) {
    let scene = Scene::new(world).await;
    scene.hold(world, GOOD).await;
    scene.decide("approve", "").await;
    let version = scene.version;
    let path = format!("/course/{version}/refinement/list");
    let done = scene.office.post(&path, &Values::default()).await;
    assert_eq!(done.status, 303, "{}", done.body);
    (scene, version)
}

async fn state(world: &World, version: CourseVersionId) -> &'static str {
    let mut conn = world.db.store.read().await.unwrap();
    conn.find_version(version).await.unwrap().unwrap().state.as_str()
}

#[tokio::test]
async fn a_listed_course_is_suspended_put_back_extended_once_and_retired() {
    for world in worlds().await {
        let (scene, version) = listed(&world).await;
        let path = format!("/course/{version}/listing");
        let public = format!("/catalogue/{version}");
        let visitor = world.visitor();
        assert_eq!(visitor.get(&public).await.status, 200);
        assert_eq!(visitor.get(&path).await.status, 303, "not without a session");
        let empty = scene.office.post(&path, &Values::default()).await;
        assert_eq!(empty.status, 422, "{}", empty.body);
        assert_eq!(scene.lecturer.post(&path, &step("suspend")).await.status, 403);
        assert_eq!(scene.office.post(&path, &step("suspend")).await.status, 303);
        assert_eq!(visitor.get(&public).await.status, 404, "{}", world.db.name);
        assert!(scene.lecturer.get("/inbox").await.body.contains("已暂停上架"));
        assert!(scene.office.get("/listing").await.body.contains("潮汐从哪里来"));
        assert_eq!(scene.office.post(&path, &step("extend")).await.status, 409);
        assert_eq!(scene.office.post(&path, &step("relist")).await.status, 303);
        assert_eq!(visitor.get(&public).await.status, 200);
        let until = |world: &World| {
            let store = world.db.store.clone();
            async move {
                let row = store.read().await.unwrap().find_version(version).await.unwrap();
                row.unwrap().listed_until.unwrap()
            }
        };
        let before = until(&world).await;
        assert_eq!(scene.office.post(&path, &step("extend")).await.status, 303);
        let after = until(&world).await;
        assert!(after > before + Days::new(360), "a year longer");
        assert_eq!(scene.office.post(&path, &step("extend")).await.status, 303, "the same again");
        let mut other = step("extend");
        other.set(Field::Reason, "再延长一次可以吗");
        assert_eq!(scene.office.post(&path, &other).await.status, 403, "once");
        assert_eq!(until(&world).await, after);
        // The lecturer retires it, and the office is told.
        assert_eq!(scene.lecturer.post(&path, &step("retire")).await.status, 303);
        assert_eq!(state(&world, version).await, "retired");
        assert!(scene.office.get("/inbox").await.body.contains("已下架"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_listing_is_told_of_its_end_three_times_and_ends() {
    for world in worlds().await {
        let (scene, version) = listed(&world).await;
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_version(version).await.unwrap().unwrap();
        drop(conn);
        let until = row.listed_until.unwrap();
        let go_to = |days: i64| {
            let day = until - TimeDelta::days(days);
            let noon = actions::to_utc(day, chrono::NaiveTime::from_hms_opt(12, 0, 0).unwrap());
            world.wait(noon - world.now());
        };
        let call = world.call(&scene.lecturer, Role::Lecturer);
        let told = async || {
            let inbox = world.actions.inbox(&call, None).await.unwrap().rows;
            let ends = |row: &&actions::MessageRow| {
                matches!(row.message, domain::inbox::Message::ListingEnds { .. })
            };
            inbox.iter().filter(ends).count()
        };
        for (days, n) in [(61, 0), (60, 1), (59, 1), (30, 2), (7, 3), (0, 3)] {
            go_to(days);
            world.actions.end_listings(world.now()).await.unwrap();
            assert_eq!(told().await, n, "{}: {days} days before", world.db.name);
            assert_eq!(state(&world, version).await, "listed");
        }
        go_to(-1);
        assert_eq!(world.actions.end_listings(world.now()).await.unwrap(), 1);
        assert_eq!(world.actions.end_listings(world.now()).await.unwrap(), 0, "once");
        assert_eq!(state(&world, version).await, "retired");
        world.verify_chain().await;
        world.remove().await;
    }
}

/// The next version of a listed course, handed in as such a change.
async fn change(
    world: &World,
    lecturer: &Person,
    version: CourseVersionId,
    (kind, changed): (&str, &str),
) -> CourseVersionId {
    let call = world.call(lecturer, Role::Lecturer);
    let next = world.actions.open_next_version(&call, version).await.unwrap();
    let path = format!("/course/{next}/submit");
    let missing = lecturer.post(&path, &Values::default()).await;
    assert_eq!(missing.status, 422, "a change says how much it is: {}", missing.body);
    let values = Values::default()
        .with(Field::ChangeKind, kind)
        .with(Field::AllSlides, "40")
        .with(Field::ChangedSlides, changed)
        .with(Field::ChangeNote, "改正第三页的错字，换了配色");
    let done = lecturer.post(&path, &values).await;
    assert_eq!(done.status, 303, "{}", done.body);
    next
}

/// A listing is extended, and a little change of its course is checked.
pub(crate) async fn extend_and_change(world: &World) {
    let (scene, version) = listed(world).await;
    let extended = scene.office.post(&format!("/course/{version}/listing"), &step("extend")).await;
    assert_eq!(extended.status, 303, "{}", extended.body);
    let next = change(world, &scene.lecturer, version, ("minor", "4")).await;
    let clear = Values::default().with(Field::Decision, "clear").with(Field::ChangeKind, "minor");
    let done = scene.office.post(&format!("/course_check/{next}"), &clear).await;
    assert_eq!(done.status, 303, "{}", done.body);
}

#[tokio::test]
async fn a_minor_change_takes_the_place_of_the_listed_version() {
    for world in worlds().await {
        let (scene, version) = listed(&world).await;
        let next = change(&world, &scene.lecturer, version, ("minor", "13")).await;
        assert_eq!(state(&world, version).await, "listed", "it stays meanwhile");
        let path = format!("/course_check/{next}");
        let page = scene.office.get(&path).await.body;
        assert!(page.contains("改正第三页的错字") && page.contains("32%"), "{page}");
        let clear =
            Values::default().with(Field::Decision, "clear").with(Field::ChangeKind, "minor");
        let unexplained = scene.office.post(&path, &clear).await;
        assert_eq!(unexplained.status, 422, "above thirty percent: {}", unexplained.body);
        let clear = clear.with(Field::Remark, "只换了配色，内容没有变化");
        let done = scene.office.post(&path, &clear).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(scene.office.post(&path, &clear).await.status, 303, "sent twice");
        assert_eq!(state(&world, version).await, "retired", "{}", world.db.name);
        assert_eq!(state(&world, next).await, "listed");
        let visitor = world.visitor();
        assert_eq!(visitor.get(&format!("/catalogue/{next}")).await.status, 200);
        let old = visitor.get(&format!("/catalogue/{version}")).await;
        assert_eq!(old.status, 200, "the old address follows the course");
        assert!(old.body.contains(&format!("/catalogue/{next}/request")));
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_version(next).await.unwrap().unwrap();
        assert_eq!(row.catalogue_no.as_deref(), Some("2026-001"), "with its number");
        drop(conn);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_change_that_the_checker_finds_major_goes_before_a_panel() {
    for world in worlds().await {
        let (scene, version) = listed(&world).await;
        let next = change(&world, &scene.lecturer, version, ("minor", "4")).await;
        let clear =
            Values::default().with(Field::Decision, "clear").with(Field::ChangeKind, "major");
        let done = scene.office.post(&format!("/course_check/{next}"), &clear).await;
        assert_eq!(done.status, 303, "{}", done.body);
        assert_eq!(state(&world, version).await, "listed", "{}", world.db.name);
        assert_eq!(state(&world, next).await, "awaiting_slot");
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn what_was_asked_for_follows_the_course_where_it_still_fits() {
    for world in worlds().await {
        let mut scene = crate::lecture::Scene::new(&world).await;
        let version = world.cleared_course(&scene.lecturer, &scene.office).await;
        let mut tx = world.db.store.begin().await.unwrap();
        let row = tx.find_version(version).await.unwrap().unwrap();
        let from = (row.state, row.revision);
        let listed = CourseVersionState::Listed;
        assert!(tx.move_version(version, from, listed, "", world.now()).await.unwrap());
        commit(tx).await;
        scene.version = version;
        let wish = scene.wish(1, "2026-12-17", "09:00");
        let (_, request) = scene.ask(&world, &wish).await;
        let next = change(&world, &scene.lecturer, version, ("minor", "1")).await;
        let clear =
            Values::default().with(Field::Decision, "clear").with(Field::ChangeKind, "minor");
        let done = scene.office.post(&format!("/course_check/{next}"), &clear).await;
        assert_eq!(done.status, 303, "{}", done.body);
        let mut conn = world.db.store.read().await.unwrap();
        let row = conn.find_lecture_request(request).await.unwrap().unwrap();
        assert_eq!(row.version_id, next, "{}", world.db.name);
        drop(conn);
        let page = scene.office.get(&format!("/course/{next}/listing")).await.body;
        assert!(page.contains("未了的点单"));
        world.verify_chain().await;
        world.remove().await;
    }
}

/// Carries a list out as of a day: how many rows are new, and how many change something.
async fn import(world: &World, kind: Kind, text: &str, as_of: &str) -> (usize, usize, String) {
    let file = Incoming { name: "a.csv".into(), bytes: text.as_bytes().to_vec() };
    let reader = SheetReader::Here;
    let as_of = as_of.parse().unwrap();
    let preview = world.actions.preview_file(&reader, kind, as_of, file.clone()).await.unwrap();
    let call = Call::anonymous(world.now(), "");
    world.actions.import_file(&call, &reader, &preview, file).await.unwrap();
    let codes = preview.issues.iter().map(|issue| issue.code.as_str());
    (preview.changes.new, preview.changes.changed, codes.collect::<Vec<_>>().join(" "))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_import_extends_what_is_taken_over_and_lists_nothing_that_was_retired() {
    const LECTURERS: &str = "姓名,工作单位\n温知夏,砚池示范馆\n";
    const COURSES: &str =
        "课程名称,主讲人,工作单位\n看星星,温知夏,砚池示范馆\n看月亮,温知夏,砚池示范馆\n";
    for world in worlds().await {
        let office = world.office().await;
        import(&world, Kind::Lecturers, LECTURERS, "2026-11-20").await;
        let first = import(&world, Kind::Courses, COURSES, "2026-11-20").await;
        assert_eq!((first.0, first.1), (2, 0), "{}", first.2);
        let again = import(&world, Kind::Courses, COURSES, "2026-11-20").await;
        assert_eq!((again.0, again.1), (0, 0), "the same day extends nothing");
        let rows = async || world.db.store.read().await.unwrap().list_listed().await.unwrap();
        let (star, moon) = (rows().await[0].clone(), rows().await[1].clone());
        let path = format!("/course/{}/listing", moon.id);
        assert_eq!(office.post(&path, &step("retire")).await.status, 303);
        let later = import(&world, Kind::Courses, COURSES, "2027-06-01").await;
        assert_eq!((later.0, later.1), (0, 1), "{}: {}", world.db.name, later.2);
        assert!(later.2.contains("listing_ended"), "{}", later.2);
        let after = rows().await;
        assert!(after[0].listed_until > star.listed_until, "extended");
        assert_eq!(after[1].state.as_str(), "retired", "what somebody retired stays so");
        // What has ended by its time alone is listed again.
        world.wait(TimeDelta::days(800));
        world.actions.end_listings(world.now()).await.unwrap();
        assert_eq!(rows().await[0].state.as_str(), "retired");
        let back = import(&world, Kind::Courses, COURSES, "2029-02-01").await;
        assert_eq!((back.0, back.1), (0, 1), "{}", back.2);
        assert_eq!(rows().await[0].state.as_str(), "listed", "{}", world.db.name);
        world.verify_chain().await;
        world.remove().await;
    }
}
