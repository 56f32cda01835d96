//! Where the sheets of a stage stand: who may score whom, which nominees lack sheets, and which
//! sheets do not count when scoring closes (`AWD-10`, `AWD-11`).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use domain::{
    award_cycle::RUNNERS,
    form::{Field, ProblemKind, Problems},
    id::{NominationId, PersonId},
    nomination::Relation,
    rulebook::Rule,
    score_sheet::{ConflictKind, Stage},
};
use store::{Conn, CycleRow, JudgeRow, NominationRow};

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
    /// Who reads whom, where nobody reads all: nobody until that is settled.
    pub(super) readers: Option<BTreeSet<(NominationId, PersonId)>>,
    /// Whether that is settled; always, where everybody reads all.
    pub(super) is_settled: bool,
    pub(super) stage: Stage,
    /// Nomination and judge, where a conflict was declared or is known from the files.
    pub(super) recused: BTreeSet<(NominationId, PersonId)>,
    /// Nomination and judge of each submitted sheet.
    pub(super) submitted: BTreeSet<(NominationId, PersonId)>,
}

/// Whom each judge reads in a stage, if nobody reads all, and whether that is settled.
pub(super) async fn readers_of(
    conn: &mut Conn,
    cycle: &CycleRow,
    stage: Stage,
    n_nominees: usize,
) -> Result<Option<(BTreeSet<(NominationId, PersonId)>, bool)>, ActionError> {
    if stage == Stage::Final || cycle.most_sheets == 0 {
        return Ok(None);
    }
    let is_settled = !conn.list_reader_plans(cycle.id).await?.is_empty();
    let most = usize::try_from(cycle.most_sheets).unwrap_or(usize::MAX);
    if !is_settled && n_nominees <= most {
        return Ok(None);
    }
    let readers = conn.list_readers(cycle.id).await?.into_iter().collect();
    Ok(Some((readers, is_settled)))
}

impl Scoring {
    pub(super) async fn of(
        conn: &mut Conn,
        of: &CycleRow,
        stage: Stage,
        today: NaiveDate,
    ) -> Result<Self, ActionError> {
        let cycle = of.id;
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
        let readers = readers_of(conn, of, stage, nominees.len()).await?;
        let is_settled = readers.as_ref().is_none_or(|(_, is_settled)| *is_settled);
        let readers = readers.map(|(readers, _)| readers);
        Ok(Self { least, judges, nominees, readers, is_settled, stage, recused, submitted })
    }

    /// Whether a judge is to score a nominee.
    pub(super) fn reads(&self, pair: (NominationId, PersonId)) -> bool {
        self.readers.as_ref().is_none_or(|readers| readers.contains(&pair))
            && !self.recused.contains(&pair)
    }

    /// Whether everybody who is to score a nominee has submitted a sheet.
    pub(super) fn is_complete(&self, nomination: NominationId) -> bool {
        self.judges
            .iter()
            .map(|judge| (nomination, judge.person_id))
            .all(|pair| !self.reads(pair) || self.submitted.contains(&pair))
    }

    /// How many judges may score a nominee: once it is settled who reads whom, those who are to.
    pub(super) fn n_judges(&self, nomination: NominationId) -> usize {
        let is_free = |judge: &&JudgeRow| {
            let pair = (nomination, judge.person_id);
            if self.is_settled { self.reads(pair) } else { !self.recused.contains(&pair) }
        };
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
                .any(|pair| self.reads(pair) && !self.submitted.contains(&pair))
        })
    }
}

/// Sees to it that scoring may close: everybody has sheets enough that count. Those of judges whose
/// conflict became known after they had submitted are void from now on.
pub(super) async fn close(
    tx: &mut Write,
    call: &Call,
    cycle: &CycleRow,
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

/// Whom a judge is to read in a stage, where nobody reads all; `None`: everybody.
///
/// Until it is settled who reads whom that is nobody, and the second value says so.
pub(crate) async fn reads_in(
    conn: &mut Conn,
    cycle: &CycleRow,
    (judge, stage): (PersonId, Stage),
    n_nominees: usize,
) -> Result<(Option<BTreeSet<NominationId>>, bool), ActionError> {
    let Some((readers, is_settled)) = readers_of(conn, cycle, stage, n_nominees).await? else {
        return Ok((None, true));
    };
    let own = readers.into_iter().filter(|(_, person)| *person == judge).map(|(one, _)| one);
    Ok((Some(own.collect()), is_settled))
}
