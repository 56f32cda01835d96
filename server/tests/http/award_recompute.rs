//! What the ranking page shows is what anybody computes from the package: 500 cycles by chance.

use actions::Call;
use domain::{
    award_cycle::{AwardCycleState, CyclePlan, LegalBasis},
    nomination::NominationState,
    quota::{FirstSeats, Fixed, Outcome, Quota, Weighted},
    ranking::UnitKey,
    result_package::{Package, recompute},
    role::Role,
    roster::AwardCategory,
    score_sheet::{Criterion, Points},
};
use store::{NewNomination, NewOrganisation, NewPerson, NewScoreSheet, Tx};

use crate::world::{Person, World, start, worlds};

/// How many cycles on the first database, SQLite; on the other some of them.
const CYCLES: u64 = 500;
const CYCLES_ELSEWHERE: u64 = 25;
const JUDGES: usize = 9;

/// Numbers that look like chance and are the same in every run (`splitmix64`).
struct Chance(u64);

impl Chance {
    /// A number below `end`.
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % end
    }

    fn small(&mut self, end: u32) -> u32 {
        u32::try_from(self.below(u64::from(end))).unwrap()
    }

    fn signed(&mut self, end: u64) -> i64 {
        i64::try_from(self.below(end)).unwrap()
    }
}

/// People and units that all cycles share.
struct Cast {
    judges: Vec<i64>,
    units: Vec<i64>,
}

async fn cast(tx: &mut Tx) -> Cast {
    let mut judges = Vec::new();
    for n in 0..JUDGES {
        let row = NewPerson { name: &format!("评委{n}"), ..NewPerson::default() };
        judges.push(tx.add_person(&row).await.unwrap());
    }
    let mut units = Vec::new();
    for n in 0..3 {
        let name = format!("推荐单位{n}");
        let row = NewOrganisation { name: &name, match_key: &name, ..Default::default() };
        units.push(tx.add_organisation(&row).await.unwrap());
    }
    Cast { judges, units }
}

fn quota(chance: &mut Chance, units: &[i64]) -> Quota {
    let key = |id: &i64| UnitKey::new(format!("u{id}"));
    match chance.below(3) {
        0 => Quota::Open { seats: chance.small(5) },
        1 => {
            let unit = |(n, id)| Fixed { unit: key(id), sort_order: n, seats: chance.small(3) };
            Quota::Fixed { units: (0..).zip(units).map(unit).collect() }
        }
        _ => {
            let seats = chance.small(6);
            let first =
                if chance.below(2) == 0 { FirstSeats::OneEach } else { FirstSeats::Nothing };
            let unit =
                |(n, id)| Weighted { unit: key(id), sort_order: n, weight: chance.signed(200) };
            Quota::Proportional { seats, first, units: (0..).zip(units).map(unit).collect() }
        }
    }
}

/// A cycle whose scoring is closed: few different scores, so that there are ties; judges who are
/// recused, who gave no sheet, and whose sheet was voided.
async fn a_cycle(tx: &mut Tx, cast: &Cast, seed: u64) -> (i64, i64) {
    let mut chance = Chance(seed);
    let plan = CyclePlan {
        title: format!("第{seed}次评优"),
        year: 2026,
        legal_basis: LegalBasis::Internal,
        approval_no: String::new(),
        contact: "科普部".to_owned(),
    };
    let cycle = tx.add_cycle(&plan, start()).await.unwrap();
    let maxima = [[10, 10], [25, 75], [40, 60]][usize::try_from(chance.below(3)).unwrap()];
    let criterion = |(n, max): (usize, i64)| Criterion::new(format!("c{n}"), points(max * 2));
    let criteria: Vec<Criterion> = maxima.into_iter().enumerate().map(criterion).collect();
    let criteria = serde_json::to_string(&criteria).unwrap();
    let quota = serde_json::to_string(&quota(&mut chance, &cast.units)).unwrap();
    let category = tx.add_category(cycle, AwardCategory::Tutor, &criteria, &quota).await.unwrap();
    let n_judges = 5 + usize::try_from(chance.below(5)).unwrap();
    let judges = &cast.judges[..n_judges];
    tx.set_judges(cycle, judges).await.unwrap();
    for n in 0..2 + chance.below(7) {
        let unit_id = cast.units[usize::try_from(chance.below(3)).unwrap()];
        let name = format!("被推荐人{seed}-{n}");
        let row = NewNomination {
            cycle_id: cycle,
            category_id: category,
            name: &name,
            workplace: "某校",
            unit_id,
            ..NewNomination::default()
        };
        let nomination = tx.add_nomination(&row).await.unwrap();
        tx.move_nomination(nomination, NominationState::Eligible).await.unwrap();
        for (seat_no, judge) in (1_i64..).zip(judges) {
            let fate = chance.below(20);
            let kind = if fate == 0 { "close_relative" } else { "none" };
            tx.declare_relation(nomination, *judge, kind, start()).await.unwrap();
            if fate < 2 {
                continue;
            }
            let score = |max: i64| Some(points(max * 2 - i64::from(fate > 9) * max / 5));
            let scores = serde_json::to_string(&maxima.map(score)).unwrap();
            let sheet = NewScoreSheet {
                nomination_id: nomination,
                person_id: *judge,
                seat_no,
                scores: &scores,
                remark: "",
                at: start(),
            };
            assert!(tx.save_sheet(&sheet, 0).await.unwrap());
            assert!(tx.submit_sheet(nomination, *judge, 1).await.unwrap());
            if fate == 2 {
                tx.void_sheet(nomination, *judge).await.unwrap();
            }
        }
    }
    let (from, to) = (AwardCycleState::Configuring, AwardCycleState::Scored);
    assert!(tx.move_cycle(cycle, from, to).await.unwrap());
    (cycle, category)
}

/// So many half points.
fn points(halves: i64) -> Points {
    Points::hundredths(halves * 50)
}

/// The rows of the page's table, each the text of its cells.
fn table(body: &str) -> Vec<Vec<String>> {
    let rows = body.split("<tr>").filter(|row| row.contains("<td"));
    let cell = |cell: &str| {
        let inside = cell.split_once('>').unwrap().1.split("</td>").next().unwrap();
        let texts = inside.split('<').map(|part| part.rsplit('>').next().unwrap());
        texts.collect::<String>().trim().to_owned()
    };
    rows.map(|row| row.split("<td").skip(1).map(cell).collect()).collect()
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Selected => "入选",
        Outcome::NotSelected => "未入选",
        Outcome::Undecided => "并列待定",
        Outcome::NoResult => "有效评分不足",
    }
}

async fn compare(world: &World, office: &Person, call: &Call, cycle: i64, category: i64) {
    let package = world.actions.result_package(call, cycle).await.unwrap();
    let file = serde_json::to_string(&package).unwrap();
    let package: Package = serde_json::from_str(&file).unwrap();
    let again = recompute(&package).unwrap();
    assert_eq!(again.differences, [], "cycle {cycle}");
    let page = office.get(&format!("/award/{cycle}/ranking/{category}")).await;
    assert_eq!(page.status, 200);
    let shown = table(&page.body);
    let nominees = &again.results[0].nominees;
    assert_eq!(shown.len(), nominees.len(), "cycle {cycle}");
    for (row, nominee) in shown.iter().zip(nominees) {
        let score = nominee.score.as_ref();
        let rank = score.map_or(String::new(), |score| score.rank.to_string());
        let mean = score.map_or(String::new(), |score| score.mean.to_string());
        let totals: Vec<String> = nominee.totals.iter().map(|it| it.total.to_string()).collect();
        assert_eq!(row[0], rank, "cycle {cycle}: {row:?}");
        assert_eq!(row[3], mean, "cycle {cycle}: {row:?}");
        assert_eq!(row[4].split_whitespace().collect::<Vec<_>>(), totals, "cycle {cycle}");
        assert_eq!(row[6], word(nominee.outcome), "cycle {cycle}: {row:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_pages_show_what_the_packages_compute() {
    for (at, world) in worlds().await.into_iter().enumerate() {
        let office = world.office().await;
        let call = world.call(&office, Role::CityOffice);
        let mut tx = world.db.store.begin().await.unwrap();
        let cast = cast(&mut tx).await;
        let mut cycles = Vec::new();
        for seed in 0..if at == 0 { CYCLES } else { CYCLES_ELSEWHERE } {
            cycles.push(a_cycle(&mut tx, &cast, seed).await);
        }
        tx.commit_unlogged().await.unwrap();
        for (cycle, category) in cycles {
            compare(&world, &office, &call, cycle, category).await;
        }
        world.remove().await;
    }
}
