//! Certificates of an award, as the office issues and corrects them and the decision maker revokes
//! them (`CER-01` to `CER-04`, `LAW-31`), and the papers that people issue to themselves.

mod file;
mod own;
mod verify;

use std::collections::BTreeMap;

use domain::{
    award_cycle::{LegalBasis, full_title, has_licensed_word, may_decide_awards, may_watch_awards},
    certificate::{
        CertificateKind, CertificateState, Correction, ISSUERS, Issuer, NumberPattern, REVOKERS,
        Revocation, class_of, may_issue_certificates, may_revoke_certificates, number_key,
        parse_recovery, parse_reissue,
    },
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::{AwardCycleId, CertificateId, NominationId, OrganisationId, PersonId},
    inbox::Message,
    roster::AwardCategory,
};
use store::{AwardedRow, CertificateRow, Conn, CycleRow, Lock, NewCertificate, StoreError, Tx};

pub use file::{CertificateLines, CertificatePaper};
pub use own::OwnCertificates;

use crate::{
    ActionError, Actions, Call,
    award_cycle::{conflicted, watched_cycle},
    error::check_revision,
    tell::{acting_for_unit, tell_people},
    write::{Scoped as _, Write},
};

/// The certificates of a decided cycle.
#[derive(Clone, Debug)]
pub struct CertificatesPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Awarded nominees who have none yet.
    pub waiting: Vec<AwardedRow>,
    /// All that were issued.
    pub certificates: Vec<CertificateRow>,
    /// Who issues.
    pub issuer: Issuer,
    /// Whether the caller issues them.
    pub may_issue: bool,
}

impl CertificatesPage {
    /// How many PDFs are set, and how many there will be.
    pub fn progress(&self) -> (usize, usize) {
        let set = self.certificates.iter().filter(|one| one.sha256.is_some()).count();
        (set, self.certificates.len())
    }

    /// What the certificate of somebody is given for: the award, and the level where it has some.
    pub fn title_of(&self, one: &AwardedRow) -> String {
        let title = full_title(&self.cycle.organiser, &self.cycle.title);
        match one.level() {
            Some(level) => format!("{title}（{level}）"),
            None => title,
        }
    }
}

/// A certificate as who watches over awards sees it.
#[expect(clippy::struct_excessive_bools, reason = "what the caller may do, each by itself")]
#[derive(Clone, Debug)]
pub struct CertificatePage {
    /// The certificate.
    pub certificate: CertificateRow,
    /// Whether the caller may have another one stand for it.
    pub may_correct: bool,
    /// Whether the caller may revoke it.
    pub may_revoke: bool,
    /// Whether the caller may issue it anew: it was revoked, and none stands for it.
    pub may_reissue: bool,
    /// Whether the caller notes what has become of paper and prize.
    pub may_recover: bool,
    /// Whether the caller is in conflict with the nominee: then somebody else does all that.
    pub is_barred: bool,
}

impl Actions {
    /// The certificates of a decided cycle, for who watches over it.
    pub async fn certificates(
        &self,
        call: &Call,
        cycle: AwardCycleId,
    ) -> Result<CertificatesPage, ActionError> {
        certificates_of(&mut self.store.read().await?, call, cycle).await
    }

    /// One certificate of an award, for who watches over it.
    pub async fn certificate(
        &self,
        call: &Call,
        id: CertificateId,
    ) -> Result<CertificatePage, ActionError> {
        certificate_of(&mut self.store.read().await?, call, id).await
    }

    /// Issues a certificate for every awarded nominee who never had one, but for those held back, whose
    /// names cannot be printed; gives how many. Sent again it issues none.
    pub async fn issue_certificates(
        &self,
        call: &Call,
        cycle: AwardCycleId,
        held: &[NominationId],
    ) -> Result<usize, ActionError> {
        call.allowed(may_issue_certificates)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(cycle)).await?;
                let mut page = certificates_of(tx, call, cycle).await?;
                page.waiting.retain(|one| !held.contains(&one.nomination_id));
                if page.waiting.is_empty() {
                    return Ok(0);
                }
                check_words(&page)?;
                let mut by_category: BTreeMap<AwardCategory, Vec<&AwardedRow>> = BTreeMap::new();
                for one in &page.waiting {
                    by_category.entry(one.category).or_default().push(one);
                }
                let mut spans = Vec::new();
                for (category, nominees) in &by_category {
                    spans.push(self.issue_in(tx, call, &page, *category, nominees).await?);
                }
                tell_of_issue(tx, call, &page).await?;
                let entry = call.entry("issue_certificates", "award_cycle", ISSUERS).on(cycle);
                tx.log(entry.because(spans.join("、")));
                Ok(page.waiting.len())
            }
            .scope_boxed()
        })
        .await
    }

    /// The name of an awarded nominee who never had a certificate, for who issues it.
    pub async fn name_to_print(
        &self,
        call: &Call,
        cycle: AwardCycleId,
        nomination: NominationId,
    ) -> Result<String, ActionError> {
        call.allowed(may_issue_certificates)?;
        let mut conn = self.store.read().await?;
        let page = waiting_for(&mut conn, call, cycle, nomination).await?;
        page.waiting.into_iter().next().map(|one| one.name).ok_or(ActionError::WrongState)
    }

    /// Issues the certificate of one awarded nominee who never had one under another name than the
    /// nomination's: that one cannot be printed, or is wrong.
    pub async fn issue_certificate_as(
        &self,
        call: &Call,
        cycle: AwardCycleId,
        nomination: NominationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        call.allowed(may_issue_certificates)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(cycle)).await?;
                let mut page = waiting_for(tx, call, cycle, nomination).await?;
                let [one] = page.waiting.as_mut_slice() else {
                    return Err(ActionError::WrongState);
                };
                let Correction { name, reason } = Correction::parse(values)?;
                let before = std::mem::replace(&mut one.name, name.clone());
                let category = one.category;
                check_words(&page)?;
                let waiting: Vec<&AwardedRow> = page.waiting.iter().collect();
                let number = self.issue_in(tx, call, &page, category, &waiting).await?;
                tell_of_issue(tx, call, &page).await?;
                let entry = call.entry("issue_certificates", "award_cycle", ISSUERS).on(cycle);
                tx.log(entry.because(format!("{number}：{before} → {name}：{reason}")));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Issues those of a category; gives the first and the last number.
    async fn issue_in(
        &self,
        tx: &mut Write,
        call: &Call,
        page: &CertificatesPage,
        category: AwardCategory,
        nominees: &[&AwardedRow],
    ) -> Result<String, ActionError> {
        let n = i64::try_from(nominees.len()).unwrap_or(i64::MAX);
        let (kind, class, year) = (CertificateKind::Award, category.as_str(), page.cycle.year);
        let last = tx.take_certificate_numbers(kind, class, year, n).await?;
        let mut numbers = Vec::new();
        for (series_no, one) in (last - n + 1..).zip(nominees) {
            let number = page.issuer.pattern.number(year, class_of(category), series_no);
            let new = NewCertificate {
                kind,
                class,
                year,
                series_no,
                number: &number,
                number_key: &number_key(&number),
                token: &self.entropy.token(),
                nomination_id: Some(one.nomination_id),
                person_id: one.person_id,
                name: &one.name,
                title: &page.title_of(one),
                issuer: &page.issuer,
                days: None,
                sum: None,
                issued_on: call.today(),
                issuer_id: call.actor()?.person,
                replaces_id: None,
            };
            tx.add_certificate(&new).await.map_err(number_taken)?;
            if let Some(person) = one.person_id {
                let title = page.cycle.title.clone();
                let message = Message::CertificateIssued { title, number: number.clone() };
                tx.add_message(person, &message, call.now).await?;
            }
            numbers.push(number);
        }
        match numbers.as_slice() {
            [first, .., last] => Ok(format!("{first} – {last}")),
            _ => Ok(numbers.concat()),
        }
    }

    /// Issues another certificate, with a number of its own, which stands for one that is wrong.
    pub async fn correct_certificate(
        &self,
        call: &Call,
        id: CertificateId,
        values: &Values,
        revision: Revision,
    ) -> Result<CertificateId, ActionError> {
        let actor = call.allowed(may_issue_certificates)?;
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if !page.may_correct {
                    return Err(ActionError::WrongState);
                }
                let before = &page.certificate;
                let correction = Correction::parse(values)?;
                check_revision(revision, before.revision)?;
                let by = Some(actor.person);
                if !tx.supersede_certificate(id, call.today(), by, &correction.reason).await? {
                    return Err(ActionError::Stale);
                }
                let (made, number) = self.succeed(tx, call, before, &correction.name).await?;
                let message = Message::CertificateCorrected {
                    before: before.number.clone(),
                    number: number.clone(),
                    reason: correction.reason.clone(),
                };
                tell_of_one(tx, call, before, &message).await?;
                let entry = call.entry("correct", "certificate", ISSUERS).on(id);
                tx.log(entry.moved("valid", "superseded").because(correction.reason));
                tx.log(call.entry("issue", "certificate", ISSUERS).on(made).because(number));
                Ok(made)
            }
            .scope_boxed()
        })
        .await
    }

    /// The decision maker has a revoked certificate issued anew, with a number of its own: it was
    /// revoked by mistake, or the ground has fallen away. The revoked one stays what it is (`CER-02`).
    pub async fn reissue_certificate(
        &self,
        call: &Call,
        id: CertificateId,
        values: &Values,
        revision: Revision,
    ) -> Result<CertificateId, ActionError> {
        call.allowed(may_revoke_certificates)?;
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if !page.may_reissue {
                    return Err(ActionError::WrongState);
                }
                let before = &page.certificate;
                let (document_no, reason) = parse_reissue(values)?;
                check_revision(revision, before.revision)?;
                let (made, number) = self.succeed(tx, call, before, &before.name).await?;
                let message = Message::CertificateReissued {
                    before: before.number.clone(),
                    number: number.clone(),
                    reason: reason.clone(),
                    document_no: document_no.clone(),
                };
                tell_of_one(tx, call, before, &message).await?;
                let entry = call.entry("reissue", "certificate", REVOKERS).on(id);
                tx.log(entry.because(format!("{document_no} {reason}")));
                tx.log(call.entry("issue", "certificate", REVOKERS).on(made).because(number));
                Ok(made)
            }
            .scope_boxed()
        })
        .await
    }

    /// Issues the certificate that stands for another one; gives its number as well.
    async fn succeed(
        &self,
        tx: &mut Write,
        call: &Call,
        before: &CertificateRow,
        name: &str,
    ) -> Result<(CertificateId, String), ActionError> {
        let category = before.category.ok_or(ActionError::NotFound)?;
        let issuer = issuer_of(tx).await?.0;
        let (kind, class, year) = (before.kind, category.as_str(), before.year);
        let series_no = tx.take_certificate_numbers(kind, class, year, 1).await?;
        let number = issuer.pattern.number(year, class_of(category), series_no);
        let new = NewCertificate {
            kind,
            class,
            year,
            series_no,
            number: &number,
            number_key: &number_key(&number),
            token: &self.entropy.token(),
            nomination_id: before.nomination_id,
            person_id: before.person_id,
            name,
            title: &before.title,
            issuer: &issuer,
            days: None,
            sum: None,
            issued_on: call.today(),
            issuer_id: call.actor()?.person,
            replaces_id: Some(before.id),
        };
        let made = tx.add_certificate(&new).await.map_err(number_taken)?;
        Ok((made, number))
    }

    /// The decision maker revokes a certificate by name (`LAW-31`).
    pub async fn revoke_certificate(
        &self,
        call: &Call,
        id: CertificateId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_revoke_certificates)?;
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if !page.may_revoke {
                    return Err(ActionError::WrongState);
                }
                let revocation = Revocation::parse(values)?;
                check_revision(revision, page.certificate.revision)?;
                if !tx.revoke_certificate(id, call.today(), actor.person, &revocation).await? {
                    return Err(ActionError::Stale);
                }
                let message = Message::CertificateRevoked {
                    number: page.certificate.number.clone(),
                    reason: revocation.reason.clone(),
                    document_no: revocation.document_no.clone(),
                };
                tell_of_one(tx, call, &page.certificate, &message).await?;
                let entry = call.entry("revoke", "certificate", REVOKERS).on(id);
                let reason = format!("{} {}", revocation.document_no, revocation.reason);
                tx.log(entry.moved("valid", "revoked").because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office notes what has become of paper and prize of a certificate that does not hold.
    pub async fn recover_certificate(
        &self,
        call: &Call,
        id: CertificateId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_issue_certificates)?;
        self.write(|tx| {
            async move {
                let page = locked(tx, call, id).await?;
                if !page.may_recover {
                    return Err(ActionError::WrongState);
                }
                let (paper, prize) = parse_recovery(values)?;
                let shown = page.certificate.revision;
                check_revision(revision, shown)?;
                if !tx.set_certificate_recovery(id, shown, paper, prize).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("recover", "certificate", ISSUERS).on(id);
                tx.log(entry.because(format!("{} {}", paper.as_str(), prize.as_str())));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Who issues, and its revision; 0 as long as nobody has written it.
    pub async fn certificate_issuer(&self, call: &Call) -> Result<(Issuer, i64), ActionError> {
        call.allowed(may_issue_certificates)?;
        issuer_of(&mut self.store.read().await?).await
    }

    /// Writes who issues, and how certificates are numbered from now on.
    pub async fn set_certificate_issuer(
        &self,
        call: &Call,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_issue_certificates)?;
        self.write(|tx| {
            async move {
                let (_, now) = issuer_of(tx).await?;
                let issuer = Issuer::parse(values)?;
                check_revision(revision, now)?;
                if !tx.set_certificate_issuer(now, &issuer).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("set", "certificate_issuer", ISSUERS);
                tx.log(entry.because(issuer.pattern.as_str().to_owned()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The certificates of a decided cycle, for who watches over it.
pub(super) async fn certificates_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<CertificatesPage, ActionError> {
    let actor = call.allowed(may_watch_awards)?;
    let cycle = watched_cycle(conn, actor, id).await?;
    if !cycle.state.is_decided() {
        return Err(ActionError::WrongState);
    }
    Ok(CertificatesPage {
        cycle,
        waiting: conn.list_awarded_without_certificate(id).await?,
        certificates: conn.list_certificates(id).await?,
        issuer: issuer_of(conn).await?.0,
        may_issue: may_issue_certificates(actor),
    })
}

/// The same of one nominee alone, who has none, and with whom the caller is not in conflict (`AWD-12`).
async fn waiting_for(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
    nomination: NominationId,
) -> Result<CertificatesPage, ActionError> {
    let mut page = certificates_of(conn, call, id).await?;
    let about = conn.list_nominations_by_key(&[nomination]).await?;
    if !about.iter().any(|one| one.cycle_id == id)
        || !conflicted(conn, call.actor()?, &about, call.today()).await?.is_empty()
    {
        return Err(ActionError::NotFound);
    }
    page.waiting.retain(|one| one.nomination_id == nomination);
    Ok(page)
}

async fn certificate_of(
    conn: &mut Conn,
    call: &Call,
    id: CertificateId,
) -> Result<CertificatePage, ActionError> {
    let actor = call.allowed(may_watch_awards)?;
    let found = conn.find_certificate(id).await?;
    let certificate = found.filter(|one| one.kind == CertificateKind::Award);
    let certificate = certificate.ok_or(ActionError::NotFound)?;
    if let Some(cycle) = certificate.cycle_id {
        watched_cycle(conn, actor, cycle).await?;
    }
    // Whoever is in conflict with the nominee does nothing about the certificate (`AWD-12`).
    let about: Vec<_> = certificate.nomination_id.into_iter().collect();
    let about = conn.list_nominations_by_key(&about).await?;
    let is_barred = !conflicted(conn, actor, &about, call.today()).await?.is_empty();
    let is_valid = certificate.state.is_valid();
    let issues = may_issue_certificates(actor) && !is_barred;
    let revokes = may_revoke_certificates(actor) && may_decide_awards(actor) && !is_barred;
    Ok(CertificatePage {
        may_correct: is_valid && issues,
        may_revoke: is_valid && revokes,
        may_reissue: certificate.state == CertificateState::Revoked
            && certificate.replaced_by.is_none()
            && revokes,
        may_recover: !is_valid && issues,
        is_barred,
        certificate,
    })
}

/// The same, of a cycle that nobody else writes about meanwhile.
async fn locked(
    tx: &mut Tx,
    call: &Call,
    id: CertificateId,
) -> Result<CertificatePage, ActionError> {
    let page = certificate_of(tx, call, id).await?;
    let cycle = page.certificate.cycle_id.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(cycle)).await?;
    certificate_of(tx, call, id).await
}

/// Who issues, and the revision of it.
pub(super) async fn issuer_of(conn: &mut Conn) -> Result<(Issuer, i64), ActionError> {
    let Some(row) = conn.find_certificate_issuer().await? else {
        return Ok((Issuer::default(), 0));
    };
    let pattern = NumberPattern::parse(&row.pattern).unwrap_or(Issuer::default().pattern);
    let (name, in_charge, contact) = (row.name, row.in_charge, row.contact);
    Ok((Issuer { name, in_charge, contact, pattern }, row.revision))
}

/// Certificates of a programme without an approval have none of the licensed words (`LAW-40`).
fn check_words(page: &CertificatesPage) -> Result<(), Problems> {
    let pattern = page.issuer.pattern.as_str();
    let texts = [page.cycle.title.as_str(), page.issuer.name.as_str(), pattern];
    let is_allowed = !page.cycle.title_reason.is_empty();
    let texts = texts.into_iter().skip(usize::from(is_allowed));
    let is_licensed = page.cycle.legal_basis == LegalBasis::Approved;
    if !is_licensed && texts.into_iter().any(has_licensed_word) {
        return Err(Problems::one(Field::NumberPattern, ProblemKind::LicensedWord));
    }
    Ok(())
}

/// A pattern that was changed has made a number that there is already.
fn number_taken(error: StoreError) -> ActionError {
    match error {
        StoreError::Conflict => {
            Problems::one(Field::NumberPattern, ProblemKind::NotAPattern).into()
        }
        other => other.into(),
    }
}

/// Each unit hears how many of its winners have a certificate.
async fn tell_of_issue(
    tx: &mut Tx,
    call: &Call,
    page: &CertificatesPage,
) -> Result<(), ActionError> {
    let mut by_unit: BTreeMap<OrganisationId, usize> = BTreeMap::new();
    for one in &page.waiting {
        *by_unit.entry(one.unit_id).or_default() += 1;
    }
    for (unit, n) in by_unit {
        let message = Message::CertificatesReady { title: page.cycle.title.clone(), n };
        let officers = acting_for_unit(tx, call, unit).await?;
        tell_people(tx, call, officers, &message).await?;
    }
    Ok(())
}

/// Tells of one certificate whose it is, and who acts for the unit.
async fn tell_of_one(
    tx: &mut Tx,
    call: &Call,
    certificate: &CertificateRow,
    message: &Message,
) -> Result<(), ActionError> {
    let mut people: Vec<PersonId> = certificate.person_id.into_iter().collect();
    if let Some(unit) = certificate.unit_id {
        people.extend(acting_for_unit(tx, call, unit).await?);
    }
    tell_people(tx, call, people, message).await
}
