//! The rules: everybody's office reads them, the city's office sets them from a day on.

use std::sync::Arc;

use chrono::NaiveDate;
use domain::{
    form::{Field, Once, ProblemKind, Problems, Values},
    id::RuleChangeId,
    inbox::Message,
    role::Role,
    role_exclusion::{may_add_exclusions, may_end_exclusions},
    rulebook::{
        NewChange, RULE_KEEPERS, Rule, RuleChange, RuleHistory, may_read_rules, may_set_rules,
    },
};
use store::{ExclusionRow, RuleChangeRow, Tx};

use crate::{
    ActionError, Actions, Call,
    once::{made, made_before},
    tell::tell_people,
    write::Scoped as _,
};

/// All rules, and which roles nobody has together.
#[derive(Clone, Debug)]
pub struct RulesPage {
    /// Each rule as it stands, in the order of the list.
    pub rules: Vec<RuleView>,
    /// The pairs of roles.
    pub apart: Vec<ExclusionRow>,
    /// Whether the caller sets rules.
    pub may_set: bool,
    /// Whether the caller adds pairs.
    pub may_add_pair: bool,
    /// Whether the caller ends pairs.
    pub may_end_pair: bool,
}

/// A rule as it stands.
#[derive(Clone, Copy, Debug)]
pub struct RuleView {
    /// Which.
    pub rule: Rule,
    /// Its value today, in its unit.
    pub value: i64,
    /// By which change; none: the default.
    pub since: Option<RuleChange>,
    /// The next one that is announced.
    pub announced: Option<RuleChange>,
}

/// A rule with what was set and when.
#[derive(Clone, Debug)]
pub struct RulePage {
    /// As it stands.
    pub view: RuleView,
    /// Every change, the latest day first.
    pub changes: Vec<RuleChangeRow>,
    /// Today.
    pub today: NaiveDate,
    /// Whether the caller sets it.
    pub may_set: bool,
}

impl RuleView {
    fn of(rule: Rule, history: &RuleHistory, today: NaiveDate) -> Self {
        Self {
            rule,
            value: history.on(today).get(rule),
            since: history.since(rule, today),
            announced: history.announced(rule, today),
        }
    }
}

impl Actions {
    /// The rules of every day, for pages that name one of their numbers.
    pub async fn rule_history(&self) -> Result<Arc<RuleHistory>, ActionError> {
        let mut conn = self.store.read().await?;
        Ok(Arc::new(conn.rule_history().await?))
    }

    /// All rules, for offices.
    pub async fn rules(&self, call: &Call) -> Result<RulesPage, ActionError> {
        let actor = call.allowed(may_read_rules)?;
        let mut conn = self.store.read().await?;
        let history = conn.rule_history().await?;
        let view = |rule: &Rule| RuleView::of(*rule, &history, call.today());
        Ok(RulesPage {
            rules: Rule::ALL.iter().map(view).collect(),
            apart: conn.list_exclusions().await?,
            may_set: may_set_rules(actor),
            may_add_pair: may_add_exclusions(actor),
            may_end_pair: may_end_exclusions(actor),
        })
    }

    /// A rule with its changes.
    pub async fn rule(&self, call: &Call, rule: Rule) -> Result<RulePage, ActionError> {
        let actor = call.allowed(may_read_rules)?;
        let mut conn = self.store.read().await?;
        let history = conn.rule_history().await?;
        Ok(RulePage {
            view: RuleView::of(rule, &history, call.today()),
            changes: conn.list_rule_changes(rule).await?,
            today: call.today(),
            may_set: may_set_rules(actor),
        })
    }

    /// Sets a rule from a day on; the same form sent again sets nothing.
    pub async fn set_rule(
        &self,
        call: &Call,
        rule: Rule,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_set_rules)?;
        self.write(|tx| {
            async move {
                if made_before::<i64>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                let change = NewChange::parse(values, rule, call.today())?;
                let before = tx.rulebook(change.valid_from).await?.get(rule);
                if before == change.value {
                    return Err(Problems::one(Field::RuleValue, ProblemKind::NothingNew).into());
                }
                let id = tx.add_rule_change(rule, &change, actor.person, call.now).await?;
                let message = Message::RuleSet {
                    rule,
                    before,
                    value: change.value,
                    from: change.valid_from,
                    note: change.note.clone(),
                };
                tell_readers(tx, call, &message).await?;
                made(tx, call, values, once, id).await?;
                let what = format!("{}: {} ({})", rule.as_str(), change.value, change.valid_from);
                let entry = call.entry("set", "rulebook", RULE_KEEPERS).on(id);
                tx.log(entry.because(format!("{what}; {}", change.document)));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Calls a change off whose day has not come; one that was called off stays so.
    pub async fn call_off_rule(
        &self,
        call: &Call,
        rule: Rule,
        id: RuleChangeId,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_set_rules)?;
        self.write(|tx| {
            async move {
                let changes = tx.list_rule_changes(rule).await?;
                let change = changes.into_iter().find(|row| row.id == id);
                let change = change.ok_or(ActionError::NotFound)?;
                if change.called_off_at.is_some() {
                    return Ok(());
                }
                if !tx.end_rule_change(id, call.today(), actor.person, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                let message =
                    Message::RuleCalledOff { rule, value: change.value, from: change.valid_from };
                tell_readers(tx, call, &message).await?;
                let what = format!("{}: {} ({})", rule.as_str(), change.value, change.valid_from);
                tx.log(call.entry("call_off", "rulebook", RULE_KEEPERS).on(id).because(what));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Tells the offices that go by the rules, and who watches over them: not who has done it.
async fn tell_readers(tx: &mut Tx, call: &Call, message: &Message) -> Result<(), ActionError> {
    let own = call.actor()?.person;
    let mut people = Vec::new();
    for role in [Role::CityOffice, Role::Supervisor] {
        people.extend(tx.list_with_role(role, call.today()).await?);
    }
    people.extend(tx.list_with_role_anywhere(Role::CountyOffice, call.today()).await?);
    people.retain(|person| *person != own);
    tell_people(tx, call, people, message).await
}
