//! A decided award with many winners, for measuring how long their certificates take.

use domain::{
    assessment_year::AssessmentYear, award_cycle::CategoryRules, quota::Quota,
    roster::AwardCategory,
};
use store::{
    Tx,
    bench::{Cell, add_rows, next_key, settle},
};

use super::{Load, Rows, Volume, award::write, name_of};
use crate::Demo;
use actions::{ActionError, Call};

impl Demo {
    /// A city, and in it a decided award whose so many winners have no certificates yet. Gives its key.
    pub async fn load_winners(&self, call: &Call, n: i64) -> Result<i64, ActionError> {
        self.load_volume(call, Volume::City).await?;
        let mut tx = self.store.begin().await?;
        let load = Load {
            figures: Volume::City.figures(),
            today: call.today(),
            now: call.now,
            regions: vec![],
        };
        let cycle = load.winners(&mut tx, n).await?;
        settle(&mut tx, &["award_cycle", "award_category", "nomination"]).await?;
        let entry = call.entry("load", "volume", &[]);
        tx.commit(entry, &self.entropy.token()).await?;
        Ok(cycle)
    }
}

impl Load {
    async fn winners(&self, tx: &mut Tx, n: i64) -> Result<i64, ActionError> {
        let AssessmentYear(year) = AssessmentYear::of(self.today);
        let id = next_key(tx, "award_cycle").await?;
        let category = next_key(tx, "award_category").await?;
        let first = next_key(tx, "nomination").await?;
        let title = format!("{year}年度优秀科技辅导员推优");
        let cycle = row![
            id,
            title.as_str(),
            i64::from(year),
            "decided",
            "internal",
            "",
            "市科协科普部",
            "嘉科协〔2026〕9号",
            1,
            1,
            Cell::At(self.now),
            1,
            Cell::At(self.now),
        ];
        let columns = "id, title, year, state, legal_basis, approval_no, contact, document_no, \
            revision, confirmed_by, created_at, decided_by, decided_at";
        add_rows(tx, "award_cycle", columns, &[cycle]).await?;
        let CategoryRules { criteria, .. } = CategoryRules::default_of(AwardCategory::Tutor);
        let rules = (write(&criteria)?, write(&Quota::Open { seats: 50 })?);
        let tutor = AwardCategory::Tutor.as_str();
        let row = row![category, id, tutor, rules.0.as_str(), rules.1.as_str(), 1];
        let columns = "id, cycle_id, category, criteria, quota, revision";
        add_rows(tx, "award_category", columns, &[row]).await?;
        let mut rows = Rows::new();
        for at in 0..n {
            let name = name_of(at);
            rows.push(row![
                first + at,
                id,
                category,
                name.as_str(),
                "",
                format!("示范学校{at}").as_str(),
                "教师",
                "高级教师",
                5,
                "组织学生科技活动，带出多支获奖队伍。",
                "",
                3 + at % 8,
                "",
                "awarded",
                "",
                "",
                1,
            ]);
        }
        let columns = "id, cycle_id, category_id, name, ethnic_group, workplace, post, title, \
            years, deeds, earlier_awards, unit_id, note, state, figures, reason, revision";
        add_rows(tx, "nomination", columns, &rows).await?;
        Ok(id)
    }
}
