//! Certificates, training records and service statements, their numbers, and what stands on them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    award_cycle::{Level, level_name},
    certificate::{CertificateKind, CertificateState, Issuer, Recovery, RevocationGround},
    id::{
        AwardCycleId, CertificateId, CreditHourId, DeliveryId, NominationId, OrganisationId,
        PersonId,
    },
    roster::AwardCategory,
};

use crate::{
    Conn, Reach, StoreError, Tx,
    consent::IS_WITHHELD,
    row::decoded,
    statement::{bound, sql, text},
};

/// A paper as whoever keeps, holds or takes it sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// Key.
    pub id: CertificateId,
    /// What it is.
    pub kind: CertificateKind,
    /// The category of the award.
    pub category: Option<AwardCategory>,
    /// The year of its series: of the award, or in which it was issued.
    pub year: i64,
    /// Its number.
    pub number: String,
    /// The token of its public page.
    pub token: String,
    /// The nomination.
    pub nomination_id: Option<NominationId>,
    /// The cycle.
    pub cycle_id: Option<AwardCycleId>,
    /// The nominating unit.
    pub unit_id: Option<OrganisationId>,
    /// Its name.
    pub unit_name: Option<String>,
    /// Whose it is, if the person is on file.
    pub person_id: Option<PersonId>,
    /// The printed name.
    pub name: String,
    /// The title of the award; empty for records and statements.
    pub title: String,
    /// Who issues.
    pub issuer: String,
    /// Who is in charge there.
    pub in_charge: String,
    /// How to reach the issuer.
    pub contact: String,
    /// The first day of the period.
    pub first_day: Option<NaiveDate>,
    /// The last day of the period.
    pub last_day: Option<NaiveDate>,
    /// Hours in all, in hundredths.
    pub amount: Option<i64>,
    /// Trainings or lectures in all.
    pub n_rows: Option<i64>,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// The number of the paper that it stands for.
    pub replaces: Option<String>,
    /// The paper that stands for it.
    pub replaced_by: Option<CertificateId>,
    /// SHA-256 of its PDF, once it is set.
    pub sha256: Option<String>,
    /// Why its PDF cannot be set: the characters that no font has.
    pub problem: String,
    /// Where it stands: superseded also, as soon as a row that stands on it is corrected.
    pub state: CertificateState,
    /// Since when it does not hold.
    pub ended_on: Option<NaiveDate>,
    /// Who has revoked or corrected it.
    pub ender_name: Option<String>,
    /// Why it was revoked.
    pub ground: Option<RevocationGround>,
    /// The same in words, or why it was corrected.
    pub reason: String,
    /// By which document.
    pub document_no: String,
    /// What has become of the paper.
    pub paper_recovery: Recovery,
    /// What has become of the prize.
    pub prize_recovery: Recovery,
    /// Counts the changes.
    pub revision: i64,
}

decoded! {
    CertificateRow: id, kind, category, year, number, token, nomination_id, cycle_id, unit_id,
    unit_name, person_id, name, title, issuer, in_charge, contact, first_day, last_day, amount,
    n_rows, issued_on, replaces, replaced_by, sha256, problem, state, ended_on, ender_name, ground,
    reason, document_no, paper_recovery, prize_recovery, revision
}

/// What anybody sees of a paper: these fields and no others (`LAW-08`, `CER-03`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedRow {
    /// What it is.
    pub kind: CertificateKind,
    /// The category of the award.
    pub category: Option<AwardCategory>,
    /// The title of the award; empty for records and statements.
    pub title: String,
    /// Its year.
    pub year: i64,
    /// Its number.
    pub number: String,
    /// The token of its public page.
    pub token: String,
    /// The printed name; empty where the person does not want it published.
    pub shown_name: String,
    /// The printed name, to be compared with what is typed, and never shown.
    pub name: String,
    /// Who issues.
    pub issuer: String,
    /// The first day of the period.
    pub first_day: Option<NaiveDate>,
    /// The last day of the period.
    pub last_day: Option<NaiveDate>,
    /// Hours in all, in hundredths.
    pub amount: Option<i64>,
    /// Trainings or lectures in all.
    pub n_rows: Option<i64>,
    /// When it was issued.
    pub issued_on: NaiveDate,
    /// SHA-256 of its PDF.
    pub sha256: Option<String>,
    /// Where it stands.
    pub state: CertificateState,
    /// Since when it does not hold.
    pub ended_on: Option<NaiveDate>,
}

decoded! {
    VerifiedRow: kind, category, title, year, number, token, shown_name, name, issuer, first_day,
    last_day, amount, n_rows, issued_on, sha256, state, ended_on
}

/// An awarded nominee who has no certificate yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AwardedRow {
    /// The nomination.
    pub nomination_id: NominationId,
    /// Who, if on file.
    pub person_id: Option<PersonId>,
    /// The nominating unit.
    pub unit_id: OrganisationId,
    /// The category.
    pub category: AwardCategory,
    /// The name.
    pub name: String,
    /// The levels of the category, from the highest on.
    pub levels: Vec<Level>,
    /// Which of them the nominee has, from 0; none of a substitute, and where there are none.
    pub level_no: Option<i64>,
}

decoded! { AwardedRow: nomination_id, person_id, unit_id, category, name, levels, level_no }

impl AwardedRow {
    /// What the level of the nominee is called; none where the category has no levels.
    pub fn level(&self) -> Option<&str> {
        level_name(&self.levels, self.level_no)
    }
}

/// A line that stands on a record or statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateLine {
    /// When it began: of a credit the beginning of its day.
    pub held_on: NaiveDate,
    /// Minutes of a lecture, or hundredths of an hour that were earned.
    pub amount: i64,
    /// What it was.
    pub title: String,
    /// Who held it, or for whom.
    pub place: String,
}

decoded! { CertificateLine: held_on, amount, title, place }

/// Who issues, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerRow {
    /// The association.
    pub name: String,
    /// Who is in charge.
    pub in_charge: String,
    /// How to reach it.
    pub contact: String,
    /// How certificates are numbered.
    pub pattern: String,
    /// Counts the changes.
    pub revision: i64,
}

decoded! { IssuerRow: name, in_charge, contact, pattern, revision }

/// A paper to be issued.
#[derive(Clone, Debug)]
pub struct NewCertificate<'a> {
    /// What it is.
    pub kind: CertificateKind,
    /// The class of its series: the code of the category, or empty.
    pub class: &'a str,
    /// The year of its series.
    pub year: i64,
    /// Its place in the series.
    pub series_no: i64,
    /// Its number.
    pub number: &'a str,
    /// The number as it is looked up.
    pub number_key: &'a str,
    /// The token of its public page.
    pub token: &'a str,
    /// The nomination.
    pub nomination_id: Option<NominationId>,
    /// Whose it is.
    pub person_id: Option<PersonId>,
    /// The printed name.
    pub name: &'a str,
    /// The title of the award.
    pub title: &'a str,
    /// Who issues.
    pub issuer: &'a Issuer,
    /// The period.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Hours in all, in hundredths, and of how many rows.
    pub sum: Option<(i64, i64)>,
    /// When.
    pub issued_on: NaiveDate,
    /// By whom.
    pub issuer_id: PersonId,
    /// The paper that it stands for.
    pub replaces_id: Option<CertificateId>,
}

/// The honour of a nomination `n` is revoked, and was not given back since.
pub(crate) const IS_REVOKED: &str = "(EXISTS (SELECT 1 FROM certificate t \
    WHERE t.nomination_id = n.id AND t.state = 'revoked') AND NOT EXISTS (SELECT 1 \
    FROM certificate t WHERE t.nomination_id = n.id AND t.state = 'valid'))";

/// A row that stands on a paper was taken back, or says something else now.
const IS_CORRECTED: &str = "(EXISTS (SELECT 1 FROM certificate_credit x JOIN credit_hour h \
    ON h.reverses_id = x.credit_hour_id WHERE x.certificate_id = c.id) \
    OR EXISTS (SELECT 1 FROM certificate_delivery y JOIN delivery d ON d.id = y.delivery_id \
    WHERE y.certificate_id = c.id AND (d.state <> 'verified' OR d.began_at <> y.began_at \
    OR d.ended_at <> y.ended_at)))";
const STATE: &str = text![
    "CASE WHEN c.state = 'valid' AND c.kind <> 'award' AND ",
    IS_CORRECTED,
    " THEN 'superseded' ELSE c.state END AS state, "
];
const COLUMNS: &str = text![
    "SELECT c.id, c.kind, k.category, c.year, c.number, c.token, c.nomination_id, n.cycle_id, \
    n.unit_id, u.name AS unit_name, c.person_id, c.name, c.title, c.issuer, c.in_charge, c.contact, \
    c.first_day, c.last_day, c.amount, c.n_rows, c.issued_on, b.number AS replaces, \
    a.id AS replaced_by, c.sha256, c.problem, ",
    STATE,
    "c.ended_on, e.name AS ender_name, c.ground, c.reason, c.document_no, c.paper_recovery, \
    c.prize_recovery, c.revision FROM certificate c \
    LEFT JOIN nomination n ON n.id = c.nomination_id \
    LEFT JOIN award_category k ON k.id = n.category_id \
    LEFT JOIN organisation u ON u.id = n.unit_id LEFT JOIN person e ON e.id = c.ender_id \
    LEFT JOIN certificate b ON b.id = c.replaces_id LEFT JOIN certificate a ON a.replaces_id = c.id "
];
const FIND: &str = text![COLUMNS, "WHERE c.id = $1"];
const OF_CYCLE: &str = text![COLUMNS, "WHERE n.cycle_id = $1 ORDER BY k.id, c.series_no, c.id"];
const OF_PERSON: &str = text![COLUMNS, "WHERE c.person_id = $1 ORDER BY c.id DESC"];
const OF_UNITS: &str = text![COLUMNS, "WHERE c.kind = 'award'"];
const UNSET: &str =
    text![COLUMNS, "WHERE c.sha256 IS NULL AND c.problem = '' ORDER BY c.id LIMIT $1"];
const CORRECTED: &str = text![
    COLUMNS,
    "WHERE c.state = 'valid' AND c.kind <> 'award' AND ",
    IS_CORRECTED,
    " ORDER BY c.id LIMIT $1"
];
const VERIFIED: &str = text![
    "SELECT c.kind, k.category, c.title, c.year, c.number, c.token, CASE WHEN EXISTS (SELECT 1 \
    FROM person p WHERE p.id = c.person_id AND ",
    IS_WITHHELD,
    ") THEN '' ELSE c.name END AS shown_name, c.name, c.issuer, c.first_day, c.last_day, c.amount, \
    c.n_rows, c.issued_on, c.sha256, ",
    STATE,
    "c.ended_on FROM certificate c LEFT JOIN nomination n ON n.id = c.nomination_id \
    LEFT JOIN award_category k ON k.id = n.category_id "
];
const BY_TOKEN: &str = text![VERIFIED, "WHERE c.token = $1"];
const BY_NUMBER: &str = text![VERIFIED, "WHERE c.number_key = $1"];
const BY_DIGEST: &str = text![VERIFIED, "WHERE c.sha256 = $1"];
const AWARDED: &str = "SELECT n.id AS nomination_id, n.person_id, n.unit_id, k.category, n.name, \
    k.levels, a.level_no FROM nomination n JOIN award_category k ON k.id = n.category_id \
    JOIN organisation u ON u.id = n.unit_id \
    LEFT JOIN award_proposal a ON a.nomination_id = n.id \
    WHERE n.cycle_id = $1 AND n.state = 'awarded' \
    AND NOT EXISTS (SELECT 1 FROM certificate c WHERE c.nomination_id = n.id) \
    ORDER BY k.id, u.sort_order, n.unit_rank IS NULL, n.unit_rank, n.id";
const TO_RECOVER: &str = "SELECT n.cycle_id, COUNT(*) FROM certificate c \
    JOIN nomination n ON n.id = c.nomination_id WHERE c.state = 'revoked' \
    AND (c.paper_recovery IN ('not_asked', 'asked') OR c.prize_recovery IN ('not_asked', 'asked')) \
    GROUP BY n.cycle_id ORDER BY n.cycle_id";
const CREDITS: &str = "SELECT h.held_on, h.earned AS amount, h.title, h.organiser AS place \
    FROM certificate_credit x JOIN credit_hour h ON h.id = x.credit_hour_id \
    WHERE x.certificate_id = $1 ORDER BY h.held_on, h.id";
const DELIVERIES: &str = "SELECT y.began_at, y.ended_at, v.title, q.host_name \
    FROM certificate_delivery y JOIN delivery d ON d.id = y.delivery_id \
    JOIN course_version v ON v.id = d.version_id JOIN lecture_request q ON q.id = d.request_id \
    WHERE y.certificate_id = $1 ORDER BY y.began_at, d.id";
const GIVEN: &str = "SELECT d.id, d.began_at, d.ended_at FROM delivery d \
    WHERE d.lecturer_id = $1 AND d.state = 'verified' AND d.began_at >= $2 AND d.began_at < $3 \
    ORDER BY d.began_at, d.id";
const ISSUER: &str = "SELECT name, in_charge, contact, pattern, revision FROM certificate_issuer";
const SET_ISSUER: &str = "INSERT INTO certificate_issuer \
    (id, name, in_charge, contact, pattern, revision) VALUES (1, $2, $3, $4, $5, 1) \
    ON CONFLICT (id) DO UPDATE SET name = excluded.name, in_charge = excluded.in_charge, \
    contact = excluded.contact, pattern = excluded.pattern, \
    revision = certificate_issuer.revision + 1 WHERE certificate_issuer.revision = $1";
const TAKE: &str = "INSERT INTO certificate_series (kind, class, year, last_no) \
    VALUES ($1, $2, $3, $4) ON CONFLICT (kind, class, year) \
    DO UPDATE SET last_no = certificate_series.last_no + excluded.last_no RETURNING last_no";
const ADD: &str = "INSERT INTO certificate (kind, class, year, series_no, number, number_key, \
    token, nomination_id, person_id, name, title, issuer, in_charge, contact, first_day, last_day, \
    amount, n_rows, issued_on, issuer_id, replaces_id, problem, state, reason, document_no, \
    paper_recovery, prize_recovery, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
    $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, '', 'valid', '', '', 'not_asked', \
    'not_asked', 1) RETURNING id";
const ADD_CREDITS: &str = "INSERT INTO certificate_credit (certificate_id, credit_hour_id) ";
const ADD_DELIVERIES: &str =
    "INSERT INTO certificate_delivery (certificate_id, delivery_id, began_at, ended_at) ";
const SUPERSEDE: &str = "UPDATE certificate SET state = 'superseded', ended_on = $2, \
    ender_id = $3, reason = $4, revision = revision + 1 WHERE id = $1 AND state = 'valid'";
const REVOKE: &str = "UPDATE certificate SET state = 'revoked', ended_on = $2, ender_id = $3, \
    ground = $4, reason = $5, document_no = $6, revision = revision + 1 \
    WHERE id = $1 AND state = 'valid'";
const RECOVER: &str = "UPDATE certificate SET paper_recovery = $3, prize_recovery = $4, \
    revision = revision + 1 WHERE id = $1 AND revision = $2";
const SET: &str = "UPDATE certificate SET sha256 = $2, size = $3 WHERE id = $1 AND sha256 IS NULL";
const SET_PROBLEM: &str = "UPDATE certificate SET problem = $2 WHERE id = $1 AND sha256 IS NULL";

impl Conn {
    /// One paper.
    pub async fn find_certificate(
        &mut self,
        id: CertificateId,
    ) -> Result<Option<CertificateRow>, StoreError> {
        self.one(sql(FIND).bind(id)).await
    }

    /// The papers of a cycle by category and number.
    pub async fn list_certificates(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<CertificateRow>, StoreError> {
        self.all(sql(OF_CYCLE).bind(cycle)).await
    }

    /// The papers of a person, the newest first.
    pub async fn list_certificates_of(
        &mut self,
        person: PersonId,
    ) -> Result<Vec<CertificateRow>, StoreError> {
        self.all(sql(OF_PERSON).bind(person)).await
    }

    /// The certificates of nominees of units within a reach, the newest first.
    pub async fn list_certificates_within(
        &mut self,
        reach: &Reach,
    ) -> Result<Vec<CertificateRow>, StoreError> {
        let found = sql(OF_UNITS).within("u.region_id", "n.unit_id", reach);
        self.all(found.push(" ORDER BY c.id DESC")).await
    }

    /// Cycles with certificates that are revoked while paper or prize is neither back nor lost, and how
    /// many each has.
    pub async fn list_papers_to_recover(&mut self) -> Result<Vec<(AwardCycleId, i64)>, StoreError> {
        self.all(sql(TO_RECOVER)).await
    }

    /// Papers whose PDF is still to be set, the oldest first; at most so many.
    pub async fn list_unset_certificates(
        &mut self,
        limit: i64,
    ) -> Result<Vec<CertificateRow>, StoreError> {
        self.all(sql(UNSET).bind(limit)).await
    }

    /// Records and statements that hold, and on which a row stands that was corrected since; at most
    /// so many.
    pub async fn list_corrected_certificates(
        &mut self,
        limit: i64,
    ) -> Result<Vec<CertificateRow>, StoreError> {
        self.all(sql(CORRECTED).bind(limit)).await
    }

    /// What anybody sees of the paper with this token.
    pub async fn find_verified_by_token(
        &mut self,
        token: &str,
    ) -> Result<Option<VerifiedRow>, StoreError> {
        self.one(sql(BY_TOKEN).bind(token)).await
    }

    /// What anybody sees of the paper with this number, as it is looked up.
    pub async fn find_verified_by_number(
        &mut self,
        number_key: &str,
    ) -> Result<Option<VerifiedRow>, StoreError> {
        self.one(sql(BY_NUMBER).bind(number_key)).await
    }

    /// What anybody sees of the paper whose PDF has this SHA-256.
    pub async fn find_verified_by_digest(
        &mut self,
        sha256: &str,
    ) -> Result<Option<VerifiedRow>, StoreError> {
        self.one(sql(BY_DIGEST).bind(sha256)).await
    }

    /// The awarded nominees of a cycle who never had a certificate, by category and unit.
    pub async fn list_awarded_without_certificate(
        &mut self,
        cycle: AwardCycleId,
    ) -> Result<Vec<AwardedRow>, StoreError> {
        self.all(sql(AWARDED).bind(cycle)).await
    }

    /// The rows of the ledger that stand on a record.
    pub async fn list_certificate_credits(
        &mut self,
        id: CertificateId,
    ) -> Result<Vec<CertificateLine>, StoreError> {
        self.all(sql(CREDITS).bind(id)).await
    }

    /// The lectures that stand on a statement: when they began and ended, title and host.
    pub async fn list_certificate_deliveries(
        &mut self,
        id: CertificateId,
    ) -> Result<Vec<(DateTime<Utc>, DateTime<Utc>, String, String)>, StoreError> {
        self.all(sql(DELIVERIES).bind(id)).await
    }

    /// The verified lectures that somebody has begun to give from an instant to before another one.
    pub async fn list_given_lectures(
        &mut self,
        lecturer: PersonId,
        from: DateTime<Utc>,
        before: DateTime<Utc>,
    ) -> Result<Vec<(DeliveryId, DateTime<Utc>, DateTime<Utc>)>, StoreError> {
        self.all(sql(GIVEN).bind(lecturer).bind(from).bind(before)).await
    }

    /// Who issues, once somebody has written it.
    pub async fn find_certificate_issuer(&mut self) -> Result<Option<IssuerRow>, StoreError> {
        self.one(sql(ISSUER)).await
    }
}

impl Tx {
    /// Writes who issues; `false`: somebody was faster. Revision 0 stands for nothing written yet.
    pub async fn set_certificate_issuer(
        &mut self,
        revision: i64,
        issuer: &Issuer,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET_ISSUER;
            revision, &issuer.name, &issuer.in_charge, &issuer.contact, issuer.pattern.as_str()))
            .await
    }

    /// Takes so many numbers of a series, and gives the last of them. Others who take some wait until
    /// this transaction has ended.
    pub async fn take_certificate_numbers(
        &mut self,
        kind: CertificateKind,
        class: &str,
        year: i64,
        n: i64,
    ) -> Result<i64, StoreError> {
        self.only(bound!(TAKE; kind, class, year, n)).await
    }

    /// Adds a paper that holds; [`StoreError::Conflict`] if its number is taken, or the nominee has a
    /// certificate.
    pub async fn add_certificate(
        &mut self,
        new: &NewCertificate<'_>,
    ) -> Result<CertificateId, StoreError> {
        let n = new;
        let (first_day, last_day) = n.days.unzip();
        let (amount, n_rows) = n.sum.unzip();
        self.only(bound!(ADD;
            n.kind, n.class, n.year, n.series_no, n.number, n.number_key, n.token,
            n.nomination_id, n.person_id, n.name, n.title, &n.issuer.name, &n.issuer.in_charge,
            &n.issuer.contact, first_day, last_day, amount, n_rows, n.issued_on, n.issuer_id,
            n.replaces_id))
            .await
    }

    /// Notes which rows of the ledger stand on a record.
    pub async fn add_certificate_credits(
        &mut self,
        id: CertificateId,
        credits: &[CreditHourId],
    ) -> Result<(), StoreError> {
        let rows = credits.iter().map(|credit| vec![id.into(), credit.into()]);
        self.run_rows(ADD_CREDITS, rows.collect(), "").await
    }

    /// Notes which lectures stand on a statement, and when they were held.
    pub async fn add_certificate_deliveries(
        &mut self,
        id: CertificateId,
        given: &[(DeliveryId, DateTime<Utc>, DateTime<Utc>)],
    ) -> Result<(), StoreError> {
        let rows = given.iter().map(|(delivery, from, until)| {
            vec![id.into(), delivery.into(), (*from).into(), (*until).into()]
        });
        self.run_rows(ADD_DELIVERIES, rows.collect(), "").await
    }

    /// A paper is superseded; `false`: it does not hold any more.
    pub async fn supersede_certificate(
        &mut self,
        id: CertificateId,
        day: NaiveDate,
        by: Option<PersonId>,
        reason: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SUPERSEDE; id, day, by, reason)).await
    }

    /// A paper is revoked; `false`: it does not hold any more.
    pub async fn revoke_certificate(
        &mut self,
        id: CertificateId,
        day: NaiveDate,
        by: PersonId,
        revocation: &domain::certificate::Revocation,
    ) -> Result<bool, StoreError> {
        let r = revocation;
        self.is_changed(bound!(REVOKE; id, day, by, r.ground, &r.reason, &r.document_no)).await
    }

    /// Notes what has become of paper and prize, unless somebody was faster.
    pub async fn set_certificate_recovery(
        &mut self,
        id: CertificateId,
        revision: i64,
        paper: Recovery,
        prize: Recovery,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(RECOVER; id, revision, paper, prize)).await
    }

    /// Notes the PDF of a paper; `false`: it has one.
    pub async fn set_certificate_file(
        &mut self,
        id: CertificateId,
        sha256: &str,
        size: i64,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET; id, sha256, size)).await
    }

    /// Notes why a PDF cannot be set.
    pub async fn set_certificate_problem(
        &mut self,
        id: CertificateId,
        problem: &str,
    ) -> Result<bool, StoreError> {
        self.is_changed(bound!(SET_PROBLEM; id, problem)).await
    }
}
