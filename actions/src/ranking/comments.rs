//! What judges have written about the nominees of a category, for who runs, decides and supervises.

use domain::{
    award_cycle::may_watch_awards,
    id::{AwardCategoryId, NominationId},
    roster::AwardCategory,
};
use store::{CommentRow, CycleRow};

use crate::{
    ActionError, Actions, Call,
    award_cycle::{conflicted, watched_cycle},
    score_sheet::eligible,
};

/// A nominee with what was written.
#[derive(Clone, Debug)]
pub struct CommentedNominee {
    /// The nomination.
    pub id: NominationId,
    /// Name.
    pub name: String,
    /// Nominated by.
    pub unit_name: String,
    /// By stage and seat; nobody who judges is named.
    pub comments: Vec<CommentRow>,
}

/// What judges have written about the nominees of a category.
#[derive(Clone, Debug)]
pub struct CommentsPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Key of the category's row.
    pub category_id: AwardCategoryId,
    /// Which category.
    pub category: AwardCategory,
    /// Those of whom something was written.
    pub nominees: Vec<CommentedNominee>,
}

impl Actions {
    /// What judges have written, once scoring is closed; like the ranking closed to everybody in
    /// conflict with one of the nominees (`AWD-12`).
    pub async fn judges_comments(
        &self,
        call: &Call,
        category: AwardCategoryId,
    ) -> Result<CommentsPage, ActionError> {
        let actor = call.allowed(may_watch_awards)?;
        let mut conn = self.store.read().await?;
        let row = conn.find_category(category).await?.ok_or(ActionError::NotFound)?;
        let cycle = watched_cycle(&mut conn, actor, row.cycle_id).await?;
        if !cycle.state.shows_ranking() {
            return Err(ActionError::WrongState);
        }
        let nominations = eligible(conn.list_nominations_in(category).await?);
        if !conflicted(&mut conn, actor, &nominations, call.today()).await?.is_empty() {
            return Err(ActionError::Forbidden);
        }
        let all = conn.list_category_comments(category).await?;
        let commented = nominations.into_iter().map(|one| CommentedNominee {
            id: one.id,
            name: one.name,
            unit_name: one.unit_name,
            comments: all.iter().filter(|row| row.nomination_id == one.id).cloned().collect(),
        });
        let nominees = commented.filter(|one| !one.comments.is_empty()).collect();
        Ok(CommentsPage { cycle, category_id: category, category: row.category, nominees })
    }
}
