//! The fonts that papers are set in. They are the system's own, and no others are asked: what a paper
//! looks like does not depend on what else is installed.

use std::{
    fmt::{self, Display},
    fs,
    path::{Path, PathBuf},
};

use ttf_parser::{Face, name_id};
use typst::{
    foundations::Bytes,
    text::{Font, FontBook},
};

/// Where the system has its fonts.
const SYSTEM: &[&str] = &["/usr/share/fonts", "/usr/local/share/fonts"];
/// So deep folders are searched.
const DEPTH: u32 = 6;
/// The files that are looked for, with the family that is taken out of each.
const WANTED: &[(&str, &str)] = &[
    ("NotoSerifCJK-Regular.ttc", "Noto Serif CJK SC"),
    ("NotoSerifCJK-Bold.ttc", "Noto Serif CJK SC"),
    ("NotoSansCJK-Regular.ttc", "Noto Sans CJK SC"),
    ("NotoSansCJK-Bold.ttc", "Noto Sans CJK SC"),
];
/// What stands in a font's own words about its licence, with how the licence is called.
const LICENCES: &[(&str, &str)] = &[
    ("SIL Open Font License", "SIL Open Font License"),
    ("scripts.sil.org/OFL", "SIL Open Font License"),
    ("openfontlicense.org", "SIL Open Font License"),
    ("Apache License, Version 2.0", "Apache License 2.0"),
];

/// Why papers cannot be set with the fonts that are there.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FontError {
    #[error(
        "the font {0} is in none of the folders {1}: install the package fonts-noto-cjk, or name \
         the folder with --fonts"
    )]
    Missing(&'static str, String),
    #[error("the font {} cannot be read: {reason}", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("the font {} does not have the family {family}", path.display())]
    OtherFamily { path: PathBuf, family: &'static str },
    #[error("the licence of the font {} is unknown: {licence:?}", path.display())]
    Licence { path: PathBuf, licence: String },
}

/// A font that was found.
pub(crate) struct Found {
    family: &'static str,
    path: PathBuf,
    licence: &'static str,
    font: Font,
}

impl Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}, {}", self.family, self.path.display(), self.licence)
    }
}

/// All fonts of papers.
pub(crate) struct Fonts(Vec<Found>);

impl Fonts {
    /// Looks for them in a folder, or where the system has its own.
    pub(crate) fn find(folder: Option<&Path>) -> Result<Self, FontError> {
        let folders: Vec<&Path> = match folder {
            Some(folder) => vec![folder],
            None => SYSTEM.iter().map(Path::new).collect(),
        };
        let find = |(file, family): &(&'static str, &'static str)| {
            let path = folders.iter().find_map(|folder| file_in(folder, file, DEPTH));
            let names: Vec<_> = folders.iter().map(|it| it.display().to_string()).collect();
            let path = path.ok_or_else(|| FontError::Missing(file, names.join(", ")))?;
            read(path, family)
        };
        Ok(Self(WANTED.iter().map(find).collect::<Result<_, _>>()?))
    }

    /// Which, where, and under which licence.
    pub(crate) fn list(&self) -> &[Found] {
        &self.0
    }

    /// What the program that sets papers looks families up in.
    pub(crate) fn book(&self) -> FontBook {
        FontBook::from_fonts(self.0.iter().map(|found| &found.font))
    }

    /// A font by its place in the book.
    pub(crate) fn at(&self, place: usize) -> Option<Font> {
        self.0.get(place).map(|found| found.font.clone())
    }
}

/// A file of this name in a folder or below it, in the order of names.
fn file_in(folder: &Path, name: &str, depth: u32) -> Option<PathBuf> {
    let path = folder.join(name);
    if path.is_file() {
        return Some(path);
    }
    let mut below: Vec<PathBuf> =
        fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    below.retain(|path| path.is_dir());
    below.sort();
    below.iter().filter(|_| depth > 0).find_map(|path| file_in(path, name, depth - 1))
}

fn read(path: PathBuf, family: &'static str) -> Result<Found, FontError> {
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => return Err(FontError::Unreadable { path, reason: error.to_string() }),
    };
    let n_faces = ttf_parser::fonts_in_collection(&bytes).unwrap_or(1);
    let faces = (0..n_faces).filter_map(|at| Some((at, Face::parse(&bytes, at).ok()?)));
    let is_of_family = |face: &Face<'_>| {
        let names = [name_id::TYPOGRAPHIC_FAMILY, name_id::FAMILY];
        names.iter().any(|id| entry(face, *id).as_deref() == Some(family))
    };
    let Some((at, face)) = faces.into_iter().find(|(_, face)| is_of_family(face)) else {
        return Err(FontError::OtherFamily { path, family });
    };
    let words = [name_id::LICENSE, name_id::LICENSE_URL].map(|id| entry(&face, id));
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let known = LICENCES.iter().find(|(text, _)| words.contains(text));
    let Some((_, licence)) = known else {
        return Err(FontError::Licence { path, licence: words });
    };
    match Font::new(Bytes::new(bytes), at) {
        Some(font) => Ok(Found { family, path, licence, font }),
        None => Err(FontError::Unreadable { path, reason: "it is no font".to_owned() }),
    }
}

/// What a font says about itself, in English where it says it in several languages.
fn entry(face: &Face<'_>, id: u16) -> Option<String> {
    let names = face.names();
    let mut entries = names.into_iter().filter(|name| name.name_id == id && name.is_unicode());
    let english = |name: &ttf_parser::name::Name<'_>| name.language_id == 0x0409;
    let first = entries.clone().find(english).or_else(|| entries.next())?;
    first.to_string()
}
