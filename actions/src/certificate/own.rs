//! What people hold, and the records and statements that a tutor or lecturer issues for oneself, at
//! once and without asking anybody (`LAW-50`). Only verified rows enter. As soon as one of them is
//! corrected, the paper does not hold any more.

use chrono::{DateTime, NaiveTime, Utc};
use domain::{
    assessment_year::AssessmentYear,
    certificate::{CertificateKind, NumberPattern, OwnPaper, TAKERS, number_key},
    credit_hour::{Entry, Hours, year_total},
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{CertificateId, CreditHourId, DeliveryId, PersonId},
    inbox::Message,
    role::{TRAINEES, is_trainee},
    training_record::conversion,
};
use store::{CertificateRow, CreditRow, NewCertificate, Tx};

use super::issuer_of;
use crate::{
    ActionError, Actions, Call,
    local::to_utc,
    once::{made, made_before},
    training_record::broken,
    write::Scoped as _,
};

/// So many corrected papers are superseded in one turn.
const TURN: i64 = 100;

/// What somebody holds, and takes for others.
#[derive(Clone, Debug)]
pub struct OwnCertificates {
    /// The own papers, the newest first.
    pub own: Vec<CertificateRow>,
    /// Certificates of the nominees of units that the caller acts for.
    pub of_units: Vec<CertificateRow>,
    /// Whether the caller issues records and statements for oneself.
    pub may_issue: bool,
}

/// What stands on a paper, and what it comes to.
enum Entered {
    Credits(Vec<CreditHourId>, i64),
    Lectures(Vec<(DeliveryId, DateTime<Utc>, DateTime<Utc>)>, i64),
}

impl Entered {
    /// Hours in hundredths, and of how many rows.
    fn sum(&self) -> (i64, i64) {
        let (n, amount) = match self {
            Self::Credits(rows, amount) => (rows.len(), *amount),
            Self::Lectures(rows, amount) => (rows.len(), *amount),
        };
        (amount, i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl Actions {
    /// The caller's own papers, and those of the units that the caller acts for.
    pub async fn own_certificates(&self, call: &Call) -> Result<OwnCertificates, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let of_units = if actor.is_any(TAKERS) {
            conn.list_certificates_within(&actor.reach(TAKERS)).await?
        } else {
            Vec::new()
        };
        Ok(OwnCertificates {
            own: conn.list_certificates_of(actor.person).await?,
            of_units,
            may_issue: is_trainee(actor),
        })
    }

    /// Issues a record or statement of the caller. The same form again finds the first one.
    pub async fn issue_own_certificate(
        &self,
        call: &Call,
        values: &Values,
        once: &Once,
    ) -> Result<CertificateId, ActionError> {
        let actor = call.allowed(is_trainee)?;
        self.write(|tx| {
            async move {
                if let Some(before) = made_before(tx, call, values, once).await? {
                    return Ok(before);
                }
                let paper = OwnPaper::parse(values, call.today())?;
                let entered = match paper.kind {
                    CertificateKind::ServiceStatement => lectures(tx, actor.person, &paper).await?,
                    _ => credits(tx, actor.person, &paper).await?,
                };
                let (amount, n_rows) = entered.sum();
                if n_rows == 0 {
                    let nothing = ProblemKind::NothingToCertify;
                    return Err(Problems::one(Field::CertificateKind, nothing).into());
                }
                let person = tx.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
                let issuer = issuer_of(tx).await?.0;
                let year = i64::from(chrono::Datelike::year(&call.today()));
                let series_no = tx.take_certificate_numbers(paper.kind, "", year, 1).await?;
                let number = NumberPattern::of(paper.kind).number(year, "", series_no);
                let new = NewCertificate {
                    kind: paper.kind,
                    class: "",
                    year,
                    series_no,
                    number: &number,
                    number_key: &number_key(&number),
                    token: &self.entropy.token(),
                    nomination_id: None,
                    person_id: Some(actor.person),
                    name: &person.name,
                    title: "",
                    issuer: &issuer,
                    days: Some((paper.first_day, paper.last_day)),
                    sum: Some((amount, n_rows)),
                    issued_on: call.today(),
                    issuer_id: actor.person,
                    replaces_id: None,
                };
                let id = tx.add_certificate(&new).await?;
                match &entered {
                    Entered::Credits(rows, _) => tx.add_certificate_credits(id, rows).await?,
                    Entered::Lectures(rows, _) => tx.add_certificate_deliveries(id, rows).await?,
                }
                tx.log(call.entry("issue", "certificate", TRAINEES).on(id).because(number));
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Records and statements on which a row stands that was corrected do not hold any more: whose they
    /// are is told. Gives how many.
    pub async fn supersede_corrected(&self, now: DateTime<Utc>) -> Result<usize, ActionError> {
        let call = &Call::anonymous(now, "");
        if self.store.read().await?.list_corrected_certificates(1).await?.is_empty() {
            return Ok(0);
        }
        self.write(|tx| {
            async move {
                let mut n = 0;
                for row in tx.list_corrected_certificates(TURN).await? {
                    if !tx.supersede_certificate(row.id, call.today(), None, "").await? {
                        continue;
                    }
                    if let Some(person) = row.person_id {
                        let message = Message::CertificateOutdated { number: row.number };
                        tx.add_message(person, &message, now).await?;
                    }
                    let entry = call.entry("supersede", "certificate", &[]).on(row.id);
                    tx.log(entry.moved("valid", "superseded"));
                    n += 1;
                }
                Ok(n)
            }
            .scope_boxed()
        })
        .await
    }
}

/// What the ledger has of the period and still stands, and what counts of it after overlaps and caps.
async fn credits(tx: &mut Tx, person: PersonId, paper: &OwnPaper) -> Result<Entered, ActionError> {
    let rows = tx.list_credit_hours(person, paper.first_day, paper.last_day).await?;
    let entries: Vec<Entry> = rows.iter().map(CreditRow::entry).collect();
    let reversed: Vec<CreditHourId> = rows.iter().filter_map(|row| row.reverses_id).collect();
    let stands = |row: &&CreditRow| row.reverses_id.is_none() && !reversed.contains(&row.id);
    let standing: Vec<CreditHourId> = rows.iter().filter(stands).map(|row| row.id).collect();
    let mut counted = 0;
    let (first, last) = (AssessmentYear::of(paper.first_day), AssessmentYear::of(paper.last_day));
    for year in (first.0..=last.0).map(AssessmentYear) {
        let table = conversion(&tx.rulebook(year.first()).await?);
        let total = year_total(&entries, &table, year).map_err(|it| broken(person, &it))?;
        counted += Hours::in_hundredths(total.counted);
    }
    Ok(Entered::Credits(standing, counted))
}

/// The verified lectures of the period, and their time in hundredths of an hour, rounded down.
async fn lectures(tx: &mut Tx, person: PersonId, paper: &OwnPaper) -> Result<Entered, ActionError> {
    let from = to_utc(paper.first_day, NaiveTime::MIN);
    let after = paper.last_day.succ_opt().unwrap_or(paper.last_day);
    let rows = tx.list_given_lectures(person, from, to_utc(after, NaiveTime::MIN)).await?;
    let minutes: i64 = rows.iter().map(|(_, from, until)| (*until - *from).num_minutes()).sum();
    Ok(Entered::Lectures(rows, minutes * 100 / 60))
}
