//! The yearly programme of the demonstration: last year's is on notice, this year's being scored.

use domain::{
    award_cycle::{AwardCycleState, FinalKind, SeatPassing},
    form::{Field, Revision, Values},
    id::AwardCycleId,
    roster::AwardCategory,
};

use super::{
    play::{AwardCast, head},
    year,
};
use crate::{Demo, acting};
use actions::{ActionError, Call, CycleStep, Declared};

/// Tutors of last year, with names that forms and fonts find hard.
const TUTORS: &[&str] =
    &["哈斯朝克图", "欧阳䶮", "张𠅤明", "麦麦提艾力·图尔荪", "李雨桐", "王静姝", "陈思远"];
/// Judges who have begun with this year's cycle: all but those who can sign in.
const BEGUN: usize = 2;
/// Sheets that each of them has submitted.
const SHEETS: usize = 4;

impl Demo {
    pub(super) async fn tell_last_year(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let title = format!("{}年度科普工作评优", year(call) - 1);
        let cycle =
            self.open_demo_cycle(&office, &title, (year(call) - 1, FinalKind::None)).await?;
        self.nominate_demo(&office, cycle, AwardCategory::Tutor, TUTORS).await?;
        self.announce_annual(&office, people, cycle, &title).await?;
        self.check_demo(&office, cycle).await?;
        for (seat, judge) in people.judges_of(FinalKind::None).iter().enumerate() {
            let less = |_: &Declared, n, at| points_less(seat, n, at);
            self.score_demo(&acting(call, judge), cycle, usize::MAX, less).await?;
        }
        self.actions.step_cycle(&office, cycle, CycleStep::CloseScoring, Revision::NEWEST).await?;
        self.propose_demo(&office, cycle, &[]).await?;
        self.confirm_demo(call, people, cycle).await?;
        self.actions.step_cycle(&office, cycle, CycleStep::Post, Revision::NEWEST).await
    }

    /// The cycle that the nominations' roster has opened: some judges have begun, one has left a
    /// sheet unfinished, and one has found a former student among the nominees.
    pub(super) async fn tell_this_year(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let cycles = self.actions.cycles(&office).await?;
        let cycle = cycles.iter().find(|one| one.state == AwardCycleState::Configuring);
        let Some((cycle, year)) = cycle.map(|cycle| (cycle.id, cycle.year)) else { return Ok(()) };
        self.announce_annual(&office, people, cycle, &format!("{year}年度科普工作评优")).await?;
        self.check_demo(&office, cycle).await?;
        for (seat, judge) in people.judges_of(FinalKind::None).iter().enumerate().skip(BEGUN) {
            let less = |_: &Declared, n, at| points_less(seat, n, at);
            self.score_demo(&acting(call, judge), cycle, SHEETS, less).await?;
        }
        if let [.., writing, near] = people.judges_of(FinalKind::None) {
            self.begin_sheet(&acting(call, writing), cycle).await?;
            let near = acting(call, near);
            let page = self.actions.judging(&near, cycle).await?;
            let student = page.nominees.get(SHEETS - 1).map(|one| one.name.clone());
            self.declare_demo(&near, cycle, student.as_deref()).await?;
        }
        Ok(())
    }

    /// Writes title and rules, seats the judges, announces and closes nominations.
    async fn announce_annual(
        &self,
        office: &Call,
        people: &AwardCast,
        cycle: AwardCycleId,
        title: &str,
    ) -> Result<(), ActionError> {
        let page = self.actions.cycle(office, cycle).await?;
        let (head, revision) = (head(title, page.cycle.year), Revision::of(page.cycle.revision));
        self.actions.change_cycle(office, cycle, &head, revision).await?;
        for category in &page.categories {
            let seats = if category.category == AwardCategory::Tutor { 6 } else { 2 };
            let passing = SeatPassing::Vacant;
            self.write_demo_rules(office, cycle, category, seats, passing).await?;
        }
        self.seat_demo_judges(office, cycle, people.judges_of(FinalKind::None)).await?;
        for step in [CycleStep::Announce, CycleStep::CloseNominations] {
            self.actions.step_cycle(office, cycle, step, Revision::NEWEST).await?;
        }
        Ok(())
    }

    /// A judge has scored two criteria of the next nominee, and was called away.
    async fn begin_sheet(&self, judge: &Call, cycle: AwardCycleId) -> Result<(), ActionError> {
        let page = self.actions.judging(judge, cycle).await?;
        let Some(next) = page.nominees.get(SHEETS) else { return Ok(()) };
        let values = Values::default()
            .with(Field::Comment, "待核对附件二")
            .with(Field::Score.at(1), "12")
            .with(Field::Score.at(2), "9.5");
        self.actions.save_sheet(judge, next.id, &values, Revision::of(0)).await?;
        Ok(())
    }
}

/// Points below the highest, by judge, nominee and criterion: some of everything.
fn points_less(seat: usize, nominee: usize, criterion: usize) -> i64 {
    i64::try_from((nominee * 3 + criterion + 3) % 5 + (seat + 1) % 2).unwrap_or(0)
}
