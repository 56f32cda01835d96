//! Reference lectures: the office offers decided lectures, panelists score each once and see for
//! themselves how their marks lie beside the panel's. Nobody else sees that, the office neither.

use domain::{
    access_log::AccessThing,
    form::{Field, ProblemKind, Problems, Values},
    id::{PersonId, ReferenceLectureId},
    reference_lecture::{Agreement, NewReference, agreement, read_scores},
    review_sheet::review_result,
    role::{Actor, PLANNERS, Role, may_plan_review_sessions},
    rulebook::Rule,
    score_sheet::{Points, SheetStage},
};
use store::{CandidateReferenceRow, Conn, Lock, ReferenceRow, UploadRow};

use crate::{
    ActionError, Actions, Call, CoursePage,
    access_log::{Handed, Noted},
    course::course_page,
    trial_lecture::{complete, who_judged},
    write::Scoped as _,
};

const PANELISTS: &[Role] = &[Role::Panelist];

/// Reference lectures, for the office and for panelists.
#[derive(Clone, Debug)]
pub struct ReferenceList {
    /// The newest first; a panelist sees those that are open, and those that the own sheet is of.
    pub references: Vec<ReferenceRow>,
    /// Those that the caller has scored.
    pub scored: Vec<ReferenceLectureId>,
    /// Decided lectures that can become one, for the office.
    pub candidates: Vec<CandidateReferenceRow>,
    /// Whether the caller opens and closes them.
    pub may_open: bool,
    /// Whether the caller scores them.
    pub may_score: bool,
}

/// A reference lecture, for a panelist.
#[derive(Clone, Debug)]
pub struct ReferencePage {
    /// The lecture.
    pub reference: ReferenceRow,
    /// What was judged.
    pub course: CoursePage,
    /// What the caller gave, with how it lies beside the panel's marks; none before.
    pub own: Option<(Vec<Points>, Agreement)>,
}

impl Actions {
    /// Reference lectures, for the office that opens them and for panelists.
    pub async fn references(&self, call: &Call) -> Result<ReferenceList, ActionError> {
        let actor = call.actor()?;
        let may_open = may_plan_review_sessions(actor);
        let may_score = actor.is(Role::Panelist);
        if !may_open && !may_score {
            return Err(ActionError::Forbidden);
        }
        let mut conn = self.store.read().await?;
        let scored: Vec<ReferenceLectureId> = conn
            .list_reference_sheets_of(actor.person)
            .await?
            .into_iter()
            .map(|sheet| sheet.reference_id)
            .collect();
        let mut references = conn.list_references().await?;
        if !may_open {
            references.retain(|one| one.closed_at.is_none() || scored.contains(&one.id));
        }
        let candidates = if may_open {
            let least = conn.rulebook(call.today()).await?.get(Rule::LeastSheets);
            conn.list_reference_candidates(least).await?
        } else {
            Vec::new()
        };
        Ok(ReferenceList { references, scored, candidates, may_open, may_score })
    }

    /// Offers a decided lecture as a reference, or once more one that was closed; the same one again is
    /// there already.
    pub async fn open_reference(&self, call: &Call, values: &Values) -> Result<(), ActionError> {
        let actor = call.allowed(may_plan_review_sessions)?;
        self.write(|tx| {
            async move {
                let new = NewReference::parse(values)?;
                let is_open =
                    |one: &ReferenceRow| one.booking_id == new.booking && one.closed_at.is_none();
                if tx.list_references().await?.iter().any(is_open) {
                    return Ok(());
                }
                let least = tx.rulebook(call.today()).await?.get(Rule::LeastSheets);
                let candidates = tx.list_reference_candidates(least).await?;
                if !candidates.iter().any(|one| one.booking_id == new.booking) {
                    let kind = ProblemKind::UnknownChoice;
                    return Err(Problems::one(Field::ReferenceOf, kind).into());
                }
                let added =
                    tx.add_reference(new.booking, &new.video_link, actor.person, call.now).await?;
                // Somebody may have offered it at the same moment.
                let Some(id) = added else { return Ok(()) };
                tx.log(call.entry("open", "reference_lecture", PLANNERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Offers a reference no more; who has scored it still sees the own sheet.
    pub async fn close_reference(
        &self,
        call: &Call,
        id: ReferenceLectureId,
    ) -> Result<(), ActionError> {
        call.allowed(may_plan_review_sessions)?;
        self.write(|tx| {
            async move {
                tx.find_reference(id).await?.ok_or(ActionError::NotFound)?;
                if tx.close_reference(id, call.now).await? {
                    tx.log(call.entry("close", "reference_lecture", PLANNERS).on(id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// A reference lecture, for a panelist who neither held it nor sat on its panel.
    pub async fn reference(
        &self,
        call: &Call,
        id: ReferenceLectureId,
    ) -> Result<ReferencePage, ActionError> {
        reference_of(&mut self.store.read().await?, call, id).await
    }

    /// Its slides.
    pub async fn reference_slides(
        &self,
        call: &Call,
        id: ReferenceLectureId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let page = self.reference(call, id).await?;
        let slides = page.course.course.slides_id.ok_or(ActionError::NotFound)?;
        let upload = self.store.read().await?.find_upload_by_id(slides).await?;
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let handed = Handed::file(AccessThing::Slides, page.reference.version_id);
        let noted = self.note(call, PANELISTS, handed).await?;
        Ok((upload, bytes, noted))
    }

    /// Keeps what a panelist gives a reference lecture, once: sent again in other words it is refused.
    pub async fn score_reference(
        &self,
        call: &Call,
        id: ReferenceLectureId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(|actor| actor.is(Role::Panelist))?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(actor.person)).await?;
                let page = reference_of(tx, call, id).await?;
                let scores = read_scores(values)?;
                if let Some((own, _)) = &page.own {
                    let is_same = *own == scores;
                    return if is_same { Ok(()) } else { Err(ActionError::WrongState) };
                }
                if page.reference.closed_at.is_some() {
                    return Err(ActionError::WrongState);
                }
                let scores: Vec<Option<Points>> = scores.into_iter().map(Some).collect();
                let key = (id, actor.person);
                if !tx.add_reference_sheet(key, &scores, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                tx.log(call.entry("score", "reference_lecture", PANELISTS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether somebody has nothing to do with a lecture.
async fn is_apart(
    conn: &mut Conn,
    person: PersonId,
    reference: &ReferenceRow,
) -> Result<bool, ActionError> {
    let sheets = conn.list_review_sheets(&[reference.booking_id]).await?;
    Ok(person != reference.lecturer_id && sheets.iter().all(|sheet| sheet.person_id != person))
}

async fn reference_of(
    conn: &mut Conn,
    call: &Call,
    id: ReferenceLectureId,
) -> Result<ReferencePage, ActionError> {
    let actor: &Actor = call.allowed(|actor| actor.is(Role::Panelist))?;
    let reference = conn.find_reference(id).await?.ok_or(ActionError::NotFound)?;
    let own = conn.list_reference_sheets_of(actor.person).await?;
    let own = own.into_iter().find(|sheet| sheet.reference_id == id);
    let is_open = reference.closed_at.is_none();
    if !is_apart(conn, actor.person, &reference).await? || !is_open && own.is_none() {
        return Err(ActionError::NotFound);
    }
    let mut course = course_page(conn, actor, reference.version_id).await?;
    // What is compared are marks of a lecture, not of a person.
    course.course.lecturer_name.clear();
    let own = match own {
        None => None,
        Some(sheet) => {
            let scores: Vec<Points> = sheet.scores.into_iter().flatten().collect();
            let mut sheets = conn.list_review_sheets(&[reference.booking_id]).await?;
            sheets.retain(|sheet| sheet.state == SheetStage::Submitted);
            let seated: Vec<_> = sheets.iter().map(who_judged).collect();
            let panel = review_result(&complete(&seated, &sheets));
            let panel = panel.map_err(|_| ActionError::WrongState)?;
            let rules = conn.rulebook(call.today()).await?;
            let within = rules.get(Rule::ReferenceAlikePoints);
            let agreement = agreement(&scores, &panel, within);
            Some((scores, agreement))
        }
    };
    Ok(ReferencePage { reference, course, own })
}
