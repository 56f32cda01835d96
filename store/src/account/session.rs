//! Sessions: who is signed in, since when, and with what.

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
    /// Which roles of these are lent, and by whom.
    pub standing_in: Vec<(Role, PersonId)>,
    /// Messages that are not read yet.
    pub n_unread: i64,
    /// Of which edition of the database all this is.
    pub edition: i64,
    /// Whether one of the grants needs a second factor that the account has not got.
    pub owes_factor: bool,
}

/// A session beside one of its person's grants, if there is one.
struct PresenceRow {
    session: SessionRow,
    n_unread: i64,
    edition: i64,
    n_owed: i64,
    role: Option<Role>,
    region_id: Option<RegionId>,
    organisation_id: Option<OrganisationId>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    principal_id: Option<PersonId>,
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
        "n_owed",
        "role",
        "region_id",
        "organisation_id",
        "starts_on",
        "ends_on",
        "principal_id",
    ];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            session: SessionRow::decode(columns)?,
            n_unread: columns.next()?,
            edition: columns.next()?,
            n_owed: columns.next()?,
            role: columns.next()?,
            region_id: columns.next()?,
            organisation_id: columns.next()?,
            starts_on: columns.next()?,
            ends_on: columns.next()?,
            principal_id: columns.next()?,
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

/// A session that runs, as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// The digest of its token.
    pub digest: String,
    /// What was signed in with, such as `Firefox · Windows`; may be empty.
    pub device: String,
    /// When it began.
    pub created_at: DateTime<Utc>,
    /// Last use, at most a minute old.
    pub touched_at: DateTime<Utc>,
}

decoded! { OwnSession: digest, device, created_at, touched_at }

/// A session to be begun.
#[derive(Clone, Copy, Debug)]
pub struct NewAccountSession<'a> {
    /// SHA-256 of its token.
    pub digest: &'a str,
    /// Whose it is.
    pub account_id: AccountId,
    /// The hash of the password that was typed for it.
    pub password_hash: &'a str,
    /// What was signed in with.
    pub device: &'a str,
    /// Now.
    pub created_at: DateTime<Utc>,
    /// End in any case.
    pub expires_at: DateTime<Utc>,
}

const ADD_SESSION: &str = "INSERT INTO account_session \
    (digest, account_id, device, created_at, touched_at, expires_at) \
    SELECT $1, id, $4, $5, $5, $6 FROM account WHERE id = $2 AND password_hash = $3";
const PRESENCE: &str = text![
    "SELECT s.account_id, p.id AS person_id, p.name, s.touched_at, s.expires_at, \
    (SELECT COUNT(*) FROM message m WHERE m.person_id = p.id AND m.read_at IS NULL) AS n_unread, (",
    edition::NUMBER,
    ") AS edition, (SELECT COUNT(*) FROM factor_demand f \
    WHERE f.role = g.role AND a.factor_secret IS NULL) AS n_owed, g.role, g.region_id, g.organisation_id, g.starts_on, \
    g.ends_on, (SELECT d.principal_id FROM deputy d WHERE d.id = g.deputy_id) AS principal_id \
    FROM account_session s JOIN account a ON a.id = s.account_id \
    JOIN person p ON p.id = a.person_id LEFT JOIN role_grant g ON g.person_id = p.id \
    AND g.starts_on <= $3 AND (g.ends_on IS NULL OR g.ends_on > $3) \
    WHERE s.digest = $1 AND s.expires_at > $2 AND p.merged_into IS NULL ORDER BY g.id"
];
const OF_PERSON: &str = "SELECT s.digest, s.device, s.created_at, s.touched_at \
    FROM account_session s JOIN account a ON a.id = s.account_id \
    WHERE a.person_id = $1 AND s.expires_at > $2 ORDER BY s.touched_at DESC, s.digest";
const SESSION_ACCOUNT: &str = "SELECT account_id FROM account_session WHERE digest = $1";
const TOUCH_SESSION: &str = "UPDATE account_session SET touched_at = $2 WHERE digest = $1";
const END_SESSION: &str = "UPDATE account_session SET expires_at = $2 \
    WHERE digest = $1 AND expires_at > $2 RETURNING account_id";
const END_ALL: &str =
    "UPDATE account_session SET expires_at = $2 WHERE account_id = $1 AND expires_at > $2";

impl Conn {
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
        let standing_in = rows.iter().filter_map(|row| row.role.zip(row.principal_id)).collect();
        let owes_factor = rows.iter().any(|row| row.n_owed > 0);
        let presence = |row: PresenceRow| {
            let PresenceRow { session, n_unread, edition, .. } = row;
            Presence { session, grants, standing_in, n_unread, edition, owes_factor }
        };
        Ok(rows.into_iter().next().map(presence))
    }

    /// The sessions of a person that run, the one used last first.
    pub async fn list_own_sessions(
        &mut self,
        person: PersonId,
        now: DateTime<Utc>,
    ) -> Result<Vec<OwnSession>, StoreError> {
        self.all(sql(OF_PERSON).bind(person).bind(now)).await
    }

    /// The account of a session, ended or not, until it is swept.
    pub async fn find_session_account(
        &mut self,
        digest: &str,
    ) -> Result<Option<AccountId>, StoreError> {
        self.one(sql(SESSION_ACCOUNT).bind(digest)).await
    }
}

impl Tx {
    /// Begins a session; `false`: the password is another one by now.
    pub async fn add_session(
        &mut self,
        session: &NewAccountSession<'_>,
    ) -> Result<bool, StoreError> {
        let s = session;
        self.is_changed(bound!(ADD_SESSION;
            s.digest, s.account_id, s.password_hash, s.device, s.created_at, s.expires_at))
            .await
    }

    /// Notes the last use of a session.
    pub async fn touch_session(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        self.run(sql(TOUCH_SESSION).bind(digest).bind(now)).await
    }

    /// Ends a session; whose it was, which stays known until it is swept. None if it did not run.
    pub async fn end_session(
        &mut self,
        digest: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<AccountId>, StoreError> {
        self.one(sql(END_SESSION).bind(digest).bind(now)).await
    }

    /// Ends every session of an account; whose they were stays known until they are swept.
    /// `false`: none ran.
    pub async fn end_sessions_of(
        &mut self,
        account: AccountId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        Ok(self.changed(sql(END_ALL).bind(account).bind(now)).await? > 0)
    }
}
