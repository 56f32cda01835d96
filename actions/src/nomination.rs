//! Nominations and the check of eligibility; nobody sees those with whom he is in conflict.

mod draft;

pub use draft::{
    FilingPage, NominatedCategory, NominatingPage, NominatingUnit, NominationFile, NomineePage,
    OwnNomination, OwnNominationForm,
};
pub(crate) use draft::{file_of, keep_facts, without_nominations};

use std::collections::BTreeSet;

use domain::{
    assessment_year::AssessmentYear,
    award_cycle::{AwardCycleState, RUNNERS, may_run_awards},
    evidence::{EvidenceFact, EvidenceKind},
    form::{Revision, Values},
    id::{AwardCycleId, NominationId},
    inbox::Message,
    nomination::{
        EligibilityDecision, EligibilityFinding, Figures, NominationGap, NominationState,
    },
    record::Kind,
    role::Actor,
    roster::{AwardCategory, has_won, is_high_rank, one_place, winners_since},
    rulebook::Rulebook,
};
use store::{Conn, CycleRow, Lock, NominationConsentRow, NominationRow, Tx};

use draft::gaps_of;

use crate::{
    ActionError, Actions, Call,
    annual_assessment::counted_years,
    award_cycle::{conflicted, watched_cycle, year_of},
    record::fixed,
    tell::{acting_for_unit, tell_people},
    training_record::counted_hours,
    write::Scoped as _,
};

/// The nominations of a cycle, for the office.
#[derive(Clone, Debug)]
pub struct NominationsPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Nominations that the caller may look at.
    pub rows: Vec<NominationRow>,
    /// How many are hidden because of a conflict.
    pub n_hidden: usize,
    /// Those of them who were to answer and have not.
    pub silent: Vec<NominationId>,
}

/// A nomination with what the check looked at.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
pub struct NominationPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// The figures, as they are now or as they were when a person decided.
    pub figures: Figures,
    /// What is on file here, and the files that its unit has added.
    pub file: NominationFile,
    /// What a person has to look at.
    pub findings: Vec<EligibilityFinding>,
    /// What was missing when it was handed in, or brought by a roster.
    pub gaps: Vec<NominationGap>,
    /// The rules by which the cycle goes.
    pub rules: Rulebook,
    /// Whether the caller may decide.
    pub may_decide: bool,
    /// Whether the caller may ask the nominee, who can still answer.
    pub may_ask: bool,
    /// Whether it may be sent back to its unit.
    pub may_return: bool,
    /// Whether it is being corrected, and the days of that may be ended.
    pub may_end: bool,
    /// The next one that waits for the check.
    pub next: Option<NominationId>,
}

impl Actions {
    /// The nominations of a cycle, without those that the caller is in conflict with (`AWD-12`).
    pub async fn nominations(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<NominationsPage, ActionError> {
        let actor = call.allowed(may_run_awards)?;
        let mut conn = self.store.read().await?;
        let cycle = watched_cycle(&mut conn, actor, id).await?;
        let (rows, n_hidden) = visible(&mut conn, call, actor, id).await?;
        let said = conn.list_nomination_consents(id).await?;
        let silent = silent(&rows, &said);
        Ok(NominationsPage { cycle, rows, n_hidden, silent })
    }

    /// A nomination; one that the caller is in conflict with is not there.
    pub async fn nomination(
        &self,
        call: &Call,
        id: NominationId,
    ) -> Result<NominationPage, ActionError> {
        nomination_of(&mut self.store.read().await?, call, id).await
    }

    /// A person confirms or refuses eligibility, with the figures that were looked at.
    pub async fn check_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
                tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
                let page = nomination_of(tx, call, id).await?;
                if !page.may_decide {
                    return Err(ActionError::WrongState);
                }
                let said = page.file.consent.as_ref().map(|row| row.said);
                let decision = EligibilityDecision::parse(values, &page.findings, said)?;
                let figures = &Figures { confirmed: decision.confirmed, ..page.figures.clone() };
                let is_kept = tx.check_nomination(
                    id,
                    revision.number(),
                    decision.state,
                    figures,
                    &decision.reason,
                    actor.person,
                );
                if !is_kept.await? {
                    return Err(ActionError::Stale);
                }
                let mut entry = call
                    .entry("check", "nomination", RUNNERS)
                    .on(id)
                    .moved(page.nomination.state.as_str(), decision.state.as_str())
                    .fixing(fixed(tx, Kind::NominationCheck, id).await?);
                if !decision.reason.is_empty() {
                    entry = entry.because(decision.reason);
                }
                tx.log(entry);
                tell_of_check(tx, call, id, &page).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Tells nominee and unit that somebody may not take part, and why; or that a refusal is taken back.
async fn tell_of_check(
    tx: &mut Tx,
    call: &Call,
    id: NominationId,
    before: &NominationPage,
) -> Result<(), ActionError> {
    let now = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let is_eligible = now.state == NominationState::Eligible;
    if is_eligible && before.nomination.state != NominationState::Ineligible {
        return Ok(());
    }
    let message = |nomination| Message::NominationChecked {
        nomination,
        cycle: now.cycle_id,
        title: before.cycle.title.clone(),
        name: now.name.clone(),
        is_eligible,
        reason: now.reason.clone(),
    };
    let people = acting_for_unit(tx, call, now.unit_id).await?;
    let nominee = now.person_id.filter(|person| !people.contains(person));
    tell_people(tx, call, people, &message(Some(id))).await?;
    tell_people(tx, call, nominee, &message(None)).await
}

/// A nomination; one that the caller is in conflict with is not there.
async fn nomination_of(
    conn: &mut Conn,
    call: &Call,
    id: NominationId,
) -> Result<NominationPage, ActionError> {
    let actor = call.allowed(may_run_awards)?;
    let nomination = conn.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let cycle_id = nomination.cycle_id;
    let cycle = watched_cycle(conn, actor, cycle_id).await?;
    let (rows, _) = visible(conn, call, actor, cycle_id).await?;
    if !rows.iter().any(|row| row.id == id) {
        return Err(ActionError::NotFound);
    }
    // Until the evaluation opens, the figures are those of now, also after a first decision.
    let is_open = cycle.state == AwardCycleState::Eligibility;
    let figures = match nomination.figures.clone().filter(|_| !is_open) {
        Some(figures) => figures,
        None => figures_of(conn, call, &cycle, &nomination).await?,
    };
    let waits = |row: &&NominationRow| row.state == NominationState::Submitted && row.id != id;
    let file = file_of(conn, call, &cycle, &nomination).await?;
    let returns = matches!(cycle.state, AwardCycleState::Nominating | AwardCycleState::Eligibility)
        && matches!(nomination.state, NominationState::Submitted | NominationState::Ineligible)
        && file.notes.correct_until.is_none();
    let gaps = match nomination.state {
        NominationState::Submitted => gaps_of(conn, &nomination).await?,
        _ => Vec::new(),
    };
    let is_corrected = file.notes.is_corrected(nomination.state, call.now);
    let is_there = !matches!(cycle.state, AwardCycleState::Aborted | AwardCycleState::Archived);
    let answers = nomination.state.may_be_answered() && nomination.state != NominationState::Draft;
    Ok(NominationPage {
        rules: conn.rulebook_of_cycle(cycle.id, call.today()).await?,
        file,
        gaps,
        may_return: returns,
        may_end: is_corrected,
        findings: figures.findings(),
        may_decide: is_open && nomination.state.is_checked_by_office(),
        may_ask: is_there && answers,
        next: rows.iter().find(waits).map(|row| row.id),
        figures,
        cycle,
        nomination,
    })
}

/// Of some nominations those that were handed in and are not refused, and whose nominees have not
/// answered.
pub(crate) fn silent(rows: &[NominationRow], said: &[NominationConsentRow]) -> Vec<NominationId> {
    let said: BTreeSet<NominationId> = said.iter().map(|row| row.nomination_id).collect();
    let waits = |row: &&NominationRow| {
        row.state.is_handed_in()
            && !matches!(row.state, NominationState::Ineligible | NominationState::Removed)
            && !said.contains(&row.id)
    };
    rows.iter().filter(waits).map(|row| row.id).collect()
}

/// The nominations that somebody may look at, and how many are hidden.
async fn visible(
    conn: &mut Conn,
    call: &Call,
    actor: &Actor,
    cycle: AwardCycleId,
) -> Result<(Vec<NominationRow>, usize), ActionError> {
    let mut rows = conn.list_nominations(cycle).await?;
    let hidden = conflicted(conn, actor, &rows, call.today()).await?;
    rows.retain(|row| !hidden.contains(&row.id));
    Ok((rows, hidden.len()))
}

/// What a check looks at now: the hours are those that count in the cycle's assessment year, and
/// unknown for somebody who is not on file.
async fn figures_of(
    conn: &mut Conn,
    call: &Call,
    cycle: &CycleRow,
    nomination: &NominationRow,
) -> Result<Figures, ActionError> {
    let hours = match nomination.person_id {
        Some(person) => {
            let year = AssessmentYear(year_of(cycle));
            Some(counted_hours(conn, person, year).await?.in_hundredths())
        }
        None => None,
    };
    let awards = &nomination.earlier_awards;
    let rules = conn.rulebook_of_cycle(cycle.id, call.today()).await?;
    let (category, year) = (nomination.category, year_of(cycle));
    let since = winners_since(&rules, year);
    let last = (i64::from(since), i64::from(year));
    let wins = match nomination.person_id {
        Some(person) => conn.count_wins(person, category, last).await?,
        None => 0,
    };
    let gaps = gaps_of(conn, nomination).await?;
    let is_rank = [&nomination.post, &nomination.title].into_iter().any(|text| is_high_rank(text));
    let figures = Figures {
        is_high_rank: is_rank && !category.is_collective(),
        has_won_lately: wins > 0 || has_won(awards, category, since..=year),
        n_same_place: same_place(conn, nomination).await?,
        is_over_number: gaps.contains(&NominationGap::Full),
        is_rank_taken: gaps.contains(&NominationGap::Rank),
        ..Figures::new(&rules, category, nomination.years, hours, awards)
    };
    with_records(conn, call, cycle, nomination, figures.demanding(&rules, category)).await
}

/// The same with what our own records say of what the category asks for; of the rest a person confirms
/// what the unit has handed in.
async fn with_records(
    conn: &mut Conn,
    call: &Call,
    cycle: &CycleRow,
    nomination: &NominationRow,
    mut figures: Figures,
) -> Result<Figures, ActionError> {
    let year = AssessmentYear(year_of(cycle));
    match (nomination.category, nomination.person_id) {
        (AwardCategory::Tutor, Some(person)) => {
            let counted = counted_years(conn, year, &[person], call.now).await?;
            let lectures = counted.get(&person).map_or(0, |counted| counted.deliveries);
            let is_project = |fact: &EvidenceFact| {
                fact.kind == EvidenceKind::PupilContest
                    && (year.first()..=year.last()).contains(&fact.happened_on)
            };
            let evidence = conn.list_confirmed_evidence(&[person]).await?;
            let projects = evidence.iter().filter(|(_, fact)| is_project(fact)).count();
            figures.service = Some(lectures + i64::try_from(projects).unwrap_or(i64::MAX));
        }
        (AwardCategory::StationManager, Some(person)) => {
            let span = (year.first(), year.last());
            figures.is_station_trained = Some(conn.is_station_trained(person, span).await?);
            figures.has_station_conditions = Some(conn.has_whole_station(person).await?);
        }
        (AwardCategory::Team, _) => {
            // Two of one name cannot be told apart.
            let teams = conn.list_teams_named(&nomination.name, call.today()).await?;
            if let [(since, members)] = teams[..] {
                figures.members = Some(members);
                let years = call.today().years_since(since).map(i64::from);
                figures.years = figures.years.or(years);
            }
        }
        _ => {}
    }
    Ok(figures)
}

/// How many others of the same school, station or unit are nominated in the category.
async fn same_place(conn: &mut Conn, nomination: &NominationRow) -> Result<usize, ActionError> {
    let place = |row: &NominationRow| one_place(row.category, &row.workplace);
    let Some(own) = place(nomination) else { return Ok(0) };
    let others = conn.list_nominations_in(nomination.category_id).await?;
    let is_beside = |row: &&NominationRow| {
        row.id != nomination.id
            && row.state.is_handed_in()
            && match (row.workplace_id, nomination.workplace_id) {
                // Every county has its 实验小学: what is on file tells them apart, and without it only
                // those of one nominator are equal.
                (Some(one), Some(other)) => one == other,
                _ => {
                    row.workplace == nomination.workplace
                        || row.unit_id == nomination.unit_id
                            && place(row).is_some_and(|place| place == own)
                }
            }
    };
    Ok(others.iter().filter(is_beside).count())
}
