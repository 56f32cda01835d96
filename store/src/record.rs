//! The rows behind records that can be checked, many at once by their keys and each in the form of
//! its type in `domain`. A key without a row is left out.

use chrono::NaiveDate;
use domain::{
    annual_assessment::AssessmentRecord,
    audience::{SchoolStage, TargetGroup},
    award_cycle::{CategoryRecord, CycleRecord, NomineeRecord, StageRecord, TieRecord},
    course::VersionRecord,
    credit_hour::{CreditSource, Credited},
    hour_claim::{ClaimRecord, VerificationRecord},
    nomination::CheckRecord,
    review_sheet::ReviewSheetRecord,
    role::Grant,
    score_sheet::SheetRecord,
    training_event::{PlaceRecord, PresenceRecord, TrainingRecord},
    trial_lecture::VerdictRecord,
};

use crate::{
    Conn, StoreError,
    grant::GrantRow,
    row::{Columns, Decoded, decoded},
    statement::sql,
};

decoded! {
    VersionRecord: id, course_id, lecturer_id, version_no, title, summary, field_id, minutes,
    max_audience, equipment, outline, sources, slides_sha256, owns_rights, no_advertising
}
decoded! {
    ClaimRecord: id, person_id, title, organiser, kind, participation, minutes, topic, first_day,
    last_day, half_days, claimed, report, proof_sha256
}
decoded! {
    VerificationRecord: id, person_id, confirmer_id, verifier_id, decider_id, accepted
}
decoded! {
    Credited: id, person_id, held_on, spans, earned, source_id, round, kind, title, organiser,
    verifier_id, reverses_id
}
decoded! { TrainingRecord: id, title, kind, organiser, starts_on, ends_on }
decoded! { PlaceRecord: id, event_id, person_id, state }
decoded! { PresenceRecord: event_id, enrolment_id, held_on, half_day }
decoded! { SheetRecord: id, nomination_id, person_id, seat_no, scores, comment, state, stage }
decoded! {
    ReviewSheetRecord: id, booking_id, person_id, seat_no, scores, notes, strength, suggestion,
    veto, state
}
decoded! {
    AssessmentRecord: id, person_id, year, counted, minimum, points, veto, grade, decider_id,
    document_no
}
decoded! { VerdictRecord: id, version_id, session_id, rubric, proposed, verdict }
decoded! { CheckRecord: id, category_id, unit_id, state, figures, checked_by }
decoded! { TieRecord: id, category_id, decision, person_id }
decoded! {
    CycleRecord: id, title, year, legal_basis, approval_no, notice_order, organiser, confirmed_by,
    notice_from, notice_until, decided_by, document_no, final_kind,
    most_sheets
}
decoded! { StageRecord: cycle_id, stage, n_days, announced_until }
decoded! { CategoryRecord: id, cycle_id, category, criteria, quota, added_seats, seat_passing, most_nominations, ties_off_line, most_apart, levels }
decoded! {
    NomineeRecord: id, cycle_id, category_id, person_id, name, is_selected, is_deviation, level_no,
    is_awarded
}

/// A grant with its key and whose it is.
struct KeyedGrant(i64, i64, GrantRow);

impl Decoded for KeyedGrant {
    const COLUMNS: &'static [&'static str] =
        &["id", "person_id", "role", "region_id", "organisation_id", "starts_on", "ends_on"];

    fn decode(columns: &mut Columns<'_>) -> Result<Self, StoreError> {
        Ok(Self(columns.next()?, columns.next()?, GrantRow::decode(columns)?))
    }
}

const VERSIONS: &str = "SELECT v.id, v.course_id, v.lecturer_id, v.version_no, v.title, v.summary, \
    v.field_id, v.minutes, v.max_audience, v.equipment, v.outline, v.sources, \
    u.sha256 AS slides_sha256, v.owns_rights, v.no_advertising FROM course_version v \
    LEFT JOIN upload u ON u.id = v.slides_id WHERE v.id IN ";
const STAGES: &str = "SELECT version_id, stage FROM course_version_stage WHERE version_id IN ";
const GROUPS: &str =
    "SELECT version_id, target_group FROM course_version_group WHERE version_id IN ";
const ASSESSMENTS: &str = "SELECT id, person_id, year, counted, minimum, total AS points, veto, grade, \
    decider_id, document_no FROM annual_assessment WHERE state = 'final' AND id IN ";
const CLAIMS: &str = "SELECT id, person_id, title, organiser, kind, participation, minutes, topic, \
    first_day, last_day, half_days, claimed, report, proof_sha256 FROM hour_claim WHERE id IN ";
const VERIFICATIONS: &str = "SELECT id, person_id, confirmer_id, verifier_id, decider_id, accepted \
    FROM hour_claim WHERE id IN ";
const CREDITS: &str = "SELECT id, person_id, held_on, spans, earned, source_id, round, kind, title, \
    organiser, verifier_id, reverses_id FROM credit_hour WHERE source = ";
const TRAININGS: &str = "SELECT id, title, kind, organiser, starts_on, ends_on \
    FROM training_event WHERE id IN ";
const PLACES: &str = "SELECT id, event_id, person_id, state FROM enrolment \
    WHERE state IN ('attended', 'partial', 'absent') AND event_id IN ";
const PRESENCES: &str = "SELECT h.event_id, t.enrolment_id, h.held_on, h.half_day \
    FROM attendance t JOIN training_half_day h ON h.id = t.half_day_id WHERE h.event_id IN ";
const SHEETS: &str = "SELECT id, nomination_id, person_id, seat_no, scores, comment, state, stage \
    FROM score_sheet WHERE id IN ";
const REVIEW_SHEETS: &str = "SELECT id, booking_id, person_id, seat_no, scores, notes, strength, \
    suggestion, veto, state FROM review_sheet WHERE id IN ";
const VERDICTS: &str = "SELECT booking_id AS id, version_id, session_id, rubric, proposed, verdict \
    FROM trial_lecture WHERE booking_id IN ";
const VERDICT_SHEETS: &str = "SELECT booking_id, seat_no, scores FROM review_sheet \
    WHERE state = 'submitted' AND booking_id IN ";
const VERDICT_CHANGES: &str = "SELECT booking_id, text FROM required_change WHERE booking_id IN ";
const GRANTS: &str = "SELECT id, person_id, role, region_id, organisation_id, starts_on, ends_on \
    FROM role_grant WHERE id IN ";
const CHECKS: &str = "SELECT id, category_id, unit_id, state, figures, checked_by \
    FROM nomination WHERE id IN ";
const TIES: &str = "SELECT id, category_id, decision, person_id FROM tie_decision \
    WHERE category_id IN ";
const CYCLES: &str = "SELECT id, title, year, legal_basis, approval_no, notice_order, organiser, \
    confirmed_by, notice_from, notice_until, decided_by, document_no, final_kind, most_sheets \
    FROM award_cycle WHERE id IN ";
const HASHED_RULES: &str = "SELECT id, hashed_rules, rules_version, rules_day FROM award_cycle \
    WHERE hashed_rules <> '' AND id IN ";
const CATEGORIES: &str = "SELECT id, cycle_id, category, criteria, quota, added_seats, seat_passing, \
    most_nominations, ties_off_line, most_apart, levels FROM award_category WHERE cycle_id IN ";
const AWARD_STAGES: &str = "SELECT cycle_id, stage, n_days, announced_until FROM award_stage \
    WHERE cycle_id IN ";
const JUDGES: &str = "SELECT cycle_id, seat_no, person_id FROM judge WHERE cycle_id IN ";
const NOMINEES: &str = "SELECT n.id, n.cycle_id, n.category_id, n.person_id, n.name, \
    p.is_selected, p.is_deviation, p.level_no, n.state = 'awarded' AS is_awarded FROM nomination n \
    LEFT JOIN award_proposal p ON p.nomination_id = n.id WHERE n.cycle_id IN ";

/// A reader of many rows by the keys of what they belong to.
macro_rules! by_keys {
    ($($(#[$doc:meta])* $name:ident: $text:ident $order:literal -> $row:ty),+ $(,)?) => {
        impl Conn {$(
            $(#[$doc])*
            pub async fn $name(&mut self, keys: &[i64]) -> Result<Vec<$row>, StoreError> {
                self.all(sql($text).list(keys).push($order).unkept()).await
            }
        )+}
    };
}

by_keys! {
    /// Course versions.
    course_records: VERSIONS " ORDER BY v.id" -> VersionRecord,
    /// School stages, with their versions.
    stages_of_versions: STAGES "" -> (i64, SchoolStage),
    /// Target groups, with their versions.
    groups_of_versions: GROUPS "" -> (i64, TargetGroup),
    /// Claims as they were handed in.
    claim_records: CLAIMS " ORDER BY id" -> ClaimRecord,
    /// Claims as they were decided.
    verification_records: VERIFICATIONS " ORDER BY id" -> VerificationRecord,
    /// Trainings.
    training_records: TRAININGS " ORDER BY id" -> TrainingRecord,
    /// How the places of trainings ended.
    place_records: PLACES " ORDER BY id" -> PlaceRecord,
    /// Who was there when, of trainings.
    presence_records: PRESENCES
        " ORDER BY t.enrolment_id, h.held_on, h.id" -> PresenceRecord,
    /// Score sheets.
    sheet_records: SHEETS " ORDER BY id" -> SheetRecord,
    /// Sheets of panelists.
    review_sheet_records: REVIEW_SHEETS " ORDER BY id" -> ReviewSheetRecord,
    /// Verdicts.
    verdict_records: VERDICTS " ORDER BY booking_id" -> VerdictRecord,
    /// Lecture, seat and scores of the sheets that a verdict rests on.
    sheets_of_verdicts: VERDICT_SHEETS " ORDER BY booking_id, seat_no" -> (i64, i64, String),
    /// Lecture and text of the changes that a verdict requires.
    changes_of_verdicts: VERDICT_CHANGES " ORDER BY booking_id, change_no" -> (i64, String),
    /// Assessments as they were decided.
    assessment_records: ASSESSMENTS " ORDER BY id" -> AssessmentRecord,
    /// Checks of nominations.
    check_records: CHECKS " ORDER BY id" -> CheckRecord,
    /// Decisions about ties, of categories.
    tie_records: TIES " ORDER BY id" -> TieRecord,
    /// Stages of cycles.
    stage_records: AWARD_STAGES " ORDER BY cycle_id, sort_order" -> StageRecord,
    /// Heads of cycles.
    cycle_records: CYCLES " ORDER BY id" -> CycleRecord,
    /// Of cycles with whose announcement numbers were hashed: the codes of these rules, with version and
    /// day of the rulebook.
    hashed_rules_of_cycles: HASHED_RULES " ORDER BY id" -> (i64, String, i64, NaiveDate),
    /// The categories of cycles.
    category_records: CATEGORIES " ORDER BY id" -> CategoryRecord,
    /// Cycle, seat and person of the judges of cycles.
    judges_of_cycles: JUDGES " ORDER BY cycle_id, seat_no" -> (i64, i64, i64),
    /// The nominees of cycles.
    nominee_records: NOMINEES " ORDER BY n.id" -> NomineeRecord,
}

impl Conn {
    /// Grants, each with its key and whose it is.
    pub async fn list_grant_records(
        &mut self,
        keys: &[i64],
    ) -> Result<Vec<(i64, i64, Grant)>, StoreError> {
        let rows: Vec<KeyedGrant> =
            self.all(sql(GRANTS).list(keys).push(" ORDER BY id").unkept()).await?;
        Ok(rows.into_iter().map(|KeyedGrant(id, person, row)| (id, person, row.into())).collect())
    }

    /// The rows of the ledger that come from these, by their keys.
    pub async fn list_credit_records(
        &mut self,
        source: CreditSource,
        keys: &[i64],
    ) -> Result<Vec<Credited>, StoreError> {
        let statement = sql(CREDITS).value(source).push(" AND source_id IN ").list(keys);
        self.all(statement.push(" ORDER BY id").unkept()).await
    }
}
