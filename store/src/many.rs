//! Statements over many rows: a set is read or written by a few statements, however large it is.
//!
//! SQLite gets each cell as a value. PostgreSQL, which takes seconds to read thirty thousand marks,
//! gets each column as one.

use std::fmt::Write as _;

use crate::{
    Conn, StoreError, Tx,
    row::Decoded,
    statement::{Statement, Value, sql},
};

/// What fits into one statement on both databases.
pub(crate) const BINDS_MAX: usize = 30_000;

/// The values of one row.
pub(crate) type Cells<'a> = Vec<Value<'a>>;

/// How a database gets many values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sets {
    /// Each cell by itself.
    ByCell,
    /// Each column as one.
    ByColumn,
}

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
            all.extend(self.all(listed(before, some, after, self.sets())).await?);
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
            let statement = listed(before, some, after, self.sets());
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
            let statement = sql(before).rows(some, self.sets()).push(after).unkept();
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
            let statement = sql(before).rows(some, self.sets()).push(after).unkept();
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

/// Each size has another text, unless a column is one value.
fn listed<'a>(
    before: &'static str,
    cells: Cells<'a>,
    after: &'static str,
    sets: Sets,
) -> Statement<'a> {
    let statement = sql(before);
    let statement = match sets {
        Sets::ByCell => statement.cells(cells),
        Sets::ByColumn => statement.push("(SELECT UNNEST(").value(Value::List(cells)).push("))"),
    };
    statement.push(after).unkept()
}

impl<'a> Statement<'a> {
    /// Goes on with rows of one shape, as a query whose columns are `column1`, `column2` and so on.
    /// Where each cell is a value, the statement has no others.
    pub(crate) fn rows(self, rows: Vec<Cells<'a>>, sets: Sets) -> Self {
        match sets {
            Sets::ByCell => {
                let mut statement = self.push("VALUES ");
                let mut separator = "";
                for row in rows {
                    statement = statement.push(separator).cells(row);
                    separator = ", ";
                }
                statement
            }
            Sets::ByColumn => self.columns(turned(rows)),
        }
    }

    fn columns(self, columns: Vec<Cells<'a>>) -> Self {
        let n = columns.len();
        let mut statement = self.push("SELECT * FROM UNNEST(");
        for (at, column) in columns.into_iter().enumerate() {
            let separator = if at == 0 { "" } else { ", " };
            statement = statement.push(separator).value(Value::List(column));
        }
        statement = statement.push(") AS u (");
        for at in 1..=n {
            let separator = if at == 1 { "" } else { ", " };
            // Writing into a text does not fail.
            let _ = write!(statement.text.to_mut(), "{separator}column{at}");
        }
        statement.push(")")
    }

    /// Goes on with values in brackets, by marks without a number: what SQLite looks up by its
    /// number it looks for among all, and of ten thousand that takes a second.
    fn cells(mut self, cells: Cells<'a>) -> Self {
        let mut separator = "(";
        for cell in cells {
            self = self.push(separator).push("?");
            self.values.push(cell);
            separator = ", ";
        }
        self.push(")")
    }
}

/// Columns out of rows.
fn turned(rows: Vec<Cells<'_>>) -> Vec<Cells<'_>> {
    let mut columns: Vec<Cells<'_>> = Vec::new();
    columns.resize_with(rows.first().map_or(0, Vec::len), || Vec::with_capacity(rows.len()));
    for row in rows {
        for (column, cell) in columns.iter_mut().zip(row) {
            column.push(cell);
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_between_two_texts() {
        let rows = vec![vec![1.into(), "a".into()], vec![2.into(), "b".into()]];
        let by_cell = sql("INSERT ").rows(rows.clone(), Sets::ByCell).push(" RETURNING id");
        assert_eq!(by_cell.text, "INSERT VALUES (?, ?), (?, ?) RETURNING id");
        assert_eq!(by_cell.values.len(), 4);
        let by_column = sql("INSERT ").rows(rows, Sets::ByColumn).push(" RETURNING id");
        let text = "INSERT SELECT * FROM UNNEST($1, $2) AS u (column1, column2) RETURNING id";
        assert_eq!((&*by_column.text, by_column.values.len()), (text, 2));
    }

    #[test]
    fn a_list_stands_between_two_texts() {
        let list = |sets| listed("id IN ", vec![1.into(), 2.into()], " ORDER BY id", sets).text;
        assert_eq!(list(Sets::ByCell), "id IN (?, ?) ORDER BY id");
        assert_eq!(list(Sets::ByColumn), "id IN (SELECT UNNEST($1)) ORDER BY id");
    }

    #[test]
    fn what_does_not_fit_goes_into_the_next_statement() {
        let pieces = pieces(vec![1, 2, 3, 4, 5], 2);
        assert_eq!(pieces, [vec![1, 2], vec![3, 4], vec![5]]);
    }
}
