//! The panel as a lecture finds it, and which sheets of it count.

use std::collections::BTreeMap;

use domain::{
    id::{BookingId, PersonId},
    nomination::Relation,
    review_session::{conflict, conflict_since},
    review_sheet::rubric,
    score_sheet::{Seat, Sheet, SheetStage},
    trial_lecture::{Outcome, Seated, VetoVote, tally},
};
use store::{BookingRow, Conn, PanelRow, ReviewSheetRow};

use crate::{ActionError, Call, review_session::peers};

/// The panel as each of some lectures of one session finds it.
pub(crate) async fn seats(
    conn: &mut Conn,
    call: &Call,
    panel: &[PanelRow],
    bookings: &[BookingRow],
) -> Result<BTreeMap<BookingId, Vec<Seated>>, ActionError> {
    let ids: Vec<BookingId> = bookings.iter().map(|booking| booking.id).collect();
    let present = conn.list_presence(&ids).await?;
    let relations = conn.list_panel_relations(&ids).await?;
    let mut people: Vec<PersonId> = panel.iter().map(|member| member.person_id).collect();
    people.extend(bookings.iter().map(|booking| booking.lecturer_id));
    people.sort_unstable();
    people.dedup();
    let rules = match bookings.first() {
        Some(one) => conn.rulebook_of_session(one.session_id, call.today()).await?,
        None => return Ok(BTreeMap::new()),
    };
    let since = conflict_since(&rules, call.today());
    let peers = peers(conn, &people, since).await?;
    let is_near = |one: PersonId, other: PersonId| match (peers.get(&one), peers.get(&other)) {
        (Some(one), Some(other)) => conflict(one, other, since.unit),
        _ => false,
    };
    let of = |booking: &BookingRow| {
        let seat = |member: &PanelRow| {
            let person = member.person_id;
            let declared = relations.iter().find(|row| row.0 == booking.id && row.1 == person);
            Seated {
                person,
                seat_no: member.seat_no,
                is_present: present.contains(&(booking.id, person)),
                relation: declared.map(|row| row.2),
                is_near: is_near(person, booking.lecturer_id),
            }
        };
        (booking.id, panel.iter().map(seat).collect())
    };
    Ok(bookings.iter().map(of).collect())
}

/// Submitted sheets of those who judge.
pub(super) fn counting<'a>(
    seated: &'a [Seated],
    sheets: &'a [ReviewSheetRow],
) -> impl Iterator<Item = &'a ReviewSheetRow> {
    let judges = |person: PersonId| seated.iter().any(|one| one.person == person && one.judges());
    sheets.iter().filter(move |it| it.state == SheetStage::Submitted && judges(it.person_id))
}

/// The sheets that count, as the aggregation takes them.
pub(crate) fn complete(seated: &[Seated], sheets: &[ReviewSheetRow]) -> Vec<Sheet> {
    let Some(rubric) = rubric() else { return Vec::new() };
    let sheet = |row: &ReviewSheetRow| {
        Sheet::new(&rubric, Seat(u32::try_from(row.seat_no).ok()?), &row.scores).ok()
    };
    counting(seated, sheets).filter_map(sheet).collect()
}

/// Those who are there, not recused, and have not submitted a sheet.
pub(crate) fn missing(seated: &[Seated], sheets: &[ReviewSheetRow]) -> Vec<PersonId> {
    let is_in = |person: PersonId| counting(seated, sheets).any(|it| it.person_id == person);
    let there = seated.iter().filter(|one| one.is_present && !one.is_recused());
    there.map(|one| one.person).filter(|person| !is_in(*person)).collect()
}

/// Who wrote a sheet that counts, as one who judged.
pub(crate) fn who_judged(sheet: &ReviewSheetRow) -> Seated {
    Seated {
        person: sheet.person_id,
        seat_no: sheet.seat_no,
        is_present: true,
        relation: Some(Relation(None)),
        is_near: false,
    }
}

/// What comes of a veto: the votes of those who judge.
pub(crate) fn outcome_of(votes: &[(PersonId, VetoVote)], seated: &[Seated]) -> Outcome {
    let judges = |person: PersonId| seated.iter().any(|one| one.person == person && one.judges());
    let cast: Vec<VetoVote> =
        votes.iter().filter(|(person, _)| judges(*person)).map(|(_, vote)| *vote).collect();
    tally(&cast, seated.iter().filter(|one| one.judges()).count())
}
