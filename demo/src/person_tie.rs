//! What ties people of the demonstration: two lecturers have made a course together.

use chrono::Days;
use domain::{
    form::{Field, Values},
    person_tie::TieKind,
};

use crate::{Demo, acting, cast::Cast};
use actions::{ActionError, Call};

impl Demo {
    /// The first two lecturers are tied, and the tie goes on.
    pub(super) async fn tell_person_ties(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let [one, other, ..] = cast.lecturers.as_slice() else { return Ok(()) };
        let row = self.store.read().await?.find_person(other.person).await?;
        let row = row.ok_or(ActionError::NotFound)?;
        let named = format!("{} {}", row.name, row.workplace.unwrap_or_default());
        let since = call.today() - Days::new(400);
        let values = Values::default()
            .with(Field::TiedPerson, named.trim())
            .with(Field::TieKind, TieKind::JointCourse.as_str())
            .with(Field::StartsOn, since.to_string());
        let office = acting(call, &cast.office);
        self.actions.add_person_tie(&office, one.person, &values, &self.once()).await
    }
}
