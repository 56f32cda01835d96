//! The languages in which the program speaks to somebody who has no page to choose on.

use crate::code::codes;

codes! {
    /// In which language a calendar or a mail speaks.
    Language {
        /// Chinese.
        Chinese = "zh",
        /// English.
        English = "en",
    }
}
