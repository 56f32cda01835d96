//! Objections to an award on notice: of anybody on its page, or by a letter that the office enters.
//! Who objects is known to the handler and the supervisor alone, and stands in no line of the chain,
//! no log and no message (`AWD-02`).

mod handle;

use std::collections::BTreeSet;

use domain::{
    audit::{Doer, Entry},
    award_cycle::AwardCycleState,
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{AwardCycleId, NominationId, ObjectionId, PersonId},
    inbox::Message,
    objection::{
        HANDLERS, NewObjection, OBJECTION_READERS, ObjectionState, may_handle_objections,
        may_read_objections,
    },
    role::Role,
    upload::{PROOFS, saved_name},
};
use store::{
    Conn, CycleRow, EndedObjection, Lock, NewObjectionRow, NoticeLine, ObjectionRow, ScanRow,
};

pub use handle::ObjectionPage;

use crate::{
    ActionError, Actions, Call, Incoming,
    account::digest,
    award_cycle::conflicted,
    complaint::check_limits,
    files::open,
    lecture_request::{check_token, link_token},
    tell::tell_offices,
    write::{Scoped as _, lost_race},
};

/// Why an anonymous letter is not looked into, as it stands on file.
const ANONYMOUS: &str = "匿名";

/// What the form of an objection shows.
#[derive(Clone, Debug)]
pub struct ObjectionForm {
    /// The cycle.
    pub cycle: CycleRow,
    /// Those to whom may be objected now.
    pub nominees: Vec<NoticeLine>,
    /// The rules by which the cycle goes.
    pub rules: domain::rulebook::Rulebook,
}

/// The objections to a cycle that somebody may see.
#[derive(Clone, Debug)]
pub struct ObjectionsPage {
    /// The cycle.
    pub cycle: CycleRow,
    /// Open ones by their deadline, then the others.
    pub rows: Vec<ObjectionRow>,
    /// How many are hidden because of a conflict.
    pub n_hidden: usize,
    /// Whether the caller may enter a letter.
    pub may_enter: bool,
}

impl Actions {
    /// What the form of an objection shows, while a notice of the cycle runs.
    pub async fn objection_form(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<ObjectionForm, ActionError> {
        form_of(&mut self.store.read().await?, call, id).await
    }

    /// What the form of a letter shows: letters come after the last day as well, and are kept.
    pub async fn letter_form(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<ObjectionForm, ActionError> {
        call.allowed(may_handle_objections)?;
        letter_form_of(&mut self.store.read().await?, call, id).await
    }

    /// Sends an objection; gives the token of its link. The same form again finds the first one, and
    /// one that was opened more than an hour ago is [`ActionError::FormTooOld`].
    pub async fn object(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        once: &Once,
    ) -> Result<String, ActionError> {
        let token = link_token(once.as_str()).map_err(|_| ActionError::FormTooOld)?;
        let link = &digest(&token);
        self.write(|tx| {
            async move {
                check_token(tx, call, once).await?;
                tx.lock(Lock::AwardCycle(id)).await?;
                let form = form_of(tx, call, id).await?;
                let new = NewObjection::parse(values, &keys(&form.nominees))?;
                if let Some(before) = tx.find_objection_of_link(link).await? {
                    return if before.body == new.body { Ok(()) } else { Err(ActionError::Stale) };
                }
                check_limits(tx, call, "objections").await?;
                let row = NewObjectionRow {
                    cycle_id: id,
                    nomination_id: new.nominee,
                    about: new.about,
                    is_letter: false,
                    link_digest: link,
                    body: &new.body,
                    objector: &new.objector,
                    received_on: call.today(),
                    created_at: call.now,
                };
                let added = tx.add_objection(&row).await.map_err(lost_race)?;
                tx.log(nameless(call, "send", added).moved("", ObjectionState::Received.as_str()));
                tell_of_new(tx, call, &form.cycle).await
            }
            .scope_boxed()
        })
        .await?;
        Ok(token)
    }

    /// The office enters a letter; gives the token of the link for who wrote it. An anonymous one has no
    /// link: it is kept, not looked into, and told to the supervisor (`AWD-01`).
    pub async fn enter_objection(
        &self,
        call: &Call,
        id: AwardCycleId,
        values: &Values,
        once: &Once,
    ) -> Result<Option<String>, ActionError> {
        call.allowed(may_handle_objections)?;
        let token = digest(&format!("{}:objection", once.as_str()));
        let link = &digest(&token);
        let is_anonymous = self.write(|tx| {
            async move {
                // No letter comes in beside a decision: either it stands in its way, or it finds it made.
                tx.lock(Lock::AwardCycle(id)).await?;
                let form = letter_form_of(tx, call, id).await?;
                let nominees = keys(&form.nominees);
                let (new, received_on) =
                    NewObjection::parse_letter(values, &nominees, call.today())?;
                let is_anonymous = new.objector.is_anonymous();
                if let Some(before) = tx.find_objection_of_link(link).await? {
                    let is_same = before.body == new.body;
                    return if is_same { Ok(is_anonymous) } else { Err(ActionError::Stale) };
                }
                let row = NewObjectionRow {
                    cycle_id: id,
                    nomination_id: new.nominee,
                    about: new.about,
                    is_letter: true,
                    link_digest: link,
                    body: &new.body,
                    objector: &new.objector,
                    received_on,
                    created_at: call.now,
                };
                let added = tx.add_objection(&row).await.map_err(lost_race)?;
                let entry = call.entry("enter", "objection", OBJECTION_READERS).on(added);
                let mut state = ObjectionState::Received;
                if is_anonymous {
                    state = ObjectionState::NotAdmitted;
                    let end = EndedObjection { state, effect: None, reason: ANONYMOUS, answer: "" };
                    let row = tx.find_objection(added).await?.ok_or(ActionError::NotFound)?;
                    tx.end_objection((added, row.revision), &end, call.now).await?;
                }
                tx.log(entry.moved("", state.as_str()));
                tell_of_new(tx, call, &form.cycle).await?;
                Ok(is_anonymous)
            }
            .scope_boxed()
        });
        Ok((!is_anonymous.await?).then_some(token))
    }

    /// What whoever has the link reads: where it stands, and the answer.
    pub async fn objection_of_link(&self, token: &str) -> Result<ObjectionRow, ActionError> {
        let found = self.store.read().await?.find_objection_of_link(&digest(token)).await?;
        found.ok_or(ActionError::NotFound)
    }

    /// Whoever has the link adds the signed or stamped paper (`AWD-01`), or another one in its place,
    /// while the objection is open.
    pub async fn add_scan(
        &self,
        call: &Call,
        token: &str,
        file: Option<Incoming>,
    ) -> Result<(), ActionError> {
        let row = self.objection_of_link(token).await?;
        if !row.state.is_open() {
            return Err(ActionError::WrongState);
        }
        self.keep_scan(call, (row.id, Some(&digest(token))), file).await
    }

    /// Keeps a paper that comes by a link, or else from who handles or supervises the objection.
    async fn keep_scan(
        &self,
        call: &Call,
        (id, link): (ObjectionId, Option<&str>),
        file: Option<Incoming>,
    ) -> Result<(), ActionError> {
        let missing = || Problems::one(Field::Scan, ProblemKind::Missing);
        let file = file.ok_or_else(missing)?;
        let (file, kind) = open(Field::Scan, file, PROOFS, ProblemKind::ProofKind).await?;
        let size = i64::try_from(file.bytes.len()).unwrap_or(i64::MAX);
        let name = saved_name(&file.name, kind.as_str());
        let sha256 = self.files.put(file.bytes).await?;
        let scan = &ScanRow { sha256, size, name, media_type: kind.as_str().to_owned() };
        let replaced = self
            .write(|tx| {
                async move {
                    let row = match link {
                        Some(link) => {
                            check_limits(tx, call, "scans").await?;
                            let row = tx.find_objection_of_link(link).await?;
                            row.ok_or(ActionError::NotFound)?
                        }
                        None => handle::read_by(tx, call, id).await?,
                    };
                    if !row.state.is_open() {
                        return Err(ActionError::WrongState);
                    }
                    let before = tx.find_objector(row.id).await?.ok_or(ActionError::NotFound)?;
                    tx.set_scan(row.id, scan).await?;
                    tx.log(match link {
                        Some(_) => nameless(call, "add_scan", row.id),
                        None => call.entry("add_scan", "objection", HANDLERS).on(row.id),
                    });
                    Ok(before.scan.map(|scan| scan.sha256))
                }
                .scope_boxed()
            })
            .await?;
        if let Some(sha256) = replaced.filter(|it| *it != scan.sha256)
            && !self.store.read().await?.is_file_needed(&sha256).await?
        {
            self.files.remove(&sha256).await?;
        }
        Ok(())
    }

    /// Who handles or supervises an open objection adds the paper of a letter, or another one in its
    /// place: whoever has entered it may have left the page of its link.
    pub async fn file_scan(
        &self,
        call: &Call,
        id: ObjectionId,
        file: Option<Incoming>,
    ) -> Result<(), ActionError> {
        if !self.objection(call, id).await?.may_file() {
            return Err(ActionError::WrongState);
        }
        self.keep_scan(call, (id, None), file).await
    }

    /// Whoever has the link takes the objection back. Sent twice it is taken back once.
    pub async fn withdraw_objection(&self, call: &Call, token: &str) -> Result<(), ActionError> {
        let link = &digest(token);
        self.write(|tx| {
            async move {
                let row = tx.find_objection_of_link(link).await?.ok_or(ActionError::NotFound)?;
                if row.state == ObjectionState::Withdrawn {
                    return Ok(());
                }
                if !row.state.is_open() {
                    return Err(ActionError::WrongState);
                }
                let to = ObjectionState::Withdrawn;
                let end = EndedObjection { state: to, effect: None, reason: "", answer: "" };
                if !tx.end_objection((row.id, row.revision), &end, call.now).await? {
                    return Err(ActionError::Stale);
                }
                let entry = nameless(call, "withdraw", row.id);
                tx.log(entry.moved(row.state.as_str(), to.as_str()));
                handle::tell_settled(tx, call, &row).await
            }
            .scope_boxed()
        })
        .await
    }

    /// The objections to a cycle, without those about a nominee with whom the caller is in conflict
    /// (`AWD-12`). Nobody is named.
    pub async fn objections(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<ObjectionsPage, ActionError> {
        let actor = call.allowed(may_read_objections)?;
        let mut conn = self.store.read().await?;
        let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
        if cycle.notice_from.is_none() {
            return Err(ActionError::NotFound);
        }
        let nominations = conn.list_nominations(id).await?;
        let hidden = conflicted(&mut conn, actor, &nominations, call.today()).await?;
        let mut rows = conn.list_objections(id).await?;
        let n = rows.len();
        rows.retain(|row| row.nomination_id.is_none_or(|one| !hidden.contains(&one)));
        let may_enter = may_handle_objections(actor) && takes_letters(&cycle);
        Ok(ObjectionsPage { cycle, n_hidden: n - rows.len(), rows, may_enter })
    }
}

/// A line of the chain that names nobody: not even who was signed in, nor from where.
fn nameless(call: &Call, verb: &'static str, id: ObjectionId) -> Entry {
    Entry::new(Doer::PROGRAM, call.now, verb, "objection").on(id)
}

fn keys(nominees: &[NoticeLine]) -> Vec<NominationId> {
    nominees.iter().map(|line| line.id).collect()
}

/// Those to whom may be objected on a day: the whole list while its notice runs, and substitutes
/// while theirs does.
async fn form_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<ObjectionForm, ActionError> {
    let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    if !cycle.state.is_public() {
        return Err(ActionError::NotFound);
    }
    let today = call.today();
    let whole = cycle.state == AwardCycleState::OnNotice
        && cycle.notice_until.is_some_and(|last| today <= last);
    let mut nominees = conn.list_notice(id).await?;
    nominees.retain(|line| match line.notice_until {
        Some(last) => today <= last,
        None => whole,
    });
    if nominees.is_empty() && !whole {
        return Err(ActionError::WrongState);
    }
    Ok(ObjectionForm { rules: conn.rulebook_of_cycle(id, today).await?, cycle, nominees })
}

/// Whether a letter can still be entered: a list was on notice, and is not in the archive.
fn takes_letters(cycle: &CycleRow) -> bool {
    cycle.state.is_public() && cycle.state != AwardCycleState::Archived
}

async fn letter_form_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<ObjectionForm, ActionError> {
    let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    if !takes_letters(&cycle) {
        return Err(ActionError::WrongState);
    }
    let nominees = conn.list_notice(id).await?;
    Ok(ObjectionForm { rules: conn.rulebook_of_cycle(id, call.today()).await?, cycle, nominees })
}

async fn tell_of_new(tx: &mut store::Tx, call: &Call, cycle: &CycleRow) -> Result<(), ActionError> {
    let message = Message::ObjectionReceived { cycle: cycle.id, title: cycle.title.clone() };
    tell_offices(tx, call, &[Role::CityOffice, Role::Supervisor], &message).await
}

/// Who may not look into an objection: who has nominated, scored or checked the nominee, or anybody
/// where it is about no nominee (`AWD-06`), and whoever is in conflict with one of them (`AWD-12`).
async fn barred(
    conn: &mut Conn,
    call: &Call,
    row: &ObjectionRow,
    people: &[PersonId],
) -> Result<BTreeSet<PersonId>, ActionError> {
    let mut nominations = conn.list_nominations(row.cycle_id).await?;
    nominations.retain(|one| row.nomination_id.is_none_or(|id| id == one.id));
    let mut barred: BTreeSet<PersonId> =
        conn.list_checkers(row.cycle_id, row.nomination_id).await?.into_iter().collect();
    barred.extend(conn.list_judges(row.cycle_id).await?.iter().map(|judge| judge.person_id));
    barred.extend(conn.list_nominators(row.cycle_id, row.nomination_id, call.today()).await?);
    barred.extend(crate::award_cycle::tied(conn, people, &nominations, call.today()).await?);
    Ok(barred)
}
