//! Lectures that too few of their panel may judge: the organiser is told and offered who could take a
//! seat, and nothing is changed in silence (`REV-06`, `REV-07`).

use domain::{
    id::BookingId, inbox::Message, panel::PanelAnswer, review_session::ReviewSessionState,
    rulebook::Rule,
};
use store::{BookingRow, Conn, PanelRow, ReviewSessionRow};

use crate::{ActionError, Call, tell::tell_organisers, trial_lecture::seats, write::Write};

/// A booked lecture that fewer of the panel may judge than it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortLecture {
    /// The booking.
    pub booking: BookingId,
    /// The course's title.
    pub title: String,
    /// Who lectures.
    pub lecturer: String,
    /// How many of the panel may judge it.
    pub n: usize,
}

/// The booked lectures of a session that too few of its panel may judge.
pub(super) async fn short_lectures(
    conn: &mut Conn,
    call: &Call,
    panel: &[PanelRow],
    bookings: &[BookingRow],
) -> Result<Vec<ShortLecture>, ActionError> {
    let Some(first) = bookings.first() else { return Ok(Vec::new()) };
    let rules = conn.rulebook_of_session(first.session_id, call.today()).await?;
    let minimum = rules.count(Rule::PanelMinimum);
    let mut seated = seats(conn, call, panel, bookings).await?;
    let comes = |seat_no: i64| {
        let member = panel.iter().find(|member| member.seat_no == seat_no);
        member.is_some_and(|member| member.answer != Some(PanelAnswer::Declined))
    };
    let short = |booking: &BookingRow| {
        let seated = seated.remove(&booking.id).unwrap_or_default();
        let free = seated.iter().filter(|one| !one.is_recused() && comes(one.seat_no));
        let n = free.count();
        (n < minimum).then(|| ShortLecture {
            booking: booking.id,
            title: booking.title.clone(),
            lecturer: booking.lecturer_name.clone(),
            n,
        })
    };
    Ok(bookings.iter().filter_map(short).collect())
}

/// Tells who organises a session of the lectures that too few may judge since somebody of the panel
/// has declared a relation or cannot come; before the sitting only.
pub(crate) async fn tell_of_short(
    tx: &mut Write,
    call: &Call,
    session: &ReviewSessionRow,
    only: Option<BookingId>,
) -> Result<(), ActionError> {
    if !matches!(session.state, ReviewSessionState::Open | ReviewSessionState::Closed) {
        return Ok(());
    }
    let panel = tx.list_panels(&[session.id]).await?;
    let mut bookings = tx.list_bookings_in(session.id).await?;
    bookings.retain(|booking| only.is_none_or(|only| only == booking.id));
    for short in short_lectures(tx, call, &panel, &bookings).await? {
        let message = Message::PanelShort {
            session: session.id,
            title: short.title,
            lecturer: short.lecturer,
            n: short.n,
        };
        tell_organisers(tx, call, session.region_id, &message).await?;
    }
    Ok(())
}
