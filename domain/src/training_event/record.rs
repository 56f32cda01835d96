//! What confirming the attendance of a training fixes.

use chrono::NaiveDate;

use super::EnrolmentState;
use crate::{
    credit_hour::{ActivityKind, Credited, HalfDay},
    record::{Canonical, Kind, date, row},
};

/// A training as far as the hours follow from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainingRecord {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
    /// What it was.
    pub kind: ActivityKind,
    /// Who held it.
    pub organiser: String,
    /// The first day.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
}

/// How somebody's place ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlaceRecord {
    /// Key of the enrolment.
    pub id: i64,
    /// The training.
    pub event_id: i64,
    /// Who.
    pub person_id: i64,
    /// Whether the person was there.
    pub state: EnrolmentState,
}

/// A half-day on which somebody was there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PresenceRecord {
    /// The training.
    pub event_id: i64,
    /// Key of the enrolment.
    pub enrolment_id: i64,
    /// The date.
    pub held_on: NaiveDate,
    /// Which part of it.
    pub half_day: HalfDay,
}

impl TrainingRecord {
    /// The canonical form, with places, half-days and rows of the ledger by their keys.
    pub fn record<'a>(
        &self,
        places: impl IntoIterator<Item = &'a PlaceRecord>,
        presences: impl IntoIterator<Item = &'a PresenceRecord>,
        credits: impl IntoIterator<Item = &'a Credited>,
    ) -> Canonical {
        Canonical::new(Kind::Attendance, 1, self.id)
            .text("title", self.title.as_str())
            .text("kind", self.kind.as_str())
            .text("organiser", self.organiser.as_str())
            .date("starts_on", self.starts_on)
            .date("ends_on", self.ends_on)
            .list("places", places.into_iter().map(PlaceRecord::row))
            .list("presences", presences.into_iter().map(PresenceRecord::row))
            .list("credits", credits.into_iter().map(Credited::row))
    }
}

impl PlaceRecord {
    fn row(&self) -> String {
        let (id, person) = (self.id.to_string(), self.person_id.to_string());
        row([Some(id), Some(person), Some(self.state.as_str().to_owned())])
    }
}

impl PresenceRecord {
    fn row(&self) -> String {
        let half_day = self.half_day.as_str().to_owned();
        row([Some(self.enrolment_id.to_string()), Some(date(self.held_on)), Some(half_day)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attendance_has_these_bytes() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 3).expect("a date");
        let training = TrainingRecord {
            id: 4,
            title: "培训".into(),
            kind: ActivityKind::WorkExchange,
            organiser: "会".into(),
            starts_on: day,
            ends_on: day,
        };
        let place =
            PlaceRecord { id: 6, event_id: 4, person_id: 7, state: EnrolmentState::Attended };
        let presence = PresenceRecord {
            event_id: 4,
            enrolment_id: 6,
            held_on: day,
            half_day: HalfDay::Morning,
        };
        assert_eq!(
            std::str::from_utf8(training.record([&place], [&presence], []).bytes())
                .expect("a text"),
            "10:attendance;1:1;1:4;5:title;6:培训;4:kind;13:work_exchange;9:organiser;3:会;\
             9:starts_on;10:2026-11-03;7:ends_on;10:2026-11-03;\
             6:places;23:19:1:6;1:7;8:attended;;;9:presences;32:28:1:6;10:2026-11-03;7:morning;;;\
             7:credits;0:;"
        );
    }
}
