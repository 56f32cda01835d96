//! The office prepares an award cycle and leads it from step to step.

mod conflict;
mod evaluation;
mod final_vote;
mod prepare;
mod readers;
mod scoring;
mod substitute;

use std::cmp::Reverse;

use chrono::NaiveDate;
use domain::{
    award_cycle::{
        ANNOUNCED_RULES, AwardCycleState, CategoryRules, CyclePlan, FinalKind, RUNNERS, WrongStep,
        may_run_award, may_run_awards, may_watch_award, may_watch_awards,
    },
    form::{Field, ProblemKind, Problems, Revision},
    id::{AwardCategoryId, AwardCycleId, OrganisationId, PersonId, RegionId},
    inbox::{Hearer, Message},
    nomination::NominationState,
    quota::{Line, Quota},
    ranking::UnitKey,
    record::Kind,
    role::{Actor, Reach, Role},
    roster::AwardCategory,
    rulebook::{Rule, Rulebook},
    score_sheet::Stage,
    working_day::{Count, NoticePeriod, notice_period},
};
use store::{CategoryRow, Conn, CycleRow, JudgeRow, Lock, NominationRow, StageRow, Tx};

pub(crate) use conflict::{conflicted, tied};
pub(crate) use evaluation::apart;
pub use evaluation::{EvaluationPage, JudgeEvaluation, JudgeProgress, PutRightRow, RecusedNominee};
pub use final_vote::{FinalVotePage, Finalists};
pub use substitute::{ShortNominee, SubstitutePage};

pub(crate) use readers::Seats;
use scoring::Scoring;
pub(crate) use scoring::reads_in;

use crate::{
    ActionError, Actions, Call,
    award_stage::{check_stage, may_allow_title, plan_of},
    error::check_revision,
    nomination::keep_facts,
    ranking::shortlisted,
    record::fixed,
    tell::tell_people,
    write::Scoped as _,
};

/// A category with its rules.
#[derive(Clone, Debug)]
pub struct CategoryView {
    /// Key of its row.
    pub id: AwardCategoryId,
    /// Which category.
    pub category: AwardCategory,
    /// Its rules.
    pub rules: CategoryRules,
    /// Counts the changes.
    pub revision: i64,
    /// Nominations in it.
    pub n_nominations: usize,
    /// Of these, confirmed as eligible or further.
    pub n_eligible: usize,
}

/// A cycle with what belongs to it.
#[derive(Clone, Debug)]
pub struct CyclePage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Its categories.
    pub categories: Vec<CategoryView>,
    /// Its judges by seat.
    pub judges: Vec<JudgeRow>,
    /// Its stages with their ends; none where none are planned.
    pub stages: Vec<StageRow>,
    /// Sheets that each judge has submitted, by person.
    pub n_sheets: Vec<(PersonId, i64)>,
    /// Nominations that wait for the check.
    pub n_unchecked: usize,
    /// Nominations that are being corrected by their units.
    pub n_corrected: i64,
    /// Nominations, refused ones left out, of units that have no line in their category's quota.
    pub n_without_line: usize,
    /// While judges score: nominees who have fewer than five sheets that count (`AWD-11`).
    pub n_unscored: usize,
    /// The rules by which it goes: from its announcement on those of that day.
    pub rules: Rulebook,
    /// Why it was given up; empty if it was not.
    pub abort_reason: String,
    /// Whether the caller runs it.
    pub may_run: bool,
}

/// A step of a cycle that the office takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CycleStep {
    /// Freezes the rules.
    Announce,
    /// Closes nominations.
    CloseNominations,
    /// Opens the evaluation.
    OpenEvaluation,
    /// Closes scoring; where a final follows, draws the shortlist.
    CloseScoring,
    /// Closes the final.
    CloseFinal,
    /// Posts the notice.
    Post,
}

impl CycleStep {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Announce,
        Self::CloseNominations,
        Self::OpenEvaluation,
        Self::CloseScoring,
        Self::CloseFinal,
        Self::Post,
    ];

    /// The code in forms and in the log.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Announce => "announce",
            Self::CloseNominations => "close_nominations",
            Self::OpenEvaluation => "open_evaluation",
            Self::CloseScoring => "close_scoring",
            Self::CloseFinal => "close_final",
            Self::Post => "post",
        }
    }

    /// The step that is next for a cycle, if the office takes it. A final by vote ends with its votes.
    pub fn next_of(cycle: &CycleRow) -> Option<Self> {
        match cycle.state {
            AwardCycleState::Configuring => Some(Self::Announce),
            AwardCycleState::Nominating => Some(Self::CloseNominations),
            AwardCycleState::Eligibility => Some(Self::OpenEvaluation),
            AwardCycleState::PreliminaryEvaluation => Some(Self::CloseScoring),
            AwardCycleState::FinalEvaluation if cycle.final_kind == FinalKind::Sheets => {
                Some(Self::CloseFinal)
            }
            AwardCycleState::Confirmed => Some(Self::Post),
            _ => None,
        }
    }

    fn apply(self, cycle: &CycleRow) -> Result<AwardCycleState, ActionError> {
        let state = cycle.state;
        match self {
            Self::Announce => state.announce(),
            Self::CloseNominations => state.close_nominations(),
            Self::OpenEvaluation => state.open_evaluation(),
            Self::CloseScoring => state.close_scoring(cycle.final_kind),
            Self::CloseFinal if cycle.final_kind == FinalKind::Sheets => state.close_final(),
            Self::CloseFinal => Err(WrongStep),
            Self::Post => state.post(),
        }
        .map_err(|_| ActionError::WrongState)
    }
}

impl CyclePage {
    /// The head of the cycle, as it was written.
    pub fn plan(&self) -> CyclePlan {
        CyclePlan {
            title: self.cycle.title.clone(),
            year: self.cycle.year,
            legal_basis: self.cycle.legal_basis,
            approval_no: self.cycle.approval_no.clone(),
            contact: self.cycle.contact.clone(),
            final_kind: self.cycle.final_kind,
            most_sheets: self.cycle.most_sheets,
            notice_order: self.cycle.notice_order,
            organiser: self.cycle.organiser.clone(),
            stages: plan_of(&self.stages),
        }
    }
}

impl Actions {
    /// The cycles that the caller has to do with, the newest year first.
    pub async fn cycles(&self, call: &Call) -> Result<Vec<CycleRow>, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let mut cycles = if may_watch_awards(actor) {
            let mut cycles = conn.list_cycles().await?;
            // Who decides allows titles of what is still being written.
            cycles.retain(|cycle| may_see(actor, cycle) || may_allow_title(actor, cycle));
            cycles
        } else if actor.is(Role::Judge) {
            let mut cycles = conn.list_cycles_of_judge(actor.person).await?;
            cycles.retain(|cycle| cycle.state != AwardCycleState::Configuring);
            cycles
        } else {
            return Err(ActionError::Forbidden);
        };
        cycles.sort_by_key(|cycle| Reverse((cycle.year, cycle.id)));
        Ok(cycles)
    }

    /// A cycle, for the office and, from its announcement on, for who watches over it.
    pub async fn cycle(&self, call: &Call, id: AwardCycleId) -> Result<CyclePage, ActionError> {
        cycle_of(&mut self.store.read().await?, call, id).await
    }

    /// Takes the next step of a cycle; a step that was taken already does nothing.
    pub async fn step_cycle(
        &self,
        call: &Call,
        id: AwardCycleId,
        step: CycleStep,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = cycle_of(tx, call, id).await?;
                let from = page.cycle.state;
                let to = step.apply(&page.cycle)?;
                let rules = tx.rulebook_of_cycle(id, call.today()).await?;
                check_step(step, &page, &rules)?;
                check_stage(step, &page, call.today())?;
                if step == CycleStep::Announce {
                    check_caps(&page, &rules)?;
                }
                check_revision(revision, page.cycle.revision)?;
                // Sheets are void before their stage is closed: afterwards none changes.
                match step {
                    CycleStep::CloseScoring => {
                        scoring::close(tx, call, &page.cycle, Stage::Preliminary).await?;
                    }
                    CycleStep::CloseFinal => {
                        scoring::close(tx, call, &page.cycle, Stage::Final).await?;
                    }
                    _ => {}
                }
                if !tx.move_cycle(id, (from, page.cycle.revision), to).await? {
                    return Err(ActionError::WrongState);
                }
                let mut entry = call
                    .entry(step.as_str(), "award_cycle", RUNNERS)
                    .on(id)
                    .under(rules.version)
                    .moved(from.as_str(), to.as_str());
                match step {
                    CycleStep::Announce => {
                        self.date_stages(tx, call, id, &page.stages).await?;
                        let moment = rules.moment(call.today());
                        tx.set_cycle_rules(id, moment, ANNOUNCED_RULES).await?;
                        let record = fixed(tx, Kind::AwardRules, id).await?;
                        let digest = record.rsplit(':').next().unwrap_or_default();
                        tx.freeze_rules(id, digest).await?;
                        entry = entry.fixing(record);
                    }
                    CycleStep::OpenEvaluation => keep_facts(tx, call, &page.cycle).await?,
                    CycleStep::CloseScoring => draw_shortlist(tx, &page.cycle, &rules).await?,
                    CycleStep::Post => {
                        let period = self.notice_from(call.today(), &rules);
                        tx.set_notice(id, period.first, period.last).await?;
                        tx.post_substitutes(id, (period.first, period.last)).await?;
                    }
                    CycleStep::CloseNominations | CycleStep::CloseFinal => {}
                }
                tell_of_step(tx, call, id, step).await?;
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The days of a notice that is posted on a day: the first is that day or the next working day, as
    /// the rules of the cycle say (`CAL-03`).
    pub fn notice_from(&self, day: NaiveDate, rules: &Rulebook) -> NoticePeriod {
        let is_counted = rules.get(Rule::NoticeCountsFirstDay) == 1;
        let count = if is_counted { Count::IncludeStart } else { Count::NextDay };
        notice_period(day, notice_days(rules), count, &self.work_calendar())
    }
}

/// In which stage the panel of a cycle is now, whether it writes sheets or votes.
pub(crate) fn held_now(cycle: &CycleRow) -> Option<Stage> {
    cycle.state.stage()
}

/// In which stage judges write sheets of a cycle now; in none while it is voted on.
pub(crate) fn judged_now(cycle: &CycleRow) -> Option<Stage> {
    let stage = held_now(cycle)?;
    let is_vote = stage == Stage::Final && cycle.final_kind != FinalKind::Sheets;
    (!is_vote).then_some(stage)
}

/// Draws the shortlist of a cycle that has a final, from the sheets of its first stage.
async fn draw_shortlist(
    tx: &mut Tx,
    cycle: &CycleRow,
    rules: &Rulebook,
) -> Result<(), ActionError> {
    if cycle.final_kind == FinalKind::None {
        return Ok(());
    }
    let chosen = shortlisted(tx, cycle, rules).await?;
    tx.shortlist_nominations(cycle.id, &chosen).await?;
    Ok(())
}

/// Tells whom it concerns how far a cycle is.
async fn tell_of_step(
    tx: &mut Tx,
    call: &Call,
    id: AwardCycleId,
    step: CycleStep,
) -> Result<(), ActionError> {
    let cycle = tx.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    let title = cycle.title;
    let message = match step {
        CycleStep::Announce => Message::AwardAnnounced { cycle: id, title },
        CycleStep::OpenEvaluation => Message::AwardJudging { cycle: id, title },
        CycleStep::Post => {
            let until = cycle.notice_until.unwrap_or_default();
            Message::AwardPosted { cycle: id, title, until }
        }
        CycleStep::CloseScoring if cycle.state == AwardCycleState::FinalEvaluation => {
            let to_judges = match cycle.final_kind {
                FinalKind::Vote => Message::AwardVoting { cycle: id, title: title.clone() },
                FinalKind::None | FinalKind::Sheets => {
                    Message::AwardJudging { cycle: id, title: title.clone() }
                }
            };
            tell_of_award(tx, call, id, &to_judges).await?;
            Message::AwardShortlisted { cycle: id, title }
        }
        CycleStep::CloseNominations | CycleStep::CloseScoring | CycleStep::CloseFinal => {
            return Ok(());
        }
    };
    tell_of_award(tx, call, id, &message).await
}

/// Sends a message about a cycle to whom the table of messages names.
pub(crate) async fn tell_of_award(
    tx: &mut Tx,
    call: &Call,
    id: AwardCycleId,
    message: &Message,
) -> Result<(), ActionError> {
    let to = message.kind().told().to;
    let region = tx.find_cycle(id).await?.ok_or(ActionError::NotFound)?.region_id;
    let mut people = Vec::new();
    if to.contains(&Hearer::NominatingUnit) {
        people.extend(match region {
            Some(region) => tx.list_nominating_officers_of(region, call.today()).await?,
            None => tx.list_nominating_officers(call.today()).await?,
        });
    }
    if to.contains(&Hearer::CountyOffice) {
        let (role, today) = (Role::CountyOffice, call.today());
        people.extend(match region {
            Some(region) => tx.list_with_role_for_region(role, region, today).await?,
            None => tx.list_with_role_anywhere(role, today).await?,
        });
    }
    if let (true, Some(region)) = (to.contains(&Hearer::Office), region) {
        let role = Role::AwardOrganiser;
        people.extend(tx.list_with_role_for_region(role, region, call.today()).await?);
    }
    for (hearer, role) in [
        (Hearer::Office, Role::CityOffice),
        (Hearer::DecisionMaker, Role::DecisionMaker),
        (Hearer::Supervisor, Role::Supervisor),
    ] {
        if to.contains(&hearer) {
            people.extend(tx.list_with_role(role, call.today()).await?);
        }
    }
    if to.contains(&Hearer::Judge) {
        people.extend(tx.list_judges(id).await?.iter().map(|judge| judge.person_id));
    }
    if to.contains(&Hearer::Nominee) {
        let nominees = tx.list_nominations(id).await?;
        let stands = |one: &NominationRow| one.state.is_handed_in();
        people.extend(nominees.into_iter().filter(stands).filter_map(|one| one.person_id));
    }
    if to.contains(&Hearer::Eligible) {
        let mut others = eligible(tx, call, id, region).await?;
        others.retain(|person| !people.contains(person));
        others.sort_unstable();
        others.dedup();
        tx.add_messages(&others, message, call.now).await?;
    }
    tell_people(tx, call, people, message).await
}

/// Who may nominate oneself: lecturers, tutors and station managers, as far as there are seats for them.
async fn eligible(
    tx: &mut Tx,
    call: &Call,
    id: AwardCycleId,
    region: Option<RegionId>,
) -> Result<Vec<PersonId>, ActionError> {
    let mut people = Vec::new();
    for category in tx.list_categories(id).await? {
        let role = match category.category {
            AwardCategory::Lecturer => Role::Lecturer,
            AwardCategory::Tutor => Role::Tutor,
            AwardCategory::StationManager => Role::StationManager,
            AwardCategory::Team | AwardCategory::Collective => continue,
        };
        if n_seats(&category.rules) == 0 {
            continue;
        }
        people.extend(match region {
            Some(region) => tx.list_with_role_for_region(role, region, call.today()).await?,
            None => tx.list_with_role_anywhere(role, call.today()).await?,
        });
    }
    Ok(people)
}

/// Working days for which a notice is posted.
pub(crate) fn notice_days(rules: &Rulebook) -> u32 {
    u32::try_from(rules.get(Rule::NoticeWorkingDays)).unwrap_or(0)
}

/// A cycle, for the office and, from its announcement on, for who watches over it.
pub(crate) async fn cycle_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<CyclePage, ActionError> {
    let actor = call.allowed(may_watch_awards)?;
    let cycle = watched_cycle(conn, actor, id).await?;
    if !may_see(actor, &cycle) {
        return Err(ActionError::NotFound);
    }
    let nominations = conn.list_nominations(id).await?;
    let view = |row: CategoryRow| {
        let own = || {
            nominations.iter().filter(|one| one.category_id == row.id && one.state.is_handed_in())
        };
        CategoryView {
            id: row.id,
            category: row.category,
            revision: row.revision,
            n_nominations: own().count(),
            n_eligible: own().filter(|one| one.state.takes_part()).count(),
            rules: row.rules,
        }
    };
    let rows = conn.list_categories(id).await?;
    let categories: Vec<_> = rows.into_iter().map(view).collect();
    let is_unchecked = |one: &&store::NominationRow| one.state == NominationState::Submitted;
    let n_without_line = count_without_line(&nominations, &categories);
    let judges = conn.list_judges(id).await?;
    let n_unscored = match judged_now(&cycle) {
        Some(stage) => Scoring::of(conn, &cycle, stage, call.today()).await?.n_unscored(),
        None => 0,
    };
    let stage = if cycle.state == AwardCycleState::FinalEvaluation
        || cycle.state.shows_ranking() && cycle.final_kind == FinalKind::Sheets
    {
        Stage::Final
    } else {
        Stage::Preliminary
    };
    Ok(CyclePage {
        categories,
        judges,
        stages: conn.list_stages(id).await?,
        n_without_line,
        n_corrected: conn.count_corrections(id, call.now).await?,
        n_unscored,
        rules: conn.rulebook_of_cycle(id, call.today()).await?,
        n_sheets: conn.count_sheets(id, stage).await?,
        n_unchecked: nominations.iter().filter(is_unchecked).count(),
        abort_reason: conn.find_abort_reason(id).await?,
        may_run: may_run_awards(actor),
        cycle,
    })
}

/// Holds a cycle in a state until the transaction ends.
pub(crate) async fn hold(
    tx: &mut Tx,
    cycle: AwardCycleId,
    state: AwardCycleState,
) -> Result<(), ActionError> {
    tx.lock(Lock::AwardCycle(cycle)).await?;
    let found = tx.find_cycle(cycle).await?.ok_or(ActionError::NotFound)?;
    if found.state == state { Ok(()) } else { Err(ActionError::WrongState) }
}

/// What must be there before a step.
fn check_step(step: CycleStep, page: &CyclePage, rules: &Rulebook) -> Result<(), ActionError> {
    let rule = match page.cycle.final_kind {
        FinalKind::None => Rule::JudgesMinimum,
        FinalKind::Sheets | FinalKind::Vote => Rule::FinalJudgesMinimum,
    };
    let least = rules.count(rule).max(rules.count(Rule::JudgesMinimum));
    let problem = match step {
        CycleStep::Announce | CycleStep::OpenEvaluation if page.n_without_line > 0 => {
            Some((Field::Decision, ProblemKind::NoSeatLine(page.n_without_line)))
        }
        CycleStep::Announce if page.judges.len() < least => {
            Some((Field::Judges, ProblemKind::PanelTooSmall(least)))
        }
        CycleStep::Announce if page.cycle.contact.is_empty() => {
            Some((Field::ObjectionsTo, ProblemKind::Missing))
        }
        CycleStep::Announce if page.categories.iter().all(|one| n_seats(&one.rules) == 0) => {
            Some((Field::Seats, ProblemKind::Missing))
        }
        CycleStep::OpenEvaluation if page.n_corrected > 0 => {
            Some((Field::Decision, ProblemKind::CorrectionsRun))
        }
        CycleStep::OpenEvaluation if page.n_unchecked > 0 => {
            Some((Field::Decision, ProblemKind::Missing))
        }
        _ => None,
    };
    problem.map_or(Ok(()), |(field, kind)| Err(Problems::one(field, kind).into()))
}

/// Whether individuals and collectives have no more seats than a programme may have (`LAW-41`).
fn check_caps(page: &CyclePage, rules: &Rulebook) -> Result<(), Problems> {
    for is_collective in [false, true] {
        let of_kind =
            page.categories.iter().filter(|it| it.category.is_collective() == is_collective);
        let seats = of_kind.map(|category| n_seats(&category.rules)).sum();
        check_cap(is_collective, seats, rules, Field::Seats)?;
    }
    Ok(())
}

/// Whether one kind has no more seats than a programme may have (`LAW-41`); a problem is of `field`.
pub(crate) fn check_cap(
    is_collective: bool,
    seats: u32,
    rules: &Rulebook,
    field: Field,
) -> Result<(), Problems> {
    let rule = if is_collective { Rule::AwardCollectives } else { Rule::AwardIndividuals };
    let most = rules.get(rule);
    if i64::from(seats) > most {
        return Err(Problems::one(field, ProblemKind::OverAwardCap(most)));
    }
    Ok(())
}

/// Nominations whose unit has no line in a quota that gives seats to units: without one there is
/// no seat that they could have, and no result.
fn count_without_line(nominations: &[store::NominationRow], categories: &[CategoryView]) -> usize {
    let lacks_line = |one: &&store::NominationRow| {
        let category = categories.iter().find(|category| category.id == one.category_id);
        let lines = category.and_then(|category| category.rules.quota.lines().ok());
        let is_own = |line: &Line| match line {
            Line::Category => true,
            Line::Unit(unit) => *unit == unit_key(one.unit_id),
        };
        (one.state.takes_part() || one.state == NominationState::Submitted)
            && lines.is_some_and(|lines| !lines.iter().any(|seats| is_own(&seats.line)))
    };
    nominations.iter().filter(lacks_line).count()
}

/// The seats of a category in all.
pub fn n_seats(rules: &CategoryRules) -> u32 {
    match &rules.quota {
        Quota::Open { seats } | Quota::Proportional { seats, .. } => *seats,
        Quota::Fixed { units } => units.iter().map(|unit| unit.seats).sum(),
    }
}

fn may_see(actor: &Actor, cycle: &CycleRow) -> bool {
    let region = cycle.region_id;
    may_run_award(actor, region)
        || (cycle.state != AwardCycleState::Configuring && may_watch_award(actor, region))
}

/// A cycle that the caller runs, decides or watches over; whoever runs those of a county alone finds
/// no other one.
pub(crate) async fn watched_cycle(
    conn: &mut Conn,
    actor: &Actor,
    id: AwardCycleId,
) -> Result<CycleRow, ActionError> {
    let cycle = conn.find_cycle(id).await?;
    let cycle = cycle.filter(|cycle| may_watch_award(actor, cycle.region_id));
    cycle.ok_or(ActionError::NotFound)
}

/// How far the units and nominees of a cycle lie: the county whose it is with all below, or everywhere.
pub(crate) fn reach_of(cycle: &CycleRow) -> Reach {
    cycle.region_id.map_or(Reach::Everything, |region| Reach::Within {
        regions: vec![region],
        organisations: Vec::new(),
    })
}

/// Those who run a cycle: the city's office, and the organisers of the county whose it is.
pub(crate) async fn runners(
    tx: &mut Tx,
    call: &Call,
    cycle: &CycleRow,
) -> Result<Vec<PersonId>, ActionError> {
    let mut people = tx.list_with_role(Role::CityOffice, call.today()).await?;
    if let Some(region) = cycle.region_id {
        let role = Role::AwardOrganiser;
        people.extend(tx.list_with_role_for_region(role, region, call.today()).await?);
    }
    Ok(people)
}

/// Sends a message about a cycle to those who run it.
pub(crate) async fn tell_runners(
    tx: &mut Tx,
    call: &Call,
    cycle: &CycleRow,
    message: &Message,
) -> Result<(), ActionError> {
    let people = runners(tx, call, cycle).await?;
    tell_people(tx, call, people, message).await
}

/// Sends a message that names a nominee to those of some staff who are in no conflict with the nominee
/// (`AWD-12`).
pub(crate) async fn tell_free(
    tx: &mut Tx,
    call: &Call,
    mut people: Vec<PersonId>,
    nominee: &NominationRow,
    message: &Message,
) -> Result<(), ActionError> {
    let one = std::slice::from_ref(nominee);
    let barred = tied(tx, &people, one, call.today()).await?;
    people.retain(|person| !barred.contains(person));
    tell_people(tx, call, people, message).await
}

/// The assessment year of a cycle.
pub(crate) fn year_of(cycle: &CycleRow) -> i32 {
    i32::try_from(cycle.year).unwrap_or_default()
}

/// The key of an organisation in quotas and packages.
pub(crate) fn unit_key(organisation: OrganisationId) -> UnitKey {
    UnitKey::new(format!("u{organisation}"))
}
