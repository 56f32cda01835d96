//! A substitute judge, where recusals leave a nominee fewer than five who may score, or a judge cannot
//! go on (`AWD-11`).
//!
//! The program draws by a seed that nobody can choose, from everybody who may judge and can come, and
//! keeps seed and pool: whoever has both draws the same person again.

use domain::{
    award_cycle::{RUNNERS, may_run_awards},
    form::{Field, LINE_MAX, ProblemKind, Problems, REASON_MIN, Reader, Revision, Values},
    id::{AwardCycleId, PersonId},
    inbox::Message,
    record::Kind,
    role::Role,
};
use sha2::{Digest as _, Sha256};
use store::{
    Conn, CycleRow, JudgeRow, Lock, NewSubstituteDraw, NominationRow, PersonRow, StoreError,
};

use super::{conflict::Ties, conflicted, evaluation::panel_of, judged_now, scoring::Scoring};
use crate::{
    ActionError, Actions, Call, error::check_revision, record::fixed, tell::tell_people,
    write::Scoped as _,
};

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
    /// So many judges, and sheets that count, everybody needs (`AWD-11`).
    pub least: usize,
    /// The cycle.
    pub cycle: CycleRow,
    /// Nominees whom fewer than five judges may score; not those that the caller may not see.
    pub short: Vec<ShortNominee>,
    /// Judges who have sheets to submit; a substitute may be drawn for one who cannot go on.
    pub behind: Vec<JudgeRow>,
    /// From whom it is drawn: judges without a seat in this cycle, who stand in no relation to those
    /// who are short of judges as far as the files show.
    pub choices: Vec<PersonRow>,
}

impl Actions {
    /// The nominees that need a substitute judge, and who could be drawn.
    pub async fn substitutes(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<SubstitutePage, ActionError> {
        substitutes_of(&mut self.store.read().await?, call, id).await
    }

    /// Draws a substitute and gives the person the next free seat.
    ///
    /// Fields: `left_out` (people who cannot come), `reason` and, where no nominee is short of judges,
    /// `absent`: the judge who cannot go on. The same form sent again seats nobody twice.
    pub async fn draw_substitute(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let seed = &self.entropy.token();
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = substitutes_of(tx, call, id).await?;
                let (pool, reason) = read_draw(values, &page)?;
                check_revision(revision, page.cycle.revision)?;
                let person = drawn(seed, &pool).ok_or_else(|| nobody_left(&page))?;
                tx.add_judge(id, person).await.map_err(|error| match error {
                    StoreError::Conflict => ActionError::Stale,
                    other => other.into(),
                })?;
                tx.touch_cycle(id).await?;
                let keys: Vec<String> = pool.iter().map(ToString::to_string).collect();
                let draw = NewSubstituteDraw {
                    cycle: id,
                    seat_no: tx.find_seat(id, person).await?.ok_or(ActionError::NotFound)?,
                    person,
                    seed,
                    pool: &keys.join(","),
                    reason: &reason,
                    drawer: call.actor()?.person,
                    at: call.now,
                };
                tx.add_substitute_draw(&draw).await?;
                let title = page.cycle.title.clone();
                let message = if judged_now(&page.cycle).is_some() {
                    Message::AwardJudging { cycle: id, title }
                } else {
                    Message::AwardVoting { cycle: id, title }
                };
                tell_people(tx, call, [person], &message).await?;
                let entry = call.entry("seat_substitute", "award_cycle", RUNNERS).on(id);
                let entry = entry.fixing(fixed(tx, Kind::AwardRules, id).await?);
                tx.log(entry.because(format!("{reason} · {seed} · {}", keys.join(","))));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whom a seed draws from a pool: the person whose SHA-256 of `SEED:PERSON` is the least.
fn drawn(seed: &str, pool: &[PersonId]) -> Option<PersonId> {
    let place = |person: &PersonId| <[u8; 32]>::from(Sha256::digest(format!("{seed}:{person}")));
    pool.iter().copied().min_by_key(place)
}

fn nobody_left(page: &SubstitutePage) -> Problems {
    let n_short = page.short.len().max(1);
    Problems::one(Field::LeftOut, ProblemKind::TooFewJudges(n_short))
}

/// The nominees that need a substitute judge, and who could be drawn.
async fn substitutes_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<SubstitutePage, ActionError> {
    let (cycle, scoring) = panel_of(conn, call, id).await?;
    let actor = call.allowed(may_run_awards)?;
    let mut choices = conn.list_people_with_role(Role::Judge, call.today()).await?;
    choices.retain(|person| scoring.judges.iter().all(|judge| judge.person_id != person.id));
    retain_free(conn, call, &scoring, &mut choices).await?;
    let hidden = conflicted(conn, actor, &scoring.nominees, call.today()).await?;
    let shown = |one: &NominationRow| ShortNominee {
        name: one.name.clone(),
        workplace: one.workplace.clone(),
        n_judges: scoring.n_judges(one.id),
    };
    let short = scoring.short().filter(|one| !hidden.contains(&one.id)).map(shown).collect();
    let behind =
        if scoring.n_unscored() > 0 { scoring.behind().cloned().collect() } else { Vec::new() };
    let least = scoring.least;
    Ok(SubstitutePage { least, cycle, short, behind, choices })
}

/// Leaves those out to whom somebody who is short of judges stands in a relation.
async fn retain_free(
    conn: &mut Conn,
    call: &Call,
    scoring: &Scoring,
    choices: &mut Vec<PersonRow>,
) -> Result<(), ActionError> {
    let short: Vec<NominationRow> = scoring.short().cloned().collect();
    let people: Vec<PersonId> = choices.iter().map(|person| person.id).collect();
    let ties = Ties::of(conn, &people, &short, call.today()).await?;
    choices.retain(|person| ties.near(person.id, false, &short).is_empty());
    Ok(())
}

/// From whom it is drawn, and why.
fn read_draw(values: &Values, page: &SubstitutePage) -> Result<(Vec<PersonId>, String), Problems> {
    let mut reader = Reader::new(values);
    let is_choice = |id: &PersonId| page.choices.iter().any(|person| person.id == *id);
    let left_out = if values.all(Field::LeftOut).is_empty() {
        Some(Vec::new())
    } else {
        reader.choices(Field::LeftOut, |text| text.parse().ok().filter(is_choice))
    };
    let reason = reader.text(Field::Reason, REASON_MIN, LINE_MAX);
    let mut because = reason.clone();
    if page.short.is_empty() && page.behind.is_empty() {
        reader.problems.add(Field::Substitute, ProblemKind::NotNeeded);
    } else if page.short.is_empty() {
        let find = |text: &str| page.behind.iter().find(|one| one.person_id.to_string() == text);
        let absent = reader.choice(Field::Absent, find);
        because = reason.zip(absent).map(|(reason, it)| format!("{reason} · {}", it.name));
    }
    let pool = |left_out: Vec<PersonId>| {
        let ids = page.choices.iter().map(|person| person.id);
        let mut pool: Vec<PersonId> = ids.filter(|id| !left_out.contains(id)).collect();
        pool.sort_unstable();
        pool
    };
    reader.problems.or(|| Some((pool(left_out?), because?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_draws_the_same_person_again_whoever_else_is_asked_first() {
        let pool = [7, 3, 12].map(PersonId::from);
        let turned = [12, 7, 3].map(PersonId::from);
        assert_eq!(drawn("a1b2", &pool), drawn("a1b2", &turned));
        assert_eq!(drawn("a1b2", &[]), None);
        let seeds = (0..64).map(|n| drawn(&format!("{n}"), &pool));
        let people: std::collections::BTreeSet<_> = seeds.flatten().collect();
        assert_eq!(people.len(), 3, "everybody can be drawn");
    }
}
