//! What was verified of a lecture, corrected by the city's office with a reason; by two people where it
//! stands on a statement that somebody has taken (`LAW-51`).

use domain::{
    delivery::{DeliveryReport, DeliveryState, Stated},
    form::{Field, ProblemKind, Problems, Revision, Values},
    id::DeliveryId,
    inbox::Message,
    lecture_request::{REQUEST_READERS, may_decide_for_city},
    paper_correction::{Correction, CorrectionSource},
};
use store::{Conn, DeliveryRow, NewPaperCorrection, PaperCorrectionRow};

use super::{DeliveryPage, delivery_of, lock_delivery, report_days, stated};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    paper_correction::{propose, taken_meanwhile},
    write::{Scoped as _, Write},
};

/// The form that corrects what was verified of a lecture.
#[derive(Clone, Debug)]
pub struct DeliveryCorrectionPage {
    /// The lecture.
    pub delivery: DeliveryRow,
    /// Whether it stands on a statement that holds: a second person confirms.
    pub is_on_paper: bool,
    /// What waits for a second person.
    pub waiting: Vec<PaperCorrectionRow>,
}

impl Actions {
    /// What the city's office corrects of a verified lecture.
    pub async fn delivery_correction(
        &self,
        call: &Call,
        id: DeliveryId,
    ) -> Result<DeliveryCorrectionPage, ActionError> {
        call.allowed(may_decide_for_city)?;
        let mut conn = self.store.read().await?;
        let page = delivery_of(&mut conn, call, id).await?;
        correction_of(&mut conn, page).await
    }

    /// Corrects what was verified of a lecture; `true`: a second person confirms it first. The same
    /// sent again changes nothing.
    ///
    /// Fields: `attendance`, `delivered_on`, `began_at`, `ended_at`, `reason`.
    pub async fn correct_delivery(
        &self,
        call: &Call,
        id: DeliveryId,
        values: &Values,
        revision: Revision,
    ) -> Result<bool, ActionError> {
        let actor = call.allowed(may_decide_for_city)?;
        self.write(|tx| {
            async move {
                let page = lock_delivery(tx, call, id).await?;
                let DeliveryCorrectionPage { delivery, is_on_paper, .. } =
                    correction_of(tx, page).await?;
                let rules = tx.rulebook(call.today()).await?;
                let days = report_days(call, &delivery, &rules);
                let report = DeliveryReport::parse_correction(values, &days)?;
                let (before, after) = (verified(&delivery)?, stated(&report));
                let is_current = check_revision(revision, delivery.revision);
                if before == after {
                    // Sent twice, it is done.
                    return match is_current {
                        Ok(()) => {
                            Err(Problems::one(Field::Decision, ProblemKind::NothingNew).into())
                        }
                        Err(_) => Ok(false),
                    };
                }
                is_current?;
                if actor.is_or_stands_in_for(delivery.lecturer_id) {
                    let problem = ProblemKind::OwnCorrection;
                    return Err(Problems::one(Field::Decision, problem).into());
                }
                if !is_on_paper {
                    carry_out(tx, call, &delivery, (after, &report.reason)).await?;
                    return Ok(false);
                }
                let change = Correction::Delivery { delivery: id, before, after };
                let new = NewPaperCorrection {
                    person_id: delivery.lecturer_id,
                    title: &format!("{} · {}", delivery.title, delivery.host_name),
                    amounts: (minutes(before), minutes(after)),
                    change: &change,
                    reason: &report.reason,
                    proposer_id: actor.person,
                    proposed_at: call.now,
                };
                propose(tx, call, &new).await?;
                Ok(true)
            }
            .scope_boxed()
        })
        .await
    }
}

async fn correction_of(
    conn: &mut Conn,
    page: DeliveryPage,
) -> Result<DeliveryCorrectionPage, ActionError> {
    if !page.may_correct {
        return Err(ActionError::WrongState);
    }
    let id = page.delivery.id;
    let source = (CorrectionSource::Delivery, id.0);
    Ok(DeliveryCorrectionPage {
        is_on_paper: conn.is_delivery_on_paper(id).await?,
        waiting: conn.list_corrections_of_source(source).await?,
        delivery: page.delivery,
    })
}

/// What was verified.
pub(crate) fn verified(delivery: &DeliveryRow) -> Result<Stated, ActionError> {
    let said = (delivery.attendance, delivery.began_at, delivery.ended_at);
    match said {
        (Some(attendance), Some(began_at), Some(ended_at))
            if delivery.state == DeliveryState::Verified =>
        {
            Ok((attendance, began_at, ended_at))
        }
        _ => Err(ActionError::WrongState),
    }
}

fn minutes((_, began_at, ended_at): Stated) -> i64 {
    (ended_at - began_at).num_minutes()
}

/// Puts the right figures down, and tells the lecturer; the host's page says them.
pub(crate) async fn carry_out(
    tx: &mut Write,
    call: &Call,
    delivery: &DeliveryRow,
    (after, reason): (Stated, &str),
) -> Result<(), ActionError> {
    let key = (delivery.id, delivery.revision);
    if !tx.correct_delivery(key, after, call.now).await.map_err(taken_meanwhile)? {
        return Err(ActionError::Stale);
    }
    let (attendance, began_at, ended_at) = after;
    let message = Message::DeliveryCorrected {
        delivery: delivery.id,
        title: delivery.title.clone(),
        host: delivery.host_name.clone(),
        attendance,
        began_at,
        ended_at,
        reason: reason.to_owned(),
    };
    tx.add_message(delivery.lecturer_id, &message, call.now).await?;
    let state = DeliveryState::Verified.as_str();
    let entry = call.entry("correct", "delivery", REQUEST_READERS).on(delivery.id);
    tx.log(entry.moved(state, state).because(reason.to_owned()));
    Ok(())
}
