//! Review sessions and courses of the demonstration, in every state that the program can reach.

mod ended;
mod late;
mod rounds;
mod waiting;

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    audience::SchoolStage,
    course::ABSTRACT_MIN,
    form::{Field, Revision, Values},
    id::{BookingId, CourseVersionId, FieldId, ReviewSessionId},
    role::{Actor, organised_regions},
    rulebook::Rule,
};

use super::{acting, at, cast::Cast, paper, weekday};
use crate::Demo;
use actions::{ActionError, Call, Incoming};

/// Courses of the six lecturers, in their order.
const TITLES: [&str; 6] = [
    "潮汐从哪里来",
    "看懂一张天气图",
    "身边的材料",
    "湿地的一天",
    "为什么要接种疫苗",
    "机器怎样学习",
];

/// A session to be planned.
struct Sitting {
    held_on: NaiveDate,
    starts_at: &'static str,
    /// Which of the places; beyond them by video.
    place: usize,
    n_slots: u32,
    /// Where in the cast the panel begins.
    first_member: usize,
}

impl Demo {
    /// Three sessions that are open and one still planned; courses on every step of their way, and
    /// bookings of each kind.
    pub(super) async fn tell_review_story(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let office = acting(&self.working_days_ago(call, 3), &cast.office);
        let sittings =
            [(12, "09:00", 0, 4), (20, "13:30", 1, 3), (30, "09:30", 2, 3), (41, "14:00", 0, 3)];
        for (n, (days, starts_at, place, n_slots)) in sittings.into_iter().enumerate() {
            let held_on = weekday(call.today() + Days::new(days));
            let sitting = Sitting { held_on, starts_at, place, n_slots, first_member: n };
            // The last one is the county's, and still planned.
            if n == 3 {
                let organiser = acting(&self.working_days_ago(call, 3), &cast.organiser);
                self.plan_sitting(&organiser, cast, &sitting).await?;
            } else {
                let id = self.plan_sitting(&office, cast, &sitting).await?;
                self.actions.publish_session(&office, id, Revision::NEWEST).await?;
            }
        }
        for (n, (lecturer, title)) in cast.lecturers.iter().zip(TITLES).enumerate() {
            self.tell_course(call, cast, (n, lecturer, title)).await?;
        }
        let [first, .., fifth, _] = cast.lecturers.as_slice() else { return Ok(()) };
        self.send_back_course(call, cast, fifth).await?;
        let draft = Values::default().with(Field::Title, "给小学生讲潮汐");
        self.actions.open_course(&acting(call, first), &draft, &self.once()).await?;
        self.tell_waiting_lists(call, cast).await
    }

    /// One lecturer's course: the last is a draft, the one before waits for the office.
    async fn tell_course(
        &self,
        call: &Call,
        cast: &Cast,
        (n, lecturer, title): (usize, &Actor, &str),
    ) -> Result<(), ActionError> {
        let mine = |days| acting(&self.working_days_ago(call, days), lecturer);
        let id = self.write_course(&mine(5), cast.field, title).await?;
        if n + 1 == TITLES.len() {
            return Ok(());
        }
        self.actions.submit_course(&mine(4), id, &Values::default(), Revision::NEWEST).await?;
        if n + 2 == TITLES.len() {
            return Ok(());
        }
        let office = acting(&self.working_days_ago(call, 3), &cast.office);
        self.actions.clear_course(&office, id, &Values::default(), Revision::NEWEST).await?;
        match n {
            1 => {
                self.book(&mine(2), id, None).await?;
            }
            2 => {
                self.let_lapse(&mine(1), id).await?;
                self.hold_first(&acting(call, lecturer), id, None).await?;
            }
            3 => {
                let reason = Values::default().with(Field::Reason, "那天要带学生参加比赛");
                if let Some(booking) = self.book(&mine(2), id, None).await? {
                    self.actions.cancel_booking(&mine(1), booking, &reason).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A course that the office has read and wants changed.
    async fn send_back_course(
        &self,
        call: &Call,
        cast: &Cast,
        lecturer: &Actor,
    ) -> Result<(), ActionError> {
        let on = |days| self.working_days_ago(call, days);
        let id = self.write_course(&acting(&on(8), lecturer), cast.field, "种子的旅行").await?;
        self.actions
            .submit_course(&acting(&on(7), lecturer), id, &Values::default(), Revision::NEWEST)
            .await?;
        let remark = Values::default().with(Field::Remark, "请注明图片来源，并补充参考文献。");
        self.actions
            .send_course_back(&acting(&on(5), &cast.office), id, &remark, Revision::NEWEST)
            .await
    }

    async fn plan_sitting(
        &self,
        office: &Call,
        cast: &Cast,
        sitting: &Sitting,
    ) -> Result<ReviewSessionId, ActionError> {
        let places = self.store.read().await?.list_places().await?;
        let mut values = Values::default()
            .with(Field::HeldOn, sitting.held_on.to_string())
            .with(Field::StartsAt, sitting.starts_at)
            .with(Field::SlotMinutes, "60")
            .with(Field::NSlots, sitting.n_slots.to_string())
            .with(Field::BreakMinutes, "10");
        match places.get(sitting.place) {
            Some(place) => values.push(Field::Place, place.id.to_string()),
            None => values.push(Field::VideoLink, "https://video.example.invalid/review"),
        }
        let county = office.actor.as_ref().map(organised_regions).unwrap_or_default();
        if let Some(county) = county.first() {
            values.set(Field::County, county.to_string());
        }
        for stage in SchoolStage::ALL {
            values.push(Field::Stages, stage.as_str());
        }
        for person in cast.panel.iter().cycle().skip(sitting.first_member).take(8) {
            values.push(Field::Panel, person.to_string());
        }
        self.actions.plan_session(office, &values, &self.once()).await
    }

    pub(super) async fn write_course(
        &self,
        call: &Call,
        field: FieldId,
        title: &str,
    ) -> Result<CourseVersionId, ActionError> {
        let slides = Incoming { name: format!("{title}.pdf"), bytes: paper("demo") };
        let slides = self.actions.store_slides(call, slides).await?;
        let sentence =
            "从一次亲眼所见讲起，再用一张图和一个小实验说明道理，最后回到听众身边的生活。";
        let summary: String = sentence.chars().cycle().take(ABSTRACT_MIN + 20).collect();
        let values = Values::default()
            .with(Field::Title, title)
            .with(Field::Summary, summary)
            .with(Field::SubjectField, field.to_string())
            .with(Field::Stages, SchoolStage::PrimaryUpper.as_str())
            .with(Field::Stages, SchoolStage::JuniorSecondary.as_str())
            .with(Field::Groups, "youth")
            .with(Field::Minutes, "60")
            .with(Field::MaxAudience, "120")
            .with(Field::Equipment, "投影、音响")
            .with(Field::Outline, "一、亲眼所见\n二、道理\n三、动手\n四、提问")
            .with(Field::Sources, "教材与公开数据")
            .with(Field::SlidesToken, slides.token)
            .with(Field::OwnsRights, "yes")
            .with(Field::NoAdvertising, "yes");
        self.actions.open_course(call, &values, &self.once()).await
    }

    /// Holds the first slot that is offered, of one session or of any.
    async fn hold_first(
        &self,
        call: &Call,
        version: CourseVersionId,
        session: Option<ReviewSessionId>,
    ) -> Result<Option<BookingId>, ActionError> {
        let picker = self.actions.picker(call, version).await?;
        let offers = picker.days.into_iter().flat_map(|day| day.offers);
        let offers: Vec<_> = offers.filter(|offer| offer.refusal.is_none()).collect();
        let is_meant = |of: ReviewSessionId| session.is_none_or(|session| session == of);
        match offers.iter().find(|offer| is_meant(offer.slot.session_id)) {
            Some(offer) => Ok(Some(self.actions.hold_slot(call, version, offer.slot.id).await?)),
            None => Ok(None),
        }
    }

    async fn book(
        &self,
        call: &Call,
        version: CourseVersionId,
        session: Option<ReviewSessionId>,
    ) -> Result<Option<BookingId>, ActionError> {
        let held = self.hold_first(call, version, session).await?;
        if let Some(booking) = held {
            self.actions.confirm_booking(call, booking, &Values::default()).await?;
        }
        Ok(held)
    }

    /// Holds a slot and forgets to confirm it.
    async fn let_lapse(&self, call: &Call, version: CourseVersionId) -> Result<(), ActionError> {
        self.hold_first(call, version, None).await?;
        let rules = self.store.read().await?.rulebook(call.today()).await?;
        let minutes = rules.minutes(Rule::HoldMinutes);
        let over = at(call, call.now + minutes + TimeDelta::minutes(1));
        self.actions.release_lapsed_holds(over.now).await
    }
}
