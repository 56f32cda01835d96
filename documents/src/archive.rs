//! Files as one archive, each as it is: PDFs are compressed already.

use std::{fs::File, io::Write as _};

use zip::{CompressionMethod, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// An archive that is being written.
pub struct Archive(ZipWriter<File>);

impl Archive {
    /// An empty one in a file.
    pub fn new(file: File) -> Self {
        Self(ZipWriter::new(file))
    }

    /// Adds a file under its name.
    pub fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), ZipError> {
        let as_it_is = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.0.start_file(name, as_it_is)?;
        Ok(self.0.write_all(bytes)?)
    }

    /// The whole file.
    pub fn finish(self) -> Result<File, ZipError> {
        self.0.finish()
    }
}
