//! The records of award cycles.

use domain::{
    award_cycle::tie_decisions,
    id::AwardCycleId,
    record::{Canonical, Kind},
    result_package,
    rulebook::{Moment, Rule},
};
use store::Conn;

use super::{Records, grouped, of};
use crate::{ActionError, ranking};

pub(super) async fn checks(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let checks = conn.check_records(keys).await?;
    Ok(checks.iter().map(|check| (check.id, check.record())).collect())
}

/// Of every category, for a category without decisions has the record of none.
pub(super) async fn ties(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let ties = grouped(conn.tie_records(keys).await?, |row| row.category_id);
    Ok(keys.iter().map(|key| (*key, tie_decisions(*key, of(&ties, *key)))).collect())
}

pub(super) async fn rules(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let cycles = conn.cycle_records(keys).await?;
    let categories = grouped(conn.category_records(keys).await?, |row| row.cycle_id);
    let judges = grouped(conn.judges_of_cycles(keys).await?, |row| row.0);
    let stages = grouped(conn.stage_records(keys).await?, |row| row.cycle_id);
    let numbers = grouped(numbers(conn, keys).await?, |row| row.0);
    let record = |cycle: &domain::award_cycle::CycleRecord| {
        let judges = of(&judges, cycle.id).map(|(_, seat, person)| (*seat, *person));
        let numbers = of(&numbers, cycle.id).map(|(_, rule, value)| (*rule, *value));
        (cycle.id, cycle.rules(of(&categories, cycle.id), judges, of(&stages, cycle.id), numbers))
    };
    Ok(cycles.iter().map(record).collect())
}

/// The numbers of the rulebook that were hashed with the announcements of cycles, as each goes by them.
async fn numbers(conn: &mut Conn, keys: &[i64]) -> Result<Vec<(i64, Rule, i64)>, ActionError> {
    let hashed = conn.hashed_rules_of_cycles(keys).await?;
    if hashed.is_empty() {
        return Ok(Vec::new());
    }
    let history = conn.rule_history().await?;
    let mut numbers = Vec::new();
    for (cycle, codes, version, day) in hashed {
        let rules = history.at(Moment { version, day });
        let of = |rule| (cycle, rule, rules.get(rule));
        numbers.extend(codes.split(' ').filter_map(Rule::parse).map(of));
    }
    Ok(numbers)
}

pub(super) async fn steps(
    conn: &mut Conn,
    kind: Kind,
    keys: &[i64],
) -> Result<Records, ActionError> {
    let cycles = conn.cycle_records(keys).await?;
    let nominees = grouped(conn.nominee_records(keys).await?, |row| row.cycle_id);
    let record = |cycle: &domain::award_cycle::CycleRecord| {
        let nominees = of(&nominees, cycle.id);
        let record = match kind {
            Kind::Proposal => cycle.proposal(nominees),
            Kind::Confirmation => cycle.confirmation(nominees),
            _ => cycle.award(nominees),
        };
        (cycle.id, record)
    };
    Ok(cycles.iter().map(record).collect())
}

pub(super) async fn packages(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let mut records = Records::new();
    for key in keys {
        if let Some(cycle) = conn.find_cycle((*key).into()).await? {
            let package = ranking::package_of(conn, &cycle).await?;
            records.insert(*key, package_record((*key).into(), package)?);
        }
    }
    Ok(records)
}

/// What exporting a package fixes: results, and what they follow from. A conflict that is declared
/// after the sheets have counted is told in later packages and changes no result.
pub(crate) fn package_record(
    cycle: AwardCycleId,
    mut package: result_package::Package,
) -> Result<Canonical, ActionError> {
    package.chain = None;
    for category in &mut package.categories {
        category.input.recusals.clear();
    }
    let text = serde_json::to_string(&package)
        .map_err(|error| ActionError::Internal(error.to_string()))?;
    Ok(result_package::record(cycle.into(), &text))
}
