//! What a reader of the chain or of the access log looks for, as an address says it.

use chrono::{DateTime, Days, NaiveTime, Utc};
use domain::{
    access_log::{AccessKind, AccessResult, AccessThing},
    audit::{Act, thing},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
};
use store::{AccessFilter, AuditFilter};

use crate::local::to_utc;

/// What both are asked for.
struct Common {
    who: String,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    thing_id: Option<i64>,
}

/// Lines of the chain.
pub fn audit_filter(values: &Values) -> Result<AuditFilter, Problems> {
    let mut reader = Asked { values, reader: Reader::new(values) };
    let common = reader.common();
    let act = reader.choice(Field::Act, Act::parse);
    let thing = reader.choice(Field::Thing, thing);
    reader.reader.problems.or(|| {
        let Common { who, from, until, thing_id } = common?;
        Some(AuditFilter { who, act, from, until, thing, thing_id })
    })
}

/// Lines of the access log.
pub fn access_filter(values: &Values) -> Result<AccessFilter, Problems> {
    let mut reader = Asked { values, reader: Reader::new(values) };
    let common = reader.common();
    let kind = reader.choice(Field::Act, AccessKind::parse);
    let result = reader.choice(Field::Result, AccessResult::parse);
    let thing = reader.choice(Field::Thing, AccessThing::parse);
    reader.reader.problems.or(|| {
        let Common { who, from, until, thing_id } = common?;
        Some(AccessFilter { who, kind, result, from, until, thing, thing_id })
    })
}

/// Reads fields of which each may be empty.
struct Asked<'a> {
    values: &'a Values,
    reader: Reader<'a>,
}

impl Asked<'_> {
    fn common(&mut self) -> Option<Common> {
        let who = self.reader.text(Field::Who, 0, LINE_MAX);
        let (from, to) = (self.day(Field::FromDay), self.day(Field::ToDay));
        if let (Some(from), Some(to)) = (from, to)
            && to < from
        {
            self.reader.problems.add(Field::ToDay, ProblemKind::LastDayBeforeFirst);
        }
        let thing_id = self
            .is_filled(Field::ThingId)
            .then(|| self.reader.number(Field::ThingId, 1, i64::MAX))
            .flatten();
        let begin = |day| to_utc(day, NaiveTime::MIN);
        let until = to.and_then(|to| to.checked_add_days(Days::new(1)));
        Some(Common { who: who?, from: from.map(begin), until: until.map(begin), thing_id })
    }

    fn day(&mut self, field: Field) -> Option<chrono::NaiveDate> {
        self.is_filled(field).then(|| self.reader.date(field)).flatten()
    }

    fn choice<T>(&mut self, field: Field, parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        self.is_filled(field).then(|| self.reader.choice(field, parse)).flatten()
    }

    fn is_filled(&self, field: Field) -> bool {
        !self.values.trimmed(field).is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_address_asks_for_everything() {
        assert_eq!(audit_filter(&Values::default()), Ok(AuditFilter::default()));
        assert_eq!(access_filter(&Values::default()), Ok(AccessFilter::default()));
    }

    #[test]
    fn days_are_local_and_the_last_one_counts() {
        let values = Values::default()
            .with(Field::FromDay, "2026/11/23")
            .with(Field::ToDay, "2026-11-23")
            .with(Field::Act, "submit.lecture_request")
            .with(Field::ThingId, "７");
        let filter = audit_filter(&values).expect("a filter");
        let at = |text: &str| text.parse::<DateTime<Utc>>().ok();
        assert_eq!(filter.from, at("2026-11-22T16:00:00Z"));
        assert_eq!(filter.until, at("2026-11-23T16:00:00Z"));
        assert_eq!(filter.act, Act::parse("submit.lecture_request"));
        assert_eq!(filter.thing_id, Some(7));
    }

    #[test]
    fn every_problem_is_told_at_its_field() {
        let values = Values::default()
            .with(Field::FromDay, "tomorrow")
            .with(Field::ToDay, "2026-02-30")
            .with(Field::ThingId, "x")
            .with(Field::Act, "nothing")
            .with(Field::Thing, "nothing")
            .with(Field::Result, "nothing");
        let problems = access_filter(&values).expect_err("problems");
        for (field, kind) in [
            (Field::FromDay, ProblemKind::NotADate),
            (Field::ToDay, ProblemKind::NotADate),
            (Field::ThingId, ProblemKind::NotANumber),
            (Field::Act, ProblemKind::UnknownChoice),
            (Field::Thing, ProblemKind::UnknownChoice),
            (Field::Result, ProblemKind::UnknownChoice),
        ] {
            assert_eq!(problems.of(field), Some(kind), "{field}");
        }
        let values =
            Values::default().with(Field::FromDay, "2026-11-23").with(Field::ToDay, "2026-11-22");
        let problems = audit_filter(&values).expect_err("a problem");
        assert_eq!(problems.of(Field::ToDay), Some(ProblemKind::LastDayBeforeFirst));
    }
}
