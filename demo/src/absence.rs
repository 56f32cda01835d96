//! A panelist who is away for some days and never comes on Sunday mornings, and a lecturer who reads
//! the own calendar on a phone.

use chrono::Days;
use domain::{
    form::{Field, Revision, Values},
    language::Language,
};

use crate::{Demo, acting, cast::Cast};
use actions::{ActionError, Call};

/// Further ahead than everything that the stories agree on.
const AWAY_IN: Days = Days::new(120);
const AWAY_FOR: Days = Days::new(3);

impl Demo {
    /// What people have said of their time.
    pub(super) async fn tell_absences(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        if let Some(panelist) = cast.panelist(call) {
            let own = acting(call, &panelist);
            let said = Values::default()
                .with(Field::Availability, "given")
                .with(Field::NeverAt, "7-morning");
            self.actions.say_availability(&own, None, &said, Revision::NEWEST).await?;
            let first = call.today() + AWAY_IN;
            let away = Values::default()
                .with(Field::FirstDay, first.to_string())
                .with(Field::LastDay, (first + AWAY_FOR).to_string());
            self.actions.add_absence(&own, None, &away, &self.once()).await?;
        }
        if let Some(lecturer) = cast.lecturers.first() {
            let own = acting(call, lecturer);
            self.actions.make_calendar_feed(&own, Language::Chinese, &self.once()).await?;
        }
        Ok(())
    }
}
