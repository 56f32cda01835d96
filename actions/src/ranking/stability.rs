//! How stable a list is, and how strict each judge was: for supervisor and decision maker, once scoring
//! is closed.

use std::collections::BTreeMap;

use domain::{
    award_cycle::{may_decide_awards, may_watch_awards},
    calibration::{Strictness, strictness},
    id::{AwardCategoryId, PersonId},
    result_package::{self, Change, FinalJudging, JudgeSheet, SheetState, WhatIf, changes},
    role::{Actor, Role},
    rulebook::Rule,
    score_sheet::Points,
};

use super::{RankingPage, RankingRow, input_of, nominee_key, ranking_page};
use crate::{ActionError, Actions, Call, score_sheet::eligible};

/// A change, and who would win.
#[derive(Clone, Debug)]
pub struct Variant {
    /// What is changed, and who would win by key.
    pub what_if: WhatIf,
    /// Who would have a seat and has none.
    pub more: Vec<String>,
    /// Who has a seat and would have none.
    pub less: Vec<String>,
    /// Who would share a rank that a line cuts.
    pub open: Vec<String>,
}

/// A nominee, and under how many of the changes there would be a seat.
#[derive(Clone, Debug)]
pub struct Stable {
    /// The nominee.
    pub row: RankingRow,
    /// So many changes give a seat.
    pub n_selected: usize,
}

/// A judge, and how far the totals lie from those of the others.
#[derive(Clone, Debug)]
pub struct JudgeStrictness {
    /// The seat.
    pub seat: i64,
    /// The judge.
    pub name: String,
    /// Silent where there are too few sheets.
    pub strictness: Strictness,
}

/// How stable the list of a category is.
#[derive(Clone, Debug)]
pub struct StabilityPage {
    /// The ranking.
    pub ranking: RankingPage,
    /// Each change.
    pub variants: Vec<Variant>,
    /// Each nominee with a rank.
    pub nominees: Vec<Stable>,
    /// Each judge.
    pub judges: Vec<JudgeStrictness>,
    /// Fewer sheets say nothing about a judge.
    pub least: usize,
}

/// Whether somebody sees how stable a list is.
pub(super) fn may_weigh(actor: &Actor) -> bool {
    may_watch_awards(actor) && (may_decide_awards(actor) || actor.is(Role::Supervisor))
}

impl Actions {
    /// How stable the list of a category is, once scoring is closed.
    pub async fn stability(
        &self,
        call: &Call,
        category: AwardCategoryId,
    ) -> Result<StabilityPage, ActionError> {
        call.allowed(may_weigh)?;
        let mut conn = self.store.snapshot().await?;
        let ranking = ranking_page(&mut conn, call, category).await?;
        let row = conn.find_category(category).await?.ok_or(ActionError::NotFound)?;
        let nominations = eligible(conn.list_nominations_in(category).await?);
        let input = input_of(&mut conn, &ranking.cycle, &row, &nominations).await?;
        let names: BTreeMap<_, _> =
            nominations.iter().map(|one| (nominee_key(one.id), one.name.clone())).collect();
        let selected: Vec<_> = ranking
            .rows
            .iter()
            .filter(|row| row.result.outcome == domain::quota::Outcome::Selected)
            .map(|row| row.result.nominee.clone())
            .collect();
        let told = |keys: Vec<&domain::ranking::NomineeKey>| -> Vec<String> {
            keys.into_iter().filter_map(|key| names.get(key).cloned()).collect()
        };
        let variant = |change: Change| {
            let what_if = result_package::what_if(&input, change)
                .map_err(|error| ActionError::Internal(error.to_string()))?;
            Ok(Variant {
                more: told(what_if.selected.iter().filter(|key| !selected.contains(key)).collect()),
                less: told(
                    selected
                        .iter()
                        .filter(|key| {
                            !what_if.selected.contains(key) && !what_if.open.contains(key)
                        })
                        .collect(),
                ),
                open: told(what_if.open.iter().collect()),
                what_if,
            })
        };
        let variants: Vec<Variant> =
            changes(&input).into_iter().map(variant).collect::<Result<_, ActionError>>()?;
        let stable = |row: &RankingRow| Stable {
            n_selected: variants
                .iter()
                .filter(|one| one.what_if.selected.contains(&row.result.nominee))
                .count(),
            row: row.clone(),
        };
        let ranked = ranking.rows.iter().filter(|row| row.result.score.is_some());
        let nominees = ranked.map(stable).collect();
        let rules = conn.rulebook_of_cycle(ranking.cycle.id, call.today()).await?;
        let least = rules.count(Rule::LeastSheets);
        let people: BTreeMap<u32, PersonId> = conn
            .list_judges(ranking.cycle.id)
            .await?
            .into_iter()
            .filter_map(|judge| Some((u32::try_from(judge.seat_no).ok()?, judge.person_id)))
            .collect();
        let of_final = match input.final_stage.as_ref().map(|it| &it.judging) {
            Some(FinalJudging::Sheets { sheets, .. }) => by_nominee(sheets, &people),
            _ => BTreeMap::new(),
        };
        let of_first = by_nominee(&input.sheets, &people);
        let lists = of_first.values().chain(of_final.values()).map(Vec::as_slice);
        let all = strictness(least, lists);
        let judges = conn.list_judges(ranking.cycle.id).await?.into_iter().filter_map(|judge| {
            let strictness = *all.get(&judge.person_id)?;
            Some(JudgeStrictness { seat: judge.seat_no, name: judge.name, strictness })
        });
        Ok(StabilityPage { judges: judges.collect(), variants, nominees, least, ranking })
    }
}

/// The totals of the sheets that count, by nominee.
fn by_nominee(
    sheets: &[JudgeSheet],
    people: &BTreeMap<u32, PersonId>,
) -> BTreeMap<domain::ranking::NomineeKey, Vec<(PersonId, Points)>> {
    let mut all: BTreeMap<_, Vec<(PersonId, Points)>> = BTreeMap::new();
    for sheet in sheets.iter().filter(|sheet| sheet.state == SheetState::Valid) {
        let total = sheet.scores.iter().map(|score| score.in_hundredths()).sum();
        if let Some(person) = people.get(&sheet.seat.0) {
            let of = all.entry(sheet.nominee.clone()).or_default();
            of.push((*person, Points::hundredths(total)));
        }
    }
    all
}
