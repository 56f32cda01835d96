//! Heads and rules of award cycles, and score sheets.

use domain::{
    award_cycle::{
        CategoryRules, CyclePlan, FinalKind, LegalBasis, Level, NoticeOrder, QuotaUnit, SeatPassing,
    },
    award_stage::{AwardStage, StagePlan},
    quota::{AddedSeats, FirstSeats, Fixed, Quota, Weighted},
    ranking::{TiesOffLine, UnitKey},
    score_sheet::{Criterion, Points, SheetDraft},
};
use proptest::{option, prelude::*, sample::select, sample::subsequence};

use super::{area, line};

pub(super) fn cycle() -> impl Strategy<Value = CyclePlan> {
    let texts = (line(4, 60), line(1, 40), line(4, 40), line(0, 40));
    let choices = (select(LegalBasis::ALL), select(NoticeOrder::ALL), select(FinalKind::ALL));
    let days = option::of([1..=120i64, 1..=120i64, 1..=120i64, 1..=120i64]);
    (texts, 2020..=2100i64, choices, days, 0..=2_000i64).prop_map(
        |(texts, year, choices, days, most)| {
            let (title, approval_no, contact, organiser) = texts;
            let (legal_basis, notice_order, final_kind) = choices;
            let days = days.into_iter().flatten();
            let stages = StagePlan(AwardStage::ALL.iter().copied().zip(days).collect());
            CyclePlan {
                title,
                year,
                legal_basis,
                approval_no,
                contact,
                notice_order,
                final_kind,
                most_sheets: most,
                organiser,
                stages,
            }
        },
    )
}

pub(super) fn units() -> Vec<QuotaUnit> {
    let names = ["南湖区科协", "秀洲区科协", "平湖市科协", "海盐县科协"];
    let unit = |(name, n): (&&str, i64)| QuotaUnit {
        key: UnitKey::new(format!("u{n}")),
        names: vec![(*name).to_owned(), format!("{name}（筹）")],
        sort_order: n,
    };
    names.iter().zip(1..).map(unit).collect()
}

/// Criteria with different names.
fn criteria() -> impl Strategy<Value = Vec<Criterion>> {
    let criterion = (line(1, 20), 1..=100i64);
    prop::collection::vec(criterion, 1..=10).prop_map(|all| {
        let named = all.into_iter().enumerate();
        named
            .map(|(n, (name, halves))| {
                Criterion::new(format!("{name}第{n}项"), Points::hundredths(halves * 50))
            })
            .collect()
    })
}

fn quota() -> impl Strategy<Value = Quota> {
    let given = (subsequence(units(), 1..=4), prop::collection::vec(0..=1_000_000u32, 4));
    (given, 0..=1_000u32, 0..4).prop_map(|((units, numbers), seats, kind)| {
        let pairs = units.into_iter().zip(numbers);
        let weighted = |(unit, weight): (QuotaUnit, u32)| Weighted {
            unit: unit.key,
            sort_order: unit.sort_order,
            weight: weight.into(),
        };
        let fixed = |(unit, seats): (QuotaUnit, u32)| Fixed {
            unit: unit.key,
            sort_order: unit.sort_order,
            seats,
        };
        match kind {
            0 => Quota::Open { seats },
            1 => Quota::Fixed { units: pairs.map(fixed).collect() },
            _ => {
                let units: Vec<Weighted> = pairs.map(weighted).collect();
                let is_one_each = kind == 2 && units.len() <= seats as usize;
                let first = if is_one_each { FirstSeats::OneEach } else { FirstSeats::Nothing };
                Quota::Proportional { seats, first, units }
            }
        }
    })
}

/// None, or two that share the seats.
fn levels(first: u32, seats: u32) -> Vec<Level> {
    if first == 0 || seats <= first || seats > 1_000_000 {
        return Vec::new();
    }
    let level = |(name, seats): (&str, u32)| Level { name: name.to_owned(), seats };
    [("一等奖", first), ("二等奖", seats - first)].map(level).into()
}

pub(super) fn rules() -> impl Strategy<Value = CategoryRules> {
    let added = select(&[AddedSeats::Allowed, AddedSeats::Forbidden][..]);
    let passing = select(SeatPassing::ALL);
    let ties = select(TiesOffLine::ALL);
    (criteria(), quota(), added, passing, ties, 0..=100i64, 0..4u32).prop_map(
        |(criteria, quota, added_seats, seat_passing, ties_off_line, apart, first)| CategoryRules {
            ties_off_line,
            most_apart: Points::hundredths(apart * 100),
            levels: levels(first, quota.seats()),
            criteria,
            quota,
            added_seats,
            seat_passing,
            most_nominations: 3,
        },
    )
}

/// A sheet, with the criteria that it is about.
pub(super) fn sheet() -> impl Strategy<Value = (Vec<Criterion>, SheetDraft)> {
    let scores = prop::collection::vec(option::of(0..=100i64), 10);
    (criteria(), scores, area()).prop_map(|(criteria, scores, comment)| {
        let score = |(one, score): (&Criterion, Option<i64>)| {
            score.map(|halves| Points::hundredths(halves * 50).min(one.max))
        };
        let scores = criteria.iter().zip(scores).map(score).collect();
        (criteria, SheetDraft { scores, comment })
    })
}
