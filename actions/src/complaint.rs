//! Complaints and suggestions of anybody, and errors in public courses: with the tokens and limits
//! of strangers' forms, a link that shows where it stands, and an answer (`LAW-30`, `LAW-64`).

use chrono::TimeDelta;
use domain::{
    complaint::{
        COMPLAINT_READERS, ComplaintState, NewComplaint, may_answer_complaints, parse_answer,
    },
    form::{Once, Values},
    id::{ComplaintId, CourseVersionId},
    inbox::Message,
    role::Role,
    rulebook::Rule,
};
use store::{ComplaintRow, NewComplaintRow, PublicCourse};

use crate::{
    ActionError, Actions, Call,
    account::digest,
    lecture_request::{check_token, link_token},
    tell::tell_offices,
    write::{Scoped as _, Write, lost_race},
};

/// All are listed; a page shows them in parts.
const LISTED: i64 = i64::MAX;

impl Actions {
    /// The course that an error was found in, as everybody sees it.
    pub async fn course_to_report(
        &self,
        call: &Call,
        version: CourseVersionId,
    ) -> Result<PublicCourse, ActionError> {
        let course = self.store.read().await?.find_public_course(version, call.today()).await?;
        course.ok_or(ActionError::NotFound)
    }

    /// Sends a complaint or a suggestion, or of a course what is wrong in it; gives the token of its
    /// link. The same form again finds the first one, and one that was opened more than an hour ago
    /// is [`ActionError::FormTooOld`].
    pub async fn complain(
        &self,
        call: &Call,
        about: Option<CourseVersionId>,
        values: &Values,
        once: &Once,
    ) -> Result<String, ActionError> {
        let token = link_token(once.as_str()).map_err(|_| ActionError::FormTooOld)?;
        let link = &digest(&token);
        self.write(|tx| {
            async move {
                check_token(tx, call, once).await?;
                let new = match about {
                    Some(_) => NewComplaint::parse_about_course(values)?,
                    None => NewComplaint::parse(values)?,
                };
                if let Some(before) = tx.find_complaint_of_link(link).await? {
                    let is_same = before.body == new.body && before.contact == new.contact;
                    return if is_same { Ok(()) } else { Err(ActionError::Stale) };
                }
                let course = match about {
                    Some(id) => Some(
                        tx.find_public_course(id, call.today())
                            .await?
                            .ok_or(ActionError::NotFound)?,
                    ),
                    None => None,
                };
                check_limits(tx, call, "complaints").await?;
                let rules = tx.rulebook(call.today()).await?;
                let days = rules.get(Rule::ComplaintAnswerWorkingDays);
                let id = tx
                    .add_complaint(&NewComplaintRow {
                        link_digest: link,
                        kind: new.kind,
                        version_id: course.as_ref().map(|it| it.id),
                        person_id: call.actor.as_ref().map(|it| it.person),
                        body: &new.body,
                        contact: &new.contact,
                        due_at: self.due(call.today(), days),
                        created_at: call.now,
                    })
                    .await
                    .map_err(lost_race)?;
                tell(tx, call, id, &new).await?;
                let entry = call.entry("send", "complaint", &[]).on(id);
                tx.log(entry.moved("", ComplaintState::Open.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
        Ok(token)
    }

    /// What whoever has the link reads.
    pub async fn complaint_of_link(&self, token: &str) -> Result<ComplaintRow, ActionError> {
        let found = self.store.read().await?.find_complaint_of_link(&digest(token)).await?;
        found.ok_or(ActionError::NotFound)
    }

    /// Whoever has the link takes the complaint back. Sent twice it is taken back once.
    pub async fn withdraw_complaint(&self, call: &Call, token: &str) -> Result<(), ActionError> {
        let link = &digest(token);
        self.write(|tx| {
            async move {
                let row = tx.find_complaint_of_link(link).await?.ok_or(ActionError::NotFound)?;
                match row.state {
                    ComplaintState::Open => {}
                    ComplaintState::Withdrawn => return Ok(()),
                    ComplaintState::Answered => return Err(ActionError::WrongState),
                }
                let to = ComplaintState::Withdrawn;
                if !tx.move_complaint(row.id, to, "", None, call.now).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("withdraw", "complaint", &[]).on(row.id);
                tx.log(entry.moved(row.state.as_str(), to.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Open complaints by when they are due, and those that have ended.
    pub async fn complaints(
        &self,
        call: &Call,
    ) -> Result<(Vec<ComplaintRow>, Vec<ComplaintRow>), ActionError> {
        call.allowed(may_answer_complaints)?;
        let mut conn = self.store.read().await?;
        let open = conn.list_open_complaints(LISTED).await?;
        Ok((open, conn.list_ended_complaints(LISTED).await?))
    }

    /// One of them.
    pub async fn complaint(
        &self,
        call: &Call,
        id: ComplaintId,
    ) -> Result<ComplaintRow, ActionError> {
        call.allowed(may_answer_complaints)?;
        let found = self.store.read().await?.find_complaint(id).await?;
        found.ok_or(ActionError::NotFound)
    }

    /// The office answers; whoever was signed in when writing is told.
    pub async fn answer_complaint(
        &self,
        call: &Call,
        id: ComplaintId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_answer_complaints)?;
        self.write(|tx| {
            async move {
                let row = tx.find_complaint(id).await?.ok_or(ActionError::NotFound)?;
                if row.state != ComplaintState::Open {
                    return Err(ActionError::WrongState);
                }
                let answer = &parse_answer(values)?;
                let to = ComplaintState::Answered;
                let by = Some(actor.person);
                if !tx.move_complaint(id, to, answer, by, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                if let Some(person) = row.person_id {
                    let message =
                        Message::ComplaintAnswered { kind: row.kind, answer: answer.clone() };
                    tx.add_message(person, &message, call.now).await?;
                }
                let entry = call.entry("answer", "complaint", COMPLAINT_READERS).on(id);
                tx.log(entry.moved(row.state.as_str(), to.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The office hears of it, and of a course its lecturer.
async fn tell(
    tx: &mut Write,
    call: &Call,
    id: ComplaintId,
    new: &NewComplaint,
) -> Result<(), ActionError> {
    let row = tx.find_complaint(id).await?.ok_or(ActionError::NotFound)?;
    let message =
        Message::ComplaintSent { complaint: id, kind: new.kind, title: row.title.clone() };
    tell_offices(tx, call, &[Role::CityOffice], &message).await?;
    if let Some(((lecturer, title), version)) = row.lecturer_id.zip(row.title).zip(row.version_id) {
        let message = Message::CourseErrorFound { version, title, text: new.body.clone() };
        tx.add_message(lecturer, &message, call.now).await?;
    }
    Ok(())
}

/// [`ActionError::TooMany`] if as many of a kind came today, of one address or in all, as requests
/// may.
pub(crate) async fn check_limits(
    tx: &mut Write,
    call: &Call,
    kind: &str,
) -> Result<(), ActionError> {
    tx.take_turn(&format!("{kind} of a day")).await?;
    let rules = tx.rulebook(call.today()).await?;
    let since = call.now - TimeDelta::days(1);
    let day = (kind.to_owned(), Rule::RequestsOfDay);
    let address = format!("{kind}:{}", call.client);
    let of_address = (!call.client.is_empty()).then_some((address, Rule::RequestsOfAddress));
    for (source, limit) in [day].into_iter().chain(of_address) {
        tx.add_request_source(&source, call.now).await?;
        if tx.count_requests_from(&source, since).await? > rules.get(limit) {
            return Err(ActionError::TooMany);
        }
    }
    Ok(())
}
