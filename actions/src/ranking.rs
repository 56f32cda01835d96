//! The ranking of a category: the machine orders, named people decide (`ranking/`).
//!
//! Page, package and the `recompute` command use the same functions of `domain`.

mod comments;
mod proposal;
mod stability;
mod tie;

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use domain::{
    access_log::AccessThing,
    award_cycle::{FinalKind, Level, WATCHERS, level_name, may_run_awards, may_watch_awards},
    id::{AwardCategoryId, AwardCycleId, NominationId, PersonId},
    nomination::{NominationState, Relation},
    quota::{AddedSeats, Line, LineResult, Outcome, Resolution, TieDecision, Undecided, Votes},
    ranking::{NomineeKey, Reading, UnitKey},
    result_package::{
        self, Category, ChainHead, Cycle, FinalJudging, FinalStage, Input, JudgeSheet, Nominee,
        NomineeResult, Package, Recusal, Rules, SheetState,
    },
    roster::AwardCategory,
    rulebook::{Rule, Rulebook},
    score_sheet::{Points, Seat, SheetStage, Stage},
};
use store::{CategoryRow, Conn, CycleRow, JudgeRow, Lock, NominationRow, ProposalRow};

pub use comments::{CommentedNominee, CommentsPage};
pub use proposal::ProposalPage;
use stability::may_weigh;

pub use stability::{JudgeStrictness, StabilityPage, Stable, Variant};

pub(crate) use proposal::{proposal_of, read_confirmation};

use crate::{
    ActionError, Actions, Call, Noted,
    access_log::Handed,
    award_cycle::{conflicted, unit_key, watched_cycle, year_of},
    record,
    score_sheet::eligible,
    write::Scoped as _,
};

/// A row of a ranking with the nominee's name.
#[derive(Clone, Debug)]
pub struct RankingRow {
    /// The nomination.
    pub id: NominationId,
    /// Name.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Nominated by.
    pub unit_name: String,
    /// Where the nomination stands.
    pub state: NominationState,
    /// Counts the changes of the nomination.
    pub revision: i64,
    /// What the sheets come to.
    pub result: NomineeResult,
    /// The place in the proposal, if there is one.
    pub proposal: Option<ProposalRow>,
}

/// A tied group that a seat line cuts, for people to decide.
#[derive(Clone, Debug)]
pub struct OpenTie {
    /// The line.
    pub line: Line,
    /// The unit's name, where the line is a unit's.
    pub unit_name: Option<String>,
    /// The group, by nomination and name.
    pub group: Vec<(NominationId, String)>,
    /// Seats for which they stand.
    pub seats_left: u32,
}

/// A tie that people have decided.
#[derive(Clone, Debug)]
pub struct DecidedTie {
    /// How it was decided: `vote`, `lot` or `added_seat`.
    pub kind: &'static str,
    /// Its members in the order of the decision, with their votes where it was a vote.
    pub members: Vec<(String, Option<u32>)>,
    /// Where it is on record.
    pub reference: String,
}

/// The seats of one unit, where a quota gives seats to units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitSeats {
    /// The unit's name.
    pub unit_name: String,
    /// Its seats, those included that were added to resolve a tie.
    pub seats: u32,
    /// Seats that somebody has.
    pub filled: u32,
    /// Seats that stay empty.
    pub vacant: u32,
}

/// The ranking of one category.
#[derive(Clone, Debug)]
pub struct RankingPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Key of the category's row.
    pub category_id: AwardCategoryId,
    /// Counts the decisions about it.
    pub revision: i64,
    /// Which category.
    pub category: AwardCategory,
    /// Criteria by name, for the means.
    pub criteria: Vec<String>,
    /// All nominees, from the first rank on; where there is a final, those on the shortlist.
    pub rows: Vec<RankingRow>,
    /// The first stage, where there is a final: all nominees, `selected` those on the shortlist.
    pub preliminary: Vec<RankingRow>,
    /// The ballots of a final that was a vote, and where it is on record.
    pub ballots: Option<(u32, String)>,
    /// Ties that wait for people.
    pub ties: Vec<OpenTie>,
    /// Ties that people have decided, in the order of time.
    pub decided: Vec<DecidedTie>,
    /// Seats in all, and how many stay vacant.
    pub seats: u32,
    /// Seats that nobody has.
    pub vacant: u32,
    /// The seats of each unit, in the quota's order; empty where the whole category has them.
    pub units: Vec<UnitSeats>,
    /// Judges of the panel: so many ballots a vote has at most.
    pub n_judges: usize,
    /// Whether a tie may be resolved by adding seats.
    pub added_seats: AddedSeats,
    /// The levels of those who are chosen, from the highest on.
    pub levels: Vec<Level>,
    /// Whether the caller may enter a tie's decision and propose.
    pub may_propose: bool,
    /// Whether the caller may look how stable the list is.
    pub may_weigh: bool,
}

impl RankingPage {
    /// What the level of a proposed nominee is called; none where the category has no levels, and of
    /// nobody else.
    pub fn level_of(&self, row: &RankingRow) -> Option<&str> {
        let proposal = row.proposal.as_ref().filter(|it| it.is_selected)?;
        level_name(&self.levels, proposal.level_no)
    }
}

impl Actions {
    /// The ranking of a category after scoring is closed; closed to everybody in conflict with one
    /// of its nominees, administrators included (`AWD-12`).
    pub async fn ranking(
        &self,
        call: &Call,
        category: AwardCategoryId,
    ) -> Result<RankingPage, ActionError> {
        ranking_page(&mut self.store.read().await?, call, category).await
    }

    /// The result package of a cycle, for those who check it: no name of judge or nominee.
    pub async fn result_package(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<(Package, Noted), ActionError> {
        // Ten statements for each category, all of one moment.
        let mut conn = self.store.snapshot().await?;
        let page = proposal_of(&mut conn, call, id).await?;
        let mut package = package_of(&mut conn, &page.cycle).await?;
        let categories = &conn.list_categories(id).await?;
        let (line, hash) = conn.find_audit_head().await?;
        drop(conn);
        let fixed = &record::named(&record::package_record(id, package.clone())?);
        let n_rows = package.categories.iter().map(|category| category.input.nominees.len()).sum();
        let handed = Handed::rows(AccessThing::ResultPackage, id, n_rows);
        let noted = self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                // A tie that was decided meanwhile makes another package.
                if tx.list_categories(id).await? != *categories {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("export", "award_cycle", WATCHERS).on(id).fixing(fixed));
                tx.note(call, WATCHERS, handed).await
            }
            .scope_boxed()
        });
        let noted = noted.await?;
        package.chain = Some(ChainHead::new(line, &hash));
        Ok((package, noted))
    }
}

/// The results of a cycle with what they follow from.
pub(crate) async fn package_of(conn: &mut Conn, cycle: &CycleRow) -> Result<Package, ActionError> {
    let mut inputs = Vec::new();
    for category in conn.list_categories(cycle.id).await? {
        let nominations = eligible(conn.list_nominations_in(category.id).await?);
        if !nominations.is_empty() {
            inputs.push(input_of(conn, cycle, &category, &nominations).await?);
        }
    }
    let head = Cycle { title: cycle.title.clone(), year: year_of(cycle) };
    result_package::build(head, inputs).map_err(|error| ActionError::Internal(error.to_string()))
}

/// The ranks of all who are ranked in a cycle.
pub(crate) async fn ranks_of(
    conn: &mut Conn,
    cycle: &CycleRow,
) -> Result<HashMap<NominationId, usize>, ActionError> {
    let mut ranks = HashMap::new();
    let mut by_key = HashMap::new();
    for one in eligible(conn.list_nominations(cycle.id).await?) {
        by_key.insert(nominee_key(one.id), one.id);
    }
    for category in package_of(conn, cycle).await?.categories {
        for one in category.results.nominees {
            if let Some((id, score)) = by_key.get(&one.nominee).zip(one.score) {
                ranks.insert(*id, score.rank);
            }
        }
    }
    Ok(ranks)
}

/// The ranking of a category, for who watches over its cycle and is in conflict with nobody in it.
async fn ranking_page(
    conn: &mut Conn,
    call: &Call,
    category: AwardCategoryId,
) -> Result<RankingPage, ActionError> {
    let actor = call.allowed(may_watch_awards)?;
    let row = conn.find_category(category).await?.ok_or(ActionError::NotFound)?;
    let cycle = watched_cycle(conn, actor, row.cycle_id).await?;
    if !cycle.state.shows_ranking() {
        return Err(ActionError::WrongState);
    }
    let nominations = eligible(conn.list_nominations_in(category).await?);
    if !conflicted(conn, actor, &nominations, call.today()).await?.is_empty() {
        return Err(ActionError::Forbidden);
    }
    let may_propose = may_run_awards(actor) && cycle.state.propose().is_ok();
    let page = ranking_of(conn, cycle, &row, &nominations, may_propose).await?;
    Ok(RankingPage { may_weigh: may_weigh(actor), ..page })
}

/// The key of a nominee in rankings and packages.
pub(crate) fn nominee_key(nomination: NominationId) -> NomineeKey {
    NomineeKey::new(format!("n{nomination}"))
}

/// The nominees of a cycle's finals, as its first stage chooses them.
pub(crate) async fn shortlisted(
    conn: &mut Conn,
    cycle: &CycleRow,
    rules: &Rulebook,
) -> Result<Vec<NominationId>, ActionError> {
    let judges = conn.list_judges(cycle.id).await?;
    let mut chosen = Vec::new();
    for category in conn.list_categories(cycle.id).await? {
        let nominations = eligible(conn.list_nominations_in(category.id).await?);
        if nominations.is_empty() {
            continue;
        }
        let input = first_stage(conn, &category, &nominations, &judges).await?;
        let keys = shortlist_of(&input, percent(rules))?;
        let is_on = |one: &&NominationRow| keys.contains(&nominee_key(one.id));
        chosen.extend(nominations.iter().filter(is_on).map(|one| one.id));
    }
    Ok(chosen)
}

/// Those on the shortlist of a category.
fn shortlist_of(input: &Input, percent: u32) -> Result<HashSet<NomineeKey>, ActionError> {
    let list = result_package::shortlist(input, percent)
        .map_err(|error| ActionError::Internal(error.to_string()))?;
    let on = list.nominees.into_iter().filter(|row| row.outcome == Outcome::Selected);
    Ok(on.map(|row| row.nominee).collect())
}

/// Percent of the seats of a line that are on the shortlist.
fn percent(rules: &Rulebook) -> u32 {
    u32::try_from(rules.get(Rule::ShortlistPercent)).unwrap_or_default()
}

async fn input_of(
    conn: &mut Conn,
    cycle: &CycleRow,
    category: &CategoryRow,
    nominations: &[NominationRow],
) -> Result<Input, ActionError> {
    let judges = conn.list_judges(cycle.id).await?;
    let mut input = first_stage(conn, category, nominations, &judges).await?;
    if cycle.final_kind == FinalKind::None {
        return Ok(input);
    }
    // Those of its announcement, without which there is no final; the day says nothing.
    let rules = conn.rulebook_of_cycle(cycle.id, NaiveDate::default()).await?;
    let shortlist_percent = percent(&rules);
    let judging = if cycle.final_kind == FinalKind::Vote {
        let number = |n: i64| u32::try_from(n).unwrap_or_default();
        let ballot = conn.find_final_ballot(category.id).await?;
        let (ballots, reference) = ballot.unwrap_or_else(|| (0, "—".to_owned()));
        let votes = conn.list_final_votes(category.id).await?.into_iter();
        let votes = votes.map(|(one, n)| Votes { nominee: nominee_key(one), votes: number(n) });
        FinalJudging::Vote { ballots: number(ballots), reference, votes: votes.collect() }
    } else {
        let of = (nominations, &*judges);
        let (sheets, recusals) = judged(conn, category, of, Stage::Final).await?;
        // Of somebody who was never in the final, what was declared concerns the first stage.
        let finalists = shortlist_of(&input, shortlist_percent)?;
        let recusals = recusals.into_iter().filter(|it| finalists.contains(&it.nominee));
        FinalJudging::Sheets { sheets, recusals: recusals.collect() }
    };
    input.final_stage = Some(FinalStage { shortlist_percent, judging });
    Ok(input)
}

/// What the first stage of a category gave.
async fn first_stage(
    conn: &mut Conn,
    category: &CategoryRow,
    nominations: &[NominationRow],
    judges: &[JudgeRow],
) -> Result<Input, ActionError> {
    let rules = category.rules.clone();
    let is_assigned = !conn.list_reader_plans(category.cycle_id).await?.is_empty();
    let reading = if is_assigned { Reading::Assigned } else { Reading::All };
    let of = (nominations, judges);
    let (sheets, recusals) = judged(conn, category, of, Stage::Preliminary).await?;
    // Units may change their places in lists; a package that is fixed stays as it was.
    let mut nominated: Vec<&NominationRow> = nominations.iter().collect();
    nominated.sort_by_key(|one| one.id);
    Ok(Input {
        category: category.category.as_str().to_owned(),
        title: category.category.title().to_owned(),
        rules: Rules {
            reading,
            ..Rules::new(rules.criteria, rules.added_seats, rules.ties_off_line)
        },
        panel: judges.iter().map(|judge| seat(judge.seat_no)).collect(),
        nominees: nominated
            .iter()
            .map(|one| Nominee { nominee: nominee_key(one.id), unit: unit_key(one.unit_id) })
            .collect(),
        sheets,
        recusals,
        quota: rules.quota,
        tie_decisions: conn.list_tie_decisions(category.id).await?,
        final_stage: None,
    })
}

fn seat(seat: i64) -> Seat {
    Seat(u32::try_from(seat).unwrap_or_default())
}

/// The sheets of a stage, and who did not judge whom there.
async fn judged(
    conn: &mut Conn,
    category: &CategoryRow,
    (nominations, judges): (&[NominationRow], &[JudgeRow]),
    stage: Stage,
) -> Result<(Vec<JudgeSheet>, Vec<Recusal>), ActionError> {
    let seats: BTreeMap<PersonId, Seat> =
        judges.iter().map(|judge| (judge.person_id, seat(judge.seat_no))).collect();
    let ids: HashSet<NominationId> = nominations.iter().map(|one| one.id).collect();
    let mut sheets = Vec::new();
    for row in conn.list_sheets(category.id, stage).await? {
        if !ids.contains(&row.nomination_id) {
            continue;
        }
        let scores: Option<Vec<Points>> = row.scores.into_iter().collect();
        let scores = scores.ok_or_else(|| ActionError::Internal("an open sheet".into()))?;
        let counts = match row.state {
            SheetStage::Void => SheetState::Void,
            SheetStage::Draft | SheetStage::Submitted => SheetState::Valid,
        };
        let nominee = nominee_key(row.nomination_id);
        sheets.push(JudgeSheet { nominee, seat: seat(row.seat_no), state: counts, scores });
    }
    let mut recusals = Vec::new();
    for row in conn.list_conflicts(category.id).await? {
        let seat = seats.get(&row.person_id).filter(|_| ids.contains(&row.nomination_id));
        if let (Some(seat), Relation(Some(kind))) = (seat, row.kind) {
            recusals.push(Recusal { seat: *seat, nominee: nominee_key(row.nomination_id), kind });
        }
    }
    // What was declared after the sheet had counted closes the file and changes no result.
    let counted: HashSet<(Seat, &NomineeKey)> = sheets
        .iter()
        .filter(|sheet| sheet.state == SheetState::Valid)
        .map(|sheet| (sheet.seat, &sheet.nominee))
        .collect();
    recusals.retain(|recusal: &Recusal| !counted.contains(&(recusal.seat, &recusal.nominee)));
    Ok((sheets, recusals))
}

async fn ranking_of(
    conn: &mut Conn,
    cycle: CycleRow,
    row: &CategoryRow,
    nominations: &[NominationRow],
    may_propose: bool,
) -> Result<RankingPage, ActionError> {
    let input = input_of(conn, &cycle, row, nominations).await?;
    let ballots = match input.final_stage.as_ref().map(|it| &it.judging) {
        Some(FinalJudging::Vote { ballots, reference, .. }) => Some((*ballots, reference.clone())),
        _ => None,
    };
    let proposals: HashMap<NominationId, ProposalRow> = conn
        .list_proposals(cycle.id)
        .await?
        .into_iter()
        .map(|proposal| (proposal.nomination_id, proposal))
        .collect();
    let decisions = input.tie_decisions.clone();
    let (n_judges, added_seats) = (input.panel.len(), input.rules.added_seats);
    let criteria = input.rules.criteria.iter().map(|one| one.code.clone()).collect();
    let head = Cycle { title: cycle.title.clone(), year: year_of(&cycle) };
    let package = result_package::build(head, vec![input]);
    let package = package.map_err(|error| ActionError::Internal(error.to_string()))?;
    let Some(Category { results, .. }) = package.categories.into_iter().next() else {
        return Err(ActionError::NotFound);
    };
    let by_key: BTreeMap<NomineeKey, &NominationRow> =
        nominations.iter().map(|one| (nominee_key(one.id), one)).collect();
    let named = |result: NomineeResult| {
        let one = by_key.get(&result.nominee)?;
        Some(RankingRow {
            id: one.id,
            name: one.name.clone(),
            workplace: one.workplace.clone(),
            unit_name: one.unit_name.clone(),
            state: one.state,
            revision: one.revision,
            proposal: proposals.get(&one.id).cloned(),
            result,
        })
    };
    let open = |line: &LineResult| {
        let Undecided { group, seats_left } = line.undecided.as_ref()?;
        let members = group.iter().filter_map(|key| by_key.get(key));
        let unit = by_key.get(group.first()?)?;
        Some(OpenTie {
            unit_name: matches!(line.line, Line::Unit(_)).then(|| unit.unit_name.clone()),
            line: line.line.clone(),
            group: members.map(|one| (one.id, one.name.clone())).collect(),
            seats_left: *seats_left,
        })
    };
    let units = unit_seats(conn, nominations, &results.lines).await?;
    let name = |key: &NomineeKey| by_key.get(key).map(|one| one.name.clone()).unwrap_or_default();
    let decided = decisions.into_iter().map(|decision| decided_tie(decision, name)).collect();
    Ok(RankingPage {
        units,
        category_id: row.id,
        revision: row.revision,
        category: row.category,
        criteria,
        ties: results.lines.iter().filter_map(open).collect(),
        decided,
        seats: results.lines.iter().map(|line| line.seats + line.added).sum(),
        vacant: results.lines.iter().map(|line| line.vacant).sum(),
        preliminary: results
            .preliminary
            .map(|it| it.nominees.into_iter().filter_map(named).collect())
            .unwrap_or_default(),
        rows: results.nominees.into_iter().filter_map(named).collect(),
        ballots,
        n_judges,
        added_seats,
        levels: row.rules.levels.clone(),
        may_propose,
        may_weigh: false,
        cycle,
    })
}

fn decided_tie(decision: TieDecision, name: impl Fn(&NomineeKey) -> String) -> DecidedTie {
    let unvoted = |keys: &[NomineeKey]| keys.iter().map(|key| (name(key), None)).collect();
    let (kind, members) = match &decision.resolution {
        Resolution::Vote { votes, .. } => {
            let mut votes: Vec<_> = votes.iter().collect();
            votes.sort_by_key(|one| std::cmp::Reverse(one.votes));
            ("vote", votes.into_iter().map(|one| (name(&one.nominee), Some(one.votes))).collect())
        }
        Resolution::Lot { order } => ("lot", unvoted(order)),
        Resolution::AddedSeat { nominees } => ("added_seat", unvoted(nominees)),
    };
    DecidedTie { kind, members, reference: decision.reference }
}

/// The lines of units, by name.
async fn unit_seats(
    conn: &mut Conn,
    nominations: &[NominationRow],
    lines: &[LineResult],
) -> Result<Vec<UnitSeats>, ActionError> {
    if lines.iter().all(|line| line.line == Line::Category) {
        return Ok(Vec::new());
    }
    let mut names: BTreeMap<UnitKey, String> =
        conn.list_units(None).await?.into_iter().map(|row| (unit_key(row.id), row.name)).collect();
    names.extend(nominations.iter().map(|one| (unit_key(one.unit_id), one.unit_name.clone())));
    let seats = |line: &LineResult| match &line.line {
        Line::Category => None,
        Line::Unit(unit) => Some(UnitSeats {
            unit_name: names.get(unit).cloned().unwrap_or_default(),
            seats: line.seats + line.added,
            filled: line.filled,
            vacant: line.vacant,
        }),
    };
    Ok(lines.iter().filter_map(seats).collect())
}
