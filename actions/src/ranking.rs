//! Ranking, ties, proposal and decision: the machine proposes, named people decide.
//!
//! Page, package and the `recompute` command use the same functions of `domain`.

use std::collections::BTreeMap;

use domain::{
    award_cycle::{
        AwardCycleState, DEVIATION_MIN, RUNNERS, WATCHERS, may_decide_awards, may_run_awards,
        may_watch_awards,
    },
    form::{LINE_MAX, ProblemKind, Problems, Reader, Values},
    nomination::{NominationState, Relation},
    quota::{Line, LineResult, Outcome, Resolution, TieDecision, Undecided, Votes},
    ranking::{NomineeKey, UnitKey},
    result_package::{
        self, Category, Cycle, Input, JudgeSheet, Nominee, NomineeResult, Package, Recusal, Rules,
        SheetState,
    },
    role::Role,
    roster::AwardCategory,
    score_sheet::{Points, Seat},
};
use store::{CategoryRow, Conn, CycleRow, NominationRow, ProposalRow};

use crate::{
    ActionError, Actions, Call,
    award_cycle::{conflicted, hold, read, rules_of, unit_key, write, year_of},
    score_sheet::{eligible, stored_scores},
};

/// A row of a ranking with the nominee's name.
#[derive(Clone, Debug)]
pub struct RankingRow {
    /// The nomination.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Nominated by.
    pub unit_name: String,
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
    pub group: Vec<(i64, String)>,
    /// Seats for which they stand.
    pub seats_left: u32,
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
    pub category_id: i64,
    /// Counts the decisions about it.
    pub revision: i64,
    /// Which category.
    pub category: AwardCategory,
    /// Criteria by name, for the means.
    pub criteria: Vec<String>,
    /// All nominees, from the first rank on.
    pub rows: Vec<RankingRow>,
    /// Ties that wait for people.
    pub ties: Vec<OpenTie>,
    /// Seats in all, and how many stay vacant.
    pub seats: u32,
    /// Seats that nobody has.
    pub vacant: u32,
    /// The seats of each unit, in the quota's order; empty where the whole category has them.
    pub units: Vec<UnitSeats>,
    /// Whether the caller may enter a tie's decision and propose.
    pub may_propose: bool,
}

/// A proposed name with its deviation, for who confirms.
#[derive(Clone, Debug)]
pub struct ProposalPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The rankings of all categories.
    pub rankings: Vec<RankingPage>,
    /// Whether the caller may confirm or send back.
    pub may_confirm: bool,
    /// Whether the caller may decide now.
    pub may_decide: bool,
}

impl Actions {
    /// The ranking of a category after scoring is closed; closed to everybody in conflict with one
    /// of its nominees, administrators included (`AWD-12`).
    pub async fn ranking(&self, call: &Call, category: i64) -> Result<RankingPage, ActionError> {
        let actor = call.allowed(may_watch_awards)?;
        let mut conn = self.store.read().await?;
        let row = conn.find_category(category).await?.ok_or(ActionError::NotFound)?;
        let cycle = conn.find_cycle(row.cycle_id).await?.ok_or(ActionError::NotFound)?;
        if !cycle.state.shows_ranking() {
            return Err(ActionError::WrongState);
        }
        let nominations = of_category(conn.list_nominations(cycle.id).await?, category);
        if !conflicted(&mut conn, actor, &nominations, call.today()).await?.is_empty() {
            return Err(ActionError::Forbidden);
        }
        let may_propose = may_run_awards(actor) && cycle.state.propose().is_ok();
        ranking_of(&mut conn, cycle, &row, &nominations, may_propose).await
    }

    /// Keeps what people decided about a tie that a seat line cuts (`AWD`, domain §3.6.3).
    ///
    /// Fields: `tie` (place in the list of ties), `resolution` (`vote`, `lot`, `added_seat`),
    /// `ballots`, `votes` a number per member in their order, which are places in a lot,
    /// `reference` to the minutes, `revision` of the category that the page showed.
    pub async fn decide_tie(
        &self,
        call: &Call,
        category: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_run_awards)?;
        let page = self.ranking(call, category).await?;
        if !page.may_propose {
            return Err(ActionError::WrongState);
        }
        let tie = values.trimmed("tie").parse::<usize>().ok().and_then(|at| page.ties.get(at));
        let tie = tie.ok_or(ActionError::Stale)?;
        if values.trimmed("revision") != page.revision.to_string() {
            return Err(ActionError::Stale);
        }
        let decision = read_decision(values, tie)?;
        let mut tx = self.store.begin().await?;
        hold(&mut tx, page.cycle.id, AwardCycleState::Scored).await?;
        if !tx.touch_category(category, page.revision).await? {
            return Err(ActionError::Stale);
        }
        let row = tx.find_category(category).await?.ok_or(ActionError::NotFound)?;
        let nominations = of_category(tx.list_nominations(page.cycle.id).await?, category);
        let mut input = input_of(&mut tx, &row, &nominations).await?;
        input.tie_decisions.push(decision.clone());
        let cycle = Cycle { title: page.cycle.title.clone(), year: year_of(&page.cycle) };
        if result_package::build(cycle, vec![input]).is_err() {
            return Err(Problems::one("resolution", ProblemKind::NotDecided).into());
        }
        tx.add_tie_decision(category, &write(&decision)?, actor.person.0, call.now).await?;
        let entry = call
            .entry("decide_tie", "award_category", RUNNERS)
            .on(category)
            .because(decision.reference);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Proposes a cycle: every category settled, each deviation from the ranking with a reason of
    /// at least twenty characters (`AWD-15`).
    ///
    /// Fields: `selected` with the nominations' keys, and `reason_ID` for each deviation.
    pub async fn propose(&self, call: &Call, id: i64, values: &Values) -> Result<(), ActionError> {
        call.allowed(may_run_awards)?;
        let page = self.proposal(call, id).await?;
        let to = page.cycle.state.propose().map_err(|_| ActionError::WrongState)?;
        if page.rankings.iter().any(|ranking| !ranking.ties.is_empty()) {
            return Err(Problems::one("selected", ProblemKind::TieOpen).into());
        }
        let mut proposals = Vec::new();
        for ranking in &page.rankings {
            proposals.extend(read_proposals(values, ranking)?);
        }
        let mut tx = self.store.begin().await?;
        if !tx.move_cycle(id, page.cycle.state, to).await? {
            return Err(ActionError::WrongState);
        }
        let mut entries = Vec::new();
        for proposal in &proposals {
            tx.set_proposal(proposal).await?;
            if proposal.is_deviation {
                let entry = call.entry("deviate", "nomination", RUNNERS).on(proposal.nomination_id);
                entries.push(entry.because(proposal.reason.clone()));
            }
        }
        let entry = call
            .entry("propose", "award_cycle", RUNNERS)
            .on(id)
            .moved(page.cycle.state.as_str(), to.as_str());
        entries.push(entry);
        Ok(tx.commit_all(entries, &self.entropy.token()).await?)
    }

    /// All rankings of a cycle with its proposal.
    pub async fn proposal(&self, call: &Call, id: i64) -> Result<ProposalPage, ActionError> {
        let actor = call.allowed(may_watch_awards)?;
        let mut conn = self.store.read().await?;
        let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
        if !cycle.state.shows_ranking() {
            return Err(ActionError::WrongState);
        }
        let categories = conn.list_categories(id).await?;
        let nominations = conn.list_nominations(id).await?;
        drop(conn);
        let mut rankings = Vec::new();
        for category in categories {
            if nominations.iter().any(|one| one.category_id == category.id) {
                rankings.push(self.ranking(call, category.id).await?);
            }
        }
        let decides = may_decide_awards(actor);
        let is_over = cycle.notice_until.is_some_and(|last| last < call.today());
        Ok(ProposalPage {
            rankings,
            may_confirm: decides && cycle.state.confirm().is_ok(),
            may_decide: decides && cycle.state.decide().is_ok() && is_over,
            cycle,
        })
    }

    /// A named decision maker confirms the proposal, or sends it back with a reason (`LAW-14`).
    pub async fn confirm_proposal(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        let page = self.proposal(call, id).await?;
        let from = page.cycle.state;
        let mut reader = Reader::new(values);
        let is_back = reader.choice("decision", |text| match text {
            "confirm" => Some(false),
            "send_back" => Some(true),
            _ => None,
        });
        let is_back = is_back == Some(true);
        let reason = reader.text("reason", if is_back { 5 } else { 0 }, LINE_MAX);
        let reason = reader.problems.or(|| reason)?;
        let to = if is_back { from.send_back() } else { from.confirm() };
        let to = to.map_err(|_| ActionError::WrongState)?;
        // What is confirmed is the list that the page showed, and no later one.
        if values.trimmed("revision") != page.cycle.revision.to_string() {
            return Err(ActionError::Stale);
        }
        let mut tx = self.store.begin().await?;
        if !is_back {
            tx.confirm_proposal(id, actor.person.0, call.now).await?;
        }
        if !tx.move_cycle(id, from, to).await? {
            return Err(ActionError::WrongState);
        }
        if !is_back {
            for row in page.rankings.iter().flat_map(|ranking| &ranking.rows) {
                let is_selected = row.proposal.as_ref().is_some_and(|it| it.is_selected);
                let state = if is_selected {
                    NominationState::Proposed
                } else {
                    NominationState::NotProposed
                };
                tx.move_nomination(row.id, state).await?;
            }
        }
        let verb = if is_back { "send_back" } else { "confirm" };
        let mut entry = call
            .entry(verb, "award_cycle", &[Role::DecisionMaker])
            .on(id)
            .moved(from.as_str(), to.as_str());
        if !reason.is_empty() {
            entry = entry.because(reason);
        }
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// Decides after the notice has run, by name and document.
    pub async fn decide_cycle(
        &self,
        call: &Call,
        id: i64,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        let page = self.proposal(call, id).await?;
        let from = page.cycle.state;
        let to = from.decide().map_err(|_| ActionError::WrongState)?;
        if !page.may_decide {
            return Err(Problems::one("document_no", ProblemKind::NoticeRuns).into());
        }
        let mut reader = Reader::new(values);
        let document_no = reader.text("document_no", 3, LINE_MAX);
        let document_no = reader.problems.or(|| document_no)?;
        let mut tx = self.store.begin().await?;
        tx.decide_cycle(id, actor.person.0, call.now, &document_no).await?;
        if !tx.move_cycle(id, from, to).await? {
            return Err(ActionError::WrongState);
        }
        for row in page.rankings.iter().flat_map(|ranking| &ranking.rows) {
            let is_selected = row.proposal.as_ref().is_some_and(|it| it.is_selected);
            let state =
                if is_selected { NominationState::Awarded } else { NominationState::NotAwarded };
            tx.move_nomination(row.id, state).await?;
        }
        let entry = call
            .entry("decide", "award_cycle", &[Role::DecisionMaker])
            .on(id)
            .moved(from.as_str(), to.as_str())
            .because(document_no);
        Ok(tx.commit(entry, &self.entropy.token()).await?)
    }

    /// The result package of a cycle, for those who check it: no name of judge or nominee.
    pub async fn result_package(&self, call: &Call, id: i64) -> Result<Package, ActionError> {
        let page = self.proposal(call, id).await?;
        let mut conn = self.store.read().await?;
        let all = conn.list_nominations(id).await?;
        let mut inputs = Vec::new();
        for category in conn.list_categories(id).await? {
            let nominations = of_category(all.clone(), category.id);
            if !nominations.is_empty() {
                inputs.push(input_of(&mut conn, &category, &nominations).await?);
            }
        }
        let cycle = Cycle { title: page.cycle.title.clone(), year: year_of(&page.cycle) };
        let package = result_package::build(cycle, inputs);
        drop(conn);
        let entry = call.entry("export", "award_cycle", WATCHERS).on(id);
        let tx = self.store.begin().await?;
        tx.commit(entry, &self.entropy.token()).await?;
        package.map_err(|error| ActionError::Internal(error.to_string()))
    }
}

fn of_category(nominations: Vec<NominationRow>, category: i64) -> Vec<NominationRow> {
    let mut own = eligible(nominations);
    own.retain(|one| one.category_id == category);
    own
}

/// The key of a nominee in rankings and packages.
fn nominee_key(nomination: i64) -> NomineeKey {
    NomineeKey::new(format!("n{nomination}"))
}

async fn input_of(
    conn: &mut Conn,
    category: &CategoryRow,
    nominations: &[NominationRow],
) -> Result<Input, ActionError> {
    let rules = rules_of(category)?;
    let judges = conn.list_judges(category.cycle_id).await?;
    let seat = |seat: i64| Seat(u32::try_from(seat).unwrap_or_default());
    let seats: BTreeMap<i64, Seat> =
        judges.iter().map(|judge| (judge.person_id, seat(judge.seat_no))).collect();
    let known = |id: i64| nominations.iter().any(|one| one.id == id);
    let mut sheets = Vec::new();
    for row in conn.list_sheets(category.id).await? {
        if !known(row.nomination_id) {
            continue;
        }
        let scores: Option<Vec<Points>> = stored_scores(&row)?.into_iter().collect();
        let scores = scores.ok_or_else(|| ActionError::Internal("an open sheet".into()))?;
        let state = if row.state == "void" { SheetState::Void } else { SheetState::Valid };
        let nominee = nominee_key(row.nomination_id);
        sheets.push(JudgeSheet { nominee, seat: seat(row.seat_no), state, scores });
    }
    let mut recusals = Vec::new();
    for row in conn.list_relations(category.cycle_id).await? {
        let seat = seats.get(&row.person_id).filter(|_| known(row.nomination_id));
        if let (Some(seat), Some(Relation(Some(kind)))) = (seat, Relation::parse(&row.kind)) {
            recusals.push(Recusal { seat: *seat, nominee: nominee_key(row.nomination_id), kind });
        }
    }
    let decisions = conn.list_tie_decisions(category.id).await?;
    Ok(Input {
        category: category.category.as_str().to_owned(),
        title: category.category.as_str().to_owned(),
        rules: Rules::new(rules.criteria),
        panel: seats.into_values().collect(),
        nominees: nominations
            .iter()
            .map(|one| Nominee { nominee: nominee_key(one.id), unit: unit_key(one.unit_id) })
            .collect(),
        sheets,
        recusals,
        quota: rules.quota,
        tie_decisions: decisions.iter().map(|text| read(text)).collect::<Result<_, _>>()?,
    })
}

async fn ranking_of(
    conn: &mut Conn,
    cycle: CycleRow,
    row: &CategoryRow,
    nominations: &[NominationRow],
    may_propose: bool,
) -> Result<RankingPage, ActionError> {
    let input = input_of(conn, row, nominations).await?;
    let proposals = conn.list_proposals(cycle.id).await?;
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
            proposal: proposals.iter().find(|it| it.nomination_id == one.id).cloned(),
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
    Ok(RankingPage {
        units,
        category_id: row.id,
        revision: row.revision,
        category: row.category,
        criteria,
        ties: results.lines.iter().filter_map(open).collect(),
        seats: results.lines.iter().map(|line| line.seats + line.added).sum(),
        vacant: results.lines.iter().map(|line| line.vacant).sum(),
        rows: results.nominees.into_iter().filter_map(named).collect(),
        may_propose,
        cycle,
    })
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

/// Reads what people decided about a tie.
fn read_decision(values: &Values, tie: &OpenTie) -> Result<TieDecision, Problems> {
    let mut reader = Reader::new(values);
    let keys = || tie.group.iter().map(|(id, _)| nominee_key(*id));
    let numbers = || -> Vec<Option<u32>> {
        values.all("votes").iter().map(|text| text.trim().parse().ok()).collect()
    };
    let resolution = match values.trimmed("resolution") {
        "vote" => {
            let ballots = reader.number("ballots", 1, 1_000);
            let votes: Option<Vec<Votes>> = keys()
                .zip(numbers().into_iter().chain(std::iter::repeat(None)))
                .map(|(nominee, votes)| Some(Votes { nominee, votes: votes? }))
                .collect();
            if votes.is_none() {
                reader.problems.add("votes", ProblemKind::NotANumber);
            }
            ballots
                .and_then(|it| u32::try_from(it).ok())
                .zip(votes)
                .map(|(ballots, votes)| Resolution::Vote { ballots, votes })
        }
        "lot" => {
            let mut drawn: Vec<_> = numbers().into_iter().zip(keys()).collect();
            if drawn.len() < tie.group.len() || drawn.iter().any(|(place, _)| place.is_none()) {
                reader.problems.add("votes", ProblemKind::NotANumber);
            }
            drawn.sort();
            if drawn.windows(2).any(|two| two[0].0 == two[1].0) {
                reader.problems.add("votes", ProblemKind::Twice);
            }
            Some(Resolution::Lot { order: drawn.into_iter().map(|(_, key)| key).collect() })
        }
        "added_seat" => Some(Resolution::AddedSeat { nominees: keys().collect() }),
        "" => reader.refuse("resolution", ProblemKind::Missing),
        _ => reader.refuse("resolution", ProblemKind::UnknownChoice),
    };
    let reference = reader.text("reference", 3, LINE_MAX);
    reader.problems.or(|| {
        Some(TieDecision { line: tie.line.clone(), reference: reference?, resolution: resolution? })
    })
}

/// Reads the proposal of a category and finds the deviations from what the ranking says: with a
/// reason, but never beyond the seats, and nobody without a result (`AWD-11`).
fn read_proposals(values: &Values, ranking: &RankingPage) -> Result<Vec<ProposalRow>, Problems> {
    let mut problems = Problems::default();
    let mut proposals = Vec::new();
    for row in &ranking.rows {
        let is_selected = values.has("selected", &row.id.to_string());
        if is_selected && row.result.outcome == Outcome::NoResult {
            problems.add("selected", ProblemKind::NoResult);
        }
        let is_deviation = is_selected != (row.result.outcome == Outcome::Selected);
        let reason = values.trimmed(&format!("reason_{}", row.id)).to_owned();
        if is_deviation && reason.chars().count() < DEVIATION_MIN {
            problems.add("deviation", ProblemKind::TooShort(DEVIATION_MIN));
        }
        let reason = if is_deviation { reason } else { String::new() };
        proposals.push(ProposalRow { nomination_id: row.id, is_selected, is_deviation, reason });
    }
    let n_selected = proposals.iter().filter(|row| row.is_selected).count();
    let seats = usize::try_from(ranking.seats).unwrap_or(usize::MAX);
    if n_selected > seats {
        problems.add("selected", ProblemKind::TooManySeats(seats));
    }
    problems.0.truncate(1);
    problems.or(|| Some(proposals))
}
