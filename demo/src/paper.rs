//! A document of one empty page, as small as one that opens can be.

/// A document of its own for each title.
pub fn paper(title: &str) -> Vec<u8> {
    let mut text = format!("%PDF-1.4\n%{title}\n");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    ];
    let mut table = "0000000000 65535 f \n".to_owned();
    for (number, object) in (1..).zip(objects) {
        table = format!("{table}{:010} 00000 n \n", text.len());
        text = format!("{text}{number} 0 obj\n{object}\nendobj\n");
    }
    let start = text.len();
    let trailer = "trailer\n<</Size 4/Root 1 0 R>>\nstartxref";
    format!("{text}xref\n0 4\n{table}{trailer}\n{start}\n%%EOF\n").into_bytes()
}
