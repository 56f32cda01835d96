//! An award cycle (评优): its states, its categories with rubric and quota, and who does what.

mod record;

use serde::{Deserialize, Serialize};

pub use self::record::{CategoryRecord, CycleRecord, NomineeRecord, TieRecord, tie_decisions};

use crate::{
    code::codes,
    form::{Field, LINE_MAX, ProblemKind, Problems, Reader, TEXT_MAX, Values},
    quota::{AddedSeats, FirstSeats, Fixed, Quota, Weighted},
    ranking::UnitKey,
    role::{Actor, Role, Scope},
    roster::AwardCategory,
    score_sheet::{Criterion, Points, Rubric},
};

/// The longest title of a cycle, in characters.
pub const CYCLE_TITLE_MAX: usize = 60;
/// The most criteria of a rubric: as many fields a score sheet has.
pub const CRITERIA_MAX: usize = 10;
/// The fewest judges of a cycle (`AWD-11`).
pub const JUDGES_MIN: usize = 5;
/// The shortest reason for a deviation from the ranking (`AWD-15`).
pub const DEVIATION_MIN: usize = 20;
/// The working days of a public notice.
pub const NOTICE_DAYS: u32 = 5;
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
        /// Given up.
        Aborted = "aborted",
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

    /// Closes scoring: sheets that are not submitted now never will be.
    pub fn close_scoring(self) -> Result<Self, WrongStep> {
        self.step(Self::PreliminaryEvaluation, Self::Scored)
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
    }

    /// Puts the proposal on public notice.
    pub fn post(self) -> Result<Self, WrongStep> {
        self.step(Self::Confirmed, Self::OnNotice)
    }

    /// Decides after the notice.
    pub fn decide(self) -> Result<Self, WrongStep> {
        self.step(Self::OnNotice, Self::Decided)
    }

    /// Whether the public may see the notice.
    pub fn is_public(self) -> bool {
        matches!(self, Self::OnNotice | Self::Decided)
    }

    /// Whether scores and ranks may be looked at: never while somebody scores (`AWD-13`).
    pub fn shows_ranking(self) -> bool {
        matches!(
            self,
            Self::Scored | Self::Proposed | Self::Confirmed | Self::OnNotice | Self::Decided
        )
    }

    fn step(self, from: Self, to: Self) -> Result<Self, WrongStep> {
        if self == from { Ok(to) } else { Err(WrongStep) }
    }
}

/// Who runs a cycle.
pub const RUNNERS: &[Role] = &[Role::CityOffice];
/// Who may look at it from its announcement to its end.
pub const WATCHERS: &[Role] = &[Role::CityOffice, Role::DecisionMaker, Role::Supervisor];

/// Whether somebody runs award cycles.
pub fn may_run_awards(actor: &Actor) -> bool {
    has(actor, Role::CityOffice)
}

/// Whether somebody watches over award cycles: runs, decides or supervises them.
pub fn may_watch_awards(actor: &Actor) -> bool {
    WATCHERS.iter().any(|role| has(actor, *role))
}

/// Whether somebody confirms results by name (`LAW-14`).
pub fn may_decide_awards(actor: &Actor) -> bool {
    has(actor, Role::DecisionMaker)
}

fn has(actor: &Actor, role: Role) -> bool {
    actor.scopes(role).any(|scope| scope == Scope::Everything)
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
}

impl CyclePlan {
    /// Reads the form.
    pub fn parse(values: &Values) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let title = reader.text(Field::AwardTitle, 4, CYCLE_TITLE_MAX);
        let year = reader.number(Field::Year, 2020, 2100);
        let legal_basis = reader.choice(Field::LegalBasis, LegalBasis::parse);
        let is_approved = legal_basis == Some(LegalBasis::Approved);
        let approval_no = reader.text(Field::ApprovalNo, usize::from(is_approved), LINE_MAX);
        let contact = reader.text(Field::ObjectionsTo, 4, LINE_MAX);
        let is_licensed = |title: &String| LICENSED.iter().any(|word| title.contains(word));
        if !is_approved && title.as_ref().is_some_and(is_licensed) {
            reader.problems.add(Field::AwardTitle, ProblemKind::LicensedWord);
        }
        reader.problems.or(|| {
            Some(Self {
                title: title?,
                year: year?,
                legal_basis: legal_basis?,
                approval_no: approval_no?,
                contact: contact?,
            })
        })
    }
}

impl From<&CyclePlan> for Values {
    fn from(plan: &CyclePlan) -> Self {
        Self::default()
            .with(Field::AwardTitle, &plan.title)
            .with(Field::Year, plan.year.to_string())
            .with(Field::LegalBasis, plan.legal_basis.as_str())
            .with(Field::ApprovalNo, &plan.approval_no)
            .with(Field::ObjectionsTo, &plan.contact)
    }
}

/// A unit that may have seats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaUnit {
    /// Its key in the cycle.
    pub key: UnitKey,
    /// Names by which a form may call it.
    pub names: Vec<String>,
    /// Customary order.
    pub sort_order: i64,
}

codes! {
    /// How the seats of a category are given out.
    QuotaKind {
        /// To the best of the category.
        Open = "open",
        /// So many per unit.
        Fixed = "fixed",
        /// One seat each first, then by largest remainder.
        Proportional = "proportional",
        /// Plain largest remainder.
        PlainRemainder = "plain_remainder",
    }
}

/// The rules of a category, frozen with the announcement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CategoryRules {
    /// The criteria of its rubric.
    pub criteria: Vec<Criterion>,
    /// Its seats.
    pub quota: Quota,
    /// Whether a tie at a seat line may be resolved by adding seats.
    pub added_seats: AddedSeats,
}

impl CategoryRules {
    /// The rules that a category starts with: its rubric of the handbook (R4 to R7), no seats and
    /// none to be added.
    pub fn default_of(category: AwardCategory) -> Self {
        let criteria = default_criteria(category)
            .iter()
            .map(|(code, max)| Criterion::new(*code, Points::hundredths(*max * 100)))
            .collect();
        Self { criteria, quota: Quota::Open { seats: 0 }, added_seats: AddedSeats::Forbidden }
    }

    /// Reads the form: `criteria` a line each as "name maximum", `quota_kind`, `seats`, and
    /// `units` a line each as "name number"; `added_seats` is `allowed` or missing.
    pub fn parse(values: &Values, units: &[QuotaUnit]) -> Result<Self, Problems> {
        let mut reader = Reader::new(values);
        let criteria = reader.text(Field::Criteria, 1, TEXT_MAX);
        let kind = reader.choice(Field::QuotaKind, QuotaKind::parse);
        let lines = reader.text(Field::Units, 0, TEXT_MAX);
        let seats = match kind {
            Some(QuotaKind::Fixed) => Some(0),
            _ => reader.number(Field::Seats, 0, 1_000),
        };
        let criteria = criteria.and_then(|text| match parse_criteria(&text) {
            Some(criteria) => Some(criteria),
            None => reader.refuse(Field::Criteria, ProblemKind::NotLines),
        });
        let added_seats = match values.trimmed(Field::AddedSeats) {
            "" => AddedSeats::Forbidden,
            code => AddedSeats::parse(code)
                .or_else(|| reader.refuse(Field::AddedSeats, ProblemKind::UnknownChoice))
                .unwrap_or(AddedSeats::Forbidden),
        };
        let mut named = Vec::new();
        if let (Some(kind), Some(text)) = (kind, &lines)
            && kind != QuotaKind::Open
        {
            match parse_units(text, units) {
                Some(units) if !units.is_empty() => named = units,
                _ => reader.problems.add(Field::Units, ProblemKind::NotLines),
            }
        }
        reader.problems.or(|| {
            let quota = quota_of(kind?, u32::try_from(seats?).ok()?, named);
            Some(Self { criteria: criteria?, quota, added_seats })
        })
    }

    /// The form of these rules. Seats that are open to all name every unit, for whoever wants to
    /// give them out otherwise.
    pub fn values(&self, units: &[QuotaUnit]) -> Values {
        let name = |key: &UnitKey| {
            let unit = units.iter().find(|unit| unit.key == *key);
            unit.and_then(|unit| unit.names.first()).map_or("", String::as_str)
        };
        let (kind, seats, lines): (_, _, Vec<_>) = match &self.quota {
            Quota::Open { seats } => {
                let every = units.iter().map(|unit| format!("{} 1", name(&unit.key)));
                (QuotaKind::Open, *seats, every.collect())
            }
            Quota::Fixed { units } => {
                let each = units.iter().map(|unit| format!("{} {}", name(&unit.unit), unit.seats));
                (QuotaKind::Fixed, 0, each.collect())
            }
            Quota::Proportional { seats, first, units } => {
                let kind = match first {
                    FirstSeats::OneEach => QuotaKind::Proportional,
                    FirstSeats::Nothing => QuotaKind::PlainRemainder,
                };
                let each = units.iter().map(|unit| format!("{} {}", name(&unit.unit), unit.weight));
                (kind, *seats, each.collect())
            }
        };
        let criteria = self.criteria.iter().map(|one| format!("{} {}", one.code, one.max));
        let is_added = self.added_seats == AddedSeats::Allowed;
        Values::default()
            .with(Field::Criteria, criteria.collect::<Vec<_>>().join("\n"))
            .with(Field::QuotaKind, kind.as_str())
            .with(Field::Seats, seats.to_string())
            .with(Field::Units, lines.join("\n"))
            .with_each(Field::AddedSeats, is_added.then_some(AddedSeats::Allowed.as_str()))
    }

    /// The rubric; the parser has seen to it that it is one.
    pub fn rubric(&self) -> Option<Rubric> {
        Rubric::new(self.criteria.clone()).ok()
    }
}

fn quota_of(kind: QuotaKind, seats: u32, units: Vec<(UnitKey, i64, u32)>) -> Quota {
    let weighted = |units: Vec<(UnitKey, i64, u32)>| {
        let unit = |(unit, sort_order, weight): (_, _, u32)| Weighted {
            unit,
            sort_order,
            weight: weight.into(),
        };
        units.into_iter().map(unit).collect()
    };
    match kind {
        QuotaKind::Open => Quota::Open { seats },
        QuotaKind::Fixed => Quota::Fixed {
            units: units
                .into_iter()
                .map(|(unit, sort_order, seats)| Fixed { unit, sort_order, seats })
                .collect(),
        },
        QuotaKind::Proportional => {
            Quota::Proportional { seats, first: FirstSeats::OneEach, units: weighted(units) }
        }
        QuotaKind::PlainRemainder => {
            Quota::Proportional { seats, first: FirstSeats::Nothing, units: weighted(units) }
        }
    }
}

/// Lines of "name number"; the number is the last word.
fn lines_of(text: &str) -> impl Iterator<Item = Option<(&str, &str)>> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
        let (name, number) = line.rsplit_once(char::is_whitespace)?;
        Some((name.trim(), number))
    })
}

fn parse_criteria(text: &str) -> Option<Vec<Criterion>> {
    let criteria: Vec<Criterion> = lines_of(text)
        .map(|line| {
            let (name, max) = line?;
            Some(Criterion::new(name, max.parse().ok()?))
        })
        .collect::<Option<_>>()?;
    Rubric::new(criteria.clone()).ok()?;
    (criteria.len() <= CRITERIA_MAX).then_some(criteria)
}

fn parse_units(text: &str, units: &[QuotaUnit]) -> Option<Vec<(UnitKey, i64, u32)>> {
    let mut named: Vec<(UnitKey, i64, u32)> = Vec::new();
    for line in lines_of(text) {
        let (name, number) = line?;
        let unit = units.iter().find(|unit| unit.names.iter().any(|known| known == name))?;
        if named.iter().any(|(key, ..)| *key == unit.key) {
            return None;
        }
        let number = number.parse::<u32>().ok().filter(|number| *number <= 1_000_000)?;
        named.push((unit.key.clone(), unit.sort_order, number));
    }
    Some(named)
}

/// Rubrics R4 to R7 of the handbook (domain §4.2).
fn default_criteria(category: AwardCategory) -> &'static [(&'static str, i64)] {
    match category {
        AwardCategory::Tutor => &[
            ("育人成效", 25),
            ("活动组织与覆盖", 20),
            ("课程、教具与研究", 20),
            ("交流与带动", 15),
            ("服务讲师团", 10),
            ("创新与示范", 10),
        ],
        AwardCategory::Lecturer => &[
            ("授课质量", 45),
            ("服务场次", 25),
            ("课程开发与更新", 15),
            ("带教与培训", 10),
            ("纪律", 5),
        ],
        AwardCategory::StationManager => &[
            ("站点五有", 25),
            ("内容更新", 25),
            ("线下活动", 20),
            ("报送与维护", 15),
            ("创新与宣传", 15),
        ],
        AwardCategory::Team | AwardCategory::Collective => &[
            ("组织与制度", 15),
            ("活动与覆盖", 30),
            ("原创作品与课程", 25),
            ("社会效果与传播", 15),
            ("规范管理", 15),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units() -> Vec<QuotaUnit> {
        ["南湖区科协", "秀洲区科协"]
            .iter()
            .zip(1..)
            .map(|(name, n)| QuotaUnit {
                key: UnitKey::new(format!("u{n}")),
                names: vec![(*name).to_owned()],
                sort_order: n,
            })
            .collect()
    }

    fn rules() -> Values {
        Values::default()
            .with(Field::Criteria, "育人成效 25\n活动 12.5\n")
            .with(Field::QuotaKind, "proportional")
            .with(Field::Seats, "20")
            .with(Field::Units, "南湖区科协 150\n\n秀洲区科协　110")
    }

    #[test]
    fn every_default_rubric_has_a_hundred_points() {
        for category in AwardCategory::ALL {
            let rubric = CategoryRules::default_of(*category).rubric().expect("a rubric");
            assert_eq!(rubric.max(), Points::hundredths(10_000), "{category:?}");
        }
    }

    #[test]
    fn rules_are_read_line_by_line() {
        let rules = CategoryRules::parse(&rules(), &units()).expect("rules");
        assert_eq!(rules.criteria[1].max, Points::hundredths(1_250));
        let lines = rules.quota.lines().expect("lines");
        assert_eq!(lines.iter().map(|line| line.seats).sum::<u32>(), 20);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_told() {
        for (field, text) in [
            (Field::Criteria, "育人成效"),
            (Field::Criteria, "育人成效 25.3"),
            (Field::Criteria, "甲 5\n甲 6"),
            (Field::Units, "嘉兴县科协 5"),
            (Field::Units, "南湖区科协 5\n南湖区科协 6"),
            (Field::Units, "南湖区科协 -1"),
            (Field::Units, ""),
        ] {
            let mut values = rules();
            values.set(field, text);
            let problems = CategoryRules::parse(&values, &units()).expect_err(text);
            assert!(problems.of(field).is_some(), "{field:?}: {text}");
        }
    }

    #[test]
    fn a_licensed_word_needs_an_approval() {
        let values = Values::default()
            .with(Field::AwardTitle, "2026年度科普工作表彰")
            .with(Field::Year, "2026")
            .with(Field::LegalBasis, "internal")
            .with(Field::ObjectionsTo, "科普部 0573-00000000");
        let problems = CyclePlan::parse(&values).expect_err("not approved");
        assert_eq!(problems.of(Field::AwardTitle), Some(ProblemKind::LicensedWord));
        let mut approved = values;
        approved.set(Field::LegalBasis, "approved");
        let problems = CyclePlan::parse(&approved).expect_err("no number");
        assert_eq!(problems.of(Field::ApprovalNo), Some(ProblemKind::Missing));
        approved.set(Field::ApprovalNo, "浙评组〔2026〕1号");
        assert!(CyclePlan::parse(&approved).is_ok());
    }

    #[test]
    fn a_cycle_goes_its_way_and_no_other() {
        use AwardCycleState::{Configuring, Decided};
        let state = Configuring
            .announce()
            .and_then(AwardCycleState::close_nominations)
            .and_then(AwardCycleState::open_evaluation)
            .and_then(AwardCycleState::close_scoring)
            .and_then(AwardCycleState::propose)
            .and_then(AwardCycleState::confirm)
            .and_then(AwardCycleState::post)
            .and_then(AwardCycleState::decide);
        assert_eq!(state, Ok(Decided));
        assert_eq!(Configuring.decide(), Err(WrongStep));
        assert_eq!(Decided.announce(), Err(WrongStep));
    }
}
