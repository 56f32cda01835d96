//! An appointment (聘任): the term for which somebody is a lecturer.

use crate::code::codes;

codes! {
    /// Where a term stands.
    AppointmentState {
        /// It holds from its first day to its last.
        Active = "active",
        /// It does not hold for a while.
        Suspended = "suspended",
        /// It has run out.
        Expired = "expired",
        /// Another one follows it.
        Renewed = "renewed",
        /// The association has ended it.
        Terminated = "terminated",
        /// The lecturer has ended it.
        Resigned = "resigned",
        /// The lecturer keeps the title without its duties.
        Emeritus = "emeritus",
    }
}
