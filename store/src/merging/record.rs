//! What the chain says about what a merging changes.

use domain::{id::MergingId, record::Kind};

use crate::{ChainLine, Conn, StoreError, statement::sql};

/// Records that the chain may fix and that name a person of a row that was moved or closed.
const AFFECTED: &str = "\
    SELECT 'course_version' AS kind, key_1 AS id FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'course_version' \
    UNION SELECT 'hour_claim', key_1 FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'hour_claim' \
    UNION SELECT 'hour_verification', key_1 FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'hour_claim' \
    UNION SELECT 'hour_verification', h.source_id FROM merging_row m \
        JOIN credit_hour h ON h.id = m.key_1 AND h.source = 'hour_claim' \
        WHERE m.merging_id = $1 AND m.table_name = 'credit_hour' \
    UNION SELECT 'attendance', h.source_id FROM merging_row m \
        JOIN credit_hour h ON h.id = m.key_1 AND h.source = 'training_event' \
        WHERE m.merging_id = $1 AND m.table_name = 'credit_hour' \
    UNION SELECT 'attendance', n.event_id FROM merging_row m JOIN enrolment n ON n.id = m.key_1 \
        WHERE m.merging_id = $1 AND m.table_name = 'enrolment' \
    UNION SELECT 'annual_assessment', key_1 FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'annual_assessment' \
    UNION SELECT 'score_sheet', key_1 FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'score_sheet' \
    UNION SELECT 'grant', key_1 FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'role_grant' \
    UNION SELECT 'nomination_check', key_1 FROM merging_row \
        WHERE merging_id = $1 AND table_name = 'nomination' \
    UNION SELECT 'tie_decision', t.category_id FROM merging_row m \
        JOIN tie_decision t ON t.id = m.key_1 \
        WHERE m.merging_id = $1 AND m.table_name = 'tie_decision' \
    UNION SELECT k.kind, n.cycle_id FROM merging_row m JOIN nomination n ON n.id = m.key_1 \
        CROSS JOIN (SELECT 'proposal' AS kind UNION SELECT 'award' UNION SELECT 'result_package') k \
        WHERE m.merging_id = $1 AND m.table_name = 'nomination' \
    UNION SELECT 'result_package', n.cycle_id FROM merging_row m \
        JOIN score_sheet s ON s.id = m.key_1 JOIN nomination n ON n.id = s.nomination_id \
        WHERE m.merging_id = $1 AND m.table_name = 'score_sheet' \
    UNION SELECT k.kind, m.key_1 FROM merging_row m \
        CROSS JOIN (SELECT 'award_rules' AS kind UNION SELECT 'result_package') k \
        WHERE m.merging_id = $1 AND m.table_name = 'judge' \
    UNION SELECT k.kind, m.key_1 FROM merging_row m \
        CROSS JOIN (SELECT 'confirmation' AS kind UNION SELECT 'award' \
            UNION SELECT 'result_package') k \
        WHERE m.merging_id = $1 AND m.table_name = 'award_cycle'";
const FIXING: &str = "SELECT seq, verb, thing, thing_id, record, hash FROM audit \
    WHERE record IS NOT NULL OR verb IN ('send_back', 'return', 'dispute', 'reopen') ORDER BY seq";

impl Conn {
    /// The records of which the chain may say something and that a merging changes.
    pub async fn list_merged_records(
        &mut self,
        merging: MergingId,
    ) -> Result<Vec<(Kind, i64)>, StoreError> {
        self.all(sql(AFFECTED).bind(merging)).await
    }

    /// The lines of the chain that fix a record, or free one, in order.
    pub async fn list_fixing_lines(&mut self) -> Result<Vec<ChainLine>, StoreError> {
        self.all(sql(FIXING)).await
    }
}
