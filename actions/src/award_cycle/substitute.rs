//! A substitute judge, where recusals leave a nominee fewer than five who may score (`AWD-11`).
//!
//! People draw the substitute; the program keeps who it is and where the draw is on record.

use std::collections::HashSet;

use domain::{
    award_cycle::{AwardCycleState, JUDGES_MIN, RUNNERS, may_run_awards},
    form::{LINE_MAX, ProblemKind, Reader, Values},
    nomination::Relation,
};
use store::{CycleRow, JudgeRow, NominationRow, PersonRow, RelationRow};

use super::{conflicted, hold};
use crate::{ActionError, Actions, Call, score_sheet::eligible};

/// A nominee whom too few judges may score.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortNominee {
    /// Name.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Judges who are not recused.
    pub n_judges: usize,
}

/// What the drawing of a substitute needs.
#[derive(Clone, Debug)]
pub struct SubstitutePage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Nominees whom fewer than five judges may score; not those that the caller may not see.
    pub short: Vec<ShortNominee>,
    /// Who could be drawn: judges without a seat in this cycle.
    pub choices: Vec<PersonRow>,
}

impl Actions {
    /// The nominees that need a substitute judge, and who could be drawn.
    pub async fn substitutes(&self, call: &Call, id: i64) -> Result<SubstitutePage, ActionError> {
        let actor = call.allowed(may_run_awards)?;
        let mut choices = self.judge_choices(call).await?;
        let mut conn = self.store.read().await?;
        let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
        if cycle.state != AwardCycleState::PreliminaryEvaluation {
            return Err(ActionError::WrongState);
        }
        let judges = conn.list_judges(id).await?;
        choices.retain(|person| judges.iter().all(|judge| judge.person_id != person.id));
        let mut nominations = eligible(conn.list_nominations(id).await?);
        let hidden = conflicted(&mut conn, actor, &nominations, call.today()).await?;
        nominations.retain(|one| !hidden.contains(&one.id));
        let relations = conn.list_relations(id).await?;
        let short = short(&nominations, &judges, &relations);
        Ok(SubstitutePage { cycle, short, choices })
    }

    /// Seats a substitute who was drawn, in the next free seat.
    ///
    /// Fields: `substitute` (a person) and `reference` to the record of the draw. The same form
    /// sent again seats nobody twice.
    pub async fn seat_substitute(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let page = self.substitutes(call, id).await?;
        let mut reader = Reader::new(values);
        let person = reader.choice("substitute", |text| {
            let id = text.parse::<i64>().ok()?;
            page.choices.iter().any(|person| person.id == id).then_some(id)
        });
        let reference = reader.text("reference", 3, LINE_MAX);
        if page.short.is_empty() {
            reader.problems.add("substitute", ProblemKind::NotNeeded);
        }
        let (person, reference) = reader.problems.or(|| Some((person?, reference?)))?;
        let mut tx = self.store.begin().await?;
        hold(&mut tx, id, AwardCycleState::PreliminaryEvaluation).await?;
        tx.add_judge(id, person).await.map_err(|error| match error {
            store::StoreError::Conflict => ActionError::Stale,
            other => other.into(),
        })?;
        let entry = call.entry("seat_substitute", "award_cycle", RUNNERS).on(id);
        Ok(tx.commit(entry.because(reference), &self.entropy.token()).await?)
    }
}

/// The nominees whom fewer than five of these judges may score.
pub(super) fn short(
    nominations: &[NominationRow],
    judges: &[JudgeRow],
    relations: &[RelationRow],
) -> Vec<ShortNominee> {
    let recused: HashSet<(i64, i64)> = relations
        .iter()
        .filter(|row| Relation::parse(&row.kind) != Some(Relation(None)))
        .map(|row| (row.nomination_id, row.person_id))
        .collect();
    let n_judges = |one: &NominationRow| {
        judges.iter().filter(|judge| !recused.contains(&(one.id, judge.person_id))).count()
    };
    nominations
        .iter()
        .map(|one| ShortNominee {
            name: one.name.clone(),
            workplace: one.workplace.clone(),
            n_judges: n_judges(one),
        })
        .filter(|one| one.n_judges < JUDGES_MIN)
        .collect()
}
