//! Uploads: limited in size and by sniffed type, stored under their digest.

use std::{path::Path, sync::Arc};

use object_store::{ObjectStore, PutPayload, local::LocalFileSystem, memory::InMemory};
use sha2::{Digest, Sha256};

use domain::form::{ProblemKind, Problems};

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

/// The types that a proof may have: a document or its picture, recognised by the first bytes.
pub(crate) fn sniff_proof(
    field: &'static str,
    file: &Incoming,
) -> Result<&'static str, ActionError> {
    if file.bytes.len() > MAX_UPLOAD {
        let limit = (MAX_UPLOAD / 1024 / 1024) as u64;
        return Err(Problems::one(field, ProblemKind::FileTooLarge(limit)).into());
    }
    let media_type = if file.bytes.starts_with(b"%PDF-") {
        Some("application/pdf")
    } else if file.bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some("image/jpeg")
    } else if file.bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some("image/png")
    } else {
        None
    };
    media_type.ok_or_else(|| Problems::one(field, ProblemKind::ProofKind).into())
}

/// The types that slides may have, recognised by their first bytes, never by their name.
pub(crate) fn sniff_slides(
    field: &'static str,
    file: &Incoming,
) -> Result<&'static str, ActionError> {
    if file.bytes.len() > MAX_UPLOAD {
        let limit = (MAX_UPLOAD / 1024 / 1024) as u64;
        return Err(Problems::one(field, ProblemKind::FileTooLarge(limit)).into());
    }
    let is_zip = file.bytes.starts_with(b"PK\x03\x04");
    let name = Path::new(&file.name);
    let ends_with = |ending| name.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending));
    let media_type = if file.bytes.starts_with(b"%PDF-") {
        Some("application/pdf")
    } else if is_zip && ends_with("pptx") {
        Some("application/vnd.openxmlformats-officedocument.presentationml.presentation")
    } else if is_zip && ends_with("odp") {
        Some("application/vnd.oasis.opendocument.presentation")
    } else if file.bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        Some("application/vnd.ms-powerpoint")
    } else {
        None
    };
    media_type.ok_or_else(|| Problems::one(field, ProblemKind::FileKind).into())
}
