//! What is asked of a lecturer who is sent to a school: a check for work with minors that holds, and a
//! place on the county's whitelist where the association demands it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    audience::SchoolStage,
    dispatch::DispatchRefusal,
    host_unit::needs_whitelist,
    id::{CourseId, PersonId},
    register_entry::Whitelisted,
    rulebook::{Rule, Rulebook},
};
use store::{Conn, LectureRequestRow};

use super::Whom;
use crate::ActionError;

/// What registers say of some lecturers, as far as a request asks for it.
pub(super) struct SchoolList {
    is_for_minors: bool,
    is_school: bool,
    checked_until: BTreeMap<PersonId, NaiveDate>,
    listed: BTreeMap<PersonId, Vec<(Option<CourseId>, Whitelisted)>>,
    /// Whether the county keeps a list: where there is none, nobody can stand on it.
    keeps_list: bool,
}

impl SchoolList {
    /// Reads what there is; of a lecture for adults elsewhere, nothing.
    pub(super) async fn read(
        conn: &mut Conn,
        request: &LectureRequestRow,
        people: &[PersonId],
        today: NaiveDate,
    ) -> Result<Self, ActionError> {
        let is_school = needs_whitelist(request.host_kind);
        let is_for_minors = is_school || request.stage != SchoolStage::Adult;
        let mut this = Self {
            is_for_minors,
            is_school,
            checked_until: BTreeMap::new(),
            listed: BTreeMap::new(),
            keeps_list: false,
        };
        if is_for_minors {
            this.checked_until = conn.list_checked_until(people).await?.into_iter().collect();
        }
        if let (true, Some(region)) = (is_school, request.region_id) {
            this.keeps_list = conn.has_whitelist(region, today).await?;
            let entries = conn.list_whitelisted(region, people).await?;
            for (person, course, starts_on, ends_on) in entries {
                let entry = (course, Whitelisted { starts_on, ends_on });
                this.listed.entry(person).or_default().push(entry);
            }
        }
        Ok(this)
    }

    /// Whether a lecturer may be sent on a day (`LAW-23`, `LAW-66`).
    pub(super) fn judge(
        &self,
        whom: Whom,
        day: NaiveDate,
        rules: &Rulebook,
    ) -> Result<(), DispatchRefusal> {
        if self.is_for_minors {
            match self.checked_until.get(&whom.person) {
                Some(last) if *last < day => return Err(DispatchRefusal::CheckLapsed),
                None if rules.get(Rule::SafeguardingDemanded) == 1 => {
                    return Err(DispatchRefusal::NotChecked);
                }
                _ => {}
            }
        }
        if self.is_school && self.keeps_list && rules.get(Rule::WhitelistDemanded) == 1 {
            let entries = self.listed.get(&whom.person).map_or(&[][..], Vec::as_slice);
            let fits = |(course, entry): &(Option<CourseId>, Whitelisted)| {
                course.is_none_or(|course| course == whom.course) && entry.holds_on(day)
            };
            if !entries.iter().any(fits) {
                return Err(DispatchRefusal::NotWhitelisted);
            }
        }
        Ok(())
    }
}
