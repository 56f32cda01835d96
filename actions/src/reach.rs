//! How far an office sees: its scopes as what statements ask for.

use domain::role::{Actor, Role, Scope};
use store::{Conn, Reach};

use crate::ActionError;

/// The reach of these roles of somebody; without a scope nothing is seen.
pub(crate) fn reach_of(actor: &Actor, roles: &[Role]) -> Reach {
    let (mut regions, mut organisations) = (Vec::new(), Vec::new());
    for scope in roles.iter().flat_map(|role| actor.scopes(*role)) {
        match scope {
            Scope::Everything => return Reach::Everything,
            Scope::Region(region) => regions.push(region.0),
            Scope::Organisation(organisation) => organisations.push(organisation.0),
        }
    }
    Reach::Within { regions, organisations }
}

/// Whether a reach covers somebody's region or unit.
pub(crate) async fn covers(
    conn: &mut Conn,
    reach: &Reach,
    region: Option<i64>,
    unit: Option<i64>,
) -> Result<bool, ActionError> {
    let Reach::Within { regions, organisations } = reach else { return Ok(true) };
    if let Some(region) = region {
        for above in regions {
            if conn.is_region_below(*above, region).await? {
                return Ok(true);
            }
        }
    }
    if let Some(unit) = unit {
        for above in organisations {
            if conn.is_organisation_below(*above, unit).await? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
