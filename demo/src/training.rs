//! Training hours of the demonstration: a tutor with claims in every state, the officers who check
//! them, and trainings in every state, dated relative to the day of loading.

mod claim;
mod event;

use domain::{
    id::{OrganisationId, RegionId},
    role::{Actor, Role, Scope},
};
use store::{PeopleSearch, PersonRow};

use super::{
    acting, actor,
    cast::{Cast, add_account},
    granted_on, grants,
};
use crate::Demo;
use actions::{ActionError, Call};

/// So many tutors of other schools take part.
const OTHERS: usize = 3;

/// People of this part of the story.
struct Trainees {
    tutor: Actor,
    second: Actor,
    /// Tutors of other schools of the county.
    others: Vec<Actor>,
    officer: Actor,
    county: Actor,
    colleague: Actor,
    office: Actor,
}

/// Tutors of the rosters: two of one school, and some of others.
pub(super) struct Tutors {
    pub(super) first: PersonRow,
    second: PersonRow,
    others: Vec<PersonRow>,
}

impl Demo {
    /// Tells the story of training hours after the registers were loaded.
    pub(super) async fn tell_training_story(
        &self,
        call: &Call,
        cast: &Cast,
    ) -> Result<(), ActionError> {
        let Some(tutors) = self.choose_tutors(&cast.county).await? else { return Ok(()) };
        let people = self.cast_trainees(call, cast, tutors).await?;
        self.plan_demo_trainings(call, &people).await?;
        self.claim_demo_hours(call, &people).await?;
        self.tell_evidence(call, cast, (&people.tutor, &people.officer)).await?;
        self.claim_from_the_city(call, cast).await
    }

    /// Two tutors of one school in the county, and some of other schools.
    pub(super) async fn choose_tutors(
        &self,
        county: &Actor,
    ) -> Result<Option<Tutors>, ActionError> {
        let mut conn = self.store.read().await?;
        let reach = county.reach(&[Role::CountyOffice]);
        let people = conn.list_people_found(&PeopleSearch::named("", &reach), None, 500).await?;
        let mut tutors: Vec<PersonRow> = Vec::new();
        for person in people {
            let is_tutor = conn.find_tutor(person.id).await?.is_some();
            if is_tutor && person.workplace_id.is_some() {
                tutors.push(person);
            }
        }
        let at_one_school = tutors.iter().find_map(|first| {
            let same = |other: &&PersonRow| {
                other.workplace_id == first.workplace_id && other.id != first.id
            };
            Some((first.clone(), tutors.iter().find(same)?.clone()))
        });
        Ok(at_one_school.map(|(first, second)| {
            tutors.retain(|tutor| tutor.workplace_id != first.workplace_id);
            tutors.truncate(OTHERS);
            Tutors { first, second, others: tutors }
        }))
    }

    /// Gives accounts to the two, and the school an officer.
    async fn cast_trainees(
        &self,
        call: &Call,
        cast: &Cast,
        Tutors { first, second, others }: Tutors,
    ) -> Result<Trainees, ActionError> {
        let unit = first.workplace_id.unwrap_or_default();
        let officer = self.add_officer(call, "冯知行", unit, first.region_id).await?;
        let mut tx = self.store.begin().await?;
        let accounts = [(first.id, "tutor"), (second.id, "tutor2"), (officer.person, "unit")];
        for (person, sign_in_name) in accounts {
            add_account(&mut tx, call, person, sign_in_name, &cast.password_hash).await?;
        }
        tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?;
        let role = [(Role::Tutor, Scope::Everything)];
        let as_tutor =
            |person: &PersonRow| actor(person.id, &person.name, grants(&role, granted_on(call)));
        self.nominate_oneself(&acting(call, &as_tutor(&first))).await?;
        Ok(Trainees {
            tutor: as_tutor(&first),
            second: as_tutor(&second),
            others: others.iter().map(as_tutor).collect(),
            officer,
            county: cast.county.clone(),
            colleague: cast.colleague.clone(),
            office: cast.office.clone(),
        })
    }

    /// An officer of a unit who works there.
    async fn add_officer(
        &self,
        call: &Call,
        name: &str,
        unit: OrganisationId,
        region: Option<RegionId>,
    ) -> Result<Actor, ActionError> {
        let role = [(Role::UnitOfficer, Scope::Organisation(unit))];
        let grants = grants(&role, granted_on(call));
        let mut tx = self.store.begin().await?;
        let officer = tx.add_person(&store::NewPerson { name, ..Default::default() }).await?;
        tx.fill_person(officer, None, None, region).await?;
        tx.set_workplace(officer, unit, granted_on(call)).await?;
        for grant in &grants {
            tx.add_grant(officer, grant).await?;
        }
        tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?;
        Ok(actor(officer, name, grants))
    }
}
