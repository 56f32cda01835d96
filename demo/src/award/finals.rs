//! Programmes with two stages, each in its final: one by sheets, one by a vote of the panel; and one
//! whose judges cannot read everybody.

use domain::{
    award_cycle::{FinalKind, SeatPassing},
    form::{Field, Revision, Values},
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
    most_sheets: 0,
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
    most_sheets: 0,
    nominees: &[("星火科普小队", 0), ("南湖问天社", 1), ("蓝莓实验室", 2), ("运河观鸟团", 4)],
};

const BY_READERS: Programme = Programme {
    title: "科普讲解推优",
    category: AwardCategory::Lecturer,
    seats: 3,
    seat_passing: SeatPassing::NextInRank,
    is_dated: false,
    years_back: 1,
    final_kind: FinalKind::None,
    most_sheets: 6,
    has_tutor: false,
    nominees: &[
        ("俞千帆", 0),
        ("褚南星", 0),
        ("杭之远", 0),
        ("管清和", 0),
        ("章问渠", 0),
        ("霍青禾", 0),
        ("应星辰", 0),
    ],
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
        // One judge has to leave for one of them; the panel meets, and the second is spoken of.
        let first = people.judges.first().ok_or(ActionError::NotFound)?;
        self.declare_demo(&acting(&on(4), first), cycle, Some("江照晚")).await?;
        let office = acting(&on(3), &people.office);
        self.actions.open_final_meeting(&office, cycle, Revision::of(0)).await?;
        for place in ["1", "2"] {
            let turn = Values::default().with(Field::Turn, place);
            self.actions.call_final_turn(&office, cycle, &turn, Revision::NEWEST).await?;
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

    /// Readers are assigned, two judges have scored, a sheet is open again and a declaration undone.
    pub(super) async fn tell_assigned_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let cycle = self.announce(call, people, &BY_READERS).await?;
        let on = |days| self.working_days_ago(call, days);
        let office = |days| acting(&on(days), &people.office);
        let close = CycleStep::CloseNominations;
        self.actions.step_cycle(&office(22), cycle, close, Revision::NEWEST).await?;
        self.check_demo(&office(20), cycle).await?;
        let judges = people.judges_of(BY_READERS.final_kind);
        for judge in judges {
            self.declare_demo(&acting(&on(12), judge), cycle, None).await?;
        }
        let assign = Values::default();
        self.actions.assign_readers(&office(11), cycle, &assign, Revision::NEWEST).await?;
        for judge in judges.iter().rev().take(2) {
            let less = |_: &actions::Declared, n: usize, _: usize| i64::try_from(n).unwrap_or(0);
            self.score_demo(&acting(&on(8), judge), cycle, usize::MAX, less).await?;
        }
        let seat = i64::try_from(judges.len()).unwrap_or_default();
        let page = self.actions.judge_evaluation(&office(6), (cycle, seat)).await?;
        let (mistyped, ..) = page.sheets.first().ok_or(ActionError::NotFound)?;
        let open = Values::default()
            .with(Field::OpenedSheet, mistyped.to_string())
            .with(Field::ReopenReason, "评委来电：第二项误填，申请更正");
        self.actions.open_sheet_again(&office(6), (cycle, seat), &open).await?;
        let second = judges.get(1).ok_or(ActionError::NotFound)?;
        self.declare_demo(&acting(&on(5), second), cycle, Some("俞千帆")).await?;
        let page = self.actions.judge_evaluation(&office(4), (cycle, 2)).await?;
        let recused = page.recused.first().ok_or(ActionError::NotFound)?;
        let undo = Values::default()
            .with(Field::UndoneRelation, recused.id.to_string())
            .with(Field::UndoReason, "同名不同人，评委申请更正");
        self.actions.undo_relation(&office(4), (cycle, 2), &undo).await
    }
}
