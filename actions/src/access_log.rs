//! The access log: sign-ins, sign-outs and what was handed out are noted, and read by the audit
//! administrator (`LAW-73`, `LAW-74`).

use chrono::TimeDelta;
use domain::{
    access_log::{Access, AccessBy, AccessKind, AccessResult, AccessThing},
    form::{Field, ProblemKind},
    id::AccessLogId,
    role::{Role, may_read_access_log},
};
use store::{AccessFilter, AccessRow, Store};

use crate::{
    ActionError, Actions, Call,
    account::account_of,
    write::{Scoped as _, Write},
};

const PAGE: usize = 100;
/// A locked name leaves one line in so many seconds for each address, however often it is tried.
const LOCKED_SECONDS: i64 = 60;

/// That a line was written about what is handed out. Nothing else makes one, and a file is sent to
/// nobody without it.
#[derive(Debug)]
pub struct Noted(());

/// A page of the access log, newest line first.
#[derive(Clone, Debug)]
pub struct AccessPage {
    /// The lines.
    pub rows: Vec<AccessRow>,
    /// The number from which older lines go on, if there are any.
    pub older: Option<AccessLogId>,
}

/// What was handed out.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Handed {
    /// Rows, or a file.
    pub(crate) kind: AccessKind,
    /// Of what.
    pub(crate) thing: AccessThing,
    /// Of which one; 0 when there is no single one.
    pub(crate) id: i64,
    /// How many rows; a file is one.
    pub(crate) n_rows: usize,
}

impl Handed {
    /// A file that somebody has sent.
    pub(crate) fn file(thing: AccessThing, id: impl Into<i64>) -> Self {
        Self { kind: AccessKind::Download, thing, id: id.into(), n_rows: 1 }
    }

    /// Rows, written as a file.
    pub(crate) fn rows(thing: AccessThing, id: impl Into<i64>, n_rows: usize) -> Self {
        Self { kind: AccessKind::Export, thing, id: id.into(), n_rows }
    }
}

impl Write {
    /// Notes what is handed out to the caller, in the first of these roles.
    pub(crate) async fn note(
        &mut self,
        call: &Call,
        roles: &[Role],
        handed: Handed,
    ) -> Result<Noted, ActionError> {
        let actor = call.actor()?;
        let mut access = line(call, handed.kind, handed.thing);
        access.by = AccessBy::Person(actor.person, actor.acting_as(roles));
        access.thing_id = handed.id;
        access.n_rows = Some(i64::try_from(handed.n_rows).unwrap_or(i64::MAX));
        self.add_access(&access).await?;
        Ok(Noted(()))
    }

    /// Notes a sign-in or a sign-out.
    pub(crate) async fn note_session(
        &mut self,
        call: &Call,
        kind: AccessKind,
        by: AccessBy,
        result: AccessResult,
    ) -> Result<(), ActionError> {
        let access = Access { by, result, ..line(call, kind, AccessThing::Account) };
        Ok(self.add_access(&access).await?)
    }
}

impl Actions {
    /// Notes what is handed out where nothing else is written.
    pub(crate) async fn note(
        &self,
        call: &Call,
        roles: &[Role],
        handed: Handed,
    ) -> Result<Noted, ActionError> {
        self.write_aside(|tx| async move { tx.note(call, roles, handed).await }.scope_boxed()).await
    }

    /// Notes that a sign-in was refused, with the account if the name is one's. What was typed is
    /// not kept: it may be a password.
    pub(crate) async fn note_refused(
        &self,
        call: &Call,
        name: &str,
        error: &ActionError,
    ) -> Result<(), ActionError> {
        let Some(result) = result_of(error) else { return Ok(()) };
        let mut conn = self.store.read().await?;
        let account = account_of(&mut conn, name).await?;
        let by = account.map_or(AccessBy::Nobody, |account| AccessBy::Account(account.id));
        let access = line(call, AccessKind::SignIn, AccessThing::Account);
        let access = &Access { by, result, ..access };
        let since = call.now - TimeDelta::seconds(LOCKED_SECONDS);
        if result == AccessResult::Locked && conn.has_same_access_since(access, since).await? {
            return Ok(());
        }
        drop(conn);
        self.write_aside(|tx| async move { Ok(tx.add_access(access).await?) }.scope_boxed()).await
    }

    /// The lines up to a number that a filter finds, for the audit administrator.
    pub async fn access_log(
        &self,
        call: &Call,
        filter: &AccessFilter,
        up_to: Option<AccessLogId>,
    ) -> Result<AccessPage, ActionError> {
        call.allowed(may_read_access_log)?;
        let mut conn = self.store.read().await?;
        let up_to = up_to.unwrap_or(AccessLogId(i64::MAX));
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
        let mut rows = conn.list_access_log(filter, up_to, limit).await?;
        let older = rows.get(PAGE).map(|row| row.id);
        rows.truncate(PAGE);
        Ok(AccessPage { rows, older })
    }
}

/// Notes what a user of the machine has done with a whole database.
pub async fn note_command(
    store: &Store,
    call: &Call,
    kind: AccessKind,
    result: AccessResult,
    n_rows: Option<i64>,
) -> Result<(), ActionError> {
    let mut tx = store.begin().await?;
    tx.add_access(&Access { result, n_rows, ..line(call, kind, AccessThing::Database) }).await?;
    // It is no line of the chain.
    Ok(tx.commit_all(Vec::new(), "").await?)
}

fn line(call: &Call, kind: AccessKind, thing: AccessThing) -> Access {
    Access {
        at: call.now,
        kind,
        result: AccessResult::Done,
        by: AccessBy::Nobody,
        thing,
        thing_id: 0,
        n_rows: None,
        client: call.client.clone(),
        route: call.route.clone(),
    }
}

/// What a refused sign-in is noted as; none if nobody has tried a password.
fn result_of(error: &ActionError) -> Option<AccessResult> {
    let problems = match error {
        ActionError::TooMany => return Some(AccessResult::Locked),
        ActionError::Invalid(problems) => problems,
        _ => return None,
    };
    match (problems.of(Field::Password), problems.of(Field::FactorCode)) {
        (Some(ProblemKind::WrongPassword), _) => Some(AccessResult::WrongPassword),
        (_, Some(ProblemKind::WrongCode | ProblemKind::Missing)) => Some(AccessResult::WrongFactor),
        _ => None,
    }
}
