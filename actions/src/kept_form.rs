//! A form that was sent after the session had ended is kept: sealed, for that account alone, and
//! shown again after the next sign-in.
//!
//! The key is the browser's token; the database has only its digest. So neither the database alone
//! nor somebody else who signs in at the same browser can read what was typed.

use chacha20poly1305::{
    ChaCha20Poly1305, KeyInit as _,
    aead::{Aead as _, Payload},
};
use domain::{form::Values, id::AccountId};
use sha2::{Digest as _, Sha256};
use store::KeptFormRow;

use crate::{ActionError, Actions, Call, account::digest, write::Scoped as _};

/// So many forms of one account are kept beside the newest.
const BESIDE: i64 = 2;

/// What was typed on a page, and not yet accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptForm {
    /// Path and query of the page with the form.
    pub page: String,
    /// What was typed.
    pub values: Values,
}

impl Actions {
    /// Whether a token is that of a session that is still known, also of one that has ended.
    pub async fn had_session(&self, session: &str) -> Result<bool, ActionError> {
        let account = self.store.read().await?.find_session_account(&digest(session)).await?;
        Ok(account.is_some())
    }

    /// Keeps a form for the account of an ended session; gives the token that opens it. Of one
    /// account the newest three are kept.
    ///
    /// Without a session that is still known, nothing is kept. Passwords never are.
    pub async fn keep_form(
        &self,
        call: &Call,
        session: &str,
        form: KeptForm,
    ) -> Result<Option<String>, ActionError> {
        let account = self.store.read().await?.find_session_account(&digest(session)).await?;
        let Some(account_id) = account else { return Ok(None) };
        let token = self.entropy.token();
        let sealed = seal(&token, account_id, &write(&form.values.without_secrets()))?;
        let row = KeptFormRow {
            digest: digest(&token),
            account_id,
            page: form.page,
            sealed,
            created_at: call.now,
        };
        let row = &row;
        self.write_aside(|tx| {
            async move {
                tx.add_kept_form(row).await?;
                Ok(tx.keep_newest_forms(row.account_id, &row.digest, BESIDE).await?)
            }
            .scope_boxed()
        })
        .await?;
        Ok(Some(token))
    }

    /// The kept form of a token, if it is the caller's.
    pub async fn kept_form(
        &self,
        call: &Call,
        token: &str,
    ) -> Result<Option<KeptForm>, ActionError> {
        let actor = call.actor()?;
        let found = self.store.read().await?.find_kept_form(&digest(token), actor.person).await?;
        Ok(found.and_then(|row| {
            let text = open(token, row.account_id, &row.sealed)?;
            let values = form_urlencoded::parse(text.as_bytes()).into_owned().collect();
            Some(KeptForm { page: row.page, values })
        }))
    }
}

fn write(values: &Values) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(values.iter()).finish()
}

/// Each token seals once, so the nonce may always be the same.
fn cipher(token: &str) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&Sha256::digest(format!("kept form {token}").as_bytes()))
}

fn seal(token: &str, account: AccountId, plain: &str) -> Result<Vec<u8>, ActionError> {
    let payload = Payload { msg: plain.as_bytes(), aad: &account.0.to_be_bytes() };
    let sealed = cipher(token).encrypt(&[0; 12].into(), payload);
    sealed.map_err(|error| ActionError::Internal(error.to_string()))
}

fn open(token: &str, account: AccountId, sealed: &[u8]) -> Option<String> {
    let payload = Payload { msg: sealed, aad: &account.0.to_be_bytes() };
    String::from_utf8(cipher(token).decrypt(&[0; 12].into(), payload).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use domain::form::Field;

    use super::*;

    #[test]
    fn only_token_and_account_together_open_a_form() {
        let sealed = seal("token", AccountId(7), "title=潮汐").unwrap();
        assert!(!sealed.windows(5).any(|part| part == b"title"));
        assert_eq!(open("token", AccountId(7), &sealed).as_deref(), Some("title=潮汐"));
        assert_eq!(open("other", AccountId(7), &sealed), None);
        assert_eq!(open("token", AccountId(8), &sealed), None);
    }

    #[test]
    fn a_form_is_written_and_read_whole() {
        let values = Values::default()
            .with(Field::Title, "1&2")
            .with(Field::Title, "三")
            .with(Field::Summary, "");
        let again: Values =
            form_urlencoded::parse(write(&values).as_bytes()).into_owned().collect();
        assert_eq!(again, values);
    }
}
