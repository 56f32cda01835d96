//! Who hears of what.

use domain::{inbox::Message, role::Role};
use store::Tx;

use crate::{ActionError, Call};

/// Sends a message to everybody who has one of these roles for everything.
pub(crate) async fn tell_offices(
    tx: &mut Tx,
    call: &Call,
    roles: &[Role],
    message: &Message,
) -> Result<(), ActionError> {
    let mut people = Vec::new();
    for role in roles {
        people.extend(tx.list_with_role(*role, call.today()).await?);
    }
    people.sort_unstable();
    people.dedup();
    for person in people {
        tx.add_message(person, message, call.now).await?;
    }
    Ok(())
}
