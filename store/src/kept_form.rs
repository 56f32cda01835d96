//! Forms that were sent after the session had ended.

use chrono::{DateTime, Utc};

use crate::{
    Conn, StoreError, Tx,
    row::decoded,
    statement::{bound, sql},
};
use domain::id::{AccountId, PersonId};

/// A sealed form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFormRow {
    /// SHA-256 of the browser's token.
    pub digest: String,
    /// The account that may open it.
    pub account_id: AccountId,
    /// The page that had the form.
    pub page: String,
    /// What was typed, sealed.
    pub sealed: Vec<u8>,
    /// When it was sent.
    pub created_at: DateTime<Utc>,
}

decoded! { KeptFormRow: digest, account_id, page, sealed, created_at }

const ADD: &str = "INSERT INTO sealed_form (digest, account_id, page, sealed, created_at) \
    VALUES ($1, $2, $3, $4, $5)";
const FIND: &str = "SELECT f.digest, f.account_id, f.page, f.sealed, f.created_at \
    FROM sealed_form f JOIN account a ON a.id = f.account_id \
    WHERE f.digest = $1 AND a.person_id = $2";
const NEWEST: &str = "DELETE FROM sealed_form WHERE account_id = $1 AND digest <> $2 AND digest NOT IN \
    (SELECT digest FROM sealed_form WHERE account_id = $1 AND digest <> $2 \
    ORDER BY created_at DESC, digest LIMIT $3)";

impl Conn {
    /// A sealed form of a person's account.
    pub async fn find_kept_form(
        &mut self,
        digest: &str,
        person: PersonId,
    ) -> Result<Option<KeptFormRow>, StoreError> {
        self.one(sql(FIND).bind(digest).bind(person)).await
    }
}

impl Tx {
    /// Adds a sealed form.
    pub async fn add_kept_form(&mut self, form: &KeptFormRow) -> Result<(), StoreError> {
        self.run(bound!(ADD;
            &form.digest, form.account_id, &form.page, &form.sealed, form.created_at))
            .await
    }

    /// Of an account's forms removes all but one and so many beside it, the newest.
    pub async fn keep_newest_forms(
        &mut self,
        account: AccountId,
        digest: &str,
        beside: i64,
    ) -> Result<(), StoreError> {
        self.run(sql(NEWEST).bind(account).bind(digest).bind(beside)).await
    }
}
