//! Statements over many rows: a set is read or written by a few statements, however large it is.

use crate::{
    Conn, StoreError, Tx,
    row::Decoded,
    statement::{Marks, Statement, Value, sql},
};

/// What fits into one statement on both databases.
pub(crate) const BINDS_MAX: usize = 30_000;

/// The values of one row.
pub(crate) type Cells<'a> = Vec<Value<'a>>;

impl Conn {
    /// All that statements find that have a list between two texts.
    pub(crate) async fn all_in<'a, T, V>(
        &mut self,
        before: &'static str,
        list: impl IntoIterator<Item = V>,
        after: &'static str,
    ) -> Result<Vec<T>, StoreError>
    where
        T: Decoded,
        V: Into<Value<'a>>,
    {
        let cells = list.into_iter().map(Into::into).collect();
        let mut all = Vec::new();
        for some in pieces(cells, BINDS_MAX) {
            all.extend(self.all(listed(before, some, after, self.marks())).await?);
        }
        Ok(all)
    }
}

impl Tx {
    /// Runs a statement that has a list between two texts.
    pub(crate) async fn run_in<'a, V: Into<Value<'a>>>(
        &mut self,
        before: &'static str,
        list: impl IntoIterator<Item = V>,
        after: &'static str,
    ) -> Result<(), StoreError> {
        let cells = list.into_iter().map(Into::into).collect();
        for some in pieces(cells, BINDS_MAX) {
            let statement = listed(before, some, after, self.marks());
            self.run(statement).await?;
        }
        Ok(())
    }

    /// Runs a statement that has rows between two texts.
    pub(crate) async fn run_rows(
        &mut self,
        before: &'static str,
        rows: Vec<Cells<'_>>,
        after: &'static str,
    ) -> Result<(), StoreError> {
        for some in rows_that_fit(rows) {
            let statement = in_rows(before, some, after, self.marks());
            self.run(statement).await?;
        }
        Ok(())
    }

    /// What a statement returns that has rows between two texts. The order of what a database
    /// returns is its own, and so a natural key stands beside what was made.
    pub(crate) async fn all_rows<T: Decoded>(
        &mut self,
        before: &'static str,
        rows: Vec<Cells<'_>>,
        after: &'static str,
    ) -> Result<Vec<T>, StoreError> {
        let mut all = Vec::with_capacity(rows.len());
        for some in rows_that_fit(rows) {
            let statement = in_rows(before, some, after, self.marks());
            all.extend(self.all(statement).await?);
        }
        Ok(all)
    }
}

fn rows_that_fit(rows: Vec<Cells<'_>>) -> Vec<Vec<Cells<'_>>> {
    let width = rows.first().map_or(1, Vec::len).max(1);
    pieces(rows, (BINDS_MAX / width).max(1))
}

fn pieces<T>(all: Vec<T>, most: usize) -> Vec<Vec<T>> {
    let mut pieces = Vec::new();
    let mut left = all.into_iter();
    loop {
        let piece: Vec<T> = left.by_ref().take(most).collect();
        if piece.is_empty() {
            return pieces;
        }
        pieces.push(piece);
    }
}

fn listed<'a>(
    before: &'static str,
    cells: Cells<'a>,
    after: &'static str,
    marks: Marks,
) -> Statement<'a> {
    // Each size has another text.
    sql(before).row(cells, marks).push(after).unkept()
}

fn in_rows<'a>(
    before: &'static str,
    rows: Vec<Cells<'a>>,
    after: &'static str,
    marks: Marks,
) -> Statement<'a> {
    let mut statement = sql(before);
    let mut separator = "";
    for row in rows {
        statement = statement.push(separator).row(row, marks);
        separator = ", ";
    }
    statement.push(after).unkept()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_between_two_texts() {
        let rows = vec![vec![1.into(), "a".into()], vec![2.into(), "b".into()]];
        let numbered = in_rows("VALUES ", rows.clone(), " RETURNING id", Marks::Numbered);
        assert_eq!(numbered.text, "VALUES ($1, $2), ($3, $4) RETURNING id");
        let plain = in_rows("VALUES ", rows, "", Marks::Plain);
        assert_eq!(plain.text, "VALUES (?, ?), (?, ?)");
        assert_eq!(plain.values.len(), 4);
    }

    #[test]
    fn what_does_not_fit_goes_into_the_next_statement() {
        let pieces = pieces(vec![1, 2, 3, 4, 5], 2);
        assert_eq!(pieces, [vec![1, 2], vec![3, 4], vec![5]]);
    }
}
