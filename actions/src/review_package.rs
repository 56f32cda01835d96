//! The review package of a sitting, for those who check it.

use std::collections::BTreeMap;

use domain::{
    access_log::AccessThing,
    id::{BookingId, PersonId, ReviewSessionId},
    nomination::Relation,
    result_package::{ChainHead, SheetState},
    review_package::{
        self, Decision, Input, Member, PanelSheet, ReviewPackage, Rules, Sitting, Vote,
    },
    review_session::conflict_since,
    role::Role,
    rulebook::Rule,
    score_sheet::{ConflictKind, Points, Seat, SheetStage},
    trial_lecture::{Seated, VetoVote},
};
use store::{Conn, ReviewSheetRow};

use crate::{
    ActionError, Actions, Call, Lecture, Noted, access_log::Handed, local_date,
    person_tie::known_conflict, trial_lecture::sitting_of, write::Scoped as _,
};

/// As whom somebody checks a sitting.
const CHECKERS: &[Role] = &[Role::Supervisor, Role::CityOffice];

impl Actions {
    /// The review package of a sitting: no name of panelist or lecturer. Only for who is neither.
    pub async fn review_package(
        &self,
        call: &Call,
        id: ReviewSessionId,
    ) -> Result<(ReviewPackage, Noted), ActionError> {
        // Some statements for each lecture, all of one moment.
        let mut conn = self.store.snapshot().await?;
        let mut package = package_of(&mut conn, call, id).await?;
        let (line, hash) = conn.find_audit_head().await?;
        drop(conn);
        package.chain = Some(ChainHead::new(line, &hash));
        let handed = Handed::rows(AccessThing::ReviewPackage, id, package.lectures.len());
        let noted = self.write(|tx| {
            async move {
                tx.log(call.entry("export", "review_session", CHECKERS).on(id));
                tx.note(call, CHECKERS, handed).await
            }
            .scope_boxed()
        });
        Ok((package, noted.await?))
    }
}

async fn package_of(
    conn: &mut Conn,
    call: &Call,
    id: ReviewSessionId,
) -> Result<ReviewPackage, ActionError> {
    let page = sitting_of(conn, call, id).await?;
    if !page.may_check() {
        return Err(ActionError::NotFound);
    }
    let judged: Vec<&Lecture> = page.lectures.iter().filter(|it| it.is_judged()).collect();
    let ids: Vec<BookingId> = judged.iter().map(|lecture| lecture.booking.id).collect();
    let sheets = conn.list_review_sheets(&ids).await?;
    let mut inputs = Vec::new();
    for lecture in judged {
        let votes = conn.list_veto_votes(lecture.booking.id).await?;
        inputs.extend(input_of(conn, call, lecture, (&sheets, &votes)).await?);
    }
    let held_on = local_date(page.session.starts_at);
    let sitting = Sitting { session: id.into(), held_on };
    review_package::build(sitting, inputs).map_err(|error| ActionError::Internal(error.to_string()))
}

async fn input_of(
    conn: &mut Conn,
    call: &Call,
    lecture: &Lecture,
    (sheets, votes): (&[ReviewSheetRow], &[(PersonId, VetoVote)]),
) -> Result<Option<Input>, ActionError> {
    let Some(trial) = &lecture.trial else { return Ok(None) };
    // By the rules of its session, or, before these were kept, of the day on which scoring was closed.
    let closed_on = local_date(trial.closed_at.unwrap_or(trial.started_at));
    let rules = conn.rulebook_of_session(trial.session_id, closed_on).await?;
    let minimum = rules.count(Rule::PanelMinimum);
    let seats: BTreeMap<PersonId, Seat> =
        lecture.seated.iter().map(|one| (one.person, seat(one.seat_no))).collect();
    let own = sheets.iter().filter(|sheet| sheet.booking_id == trial.booking_id);
    let vote = |(person, vote): &(PersonId, VetoVote)| {
        Some(Vote { seat: *seats.get(person)?, vote: *vote })
    };
    let of_session = conn.rulebook_of_session(trial.session_id, call.today()).await?;
    let since = conflict_since(&of_session, call.today());
    let mut panel = Vec::new();
    for one in &lecture.seated {
        // What nobody has declared has the kind that the files say.
        let declared = one.relation.and_then(|Relation(kind)| kind);
        let conflict = match declared {
            None if one.is_near => {
                Some(known_conflict(conn, (one.person, lecture.booking.lecturer_id), since).await?)
            }
            declared => declared,
        };
        panel.push(member(one, conflict));
    }
    Ok(Some(Input {
        lecture: format!("l{}", trial.booking_id),
        title: trial.title.clone(),
        version_no: trial.version_no,
        round_no: trial.round_no,
        rules: Rules::new(minimum),
        panel,
        sheets: own.filter_map(panel_sheet).collect(),
        votes: votes.iter().filter_map(vote).collect(),
        decision: Decision { proposed: trial.proposed, confirmed: trial.verdict },
    }))
}

fn seat(number: i64) -> Seat {
    Seat(u32::try_from(number).unwrap_or_default())
}

fn member(one: &Seated, conflict: Option<ConflictKind>) -> Member {
    Member {
        seat: seat(one.seat_no),
        is_present: one.is_present,
        has_declared: one.relation.is_some(),
        conflict,
    }
}

/// A sheet that was submitted; what was voided as a draft has gaps and says nothing.
fn panel_sheet(row: &ReviewSheetRow) -> Option<PanelSheet> {
    let state = match row.state {
        SheetStage::Draft => return None,
        SheetStage::Submitted => SheetState::Valid,
        SheetStage::Void => SheetState::Void,
    };
    let scores = row.scores.iter().copied().collect::<Option<Vec<Points>>>()?;
    Some(PanelSheet { seat: seat(row.seat_no), state, scores, veto: row.veto })
}
