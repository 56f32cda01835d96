//! Hosts with their requests, and the lectures that came of them.

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use store::{
    Tx,
    bench::{Cell, add_rows, next_key},
};

use super::{GIVEN, Load, Rows, nth};
use actions::{ActionError, to_utc};

/// Of five requests, four become a lecture.
const REQUESTS: i64 = 5;
const LECTURES: i64 = 4;

/// One request as all of its tables need it.
struct Lecture {
    id: i64,
    host: i64,
    lecturer: i64,
    version: i64,
    starts_at: DateTime<Utc>,
    has_delivery: bool,
}

impl Load {
    /// Every organisation is a host, too.
    pub(super) async fn hosts(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let rows: Rows = (1..=self.figures.hosts)
            .map(|id| {
                let name = format!("{}{}示范学校{id}", nth(GIVEN, id), nth(GIVEN, id / 7));
                let county = Cell::MaybeInt(Some(self.county(id)));
                let (name, key) = (name.as_str(), name.as_str());
                let phone = Cell::MaybeText(Some("0573-80000000".to_owned()));
                row![id, id, name, key, "school", county, "", "报告厅", "投影", "沈老师", phone, ""]
            })
            .collect();
        let columns = "id, organisation_id, name, match_key, kind, region_id, town, hall_type, \
            equipment, contact, phone, note";
        Ok(add_rows(tx, "host_unit", columns, &rows).await?)
    }

    /// Requests, their times, dispatches and deliveries.
    pub(super) async fn lectures(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let all: Vec<Lecture> =
            (0..self.figures.deliveries * REQUESTS / LECTURES).map(|n| self.lecture(n)).collect();
        let rows: Rows = all.iter().map(|lecture| self.request(lecture)).collect();
        let columns = "id, link_digest, version_id, host_unit_id, host_key, host_name, host_kind, \
            region_id, address, hall, equipment, stage, audience, mode, minutes, contact, \
            contact_phone, whitelist, wish, consent_digest, consent_at, state, remark, due_at, \
            last_time_at, revision, created_at, changed_at";
        add_rows(tx, "lecture_request", columns, &rows).await?;
        let rows: Rows = all
            .iter()
            .map(|one| row![one.id, 1, Cell::At(one.starts_at), Cell::At(one.ends_at())])
            .collect();
        let columns = "request_id, time_no, starts_at, ends_at";
        add_rows(tx, "lecture_request_time", columns, &rows).await?;
        let held: Vec<&Lecture> = all.iter().filter(|lecture| lecture.has_delivery).collect();
        let rows: Rows = held.iter().map(|lecture| lecture.dispatch()).collect();
        let columns = "id, request_id, lecturer_id, version_id, starts_at, ends_at, state, \
            answer_until, decline_reason, note, dispatcher_id, created_at";
        add_rows(tx, "dispatch", columns, &rows).await?;
        let rows: Rows = held.iter().map(|lecture| self.delivery(lecture)).collect();
        let columns = "id, request_id, dispatch_id, lecturer_id, version_id, region_id, \
            starts_at, ends_at, state, revision";
        add_rows(tx, "delivery", columns, &rows).await?;
        let first = next_key(tx, "commitment").await?;
        let rows: Rows = held
            .iter()
            .map(|one| {
                let (from, until) = (Cell::At(one.starts_at), Cell::At(one.ends_at()));
                row![first + one.id, one.lecturer, from, until, "confirmed", "delivery", one.id]
            })
            .collect();
        let columns = "id, party_id, starts_at, ends_at, state, source, source_id";
        Ok(add_rows(tx, "commitment", columns, &rows).await?)
    }

    fn lecture(&self, n: i64) -> Lecture {
        let (lecturers, evening) = (self.figures.lecturers, NaiveTime::from_hms_opt(20, 0, 0));
        let has_delivery = n < self.figures.deliveries;
        let turn = if has_delivery { n / lecturers * 9 - 40 } else { 30 + n % 60 };
        let day = self.today + TimeDelta::days(turn);
        Lecture {
            id: n + 1,
            host: 1 + n % self.figures.hosts,
            lecturer: 2 + n % lecturers,
            // The listed courses of a lecturer are those with the same remainder.
            version: if n % lecturers == 0 { lecturers } else { n % lecturers },
            starts_at: to_utc(day, evening.unwrap_or_default()),
            has_delivery,
        }
    }

    fn request(&self, one: &Lecture) -> Vec<Cell> {
        let host =
            format!("{}{}示范学校{}", nth(GIVEN, one.host), nth(GIVEN, one.host / 7), one.host);
        let due_at = one.starts_at + TimeDelta::days(30);
        let state = match (one.has_delivery, one.starts_at < self.now) {
            // Nothing is overdue: what the server would close at once is closed already.
            (true, true) if due_at < self.now + TimeDelta::days(1) => "closed",
            (true, true) => "reported",
            (true, false) => "confirmed",
            (false, _) => "matching",
        };
        let asked_at = Cell::At(one.starts_at.min(self.now) - TimeDelta::days(30));
        row![
            one.id,
            format!("volume-{}", one.id).as_str(),
            one.version,
            Cell::MaybeInt(Some(one.host)),
            format!("{} {host}", self.county(one.host)).as_str(),
            host.as_str(),
            "school",
            Cell::MaybeInt(Some(self.county(one.host))),
            "示范路1号",
            "报告厅",
            "投影",
            "primary_upper",
            120,
            "onsite",
            60,
            "沈老师",
            "0573-80000000",
            "白名单",
            "",
            "volume",
            asked_at.clone(),
            state,
            "",
            Cell::MaybeAt(Some(due_at)),
            Cell::At(one.ends_at()),
            1,
            asked_at.clone(),
            asked_at,
        ]
    }

    fn delivery(&self, one: &Lecture) -> Vec<Cell> {
        let state = if one.starts_at < self.now { "verified" } else { "planned" };
        row![
            one.id,
            one.id,
            one.id,
            one.lecturer,
            one.version,
            Cell::MaybeInt(Some(self.county(one.host))),
            Cell::At(one.starts_at),
            Cell::At(one.ends_at()),
            state,
            1,
        ]
    }
}

impl Lecture {
    fn ends_at(&self) -> DateTime<Utc> {
        self.starts_at + TimeDelta::hours(1)
    }

    fn dispatch(&self) -> Vec<Cell> {
        let asked_at = self.starts_at - TimeDelta::days(20);
        row![
            self.id,
            self.id,
            self.lecturer,
            self.version,
            Cell::At(self.starts_at),
            Cell::At(self.ends_at()),
            "accepted",
            Cell::At(asked_at + TimeDelta::days(3)),
            "",
            "",
            1,
            Cell::At(asked_at),
        ]
    }
}
