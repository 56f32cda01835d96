//! The school calendar, by region.

use chrono::NaiveDate;
use domain::{
    id::{RegionId, SchoolPeriodId},
    school_period::{NewPeriod, Period, PeriodKind},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// A period of the school year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchoolPeriodRow {
    /// Key.
    pub id: SchoolPeriodId,
    /// Of which region.
    pub region_id: RegionId,
    /// Name of the region in Chinese.
    pub region_zh: String,
    /// Name of the region in English.
    pub region_en: String,
    /// What it is.
    pub kind: PeriodKind,
    /// What it is called; may be empty.
    pub title: String,
    /// The first day.
    pub first_on: NaiveDate,
    /// The last day.
    pub last_on: NaiveDate,
    /// Rises with every change.
    pub revision: i64,
}

decoded! {
    SchoolPeriodRow: id, region_id, region_zh, region_en, kind, title, first_on, last_on, revision
}

impl SchoolPeriodRow {
    /// What and when.
    pub fn period(&self) -> Period {
        Period { kind: self.kind, first: self.first_on, last: self.last_on }
    }
}

const COLUMNS: &str = "SELECT s.id, s.region_id, r.name_zh AS region_zh, r.name_en AS region_en, \
    s.kind, s.title, s.first_on, s.last_on, s.revision \
    FROM school_period s JOIN region r ON r.id = s.region_id ";
const FIND: &str = text![COLUMNS, "WHERE s.id = $1"];
const FROM_DAY: &str = text![COLUMNS, "WHERE s.last_on >= $1 "];
const ORDER: &str = " ORDER BY s.first_on, s.region_id, s.id";
// The distance is how many regions lie between.
const AROUND: &str = "SELECT (SELECT COUNT(*) FROM region_closure k WHERE k.descendant_id = $1 \
    AND k.ancestor_id IN (SELECT descendant_id FROM region_closure \
    WHERE ancestor_id = s.region_id)) - 1, s.kind, s.first_on, s.last_on \
    FROM school_period s JOIN region_closure c ON c.ancestor_id = s.region_id \
    WHERE c.descendant_id = $1 AND s.last_on >= $2 ORDER BY s.first_on, s.id";
const ADD: &str = "INSERT INTO school_period (region_id, kind, title, first_on, last_on, revision) \
    VALUES ($1, $2, $3, $4, $5, 1) RETURNING id";
const CHANGE: &str = "UPDATE school_period SET region_id = $3, kind = $4, title = $5, \
    first_on = $6, last_on = $7, revision = revision + 1 WHERE id = $1 AND revision = $2";
const REMOVE: &str = "DELETE FROM school_period WHERE id = $1";

impl Conn {
    /// One period.
    pub async fn find_school_period(
        &mut self,
        id: SchoolPeriodId,
    ) -> Result<Option<SchoolPeriodRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// Periods of all regions that are not over on a day, by time.
    pub async fn list_school_periods(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<SchoolPeriodRow>, StoreError> {
        self.all(sql(FROM_DAY).bind(day).push(ORDER)).await
    }

    /// Periods of a region and of those above it that are not over on a day, each with how far above
    /// its region is.
    pub async fn list_school_periods_around(
        &mut self,
        region: RegionId,
        day: NaiveDate,
    ) -> Result<Vec<(i64, Period)>, StoreError> {
        let rows: Vec<(i64, PeriodKind, NaiveDate, NaiveDate)> =
            self.all(sql(AROUND).bind(region).bind(day)).await?;
        let period = |(distance, kind, first, last)| (distance, Period { kind, first, last });
        Ok(rows.into_iter().map(period).collect())
    }
}

impl Tx {
    /// Enters a period; [`StoreError::Conflict`] if the region has one of the kind that begins then.
    pub async fn add_school_period(
        &mut self,
        new: &NewPeriod,
    ) -> Result<SchoolPeriodId, StoreError> {
        let Period { kind, first, last } = new.period;
        self.only(bound!(ADD; new.region, kind, &new.title, first, last)).await
    }

    /// Corrects a period; `false`: somebody was faster.
    pub async fn change_school_period(
        &mut self,
        (id, revision): (SchoolPeriodId, i64),
        new: &NewPeriod,
    ) -> Result<bool, StoreError> {
        let Period { kind, first, last } = new.period;
        self.is_changed(bound!(CHANGE; id, revision, new.region, kind, &new.title, first, last))
            .await
    }

    /// Removes a period; `false`: it was.
    pub async fn remove_school_period(&mut self, id: SchoolPeriodId) -> Result<bool, StoreError> {
        self.is_changed(sql(REMOVE).bind(id)).await
    }
}
