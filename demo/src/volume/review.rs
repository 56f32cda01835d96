//! What was held of the past sessions: lectures with all of their sheets, and one whose sheets are
//! still being written.

use chrono::TimeDelta;
use domain::{
    review_sheet::{RUBRIC, criteria},
    score_sheet::Points,
};
use store::{
    Tx,
    bench::{Cell, add_rows, confirm_trials},
};

use super::{Load, Rows, SEATS, SLOTS, at};
use actions::ActionError;

/// So many lectures were held in each of the past sessions, in its first slots.
pub(super) const LECTURES: i64 = 2;

impl Load {
    /// Lectures of the past sessions, all decided but the last one of the newest session.
    ///
    /// The first lecturer's course is the first that was judged.
    pub(super) async fn reviews(&self, tx: &mut Tx) -> Result<(), ActionError> {
        let past = self.figures.sessions - self.figures.sessions / 4;
        let (mut bookings, mut cycles, mut rounds) = (Rows::new(), Rows::new(), Rows::new());
        let (mut trials, mut present) = (Rows::new(), Rows::new());
        let (mut relations, mut sheets) = (Rows::new(), Rows::new());
        let panelists = self.panelists();
        for session in 1..=past {
            let day = self.now - TimeDelta::days(5 + session);
            for slot in 1..=LECTURES {
                let id = (session - 1) * LECTURES + slot;
                let version = if id == 1 { self.figures.lecturers } else { id };
                let lecturer = 2 + version % self.figures.lecturers;
                // The last one of the newest session.
                let is_open = (session, slot) == (1, LECTURES);
                let slot_id = (session - 1) * SLOTS + slot;
                bookings.push(row![
                    id,
                    slot_id,
                    version,
                    lecturer,
                    "attended",
                    Cell::At(day),
                    Cell::Bool(false),
                    Cell::At(day - TimeDelta::days(20)),
                ]);
                let state = if is_open { "open" } else { "passed" };
                cycles.push(row![id, version, state, Cell::At(day - TimeDelta::days(30))]);
                rounds.push(row![id, id, 1, version]);
                trials.push(row![
                    id,
                    session,
                    version,
                    if is_open { "scoring" } else { "proposed" },
                    RUBRIC,
                    Cell::At(day),
                    Cell::MaybeAt(Some(day + TimeDelta::minutes(50))),
                    Cell::MaybeAt((!is_open).then(|| day + TimeDelta::minutes(90))),
                    Cell::MaybeText((!is_open).then(|| "approve".to_owned())),
                    Cell::MaybeText((!is_open).then(|| "approve".to_owned())),
                    Cell::MaybeInt((!is_open).then(|| at(&panelists, session * SEATS))),
                    Cell::MaybeAt((!is_open).then(|| day + TimeDelta::minutes(95))),
                    1,
                ]);
                for seat in 0..SEATS {
                    let person = at(&panelists, session * SEATS + seat);
                    present.push(row![id, seat + 1, person]);
                    relations.push(row![id, person, "none", Cell::At(day)]);
                    // Whoever has the first seat has not written yet where sheets are open.
                    if !is_open || seat > 2 {
                        let scores = scores(id + seat)?;
                        sheets.push(row![
                            (id - 1) * SEATS + seat + 1,
                            id,
                            person,
                            seat + 1,
                            scores.as_str(),
                            "[\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"]",
                            "用自己的观测故事开场，听众投入",
                            "请把数据的来源写在幻灯片上",
                            "",
                            "submitted",
                            2,
                            Cell::At(day + TimeDelta::minutes(70)),
                        ]);
                    }
                }
            }
        }
        let columns =
            "id, slot_id, version_id, lecturer_id, state, held_until, extended, created_at";
        add_rows(tx, "booking", columns, &bookings).await?;
        add_rows(tx, "refinement_cycle", "id, course_id, state, opened_at", &cycles).await?;
        add_rows(tx, "refinement_round", "id, cycle_id, round_no, version_id", &rounds).await?;
        let columns = "booking_id, session_id, version_id, state, rubric, started_at, ended_at, \
            closed_at, computed, proposed, proposer_id, proposed_at, revision";
        add_rows(tx, "trial_lecture", columns, &trials).await?;
        add_rows(tx, "trial_presence", "booking_id, seat_no, person_id", &present).await?;
        let columns = "booking_id, person_id, kind, declared_at";
        add_rows(tx, "panel_relation", columns, &relations).await?;
        let columns = "id, booking_id, person_id, seat_no, scores, notes, strength, suggestion, \
            veto_detail, state, revision, changed_at";
        add_rows(tx, "review_sheet", columns, &sheets).await?;
        Ok(confirm_trials(tx, 1, self.now - TimeDelta::days(3)).await?)
    }

    /// Those who sit on panels.
    pub(super) fn panelists(&self) -> Vec<i64> {
        (1..=self.figures.lecturers / 10).map(|n| n * 10 + 1).collect()
    }
}

/// Scores of a sheet as they are stored, each a little below its maximum.
fn scores(n: i64) -> Result<String, ActionError> {
    let score = |(at, max): (i64, i64)| Some(Points::hundredths(max - 50 * ((n + at) % 4)));
    let maxima = criteria().into_iter().map(|criterion| criterion.max.in_hundredths());
    let scores: Vec<Option<Points>> = (0_i64..).zip(maxima).map(score).collect();
    serde_json::to_string(&scores).map_err(|error| ActionError::Internal(error.to_string()))
}
