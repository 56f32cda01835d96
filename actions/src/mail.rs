//! Messages by mail: who wants them, and sending them. The inbox is where a message is; what waits to
//! be mailed is written in the transaction of the message, by the database.
//!
//! A mail goes out at least once: whoever ends between the other side's word and ours sends it again,
//! under the same number. Nobody's lease outlives its time, and none is finished by another.

use chrono::{DateTime, Utc};
use domain::{
    calendar_feed::span,
    form::{Field, Once, ProblemKind, Problems, Values},
    id::OutboxId,
    inbox::{Message, Topic},
    language::Language,
    mail::{ASK_AGAIN, LEASE, LINK, MailChoice, STALE, next_try},
    role::Role,
};
use sha2::{Digest as _, Sha256};
use store::{FeedEventRow, GivenUpRow, Lock, MailAddressRow, OutboxCounts, OutgoingRow};

use crate::{
    ActionError, Actions, Call, Keyed, account::digest, paged::KEYED_ASKED, write::Scoped as _,
};

/// Something to be mailed, with what it is composed of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// By what it is held.
    pub lease: String,
    /// To whom, where, and what about.
    pub row: OutgoingRow,
    /// Events of the own calendar that have come, changed or ended with the message.
    pub events: Vec<FeedEventRow>,
}

/// Why a mail did not get through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotSent {
    /// Whether the other side will say the same the next time.
    pub is_final: bool,
    /// What it said.
    pub problem: String,
}

/// What is to be mailed, for who looks after the program.
#[derive(Clone, Debug)]
pub struct OutboxPage {
    /// How much.
    pub counts: OutboxCounts,
    /// What was given up, the newest first.
    pub given_up: Keyed<GivenUpRow, OutboxId>,
}

impl Actions {
    /// Where the caller wants messages by mail.
    pub async fn mail_address(&self, call: &Call) -> Result<Option<MailAddressRow>, ActionError> {
        let actor = call.actor()?;
        Ok(self.store.read().await?.find_mail_address(actor.person).await?)
    }

    /// Chooses where messages go by mail and what about. Another address is asked for by a mail with
    /// a link first; the same one goes on.
    pub async fn choose_mail(
        &self,
        call: &Call,
        values: &Values,
        language: Language,
        once: &Once,
    ) -> Result<(), ActionError> {
        let actor = call.actor()?;
        let choice = &MailChoice::parse(values)?;
        let secret = &secret_of(once.token()?);
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(actor.person)).await?;
                let known = tx.find_mail_address(actor.person).await?;
                let link = digest(secret);
                if known.as_ref().is_some_and(|row| row.link_digest.as_ref() == Some(&link)) {
                    return Ok(());
                }
                let is_same = known.as_ref().is_some_and(|row| row.address == choice.address);
                let is_confirmed = known.as_ref().is_some_and(|row| row.confirmed_at.is_some());
                if is_same && is_confirmed {
                    tx.set_mail_topics(actor.person, &choice.topics, language).await?;
                } else {
                    let is_early = |row: &MailAddressRow| {
                        row.confirmed_at.is_none() && call.now < row.asked_at + ASK_AGAIN
                    };
                    if known.as_ref().is_some_and(is_early) {
                        let kind = ProblemKind::AskedBefore;
                        return Err(Problems::one(Field::MailAddress, kind).into());
                    }
                    let asked = (link.as_str(), call.now);
                    let (address, topics) = (&choice.address, &choice.topics);
                    tx.set_mail_address(actor.person, address, language, topics, asked).await?;
                    tx.ask_mail_address(actor.person, secret, call.now).await?;
                }
                tx.log(call.entry("choose", "mail_address", &[]).on(actor.person));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Nothing comes by mail any more; where nothing does, nothing changes.
    pub async fn end_mail(&self, call: &Call) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(actor.person)).await?;
                if tx.remove_mail_address(actor.person).await? {
                    tx.log(call.entry("remove", "mail_address", &[]).on(actor.person));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The address that a link asks about, for whoever has the link.
    pub async fn asked_mail_address(
        &self,
        call: &Call,
        token: &str,
    ) -> Result<MailAddressRow, ActionError> {
        let row = self.store.read().await?.find_mail_address_of_link(&digest(token)).await?;
        row.filter(|row| call.now < row.asked_at + LINK).ok_or(ActionError::NotFound)
    }

    /// The address is its owner's, who has the link.
    pub async fn confirm_mail(&self, call: &Call, token: &str) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let row = tx.find_mail_address_of_link(&digest(token)).await?;
                let row = row.filter(|row| call.now < row.asked_at + LINK);
                let person = row.ok_or(ActionError::NotFound)?.person_id;
                tx.lock(Lock::Person(person)).await?;
                let row = tx.find_mail_address_of_link(&digest(token)).await?;
                if row.is_none() || !tx.confirm_mail_address(person, call.now).await? {
                    return Err(ActionError::NotFound);
                }
                tx.log(call.entry("confirm", "mail_address", &[]).on(person));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes one mail that is to be sent now, for whoever calls this; none: nothing is due.
    pub async fn lease_mail(&self, now: DateTime<Utc>) -> Result<Option<Outgoing>, ActionError> {
        if self.store.read().await?.count_due_mails(now).await? == 0 {
            return Ok(None);
        }
        let lease = self.entropy.token();
        let held = &lease;
        let row = self
            .write_aside(|tx| {
                async move {
                    tx.lease_mail(held, now, now + LEASE).await?;
                    Ok(tx.find_leased_mail(held).await?)
                }
                .scope_boxed()
            })
            .await?;
        let Some(row) = row else { return Ok(None) };
        let mut events = Vec::new();
        if row.message.as_ref().is_some_and(is_of_a_calendar) {
            let mut conn = self.store.read().await?;
            let person = conn.find_person(row.person_id).await?;
            let party = person.ok_or(ActionError::NotFound)?.party_id;
            let (from, until) = span(now);
            events = conn.list_feed_events(party, from, until).await?;
            // What a message and a change have been written together for has one instant.
            events.retain(|event| event.changed_at == Some(row.created_at));
        }
        Ok(Some(Outgoing { lease, row, events }))
    }

    /// A mail was taken by the other side; `false`: the lease was over, and somebody else has it.
    pub async fn mail_sent(
        &self,
        now: DateTime<Utc>,
        sent: &Outgoing,
    ) -> Result<bool, ActionError> {
        let row = &sent.row;
        self.write_aside(|tx| {
            async move {
                let is_ours = tx.set_mail_sent(row.id, &sent.lease, now).await?;
                if is_ours {
                    tx.set_mail_arrived(row.person_id).await?;
                }
                Ok(is_ours)
            }
            .scope_boxed()
        })
        .await
    }

    /// A mail did not get through: it is tried again later, or given up, of which its reader hears
    /// once in the inbox.
    pub async fn mail_not_sent(
        &self,
        now: DateTime<Utc>,
        not_sent: &Outgoing,
        why: &NotSent,
    ) -> Result<(), ActionError> {
        let (row, lease) = (&not_sent.row, not_sent.lease.as_str());
        let problem = first_line(&why.problem);
        let problem = problem.as_str();
        self.write_aside(|tx| {
            async move {
                let is_stale = now - row.created_at >= STALE;
                let again = next_try(now, row.attempts).filter(|_| !why.is_final && !is_stale);
                if let Some(at) = again {
                    tx.postpone_mail(row.id, lease, at, problem).await?;
                    return Ok(());
                }
                if !tx.give_mail_up(row.id, lease, now, problem).await? {
                    return Ok(());
                }
                if tx.fail_mail_address(row.person_id, now).await? {
                    let message = Message::MailFailed { address: row.address.clone() };
                    tx.add_message(row.person_id, &message, now).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// What is to be mailed and what was given up, from one of them on, for the system administrator.
    pub async fn outbox(
        &self,
        call: &Call,
        from: Option<OutboxId>,
    ) -> Result<OutboxPage, ActionError> {
        call.allowed(|actor| actor.is(Role::SystemAdministrator))?;
        let mut conn = self.store.read().await?;
        let counts = conn.count_outbox().await?;
        let rows = conn.list_given_up_mails(from, KEYED_ASKED).await?;
        Ok(OutboxPage { counts, given_up: Keyed::of(rows, |row| row.id) })
    }

    /// Tries a mail again that was given up; one that waits or was sent stays.
    pub async fn send_mail_again(&self, call: &Call, id: OutboxId) -> Result<(), ActionError> {
        call.allowed(|actor| actor.is(Role::SystemAdministrator))?;
        self.write(|tx| {
            async move {
                if tx.send_mail_again(id, call.now).await? {
                    let roles = &[Role::SystemAdministrator];
                    tx.log(call.entry("send_again", "outbox", roles).on(id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether a message may tell of something in its reader's calendar.
fn is_of_a_calendar(message: &Message) -> bool {
    use Topic::{Lecture, Observation, Panel, Session, Training};
    matches!(message.kind().told().topic, Lecture | Observation | Panel | Session | Training)
}

/// What the other side said, as far as a page shows it.
fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(200).collect()
}

/// What the link of a form ends with: whoever does not know the form's token cannot guess it.
fn secret_of(once: &str) -> String {
    let digest = Sha256::digest(format!("mail address {once}").as_bytes());
    hex::encode(&digest[..16])
}
