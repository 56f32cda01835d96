//! Awards of the demonstration that did not go straight: names taken off, who follows them, and a
//! programme that was given up.

use domain::{
    form::{Field, Once, Revision, Values},
    id::{AwardCycleId, ObjectionId},
};

use super::{
    play::AwardCast,
    programme::{GIVEN_UP, OBJECTED},
};
use crate::{Demo, acting, paper};
use actions::{ActionError, Call, CycleStep, Incoming};

/// A letter, or what somebody typed on the page of the notice.
struct Objection {
    about: &'static str,
    nominee: Option<&'static str>,
    body: &'static str,
    name: &'static str,
}

const FALSE_RECORD: Objection = Objection {
    about: "nominee",
    nominee: Some("魏听涛"),
    body: "申报材料所列社团活动中，有三次系校外机构组织，并非本人带队。",
    name: "鲍举实",
};
const OTHER_SCHOOL: Objection = Objection {
    about: "nominee",
    nominee: Some("柳含烟"),
    body: "所附获奖证书的指导教师署名与本人不一致，请核实。",
    name: "示范中学工会",
};
const UNFOUNDED: Objection = Objection {
    about: "procedure",
    nominee: None,
    body: "听说评委中有人与被推荐人相识，请说明回避情况。",
    name: "匡直言",
};

impl Demo {
    /// Of three on notice one is taken off and followed by the fourth, whose own notice runs; about
    /// another an objection is looked into; the third objection was dismissed.
    pub(super) async fn tell_objected_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let on = |days| self.working_days_ago(call, days);
        let office = |days| acting(&on(days), &people.office);
        let cycle = self.evaluate(call, people, &OBJECTED).await?;
        self.actions
            .step_cycle(&office(14), cycle, CycleStep::CloseScoring, Revision::NEWEST)
            .await?;
        self.propose_demo(&office(13), cycle, &[]).await?;
        self.confirm_demo(&on(12), people, cycle).await?;
        self.actions.step_cycle(&office(11), cycle, CycleStep::Post, Revision::NEWEST).await?;
        let handler = |days| acting(&on(days), &people.supervisor);
        let found = |finding: &str, effect: &str, answer: &str| {
            Values::default()
                .with(Field::Finding, finding)
                .with(Field::Effect, effect)
                .with(Field::Answer, answer)
        };
        for (objection, finding) in [
            (
                &FALSE_RECORD,
                found("upheld", "removal", "经向学校核实，情况属实，已从公示名单中撤下。"),
            ),
            (
                &UNFOUNDED,
                found("dismissed", "nothing", "全体评委已逐一申报关系，应回避的均未参与评分。"),
            ),
        ] {
            let id = self.object_demo(&on(9), &handler(8), cycle, objection).await?;
            self.actions.decide_objection(&handler(5), id, &finding, Revision::NEWEST).await?;
        }
        self.object_demo(&on(7), &handler(6), cycle, &OTHER_SCHOOL).await?;
        self.follow_demo(&office(4), &acting(&on(3), &people.decider), cycle).await?;
        let document = format!("嘉科协优〔{}〕11号", super::year(call));
        let document = Values::default().with(Field::DocumentNo, document);
        let decider = acting(&on(2), &people.decider);
        self.actions.decide_cycle(&decider, cycle, &document, Revision::NEWEST).await
    }

    /// A programme that its organiser has given up while units nominated.
    pub(super) async fn tell_given_up_cycle(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let cycle = self.announce(call, people, &GIVEN_UP).await?;
        let office = acting(&self.working_days_ago(call, 9), &people.office);
        let why = Values::default()
            .with(Field::AbortReason, "上级将同类项目并入省级推优，本市不再单独开展。");
        self.actions.abort_cycle(&office, cycle, &why, Revision::NEWEST).await
    }

    /// Somebody objects to last year's list on its page; nobody has looked at it yet.
    pub(super) async fn object_to_last_year(
        &self,
        call: &Call,
        people: &AwardCast,
    ) -> Result<(), ActionError> {
        let cycles = self.actions.cycles(&acting(call, &people.office)).await?;
        let cycle = cycles.iter().map(|cycle| cycle.id).min().ok_or(ActionError::NotFound)?;
        let objection = Objection { nominee: Some("李雨桐"), ..FALSE_RECORD };
        let once = self.actions.request_token(call, &Once::default()).await?;
        let values = self.typed_objection(call, cycle, &objection).await?;
        self.actions.object(call, cycle, &values, &once).await?;
        Ok(())
    }

    /// An objection comes in with its paper, is taken up and admitted.
    async fn object_demo(
        &self,
        stranger: &Call,
        handler: &Call,
        cycle: AwardCycleId,
        objection: &Objection,
    ) -> Result<ObjectionId, ActionError> {
        let once = self.actions.request_token(stranger, &Once::default()).await?;
        let values = self.typed_objection(stranger, cycle, objection).await?;
        let token = self.actions.object(stranger, cycle, &values, &once).await?;
        let file = Incoming { name: "异议书.pdf".to_owned(), bytes: paper("异议书") };
        self.actions.add_scan(stranger, &token, Some(file)).await?;
        let id = self.actions.objection_of_link(&token).await?.id;
        self.actions.take_objection(handler, id).await?;
        let admit = Values::default().with(Field::Decision, "admit");
        self.actions.examine_objection(handler, id, &admit, Revision::NEWEST).await?;
        Ok(id)
    }

    async fn typed_objection(
        &self,
        call: &Call,
        cycle: AwardCycleId,
        objection: &Objection,
    ) -> Result<Values, ActionError> {
        let form = self.actions.objection_form(call, cycle).await?;
        let known = |name: &str| form.nominees.iter().find(|line| line.name == name);
        let nominee = objection.nominee.and_then(known).map(|line| line.id.to_string());
        Ok(Values::default()
            .with(Field::ObjectionAbout, objection.about)
            .with(Field::Nominee, nominee.unwrap_or_default())
            .with(Field::Objection, objection.body)
            .with(Field::ObjectorKind, "person")
            .with(Field::ObjectorName, objection.name)
            .with(Field::ObjectorContact, "0573-00000000"))
    }

    /// The next in rank follows whoever was taken off, and is put on notice.
    async fn follow_demo(
        &self,
        office: &Call,
        decider: &Call,
        cycle: AwardCycleId,
    ) -> Result<(), ActionError> {
        let page = self.actions.award_changes(office, cycle).await?;
        let removed = page.removed.first().ok_or(ActionError::NotFound)?;
        let next = removed.candidates.first().ok_or(ActionError::NotFound)?.id;
        let values = Values::default()
            .with(Field::Nominee, removed.row.id.to_string())
            .with(Field::Substitute, next.to_string());
        self.actions.propose_substitute(office, cycle, &values).await?;
        let yes = Values::default()
            .with(Field::Nominee, next.to_string())
            .with(Field::Decision, "confirm");
        self.actions.confirm_substitute(decider, cycle, &yes).await
    }
}
