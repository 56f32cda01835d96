//! A course that waits for a slot, one that a slot is kept for, a booking that was exchanged, and a
//! course of the catalogue that rests.

use chrono::Days;
use domain::{
    course::CourseVersionState,
    form::{Field, Revision, Values},
    id::{CourseVersionId, ReviewSessionId},
    role::{Actor, Role, Scope},
};

use super::Sitting;
use crate::{Demo, acting, actor, cast::Cast, granted_on, grants, weekday};
use actions::{ActionError, Call};

/// Where in the cast the panel of both sessions begins.
const FIRST_MEMBER: usize = 2;

impl Demo {
    /// Two sessions with one slot each, and who wants them.
    pub(super) async fn tell_waiting_lists(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let [first, .., fourth, _, _] = cast.lecturers.as_slice() else { return Ok(()) };
        let office = acting(&self.working_days_ago(call, 2), &cast.office);
        let mut sessions = Vec::new();
        for (days, starts_at) in [(33, "15:00"), (37, "15:30")] {
            let held_on = weekday(call.today() + Days::new(days));
            let sitting =
                Sitting { held_on, starts_at, place: 9, n_slots: 1, first_member: FIRST_MEMBER };
            let id = self.plan_sitting(&office, cast, &sitting).await?;
            self.actions.publish_session(&office, id, Revision::NEWEST).await?;
            sessions.push(id);
        }
        self.answer(call, cast, sessions[0]).await?;
        let (waits, gives) = (acting(call, first), acting(call, fourth));
        let (own, theirs) = (self.awaiting(&waits).await?, self.awaiting(&gives).await?);
        let (Some(own), Some(theirs)) = (own, theirs) else { return Ok(()) };
        let Some(booking) = self.book(&gives, theirs, Some(sessions[0])).await? else {
            return Ok(());
        };
        self.wait(&waits, own, sessions[0]).await?;
        let picker = self.actions.exchange_picker(&gives, booking).await?;
        let mut offers = picker.days.iter().flat_map(|day| &day.offers);
        let Some(slot) = offers.find(|offer| offer.slot.session_id == sessions[1]) else {
            return Ok(());
        };
        let values = Values::default()
            .with(Field::Slot, slot.slot.id.to_string())
            .with(Field::Reason, "与学校的教研活动冲突");
        self.actions.reschedule_booking(&gives, booking, &values).await?;
        self.wait(&waits, own, sessions[1]).await?;
        self.rest(call, &cast.office).await
    }

    /// Some of a panel come, and one cannot.
    async fn answer(
        &self,
        call: &Call,
        cast: &Cast,
        session: ReviewSessionId,
    ) -> Result<(), ActionError> {
        let members = cast.panel.iter().cycle().skip(FIRST_MEMBER).take(8);
        for (n, person) in members.enumerate().skip(1).take(4) {
            let role = [(Role::Panelist, Scope::Everything)];
            let call = acting(call, &actor(*person, "", grants(&role, granted_on(call))));
            let values = match n {
                4 => Values::default()
                    .with(Field::Decision, "declined")
                    .with(Field::Reason, "当天在外地参加评审"),
                _ => Values::default().with(Field::Decision, "accepted"),
            };
            self.actions.answer_panel(&call, session, &values).await?;
        }
        Ok(())
    }

    /// A version of the caller that may book.
    async fn awaiting(&self, call: &Call) -> Result<Option<CourseVersionId>, ActionError> {
        let courses = self.actions.my_courses(call).await?;
        let mut waiting = courses.iter().filter(|it| it.state == CourseVersionState::AwaitingSlot);
        Ok(waiting.next().map(|course| course.id))
    }

    async fn wait(
        &self,
        call: &Call,
        version: CourseVersionId,
        session: ReviewSessionId,
    ) -> Result<(), ActionError> {
        let values = Values::default().with(Field::Session, session.to_string());
        self.actions.wait_for_slot(call, version, &values).await.map(drop)
    }

    /// The last of the courses that were taken over is suspended.
    async fn rest(&self, call: &Call, office: &Actor) -> Result<(), ActionError> {
        let listed = self.store.read().await?.list_listed().await?;
        let Some(course) = listed.iter().rev().find(|course| course.taken_over) else {
            return Ok(());
        };
        let values = Values::default()
            .with(Field::Decision, "suspend")
            .with(Field::Reason, "两次听课评分偏低，请讲师先作修改");
        let call = acting(call, office);
        self.actions.change_listing(&call, course.id, &values, Revision::NEWEST).await
    }
}
