//! The school calendar warns where a request is reviewed, and says from when a term's lectures are
//! counted.

use domain::{
    form::{Field, Values},
    id::{LectureRequestId, RegionId},
};

use crate::{
    lecture::Scene,
    world::{Answer, Person, worlds},
};

fn period(region: RegionId, kind: &str, first: &str, last: &str) -> Values {
    Values::default()
        .with(Field::County, region.to_string())
        .with(Field::PeriodKind, kind)
        .with(Field::FirstDay, first)
        .with(Field::LastDay, last)
}

async fn enter(who: &Person, values: Values, once: &str) -> Answer {
    who.post("/school_calendar", &values.with(Field::Once, once)).await
}

/// The first period that a page leads to.
fn first_of(page: &str) -> String {
    let (_, rest) = page.split_once("href=\"/school_calendar/").expect("a period");
    format!("/school_calendar/{}", rest.split_once('"').unwrap().0)
}

#[tokio::test]
async fn weeks_of_exams_and_holidays_are_warned_of_at_the_request() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let (_, id) = scene.ask(&world, &scene.wish(1, "2026-12-10", "14:00")).await;
        let at = format!("/lecture_request/{id}");
        let before = scene.county.get(&at).await.body;
        assert!(!before.contains("考试周") && !before.contains("寒暑假"), "{before}");
        let exams = period(scene.nanhu, "exams", "2026-12-09", "2026-12-11");
        for _ in 0..2 {
            let sent = enter(&scene.county, exams.clone(), "a").await;
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
        let page = scene.county.get(&at).await.body;
        assert!(page.contains("考试周"), "{}: {page}", world.db.name);
        let list = scene.county.get("/school_calendar").await.body;
        assert_eq!(list.matches("href=\"/school_calendar/").count(), 1, "entered once: {list}");
        // The neighbour neither sees nor corrects it.
        let one = first_of(&list);
        assert!(!scene.neighbour.get("/school_calendar").await.body.contains(&one));
        assert_eq!(scene.neighbour.get(&one).await.status, 404);
        assert_eq!(scene.lecturer.get("/school_calendar").await.status, 403);
        let foreign =
            enter(&scene.county, period(scene.xiuzhou, "term", "2026-09-01", "2027-01-20"), "b");
        let foreign = foreign.await;
        assert!(foreign.status == 422 && foreign.body.contains("#county"), "{}", foreign.body);
        // Corrected to holidays a day later, it warns no more of that day.
        let later = period(scene.nanhu, "holiday", "2026-12-11", "2026-12-20");
        let stale = later.clone().with(Field::Revision, "7");
        assert_ne!(scene.county.post(&one, &stale).await.status, 303);
        let sent = scene.county.post(&one, &later.with(Field::Revision, "1")).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let page = scene.county.get(&at).await.body;
        assert!(!page.contains("考试周") && !page.contains("寒暑假"), "{page}");
        let longer = period(scene.nanhu, "holiday", "2026-12-10", "2026-12-20");
        let sent = scene.office.post(&one, &longer.with(Field::Revision, "2")).await;
        assert_eq!(sent.status, 303, "the city's office as well: {}", sent.body);
        assert!(scene.county.get(&at).await.body.contains("寒暑假"));
        for _ in 0..2 {
            let gone = scene.county.post(&format!("{one}/remove"), &Values::default()).await;
            assert_eq!(gone.status, 303, "{}", gone.body);
        }
        assert!(!scene.county.get(&at).await.body.contains("寒暑假"));
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_term_that_is_entered_says_from_when_a_host_s_lectures_are_counted() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let mut last = LectureRequestId::default();
        for n in 1..=5 {
            let mut values = scene.wish(n, &format!("2026-12-{:02}", 9 + n), "14:00");
            values.set(Field::HostName, "菱歌示范小学");
            (_, last) = scene.ask(&world, &values).await;
        }
        let path = format!("/lecture_request/{last}/decide");
        let pass = Values::default().with(Field::Revision, "1").with(Field::Decision, "pass");
        let refused = scene.county.post(&path, &pass).await;
        assert_eq!(refused.status, 422, "{}: since August there are four", world.db.name);
        let wrong =
            enter(&scene.office, period(scene.nanhu, "term", "2026-11-24", "2026-11-20"), "a");
        let wrong = wrong.await;
        assert!(wrong.status == 422 && wrong.body.contains("#last_day"), "{}", wrong.body);
        // Four before it were sent on the day before the term begins.
        world.wait(chrono::TimeDelta::days(1));
        let term = period(scene.nanhu, "term", "2026-11-24", "2027-01-20");
        assert_eq!(enter(&scene.office, term, "b").await.status, 303);
        let overlapping = period(scene.nanhu, "term", "2027-01-20", "2027-06-20");
        let refused = enter(&scene.office, overlapping, "c").await;
        assert!(refused.status == 422 && refused.body.contains("#first_day"), "{}", refused.body);
        let done = scene.county.post(&path, &pass).await;
        assert_eq!(done.status, 303, "{}: {}", world.db.name, done.body);
        world.verify_chain().await;
        world.remove().await;
    }
}

#[tokio::test]
async fn a_calendar_comes_from_a_spreadsheet_after_a_preview_that_says_what_is_wrong_where() {
    for world in worlds().await {
        let scene = Scene::new(&world).await;
        let sheet = "县（市、区）,类别,名称,开始日期,结束日期\n\
            南湖区,第一学期,2026学年第一学期,2026.9.1,2027.1.22\n\
            南湖区,考试周,期末考试,2027-01-11,2027-01-15\n\
            无此区,学期,,2026-09-01,2027-01-22\n\
            秀洲区,寒假,,2027-02-21,2027-01-23\n";
        let kind = Values::default().with(Field::Kind, "school-calendar");
        let preview = async |text: &str| {
            let file = Some(("file", "校历.csv", text.as_bytes()));
            scene.office.upload("/roster", &kind, file).await
        };
        let page = scene.office.get("/school_calendar").await.body;
        assert!(page.contains("/roster?kind=school-calendar"), "{page}");
        let chosen = scene.office.get("/roster?kind=school-calendar").await.body;
        assert!(chosen.contains("value=\"school-calendar\" checked"), "{chosen}");
        // A county imports its own, and no other one's.
        assert!(scene.county.get("/school_calendar").await.body.contains("/roster?kind="));
        let both = "县（市、区）,类别,名称,开始日期,结束日期\n\
            南湖区,寒假,,2027-01-30,2027-02-20\n\
            秀洲区,寒假,,2027-01-30,2027-02-20\n";
        let file = Some(("file", "校历.csv", both.as_bytes()));
        let shown = scene.county.upload("/roster", &kind, file).await;
        assert_eq!(shown.status, 303, "{}", shown.body);
        let page = scene.county.get(&shown.location).await.body;
        assert_eq!(page.matches("不在本县（市、区）范围内").count(), 1, "{page}");
        let shown = preview(sheet).await;
        assert_eq!(shown.status, 303, "{}", shown.body);
        let page = scene.office.get(&shown.location).await.body;
        assert!(page.contains("无此区") && page.contains("2027-01-23"), "{page}");
        let sent = scene.office.post(&shown.location, &Values::default()).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let list = scene.county.get("/school_calendar").await.body;
        assert!(list.contains("2026学年第一学期") && list.contains("期末考试"), "{list}");
        assert_eq!(list.matches("href=\"/school_calendar/").count(), 2, "sound rows alone: {list}");
        // The same again changes nothing; another end is a correction, and a term that overlaps waits.
        let later = "县（市、区）,类别,名称,开始日期,结束日期\n\
            南湖区,学期,,2026-09-01,2027-01-29\n\
            南湖区,学期,第二学期,2027-01-25,2027-06-30\n";
        let shown = preview(later).await;
        let page = scene.office.get(&shown.location).await.body;
        assert!(page.contains("与同一地区另一学期重叠"), "{page}");
        let sent = scene.office.post(&shown.location, &Values::default()).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        let list = scene.county.get("/school_calendar").await.body;
        assert!(list.contains("1月29日") && list.contains("2026学年第一学期"), "{list}");
        assert!(!list.contains("第二学期"), "{list}");
        world.verify_chain().await;
        world.remove().await;
    }
}
