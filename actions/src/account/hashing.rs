//! Hashes of passwords. Each takes much memory by design, so few are made at a time.

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use tokio::sync::Semaphore;

use crate::ActionError;

/// Compared with where there is no such account, so that both take as long: a hash of nothing that
/// anybody could type. Written down, since making one takes as long as a sign-in.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5J3Mgc2FsdCEhIQ$\
    bm9ib2R5IGhhcyB0aGlzIHBhc3N3b3JkLCBub2JvZHk";

/// Hashing of passwords, a few at a time: each takes much memory by design.
#[derive(Debug)]
pub(crate) struct Hashing {
    turns: Semaphore,
}

impl Hashing {
    pub(crate) fn new() -> Self {
        Self { turns: Semaphore::new(2) }
    }

    pub(super) async fn hash(&self, password: &str) -> Result<String, ActionError> {
        let _turn = self.turns.acquire().await.map_err(internal)?;
        let password = password.to_owned();
        tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(internal)?
    }

    /// Whether this is the password of the hash; never, and as slowly, where there is none.
    pub(super) async fn verify(
        &self,
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
    fn nobody_takes_as_much_work_as_anybody() {
        assert!(PasswordHash::new(NOBODY).is_ok());
        assert_eq!(work(NOBODY), work(&hash_now("anybody's").expect("memory suffices")));
    }
}
