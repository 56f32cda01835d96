//! Uploads: limited in size and by what is in them, stored under their digest.

use std::{path::Path, sync::Arc};

use object_store::{ObjectStore, PutMode, PutPayload, local::LocalFileSystem, memory::InMemory};
use sha2::{Digest, Sha256};

use documents::upload::{self, UploadError};
use domain::{
    form::{Field, ProblemKind, Problems},
    upload::MediaType,
};

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
    /// A place by its name: a folder, or `s3://BUCKET/FOLDER`.
    pub fn open(place: &str) -> Result<Self, ActionError> {
        match place.strip_prefix("s3://") {
            Some(bucket) => Self::bucket(bucket),
            None => Self::folder(Path::new(place)),
        }
    }

    /// A folder of a bucket. Where it is and who asks is said in the environment, as every client of
    /// S3 reads it: `AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`.
    #[cfg(feature = "s3")]
    fn bucket(name: &str) -> Result<Self, ActionError> {
        use object_store::{aws::AmazonS3Builder, prefix::PrefixStore};
        let (bucket, folder) = name.split_once('/').unwrap_or((name, ""));
        let store = AmazonS3Builder::from_env().with_bucket_name(bucket).build()?;
        Ok(Self(Arc::new(PrefixStore::new(store, folder))))
    }

    #[cfg(not(feature = "s3"))]
    fn bucket(_: &str) -> Result<Self, ActionError> {
        Err(ActionError::Files("this program was built without S3".to_owned()))
    }

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
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String, ActionError> {
        let digest = hex::encode(Sha256::digest(&bytes));
        self.0.put(&path(&digest), PutPayload::from(bytes)).await?;
        Ok(digest)
    }

    /// Reads what was stored under a digest; [`ActionError::NotFound`] of what was swept.
    pub async fn get(&self, digest: &str) -> Result<Vec<u8>, ActionError> {
        let found = found(self.0.get(&path(digest)).await)?.ok_or(ActionError::NotFound)?;
        Ok(found.bytes().await?.to_vec())
    }

    /// Removes what was stored under a digest, if it is there.
    pub(crate) async fn remove(&self, digest: &str) -> Result<(), ActionError> {
        found(self.0.delete(&path(digest)).await).map(|_| ())
    }

    /// Whether something is stored under a digest.
    pub async fn has(&self, digest: &str) -> Result<bool, ActionError> {
        found(self.0.head(&path(digest)).await).map(|found| found.is_some())
    }

    /// The mark of the place, if it bears one.
    pub async fn mark(&self) -> Result<Option<String>, ActionError> {
        let Some(found) = found(self.0.get(&MARK.into()).await)? else { return Ok(None) };
        Ok(Some(String::from_utf8_lossy(&found.bytes().await?).trim().to_owned()))
    }

    /// The mark of the place; one that has none gets this one.
    pub async fn ensure_mark(&self, mark: &str) -> Result<String, ActionError> {
        let payload = PutPayload::from(mark.to_owned().into_bytes());
        match self.0.put_opts(&MARK.into(), payload, PutMode::Create.into()).await {
            Ok(_) => Ok(mark.to_owned()),
            Err(object_store::Error::AlreadyExists { .. }) => {
                Ok(self.mark().await?.unwrap_or_default())
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Where the mark of a place stands.
const MARK: &str = "place";

/// What was looked for, if it is there.
fn found<T>(looked: Result<T, object_store::Error>) -> Result<Option<T>, ActionError> {
    match looked {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
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

/// What a file is, if it is one of these kinds and opens; without what says where it was taken.
pub(crate) async fn open(
    field: Field,
    file: Incoming,
    kinds: &'static [MediaType],
    otherwise: ProblemKind,
) -> Result<(Incoming, MediaType), ActionError> {
    if file.bytes.len() > MAX_UPLOAD {
        let limit = (MAX_UPLOAD / 1024 / 1024) as u64;
        return Err(Problems::one(field, ProblemKind::FileTooLarge(limit)).into());
    }
    let Incoming { name, bytes } = file;
    let opened = tokio::task::spawn_blocking(move || {
        let kind = upload::kind_of(&bytes, kinds)?;
        Ok((upload::without_place(kind, bytes)?, kind))
    });
    let opened = opened.await.map_err(|error| ActionError::Internal(error.to_string()))?;
    let (bytes, kind) = opened.map_err(|error| {
        let kind = match error {
            UploadError::Locked => ProblemKind::FileLocked,
            UploadError::Damaged => ProblemKind::FileDamaged,
            UploadError::OtherKind => otherwise,
        };
        Problems::one(field, kind)
    })?;
    Ok((Incoming { name, bytes }, kind))
}
