//! Terms in every state: one that rests, one whose holder is being heard, one that was ended, one that
//! its holder ended, a lecturer who is emeritus, and one that was entered by mistake.

use chrono::Days;
use domain::{
    appointment::{AppointmentStep, Corps},
    form::{Field, Revision, Values},
    id::AppointmentId,
    role::{Role, Scope},
};
use store::PersonRow;

use crate::{Demo, acting, actor, cast::Cast, granted_on, grants};
use actions::{ActionError, Call};

/// Their terms began so many days ago, and hold as long still.
const BEGUN: u64 = 200;

impl Demo {
    pub(super) async fn tell_appointments(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let today = call.today();
        let mut conn = self.store.read().await?;
        let lecturers = conn.list_lecturers().await?;
        let deciders = conn.list_people_with_role(Role::DecisionMaker, today).await?;
        drop(conn);
        let Some(decider) = deciders.first() else { return Ok(()) };
        // Nobody of whom another story tells.
        let mut free: Vec<PersonRow> = lecturers;
        free.retain(|person| {
            !cast.lecturers.iter().any(|actor| actor.person == person.id)
                && !cast.panel.contains(&person.id)
        });
        free.dedup_by_key(|person| person.id);
        let office = acting(call, &cast.office);
        let mut terms = Vec::new();
        for person in free.into_iter().rev().take(6) {
            let term = Values::default()
                .with(Field::Corps, Corps::CityLecturers.as_str())
                .with(Field::StartsOn, (today - Days::new(BEGUN)).to_string())
                .with(Field::TermUntil, (today + Days::new(BEGUN)).to_string())
                .with(Field::Decider, decider.id.to_string())
                .with(Field::DocumentNo, "嘉科协〔2026〕8号");
            let id = self.actions.appoint(&office, person.id, &term, &self.once()).await?;
            terms.push((id, person));
        }
        let [rests, heard, ended, left, emeritus, mistaken] = &terms[..] else { return Ok(()) };
        let because = |step: AppointmentStep, reason: &str| {
            Values::default().with(Field::Step, step.as_str()).with(Field::Reason, reason)
        };
        let by_decision = |values: Values, document_no: &str| {
            values.with(Field::Decider, decider.id.to_string()).with(Field::DocumentNo, document_no)
        };
        let asked = |ground: &str, reason: &str| {
            because(AppointmentStep::OpenHearing, reason).with(Field::Ground, ground)
        };
        self.take(&office, rests.0, &because(AppointmentStep::Suspend, "因病休养，半年后复讲"))
            .await?;
        let question = asked("not_held", "本年度三次接单后未到场，均未说明原因");
        self.take(&office, heard.0, &question).await?;
        let question = asked("misconduct", "讲座中推销商品，经核实");
        self.take(&office, ended.0, &question).await?;
        let own = |(_, person): &(AppointmentId, PersonRow)| {
            let roles = [(Role::Lecturer, Scope::Everything)];
            acting(call, &actor(person.id, &person.name, grants(&roles, granted_on(call))))
        };
        let answer = Values::default().with(Field::Hearing, "确有此事，接受处理。");
        self.actions.answer_hearing(&own(ended), ended.0, &answer).await?;
        let end = because(AppointmentStep::Terminate, "经核实，予以解聘");
        self.take(&office, ended.0, &by_decision(end, "嘉科协〔2026〕21号")).await?;
        let leave = because(AppointmentStep::Resign, "工作调动，离开本市");
        self.take(&own(left), left.0, &leave).await?;
        let honour = because(AppointmentStep::MakeEmeritus, "年满七十五岁，转为资深讲师");
        self.take(&office, emeritus.0, &by_decision(honour, "嘉科协〔2026〕22号")).await?;
        let back = because(AppointmentStep::Withdraw, "同名同姓，录错了人");
        self.take(&office, mistaken.0, &back).await
    }

    async fn take(
        &self,
        call: &Call,
        id: AppointmentId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.actions.change_appointment(call, id, values, Revision::NEWEST).await
    }
}
