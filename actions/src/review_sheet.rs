//! A panelist's sheet of a trial lecture: a draft until it is submitted, then locked.

use domain::{
    form::{Revision, Values},
    id::{BookingId, PersonId},
    inbox::Message,
    record::Kind,
    review_sheet::{ReviewDraft, rubric},
    role::Role,
    score_sheet::{Seat, SheetStage},
};
use store::SheetOf;

use crate::{
    ActionError, Actions, Call, TrialPage,
    record::fixed,
    trial_lecture::LEADERS,
    write::{Scoped as _, Write},
};

/// The page of a panelist's own sheet.
#[derive(Clone, Debug)]
pub struct ReviewSheetPage {
    /// The lecture.
    pub page: TrialPage,
    /// What is entered so far.
    pub draft: ReviewDraft,
    /// The revision it was read at; 0 if nothing was saved.
    pub revision: i64,
    /// Whether it is locked.
    pub is_submitted: bool,
    /// Whether sheets are being written.
    pub is_open: bool,
    /// The own seat.
    pub seat_no: i64,
}

impl Actions {
    /// The caller's own sheet of a lecture; not there for who is recused, away, or has not declared.
    pub async fn review_sheet(
        &self,
        call: &Call,
        id: BookingId,
    ) -> Result<ReviewSheetPage, ActionError> {
        sheet_of(call, self.trial(call, id).await?)
    }

    /// Saves a draft; gives the new revision. Fails with [`ActionError::Stale`] if another tab was
    /// faster, with [`ActionError::WrongState`] once the sheet is locked.
    pub async fn save_review_sheet(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<i64, ActionError> {
        // It stands on no page but the sheet's own.
        self.write_aside(|tx| {
            async move {
                let page = sheet_of(call, self.locked(tx, call, id).await?)?;
                save(tx, call, &page, values, revision).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Saves a draft as far as it can be read, while somebody types: what cannot stays as it was
    /// saved before. Gives the new revision, and whether it is everything that was typed.
    pub async fn keep_review_sheet(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<(i64, bool), ActionError> {
        // It stands on no page but the sheet's own.
        self.write_aside(|tx| {
            async move {
                let page = sheet_of(call, self.locked(tx, call, id).await?)?;
                let Err(problems) = ReviewDraft::parse(values) else {
                    return Ok((save(tx, call, &page, values, revision).await?, true));
                };
                let (kept, mut readable) = (Values::from(&page.draft), values.clone());
                for problem in problems.0 {
                    readable.set(problem.field, kept.get(problem.field));
                }
                Ok((save(tx, call, &page, &readable, revision).await?, false))
            }
            .scope_boxed()
        })
        .await
    }

    /// Submits and locks a sheet; the same form sent again does nothing. A veto on it is put to all
    /// who judge.
    pub async fn submit_review_sheet(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = sheet_of(call, self.locked(tx, call, id).await?)?;
                let draft = ReviewDraft::parse(values)?;
                let rubric = rubric().ok_or_else(|| ActionError::Internal("no rubric".into()))?;
                draft.complete(&rubric, Seat(u32::try_from(page.seat_no).unwrap_or_default()))?;
                if page.is_submitted {
                    // What was submitted stands; the same again is no error, another one is.
                    let is_same = draft == page.draft;
                    return if is_same { Ok(()) } else { Err(ActionError::WrongState) };
                }
                let person = call.actor()?.person;
                let revision = save(tx, call, &page, values, revision).await?;
                if !tx.submit_review_sheet(id, person, revision).await? {
                    return Err(ActionError::Stale);
                }
                if draft.veto.is_some() && !page.page.has_veto {
                    let title = page.page.lecture.booking.title.clone();
                    let message = Message::VetoRaised { booking: id, title };
                    for one in page.page.lecture.seated.iter().filter(|one| one.judges()) {
                        tx.add_message(one.person, &message, call.now).await?;
                    }
                }
                let sheet = tx.find_review_sheet(id, person).await?.ok_or(ActionError::NotFound)?;
                let entry = call.entry("submit", "review_sheet", &[Role::Panelist]).on(sheet.id);
                let record = fixed(tx, Kind::ReviewSheet, sheet.id).await?;
                tx.log(entry.moved("draft", "submitted").fixing(record));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

fn sheet_of(call: &Call, page: TrialPage) -> Result<ReviewSheetPage, ActionError> {
    let seat_no = page.own_seat(call.actor()?.person).ok_or(ActionError::NotFound)?.seat_no;
    let trial = page.lecture.trial.as_ref().ok_or(ActionError::NotFound)?;
    let sheet = page.own.as_ref().filter(|sheet| sheet.state != SheetStage::Void);
    Ok(ReviewSheetPage {
        draft: sheet.map(store::ReviewSheetRow::draft).unwrap_or_default(),
        revision: sheet.map_or(0, |row| row.revision),
        is_submitted: sheet.is_some_and(|row| row.state == SheetStage::Submitted),
        is_open: trial.state.takes_sheets(),
        seat_no,
        page,
    })
}

/// Saves what a form says; gives the revision from then on. A draft is no event of the trade: it
/// stays out of the chain.
async fn save(
    tx: &mut Write,
    call: &Call,
    page: &ReviewSheetPage,
    values: &Values,
    revision: Revision,
) -> Result<i64, ActionError> {
    if page.is_submitted || !page.is_open {
        return Err(ActionError::WrongState);
    }
    let draft = ReviewDraft::parse(values)?;
    if draft == page.draft && page.revision > 0 {
        return Ok(page.revision);
    }
    let of = SheetOf {
        booking_id: page.page.lecture.booking.id,
        person_id: call.actor()?.person,
        seat_no: page.seat_no,
    };
    if !tx.save_review_sheet(of, &draft, revision.number(), call.now).await? {
        return Err(ActionError::Stale);
    }
    Ok(revision.number() + 1)
}

/// From now on a sheet does not count, which is fixed with a line; without one nothing happens.
pub(crate) async fn void(
    tx: &mut Write,
    call: &Call,
    booking: BookingId,
    person: PersonId,
) -> Result<(), ActionError> {
    let Some(sheet) = tx.find_review_sheet(booking, person).await? else { return Ok(()) };
    if tx.void_review_sheet(booking, person).await? && sheet.state == SheetStage::Submitted {
        let record = fixed(tx, Kind::ReviewSheet, sheet.id).await?;
        let entry = call.entry("void", "review_sheet", LEADERS).on(sheet.id);
        tx.log(entry.moved("submitted", "void").fixing(record));
    }
    Ok(())
}
