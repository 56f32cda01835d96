//! Where the sheets of a stage stand: who may score whom, which nominees lack sheets, and which
//! sheets do not count when scoring closes (`AWD-10`, `AWD-11`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    award_cycle::RUNNERS,
    form::{Field, ProblemKind, Problems},
    id::{AwardCycleId, NominationId, PersonId},
    nomination::Relation,
    rulebook::Rule,
    score_sheet::{ConflictKind, Stage},
};
use store::{Conn, JudgeRow, NominationRow};

use super::conflict::Ties;
use crate::{
    ActionError, Call,
    score_sheet::{judged_in, void},
    write::Write,
};

/// Where the sheets of a cycle stand.
pub(super) struct Scoring {
    /// So many judges, and sheets that count, everybody needs (`AWD-11`).
    pub(super) least: usize,
    /// Its judges by seat.
    pub(super) judges: Vec<JudgeRow>,
    /// Nominees of the stage.
    pub(super) nominees: Vec<NominationRow>,
    stage: Stage,
    /// Nomination and judge, where a conflict was declared or is known from the files.
    recused: BTreeSet<(NominationId, PersonId)>,
    /// Nomination and judge of each submitted sheet.
    submitted: BTreeSet<(NominationId, PersonId)>,
}

impl Scoring {
    pub(super) async fn of(
        conn: &mut Conn,
        cycle: AwardCycleId,
        stage: Stage,
        today: NaiveDate,
    ) -> Result<Self, ActionError> {
        let judges = conn.list_judges(cycle).await?;
        let nominees = judged_in(stage, conn.list_nominations(cycle).await?);
        let people: Vec<PersonId> = judges.iter().map(|judge| judge.person_id).collect();
        let ties = Ties::of(conn, &people, &nominees, today).await?;
        let recused = people
            .iter()
            .flat_map(|me| ties.near(*me, false, &nominees).into_iter().map(|one| (one, *me)))
            .collect();
        let submitted = conn.list_submitted(cycle, stage).await?.into_iter().collect();
        let rules = conn.rulebook_of_cycle(cycle, today).await?;
        let least = rules.count(Rule::JudgesMinimum);
        Ok(Self { least, judges, nominees, stage, recused, submitted })
    }

    /// How many judges may score a nominee.
    pub(super) fn n_judges(&self, nomination: NominationId) -> usize {
        let is_free = |judge: &&JudgeRow| !self.recused.contains(&(nomination, judge.person_id));
        self.judges.iter().filter(is_free).count()
    }

    /// Nominees whom too few judges may score.
    pub(super) fn short(&self) -> impl Iterator<Item = &NominationRow> {
        self.nominees.iter().filter(|one| self.n_judges(one.id) < self.least)
    }

    /// How many nominees have too few sheets that count.
    pub(super) fn n_unscored(&self) -> usize {
        let mut n_sheets: BTreeMap<NominationId, usize> = BTreeMap::new();
        for (nomination, _) in self.submitted.difference(&self.recused) {
            *n_sheets.entry(*nomination).or_default() += 1;
        }
        let n_sheets = |one: &NominationRow| n_sheets.get(&one.id).copied().unwrap_or_default();
        self.nominees.iter().filter(|one| n_sheets(one) < self.least).count()
    }

    /// Judges who have not submitted a sheet of everybody whom they may score.
    pub(super) fn behind(&self) -> impl Iterator<Item = &JudgeRow> {
        self.judges.iter().filter(|judge| {
            self.nominees
                .iter()
                .map(|one| (one.id, judge.person_id))
                .any(|pair| !self.recused.contains(&pair) && !self.submitted.contains(&pair))
        })
    }
}

/// Sees to it that scoring may close: everybody has sheets enough that count. Those of judges whose
/// conflict became known after they had submitted are void from now on.
pub(super) async fn close(
    tx: &mut Write,
    call: &Call,
    cycle: AwardCycleId,
    stage: Stage,
) -> Result<(), ActionError> {
    let scoring = Scoring::of(tx, cycle, stage, call.today()).await?;
    let n_short = scoring.short().count();
    if n_short > 0 {
        return Err(Problems::one(Field::Substitute, ProblemKind::TooFewJudges(n_short)).into());
    }
    let n_unscored = scoring.n_unscored();
    if n_unscored > 0 {
        return Err(Problems::one(Field::Substitute, ProblemKind::TooFewSheets(n_unscored)).into());
    }
    for (nomination, person) in scoring.submitted.intersection(&scoring.recused) {
        let relation = Relation(Some(ConflictKind::SameUnit));
        tx.add_relation(*nomination, *person, relation, call.now).await?;
        let entry = call.entry("void", "score_sheet", RUNNERS);
        void(tx, entry, (*nomination, *person, scoring.stage)).await?;
    }
    Ok(())
}
