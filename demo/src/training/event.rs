//! Trainings of the demonstration, and places at them, in every state.

use chrono::{Days, NaiveDate};
use domain::{
    assessment_year::AssessmentYear,
    form::{Field, Revision, Values},
    id::{PersonId, TrainingEventId},
    role::Actor,
};

use super::Trainees;
use crate::{Demo, acting, weekday};
use actions::{ActionError, Call, TrainingPage};

/// When a training of the demonstration is, and for how many days.
struct Plan {
    title: &'static str,
    first: NaiveDate,
    n_days: u64,
}

impl Demo {
    /// Trainings in each state: a draft, one to enrol in, one called off, one moved, two whose
    /// attendance is to be confirmed, one credited.
    pub(super) async fn plan_demo_trainings(
        &self,
        call: &Call,
        people: &Trainees,
    ) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let ahead = |days| weekday(call.today() + Days::new(days));
        let ago = |n| self.actions.work_calendar().before(call.today(), n);
        let plan = |title, first, n_days| Plan { title, first, n_days };
        let draft = plan("寒假科创项目研修班", ahead(40), 2);
        self.actions.plan_training(&office, &plan_values(&draft), &self.once()).await?;
        self.tell_open_training(call, people, &plan("科学实验教学工作坊", ahead(20), 1)).await?;

        let off = plan("天文观测夜场实践", ahead(13), 1);
        let id = self.publish_demo_training(&office, &off, &[&people.tutor]).await?;
        self.actions.cancel_training(&office, id, Revision::NEWEST).await?;

        self.tell_moved_training(call, people, &plan("科普研学路线设计", ahead(26), 1)).await?;

        let year = AssessmentYear::of(call.today()).0 - 1;
        let why = Values::default()
            .with(Field::Year, year.to_string())
            .with(Field::Reason, "补录一场漏登的培训");
        self.actions.open_year(&office, &why).await?;

        let both = [&people.tutor, &people.second];
        for plan in [plan("科技教育工作交流会", ago(1), 1), plan("科普剧创作工作坊", ago(3), 1)]
        {
            self.publish_demo_training(&office, &plan, &both).await?;
        }

        let all: Vec<&Actor> = both.into_iter().chain(people.others.first()).collect();
        let over = plan("人工智能教学业务培训", ago(12), 1);
        let id = self.publish_demo_training(&office, &over, &all).await?;
        let page = self.actions.own_training(&office, id).await?;
        let revision = Revision::of(page.training.revision);
        self.actions.save_attendance(&office, id, &attendance(&page, people), revision).await?;
        self.tell_paper_correction(call, people, (id, &over)).await
    }

    /// The second tutor has taken a record; that the afternoon is missing on it waits for a second
    /// person.
    async fn tell_paper_correction(
        &self,
        call: &Call,
        people: &Trainees,
        (id, plan): (TrainingEventId, &Plan),
    ) -> Result<(), ActionError> {
        let record = Values::default()
            .with(Field::CertificateKind, "training_record")
            .with(Field::FirstDay, plan.first.to_string())
            .with(Field::LastDay, call.today().to_string());
        let second = acting(call, &people.second);
        self.actions.issue_own_certificate(&second, &record, &self.once()).await?;
        let office = acting(call, &people.office);
        let page = self.actions.own_training(&office, id).await?;
        let mut right = attendance(&page, people).with(Field::Reason, "签到表漏记下午半天");
        for row in page.enrolments.iter().filter(|row| row.person_id == people.second.person) {
            for half_day in page.half_days.iter().skip(1) {
                right.push(Field::Present, format!("{}-{}", row.id, half_day.id));
            }
        }
        let revision = Revision::of(page.training.revision);
        self.actions.correct_attendance(&office, id, &right, revision).await.map(|_| ())
    }

    /// Somebody has asked for a place, somebody got none, and somebody gave it back.
    async fn tell_open_training(
        &self,
        call: &Call,
        people: &Trainees,
        plan: &Plan,
    ) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let id = self.publish_demo_training(&office, plan, &[]).await?;
        self.actions.enrol(&acting(call, &people.second), id).await?;
        if let [refused, back, ..] = people.others.as_slice() {
            self.actions.enrol(&acting(call, refused), id).await?;
            self.actions.decide_enrolment(&office, id, &place(refused.person, "reject")).await?;
            self.actions.decide_enrolment(&office, id, &place(back.person, "approve")).await?;
            self.actions.withdraw(&acting(call, back), id).await?;
        }
        Ok(())
    }

    /// Somebody was taken off the roster, and somebody is asked anew, for it takes place elsewhere.
    async fn tell_moved_training(
        &self,
        call: &Call,
        people: &Trainees,
        plan: &Plan,
    ) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let both = [&people.tutor, &people.second];
        let id = self.publish_demo_training(&office, plan, &both).await?;
        let page = self.actions.own_training(&office, id).await?;
        let is_second = |person| person == people.second.person;
        for row in page.enrolments.iter().filter(|row| is_second(row.person_id)) {
            let why = Values::default().with(Field::Reason, "名额调整，下期优先安排");
            self.actions.remove_from_roster(&office, row.id, &why).await?;
        }
        let mut values = plan_values(plan);
        values.set(Field::TrainingPlace, "青少年宫示范教室");
        let revision = Revision::of(page.training.revision);
        self.actions.change_training(&office, id, &values, revision).await?;
        Ok(())
    }

    /// Plans and announces a training, and puts these on its roster.
    async fn publish_demo_training(
        &self,
        office: &Call,
        plan: &Plan,
        roster: &[&Actor],
    ) -> Result<TrainingEventId, ActionError> {
        let id = self.actions.plan_training(office, &plan_values(plan), &self.once()).await?;
        self.actions.publish_training(office, id, Revision::NEWEST).await?;
        for actor in roster {
            self.actions.decide_enrolment(office, id, &place(actor.person, "approve")).await?;
        }
        Ok(id)
    }
}

fn plan_values(plan: &Plan) -> Values {
    let Plan { title, first, n_days } = plan;
    Values::default()
        .with(Field::EventTitle, *title)
        .with(Field::ActivityKind, "professional_training")
        .with(Field::Organiser, "市科协科普部")
        .with(Field::TrainingPlace, "科学会堂示范报告厅")
        .with(Field::Content, "案例分享\n分组研讨\n动手实践")
        .with(Field::FirstDay, first.to_string())
        .with(Field::LastDay, (*first + Days::new(n_days - 1)).to_string())
        .with(Field::HalfDays, "morning")
        .with(Field::HalfDays, "afternoon")
        .with(Field::EnrolUntil, (*first - Days::new(3)).to_string())
}

fn place(person: PersonId, decision: &str) -> Values {
    Values::default().with(Field::Person, person.to_string()).with(Field::Decision, decision)
}

/// The tutor was there all day, the second for the morning, and the others not at all.
fn attendance(page: &TrainingPage, people: &Trainees) -> Values {
    let mut values = Values::default().with(Field::Decision, "confirm");
    for row in &page.enrolments {
        let n_present = match row.person_id {
            person if person == people.tutor.person => page.half_days.len(),
            person if person == people.second.person => 1,
            _ => 0,
        };
        for half_day in page.half_days.iter().take(n_present) {
            values.push(Field::Present, format!("{}-{}", row.id, half_day.id));
        }
    }
    values
}
