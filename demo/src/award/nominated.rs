//! Nominations of the demonstration that a county writes on pages: a draft, one that was handed in, one
//! that came back, and one that was withdrawn.

use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Once, Revision, Values},
    id::{AwardCycleId, NominationId},
    roster::AwardCategory,
};

use super::play::AwardCast;
use crate::{Demo, acting, cast::Cast, paper};
use actions::{ActionError, Call, Incoming};

const DEEDS: &str = "连续三年组织社区科普夜校和校园科技节，编写活动手册两册，指导学生团队完成湿地观察、\
    气象记录等长期项目，并把活动方案分享给周边学校使用。";

impl Demo {
    /// The county nominates teams for the programme that takes nominations now.
    pub(super) async fn nominate_on_pages(
        &self,
        call: &Call,
        people: &AwardCast,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let on = |days| self.working_days_ago(call, days);
        let county = |days| acting(&on(days), &cast.county);
        let office = acting(call, &people.office);
        let cycles = self.actions.cycles(&office).await?;
        let cycle = cycles.iter().find(|one| one.state == AwardCycleState::Nominating);
        let Some(cycle) = cycle.map(|one| one.id) else { return Ok(()) };
        self.draft_demo(&county(4), cycle, ("萤火天文小组", "1"), "").await?;
        for (name, rank) in [("湖畔自然笔记社", "2"), ("匠心机器人社", "3"), ("风信气象社", "4")]
        {
            let id =
                self.draft_demo(&county(6), cycle, (name, rank), "同意推荐，情况属实。").await?;
            let file = Incoming { name: "活动照片.pdf".to_owned(), bytes: paper(name) };
            self.actions.add_attachment(&county(6), id, Some(file)).await?;
            let token = self.actions.make_nominee_link(&county(6), id, &self.once()).await?;
            let said = Values::default()
                .with(Field::ConsentProcessing, "yes")
                .with(Field::ConsentPublication, "yes")
                .with(Field::ConsentName, "团队负责人");
            self.actions.answer_nominee(&on(5), &token, &said, "同意").await?;
            let says = Values::default().with(Field::Truthful, "yes");
            let text = "承诺所报材料真实、准确，没有弄虚作假。";
            let shown = (Revision::NEWEST, text);
            self.actions.hand_in_nomination(&county(5), id, &says, shown).await?;
            let reason = Values::default();
            match rank {
                "3" => {
                    let reason = reason.with(Field::ReturnReason, "附件缺活动签到，请补充");
                    let office = acting(&on(1), &people.office);
                    let newest = Revision::NEWEST;
                    self.actions.return_nomination(&office, id, &reason, newest).await?;
                }
                "4" => {
                    let reason = reason.with(Field::Reason, "社团负责人调动，本年度不参评");
                    self.actions.withdraw_nomination(&county(3), id, &reason).await?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A tutor has nominated oneself where nominations are taken; the unit has still to hand it in.
    pub(crate) async fn nominate_oneself(&self, own: &Call) -> Result<(), ActionError> {
        let mut conn = self.store.read().await?;
        let cycles = conn.list_cycles().await?;
        drop(conn);
        for cycle in cycles.iter().filter(|it| it.state == AwardCycleState::Nominating) {
            let Ok(form) = self.actions.own_nomination_form(own, cycle.id).await else { continue };
            let (Some(unit), Some(category)) = (form.units.first(), form.categories.first()) else {
                continue;
            };
            let values = Values::default()
                .with(Field::OwnUnit, unit.id.to_string())
                .with(Field::OwnCategory, category.id.to_string())
                .with(Field::NomineeWorkplace, form.person.workplace.clone().unwrap_or_default())
                .with(Field::ServiceYears, "8")
                .with(Field::Deeds, DEEDS)
                .with(Field::ConsentProcessing, "yes")
                .with(Field::ConsentPublication, "yes")
                .with(Field::Truthful, "yes");
            let texts = ("同意", "承诺所报材料真实、准确，没有弄虚作假。");
            self.actions.nominate_oneself(own, cycle.id, &values, &self.once(), texts).await?;
            return Ok(());
        }
        Ok(())
    }

    async fn draft_demo(
        &self,
        county: &Call,
        cycle: AwardCycleId,
        (name, rank): (&str, &str),
        opinion: &str,
    ) -> Result<NominationId, ActionError> {
        let page = self.actions.nominating_page(county, cycle).await?;
        let (unit, categories) = page.units.first().ok_or(ActionError::NotFound)?;
        let team = AwardCategory::Team;
        let of = categories.iter().find(|one| one.category.category == team);
        let of = of.ok_or(ActionError::NotFound)?;
        let values = Values::default()
            .with(Field::NomineeName, name)
            .with(Field::NomineeWorkplace, unit.name.as_str())
            .with(Field::UnitRank, rank)
            .with(Field::ServiceYears, "3")
            .with(Field::Deeds, DEEDS)
            .with(Field::UnitOpinion, opinion);
        let at = (cycle, unit.id, of.category.id);
        let once: Once = self.once();
        self.actions.open_nomination(county, at, &values, &once).await
    }
}
