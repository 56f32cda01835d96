//! What somebody looks for in a list, from the words of its address.

use domain::{
    folding::folded,
    form::{Field, Values},
    id::RegionId,
};
use store::RegionRow;

/// So many characters of what is looked for count.
const WORDS_MAX: usize = 60;

/// What somebody looks for in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// A part of a name; empty: whatever it is.
    pub words: String,
    /// The code of a state; what is none of the list's is no filter.
    pub state: String,
    /// In a region, with all below it.
    pub region: Option<RegionId>,
    /// What is over and stands on the list no more.
    pub is_earlier: bool,
}

impl ListFilter {
    /// The word of an address that asks for what is over.
    pub const EARLIER: &'static str = "earlier";

    /// From the words of an address.
    pub fn of(asked: &Values) -> Self {
        Self {
            words: asked.trimmed(Field::Search).chars().take(WORDS_MAX).collect(),
            state: asked.get(Field::State).to_owned(),
            region: asked.get(Field::County).parse().ok(),
            is_earlier: asked.get(Field::View) == Self::EARLIER,
        }
    }

    /// Whether one of these texts has what is looked for, however it is written.
    pub(crate) fn finds(&self, texts: &[&str]) -> bool {
        let words = folded(&self.words);
        words.is_empty() || texts.iter().any(|text| folded(text).contains(&words))
    }

    /// Whether a state is the one that is looked for.
    pub(crate) fn has(&self, state: &str) -> bool {
        self.state.is_empty() || self.state == state
    }

    /// Whether a region is within the one that is looked for.
    pub(crate) fn lies(&self, all: &[RegionRow], region: Option<RegionId>) -> bool {
        let Some(sought) = self.region else { return true };
        let above = |at: &RegionId| all.iter().find(|row| row.id == *at)?.parent_id;
        std::iter::successors(region, above).any(|at| at == sought)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_however_wide_it_is_written() {
        let filter = ListFilter { words: " ａb ".to_owned(), ..ListFilter::default() };
        assert!(filter.finds(&["报告厅", "厅 AB 座"]) && !filter.finds(&["报告厅"]));
        assert!(ListFilter::default().finds(&[]), "nothing is looked for");
        assert!(ListFilter::default().has("open") && filter.lies(&[], None));
        let asked = Values::default().with(Field::View, "earlier").with(Field::County, "x");
        let filter = ListFilter::of(&asked);
        assert!(filter.is_earlier && filter.region.is_none());
    }
}
