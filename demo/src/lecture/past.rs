//! Lectures of the demonstration that were held, and a request for which nobody was found.

use chrono::{Days, NaiveDate, TimeDelta};
use domain::{
    form::{Field, Revision, Values},
    id::LectureRequestId,
    role::Actor,
};
use store::DeliveryRow;

use super::{LectureStage, Wish, demo_link};
use crate::{Demo, acting, cast::Cast, later, observation::Observed, weekday};
use actions::{ActionError, Call, link_token};

/// So many working days ago the courses were listed: before anybody asked for them.
pub(super) const LISTED: i64 = 90;
/// So many working days ago a lecture that is over was held.
const CLOSED: i64 = 45;
/// So many working days before a lecture it was asked for.
const AHEAD: i64 = 26;

impl Demo {
    /// A lecture that was held, reported by both sides and closed, and a request that expired.
    pub(crate) async fn tell_ended_lectures(
        &self,
        call: &Call,
        stage: &LectureStage,
    ) -> Result<(), ActionError> {
        let held = self.hold_lecture(call, stage, 0, "听雨示范第二小学", CLOSED).await?;
        self.report_alike(call, stage, &held).await?;
        let office = acting(call, &stage.office);
        let request = self.actions.lecture_request(&office, held.request).await?.request;
        self.actions.end_requests(request.due_at.unwrap_or(call.now)).await?;

        // The second of its times lies a week after the first, and has passed.
        let day = weekday(call.today() - Days::new(21));
        let wish = Wish {
            version: stage.courses[1].0,
            host: "沙渚示范社区",
            region: stage.nanhu,
            day,
            hour: "09:30",
            asked: LISTED / 2,
        };
        self.pass(call, stage, &wish).await?;
        self.actions.end_requests(call.now - TimeDelta::days(8)).await?;
        Ok(())
    }

    /// Lectures of the last days: not reported yet, by the host alone, differently, and alike.
    pub(super) async fn tell_recent_lectures(
        &self,
        call: &Call,
        cast: &Cast,
        stage: &LectureStage,
    ) -> Result<(), ActionError> {
        let verified = self.hold_lecture(call, stage, 1, "荷风示范社区", 9).await?;
        let disputed = self.hold_lecture(call, stage, 0, "星桥示范中学", 6).await?;
        let reported = self.hold_lecture(call, stage, 0, "霁月示范小学", 4).await?;
        let silent = self.hold_lecture(call, stage, 1, "东湖示范小学", 2).await?;
        let first = &stage.courses[0].1;
        // A lecturer has the role since the roster of today, which these lectures are older than.
        let Some(panelist) = cast.panelist(call) else { return Ok(()) };
        let observed =
            |held: &Held, observer| Observed { request: held.request, ago: held.ago, observer };
        let all = [
            observed(&verified, &panelist),
            observed(&disputed, &panelist),
            observed(&reported, &panelist),
            observed(&silent, &panelist),
        ];
        self.tell_observations_held(call, cast, all).await?;
        self.report_alike(call, stage, &verified).await?;
        self.report(call, &disputed, "126", None).await?;
        self.report(call, &disputed, "90", Some(first)).await?;
        self.report(call, &reported, "126", None).await
    }

    /// A lecture that was agreed on and held so many working days ago.
    async fn hold_lecture(
        &self,
        call: &Call,
        stage: &LectureStage,
        course: usize,
        host: &'static str,
        ago: i64,
    ) -> Result<Held, ActionError> {
        let day = self.actions.work_calendar().before(call.today(), ago);
        let asked = ago + AHEAD;
        let version = stage.courses[course].0;
        let wish = Wish { version, host, region: stage.nanhu, day, hour: "14:00", asked };
        let request = self.agree(call, stage, &wish).await?;
        Ok(Held { request, course, host, day, ago })
    }

    async fn report_alike(
        &self,
        call: &Call,
        stage: &LectureStage,
        held: &Held,
    ) -> Result<(), ActionError> {
        self.report(call, held, "126", None).await?;
        self.report(call, held, "126", Some(&stage.courses[held.course].1)).await
    }

    /// On the next working day the host reports, or some hours later the lecturer.
    async fn report(
        &self,
        call: &Call,
        held: &Held,
        attendance: &str,
        lecturer: Option<&Actor>,
    ) -> Result<(), ActionError> {
        let next = self.working_days_ago(call, held.ago - 1);
        let token = link_token(&demo_link(held.host))?;
        let delivery = self.actions.host_page(&next, &token).await?.delivery;
        let DeliveryRow { id, revision, .. } = delivery.ok_or(ActionError::NotFound)?;
        let says = Values::default()
            .with(Field::Attendance, attendance)
            .with(Field::DeliveredOn, held.day.to_string())
            .with(Field::BeganAt, "14:00")
            .with(Field::EndedAt, "15:05");
        let revision = Revision::of(revision);
        match lecturer {
            None => self.actions.report_by_host(&next, &token, &says, revision).await,
            Some(lecturer) => {
                self.actions
                    .report_delivery(&acting(&later(&next, 3), lecturer), id, &says, revision)
                    .await
            }
        }
    }
}

/// A lecture that was held.
struct Held {
    request: LectureRequestId,
    course: usize,
    host: &'static str,
    day: NaiveDate,
    /// How many working days ago.
    ago: i64,
}
