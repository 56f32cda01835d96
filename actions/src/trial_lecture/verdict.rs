//! What comes of a lecture: scoring closes, vetoes are put to the vote, the chair proposes, the
//! office confirms, and the course moves on.

use domain::{
    course::{CourseVersionState, CycleState},
    form::{Field, ProblemKind, Problems, REASON_MIN, Reader, Revision, TEXT_MAX, Values},
    id::{BookingId, PersonId},
    inbox::Message,
    record::Kind,
    review_sheet::review_result,
    role::{AUTHORS, PLANNERS, Role},
    rulebook::Rule,
    score_sheet::SheetStage,
    trial_lecture::{
        Outcome, Proposal, Round, Seated, TrialState, Verdict, VetoVote, advisory, chair, verdict,
    },
};
use store::{BookingRow, Decided, TrialRow};

use super::{LEADERS, Reading, TrialPage, complete, day::follow, seats};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    late_conflict::settled,
    lecturer_application::follow_trial,
    record::fixed,
    review_sheet::void,
    tell::{tell_offices, tell_people},
    write::{Scoped as _, Write},
};

impl Actions {
    /// No sheet is written any more: when all are in, or after the deadline without the missing ones,
    /// whose names the chain gets by their seats.
    pub async fn close_scoring(
        &self,
        call: &Call,
        id: BookingId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.led(tx, call, id).await?;
                let trial = page.lecture.trial.as_ref().ok_or(ActionError::WrongState)?;
                if trial.closed_at.is_some() {
                    return Ok(());
                }
                check_revision(revision, trial.revision)?;
                trial.state.close().map_err(|_| ActionError::WrongState)?;
                if !page.missing.is_empty() && call.now < page.sheets_until {
                    return Err(Problems::one(Field::Step, ProblemKind::SheetsMissing).into());
                }
                let missing: Vec<String> = page
                    .lecture
                    .seated
                    .iter()
                    .filter(|one| page.missing.contains(&one.person))
                    .map(|one| one.seat_no.to_string())
                    .collect();
                let mut entry = call.entry("close_scoring", "trial_lecture", LEADERS).on(id);
                if !missing.is_empty() {
                    entry = entry.because(missing.join(" "));
                }
                tx.log(entry);
                self.judge_lecture(tx, call, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Counts the sheets of a lecture whose scoring closes now: a result, or comments only.
    pub(crate) async fn judge_lecture(
        &self,
        tx: &mut Write,
        call: &Call,
        id: BookingId,
    ) -> Result<(), ActionError> {
        let page = self.trial_of(tx, call, id).await?;
        let trial = page.lecture.trial.as_ref().ok_or(ActionError::WrongState)?;
        let sheets = tx.list_review_sheets(&[id]).await?;
        let sheets = complete(&page.lecture.seated, &sheets);
        let minimum =
            tx.rulebook_of_session(trial.session_id, call.today()).await?.count(Rule::PanelMinimum);
        if let Some(why) = advisory(&page.lecture.seated, sheets.len(), minimum) {
            void_uncounted(tx, call, id, &page.lecture.seated).await?;
            if !tx.advise_trial(id, trial.revision, why, call.now).await? {
                return Err(ActionError::WrongState);
            }
            return self.settle(tx, call, trial, Verdict::Advisory).await;
        }
        let result = review_result(&sheets).map_err(|_| ActionError::WrongState)?;
        let computed = verdict(result.figures(), page.veto);
        if !tx.close_trial(id, trial.revision, computed, call.now).await? {
            return Err(ActionError::WrongState);
        }
        if let Some(person) = chair(&page.lecture.seated) {
            let message = Message::VerdictAwaited { booking: id, title: trial.title.clone() };
            tx.add_message(person, &message, call.now).await?;
        }
        Ok(())
    }

    /// Keeps what somebody who judges says to a veto, until the chair has proposed; the figures are
    /// held against it at once.
    pub async fn vote_on_veto(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.locked(tx, call, id).await?;
                let person = call.actor()?.person;
                page.own_seat(person).ok_or(ActionError::NotFound)?;
                let trial = page.lecture.trial.as_ref().ok_or(ActionError::WrongState)?;
                if !page.has_veto || trial.state != TrialState::Judged {
                    return Err(ActionError::WrongState);
                }
                let vote = VetoVote::parse(values.trimmed(Field::VetoVote))
                    .ok_or_else(|| Problems::one(Field::VetoVote, ProblemKind::Missing))?;
                tx.set_veto_vote(id, person, vote, call.now).await?;
                if let Some(computed) = self.trial_of(tx, call, id).await?.computed() {
                    tx.close_trial(id, trial.revision, computed, call.now).await?;
                }
                let entry = call.entry("vote", "trial_lecture", LEADERS).on(id);
                tx.log(entry.moved("", vote.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The chair proposes a verdict with numbered changes; the same again changes nothing.
    ///
    /// A raised veto is voted on first, by all who judge or until the sheets' deadline.
    pub async fn propose_verdict(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = self.led(tx, call, id).await?;
                let trial = page.lecture.trial.as_ref().ok_or(ActionError::WrongState)?;
                let computed = trial.computed.ok_or(ActionError::WrongState)?;
                let next = trial.state.propose().map_err(|_| ActionError::WrongState)?;
                check_revision(revision, trial.revision)?;
                if page.has_veto
                    && page.votes.len() < page.lecture.n_judges()
                    && call.now < page.sheets_until
                {
                    return Err(Problems::one(Field::Verdict, ProblemKind::VotesMissing).into());
                }
                let proposal = Proposal::parse(values, computed)?;
                check_veto(&page, proposal.verdict)?;
                let decided = Decided {
                    verdict: proposal.verdict,
                    person: Some(call.actor()?.person),
                    reason: &proposal.reason,
                    at: call.now,
                };
                if !tx.propose_verdict(id, trial.revision, &decided, &proposal.changes).await? {
                    return Err(ActionError::Stale);
                }
                let message = Message::VerdictProposed {
                    booking: id,
                    title: trial.title.clone(),
                    lecturer: trial.lecturer_name.clone(),
                };
                tell_offices(tx, call, PLANNERS, &message).await?;
                let mut entry = call
                    .entry("propose", "trial_lecture", LEADERS)
                    .on(id)
                    .moved(trial.state.as_str(), next.as_str());
                if !proposal.reason.is_empty() {
                    entry = entry.because(&proposal.reason);
                }
                tx.log(entry);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office wants the chair to think again, with a reason.
    pub async fn send_verdict_back(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let (page, trial) = self.to_confirm(tx, call, id).await?;
                let next = trial.state.send_back().map_err(|_| ActionError::WrongState)?;
                let reason = &read_reason(values, Field::Reason)?;
                check_revision(revision, trial.revision)?;
                if !tx.send_verdict_back(id, trial.revision).await? {
                    return Err(ActionError::WrongState);
                }
                let message = Message::VerdictSentBack {
                    booking: id,
                    title: trial.title.clone(),
                    reason: reason.clone(),
                };
                let chair = chair(&page.lecture.seated).or(trial.proposer_id);
                if let Some(person) = chair {
                    tx.add_message(person, &message, call.now).await?;
                }
                let entry = call.entry("send_back", "trial_lecture", PLANNERS).on(id);
                tx.log(entry.moved(trial.state.as_str(), next.as_str()).because(reason));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The office confirms the proposal, or decides otherwise with a reason; the course moves on and
    /// the lecturer is told. Confirmed twice, it is confirmed.
    pub async fn confirm_verdict(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let (page, trial) = self.to_confirm(tx, call, id).await?;
                trial.state.confirm().map_err(|_| ActionError::WrongState)?;
                let proposed = trial.proposed.ok_or(ActionError::WrongState)?;
                let chosen = match values.trimmed(Field::Verdict) {
                    "" => proposed,
                    code => Verdict::parse(code)
                        .filter(|verdict| *verdict != Verdict::Advisory)
                        .ok_or_else(|| Problems::one(Field::Verdict, ProblemKind::UnknownChoice))?,
                };
                check_revision(revision, trial.revision)?;
                let reason = if chosen == proposed {
                    String::new()
                } else {
                    read_reason(values, Field::Reason)?
                };
                if chosen == Verdict::Revise && page.changes.is_empty() {
                    let kind = ProblemKind::ChangesMissing;
                    return Err(Problems::one(Field::Verdict, kind).into());
                }
                check_veto(&page, chosen)?;
                check_counted(&page, &trial)?;
                void_uncounted(tx, call, id, &page.lecture.seated).await?;
                let decided = Decided {
                    verdict: chosen,
                    person: Some(call.actor()?.person),
                    reason: &reason,
                    at: call.now,
                };
                if !tx.confirm_verdict(id, trial.revision, &decided).await? {
                    return Err(ActionError::WrongState);
                }
                let mut entry = call
                    .entry("confirm", "trial_lecture", PLANNERS)
                    .on(id)
                    .moved(trial.state.as_str(), TrialState::Confirmed.as_str());
                if !reason.is_empty() {
                    entry = entry.because(&reason);
                }
                let record = fixed(tx, Kind::Verdict, id).await?;
                tx.log(entry.fixing(record));
                self.settle(tx, call, &trial, chosen).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Scoring goes on, with a reason: a sheet was missing, or somebody was not entered as present.
    pub async fn reopen_scoring(
        &self,
        call: &Call,
        id: BookingId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let (page, trial) = self.to_confirm(tx, call, id).await?;
                let next = trial.state.reopen().map_err(|_| ActionError::WrongState)?;
                let reason = &read_reason(values, Field::ReopenReason)?;
                check_revision(revision, trial.revision)?;
                if !tx.reopen_trial(id, trial.revision).await? {
                    return Err(ActionError::WrongState);
                }
                let message = Message::SheetAwaited {
                    booking: id,
                    title: trial.title.clone(),
                    lecturer: trial.lecturer_name.clone(),
                    until: page.sheets_until,
                };
                tell_people(tx, call, page.missing.iter().copied(), &message).await?;
                let entry = call.entry("reopen", "trial_lecture", PLANNERS).on(id);
                tx.log(entry.moved(trial.state.as_str(), next.as_str()).because(reason));
                follow(tx, call, trial.session_id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A submitted sheet is open again, with a reason; what it said is kept, its panelist and the
    /// supervisors are told (`REV-08`).
    pub async fn unlock_review_sheet(
        &self,
        call: &Call,
        id: BookingId,
        person: PersonId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let (page, trial) = self.to_confirm(tx, call, id).await?;
                if trial.state == TrialState::Confirmed {
                    return Err(ActionError::WrongState);
                }
                let reason = &read_reason(values, Field::ReopenReason)?;
                let sheet = tx.find_review_sheet(id, person).await?.ok_or(ActionError::NotFound)?;
                if sheet.state == SheetStage::Draft {
                    return Ok(());
                }
                let unlocker = call.actor()?.person;
                if !tx.unlock_review_sheet((id, person), unlocker, reason, call.now).await? {
                    return Err(ActionError::WrongState);
                }
                if !trial.state.takes_sheets() && !tx.reopen_trial(id, trial.revision).await? {
                    return Err(ActionError::WrongState);
                }
                let message = Message::SheetUnlocked {
                    booking: id,
                    title: page.lecture.booking.title.clone(),
                    reason: reason.clone(),
                };
                tx.add_message(person, &message, call.now).await?;
                tell_offices(tx, call, &[Role::Supervisor], &message).await?;
                let entry = call.entry("unlock", "review_sheet", PLANNERS).on(sheet.id);
                tx.log(entry.moved("submitted", "draft").because(reason));
                follow(tx, call, trial.session_id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A lecture that has begun, for the office that confirms.
    async fn to_confirm(
        &self,
        tx: &mut Write,
        call: &Call,
        id: BookingId,
    ) -> Result<(TrialPage, TrialRow), ActionError> {
        let page = self.locked(tx, call, id).await?;
        if page.reading != Reading::Office || !page.may_confirm {
            return Err(ActionError::Forbidden);
        }
        let trial = page.lecture.trial.clone().ok_or(ActionError::WrongState)?;
        Ok((page, trial))
    }
}

/// Nobody decides on figures that a conflict has changed since scoring was closed.
fn check_counted(page: &TrialPage, trial: &TrialRow) -> Result<(), Problems> {
    if page.computed() == trial.computed {
        Ok(())
    } else {
        Err(Problems::one(Field::Verdict, ProblemKind::CountedOtherwise))
    }
}

/// A lecture whose version its lecturer withdraws: what is submitted stays readable as comments, and
/// the panel is told that nothing more is to be done.
pub(crate) async fn withdraw_lecture(
    tx: &mut Write,
    call: &Call,
    booking: &BookingRow,
    reason: &str,
) -> Result<(), ActionError> {
    let id = booking.id;
    let trial = tx.find_trial(id).await?.ok_or(ActionError::WrongState)?;
    let next = trial.state.withdraw().map_err(|_| ActionError::WrongState)?;
    let panel = tx.list_panels(&[trial.session_id]).await?;
    let seated = seats(tx, call, &panel, std::slice::from_ref(booking)).await?;
    let seated = seated.into_values().next().unwrap_or_default();
    void_uncounted(tx, call, id, &seated).await?;
    if !tx.withdraw_trial(&trial, call.actor()?.person, reason, call.now).await? {
        return Err(ActionError::WrongState);
    }
    let message = Message::LectureWithdrawn {
        booking: id,
        title: trial.title.clone(),
        reason: reason.to_owned(),
    };
    let judges = seated.iter().filter(|one| one.judges()).map(|one| one.person);
    tell_people(tx, call, judges, &message).await?;
    let entry = call.entry("withdraw", "trial_lecture", AUTHORS).on(id);
    tx.log(entry.moved(trial.state.as_str(), next.as_str()).because(reason));
    follow(tx, call, trial.session_id).await
}

/// With the verdict, what did not count is fixed as such: from then on the submitted sheets are those
/// that the figures rest on, whatever becomes known of anybody.
async fn void_uncounted(
    tx: &mut Write,
    call: &Call,
    id: BookingId,
    seated: &[Seated],
) -> Result<(), ActionError> {
    let sheets = tx.list_review_sheets(&[id]).await?;
    let counts = |person: PersonId| seated.iter().any(|one| one.person == person && one.judges());
    for sheet in sheets.iter().filter(|it| it.state == SheetStage::Submitted) {
        if !counts(sheet.person_id) {
            void(tx, call, id, sheet.person_id).await?;
        }
    }
    Ok(())
}

/// A confirmed veto excludes approval, whoever decides.
fn check_veto(page: &TrialPage, chosen: Verdict) -> Result<(), Problems> {
    let is_confirmed = page.veto.is_some_and(|veto| veto != Outcome::Dropped);
    if is_confirmed && chosen == Verdict::Approve {
        Err(Problems::one(Field::Verdict, ProblemKind::Vetoed))
    } else {
        Ok(())
    }
}

fn read_reason(values: &Values, field: Field) -> Result<String, Problems> {
    let mut reader = Reader::new(values);
    let reason = reader.text(field, REASON_MIN, TEXT_MAX);
    reader.problems.or(|| reason)
}

impl Actions {
    /// What a verdict does to the version and its cycle; the lecturer is told.
    async fn settle(
        &self,
        tx: &mut Write,
        call: &Call,
        trial: &TrialRow,
        verdict: Verdict,
    ) -> Result<(), ActionError> {
        let version = tx.find_version(trial.version_id).await?.ok_or(ActionError::NotFound)?;
        let rules = tx.rulebook_of_session(trial.session_id, call.today()).await?;
        let round = Round { no: trial.round_no, most: rules.get(Rule::CourseRounds) };
        let to = settled(tx, call, &version, (verdict, round)).await?;
        let to = to.ok_or(ActionError::WrongState)?;
        if to != version.state {
            let from = (version.state, version.revision);
            if !tx.move_version(version.id, from, to, "", call.now).await? {
                return Err(ActionError::WrongState);
            }
            // A repeat may have to open a cycle again that its first verdict had ended.
            let cycle = match to {
                CourseVersionState::Approved => CycleState::Passed,
                CourseVersionState::Rejected => CycleState::Failed,
                _ => CycleState::Open,
            };
            if let Some(round) = tx.find_round(version.id).await? {
                tx.set_cycle(round.cycle_id, cycle).await?;
            }
        }
        let message = Message::VerdictConfirmed {
            booking: trial.booking_id,
            version: version.id,
            title: trial.title.clone(),
            verdict,
        };
        tx.add_message(trial.lecturer_id, &message, call.now).await?;
        let entry = call.entry("settle", "course_version", LEADERS).on(version.id);
        tx.log(entry.moved(version.state.as_str(), to.as_str()));
        follow_trial(tx, call, &self.work_calendar(), (&version, to)).await?;
        follow(tx, call, trial.session_id).await
    }
}
