//! Looking at a backup without writing anything.

use std::path::Path;

use store::Store;

use super::{BackupError, Engine, Manifest, digest, postgres, read_manifest, stored, wrong};

const OTHER: &str = "is not what was copied";

/// Whether everything that a backup says of itself is so.
pub(super) async fn check(folder: &Path) -> Result<Manifest, BackupError> {
    let manifest = read_manifest(folder)?;
    let copy = folder.join(manifest.engine.copy());
    if digest(&copy)? != manifest.database {
        return Err(wrong(&copy, OTHER));
    }
    for part in &manifest.files {
        let path = stored(folder, &part.sha256);
        if digest(&path)? != *part {
            return Err(wrong(&path, OTHER));
        }
    }
    match manifest.engine {
        Engine::Sqlite => check_copy(&copy, &manifest).await?,
        Engine::Postgresql => postgres::list(&copy).await?,
    }
    Ok(manifest)
}

/// The copy is whole, ends with the line that the manifest has, and names no upload that is not in
/// the backup.
async fn check_copy(copy: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let store = Store::look_at(copy).await?;
    let mut conn = store.read().await?;
    if !conn.is_whole().await? {
        return Err(BackupError::Unsound("the file of the database is damaged".into()));
    }
    compare_head(&mut conn, manifest).await?;
    for file in conn.list_stored_files().await? {
        let is_there = manifest.files.iter().any(|part| part.sha256 == file.sha256)
            || manifest.missing.contains(&file.sha256);
        if !is_there {
            return Err(BackupError::Unsound(format!("the upload {} is missing", file.sha256)));
        }
    }
    drop(conn);
    store.close().await;
    Ok(())
}

/// The chain is whole and ends where the manifest says.
pub(super) async fn compare_head(
    conn: &mut store::Conn,
    manifest: &Manifest,
) -> Result<(), BackupError> {
    let report = conn.verify_audit(None).await?;
    if let Some(broken) = report.broken {
        return Err(BackupError::Unsound(format!("the chain is broken: {broken:?}")));
    }
    if (report.rows, &report.head) != (manifest.line, &manifest.head) {
        let why = format!("the chain ends with {} and not with {}", report.head, manifest.head);
        return Err(BackupError::Unsound(why));
    }
    Ok(())
}
