//! What the steps of an award cycle fix: its rules, its ties, who is proposed, confirmed, awarded.
//!
//! The contact for objections may be a person's, and is in none of these; nor are the reasons of
//! deviations, which stand in the details of their own lines.

use chrono::NaiveDate;

use super::{FinalKind, LegalBasis, NoticeOrder, SeatPassing};
use crate::{
    award_stage::AwardStage,
    quota::AddedSeats,
    ranking::TiesOffLine,
    record::{Canonical, Kind, flag, row},
    roster::AwardCategory,
    rulebook::Rule,
};

/// The rules whose numbers an announcement fixes: by them it is known who may be nominated, who judges,
/// how winners are chosen, and how long a notice and an objection take.
pub const ANNOUNCED_RULES: &[Rule] = &[
    Rule::AwardIndividuals,
    Rule::AwardCollectives,
    Rule::JudgesMinimum,
    Rule::FinalJudgesMinimum,
    Rule::ReadersPerNominee,
    Rule::ShortlistPercent,
    Rule::NoticeWorkingDays,
    Rule::NominationCorrectionWorkingDays,
    Rule::ObjectionWorkingDays,
    Rule::ObjectionExtensionWorkingDays,
    Rule::NominationTutorYears,
    Rule::NominationOtherYears,
    Rule::NominationTutorHours,
    Rule::NominationTutorService,
    Rule::NominationStationService,
    Rule::NominationTeamService,
    Rule::NominationTeamMembers,
    Rule::NominationConductYears,
    Rule::ConflictUnitYears,
    Rule::ConflictWorkYears,
    Rule::ConflictTeachingYears,
];

/// The head of a cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CycleRecord {
    /// Key.
    pub id: i64,
    /// Title.
    pub title: String,
    /// Assessment year.
    pub year: i64,
    /// What it rests on.
    pub legal_basis: LegalBasis,
    /// Number of the approval.
    pub approval_no: String,
    /// In which order names stand on the notice.
    pub notice_order: NoticeOrder,
    /// Who organises it; may be empty.
    pub organiser: String,
    /// Who confirmed the proposal.
    pub confirmed_by: Option<i64>,
    /// First day of the notice.
    pub notice_from: Option<NaiveDate>,
    /// Last day of the notice.
    pub notice_until: Option<NaiveDate>,
    /// Who decided.
    pub decided_by: Option<i64>,
    /// Number of the issuing document.
    pub document_no: String,
    /// How it goes on after its first stage.
    pub final_kind: FinalKind,
    /// So many nominees a judge reads in the first stage at most; 0: all.
    pub most_sheets: i64,
}

/// The end of a stage as it was announced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageRecord {
    /// The cycle.
    pub cycle_id: i64,
    /// Which stage.
    pub stage: AwardStage,
    /// Its working days.
    pub n_days: i64,
    /// Its last day; none before the announcement.
    pub announced_until: Option<NaiveDate>,
}

/// The rules of a category, as they are stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CategoryRecord {
    /// Key.
    pub id: i64,
    /// The cycle.
    pub cycle_id: i64,
    /// Which category.
    pub category: AwardCategory,
    /// Its criteria.
    pub criteria: String,
    /// Its quota.
    pub quota: String,
    /// Whether a tie may be resolved by adding seats.
    pub added_seats: AddedSeats,
    /// What becomes of a seat that falls free.
    pub seat_passing: SeatPassing,
    /// How many a unit may hand in; 0: as many as it likes.
    pub most_nominations: i64,
    /// What becomes of equal means that no seat line cuts.
    pub ties_off_line: TiesOffLine,
    /// So far sheets may lie apart before the chair is shown it, in hundredths; 0: it never is.
    pub most_apart: i64,
    /// Its levels; `[]` where there are none.
    pub levels: String,
}

/// What was decided about a tie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TieRecord {
    /// Key.
    pub id: i64,
    /// The category.
    pub category_id: i64,
    /// The decision, as it is stored.
    pub decision: String,
    /// Who entered it.
    pub person_id: i64,
}

/// A nominee's place in the proposal and in the award.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NomineeRecord {
    /// Key of the nomination.
    pub id: i64,
    /// The cycle.
    pub cycle_id: i64,
    /// The category.
    pub category_id: i64,
    /// The person, if one on file.
    pub person_id: Option<i64>,
    /// The name.
    pub name: String,
    /// Whether the nominee is proposed; none before the proposal.
    pub is_selected: Option<bool>,
    /// Whether that deviates from the ranking.
    pub is_deviation: Option<bool>,
    /// Which level, from 0; none where there are none.
    pub level_no: Option<i64>,
    /// Whether the award was given.
    pub is_awarded: bool,
}

impl CycleRecord {
    /// What is announced: head, rubrics, quotas, the judges by seat, the ends of stages, and the numbers of
    /// the rulebook by which it goes.
    pub fn rules<'a>(
        &self,
        categories: impl IntoIterator<Item = &'a CategoryRecord>,
        judges: impl IntoIterator<Item = (i64, i64)>,
        stages: impl IntoIterator<Item = &'a StageRecord>,
        numbers: impl IntoIterator<Item = (Rule, i64)>,
    ) -> Canonical {
        let number = |value: i64| Some(value.to_string());
        let judge = |(seat, person)| row([number(seat), number(person)]);
        let record = Canonical::new(Kind::AwardRules, 1, self.id)
            .text("title", self.title.as_str())
            .number("year", self.year)
            .text("legal_basis", self.legal_basis.as_str())
            .text("approval_no", self.approval_no.as_str());
        // There was one order before, and what was frozen then says the same.
        let record = match self.notice_order {
            NoticeOrder::Region => record,
            order => record.text("notice_order", order.as_str()),
        };
        let record = match self.organiser.as_str() {
            "" => record,
            organiser => record.text("organiser", organiser),
        };
        // Every judge read everybody before anything was said of it.
        let record = match self.most_sheets {
            0 => record,
            most => record.number("most_sheets", most),
        };
        let stage = |one: &StageRecord| {
            let until = one.announced_until.map(|day| day.to_string());
            row([Some(one.stage.as_str().to_owned()), Some(one.n_days.to_string()), until])
        };
        let stages: Vec<_> = stages.into_iter().map(stage).collect();
        let record = if stages.is_empty() { record } else { record.list("stages", stages) };
        let record = record
            .list("categories", categories.into_iter().map(CategoryRecord::row))
            .list("judges", judges.into_iter().map(judge));
        // Before there were finals, nothing was said of them.
        let record = match self.final_kind {
            FinalKind::None => record,
            kind => record.text("final", kind.as_str()),
        };
        let number =
            |(rule, value): (Rule, i64)| row([Some(rule.as_str().to_owned()), number(value)]);
        let numbers: Vec<_> = numbers.into_iter().map(number).collect();
        // The version alone was kept before, and what was frozen then says the same.
        if numbers.is_empty() { record } else { record.list("numbers", numbers) }
    }

    /// Who is proposed, and where that deviates from the ranking.
    pub fn proposal<'a>(&self, nominees: impl IntoIterator<Item = &'a NomineeRecord>) -> Canonical {
        let nominees = nominees.into_iter().map(NomineeRecord::proposed);
        Canonical::new(Kind::Proposal, 1, self.id).list("nominees", nominees)
    }

    /// Who confirmed which proposal.
    pub fn confirmation<'a>(
        &self,
        nominees: impl IntoIterator<Item = &'a NomineeRecord>,
    ) -> Canonical {
        Canonical::new(Kind::Confirmation, 1, self.id)
            .number("confirmed_by", self.confirmed_by)
            .list("nominees", nominees.into_iter().map(NomineeRecord::proposed))
    }

    /// Who is awarded, by whom and by which document.
    pub fn award<'a>(&self, nominees: impl IntoIterator<Item = &'a NomineeRecord>) -> Canonical {
        let awarded = nominees.into_iter().filter(|one| one.is_awarded);
        Canonical::new(Kind::Award, 1, self.id)
            .date("notice_from", self.notice_from)
            .date("notice_until", self.notice_until)
            .number("decided_by", self.decided_by)
            .text("document_no", self.document_no.as_str())
            .list("awarded", awarded.map(NomineeRecord::awarded))
    }
}

impl CategoryRecord {
    fn row(&self) -> String {
        let mut cells = vec![
            Some(self.id.to_string()),
            Some(self.category.as_str().to_owned()),
            Some(self.criteria.clone()),
            Some(self.quota.clone()),
            Some(self.added_seats.as_str().to_owned()),
        ];
        // A seat stayed empty before anything was said of it, and what was frozen then says the same.
        if self.seat_passing != SeatPassing::Vacant {
            cells.push(Some(self.seat_passing.as_str().to_owned()));
        }
        if self.most_nominations > 0 {
            cells.push(Some(self.most_nominations.to_string()));
        }
        // The rules separated all equal means before anything was said of it.
        if self.ties_off_line != TiesOffLine::Separate {
            cells.push(Some(self.ties_off_line.as_str().to_owned()));
        }
        if self.most_apart > 0 {
            cells.push(Some(format!("apart:{}", self.most_apart)));
        }
        // There were no levels before, and what was frozen then says the same.
        if self.levels != "[]" {
            cells.push(Some(format!("levels:{}", self.levels)));
        }
        row(cells)
    }
}

impl NomineeRecord {
    fn proposed(&self) -> String {
        let yes_or_no = |value: Option<bool>| value.map(|value| flag(value).to_owned());
        let (selected, deviation) = (yes_or_no(self.is_selected), yes_or_no(self.is_deviation));
        let mut cells = vec![Some(self.id.to_string()), selected, deviation];
        cells.extend(self.level_no.map(|at| Some(format!("level:{at}"))));
        row(cells)
    }

    /// Who is on file is named by id; nothing but the name, which is published for good (`LAW-09`),
    /// names the others and the collectives.
    fn awarded(&self) -> String {
        let (id, category) = (self.id.to_string(), self.category_id.to_string());
        let person = self.person_id.map(|person| person.to_string());
        let name = self.person_id.is_none().then(|| self.name.clone());
        row([Some(id), Some(category), person, name])
    }
}

/// The decisions about the ties of a category, in the order of time.
pub fn tie_decisions<'a>(
    category: i64,
    decisions: impl IntoIterator<Item = &'a TieRecord>,
) -> Canonical {
    let decision = |one: &TieRecord| {
        let (id, person) = (one.id.to_string(), one.person_id.to_string());
        row([Some(id), Some(person), Some(one.decision.clone())])
    };
    Canonical::new(Kind::TieDecision, 1, category)
        .list("decisions", decisions.into_iter().map(decision))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cycle() -> CycleRecord {
        CycleRecord {
            id: 2,
            title: "评优".into(),
            year: 2026,
            legal_basis: LegalBasis::Internal,
            approval_no: String::new(),
            notice_order: NoticeOrder::Region,
            organiser: String::new(),
            confirmed_by: Some(8),
            notice_from: NaiveDate::from_ymd_opt(2026, 11, 3),
            notice_until: NaiveDate::from_ymd_opt(2026, 11, 9),
            decided_by: Some(9),
            document_no: "一号".into(),
            final_kind: FinalKind::None,
            most_sheets: 0,
        }
    }

    fn nominee(id: i64, person_id: Option<i64>) -> NomineeRecord {
        NomineeRecord {
            id,
            cycle_id: 2,
            category_id: 3,
            person_id,
            name: "队".into(),
            is_selected: Some(true),
            is_deviation: Some(false),
            level_no: None,
            is_awarded: true,
        }
    }

    fn bytes(record: &Canonical) -> &str {
        std::str::from_utf8(record.bytes()).expect("a text")
    }

    #[test]
    fn rules_have_these_bytes() {
        let category = CategoryRecord {
            id: 3,
            cycle_id: 2,
            category: AwardCategory::Tutor,
            criteria: "[]".into(),
            quota: "{}".into(),
            added_seats: AddedSeats::Allowed,
            seat_passing: SeatPassing::Vacant,
            most_nominations: 0,
            ties_off_line: TiesOffLine::Separate,
            most_apart: 0,
            levels: "[]".into(),
        };
        let levelled = CategoryRecord { levels: "[1]".into(), ..category.clone() };
        let text = bytes(&cycle().rules([&levelled], [], [], [])).to_owned();
        assert!(text.contains("7:allowed;10:levels:[1];"), "{text}");
        let apart = CategoryRecord { most_apart: 2_000, ..category.clone() };
        assert!(bytes(&cycle().rules([&apart], [], [], [])).contains("7:allowed;10:apart:2000;"));
        let assigned = CycleRecord { most_sheets: 40, ..cycle() };
        assert!(bytes(&assigned.rules([], [], [], [])).contains("11:most_sheets;2:40;"));
        let with_final = CycleRecord { final_kind: FinalKind::Vote, ..cycle() };
        assert!(bytes(&with_final.rules([], [], [], [])).ends_with("5:final;4:vote;"));
        let staying = CategoryRecord { ties_off_line: TiesOffLine::Stay, ..category.clone() };
        assert!(bytes(&cycle().rules([&staying], [], [], [])).contains("7:allowed;4:stay;"));
        assert_eq!(
            bytes(&cycle().rules([&category], [(1, 7)], [], [])),
            "11:award_rules;1:1;1:2;5:title;6:评优;4:year;4:2026;11:legal_basis;8:internal;\
             11:approval_no;0:;10:categories;36:32:1:3;5:tutor;2:[];2:{};7:allowed;;;\
             6:judges;11:8:1:1;1:7;;;"
        );
    }

    #[test]
    fn what_is_announced_says_its_numbers_and_what_was_announced_before_said_none() {
        let numbers = [(Rule::NoticeWorkingDays, 5), (Rule::JudgesMinimum, 7)];
        let rules = cycle().rules([], [], [], numbers);
        let text = bytes(&rules);
        assert!(text.contains("notice_working_days;1:5;"), "{text}");
        assert!(text.contains("judges_minimum;1:7;"), "{text}");
        assert_ne!(rules, cycle().rules([], [], [], [numbers[0], (Rule::JudgesMinimum, 5)]));
        assert!(!bytes(&cycle().rules([], [], [], [])).contains("numbers"));
    }

    #[test]
    fn rules_say_in_which_order_names_stand_where_it_is_not_by_region() {
        let by_strokes = CycleRecord { notice_order: NoticeOrder::Strokes, ..cycle() };
        let rules = by_strokes.rules([], [], [], []);
        assert!(bytes(&rules).contains("12:notice_order;7:strokes;"), "{}", bytes(&rules));
        assert!(!bytes(&cycle().rules([], [], [], [])).contains("notice_order"));
    }

    #[test]
    fn proposal_and_confirmation_have_these_bytes() {
        assert_eq!(
            bytes(&cycle().proposal([&nominee(4, None)])),
            "8:proposal;1:1;1:2;8:nominees;19:15:1:4;3:yes;2:no;;;"
        );
        assert_eq!(
            bytes(&cycle().confirmation([&nominee(4, None)])),
            "12:confirmation;1:1;1:2;12:confirmed_by;1:8;8:nominees;19:15:1:4;3:yes;2:no;;;"
        );
    }

    #[test]
    fn an_award_has_these_bytes() {
        assert_eq!(
            bytes(&cycle().award([&nominee(4, Some(7)), &nominee(5, None)])),
            "5:award;1:1;1:2;11:notice_from;10:2026-11-03;12:notice_until;10:2026-11-09;\
             10:decided_by;1:9;11:document_no;6:一号;7:awarded;38:14:1:4;1:3;1:7;-;;16:1:5;1:3;-;3:队;;;"
        );
    }

    #[test]
    fn decisions_about_ties_have_these_bytes() {
        let tie = TieRecord { id: 6, category_id: 3, decision: "{}".into(), person_id: 7 };
        assert_eq!(
            bytes(&tie_decisions(3, [&tie])),
            "12:tie_decision;1:1;1:3;9:decisions;17:13:1:6;1:7;2:{};;;"
        );
    }
}
