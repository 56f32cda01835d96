//! Lecture requests in every state that the demonstration shows.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    audience::{SchoolStage, TargetGroup},
    course::{CourseDraft, CourseVersionState},
    form::Values,
    id::{FieldId, PersonId, RegionId},
    lecture_request::HostRegion,
    role::{Actor, Role, Scope},
};
use store::{ListedRow, NewVersion};

use super::{acting, find, grants, weekday};
use crate::{ActionError, Actions, Call};

/// Days ahead at which the requested lectures lie: ten working days and more.
const AHEAD: u64 = 24;

/// What a demonstration request is about.
struct Wish {
    version: i64,
    host: &'static str,
    region: HostRegion,
    day: NaiveDate,
    hour: &'static str,
}

impl Actions {
    /// A request in each state of its way, dated around the day of loading.
    pub(super) async fn tell_lecture_story(
        &self,
        call: &Call,
        office: &Actor,
        lecturers: &[Actor],
    ) -> Result<(), ActionError> {
        for lecturer in lecturers.iter().take(2) {
            self.list_own_course(call, lecturer).await?;
        }
        let mut conn = self.store.read().await?;
        let regions = conn.list_regions(call.today()).await?;
        let listed = conn.list_listed().await?;
        drop(conn);
        let region = |name: &str| match find(&regions, name) {
            Some(id) => HostRegion::County(RegionId(id)),
            None => HostRegion::City,
        };
        let (nanhu, haining) = (region("南湖区"), region("海宁市"));
        let own = |n: usize| {
            let of = |row: &&ListedRow| {
                lecturers.get(n).is_some_and(|actor| actor.person.0 == row.lecturer_id)
            };
            listed.iter().find(of).or_else(|| listed.get(n))
        };
        let (Some(first), Some(second)) = (own(0), own(1)) else { return Ok(()) };
        let day = |n: u64| weekday(call.today() + Days::new(AHEAD + n));
        let wish = |version, host, region, day, hour| Wish { version, host, region, day, hour };
        let office = acting(call, office);

        self.ask(call, &wish(first.id, "菱歌示范小学", nanhu, day(0), "14:00")).await?;
        self.ask(call, &wish(second.id, "潮音示范中学", haining, day(1), "09:30")).await?;
        let id = self.ask(call, &wish(first.id, "柳浪示范小学", nanhu, day(2), "14:00")).await?;
        self.decide(&office, id, "send_back", "报告厅能坐多少人？请补充后再提交。").await?;
        let id =
            self.ask(call, &wish(second.id, "示范村文化礼堂", haining, day(3), "19:00")).await?;
        self.decide(&office, id, "reject", "同一时间本村已安排讲座。").await?;
        let id = self.ask(call, &wish(first.id, "枕河示范社区", nanhu, day(4), "09:30")).await?;
        self.decide(&office, id, "pass", "").await?;
        for (n, host) in [(5, "秀水示范小学"), (6, "观潮示范中学")] {
            let id = self.ask(call, &wish(first.id, host, nanhu, day(n), "14:00")).await?;
            self.pass_twice(&office, id).await?;
        }
        let dispatched = wish(first.id, "月河示范小学", nanhu, day(8), "14:00");
        self.offer(call, &office, &dispatched).await?;
        let confirmed = wish(second.id, "梅湾示范中学", nanhu, day(9), "14:00");
        self.agree(call, &office, &confirmed, second).await?;
        let confirmed = wish(first.id, "硖石示范中学", haining, day(10), "09:30");
        self.agree(call, &office, &confirmed, first).await?;
        self.tell_past_lectures(call, &office, (first, second), nanhu).await
    }

    /// Puts a course of this lecturer into the catalogue, so that the account has offers to answer.
    async fn list_own_course(&self, call: &Call, lecturer: &Actor) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let person = tx.find_person(lecturer.person.0).await?.ok_or(ActionError::NotFound)?;
        let draft = CourseDraft {
            title: format!("{}老师的科学课", person.name),
            summary: "从一次亲眼所见讲起，再用一个小实验说明道理。".repeat(8),
            field: person.field_id.map(FieldId),
            stages: vec![SchoolStage::PrimaryUpper, SchoolStage::Adult],
            groups: vec![TargetGroup::Youth],
            minutes: Some(60),
            max_audience: Some(150),
            equipment: "投影、音响".to_owned(),
            outline: "一、亲眼所见\n二、道理\n三、动手\n四、提问".to_owned(),
            sources: "教材与公开数据".to_owned(),
            slides: None,
            owns_rights: true,
            no_advertising: true,
        };
        let version = NewVersion {
            lecturer_id: person.id,
            state: CourseVersionState::Listed,
            draft: &draft,
            mode: "both",
            taken_over: false,
            listed_until: None,
            remark: "",
            at: call.now,
        };
        let id = tx.add_version(&version).await?;
        let entry = call.entry("load", "demo", &[]).on(id);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Lectures of the last weeks: one reported by its host alone, one verified.
    async fn tell_past_lectures(
        &self,
        call: &Call,
        office: &Call,
        (first, second): (&ListedRow, &ListedRow),
        region: HostRegion,
    ) -> Result<(), ActionError> {
        let then = |call: &Call| Call { now: call.now - TimeDelta::days(40), ..call.clone() };
        for (row, host, ago, is_verified) in
            [(first, "西塘示范小学", 3, false), (second, "运河示范社区", 8, true)]
        {
            let held_on = weekday(call.today() - Days::new(ago + 3));
            let wish = Wish { version: row.id, host, region, day: held_on, hour: "14:00" };
            let Some(id) = self.agree(&then(call), &then(office), &wish, row).await? else {
                continue;
            };
            let page = self.lecture_request(office, id).await?;
            let Some(delivery) = page.delivery else { continue };
            let report = Values::default()
                .with("attendance", "126")
                .with("delivered_on", held_on.to_string())
                .with("began_at", "14:00")
                .with("ended_at", "15:05");
            let token = demo_link(host);
            let said = report.clone().with("revision", delivery.revision.to_string());
            self.report_by_host(call, &crate::lecture_request::link_token(&token)?, &said).await?;
            if is_verified {
                let revision = (delivery.revision + 1).to_string();
                let said = report.with("revision", revision);
                let lecturer = lecturer_call(call, row);
                self.report_delivery(&lecturer, delivery.id, &said).await?;
            }
        }
        Ok(())
    }

    async fn ask(&self, call: &Call, wish: &Wish) -> Result<i64, ActionError> {
        let county = wish.region.county().map_or("city".to_owned(), |county| county.to_string());
        let kind = match wish.host {
            host if host.contains("社区") => "community",
            host if host.contains("村") => "village",
            _ => "school",
        };
        let stage = if kind == "school" { "primary_upper" } else { "adult" };
        let values = Values::default()
            .with("once", demo_link(wish.host))
            .with("host_name", wish.host)
            .with("host_kind", kind)
            .with("host_county", county)
            .with("address", "示范路12号")
            .with("hall", "报告厅")
            .with("hall_equipment", "投影、音响、话筒")
            .with("whitelist", if kind == "school" { "进校园活动白名单第12号" } else { "" })
            .with("stage", stage)
            .with("audience", "120")
            .with("mode", "onsite")
            .with("day_1", wish.day.to_string())
            .with("hour_1", wish.hour)
            .with("day_2", weekday(wish.day + Days::new(7)).to_string())
            .with("hour_2", wish.hour)
            .with("contact", "沈老师")
            .with("contact_phone", "13800000099")
            .with("adult", "yes")
            .with("consent", "yes");
        let token = self.submit_request(call, wish.version, &values, "demo").await?;
        Ok(self.host_page(call, &token).await?.request.id)
    }

    async fn decide(
        &self,
        office: &Call,
        id: i64,
        decision: &str,
        remark: &str,
    ) -> Result<(), ActionError> {
        let request = self.lecture_request(office, id).await?.request;
        let values = Values::default()
            .with("revision", request.revision.to_string())
            .with("decision", decision)
            .with("remark", remark);
        self.decide_request(office, id, &values).await?;
        Ok(())
    }

    async fn pass_twice(&self, office: &Call, id: i64) -> Result<(), ActionError> {
        self.decide(office, id, "pass", "").await?;
        self.decide(office, id, "pass", "").await
    }

    /// Asks and offers; nothing if the lecturer is not free, for the rosters are what they are.
    async fn offer(
        &self,
        call: &Call,
        office: &Call,
        wish: &Wish,
    ) -> Result<Option<i64>, ActionError> {
        let id = self.ask(call, wish).await?;
        self.pass_twice(office, id).await?;
        let values = Values::default().with("candidate", format!("{}-1", wish.version));
        match self.dispatch_request(office, id, &values).await {
            Err(ActionError::Lecture(_) | ActionError::NotFound) => Ok(None),
            other => other.map(|()| Some(id)),
        }
    }

    async fn agree(
        &self,
        call: &Call,
        office: &Call,
        wish: &Wish,
        row: &ListedRow,
    ) -> Result<Option<i64>, ActionError> {
        let Some(id) = self.offer(call, office, wish).await? else { return Ok(None) };
        let page = self.lecture_request(office, id).await?;
        let Some(dispatch) = page.dispatches.last() else { return Ok(None) };
        let lecturer = lecturer_call(call, row);
        self.accept_dispatch(&lecturer, dispatch.id, &Values::default()).await?;
        Ok(Some(id))
    }
}

fn lecturer_call(call: &Call, row: &ListedRow) -> Call {
    let actor = Actor {
        person: PersonId(row.lecturer_id),
        name: String::new(),
        grants: grants(&[(Role::Lecturer, Scope::Everything)], call.today()),
    };
    acting(call, &actor)
}

/// The form token of a host's request in the demonstration.
fn demo_link(host: &str) -> String {
    crate::account::digest(&format!("demo {host}")).chars().take(32).collect()
}
