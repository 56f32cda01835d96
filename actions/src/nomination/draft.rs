//! Units nominate on pages: drafts with files and what the nominee has said, handed in within the
//! unit's number and order, sent back once to be corrected, and withdrawn until the decision.

use domain::{
    annual_assessment::Counted,
    assessment_year::AssessmentYear,
    award_cycle::{AwardCycleState, RUNNERS, may_run_awards},
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{AttachmentId, AwardCategoryId, AwardCycleId, NominationId, OrganisationId, PersonId},
    inbox::Message,
    nomination::{
        Completeness, NOMINATORS, NominationConsentChannel, NominationDraft, NominationGap,
        NominationState, Said, SignedConsent, may_nominate, parse_nomination_reason,
    },
    role::{Actor, Role},
    roster::unit_key,
    rulebook::Rule,
    upload::PROOFS,
};
use store::{
    AttachmentRow, CategoryRow, Conn, CycleRow, Lock, NominationConsentRow, NominationNotes,
    NominationRow, NominationWrite, StoreError, Tx, UploadRow,
};

use crate::{
    ActionError, Actions, Call, Incoming, Noted,
    access_log::Handed,
    account::digest,
    annual_assessment::counted_years,
    award_cycle::{conflicted, n_seats, year_of},
    error::check_revision,
    files::open,
    my_information::consent_digest,
    once::{made, made_before},
    tell::{tell_offices, tell_people},
    write::{Scoped as _, Write},
};

/// A unit for which somebody nominates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NominatingUnit {
    /// The unit.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
}

/// What a unit has nominated in a category.
#[derive(Clone, Debug)]
pub struct NominatedCategory {
    /// The category.
    pub category: CategoryRow,
    /// The unit's nominations, in its order.
    pub rows: Vec<NominationRow>,
}

/// What somebody's units nominate in a cycle.
#[derive(Clone, Debug)]
pub struct NominatingPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The units, each with its categories.
    pub units: Vec<(NominatingUnit, Vec<NominatedCategory>)>,
    /// Whether nominations are taken now.
    pub is_open: bool,
}

/// A nomination as its unit works on it.
#[derive(Clone, Debug)]
pub struct FilingPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// What it says beside its file.
    pub notes: NominationNotes,
    /// Its files.
    pub attachments: Vec<AttachmentRow>,
    /// What the nominee has said.
    pub consent: Option<NominationConsentRow>,
    /// What is missing before it can be handed in.
    pub gaps: Vec<NominationGap>,
    /// Whether it may be written now.
    pub is_open: bool,
}

/// A nomination as its nominee reads it behind the link.
#[derive(Clone, Debug)]
pub struct NomineePage {
    /// The cycle.
    pub cycle: CycleRow,
    /// The nomination.
    pub nomination: NominationRow,
    /// What the nominee has said.
    pub consent: Option<NominationConsentRow>,
    /// Whether it may still be withdrawn.
    pub may_withdraw: bool,
}

/// What is shown of a nominee beside the file: what is on file here, and the files that were added.
#[derive(Clone, Debug)]
pub struct NominationFile {
    /// What it says beside its file.
    pub notes: NominationNotes,
    /// Its files.
    pub attachments: Vec<AttachmentRow>,
    /// What is on file of the person: as it was when the evaluation opened, or as it is now.
    pub facts: Option<Counted>,
    /// What the nominee has said.
    pub consent: Option<NominationConsentRow>,
}

impl Actions {
    /// Cycles for which nominations are taken, or that have some of the caller's units.
    pub async fn nominating(&self, call: &Call) -> Result<Vec<CycleRow>, ActionError> {
        let actor = call.allowed(may_nominate)?;
        let mut conn = self.store.read().await?;
        if units_of(&mut conn, actor).await?.is_empty() {
            return Ok(Vec::new());
        }
        let mut cycles = conn.list_cycles().await?;
        cycles.retain(|cycle| {
            !matches!(cycle.state, AwardCycleState::Configuring | AwardCycleState::Aborted)
        });
        Ok(cycles)
    }

    /// What the caller's units nominate in a cycle.
    pub async fn nominating_page(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<NominatingPage, ActionError> {
        nominating_of(&mut self.store.read().await?, call, id).await
    }

    /// Opens a draft of one of the caller's units; the same form again finds the first.
    pub async fn open_nomination(
        &self,
        call: &Call,
        (cycle, unit, category): (AwardCycleId, OrganisationId, AwardCategoryId),
        values: &Values,
        once: &Once,
    ) -> Result<NominationId, ActionError> {
        let actor = call.allowed(may_nominate)?;
        self.write(|tx| {
            async move {
                if let Some(made) = made_before(tx, call, values, once).await? {
                    return Ok(made);
                }
                tx.lock(Lock::AwardCycle(cycle)).await?;
                let page = nominating_of(tx, call, cycle).await?;
                let own = page.units.iter().find(|(it, _)| it.id == unit);
                let (_, categories) = own.ok_or(ActionError::NotFound)?;
                let of = categories.iter().find(|it| it.category.id == category);
                let of = of.ok_or(ActionError::NotFound)?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                let draft = NominationDraft::parse(values, of.category.category.is_collective())?;
                let write = named(tx, unit, &draft).await?;
                let at = (cycle, category, unit);
                let id = tx.add_nomination_draft(at, write, actor.person).await.map_err(twice)?;
                tx.log(call.entry("open", "nomination", NOMINATORS).on(id));
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// A nomination of one of the caller's units.
    pub async fn filing(&self, call: &Call, id: NominationId) -> Result<FilingPage, ActionError> {
        filing_of(&mut self.store.read().await?, call, id).await
    }

    /// Changes a nomination that is with its unit.
    pub async fn change_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                let is_collective = page.nomination.category.is_collective();
                let draft = NominationDraft::parse(values, is_collective)?;
                let write = named(tx, page.nomination.unit_id, &draft).await?;
                check_revision(revision, page.nomination.revision)?;
                let at = (id, page.nomination.revision);
                let changed = tx.change_nomination_draft(at, write).await;
                if !changed.map_err(twice)? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("change", "nomination", NOMINATORS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Hands a nomination in; what is missing is told, all of it.
    pub async fn hand_in_nomination(
        &self,
        call: &Call,
        id: NominationId,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                if !page.gaps.is_empty() {
                    return Err(Problems::one(Field::Step, ProblemKind::NominationGaps).into());
                }
                let (from, to) = (page.nomination.state, NominationState::Submitted);
                check_revision(revision, page.nomination.revision)?;
                let at = (id, from, page.nomination.revision);
                if !tx.step_nomination(at, to, "", page.notes.correct_until).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("hand_in", "nomination", NOMINATORS).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Adds a file to a nomination that is with its unit.
    pub async fn add_attachment(
        &self,
        call: &Call,
        id: NominationId,
        file: Option<Incoming>,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_nominate)?;
        let page = self.filing(call, id).await?;
        check_room(&page)?;
        let missing = || Problems::one(Field::Proof, ProblemKind::Missing);
        let file = file.ok_or_else(missing)?;
        let (file, kind) = open(Field::Proof, file, PROOFS, ProblemKind::ProofKind).await?;
        let upload = self.store_upload(call, actor, file, kind.as_str()).await?.id;
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                check_room(&page)?;
                if page.attachments.iter().any(|one| one.upload_id == upload) {
                    return Ok(());
                }
                tx.add_attachment(id, upload).await?;
                tx.log(call.entry("add_attachment", "nomination", NOMINATORS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes a file away.
    pub async fn remove_attachment(
        &self,
        call: &Call,
        id: NominationId,
        attachment: AttachmentId,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                if tx.remove_attachment(id, attachment).await? {
                    tx.log(call.entry("remove_attachment", "nomination", NOMINATORS).on(id));
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// A file of a nomination: for its unit, who runs the cycle, and judges of this nominee.
    pub async fn attachment(
        &self,
        call: &Call,
        id: NominationId,
        attachment: AttachmentId,
    ) -> Result<(UploadRow, Vec<u8>, Noted), ActionError> {
        let actor = call.actor()?;
        let may_read = self.filing(call, id).await.is_ok()
            || (may_run_awards(actor) && self.nomination(call, id).await.is_ok())
            || (actor.is(Role::Judge) && self.score_sheet(call, id).await.is_ok());
        if !may_read {
            return Err(ActionError::NotFound);
        }
        let mut conn = self.store.read().await?;
        let files = conn.list_attachments(id).await?;
        let file = files.into_iter().find(|one| one.id == attachment);
        let file = file.ok_or(ActionError::NotFound)?;
        let upload = conn.find_upload_by_id(file.upload_id).await?;
        drop(conn);
        let upload = upload.ok_or(ActionError::NotFound)?;
        let bytes = self.files.get(&upload.sha256).await?;
        let roles = &[Role::UnitOfficer, Role::CountyOffice, Role::CityOffice, Role::Judge];
        let handed = Handed::file(domain::access_log::AccessThing::Attachment, attachment);
        Ok((upload, bytes, self.note(call, roles, handed).await?))
    }

    /// Makes the link with which a nominee answers and may withdraw; an earlier one holds no more.
    /// It is shown once.
    pub async fn make_nominee_link(
        &self,
        call: &Call,
        id: NominationId,
        once: &Once,
    ) -> Result<String, ActionError> {
        // The same form again makes the same link.
        let token = &digest(&format!("{}:nominee", once.as_str()));
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.nomination.state.may_be_withdrawn() {
                    return Err(ActionError::WrongState);
                }
                let link = digest(token);
                let known = tx.find_nomination_of_link(&link).await?;
                if known.is_some_and(|one| one.id == id) {
                    return Ok(());
                }
                tx.set_nomination_link(id, &link, call.now).await?;
                tx.log(call.entry("make_link", "nomination", NOMINATORS).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
        Ok(token.clone())
    }

    /// The unit files what the nominee has signed on paper.
    pub async fn file_consent(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        (file, text): (Option<Incoming>, &str),
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_nominate)?;
        self.filing(call, id).await?;
        let signed = SignedConsent::parse(values, call.today());
        let signed = match (signed, &file) {
            (Ok(signed), Some(_)) => signed,
            (Ok(_), None) => return Err(Problems::one(Field::Scan, ProblemKind::Missing).into()),
            (Err(problems), Some(_)) => return Err(problems.into()),
            (Err(mut problems), None) => {
                problems.add(Field::Scan, ProblemKind::Missing);
                return Err(problems.into());
            }
        };
        let Some(file) = file else { return Err(ActionError::WrongState) };
        let (file, kind) = open(Field::Scan, file, PROOFS, ProblemKind::ProofKind).await?;
        let upload = self.store_upload(call, actor, file, kind.as_str()).await?.id;
        let row = &NominationConsentRow {
            nomination_id: id,
            said: signed.said,
            channel: NominationConsentChannel::Paper,
            name: signed.name,
            signed_on: Some(signed.day),
            scan_id: Some(upload),
            text_digest: consent_digest(text),
            at: call.now,
        };
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.nomination.state.may_be_withdrawn() {
                    return Err(ActionError::WrongState);
                }
                tx.set_nomination_consent(row).await?;
                let entry = call.entry("file_consent", "nomination", NOMINATORS).on(id);
                tx.log(entry.fixing(row.text_digest.clone()));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// What a nominee reads behind the link.
    pub async fn nominee(&self, token: &str) -> Result<NomineePage, ActionError> {
        nominee_of(&mut self.store.read().await?, token).await
    }

    /// The nominee says yes or no to the two things; a no to the first where it was handed in
    /// already takes the nomination back, and a no to the second takes the name off public pages.
    pub async fn answer_nominee(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
        text: &str,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = nominee_held(tx, token).await?;
                let said = Said::parse(values)?;
                let id = page.nomination.id;
                let may_say =
                    page.may_withdraw || page.nomination.state == NominationState::Awarded;
                if !may_say {
                    return Err(ActionError::WrongState);
                }
                let row = NominationConsentRow {
                    nomination_id: id,
                    said,
                    channel: NominationConsentChannel::Link,
                    name: String::new(),
                    signed_on: None,
                    scan_id: None,
                    text_digest: consent_digest(text),
                    at: call.now,
                };
                tx.set_nomination_consent(&row).await?;
                let entry = call.entry("answer", "nomination", &[]).on(id);
                tx.log(entry.fixing(row.text_digest.clone()));
                if !said.processing && page.may_withdraw {
                    withdraw(tx, call, &page.nomination, "", &[]).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// The nominee withdraws, with a reason, until the decision.
    pub async fn withdraw_as_nominee(
        &self,
        call: &Call,
        token: &str,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = nominee_held(tx, token).await?;
                if page.nomination.state == NominationState::Withdrawn {
                    return Ok(());
                }
                if !page.may_withdraw {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_nomination_reason(values)?;
                withdraw(tx, call, &page.nomination, &reason, &[]).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The unit withdraws a nomination, with a reason, until the decision.
    pub async fn withdraw_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if page.nomination.state == NominationState::Withdrawn {
                    return Ok(());
                }
                if !page.nomination.state.may_be_withdrawn() {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_nomination_reason(values)?;
                withdraw(tx, call, &page.nomination, &reason, NOMINATORS).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The office sends a nomination back to its unit, once, to be corrected within the working days
    /// of the rulebook (domain §3.6).
    pub async fn return_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        call.allowed(may_run_awards)?;
        self.write(|tx| {
            async move {
                let (nomination, cycle) = for_office(tx, call, id).await?;
                let notes = tx.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
                let takes = matches!(
                    cycle.state,
                    AwardCycleState::Nominating | AwardCycleState::Eligibility
                );
                let from = nomination.state;
                let is_fresh =
                    matches!(from, NominationState::Submitted | NominationState::Ineligible);
                if !takes || !is_fresh || notes.correct_until.is_some() {
                    return Err(ActionError::WrongState);
                }
                let reason = parse_nomination_reason(values)?;
                let rules = tx.rulebook_of_cycle(cycle.id, call.today()).await?;
                let days = rules.get(Rule::NominationCorrectionWorkingDays);
                let until = self.due(call.today(), days);
                let to = NominationState::Returned;
                check_revision(revision, nomination.revision)?;
                let at = (id, from, nomination.revision);
                if !tx.step_nomination(at, to, &reason, Some(until)).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("return", "nomination", RUNNERS).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()).because(reason.as_str()));
                let (title, name) = (cycle.title, nomination.name);
                let message =
                    Message::NominationReturned { nomination: id, title, name, reason, until };
                let unit = nomination.unit_id;
                let people = officers(tx, call, unit).await?;
                tell_people(tx, call, people, &message).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The county says what it thinks of a nomination of its region.
    pub async fn give_county_opinion(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let nomination = county_held(tx, call, id).await?;
                let mut reader = domain::form::Reader::new(values);
                let opinion = reader.text(Field::CountyOpinion, 2, domain::form::LINE_MAX);
                let opinion = reader.problems.or(|| opinion)?;
                check_revision(revision, nomination.revision)?;
                if !tx.set_county_opinion((id, nomination.revision), &opinion).await? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("give_opinion", "nomination", &[Role::CountyOffice]).on(id));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// A nomination of a category for which the unit has one already.
fn twice(error: StoreError) -> ActionError {
    match error {
        StoreError::Conflict => {
            Problems::one(Field::NomineeName, ProblemKind::NominatedAlready).into()
        }
        other => other.into(),
    }
}

/// The nominating units of somebody, in their customary order.
async fn units_of(conn: &mut Conn, actor: &Actor) -> Result<Vec<NominatingUnit>, ActionError> {
    let units = conn.list_nominating_units_within(&actor.reach(NOMINATORS)).await?;
    let unit = |row: store::OrganisationRow| NominatingUnit { id: row.id, name: row.name };
    Ok(units.into_iter().map(unit).collect())
}

async fn nominating_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<NominatingPage, ActionError> {
    let actor = call.allowed(may_nominate)?;
    let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    if cycle.state == AwardCycleState::Configuring {
        return Err(ActionError::NotFound);
    }
    let mut categories = conn.list_categories(id).await?;
    categories.retain(|category| n_seats(&category.rules) > 0);
    let mut units = Vec::new();
    for unit in units_of(conn, actor).await? {
        let rows = conn.list_nominations_of_unit(id, unit.id).await?;
        let of = |category: &CategoryRow| NominatedCategory {
            category: category.clone(),
            rows: rows.iter().filter(|row| row.category_id == category.id).cloned().collect(),
        };
        let all = categories.iter().map(of).collect();
        units.push((unit, all));
    }
    let is_open = cycle.state == AwardCycleState::Nominating;
    Ok(NominatingPage { cycle, units, is_open })
}

async fn filing_of(
    conn: &mut Conn,
    call: &Call,
    id: NominationId,
) -> Result<FilingPage, ActionError> {
    let actor = call.allowed(may_nominate)?;
    let nomination = conn.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let units = units_of(conn, actor).await?;
    if !units.iter().any(|unit| unit.id == nomination.unit_id) {
        return Err(ActionError::NotFound);
    }
    let cycle = conn.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let notes = conn.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
    let consent = conn.find_nomination_consent(id).await?;
    let category = conn.find_category(nomination.category_id).await?;
    let most = category.map_or(0, |category| category.rules.most_nominations);
    let others = conn.list_nominations_of_unit(cycle.id, nomination.unit_id).await?;
    let others = || {
        others.iter().filter(|one| {
            one.category_id == nomination.category_id && one.id != id && one.state.is_handed_in()
        })
    };
    let gaps = Completeness {
        deeds: &nomination.deeds,
        opinion: &notes.opinion,
        said: consent.as_ref().map(|row| row.said),
        is_rank_taken: others().any(|one| one.unit_rank == nomination.unit_rank),
        n_handed_in: others().count(),
        most: (most > 0).then_some(usize::try_from(most).unwrap_or(usize::MAX)),
    }
    .gaps();
    // What came back is corrected while its days run, also after nominations are closed.
    let is_back = nomination.state == NominationState::Returned
        && matches!(cycle.state, AwardCycleState::Nominating | AwardCycleState::Eligibility)
        && notes.correct_until.is_some_and(|until| call.now < until);
    let is_draft =
        nomination.state == NominationState::Draft && cycle.state == AwardCycleState::Nominating;
    let attachments = conn.list_attachments(id).await?;
    let is_open = is_draft || is_back;
    Ok(FilingPage { cycle, nomination, notes, attachments, consent, gaps, is_open })
}

/// The same, with the cycle held until the transaction ends.
async fn held(tx: &mut Tx, call: &Call, id: NominationId) -> Result<FilingPage, ActionError> {
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
    filing_of(tx, call, id).await
}

async fn nominee_of(conn: &mut Conn, token: &str) -> Result<NomineePage, ActionError> {
    let nomination = conn.find_nomination_of_link(&digest(token)).await?;
    let nomination = nomination.ok_or(ActionError::NotFound)?;
    let cycle = conn.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let ended = matches!(cycle.state, AwardCycleState::Decided | AwardCycleState::Aborted);
    let may_withdraw = !ended && nomination.state.may_be_withdrawn();
    let consent = conn.find_nomination_consent(nomination.id).await?;
    Ok(NomineePage { cycle, nomination, consent, may_withdraw })
}

async fn nominee_held(tx: &mut Tx, token: &str) -> Result<NomineePage, ActionError> {
    let page = nominee_of(tx, token).await?;
    tx.lock(Lock::AwardCycle(page.cycle.id)).await?;
    nominee_of(tx, token).await
}

/// Takes a nomination out. Once ranks are known they stay, and the name is off the list like that of
/// somebody to whom was objected.
async fn withdraw(
    tx: &mut Write,
    call: &Call,
    nomination: &NominationRow,
    reason: &str,
    roles: &[Role],
) -> Result<(), ActionError> {
    let cycle = tx.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let (id, from) = (nomination.id, nomination.state);
    let to = if cycle.state.shows_ranking() && from.takes_part() {
        NominationState::Removed
    } else {
        NominationState::Withdrawn
    };
    if !tx.step_nomination((id, from, nomination.revision), to, reason, None).await? {
        return Err(ActionError::Stale);
    }
    let entry = call.entry("withdraw", "nomination", roles).on(id);
    let entry = entry.moved(from.as_str(), to.as_str());
    tx.log(if reason.is_empty() { entry } else { entry.because(reason) });
    if from == NominationState::Draft {
        return Ok(());
    }
    let (title, name) = (cycle.title, nomination.name.clone());
    let message = Message::NominationWithdrawn { cycle: cycle.id, title, name };
    let people = officers(tx, call, nomination.unit_id).await?;
    tell_people(tx, call, people, &message).await?;
    tell_offices(tx, call, RUNNERS, &message).await
}

/// A nomination that the caller runs the cycle of and may look at.
async fn for_office(
    tx: &mut Tx,
    call: &Call,
    id: NominationId,
) -> Result<(NominationRow, CycleRow), ActionError> {
    let actor = call.actor()?;
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
    let one = std::slice::from_ref(&nomination);
    if !conflicted(tx, actor, one, call.today()).await?.is_empty() {
        return Err(ActionError::NotFound);
    }
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    let cycle = tx.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    Ok((nomination, cycle))
}

/// A nomination that was handed in by a unit of the caller's county, before the evaluation.
async fn county_held(
    tx: &mut Tx,
    call: &Call,
    id: NominationId,
) -> Result<NominationRow, ActionError> {
    let actor = call.actor()?;
    let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
    tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
    let units = tx.list_nominating_units_within(&actor.reach(&[Role::CountyOffice])).await?;
    if !units.iter().any(|unit| unit.id == nomination.unit_id) {
        return Err(ActionError::NotFound);
    }
    let cycle = tx.find_cycle(nomination.cycle_id).await?.ok_or(ActionError::NotFound)?;
    let takes = matches!(cycle.state, AwardCycleState::Nominating | AwardCycleState::Eligibility);
    if !takes || nomination.state != NominationState::Submitted {
        return Err(ActionError::WrongState);
    }
    Ok(nomination)
}

/// Who acts for a nominating unit: its officers, and the county's office.
async fn officers(
    tx: &mut Tx,
    call: &Call,
    unit: OrganisationId,
) -> Result<Vec<PersonId>, ActionError> {
    let mut people = tx.list_with_role_for_unit(Role::UnitOfficer, unit, call.today()).await?;
    if let Some(region) = tx.find_organisation(unit).await?.and_then(|row| row.region_id) {
        let county = Role::CountyOffice;
        people.extend(tx.list_with_role_for_region(county, region, call.today()).await?);
    }
    Ok(people)
}

/// A draft with the person and the workplace on file that it names.
async fn named<'a>(
    tx: &mut Tx,
    unit: OrganisationId,
    draft: &'a NominationDraft,
) -> Result<NominationWrite<'a>, ActionError> {
    let workplace_id = match draft.workplace.as_str() {
        "" => Some(unit),
        name => tx.find_organisation_by_key(&unit_key(name)).await?,
    };
    let people = tx.list_people_named(&[draft.name.as_str()]).await?;
    let is_same = |person: &&store::PersonRow| {
        let by_phone = draft.phone.is_some() && person.phone == draft.phone;
        let at_work = workplace_id.is_some() && person.workplace_id == workplace_id;
        by_phone || (at_work && (draft.phone.is_none() || person.phone.is_none()))
    };
    let person_id = people.iter().find(is_same).map(|person| person.id);
    Ok(NominationWrite { draft, person_id, workplace_id })
}

fn check_room(page: &FilingPage) -> Result<(), ActionError> {
    if !page.is_open {
        return Err(ActionError::WrongState);
    }
    let most = domain::nomination::ATTACHMENTS_MAX;
    if page.attachments.len() >= most {
        return Err(Problems::one(Field::Proof, ProblemKind::TooManyFiles(most)).into());
    }
    Ok(())
}

/// What is shown of a nominee beside the file.
pub(crate) async fn file_of(
    conn: &mut Conn,
    call: &Call,
    cycle: &CycleRow,
    nomination: &NominationRow,
) -> Result<NominationFile, ActionError> {
    let id = nomination.id;
    let notes = conn.find_nomination_notes(id).await?.ok_or(ActionError::NotFound)?;
    let facts = match (&notes.facts, nomination.person_id) {
        (Some(facts), _) => Some(facts.clone()),
        (None, Some(person)) => {
            let year = AssessmentYear(year_of(cycle));
            counted_years(conn, year, &[person], call.now).await?.remove(&person)
        }
        (None, None) => None,
    };
    let attachments = conn.list_attachments(id).await?;
    let consent = conn.find_nomination_consent(id).await?;
    Ok(NominationFile { notes, attachments, facts, consent })
}

/// Keeps what is on file of every nominee as it is when the evaluation opens: judges of one day and
/// of the next read the same.
pub(crate) async fn keep_facts(
    tx: &mut Tx,
    call: &Call,
    cycle: &CycleRow,
) -> Result<(), ActionError> {
    let nominations = tx.list_nominations(cycle.id).await?;
    let people: Vec<PersonId> = nominations.iter().filter_map(|one| one.person_id).collect();
    let year = AssessmentYear(year_of(cycle));
    let counted = counted_years(tx, year, &people, call.now).await?;
    for one in &nominations {
        if let Some(facts) = one.person_id.and_then(|person| counted.get(&person)) {
            tx.set_nomination_facts(one.id, facts).await?;
        }
    }
    Ok(())
}
