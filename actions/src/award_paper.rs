//! The papers of an award: the evaluation record (评审记录, R-10), and the summary sheet (推荐汇总表) and
//! form of nominations.

use std::collections::BTreeMap;

use domain::{
    access_log::AccessThing,
    award_cycle::{CategoryRules, FinalKind, RUNNERS, WATCHERS, may_run_awards},
    id::{AwardCycleId, NominationId, PersonId},
    nomination::{NOMINATORS, Relation, may_nominate},
    rulebook::Rulebook,
    score_sheet::Stage,
};
use store::{
    CycleRow, JudgeRow, NominationRow, ObjectionRow, RankedSheet, ReaderPlanRow, SubstituteDrawRow,
    SubstituteRow, SupplementRow,
};

use crate::{
    ActionError, Actions, Call, NominationFile, Noted, ProposalPage, access_log::Handed,
    nomination::file_of, ranking::proposal_of,
};

/// What the evaluation record of a cycle says (`AWD-17`): sheets, ranks, ties, recusals, and what came
/// after them.
#[derive(Clone, Debug)]
pub struct AwardRecord {
    /// The rules of its announcement.
    pub rules: Rulebook,
    /// The cycle with the rankings of its categories and the proposal.
    pub page: ProposalPage,
    /// Its judges by seat.
    pub judges: Vec<JudgeRow>,
    /// What belongs to each ranking, in the same order.
    pub categories: Vec<RecordCategory>,
    /// Judges who were drawn while others scored (`AWD-11`).
    pub draws: Vec<SubstituteDrawRow>,
    /// How it was worked out who reads whom, the newest first; empty where everybody reads all.
    pub plans: Vec<ReaderPlanRow>,
    /// Who followed somebody that was taken off the list.
    pub substitutes: Vec<SubstituteRow>,
    /// Decisions after the first.
    pub supplements: Vec<SupplementRow>,
    /// Objections, without who made them.
    pub objections: Vec<ObjectionRow>,
}

/// What a record says of a category beside its ranking.
#[derive(Clone, Debug)]
pub struct RecordCategory {
    /// Its rules as they were announced.
    pub rules: CategoryRules,
    /// The sheets of the first stage, where a final followed it.
    pub first_sheets: Vec<RankedSheet>,
    /// The sheets by nominee and seat.
    pub sheets: Vec<RankedSheet>,
    /// Who stepped aside, of whom, and why.
    pub recusals: Vec<(String, NominationId, Relation)>,
}

/// A summary sheet of nominations.
#[derive(Clone, Debug)]
pub struct NominationSheet {
    /// The cycle.
    pub cycle: CycleRow,
    /// Nominations that were handed in, by category, unit and the unit's order.
    pub rows: Vec<NominationRow>,
    /// Whose it is: the units of whoever nominates; none where it is the whole cycle's.
    pub units: Vec<String>,
}

/// The form of one nomination.
#[derive(Clone, Debug)]
pub struct NominationPaper {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// What is on file beside it.
    pub file: NominationFile,
}

impl Actions {
    /// The summary sheet of a cycle, for the office, without those that the caller is in conflict
    /// with.
    pub async fn nomination_sheet(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<(NominationSheet, Noted), ActionError> {
        let page = self.nominations(call, id).await?;
        let mut rows = page.rows;
        rows.retain(|row| row.state.is_handed_in());
        let handed = Handed::rows(AccessThing::AwardPaper, id, rows.len());
        let noted = self.note(call, RUNNERS, handed).await?;
        Ok((NominationSheet { cycle: page.cycle, rows, units: Vec::new() }, noted))
    }

    /// The summary sheet of what the caller's units have nominated.
    pub async fn own_nomination_sheet(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<(NominationSheet, Noted), ActionError> {
        let page = self.nominating_page(call, id).await?;
        let units = page.units.iter().map(|(unit, _)| unit.name.clone()).collect();
        let all = page.units.into_iter().flat_map(|(_, all)| all).flat_map(|of| of.rows);
        let mut rows: Vec<NominationRow> = all.filter(|row| row.state.is_handed_in()).collect();
        rows.sort_by_key(|row| row.category_id);
        let handed = Handed::rows(AccessThing::AwardPaper, id, rows.len());
        let noted = self.note(call, NOMINATORS, handed).await?;
        Ok((NominationSheet { cycle: page.cycle, rows, units }, noted))
    }

    /// The form of a nomination, for its unit, its county and the office.
    pub async fn nomination_paper(
        &self,
        call: &Call,
        id: NominationId,
    ) -> Result<(NominationPaper, Noted), ActionError> {
        let own = if call.allowed(may_nominate).is_ok() {
            match self.filing(call, id).await {
                Ok(page) => Some((page.cycle, page.nomination)),
                Err(ActionError::NotFound) => None,
                Err(error) => return Err(error),
            }
        } else {
            None
        };
        let (found, roles) = match own {
            Some(found) => (found, NOMINATORS),
            None if call.allowed(may_run_awards).is_err() => return Err(ActionError::NotFound),
            None => {
                let page = self.nomination(call, id).await?;
                ((page.cycle, page.nomination), RUNNERS)
            }
        };
        let (cycle, nomination) = found;
        let mut conn = self.store.read().await?;
        let file = file_of(&mut conn, call, &cycle, &nomination).await?;
        drop(conn);
        let handed = Handed::rows(AccessThing::AwardPaper, id, 1);
        let noted = self.note(call, roles, handed).await?;
        Ok((NominationPaper { cycle, nomination, file }, noted))
    }

    /// The evaluation record of a cycle whose scoring is closed, for who watches over it and is in
    /// conflict with nobody in it.
    pub async fn award_record(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<(AwardRecord, Noted), ActionError> {
        let mut conn = self.store.snapshot().await?;
        let page = proposal_of(&mut conn, call, id).await?;
        let mut categories = Vec::new();
        let rows = conn.list_categories(id).await?;
        let mut found = Vec::new();
        for ranking in &page.rankings {
            let row = rows.iter().find(|row| row.id == ranking.category_id);
            let rules = row.ok_or(ActionError::NotFound)?.rules.clone();
            let conflicts = conn.list_conflicts(ranking.category_id).await?;
            let first = conn.list_sheets(ranking.category_id, Stage::Preliminary).await?;
            let last = conn.list_sheets(ranking.category_id, Stage::Final).await?;
            // Without a final the first stage is the one that ranks.
            let has_final = page.cycle.final_kind != FinalKind::None;
            let (first_sheets, sheets) = if has_final { (first, last) } else { (last, first) };
            found.push((rules, (first_sheets, sheets), conflicts));
        }
        let people: Vec<PersonId> =
            found.iter().flat_map(|(.., all)| all.iter().map(|one| one.person_id)).collect();
        let names: BTreeMap<PersonId, String> =
            conn.list_names(&people).await?.into_iter().collect();
        for (rules, (first_sheets, sheets), conflicts) in found {
            let recusal = |row: store::RelationRow| {
                let name = names.get(&row.person_id).cloned().unwrap_or_default();
                (name, row.nomination_id, row.kind)
            };
            let recusals = conflicts.into_iter().map(recusal).collect();
            categories.push(RecordCategory { rules, first_sheets, sheets, recusals });
        }
        let record = AwardRecord {
            rules: conn.rulebook_of_cycle(id, call.today()).await?,
            judges: conn.list_judges(id).await?,
            categories,
            draws: conn.list_substitute_draws(id).await?,
            plans: conn.list_reader_plans(id).await?,
            substitutes: conn.list_substitutes(id).await?,
            supplements: conn.list_supplements(id).await?,
            objections: conn.list_objections(id).await?,
            page,
        };
        drop(conn);
        let n_rows = record.page.rankings.iter().map(|ranking| ranking.rows.len()).sum();
        let handed = Handed::rows(AccessThing::AwardPaper, id, n_rows);
        let noted = self.note(call, WATCHERS, handed).await?;
        Ok((record, noted))
    }
}
