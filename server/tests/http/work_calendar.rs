//! The days off of a year, as the city's office writes them down.

use chrono::{NaiveDate, TimeDelta};
use domain::{
    form::{Field, Values},
    role::Role,
};

use crate::world::worlds;

#[tokio::test(flavor = "multi_thread")]
async fn the_office_writes_the_days_off_of_a_year_and_deadlines_go_by_them_at_every_server() {
    for world in worlds().await {
        let office = world.office().await;
        let county = world.person("县办", &[Role::CountyOffice], "县科协", "other", 5).await;
        let off = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
        assert!(world.actions.work_calendar().is_working(off), "a Monday");
        let there = world.actions_elsewhere().await;
        assert!(!office.get("/desk").await.body.contains("2027年放假安排"), "not before December");
        world.wait(TimeDelta::days(10));
        let desk = office.get("/desk").await.body;
        assert!(desk.contains("2027年放假安排"), "{}: {desk}", world.db.name);
        assert_eq!(county.get("/work_calendar").await.status, 200);
        assert_eq!(county.get("/work_calendar/2027").await.status, 403);
        assert_eq!(office.get("/work_calendar/2031").await.status, 404);
        let page = office.get("/work_calendar").await.body;
        assert!(page.contains("2026") && page.contains("随程序提供"), "{page}");
        let typed = |off: &str, revision: &str| {
            Values::default()
                .with(Field::OffDays, off)
                .with(Field::WorkDays, "2027-01-10")
                .with(Field::DocumentNo, "国办发明电〔2026〕7号")
                .with(Field::Revision, revision)
        };
        let path = "/work_calendar/2027";
        let wrong = office.post(path, &typed("元旦", "0")).await;
        assert!(
            wrong.status == 422 && wrong.body.contains("id=\"off_days-problem\""),
            "{}",
            wrong.body
        );
        assert!(wrong.body.contains("元旦"), "what was typed is kept");
        assert_eq!(county.post(path, &typed("2027-01-01 至 2027-01-04", "0")).await.status, 403);
        let days = typed("2027-01-01 至 2027-01-04", "0");
        assert_eq!(office.post(path, &days).await.status, 303, "{}", world.db.name);
        assert_eq!(office.post(path, &days).await.status, 409, "another was shown");
        assert!(!world.actions.work_calendar().is_working(off), "it holds at once");
        assert!(there.work_calendar().is_working(off), "nobody has told the other server");
        assert!(
            there.load_work_calendar().await.unwrap() && !there.work_calendar().is_working(off)
        );
        assert!(!there.load_work_calendar().await.unwrap(), "it knows");
        assert!(!office.get("/desk").await.body.contains("2027年放假安排"), "{}", world.db.name);
        assert!(county.get("/inbox").await.body.contains("2027年放假安排已录入"));
        let shown = office.get(path).await.body;
        assert!(
            shown.contains("2027-01-01 至 2027-01-04") && shown.contains("2027-01-10"),
            "{shown}"
        );
        world.verify_chain().await;
        world.remove().await;
    }
}
