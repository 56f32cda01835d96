//! Rules that the office has changed: one last year, one that is announced for next month; and two
//! roles that it has set apart.

use actions::{ActionError, Call};
use chrono::{Datelike, Days, Months};
use domain::{
    form::{Field, Values},
    role::Role,
    rulebook::Rule,
};

use super::{Demo, acting, at, cast::Cast};

impl Demo {
    pub(super) async fn set_rules(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let office = acting(call, &cast.office);
        let last_year = at(&office, call.now - Months::new(12));
        let from = last_year.today();
        let change = setting(
            "45",
            &from.to_string(),
            "嘉科协办〔示例〕3号",
            "同校同课重复点单多在一个半月内",
        );
        let rule = Rule::RequestDuplicateDays;
        self.actions.set_rule(&last_year, rule, &change, &self.once()).await?;

        let next_month = call.today().with_day(1).unwrap_or(call.today()) + Months::new(1);
        // A month that begins tomorrow is announced all the same.
        let from = next_month.max(call.today() + Days::new(1));
        let note = "新学期课程增多，每人可多约一个";
        let change = setting("3", &from.to_string(), "嘉科协办〔示例〕11号", note);
        self.actions.set_rule(&office, Rule::MaxBookings, &change, &self.once()).await?;

        let pair = Values::default()
            .with(Field::OneRole, Role::DecisionMaker.as_str())
            .with(Field::OtherRole, Role::Judge.as_str())
            .with(Field::Reason, "审定结果的人不参加打分");
        self.actions.add_exclusion(&office, &pair, &self.once()).await
    }
}

fn setting(value: &str, from: &str, document: &str, note: &str) -> Values {
    Values::default()
        .with(Field::RuleValue, value)
        .with(Field::ValidFrom, from)
        .with(Field::RuleSource, document)
        .with(Field::Reason, note)
}
