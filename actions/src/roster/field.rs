//! The subject fields that a roster names.

use domain::id::FieldId;
use std::collections::{BTreeSet, HashMap};

use store::Tx;

use super::on_file::OnFile;
use crate::ActionError;

/// Fields on file, and names of new ones.
#[derive(Debug, Default)]
pub(super) struct Fields {
    known: HashMap<String, FieldId>,
    new: BTreeSet<String>,
}

impl Fields {
    /// Notes that a field is needed.
    pub(super) fn need(&mut self, on_file: &OnFile, name: &str) {
        match on_file.field(name) {
            Some(id) => {
                self.known.insert(name.to_owned(), id);
            }
            None if name.is_empty() => {}
            None => {
                self.new.insert(name.to_owned());
            }
        }
    }

    /// All of them by name; new ones are added.
    pub(super) async fn ensure(
        &self,
        tx: &mut Tx,
    ) -> Result<HashMap<String, FieldId>, ActionError> {
        let new: Vec<String> = self.new.iter().cloned().collect();
        let added = tx.ensure_fields(&new).await?.into_iter().map(|(id, name)| (name, id));
        Ok(self.known.clone().into_iter().chain(added).collect())
    }
}
