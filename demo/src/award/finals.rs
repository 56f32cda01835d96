//! Programmes with two stages, each in its final: one by sheets, one by a vote of the panel.

use domain::{
    award_cycle::{FinalKind, SeatPassing},
    form::Revision,
    roster::AwardCategory,
};

use super::{play::AwardCast, programme::Programme};
use crate::{Demo, acting};
use actions::{ActionError, Call, CycleStep};

/// The last place of the shortlist is shared.
const BY_SHEETS: Programme = Programme {
    title: "科普活动策划推优",
    category: AwardCategory::Tutor,
    seats: 2,
    seat_passing: SeatPassing::NextInRank,
    is_dated: false,
    has_tutor: false,
    years_back: 1,
    final_kind: FinalKind::Sheets,
    nominees: &[("程墨白", 0), ("闻人语", 1), ("江照晚", 2), ("温如故", 2), ("宋疏影", 5)],
};
const BY_VOTE: Programme = Programme {
    title: "科普团队风采推优",
    category: AwardCategory::Team,
    seats: 2,
    seat_passing: SeatPassing::Vacant,
    is_dated: false,
    has_tutor: false,
    years_back: 1,
    final_kind: FinalKind::Vote,
    nominees: &[("星火科普小队", 0), ("南湖问天社", 1), ("蓝莓实验室", 2), ("运河观鸟团", 4)],
};

impl Demo {
    /// The shortlist is drawn, and some judges have scored it.
    pub(super) async fn tell_final_by_sheets(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let cycle = self.evaluate(call, people, &BY_SHEETS).await?;
        let on = |days| self.working_days_ago(call, days);
        let office = acting(&on(12), &people.office);
        self.actions.step_cycle(&office, cycle, CycleStep::CloseScoring, Revision::NEWEST).await?;
        for judge in people.judges.iter().rev().take(4) {
            let less = |_: &actions::Declared, n: usize, _: usize| i64::try_from(n).unwrap_or(0);
            self.score_demo(&acting(&on(5), judge), cycle, usize::MAX, less).await?;
        }
        Ok(())
    }

    /// The shortlist is drawn, and the panel is going to vote.
    pub(super) async fn tell_final_by_vote(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let cycle = self.evaluate(call, people, &BY_VOTE).await?;
        let office = acting(&self.working_days_ago(call, 6), &people.office);
        self.actions.step_cycle(&office, cycle, CycleStep::CloseScoring, Revision::NEWEST).await
    }
}
