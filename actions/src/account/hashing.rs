//! Hashes of passwords. Each takes much memory by design, so few are made at a time, and not many
//! wait for their turn.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
    time::Duration,
};

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::ActionError;

/// Compared with where there is no such account, so that both take as long: a hash of nothing that
/// anybody could type. Written down, since making one takes as long as a sign-in.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$\
    bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3JkLCBub2JvZHk";

/// So many are made at a time.
const TURNS: usize = 2;
/// So many are made or wait; who comes then is asked to come again.
const PLACES: usize = 64;
/// So long each attempt waits of an address that has failed too often, one after the other.
const SLOW: Duration = Duration::from_secs(1);
/// So many attempts of such an address wait.
const LANE: usize = 16;

/// Hashing of passwords, a few at a time: each takes much memory by design.
#[derive(Debug)]
pub(crate) struct Hashing {
    turns: Semaphore,
    places: Arc<Semaphore>,
    lanes: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
}

/// A place in the queue, until it is dropped.
#[derive(Debug)]
pub(super) struct Place(#[expect(dead_code, reason = "held, not read")] OwnedSemaphorePermit);

impl Hashing {
    pub(crate) fn new() -> Self {
        Self {
            turns: Semaphore::new(TURNS),
            places: Arc::new(Semaphore::new(PLACES)),
            lanes: Mutex::default(),
        }
    }

    /// A place in the queue, or [`ActionError::Busy`]: it has an end.
    pub(super) fn place(&self) -> Result<Place, ActionError> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        place.map(Place).map_err(|_| ActionError::Busy)
    }

    /// Waits behind every other attempt of a slowed address, and then for a moment.
    pub(super) async fn wait_in_lane(&self, client: &str) -> Result<(), ActionError> {
        let lane = self.lane(client);
        if Arc::strong_count(&lane) > LANE {
            return Err(ActionError::Busy);
        }
        let _turn = lane.lock().await;
        tokio::time::sleep(SLOW).await;
        Ok(())
    }

    /// The lane of an address; lanes in which nobody waits are given up.
    fn lane(&self, client: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut lanes = self.lanes.lock().unwrap_or_else(PoisonError::into_inner);
        lanes.retain(|_, lane| lane.strong_count() > 0);
        if let Some(lane) = lanes.get(client).and_then(Weak::upgrade) {
            return lane;
        }
        let lane = Arc::default();
        lanes.insert(client.to_owned(), Arc::downgrade(&lane));
        lane
    }

    pub(super) async fn hash(&self, _: &Place, password: &str) -> Result<String, ActionError> {
        let _turn = self.turns.acquire().await.map_err(internal)?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(internal)?
    }

    /// Whether this is the password of the hash; never, and as slowly, where there is none.
    pub(super) async fn verify(
        &self,
        _: &Place,
        password: &str,
        hash: Option<&str>,
    ) -> Result<bool, ActionError> {
        let _turn = self.turns.acquire().await.map_err(internal)?;
        let password = password.to_owned();
        let is_real = hash.is_some();
        let hash = hash.unwrap_or(NOBODY).to_owned();
        let matches = tokio::task::spawn_blocking(move || {
            PasswordHash::new(&hash).is_ok_and(|parsed| {
                Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
            })
        });
        Ok(matches.await.map_err(internal)? && is_real)
    }
}

fn hash_now(password: &str) -> Result<String, ActionError> {
    let hash = Argon2::default().hash_password(password.as_bytes()).map_err(internal)?;
    Ok(hash.to_string())
}

fn internal(error: impl std::fmt::Display) -> ActionError {
    ActionError::Internal(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a hash says of the work that it takes: everything but salt and digest, and their lengths.
    fn work(hash: &str) -> (Vec<String>, Vec<usize>) {
        let parts: Vec<&str> = hash.split('$').collect();
        let (settings, secrets) = parts.split_at(parts.len() - 2);
        let settings = settings.iter().map(|part| (*part).to_owned()).collect();
        (settings, secrets.iter().map(|part| part.len()).collect())
    }

    #[test]
    fn the_queue_has_an_end_and_a_place_is_given_back() {
        let hashing = Hashing::new();
        let places: Vec<Place> = (0..PLACES).map(|_| hashing.place().expect("a place")).collect();
        assert!(matches!(hashing.place(), Err(ActionError::Busy)));
        drop(places);
        assert!(hashing.place().is_ok());
    }

    #[tokio::test]
    async fn a_slowed_address_waits_behind_itself_alone() {
        let hashing = Hashing::new();
        let lane = hashing.lane("192.0.2.1");
        let waiting: Vec<_> = (0..LANE).map(|_| hashing.lane("192.0.2.1")).collect();
        let refused = hashing.wait_in_lane("192.0.2.1").await;
        assert!(matches!(refused, Err(ActionError::Busy)));
        let _turn = lane.lock().await;
        hashing.wait_in_lane("192.0.2.2").await.expect("another lane");
        drop(waiting);
    }

    #[test]
    fn nobody_takes_as_much_work_as_anybody() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert_eq!(work(NOBODY), work(&hash_now("anybody's").expect("memory suffices")));
    }
}
