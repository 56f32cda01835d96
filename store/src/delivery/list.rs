//! Lectures as offices look through them, with what they look for.

use chrono::{DateTime, Utc};
use domain::{
    delivery::DeliveryState,
    id::{DeliveryId, RegionId},
    role::Reach,
};

use super::{COLUMNS, DeliveryRow};
use crate::{
    Conn, StoreError,
    catalogue::like_pattern,
    statement::{Statement, sql},
};

/// Which lectures a list has, by where they stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStates {
    /// All that were not called off.
    Standing,
    /// Those that were held, whether or not it is verified.
    Given,
    /// Told differently by both sides, or over since an instant and not verified.
    Unsettled(DateTime<Utc>),
    /// Those in a state.
    In(DeliveryState),
}

/// What is looked for in the list of lectures.
#[derive(Clone, Copy, Debug)]
pub struct DeliverySearch<'a> {
    /// A part of the title, the lecturer's name or the host's; empty: whatever they are.
    pub words: &'a str,
    /// Those that begin at an instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Those that begin before an instant.
    pub until: Option<DateTime<Utc>>,
    /// In a region, with all below it.
    pub region: Option<RegionId>,
    /// In a town: the one of the host on file.
    pub town: Option<RegionId>,
    /// Where they stand.
    pub states: DeliveryStates,
    /// How far the reader sees.
    pub reach: &'a Reach,
}

const COUNT: &str = "SELECT COUNT(*) FROM delivery d JOIN person p ON p.id = d.lecturer_id \
    JOIN course_version v ON v.id = d.version_id \
    JOIN lecture_request q ON q.id = d.request_id ";

impl Conn {
    /// Lectures that are looked for, the latest first, from one of them on.
    pub async fn list_deliveries(
        &mut self,
        search: &DeliverySearch<'_>,
        from: Option<(DateTime<Utc>, DeliveryId)>,
        limit: i64,
    ) -> Result<Vec<DeliveryRow>, StoreError> {
        let mut found = search.within(sql(COLUMNS));
        if let Some((starts_at, id)) = from {
            found = found.push(" AND (d.starts_at, d.id) <= (").value(starts_at);
            found = found.push(", ").value(id).push(")");
        }
        self.all(found.push(" ORDER BY d.starts_at DESC, d.id DESC LIMIT ").value(limit)).await
    }

    /// How many lectures are looked for.
    pub async fn count_deliveries(
        &mut self,
        search: &DeliverySearch<'_>,
    ) -> Result<i64, StoreError> {
        self.only(search.within(sql(COUNT))).await
    }
}

impl DeliverySearch<'_> {
    fn within<'s>(&self, found: Statement<'s>) -> Statement<'s> {
        let found = match self.states {
            DeliveryStates::Standing => found.push("WHERE d.state <> 'cancelled'"),
            DeliveryStates::Given => found.push("WHERE d.state IN ('held', 'verified')"),
            DeliveryStates::In(state) => found.push("WHERE d.state = ").value(state),
            DeliveryStates::Unsettled(before) => found
                .push(
                    "WHERE (d.state = 'held' AND d.host_attendance IS NOT NULL \
                     AND d.lecturer_attendance IS NOT NULL \
                     OR d.state IN ('planned', 'held') AND d.ends_at < ",
                )
                .value(before)
                .push(")"),
        };
        let mut found = found;
        if !self.words.is_empty() {
            let words = like_pattern(self.words);
            found = found.push(" AND (v.title LIKE ").value(words.clone());
            found = found.push(" ESCAPE '!' OR p.name LIKE ").value(words.clone());
            found = found.push(" ESCAPE '!' OR q.host_name LIKE ").value(words);
            found = found.push(" ESCAPE '!')");
        }
        if let Some(from) = self.from {
            found = found.push(" AND d.starts_at >= ").value(from);
        }
        if let Some(until) = self.until {
            found = found.push(" AND d.starts_at < ").value(until);
        }
        if let Some(town) = self.town {
            found = found
                .push(" AND q.host_unit_id IN (SELECT id FROM host_unit WHERE town_id = ")
                .value(town)
                .push(")");
        }
        if let Some(region) = self.region {
            let below = Reach::Within { regions: vec![region], organisations: Vec::new() };
            found = found.within_regions("d.region_id", &below);
        }
        found.within_regions("d.region_id", self.reach)
    }
}
