//! The PDFs of papers: what is to be set, what was set and is kept, and who takes it. The bytes that
//! were set first are kept for good, so that their SHA-256 stays theirs (decision 0080).

use chrono::{DateTime, Utc};
use domain::{
    access_log::AccessThing,
    award_cycle::{WATCHERS, may_watch_awards},
    certificate::{CertificateKind, CertificateState, TAKERS, may_issue_certificates},
    id::{AwardCycleId, CertificateId},
};
use store::{CertificateLine, CertificateRow, Conn};

use super::{CertificatesPage, certificates_of};
use crate::{
    ActionError, Actions, Call, Noted, access_log::Handed, award_cycle::watched_cycle,
    write::Scoped as _,
};

/// What stands on a paper below its head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CertificateLines {
    /// Nothing: a certificate.
    None,
    /// What was earned.
    Credits(Vec<CertificateLine>),
    /// Lectures: beginning, end, title and host.
    Lectures(Vec<(DateTime<Utc>, DateTime<Utc>, String, String)>),
}

/// What a PDF is made of.
#[derive(Clone, Debug)]
pub struct CertificatePaper {
    /// The paper.
    pub certificate: CertificateRow,
    /// Its lines.
    pub lines: CertificateLines,
}

impl Actions {
    /// Papers whose PDF is still to be set, the oldest first; at most so many.
    pub async fn unset_certificates(
        &self,
        limit: i64,
    ) -> Result<Vec<CertificatePaper>, ActionError> {
        let mut conn = self.store.read().await?;
        let mut papers = Vec::new();
        for certificate in conn.list_unset_certificates(limit).await? {
            papers.push(paper_of(&mut conn, certificate).await?);
        }
        Ok(papers)
    }

    /// What the PDF of one paper is made of, if it is still to be set.
    pub async fn unset_certificate(
        &self,
        id: CertificateId,
    ) -> Result<Option<CertificatePaper>, ActionError> {
        let mut conn = self.store.read().await?;
        let found = conn.find_certificate(id).await?;
        match found.filter(|one| one.sha256.is_none() && one.problem.is_empty()) {
            Some(certificate) => Ok(Some(paper_of(&mut conn, certificate).await?)),
            None => Ok(None),
        }
    }

    /// Keeps the PDF of a paper; one that has a PDF keeps its first one.
    pub async fn keep_certificate_file(
        &self,
        now: DateTime<Utc>,
        id: CertificateId,
        bytes: Vec<u8>,
    ) -> Result<(), ActionError> {
        let call = &Call::anonymous(now, "");
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let sha256 = &self.files.put(bytes).await?;
        self.write_aside(|tx| {
            async move {
                if tx.set_certificate_file(id, sha256, size).await? {
                    tx.log(call.entry("set", "certificate", &[]).on(id).because(sha256.clone()));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Notes that no font has these characters of a paper.
    pub async fn note_certificate_problem(
        &self,
        now: DateTime<Utc>,
        id: CertificateId,
        characters: &str,
    ) -> Result<(), ActionError> {
        let call = &Call::anonymous(now, "");
        self.write_aside(|tx| {
            async move {
                if tx.set_certificate_problem(id, characters).await? {
                    let entry = call.entry("set", "certificate", &[]).on(id);
                    tx.log(entry.because(characters.to_owned()));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The PDF of a paper, for whose it is as long as it holds, for who acts for the nominating unit,
    /// and for who watches over awards; no bytes as long as it is not set.
    pub async fn certificate_file(
        &self,
        call: &Call,
        id: CertificateId,
    ) -> Result<(CertificateRow, Option<Vec<u8>>, Noted), ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        let row = conn.find_certificate(id).await?.ok_or(ActionError::NotFound)?;
        let is_award = row.kind == CertificateKind::Award;
        let is_keeper = is_award
            && may_watch_awards(actor)
            && match row.cycle_id {
                Some(cycle) => watched_cycle(&mut conn, actor, cycle).await.is_ok(),
                None => false,
            };
        let is_own = row.person_id == Some(actor.person);
        if !is_keeper && !is_own && !takes_for_unit(&mut conn, call, &row).await? {
            return Err(ActionError::NotFound);
        }
        drop(conn);
        if !is_keeper && row.state != CertificateState::Valid {
            return Err(ActionError::WrongState);
        }
        let bytes = match &row.sha256 {
            Some(sha256) => Some(self.files.get(sha256).await?),
            None => None,
        };
        let handed = Handed::file(AccessThing::Certificate, id);
        let roles = if is_keeper { WATCHERS } else { TAKERS };
        Ok((row, bytes, self.note(call, roles, handed).await?))
    }

    /// The certificates of a cycle that hold, for the office, which takes all of them at once.
    pub async fn certificates_to_take(
        &self,
        call: &Call,
        cycle: AwardCycleId,
    ) -> Result<(CertificatesPage, Noted), ActionError> {
        call.allowed(may_issue_certificates)?;
        let mut page = certificates_of(&mut self.store.read().await?, call, cycle).await?;
        page.certificates.retain(|one| one.state.is_valid());
        let n = page.certificates.len();
        let handed = Handed::rows(AccessThing::Certificate, cycle, n);
        let noted = self.note(call, WATCHERS, handed).await?;
        Ok((page, noted))
    }

    /// The kept PDF of one of them.
    pub async fn certificate_bytes(
        &self,
        certificate: &CertificateRow,
    ) -> Result<Option<Vec<u8>>, ActionError> {
        match &certificate.sha256 {
            Some(sha256) => self.files.get(sha256).await.map(Some),
            None => Ok(None),
        }
    }
}

async fn paper_of(
    conn: &mut Conn,
    certificate: CertificateRow,
) -> Result<CertificatePaper, ActionError> {
    let id = certificate.id;
    let lines = match certificate.kind {
        CertificateKind::Award => CertificateLines::None,
        CertificateKind::TrainingRecord => {
            CertificateLines::Credits(conn.list_certificate_credits(id).await?)
        }
        CertificateKind::ServiceStatement => {
            CertificateLines::Lectures(conn.list_certificate_deliveries(id).await?)
        }
    };
    Ok(CertificatePaper { certificate, lines })
}

/// Whether the caller acts for the unit that has nominated, or for one above it.
async fn takes_for_unit(
    conn: &mut Conn,
    call: &Call,
    row: &CertificateRow,
) -> Result<bool, ActionError> {
    let (actor, Some(unit)) = (call.actor()?, row.unit_id) else { return Ok(false) };
    let region = conn.find_organisation(unit).await?.and_then(|unit| unit.region_id);
    Ok(conn.is_within(&actor.reach(TAKERS), region, Some(unit)).await?)
}
