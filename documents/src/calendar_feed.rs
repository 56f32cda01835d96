//! Calendars as other programs read them (RFC 5545), and invitations for mails (RFC 5546).
//!
//! Every instant is UTC, so that a calendar is right wherever it is shown.

use chrono::{DateTime, Utc};
use domain::calendar_feed::EventStatus;
use icalendar::{
    Calendar, Component as _, Event, EventLike as _, EventStatus as Status, Property, Todo,
    TodoStatus,
};

/// Who has written the calendar.
const PRODUCT: &str = "-//Whetstone//Whetstone//ZH";
/// How calendars show the hours; the instants are UTC all the same.
const ZONE: &str = "Asia/Shanghai";

/// Something that takes time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarEvent {
    /// The same for as long as it is the same event.
    pub uid: String,
    /// How often it has changed.
    pub sequence: i64,
    /// When it changed last.
    pub changed_at: DateTime<Utc>,
    /// First instant.
    pub starts_at: DateTime<Utc>,
    /// First instant after it.
    pub ends_at: DateTime<Utc>,
    /// Whether it takes place.
    pub status: EventStatus,
    /// What it is.
    pub summary: String,
    /// Where; empty if nowhere.
    pub place: String,
    /// The address of its page; empty if it has none.
    pub url: String,
}

/// Something to be done by an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarTask {
    /// The same for as long as it is the same task.
    pub uid: String,
    /// When it was found to be so.
    pub seen_at: DateTime<Utc>,
    /// By when.
    pub due: DateTime<Utc>,
    /// What.
    pub summary: String,
    /// The address of its page.
    pub url: String,
}

/// Somebody in a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mailbox<'a> {
    /// The name.
    pub name: &'a str,
    /// The address.
    pub address: &'a str,
}

/// A whole calendar under a name.
pub fn calendar(name: &str, events: &[CalendarEvent], tasks: &[CalendarTask]) -> String {
    let mut calendar = empty();
    calendar.append_property(("X-WR-CALNAME", one_line(name).as_str()));
    calendar.append_property(("X-WR-TIMEZONE", ZONE));
    for event in events {
        calendar.push(event_of(event));
    }
    for task in tasks {
        calendar.push(task_of(task));
    }
    calendar.to_string()
}

/// One event for one person, as a mail brings it: to be taken into the calendar, or, where it was
/// called off, to be taken out.
pub fn invitation(event: &CalendarEvent, from: Mailbox<'_>, to: Mailbox<'_>) -> String {
    let is_off = event.status == EventStatus::Cancelled;
    let mut calendar = empty();
    calendar.append_property(("METHOD", if is_off { "CANCEL" } else { "REQUEST" }));
    let mut one = event_of(event);
    one.append_property(person("ORGANIZER", from).done());
    let mut attendee = person("ATTENDEE", to);
    attendee.add_parameter("ROLE", "REQ-PARTICIPANT").add_parameter("RSVP", "FALSE");
    one.append_multi_property(attendee.done());
    calendar.push(one);
    calendar.to_string()
}

fn empty() -> Calendar {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", PRODUCT));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar
}

fn event_of(event: &CalendarEvent) -> Event {
    let mut one = Event::new();
    one.uid(&event.uid)
        .sequence(u32::try_from(event.sequence).unwrap_or(u32::MAX))
        .timestamp(event.changed_at)
        .last_modified(event.changed_at)
        .starts(event.starts_at)
        .ends(event.ends_at)
        .summary(&one_line(&event.summary));
    one.status(match event.status {
        EventStatus::Tentative => Status::Tentative,
        EventStatus::Confirmed => Status::Confirmed,
        EventStatus::Cancelled => Status::Cancelled,
    });
    if !event.place.is_empty() {
        one.location(&one_line(&event.place));
    }
    if !event.url.is_empty() {
        one.url(&event.url);
    }
    one.done()
}

fn task_of(task: &CalendarTask) -> Todo {
    let mut one = Todo::new();
    one.uid(&task.uid).timestamp(task.seen_at).summary(&one_line(&task.summary)).url(&task.url);
    one.due(task.due).status(TodoStatus::NeedsAction);
    one.done()
}

fn person(key: &str, who: Mailbox<'_>) -> Property {
    let mut property = Property::new(key, format!("mailto:{}", one_line(who.address)));
    // A parameter has no way to write a quotation mark.
    property.add_parameter("CN", &one_line(who.name).replace('"', "'"));
    property
}

/// A text in one line and without what ends one: a title is nobody's way to write another property.
fn one_line(text: &str) -> String {
    text.split(char::is_control)
        .map(str::trim)
        .filter(|it| !it.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(status: EventStatus) -> CalendarEvent {
        CalendarEvent {
            uid: "c7@example.org".to_owned(),
            sequence: 3,
            changed_at: "2026-11-23T08:00:00Z".parse().unwrap(),
            starts_at: "2026-12-10T01:00:00Z".parse().unwrap(),
            ends_at: "2026-12-10T02:00:00Z".parse().unwrap(),
            status,
            summary: "授课 · 潮汐, 月亮; \\ 与“大海”".to_owned(),
            place: "一号厅".to_owned(),
            url: "https://example.org/delivery/7".to_owned(),
        }
    }

    /// The lines of a calendar as they are meant: joined where they were folded.
    fn lines(text: &str) -> Vec<String> {
        assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
        for line in text.split("\r\n") {
            assert!(line.len() <= 75, "{line}");
        }
        text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
    }

    #[test]
    fn an_event_says_what_changed_and_how_often() {
        let text = calendar("钱进的日程", &[event(EventStatus::Confirmed)], &[]);
        let lines = lines(&text);
        for line in [
            "VERSION:2.0",
            "X-WR-CALNAME:钱进的日程",
            "UID:c7@example.org",
            "SEQUENCE:3",
            "DTSTAMP:20261123T080000Z",
            "LAST-MODIFIED:20261123T080000Z",
            "DTSTART:20261210T010000Z",
            "DTEND:20261210T020000Z",
            "STATUS:CONFIRMED",
            "SUMMARY:授课 · 潮汐\\, 月亮\\; \\\\ 与“大海”",
            "LOCATION:一号厅",
            "URL:https://example.org/delivery/7",
        ] {
            assert!(lines.iter().any(|it| it == line), "{line} in {lines:#?}");
        }
        assert!(!text.contains("METHOD"));
    }

    #[test]
    fn what_is_called_off_or_only_held_says_so() {
        let text = |status| calendar("", &[event(status)], &[]);
        assert!(text(EventStatus::Cancelled).contains("STATUS:CANCELLED\r\n"));
        assert!(text(EventStatus::Tentative).contains("STATUS:TENTATIVE\r\n"));
    }

    #[test]
    fn a_deadline_is_a_task() {
        let task = CalendarTask {
            uid: "task-booking-7@example.org".to_owned(),
            seen_at: "2026-11-23T08:00:00Z".parse().unwrap(),
            due: "2026-11-24T16:00:00Z".parse().unwrap(),
            summary: "确认预约：潮汐".to_owned(),
            url: "https://example.org/booking/7".to_owned(),
        };
        let lines = lines(&calendar("", &[], &[task]));
        for line in ["BEGIN:VTODO", "DUE:20261124T160000Z", "STATUS:NEEDS-ACTION"] {
            assert!(lines.iter().any(|it| it == line), "{line} in {lines:#?}");
        }
    }

    #[test]
    fn a_title_writes_no_other_line() {
        let mut hostile = event(EventStatus::Confirmed);
        hostile.summary = "潮汐\r\nATTENDEE:mailto:x@example.org\rEND:VEVENT\u{85}".to_owned();
        hostile.place = "厅\nBEGIN:VALARM".to_owned();
        let lines = lines(&calendar("日程\r\nMETHOD:CANCEL", &[hostile], &[]));
        for begins in ["ATTENDEE", "METHOD", "BEGIN:VALARM"] {
            assert!(!lines.iter().any(|line| line.starts_with(begins)), "{lines:#?}");
        }
        assert_eq!(lines.iter().filter(|line| *line == "END:VEVENT").count(), 1);
    }

    #[test]
    fn a_long_title_is_folded_between_letters() {
        let mut long = event(EventStatus::Confirmed);
        long.summary = "潮汐 与 月亮".repeat(40);
        let summary = format!("SUMMARY:{}", long.summary);
        assert!(lines(&calendar("", &[long], &[])).contains(&summary));
    }

    #[test]
    fn a_mail_asks_for_an_event_or_calls_it_off() {
        let from = Mailbox { name: "科协, \"讲师团\"", address: "office@example.org" };
        let to = Mailbox { name: "钱进", address: "qian@example.org" };
        let asked = lines(&invitation(&event(EventStatus::Confirmed), from, to));
        for line in [
            "METHOD:REQUEST",
            "ORGANIZER;CN=\"科协, '讲师团'\":mailto:office@example.org",
            "ATTENDEE;CN=钱进;ROLE=REQ-PARTICIPANT;RSVP=FALSE:mailto:qian@example.org",
            "SEQUENCE:3",
        ] {
            assert!(asked.iter().any(|it| it == line), "{line} in {asked:#?}");
        }
        let off = lines(&invitation(&event(EventStatus::Cancelled), from, to));
        assert!(off.iter().any(|it| it == "METHOD:CANCEL"));
        assert!(off.iter().any(|it| it == "STATUS:CANCELLED"));
    }
}
