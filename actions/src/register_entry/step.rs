//! What is done with an entry: it is checked, listed, rests and ends; members of teams come and go; and
//! what somebody has seen of a station.

use domain::{
    form::{Field, Once, ProblemKind, Problems, Revision, Values},
    id::{RegisterEntryId, TeamMemberId},
    register_entry::{
        EntryNews, EntryState, EntryStepping, NewMember, RegisterKind, SeenCondition,
        check_conditions, last_day,
    },
};
use store::StoreError;

use super::{
    RegisterEntryPage, found::member, kept, log, news_of, page_of, settle_managers, tell_news,
    there,
};
use crate::{
    ActionError, Actions, Call,
    error::check_revision,
    once::{made, made_before},
    tell::tell_people,
    write::{Scoped as _, Write},
};

impl Actions {
    /// A step of an entry; one that is taken already changes nothing.
    pub async fn step_register_entry(
        &self,
        call: &Call,
        id: RegisterEntryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                if !page.may_change {
                    return Err(ActionError::NotFound);
                }
                let stepping = EntryStepping::parse(values)?;
                let entry = &page.entry;
                if !page.steps.contains(&stepping.step) {
                    return Err(ActionError::WrongState);
                }
                let to = entry.state.after(entry.kind, stepping.step);
                let to = to.ok_or(ActionError::WrongState)?;
                check_revision(revision, entry.revision)?;
                let seen: Vec<SeenCondition> = page.conditions.iter().map(Into::into).collect();
                if entry.kind == RegisterKind::EStation {
                    check_conditions(to, &seen)?;
                }
                let moved =
                    tx.move_register_entry((id, entry.revision), to, &stepping.reason).await;
                if !moved.map_err(there)? {
                    return Err(ActionError::Stale);
                }
                settle_managers(tx, call, entry.kind, [entry.person_id, None]).await?;
                tell_news(tx, call, id, news(to)).await?;
                log_step(tx, call, &page, &stepping, to);
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Writes which of the five conditions of a station are met, as the caller has seen them.
    pub async fn see_station(
        &self,
        call: &Call,
        id: RegisterEntryId,
        values: &Values,
        revision: Revision,
    ) -> Result<(), ActionError> {
        self.write(|tx| {
            async move {
                let page = page_of(tx, call, id).await?;
                if !page.may_see {
                    let is_known = page.may_change;
                    return Err(if is_known {
                        ActionError::WrongState
                    } else {
                        ActionError::NotFound
                    });
                }
                let seen = SeenCondition::parse(values, call.today())?;
                check_revision(revision, page.entry.revision)?;
                let by = call.actor()?.person;
                if !tx.set_station_conditions((id, page.entry.revision), &seen, by).await? {
                    return Err(ActionError::Stale);
                }
                let met = seen.iter().filter(|it| it.is_met).map(|it| it.condition.as_str());
                let met: Vec<&str> = met.collect();
                log(tx, call, page.entry.kind, "see", id, &met.join(" "));
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }

    /// Adds a member to a team; the same form sent again adds nobody.
    pub async fn add_team_member(
        &self,
        call: &Call,
        id: RegisterEntryId,
        values: &Values,
        once: &Once,
    ) -> Result<TeamMemberId, ActionError> {
        self.write(|tx| {
            async move {
                let entry = kept(tx, call, id).await?;
                if let Some(member) = made_before(tx, call, values, once).await? {
                    return Ok(member);
                }
                if !entry.kind.has_members() || entry.state == EntryState::Ended {
                    return Err(ActionError::WrongState);
                }
                let new = NewMember::parse(values)?;
                // Members come from anywhere; a unit takes in its own.
                let reach = call.actor()?.reach(entry.kind.keepers());
                let person = member(tx, &reach, &new.person).await?;
                let added = tx.add_team_member(id, person, new.starts_on).await;
                let added = added.map_err(|error| match error {
                    StoreError::Conflict => {
                        Problems::one(Field::Member, ProblemKind::EntryThere).into()
                    }
                    other => ActionError::from(other),
                })?;
                tell_people(tx, call, [person], &news_of(&entry, EntryNews::Joined)).await?;
                log(tx, call, entry.kind, "join", id, &person.to_string());
                made(tx, call, values, once, added).await
            }
            .scope_boxed()
        })
        .await
    }

    /// Ends a membership on a day; one that has ended stays as it is.
    pub async fn end_team_member(
        &self,
        call: &Call,
        id: RegisterEntryId,
        member: TeamMemberId,
        values: &Values,
    ) -> Result<(), ActionError> {
        let typed = values.get(Field::MemberUntil.at(member));
        let typed = &Values::default().with(Field::MemberUntil, typed);
        self.write(|tx| {
            async move {
                let entry = kept(tx, call, id).await?;
                let members = tx.list_team_members(id).await?;
                let found = members.iter().find(|row| row.id == member);
                let found = found.ok_or(ActionError::NotFound)?;
                if found.ends_on.is_some() {
                    return Ok(());
                }
                let ends_on = last_day(typed, found.starts_on);
                let ends_on = ends_on.map_err(|problems| problems.of_thing(member))?;
                if tx.end_team_member(id, member, ends_on).await? {
                    let news = news_of(&entry, EntryNews::Left);
                    tell_people(tx, call, [found.person_id], &news).await?;
                    log(tx, call, entry.kind, "leave", id, &found.person_id.to_string());
                }
                Ok(())
            }
            .scope_boxed()
        })
        .await
    }
}

/// What is told of a state; who reopens a station has it seen anew.
fn news(to: EntryState) -> EntryNews {
    match to {
        EntryState::Listed => EntryNews::Listed,
        EntryState::Suspended => EntryNews::Suspended,
        EntryState::Ended => EntryNews::Ended,
        EntryState::Checked => EntryNews::Checked,
        EntryState::Applied => EntryNews::Added,
    }
}

fn log_step(
    tx: &mut Write,
    call: &Call,
    page: &RegisterEntryPage,
    stepping: &EntryStepping,
    to: EntryState,
) {
    let entry = &page.entry;
    let said = format!("{} {}", entry.kind.as_str(), stepping.reason);
    let line = call.entry(stepping.step.as_str(), "register_entry", entry.kind.keepers());
    let line = line.on(entry.id).moved(entry.state.as_str(), to.as_str());
    tx.log(line.because(said.trim()));
}
