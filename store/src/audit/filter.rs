//! Looking for lines of the chain.

use chrono::{DateTime, Utc};
use domain::audit::Act;

use crate::{catalogue::like_pattern, statement::Statement};

/// Which lines are looked for; what is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Part of a person's or a host's name, or a whole sign-in name.
    pub who: String,
    /// What was done.
    pub act: Option<Act>,
    /// Not before.
    pub from: Option<DateTime<Utc>>,
    /// Before.
    pub until: Option<DateTime<Utc>>,
    /// To what kind of thing.
    pub thing: Option<&'static str>,
    /// To which one.
    pub thing_id: Option<i64>,
}

impl<'a> Statement<'a> {
    pub(super) fn found_in_audit(mut self, filter: &'a AuditFilter) -> Self {
        if !filter.who.is_empty() {
            let pattern = like_pattern(&filter.who);
            self = self
                .push(" AND (p.name LIKE ")
                .value(pattern.clone())
                .push(" ESCAPE '!' OR r.host_name LIKE ")
                .value(pattern)
                .push(" ESCAPE '!' OR a.person_id IN (SELECT person_id FROM account WHERE sign_in_name = ")
                .value(&filter.who)
                .push("))");
        }
        if let Some(act) = filter.act {
            self = self
                .push(" AND a.verb = ")
                .value(act.verb)
                .push(" AND a.thing = ")
                .value(act.thing);
        }
        if let Some(from) = filter.from {
            self = self.push(" AND a.at >= ").value(from);
        }
        if let Some(until) = filter.until {
            self = self.push(" AND a.at < ").value(until);
        }
        if let Some(thing) = filter.thing {
            self = self.push(" AND a.thing = ").value(thing);
        }
        if let Some(id) = filter.thing_id {
            self = self.push(" AND a.thing_id = ").value(id);
        }
        self
    }
}
