//! A final by vote: the panel votes in its meeting, and the office enters what it came to.

use std::collections::BTreeMap;

use domain::{
    award_cycle::{AwardCycleState, FinalKind, RUNNERS, may_run_awards},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId},
    nomination::NominationState,
    roster::AwardCategory,
};
use store::{Conn, CycleRow, Lock, NominationRow};

use super::{conflicted, watched_cycle};
use crate::{
    ActionError, Actions, Call, error::check_revision, ranking::nominee_key, score_sheet::eligible,
    write::Scoped as _,
};

/// Those on the shortlist of one category.
#[derive(Clone, Debug)]
pub struct Finalists {
    /// Key of the category's row.
    pub id: AwardCategoryId,
    /// Which category.
    pub category: AwardCategory,
    /// Who is voted on.
    pub nominees: Vec<NominationRow>,
}

/// The votes of a final, to be entered or put right.
#[derive(Clone, Debug)]
pub struct FinalVotePage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Its categories that somebody stands for.
    pub categories: Vec<Finalists>,
    /// Judges of the panel: so many ballots there are at most.
    pub n_judges: usize,
    /// What was entered before.
    pub entered: Values,
}

impl Actions {
    /// The shortlist of a final by vote, with what was entered of it.
    pub async fn final_votes(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<FinalVotePage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// Enters the votes of a final, which ends it; what was mistyped can be put right until a tie
    /// was decided on it, or the proposal was made.
    ///
    /// Fields: `ballots_CATEGORY`, `votes_NOMINATION`, and `reference` to the minutes.
    pub async fn enter_final_votes(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = page_of(tx, call, id).await?;
                let (reference, read) = read_votes(values, &page)?;
                let because = told(&reference, &read);
                check_revision(revision, page.cycle.revision)?;
                for (category, ballots, votes) in read {
                    tx.set_final_vote(category, (ballots, &reference), &votes).await?;
                    let row = tx.find_category(category).await?.ok_or(ActionError::NotFound)?;
                    tx.touch_category(category, row.revision).await?;
                }
                let from = page.cycle.state;
                let to = AwardCycleState::Scored;
                let entry = call.entry("enter_final_votes", "award_cycle", RUNNERS).on(id);
                if from == to {
                    tx.touch_cycle(id).await?;
                    tx.log(entry.because(because));
                } else {
                    let to = from.close_final().map_err(|_| ActionError::WrongState)?;
                    if !tx.move_cycle(id, (from, page.cycle.revision), to).await? {
                        return Err(ActionError::WrongState);
                    }
                    tx.log(entry.moved(from.as_str(), to.as_str()).because(because));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// What a line of the chain says of a vote: where it is on record, and each figure, so that what was
/// put right can be read later.
fn told(reference: &str, read: &[Counted]) -> String {
    let of = |(_, ballots, votes): &Counted| {
        let votes = votes.iter().map(|(one, n)| format!("{}={n}", nominee_key(*one)));
        format!("{ballots}: {}", votes.collect::<Vec<_>>().join(" "))
    };
    let figures = read.iter().map(of).collect::<Vec<_>>().join("; ");
    format!("{reference} · {figures}")
}

async fn page_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<FinalVotePage, ActionError> {
    let actor = call.allowed(may_run_awards)?;
    let cycle = watched_cycle(conn, actor, id).await?;
    let is_open = matches!(cycle.state, AwardCycleState::FinalEvaluation | AwardCycleState::Scored);
    if cycle.final_kind != FinalKind::Vote || !is_open {
        return Err(ActionError::WrongState);
    }
    let mut nominations = eligible(conn.list_nominations(id).await?);
    nominations.retain(|one| one.state == NominationState::Shortlisted);
    // Whoever enters the votes of a category sees them all.
    if !conflicted(conn, actor, &nominations, call.today()).await?.is_empty() {
        return Err(ActionError::Forbidden);
    }
    let mut of: BTreeMap<AwardCategoryId, Vec<NominationRow>> = BTreeMap::new();
    for one in nominations {
        of.entry(one.category_id).or_default().push(one);
    }
    let (mut categories, mut entered) = (Vec::new(), Values::default());
    for (category, nominees) in of {
        if let Some((ballots, reference)) = conn.find_final_ballot(category).await? {
            entered.set(Field::Ballots.at(category), ballots.to_string());
            entered.set(Field::Reference, reference);
            // What was decided about a tie of these votes would be about others.
            if !conn.list_tie_decisions(category).await?.is_empty() {
                return Err(ActionError::WrongState);
            }
        }
        for (one, votes) in conn.list_final_votes(category).await? {
            entered.set(Field::Votes.at(one), votes.to_string());
        }
        let category_of = nominees.first().map_or(AwardCategory::Tutor, |one| one.category);
        categories.push(Finalists { id: category, category: category_of, nominees });
    }
    let n_judges = conn.list_judges(id).await?.len();
    Ok(FinalVotePage { cycle, categories, n_judges, entered })
}

/// The ballots of a category, and the votes of each nominee.
type Counted = (AwardCategoryId, i64, Vec<(NominationId, i64)>);

/// Where the vote is on record, and what it came to in each category: nobody has more votes than
/// there are ballots, nor are there more ballots than judges.
fn read_votes(values: &Values, page: &FinalVotePage) -> Result<(String, Vec<Counted>), Problems> {
    let mut reader = Reader::new(values);
    let most = i64::try_from(page.n_judges).unwrap_or(i64::MAX);
    let mut counted = Vec::new();
    for category in &page.categories {
        let ballots = reader.number(Field::Ballots.at(category.id), 1, most);
        let mut votes = Vec::new();
        for one in &category.nominees {
            let field = Field::Votes.at(one.id);
            let n = reader.number(field, 0, most);
            if n.zip(ballots).is_some_and(|(n, ballots)| n > ballots) {
                let ballots = ballots.unwrap_or_default();
                reader.problems.add(field, ProblemKind::OutOfRange(0, ballots));
            }
            votes.extend(n.map(|n| (one.id, n)));
        }
        counted.extend(ballots.map(|ballots| (category.id, ballots, votes)));
    }
    let reference = reader.text(Field::Reference, 3, LINE_MAX);
    reader.problems.or(|| Some((reference?, counted)))
}
