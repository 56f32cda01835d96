//! What ties two people so that neither judges the other: kept by an office, and looked at wherever
//! somebody is proposed, seated or asked to declare (`REV-07`, `AWD-10`).

use domain::{
    form::{Field, Once, ProblemKind, Problems, Values},
    id::{PersonId, PersonTieId},
    person::{PEOPLE_KEEPERS, last_day, may_keep_people},
    person_tie::{NewTie, TieKind},
    review_session::ConflictSince,
    role::Actor,
    score_sheet::ConflictKind,
};
use store::{Conn, Lock, NewPersonTie, PersonRow, PersonTieRow};

use crate::{
    ActionError, Actions, Call,
    once::{made, made_before},
    person::{is_of_unit, kept_person, reason, tell_corrected},
    register_entry::person_named,
    write::Scoped as _,
};

/// The ties of somebody.
#[derive(Clone, Debug)]
pub struct PersonTiePage {
    /// The person.
    pub person: PersonRow,
    /// Those first that go on.
    pub ties: Vec<PersonTieRow>,
}

impl Actions {
    /// The ties of somebody whom the caller keeps.
    pub async fn person_ties(
        &self,
        call: &Call,
        id: PersonId,
    ) -> Result<PersonTiePage, ActionError> {
        page_of(&mut self.store.read().await?, call, id).await
    }

    /// Writes down what ties somebody to another person on file; both are told. The same form sent
    /// again writes nothing.
    pub async fn add_person_tie(
        &self,
        call: &Call,
        id: PersonId,
        values: &Values,
        once: &Once,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(keeps_ties)?;
        let new = &NewTie::parse(values, call.today())?;
        self.write(|tx| {
            async move {
                if made_before::<PersonTieId>(tx, call, values, once).await?.is_some() {
                    return Ok(());
                }
                tx.lock(Lock::Person(id)).await?;
                page_of(tx, call, id).await?;
                let reach = actor.reach(PEOPLE_KEEPERS);
                let other = match person_named(tx, &reach, &new.other).await? {
                    Ok(other) => other,
                    Err(kind) => return Err(Problems::one(Field::TiedPerson, kind).into()),
                };
                if other.id == id {
                    return Err(Problems::one(Field::TiedPerson, ProblemKind::Oneself).into());
                }
                let tie = NewPersonTie {
                    person: id,
                    other: other.id,
                    kind: new.kind,
                    starts_on: new.starts_on,
                    ends_on: new.ends_on,
                    recorder: actor.person,
                };
                let added = tx.add_person_tie(tie, call.now).await?;
                tx.log(call.entry("add_person_tie", "person", PEOPLE_KEEPERS).on(id));
                tell_corrected(tx, call, id).await?;
                tell_corrected(tx, call, other.id).await?;
                made(tx, call, values, once, added).await?;
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends a tie on a day, which is typed in the field of its number.
    pub async fn end_person_tie(
        &self,
        call: &Call,
        id: PersonId,
        tie: PersonTieId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let typed = &Values::default().with(Field::LeftOn, values.get(Field::LeftOn.at(tie)));
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = page_of(tx, call, id).await?;
                let row = find(&page, tie)?;
                let day = last_day(typed, row.starts_on, call.today());
                let day = day.map_err(|problems| problems.of_thing(tie))?;
                if !tx.end_person_tie(tie, day).await? {
                    return Err(ActionError::WrongState);
                }
                tx.log(call.entry("end_person_tie", "person", PEOPLE_KEEPERS).on(id));
                tell_corrected(tx, call, row.person_id).await?;
                tell_corrected(tx, call, row.other_id).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Takes back a tie that was written down by mistake, with the reason.
    pub async fn remove_person_tie(
        &self,
        call: &Call,
        id: PersonId,
        tie: PersonTieId,
        values: &Values,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                tx.lock(Lock::Person(id)).await?;
                let page = page_of(tx, call, id).await?;
                let row = find(&page, tie)?;
                let reason = reason(values, tie)?;
                tx.remove_person_tie(tie).await?;
                let entry = call.entry("remove_person_tie", "person", PEOPLE_KEEPERS).on(id);
                tx.log(entry.because(reason));
                tell_corrected(tx, call, row.person_id).await?;
                tell_corrected(tx, call, row.other_id).await
            }
            .scope_boxed()
        })
        .await
    }
}

/// Whether somebody keeps what ties people: offices, and not the officer of a unit.
fn keeps_ties(actor: &Actor) -> bool {
    may_keep_people(actor) && !is_of_unit(actor)
}

/// What the files say of two people who are near each other: what is on file of them, as long as it
/// counts, or that they share a unit.
pub(crate) async fn known_conflict(
    conn: &mut Conn,
    (one, other): (PersonId, PersonId),
    since: ConflictSince,
) -> Result<ConflictKind, ActionError> {
    let counts = |tie: &&PersonTieRow| {
        let from = match tie.kind {
            TieKind::Mentoring => since.teaching,
            TieKind::JointCourse => since.work,
        };
        let is_theirs = tie.other_id == other || tie.person_id == other;
        is_theirs && tie.ends_on.is_none_or(|end| end >= from)
    };
    let ties = conn.list_person_ties(one).await?;
    Ok(ties.iter().find(counts).map_or(ConflictKind::SameUnit, |tie| tie.kind.conflict()))
}

async fn page_of(conn: &mut Conn, call: &Call, id: PersonId) -> Result<PersonTiePage, ActionError> {
    let actor = call.allowed(keeps_ties)?;
    let person = kept_person(conn, actor, id).await?;
    let ties = conn.list_person_ties(id).await?;
    Ok(PersonTiePage { person, ties })
}

fn find(page: &PersonTiePage, id: PersonTieId) -> Result<&PersonTieRow, ActionError> {
    page.ties.iter().find(|row| row.id == id).ok_or(ActionError::NotFound)
}
