//! What is told of a result: what judges have written about a nominee, and whose nominations somebody
//! has.

use domain::{
    id::{AwardCategoryId, AwardCycleId, NominationId, PersonId},
    roster::AwardCategory,
    score_sheet::Stage,
};

use crate::{
    Conn, StoreError,
    certificate::IS_REVOKED,
    consent::IS_WITHHELD,
    row::decoded,
    statement::{sql, text},
};

/// What a winner has done, as it may be published: these fields and no others (`LAW-08`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeedsRow {
    /// Which category.
    pub category: AwardCategory,
    /// Name as consented.
    pub name: String,
    /// Workplace.
    pub workplace: String,
    /// Nominated by.
    pub unit_name: String,
    /// The deeds.
    pub deeds: String,
}

/// What a judge has written about a nominee on a sheet that counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommentRow {
    /// The nomination.
    pub nomination_id: NominationId,
    /// In which stage.
    pub stage: Stage,
    /// The judge's seat.
    pub seat_no: i64,
    /// In words.
    pub comment: String,
}

decoded! { CommentRow: nomination_id, stage, seat_no, comment }

decoded! { DeedsRow: category, name, workplace, unit_name, deeds }

// In the order of the texts: that of the seats would tell who has written which.
const COMMENTS: &str = "SELECT s.comment FROM score_sheet s \
    WHERE s.nomination_id = $1 AND s.state = 'submitted' AND s.comment <> '' ORDER BY s.comment";
const CATEGORY_COMMENTS: &str = "SELECT s.nomination_id, s.stage, s.seat_no, s.comment \
    FROM score_sheet s JOIN nomination n ON n.id = s.nomination_id \
    WHERE n.category_id = $1 AND s.state = 'submitted' AND s.comment <> '' \
    ORDER BY s.nomination_id, s.stage DESC, s.seat_no";
// Only whoever has said yes to being published, and has not taken that back anywhere.
const DEEDS: &str = text![
    "SELECT k.category, n.name, n.workplace, u.name AS unit_name, n.deeds FROM nomination n \
    JOIN award_category k ON k.id = n.category_id JOIN organisation u ON u.id = n.unit_id \
    JOIN nomination_consent x ON x.nomination_id = n.id AND x.publication \
    WHERE n.cycle_id = $1 AND n.state = 'awarded' AND n.deeds <> '' \
    AND NOT ",
    IS_REVOKED,
    " AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = n.person_id AND ",
    IS_WITHHELD,
    ") ORDER BY k.id, u.sort_order, n.name, n.id"
];
const WINS: &str = text![
    "SELECT COUNT(*) FROM nomination n \
    JOIN award_cycle c ON c.id = n.cycle_id JOIN award_category k ON k.id = n.category_id \
    WHERE n.person_id = $1 AND k.category = $2 AND n.state = 'awarded' \
    AND NOT ",
    IS_REVOKED,
    " AND c.year >= $3 AND c.year < $4"
];
const OWN: &str = "SELECT n.id FROM nomination n JOIN award_cycle c ON c.id = n.cycle_id \
    WHERE n.person_id = $1 AND c.state IN ('decided', 'archived') \
    AND n.state IN ('proposed', 'not_proposed', 'removed', 'awarded', 'not_awarded') \
    ORDER BY c.year DESC, n.id DESC";

impl Conn {
    /// What judges have written about a nominee on sheets that count, in no order of theirs.
    pub async fn list_sheet_comments(
        &mut self,
        nomination: NominationId,
    ) -> Result<Vec<String>, StoreError> {
        self.all(sql(COMMENTS).bind(nomination)).await
    }

    /// What judges have written about the nominees of a category on sheets that count, by seat: for
    /// offices alone.
    pub async fn list_category_comments(
        &mut self,
        category: AwardCategoryId,
    ) -> Result<Vec<CommentRow>, StoreError> {
        self.all(sql(CATEGORY_COMMENTS).bind(category)).await
    }

    /// How often somebody has won in a category, from one year until before another one.
    pub async fn count_wins(
        &mut self,
        person: PersonId,
        category: AwardCategory,
        (from, before): (i64, i64),
    ) -> Result<i64, StoreError> {
        self.only(sql(WINS).bind(person).bind(category).bind(from).bind(before)).await
    }

    /// What the winners of a cycle have done, of those who have agreed that it is published.
    pub async fn list_public_deeds(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<DeedsRow>, StoreError> {
        self.all(sql(DEEDS).bind(cycle)).await
    }

    /// Nominations of a person that were judged and decided about, the newest year first.
    pub async fn list_judged_nominations(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<NominationId>, StoreError> {
        self.all(sql(OWN).bind(person)).await
    }
}
