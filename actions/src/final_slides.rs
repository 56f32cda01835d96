//! The slides that a panel sees: they may be replaced until booking closes, and whoever has checked
//! the content hears of it.

use domain::{
    course::CourseVersionState,
    form::{Field, ProblemKind, Problems, Values},
    id::CourseVersionId,
    inbox::Message,
    record::Kind,
    role::{AUTHORS, CHECKERS, brings_courses},
};
use store::Lock;

use crate::{
    ActionError, Actions, Call, course::course_of, record::fixed, tell::tell_offices,
    upload::own_upload, write::Scoped as _,
};

impl Actions {
    /// Replaces the slides of a version that waits for its panel, by those that were stored before.
    pub async fn replace_slides(
        &self,
        call: &Call,
        id: CourseVersionId,
        values: &Values,
    ) -> Result<(), ActionError> {
        call.allowed(brings_courses)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::CourseVersion(id)).await?;
                let page = course_of(tx, call, id).await?;
                let course = &page.course;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                let waits = [CourseVersionState::AwaitingSlot, CourseVersionState::Booked];
                if !waits.contains(&course.state) {
                    return Err(ActionError::WrongState);
                }
                let bookings = tx.list_bookings_of(course.lecturer_id).await?;
                let own = bookings.iter().find(|booking| booking.version_id == id);
                if own.is_some_and(|booking| booking.closes_at <= call.now) {
                    return Err(Problems::one(Field::Slides, ProblemKind::TooLate).into());
                }
                let upload = own_upload(tx, call, values.trimmed(Field::SlidesToken)).await?;
                let missing = || Problems::one(Field::Slides, ProblemKind::Missing);
                let upload = upload.ok_or_else(missing)?;
                if course.slides_id == Some(upload.id) {
                    return Ok(());
                }
                if !tx.set_slides(id, upload.id, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                let message = Message::SlidesReplaced {
                    version: id,
                    title: course.title.clone(),
                    lecturer: course.lecturer_name.clone(),
                    before: course.slides_name.clone().unwrap_or_default(),
                    after: upload.file_name.clone(),
                };
                tell_offices(tx, call, CHECKERS, &message).await?;
                let entry = call
                    .entry("replace_slides", "course_version", AUTHORS)
                    .on(id)
                    .fixing(fixed(tx, Kind::CourseVersion, id).await?);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}
