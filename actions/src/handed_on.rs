//! A list as it is handed on in a spreadsheet: all that its filters find, as far as the list itself
//! reaches, with a line in the access log that has the number of rows (`LAW-74`).

use domain::{access_log::AccessThing, role::Role};
use store::RegionRow;

use crate::{
    ActionError, Actions, Call,
    access_log::{Handed, Noted},
    register_entry::regions,
};

/// So many rows go into a spreadsheet at most: what Excel takes on a sheet.
pub(crate) const ALL: i64 = 1_000_000;

/// Rows that are handed on.
#[derive(Debug)]
pub struct HandedOn<R> {
    /// All that was found.
    pub rows: Vec<R>,
    /// The cities and counties that the caller sees, for the reporting unit.
    pub regions: Vec<RegionRow>,
    /// That it is noted.
    pub noted: Noted,
}

impl Actions {
    /// Hands on what somebody has found in one of these roles, and notes how much it is; 0 stands for
    /// the key of a list of which there is one alone.
    pub(crate) async fn hand_on<R>(
        &self,
        call: &Call,
        roles: &[Role],
        (thing, id): (AccessThing, i64),
        rows: Vec<R>,
    ) -> Result<HandedOn<R>, ActionError> {
        let reach = call.actor()?.reach(roles);
        let regions = regions(&mut self.store.read().await?, call, &reach).await?;
        let noted = self.note(call, roles, Handed::rows(thing, id, rows.len())).await?;
        Ok(HandedOn { rows, regions, noted })
    }
}
