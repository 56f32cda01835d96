//! Demonstration of training hours: a tutor with claims in every state, the officers who check
//! them, and a training in each state, dated relative to the day of loading.

use chrono::{Days, NaiveDate};
use domain::{
    form::Values,
    id::PersonId,
    role::{Actor, Role, Scope},
};
use store::PersonRow;

use super::{DEMO_PASSWORD, acting, add_account, grants};
use crate::{ActionError, Actions, Call, Incoming};

/// People of this part of the story.
struct Trainees {
    tutor: Actor,
    second: Actor,
    officer: Actor,
    county: Option<Actor>,
    office: Actor,
}

impl Actions {
    /// Tells the story of training hours after the registers were loaded.
    pub(super) async fn tell_training_story(
        &self,
        call: &Call,
        office: &Actor,
        county: Option<Actor>,
    ) -> Result<(), ActionError> {
        let Some(people) = self.cast_trainees(call, office, county).await? else { return Ok(()) };
        self.plan_demo_trainings(call, &people).await?;
        self.claim_demo_hours(call, &people).await
    }

    /// Two tutors of one school in the county, and an officer of that school.
    async fn cast_trainees(
        &self,
        call: &Call,
        office: &Actor,
        county: Option<Actor>,
    ) -> Result<Option<Trainees>, ActionError> {
        let region = county.as_ref().and_then(|actor| {
            actor.scopes(Role::CountyOffice).find_map(|scope| match scope {
                Scope::Region(region) => Some(region.0),
                _ => None,
            })
        });
        let mut conn = self.store.read().await?;
        let regions = region.map(|region| vec![region]);
        let people = conn.search_people("", regions.as_deref(), 0, 500).await?;
        let mut tutors: Vec<PersonRow> = Vec::new();
        for person in people {
            let is_tutor = conn.find_tutor(person.id).await?.is_some();
            if is_tutor && person.workplace_id.is_some() {
                tutors.push(person);
            }
        }
        drop(conn);
        let at_one_school = tutors.iter().find_map(|first| {
            let same = |other: &&PersonRow| {
                other.workplace_id == first.workplace_id && other.id != first.id
            };
            Some((first, tutors.iter().find(same)?))
        });
        let Some((first, second)) = at_one_school else { return Ok(None) };
        let unit = first.workplace_id.unwrap_or_default();
        let hash = self.hash_password(DEMO_PASSWORD).await?;
        let officer_of = [(Role::UnitOfficer, Scope::Organisation(unit.into()))];
        let mut tx = self.store.begin().await?;
        let new = store::NewPerson { name: "冯知行", ..store::NewPerson::default() };
        let officer = tx.add_person(&new).await?;
        tx.fill_person(officer, None, None, first.region_id).await?;
        tx.set_workplace(officer, unit, call.today()).await?;
        let officer_grants = grants(&officer_of, call.today());
        for grant in &officer_grants {
            tx.add_grant(officer, grant).await?;
        }
        add_account(&mut tx, call, first.id, "tutor", &hash).await?;
        add_account(&mut tx, call, second.id, "tutor2", &hash).await?;
        add_account(&mut tx, call, officer, "unit", &hash).await?;
        let entry = call.entry("load", "demo", &[]);
        tx.commit(entry, &self.entropy.token()).await?;
        let tutor_role = [(Role::Tutor, Scope::Everything)];
        let actor = |id: i64, name: &str, grants| Actor {
            person: PersonId(id),
            name: name.to_owned(),
            grants,
        };
        Ok(Some(Trainees {
            tutor: actor(first.id, &first.name, grants(&tutor_role, call.today())),
            second: actor(second.id, &second.name, grants(&tutor_role, call.today())),
            officer: actor(officer, "冯知行", officer_grants),
            county,
            office: office.clone(),
        }))
    }

    /// One training in each state: a draft, one to enrol in, one to confirm, one credited.
    async fn plan_demo_trainings(&self, call: &Call, people: &Trainees) -> Result<(), ActionError> {
        let office = acting(call, &people.office);
        let today = call.today();
        let plans = [
            ("寒假科创项目研修班", today + Days::new(40), 2, "draft"),
            ("科学实验教学工作坊", today + Days::new(20), 1, "open"),
            ("科技教育工作交流会", today - Days::new(2), 1, "over"),
            ("人工智能教学业务培训", today - Days::new(16), 1, "credited"),
        ];
        for (title, first, n_days, state) in plans {
            let id = self.plan_training(&office, &self.demo_plan(title, first, n_days)).await?;
            if state == "draft" {
                continue;
            }
            self.publish_training(&office, id).await?;
            let approve = |person: PersonId| {
                Values::default().with("person", person.to_string()).with("decision", "approve")
            };
            if state == "open" {
                self.enrol(&acting(call, &people.second), id).await?;
                continue;
            }
            for actor in [&people.tutor, &people.second] {
                self.decide_enrolment(&office, id, &approve(actor.person)).await?;
            }
            if state == "credited" {
                let page = self.own_training(&office, id).await?;
                let mut values = Values::default()
                    .with("revision", page.training.revision.to_string())
                    .with("decision", "confirm");
                for row in &page.enrolments {
                    for half_day in &page.half_days {
                        values.push("present", format!("{}-{}", row.id, half_day.id));
                    }
                }
                self.save_attendance(&office, id, &values).await?;
            }
        }
        Ok(())
    }

    fn demo_plan(&self, title: &str, first: NaiveDate, n_days: u64) -> Values {
        Values::default()
            .with("once", self.entropy.token())
            .with("event_title", title)
            .with("activity_kind", "professional_training")
            .with("organiser", "市科协科普部")
            .with("training_place", "科学会堂示范报告厅")
            .with("content", "案例分享\n分组研讨\n动手实践")
            .with("first_day", first.to_string())
            .with("last_day", (first + Days::new(n_days - 1)).to_string())
            .with("half_days", "morning")
            .with("half_days", "afternoon")
            .with("enrol_until", (first - Days::new(3)).to_string())
    }

    /// Claims in every state.
    async fn claim_demo_hours(&self, call: &Call, people: &Trainees) -> Result<(), ActionError> {
        let titles = [
            ("长三角科技教师研修", "draft"),
            ("科普场馆学习调研", "submitted"),
            ("省青少年科技教育论坛", "confirmed"),
            ("天文观测教学培训", "verified"),
            ("机器人竞赛裁判培训", "returned"),
            ("校外参观活动", "rejected"),
        ];
        // By the assessment year's deadline, whatever day it is.
        let mut day = call.today() - Days::new(9);
        let year = domain::assessment_year::AssessmentYear::of(call.today());
        if !year.contains(day) {
            day = call.today();
        }
        for (title, state) in titles {
            let id = self.demo_claim(call, &people.tutor, title, state, day).await?;
            let officer = acting(call, &people.officer);
            match state {
                "draft" | "submitted" => continue,
                "returned" => {
                    let values = verdict("return", 2, "请补充主办单位的证明");
                    self.decide_claim(&officer, id, &values).await?;
                    continue;
                }
                _ => self.decide_claim(&officer, id, &verdict("accept", 2, "")).await?,
            }
            let Some(county) = &people.county else { continue };
            let county = acting(call, county);
            match state {
                "verified" => {
                    let values = verdict("accept", 3, "").with("accepted", "3");
                    self.decide_claim(&county, id, &values).await?;
                }
                "rejected" => {
                    let values = verdict("reject", 3, "活动与科技教育无关");
                    self.decide_claim(&county, id, &values).await?;
                }
                _ => {}
            }
        }
        self.demo_claim(call, &people.second, "科学探究课例研讨", "submitted", day).await?;
        Ok(())
    }

    async fn demo_claim(
        &self,
        call: &Call,
        actor: &Actor,
        title: &str,
        state: &str,
        day: NaiveDate,
    ) -> Result<i64, ActionError> {
        let mine = acting(call, actor);
        let bytes = format!("%PDF-1.4\n%{title}\n").into_bytes();
        let proof =
            self.store_proof(&mine, Incoming { name: format!("{title}.pdf"), bytes }).await?;
        let kind = if title.contains("调研") { "study_visit" } else { "professional_training" };
        let report =
            "参观了示范场馆的三个展厅，与讲解员交流了课程设计，整理了可以带回课堂的四个实验。";
        let values = Values::default()
            .with("once", self.entropy.token())
            .with("event_title", title)
            .with("organiser", "示范科学馆")
            .with("activity_kind", kind)
            .with("first_day", day.to_string())
            .with("last_day", day.to_string())
            .with("half_days", "morning")
            .with("hours", "3")
            .with("report", report)
            .with("proof_token", proof.token)
            .with("decision", if state == "draft" { "draft" } else { "submit" });
        self.open_claim(&mine, &values).await
    }
}

fn verdict(decision: &str, revision: i64, opinion: &str) -> Values {
    Values::default()
        .with("decision", decision)
        .with("revision", revision.to_string())
        .with("opinion", opinion)
}
