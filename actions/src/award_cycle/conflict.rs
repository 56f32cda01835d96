//! Who is in conflict with a nominee (`AWD-10`), staff as much as judges (`AWD-12`).

use std::collections::BTreeSet;

use chrono::NaiveDate;
use domain::{
    award_cycle::{WATCHERS, may_run_award, may_watch_awards},
    form::{Field, ProblemKind, Problems, Values},
    id::{NominationId, PersonId},
    nomination::Relation,
    organisation::OrganisationKind,
    role::{Actor, Role},
    rulebook::Rule,
};
use store::{Conn, Lock, NominationRow, RelationRow, StayRow};

use super::{judged_now, watched_cycle};
use crate::{ActionError, Actions, Call, score_sheet::void, write::Scoped as _};

impl Actions {
    /// Whoever runs, decides or supervises a cycle declares a relation to a nominee, whose file is
    /// closed from then on.
    ///
    /// Field: `relation`, the code of a kind. It is final, as a judge's is.
    pub async fn declare_own_conflict(
        &self,
        call: &Call,
        id: NominationId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let actor = call.allowed(may_watch_awards)?;
        self.write(|tx| {
            async move {
                let nomination = tx.find_nomination(id).await?.ok_or(ActionError::NotFound)?;
                tx.lock(Lock::AwardCycle(nomination.cycle_id)).await?;
                let cycle = watched_cycle(tx, actor, nomination.cycle_id).await?;
                let nominations = tx.list_nominations(cycle.id).await?;
                let known = conflicted(tx, actor, &nominations, call.today()).await?;
                // Who does not run the cycle meets the nominees with the ranking.
                let is_shown = may_run_award(actor, cycle.region_id) || cycle.state.shows_ranking();
                if known.contains(&id) || !is_shown {
                    return Err(ActionError::NotFound);
                }
                let relation = read_conflict(values)?;
                tx.add_relation(id, actor.person, relation, call.now).await?;
                tx.log(call.entry("declare_conflict", "nomination", WATCHERS).on(id));
                // Who judges as well has a sheet that does not count any more. Once scoring is
                // closed the result stands, and only the file closes.
                if let Some(stage) = judged_now(&cycle) {
                    let entry = call.entry("void", "score_sheet", WATCHERS);
                    void(tx, entry, (id, actor.person, stage)).await?;
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// The kind of a conflict that somebody declares.
fn read_conflict(values: &Values) -> Result<Relation, Problems> {
    let relation = Relation::read(values, Field::Relation).and_then(|relation| {
        if relation == Relation(None) { Err(ProblemKind::UnknownChoice) } else { Ok(relation) }
    });
    relation.map_err(|kind| Problems::one(Field::Relation, kind))
}

/// Nominees of one cycle whom a person may not look at (`AWD-10`, `AWD-12`): the person, whoever
/// shared a unit with the person within the years of the rulebook, those whom such a unit nominated, and those to
/// whom a relation was declared. That the city's association nominates as well is no conflict of its
/// staff, or nobody could run the cycle (decision 0022).
pub(crate) async fn conflicted(
    conn: &mut Conn,
    actor: &Actor,
    nominations: &[NominationRow],
    today: NaiveDate,
) -> Result<Vec<NominationId>, ActionError> {
    let runs = actor.is_any(WATCHERS) && !actor.is(Role::Judge);
    let ties = Ties::of(conn, &[actor.person], nominations, today).await?;
    Ok(ties.near(actor.person, runs, nominations))
}

/// Those of some people who may not look at one of these nominees, with the eyes of who runs or
/// watches cycles.
pub(crate) async fn tied(
    conn: &mut Conn,
    people: &[PersonId],
    nominations: &[NominationRow],
    today: NaiveDate,
) -> Result<Vec<PersonId>, ActionError> {
    let ties = Ties::of(conn, people, nominations, today).await?;
    let is_tied = |person: &&PersonId| !ties.near(**person, true, nominations).is_empty();
    Ok(people.iter().filter(is_tied).copied().collect())
}

/// What ties some people to the nominees of a cycle.
pub(super) struct Ties {
    /// Conflicts that these people have declared.
    declared: Vec<RelationRow>,
    /// Units of these people and of the nominees, now or within the years of the rulebook.
    stays: Vec<StayRow>,
}

impl Ties {
    pub(super) async fn of(
        conn: &mut Conn,
        people: &[PersonId],
        nominations: &[NominationRow],
        today: NaiveDate,
    ) -> Result<Self, ActionError> {
        let mut declared = match (nominations.first(), people) {
            (None, _) => Vec::new(),
            (Some(first), [person]) => conn.list_relations_of(first.cycle_id, *person).await?,
            (Some(first), _) => conn.list_relations(first.cycle_id).await?,
        };
        declared.retain(|row| row.kind != Relation(None));
        let nominees = nominations.iter().filter_map(|one| one.person_id);
        let all: Vec<PersonId> = nominees.chain(people.iter().copied()).collect();
        let mut stays = conn.list_stays(&all).await?;
        // Units that were left alone ask for the rules.
        if stays.iter().any(|stay| stay.ends_on.is_some()) {
            let rules = match nominations.first() {
                Some(first) => conn.rulebook_of_cycle(first.cycle_id, today).await?,
                None => conn.rulebook(today).await?,
            };
            let since = rules.years_before(Rule::ConflictUnitYears, today);
            stays.retain(|stay| stay.ends_on.is_none_or(|end| since <= end));
        }
        Ok(Self { declared, stays })
    }

    /// Nominees whom a judge may not look at by what is on file, whatever was declared.
    pub(super) fn known(
        mut self,
        me: PersonId,
        nominations: &[NominationRow],
    ) -> Vec<NominationId> {
        self.declared.clear();
        self.near(me, false, nominations)
    }

    /// Nominees whom one of these people may not look at; `runs`: who runs or watches cycles, and
    /// judges nobody.
    pub(super) fn near(
        &self,
        me: PersonId,
        runs: bool,
        nominations: &[NominationRow],
    ) -> Vec<NominationId> {
        let mine = || self.stays.iter().filter(|stay| stay.person_id == me);
        let own: BTreeSet<_> = mine().map(|stay| stay.organisation_id).collect();
        let colleagues: BTreeSet<PersonId> = self
            .stays
            .iter()
            .filter(|stay| own.contains(&stay.organisation_id))
            .map(|stay| stay.person_id)
            .collect();
        let is_nominator =
            |stay: &&StayRow| !(runs && stay.kind == OrganisationKind::CityAssociation);
        let nominators: BTreeSet<_> =
            mine().filter(is_nominator).map(|stay| stay.organisation_id).collect();
        let declared: BTreeSet<NominationId> = self
            .declared
            .iter()
            .filter(|row| row.person_id == me)
            .map(|row| row.nomination_id)
            .collect();
        let is_near = |one: &&NominationRow| {
            one.person_id.is_some_and(|person| person == me || colleagues.contains(&person))
                || declared.contains(&one.id)
                || one.workplace_id.is_some_and(|place| own.contains(&place))
                || nominators.contains(&one.unit_id)
        };
        nominations.iter().filter(is_near).map(|one| one.id).collect()
    }
}
