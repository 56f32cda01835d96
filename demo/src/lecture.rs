//! Lecture requests of the demonstration in every state that the program can reach.

mod past;
mod wish;

use chrono::Days;
use domain::{
    audience::{DeliveryMode, SchoolStage, TargetGroup},
    course::{CourseDraft, CourseVersionState},
    form::{Field, Revision, Values},
    id::CourseVersionId,
    lecture_request::HostRegion,
    role::Actor,
};
use store::NewVersion;

use self::wish::{Wish, demo_link};
use super::{acting, cast::Cast, find, later, weekday};
use crate::Demo;
use actions::{ActionError, Call, link_token};

/// Days ahead at which the requested lectures lie: ten working days and more.
const AHEAD: u64 = 24;

/// Where lectures are asked for, and of whom.
pub(super) struct LectureStage {
    office: Actor,
    /// A course of each of the lecturers who can sign in.
    courses: [(CourseVersionId, Actor); 2],
    nanhu: HostRegion,
    haining: HostRegion,
}

impl LectureStage {
    /// A wish for a lecture so many days after the first of them.
    fn wish(
        &self,
        call: &Call,
        course: usize,
        host: &'static str,
        (days, hour): (u64, &'static str),
        asked: i64,
    ) -> Wish {
        let day = weekday(call.today() + Days::new(AHEAD + days));
        Wish { version: self.courses[course].0, host, region: self.nanhu, day, hour, asked }
    }
}

impl Demo {
    /// Puts courses of two lecturers into the catalogue, so that the accounts have offers to
    /// answer.
    pub(super) async fn set_lecture_stage(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<LectureStage, ActionError> {
        let [first, second, ..] = cast.lecturers.as_slice() else {
            return Err(ActionError::NotFound);
        };
        let listed = self.working_days_ago(call, past::LISTED);
        let courses = [
            (self.list_own_course(&listed, first).await?, first.clone()),
            (self.list_own_course(&listed, second).await?, second.clone()),
        ];
        let regions = self.store.read().await?.list_regions(call.today()).await?;
        let region = |name: &str| match find(&regions, name) {
            Some(id) => HostRegion::County(id),
            None => HostRegion::City,
        };
        Ok(LectureStage {
            office: cast.office.clone(),
            courses,
            nanhu: region("南湖区"),
            haining: region("海宁市"),
        })
    }

    /// Requests on their way: with the offices, being matched, offered and agreed.
    pub(super) async fn tell_lecture_story(
        &self,
        call: &Call,
        cast: &Cast,
        stage: &LectureStage,
    ) -> Result<(), ActionError> {
        let wish = |course, host, time, asked| stage.wish(call, course, host, time, asked);
        self.ask(call, &wish(0, "菱歌示范小学", (0, "14:00"), 1)).await?;
        let haining =
            Wish { region: stage.haining, ..wish(1, "潮音示范中学", (1, "09:30"), 1) };
        self.ask(call, &haining).await?;
        let id = self.ask(call, &wish(0, "柳浪示范小学", (2, "14:00"), 3)).await?;
        let office = acting(&self.working_days_ago(call, 2), &stage.office);
        self.decide(&office, id, "send_back", "报告厅能坐多少人？请补充后再提交。").await?;
        let village = wish(1, "示范村文化礼堂", (3, "19:00"), 3);
        let id = self.ask(call, &Wish { region: stage.haining, ..village }).await?;
        self.decide(&office, id, "reject", "同一时间本村已安排讲座。").await?;
        let id = self.ask(call, &wish(0, "枕河示范社区", (4, "09:30"), 2)).await?;
        let office = acting(&self.working_days_ago(call, 1), &stage.office);
        self.decide(&office, id, "pass", "").await?;

        self.tell_refusals(call, stage).await?;
        self.offer(call, stage, &wish(0, "月河示范小学", (8, "14:00"), 4)).await?;
        // In the morning: holidays may bring it to the day of the next one, which the same panelist observes.
        let asked = self.agree(call, stage, &wish(1, "梅湾示范中学", (9, "10:00"), 5)).await?;
        let haining =
            Wish { region: stage.haining, ..wish(0, "硖石示范中学", (10, "09:30"), 5) };
        let offered = self.agree(call, stage, &haining).await?;
        let accepted = self.agree(call, stage, &wish(0, "南溪示范小学", (11, "14:00"), 5)).await?;
        self.agree(call, stage, &wish(1, "余新示范小学", (13, "14:00"), 5)).await?;
        self.tell_observations_ahead(call, cast, [asked, accepted, offered]).await?;
        self.tell_recent_lectures(call, cast, stage).await
    }

    /// Requests for which somebody is to be found again: an offer was declined, one ran out, and
    /// the host called an agreed lecture off.
    async fn tell_refusals(&self, call: &Call, stage: &LectureStage) -> Result<(), ActionError> {
        let wish = |course, host, time, asked| stage.wish(call, course, host, time, asked);
        let yesterday = self.working_days_ago(call, 1);
        let dispatch = self.offer(call, stage, &wish(0, "秀水示范小学", (5, "14:00"), 4)).await?;
        let reason = Values::default()
            .with(Field::DeclineReason, "busy")
            .with(Field::DeclineNote, "那天要带学生参加比赛");
        let lecturer = acting(&later(&yesterday, 2), &stage.courses[0].1);
        self.actions.decline_dispatch(&lecturer, dispatch, &reason).await?;

        let silent = self.offer(call, stage, &wish(1, "观潮示范中学", (6, "14:00"), 6)).await?;
        let lecturer = acting(call, &stage.courses[1].1);
        let over = self.actions.dispatch(&lecturer, silent).await?.dispatch.answer_until;
        self.actions.lapse_dispatches(over).await?;

        let off = wish(1, "嘉禾示范中学", (12, "14:00"), 9);
        self.agree(call, stage, &off).await?;
        let reason = Values::default().with(Field::Reason, "学校调整校历，当天停课");
        let token = link_token(&demo_link(off.host))?;
        self.actions.withdraw_request(&yesterday, &token, &reason, Revision::NEWEST).await
    }

    async fn list_own_course(
        &self,
        call: &Call,
        lecturer: &Actor,
    ) -> Result<CourseVersionId, ActionError> {
        let mut tx = self.store.begin().await?;
        let person = tx.find_person(lecturer.person).await?.ok_or(ActionError::NotFound)?;
        let draft = CourseDraft {
            title: format!("{}老师的科学课", person.name),
            summary: "从一次亲眼所见讲起，再用一个小实验说明道理。".repeat(8),
            field: person.field_id,
            stages: vec![SchoolStage::PrimaryUpper, SchoolStage::Adult],
            groups: vec![TargetGroup::Youth],
            mode: DeliveryMode::Both,
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
            taken_over: false,
            listed_until: None,
            remark: "",
            at: call.now,
        };
        let id = tx.add_version(&version).await?;
        let entry = call.entry("load", "demo", &[]).on(id);
        tx.commit(entry, &self.entropy.token()).await?;
        Ok(id)
    }
}
