//! A file on its way in: on disk until all of it is there, so that slow senders hold no memory, and
//! within a budget of all files together.

use std::sync::Arc;

use axum::body::Bytes;
use tokio::{
    fs::File,
    io::{AsyncReadExt as _, AsyncSeekExt as _, AsyncWriteExt as _},
    sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit},
};

use crate::error::AppError;

/// What is counted by: a permit stands for so many bytes.
const UNIT: usize = 1024;
/// Files that are on their way in, together.
const ON_DISK: usize = 512 * 1024 * 1024 / UNIT;
/// Files that are read at one time, together.
const IN_MEMORY: usize = 64 * 1024 * 1024 / UNIT;

/// How much room there is for files that come in: of all requests together.
#[derive(Clone, Debug)]
pub(crate) struct Budget {
    disk: Arc<Semaphore>,
    memory: Arc<Semaphore>,
}

impl Default for Budget {
    fn default() -> Self {
        Self::of(ON_DISK, IN_MEMORY)
    }
}

impl Budget {
    fn of(disk: usize, memory: usize) -> Self {
        Self { disk: Arc::new(Semaphore::new(disk)), memory: Arc::new(Semaphore::new(memory)) }
    }
}

/// A file of which some is there.
pub(crate) struct Spool<'a> {
    budget: &'a Budget,
    file: File,
    len: usize,
    held: Option<SemaphorePermit<'a>>,
}

/// A file that is in memory, as long as this is held.
pub(crate) type Held = OwnedSemaphorePermit;

impl<'a> Spool<'a> {
    /// A file without content.
    pub(crate) fn new(budget: &'a Budget) -> Result<Self, AppError> {
        let file = File::from_std(tempfile::tempfile().map_err(AppError::disk)?);
        Ok(Self { budget, file, len: 0, held: None })
    }

    /// Adds what has come in. [`AppError::Busy`] if there is no room for more at the moment.
    pub(crate) async fn write(&mut self, bytes: &Bytes) -> Result<(), AppError> {
        self.len += bytes.len();
        let held = self.held.as_ref().map_or(0, SemaphorePermit::num_permits);
        let more = self.len.div_ceil(UNIT).saturating_sub(held);
        if more > 0 {
            let more = u32::try_from(more).map_err(|_| AppError::TooLarge)?;
            let more = self.budget.disk.try_acquire_many(more).map_err(|_| AppError::Busy)?;
            match &mut self.held {
                Some(held) => held.merge(more),
                None => self.held = Some(more),
            }
        }
        self.file.write_all(bytes).await.map_err(AppError::disk)
    }

    /// All of it, once there is room for it.
    pub(crate) async fn read(mut self) -> Result<(Vec<u8>, Held), AppError> {
        let room = u32::try_from(self.len.div_ceil(UNIT).min(IN_MEMORY)).unwrap_or(u32::MAX);
        let memory = Arc::clone(&self.budget.memory).acquire_many_owned(room).await;
        let memory = memory.map_err(|_| AppError::Busy)?;
        self.file.flush().await.map_err(AppError::disk)?;
        self.file.rewind().await.map_err(AppError::disk)?;
        let mut bytes = Vec::with_capacity(self.len);
        self.file.read_to_end(&mut bytes).await.map_err(AppError::disk)?;
        Ok((bytes, memory))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_comes_back_as_it_came_and_gives_its_room_back() {
        let budget = Budget::of(4, 4);
        let mut one = Spool::new(&budget).unwrap();
        for _ in 0..3 {
            one.write(&Bytes::from_static(&[7; UNIT])).await.unwrap();
        }
        let mut other = Spool::new(&budget).unwrap();
        other.write(&Bytes::from_static(b"last")).await.unwrap();
        let full = other.write(&Bytes::from_static(&[7; UNIT])).await;
        assert!(matches!(full, Err(AppError::Busy)), "there is room for four");
        let (bytes, held) = one.read().await.unwrap();
        assert_eq!(bytes, [7; 3 * UNIT]);
        assert_eq!(budget.memory.available_permits(), 1);
        drop((held, other));
        assert_eq!((budget.disk.available_permits(), budget.memory.available_permits()), (4, 4));
    }
}
