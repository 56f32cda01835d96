//! Setting a rule: who may, and what a form says.

use chrono::NaiveDate;

use super::{Rule, RuleUnit};
use crate::{
    credit_hour::Hours,
    decimal::few_places,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, TEXT_MAX, Values},
    grant::OFFICES,
    role::{Actor, Role, has_everything},
    roster::text::half_width,
};

/// Credit hours are set in steps of one half, in hundredths.
const STEP: i64 = 50;

/// Who sets rules.
pub const RULE_KEEPERS: &[Role] = &[Role::CityOffice];
/// Who reads all of them; what holds on a page stands there for whoever reads it.
pub const RULE_READERS: &[Role] = OFFICES;

/// Whether somebody may set rules.
pub fn may_set_rules(actor: &Actor) -> bool {
    has_everything(actor, RULE_KEEPERS)
}

/// Whether somebody may read all rules, with who has set them and why.
pub fn may_read_rules(actor: &Actor) -> bool {
    actor.is_any(RULE_READERS)
}

/// A change that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewChange {
    /// What the rule is set to, in its unit.
    pub value: i64,
    /// From which day on.
    pub valid_from: NaiveDate,
    /// The document that says so.
    pub document: String,
    /// Why.
    pub note: String,
}

impl NewChange {
    /// Reads the form of a rule; the day is today or later.
    pub fn parse(values: &Values, rule: Rule, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let value = read_value(&mut reader, rule);
        let valid_from = match reader.date(Field::ValidFrom) {
            Some(day) if day < today => reader.refuse(Field::ValidFrom, ProblemKind::InThePast),
            day => day,
        };
        let document = reader.text(Field::RuleSource, 2, LINE_MAX);
        let note = reader.text(Field::Reason, REASON_MIN, TEXT_MAX);
        reader.problems.or(|| {
            Some(Self { value: value?, valid_from: valid_from?, document: document?, note: note? })
        })
    }
}

/// A value as its form shows it: hours with their part, a time of day, or the number.
pub fn value_text(rule: Rule, value: i64) -> String {
    match rule.facts().unit {
        RuleUnit::CreditHours => few_places(value),
        RuleUnit::TimeOfDay => format!("{:02}:{:02}", value / 60, value % 60),
        RuleUnit::YesNo if value == 1 => "yes".to_owned(),
        RuleUnit::YesNo => "no".to_owned(),
        _ => value.to_string(),
    }
}

fn read_value(reader: &mut Reader<'_>, rule: Rule) -> Option<i64> {
    let facts = rule.facts();
    match facts.unit {
        RuleUnit::YesNo => reader.choice(Field::RuleValue, |text| match text {
            "yes" => Some(1),
            "no" => Some(0),
            _ => None,
        }),
        RuleUnit::TimeOfDay => {
            use chrono::Timelike as _;
            let time = reader.time(Field::RuleValue)?;
            Some(i64::from(time.hour()) * 60 + i64::from(time.minute()))
        }
        RuleUnit::CreditHours => read_hours(reader, facts.least, facts.most),
        _ => reader.number(Field::RuleValue, facts.least, facts.most),
    }
}

/// Hours in steps of one half, as hundredths.
fn read_hours(reader: &mut Reader<'_>, least: i64, most: i64) -> Option<i64> {
    let text = reader.text(Field::RuleValue, 1, LINE_MAX)?;
    match half_width(&text).parse::<Hours>().map(Hours::in_hundredths) {
        Ok(hours) if hours % STEP != 0 => reader.refuse(Field::RuleValue, ProblemKind::NotHours),
        Ok(hours) if hours < least || hours > most => {
            let bounds = ProblemKind::OutOfRange(least / 100, most / 100);
            reader.refuse(Field::RuleValue, bounds)
        }
        Ok(hours) => Some(hours),
        Err(_) => reader.refuse(Field::RuleValue, ProblemKind::NotHours),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::{PersonId, RegionId},
        role::{Grant, Scope},
    };

    fn read(rule: Rule, value: &str, from: &str) -> Result<NewChange, Problems> {
        let values = Values::default()
            .with(Field::RuleValue, value)
            .with(Field::ValidFrom, from)
            .with(Field::RuleSource, "嘉科协〔2026〕9号")
            .with(Field::Reason, "年度会议决定");
        NewChange::parse(&values, rule, "2026-11-23".parse().expect("a date"))
    }

    fn value(rule: Rule, text: &str) -> Result<i64, Option<ProblemKind>> {
        let read = read(rule, text, "2026-11-23");
        read.map(|change| change.value).map_err(|problems| problems.of(Field::RuleValue))
    }

    #[test]
    fn a_value_is_read_in_its_unit_and_within_its_bounds() {
        use ProblemKind::{Missing, NotANumber, NotATime, NotHours, OutOfRange, UnknownChoice};
        assert_eq!(value(Rule::HoldMinutes, "１５"), Ok(15));
        assert_eq!(value(Rule::HoldMinutes, "1"), Err(Some(OutOfRange(2, 60))));
        assert_eq!(value(Rule::HoldMinutes, "十"), Err(Some(NotANumber)));
        assert_eq!(value(Rule::DailyCap, "7.5"), Ok(750));
        assert_eq!(value(Rule::DailyCap, "7.3"), Err(Some(NotHours)));
        assert_eq!(value(Rule::DailyCap, "25"), Err(Some(OutOfRange(1, 24))));
        assert_eq!(value(Rule::DailyCap, ""), Err(Some(Missing)));
        assert_eq!(value(Rule::SessionOpensAt, "08:30"), Ok(510));
        assert_eq!(value(Rule::SessionOpensAt, "25:00"), Err(Some(NotATime)));
        assert_eq!(value(Rule::RequestPassesByItself, "yes"), Ok(1));
        assert_eq!(value(Rule::RequestPassesByItself, "1"), Err(Some(UnknownChoice)));
    }

    #[test]
    fn every_value_is_read_as_it_is_shown() {
        for rule in Rule::ALL {
            let facts = rule.facts();
            for number in [facts.default, facts.least, facts.most] {
                assert_eq!(value(*rule, &value_text(*rule, number)), Ok(number), "{rule:?}");
            }
        }
    }

    #[test]
    fn a_change_is_valid_from_today_or_later_and_says_whence_it_comes() {
        let early = read(Rule::HoldMinutes, "15", "2026-11-22").expect_err("yesterday");
        assert_eq!(early.of(Field::ValidFrom), Some(ProblemKind::InThePast));
        let empty = NewChange::parse(&Values::default(), Rule::HoldMinutes, NaiveDate::MIN);
        let empty = empty.expect_err("nothing typed");
        for field in [Field::RuleValue, Field::ValidFrom, Field::RuleSource, Field::Reason] {
            assert_eq!(empty.of(field), Some(ProblemKind::Missing), "{field:?}");
        }
    }

    #[test]
    fn the_city_sets_rules_and_every_office_reads_them() {
        let actor = |role, scope| Actor {
            person: PersonId(1),
            name: "甲".into(),
            grants: vec![Grant { role, scope, starts_on: NaiveDate::MIN, ends_on: None }],
            standing_in: Vec::new(),
        };
        let city = actor(Role::CityOffice, Scope::Everything);
        assert!(may_set_rules(&city) && may_read_rules(&city));
        for role in [Role::Supervisor, Role::CountyOffice, Role::SystemAdministrator] {
            let other = actor(role, Scope::Everything);
            assert!(!may_set_rules(&other) && may_read_rules(&other), "{role:?}");
        }
        let lecturer = actor(Role::Lecturer, Scope::Everything);
        assert!(!may_set_rules(&lecturer) && !may_read_rules(&lecturer));
        assert!(!may_set_rules(&actor(Role::CityOffice, Scope::Region(RegionId(3)))));
    }
}
