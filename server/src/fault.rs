//! What the log says of a fault in the program itself.

use std::panic::PanicHookInfo;

/// Says where it was, beside the route that the request's span names. Its text may hold what somebody
/// has typed, or a token: it is kept from the log.
pub fn note_panic(panic: &PanicHookInfo<'_>) {
    let at = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(at, "the program has a fault");
}
