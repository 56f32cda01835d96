//! The sweep: what has been held long enough goes, class by class (`LAW-09`).

use chrono::{DateTime, Utc};
use domain::{
    data_class::{DataClass, RETENTION, Retention},
    rulebook::Rulebook,
};

use crate::{ActionError, Actions, Call, write::Scoped as _};

/// So many rows of a table go in one transaction: others write meanwhile.
const AT_ONCE: i64 = 500;
/// So many transactions of a class in one turn; the rest comes with the next.
const ROUNDS: usize = 40;

impl Actions {
    /// Sweeps what has been held long enough, and gives how much of which class. Run from time to
    /// time by the program.
    pub async fn sweep(&self, now: DateTime<Utc>) -> Result<Vec<(DataClass, u64)>, ActionError> {
        let rules = self.store.read().await?.rulebook(crate::local_date(now)).await?;
        self.note_contacts(now).await?;
        let mut swept = Vec::new();
        for row in RETENTION {
            let Some(before) = row.before(now, &rules) else { continue };
            let n = self.sweep_class(row, before, now).await?;
            if n > 0 {
                swept.push((row.class, n));
            }
        }
        Ok(swept)
    }

    /// The numbers that the table of what is held depends on.
    pub async fn retention_rules(&self, call: &Call) -> Result<Rulebook, ActionError> {
        Ok(self.store.read().await?.rulebook(call.today()).await?)
    }

    /// Notes since when contacts stand here that have no date of their own.
    async fn note_contacts(&self, now: DateTime<Utc>) -> Result<(), ActionError> {
        for _ in 0..ROUNDS {
            if !self.store.read().await?.has_unnoted_contacts().await? {
                break;
            }
            self.write_aside(|tx| {
                async move { Ok(tx.note_contacts(now, AT_ONCE).await?) }.scope_boxed()
            })
            .await?;
        }
        Ok(())
    }

    async fn sweep_class(
        &self,
        row: &Retention,
        before: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<u64, ActionError> {
        let mut n = 0;
        for _ in 0..ROUNDS {
            if !self.store.read().await?.has_swept_due(row.class, before).await? {
                break;
            }
            let (swept, files) = if row.is_logged() {
                self.write(|tx| sweep_once(tx, row, before, now).scope_boxed()).await?
            } else {
                self.write_aside(|tx| sweep_once(tx, row, before, now).scope_boxed()).await?
            };
            n += swept;
            self.remove_files(&files).await?;
        }
        Ok(n)
    }

    /// Removes contents that nobody has any more; another file of the same content keeps it.
    async fn remove_files(&self, digests: &[String]) -> Result<(), ActionError> {
        for digest in digests {
            if !self.store.read().await?.is_file_needed(digest).await? {
                self.files.remove(digest).await?;
            }
        }
        Ok(())
    }
}

/// One transaction of a sweep: how many rows, and which files have lost their rows. The chain and
/// the table of counts get numbers, and no names.
async fn sweep_once(
    tx: &mut crate::write::Write,
    row: &Retention,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(u64, Vec<String>), ActionError> {
    let files = tx.list_due_files(row.class, before, AT_ONCE).await?;
    let swept = tx.sweep(row.class, before, AT_ONCE).await?;
    let n = i64::try_from(swept).unwrap_or(i64::MAX);
    tx.count_swept(crate::local_date(now), row.class, n).await?;
    if row.is_logged() && swept > 0 {
        let call = Call::anonymous(now, "");
        let entry = call.entry("sweep", "data_class", &[]).on(n);
        tx.log(entry.moved(row.class.as_str(), ""));
    }
    Ok((swept, files))
}
