//! Lectures as offices look through them, and as a spreadsheet.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    access_log::AccessThing,
    delivery::DeliveryState,
    form::{Field, Values},
    id::{DeliveryId, RegionId},
    lecture_request::{REQUEST_READERS, may_read_requests},
    region::RegionLevel,
    rulebook::Rulebook,
};
use store::{DeliveryRow, DeliverySearch, DeliveryStates, Reach, RegionRow};

use crate::{
    ActionError, Actions, Call, ListFilter,
    desk::unsettled_since,
    handed_on::{ALL, HandedOn},
    paged::{KEYED_ASKED, Keyed},
    person::reaches,
    register_entry::regions,
    to_utc,
    working_day::end_of,
};

/// What somebody looks for among lectures.
#[derive(Clone, Debug, Default)]
pub struct DeliveryFilter {
    /// Words, the state and the county.
    pub list: ListFilter,
    /// A town.
    pub town: Option<RegionId>,
    /// The first day.
    pub from: Option<NaiveDate>,
    /// The last day.
    pub to: Option<NaiveDate>,
}

impl DeliveryFilter {
    /// The word of an address for what was held, whether or not it is verified.
    pub const GIVEN: &'static str = "given";
    /// The word for what is to be settled.
    pub const UNSETTLED: &'static str = "unsettled";

    /// From the words of an address.
    pub fn of(asked: &Values) -> Self {
        Self {
            list: ListFilter::of(asked),
            town: asked.get(Field::Town).parse().ok(),
            from: asked.get(Field::FromDay).parse().ok(),
            to: asked.get(Field::ToDay).parse().ok(),
        }
    }

    fn search<'a>(
        &'a self,
        reach: &'a Reach,
        rules: &Rulebook,
        now: DateTime<Utc>,
    ) -> DeliverySearch<'a> {
        let state = self.list.state.as_str();
        let states = match (state, DeliveryState::parse(state)) {
            (Self::GIVEN, _) => DeliveryStates::Given,
            (Self::UNSETTLED, _) => DeliveryStates::Unsettled(unsettled_since(rules, now)),
            (_, Some(state)) => DeliveryStates::In(state),
            (_, None) => DeliveryStates::Standing,
        };
        DeliverySearch {
            words: &self.list.words,
            from: self.from.map(|day| to_utc(day, NaiveTime::MIN)),
            until: self.to.map(end_of),
            region: self.list.region,
            town: self.town,
            states,
            reach,
        }
    }
}

/// A page of lectures.
#[derive(Clone, Debug)]
pub struct DeliveryList {
    /// The latest first.
    pub list: Keyed<DeliveryRow, DeliveryId>,
    /// How many there are in all.
    pub total: i64,
    /// The regions that the caller may choose.
    pub counties: Vec<RegionRow>,
    /// The towns that the caller may choose, by county.
    pub towns: Vec<RegionRow>,
}

impl Actions {
    /// A page of the lectures within the caller's scope that are looked for, from one of them on.
    pub async fn deliveries(
        &self,
        call: &Call,
        filter: &DeliveryFilter,
        from: Option<DeliveryId>,
    ) -> Result<DeliveryList, ActionError> {
        let actor = call.allowed(may_read_requests)?;
        let reach = actor.reach(REQUEST_READERS);
        let mut conn = self.store.read().await?;
        let rules = conn.rulebook(call.today()).await?;
        let search = filter.search(&reach, &rules, call.now);
        let from = match from {
            Some(id) => conn.find_delivery(id).await?,
            None => None,
        };
        let from = match from {
            Some(it) if conn.is_within(&reach, it.region_id, None).await? => {
                Some((it.starts_at, it.id))
            }
            _ => None,
        };
        let total = conn.count_deliveries(&search).await?;
        let rows = conn.list_deliveries(&search, from, KEYED_ASKED).await?;
        let counties = regions(&mut conn, call, &reach).await?;
        let all = conn.list_regions(call.today()).await?;
        let is_town = |row: &&RegionRow| {
            row.level == RegionLevel::Town
                && reaches(&reach, &all, row.id)
                && filter.list.lies(&all, Some(row.id))
        };
        let towns = all.iter().filter(is_town).cloned().collect();
        Ok(DeliveryList { list: Keyed::of(rows, |row| row.id), total, counties, towns })
    }

    /// All of those, for a spreadsheet.
    pub async fn delivery_export(
        &self,
        call: &Call,
        filter: &DeliveryFilter,
    ) -> Result<HandedOn<DeliveryRow>, ActionError> {
        let actor = call.allowed(may_read_requests)?;
        let reach = actor.reach(REQUEST_READERS);
        let mut conn = self.store.read().await?;
        let rules = conn.rulebook(call.today()).await?;
        let search = filter.search(&reach, &rules, call.now);
        let rows = conn.list_deliveries(&search, None, ALL).await?;
        drop(conn);
        self.hand_on(call, REQUEST_READERS, (AccessThing::LectureList, 0), rows).await
    }
}
