//! Observations of the demonstration's lectures, in every state, and a course that two of them put
//! into question.

use domain::{
    form::{Field, Revision, Values},
    id::{LectureRequestId, ObservationId},
    role::Actor,
};

use crate::{Demo, acting, cast::Cast, later};
use actions::{ActionError, Call, DeliveryRow};

/// So many working days before a lecture somebody is asked.
const ASKED: i64 = 5;

/// A lecture that was held so many working days ago, with whoever observes it.
pub(super) struct Observed<'a> {
    pub(super) request: LectureRequestId,
    pub(super) ago: i64,
    pub(super) observer: &'a Actor,
}

impl Demo {
    /// Lectures ahead: one whose observer is asked, one whose observer comes, and one that its
    /// lecturer offers after the office has called another plan off.
    pub(super) async fn tell_observations_ahead(
        &self,
        call: &Call,
        cast: &Cast,
        [asked, accepted, offered]: [LectureRequestId; 3],
    ) -> Result<(), ActionError> {
        let office = acting(&self.working_days_ago(call, 1), &cast.office);
        let Some(panelist) = cast.panelist(call) else { return Ok(()) };
        self.ask_observer(&office, asked, &panelist).await?;
        let id = self.ask_observer(&office, accepted, &panelist).await?;
        self.come(&later(&office, 2), id, &panelist).await?;

        let id = self.ask_observer(&office, offered, &panelist).await?;
        let reason = Values::default().with(Field::Reason, "当天另有统一安排，改期再听");
        self.actions.end_observation(&office, id, &reason, Revision::NEWEST).await?;
        let Some(lecturer) = cast.lecturers.first() else { return Ok(()) };
        let delivery = self.delivery_of(offered).await?;
        let mine = acting(&later(&office, 3), lecturer);
        self.actions.plan_observation(&mine, delivery.id, &Values::default()).await?;
        Ok(())
    }

    /// Lectures that were observed: a good one that the lecturer has answered, two low ones of one
    /// course, and one whose form is awaited.
    pub(super) async fn tell_observations_held(
        &self,
        call: &Call,
        cast: &Cast,
        [good, low, lower, awaited]: [Observed<'_>; 4],
    ) -> Result<(), ActionError> {
        let id = self.observe(call, cast, &good, Some([5, 5, 4])).await?;
        let row = self.store.read().await?.find_observation(id).await?;
        let lecturer =
            row.and_then(|row| cast.lecturers.iter().find(|actor| actor.person == row.lecturer_id));
        if let Some(lecturer) = lecturer {
            let mine = acting(&self.working_days_ago(call, good.ago - 2), lecturer);
            let answer = "谢谢您专程来听课，提问环节下次会多留五分钟。";
            let answer = Values::default().with(Field::Reply, answer);
            self.actions.answer_observation(&mine, id, &answer).await?;
        }
        self.observe(call, cast, &low, Some([3, 3, 4])).await?;
        self.observe(call, cast, &lower, Some([3, 3, 3])).await?;
        self.observe(call, cast, &awaited, None).await?;
        Ok(())
    }

    /// Somebody is asked before a lecture, comes, and hands these levels in on the day after.
    async fn observe(
        &self,
        call: &Call,
        cast: &Cast,
        observed: &Observed<'_>,
        levels: Option<[i64; 3]>,
    ) -> Result<ObservationId, ActionError> {
        let office = acting(&self.working_days_ago(call, observed.ago + ASKED), &cast.office);
        let id = self.ask_observer(&office, observed.request, observed.observer).await?;
        self.come(&later(&office, 2), id, observed.observer).await?;
        if let Some([soundness, engagement, usefulness]) = levels {
            let form = Values::default()
                .with(Field::LevelSoundness, soundness.to_string())
                .with(Field::LevelEngagement, engagement.to_string())
                .with(Field::LevelUsefulness, usefulness.to_string())
                .with(Field::ArrivedAt, "13:45")
                .with(Field::LeftAt, "15:10")
                .with(Field::OnTime, "yes")
                .with(Field::Attendance, "126")
                .with(Field::EquipmentState, "sound")
                .with(Field::Highlights, "从学生身边的现象讲起，两次请学生上台动手，秩序很好。")
                .with(Field::Suggestion, "中间一段公式偏多，建议改成一张示意图，并多留提问时间。");
            let next = self.working_days_ago(call, observed.ago - 1);
            let next = acting(&next, observed.observer);
            self.actions.submit_observation(&next, id, &form, Revision::NEWEST).await?;
        }
        Ok(id)
    }

    async fn ask_observer(
        &self,
        office: &Call,
        request: LectureRequestId,
        observer: &Actor,
    ) -> Result<ObservationId, ActionError> {
        let delivery = self.delivery_of(request).await?;
        let values = Values::default().with(Field::Observer, observer.person.to_string());
        self.actions.plan_observation(office, delivery.id, &values).await
    }

    async fn come(
        &self,
        call: &Call,
        id: ObservationId,
        observer: &Actor,
    ) -> Result<(), ActionError> {
        let comes = Values::default().with(Field::Relation, "none");
        let call = acting(call, observer);
        self.actions.reply_to_observation(&call, id, &comes, Revision::NEWEST).await
    }

    async fn delivery_of(&self, request: LectureRequestId) -> Result<DeliveryRow, ActionError> {
        let found = self.store.read().await?.find_delivery_of(request).await?;
        found.ok_or(ActionError::NotFound)
    }
}
