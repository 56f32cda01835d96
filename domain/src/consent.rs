//! What people agree to: that their data are handled, and apart from it that name, photo and deeds
//! are published (`LAW-02`, `LAW-03`).

use crate::code::codes;

codes! {
    /// What is agreed to.
    ConsentPurpose {
        /// That the platform handles one's data.
        Processing = "processing",
        /// That name, photo and deeds are published.
        Publication = "publication",
    }
}

codes! {
    /// What somebody has said of it.
    ConsentAnswer {
        /// Yes.
        Given = "given",
        /// No.
        Refused = "refused",
        /// No longer (`LAW-04`).
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// Where somebody has said so.
    ConsentChannel {
        /// When the account was set up.
        Activation = "activation",
        /// On the page of one's own data.
        MyInformation = "my_information",
    }
}

impl ConsentAnswer {
    /// Whether name, photo and deeds may be published.
    pub fn allows(self) -> bool {
        self == Self::Given
    }

    /// What a yes or a no is after what was said before.
    pub fn next(before: Option<Self>, is_yes: bool) -> Self {
        match (before, is_yes) {
            (_, true) => Self::Given,
            (Some(Self::Given | Self::Withdrawn), false) => Self::Withdrawn,
            (_, false) => Self::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_after_a_yes_takes_it_back() {
        use ConsentAnswer::{Given, Refused, Withdrawn};
        assert_eq!(ConsentAnswer::next(None, false), Refused);
        assert_eq!(ConsentAnswer::next(Some(Given), false), Withdrawn);
        assert_eq!(ConsentAnswer::next(Some(Withdrawn), false), Withdrawn);
        assert_eq!(ConsentAnswer::next(Some(Refused), false), Refused);
        assert_eq!(ConsentAnswer::next(Some(Withdrawn), true), Given);
        assert!(Given.allows() && !Refused.allows() && !Withdrawn.allows());
    }
}
