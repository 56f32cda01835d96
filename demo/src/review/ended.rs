//! Sessions whose booking is over: one was held lately, one is the next working day.

use domain::{
    form::{Field, Revision, Values},
    id::BookingId,
    role::Actor,
};

use super::Sitting;
use crate::{Demo, acting, at, cast::Cast, later};
use actions::{ActionError, Call};

impl Demo {
    /// A session whose only booking was given back on its very day, and one that takes none any
    /// more: what nobody booked of it was withdrawn.
    pub(crate) async fn tell_ended_reviews(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let [.., fourth, _, sixth] = cast.lecturers.as_slice() else { return Ok(()) };
        let held_on = self.actions.work_calendar().before(call.today(), 8);
        let sitting =
            Sitting { held_on, starts_at: "13:30", place: 0, n_slots: 2, first_member: 1 };
        let booked = self.fill_sitting(call, cast, (fourth, "城市里的候鸟"), 30, &sitting);
        if let Some(booking) = booked.await? {
            let starts_at =
                self.actions.booking(&acting(call, fourth), booking).await?.booking.starts_at;
            let morning = later(&at(call, starts_at), -4);
            let reason = Values::default().with(Field::Reason, "当天早上突发高烧，不能到场");
            self.actions.cancel_booking(&acting(&morning, fourth), booking, &reason).await?;
        }
        let held_on = self.actions.working_days_after(call.today(), 1);
        let sitting =
            Sitting { held_on, starts_at: "09:00", place: 1, n_slots: 3, first_member: 2 };
        self.fill_sitting(call, cast, (sixth, "雷电从哪里来"), 20, &sitting).await?;
        self.tell_rounds(call, cast).await
    }

    /// Publishes a session so many working days ago, books a course into it, and closes its booking
    /// when that is due.
    async fn fill_sitting(
        &self,
        call: &Call,
        cast: &Cast,
        (lecturer, title): (&Actor, &str),
        published: i64,
        sitting: &Sitting,
    ) -> Result<Option<BookingId>, ActionError> {
        let on = |days| self.working_days_ago(call, days);
        let office = acting(&on(published), &cast.office);
        let session = self.plan_sitting(&office, cast, sitting).await?;
        self.actions.publish_session(&office, session, Revision::NEWEST).await?;
        let mine = |days| acting(&on(days), lecturer);
        let course = self.write_course(&mine(published - 2), cast.field, title).await?;
        self.actions
            .submit_course(&mine(published - 3), course, &Values::default(), Revision::NEWEST)
            .await?;
        let office = acting(&on(published - 5), &cast.office);
        self.actions.clear_course(&office, course, &Values::default(), Revision::NEWEST).await?;
        let booking = self.book(&mine(published - 10), course, Some(session)).await?;
        let closes_at = self.actions.review_session(&office, session).await?.session.closes_at;
        self.actions.close_due_sessions(closes_at).await?;
        Ok(booking)
    }
}
