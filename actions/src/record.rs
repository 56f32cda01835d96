//! Records that can be checked: what a decision fixes is read here, by the decision itself in its
//! transaction and by `audit verify` later on, so that both mean the same.

mod award;

use std::collections::BTreeMap;

use domain::{
    credit_hour::{CreditSource, Credited},
    grant,
    record::{Canonical, Kind},
};
use sha2::{Digest as _, Sha256};
use store::Conn;

pub(crate) use award::package_record;

use crate::ActionError;

/// Records by their keys.
pub(crate) type Records = BTreeMap<i64, Canonical>;

/// What a line says that fixes a record as it stands now: `kind/version/key:sha256`.
///
/// Read after everything that the decision writes has been written.
pub(crate) async fn fixed(
    conn: &mut Conn,
    kind: Kind,
    key: impl Into<i64>,
) -> Result<String, ActionError> {
    let key = key.into();
    let record = records_of(conn, kind, &[key]).await?.remove(&key);
    Ok(named(&record.ok_or(ActionError::NotFound)?))
}

/// The name of a record with its digest.
pub(crate) fn named(record: &Canonical) -> String {
    format!("{}:{}", record.name(), digest(record))
}

/// SHA-256 of a record's bytes, in hexadecimal.
pub(crate) fn digest(record: &Canonical) -> String {
    hex::encode(Sha256::digest(record.bytes()))
}

/// Records of one kind by their keys; one whose row is gone is left out.
pub(crate) async fn records_of(
    conn: &mut Conn,
    kind: Kind,
    keys: &[i64],
) -> Result<Records, ActionError> {
    match kind {
        Kind::CourseVersion => course_versions(conn, keys).await,
        Kind::HourClaim => {
            let claims = conn.claim_records(keys).await?;
            Ok(claims.iter().map(|claim| (claim.id, claim.record())).collect())
        }
        Kind::HourVerification => verifications(conn, keys).await,
        Kind::Attendance => attendances(conn, keys).await,
        Kind::ScoreSheet => {
            let sheets = conn.sheet_records(keys).await?;
            Ok(sheets.iter().map(|sheet| (sheet.id, sheet.record())).collect())
        }
        Kind::AnnualAssessment => {
            let assessments = conn.assessment_records(keys).await?;
            Ok(assessments.iter().map(|it| (it.id, it.record())).collect())
        }
        Kind::ReviewSheet => {
            let sheets = conn.review_sheet_records(keys).await?;
            Ok(sheets.iter().map(|sheet| (sheet.id, sheet.record())).collect())
        }
        Kind::Verdict => verdicts(conn, keys).await,
        Kind::Grant => {
            let grants = conn.list_grant_records(keys).await?;
            let record = |(id, person, row)| (id, grant::record(id, person, &row));
            Ok(grants.into_iter().map(record).collect())
        }
        Kind::NominationCheck => award::checks(conn, keys).await,
        Kind::TieDecision => award::ties(conn, keys).await,
        Kind::AwardRules => award::rules(conn, keys).await,
        Kind::Proposal | Kind::Confirmation | Kind::Award => award::steps(conn, kind, keys).await,
        Kind::ResultPackage => award::packages(conn, keys).await,
    }
}

async fn course_versions(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let versions = conn.course_records(keys).await?;
    let mut stages = grouped(conn.stages_of_versions(keys).await?, |row| row.0);
    let mut groups = grouped(conn.groups_of_versions(keys).await?, |row| row.0);
    let record = |version: domain::course::VersionRecord| {
        let mut stages = stages.remove(&version.id).unwrap_or_default();
        let mut groups = groups.remove(&version.id).unwrap_or_default();
        stages.sort();
        groups.sort();
        let (stages, groups) = (stages.iter().map(|row| row.1), groups.iter().map(|row| row.1));
        (version.id, version.record(stages, groups))
    };
    Ok(versions.into_iter().map(record).collect())
}

async fn verdicts(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let verdicts = conn.verdict_records(keys).await?;
    let sheets = grouped(conn.sheets_of_verdicts(keys).await?, |row| row.0);
    let changes = grouped(conn.changes_of_verdicts(keys).await?, |row| row.0);
    let record = |verdict: &domain::trial_lecture::VerdictRecord| {
        let sheets = of(&sheets, verdict.id).map(|row| (row.1, row.2.as_str()));
        let changes = of(&changes, verdict.id).map(|row| row.1.as_str());
        (verdict.id, verdict.record(sheets, changes))
    };
    Ok(verdicts.iter().map(record).collect())
}

async fn verifications(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let claims = conn.verification_records(keys).await?;
    let credits = conn.list_credit_records(CreditSource::HourClaim, keys).await?;
    let credits = grouped(credits, |row| row.source_id);
    let record = |claim: &domain::hour_claim::VerificationRecord| {
        (claim.id, claim.record(of(&credits, claim.id)))
    };
    Ok(claims.iter().map(record).collect())
}

async fn attendances(conn: &mut Conn, keys: &[i64]) -> Result<Records, ActionError> {
    let trainings = conn.training_records(keys).await?;
    let places = grouped(conn.place_records(keys).await?, |row| row.event_id);
    let presences = grouped(conn.presence_records(keys).await?, |row| row.event_id);
    let credits: BTreeMap<i64, Vec<Credited>> = grouped(
        conn.list_credit_records(CreditSource::TrainingEvent, keys).await?,
        |row: &Credited| row.source_id,
    );
    let record = |training: &domain::training_event::TrainingRecord| {
        let id = training.id;
        (id, training.record(of(&places, id), of(&presences, id), of(&credits, id)))
    };
    Ok(trainings.iter().map(record).collect())
}

/// Rows by what they belong to, each group in the order of the rows.
fn grouped<T>(rows: Vec<T>, by: fn(&T) -> i64) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
    for row in rows {
        groups.entry(by(&row)).or_default().push(row);
    }
    groups
}

/// The rows of a group.
fn of<T>(groups: &BTreeMap<i64, Vec<T>>, key: i64) -> impl Iterator<Item = &T> {
    groups.get(&key).into_iter().flatten()
}
