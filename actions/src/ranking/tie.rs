//! What people decide about a tie that a seat line cuts (domain §3.6.3).

use domain::{
    award_cycle::{AwardCycleState, RUNNERS, may_run_awards},
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Revision, Values, whole_number},
    id::AwardCategoryId,
    quota::{AddedSeats, Resolution, TieDecision, Votes},
    record::Kind,
    result_package::{self, Cycle, Input},
};
use store::CycleRow;

use super::{OpenTie, RankingPage, input_of, nominee_key, ranking_page};
use crate::{
    ActionError, Actions, Call,
    award_cycle::{check_cap, hold, n_seats, year_of},
    record::fixed,
    score_sheet::eligible,
    write::{Scoped as _, Write},
};

impl Actions {
    /// Keeps what people decided about a tie that a seat line cuts (`AWD`, domain §3.6.3). A seat is
    /// added where the document allows it: `reference` names the clause.
    ///
    /// Fields: `tie` (place in the list of ties), `resolution` (`vote`, `lot`, `added_seat`),
    /// `ballots`, `votes` a number per member in their order, which are places in a lot,
    /// `reference` to the minutes; `revision` is of the category.
    pub async fn decide_tie(
        &self,
        call: &Call,
        category: AwardCategoryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                let row = tx.find_category(category).await?.ok_or(ActionError::NotFound)?;
                hold(tx, row.cycle_id, AwardCycleState::Scored).await?;
                let page = ranking_page(tx, call, category).await?;
                if !page.may_propose {
                    return Err(ActionError::WrongState);
                }
                let at = values.trimmed(Field::Tie).parse::<usize>().ok();
                let tie = at.and_then(|at| page.ties.get(at)).ok_or(ActionError::Stale)?;
                if revision != Revision::of(page.revision) {
                    return Err(ActionError::Stale);
                }
                let decision = read_decision(values, tie, page.n_judges, page.added_seats)?;
                if !tx.touch_category(category, page.revision).await? {
                    return Err(ActionError::Stale);
                }
                check_decision(tx, call, &page, &decision).await?;
                tx.add_tie_decision(category, &decision, actor.person, call.now).await?;
                let entry = call.entry("decide_tie", "award_category", RUNNERS).on(category);
                let entry = entry.fixing(fixed(tx, Kind::TieDecision, category).await?);
                tx.log(entry.because(decision.reference));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether the ranking holds with a decision, and the programme has the seats for it.
async fn check_decision(
    tx: &mut Write,
    call: &Call,
    page: &RankingPage,
    decision: &TieDecision,
) -> Result<(), ActionError> {
    let row = tx.find_category(page.category_id).await?.ok_or(ActionError::NotFound)?;
    let nominations = eligible(tx.list_nominations_in(page.category_id).await?);
    let mut input = input_of(tx, &page.cycle, &row, &nominations).await?;
    input.tie_decisions.push(decision.clone());
    let Some(seats) = seats_in(&page.cycle, input) else {
        return Err(Problems::one(Field::Resolution, ProblemKind::NotDecided).into());
    };
    if matches!(decision.resolution, Resolution::AddedSeat { .. }) {
        check_added_seats(tx, call, page, seats).await?;
    }
    Ok(())
}

/// The seats of a category, those included that were added; nothing if the decisions do not hold.
fn seats_in(cycle: &CycleRow, input: Input) -> Option<u32> {
    let head = Cycle { title: cycle.title.clone(), year: year_of(cycle) };
    let package = result_package::build(head, vec![input]).ok()?;
    let lines = package.categories.into_iter().flat_map(|category| category.results.lines);
    Some(lines.map(|line| line.seats + line.added).sum())
}

/// Whether individuals or collectives have no more seats than a programme may have (`LAW-41`), where
/// one category comes to so many; the cycle is held, so that nobody adds a seat in another one.
async fn check_added_seats(
    tx: &mut Write,
    call: &Call,
    page: &RankingPage,
    mut seats: u32,
) -> Result<(), ActionError> {
    for row in tx.list_categories(page.cycle.id).await? {
        if row.id == page.category_id
            || row.category.is_collective() != page.category.is_collective()
        {
            continue;
        }
        let nominations = eligible(tx.list_nominations_in(row.id).await?);
        seats += if nominations.is_empty() {
            n_seats(&row.rules)
        } else {
            let input = input_of(tx, &page.cycle, &row, &nominations).await?;
            seats_in(&page.cycle, input).unwrap_or_default()
        };
    }
    let rules = tx.rulebook_of_cycle(page.cycle.id, call.today()).await?;
    Ok(check_cap(page.category.is_collective(), seats, &rules, Field::Resolution)?)
}

/// Reads what people decided about a tie; a panel of so many judges has no more ballots.
fn read_decision(
    values: &Values,
    tie: &OpenTie,
    n_judges: usize,
    added: AddedSeats,
) -> Result<TieDecision, Problems> {
    let mut reader = Reader::new(values);
    let keys = || tie.group.iter().map(|(id, _)| nominee_key(*id));
    let numbers = || -> Vec<Option<u32>> {
        let number = |text: &String| u32::try_from(whole_number(text)?).ok();
        values.all(Field::Votes).iter().map(number).collect()
    };
    let resolution = match values.trimmed(Field::Resolution) {
        "vote" => {
            let most = i64::try_from(n_judges).unwrap_or(i64::MAX);
            let ballots = reader.number(Field::Ballots, 1, most);
            let votes: Option<Vec<Votes>> = keys()
                .zip(numbers().into_iter().chain(std::iter::repeat(None)))
                .map(|(nominee, votes)| Some(Votes { nominee, votes: votes? }))
                .collect();
            if votes.is_none() {
                reader.problems.add(Field::Votes, ProblemKind::NotANumber);
            }
            ballots
                .and_then(|it| u32::try_from(it).ok())
                .zip(votes)
                .map(|(ballots, votes)| Resolution::Vote { ballots, votes })
        }
        "lot" => {
            let mut drawn: Vec<_> = numbers().into_iter().zip(keys()).collect();
            if drawn.len() < tie.group.len() || drawn.iter().any(|(place, _)| place.is_none()) {
                reader.problems.add(Field::Votes, ProblemKind::NotANumber);
            }
            drawn.sort();
            if drawn.windows(2).any(|two| two[0].0 == two[1].0) {
                reader.problems.add(Field::Votes, ProblemKind::Twice);
            }
            Some(Resolution::Lot { order: drawn.into_iter().map(|(_, key)| key).collect() })
        }
        "added_seat" if added == AddedSeats::Allowed => {
            Some(Resolution::AddedSeat { nominees: keys().collect() })
        }
        "" => reader.refuse(Field::Resolution, ProblemKind::Missing),
        "added_seat" => reader.refuse(Field::Resolution, ProblemKind::NoAddedSeats),
        _ => reader.refuse(Field::Resolution, ProblemKind::UnknownChoice),
    };
    let reference = reader.text(Field::Reference, 3, LINE_MAX);
    reader.problems.or(|| {
        Some(TieDecision { line: tie.line.clone(), reference: reference?, resolution: resolution? })
    })
}
