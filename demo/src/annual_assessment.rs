//! Assessments of two years: one that is being decided, in every state, and the present one, in which
//! lecturers report.

use chrono::{Days, NaiveDate, NaiveTime};
use domain::{
    annual_assessment::{AssessmentDays, AssessmentState},
    appointment::AppointmentState,
    assessment_year::AssessmentYear,
    form::{Field, Revision, Values},
    id::{PersonId, RegionId},
    role::{Reach, Role, Scope},
};
use store::AssessmentRow;

use crate::{Demo, acting, actor, at, cast::Cast, granted_on, grants, paper};
use actions::{ActionError, Call, Incoming, to_utc};

/// So many lecturers have a term in the year that has ended.
const TERMS: usize = 8;
/// People of the office act so many hours after midnight.
const HOUR: u32 = 10;

impl Demo {
    /// The last year whose assessments were due to be decided: most wait for the decision.
    pub(super) async fn tell_ended_assessments(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let mut year = AssessmentYear(AssessmentYear::of(call.today()).0 - 1);
        let rules = self.store.read().await?.rulebook(call.today()).await?;
        if AssessmentDays::of(year, &rules).decided + Days::new(30) > call.today() {
            year = AssessmentYear(year.0 - 1);
        }
        let days = AssessmentDays::of(year, &rules);
        let office = |day: NaiveDate| acting(&on(call, day), &cast.office);
        let opens = office(days.freeze);
        if self.open(&opens, year).await? < TERMS {
            self.give_terms(cast, year).await?;
            self.open(&opens, year).await?;
        }
        let rows = self.assessed(year).await?;
        let [left, again, content, doubts, others @ ..] = &rows[..] else { return Ok(()) };
        let reports = others.iter().chain([again, content, doubts]).take(6);
        for row in reports {
            let mine = own(&on(call, days.freeze + Days::new(3)), row);
            self.report_year(
                &mine,
                row,
                "全年讲课十余场，其中三场在乡镇；更新课件一套，参加磨课两次。",
            )
            .await?;
        }
        let reason = |step: &str, reason: &str| {
            Values::default().with(Field::Step, step).with(Field::Reason, reason)
        };
        for row in others.iter().take(2) {
            self.lecture_elsewhere(&on(call, days.freeze), cast, row, 8).await?;
        }
        let newest = Revision::NEWEST;
        let away = reason("call_off", "年初起在外地挂职，本年度不考核");
        self.actions.change_assessment(&office(days.report), left.id, &away, newest).await?;
        let counts = office(days.county + Days::new(1));
        self.actions.score_assessments(&counts, year, newest).await?;
        self.actions.propose_grades(&counts, year, newest).await?;
        // One agrees and is decided; one is counted again; one doubts and is not decided yet.
        let next = days.county + Days::new(2);
        let agreed = Values::default().with(Field::GradeComment, "没有意见，同意拟定的等次。");
        self.actions
            .comment_grade(&own(&on(call, next), content), content.id, &agreed, newest)
            .await?;
        let mut conn = self.store.read().await?;
        let deciders = conn.list_people_with_role(Role::DecisionMaker, call.today()).await?;
        drop(conn);
        let Some(decider) = deciders.first() else { return Ok(()) };
        let decision = Values::default()
            .with(Field::Decider, decider.id.to_string())
            .with(Field::DocumentNo, format!("嘉科协〔{}〕3号", year.0));
        let early = acting(&at(call, to_utc(next, noon())), &cast.office);
        self.actions.decide_assessments(&early, year, &decision, newest).await?;
        let doubt =
            Values::default().with(Field::GradeComment, "六月在镇上的一场没有计入，请核对。");
        let day = next + Days::new(1);
        self.actions.comment_grade(&own(&on(call, day), doubts), doubts.id, &doubt, newest).await?;
        let missing = reason("send_back", "漏计一场讲座，重新计分");
        self.actions.change_assessment(&office(day), again.id, &missing, newest).await?;
        self.actions.score_assessments(&office(day + Days::new(1)), year, newest).await?;
        Ok(())
    }

    /// The present year: everybody is asked for a report, one of a county has written and has its
    /// word, and a lecture from elsewhere waits for the office.
    pub(super) async fn tell_assessments(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let year = AssessmentYear::of(call.today());
        let office = acting(call, &cast.office);
        self.actions.open_assessments(&office, year).await?;
        let rows = self.assessed(year).await?;
        // The first two of the cast write their own.
        let is_cast = |row: &&AssessmentRow| {
            cast.lecturers.iter().take(2).any(|one| one.person == row.person_id)
        };
        let of_county = |region: RegionId| {
            let scope = Scope::Region(region);
            let roles = grants(&[(Role::CountyOffice, scope)], granted_on(call));
            actor(cast.county.person, &cast.county.name, roles)
        };
        let own_county = cast.county.scopes(Role::CountyOffice).next();
        let mut here: Vec<&AssessmentRow> = rows.iter().filter(|row| !is_cast(row)).collect();
        here.retain(|row| row.region_id.is_some());
        // Those of the county that can sign in come first.
        here.sort_by_key(|row| row.region_id.map(Scope::Region) != own_county);
        for (at, row) in here.into_iter().take(2).enumerate() {
            self.report_year(&own(call, row), row, "今年讲课九场，新开一门课，明年计划多到乡镇。")
                .await?;
            if let (0, Some(region)) = (at, row.region_id) {
                let word = Values::default().with(Field::CountyWord, "情况属实，服务热情，同意。");
                let county = acting(call, &of_county(region));
                let newest = Revision::NEWEST;
                self.actions.give_county_word(&county, row.id, &word, newest).await?;
            }
        }
        let Some(lecturer) = cast.lecturers.first() else { return Ok(()) };
        let Some(row) = rows.iter().find(|row| row.person_id == lecturer.person) else {
            return Ok(());
        };
        let mine = acting(call, lecturer);
        let day = year.first().max(call.today() - Days::new(40));
        for (title, decision) in [("社区里的电磁波", ""), ("夏夜星空", "verify")] {
            let proof = Incoming { name: format!("{title}.pdf"), bytes: paper(title) };
            let proof = self.actions.store_proof(&mine, proof).await?;
            let lecture = Values::default()
                .with(Field::OutsideTitle, title)
                .with(Field::OutsideDay, day.to_string())
                .with(Field::OutsideHost, "示范社区文化家园")
                .with(Field::Attendance, "60")
                .with(Field::ProofToken, proof.token);
            let added =
                self.actions.add_outside_lecture(&mine, row.id, &lecture, &self.once()).await?;
            if !decision.is_empty() {
                let verify = Values::default().with(Field::Decision, decision);
                self.actions.decide_outside_lecture(&office, added, &verify).await?;
            }
        }
        Ok(())
    }

    /// So many verified lectures in the country that somebody gave elsewhere.
    async fn lecture_elsewhere(
        &self,
        call: &Call,
        cast: &Cast,
        row: &AssessmentRow,
        n: u64,
    ) -> Result<(), ActionError> {
        let (mine, office) = (own(call, row), acting(call, &cast.office));
        let proof = Incoming { name: "签到单.pdf".to_owned(), bytes: paper("签到单") };
        let proof = self.actions.store_proof(&mine, proof).await?;
        for at in 0..n {
            let day = call.today() - Days::new(20 * (at + 1));
            let lecture = Values::default()
                .with(Field::OutsideTitle, "田间的科学")
                .with(Field::OutsideDay, day.to_string())
                .with(Field::OutsideHost, "示范村文化礼堂")
                .with(Field::Attendance, "45")
                .with(Field::IsRural, "yes")
                .with(Field::ProofToken, proof.token.clone());
            let added =
                self.actions.add_outside_lecture(&mine, row.id, &lecture, &self.once()).await?;
            let verify = Values::default().with(Field::Decision, "verify");
            self.actions.decide_outside_lecture(&office, added, &verify).await?;
        }
        Ok(())
    }

    /// Opens a year, if anybody has a term in it; gives for how many.
    async fn open(&self, call: &Call, year: AssessmentYear) -> Result<usize, ActionError> {
        match self.actions.open_assessments(call, year).await {
            Err(ActionError::Invalid(_)) => Ok(0),
            opened => opened,
        }
    }

    /// Terms of a year that is over, where those of the rosters do not reach so far.
    async fn give_terms(&self, cast: &Cast, year: AssessmentYear) -> Result<(), ActionError> {
        let mut lecturers = self.store.read().await?.list_lecturers().await?;
        lecturers.retain(|person| {
            !cast.lecturers.iter().any(|one| one.person == person.id)
                && !cast.panel.contains(&person.id)
        });
        lecturers.dedup_by_key(|person| person.id);
        let mut tx = self.store.begin().await?;
        for person in lecturers.iter().take(TERMS) {
            let (from, until) = (year.first(), year.last());
            tx.set_appointment(person.id, from, until, AppointmentState::Active).await?;
        }
        Ok(tx.commit_unlogged().await?)
    }

    async fn report_year(
        &self,
        call: &Call,
        row: &AssessmentRow,
        text: &str,
    ) -> Result<(), ActionError> {
        let report = Values::default().with(Field::SelfReport, text);
        self.actions.report_assessment(call, row.id, &report, Revision::NEWEST).await
    }

    /// The assessments of a year that are open.
    async fn assessed(&self, year: AssessmentYear) -> Result<Vec<AssessmentRow>, ActionError> {
        let mut conn = self.store.read().await?;
        let mut rows = conn.list_assessments_of_corps(year, &Reach::Everything).await?;
        rows.retain(|row| row.state == AssessmentState::Open);
        rows.sort_by_key(|row| row.id);
        Ok(rows)
    }
}

fn noon() -> NaiveTime {
    NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default()
}

/// The same call on another day.
fn on(call: &Call, day: NaiveDate) -> Call {
    at(call, to_utc(day, NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default()))
}

/// A call by whose assessment it is.
fn own(call: &Call, row: &AssessmentRow) -> Call {
    let roles = [(Role::Lecturer, Scope::Everything)];
    let person: PersonId = row.person_id;
    acting(call, &actor(person, &row.name, grants(&roles, granted_on(call))))
}
