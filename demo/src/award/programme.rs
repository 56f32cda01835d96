//! Other programmes of the demonstration, each standing somewhere else between its rules and its
//! decision.

use chrono::{NaiveDate, NaiveTime};
use domain::{
    award_cycle::{FinalKind, SeatPassing},
    form::{Field, Revision, Values},
    id::AwardCycleId,
    roster::AwardCategory,
};

use super::{
    play::{AwardCast, dated_head, head},
    year,
};
use crate::{Demo, acting, at};
use actions::{ActionError, Call, CycleStep, to_utc};

/// A programme with one category.
pub(super) struct Programme {
    pub(super) title: &'static str,
    pub(super) category: AwardCategory,
    pub(super) seats: u32,
    /// What becomes of a seat that falls free.
    pub(super) seat_passing: SeatPassing,
    /// Of which assessment year it is: how many years back.
    pub(super) years_back: i32,
    /// How it goes on after the first stage.
    pub(super) final_kind: FinalKind,
    /// So many nominees a judge reads; 0: all.
    pub(super) most_sheets: i64,
    /// Whether its stages have ends, and its organiser a name.
    pub(super) is_dated: bool,
    /// Whether a tutor who can sign in is nominated as well.
    pub(super) has_tutor: bool,
    /// Each nominee, and how many points below the highest the judges stay.
    pub(super) nominees: &'static [(&'static str, i64)],
}

/// The two in the middle share a rank that the line of the second seat cuts.
const DECIDED: Programme = Programme {
    title: "科普工作评优",
    category: AwardCategory::Tutor,
    seats: 2,
    seat_passing: SeatPassing::Vacant,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: false,
    has_tutor: true,
    nominees: &[("苏望舒", 0), ("殷采薇", 1), ("韩青禾", 1), ("祝远帆", 3), ("阮听雨", 4)],
};
const CONFIRMED: Programme = Programme {
    title: "科普志愿服务团队推优",
    category: AwardCategory::Team,
    seats: 2,
    seat_passing: SeatPassing::Vacant,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: false,
    has_tutor: false,
    nominees: &[
        ("潮音科普志愿服务队", 1),
        ("星河科学秀团队", 0),
        ("禾城科普创作工作室", 3),
        ("湿地观察志愿队", 2),
    ],
};
const PROPOSED: Programme = Programme {
    title: "科普e站管理员推优",
    category: AwardCategory::StationManager,
    seats: 2,
    seat_passing: SeatPassing::Vacant,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: false,
    has_tutor: false,
    nominees: &[("施清和", 0), ("俞晓舟", 1), ("陶知远", 2), ("蒋棹歌", 4)],
};
/// The second and the third share a rank, and people have still to decide between them.
const SCORED: Programme = Programme {
    title: "科普讲师推优",
    category: AwardCategory::Lecturer,
    seats: 2,
    seat_passing: SeatPassing::Vacant,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: false,
    has_tutor: false,
    nominees: &[("沈观澜", 0), ("陆知微", 2), ("褚明远", 2), ("钱若谷", 3), ("顾行舟", 4)],
};
const CHECKED: Programme = Programme {
    title: "科普教育基地推优",
    category: AwardCategory::Collective,
    seats: 2,
    seat_passing: SeatPassing::Vacant,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: false,
    has_tutor: false,
    nominees: &[
        ("明烛示范科技馆", 0),
        ("示范湿地公园管理处", 0),
        ("示范气象科普园", 0),
        ("示范运河水利馆", 0),
    ],
};
const ANNOUNCED: Programme = Programme {
    title: "青少年科技社团推优",
    category: AwardCategory::Team,
    seats: 3,
    seat_passing: SeatPassing::Vacant,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: true,
    has_tutor: false,
    nominees: &[("童心科学剧社", 0), ("云上天文社", 0)],
};

/// Objections are made to the first two of the list, and the fourth follows the second.
pub(super) const OBJECTED: Programme = Programme {
    title: "青少年科技辅导推优",
    category: AwardCategory::Tutor,
    seats: 3,
    seat_passing: SeatPassing::NextInRank,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: false,
    has_tutor: false,
    nominees: &[("柳含烟", 0), ("魏听涛", 1), ("穆清和", 2), ("桑晚舟", 3), ("佟远山", 5)],
};
pub(super) const GIVEN_UP: Programme = Programme {
    title: "科普影视作品推优",
    category: AwardCategory::Team,
    seats: 2,
    seat_passing: SeatPassing::Vacant,
    years_back: 0,
    final_kind: FinalKind::None,
    most_sheets: 0,
    is_dated: false,
    has_tutor: false,
    nominees: &[("光影科学社", 0), ("禾城纪录工作室", 0)],
};

/// How many points below the highest the judges stay of the tutor who can sign in.
const TUTOR_LESS: i64 = 2;
/// Why the office does not follow the ranking.
const PASSED_OVER: &str = "该同志所在站点本年度已获省级同类推优，按方案第六条不重复推荐。";
const MOVED_UP: &str = "第二名按方案第六条不重复推荐，名额由排名在后的同志依次递补。";

impl Demo {
    /// The cycle of the year before last is decided, a tie by the judges' vote, and in the archive.
    pub(super) async fn tell_decided_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let autumn = NaiveDate::from_ymd_opt(year(call) - 2, 11, 20).unwrap_or(call.today());
        let then = at(call, to_utc(autumn, NaiveTime::MIN));
        let office = |days| acting(&self.working_days_ago(&then, days), &people.office);
        let cycle = self.evaluate(&then, people, &DECIDED).await?;
        self.actions
            .step_cycle(&office(14), cycle, CycleStep::CloseScoring, Revision::NEWEST)
            .await?;
        self.vote_on_tie(&office(13), cycle, &["3", "2"]).await?;
        self.propose_demo(&office(12), cycle, &[]).await?;
        self.confirm_demo(&self.working_days_ago(&then, 11), people, cycle).await?;
        self.actions.step_cycle(&office(10), cycle, CycleStep::Post, Revision::NEWEST).await?;
        let document = format!("嘉科协优〔{}〕7号", year(call) - 2);
        let document = Values::default().with(Field::DocumentNo, document);
        let decider = acting(&self.working_days_ago(&then, 1), &people.decider);
        self.actions.decide_cycle(&decider, cycle, &document, Revision::NEWEST).await?;
        self.tell_certificates(&then, (&people.office, &people.decider), cycle).await?;
        self.actions.archive_award(&office(0), cycle, Revision::NEWEST).await
    }

    /// Confirmed; the office has still to put it on notice.
    pub(super) async fn tell_confirmed_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let office = |days| acting(&self.working_days_ago(call, days), &people.office);
        let cycle = self.evaluate(call, people, &CONFIRMED).await?;
        self.actions
            .step_cycle(&office(14), cycle, CycleStep::CloseScoring, Revision::NEWEST)
            .await?;
        self.propose_demo(&office(6), cycle, &[]).await?;
        self.confirm_demo(&self.working_days_ago(call, 2), people, cycle).await
    }

    /// Proposed with a deviation from the ranking; the decision maker has still to confirm it.
    pub(super) async fn tell_proposed_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let office = |days| acting(&self.working_days_ago(call, days), &people.office);
        let cycle = self.evaluate(call, people, &PROPOSED).await?;
        self.actions
            .step_cycle(&office(14), cycle, CycleStep::CloseScoring, Revision::NEWEST)
            .await?;
        let swapped = [("俞晓舟", PASSED_OVER), ("陶知远", MOVED_UP)];
        self.propose_demo(&office(3), cycle, &swapped).await
    }

    /// Scored, with a judge who had to stand aside, and a tie for which no decision is on record.
    pub(super) async fn tell_scored_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let cycle = self.evaluate(call, people, &SCORED).await?;
        if let Some(judge) = people.judges_of(FinalKind::None).last() {
            let judge = acting(&self.working_days_ago(call, 15), judge);
            self.declare_demo(&judge, cycle, Some("沈观澜")).await?;
        }
        let office = acting(&self.working_days_ago(call, 4), &people.office);
        self.actions.step_cycle(&office, cycle, CycleStep::CloseScoring, Revision::NEWEST).await
    }

    /// Nominations are closed; of four one is found to be in order, and one not.
    pub(super) async fn tell_checked_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let office = |days| acting(&self.working_days_ago(call, days), &people.office);
        let cycle = self.announce(call, people, &CHECKED).await?;
        self.actions
            .step_cycle(&office(3), cycle, CycleStep::CloseNominations, Revision::NEWEST)
            .await?;
        let decisions =
            [("eligible", "年限与曾获奖励已核对"), ("ineligible", "申报材料缺单位盖章，限期未补")];
        for (one, (decision, reason)) in
            self.actions.nominations(&office(1), cycle).await?.rows.iter().zip(decisions)
        {
            let shown = (one.id, one.revision);
            self.check_demo_nomination(&office(1), shown, decision, reason).await?;
        }
        Ok(())
    }

    /// Next year's cycle, of which there is a head and nothing else.
    pub(super) async fn tell_planned_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let office = acting(&self.working_days_ago(call, 2), &people.office);
        let next = year(call) + 1;
        let title = format!("{next}年度科普工作评优");
        self.open_demo_cycle(&office, &title, (next, FinalKind::None)).await?;
        Ok(())
    }

    /// Units nominate; the newest of all, so that a roster of nominations goes there.
    pub(super) async fn tell_announced_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        self.announce(call, people, &ANNOUNCED).await?;
        Ok(())
    }

    /// Opens a programme, writes its rules, seats the judges and announces it; units nominate.
    pub(super) async fn announce(
        &self,
        call: &Call,
        people: &AwardCast,
        programme: &Programme,
    ) -> Result<AwardCycleId, ActionError> {
        let office = |days| acting(&self.working_days_ago(call, days), &people.office);
        let opened = office(40);
        let year = year(&opened) - programme.years_back;
        let title = format!("{year}年度{}", programme.title);
        let kind = programme.final_kind;
        let cycle = self.open_demo_cycle(&opened, &title, (year, kind)).await?;
        if programme.is_dated {
            let dated = dated_head(&title, year.into());
            self.actions.change_cycle(&opened, cycle, &dated, Revision::of(1)).await?;
        }
        if programme.most_sheets > 0 {
            let most = programme.most_sheets.to_string();
            let head = head(&title, year.into()).with(Field::MostSheets, most);
            self.actions.change_cycle(&opened, cycle, &head, Revision::of(1)).await?;
        }
        let page = self.actions.cycle(&opened, cycle).await?;
        let own = page.categories.iter().find(|one| one.category == programme.category);
        let own = own.ok_or(ActionError::NotFound)?;
        let passing = programme.seat_passing;
        self.write_demo_rules(&opened, cycle, own, programme.seats, passing).await?;
        // People may nominate themselves for this one as well.
        let tutors = page.categories.iter().find(|one| one.category == AwardCategory::Tutor);
        if let Some(tutors) = tutors.filter(|_| programme.is_dated) {
            self.write_demo_rules(&opened, cycle, tutors, programme.seats, passing).await?;
        }
        self.seat_demo_judges(&opened, cycle, people.judges_of(kind)).await?;
        self.actions.step_cycle(&office(38), cycle, CycleStep::Announce, Revision::NEWEST).await?;
        let names: Vec<&str> = programme.nominees.iter().map(|(name, _)| *name).collect();
        self.nominate_demo(&office(25), cycle, programme.category, &names).await?;
        if let Some(tutor) = people.tutor.as_ref().filter(|_| programme.has_tutor) {
            self.nominate_tutor(&office(25), (cycle, own.id), tutor).await?;
        }
        Ok(cycle)
    }

    /// The same, and every judge scores every nominee; who is equal gets equal sheets.
    pub(super) async fn evaluate(
        &self,
        call: &Call,
        people: &AwardCast,
        programme: &Programme,
    ) -> Result<AwardCycleId, ActionError> {
        let on = |days| self.working_days_ago(call, days);
        let cycle = self.announce(call, people, programme).await?;
        let office = acting(&on(22), &people.office);
        self.actions
            .step_cycle(&office, cycle, CycleStep::CloseNominations, Revision::NEWEST)
            .await?;
        self.check_demo(&acting(&on(20), &people.office), cycle).await?;
        for (seat, judge) in people.judges_of(programme.final_kind).iter().enumerate() {
            let strict = i64::from(seat % 3 == 0);
            self.score_demo(&acting(&on(16), judge), cycle, usize::MAX, |one, _, criterion| {
                let of = programme.nominees.iter().find(|(name, _)| *name == one.name);
                let less = of.map_or(TUTOR_LESS, |(_, less)| *less);
                less + if criterion % 2 == 0 { strict } else { 1 }
            })
            .await?;
        }
        Ok(cycle)
    }

    /// Keeps the judges' secret vote on the first tie of a cycle.
    async fn vote_on_tie(
        &self,
        office: &Call,
        cycle: AwardCycleId,
        votes: &[&str],
    ) -> Result<(), ActionError> {
        let proposal = self.actions.proposal(office, cycle).await?;
        let tied = proposal.rankings.iter().find(|ranking| !ranking.ties.is_empty());
        let tied = tied.ok_or(ActionError::NotFound)?;
        let values = Values::default()
            .with(Field::Tie, "0")
            .with(Field::Resolution, "vote")
            .with(Field::Ballots, "5")
            .with(Field::Reference, "评审委员会会议纪要第3号");
        let values = votes.iter().fold(values, |values, votes| values.with(Field::Votes, *votes));
        let revision = Revision::of(tied.revision);
        self.actions.decide_tie(office, tied.category_id, &values, revision).await
    }
}
