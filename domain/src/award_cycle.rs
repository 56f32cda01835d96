//! An award cycle (评优): its states, its categories with rubric and quota, and who does what.

mod level;
mod line;
mod record;
mod rules;

pub use self::{
    level::{Level, level_after, level_name},
    record::{
        ANNOUNCED_RULES, CategoryRecord, CycleRecord, NomineeRecord, StageRecord, TieRecord,
        tie_decisions,
    },
    rules::{CategoryRules, QuotaKind, QuotaUnit, SeatPassing},
};

use crate::{
    award_stage::StagePlan,
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, Values},
    id::RegionId,
    role::{Actor, Role, Scope, regions_of},
    score_sheet::Stage,
};

/// The longest title of a cycle, in characters.
pub const CYCLE_TITLE_MAX: usize = 60;
/// The most nominees that one may say a judge reads.
pub const SHEETS_MAX: i64 = 2_000;
/// The longest name of an organiser, in characters.
pub const ORGANISER_MAX: usize = 40;
/// The shortest reason for a title that only an approved programme may have (`LAW-40`).
const LEAVE_MIN: usize = 20;
/// The most criteria of a rubric: as many fields a score sheet has.
pub const CRITERIA_MAX: usize = 10;
/// The shortest reason for a deviation from the ranking (`AWD-15`).
pub const DEVIATION_MIN: usize = 20;
/// Words that need an approved programme (`LAW-40`).
const LICENSED: &[&str] = &["表彰", "奖励", "命名"];

codes! {
    /// Where a cycle stands.
    AwardCycleState {
        /// Its rules are being written.
        Configuring = "configuring",
        /// Announced: the rules are frozen, units nominate.
        Nominating = "nominating",
        /// Nominations are closed and checked.
        Eligibility = "eligibility",
        /// Judges declare relations and score.
        PreliminaryEvaluation = "preliminary_evaluation",
        /// Those on the shortlist are judged once more.
        FinalEvaluation = "final_evaluation",
        /// Scoring is closed; now ranks may be seen.
        Scored = "scored",
        /// The office has proposed.
        Proposed = "proposed",
        /// The decision maker has confirmed the proposal.
        Confirmed = "confirmed",
        /// The proposal is on public notice.
        OnNotice = "on_notice",
        /// Decided.
        Decided = "decided",
        /// Decided, and in the archive: nothing of it is open.
        Archived = "archived",
        /// Given up.
        Aborted = "aborted",
    }
}

codes! {
    /// How a cycle goes on after its first stage.
    FinalKind {
        /// Not at all: the first stage decides.
        None = "none",
        /// Judges write sheets of those on the shortlist.
        Sheets = "sheets",
        /// The panel votes on them.
        Vote = "vote",
    }
}

codes! {
    /// What a programme rests on (`LAW-40`).
    LegalBasis {
        /// 内部推优: no commendation.
        Internal = "internal",
        /// Approved as a commendation, with a number.
        Approved = "approved",
    }
}

codes! {
    /// In which order names stand on the notice, within a category.
    NoticeOrder {
        /// By the nominating unit, in the customary order of regions: the default.
        Region = "region",
        /// By the strokes of the name (姓氏笔画).
        Strokes = "strokes",
        /// By rank.
        Rank = "rank",
    }
}

/// Whether a text has a word that only an approved programme may use (`LAW-40`).
pub fn has_licensed_word(text: &str) -> bool {
    LICENSED.iter().any(|word| text.contains(word))
}

/// A step that is not possible from where the cycle stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not possible in this state")]
pub struct WrongStep;

impl AwardCycleState {
    /// Freezes the rules and lets units nominate.
    pub fn announce(self) -> Result<Self, WrongStep> {
        self.step(Self::Configuring, Self::Nominating)
    }

    /// Closes nominations.
    pub fn close_nominations(self) -> Result<Self, WrongStep> {
        self.step(Self::Nominating, Self::Eligibility)
    }

    /// Opens the evaluation.
    pub fn open_evaluation(self) -> Result<Self, WrongStep> {
        self.step(Self::Eligibility, Self::PreliminaryEvaluation)
    }

    /// Closes scoring: sheets that are not submitted now never will be. Where a final follows, the
    /// shortlist is drawn.
    pub fn close_scoring(self, then: FinalKind) -> Result<Self, WrongStep> {
        let to = match then {
            FinalKind::None => Self::Scored,
            FinalKind::Sheets | FinalKind::Vote => Self::FinalEvaluation,
        };
        self.step(Self::PreliminaryEvaluation, to)
    }

    /// Closes the final.
    pub fn close_final(self) -> Result<Self, WrongStep> {
        self.step(Self::FinalEvaluation, Self::Scored)
    }

    /// In which stage judges write sheets now, if they do.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::PreliminaryEvaluation => Some(Stage::Preliminary),
            Self::FinalEvaluation => Some(Stage::Final),
            _ => None,
        }
    }

    /// Proposes winners; a proposal that was sent back may be made again.
    pub fn propose(self) -> Result<Self, WrongStep> {
        self.step(Self::Scored, Self::Proposed)
    }

    /// The decision maker confirms the proposal.
    pub fn confirm(self) -> Result<Self, WrongStep> {
        self.step(Self::Proposed, Self::Confirmed)
    }

    /// The decision maker sends the proposal back.
    pub fn send_back(self) -> Result<Self, WrongStep> {
        self.step(Self::Proposed, Self::Scored)
            .or_else(|_| self.step(Self::Confirmed, Self::Scored))
    }

    /// Puts the proposal on public notice.
    pub fn post(self) -> Result<Self, WrongStep> {
        self.step(Self::Confirmed, Self::OnNotice)
    }

    /// Decides after the notice.
    pub fn decide(self) -> Result<Self, WrongStep> {
        self.step(Self::OnNotice, Self::Decided)
    }

    /// Puts a decided cycle into the archive.
    pub fn archive(self) -> Result<Self, WrongStep> {
        self.step(Self::Decided, Self::Archived)
    }

    /// Takes it out of the archive again.
    pub fn take_out(self) -> Result<Self, WrongStep> {
        self.step(Self::Archived, Self::Decided)
    }

    /// Takes a notice back, to be confirmed or proposed anew.
    pub fn take_back(self, to: Self) -> Result<Self, WrongStep> {
        match to {
            Self::Scored | Self::Proposed => self.step(Self::OnNotice, to),
            _ => Err(WrongStep),
        }
    }

    /// Whether a decision maker has confirmed the proposal.
    pub fn is_confirmed(self) -> bool {
        matches!(self, Self::Confirmed | Self::OnNotice) || self.is_decided()
    }

    /// Whether its winners are decided.
    pub fn is_decided(self) -> bool {
        matches!(self, Self::Decided | Self::Archived)
    }

    /// Whether the public may see the notice.
    pub fn is_public(self) -> bool {
        self == Self::OnNotice || self.is_decided()
    }

    /// Whether scores and ranks may be looked at: never while somebody scores (`AWD-13`).
    pub fn shows_ranking(self) -> bool {
        matches!(self, Self::Scored | Self::Proposed) || self.is_confirmed()
    }

    fn step(self, from: Self, to: Self) -> Result<Self, WrongStep> {
        if self == from { Ok(to) } else { Err(WrongStep) }
    }
}

/// Who runs a cycle: the city's office each, an organiser those of a county.
pub const RUNNERS: &[Role] = &[Role::CityOffice, Role::AwardOrganiser];
/// Who may look at it from its announcement to its end.
pub const WATCHERS: &[Role] =
    &[Role::CityOffice, Role::DecisionMaker, Role::Supervisor, Role::AwardOrganiser];

/// Whether somebody runs award cycles; which ones says [`may_run_award`].
pub fn may_run_awards(actor: &Actor) -> bool {
    has(actor, Role::CityOffice) || actor.is(Role::AwardOrganiser)
}

/// Whether somebody runs the awards of a county, or without one those of the city.
pub fn may_run_award(actor: &Actor, region: Option<RegionId>) -> bool {
    has(actor, Role::CityOffice)
        || region.is_some_and(|region| award_regions(actor).contains(&region))
}

/// The counties whose awards somebody runs by a grant of the city.
pub fn award_regions(actor: &Actor) -> Vec<RegionId> {
    regions_of(actor, Role::AwardOrganiser)
}

/// Whether somebody runs the awards of the city, and sees those of every county.
pub fn may_run_for_city(actor: &Actor) -> bool {
    has(actor, Role::CityOffice)
}

/// Whether somebody watches over award cycles: runs, decides or supervises them; which ones says
/// [`may_watch_award`].
pub fn may_watch_awards(actor: &Actor) -> bool {
    WATCHERS.iter().any(|role| has(actor, *role)) || actor.is(Role::AwardOrganiser)
}

/// Whether somebody watches over the awards of a county, or without one those of the city.
pub fn may_watch_award(actor: &Actor, region: Option<RegionId>) -> bool {
    WATCHERS.iter().any(|role| has(actor, *role)) || may_run_award(actor, region)
}

/// Whether somebody confirms results by name (`LAW-14`).
pub fn may_decide_awards(actor: &Actor) -> bool {
    has(actor, Role::DecisionMaker)
}

fn has(actor: &Actor, role: Role) -> bool {
    actor.scopes(role).any(|scope| scope == Scope::Everything)
}

/// A title as the public reads it: with the organiser before it, unless it names it already
/// (`LAW-42`).
pub fn full_title(organiser: &str, title: &str) -> String {
    if title.contains(organiser) { title.to_owned() } else { format!("{organiser}{title}") }
}

/// A title with a word that only an approved programme may use, allowed by a decision maker
/// (`LAW-40`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedTitle {
    /// The title.
    pub title: String,
    /// Why.
    pub reason: String,
}

impl AllowedTitle {
    /// Reads the form; a title without such a word needs nobody's leave.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let title = reader.text(Field::AllowedTitle, 4, CYCLE_TITLE_MAX);
        let reason = reader.text(Field::LeaveReason, LEAVE_MIN, LINE_MAX);
        if title.as_deref().is_some_and(|title| !has_licensed_word(title)) {
            reader.problems.add(Field::AllowedTitle, ProblemKind::NotNeeded);
        }
        reader.problems.or(|| Some(Self { title: title?, reason: reason? }))
    }
}

/// The head of a cycle as the office writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CyclePlan {
    /// Title.
    pub title: String,
    /// Assessment year.
    pub year: i64,
    /// What the programme rests on.
    pub legal_basis: LegalBasis,
    /// Number of the approval; empty for an internal programme.
    pub approval_no: String,
    /// Whom to write to with an objection.
    pub contact: String,
    /// How it goes on after its first stage.
    pub final_kind: FinalKind,
    /// So many nominees a judge reads in the first stage at most; 0: all.
    pub most_sheets: i64,
    /// In which order names stand on the notice.
    pub notice_order: NoticeOrder,
    /// Who organises it, named before the title (`LAW-42`); may be empty.
    pub organiser: String,
    /// How long its stages take.
    pub stages: StagePlan,
}

impl CyclePlan {
    /// Reads the form. A title with a word that needs an approved programme is refused, unless a
    /// decision maker has allowed this one (`LAW-40`).
    pub fn parse(values: &Values, allowed_title: Option<&str>) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let title = reader.text(Field::AwardTitle, 4, CYCLE_TITLE_MAX);
        let year = reader.number(Field::Year, 2020, 2100);
        let legal_basis = reader.choice(Field::LegalBasis, LegalBasis::parse);
        let is_approved = legal_basis == Some(LegalBasis::Approved);
        let approval_no = reader.text(Field::ApprovalNo, usize::from(is_approved), LINE_MAX);
        let contact = reader.text(Field::ObjectionsTo, 4, LINE_MAX);
        let final_kind = reader.ticked(Field::FinalKind, FinalKind::parse, FinalKind::None);
        let most_sheets = match values.trimmed(Field::MostSheets) {
            "" => Some(0),
            _ => reader.number(Field::MostSheets, 0, SHEETS_MAX),
        };
        let notice_order = reader.optional_choice(Field::NoticeOrder, NoticeOrder::parse);
        let organiser = reader.text(Field::Organiser, 0, ORGANISER_MAX);
        let stages = StagePlan::read(&mut reader, values);
        let needs_leave = |title: &str| has_licensed_word(title) && allowed_title != Some(title);
        if !is_approved && title.as_deref().is_some_and(needs_leave) {
            reader.problems.add(Field::AwardTitle, ProblemKind::LicensedWord);
        }
        if !is_approved && organiser.as_deref().is_some_and(has_licensed_word) {
            reader.problems.add(Field::Organiser, ProblemKind::LicensedWord);
        }
        reader.problems.or(|| {
            Some(Self {
                title: title?,
                year: year?,
                legal_basis: legal_basis?,
                approval_no: approval_no?,
                contact: contact?,
                final_kind,
                most_sheets: most_sheets?,
                notice_order: notice_order.ok()?.unwrap_or(NoticeOrder::Region),
                organiser: organiser?,
                stages: stages?,
            })
        })
    }
}

impl From<&CyclePlan> for Values {
    fn from(plan: &CyclePlan) -> Self {
        let values = Self::default()
            .with(Field::AwardTitle, &plan.title)
            .with(Field::Year, plan.year.to_string())
            .with(Field::LegalBasis, plan.legal_basis.as_str())
            .with(Field::ApprovalNo, &plan.approval_no)
            .with(Field::ObjectionsTo, &plan.contact)
            .with(Field::FinalKind, plan.final_kind.as_str())
            .with(Field::MostSheets, plan.most_sheets.to_string())
            .with(Field::NoticeOrder, plan.notice_order.as_str())
            .with(Field::Organiser, &plan.organiser);
        plan.stages
            .0
            .iter()
            .fold(values, |values, (stage, n)| values.with(stage.field(), n.to_string()))
    }
}

#[cfg(test)]
mod tests;
