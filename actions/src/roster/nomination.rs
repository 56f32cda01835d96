//! Nominations against those on file, and into the cycle that is open for them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    assessment_year::AssessmentYear,
    award_cycle::{AwardCycleState, CategoryRules, CyclePlan, LegalBasis},
    roster::{AwardCategory, NominationRecord, Sex, unit_key},
};
use store::{CycleRow, NewNomination, NominationRow, StoreError, Tx};

use super::{Reads, compare::text};
use crate::{ActionError, award_cycle::written};

/// The cycle that takes nominations, with those that it has.
pub(super) struct OpenNominations(Vec<NominationRow>);

impl OpenNominations {
    pub(super) async fn load(conn: Reads<'_>) -> Result<Self, ActionError> {
        let rows = match open_cycle(conn).await? {
            Some(cycle) => conn.list_nominations(cycle.id).await?,
            None => Vec::new(),
        };
        Ok(Self(rows))
    }

    /// The nomination of the same nominee by the same unit, and whether it says the same.
    pub(super) fn find(&self, record: &NominationRecord, unit: i64) -> Option<(i64, bool)> {
        let is_same_nominee = |row: &&NominationRow| {
            row.category == record.category
                && row.name == record.name
                && row.unit_id == unit
                && unit_key(&row.workplace) == unit_key(&record.workplace)
        };
        let row = self.0.iter().find(is_same_nominee)?;
        Some((row.id, says_the_same(row, record)))
    }
}

fn says_the_same(row: &NominationRow, record: &NominationRecord) -> bool {
    row.sex.as_deref() == record.sex.map(Sex::as_str)
        && row.born_in == record.birth.map(|month| month.to_string())
        && row.ethnic_group == text(record.ethnic_group.as_ref())
        && row.post == text(record.post.as_ref())
        && row.title == text(record.title.as_ref())
        && row.phone == record.phone
        && row.years == record.years.map(i64::from)
        && row.deeds == text(record.deeds.as_ref())
        && row.earlier_awards == text(record.earlier_awards.as_ref())
        && row.unit_rank == record.rank.map(i64::from)
        && row.note == text(record.note.as_ref())
}

/// The newest cycle that still takes nominations.
async fn open_cycle(conn: Reads<'_>) -> Result<Option<CycleRow>, ActionError> {
    let takes = |cycle: &CycleRow| {
        matches!(cycle.state, AwardCycleState::Configuring | AwardCycleState::Nominating)
    };
    Ok(conn.list_cycles().await?.into_iter().find(takes))
}

/// Whether the year's cycle takes no nominations any more: no second one is opened for them.
pub(super) async fn is_closed(conn: Reads<'_>, as_of: NaiveDate) -> Result<bool, ActionError> {
    if open_cycle(conn).await?.is_some() {
        return Ok(false);
    }
    let year = i64::from(AssessmentYear::of(as_of).0);
    let is_live = |cycle: &CycleRow| cycle.state != AwardCycleState::Aborted;
    Ok(conn.list_cycles().await?.iter().any(|cycle| cycle.year == year && is_live(cycle)))
}

/// The same, or a new one for the assessment year, whose rules the office has still to write.
async fn ensure_cycle(
    tx: &mut Tx,
    as_of: NaiveDate,
    now: DateTime<Utc>,
) -> Result<i64, ActionError> {
    if let Some(cycle) = open_cycle(tx).await? {
        return Ok(cycle.id);
    }
    let AssessmentYear(year) = AssessmentYear::of(as_of);
    let plan = CyclePlan {
        title: format!("{year}年度评优"),
        year: year.into(),
        legal_basis: LegalBasis::Internal,
        approval_no: String::new(),
        contact: String::new(),
    };
    let id = tx.add_cycle(&plan, now).await?;
    for category in AwardCategory::ALL {
        let rules = CategoryRules::default_of(*category);
        let (criteria, quota) = written(&rules)?;
        tx.add_category(id, *category, &criteria, &quota, rules.added_seats).await?;
    }
    Ok(id)
}

pub(super) async fn apply(
    tx: &mut Tx,
    id: Option<i64>,
    record: &NominationRecord,
    unit_id: i64,
    as_of: NaiveDate,
    now: DateTime<Utc>,
) -> Result<(), ActionError> {
    let cycle_id = ensure_cycle(tx, as_of, now).await?;
    let categories = tx.list_categories(cycle_id).await?;
    let category = categories.iter().find(|row| row.category == record.category);
    let category_id = category.ok_or(ActionError::NotFound)?.id;
    let workplace_id = tx.find_organisation_by_key(&unit_key(&record.workplace)).await?;
    let phone = record.phone.as_deref();
    let person_id = tx.find_nominee(&record.name, phone, workplace_id).await?;
    let born_in = record.birth.map(|month| month.to_string());
    let row = NewNomination {
        cycle_id,
        category_id,
        person_id,
        name: &record.name,
        sex: record.sex.map(Sex::as_str),
        born_in: born_in.as_deref(),
        ethnic_group: text(record.ethnic_group.as_ref()),
        workplace: &record.workplace,
        workplace_id,
        post: text(record.post.as_ref()),
        title: text(record.title.as_ref()),
        phone,
        years: record.years.map(i64::from),
        deeds: text(record.deeds.as_ref()),
        earlier_awards: text(record.earlier_awards.as_ref()),
        unit_id,
        unit_rank: record.rank.map(i64::from),
        note: text(record.note.as_ref()),
    };
    match id {
        Some(id) => tx.change_nomination(id, &row).await?,
        None => match tx.add_nomination(&row).await {
            // Somebody imported the same nominee between preview and commit.
            Err(StoreError::Conflict) => return Err(ActionError::Stale),
            added => _ = added?,
        },
    }
    Ok(())
}
