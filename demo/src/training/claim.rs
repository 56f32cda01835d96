//! Claims of hours of the demonstration, in every state that the program can reach.

use chrono::{Days, NaiveDate};
use domain::{
    assessment_year::AssessmentYear,
    credit_hour::VerificationStep,
    form::{Field, Revision, Values},
    hour_claim::verification_step,
    id::HourClaimId,
};

use super::Trainees;
use crate::{Demo, acting, cast::Cast, paper};
use actions::{ActionError, Call, Incoming};

/// How far a claim of the demonstration gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Draft,
    Submitted,
    Confirmed,
    Verified,
    /// Verified with fewer hours than were claimed.
    Reduced,
    Returned,
    Rejected,
    /// Rejected, and the tutor does not agree.
    Disputed,
    /// The same, and the other officer has decided for the tutor.
    Settled,
}

const CLAIMS: [(&str, Way); 9] = [
    ("长三角科技教师研修", Way::Draft),
    ("科普场馆学习调研", Way::Submitted),
    ("省青少年科技教育论坛", Way::Confirmed),
    ("天文观测教学培训", Way::Verified),
    ("机器人竞赛裁判培训", Way::Returned),
    ("校外参观活动", Way::Rejected),
    ("省科普讲解培训班", Way::Reduced),
    ("乡村科学夜校授课研讨", Way::Disputed),
    ("航模教练员业务培训", Way::Settled),
];

impl Demo {
    /// Claims in every state.
    pub(super) async fn claim_demo_hours(
        &self,
        call: &Call,
        people: &Trainees,
    ) -> Result<(), ActionError> {
        for ((title, way), ago) in CLAIMS.into_iter().zip((9..).step_by(2)) {
            let mine = acting(call, &people.tutor);
            let id = self.demo_claim(&mine, title, day_of_year(call, ago), way).await?;
            if !matches!(way, Way::Draft | Way::Submitted) {
                self.check_demo_claim(call, people, id, way).await?;
            }
        }
        let mine = acting(call, &people.second);
        let day = day_of_year(call, 8);
        self.demo_claim(&mine, "科学探究课例研讨", day, Way::Submitted).await?;
        Ok(())
    }

    async fn check_demo_claim(
        &self,
        call: &Call,
        people: &Trainees,
        id: HourClaimId,
        way: Way,
    ) -> Result<(), ActionError> {
        let officer = acting(call, &people.officer);
        if way == Way::Returned {
            let values = verdict("return", "请补充主办单位的证明");
            return self.check_claim(&officer, id, values).await;
        }
        self.check_claim(&officer, id, verdict("accept", "")).await?;
        let county = acting(call, &people.county);
        let colleague = acting(call, &people.colleague);
        let all = || verdict("accept", "").with(Field::Accepted, "3");
        match way {
            Way::Verified => self.check_claim(&county, id, all()).await,
            Way::Reduced => {
                let values = verdict("accept", "证明上只有两学时").with(Field::Accepted, "2");
                self.check_claim(&county, id, values).await
            }
            Way::Rejected => {
                let values = verdict("reject", "活动与科技教育无关");
                self.check_claim(&county, id, values).await
            }
            Way::Disputed | Way::Settled => {
                let values = verdict("reject", "看不出主办单位是谁");
                self.check_claim(&colleague, id, values).await?;
                let why = "主办单位的公章在证明第二页，请再看一次。";
                let values = Values::default().with(Field::Dispute, why);
                self.actions
                    .dispute_claim(&acting(call, &people.tutor), id, &values, Revision::NEWEST)
                    .await?;
                if way == Way::Settled {
                    self.check_claim(&county, id, all()).await?;
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A lecturer of the city claims as well: the city's office verifies it.
    pub(super) async fn claim_from_the_city(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        for lecturer in &cast.lecturers {
            let mut conn = self.store.read().await?;
            let person = conn.find_person(lecturer.person).await?;
            let person = person.ok_or(ActionError::NotFound)?;
            let level = match person.region_id {
                Some(region) => conn.find_region_level(region).await?,
                None => None,
            };
            let step = verification_step(level);
            let Some(unit) = person.workplace_id.filter(|_| step == VerificationStep::City) else {
                continue;
            };
            drop(conn);
            let officer = self.add_officer(call, "蒋若水", unit, person.region_id).await?;
            let day = day_of_year(call, 6);
            let mine = acting(call, lecturer);
            let id = self.demo_claim(&mine, "科普讲解技巧研修", day, Way::Confirmed).await?;
            return self.check_claim(&acting(call, &officer), id, verdict("accept", "")).await;
        }
        Ok(())
    }

    /// Takes the step that waits for the caller.
    async fn check_claim(
        &self,
        call: &Call,
        id: HourClaimId,
        values: Values,
    ) -> Result<(), ActionError> {
        let revision = Revision::of(self.actions.claim(call, id).await?.claim.revision);
        self.actions.decide_claim(call, id, &values, revision).await.map(|_| ())
    }

    async fn demo_claim(
        &self,
        mine: &Call,
        title: &str,
        day: NaiveDate,
        way: Way,
    ) -> Result<HourClaimId, ActionError> {
        let bytes = paper(title);
        let proof = self
            .actions
            .store_proof(mine, Incoming { name: format!("{title}.pdf"), bytes })
            .await?;
        let kind = if title.contains("调研") { "study_visit" } else { "professional_training" };
        let report =
            "参观了示范场馆的三个展厅，与讲解员交流了课程设计，整理了可以带回课堂的四个实验。";
        let values = Values::default()
            .with(Field::EventTitle, title)
            .with(Field::Organiser, "示范科学馆")
            .with(Field::ActivityKind, kind)
            .with(Field::FirstDay, day.to_string())
            .with(Field::LastDay, day.to_string())
            .with(Field::HalfDays, "morning")
            .with(Field::Hours, "3")
            .with(Field::Report, report)
            .with(Field::ProofToken, proof.token)
            .with(Field::Decision, if way == Way::Draft { "draft" } else { "submit" });
        // 70 minutes of teaching are 1.5, doubled.
        let values = if title.contains("授课") {
            values
                .with(Field::Participation, "taught")
                .with(Field::LessonMinutes, "70")
                .with(Field::Topic, "厨房里的科学实验")
        } else {
            values
        };
        self.actions.open_claim(mine, &values, &self.once()).await
    }
}

/// A day so many days ago, but none of an assessment year that has ended: its claims are closed.
fn day_of_year(call: &Call, ago: u64) -> NaiveDate {
    let first = AssessmentYear::of(call.today()).first();
    (call.today() - Days::new(ago)).max(first)
}

fn verdict(decision: &str, opinion: &str) -> Values {
    Values::default().with(Field::Decision, decision).with(Field::Opinion, opinion)
}
