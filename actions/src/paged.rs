//! One page of a long list.

/// Some lines of a list, and where among all of them they stand.
#[derive(Clone, Debug)]
pub struct Paged<T> {
    /// The lines.
    pub rows: Vec<T>,
    /// How many there are in all.
    pub total: i64,
    /// Number of the page, from 1.
    pub page: i64,
    /// Number of pages, at least 1.
    pub pages: i64,
}

/// Some lines of a list that goes on by key: from the line of a number on, in the order of the list.
#[derive(Clone, Debug)]
pub struct Keyed<T, Id> {
    /// The lines.
    pub rows: Vec<T>,
    /// The line from which the list goes on, if it does.
    pub next: Option<Id>,
}

/// So many lines stand on a page of a list that goes on by key.
pub(crate) const KEYED: usize = 50;
/// One more is asked for, to know whether it goes on.
pub(crate) const KEYED_ASKED: i64 = 51;

impl<T, Id> Keyed<T, Id> {
    /// A page of what was found of it, of which there is one more where the list goes on.
    pub(crate) fn of(mut rows: Vec<T>, id: impl Fn(&T) -> Id) -> Self {
        let next = rows.get(KEYED).map(id);
        rows.truncate(KEYED);
        Self { rows, next }
    }
}

/// Which page of a list is shown: the one asked for, or the nearest that there is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Paging {
    total: i64,
    page: i64,
    pages: i64,
    size: i64,
}

impl Paging {
    /// The page of a list of `total` lines, `size` on each page.
    pub(crate) fn of(total: i64, asked: i64, size: i64) -> Self {
        let pages = ((total + size - 1) / size).max(1);
        Self { total, page: asked.clamp(1, pages), pages, size }
    }

    /// How many lines stand before it.
    pub(crate) fn offset(self) -> i64 {
        (self.page - 1) * self.size
    }

    /// The page with its lines.
    pub(crate) fn with<T>(self, rows: Vec<T>) -> Paged<T> {
        Paged { rows, total: self.total, page: self.page, pages: self.pages }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_is_not_there_is_the_nearest() {
        let page = |total, asked| {
            let paging = Paging::of(total, asked, 50);
            (paging.page, paging.pages, paging.offset())
        };
        assert_eq!((page(0, 1), page(50, 2)), ((1, 1, 0), (1, 1, 0)));
        assert_eq!((page(51, 2), page(51, 9)), ((2, 2, 50), (2, 2, 50)));
        assert_eq!((page(51, -9), page(101, 3)), ((1, 2, 0), (3, 3, 100)));
    }
}
