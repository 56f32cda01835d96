//! Who reads whom, where there are more nominees than a judge can read: worked out by a flow from what
//! was declared, with a seed that follows from the frozen rules (`domain::evaluation`).

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    award_cycle::RUNNERS,
    evaluation::{Input, ReadersAsked, plan},
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{AwardCycleId, NominationId, PersonId},
    inbox::Message,
    nomination::Relation,
    rulebook::Rule,
    score_sheet::{SheetStage, Stage},
};
use sha2::{Digest as _, Sha256};
use store::{Conn, CycleRow, JudgeRow, Lock, NominationRow};

use super::{
    conflicted,
    evaluation::{EvaluationPage, JudgeProgress, PutRightRow, scoring_of},
    judged_now,
    scoring::Scoring,
    tell_of_award,
};
use crate::{ActionError, Actions, Call, error::check_revision, write::Scoped as _};

impl Actions {
    /// Works out who reads whom, and settles it. Judges who have not declared everything read nobody,
    /// nor do those who are left out; what is submitted stays, and what is begun, unless its judge is
    /// left out.
    ///
    /// Fields: `left_out` (people), `reason`, which is needed where somebody is left out or something
    /// was settled before.
    pub async fn assign_readers(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let (cycle, scoring) = scoring_of(tx, call, id).await?;
                if scoring.readers.is_none() {
                    return Err(ActionError::WrongState);
                }
                let asked = ReadersAsked::parse(values, scoring.is_settled)?;
                check_revision(revision, cycle.revision)?;
                let wanted = wanted(tx, call, &cycle).await?;
                let ready = ready(tx, &scoring, id).await?;
                let free = ready.iter().filter(|person| !asked.left_out.contains(person)).count();
                if free < scoring.least {
                    let kind = ProblemKind::TooFewJudges(scoring.nominees.len());
                    return Err(Problems::one(Field::LeftOut, kind).into());
                }
                let work = Work::of(tx, (&cycle, &scoring), (&ready, &asked.left_out), wanted);
                let work = work.await?;
                let seed = seed_of(&cycle, tx.list_reader_plans(id).await?.len());
                let pairs = work.planned(seed.cast_unsigned());
                let planner = call.actor()?.person;
                let how = (seed, asked.reason.as_str(), planner, call.now);
                tx.set_readers(id, &pairs, how).await?;
                tx.touch_cycle(id).await?;
                let title = cycle.title.clone();
                let message = Message::ReadersAssigned { cycle: id, title };
                tell_of_award(tx, call, id, &message).await?;
                let entry = call.entry("assign_readers", "award_cycle", RUNNERS).on(id);
                tx.log(entry.because(format!("{seed} · {} · {}", pairs.len(), asked.reason)));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The seed of a plan: the first eight bytes of the SHA-256 of `DIGEST:N`, of the digest of the frozen
/// rules and how many plans there were before. Nobody can choose it, and everybody can compute it.
fn seed_of(cycle: &CycleRow, n_before: usize) -> i64 {
    let digest = cycle.rules_digest.as_deref().unwrap_or_default();
    let hash = <[u8; 32]>::from(Sha256::digest(format!("{digest}:{n_before}")));
    let first = hash.first_chunk().copied().unwrap_or_default();
    i64::from_be_bytes(first)
}

/// What there is to be worked out, with the people and nominees at its places.
struct Work {
    input: Input,
    judges: Vec<PersonId>,
    nominees: Vec<NominationId>,
}

impl Work {
    async fn of(
        conn: &mut Conn,
        (cycle, scoring): (&CycleRow, &Scoring),
        (ready, left_out): (&HashSet<PersonId>, &[PersonId]),
        wanted: usize,
    ) -> Result<Self, ActionError> {
        let judges: Vec<PersonId> = scoring.judges.iter().map(|judge| judge.person_id).collect();
        let nominees: Vec<NominationId> = scoring.nominees.iter().map(|one| one.id).collect();
        let judge_at: HashMap<PersonId, usize> =
            judges.iter().enumerate().map(|(at, person)| (*person, at)).collect();
        let nominee_at: HashMap<NominationId, usize> =
            nominees.iter().enumerate().map(|(at, one)| (*one, at)).collect();
        let place = |(one, person): &(NominationId, PersonId)| {
            Some((*judge_at.get(person)?, *nominee_at.get(one)?))
        };
        let mut fixed = BTreeSet::new();
        for sheet in conn.list_sheet_states(cycle.id, scoring.stage).await? {
            let pair = (sheet.nomination_id, sheet.person_id);
            let stays = match sheet.state {
                SheetStage::Submitted => true,
                SheetStage::Draft => !left_out.contains(&sheet.person_id),
                SheetStage::Void => false,
            };
            if stays && !scoring.recused.contains(&pair) {
                fixed.extend(place(&pair));
            }
        }
        let is_out = |person: &PersonId| left_out.contains(person) || !ready.contains(person);
        let mut barred: BTreeSet<(usize, usize)> =
            scoring.recused.iter().filter_map(place).collect();
        for person in judges.iter().filter(|person| is_out(person)) {
            barred.extend((0..nominees.len()).map(|nominee| (judge_at[person], nominee)));
        }
        let kept = scoring.readers.iter().flatten().filter_map(place).collect();
        let input = Input {
            n_judges: judges.len(),
            n_nominees: nominees.len(),
            most: usize::try_from(cycle.most_sheets).unwrap_or(usize::MAX),
            wanted,
            barred,
            fixed,
            kept,
        };
        Ok(Self { input, judges, nominees })
    }

    fn planned(&self, seed: u64) -> Vec<(NominationId, PersonId)> {
        let pairs = plan(&self.input, seed).pairs;
        pairs
            .iter()
            .map(|(judge, nominee)| (self.nominees[*nominee], self.judges[*judge]))
            .collect()
    }
}

/// So many readers everybody should have.
async fn wanted(conn: &mut Conn, call: &Call, cycle: &CycleRow) -> Result<usize, ActionError> {
    let rules = conn.rulebook_of_cycle(cycle.id, call.today()).await?;
    Ok(rules.count(Rule::ReadersPerNominee).max(rules.count(Rule::JudgesMinimum)))
}

/// The judges who have declared how they relate to everybody.
async fn ready(
    conn: &mut Conn,
    scoring: &Scoring,
    id: AwardCycleId,
) -> Result<HashSet<PersonId>, ActionError> {
    let mut declared: HashMap<PersonId, HashMap<NominationId, Relation>> = HashMap::new();
    for row in conn.list_relations(id).await? {
        declared.entry(row.person_id).or_default().insert(row.nomination_id, row.kind);
    }
    let is_ready = |judge: &&JudgeRow| {
        let own = declared.get(&judge.person_id);
        scoring.nominees.iter().all(|one| match own.and_then(|own| own.get(&one.id)) {
            None => false,
            // What has become known since is to be declared.
            Some(Relation(None)) => !scoring.recused.contains(&(one.id, judge.person_id)),
            Some(Relation(Some(_))) => true,
        })
    };
    Ok(scoring.judges.iter().filter(is_ready).map(|judge| judge.person_id).collect())
}

/// How far the judges of a cycle are.
pub(super) async fn evaluation_page(
    conn: &mut Conn,
    call: &Call,
    cycle: CycleRow,
    scoring: &Scoring,
) -> Result<EvaluationPage, ActionError> {
    let id = cycle.id;
    let ready = ready(conn, scoring, id).await?;
    let hidden = conflicted(conn, call.actor()?, &scoring.nominees, call.today()).await?;
    let progress = |judge: &JudgeRow| {
        let pairs = || scoring.nominees.iter().map(|one| (one.id, judge.person_id));
        let own = || pairs().filter(|pair| scoring.reads(*pair));
        JudgeProgress {
            is_declared: ready.contains(&judge.person_id),
            n_to_read: own().count(),
            n_submitted: own().filter(|pair| scoring.submitted.contains(pair)).count(),
            n_recused: pairs().filter(|pair| scoring.recused.contains(pair)).count(),
            judge: judge.clone(),
        }
    };
    let is_seen = |one: &&NominationRow| !hidden.contains(&one.id);
    let short = scoring.short().filter(is_seen);
    let short = short.map(|one| (one.name.clone(), scoring.n_judges(one.id))).collect();
    let is_complete = |one: &&NominationRow| scoring.is_settled && scoring.is_complete(one.id);
    Ok(EvaluationPage {
        votes: judged_now(&cycle).is_none(),
        stage: scoring.stage,
        judges: scoring.judges.iter().map(progress).collect(),
        n_nominees: scoring.nominees.len(),
        n_complete: scoring.nominees.iter().filter(is_complete).count(),
        is_assigned: scoring.readers.is_some(),
        is_settled: scoring.is_settled,
        least: scoring.least,
        wanted: wanted(conn, call, &cycle).await?,
        short,
        plans: conn.list_reader_plans(id).await?,
        draws: conn.list_substitute_draws(id).await?,
        put_right: put_right(conn, scoring, id, &hidden).await?,
        rules: conn.rulebook_of_cycle(id, call.today()).await?,
        cycle,
    })
}

/// What was put right, in the order of time.
async fn put_right(
    conn: &mut Conn,
    scoring: &Scoring,
    id: AwardCycleId,
    hidden: &[NominationId],
) -> Result<Vec<PutRightRow>, ActionError> {
    let names: HashMap<NominationId, &str> = scoring
        .nominees
        .iter()
        .filter(|one| !hidden.contains(&one.id))
        .map(|one| (one.id, one.name.as_str()))
        .collect();
    let seat = |person: PersonId| {
        scoring.judges.iter().find(|judge| judge.person_id == person).map(|judge| judge.seat_no)
    };
    let mut rows = Vec::new();
    for row in conn.list_past_sheets(id).await? {
        if let Some(name) = names.get(&row.nomination_id) {
            rows.push(PutRightRow {
                seat_no: seat(row.person_id),
                name: (*name).to_owned(),
                relation: None,
                reason: row.reason,
                at: row.opened_at,
            });
        }
    }
    for row in conn.list_past_relations(id).await? {
        if let Some(name) = names.get(&row.nomination_id) {
            rows.push(PutRightRow {
                seat_no: seat(row.person_id),
                name: (*name).to_owned(),
                relation: Some(row.kind),
                reason: row.reason,
                at: row.undone_at,
            });
        }
    }
    rows.sort_by_key(|row| row.at);
    Ok(rows)
}

/// The seats of a panel, and who waits outside while somebody is spoken of.
pub(crate) struct Seats {
    /// Its judges by seat.
    pub(crate) judges: Vec<JudgeRow>,
    /// Nominees of the stage.
    pub(crate) nominees: Vec<NominationRow>,
    recused: BTreeSet<(NominationId, PersonId)>,
    declared: HashSet<(NominationId, PersonId)>,
}

impl Seats {
    /// Those of a cycle in a stage.
    pub(crate) async fn of(
        conn: &mut Conn,
        cycle: &CycleRow,
        (stage, today): (Stage, NaiveDate),
    ) -> Result<Self, ActionError> {
        let scoring = Scoring::of(conn, cycle, stage, today).await?;
        let relations = conn.list_relations(cycle.id).await?;
        let declared = relations.into_iter().map(|row| (row.nomination_id, row.person_id));
        Ok(Self {
            declared: declared.collect(),
            recused: scoring.recused,
            judges: scoring.judges,
            nominees: scoring.nominees,
        })
    }

    /// The seats of judges who are in conflict with a nominee, or have declared nothing.
    pub(crate) fn outside(&self, nominee: NominationId) -> BTreeSet<i64> {
        let is_outside = |judge: &&JudgeRow| {
            let pair = (nominee, judge.person_id);
            self.recused.contains(&pair) || !self.declared.contains(&pair)
        };
        self.judges.iter().filter(is_outside).map(|judge| judge.seat_no).collect()
    }

    /// Judges who have not declared how they relate to everybody.
    pub(crate) fn undeclared(&self) -> Vec<JudgeRow> {
        let is_silent = |judge: &&JudgeRow| {
            let pairs = self.nominees.iter().map(|one| (one.id, judge.person_id));
            pairs.into_iter().any(|pair| !self.declared.contains(&pair))
        };
        self.judges.iter().filter(is_silent).cloned().collect()
    }
}
