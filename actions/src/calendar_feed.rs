//! A calendar that leaves the house: an address that nobody guesses, for programs that do not sign in.
//! Of the address the digest alone is kept; it is seen once, made anew, and revoked.

use chrono::{DateTime, Utc};
use domain::{calendar_feed::span, form::Once, language::Language};
use sha2::{Digest as _, Sha256};
use store::{FeedEventRow, Lock};

use crate::{
    ActionError, Actions, Call, Task, account::digest, grant::actor_of, write::Scoped as _,
};

/// The own calendar's address, as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CalendarFeedPage {
    /// Since when there is one that holds, and its language; none: there is none.
    pub live: Option<(DateTime<Utc>, Language)>,
}

/// A calendar for a program elsewhere.
#[derive(Clone, Debug)]
pub struct CalendarFeed {
    /// In which language.
    pub language: Language,
    /// The person's name.
    pub name: String,
    /// The events by time, also those that were called off.
    pub events: Vec<FeedEventRow>,
    /// What has a deadline, by deadline.
    pub tasks: Vec<(DateTime<Utc>, Task)>,
}

impl Actions {
    /// Whether the own calendar has an address.
    pub async fn calendar_feed_page(&self, call: &Call) -> Result<CalendarFeedPage, ActionError> {
        let actor = call.actor()?;
        let feed = self.store.read().await?.find_calendar_feed(actor.person).await?;
        Ok(CalendarFeedPage { live: feed.map(|feed| (feed.created_at, feed.language)) })
    }

    /// Gives the own calendar an address, and revokes the one before; gives what the address ends
    /// with. The same form sent again gives the same.
    pub async fn make_calendar_feed(
        &self,
        call: &Call,
        language: Language,
        once: &Once,
    ) -> Result<String, ActionError> {
        let actor = call.actor()?;
        let token = token_of(once.token()?);
        let link = &digest(&token);
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(actor.person)).await?;
                let live = tx.find_calendar_feed(actor.person).await?;
                if live.is_some_and(|live| live.link_digest == *link) {
                    return Ok(());
                }
                tx.revoke_calendar_feed(actor.person, call.now).await?;
                let id = tx.add_calendar_feed(actor.person, link, language, call.now).await;
                // A form of before, whose address was revoked since, makes no second one of it.
                let id = id.map_err(|error| match error {
                    store::StoreError::Conflict => ActionError::SentBefore,
                    other => other.into(),
                })?;
                tx.log(call.entry("make", "calendar_feed", &[]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
        Ok(token)
    }

    /// The address of the own calendar holds no more; where there is none, nothing changes.
    pub async fn revoke_calendar_feed(&self, call: &Call) -> Result<(), ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(actor.person)).await?;
                let Some(live) = tx.find_calendar_feed(actor.person).await? else { return Ok(()) };
                tx.revoke_calendar_feed(actor.person, call.now).await?;
                tx.log(call.entry("revoke", "calendar_feed", &[]).on(live.id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The calendar of an address: every commitment of the person, and what has a deadline.
    pub async fn calendar_feed(
        &self,
        call: &Call,
        token: &str,
    ) -> Result<CalendarFeed, ActionError> {
        let mut conn = self.store.read().await?;
        let feed = conn.find_calendar_feed_by_link(&digest(token)).await?;
        let feed = feed.ok_or(ActionError::NotFound)?;
        let person = conn.find_person(feed.person_id).await?.ok_or(ActionError::NotFound)?;
        let (from, until) = span(call.now);
        let events = conn.list_feed_events(person.party_id, from, until).await?;
        let actor = actor_of(&mut conn, call, feed.person_id, person.name.clone()).await?;
        drop(conn);
        let own = Call { actor: Some(actor), ..call.clone() };
        let desk = self.desk(&own).await?;
        let with_deadline = |task: Task| Some((task.deadline()?, task));
        let mut tasks: Vec<_> =
            desk.to_do.into_iter().chain(desk.ahead).filter_map(with_deadline).collect();
        tasks.sort_by_key(|(due, _)| *due);
        Ok(CalendarFeed { language: feed.language, name: person.name, events, tasks })
    }
}

/// What the address of a form ends with: whoever does not know the form's token, which is kept
/// nowhere, cannot guess it.
fn token_of(once: &str) -> String {
    let digest = Sha256::digest(format!("calendar feed {once}").as_bytes());
    hex::encode(&digest[..16])
}
