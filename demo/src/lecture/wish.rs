//! The way of one demonstration request, told through what host, offices and lecturer do.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    form::{Field, Once, Revision, Values},
    id::{CourseVersionId, DispatchId, LectureRequestId},
    lecture_request::HostRegion,
};

use super::LectureStage;
use crate::{Demo, acting, digest, later, weekday};
use actions::{ActionError, Call, request_token};

/// What a demonstration request is about.
pub(super) struct Wish {
    pub(super) version: CourseVersionId,
    pub(super) host: &'static str,
    pub(super) region: HostRegion,
    pub(super) day: NaiveDate,
    pub(super) hour: &'static str,
    /// How many working days ago it was sent.
    pub(super) asked: i64,
}

impl Wish {
    fn values(&self) -> Values {
        let county = self.region.county().map_or("city".to_owned(), |county| county.to_string());
        let kind = match self.host {
            host if host.contains("社区") => "community",
            host if host.contains("村") => "village",
            _ => "school",
        };
        let stage = if kind == "school" { "primary_upper" } else { "adult" };
        Values::default()
            .with(Field::HostName, self.host)
            .with(Field::HostKind, kind)
            .with(Field::HostCounty, county)
            .with(Field::Address, "示范路12号")
            .with(Field::Hall, "报告厅")
            .with(Field::HallEquipment, "投影、音响、话筒")
            .with(Field::Whitelist, if kind == "school" { "进校园活动白名单第12号" } else { "" })
            .with(Field::Stage, stage)
            .with(Field::Audience, "120")
            .with(Field::Mode, "onsite")
            .with(Field::Day1, self.day.to_string())
            .with(Field::Hour1, self.hour)
            .with(Field::Day2, weekday(self.day + Days::new(7)).to_string())
            .with(Field::Hour2, self.hour)
            .with(Field::Contact, "沈老师")
            .with(Field::ContactPhone, "13800000099")
            .with(Field::Adult, "yes")
            .with(Field::Consent, "yes")
    }
}

impl Demo {
    /// The host asks; gives the request.
    pub(super) async fn ask(
        &self,
        call: &Call,
        wish: &Wish,
    ) -> Result<LectureRequestId, ActionError> {
        let host = self.working_days_ago(call, wish.asked);
        let secret = self.store.read().await?.find_secret().await?;
        let until = host.now + TimeDelta::hours(1);
        let once = Once::new(&request_token(&secret, &demo_link(wish.host), until));
        let values = wish.values();
        let asked = self.actions.submit_request(&host, wish.version, &values, &once, "demo");
        let token = asked.await?;
        Ok(self.actions.host_page(&host, &token).await?.request.id)
    }

    /// An office decides.
    pub(super) async fn decide(
        &self,
        office: &Call,
        id: LectureRequestId,
        decision: &str,
        remark: &str,
    ) -> Result<(), ActionError> {
        let request = self.actions.lecture_request(office, id).await?.request;
        let values = Values::default().with(Field::Decision, decision).with(Field::Remark, remark);
        self.actions.decide_request(office, id, &values, Revision::of(request.revision)).await?;
        Ok(())
    }

    /// The host asks, and both offices pass it on the next day.
    pub(super) async fn pass(
        &self,
        call: &Call,
        stage: &LectureStage,
        wish: &Wish,
    ) -> Result<LectureRequestId, ActionError> {
        let id = self.ask(call, wish).await?;
        let office = acting(&self.working_days_ago(call, wish.asked - 1), &stage.office);
        self.decide(&office, id, "pass", "").await?;
        self.decide(&later(&office, 4), id, "pass", "").await?;
        Ok(id)
    }

    /// The day after, the office offers it; gives the dispatch.
    pub(super) async fn offer(
        &self,
        call: &Call,
        stage: &LectureStage,
        wish: &Wish,
    ) -> Result<DispatchId, ActionError> {
        let id = self.pass(call, stage, wish).await?;
        let office = acting(&self.working_days_ago(call, wish.asked - 2), &stage.office);
        let values = Values::default().with(Field::Candidate, format!("{}-1", wish.version));
        self.actions.dispatch_request(&office, id, &values, Revision::NEWEST).await?;
        let page = self.actions.lecture_request(&office, id).await?;
        page.dispatches.last().map(|dispatch| dispatch.id).ok_or(ActionError::NotFound)
    }

    /// The lecturer accepts in the afternoon; gives the request.
    pub(super) async fn agree(
        &self,
        call: &Call,
        stage: &LectureStage,
        wish: &Wish,
    ) -> Result<LectureRequestId, ActionError> {
        let dispatch = self.offer(call, stage, wish).await?;
        let lecturer = stage.courses.iter().find(|(version, _)| *version == wish.version);
        let (_, lecturer) = lecturer.ok_or(ActionError::NotFound)?;
        let answered = later(&self.working_days_ago(call, wish.asked - 2), 5);
        let lecturer = acting(&answered, lecturer);
        self.actions.accept_dispatch(&lecturer, dispatch, &Values::default()).await?;
        Ok(self.actions.dispatch(&lecturer, dispatch).await?.request.id)
    }
}

/// The form token of a host's request in the demonstration.
pub(super) fn demo_link(host: &str) -> String {
    digest(&format!("demo {host}")).chars().take(32).collect()
}
