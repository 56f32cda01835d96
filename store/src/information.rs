//! All that is held of one person, fact by fact (`LAW-05`).

use chrono::{DateTime, NaiveDate, Utc};
use domain::id::PersonId;
pub use domain::information::Known;

use crate::{Conn, StoreError, row::decoded, statement::sql};

/// A fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownRow {
    /// What it is.
    pub known: Known,
    /// What it says; a code where the kind has codes.
    pub value: String,
    /// Since when, or when.
    pub at: Option<DateTime<Utc>>,
    /// On which day.
    pub day: Option<NaiveDate>,
}

/// What a statement finds.
struct Found {
    value: String,
    at: Option<DateTime<Utc>>,
    day: Option<NaiveDate>,
}

decoded! { Found: value, at, day }

/// A statement about `$1`, whose first column is `value`, with an instant, a day or neither.
macro_rules! fact {
    ($value:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $value,
            " AS value, CAST(NULL AS TIMESTAMPTZ) AS at, CAST(NULL AS DATE) AS day ",
            $from
        )
    };
    ($value:literal, at $at:literal, $from:literal) => {
        concat!("SELECT ", $value, " AS value, ", $at, " AS at, CAST(NULL AS DATE) AS day ", $from)
    };
    ($value:literal, day $day:literal, $from:literal) => {
        concat!(
            "SELECT ",
            $value,
            " AS value, CAST(NULL AS TIMESTAMPTZ) AS at, ",
            $day,
            " AS day ",
            $from
        )
    };
}

#[expect(clippy::too_many_lines, reason = "a statement for each kind")]
/// How a kind of fact is found.
const fn facts(known: Known) -> &'static str {
    match known {
        Known::Name => fact!("name", "FROM person WHERE id = $1"),
        Known::Sex => fact!("sex", "FROM person WHERE id = $1 AND sex IS NOT NULL"),
        Known::BornIn => fact!("born_in", "FROM person WHERE id = $1 AND born_in IS NOT NULL"),
        Known::Phone => fact!("phone", "FROM person WHERE id = $1 AND phone IS NOT NULL"),
        Known::Post => fact!("title", "FROM person WHERE id = $1 AND title <> ''"),
        Known::SubjectField => fact!(
            "f.name_zh",
            "FROM field f JOIN (SELECT id AS person_id, field_id, 0 AS place FROM person \
                UNION ALL SELECT person_id, field_id, place FROM person_field) k \
             ON k.field_id = f.id WHERE k.person_id = $1 ORDER BY k.place"
        ),
        Known::Topics => fact!("topics", "FROM person WHERE id = $1 AND topics <> ''"),
        Known::Note => fact!(
            "TRIM(note || ' ' || inner_note)",
            "FROM person WHERE id = $1 AND (note <> '' OR inner_note <> '')"
        ),
        Known::Workplace => fact!(
            "o.name", day "a.starts_on",
            "FROM affiliation a JOIN organisation o ON o.id = a.organisation_id \
             WHERE a.person_id = $1 ORDER BY a.starts_on, a.id"
        ),
        Known::Appointment => fact!(
            "CAST(starts_on AS TEXT) || ' – ' || CAST(ends_on AS TEXT)", day "starts_on",
            "FROM appointment WHERE person_id = $1 ORDER BY starts_on, id"
        ),
        Known::Application => fact!(
            "TRIM(o.name || ' ' || a.title || ' ' || a.cv || ' ' || a.opinion)", at "a.opened_at",
            "FROM lecturer_application a JOIN organisation o ON o.id = a.organisation_id \
             WHERE a.person_id = $1 ORDER BY a.opened_at, a.id"
        ),
        Known::Assessment => fact!(
            "TRIM(CAST(a.year AS TEXT) || ' ' || a.report || ' ' || a.county_word || ' ' \
             || a.comment)", at "a.opened_at",
            "FROM annual_assessment a WHERE a.person_id = $1 ORDER BY a.year, a.id"
        ),
        Known::Tutor => fact!(
            "TRIM(subject || ' ' || title || ' ' || note)", day "joined_on",
            "FROM tutor WHERE person_id = $1"
        ),
        Known::Role => fact!(
            "role", day "starts_on", "FROM role_grant WHERE person_id = $1 ORDER BY starts_on, id"
        ),
        Known::SignInName => fact!(
            "sign_in_name", at "created_at", "FROM account WHERE person_id = $1"
        ),
        Known::Session => fact!(
            "s.device", at "s.touched_at",
            "FROM account_session s JOIN account a ON a.id = s.account_id WHERE a.person_id = $1 \
             ORDER BY s.touched_at DESC, s.digest"
        ),
        Known::Course => fact!(
            "title", at "changed_at",
            "FROM course_version WHERE lecturer_id = $1 ORDER BY changed_at, id"
        ),
        Known::Booking => fact!(
            "v.title", at "s.starts_at",
            "FROM booking b JOIN course_version v ON v.id = b.version_id \
             JOIN slot s ON s.id = b.slot_id WHERE b.lecturer_id = $1 ORDER BY s.starts_at, b.id"
        ),
        Known::Waiting => fact!(
            "v.title", at "w.created_at",
            "FROM waiting_entry w JOIN course_version v ON v.id = w.version_id \
             WHERE w.lecturer_id = $1 ORDER BY w.created_at, w.id"
        ),
        Known::Panel => fact!(
            "CAST(t.seat_no AS TEXT)", at "s.starts_at",
            "FROM panelist t JOIN review_session s ON s.id = t.session_id \
             WHERE t.person_id = $1 ORDER BY s.starts_at, s.id"
        ),
        Known::Dispatch => fact!(
            "v.title", at "d.starts_at",
            "FROM dispatch d JOIN course_version v ON v.id = d.version_id \
             WHERE d.lecturer_id = $1 ORDER BY d.starts_at, d.id"
        ),
        Known::Delivery => fact!(
            "v.title", at "d.starts_at",
            "FROM delivery d JOIN course_version v ON v.id = d.version_id \
             WHERE d.lecturer_id = $1 ORDER BY d.starts_at, d.id"
        ),
        Known::Observation => fact!(
            "v.title", at "o.starts_at",
            "FROM observation o JOIN delivery d ON d.id = o.delivery_id \
             JOIN course_version v ON v.id = d.version_id \
             WHERE o.observer_id = $1 OR d.lecturer_id = $1 ORDER BY o.starts_at, o.id"
        ),
        Known::Availability => fact!(
            "r.name", at "v.changed_at",
            "FROM availability v JOIN person r ON r.id = v.recorder_id WHERE v.person_id = $1"
        ),
        Known::Absence => fact!(
            "CAST(last_on AS TEXT)", day "first_on",
            "FROM absence WHERE person_id = $1 AND ended_at IS NULL ORDER BY first_on, id"
        ),
        Known::RegisterEntry => fact!(
            "TRIM(kind || ' ' || name || ' ' || title)", day "starts_on",
            "FROM register_entry WHERE person_id = $1 AND kind <> 'safeguarding' \
             ORDER BY starts_on, id"
        ),
        Known::TeamMember => fact!(
            "e.name", day "m.starts_on",
            "FROM team_member m JOIN register_entry e ON e.id = m.entry_id \
             WHERE m.person_id = $1 ORDER BY m.starts_on, m.id"
        ),
        Known::Safeguarding => fact!(
            "COALESCE(CAST(ends_on AS TEXT), '')", day "starts_on",
            "FROM register_entry WHERE person_id = $1 AND kind = 'safeguarding' \
             ORDER BY starts_on, id"
        ),
        Known::CalendarFeed => fact!(
            "''", at "created_at",
            "FROM calendar_feed WHERE person_id = $1 AND revoked_at IS NULL"
        ),
        Known::MailAddress => fact!(
            "address", at "asked_at", "FROM mail_address WHERE person_id = $1"
        ),
        Known::Training => fact!(
            "t.title", day "t.starts_on",
            "FROM enrolment e JOIN training_event t ON t.id = e.event_id \
             WHERE e.person_id = $1 ORDER BY t.starts_on, e.id"
        ),
        Known::Claim => fact!(
            "title", at "changed_at",
            "FROM hour_claim WHERE person_id = $1 ORDER BY changed_at, id"
        ),
        Known::Hours => fact!(
            "title", day "held_on",
            "FROM credit_hour WHERE person_id = $1 ORDER BY held_on, id"
        ),
        Known::Participation => fact!(
            "title", day "first_day",
            "FROM participation WHERE person_id = $1 ORDER BY first_day, id"
        ),
        Known::Evidence => fact!(
            "TRIM(title || ' ' || venue || ' ' || prize)", day "happened_on",
            "FROM evidence WHERE person_id = $1 ORDER BY happened_on, id"
        ),
        Known::Nomination => fact!(
            "c.title", at "c.created_at",
            "FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
             WHERE n.person_id = $1 ORDER BY c.created_at, n.id"
        ),
        Known::Judge => fact!(
            "c.title", at "c.created_at",
            "FROM judge j JOIN award_cycle c ON c.id = j.cycle_id \
             WHERE j.person_id = $1 ORDER BY c.created_at, c.id"
        ),
        Known::File => fact!(
            "file_name", at "created_at",
            "FROM upload WHERE owner_id = $1 AND file_name <> '' ORDER BY created_at, id"
        ),
        Known::Messages => {
            fact!("CAST(COUNT(*) AS TEXT)", "FROM message WHERE person_id = $1 HAVING COUNT(*) > 0")
        }
        Known::LogLines => {
            fact!("CAST(COUNT(*) AS TEXT)", "FROM audit WHERE person_id = $1 HAVING COUNT(*) > 0")
        }
        Known::Complaint => fact!(
            "body", at "created_at",
            "FROM complaint WHERE person_id = $1 AND body <> '' ORDER BY created_at, id"
        ),
    }
}

impl Conn {
    /// All that is held of a person, kind by kind.
    pub async fn list_information(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<KnownRow>, StoreError> {
        let mut all = Vec::new();
        for known in Known::ALL {
            let found: Vec<Found> = self.all(sql(facts(*known)).bind(person)).await?;
            all.extend(found.into_iter().map(|it| KnownRow {
                known: *known,
                value: it.value,
                at: it.at,
                day: it.day,
            }));
        }
        Ok(all)
    }
}
