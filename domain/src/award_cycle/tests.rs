use super::*;
use crate::{ranking::UnitKey, roster::AwardCategory, score_sheet::Points};

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
fn a_line_that_cannot_be_read_is_told_by_its_number() {
    use ProblemKind::{LineTwice, Missing, NotALine, TooManyLines, UnknownLine};
    let eleven = (1..12).map(|n| format!("第{n}项：5分")).collect::<Vec<_>>().join("\n");
    for (field, text, problem) in [
        (Field::Criteria, "甲 5\n\n育人成效", NotALine(3)),
        (Field::Criteria, "育人成效 25.3", NotALine(1)),
        (Field::Criteria, "甲 5\n 甲：6分", LineTwice(2)),
        (Field::Criteria, &eleven, TooManyLines(10)),
        (Field::Units, "南湖区科协 5\n嘉兴县科协 5", UnknownLine(2)),
        (Field::Units, "南湖区科协 5\n南湖区 科协：6名", LineTwice(2)),
        (Field::Units, "南湖区科协 -1", NotALine(1)),
        (Field::Units, "南湖区科协 1.5", NotALine(1)),
        (Field::Units, "", Missing),
    ] {
        let mut values = rules();
        values.set(field, text);
        let problems = CategoryRules::parse(&values, &units()).expect_err(text);
        assert_eq!(problems.of(field), Some(problem), "{field:?}: {text}");
    }
}

#[test]
fn lines_are_read_as_they_are_typed_on_a_chinese_keyboard() {
    let mut values = rules();
    values.set(Field::Criteria, "育人成效：２５分；\n活动＝12.5");
    values.set(Field::Units, "南湖区科协：１５０名\n秀洲区　科协 110人。");
    let read = CategoryRules::parse(&values, &units()).expect("rules");
    assert_eq!(read, CategoryRules::parse(&rules(), &units()).expect("rules"));
}

#[test]
fn a_licensed_word_needs_an_approval() {
    let values = Values::default()
        .with(Field::AwardTitle, "2026年度科普工作表彰")
        .with(Field::Year, "2026")
        .with(Field::LegalBasis, "internal")
        .with(Field::ObjectionsTo, "科普部 0573-00000000");
    let problems = CyclePlan::parse(&values, None).expect_err("not approved");
    assert_eq!(problems.of(Field::AwardTitle), Some(ProblemKind::LicensedWord));
    let mut approved = values;
    approved.set(Field::LegalBasis, "approved");
    let problems = CyclePlan::parse(&approved, None).expect_err("no number");
    assert_eq!(problems.of(Field::ApprovalNo), Some(ProblemKind::Missing));
    approved.set(Field::ApprovalNo, "浙评组〔2026〕1号");
    assert!(CyclePlan::parse(&approved, None).is_ok());
}

#[test]
fn a_cycle_goes_its_way_and_no_other() {
    use AwardCycleState::{Configuring, Decided};
    let state = Configuring
        .announce()
        .and_then(AwardCycleState::close_nominations)
        .and_then(AwardCycleState::open_evaluation)
        .and_then(|state| state.close_scoring(FinalKind::None))
        .and_then(AwardCycleState::propose)
        .and_then(AwardCycleState::confirm)
        .and_then(AwardCycleState::post)
        .and_then(AwardCycleState::decide);
    assert_eq!(state, Ok(Decided));
    assert_eq!(Configuring.decide(), Err(WrongStep));
    assert_eq!(Decided.announce(), Err(WrongStep));
}

#[test]
fn a_decision_maker_allows_one_title_and_no_other() {
    let values = |title: &str| {
        Values::default()
            .with(Field::AwardTitle, title)
            .with(Field::Year, "2026")
            .with(Field::LegalBasis, "internal")
            .with(Field::ObjectionsTo, "科普部 0573-00000000")
    };
    let title = "2026年度科普工作表彰";
    assert!(CyclePlan::parse(&values(title), None).is_err());
    assert!(CyclePlan::parse(&values(title), Some(title)).is_ok());
    assert!(CyclePlan::parse(&values("2026年度科普奖励"), Some(title)).is_err());
    let reason = "系统内沿用多年的名称，已请示市委宣传部并获口头同意";
    let leave = |title: &str, reason: &str| {
        let typed =
            Values::default().with(Field::AllowedTitle, title).with(Field::LeaveReason, reason);
        AllowedTitle::parse(&typed)
    };
    assert!(leave(title, reason).is_ok());
    assert!(leave(title, "沿用").is_err() && leave("2026年度评优", reason).is_err());
}

#[test]
fn a_title_names_its_organiser_once() {
    assert_eq!(full_title("嘉兴市科协", "2026年度评优"), "嘉兴市科协2026年度评优");
    assert_eq!(full_title("嘉兴市科协", "嘉兴市科协2026年度评优"), "嘉兴市科协2026年度评优");
    assert_eq!(full_title("", "2026年度评优"), "2026年度评优");
}
