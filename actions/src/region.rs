//! The regions that ship with the program.

use domain::roster::Kind;

use crate::{ActionError, Actions, Call, Incoming, SheetReader};

const FILES: [(&str, &[u8]); 2] = [
    ("regions.csv", include_bytes!("../../data/regions.csv")),
    ("towns.csv", include_bytes!("../../data/towns.csv")),
];

impl Actions {
    /// Loads the regions that ship with the program, if there are none yet.
    pub async fn ship_regions(&self, call: &Call) -> Result<(), ActionError> {
        let today = call.today();
        if !self.store.read().await?.list_regions(today).await?.is_empty() {
            return Ok(());
        }
        for (name, bytes) in FILES {
            let file = Incoming { name: name.to_owned(), bytes: bytes.to_vec() };
            let reader = SheetReader::Here;
            let preview = self.preview_file(&reader, Kind::Regions, today, file.clone()).await?;
            self.import_file(call, &reader, &preview, file).await?;
        }
        Ok(())
    }
}
