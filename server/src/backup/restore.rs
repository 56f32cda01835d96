//! Putting a backup into an empty place.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    path::{Path, PathBuf},
};

use actions::{Call, Files, note_command};
use domain::access_log::{AccessKind, AccessResult};
use store::{Schema, Store, newest_schema, sqlite_file};

use super::{
    BackupError, Engine, Manifest, at,
    check::{check, compare_head},
    postgres, stored,
};

/// Where a backup is put.
pub(crate) struct Place<'a> {
    /// The address of the database.
    pub(crate) url: &'a str,
    /// Where uploads are kept.
    pub(crate) files: &'a str,
    /// Opens that place, and makes it if it is missing.
    pub(crate) open: &'a dyn Fn() -> Result<Files, actions::ActionError>,
}

/// Tries a backup and the place that it would be put into, and writes nothing.
pub(crate) async fn try_restore(folder: &Path, place: &Place<'_>) -> Result<Manifest, BackupError> {
    let manifest = check(folder).await?;
    if manifest.schema > newest_schema()? {
        return Err(BackupError::Newer(manifest.schema));
    }
    match (manifest.engine, sqlite_file(place.url)?) {
        (Engine::Sqlite, Some(file)) => refuse_file(&file)?,
        (Engine::Postgresql, None) => {
            if let Some(store) = Store::find_database(place.url).await? {
                refuse_tables(&store).await?;
                store.close().await;
            }
        }
        (engine, _) => return Err(BackupError::OtherEngine(engine.name())),
    }
    refuse_strangers(Path::new(place.files), &manifest)?;
    Ok(manifest)
}

/// Puts a backup into an empty place. One that was cut short can be run again: the database comes
/// last.
pub(crate) async fn restore(
    folder: &Path,
    place: &Place<'_>,
    call: &Call,
) -> Result<Manifest, BackupError> {
    let manifest = try_restore(folder, place).await?;
    let files = (place.open)()?;
    for part in &manifest.files {
        let path = stored(folder, &part.sha256);
        files.put(fs::read(&path).map_err(at(&path))?).await?;
    }
    if let Some(mark) = &manifest.mark {
        files.ensure_mark(mark).await?;
    }
    let copy = folder.join(manifest.engine.copy());
    if let Some(file) = sqlite_file(place.url)? {
        put_file(&copy, &file)?;
    } else {
        let store = Store::connect_or_create(place.url).await?;
        let alone = store.alone().await?;
        refuse_tables(&store).await?;
        postgres::restore(place.url, &copy).await?;
        drop(alone);
        store.close().await;
    }
    let store = Store::connect(place.url).await?;
    let mut conn = store.read().await?;
    compare_head(&mut conn, &manifest).await?;
    drop(conn);
    // An older one is without what the line is written into until it is migrated.
    if store.find_schema().await? == Schema::Current {
        note_command(&store, call, AccessKind::Restore, AccessResult::Done, None).await?;
    }
    store.close().await;
    Ok(manifest)
}

/// Neither the database may be there, nor what SQLite keeps beside it: a log of another database
/// would be read into this one.
fn refuse_file(file: &Path) -> Result<(), BackupError> {
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut path = file.as_os_str().to_owned();
        path.push(ending);
        if Path::new(&path).exists() {
            return Err(BackupError::NotEmpty(Path::new(&path).display().to_string()));
        }
    }
    Ok(())
}

async fn refuse_tables(store: &Store) -> Result<(), BackupError> {
    match store.find_schema().await? {
        Schema::Empty => Ok(()),
        _ => Err(BackupError::NotEmpty("the database".into())),
    }
}

/// Uploads that are there already may be of this backup alone, of which a restoring was cut short.
fn refuse_strangers(place: &Path, manifest: &Manifest) -> Result<(), BackupError> {
    let known: BTreeSet<&str> = manifest.files.iter().map(|part| part.sha256.as_str()).collect();
    for path in files_below(place).map_err(at(place))? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // One that was being written has its number behind `#`.
        let digest = name.split('#').next().unwrap_or_default();
        let is_mark =
            || path.parent() == Some(place) && fs::read_to_string(&path).ok() == manifest.mark;
        if !known.contains(digest) && !is_mark() {
            return Err(BackupError::NotEmpty(place.display().to_string()));
        }
    }
    Ok(())
}

fn files_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if !folder.is_dir() {
        return Ok(found);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { found.extend(files_below(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

/// Under its name only when all of it is on the disk.
fn put_file(copy: &Path, file: &Path) -> Result<(), BackupError> {
    let draft = file.with_extension("restoring");
    let put = || {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(copy, &draft)?;
        File::open(&draft)?.sync_all()?;
        fs::rename(&draft, file)
    };
    put().map_err(at(file))
}
