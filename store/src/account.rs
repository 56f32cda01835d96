//! Accounts, sessions and failed attempts to sign in.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    id::{AccountId, OrganisationId, PersonId, RegionId},
    role::{Grant, Role},
};

use crate::{
    Conn, StoreError, Tx, edition,
    grant::scope,
    row::{Columns, Decoded, decoded},
    statement::{bound, sql, text},
};

/// A sign-in as it is stored.
#[derive(Clone, Debug)]
pub struct Account {
    /// Key.
    pub id: AccountId,
    /// Whose it is.
    pub person_id: PersonId,
    /// The name typed at sign-in.
    pub sign_in_name: String,
    /// Argon2 string; none before activation.
    pub password_hash: Option<String>,
}

decoded! { Account: id, person_id, sign_in_name, password_hash }

/// An account to be written.
#[derive(Clone, Debug)]
pub struct NewAccount<'a> {
    /// Whose it is.
    pub person_id: PersonId,
    /// The name typed at sign-in.
    pub sign_in_name: &'a str,
    /// Argon2 string, if there is a password already.
    pub password_hash: Option<&'a str>,
    /// SHA-256 of the activation code.
    pub activation_digest: Option<&'a str>,
    /// Until then the code is good.
    pub activation_until: Option<DateTime<Utc>>,
    /// Now.
    pub created_at: DateTime<Utc>,
}

/// A signed-in session with its person.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// The account.
    pub account_id: AccountId,
    /// The person.
    pub person_id: PersonId,
    /// The person's name.
    pub name: String,
    /// Last use, at most a minute old.
    pub touched_at: DateTime<Utc>,
    /// End in any case.
    pub expires_at: DateTime<Utc>,
}

decoded! { SessionRow: account_id, person_id, name, touched_at, expires_at }

/// Who a session belongs to, with everything that each page asks.
#[derive(Clone, Debug)]
pub struct Presence {
    /// The session.
    pub session: SessionRow,
    /// The grants that hold.
    pub grants: Vec<Grant>,
    /// Messages that are not read yet.
    pub n_unread: i64,
    /// Of which edition of the database all this is.
    pub edition: i64,
}

/// A session beside one of its person's grants, if there is one.
struct PresenceRow {
    session: SessionRow,
    n_unread: i64,
    edition: i64,
    role: Option<Role>,
    region_id: Option<RegionId>,
    organisation_id: Option<OrganisationId>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
}

impl Decoded for PresenceRow {
    const COLUMNS: &'static [&'static str] = &[
        "account_id",
        "person_id",
        "name",
        "touched_at",
        "expires_at",
        "n_unread",
        "edition",
        "role",
        "region_id",
        "organisation_id",
        "starts_on",
        "ends_on",
    ];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            session: SessionRow::decode(columns)?,
            n_unread: columns.next()?,
            edition: columns.next()?,
            role: columns.next()?,
            region_id: columns.next()?,
            organisation_id: columns.next()?,
            starts_on: columns.next()?,
            ends_on: columns.next()?,
        })
    }
}

impl PresenceRow {
    fn grant(&self) -> Option<Grant> {
        let (role, starts_on) = self.role.zip(self.starts_on)?;
        let scope = scope(self.region_id, self.organisation_id);
        Some(Grant { role, scope, starts_on, ends_on: self.ends_on })
    }
}

const COLUMNS: &str = "SELECT id, person_id, sign_in_name, password_hash FROM account ";
const BY_NAME: &str = text![COLUMNS, "WHERE sign_in_name = $1"];
const BY_PERSON: &str = text![COLUMNS, "WHERE person_id = $1"];
const BY_ACTIVATION: &str = text![
    COLUMNS,
    "WHERE activation_digest = $1 AND activation_until > $2 ",
    "AND person_id NOT IN (SELECT id FROM person WHERE merged_into IS NOT NULL)"
];
const ADD: &str = "INSERT INTO account (person_id, sign_in_name, password_hash, \
    activation_digest, activation_until, created_at) VALUES ($1, $2, $3, $4, $5, $6) \
    RETURNING id";
const SET_PASSWORD: &str = "UPDATE account SET password_hash = $2, \
    activation_digest = NULL, activation_until = NULL WHERE id = $1";
const USE_ACTIVATION: &str = "UPDATE account SET password_hash = $3, \
    activation_digest = NULL, activation_until = NULL \
    WHERE activation_digest = $1 AND activation_until > $2 RETURNING id";
const SET_ACTIVATION: &str =
    "UPDATE account SET activation_digest = $2, activation_until = $3 WHERE id = $1";
const FIRST: &str = "SELECT id FROM account WHERE id > 0 ORDER BY id LIMIT 1";
const ADD_SESSION: &str = "INSERT INTO account_session \
    (digest, account_id, created_at, touched_at, expires_at) VALUES ($1, $2, $3, $3, $4)";
const PRESENCE: &str = text![
    "SELECT s.account_id, p.id AS person_id, p.name, s.touched_at, s.expires_at, \
    (SELECT COUNT(*) FROM message m WHERE m.person_id = p.id AND m.read_at IS NULL) AS n_unread, (",
    edition::NUMBER,
    ") AS edition, g.role, g.region_id, g.organisation_id, g.starts_on, \
    g.ends_on FROM account_session s JOIN account a ON a.id = s.account_id \
    JOIN person p ON p.id = a.person_id LEFT JOIN role_grant g ON g.person_id = p.id \
    AND g.starts_on <= $3 AND (g.ends_on IS NULL OR g.ends_on > $3) \
    WHERE s.digest = $1 AND s.expires_at > $2 AND p.merged_into IS NULL ORDER BY g.id"
];
const SESSION_ACCOUNT: &str = "SELECT account_id FROM account_session WHERE digest = $1";
const TOUCH_SESSION: &str = "UPDATE account_session SET touched_at = $2 WHERE digest = $1";
const END_SESSION: &str =
    "UPDATE account_session SET expires_at = $2 WHERE digest = $1 AND expires_at > $2";
const END_ALL: &str =
    "UPDATE account_session SET expires_at = $2 WHERE account_id = $1 AND expires_at > $2";
const END_EXPIRED: &str = "DELETE FROM account_session WHERE expires_at <= $1";
const IS_EXPIRED: &str = "SELECT COUNT(*) FROM (SELECT 1 FROM account_session \
    WHERE expires_at <= $1 UNION ALL SELECT 1 FROM sign_in_attempt WHERE at <= $1 LIMIT 1) AS due";
const ADD_ATTEMPT: &str = "INSERT INTO sign_in_attempt (source, at) VALUES ($1, $2)";
const COUNT_ATTEMPTS: &str = "SELECT COUNT(*) FROM sign_in_attempt WHERE source = $1 AND at > $2";
const FORGIVE: &str = "DELETE FROM sign_in_attempt WHERE source = $1";
const FORGET_ATTEMPTS: &str = "DELETE FROM sign_in_attempt WHERE at <= $1";

impl Conn {
    /// Whether there are sessions or attempts that ended before an instant.
    pub async fn has_session_due(&mut self, before: DateTime<Utc>) -> Result<bool, StoreError> {
        let n: i64 = self.only(sql(IS_EXPIRED).bind(before)).await?;
        Ok(n > 0)
    }

    /// The account of a sign-in name.
    pub async fn find_account(&mut self, name: &str) -> Result<Option<Account>, StoreError> {
        self.one(sql(BY_NAME).bind(name)).await
    }

    /// The account of a person.
    pub async fn find_account_of(
        &mut self,
        person: PersonId,
    ) -> Result<Option<Account>, StoreError> {
        self.one(sql(BY_PERSON).bind(person)).await
    }

    /// The account that an activation code is for, while the code is good.
    pub async fn find_activation(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<Account>, StoreError> {
        self.one(sql(BY_ACTIVATION).bind(digest).bind(now)).await
    }

    /// Whether anybody has an account.
    pub async fn has_accounts(&mut self) -> Result<bool, StoreError> {
        let first: Option<i64> = self.one(sql(FIRST)).await?;
        Ok(first.is_some())
    }

    /// A session that has not reached its end, with the grants of its person that hold on a day.
    pub async fn find_presence(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
        day: NaiveDate,
    ) -> Result<Option<Presence>, StoreError> {
        let rows: Vec<PresenceRow> =
            self.all(sql(PRESENCE).bind(digest).bind(now).bind(day)).await?;
        let grants = rows.iter().filter_map(PresenceRow::grant).collect();
        let presence = |row: PresenceRow| {
            let PresenceRow { session, n_unread, edition, .. } = row;
            Presence { session, grants, n_unread, edition }
        };
        Ok(rows.into_iter().next().map(presence))
    }

    /// The account of a session, ended or not, until it is swept.
    pub async fn find_session_account(
        &mut self,
        digest: &str,
    ) -> Result<Option<AccountId>, StoreError> {
        self.one(sql(SESSION_ACCOUNT).bind(digest)).await
    }

    /// Failed attempts from a source since an instant.
    pub async fn count_attempts(
        &mut self,
        source: &str,
        since: DateTime<Utc>,
    ) -> Result<i64, StoreError> {
        self.only(sql(COUNT_ATTEMPTS).bind(source).bind(since)).await
    }
}

impl Tx {
    /// Adds an account.
    pub async fn add_account(&mut self, account: &NewAccount<'_>) -> Result<AccountId, StoreError> {
        let a = account;
        self.only(bound!(ADD;
            a.person_id, a.sign_in_name, a.password_hash, a.activation_digest,
            a.activation_until, a.created_at))
            .await
    }

    /// Sets a password; activation code and lock are gone with it.
    pub async fn set_password(&mut self, account: AccountId, hash: &str) -> Result<(), StoreError> {
        self.run(sql(SET_PASSWORD).bind(account).bind(hash)).await
    }

    /// Sets a password by its code, which is used up with it; `None`: the code is good no more.
    pub async fn use_activation(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
        hash: &str,
    ) -> Result<Option<AccountId>, StoreError> {
        self.one(sql(USE_ACTIVATION).bind(digest).bind(now).bind(hash)).await
    }

    /// Sets the one code with which the password can be set.
    pub async fn set_activation(
        &mut self,
        account: AccountId,
        digest: &str,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(SET_ACTIVATION).bind(account).bind(digest).bind(until)).await
    }

    /// Notes a failed attempt.
    pub async fn add_attempt(&mut self, source: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
        self.run(sql(ADD_ATTEMPT).bind(source).bind(at)).await
    }

    /// Forgets the failed attempts of a source.
    pub async fn remove_attempts(&mut self, source: &str) -> Result<(), StoreError> {
        self.run(sql(FORGIVE).bind(source)).await
    }

    /// Begins a session.
    pub async fn add_session(
        &mut self,
        digest: &str,
        account: AccountId,
        now: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(ADD_SESSION).bind(digest).bind(account).bind(now).bind(expires_at)).await
    }

    /// Notes the last use of a session.
    pub async fn touch_session(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(TOUCH_SESSION).bind(digest).bind(now)).await
    }

    /// Ends a session; whose it was stays known until it is swept.
    pub async fn end_session(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(END_SESSION).bind(digest).bind(now)).await
    }

    /// Ends every session of an account; whose they were stays known until they are swept.
    pub async fn end_sessions_of(
        &mut self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(END_ALL).bind(account).bind(now)).await
    }

    /// Sweeps sessions and attempts that ended before an instant.
    pub async fn sweep_sessions(&mut self, before: DateTime<Utc>) -> Result<(), StoreError> {
        self.run(sql(END_EXPIRED).bind(before)).await?;
        self.run(sql(FORGET_ATTEMPTS).bind(before)).await
    }
}
