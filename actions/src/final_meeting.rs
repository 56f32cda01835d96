//! The meeting of a final: one nominee at a time on every screen, judges in conflict kept out, in the
//! order in which fewest have to leave.

use std::collections::BTreeSet;

use domain::{
    award_cycle::{AwardCycleState, FinalKind, RUNNERS, may_run_awards},
    evaluation::{n_leave, order},
    form::{Field, Problems, Reader, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId},
    inbox::Message,
    nomination::Relation,
    roster::AwardCategory,
    score_sheet::{Stage, may_judge},
};
use store::{Conn, CycleRow, FinalMeetingRow, JudgeRow, Lock, NominationRow};

use crate::{
    ActionError, Actions, Call,
    award_cycle::{Seats, conflicted, tell_of_award, watched_cycle},
    error::check_revision,
    nomination::{NominationFile, file_of},
    write::Scoped as _,
};

/// A nominee's turn, as who runs the meeting sees it.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The place, from 1.
    pub place: i64,
    /// Who: name, workplace and category; none where the caller is in conflict.
    pub who: Option<(String, String, AwardCategory)>,
    /// Seats and names of the judges who wait outside.
    pub outside: Vec<(i64, String)>,
    /// Whether it was this one's turn already.
    pub was_called: bool,
}

/// The meeting of a final, as who runs it sees it.
#[derive(Clone, Debug)]
pub struct FinalMeetingPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The meeting; none before it is opened.
    pub meeting: Option<FinalMeetingRow>,
    /// Everybody by place; before it is opened, as it would be.
    pub turns: Vec<Turn>,
    /// How often a judge has to leave.
    pub n_leave: usize,
    /// Judges who have not declared how they relate to everybody, and wait outside for those.
    pub undeclared: Vec<JudgeRow>,
}

/// What a judge sees of a meeting.
#[derive(Clone, Debug)]
pub enum Room {
    /// It has not begun, or is over.
    Closed,
    /// It has begun, and nobody is spoken of yet.
    Waiting,
    /// Somebody is spoken of to whom the judge stands in a relation, or has declared nothing.
    Outside,
    /// Somebody is spoken of.
    Inside(Box<Spoken>),
}

/// Who is spoken of.
#[derive(Clone, Debug)]
pub struct Spoken {
    /// The nomination.
    pub nomination: NominationRow,
    /// What is on file.
    pub file: NominationFile,
    /// Whether the judge writes a sheet of this nominee.
    pub has_sheet: bool,
}

/// The meeting of a final, as a judge sees it.
#[derive(Clone, Debug)]
pub struct RoomPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Counts the changes of the meeting; 0 before it is opened.
    pub revision: i64,
    /// What the judge sees.
    pub room: Room,
}

impl Actions {
    /// The meeting of a final, for who runs the cycle.
    pub async fn final_meeting(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<FinalMeetingPage, ActionError> {
        let mut conn = self.store.read().await?;
        meeting_of(&mut conn, call, id).await.map(|(page, _)| page)
    }

    /// Opens the meeting of a final, or opens it again: those who were not spoken of yet are put in
    /// order anew. Its judges are told the first time.
    pub async fn open_final_meeting(
        &self,
        call: &Call,
        id: AwardCycleId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let (page, planned) = meeting_of(tx, call, id).await?;
                let now = page.meeting.as_ref().map_or(0, |meeting| meeting.revision);
                check_revision(revision, now)?;
                tx.open_final_meeting(id, &planned, call.now).await?;
                if page.meeting.is_none() {
                    let title = page.cycle.title.clone();
                    let message = Message::FinalMeetingOpened { cycle: id, title };
                    tell_of_award(tx, call, id, &message).await?;
                }
                tx.log(call.entry("open_meeting", "award_cycle", RUNNERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// It is somebody's turn: field `turn`, a place.
    pub async fn call_final_turn(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let (page, _) = meeting_of(tx, call, id).await?;
                let meeting = page.meeting.as_ref().ok_or(ActionError::WrongState)?;
                let place = read_turn(values, &page)?;
                if meeting.is_closed {
                    return Err(ActionError::WrongState);
                }
                if meeting.turn == place {
                    return Ok(());
                }
                check_revision(revision, meeting.revision)?;
                let turns = tx.list_final_turns(id).await?;
                let turn = turns.iter().find(|turn| turn.place == place);
                let turn = turn.ok_or(ActionError::NotFound)?;
                if !tx.call_final_turn(id, meeting.revision, (place, call.now)).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("call_turn", "nomination", RUNNERS).on(turn.nomination_id);
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends the meeting; it can be opened again as long as the final lasts.
    pub async fn close_final_meeting(
        &self,
        call: &Call,
        id: AwardCycleId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let (page, _) = meeting_of(tx, call, id).await?;
                let meeting = page.meeting.as_ref().ok_or(ActionError::WrongState)?;
                if meeting.is_closed {
                    return Ok(());
                }
                check_revision(revision, meeting.revision)?;
                if !tx.close_final_meeting(id, meeting.revision).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("close_meeting", "award_cycle", RUNNERS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The meeting of a final on a judge's screen.
    pub async fn room(&self, call: &Call, id: AwardCycleId) -> Result<RoomPage, ActionError> {
        let mut conn = self.store.read().await?;
        let actor = call.allowed(may_judge)?;
        let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
        conn.find_seat(id, actor.person).await?.ok_or(ActionError::NotFound)?;
        if cycle.state != AwardCycleState::FinalEvaluation {
            return Err(ActionError::WrongState);
        }
        let Some(meeting) = conn.find_final_meeting(id).await? else {
            return Ok(RoomPage { cycle, revision: 0, room: Room::Closed });
        };
        let turns = conn.list_final_turns(id).await?;
        let turn = turns.iter().find(|turn| turn.place == meeting.turn);
        let room = match turn {
            _ if meeting.is_closed => Room::Closed,
            None => Room::Waiting,
            Some(turn) => {
                let of = turn.nomination_id;
                let nomination = conn.find_nomination(of).await?.ok_or(ActionError::NotFound)?;
                let one = std::slice::from_ref(&nomination);
                let near = conflicted(&mut conn, actor, one, call.today()).await?;
                let declared = conn.list_relations_of(id, actor.person).await?;
                let is_free = declared
                    .iter()
                    .any(|row| row.nomination_id == of && row.kind == Relation(None));
                if is_free && near.is_empty() {
                    let file = file_of(&mut conn, call, &cycle, &nomination).await?;
                    let has_sheet = cycle.final_kind == FinalKind::Sheets;
                    Room::Inside(Box::new(Spoken { nomination, file, has_sheet }))
                } else {
                    Room::Outside
                }
            }
        };
        Ok(RoomPage { cycle, revision: meeting.revision, room })
    }

    /// How often a meeting has changed, for the screens that follow it.
    pub async fn meeting_revision(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<i64, ActionError> {
        let actor = call.actor()?;
        let mut conn = self.store.read().await?;
        if conn.find_seat(id, actor.person).await?.is_none() {
            call.allowed(may_run_awards)?;
            watched_cycle(&mut conn, actor, id).await?;
        }
        Ok(conn.find_final_meeting(id).await?.map_or(0, |meeting| meeting.revision))
    }
}

fn read_turn(values: &Values, page: &FinalMeetingPage) -> Result<i64, Problems> {
    let mut reader = Reader::new(values);
    let place = reader.choice(Field::Turn, |text| {
        text.parse().ok().filter(|place| page.turns.iter().any(|turn| turn.place == *place))
    });
    reader.problems.or(|| place)
}

/// A meeting, for who runs it; and those who would be spoken of, in their order, if it were opened now.
async fn meeting_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<(FinalMeetingPage, Vec<NominationId>), ActionError> {
    let actor = call.allowed(may_run_awards)?;
    let cycle = watched_cycle(conn, actor, id).await?;
    if cycle.state != AwardCycleState::FinalEvaluation {
        return Err(ActionError::WrongState);
    }
    let seats = Seats::of(conn, &cycle, (Stage::Final, call.today())).await?;
    let hidden = conflicted(conn, actor, &seats.nominees, call.today()).await?;
    let meeting = conn.find_final_meeting(id).await?;
    let stored = conn.list_final_turns(id).await?;
    let called: Vec<NominationId> = stored
        .iter()
        .filter(|turn| turn.called_at.is_some())
        .map(|turn| turn.nomination_id)
        .collect();
    let planned = planned(&seats, &called);
    // As it stands, or as it would be.
    let order: Vec<(i64, NominationId)> = match &meeting {
        Some(_) => stored.iter().map(|turn| (turn.place, turn.nomination_id)).collect(),
        None => (1..).zip(planned.iter().copied()).collect(),
    };
    let sets: Vec<BTreeSet<i64>> = order.iter().map(|(_, one)| seats.outside(*one)).collect();
    let name = |seat: i64| {
        let judge = seats.judges.iter().find(|judge| judge.seat_no == seat);
        (seat, judge.map_or_else(String::new, |judge| judge.name.clone()))
    };
    let turn = |((place, one), outside): (&(i64, NominationId), &BTreeSet<i64>)| {
        let nominee = seats.nominees.iter().find(|nominee| nominee.id == *one);
        let who = nominee.filter(|nominee| !hidden.contains(&nominee.id));
        Turn {
            place: *place,
            who: who.map(|it| (it.name.clone(), it.workplace.clone(), it.category)),
            outside: outside.iter().copied().map(name).collect(),
            was_called: called.contains(one),
        }
    };
    let page = FinalMeetingPage {
        turns: order.iter().zip(&sets).map(turn).collect(),
        n_leave: n_leave(&BTreeSet::new(), &sets),
        undeclared: seats.undeclared(),
        meeting,
        cycle,
    };
    Ok((page, planned))
}

/// Those who were not spoken of, one category after the other, each in the order in which fewest
/// judges have to leave.
fn planned(seats: &Seats, called: &[NominationId]) -> Vec<NominationId> {
    let mut categories: Vec<AwardCategoryId> =
        seats.nominees.iter().map(|one| one.category_id).collect();
    categories.sort_unstable();
    categories.dedup();
    let mut before = called.last().map_or_else(BTreeSet::new, |last| seats.outside(*last));
    let mut planned = Vec::new();
    for category in categories {
        let is_left =
            |one: &&NominationRow| one.category_id == category && !called.contains(&one.id);
        let own: Vec<&NominationRow> = seats.nominees.iter().filter(is_left).collect();
        let sets: Vec<BTreeSet<i64>> = own.iter().map(|one| seats.outside(one.id)).collect();
        let turns = order(&sets, &before);
        if let Some(last) = turns.last() {
            before.clone_from(&sets[*last]);
        }
        planned.extend(turns.into_iter().map(|at| own[at].id));
    }
    planned
}
