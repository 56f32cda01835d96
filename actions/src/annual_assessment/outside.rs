//! Lectures that were not given through this program: the lecturer adds them with a proof, and they
//! count once the office has looked at it (`LEC-01`).

use domain::{
    access_log::AccessThing,
    annual_assessment::{
        ASSESSMENT_READERS, ASSESSORS, AssessmentNews, OutsideLecture, OutsideState, parse_refusal,
    },
    form::{Field, Once, Values},
    id::{AnnualAssessmentId, OutsideLectureId},
    role::Role,
};
use store::{Conn, NewOutsideLecture, OutsideLectureRow, UploadRow};

use super::{AssessmentPage, Taken, news, page_of, tell_assessors, tell_lecturer, year_of};
use crate::{
    ActionError, Actions, Call, Noted,
    access_log::Handed,
    once::{made, made_before},
    upload::own_upload,
    write::Scoped as _,
};

impl Actions {
    /// Adds a lecture from elsewhere to the own assessment; the same form sent again adds none.
    pub async fn add_outside_lecture(
        &self,
        call: &Call,
        id: AnnualAssessmentId,
        values: &Values,
        once: &Once,
    ) -> Result<OutsideLectureId, ActionError> {
        self.write(|tx| {
            async move {
                if let Some(made) = made_before(tx, call, values, once).await? {
                    return Ok(made);
                }
                let page = page_of(tx, call, id).await?;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                if !page.takes(Taken::Lecture) {
                    return Err(ActionError::WrongState);
                }
                let proof = match values.trimmed(Field::ProofToken) {
                    "" => None,
                    token => own_upload(tx, call, token).await?,
                };
                let proof = proof.map(|upload| upload.id);
                let year = year_of(&page.row);
                let lecture = OutsideLecture::parse(values, proof, year, call.today())?;
                let new = NewOutsideLecture { assessment: id, lecture: &lecture, now: call.now };
                let added = tx.add_outside_lecture(&new).await?;
                tx.log(call.entry("add", "outside_lecture", &[Role::Lecturer]).on(added));
                let message = news(&page.row, AssessmentNews::LectureAdded, &lecture.title);
                tell_assessors(tx, call, &page.row, &message).await?;
                made(tx, call, values, once, added).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A lecture from elsewhere, with the assessment that it is for.
    pub async fn outside_lecture(
        &self,
        call: &Call,
        lecture: OutsideLectureId,
    ) -> Result<(AssessmentPage, OutsideLectureRow), ActionError> {
        found(&mut self.store.read().await?, call, lecture).await
    }

    /// The caller takes a lecture back at which the office has not looked yet.
    pub async fn withdraw_outside_lecture(
        &self,
        call: &Call,
        lecture: OutsideLectureId,
    ) -> Result<AnnualAssessmentId, ActionError> {
        self.write(|tx| {
            async move {
                let (page, found) = found(tx, call, lecture).await?;
                if !page.is_own {
                    return Err(ActionError::NotFound);
                }
                if !page.withdraws(&found) {
                    return Err(ActionError::WrongState);
                }
                let entry = call.entry("withdraw", "outside_lecture", &[Role::Lecturer]);
                let to = OutsideState::Withdrawn;
                if !tx.move_outside_lecture((found.id, found.state), to, "", None).await? {
                    return Err(ActionError::WrongState);
                }
                tx.log(entry.on(lecture).moved(found.state.as_str(), to.as_str()));
                Ok(found.assessment_id)
            }
            .scope_boxed()
        })
        .await
    }

    /// The office counts a lecture, or says why it does not; it may think otherwise until the year is
    /// counted. The lecturer is told.
    pub async fn decide_outside_lecture(
        &self,
        call: &Call,
        lecture: OutsideLectureId,
        values: &Values,
    ) -> Result<AnnualAssessmentId, ActionError> {
        let actor = call.actor()?;
        self.write(|tx| {
            async move {
                let (page, found) = found(tx, call, lecture).await?;
                if !page.keeps {
                    return Err(ActionError::NotFound);
                }
                if !page.decides(&found) {
                    return Err(ActionError::WrongState);
                }
                let counts = values.get(Field::Decision) == "verify";
                let (verb, to, tells) = if counts {
                    ("verify", OutsideState::Verified, AssessmentNews::LectureVerified)
                } else {
                    ("refuse", OutsideState::Refused, AssessmentNews::LectureRefused)
                };
                let reason = if counts { String::new() } else { parse_refusal(values)? };
                if found.state == to {
                    return Ok(found.assessment_id);
                }
                let decided = Some((actor.person, call.now));
                let from = (found.id, found.state);
                if !tx.move_outside_lecture(from, to, &reason, decided).await? {
                    return Err(ActionError::WrongState);
                }
                let entry = call.entry(verb, "outside_lecture", ASSESSORS).on(lecture);
                let entry = entry.moved(found.state.as_str(), to.as_str());
                tx.log(if counts { entry } else { entry.because(reason.as_str()) });
                let text =
                    if counts { found.title.clone() } else { format!("{}: {reason}", found.title) };
                tell_lecturer(tx, call, &page.row, &news(&page.row, tells, &text)).await?;
                Ok(found.assessment_id)
            }
            .scope_boxed()
        })
        .await
    }

    /// The proof of a lecture from elsewhere, with its content, which is noted (`LAW-74`).
    pub async fn outside_proof(
        &self,
        call: &Call,
        lecture: OutsideLectureId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let mut conn = self.store.read().await?;
        let (_, found) = found(&mut conn, call, lecture).await?;
        let upload = conn.find_upload_by_id(found.proof_id).await?;
        drop(conn);
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let handed = Handed::file(AccessThing::OutsideProof, lecture);
        let noted = self.note(call, ASSESSMENT_READERS, handed).await?;
        Ok((upload, bytes, noted))
    }
}

async fn found(
    conn: &mut Conn,
    call: &Call,
    lecture: OutsideLectureId,
) -> Result<(AssessmentPage, OutsideLectureRow), ActionError> {
    let found = conn.find_outside_lecture(lecture).await?.ok_or(ActionError::NotFound)?;
    Ok((page_of(conn, call, found.assessment_id).await?, found))
}
