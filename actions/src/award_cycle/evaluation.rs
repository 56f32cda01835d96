//! How far judges are, without a mark; and what the office puts right while they score: a sheet that
//! is opened again, a declaration that is undone.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{
    award_cycle::{RUNNERS, may_run_awards},
    evaluation::{PutRight, are_apart},
    form::{Field, ProblemKind, Problems, Values},
    id::{AwardCycleId, NominationId, PersonId},
    inbox::Message,
    nomination::Relation,
    record::Kind,
    role::Role,
    rulebook::Rulebook,
    score_sheet::{ConflictKind, Points, SheetStage, Stage},
};
use store::{Conn, CycleRow, JudgeRow, Lock, NominationRow, ReaderPlanRow, SubstituteDrawRow};

use super::{
    conflict::Ties, conflicted, held_now, judged_now, scoring::Scoring, tied, watched_cycle,
};
use crate::{
    ActionError, Actions, Call, JudgingPage,
    record::fixed,
    tell::tell_people,
    write::{Scoped as _, Write},
};

/// How far a judge is.
#[derive(Clone, Debug)]
pub struct JudgeProgress {
    /// Seat and person.
    pub judge: JudgeRow,
    /// Whether every relation is declared.
    pub is_declared: bool,
    /// Nominees whom the judge is to score.
    pub n_to_read: usize,
    /// Of these, those with a submitted sheet.
    pub n_submitted: usize,
    /// Nominees to whom the judge stands in a relation.
    pub n_recused: usize,
}

/// Something that was put right.
#[derive(Clone, Debug)]
pub struct PutRightRow {
    /// The judge's seat; none if the judge has none any more.
    pub seat_no: Option<i64>,
    /// The nominee's name.
    pub name: String,
    /// What had been declared; none where a sheet was opened again.
    pub relation: Option<Relation>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// The evaluation of a cycle, without a mark.
#[derive(Clone, Debug)]
pub struct EvaluationPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Which stage it is.
    pub stage: Stage,
    /// Whether the panel votes in this stage, and nobody writes sheets.
    pub votes: bool,
    /// Its judges by seat.
    pub judges: Vec<JudgeProgress>,
    /// Nominees of the stage.
    pub n_nominees: usize,
    /// Of these, those whose sheets are all in.
    pub n_complete: usize,
    /// Whether nobody reads all, so that readers are assigned.
    pub is_assigned: bool,
    /// Whether they are.
    pub is_settled: bool,
    /// So many readers, and sheets that count, everybody needs.
    pub least: usize,
    /// So many readers everybody should have.
    pub wanted: usize,
    /// Nominees who have fewer than they need; not those whom the caller may not see.
    pub short: Vec<(String, usize)>,
    /// How readers were assigned, the newest first.
    pub plans: Vec<ReaderPlanRow>,
    /// Substitutes who were drawn.
    pub draws: Vec<SubstituteDrawRow>,
    /// What was put right; nothing of those whom the caller may not see.
    pub put_right: Vec<PutRightRow>,
    /// The rules by which the cycle goes.
    pub rules: Rulebook,
}

/// A nominee to whom a judge stands in a relation.
#[derive(Clone, Debug)]
pub struct RecusedNominee {
    /// Key of the nomination.
    pub id: NominationId,
    /// Name.
    pub name: String,
    /// In which.
    pub kind: ConflictKind,
    /// Whether the files show one, so that it is not undone.
    pub is_on_file: bool,
}

/// One judge's evaluation, without a mark.
#[derive(Clone, Debug)]
pub struct JudgeEvaluation {
    /// The cycle.
    pub cycle: CycleRow,
    /// Which stage it is.
    pub stage: Stage,
    /// Whether the panel votes in this stage, and nobody writes sheets.
    pub votes: bool,
    /// The judge.
    pub judge: JudgeRow,
    /// Nominees whom the judge is to score, with name and where the sheet stands.
    pub sheets: Vec<(NominationId, String, Option<SheetStage>)>,
    /// Nominees to whom the judge stands in a declared relation.
    pub recused: Vec<RecusedNominee>,
    /// The rules by which the cycle goes.
    pub rules: Rulebook,
}

impl Actions {
    /// How far the judges of a cycle are, and what was put right.
    pub async fn evaluation(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<EvaluationPage, ActionError> {
        let mut conn = self.store.read().await?;
        let (cycle, scoring) = panel_of(&mut conn, call, id).await?;
        super::readers::evaluation_page(&mut conn, call, cycle, &scoring).await
    }

    /// One judge's evaluation by seat.
    pub async fn judge_evaluation(
        &self,
        call: &Call,
        (id, seat): (AwardCycleId, i64),
    ) -> Result<JudgeEvaluation, ActionError> {
        judge_of(&mut self.store.read().await?, call, (id, seat)).await
    }

    /// Opens a submitted sheet again, so that its judge changes it; what it said is kept, judge and
    /// supervisors are told. A sheet that is open does nothing.
    ///
    /// Fields: `opened_sheet` (a nomination), `reopen_reason`.
    pub async fn open_sheet_again(
        &self,
        call: &Call,
        (id, seat): (AwardCycleId, i64),
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = judge_of(tx, call, (id, seat)).await?;
                let asked = PutRight::parse_sheet(values)?;
                let of = page.sheets.iter().find(|(one, ..)| *one == asked.nomination);
                let (_, name, state) = of.ok_or_else(|| unknown(Field::OpenedSheet))?;
                match state {
                    Some(SheetStage::Submitted) => {}
                    Some(SheetStage::Draft) => return Ok(()),
                    Some(SheetStage::Void) | None => return Err(unknown(Field::OpenedSheet)),
                }
                open_again(tx, call, &page, asked.nomination, &asked.reason).await?;
                let message = Message::ScoreSheetOpened {
                    nomination: asked.nomination,
                    title: page.cycle.title.clone(),
                    name: name.clone(),
                    reason: asked.reason.clone(),
                };
                tell(tx, call, &page, (&asked, name), &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Undoes what a judge declared by mistake: unless the files show a relation, the judge declares
    /// anew, and a sheet that was void by it is open again. Judge and supervisors are told.
    /// Where the panel votes, the judge takes part in what it has not voted on yet.
    ///
    /// Fields: `undone_relation` (a nomination), `undo_reason`.
    pub async fn undo_relation(
        &self,
        call: &Call,
        (id, seat): (AwardCycleId, i64),
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = judge_of(tx, call, (id, seat)).await?;
                let asked = PutRight::parse_relation(values)?;
                let field = Field::UndoneRelation;
                let of = page.recused.iter().find(|one| one.id == asked.nomination);
                let Some(of) = of else {
                    // The same form sent again finds it undone.
                    let past = tx.list_past_relations(id).await?;
                    let is_undone = past.iter().any(|row| {
                        (row.nomination_id, row.person_id)
                            == (asked.nomination, page.judge.person_id)
                    });
                    return if is_undone { Ok(()) } else { Err(unknown(field)) };
                };
                if of.is_on_file {
                    return Err(Problems::one(field, ProblemKind::KnownConflict).into());
                }
                if page.votes && was_voted_on(tx, id, asked.nomination).await? {
                    return Err(Problems::one(field, ProblemKind::VotedOn).into());
                }
                let (judge, undoer) = (page.judge.person_id, call.actor()?.person);
                let why = (undoer, asked.reason.as_str(), call.now);
                tx.undo_relation((asked.nomination, judge), why).await?;
                let entry = call.entry("undo_relation", "nomination", RUNNERS);
                let entry = entry.on(asked.nomination).moved(of.kind.as_str(), "none");
                tx.log(entry.because(format!("{seat} · {}", asked.reason)));
                let sheet = tx.find_sheet(asked.nomination, judge, page.stage).await?;
                if sheet.is_some_and(|sheet| sheet.state == SheetStage::Void) {
                    open_again(tx, call, &page, asked.nomination, &asked.reason).await?;
                }
                let message = Message::RelationUndone {
                    cycle: id,
                    title: page.cycle.title.clone(),
                    name: of.name.clone(),
                    reason: asked.reason.clone(),
                };
                tell(tx, call, &page, (&asked, &of.name), &message).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether the meeting has gone on from a nominee, on whom its panel has voted then.
async fn was_voted_on(
    conn: &mut Conn,
    cycle: AwardCycleId,
    nomination: NominationId,
) -> Result<bool, ActionError> {
    let Some(meeting) = conn.find_final_meeting(cycle).await? else { return Ok(false) };
    let turns = conn.list_final_turns(cycle).await?;
    let turn = turns.iter().find(|turn| turn.nomination_id == nomination);
    let is_on = |place| place == meeting.turn && !meeting.is_closed;
    Ok(turn.is_some_and(|turn| turn.called_at.is_some() && !is_on(turn.place)))
}

fn unknown(field: Field) -> ActionError {
    Problems::one(field, ProblemKind::UnknownChoice).into()
}

/// A judge's locked sheet is a draft again; the line names what it said, and frees it.
async fn open_again(
    tx: &mut Write,
    call: &Call,
    page: &JudgeEvaluation,
    nomination: NominationId,
    reason: &str,
) -> Result<(), ActionError> {
    let of = (nomination, page.judge.person_id, page.stage);
    let sheet = tx.find_sheet(of.0, of.1, of.2).await?.ok_or(ActionError::NotFound)?;
    let record = fixed(tx, Kind::ScoreSheet, sheet.id).await?;
    if !tx.open_sheet_again(of, (call.actor()?.person, reason, call.now)).await? {
        return Err(ActionError::WrongState);
    }
    let entry = call.entry("open_again", "score_sheet", RUNNERS).on(nomination);
    tx.log(entry.moved(sheet.state.as_str(), "draft").fixing(record).because(reason));
    Ok(())
}

/// Tells the judge, and the supervisors but those who are in conflict with the nominee (`AWD-12`).
async fn tell(
    tx: &mut Write,
    call: &Call,
    page: &JudgeEvaluation,
    (asked, name): (&PutRight, &str),
    to_judge: &Message,
) -> Result<(), ActionError> {
    tell_people(tx, call, [page.judge.person_id], to_judge).await?;
    let message = Message::EvaluationPutRight {
        cycle: page.cycle.id,
        title: page.cycle.title.clone(),
        judge: page.judge.name.clone(),
        name: name.to_owned(),
        reason: asked.reason.clone(),
    };
    let nomination = tx.find_nomination(asked.nomination).await?.ok_or(ActionError::NotFound)?;
    let mut people = tx.list_with_role(Role::Supervisor, call.today()).await?;
    let tied = tied(tx, &people, &[nomination], call.today()).await?;
    people.retain(|person| !tied.contains(person));
    tell_people(tx, call, people, &message).await
}

/// A cycle whose judges score now, for who runs it.
pub(super) async fn scoring_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<(CycleRow, Scoring), ActionError> {
    let (cycle, scoring) = panel_of(conn, call, id).await?;
    judged_now(&cycle).ok_or(ActionError::WrongState)?;
    Ok((cycle, scoring))
}

/// The panel of a cycle that is judged now, by sheets or by a vote, for who runs it.
pub(super) async fn panel_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<(CycleRow, Scoring), ActionError> {
    let actor = call.allowed(may_run_awards)?;
    let cycle = watched_cycle(conn, actor, id).await?;
    let stage = held_now(&cycle).ok_or(ActionError::WrongState)?;
    let scoring = Scoring::of(conn, &cycle, stage, call.today()).await?;
    Ok((cycle, scoring))
}

async fn judge_of(
    conn: &mut Conn,
    call: &Call,
    (id, seat): (AwardCycleId, i64),
) -> Result<JudgeEvaluation, ActionError> {
    let (cycle, scoring) = panel_of(conn, call, id).await?;
    let votes = judged_now(&cycle).is_none();
    let actor = call.actor()?;
    let judge = scoring.judges.iter().find(|judge| judge.seat_no == seat).cloned();
    let judge = judge.ok_or(ActionError::NotFound)?;
    // Nobody puts one's own sheets right.
    if judge.person_id == actor.person {
        return Err(ActionError::Forbidden);
    }
    let hidden = conflicted(conn, actor, &scoring.nominees, call.today()).await?;
    let seen = |one: &&NominationRow| !hidden.contains(&one.id);
    let states = conn.list_sheets_of(id, judge.person_id, scoring.stage).await?;
    let state_of = |one: &NominationRow| {
        states.iter().find(|sheet| sheet.nomination_id == one.id).map(|sheet| sheet.state)
    };
    let sheets = scoring
        .nominees
        .iter()
        .filter(seen)
        .filter(|one| !votes && scoring.reads((one.id, judge.person_id)))
        .map(|one| (one.id, one.name.clone(), state_of(one)))
        .collect();
    let known = Ties::of(conn, &[judge.person_id], &scoring.nominees, call.today()).await?;
    let known = known.known(judge.person_id, &scoring.nominees);
    let declared: HashMap<NominationId, Relation> = conn
        .list_relations_of(id, judge.person_id)
        .await?
        .into_iter()
        .map(|row| (row.nomination_id, row.kind))
        .collect();
    let recused = |one: &NominationRow| {
        let kind = declared.get(&one.id).and_then(|relation| relation.0)?;
        let is_on_file = known.contains(&one.id);
        Some(RecusedNominee { id: one.id, name: one.name.clone(), kind, is_on_file })
    };
    let recused = scoring.nominees.iter().filter(seen).filter_map(recused).collect();
    let rules = conn.rulebook_of_cycle(id, call.today()).await?;
    let stage = scoring.stage;
    Ok(JudgeEvaluation { cycle, stage, votes, judge, sheets, recused, rules })
}

/// For the chair of a panel: nominees whose sheets are all in, and lie further apart than the
/// category allows. No mark is among them, nor anybody whom the chair may not see.
pub(crate) async fn apart(
    conn: &mut Conn,
    call: &Call,
    page: &JudgingPage,
) -> Result<Vec<(NominationId, String)>, ActionError> {
    let categories = conn.list_categories(page.cycle.id).await?;
    if categories.iter().all(|one| one.rules.most_apart == Points::ZERO) || !page.is_declared() {
        return Ok(Vec::new());
    }
    let scoring = Scoring::of(conn, &page.cycle, page.stage, call.today()).await?;
    if scoring.judges.iter().any(|judge| judge.seat_no < page.seat) {
        return Ok(Vec::new());
    }
    let seats: HashMap<i64, PersonId> =
        scoring.judges.iter().map(|judge| (judge.seat_no, judge.person_id)).collect();
    let mut apart = Vec::new();
    for category in categories {
        let mut totals: HashMap<NominationId, Vec<Points>> = HashMap::new();
        for sheet in conn.list_sheets(category.id, page.stage).await? {
            let counts = sheet.state == SheetStage::Submitted
                && seats
                    .get(&sheet.seat_no)
                    .is_some_and(|person| scoring.reads((sheet.nomination_id, *person)));
            if counts {
                let total = sheet.scores.iter().flatten().map(|score| score.in_hundredths()).sum();
                totals.entry(sheet.nomination_id).or_default().push(Points::hundredths(total));
            }
        }
        for one in page.to_see() {
            let of = totals.get(&one.id);
            let is_apart = of.is_some_and(|of| are_apart(of, category.rules.most_apart));
            if is_apart && scoring.is_complete(one.id) {
                apart.push((one.id, one.name.clone()));
            }
        }
    }
    Ok(apart)
}
