//! Uploads: limited in size and by sniffed type, stored under their digest.

use std::{path::Path, sync::Arc};

use object_store::{ObjectStore, PutPayload, local::LocalFileSystem, memory::InMemory};
use sha2::{Digest, Sha256};

use domain::form::{Field, ProblemKind, Problems};

use crate::ActionError;

/// The largest upload, in bytes.
pub const MAX_UPLOAD: usize = 20 * 1024 * 1024;

/// A file that came with a form.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// Name on the sender's machine.
    pub name: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// The file store. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Files(Arc<dyn ObjectStore>);

impl Files {
    /// A folder, made if it is missing.
    pub fn folder(path: &Path) -> Result<Self, ActionError> {
        std::fs::create_dir_all(path).map_err(|error| ActionError::Files(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(path)?;
        Ok(Self(Arc::new(store)))
    }

    /// In memory, for tests.
    pub fn memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// Stores bytes and gives their digest.
    pub(crate) async fn put(&self, bytes: Vec<u8>) -> Result<String, ActionError> {
        let digest = hex::encode(Sha256::digest(&bytes));
        self.0.put(&path(&digest), PutPayload::from(bytes)).await?;
        Ok(digest)
    }

    /// Reads what was stored under a digest.
    pub(crate) async fn get(&self, digest: &str) -> Result<Vec<u8>, ActionError> {
        Ok(self.0.get(&path(digest)).await?.bytes().await?.to_vec())
    }
}

impl From<object_store::Error> for ActionError {
    fn from(error: object_store::Error) -> Self {
        Self::Files(error.to_string())
    }
}

fn path(digest: &str) -> object_store::path::Path {
    let folder: String = digest.chars().take(2).collect();
    object_store::path::Path::from(format!("{folder}/{digest}"))
}

/// What rosters are stored as, whatever they turn out to be.
pub(crate) const MEDIA_SPREADSHEET: &str = "application/octet-stream";

/// How a file begins, what else is in it, and its type. Names play no part: people change them.
type Kind = (&'static [u8], &'static [u8], &'static str);

const PDF: Kind = (b"%PDF-", b"", "application/pdf");
/// A document or its picture.
const PROOFS: [Kind; 3] =
    [PDF, (&[0xff, 0xd8, 0xff], b"", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", b"", "image/png")];
/// An archive names the parts that it has in plain text, and an open document its own type.
const SLIDES: [Kind; 4] = [
    PDF,
    (
        b"PK\x03\x04",
        b"ppt/presentation.xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    (
        b"PK\x03\x04",
        b"mimetypeapplication/vnd.oasis.opendocument.presentation",
        "application/vnd.oasis.opendocument.presentation",
    ),
    (&[0xd0, 0xcf, 0x11, 0xe0], b"", "application/vnd.ms-powerpoint"),
];

/// The types that a proof may have, recognised by what is in it.
pub(crate) fn sniff_proof(field: Field, file: &Incoming) -> Result<&'static str, ActionError> {
    sniff(field, file, &PROOFS, ProblemKind::ProofKind)
}

/// The types that slides may have, recognised by what is in them.
pub(crate) fn sniff_slides(field: Field, file: &Incoming) -> Result<&'static str, ActionError> {
    sniff(field, file, &SLIDES, ProblemKind::FileKind)
}

fn sniff(
    field: Field,
    file: &Incoming,
    kinds: &[Kind],
    otherwise: ProblemKind,
) -> Result<&'static str, ActionError> {
    if file.bytes.len() > MAX_UPLOAD {
        let limit = (MAX_UPLOAD / 1024 / 1024) as u64;
        return Err(Problems::one(field, ProblemKind::FileTooLarge(limit)).into());
    }
    let has = |part: &[u8]| part.is_empty() || file.bytes.windows(part.len()).any(|it| it == part);
    let found = kinds.iter().find(|(start, part, _)| file.bytes.starts_with(start) && has(part));
    found.map(|(.., media_type)| *media_type).ok_or_else(|| Problems::one(field, otherwise).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &[u8]) -> Incoming {
        Incoming { name: name.into(), bytes: bytes.to_vec() }
    }

    #[test]
    fn slides_are_told_by_what_is_in_them_and_not_by_their_name() {
        let slides = file("无名", b"PK\x03\x04....ppt/presentation.xml....");
        assert!(sniff_slides(Field::Slides, &slides).unwrap().ends_with("presentation"));
        let odp =
            file("a.zip", b"PK\x03\x04..mimetypeapplication/vnd.oasis.opendocument.presentation");
        assert!(sniff_slides(Field::Slides, &odp).unwrap().ends_with("opendocument.presentation"));
        assert!(
            sniff_slides(Field::Slides, &file("a.pptx", b"PK\x03\x04word/document.xml")).is_err()
        );
        assert!(sniff_slides(Field::Slides, &file("a.pdf", b"")).is_err());
    }

    #[test]
    fn a_proof_is_a_document_or_its_picture() {
        assert_eq!(sniff_proof(Field::Proof, &file("a", b"%PDF-1.7")).unwrap(), "application/pdf");
        assert!(sniff_proof(Field::Proof, &file("a.pdf", b"PK\x03\x04")).is_err());
    }
}
