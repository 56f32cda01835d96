//! One transaction for one action: what it reads, judges and writes is of one moment.

use std::ops::{Deref, DerefMut};

use domain::audit::Entry;
use scoped_futures::ScopedBoxFuture;
use store::{StoreError, Tx};

pub(crate) use scoped_futures::ScopedFutureExt as Scoped;

use crate::{ActionError, Actions};

/// How often an action is tried again that lost a deadlock.
const TRIES_AGAIN: u8 = 2;

/// A transaction with the lines that the chain gets when it is committed.
#[derive(Debug)]
pub(crate) struct Write {
    tx: Tx,
    entries: Vec<Entry>,
}

impl Write {
    /// Writes a line into the chain, after everything else has been written.
    pub(crate) fn log(&mut self, entry: Entry) {
        self.entries.push(entry);
    }
}

impl Deref for Write {
    type Target = Tx;

    fn deref(&self) -> &Tx {
        &self.tx
    }
}

impl DerefMut for Write {
    fn deref_mut(&mut self) -> &mut Tx {
        &mut self.tx
    }
}

/// A row that somebody else added at the same moment: the action looks again, and finds it.
pub(crate) fn lost_race(error: StoreError) -> ActionError {
    match error {
        StoreError::Conflict => StoreError::Deadlock.into(),
        other => other.into(),
    }
}

/// What an action does in its transaction.
pub(crate) type Action<'a, 't, T> = ScopedBoxFuture<'a, 't, Result<T, ActionError>>;

impl Actions {
    /// Runs an action in one transaction and commits it with its lines; an error undoes all of it.
    ///
    /// An action locks first, reads then, judges what it has read, and writes last. One that lost a
    /// deadlock runs again from its beginning.
    ///
    /// Pages that were kept are made anew after it, with lines or without.
    pub(crate) async fn write<'a, T: Send + 'a>(
        &'a self,
        action: impl for<'t> FnMut(&'t mut Write) -> Action<'a, 't, T> + Send,
    ) -> Result<T, ActionError> {
        self.run(action, true).await
    }

    /// The same for what stands on no page that is kept, if it leaves no line: when a session was
    /// last used, a form that waits for the sign-in, a message that was read.
    pub(crate) async fn write_aside<'a, T: Send + 'a>(
        &'a self,
        action: impl for<'t> FnMut(&'t mut Write) -> Action<'a, 't, T> + Send,
    ) -> Result<T, ActionError> {
        self.run(action, false).await
    }

    async fn run<'a, T: Send + 'a>(
        &'a self,
        mut action: impl for<'t> FnMut(&'t mut Write) -> Action<'a, 't, T> + Send,
        is_shown: bool,
    ) -> Result<T, ActionError> {
        let mut left = TRIES_AGAIN;
        loop {
            let mut write = Write { tx: self.store.begin().await?, entries: Vec::new() };
            let done = match action(&mut write).await {
                Ok(done) => self.commit(write, is_shown).await.map(|()| done),
                Err(error) => Err(error),
            };
            match done {
                Err(ActionError::Store(StoreError::Deadlock)) if left > 0 => left -= 1,
                done => return done,
            }
        }
    }

    async fn commit(&self, mut write: Write, is_shown: bool) -> Result<(), ActionError> {
        if is_shown && write.entries.is_empty() {
            write.tx.count_unlined().await?;
        }
        Ok(write.tx.commit_all(write.entries, &self.entropy.token()).await?)
    }
}
