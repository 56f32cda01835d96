//! What a template sees: itself, what all templates share, the fonts, and the paper as JSON. Nothing
//! else is there to be read, and no clock.

use typst::{
    Library, LibraryExt as _, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::fonts::Fonts;

const SHARED: &str = include_str!("../templates/shared.typ");

/// Where papers are set, one after the other: the fonts, and the paper that lies there with its
/// template.
pub(crate) struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Fonts,
    main: Source,
    shared: Source,
    paper: (FileId, Bytes),
}

impl Desk {
    /// With nothing on it.
    pub(crate) fn new(fonts: Fonts) -> Self {
        Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(fonts.book()),
            fonts,
            main: Source::new(file("/main.typ"), String::new()),
            shared: Source::new(file("/shared.typ"), SHARED.to_owned()),
            paper: (file("/paper.json"), Bytes::new(Vec::new())),
        }
    }

    /// Lays a template there, with the paper that it reads from `/paper.json`.
    pub(crate) fn lay(&mut self, template: &str, paper: Vec<u8>) {
        self.main.replace(template);
        self.paper.1 = Bytes::new(paper);
    }
}

#[expect(clippy::expect_used, reason = "the paths are written above")]
fn file(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a path of ours");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

fn missing(id: FileId) -> FileError {
    FileError::NotFound(id.get().vpath().get_without_slash().into())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let sources = [&self.main, &self.shared];
        let source = sources.into_iter().find(|source| source.id() == id);
        source.cloned().ok_or_else(|| missing(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (paper, bytes) = &self.paper;
        if id == *paper { Ok(bytes.clone()) } else { Err(missing(id)) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.at(index)
    }

    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}
