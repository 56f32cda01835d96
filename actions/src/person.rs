//! Looking people up, within one's own regions.

use domain::{
    grant::may_keep_grants,
    id::PersonId,
    role::{PEOPLE_READERS, may_read_people},
};
use store::PersonRow;

use crate::{ActionError, Actions, Call, write::Scoped as _};

const PAGE: i64 = 50;

/// A page of people.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    /// The people.
    pub rows: Vec<PersonRow>,
    /// Number of the page, from 1.
    pub page: i64,
    /// Whether there are more.
    pub has_more: bool,
    /// For who keeps grants: people whose roles exclude each other (`LAW-72`).
    pub excluded: Vec<(PersonId, String)>,
}

impl Actions {
    /// People found by name, pinyin or initials, within the caller's scope.
    pub async fn people(
        &self,
        call: &Call,
        query: &str,
        page: i64,
    ) -> Result<PeoplePage, ActionError> {
        let actor = call.allowed(may_read_people)?;
        let reach = actor.reach(PEOPLE_READERS);
        let page = page.clamp(1, 10_000);
        let query: String = query.chars().take(60).collect();
        let mut conn = self.store.read().await?;
        let mut rows = conn.list_people_found(&query, &reach, (page - 1) * PAGE, PAGE + 1).await?;
        let has_more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        rows.truncate(usize::try_from(PAGE).unwrap_or(usize::MAX));
        let excluded = if may_keep_grants(actor) {
            conn.list_excluded(call.today()).await?
        } else {
            Vec::new()
        };
        Ok(PeoplePage { rows, page, has_more, excluded })
    }

    /// Makes the keys by which people are found anew, where an older program made them: some people
    /// at a time, so that nobody waits for all. Gives how many they were.
    pub async fn renew_search(&self) -> Result<usize, ActionError> {
        let mut all = 0;
        while self.store.read().await?.is_search_old().await? {
            all +=
                self.write(|tx| async move { Ok(tx.renew_search().await?) }.scope_boxed()).await?;
        }
        Ok(all)
    }
}
