//! Local time: Asia/Shanghai; everything is stored as UTC.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Shanghai;

/// The local date of an instant.
pub fn local_date(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Shanghai).date_naive()
}

/// The local date and time of an instant.
pub fn local_time(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Shanghai).naive_local()
}

/// The instant of a local date and time; the earlier one where a clock was set back.
pub fn to_utc(date: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
    let local = date.and_time(time);
    Shanghai
        .from_local_datetime(&local)
        .earliest()
        .map_or_else(|| Utc.from_utc_datetime(&local), |at| at.with_timezone(&Utc))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_begins_at_sixteen_hours_utc() {
        let at: DateTime<Utc> = "2026-11-23T16:00:00Z".parse().expect("an instant");
        assert_eq!(local_date(at).to_string(), "2026-11-24");
        assert_eq!(to_utc(local_date(at), NaiveTime::MIN), at);
    }
}
