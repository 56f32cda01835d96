//! Which jobs failed the last time.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

/// The jobs whose last turn failed. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Health(Arc<Mutex<BTreeSet<&'static str>>>);

impl Health {
    /// Notes how a job's turn ended.
    pub(super) fn note(&self, job: &'static str, failed: bool) {
        let mut failing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if failed {
            failing.insert(job);
        } else {
            failing.remove(job);
        }
    }

    /// The names of the failing jobs.
    pub fn failing(&self) -> Vec<&'static str> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
    }
}
