//! A review session (磨课会): a dated sitting with room, panel and slots (domain §3.3).

mod series;
mod slot;

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};

pub use self::{
    series::{EVERY_WEEKS_MAX, SERIES_MAX, SessionSeries},
    slot::SlotChange,
};

use crate::{
    audience::SchoolStage,
    booking::Refusal,
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
    id::{FieldId, OrganisationId, PersonId, PlaceId, RegionId},
    rulebook::{Rule, Rulebook},
};

/// A session has at most this many slots.
pub const SLOTS_MAX: i64 = 12;

codes! {
    /// Where a session stands.
    ReviewSessionState {
        /// Being planned; nobody's calendar is taken.
        Planned = "planned",
        /// Published: lecturers may book.
        Open = "open",
        /// Booking has closed.
        Closed = "closed",
        /// The sitting has begun.
        InProgress = "in_progress",
        /// Every lecture is over; sheets and verdicts are still being made.
        Scoring = "scoring",
        /// Every verdict is confirmed.
        Completed = "completed",
        /// Put away.
        Archived = "archived",
        /// Called off.
        Cancelled = "cancelled",
    }
}

codes! {
    /// Where a slot stands.
    SlotState {
        /// Nobody has it.
        Free = "free",
        /// Kept for somebody for some minutes.
        Held = "held",
        /// Somebody's.
        Booked = "booked",
        /// Taken out by the organiser, or left over when booking closed.
        Withdrawn = "withdrawn",
    }
}

/// The lengths that the rules allow, in minutes (`REV-01`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLengths {
    /// Of a slot, the shortest first.
    pub slots: [i64; 3],
    /// Of the short form of a trial lecture, from the least to the most in steps of five.
    pub short: Vec<i64>,
}

impl SessionLengths {
    /// Those of these rules.
    pub fn of(rules: &Rulebook) -> Self {
        let most = rules.get(Rule::ShortFormMostMinutes);
        let mut short: Vec<i64> =
            (rules.get(Rule::ShortFormLeastMinutes)..=most).step_by(5).collect();
        short.push(most);
        short.dedup();
        let slots = [Rule::SlotShortMinutes, Rule::SlotMiddleMinutes, Rule::SlotLongMinutes];
        Self { slots: slots.map(|rule| rules.get(rule)), short }
    }
}

/// A transition that is not allowed from the present state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the review session is {}", .0.as_str())]
pub struct WrongState(pub ReviewSessionState);

impl ReviewSessionState {
    /// The office opens it for booking.
    pub fn publish(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Planned], Self::Open)
    }

    /// The time for booking is over.
    pub fn close(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Open], Self::Closed)
    }

    /// The chair opens the sitting.
    pub fn begin(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Closed], Self::InProgress)
    }

    /// Where a sitting that has begun stands, by how many of its lectures are still to come or under
    /// way, and how many have no confirmed verdict.
    #[must_use]
    pub fn follow(self, n_open: usize, n_undecided: usize) -> Self {
        match self {
            Self::InProgress | Self::Scoring | Self::Completed if n_open > 0 => Self::InProgress,
            Self::InProgress | Self::Scoring | Self::Completed if n_undecided > 0 => Self::Scoring,
            Self::InProgress | Self::Scoring => Self::Completed,
            other => other,
        }
    }

    /// The office puts a completed one away.
    pub fn archive(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Completed], Self::Archived)
    }

    /// Whether the sitting has begun.
    pub fn has_begun(self) -> bool {
        matches!(self, Self::InProgress | Self::Scoring | Self::Completed | Self::Archived)
    }

    /// The office calls it off.
    pub fn cancel(self) -> Result<Self, WrongState> {
        self.only_from(&[Self::Planned, Self::Open, Self::Closed], Self::Cancelled)
    }

    fn only_from(self, from: &[Self], to: Self) -> Result<Self, WrongState> {
        if from.contains(&self) { Ok(to) } else { Err(WrongState(self)) }
    }
}

/// Where a session is held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Venue {
    /// In a room.
    Place(PlaceId),
    /// By video, at this `https` address.
    Video(String),
}

/// What the office plans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionPlan {
    /// The day, in local time.
    pub held_on: NaiveDate,
    /// Beginning of the first slot, in local time.
    pub starts_at: NaiveTime,
    /// Length of a slot: one of [`SessionLengths::slots`].
    pub slot_minutes: i64,
    /// Minutes of a trial lecture in the short form: one of [`SessionLengths::short`]; `None`: the slot.
    pub short_minutes: Option<i64>,
    /// Number of slots.
    pub n_slots: i64,
    /// Minutes between two slots.
    pub break_minutes: i64,
    /// Room or link.
    pub venue: Venue,
    /// The day on which booking opens; `None`: with the publication.
    pub opens_on: Option<NaiveDate>,
    /// School stages it is for.
    pub stages: Vec<SchoolStage>,
    /// Subject fields it is for; empty: all.
    pub fields: Vec<FieldId>,
    /// Panel members in the order of their seats; the first takes the chair.
    pub panel: Vec<PersonId>,
    /// The county whose session it is; `None`: the city's.
    pub region: Option<RegionId>,
}

impl SessionPlan {
    /// Reads the planning form on a day, with the lengths that its rules allow.
    pub fn parse(
        values: &Values,
        today: NaiveDate,
        lengths: &SessionLengths,
    ) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let held_on = reader.date(Field::HeldOn);
        let starts_at = reader.time(Field::StartsAt);
        let slot_minutes = reader.choice(Field::SlotMinutes, |text| {
            text.parse().ok().filter(|minutes| lengths.slots.contains(minutes))
        });
        let short_minutes = if values.trimmed(Field::ShortMinutes).is_empty() {
            Some(None)
        } else {
            let known = |text: &str| text.parse().ok().filter(|n| lengths.short.contains(n));
            reader.choice(Field::ShortMinutes, known).map(Some)
        };
        let n_slots = reader.number(Field::NSlots, 1, SLOTS_MAX);
        let break_minutes = reader.number(Field::BreakMinutes, 0, 120);
        let venue = parse_venue(&mut reader, values);
        let opens_on = if values.trimmed(Field::OpensOn).is_empty() {
            Some(None)
        } else {
            reader.date(Field::OpensOn).map(Some)
        };
        let stages = reader.choices(Field::Stages, SchoolStage::parse);
        let fields = if values.all(Field::SubjectFields).is_empty() {
            Some(Vec::new())
        } else {
            reader.choices(Field::SubjectFields, |text| text.parse().ok())
        };
        let panel = parse_panel(&mut reader, values);
        let region = if values.trimmed(Field::County).is_empty() {
            Some(None)
        } else {
            reader.choice(Field::County, |text| text.parse().ok()).map(Some)
        };
        if held_on.is_some_and(|day| day <= today) {
            reader.problems.add(Field::HeldOn, ProblemKind::InThePast);
        }
        check_end_of_day(&mut reader, starts_at, slot_minutes, n_slots, break_minutes);
        reader.problems.or(|| {
            Some(Self {
                held_on: held_on?,
                starts_at: starts_at?,
                slot_minutes: slot_minutes?,
                short_minutes: short_minutes?,
                n_slots: n_slots?,
                break_minutes: break_minutes?,
                venue: venue?,
                opens_on: opens_on?,
                stages: stages?,
                fields: fields?,
                panel: panel?,
                region: region?,
            })
        })
    }

    /// Start and end of each slot, in minutes after the beginning.
    pub fn slot_offsets(&self) -> impl Iterator<Item = (TimeDelta, TimeDelta)> {
        let (length, pause) = (self.slot_minutes, self.break_minutes);
        (0..self.n_slots).map(move |n| {
            let start = n * (length + pause);
            (TimeDelta::minutes(start), TimeDelta::minutes(start + length))
        })
    }
}

impl From<&SessionPlan> for Values {
    fn from(plan: &SessionPlan) -> Self {
        let (place, link) = match &plan.venue {
            Venue::Place(place) => (Some(place), ""),
            Venue::Video(link) => (None, link.as_str()),
        };
        Self::default()
            .with(Field::HeldOn, plan.held_on.to_string())
            .with(Field::StartsAt, plan.starts_at.format("%H:%M").to_string())
            .with(Field::SlotMinutes, plan.slot_minutes.to_string())
            .with_known(Field::ShortMinutes, plan.short_minutes)
            .with(Field::NSlots, plan.n_slots.to_string())
            .with(Field::BreakMinutes, plan.break_minutes.to_string())
            .with_known(Field::Place, place)
            .with(Field::VideoLink, link)
            .with_known(Field::OpensOn, plan.opens_on)
            .with_known(Field::County, plan.region)
            .with_each(Field::Stages, plan.stages.iter().map(|stage| stage.as_str()))
            .with_each(Field::SubjectFields, plan.fields.iter().map(FieldId::to_string))
            .with_each(Field::Panel, plan.panel.iter().map(PersonId::to_string))
    }
}

fn parse_venue(reader: &mut Reader<'_>, values: &Values) -> Option<Venue> {
    let (place, link) = (values.trimmed(Field::Place), values.trimmed(Field::VideoLink));
    match (place.is_empty(), link.is_empty()) {
        (true, true) | (false, false) => reader.refuse(Field::Place, ProblemKind::PlaceOrLink),
        (false, true) => reader.choice(Field::Place, |text| text.parse().ok()).map(Venue::Place),
        (true, false) => reader.link(Field::VideoLink, LINE_MAX).map(Venue::Video),
    }
}

fn parse_panel(reader: &mut Reader<'_>, values: &Values) -> Option<Vec<PersonId>> {
    let ticked = values.all(Field::Panel).iter().filter(|text| !text.trim().is_empty());
    let Some(panel) = ticked.map(|text| text.parse().ok()).collect::<Option<Vec<PersonId>>>()
    else {
        return reader.refuse(Field::Panel, ProblemKind::UnknownChoice);
    };
    let mut seen = std::collections::BTreeSet::new();
    if panel.iter().all(|person| seen.insert(*person)) {
        Some(panel)
    } else {
        reader.refuse(Field::Panel, ProblemKind::Twice)
    }
}

/// A session must end on the day it began.
fn check_end_of_day(
    reader: &mut Reader<'_>,
    starts_at: Option<NaiveTime>,
    length: Option<i64>,
    n_slots: Option<i64>,
    pause: Option<i64>,
) {
    let (Some(start), Some(length), Some(n), Some(pause)) = (starts_at, length, n_slots, pause)
    else {
        return;
    };
    let midnight = 24 * 60;
    let start = i64::from(chrono::Timelike::num_seconds_from_midnight(&start)) / 60;
    if start + n * length + (n - 1) * pause > midnight {
        let most = (midnight - start + pause) / (length + pause);
        reader.problems.add(Field::NSlots, ProblemKind::OutOfRange(1, most.max(1)));
    }
}

/// A stay at an organisation, as far as conflicts go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stay {
    /// Where.
    pub organisation: OrganisationId,
    /// The first day after it, if it has ended.
    pub ends_on: Option<NaiveDate>,
}

impl Stay {
    /// Whether it goes on, or has ended after a day.
    pub(crate) fn is_recent(&self, since: NaiveDate) -> bool {
        self.ends_on.is_none_or(|end| since < end)
    }
}

/// What the panel rules need to know of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Who.
    pub person: PersonId,
    /// Disciplines.
    pub fields: Vec<FieldId>,
    /// Works at a school or kindergarten.
    pub is_teacher: bool,
    /// Workplaces, present and past.
    pub stays: Vec<Stay>,
    /// People with whom a relation was declared that has not passed, or became known after a verdict.
    pub ties: Vec<PersonId>,
}

impl Peer {
    /// Whether two people have a discipline in common.
    fn shares_field(&self, other: &Self) -> bool {
        other.fields.iter().any(|field| self.fields.contains(field))
    }
}

/// Whether two people may not judge each other: the same person, the same unit now or after a day
/// ([`ConflictSince`]), or a relation that is known (`REV-07`, `AWD-10`).
pub fn conflict(one: &Peer, other: &Peer, since: NaiveDate) -> bool {
    let recent = |stay: &&Stay| stay.is_recent(since);
    one.person == other.person
        || one.ties.contains(&other.person)
        || one.stays.iter().filter(recent).any(|stay| {
            other.stays.iter().filter(recent).any(|own| own.organisation == stay.organisation)
        })
}

/// Since when what has ended, or was declared, keeps two people apart (`AWD-10`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConflictSince {
    /// A unit that was left after this day.
    pub unit: NaiveDate,
    /// Teaching that was declared on this day or later.
    pub teaching: NaiveDate,
    /// Joint work that was declared on this day or later.
    pub work: NaiveDate,
}

/// Since when it keeps two people apart, by some rules.
pub fn conflict_since(rules: &Rulebook, today: NaiveDate) -> ConflictSince {
    let of = |rule| rules.years_before(rule, today);
    ConflictSince {
        unit: of(Rule::ConflictUnitYears),
        teaching: of(Rule::ConflictTeachingYears),
        work: of(Rule::ConflictWorkYears),
    }
}

/// Whether a panel can judge a lecturer, with the conflicted members left out (`REV-06`).
pub fn check_panel(
    lecturer: &Peer,
    stages: &[SchoolStage],
    panel: &[Peer],
    today: NaiveDate,
    rules: &Rulebook,
) -> Result<(), Refusal> {
    let since = conflict_since(rules, today).unit;
    let free: Vec<&Peer> = panel.iter().filter(|peer| !conflict(lecturer, peer, since)).collect();
    let for_school = stages.iter().any(|stage| *stage != SchoolStage::Adult);
    if free.len() < rules.count(Rule::PanelMinimum) {
        Err(Refusal::PanelConflicted)
    } else if for_school && !free.iter().any(|peer| peer.is_teacher) {
        Err(Refusal::NoTeacher)
    } else if !lecturer.fields.is_empty() && free.iter().all(|peer| lecturer.shares_field(peer)) {
        Err(Refusal::NoOtherDiscipline)
    } else {
        Ok(())
    }
}

/// What a session is for, and when it can be booked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Where it stands.
    pub state: ReviewSessionState,
    /// From then on.
    pub opens_at: DateTime<Utc>,
    /// Until then.
    pub closes_at: DateTime<Utc>,
    /// School stages it is for.
    pub stages: Vec<SchoolStage>,
    /// Subject fields it is for; empty: all.
    pub fields: Vec<FieldId>,
}

/// Whether a session takes bookings of such a course at `now` (`REV-05`).
pub fn check_terms(
    terms: &Terms,
    stages: &[SchoolStage],
    field: Option<FieldId>,
    now: DateTime<Utc>,
) -> Result<(), Refusal> {
    if terms.state != ReviewSessionState::Open || now < terms.opens_at || terms.closes_at <= now {
        return Err(Refusal::BookingClosed);
    }
    check_fit(terms, stages, field)
}

/// Whether a session is for such a course.
pub fn check_fit(
    terms: &Terms,
    stages: &[SchoolStage],
    field: Option<FieldId>,
) -> Result<(), Refusal> {
    let stage_fits = stages.iter().any(|stage| terms.stages.contains(stage));
    let field_fits =
        terms.fields.is_empty() || field.is_some_and(|field| terms.fields.contains(&field));
    if stage_fits && field_fits { Ok(()) } else { Err(Refusal::DoesNotFit) }
}

#[cfg(test)]
mod tests;
