//! Drafts are opened, changed and handed in.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId, PersonId},
    inbox::Message,
    nomination::{NOMINATORS, NominationDraft, NominationState, may_nominate, parse_truth},
    roster::unit_key,
};
use store::{CycleRow, Lock, NominationRow, NominationWrite, PersonRow, StoreError, Tx};

use super::{held, nominating_of, step::not_oneself};
use crate::{
    ActionError, Actions, Call,
    award_cycle::reach_of,
    error::check_revision,
    my_information::consent_digest,
    once::{made, made_before},
    tell::tell_people,
    write::Scoped as _,
};

impl Actions {
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
                let write = named(tx, &page.cycle, unit, &draft).await?;
                let at = (cycle, category, unit);
                let id = open_draft(tx, at, write, actor.person).await?;
                tx.log(call.entry("open", "nomination", NOMINATORS).on(id));
                made(tx, call, values, once, id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Changes a nomination that is with its unit; gives its revision then.
    pub async fn change_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        revision: Revision,
    ) -> Result<Revision, ActionError> {
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                let is_collective = page.nomination.category.is_collective();
                let draft = NominationDraft::parse(values, is_collective)?;
                let write = named(tx, &page.cycle, page.nomination.unit_id, &draft).await?;
                check_revision(revision, page.nomination.revision)?;
                let at = (id, page.nomination.revision);
                let changed = tx.change_nomination_draft(at, write).await;
                if !changed.map_err(twice)? {
                    return Err(ActionError::Stale);
                }
                tx.log(call.entry("change", "nomination", NOMINATORS).on(id));
                Ok(Revision::of(page.nomination.revision + 1))
            }
            .scope_boxed()
        })
        .await
    }

    /// Hands a nomination in, which its unit says to be true; what is missing is told, all of it.
    pub async fn hand_in_nomination(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
        (revision, text): (Revision, &str),
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_nominate)?;
        self.write(|tx| {
            async move {
                let page = held(tx, call, id).await?;
                if !page.is_open {
                    return Err(ActionError::WrongState);
                }
                not_oneself(&page.nomination, actor, Field::Step)?;
                if !page.gaps.is_empty() {
                    return Err(Problems::one(Field::Step, ProblemKind::NominationGaps).into());
                }
                parse_truth(values)?;
                let digest = consent_digest(text);
                tx.set_nomination_truth(id, actor.person, &digest, call.now).await?;
                let (from, to) = (page.nomination.state, NominationState::Submitted);
                check_revision(revision, page.nomination.revision)?;
                let at = (id, from, page.nomination.revision);
                if !tx.step_nomination(at, to, "", page.notes.correct_until).await? {
                    return Err(ActionError::Stale);
                }
                let entry = call.entry("hand_in", "nomination", NOMINATORS).on(id);
                tx.log(entry.moved(from.as_str(), to.as_str()).fixing(digest));
                let oneself = page.notes.nominated_oneself(&page.nomination);
                let (cycle, title) = (page.cycle.id, page.cycle.title);
                let message = Message::NominationEndorsed { cycle, title };
                tell_people(tx, call, oneself, &message).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Opens a draft; one that was withdrawn is taken up again, and its nominee is asked anew.
pub(super) async fn open_draft(
    tx: &mut Tx,
    (cycle, category, unit): (AwardCycleId, AwardCategoryId, OrganisationId),
    write: NominationWrite<'_>,
    filer: PersonId,
) -> Result<NominationId, ActionError> {
    let is_same = |one: &&NominationRow| {
        one.state == NominationState::Withdrawn
            && one.category_id == category
            && (&one.name, &one.workplace) == (&write.draft.name, &write.draft.workplace)
    };
    let others = tx.list_nominations_of_units(cycle, &[unit]).await?;
    if let Some(before) = others.iter().find(is_same) {
        if !tx.reopen_nomination((before.id, before.revision), write, filer).await? {
            return Err(ActionError::Stale);
        }
        return Ok(before.id);
    }
    tx.add_nomination_draft((cycle, category, unit), write, filer).await.map_err(twice)
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

/// A draft with the person and the workplace on file that it names.
async fn named<'a>(
    tx: &mut Tx,
    cycle: &CycleRow,
    unit: OrganisationId,
    draft: &'a NominationDraft,
) -> Result<NominationWrite<'a>, ActionError> {
    let workplace_id = match draft.workplace.as_str() {
        "" => Some(unit),
        name => tx.find_organisation_by_key(&unit_key(name)).await?,
    };
    let people = tx.list_people_named(&[draft.name.as_str()]).await?;
    let is_same = |person: &&PersonRow| {
        let by_phone = draft.phone.is_some() && person.phone == draft.phone;
        let at_work = workplace_id.is_some() && person.workplace_id == workplace_id;
        by_phone || (at_work && (draft.phone.is_none() || person.phone.is_none()))
    };
    let person = people.iter().find(is_same);
    check_region(tx, cycle, workplace_id, person).await?;
    let person_id = person.map(|person| person.id);
    Ok(NominationWrite { draft, person_id, workplace_id })
}

/// Whether a nominee and the workplace are of the county whose cycle it is.
pub(super) async fn check_region(
    tx: &mut Tx,
    cycle: &CycleRow,
    workplace: Option<OrganisationId>,
    person: Option<&PersonRow>,
) -> Result<(), ActionError> {
    if cycle.region_id.is_none() {
        return Ok(());
    }
    let reach = reach_of(cycle);
    let mut problems = Problems::default();
    if let Some(workplace) = workplace
        && let Some(unit) = tx.find_organisation(workplace).await?
        && !tx.is_within(&reach, unit.region_id, None).await?
    {
        problems.add(Field::NomineeWorkplace, ProblemKind::OutsideCounty);
    }
    if let Some(person) = person
        && person.region_id.is_some()
        && !tx.is_within(&reach, person.region_id, None).await?
    {
        problems.add(Field::NomineeName, ProblemKind::OutsideCounty);
    }
    if problems.0.is_empty() { Ok(()) } else { Err(problems.into()) }
}
