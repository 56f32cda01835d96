//! Somebody nominates oneself: a draft at a nominating unit, which writes its opinion, gives it a place
//! and hands it in, and so endorses it; or lets it be.

use domain::{
    award_cycle::AwardCycleState,
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{AwardCategoryId, AwardCycleId, NominationId, OrganisationId},
    inbox::Message,
    nomination::{NominationConsentChannel, NominationDraft, Said, parse_truth},
    roster::unit_key,
};
use store::{
    CategoryRow, Conn, CycleRow, Lock, NominationConsentRow, NominationWrite, OrganisationRow,
    PersonRow,
};

use super::write::{check_region, open_draft};
use crate::{
    ActionError, Actions, Call,
    account::digest,
    award_cycle::{n_seats, reach_of},
    my_information::consent_digest,
    once::{made, made_before},
    tell::{acting_for_unit, tell_people},
    write::Scoped as _,
};

/// What the form of a nomination of oneself shows.
#[derive(Clone, Debug)]
pub struct OwnNominationForm {
    /// The cycle.
    pub cycle: CycleRow,
    /// What is on file of the caller.
    pub person: PersonRow,
    /// Categories of single people that have seats.
    pub categories: Vec<CategoryRow>,
    /// Units that may nominate.
    pub units: Vec<OrganisationRow>,
}

impl Actions {
    /// What the form of a nomination of oneself shows, while nominations are taken.
    pub async fn own_nomination_form(
        &self,
        call: &Call,
        id: AwardCycleId,
    ) -> Result<OwnNominationForm, ActionError> {
        form_of(&mut self.store.read().await?, call, id).await
    }

    /// Nominates the caller to a unit, with what is agreed to and said to be true, by these texts; gives the token of the link behind which
    /// it can be followed and withdrawn. The same form again finds the first.
    pub async fn nominate_oneself(
        &self,
        call: &Call,
        cycle: AwardCycleId,
        values: &Values,
        once: &Once,
        (text, truth): (&str, &str),
    ) -> Result<String, ActionError> {
        let token = &digest(&format!("{}:oneself", once.token()?));
        self.write(|tx| {
            async move {
                tx.lock(Lock::AwardCycle(cycle)).await?;
                let before: Option<NominationId> = made_before(tx, call, values, once).await?;
                if before.is_some() {
                    return Ok(());
                }
                let link = digest(token);
                let form = form_of(tx, call, cycle).await?;
                let (unit, category, draft, said) = read(values, &form)?;
                let others = tx.list_nominations_of_units(cycle, &[unit]).await?;
                let ranks = others.iter().filter(|one| one.category_id == category);
                let last = ranks.filter_map(|one| one.unit_rank).max().unwrap_or(0);
                let draft = NominationDraft { unit_rank: last + 1, ..draft };
                let key = unit_key(&draft.workplace);
                let workplace_id = match form.person.workplace_id {
                    Some(place) => Some(place),
                    None => tx.find_organisation_by_key(&key).await?,
                };
                check_region(tx, &form.cycle, workplace_id, Some(&form.person)).await?;
                let person = form.person.id;
                let write =
                    NominationWrite { draft: &draft, person_id: Some(person), workplace_id };
                let at = (cycle, category, unit);
                let id = open_draft(tx, at, write, person).await?;
                tx.set_nomination_link(id, &link, call.now).await?;
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
                tx.set_nomination_truth(id, person, &consent_digest(truth), call.now).await?;
                let entry = call.entry("nominate_oneself", "nomination", &[]).on(id);
                tx.log(entry.fixing(row.text_digest.clone()));
                let (title, name) = (form.cycle.title, form.person.name);
                let message = Message::NominatedOneself { nomination: id, title, name };
                let people = acting_for_unit(tx, call, unit).await?;
                tell_people(tx, call, people, &message).await?;
                made(tx, call, values, once, id).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await?;
        Ok(token.clone())
    }
}

async fn form_of(
    conn: &mut Conn,
    call: &Call,
    id: AwardCycleId,
) -> Result<OwnNominationForm, ActionError> {
    let actor = call.actor()?;
    let cycle = conn.find_cycle(id).await?.ok_or(ActionError::NotFound)?;
    if cycle.state != AwardCycleState::Nominating {
        return Err(ActionError::NotFound);
    }
    let person = conn.find_person(actor.person).await?.ok_or(ActionError::NotFound)?;
    let mut categories = conn.list_categories(id).await?;
    categories.retain(|row| n_seats(&row.rules) > 0 && !row.category.is_collective());
    if categories.is_empty() {
        return Err(ActionError::NotFound);
    }
    // Who is of another county finds no award of this one.
    let is_there = conn.is_within(&reach_of(&cycle), person.region_id, None).await?;
    if cycle.region_id.is_some() && person.region_id.is_some() && !is_there {
        return Err(ActionError::NotFound);
    }
    let units = conn.list_nominating_units_within(&reach_of(&cycle)).await?;
    Ok(OwnNominationForm { cycle, person, categories, units })
}

type Typed = (OrganisationId, AwardCategoryId, NominationDraft, Said);

/// What was typed: the unit says the rest. Without a yes to its handling there is no nomination.
fn read(values: &Values, form: &OwnNominationForm) -> Result<Typed, Problems> {
    let mut problems = Problems::default();
    let unit =
        form.units.iter().map(|unit| unit.id).find(|id| is_chosen(values, Field::OwnUnit, *id));
    let category = form.categories.iter().map(|row| row.id);
    let category = category.into_iter().find(|id| is_chosen(values, Field::OwnCategory, *id));
    for (field, is_missing) in
        [(Field::OwnUnit, unit.is_none()), (Field::OwnCategory, category.is_none())]
    {
        if is_missing {
            problems.add(field, ProblemKind::Missing);
        }
    }
    let mut own = values.clone();
    own.set(Field::NomineeName, &form.person.name);
    own.set(Field::NomineePhone, form.person.phone.clone().unwrap_or_default());
    own.set(Field::UnitRank, "1");
    own.set(Field::UnitOpinion, "");
    let draft = NominationDraft::parse(&own, false).map_err(|found| problems.0.extend(found.0));
    let said = Said::parse(values).map_err(|found| problems.0.extend(found.0));
    let truth = parse_truth(values).map_err(|found| problems.0.extend(found.0));
    if said.as_ref().is_ok_and(|said| !said.processing) {
        problems.add(Field::ConsentProcessing, ProblemKind::Missing);
    }
    problems.or(|| truth.ok().and(Some((unit?, category?, draft.ok()?, said.ok()?))))
}

fn is_chosen(values: &Values, field: Field, id: impl ToString) -> bool {
    values.trimmed(field) == id.to_string()
}
