//! A substitute judge, where recusals leave a nominee fewer than five who may score (`AWD-11`).
//!
//! People draw the substitute; the program keeps who it is and where the draw is on record.

use domain::{
    award_cycle::{RUNNERS, may_run_awards},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Revision, Values},
    id::{AwardCycleId, PersonId},
    record::Kind,
    role::Role,
};
use store::{Conn, CycleRow, JudgeRow, Lock, NominationRow, PersonRow, StoreError};

use super::{conflicted, judged_now, scoring::Scoring, watched_cycle};
use crate::{ActionError, Actions, Call, error::check_revision, record::fixed, write::Scoped as _};

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
    /// Who could be drawn: judges without a seat in this cycle.
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

    /// Seats a substitute who was drawn, in the next free seat.
    ///
    /// Fields: `substitute` (a person), `reference` to the record of the draw and, where no nominee
    /// is short of judges, `absent`: the judge who cannot go on. The same form sent again seats
    /// nobody twice.
    pub async fn seat_substitute(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = substitutes_of(tx, call, id).await?;
                let (person, because) = read_draw(values, &page)?;
                check_revision(revision, page.cycle.revision)?;
                tx.add_judge(id, person).await.map_err(|error| match error {
                    StoreError::Conflict => ActionError::Stale,
                    other => other.into(),
                })?;
                tx.touch_cycle(id).await?;
                let entry = call.entry("seat_substitute", "award_cycle", RUNNERS).on(id);
                let entry = entry.fixing(fixed(tx, Kind::AwardRules, id).await?);
                tx.log(entry.because(because));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The nominees that need a substitute judge, and who could be drawn.
async fn substitutes_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<SubstitutePage, ActionError> {
    let actor = call.allowed(may_run_awards)?;
    let mut choices = conn.list_people_with_role(Role::Judge, call.today()).await?;
    let cycle = watched_cycle(conn, actor, id).await?;
    let stage = judged_now(&cycle).ok_or(ActionError::WrongState)?;
    let scoring = Scoring::of(conn, id, stage, call.today()).await?;
    choices.retain(|person| scoring.judges.iter().all(|judge| judge.person_id != person.id));
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

/// Who was drawn, and where that is on record.
fn read_draw(values: &Values, page: &SubstitutePage) -> Result<(PersonId, String), Problems> {
    let mut reader = Reader::new(values);
    let person = reader.choice(Field::Substitute, |text| {
        let id = text.parse().ok()?;
        page.choices.iter().any(|person| person.id == id).then_some(id)
    });
    let reference = reader.text(Field::Reference, 3, LINE_MAX);
    let mut because = reference.clone();
    if page.short.is_empty() && page.behind.is_empty() {
        reader.problems.add(Field::Substitute, ProblemKind::NotNeeded);
    } else if page.short.is_empty() {
        let find = |text: &str| page.behind.iter().find(|one| one.person_id.to_string() == text);
        let absent = reader.choice(Field::Absent, find);
        because = reference.zip(absent).map(|(reference, it)| format!("{reference} · {}", it.name));
    }
    reader.problems.or(|| Some((person?, because?)))
}
