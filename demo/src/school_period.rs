//! The school calendar of the city, around the day of the demonstration.

use chrono::{Days, NaiveDate};
use domain::{
    form::{Field, Values},
    id::RegionId,
    region::RegionLevel,
    school_period::PeriodKind,
};

use crate::{Demo, acting, cast::Cast};
use actions::{ActionError, Call};

impl Demo {
    /// A term that runs, its weeks of exams, and the holidays after it.
    pub(super) async fn tell_school_calendar(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let regions = self.store.read().await?.list_regions(call.today()).await?;
        let city = regions.iter().find(|region| region.level == RegionLevel::City);
        let Some(city) = city.map(|city| city.id) else { return Ok(()) };
        let office = acting(call, &cast.office);
        let begins = call.today() - Days::new(84);
        let after = |days| begins + Days::new(days);
        self.enter(&office, city, PeriodKind::Term, (begins, after(140))).await?;
        self.enter(&office, city, PeriodKind::Exams, (after(133), after(140))).await?;
        self.enter(&office, city, PeriodKind::Holiday, (after(141), after(168))).await
    }

    async fn enter(
        &self,
        office: &Call,
        region: RegionId,
        kind: PeriodKind,
        (first, last): (NaiveDate, NaiveDate),
    ) -> Result<(), ActionError> {
        let values = Values::default()
            .with(Field::County, region.to_string())
            .with(Field::PeriodKind, kind.as_str())
            .with(Field::FirstDay, first.to_string())
            .with(Field::LastDay, last.to_string());
        self.actions.add_school_period(office, &values, &self.once()).await?;
        Ok(())
    }
}
