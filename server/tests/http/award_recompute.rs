//! What the ranking page shows is what anybody computes from the package: 1 000 cycles by chance, two
//! of three with a shortlist and a final.

use actions::Call;
use domain::{
    award_cycle::{
        AwardCycleState, CategoryRules, CyclePlan, FinalKind, LegalBasis, NoticeOrder, SeatPassing,
    },
    award_stage::StagePlan,
    form::{Field, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId, PersonId},
    nomination::{Figures, NominationState, Relation},
    quota::{AddedSeats, FirstSeats, Fixed, Line, LineResult, Outcome, Quota, Weighted},
    ranking::{Separation, TiesOffLine, UnitKey},
    result_package::{NomineeResult, Package, Results, recompute},
    role::Role,
    roster::AwardCategory,
    score_sheet::{ConflictKind, Criterion, Points, Seat, Stage, Trim},
};
use store::{NewNomination, NewOrganisation, NewPerson, NewScoreSheet, Tx};

use crate::{
    table::{tables, text, totals},
    walk::value_of,
    world::{Person, World, commit, start, worlds},
};

/// How many cycles on the first database, SQLite; on the other some of them.
const CYCLES: u64 = 1_000;
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
    judges: Vec<PersonId>,
    units: Vec<OrganisationId>,
}

impl Cast {
    /// A unit's line as the page prints it; none for the line of the whole category.
    fn unit_line(&self, line: &LineResult) -> Option<Vec<String>> {
        let Line::Unit(unit) = &line.line else { return None };
        let at = self.units.iter().position(|id| UnitKey::new(format!("u{id}")) == *unit)?;
        let numbers = [line.seats + line.added, line.filled, line.vacant];
        let name = std::iter::once(format!("推荐单位{at}"));
        Some(name.chain(numbers.iter().map(ToString::to_string)).collect())
    }
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
        let row = NewOrganisation {
            name: &name,
            match_key: &name,
            is_nominating_unit: true,
            ..Default::default()
        };
        units.push(tx.add_organisation(&row).await.unwrap());
    }
    Cast { judges, units }
}

fn quota(chance: &mut Chance, units: &[OrganisationId]) -> Quota {
    let key = |id: &OrganisationId| UnitKey::new(format!("u{id}"));
    match chance.below(3) {
        0 => Quota::Open { seats: chance.small(5) },
        1 => {
            let unit = |(n, id)| Fixed { unit: key(id), sort_order: n, seats: chance.small(3) };
            Quota::Fixed { units: (0..).zip(units).map(unit).collect() }
        }
        _ => {
            let seats = chance.small(6);
            let has_enough = usize::try_from(seats).is_ok_and(|seats| seats >= units.len());
            let is_one_each = chance.below(2) == 0 && has_enough;
            let first = if is_one_each { FirstSeats::OneEach } else { FirstSeats::Nothing };
            let unit =
                |(n, id)| Weighted { unit: key(id), sort_order: n, weight: chance.signed(200) };
            Quota::Proportional { seats, first, units: (0..).zip(units).map(unit).collect() }
        }
    }
}

/// A cycle whose scoring is closed: few different scores, so that there are ties; judges who are
/// recused, who gave no sheet, and whose sheet was voided.
async fn a_cycle(tx: &mut Tx, cast: &Cast, seed: u64) -> (AwardCycleId, AwardCategoryId) {
    let mut chance = Chance(seed);
    let plan = CyclePlan {
        title: format!("第{seed}次评优"),
        year: 2026,
        legal_basis: LegalBasis::Internal,
        approval_no: String::new(),
        contact: "科普部".to_owned(),
        final_kind: FinalKind::ALL[usize::try_from(seed % 3).unwrap()],
        most_sheets: 0,
        notice_order: NoticeOrder::Region,
        organiser: String::new(),
        stages: StagePlan::default(),
    };
    let cycle = tx.add_cycle(&plan, start()).await.unwrap();
    let maxima = [[10, 10], [25, 75], [40, 60]][usize::try_from(chance.below(3)).unwrap()];
    let criterion = |(n, max): (usize, i64)| Criterion::new(format!("c{n}"), points(max * 2));
    let criteria: Vec<Criterion> = maxima.into_iter().enumerate().map(criterion).collect();
    let quota = quota(&mut chance, &cast.units);
    let rules = CategoryRules {
        criteria,
        quota,
        added_seats: AddedSeats::Allowed,
        seat_passing: SeatPassing::Vacant,
        most_nominations: 0,
        most_apart: Points::ZERO,
        levels: Vec::new(),
        ties_off_line: if chance.below(3) == 0 { TiesOffLine::Separate } else { TiesOffLine::Stay },
    };
    let category = tx.add_category(cycle, AwardCategory::Tutor, &rules).await.unwrap();
    let n_judges = 5 + usize::try_from(chance.below(5)).unwrap();
    let judges = &cast.judges[..n_judges];
    tx.set_judges(cycle, judges).await.unwrap();
    let mut seed_of_sheets = seed;
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
        let eligible = NominationState::Eligible;
        let figures = Figures::default();
        let checked = tx.check_nomination(nomination, 1, eligible, &figures, "", judges[0]);
        assert!(checked.await.unwrap());
        // Some are judged as the one before: these are equal in everything.
        if chance.below(3) > 0 {
            seed_of_sheets = chance.below(u64::MAX);
        }
        let mut chance = Chance(seed_of_sheets);
        for (seat_no, judge) in (1_i64..).zip(judges) {
            let fate = chance.below(20);
            let kind = Relation((fate == 0).then_some(ConflictKind::CloseRelative));
            tx.add_relation(nomination, *judge, kind, start()).await.unwrap();
            if fate < 2 {
                continue;
            }
            let score = |max: i64| Some(points(max * 2 - i64::from(fate > 9) * max / 5));
            let sheet = NewScoreSheet {
                nomination_id: nomination,
                person_id: *judge,
                seat_no,
                scores: &maxima.map(score),
                comment: "",
                stage: Stage::Preliminary,
                at: start(),
            };
            assert!(tx.save_sheet(&sheet, 0).await.unwrap());
            let of = (nomination, *judge, Stage::Preliminary);
            assert!(tx.submit_sheet(of, 1).await.unwrap());
            if fate == 2 {
                tx.void_sheet(nomination, *judge, Stage::Preliminary).await.unwrap();
            }
        }
    }
    let (from, to) = (AwardCycleState::Configuring, AwardCycleState::Scored);
    let now = tx.find_cycle(cycle).await.unwrap().unwrap();
    assert!(tx.move_cycle(cycle, (from, now.revision), to).await.unwrap());
    (cycle, category)
}

/// What a final gives those who are on the shortlist: sheets with few different scores, or votes.
async fn a_final(
    tx: &mut Tx,
    (cycle, category): (AwardCycleId, AwardCategoryId),
    shortlist: &[NominationId],
    seed: u64,
) {
    let row = tx.find_cycle(cycle).await.unwrap().unwrap();
    let rules = tx.find_category(category).await.unwrap().unwrap().rules;
    let judges = tx.list_judges(cycle).await.unwrap();
    let mut chance = Chance(seed);
    if row.final_kind == FinalKind::Vote {
        let most = u64::try_from(judges.len() + 1).unwrap();
        let votes = shortlist.iter().map(|id| (*id, chance.signed(most))).collect::<Vec<_>>();
        let ballots = i64::try_from(judges.len()).unwrap();
        tx.set_final_vote(category, (ballots, "评审会纪要"), &votes).await.unwrap();
        return;
    }
    // Sheets are written while their stage is open.
    let (open, closed) = (AwardCycleState::FinalEvaluation, AwardCycleState::Scored);
    assert!(tx.move_cycle(cycle, (closed, row.revision), open).await.unwrap());
    for id in shortlist {
        for judge in &judges {
            if chance.below(12) == 0 {
                continue;
            }
            let less = Points::hundredths(50 * chance.signed(3));
            let score = |one: &Criterion| {
                Some(Points::hundredths(one.max.in_hundredths() - less.in_hundredths()))
            };
            let sheet = NewScoreSheet {
                nomination_id: *id,
                person_id: judge.person_id,
                seat_no: judge.seat_no,
                scores: &rules.criteria.iter().map(score).collect::<Vec<_>>(),
                comment: "",
                stage: Stage::Final,
                at: start(),
            };
            assert!(tx.save_sheet(&sheet, 0).await.unwrap());
            assert!(tx.submit_sheet((*id, judge.person_id, Stage::Final), 1).await.unwrap());
        }
    }
    assert!(tx.move_cycle(cycle, (open, row.revision + 1), closed).await.unwrap());
}

/// So many half points.
fn points(halves: i64) -> Points {
    Points::hundredths(halves * 50)
}

fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Selected => "入选",
        Outcome::NotSelected => "未入选",
        Outcome::Undecided => "并列待定",
        Outcome::NoResult => "有效评分不足",
    }
}

fn word_of_first(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Selected => "入围",
        Outcome::NotSelected | Outcome::Undecided => "未入围",
        Outcome::NoResult => "有效评分不足",
    }
}

fn rule(separation: Separation) -> &'static str {
    match separation {
        Separation::Mean => "平均分",
        Separation::FirstCriterion => "第一项评分均值",
        Separation::UntrimmedMean => "未去分均值",
        Separation::RankSum => "名次之和",
        Separation::FinalVote => "终评票数",
        Separation::Vote => "投票",
        Separation::Lot => "抽签",
        Separation::Tied => "并列",
    }
}

/// What one seat's total is when it counts, and when it was dropped.
fn expected_totals(nominee: &NomineeResult) -> Vec<(String, bool)> {
    let is_dropped = |seat: Seat| match nominee.score.as_ref().map(|score| score.trim) {
        Some(Trim::Trimmed { highest, lowest }) => seat == highest || seat == lowest,
        _ => false,
    };
    nominee.totals.iter().map(|it| (it.total.to_string(), is_dropped(it.seat))).collect()
}

/// One cycle as its pages and its package show it.
struct Shown<'a> {
    world: &'a World,
    office: &'a Person,
    call: &'a Call,
    cycle: AwardCycleId,
    category: AwardCategoryId,
}

impl Shown<'_> {
    /// What anybody computes from the package.
    async fn computed(&self) -> Results {
        let (package, _) = self.world.actions.result_package(self.call, self.cycle).await.unwrap();
        let file = serde_json::to_string(&package).unwrap();
        let package: Package = serde_json::from_str(&file).unwrap();
        let again = recompute(&package).unwrap();
        assert_eq!(again.differences, [], "cycle {}", self.cycle);
        again.results.into_iter().next().unwrap()
    }

    fn path(&self) -> String {
        format!("/award/{}/ranking/{}", self.cycle, self.category)
    }

    /// Compares page and package; gives what was compared.
    async fn compare(&self, cast: &Cast) -> Results {
        let cycle = self.cycle;
        let results = self.computed().await;
        let page = self.office.get(&self.path()).await;
        assert_eq!(page.status, 200, "cycle {cycle}");
        let mut tables = tables(&page.body);
        if let Some(first) = &results.preliminary {
            self.compare_rows(&tables.pop().unwrap(), &first.nominees, word_of_first);
        }
        // Nobody is on the shortlist of a category without seats.
        if !results.nominees.is_empty() {
            self.compare_rows(&tables.pop().unwrap(), &results.nominees, word);
        }
        let units = tables.pop().unwrap_or_default();
        let units: Vec<Vec<String>> =
            units.iter().map(|row| row.iter().map(|cell| text(cell)).collect()).collect();
        let lines: Vec<_> = results.lines.iter().filter_map(|line| cast.unit_line(line)).collect();
        assert_eq!(units, lines, "cycle {cycle}");
        let seats: u32 = results.lines.iter().map(|line| line.seats + line.added).sum();
        let vacant: u32 = results.lines.iter().map(|line| line.vacant).sum();
        assert!(page.body.contains(&format!("共{seats}个名额，空缺{vacant}个。")), "cycle {cycle}");
        results
    }

    fn compare_rows(
        &self,
        rows: &[Vec<&str>],
        nominees: &[NomineeResult],
        word: fn(Outcome) -> &'static str,
    ) {
        let cycle = self.cycle;
        assert_eq!(rows.len(), nominees.len(), "cycle {cycle}");
        for (row, nominee) in rows.iter().zip(nominees) {
            let score = nominee.score.as_ref();
            let rank = nominee.rank().map_or(String::new(), |rank| rank.to_string());
            let votes = nominee.vote.as_ref().map(|vote| vote.votes.to_string());
            let mean = score.map(|score| score.mean.to_string()).or(votes).unwrap_or_default();
            let by = nominee.separation().map_or("", rule);
            assert_eq!(text(row[0]), rank, "cycle {cycle}: {row:?}");
            assert_eq!(text(row[3]), mean, "cycle {cycle}: {row:?}");
            assert_eq!(totals(row[4]), expected_totals(nominee), "cycle {cycle}: {row:?}");
            assert_eq!(text(row[5]), by, "cycle {cycle}: {row:?}");
            assert_eq!(text(row[6]), word(nominee.outcome), "cycle {cycle}: {row:?}");
        }
    }

    /// Lets people decide the first open tie, in one of the three ways.
    async fn decide(&self, results: &Results, chance: &mut Chance) {
        let undecided = results.lines.iter().find_map(|line| line.undecided.as_ref()).unwrap();
        let page = self.office.get(&self.path()).await.body;
        let (n, seats) = (undecided.group.len(), u64::from(undecided.seats_left));
        let mut values = Values::default()
            .with(Field::Tie, "0")
            .with(Field::Revision, value_of(&page, "revision"))
            .with(Field::Reference, "评审会纪要");
        let resolution = ["vote", "lot", "added_seat"][usize::try_from(chance.below(3)).unwrap()];
        values.push(Field::Resolution, resolution);
        values.push(Field::Ballots, "5");
        // In a lot everybody has a place of the own; in a vote some may get as many as others.
        let first = usize::try_from(chance.below(9)).unwrap();
        for place in 0..n {
            let votes = match resolution {
                "lot" => ((place + first) % n + 1) as u64,
                _ => chance.below(5 * seats / n as u64 + 1).min(5),
            };
            values.push(Field::Votes, votes.to_string());
        }
        let kept = self.office.post(&self.path(), &values).await;
        assert_eq!(kept.status, 303, "cycle {}: {}", self.cycle, kept.body);
    }
}

/// Finals for the cycles that have one, of whoever their first stage puts on the shortlist.
async fn give_finals(world: &World, call: &Call, cycles: &[(AwardCycleId, AwardCategoryId)]) {
    let mut shortlists = Vec::new();
    for (cycle, category) in cycles {
        let (package, _) = world.actions.result_package(call, *cycle).await.unwrap();
        let Some(first) = &package.categories[0].results.preliminary else { continue };
        let on = first.nominees.iter().filter(|row| row.outcome == Outcome::Selected);
        let id = |row: &NomineeResult| row.nominee.0.trim_start_matches('n').parse::<i64>();
        let on: Vec<NominationId> = on.map(|row| NominationId(id(row).unwrap())).collect();
        shortlists.push(((*cycle, *category), on));
    }
    let mut tx = world.db.store.begin().await.unwrap();
    for (of, on) in shortlists {
        a_final(&mut tx, of, &on, u64::try_from(of.0.0).unwrap()).await;
    }
    commit(tx).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_pages_show_what_the_packages_compute() {
    for (at, world) in worlds().await.into_iter().enumerate() {
        let office = world.office().await;
        let call = world.call(&office, Role::CityOffice);
        let mut tx = world.db.store.begin().await.unwrap();
        let cast = cast(&mut tx).await;
        let mut cycles = Vec::new();
        for seed in 0..if at == 0 { CYCLES } else { CYCLES_ELSEWHERE } {
            cycles.push(a_cycle(&mut tx, &cast, seed).await);
        }
        commit(tx).await;
        give_finals(&world, &call, &cycles).await;
        let mut n_decided = 0;
        for (cycle, category) in cycles {
            let shown = Shown { world: &world, office: &office, call: &call, cycle, category };
            let mut results = shown.compare(&cast).await;
            let mut chance = Chance(u64::try_from(cycle.0).unwrap());
            // A vote may leave some of them equal: they are voted on once more.
            while results.lines.iter().any(|line| line.undecided.is_some()) {
                n_decided += 1;
                shown.decide(&results, &mut chance).await;
                results = shown.compare(&cast).await;
            }
        }
        assert!(n_decided > 0, "no tie across a line on {}", world.db.name);
        world.remove().await;
    }
}
