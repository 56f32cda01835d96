//! What is swept of each class of data about people: one table of statements (`LAW-09`).
//!
//! A step names the keys of some rows that have ended before an instant, and what becomes of them.
//! `$1` is the instant, `$2` how many rows at most; see [`Asks`].

use chrono::{DateTime, NaiveDate, Utc};
use domain::{data_class::DataClass, id::PersonId};

use crate::{
    Conn, StoreError, Tx,
    statement::{Statement, sql, text},
};

/// What is done about one table.
#[derive(Clone, Copy, Debug)]
struct Step {
    /// The keys of what is due.
    due: &'static str,
    /// What becomes of it.
    sweep: &'static str,
    asks: Asks,
}

/// What a step is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asks {
    /// The instant.
    Instant,
    /// The instant, and its day as `$3`.
    Both,
    /// The day alone, as `$1`.
    Day,
}

macro_rules! step {
    ($sweep:literal, $due:expr) => {
        step!(Asks::Instant, $sweep, $due)
    };
    ($asks:expr, $sweep:literal, $due:expr) => {
        Step { due: $due, sweep: text![$sweep, " IN (", $due, ")"], asks: $asks }
    };
}

/// Who holds no role of an office, was no lecturer, had no hours and asked for none since.
const PEOPLE: &str = "SELECT p.id FROM person p WHERE p.contact_at <= $1 \
    AND (p.phone IS NOT NULL OR p.born_in IS NOT NULL OR p.sex IS NOT NULL OR p.topics <> '' \
        OR p.note <> '' OR p.inner_note <> '' \
        OR EXISTS (SELECT 1 FROM tutor t WHERE t.person_id = p.id AND t.note <> '')) \
    AND NOT EXISTS (SELECT 1 FROM role_grant g WHERE g.person_id = p.id \
        AND (g.ends_on > $3 OR (g.ends_on IS NULL AND g.role NOT IN ('lecturer', 'tutor')))) \
    AND NOT EXISTS (SELECT 1 FROM appointment a WHERE a.person_id = p.id AND a.ends_on > $3) \
    AND NOT EXISTS (SELECT 1 FROM credit_hour c WHERE c.person_id = p.id AND c.held_on > $3) \
    AND NOT EXISTS (SELECT 1 FROM participation n WHERE n.person_id = p.id AND n.last_day > $3) \
    AND NOT EXISTS (SELECT 1 FROM enrolment e WHERE e.person_id = p.id AND e.created_at > $1) \
    AND NOT EXISTS (SELECT 1 FROM hour_claim h WHERE h.person_id = p.id AND h.changed_at > $1) \
    AND NOT EXISTS (SELECT 1 FROM known_browser b JOIN account o ON o.id = b.account_id \
        WHERE o.person_id = p.id AND b.seen_at > $1) ORDER BY p.id LIMIT $2";
const HOSTS: &str = "SELECT h.id FROM host_unit h WHERE h.contact_at <= $1 \
    AND (h.contact <> '' OR h.phone IS NOT NULL OR h.note <> '') \
    AND NOT EXISTS (SELECT 1 FROM lecture_request q WHERE q.host_unit_id = h.id \
        AND q.created_at > $1) ORDER BY h.id LIMIT $2";
/// Whom nobody has written down anew since.
const CALLED: &str = "SELECT c.id FROM organisation_contact c WHERE c.created_at < $1 \
    ORDER BY c.id LIMIT $2";
/// Applications to which nothing has happened since, whether they have ended or nobody went on. What
/// began with them stays with the term and the course.
const APPLICATIONS: &str = "SELECT a.id FROM lecturer_application a WHERE a.changed_at < $1 \
    AND (a.title <> '' OR a.born_in IS NOT NULL OR a.education IS NOT NULL \
        OR a.work_years IS NOT NULL OR a.cv <> '' OR a.opinion <> '' OR a.contact <> '' \
        OR a.reason <> '') ORDER BY a.id LIMIT $2";
/// Requests that ended, or whose last time has passed, whatever has become of them.
const REQUESTS: &str = "SELECT q.id FROM lecture_request q WHERE (q.last_time_at < $1 \
        OR (q.changed_at < $1 \
            AND q.state IN ('closed', 'returned', 'rejected', 'cancelled', 'expired'))) \
    AND (q.contact <> '' OR q.contact_phone <> '' OR q.address <> '' OR q.wish <> '') \
    ORDER BY q.id LIMIT $2";
const OFFERS: &str = "SELECT d.id FROM dispatch d WHERE d.note <> '' AND d.created_at < $1 \
    AND d.ends_at < $1 ORDER BY d.id LIMIT $2";
const HALLS: &str = "SELECT h.id FROM place h WHERE h.is_host_hall AND h.address <> '' \
    AND EXISTS (SELECT 1 FROM delivery d WHERE d.place_id = h.id AND d.ends_at < $1) \
    AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.place_id = h.id AND d.ends_at >= $1) \
    ORDER BY h.id LIMIT $2";
/// A nominee without a name has the number of the nomination: names of a category differ.
const NAMELESS: &str = "n.name = '#' || CAST(n.id AS TEXT)";
const LOSERS: &str = text![
    "SELECT n.id FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
     WHERE c.decided_at < $1 AND n.state <> 'awarded' AND NOT ",
    NAMELESS,
    " ORDER BY n.id LIMIT $2"
];
const WINNERS: &str = "SELECT n.id FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
    WHERE c.decided_at < $1 AND n.state = 'awarded' AND (n.phone IS NOT NULL \
        OR n.born_in IS NOT NULL OR n.ethnic_group <> '' OR n.deeds <> '' OR n.note <> '' \
        OR n.earlier_awards <> '') ORDER BY n.id LIMIT $2";
const UNDECIDED: &str = text![
    "SELECT n.id FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
     WHERE c.decided_at IS NULL AND c.created_at < $1 AND NOT ",
    NAMELESS,
    " ORDER BY n.id LIMIT $2"
];
const FILES: &str = "SELECT u.id FROM upload u WHERE u.created_at <= $1 \
    AND NOT EXISTS (SELECT 1 FROM course_version v WHERE v.slides_id = u.id) \
    AND NOT EXISTS (SELECT 1 FROM hour_claim h WHERE h.proof_id = u.id) \
    AND NOT EXISTS (SELECT 1 FROM outside_lecture l WHERE l.proof_id = u.id) \
    AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.proof_id = u.id) \
    AND NOT EXISTS (SELECT 1 FROM nomination_attachment a WHERE a.upload_id = u.id) \
    AND NOT EXISTS (SELECT 1 FROM nomination_consent c WHERE c.scan_id = u.id) \
    AND NOT EXISTS (SELECT 1 FROM import_plan i WHERE i.upload_id = u.id) \
    ORDER BY u.id LIMIT $2";
const PROOFS: &str = "SELECT u.id FROM upload u WHERE u.file_name <> '' \
    AND (EXISTS (SELECT 1 FROM hour_claim h WHERE h.proof_id = u.id) \
        OR EXISTS (SELECT 1 FROM outside_lecture l WHERE l.proof_id = u.id) \
        OR EXISTS (SELECT 1 FROM evidence e WHERE e.proof_id = u.id)) \
    AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.proof_id = u.id \
        AND (e.state IN ('filed', 'returned') OR COALESCE(e.checked_at, e.filed_at) >= $1)) \
    AND NOT EXISTS (SELECT 1 FROM outside_lecture l JOIN annual_assessment a \
        ON a.id = l.assessment_id WHERE l.proof_id = u.id \
        AND (a.state NOT IN ('final', 'called_off') OR a.decided_at >= $1 \
            OR (a.state = 'called_off' AND l.added_at >= $1))) \
    AND NOT EXISTS (SELECT 1 FROM hour_claim h WHERE h.proof_id = u.id \
        AND (h.changed_at >= $1 OR h.state NOT IN ('verified', 'rejected', 'locked'))) \
    AND NOT EXISTS (SELECT 1 FROM course_version v WHERE v.slides_id = u.id) \
    ORDER BY u.id LIMIT $2";

#[expect(clippy::too_many_lines, reason = "a piece for each class")]
/// The steps of a class; none of what is never swept.
fn steps(class: DataClass) -> &'static [Step] {
    match class {
        DataClass::Registers
        | DataClass::Awards
        | DataClass::Courses
        | DataClass::Log
        | DataClass::Accounts
        | DataClass::MailAddresses
        | DataClass::Places => &[],
        DataClass::PersonContacts => {
            const {
                &[
                    step!(Asks::Both, "UPDATE tutor SET note = '' WHERE person_id", PEOPLE),
                    step!(
                        Asks::Both,
                        "UPDATE person SET phone = NULL, born_in = NULL, sex = NULL, topics = '', \
                 note = '', inner_note = '' WHERE id",
                        PEOPLE
                    ),
                ]
            }
        }
        DataClass::HostContacts => {
            const {
                &[
                    step!(
                        "UPDATE host_unit SET contact = '', phone = NULL, note = '' WHERE id",
                        HOSTS
                    ),
                    step!("DELETE FROM organisation_contact WHERE id", CALLED),
                ]
            }
        }
        DataClass::RequestContacts => {
            const {
                &[
                    step!(
                        "UPDATE lecture_request SET contact = '', contact_phone = '', address = '', \
                 wish = '' WHERE id",
                        REQUESTS
                    ),
                    step!("UPDATE dispatch SET note = '' WHERE id", OFFERS),
                    step!("UPDATE place SET address = '' WHERE id", HALLS),
                ]
            }
        }
        DataClass::UnconfirmedRequests => {
            const {
                &[step!(
                    "DELETE FROM unconfirmed_request WHERE id",
                    "SELECT id FROM unconfirmed_request WHERE created_at <= $1 ORDER BY id LIMIT $2"
                )]
            }
        }
        DataClass::ApplicationFiles => {
            const {
                &[step!(
                    "UPDATE lecturer_application SET title = '', born_in = NULL, education = NULL, \
                 work_years = NULL, cv = '', opinion = '', contact = '', reason = '' WHERE id",
                    APPLICATIONS
                )]
            }
        }
        DataClass::NominationFiles => {
            const {
                &[
                    step!(
                        "UPDATE nomination SET name = '#' || CAST(id AS TEXT), sex = NULL, born_in = NULL, \
                 ethnic_group = '', workplace = '', post = '', title = '', phone = NULL, \
                 years = NULL, deeds = '', earlier_awards = '', note = '', reason = '' WHERE id",
                        LOSERS
                    ),
                    step!(
                        "UPDATE nomination SET born_in = NULL, ethnic_group = '', phone = NULL, \
                 deeds = '', earlier_awards = '', note = '' WHERE id",
                        WINNERS
                    ),
                ]
            }
        }
        DataClass::UndecidedNominations => {
            const {
                &[step!(
                    "UPDATE nomination SET name = '#' || CAST(id AS TEXT), sex = NULL, born_in = NULL, \
             ethnic_group = '', workplace = '', post = '', title = '', phone = NULL, \
             years = NULL, deeds = '', earlier_awards = '', note = '', reason = '' WHERE id",
                    UNDECIDED
                )]
            }
        }
        DataClass::Messages => {
            const {
                &[step!(
                    "DELETE FROM message WHERE id",
                    "SELECT id FROM message WHERE created_at < $1 ORDER BY id LIMIT $2"
                )]
            }
        }
        DataClass::Mails => {
            const {
                &[step!(
                    "DELETE FROM outbox WHERE id",
                    "SELECT id FROM outbox WHERE sent_at <= $1 OR given_up_at <= $1 \
                     ORDER BY id LIMIT $2"
                )]
            }
        }
        DataClass::ImportPlans => {
            const {
                &[step!(
                    "DELETE FROM import_plan WHERE hash",
                    "SELECT hash FROM import_plan WHERE created_at <= $1 ORDER BY hash LIMIT $2"
                )]
            }
        }
        // Their contents go as well: `list_due_files` says which.
        DataClass::ImportFiles => const { &[step!("DELETE FROM upload WHERE id", FILES)] },
        DataClass::ProofFiles => {
            const { &[step!("UPDATE upload SET file_name = '' WHERE id", PROOFS)] }
        }
        DataClass::MergedFacts => {
            const {
                &[step!(
                    "UPDATE merging_fact SET before = NULL, after = NULL WHERE merging_id",
                    "SELECT m.id FROM merging m WHERE m.merged_at < $1 \
             AND EXISTS (SELECT 1 FROM merging_fact f WHERE f.merging_id = m.id \
             AND (f.before IS NOT NULL OR f.after IS NOT NULL)) ORDER BY m.id LIMIT $2"
                )]
            }
        }
        DataClass::ClosedAccounts => {
            const {
                &[step!(
                    "UPDATE account SET sign_in_name = '#' || CAST(id AS TEXT) WHERE id",
                    "SELECT a.id FROM account a WHERE a.closed_at < $1 \
             AND a.sign_in_name <> '#' || CAST(a.id AS TEXT) ORDER BY a.id LIMIT $2"
                )]
            }
        }
        DataClass::Consents => {
            const {
                &[step!(
                    "DELETE FROM consent WHERE id",
                    "SELECT id FROM consent WHERE ended_at < $1 ORDER BY id LIMIT $2"
                )]
            }
        }
        DataClass::DataRequests => {
            const {
                &[step!(
                    "UPDATE data_request SET body = '', answer = '' WHERE id",
                    "SELECT id FROM data_request WHERE ended_at < $1 AND (body <> '' OR answer <> '') \
             ORDER BY id LIMIT $2"
                )]
            }
        }
        DataClass::Complaints => {
            const {
                &[step!(
                    "UPDATE complaint SET body = '', contact = '', answer = '' WHERE id",
                    "SELECT id FROM complaint WHERE ended_at < $1 \
             AND (body <> '' OR contact <> '' OR answer <> '') ORDER BY id LIMIT $2"
                )]
            }
        }
        DataClass::Objections => {
            const {
                &[
                    step!("DELETE FROM objector WHERE objection_id", ENDED_OBJECTIONS),
                    step!(
                        "UPDATE objection SET body = '' WHERE id",
                        "SELECT id FROM objection WHERE ended_at < $1 AND body <> '' \
             ORDER BY id LIMIT $2"
                    ),
                ]
            }
        }
        DataClass::Safeguarding => {
            const {
                &[step!(
                    Asks::Day,
                    "DELETE FROM register_entry WHERE id",
                    "SELECT id FROM register_entry WHERE kind = 'safeguarding' \
                     AND ends_on < $1 ORDER BY id LIMIT $2"
                )]
            }
        }
        // What is said of the own week holds until it is taken back, or until somebody has no account.
        DataClass::OwnTime => {
            const {
                &[
                    step!(
                        Asks::Day,
                        "DELETE FROM absence WHERE id",
                        "SELECT id FROM absence WHERE last_on < $1 ORDER BY id LIMIT $2"
                    ),
                    step!(
                        "DELETE FROM absence WHERE id",
                        "SELECT id FROM absence WHERE ended_at < $1 ORDER BY id LIMIT $2"
                    ),
                    step!(
                        "DELETE FROM availability WHERE person_id",
                        "SELECT v.person_id FROM availability v \
                         JOIN account a ON a.person_id = v.person_id \
                         WHERE a.closed_at < $1 ORDER BY v.person_id LIMIT $2"
                    ),
                ]
            }
        }
        DataClass::Sessions => {
            const {
                &[
                    step!(
                        "DELETE FROM account_session WHERE digest",
                        "SELECT digest FROM account_session WHERE expires_at <= $1 ORDER BY digest LIMIT $2"
                    ),
                    step!(
                        "DELETE FROM sign_in_attempt WHERE id",
                        "SELECT id FROM sign_in_attempt WHERE at <= $1 ORDER BY id LIMIT $2"
                    ),
                    step!(
                        "DELETE FROM calendar_feed WHERE id",
                        "SELECT id FROM calendar_feed WHERE revoked_at <= $1 ORDER BY id LIMIT $2"
                    ),
                ]
            }
        }
        DataClass::KnownBrowsers => {
            const {
                &[step!(
                    "DELETE FROM known_browser WHERE seen_at <= $1 AND digest",
                    "SELECT digest FROM known_browser WHERE seen_at <= $1 ORDER BY digest LIMIT $2"
                )]
            }
        }
        DataClass::SealedForms => {
            const {
                &[
                    step!(
                        "DELETE FROM sealed_form WHERE digest",
                        "SELECT digest FROM sealed_form WHERE created_at <= $1 ORDER BY digest LIMIT $2"
                    ),
                    step!(
                        "DELETE FROM kept_form WHERE digest",
                        "SELECT digest FROM kept_form WHERE created_at <= $1 ORDER BY digest LIMIT $2"
                    ),
                ]
            }
        }
        DataClass::FormTokens => {
            const {
                &[step!(
                    "DELETE FROM form_once WHERE token",
                    "SELECT token FROM form_once WHERE created_at <= $1 ORDER BY token LIMIT $2"
                )]
            }
        }
        // Many rows have one source: those of an instant go together.
        DataClass::RequestSources => {
            const {
                &[step!(
                    "DELETE FROM request_source WHERE at",
                    "SELECT at FROM request_source WHERE at <= $1 ORDER BY at LIMIT $2"
                )]
            }
        }
        DataClass::AccessLog => {
            const {
                &[step!(
                    "DELETE FROM access_log WHERE id",
                    "SELECT id FROM access_log WHERE at < $1 ORDER BY id LIMIT $2"
                )]
            }
        }
        DataClass::SweepCounts => {
            const {
                &[step!(
                    Asks::Day,
                    "DELETE FROM sweep_count WHERE day",
                    "SELECT day FROM sweep_count WHERE day < $1 ORDER BY day LIMIT $2"
                )]
            }
        }
    }
}

impl Step {
    fn bound(self, text: &'static str, before: DateTime<Utc>, limit: i64) -> Statement<'static> {
        let day = before.date_naive();
        match self.asks {
            Asks::Instant => sql(text).bind(before).bind(limit),
            Asks::Both => sql(text).bind(before).bind(limit).bind(day),
            Asks::Day => sql(text).bind(day).bind(limit),
        }
    }
}

const NOTE_PEOPLE: &str = "UPDATE person SET contact_at = $1 WHERE id IN (SELECT p.id FROM person p \
    WHERE p.contact_at IS NULL AND (p.phone IS NOT NULL OR p.born_in IS NOT NULL \
        OR p.sex IS NOT NULL OR p.topics <> '' OR p.note <> '' OR p.inner_note <> '' \
        OR EXISTS (SELECT 1 FROM tutor t WHERE t.person_id = p.id AND t.note <> '')) \
    ORDER BY p.id LIMIT $2)";
const NOTE_HOSTS: &str = "UPDATE host_unit SET contact_at = $1 WHERE id IN (SELECT h.id \
    FROM host_unit h WHERE h.contact_at IS NULL AND (h.contact <> '' OR h.phone IS NOT NULL \
        OR h.note <> '') ORDER BY h.id LIMIT $2)";
const UNNOTED: &str = "SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM person p \
    WHERE p.contact_at IS NULL AND (p.phone IS NOT NULL OR p.born_in IS NOT NULL \
        OR p.sex IS NOT NULL OR p.topics <> '' OR p.note <> '' OR p.inner_note <> '' \
        OR EXISTS (SELECT 1 FROM tutor t WHERE t.person_id = p.id AND t.note <> '')) LIMIT 1) AS a) \
    + (SELECT COUNT(*) FROM (SELECT 1 FROM host_unit h WHERE h.contact_at IS NULL \
        AND (h.contact <> '' OR h.phone IS NOT NULL OR h.note <> '') LIMIT 1) AS b)";
const ENDED_OBJECTIONS: &str = "SELECT o.objection_id FROM objector o \
    JOIN objection b ON b.id = o.objection_id WHERE b.ended_at < $1 ORDER BY o.objection_id LIMIT $2";
const DUE_FILES: &str = text!["SELECT DISTINCT sha256 FROM upload WHERE id IN (", FILES, ")"];
const DUE_PROOFS: &str = text!["SELECT DISTINCT sha256 FROM upload WHERE id IN (", PROOFS, ")"];
const DUE_SCANS: &str = text![
    "SELECT DISTINCT scan_sha256 FROM objector WHERE scan_sha256 IS NOT NULL AND objection_id IN (",
    ENDED_OBJECTIONS,
    ")"
];
const IS_FILE_NEEDED: &str = "SELECT (SELECT COUNT(*) FROM upload u WHERE u.sha256 = $1 \
    AND (u.file_name <> '' OR EXISTS (SELECT 1 FROM course_version v WHERE v.slides_id = u.id))) \
    + (SELECT COUNT(*) FROM objector o WHERE o.scan_sha256 = $1) \
    + (SELECT COUNT(*) FROM certificate c WHERE c.sha256 = $1)";
const COUNT: &str = "INSERT INTO sweep_count (day, class, n) VALUES ($1, $2, $3) \
    ON CONFLICT (day, class) DO UPDATE SET n = sweep_count.n + excluded.n";
const COUNTS: &str = "SELECT class, n FROM sweep_count WHERE day = $1 ORDER BY class";
const ERASE_PERSON: &str = "UPDATE person SET phone = NULL, born_in = NULL, sex = NULL, \
    topics = '', note = '', inner_note = '' WHERE id = $1";
const ERASE_TUTOR: &str = "UPDATE tutor SET note = '' WHERE person_id = $1";
const ERASE_MESSAGES: &str = "DELETE FROM message WHERE person_id = $1";
const ERASE_BROWSERS: &str = "DELETE FROM known_browser WHERE account_id IN \
    (SELECT id FROM account WHERE person_id = $1)";
const ERASE_FORMS: &str = "DELETE FROM sealed_form WHERE account_id IN \
    (SELECT id FROM account WHERE person_id = $1)";
const ERASE_SIGN_IN_NAME: &str = "UPDATE account SET sign_in_name = '#' || CAST(id AS TEXT) \
    WHERE person_id = $1 AND closed_at IS NOT NULL";

impl Conn {
    /// Whether anything of a class ended before an instant.
    pub async fn has_swept_due(
        &mut self,
        class: DataClass,
        before: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        for step in steps(class) {
            if self.rows(step.bound(step.due, before, 1)).await?.len() > 0 {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether contacts stand here of which it is not noted since when.
    pub async fn has_unnoted_contacts(&mut self) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(UNNOTED)).await?;
        Ok(n > 0)
    }

    /// The digests of the files that a sweep of a class takes away.
    pub async fn list_due_files(
        &mut self,
        class: DataClass,
        before: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<String>, StoreError> {
        let statement = match class {
            DataClass::ImportFiles => DUE_FILES,
            DataClass::ProofFiles => DUE_PROOFS,
            DataClass::Objections => DUE_SCANS,
            _ => return Ok(Vec::new()),
        };
        self.all(sql(statement).bind(before).bind(limit)).await
    }

    /// Whether the content of a file is still to be had.
    pub async fn is_file_needed(&mut self, sha256: &str) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_FILE_NEEDED).bind(sha256)).await?;
        Ok(n > 0)
    }

    /// How much of each class was swept on a day.
    pub async fn list_sweep_counts(
        &mut self,
        day: NaiveDate,
    ) -> Result<Vec<(DataClass, i64)>, StoreError> {
        self.all(sql(COUNTS).bind(day)).await
    }
}

impl Tx {
    /// Sweeps what ended of a class before an instant, of each of its tables so many rows at most:
    /// how many.
    pub async fn sweep(
        &mut self,
        class: DataClass,
        before: DateTime<Utc>,
        limit: i64,
    ) -> Result<u64, StoreError> {
        let mut n = 0;
        for step in steps(class) {
            n += self.changed(step.bound(step.sweep, before, limit)).await?;
        }
        Ok(n)
    }

    /// Notes that contacts stand here that were not here before: their years begin.
    pub async fn note_contacts(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<u64, StoreError> {
        let people = self.changed(sql(NOTE_PEOPLE).bind(now).bind(limit)).await?;
        Ok(people + self.changed(sql(NOTE_HOSTS).bind(now).bind(limit)).await?)
    }

    /// Counts what was swept of a class on a day.
    pub async fn count_swept(
        &mut self,
        day: NaiveDate,
        class: DataClass,
        n: i64,
    ) -> Result<(), StoreError> {
        self.run(sql(COUNT).bind(day).bind(class.as_str()).bind(n)).await
    }

    /// Erases of a person what need not be kept: contacts, remarks, messages, browsers, and the
    /// sign-in name of a closed account (`LAW-05`). The name stays in the registers (`LAW-09`).
    pub async fn erase_person(&mut self, person: PersonId) -> Result<(), StoreError> {
        for statement in [
            ERASE_PERSON,
            ERASE_TUTOR,
            ERASE_MESSAGES,
            ERASE_BROWSERS,
            ERASE_FORMS,
            ERASE_SIGN_IN_NAME,
        ] {
            self.run(sql(statement).bind(person)).await?;
        }
        Ok(())
    }
}
