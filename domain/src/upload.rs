//! Files that people hand in: which kinds are taken, and the name under which one is saved.

use crate::code::codes;

codes! {
    /// What a file is, told by what is in it.
    MediaType {
        /// A document that looks the same everywhere.
        Pdf = "application/pdf",
        /// Slides of the office programs since 2007.
        Pptx = "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        /// Slides of an open document.
        Odp = "application/vnd.oasis.opendocument.presentation",
        /// A photograph.
        Jpeg = "image/jpeg",
        /// A picture of a screen, or a drawing.
        Png = "image/png",
    }
}

/// What slides may be.
pub const SLIDES: &[MediaType] = &[MediaType::Pdf, MediaType::Pptx, MediaType::Odp];

/// What a proof may be: a document or its picture.
pub const PROOFS: &[MediaType] = &[MediaType::Pdf, MediaType::Jpeg, MediaType::Png];

/// The longest name that is kept, in characters, its ending included.
const NAME_MAX: usize = 120;

/// Endings that say what somebody took a file for; another one is part of its name ("第3.2节").
const KNOWN_ENDINGS: [&str; 20] = [
    "bmp", "doc", "docx", "gif", "heic", "htm", "html", "jpeg", "jpg", "odp", "odt", "pdf", "png",
    "pps", "ppsx", "ppt", "pptx", "txt", "webp", "zip",
];

impl MediaType {
    /// The endings of its names, the usual one first.
    pub const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Pdf => &["pdf"],
            Self::Pptx => &["pptx"],
            Self::Odp => &["odp"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Png => &["png"],
        }
    }
}

/// The name under which a file is saved: one that can be shown and saved anywhere, with the ending
/// of its type; of another type than these, with the ending that it has.
pub fn saved_name(name: &str, media_type: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !is_hidden(*c)).collect();
    let (stem, ending) = parted(name.trim().trim_end_matches('.'));
    let stem = if stem.trim_matches(['.', ' ']).is_empty() { "file" } else { stem.trim_end() };
    let ending = match MediaType::parse(media_type) {
        Some(kind) if kind.endings().contains(&ending.to_ascii_lowercase().as_str()) => ending,
        Some(kind) => kind.endings()[0],
        None => ending,
    };
    let dot = if ending.is_empty() { "" } else { "." };
    let most = NAME_MAX - dot.len() - ending.chars().count();
    let stem: String = stem.chars().take(most).collect();
    format!("{stem}{dot}{ending}")
}

/// A name before and after its dot, if what stands there is an ending.
fn parted(name: &str) -> (&str, &str) {
    match name.rsplit_once('.') {
        Some((stem, ending)) if KNOWN_ENDINGS.contains(&ending.to_ascii_lowercase().as_str()) => {
            (stem, ending)
        }
        _ => (name, ""),
    }
}

/// Characters that nobody sees, and those that turn what follows around.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_name_has_the_ending_of_its_type() {
        let cases = [
            ("潮汐", MediaType::Pptx, "潮汐.pptx"),
            ("潮汐.ppt", MediaType::Pptx, "潮汐.pptx"),
            ("潮汐.PPTX", MediaType::Pptx, "潮汐.PPTX"),
            ("第3.2节", MediaType::Odp, "第3.2节.odp"),
            ("照片.jpeg", MediaType::Jpeg, "照片.jpeg"),
            ("照片.png", MediaType::Jpeg, "照片.jpg"),
            ("C:\\文档\\证明.pdf.", MediaType::Pdf, "证明.pdf"),
            ("fdp\u{202e}.exe", MediaType::Pdf, "fdp.exe.pdf"),
            (".pdf", MediaType::Pdf, "file.pdf"),
            ("", MediaType::Png, "file.png"),
        ];
        for (name, kind, saved) in cases {
            assert_eq!(saved_name(name, kind.as_str()), saved);
            assert_eq!(saved_name(saved, kind.as_str()), saved, "once is enough");
        }
        assert_eq!(saved_name("名册.xlsx", "application/octet-stream"), "名册.xlsx");
    }

    #[test]
    fn a_long_name_keeps_its_ending() {
        let saved = saved_name(&format!("{}.pdf", "长".repeat(300)), MediaType::Pdf.as_str());
        assert!(saved.chars().count() == NAME_MAX && saved.ends_with("长.pdf"));
    }
}
