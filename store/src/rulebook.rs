//! Changes of the rules' default values, each from a day on.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{AwardCycleId, PersonId, ReviewSessionId, RuleChangeId},
    rulebook::{Moment, NewChange, Rule, RuleChange, RuleHistory, Rulebook},
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};

/// A change with who has made it, by which document and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleChangeRow {
    /// Key.
    pub id: RuleChangeId,
    /// Which rule.
    pub rule: Rule,
    /// What it is set to, in the rule's unit.
    pub value: i64,
    /// From which day on.
    pub valid_from: NaiveDate,
    /// The document that says so.
    pub document: String,
    /// Why.
    pub note: String,
    /// Who; none of what is older than the page.
    pub setter: Option<String>,
    /// When.
    pub set_at: Option<DateTime<Utc>>,
    /// Since when it is called off.
    pub called_off_at: Option<DateTime<Utc>>,
    /// By whom.
    pub caller_off: Option<String>,
}

decoded! {
    RuleChangeRow: id, rule, value, valid_from, document, note, setter, set_at, called_off_at,
    caller_off
}

const HISTORY: &str =
    "SELECT id, rule, value, valid_from FROM rulebook WHERE called_off_at IS NULL";
const LIST: &str = "SELECT r.id, r.rule, r.value, r.valid_from, r.document, r.note, \
    s.name AS setter, r.set_at, r.called_off_at, c.name AS caller_off FROM rulebook r \
    LEFT JOIN person s ON s.id = r.setter_id LEFT JOIN person c ON c.id = r.caller_off_id \
    WHERE r.rule = $1 ORDER BY r.valid_from DESC, r.id DESC";
const ADD: &str = "INSERT INTO rulebook \
    (rule, value, valid_from, document, note, setter_id, set_at) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const CALL_OFF: &str = "UPDATE rulebook SET called_off_at = $3, caller_off_id = $4 \
    WHERE id = $1 AND valid_from > $2 AND called_off_at IS NULL";
const OF_SESSION: &str = "SELECT rules_version, rules_day FROM review_session WHERE id = $1";
const OF_CYCLE: &str = "SELECT rules_version, rules_day FROM award_cycle WHERE id = $1";
const FREEZE_SESSION: &str =
    "UPDATE review_session SET rules_version = $2, rules_day = $3 WHERE id = $1";
const FREEZE_CYCLE: &str =
    "UPDATE award_cycle SET hashed_rules = $4, rules_version = $2, rules_day = $3 WHERE id = $1";

impl Conn {
    /// The rules that hold on a day.
    pub async fn rulebook(&mut self, day: NaiveDate) -> Result<Rulebook, StoreError> {
        Ok(self.rule_history().await?.on(day))
    }

    /// The rules that held at a moment: what was changed later on its day is not in them.
    pub async fn rulebook_at(&mut self, moment: Moment) -> Result<Rulebook, StoreError> {
        Ok(self.rule_history().await?.at(moment))
    }

    /// The rules by which a session goes: those of its publication, or of `today` before.
    pub async fn rulebook_of_session(
        &mut self,
        id: ReviewSessionId,
        today: NaiveDate,
    ) -> Result<Rulebook, StoreError> {
        let found: Option<(Option<i64>, Option<NaiveDate>)> =
            self.one(sql(OF_SESSION).bind(id)).await?;
        self.rulebook_at(moment(found, today)).await
    }

    /// The rules by which an award cycle goes: those of its announcement, or of `today` before.
    pub async fn rulebook_of_cycle(
        &mut self,
        id: AwardCycleId,
        today: NaiveDate,
    ) -> Result<Rulebook, StoreError> {
        let found: Option<(Option<i64>, Option<NaiveDate>)> =
            self.one(sql(OF_CYCLE).bind(id)).await?;
        self.rulebook_at(moment(found, today)).await
    }

    /// Every change that was not called off.
    pub async fn rule_history(&mut self) -> Result<RuleHistory, StoreError> {
        let rows: Vec<(i64, Rule, i64, NaiveDate)> = self.all(sql(HISTORY)).await?;
        let change = |(id, rule, value, valid_from)| RuleChange { id, rule, value, valid_from };
        Ok(RuleHistory::new(rows.into_iter().map(change).collect()))
    }

    /// The changes of a rule, the latest day first, with those that were called off.
    pub async fn list_rule_changes(
        &mut self,
        rule: Rule,
    ) -> Result<Vec<RuleChangeRow>, StoreError> {
        self.all(sql(LIST).bind(rule)).await
    }
}

/// The moment that is kept, or now.
fn moment(found: Option<(Option<i64>, Option<NaiveDate>)>, today: NaiveDate) -> Moment {
    let kept = found.and_then(|(version, day)| version.zip(day));
    kept.map_or(Moment { version: i64::MAX, day: today }, |(version, day)| Moment { version, day })
}

impl Tx {
    /// Keeps by which rules a session goes from its publication on.
    pub async fn set_session_rules(
        &mut self,
        id: ReviewSessionId,
        moment: Moment,
    ) -> Result<(), StoreError> {
        self.run(sql(FREEZE_SESSION).bind(id).bind(moment.version).bind(moment.day)).await
    }

    /// Keeps by which rules an award cycle goes from its announcement on.
    pub async fn set_cycle_rules(
        &mut self,
        id: AwardCycleId,
        moment: Moment,
        hashed: &[Rule],
    ) -> Result<(), StoreError> {
        let codes: Vec<&str> = hashed.iter().map(|rule| rule.as_str()).collect();
        self.run(bound!(FREEZE_CYCLE; id, moment.version, moment.day, codes.join(" "))).await
    }

    /// Sets a rule from a day on.
    pub async fn add_rule_change(
        &mut self,
        rule: Rule,
        change: &NewChange,
        setter: PersonId,
        at: DateTime<Utc>,
    ) -> Result<RuleChangeId, StoreError> {
        let NewChange { value, valid_from, document, note } = change;
        self.only(bound!(ADD; rule, *value, *valid_from, document, note, setter, at)).await
    }

    /// Calls a change off whose day is after `today`; `false`: it holds already, or was called off.
    pub async fn end_rule_change(
        &mut self,
        id: RuleChangeId,
        today: NaiveDate,
        by: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(CALL_OFF; id, today, at, by)).await
    }
}
