//! What stands in the tables of a page.

/// The tables of a page: rows of what stands in their cells; the first row has the headings.
pub(crate) fn tables(body: &str) -> Vec<Vec<Vec<&str>>> {
    let tables = body.split("<table").skip(1);
    tables.map(|table| table.split("<tr>").skip(2).map(cells).collect()).collect()
}

fn cells(row: &str) -> Vec<&str> {
    let cells = row.split("<td").skip(1).map(|cell| cell.split_once('>').unwrap().1);
    cells.map(|cell| cell.split("</td>").next().unwrap()).collect()
}

/// The text of a cell without its marks.
pub(crate) fn text(cell: &str) -> String {
    let texts = cell.split('<').map(|part| part.rsplit('>').next().unwrap());
    texts.collect::<String>().trim().to_owned()
}

/// Totals as they are printed, each with whether it is struck out.
pub(crate) fn totals(cell: &str) -> Vec<(String, bool)> {
    let marks = cell.split('<').filter(|part| part.starts_with("s ") || part.starts_with("span>"));
    let total = |part: &str| {
        let number = part.rsplit('>').next().unwrap().trim();
        (number.to_owned(), part.starts_with("s "))
    };
    marks.map(total).filter(|(number, _)| !number.is_empty()).collect()
}
