//! Where people want messages by mail, and what is still to be mailed.

use chrono::{DateTime, Utc};
use domain::{
    id::{OutboxId, PersonId},
    inbox::{Message, Topic},
    language::Language,
};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql, text},
};

/// Where somebody wants messages by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailAddressRow {
    /// Whose it is.
    pub person_id: PersonId,
    /// The address.
    pub address: String,
    /// In which language mails are.
    pub language: Language,
    /// What about: codes of topics with a comma before the first, between and after the last.
    topics: String,
    /// SHA-256 of the end of the link that confirms it.
    pub link_digest: Option<String>,
    /// When it was typed, or the link was sent again.
    pub asked_at: DateTime<Utc>,
    /// When its owner has opened the link; nothing is sent before.
    pub confirmed_at: Option<DateTime<Utc>>,
    /// Since when mails have not arrived there.
    pub failed_at: Option<DateTime<Utc>>,
}

decoded! {
    MailAddressRow: person_id, address, language, topics, link_digest, asked_at, confirmed_at,
    failed_at
}

impl MailAddressRow {
    /// What about, in the order of the list.
    pub fn topics(&self) -> Vec<Topic> {
        let mut topics: Vec<Topic> = self.topics.split(',').filter_map(Topic::parse).collect();
        topics.sort();
        topics
    }
}

/// Something that is mailed now, by whoever holds its lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingRow {
    /// Key.
    pub id: OutboxId,
    /// To whom.
    pub person_id: PersonId,
    /// The person's name.
    pub name: String,
    /// The address.
    pub address: String,
    /// In which language.
    pub language: Language,
    /// The message; none: the question whether the address is the person's.
    pub message: Option<Message>,
    /// The end of the link that answers it.
    pub secret: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// The how manieth try this is.
    pub attempts: i64,
}

decoded! {
    OutgoingRow: id, person_id, name, address, language, message, secret, created_at, attempts
}

/// A mail that was given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUpRow {
    /// Key.
    pub id: OutboxId,
    /// To whom.
    pub name: String,
    /// The address.
    pub address: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// How often it was tried.
    pub attempts: i64,
    /// What the other side said last.
    pub problem: String,
}

decoded! { GivenUpRow: id, name, address, created_at, attempts, problem }

/// How much there is to be mailed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxCounts {
    /// What waits.
    pub n_waiting: i64,
    /// Since when the oldest of it waits.
    pub oldest: Option<DateTime<Utc>>,
    /// What was sent and is still remembered.
    pub n_sent: i64,
    /// What was given up.
    pub n_given_up: i64,
}

decoded! { OutboxCounts: n_waiting, oldest, n_sent, n_given_up }

const ADDRESS: &str = "SELECT person_id, address, language, topics, link_digest, asked_at, \
    confirmed_at, failed_at FROM mail_address ";
const OF_PERSON: &str = text![ADDRESS, "WHERE person_id = $1"];
const OF_LINK: &str = text![ADDRESS, "WHERE link_digest = $1"];
const SET: &str = "INSERT INTO mail_address \
    (person_id, address, language, topics, link_digest, asked_at) VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (person_id) DO UPDATE SET address = excluded.address, \
    language = excluded.language, topics = excluded.topics, link_digest = excluded.link_digest, \
    asked_at = excluded.asked_at, confirmed_at = NULL, failed_at = NULL";
const SET_TOPICS: &str = "UPDATE mail_address SET topics = $2, language = $3 WHERE person_id = $1";
const CONFIRM: &str = "UPDATE mail_address SET confirmed_at = $2, link_digest = NULL \
    WHERE person_id = $1 AND confirmed_at IS NULL";
const REMOVE: &str = "DELETE FROM mail_address WHERE person_id = $1";
const FAIL: &str =
    "UPDATE mail_address SET failed_at = $2 WHERE person_id = $1 AND failed_at IS NULL";
const ARRIVED: &str =
    "UPDATE mail_address SET failed_at = NULL WHERE person_id = $1 AND failed_at IS NOT NULL";
const ASK: &str = "INSERT INTO outbox (person_id, secret, created_at, run_at) \
    VALUES ($1, $2, $3, $3)";
// What waits for somebody who wants nothing any more, or for another address, is not sent.
const DROP: &str = "DELETE FROM outbox WHERE person_id = $1 AND sent_at IS NULL";
const DUE: &str = "SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL \
    AND run_at <= $1 AND (leased_until IS NULL OR leased_until <= $1)";
// The condition stands outside as well: of two that claim at once, the second one asks it again of
// what the first one has taken.
const CLAIM: &str = "UPDATE outbox SET lease = $1, leased_until = $3, attempts = attempts + 1 \
    WHERE sent_at IS NULL AND given_up_at IS NULL AND run_at <= $2 \
    AND (leased_until IS NULL OR leased_until <= $2) AND id IN (SELECT o.id FROM outbox o \
    WHERE o.sent_at IS NULL AND o.given_up_at IS NULL AND o.run_at <= $2 \
    AND (o.leased_until IS NULL OR o.leased_until <= $2) ORDER BY o.run_at, o.id LIMIT 1)";
const CLAIMED: &str = "SELECT o.id, o.person_id, p.name, a.address, a.language, \
    m.body AS message, o.secret, o.created_at, o.attempts FROM outbox o \
    JOIN person p ON p.id = o.person_id JOIN mail_address a ON a.person_id = o.person_id \
    LEFT JOIN message m ON m.id = o.message_id \
    WHERE o.lease = $1 AND o.sent_at IS NULL AND o.given_up_at IS NULL";
const SENT: &str = "UPDATE outbox SET sent_at = $3, secret = NULL, problem = '' \
    WHERE id = $1 AND lease = $2 AND sent_at IS NULL";
const POSTPONE: &str = "UPDATE outbox SET run_at = $3, problem = $4, lease = NULL, \
    leased_until = NULL WHERE id = $1 AND lease = $2 AND sent_at IS NULL";
const GIVE_UP: &str = "UPDATE outbox SET given_up_at = $3, problem = $4, secret = NULL \
    WHERE id = $1 AND lease = $2 AND sent_at IS NULL";
const COUNTS: &str = "SELECT \
    (SELECT COUNT(*) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL) AS n_waiting, \
    (SELECT MIN(created_at) FROM outbox WHERE sent_at IS NULL AND given_up_at IS NULL) AS oldest, \
    (SELECT COUNT(*) FROM outbox WHERE sent_at IS NOT NULL) AS n_sent, \
    (SELECT COUNT(*) FROM outbox WHERE given_up_at IS NOT NULL) AS n_given_up";
const GIVEN_UP: &str = "SELECT o.id, p.name, a.address, o.created_at, o.attempts, o.problem \
    FROM outbox o JOIN person p ON p.id = o.person_id \
    LEFT JOIN mail_address a ON a.person_id = o.person_id \
    WHERE o.given_up_at IS NOT NULL AND o.id <= $2 ORDER BY o.id DESC LIMIT $1";
const AGAIN: &str = "UPDATE outbox SET given_up_at = NULL, lease = NULL, leased_until = NULL, \
    attempts = 0, run_at = $2 WHERE id = $1 AND given_up_at IS NOT NULL AND message_id IS NOT NULL";

impl Conn {
    /// Where a person wants messages by mail.
    pub async fn find_mail_address(
        &mut self,
        person: PersonId,
    ) -> Result<Option<MailAddressRow>, StoreError> {
        self.one(sql(OF_PERSON).bind(person)).await
    }

    /// The address that a link confirms, by the digest of its end.
    pub async fn find_mail_address_of_link(
        &mut self,
        digest: &str,
    ) -> Result<Option<MailAddressRow>, StoreError> {
        self.one(sql(OF_LINK).bind(digest)).await
    }

    /// How much could be mailed now.
    pub async fn count_due_mails(&mut self, now: DateTime<Utc>) -> Result<i64, StoreError> {
        self.only(sql(DUE).bind(now)).await
    }

    /// How much there is.
    pub async fn count_outbox(&mut self) -> Result<OutboxCounts, StoreError> {
        self.only(sql(COUNTS)).await
    }

    /// What was given up, the newest first, from one of them on.
    pub async fn list_given_up_mails(
        &mut self,
        from: Option<OutboxId>,
        limit: i64,
    ) -> Result<Vec<GivenUpRow>, StoreError> {
        self.all(sql(GIVEN_UP).bind(limit).bind(from.unwrap_or(OutboxId(i64::MAX)))).await
    }

    /// What a lease holds and is to be sent, unless its reader wants no mail any more.
    pub async fn find_leased_mail(
        &mut self,
        lease: &str,
    ) -> Result<Option<OutgoingRow>, StoreError> {
        self.one(sql(CLAIMED).bind(lease)).await
    }
}

impl Tx {
    /// Notes an address that is still to be confirmed; what waited for another one is not sent.
    pub async fn set_mail_address(
        &mut self,
        person: PersonId,
        address: &str,
        language: Language,
        topics: &[Topic],
        (digest, at): (&str, DateTime<Utc>),
    ) -> Result<(), StoreError> {
        self.run(sql(DROP).bind(person)).await?;
        let topics = joined(topics);
        self.run(bound!(SET; person, address, language, &topics, digest, at)).await
    }

    /// Writes the mail that asks whether an address is somebody's; the link ends with `secret`.
    pub async fn ask_mail_address(
        &mut self,
        person: PersonId,
        secret: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(ASK).bind(person).bind(secret).bind(at)).await
    }

    /// Changes what comes by mail, and its language.
    pub async fn set_mail_topics(
        &mut self,
        person: PersonId,
        topics: &[Topic],
        language: Language,
    ) -> Result<(), StoreError> {
        let topics = joined(topics);
        self.run(sql(SET_TOPICS).bind(person).bind(&topics).bind(language)).await
    }

    /// The address is the person's; `false`: it was confirmed before.
    pub async fn confirm_mail_address(
        &mut self,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(CONFIRM).bind(person).bind(at)).await
    }

    /// Nothing comes by mail any more, not even what waits; `false`: nothing did.
    pub async fn remove_mail_address(&mut self, person: PersonId) -> Result<bool, StoreError> {
        self.run(sql(DROP).bind(person)).await?;
        self.is_changed(sql(REMOVE).bind(person)).await
    }

    /// Takes one mail that could be sent now, for whoever knows the lease, until an instant.
    pub async fn lease_mail(
        &mut self,
        lease: &str,
        now: DateTime<Utc>,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(bound!(CLAIM; lease, now, until)).await
    }

    /// A mail was taken by the other side; `false`: the lease holds no more.
    pub async fn set_mail_sent(
        &mut self,
        id: OutboxId,
        lease: &str,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(SENT).bind(id).bind(lease).bind(at)).await
    }

    /// A mail is tried again at an instant; `false`: the lease holds no more.
    pub async fn postpone_mail(
        &mut self,
        id: OutboxId,
        lease: &str,
        run_at: DateTime<Utc>,
        problem: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(POSTPONE; id, lease, run_at, problem)).await
    }

    /// A mail is not tried any more; `false`: the lease holds no more.
    pub async fn give_mail_up(
        &mut self,
        id: OutboxId,
        lease: &str,
        at: DateTime<Utc>,
        problem: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(GIVE_UP; id, lease, at, problem)).await
    }

    /// Tries a mail again that was given up; `false`: it was not, or its link is gone.
    pub async fn send_mail_again(
        &mut self,
        id: OutboxId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(AGAIN).bind(id).bind(at)).await
    }

    /// Mails to a person do not arrive; `false`: that is known.
    pub async fn fail_mail_address(
        &mut self,
        person: PersonId,
        at: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        self.is_changed(sql(FAIL).bind(person).bind(at)).await
    }

    /// They arrive again.
    pub async fn set_mail_arrived(&mut self, person: PersonId) -> Result<(), StoreError> {
        self.run(sql(ARRIVED).bind(person)).await
    }
}

fn joined(topics: &[Topic]) -> String {
    topics.iter().fold(",".to_owned(), |all, topic| all + topic.as_str() + ",")
}
