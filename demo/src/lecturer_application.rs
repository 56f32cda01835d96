//! Applications for the corps of lecturers in every state: one that is written, one before the unit,
//! one before the office, one that is screened, one in its trial, one to be decided, one that was
//! refused, one that its applicant has given up, and one that has become a term.

use chrono::{Days, TimeDelta};
use domain::{
    appointment::Corps,
    consent::{ConsentAnswer, ConsentChannel, ConsentPurpose},
    course::CourseVersionState,
    form::{Field, Revision, Values},
    id::{LecturerApplicationId, PersonId},
    lecturer_application::ApplicationStep,
    role::{Actor, Role, Scope},
};
use store::{ApplicationMove, ConsentRow, NewAccount, OrganisationRow};

use crate::{
    Demo, acting, actor,
    cast::{Cast, add_account},
    digest, granted_on, grants,
};
use actions::{ActionError, Call};

/// Name, title, and the title of the course: one for each state, in their order.
const APPLICANTS: &[(&str, &str, &str)] = &[
    ("冯望舒", "中级工程师", "潮水怎样爬上盐官"),
    ("褚星河", "一级教师", "教室里的彩虹"),
    ("卫知秋", "高级工程师", "桥为什么不怕风"),
    ("蒋雨辰", "副主任医师", "身体里的生物钟"),
    ("沈听澜", "农艺师", "一粒稻谷的旅程"),
    ("韩青禾", "高级实验师", "看不见的空气"),
    ("杨砚白", "工程师", "废旧电池去哪儿"),
    ("朱晚晴", "工程师", "天上的云会说话"),
    ("秦慕远", "副教授", "星光走了多久"),
];

/// A first term of the stories, in days.
const TERM_DAYS: u64 = 1_000;

/// How far an application goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Until {
    Written,
    Submitted,
    Nominated,
    Screening,
    Trial,
    Proposed,
}

impl Demo {
    pub(super) async fn tell_applications(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let Some((officer, unit)) = self.unit_officer(call).await? else { return Ok(()) };
        let order = [
            Until::Written,
            Until::Submitted,
            Until::Nominated,
            Until::Screening,
            Until::Trial,
            Until::Proposed,
            Until::Screening,
            Until::Trial,
            Until::Proposed,
        ];
        let mut told = Vec::new();
        for (applicant, until) in APPLICANTS.iter().zip(order) {
            told.push(self.apply(call, cast, (&officer, &unit), applicant, until).await?);
        }
        let [.., refused, withdrawn, appointed] = &told[..] else { return Ok(()) };
        let end = Values::default()
            .with(Field::Step, ApplicationStep::Refuse.as_str())
            .with(Field::Reason, "相关工作年限的证明不足，待补齐后再申请");
        let office = acting(call, &cast.office);
        self.actions.step_application(&office, refused.0, &end, Revision::NEWEST).await?;
        let reason = Values::default().with(Field::Reason, "外派一年，回来后再申请");
        let leaving = acting(call, &withdrawn.1);
        self.actions.withdraw_application(&leaving, withdrawn.0, &reason).await?;
        let deciders = [Role::DecisionMaker];
        let mut conn = self.store.read().await?;
        let found = conn.list_with_role(deciders[0], call.today()).await?;
        drop(conn);
        let Some(decider) = found.first() else { return Ok(()) };
        let everywhere = [(deciders[0], Scope::Everything)];
        let decider = actor(*decider, "", grants(&everywhere, granted_on(call)));
        let today = call.today();
        let term = Values::default()
            .with(Field::Step, ApplicationStep::Appoint.as_str())
            .with(Field::Corps, Corps::CityLecturers.as_str())
            .with(Field::StartsOn, today.to_string())
            .with(Field::TermUntil, (today + Days::new(TERM_DAYS)).to_string())
            .with(Field::DocumentNo, "嘉科协〔2026〕31号");
        let deciding = acting(call, &decider);
        self.actions.step_application(&deciding, appointed.0, &term, Revision::NEWEST).await
    }

    /// The officer who can sign in, and the unit.
    async fn unit_officer(
        &self,
        call: &Call,
    ) -> Result<Option<(Actor, OrganisationRow)>, ActionError> {
        let mut conn = self.store.read().await?;
        let Some(account) = conn.find_account("unit").await? else { return Ok(None) };
        let held = conn.list_held_grants(account.person_id, call.today()).await?;
        let grants: Vec<_> = held.into_iter().map(|held| held.grant).collect();
        let unit = grants.iter().find_map(|grant| match grant.scope {
            Scope::Organisation(unit) => Some(unit),
            _ => None,
        });
        let Some(unit) = unit else { return Ok(None) };
        let unit = conn.find_organisation(unit).await?;
        Ok(unit.map(|unit| (actor(account.person_id, "", grants), unit)))
    }

    async fn apply(
        &self,
        call: &Call,
        cast: &Cast,
        (officer, unit): (&Actor, &OrganisationRow),
        (name, title, course): &(&str, &str, &str),
        until: Until,
    ) -> Result<(LecturerApplicationId, Actor), ActionError> {
        let on = |days| self.working_days_ago(call, days);
        let facts = Values::default()
            .with(Field::PersonName, *name)
            .with(Field::Post, *title)
            .with(Field::Unit, unit.id.to_string());
        let person =
            self.actions.add_person(&acting(&on(9), officer), &facts, &self.once()).await?;
        let new = Values::default()
            .with(Field::Unit, unit.id.to_string())
            .with(Field::Post, *title)
            .with(Field::SubjectField, cast.field.to_string());
        let opened = acting(&on(9), officer);
        let id = self.actions.open_application(&opened, person, &new, &self.once()).await?;
        self.let_in(call, cast, person, until).await?;
        let roles = [(Role::Applicant, Scope::Everything)];
        let me = actor(person, name, grants(&roles, granted_on(call)));
        let mine = acting(&on(8), &me);
        let version = self.write_course(&mine, cast.field, course).await?;
        let row = self.store.read().await?.find_version(version).await?;
        let course = row.ok_or(ActionError::NotFound)?.course_id;
        let said = Values::default()
            .with(Field::Post, *title)
            .with(Field::SubjectField, cast.field.to_string())
            .with(Field::BornIn, "1986-05")
            .with(Field::Education, "bachelor")
            .with(Field::WorkYears, "12")
            .with(Field::Cv, "长期从事相关工作，常到社区和学校讲课。")
            .with(Field::WantsSchools, "yes")
            .with(Field::TrialCourse, course.to_string());
        self.actions.save_application(&mine, id, &said, Revision::NEWEST).await?;
        if until == Until::Written {
            return Ok((id, me));
        }
        self.actions.submit_application(&acting(&on(7), &me), id, Revision::NEWEST).await?;
        let step = |step: ApplicationStep| Values::default().with(Field::Step, step.as_str());
        let office = acting(&on(3), &cast.office);
        let steps = [
            (
                Until::Nominated,
                acting(&on(5), officer),
                step(ApplicationStep::Endorse)
                    .with(Field::UnitOpinion, "业务扎实，热心科普，同意推荐。")
                    .with(Field::UnitContact, "冯知行 0573-80000000"),
            ),
            (Until::Screening, office.clone(), step(ApplicationStep::TakeUp)),
            (
                Until::Trial,
                office,
                step(ApplicationStep::Pass)
                    .with(Field::ProofSeen, "yes")
                    .with(Field::ConductClean, "yes")
                    .with(Field::OrientationDone, "yes")
                    .with(Field::CheckedOn, on(20).today().to_string()),
            ),
        ];
        for (reached, by, values) in steps {
            if until >= reached {
                self.actions.step_application(&by, id, &values, Revision::NEWEST).await?;
            }
        }
        if until == Until::Proposed {
            self.prove(call, id, version).await?;
        }
        Ok((id, me))
    }

    /// The applicant has agreed that the own data are handled; one of them can sign in.
    async fn let_in(
        &self,
        call: &Call,
        cast: &Cast,
        person: PersonId,
        until: Until,
    ) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let consent = ConsentRow {
            purpose: ConsentPurpose::Processing,
            answer: ConsentAnswer::Given,
            text_digest: digest("processing"),
            channel: ConsentChannel::Activation,
            at: self.working_days_ago(call, 8).now,
            ended_at: None,
        };
        tx.set_consent(person, &consent).await?;
        match until {
            Until::Written => {
                add_account(&mut tx, call, person, "applicant", &cast.password_hash).await?;
            }
            // Whose code has run out before it was used.
            Until::Submitted => {
                let account = NewAccount {
                    person_id: person,
                    sign_in_name: "applicant2",
                    password_hash: None,
                    created_at: call.now,
                };
                tx.add_account(&account).await?;
            }
            _ => {}
        }
        tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?;
        Ok(())
    }

    /// A panel has approved the course of an application.
    async fn prove(
        &self,
        call: &Call,
        id: LecturerApplicationId,
        version: domain::id::CourseVersionId,
    ) -> Result<(), ActionError> {
        let mut tx = self.store.begin().await?;
        let course = tx.find_version(version).await?.ok_or(ActionError::NotFound)?;
        let row = tx.find_lecturer_application(id).await?.ok_or(ActionError::NotFound)?;
        let from = (course.state, course.revision);
        let to = CourseVersionState::Approved;
        tx.move_version(version, from, to, "", call.now).await?;
        let step = ApplicationStep::Prove;
        let to = row.state.after(row.last_step, step).ok_or(ActionError::WrongState)?;
        let due_at = Some(call.now + TimeDelta::days(10));
        let (revision, at) = (row.revision, call.now);
        let moved = ApplicationMove { id, revision, to, step, reason: "", due_at, at };
        tx.move_lecturer_application(&moved).await?;
        tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?;
        Ok(())
    }
}
