//! How far an office sees: its scopes as what statements ask for.

use domain::role::{Actor, Role};
use store::{Conn, Reach};

use crate::ActionError;

/// The reach of these roles of somebody; without a scope nothing is seen.
pub(crate) fn reach_of(actor: &Actor, roles: &[Role]) -> Reach {
    actor.reach(roles)
}

/// Whether a reach covers somebody's region or unit.
pub(crate) async fn covers(
    conn: &mut Conn,
    reach: &Reach,
    region: Option<i64>,
    unit: Option<i64>,
) -> Result<bool, ActionError> {
    Ok(conn.is_within(reach, region, unit).await?)
}
