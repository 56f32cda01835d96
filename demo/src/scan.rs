//! Which statements read a large table from end to end.

use store::bench::list_full_scans;

use crate::Demo;
use actions::ActionError;

/// Tables that grow with the years: no page may read one of them from end to end.
const LARGE: &[&str] = &[
    "access_log",
    "account",
    "affiliation",
    "appointment",
    "credit_hour",
    "enrolment",
    "hour_claim",
    "judge_relation",
    "nomination",
    "score_sheet",
    "audit",
    "booking",
    "commitment",
    "course",
    "course_version",
    "course_version_stage",
    "delivery",
    "dispatch",
    "host_unit",
    "lecture_request",
    "lecture_request_time",
    "message",
    "organisation",
    "panelist",
    "person",
    "role_grant",
    "search_key",
    "slot",
];

/// What stands before the name of what a step reads.
const STEPS: &[&str] = &["SCAN", "SEARCH", "on"];

impl Demo {
    /// The full scans of large tables that a statement needs, as the database names them.
    pub async fn large_scans(&self, statement: &str) -> Result<Vec<String>, ActionError> {
        let scans = list_full_scans(&mut self.store.read().await?, statement).await?;
        // The first lines of an index in its order are no scan.
        let is_short = |step: &str| step.contains("INDEX") && statement.contains(" LIMIT ");
        let is_large = |step: &String| {
            !is_short(step) && LARGE.iter().any(|table| reads(statement, step, table))
        };
        Ok(scans.into_iter().filter(is_large).collect())
    }
}

/// Whether a step reads a table, by its name or by what the statement calls it.
fn reads(statement: &str, step: &str, table: &str) -> bool {
    let mut words = step.split_whitespace().skip_while(|word| !STEPS.contains(word));
    let name = words.nth(1).unwrap_or_default();
    let alias = format!("{table} {name} ");
    let alias_at_end = format!("{table} AS {name} ");
    let text: String = statement.split_whitespace().flat_map(|word| [word, " "]).collect();
    name == table || text.contains(&alias) || text.contains(&alias_at_end)
}
