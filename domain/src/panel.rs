//! The panel of a published session: it is asked, answers, and a seat is given to somebody else
//! (domain §3.3).

use chrono::{NaiveDate, NaiveTime};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Values},
    id::{PersonId, PlaceId},
};

codes! {
    /// What a panelist answers to the invitation.
    PanelAnswer {
        /// Comes.
        Accepted = "accepted",
        /// Cannot come; the seat waits for somebody else.
        Declined = "declined",
    }
}

/// Reads an answer; who cannot come says why.
pub fn read_answer(values: &Values) -> Result<(PanelAnswer, String), Problems> {
    let mut reader = Reader::new(values);
    let answer = reader.choice(Field::Decision, PanelAnswer::parse);
    let least = if answer == Some(PanelAnswer::Declined) { REASON_MIN } else { 0 };
    let reason = reader.text(Field::Reason, least, LINE_MAX);
    reader.problems.or(|| Some((answer?, reason?)))
}

/// A seat is given to somebody else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The seat, from 1.
    pub seat_no: i64,
    /// Who takes it.
    pub person: PersonId,
    /// Why.
    pub reason: String,
}

impl Replacement {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let seat_no = reader.choice(Field::Seat, |text| text.parse().ok());
        let person = reader.choice(Field::NewPanelist, |text| text.parse().ok());
        let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
        reader.problems.or(|| Some(Self { seat_no: seat_no?, person: person?, reason: reason? }))
    }
}

/// A published session is held on another day, at another time or in another room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionMove {
    /// The day, in local time.
    pub held_on: NaiveDate,
    /// Beginning of the first slot, in local time.
    pub starts_at: NaiveTime,
    /// The room; none for the same room or link as before.
    pub place: Option<PlaceId>,
    /// Why.
    pub reason: String,
}

impl SessionMove {
    /// Reads the form on a day.
    pub fn parse(values: &Values, today: NaiveDate) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let held_on = reader.date(Field::HeldOn);
        let starts_at = reader.time(Field::StartsAt);
        let place = if values.trimmed(Field::Place).is_empty() {
            Some(None)
        } else {
            reader.choice(Field::Place, |text| text.parse().ok()).map(Some)
        };
        let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
        if held_on.is_some_and(|day| day <= today) {
            reader.problems.add(Field::HeldOn, ProblemKind::InThePast);
        }
        reader.problems.or(|| {
            Some(Self { held_on: held_on?, starts_at: starts_at?, place: place?, reason: reason? })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cannot_come_says_why() {
        let answer = |text: &str| Values::default().with(Field::Decision, text);
        assert_eq!(read_answer(&answer("accepted")), Ok((PanelAnswer::Accepted, String::new())));
        let problems = read_answer(&answer("declined")).expect_err("a reason");
        assert!(problems.of(Field::Reason).is_some());
        assert!(read_answer(&answer("perhaps")).is_err());
    }

    #[test]
    fn a_session_is_moved_to_a_day_to_come() {
        let today: NaiveDate = "2026-12-01".parse().expect("a day");
        let to = |day: &str| {
            let values = Values::default()
                .with(Field::HeldOn, day)
                .with(Field::StartsAt, "14:00")
                .with(Field::Reason, "会场当天停电检修");
            SessionMove::parse(&values, today)
        };
        assert!(to("2026-12-02").is_ok());
        let problems = to("2026-12-01").expect_err("today");
        assert_eq!(problems.of(Field::HeldOn), Some(ProblemKind::InThePast));
    }
}
