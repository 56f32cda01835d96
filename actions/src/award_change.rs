//! What happens to an award after its proposal is confirmed: a name is put right without an objection
//! (`AWD-03`), a seat passes to the next in rank with a notice of its own (`AWD-05`), a decision
//! follows about who was held back (`AWD-04`), or the cycle is given up.

use domain::{
    award_cycle::{
        AwardCycleState, DEVIATION_MIN, RUNNERS, SeatPassing, may_decide_awards, may_run_awards,
        may_watch_awards,
    },
    form::{Field, LINE_MAX, Problems, REASON_MIN, Reader, Revision, TEXT_MAX, Values},
    id::{AwardCycleId, CertificateId, NominationId},
    inbox::Message,
    nomination::NominationState,
    objection::NomineeCorrection,
    record::Kind,
    role::{Actor, Role},
    roster::AwardCategory,
};
use store::{Conn, CycleRow, Lock, SubstituteRow, SupplementRow};

use crate::{
    ActionError, Actions, Call, RankingPage, RankingRow,
    award_cycle::{tell_of_award, tell_runners, watched_cycle},
    error::check_revision,
    ranking::{proposal_of, read_confirmation},
    record::fixed,
    tell::{acting_for_unit, tell_offices, tell_people},
    write::Scoped as _,
};

/// Somebody on the list.
#[derive(Clone, Debug)]
pub struct ListedNominee {
    /// The nominee, with the place in the ranking.
    pub row: RankingRow,
    /// Which category.
    pub category: AwardCategory,
    /// Whether an objection is open, so that no award can be given (`AWD-04`).
    pub is_disputed: bool,
    /// Whether the own notice still runs, or has not begun.
    pub is_on_notice: bool,
}

impl ListedNominee {
    /// Whether a decision after the first can give the award now.
    fn is_ready(&self) -> bool {
        self.row.state == NominationState::Proposed && !self.is_disputed && !self.is_on_notice
    }
}

/// Somebody who was taken off the list, and who may follow.
#[derive(Clone, Debug)]
pub struct RemovedNominee {
    /// Who was taken off.
    pub row: RankingRow,
    /// Which category.
    pub category: AwardCategory,
    /// What the announcement says of the seat.
    pub seat_passing: SeatPassing,
    /// Whether there is a seat that can pass on: who was not chosen leaves none.
    pub has_seat: bool,
    /// The certificate that was issued and still holds: the decision maker revokes it.
    pub certificate: Option<(CertificateId, String)>,
    /// Who follows, with the name.
    pub substitute: Option<(SubstituteRow, String)>,
    /// Who can follow, the next in rank first.
    pub candidates: Vec<RankingRow>,
}

/// What has changed in a cycle since its proposal was confirmed, and what can be done about it.
#[derive(Clone, Debug)]
pub struct ChangesPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Who is on the list.
    pub listed: Vec<ListedNominee>,
    /// Who was taken off it.
    pub removed: Vec<RemovedNominee>,
    /// Decisions after the first.
    pub supplements: Vec<SupplementRow>,
    /// Whether the caller runs the cycle, unless it is in the archive.
    pub may_run: bool,
    /// Whether the caller decides by name.
    pub may_decide: bool,
}

impl ChangesPage {
    /// Whom a decision after the first can award now, in the order of the list.
    pub fn ready(&self) -> Vec<&ListedNominee> {
        if self.cycle.state != AwardCycleState::Decided {
            return Vec::new();
        }
        self.listed.iter().filter(|one| one.is_ready()).collect()
    }

    /// Whether names may still be put right here: afterwards a paper says them.
    pub fn corrects(&self) -> bool {
        self.may_run
            && matches!(self.cycle.state, AwardCycleState::Confirmed | AwardCycleState::OnNotice)
    }
}

impl Actions {
    /// What has changed in a cycle since its proposal was confirmed.
    pub async fn award_changes(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<ChangesPage, ActionError> {
        changes_of(&mut self.store.read().await?, call, id).await
    }

    /// Somebody on the list whose name can still be put right.
    pub async fn listed_nominee(
        &self,
        call: &Call,
        id: NominationId,
    ) -> Result<ListedNominee, ActionError> {
        call.allowed(may_run_awards)?;
        let mut conn = self.store.read().await?;
        let nomination = conn.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
        let page = changes_of(&mut conn, call, nomination.cycle_id).await?;
        if !page.corrects() {
            return Err(ActionError::WrongState);
        }
        page.listed.into_iter().find(|one| one.row.id == id).ok_or(ActionError::NotFound)
    }

    /// The office puts a name or a workplace right (`AWD-03`).
    pub async fn correct_nominee(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<AwardCycleId, ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
                let cycle = nomination.cycle_id;
                tx.lock(Lock::AwardCycle(cycle)).await?;
                let page = changes_of(tx, call, cycle).await?;
                if !page.listed.iter().any(|one| one.row.id == id) {
                    return Err(ActionError::NotFound);
                }
                if !page.corrects() {
                    return Err(ActionError::WrongState);
                }
                let right = NomineeCorrection::parse(values)?;
                let (name, workplace) = (&right.name, &right.workplace);
                check_revision(revision, nomination.revision)?;
                let at = (id, nomination.revision);
                if !tx.correct_nominee(at, name, workplace).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("correct", "nomination", RUNNERS).on(id);
                tx.log(entry.because(right.reason.as_str()));
                let (title, reason) = (page.cycle.title, right.reason);
                let message = Message::NomineeCorrected { cycle, title, name: right.name, reason };
                let mut people = acting_for_unit(tx, call, nomination.unit_id).await?;
                people.extend(nomination.person_id);
                tell_people(tx, call, people, &message).await?;
                Ok(cycle)
            }
            .scope_boxed()
        })
        .await
    }

    /// The office proposes who follows somebody that was taken off the list: the next in rank, or
    /// another one with a reason of at least twenty characters (`AWD-15`).
    ///
    /// Fields: `nominee`, who was taken off; `substitute`, who follows; `reason`.
    pub async fn propose_substitute(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = changes_of(tx, call, id).await?;
                let removed = page.removed.iter().find(|one| {
                    values.trimmed(Field::Nominee).parse().is_ok_and(|key| one.row.id == key)
                });
                let removed = removed.ok_or(ActionError::NotFound)?;
                let is_vacant = removed.seat_passing == SeatPassing::Vacant;
                let is_free = removed.has_seat && removed.substitute.is_none();
                if !page.may_run || is_vacant || !is_free {
                    return Err(ActionError::WrongState);
                }
                let (next, reason) = read_substitute(values, removed)?;
                tx.add_substitute(next, removed.row.id, &reason, actor.person, call.now).await?;
                let entry = call.entry("propose_substitute", "nomination", RUNNERS).on(next);
                tx.log(if reason.is_empty() { entry } else { entry.because(reason) });
                let title = page.cycle.title.clone();
                let message = Message::SubstituteProposed { cycle: id, title };
                tell_offices(tx, call, &[Role::DecisionMaker], &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A named decision maker confirms a substitute, or sends the proposal back with a reason. The
    /// notice of who is confirmed is posted at once; where the list is not yet on notice, with it.
    ///
    /// Fields: `nominee`, who is to follow; `decision`; `reason`.
    pub async fn confirm_substitute(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = changes_of(tx, call, id).await?;
                let next = values.trimmed(Field::Nominee).parse().ok();
                let proposed = page.removed.iter().filter_map(|one| one.substitute.as_ref());
                let found = proposed
                    .map(|(row, _)| row)
                    .find(|row| Some(row.nomination_id) == next && row.confirmed_by.is_none());
                let next = found.ok_or(ActionError::WrongState)?.nomination_id;
                let (is_back, reason) = read_confirmation(values)?;
                if is_back {
                    tx.drop_substitute(next).await?;
                    let entry =
                        call.entry("refuse_substitute", "nomination", &[Role::DecisionMaker]);
                    tx.log(entry.on(next).because(reason));
                    let title = page.cycle.title.clone();
                    let message = Message::SubstituteSentBack { cycle: id, title };
                    return tell_runners(tx, call, &page.cycle, &message).await;
                }
                let rules = tx.rulebook_of_cycle(id, call.today()).await?;
                let period = self.notice_from(call.today(), &rules);
                let days = (period.first, period.last);
                if !tx.confirm_substitute(next, actor.person, days).await? {
                    return Err(ActionError::Stale);
                }
                let from = match page.cycle.state {
                    AwardCycleState::Decided => NominationState::NotAwarded,
                    _ => NominationState::NotProposed,
                };
                if !tx.move_nomination(next, from, NominationState::Proposed).await? {
                    return Err(ActionError::WrongState);
                }
                let entry = call.entry("confirm_substitute", "nomination", &[Role::DecisionMaker]);
                let to = NominationState::Proposed;
                tx.log(entry.on(next).moved(from.as_str(), to.as_str()));
                if page.cycle.state == AwardCycleState::Confirmed {
                    return Ok(());
                }
                let (title, until) = (page.cycle.title.clone(), period.last);
                let message = Message::SubstitutePosted { cycle: id, title, until };
                let follower = tx.find_nomination(next).await?.and_then(|one| one.person_id);
                tell_people(tx, call, follower, &message).await?;
                tell_of_award(tx, call, id, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A named decision maker decides about those who were held back or came later and whose
    /// objections and notices are over.
    pub async fn decide_supplement(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_decide_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let page = changes_of(tx, call, id).await?;
                let ready: Vec<NominationId> = page.ready().iter().map(|one| one.row.id).collect();
                if ready.is_empty() {
                    return Err(ActionError::WrongState);
                }
                let mut reader = Reader::new(values);
                let document_no = reader.text(Field::DocumentNo, 3, LINE_MAX);
                let document_no = reader.problems.or(|| document_no)?;
                check_revision(revision, page.cycle.revision)?;
                let supplement =
                    tx.add_supplement(id, &document_no, actor.person, call.now).await?;
                for one in &ready {
                    if !tx.award_by_supplement(*one, supplement).await? {
                        return Err(ActionError::Stale);
                    }
                }
                tx.touch_cycle(id).await?;
                let entry = call
                    .entry("decide_supplement", "award_cycle", &[Role::DecisionMaker])
                    .on(id)
                    .fixing(fixed(tx, Kind::Award, id).await?)
                    .because(document_no);
                tx.log(entry);
                let title = page.cycle.title.clone();
                let awarded = tx.list_nominations_by_key(&ready).await?;
                let awarded = awarded.into_iter().filter_map(|one| one.person_id);
                let message = Message::NomineeJudged { title: title.clone() };
                tell_people(tx, call, awarded, &message).await?;
                let message = Message::AwardDecided { cycle: id, title };
                tell_of_award(tx, call, id, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A cycle is given up, with a reason that everybody reads: by the office until its proposal is
    /// confirmed, and then by a decision maker, until it is decided.
    pub async fn abort_cycle(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_watch_awards)?;
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(id)).await?;
                let cycle = watched_cycle(tx, actor, id).await?;
                if !may_abort(actor, cycle.state) {
                    return Err(ActionError::WrongState);
                }
                let mut reader = Reader::new(values);
                let reason = reader.text(Field::AbortReason, REASON_MIN, TEXT_MAX);
                let reason = reader.problems.or(|| reason)?;
                check_revision(revision, cycle.revision)?;
                let (from, to) = (cycle.state, AwardCycleState::Aborted);
                if !tx.abort_cycle(id, (from, cycle.revision), &reason).await? {
                    return Err(ActionError::WrongState);
                }
                let roles = &[Role::CityOffice, Role::AwardOrganiser, Role::DecisionMaker];
                let entry = call.entry("abort", "award_cycle", roles).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()).because(reason.as_str()));
                // What nobody has heard of is given up without a word.
                if from == AwardCycleState::Configuring {
                    return Ok(());
                }
                let message = Message::AwardAborted { cycle: id, title: cycle.title, reason };
                tell_of_award(tx, call, id, &message).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether somebody may give a cycle up that stands in a state.
pub fn may_abort(actor: &Actor, state: AwardCycleState) -> bool {
    match state {
        AwardCycleState::Decided | AwardCycleState::Archived | AwardCycleState::Aborted => false,
        AwardCycleState::Confirmed | AwardCycleState::OnNotice => may_decide_awards(actor),
        _ => may_run_awards(actor) || may_decide_awards(actor),
    }
}

pub(crate) async fn changes_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<ChangesPage, ActionError> {
    let actor = call.allowed(may_watch_awards)?;
    let page = proposal_of(conn, call, id).await?;
    if !page.cycle.state.is_confirmed() {
        return Err(ActionError::WrongState);
    }
    let mut substitutes = conn.list_substitutes(id).await?;
    // Nobody is on notice before the list is: then their days are those of the list.
    if page.cycle.state == AwardCycleState::Confirmed {
        for one in &mut substitutes {
            (one.notice_from, one.notice_until) = (None, None);
        }
    }
    let valid = valid_certificates(conn, &page.cycle).await?;
    let disputed = conn.list_disputed_nominees(id).await?;
    let categories = conn.list_categories(id).await?;
    let today = call.today();
    let (mut listed, mut removed) = (Vec::new(), Vec::new());
    for ranking in &page.rankings {
        let own = categories.iter().find(|one| one.id == ranking.category_id);
        let seat_passing = own.map_or(SeatPassing::Vacant, |one| one.rules.seat_passing);
        for row in &ranking.rows {
            let category = ranking.category;
            match row.state {
                NominationState::Proposed | NominationState::Awarded => {
                    let own = substitutes.iter().find(|one| one.nomination_id == row.id);
                    let is_on_notice =
                        own.is_some_and(|one| one.notice_until.is_none_or(|last| today <= last));
                    let is_disputed = disputed.contains(&row.id);
                    let row = row.clone();
                    listed.push(ListedNominee { row, category, is_disputed, is_on_notice });
                }
                NominationState::Removed => {
                    let has_followed = substitutes
                        .iter()
                        .any(|one| one.nomination_id == row.id && one.confirmed_by.is_some());
                    let was_chosen = row.proposal.as_ref().is_some_and(|place| place.has_seat);
                    let candidates = candidates(ranking, row, &substitutes);
                    let substitute = substitutes.iter().find(|one| one.removed_id == row.id);
                    let named = |one: &SubstituteRow| {
                        let found = ranking.rows.iter().find(|it| it.id == one.nomination_id);
                        (one.clone(), found.map(|it| it.name.clone()).unwrap_or_default())
                    };
                    let substitute = substitute.map(named);
                    let certificate = valid.iter().find(|one| one.0 == row.id);
                    let certificate = certificate.map(|one| one.1.clone());
                    removed.push(RemovedNominee {
                        row: row.clone(),
                        category,
                        seat_passing,
                        has_seat: was_chosen || has_followed,
                        certificate,
                        substitute,
                        candidates,
                    });
                }
                _ => {}
            }
        }
    }
    Ok(ChangesPage {
        listed,
        removed,
        supplements: conn.list_supplements(id).await?,
        may_run: may_run_awards(actor) && page.cycle.state != AwardCycleState::Archived,
        may_decide: may_decide_awards(actor),
        cycle: page.cycle,
    })
}

/// The certificates of a decided cycle that hold, by nominee.
async fn valid_certificates(
    conn: &mut Conn,
    cycle: &CycleRow,
) -> Result<Vec<(NominationId, (CertificateId, String))>, ActionError> {
    if !cycle.state.is_decided() {
        return Ok(Vec::new());
    }
    let all = conn.list_certificates(cycle.id).await?.into_iter();
    let valid = all.filter(|one| one.state.is_valid());
    Ok(valid.filter_map(|one| Some((one.nomination_id?, (one.id, one.number)))).collect())
}

/// Who can follow somebody: of the same unit where units have the seats, by rank, and not proposed
/// to follow somebody else.
fn candidates(
    ranking: &RankingPage,
    removed: &RankingRow,
    substitutes: &[SubstituteRow],
) -> Vec<RankingRow> {
    let is_free = |row: &&RankingRow| {
        matches!(row.state, NominationState::NotProposed | NominationState::NotAwarded)
            && row.result.score.is_some()
            && (ranking.units.is_empty() || row.unit_name == removed.unit_name)
            && !substitutes.iter().any(|one| one.nomination_id == row.id)
    };
    ranking.rows.iter().filter(is_free).cloned().collect()
}

/// Who follows, and why it is not the next in rank.
fn read_substitute(
    values: &Values,
    removed: &RemovedNominee,
) -> Result<(NominationId, String), Problems> {
    let mut reader = Reader::new(values);
    let next = reader.choice(Field::Substitute, |text| {
        let key: NominationId = text.parse().ok()?;
        removed.candidates.iter().find(|row| row.id == key)
    });
    let rank = |row: &RankingRow| row.result.score.as_ref().map(|score| score.rank);
    let is_next =
        next.zip(removed.candidates.first()).is_some_and(|(one, first)| rank(one) == rank(first));
    let least = if next.is_some() && !is_next { DEVIATION_MIN } else { 0 };
    let reason = reader.text(Field::Reason, least, TEXT_MAX);
    reader.problems.or(|| Some((next?.id, reason?)))
}
