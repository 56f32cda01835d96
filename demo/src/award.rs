//! Awards of the demonstration: a cycle in every state that the program can reach.

mod annual;
mod finals;
mod nominated;
mod objected;
mod play;
mod programme;

use domain::{
    assessment_year::AssessmentYear,
    role::{Role, Scope},
    roster::Kind,
};
use store::NewPerson;

use self::play::AwardCast;
use super::{
    actor,
    cast::{Cast, add_account},
    granted_on, grants,
};
use crate::Demo;
use actions::{ActionError, Call, workplace};

const NOMINATIONS: &[u8] = include_bytes!("../../data/rosters/nominations.xlsx");
/// Judges of all cycles with their workplaces; the first two can sign in, and the last sits in finals
/// alone.
const JUDGES: [(&str, &str); 7] = [
    ("钟衡之", "示范理工学院"),
    ("沈正言", "示范师范学院"),
    ("顾清源", "示范农业科学研究院"),
    ("陆明德", "示范天文学会"),
    ("许知行", "示范科技馆"),
    ("朱怀谷", "示范气象研究所"),
    ("江望舟", "示范植物园"),
];

impl Demo {
    /// Loads the awards: last year's cycle first, then this year's, then other programmes.
    pub(super) async fn load_awards(&self, call: &Call, cast: &Cast) -> Result<(), ActionError> {
        let people = self.cast_awards(call, cast).await?;
        self.tell_last_year(call, &people).await?;
        self.import(call, Kind::Nominations, "nominations.xlsx", NOMINATIONS).await?;
        self.tell_this_year(call, &people).await?;
        self.tell_decided_cycle(call, &people).await?;
        self.tell_confirmed_cycle(call, &people).await?;
        self.tell_proposed_cycle(call, &people).await?;
        self.tell_scored_cycle(call, &people).await?;
        self.tell_checked_cycle(call, &people).await?;
        self.tell_planned_cycle(call, &people).await?;
        self.tell_objected_cycle(call, &people).await?;
        self.tell_given_up_cycle(call, &people).await?;
        self.object_to_last_year(call, &people).await?;
        // The newest of all: a roster of nominations goes there.
        self.tell_announced_cycle(call, &people).await?;
        self.nominate_on_pages(call, &people, cast).await?;
        self.tell_final_by_sheets(call, &people).await?;
        self.tell_final_by_vote(call, &people).await?;
        self.tell_assigned_cycle(call, &people).await
    }

    async fn cast_awards(&self, call: &Call, cast: &Cast) -> Result<AwardCast, ActionError> {
        let mut tx = self.store.begin().await?;
        let mut people = Vec::new();
        let judges = JUDGES.map(|(name, unit)| (name, Role::Judge, Some(unit)));
        for (name, role, unit) in judges.into_iter().chain([("邵秉钧", Role::DecisionMaker, None)])
        {
            let person = tx.add_person(&NewPerson { name, ..NewPerson::default() }).await?;
            let grants = grants(&[(role, Scope::Everything)], granted_on(call));
            for grant in &grants {
                tx.add_grant(person, grant).await?;
            }
            if let Some(unit) = unit {
                let unit = workplace(&mut tx, unit, None).await?;
                tx.set_workplace(person, unit, granted_on(call)).await?;
            }
            people.push(actor(person, name, grants));
        }
        let signing_in = [(0, "judge"), (1, "judge2"), (JUDGES.len(), "decider")];
        for (of, sign_in_name) in signing_in {
            let person = people[of].person;
            add_account(&mut tx, call, person, sign_in_name, &cast.password_hash).await?;
        }
        tx.commit(call.entry("load", "demo", &[]), &self.entropy.token()).await?;
        let decider = people.pop().ok_or(ActionError::NotFound)?;
        let (office, supervisor) = (cast.office.clone(), cast.supervisor.clone());
        let tutor = self.choose_tutors(&cast.county).await?.map(|tutors| tutors.first);
        Ok(AwardCast { office, decider, supervisor, tutor, judges: people })
    }
}

/// The assessment year of a call.
fn year(call: &Call) -> i32 {
    AssessmentYear::of(call.today()).0
}
