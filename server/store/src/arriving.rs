//! Bytes of strangers on their way in: a file that nobody else looks at until all of it is there. It is gone when it is
//! dropped, and what a server that was killed has left behind goes with the next sweep.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use tempfile::{NamedTempFile, TempPath};
use tokio::task::spawn_blocking;

/// Begun and growing. It takes no memory but for what is being written.
pub struct Arriving {
    file: Arc<File>,
    path: TempPath,
    size: u64,
}

impl Arriving {
    pub(crate) async fn begin(folder: &Path) -> io::Result<Self> {
        let folder = folder.to_owned();
        let (file, path) = spawn_blocking(move || NamedTempFile::new_in(folder)).await??.into_parts();
        Ok(Self { file: Arc::new(file), path, size: 0 })
    }

    /// # Errors
    /// When the disk takes no more.
    pub async fn write(&mut self, bytes: Bytes) -> io::Result<()> {
        let (file, start) = (Arc::clone(&self.file), self.size);
        self.size += bytes.len() as u64;
        spawn_blocking(move || file.write_all_at(&bytes, start)).await?
    }

    /// Bytes so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// No more comes.
    #[must_use]
    pub fn finish(self) -> Arrived {
        Arrived { file: self.file, path: self.path, size: self.size }
    }
}

/// All bytes are there, and not yet durable.
pub struct Arrived {
    pub(crate) file: Arc<File>,
    pub(crate) path: TempPath,
    size: u64,
}

impl Arrived {
    /// Bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Fills `into` with the bytes from `at` on. It may take as long as the disk does.
    ///
    /// # Errors
    /// When there are not so many.
    pub fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        self.file.read_exact_at(into, at)
    }
}
