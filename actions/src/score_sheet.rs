//! Judges declare relations, then score; a sheet is a draft until it is submitted, then locked.

use domain::{
    audit::Entry,
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, PersonId},
    nomination::{NominationState, Relation},
    record::Kind,
    role::Role,
    rulebook::Rulebook,
    score_sheet::{ConflictKind, Rubric, Seat, SheetDraft, SheetStage, Stage, may_judge},
};
use store::{Conn, CycleRow, Lock, NewScoreSheet, NominationRow, RelationRow, ScoreSheetRow};

use crate::{
    ActionError, Actions, Call,
    award_cycle::{apart, conflicted, held_now, judged_now, reads_in},
    nomination::{NominationFile, file_of},
    record::fixed,
    write::{Scoped as _, Write},
};

/// A nominee as a judge sees one before the declaration: name, workplace and unit, no file.
#[derive(Clone, Debug)]
pub struct Declared {
    /// Key of the nomination.
    pub id: NominationId,
    /// Which category.
    pub category: domain::roster::AwardCategory,
    /// Name.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Nominated by.
    pub unit_name: String,
    /// What the judge declared.
    pub relation: Option<Relation>,
    /// What the program suggests from workplaces.
    pub suggested: Option<ConflictKind>,
    /// Where the sheet stands; none if nothing was entered, or nothing may be.
    pub sheet: Option<SheetStage>,
    /// Whether the judge is to read this nominee; not, where others do.
    pub is_read: bool,
}

impl Declared {
    /// "No relation" was declared, and a conflict has become known since.
    fn is_hushed_up(&self) -> bool {
        self.relation == Some(Relation(None)) && self.suggested.is_some()
    }

    /// Whether a conflict was declared: that is final.
    fn is_recused(&self) -> bool {
        self.relation.is_some_and(|relation| relation != Relation(None))
    }
}

/// A judge's work in a cycle.
#[derive(Clone, Debug)]
pub struct JudgingPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The judge's seat.
    pub seat: i64,
    /// Which stage it is.
    pub stage: Stage,
    /// All nominees of the stage.
    pub nominees: Vec<Declared>,
    /// Whether the panel votes in this stage, and nobody writes sheets.
    pub votes: bool,
    /// Whether it is settled who reads whom; always, where every judge reads all.
    pub is_settled: bool,
    /// For the chair, who has the lowest seat: nominees whose sheets are all in and lie far apart.
    pub apart: Vec<(NominationId, String)>,
    /// The rules by which the cycle goes.
    pub rules: Rulebook,
}

impl JudgingPage {
    /// Whether every relation is declared: before that, no file opens.
    pub fn is_declared(&self) -> bool {
        let is_known = |one: &Declared| one.relation.is_some() && !one.is_hushed_up();
        self.nominees.iter().all(is_known)
    }

    /// Nominees to whom this judge stands in no relation, whoever reads them.
    pub fn to_see(&self) -> impl Iterator<Item = &Declared> {
        self.nominees
            .iter()
            .filter(|one| one.relation == Some(Relation(None)) && !one.is_hushed_up())
    }

    /// Nominees whom this judge scores.
    pub fn to_score(&self) -> impl Iterator<Item = &Declared> {
        self.to_see().filter(|one| one.is_read)
    }
}

/// A nominee's file with the judge's own sheet.
#[derive(Clone, Debug)]
pub struct SheetPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nominee.
    pub nomination: NominationRow,
    /// What is on file here, and the files that its unit has added.
    pub file: NominationFile,
    /// The rubric.
    pub rubric: Rubric,
    /// What is entered so far.
    pub draft: SheetDraft,
    /// The revision it was read at; 0 if nothing was saved.
    pub revision: i64,
    /// Whether it is locked.
    pub is_submitted: bool,
    /// The judge's seat.
    pub seat: i64,
    /// Of which stage the sheet is.
    pub stage: Stage,
    /// The next nominee without a submitted sheet.
    pub next: Option<NominationId>,
}

impl Actions {
    /// A judge's nominees in a cycle whose evaluation has begun.
    pub async fn judging(&self, call: &Call, id: AwardCycleId) -> Result<JudgingPage, ActionError> {
        let mut conn = self.store.read().await?;
        let mut page = judging_of(&mut conn, call, id).await?;
        if !page.votes {
            page.apart = apart(&mut conn, call, &page).await?;
        }
        Ok(page)
    }

    /// Keeps what a judge declares about every nominee; none may be left out (`AWD-10`).
    ///
    /// Fields are `relation_ID`. A conflict that is declared after a sheet was submitted voids it.
    pub async fn declare_relations(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = judging_of(tx, call, id).await?;
                let person = call.actor()?.person;
                let declared = read_relations(values, &page)?;
                // The same again, as it is on file.
                if declared.iter().all(|(one, relation)| one.relation == Some(*relation)) {
                    return Ok(());
                }
                for (one, relation) in declared {
                    if one.relation != Some(relation) {
                        tx.add_relation(one.id, person, relation, call.now).await?;
                    }
                    if relation != Relation(None) {
                        let entry = call.entry("void", "score_sheet", &[Role::Judge]);
                        void(tx, entry, (one.id, person, page.stage)).await?;
                    }
                }
                tx.log(call.entry("declare_relations", "award_cycle", &[Role::Judge]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// A nominee's file with the caller's own sheet; not there for who is recused, and closed
    /// until everything is declared.
    pub async fn score_sheet(
        &self,
        call: &Call,
        id: NominationId,
    ) -> Result<SheetPage, ActionError> {
        sheet_of(&mut self.store.read().await?, call, id).await
    }

    /// Saves a draft; gives the new revision. Fails with [`ActionError::Stale`] if another tab was
    /// faster, with [`ActionError::WrongState`] once the sheet is submitted.
    pub async fn save_sheet(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<i64, ActionError> {
        // It stands on no page but the sheet's own.
        self.write_aside(|tx| {
            async move {
                let page = lock_sheet(tx, call, id, values).await?;
                save(tx, call, &page, values, revision).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Saves a draft as far as it can be read, while somebody types: what cannot stays as it was
    /// saved before. Gives the new revision, and whether it is everything that was typed.
    pub async fn keep_sheet(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(i64, bool), ActionError> {
        // It stands on no page but the sheet's own.
        self.write_aside(|tx| {
            async move {
                let page = lock_sheet(tx, call, id, values).await?;
                let Err(problems) = SheetDraft::parse(values, page.rubric.criteria()) else {
                    return Ok((save(tx, call, &page, values, revision).await?, true));
                };
                let (kept, mut readable) = (Values::from(&page.draft), values.clone());
                for problem in problems.0 {
                    readable.set(problem.field, kept.get(problem.field));
                }
                Ok((save(tx, call, &page, &readable, revision).await?, false))
            }
            .scope_boxed()
        })
        .await
    }

    /// Submits and locks a sheet; the same form sent again does nothing.
    pub async fn submit_sheet(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = lock_sheet(tx, call, id, values).await?;
                let draft = SheetDraft::parse(values, page.rubric.criteria())?;
                let seat = Seat(u32::try_from(page.seat).unwrap_or_default());
                draft.complete(&page.rubric, seat)?;
                if page.is_submitted {
                    // What was submitted stands; the same again is no error, another one is.
                    let is_same = draft == page.draft;
                    return if is_same { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let (revision, person) =
                    (save(tx, call, &page, values, revision).await?, call.actor()?.person);
                let of = (id, person, page.stage);
                if !tx.submit_sheet(of, revision).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("submit", "score_sheet", &[Role::Judge]);
                let record = sheet_fixed(tx, of).await?;
                tx.log(entry.on(id).moved("draft", "submitted").fixing(record));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A judge's nominees in a cycle whose evaluation has begun.
async fn judging_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<JudgingPage, ActionError> {
    let actor = call.allowed(may_judge)?;
    let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    let seat = conn.find_seat(id, actor.person).await?.ok_or(ActionError::NotFound)?;
    let stage = held_now(&cycle).ok_or(ActionError::WrongState)?;
    let votes = judged_now(&cycle).is_none();
    let nominations = judged_in(stage, conn.list_nominations(id).await?);
    let near = conflicted(conn, actor, &nominations, call.today()).await?;
    let relations = conn.list_relations_of(id, actor.person).await?;
    let sheets = conn.list_sheets_of(id, actor.person, stage).await?;
    let of = (actor.person, stage);
    let (read, is_settled) = reads_in(conn, &cycle, of, nominations.len()).await?;
    let is_read =
        |one: &NominationRow| !votes && read.as_ref().is_none_or(|read| read.contains(&one.id));
    let nominees = nominations
        .into_iter()
        .map(|one| Declared { is_read: is_read(&one), ..declared(one, &near, &relations, &sheets) })
        .collect();
    let rules = conn.rulebook_of_cycle(id, call.today()).await?;
    Ok(JudgingPage { cycle, seat, stage, votes, nominees, is_settled, apart: Vec::new(), rules })
}

/// What a judge declares about each nominee; a conflict that is known cannot be declared away.
fn read_relations<'a>(
    values: &Values,
    page: &'a JudgingPage,
) -> Result<Vec<(&'a Declared, Relation)>, Problems> {
    let mut declared = Vec::new();
    for one in &page.nominees {
        let relation = Relation::read(values, Field::Relation.at(one.id));
        let relation = relation.map_err(|kind| Problems::one(Field::Relation, kind))?;
        if relation == Relation(None) && one.suggested.is_some() {
            // What the files say, a judge cannot declare away.
            return Err(Problems::one(Field::Relation, ProblemKind::KnownConflict));
        }
        if relation == Relation(None) && one.is_recused() {
            return Err(Problems::one(Field::Relation, ProblemKind::DeclaredConflict));
        }
        declared.push((one, relation));
    }
    Ok(declared)
}

/// A nominee's file with the caller's own sheet.
async fn sheet_of(
    conn: &mut Conn,
    call: &Call,
    id: NominationId,
) -> Result<SheetPage, ActionError> {
    let actor = call.allowed(may_judge)?;
    let nomination = conn.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let page = judging_of(conn, call, nomination.cycle_id).await?;
    if page.votes {
        return Err(ActionError::WrongState);
    }
    let own = page.nominees.iter().find(|one| one.id == id).ok_or(ActionError::NotFound)?;
    if !page.is_declared() {
        return Err(ActionError::Forbidden);
    }
    if own.is_recused() || !own.is_read {
        return Err(ActionError::NotFound);
    }
    let rubric = rubric_of(conn, nomination.category_id).await?;
    let sheet = conn.find_sheet(id, actor.person, page.stage).await?;
    let draft = match &sheet {
        None => SheetDraft::default(),
        Some(row) => SheetDraft { scores: row.scores.clone(), comment: row.comment.clone() },
    };
    let is_open = |one: &&Declared| one.id != id && one.sheet != Some(SheetStage::Submitted);
    let next = page.to_score().find(is_open).map(|one| one.id);
    let file = file_of(conn, call, &page.cycle, &nomination).await?;
    Ok(SheetPage {
        file,
        next,
        revision: sheet.as_ref().map_or(0, |row| row.revision),
        is_submitted: sheet.is_some_and(|row| row.state == SheetStage::Submitted),
        seat: page.seat,
        stage: page.stage,
        cycle: page.cycle,
        nomination,
        rubric,
        draft,
    })
}

/// What fixes a judge's sheet of a nominee as it stands now.
async fn sheet_fixed(
    tx: &mut Write,
    (nomination, person, stage): (NominationId, PersonId, Stage),
) -> Result<String, ActionError> {
    let sheet = tx.find_sheet(nomination, person, stage).await?.ok_or(ActionError::NotFound)?;
    fixed(tx, Kind::ScoreSheet, sheet.id).await
}

/// From now on a submitted sheet does not count, which is fixed with a line; without one nothing
/// happens.
pub(crate) async fn void(
    tx: &mut Write,
    entry: Entry,
    (nomination, person, stage): (NominationId, PersonId, Stage),
) -> Result<(), ActionError> {
    if tx.void_sheet(nomination, person, stage).await? {
        let record = sheet_fixed(tx, (nomination, person, stage)).await?;
        tx.log(entry.on(nomination).fixing(record));
    }
    Ok(())
}

/// The same, while nobody closes scoring and the judge declares nothing else. What was typed for
/// another stage is not of this one; a form that says nothing of stages is of the first.
async fn lock_sheet(
    tx: &mut Write,
    call: &Call,
    id: NominationId,
    values: &Values,
) -> Result<SheetPage, ActionError> {
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
    let page = sheet_of(tx, call, id).await?;
    if Stage::parse(values.get(Field::Stage)).unwrap_or(Stage::Preliminary) == page.stage {
        Ok(page)
    } else {
        Err(ActionError::WrongState)
    }
}

/// Saves what a form says; gives the revision from then on.
async fn save(
    tx: &mut Write,
    call: &Call,
    page: &SheetPage,
    values: &Values,
    revision: Revision,
) -> Result<i64, ActionError> {
    if page.is_submitted {
        return Err(ActionError::WrongState);
    }
    let draft = SheetDraft::parse(values, page.rubric.criteria())?;
    if draft == page.draft && page.revision > 0 {
        return Ok(page.revision);
    }
    // A draft is no event of the trade: it stays out of the chain.
    if !tx.save_sheet(&row(call, page, &draft)?, revision.number()).await? {
        return Err(ActionError::Stale);
    }
    Ok(revision.number() + 1)
}

fn row<'a>(
    call: &Call,
    page: &SheetPage,
    draft: &'a SheetDraft,
) -> Result<NewScoreSheet<'a>, ActionError> {
    Ok(NewScoreSheet {
        nomination_id: page.nomination.id,
        person_id: call.actor()?.person,
        seat_no: page.seat,
        scores: &draft.scores,
        comment: &draft.comment,
        stage: page.stage,
        at: call.now,
    })
}

/// Those whom judges score in a stage.
pub(crate) fn judged_in(stage: Stage, nominations: Vec<NominationRow>) -> Vec<NominationRow> {
    let mut nominations = eligible(nominations);
    if stage == Stage::Final {
        nominations.retain(|one| one.state == NominationState::Shortlisted);
    }
    nominations
}

/// Those who take part in the evaluation.
pub(crate) fn eligible(mut nominations: Vec<NominationRow>) -> Vec<NominationRow> {
    nominations.retain(|one| one.state.takes_part());
    nominations
}

pub(crate) async fn rubric_of(
    conn: &mut Conn,
    category: AwardCategoryId,
) -> Result<Rubric, ActionError> {
    let row = conn.find_category(category).await?.ok_or(ActionError::NotFound)?;
    row.rules.rubric().ok_or_else(|| ActionError::Internal("no rubric".into()))
}

fn declared(
    one: NominationRow,
    near: &[NominationId],
    relations: &[RelationRow],
    sheets: &[ScoreSheetRow],
) -> Declared {
    let relation = relations.iter().find(|row| row.nomination_id == one.id);
    let relation = relation.map(|row| row.kind);
    let is_recused = relation.is_some_and(|relation| relation != Relation(None));
    let sheet = sheets.iter().find(|row| row.nomination_id == one.id);
    Declared {
        id: one.id,
        category: one.category,
        name: one.name,
        workplace: one.workplace,
        unit_name: one.unit_name,
        relation,
        suggested: (near.contains(&one.id) && !is_recused).then_some(ConflictKind::SameUnit),
        sheet: sheet.map(|row| row.state),
        is_read: true,
    }
}
