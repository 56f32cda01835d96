//! Papers and contest results of the demonstration: one that waits, one that is confirmed, one that came
//! back.

use chrono::Days;
use domain::{
    evidence::EvidenceKind,
    form::{Field, Revision, Values},
    id::EvidenceId,
    role::Actor,
};

use crate::{Demo, acting, cast::Cast, paper};
use actions::{ActionError, Call, Incoming};

impl Demo {
    /// A tutor's, which the unit's officer confirms, and a lecturer's.
    pub(super) async fn tell_evidence(
        &self,
        call: &Call,
        cast: &Cast,
        (tutor, officer): (&Actor, &Actor),
    ) -> Result<(), ActionError> {
        let officer = acting(call, officer);
        let contest = EvidenceKind::PupilContest;
        let won = self.demo_evidence(call, tutor, (contest, "自制潮汐演示仪", "一等奖")).await?;
        self.actions.confirm_evidence(&officer, won, Revision::NEWEST).await?;
        let text = (EvidenceKind::Paper, "小学科学课中的长周期观察", "");
        self.demo_evidence(call, tutor, text).await?;
        if let Some(lecturer) = cast.lecturers.first() {
            let text = (EvidenceKind::Publication, "身边的潮汐（科普读物）", "");
            let returned = self.demo_evidence(call, lecturer, text).await?;
            let why = Values::default().with(Field::Reason, "请补充版权页，看不出出版单位");
            let office = acting(call, &cast.office);
            let newest = Revision::NEWEST;
            self.actions.send_evidence_back(&office, returned, &why, newest).await?;
            let own = (EvidenceKind::OwnContest, "科普讲解大赛", "优秀奖");
            self.demo_evidence(call, lecturer, own).await?;
        }
        Ok(())
    }

    async fn demo_evidence(
        &self,
        call: &Call,
        whose: &Actor,
        (kind, title, prize): (EvidenceKind, &str, &str),
    ) -> Result<EvidenceId, ActionError> {
        let own = acting(call, whose);
        let file = Incoming { name: format!("{title}.pdf"), bytes: paper(title) };
        let proof = self.actions.store_evidence_proof(&own, file).await?;
        let is_contest = !prize.is_empty();
        let values = Values::default()
            .with(Field::EvidenceKind, kind.as_str())
            .with(Field::EvidenceTitle, title)
            .with(Field::EvidenceVenue, if is_contest { "示范科技竞赛" } else { "示范教育研究" })
            .with(Field::EvidenceOn, (call.today() - Days::new(120)).to_string())
            .with(Field::EvidenceLevel, "province")
            .with(Field::EvidencePrize, prize)
            .with(
                Field::EvidencePart,
                if kind == EvidenceKind::PupilContest { "guide" } else { "author" },
            )
            .with(Field::ProofToken, proof.token);
        self.actions.add_evidence(&own, whose.person, &values, &self.once()).await
    }
}
