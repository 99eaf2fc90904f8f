//! Sealed pieces as objects, named by what they are: a name never changes its content.

use std::path::Path as FilePath;
use std::sync::Arc;

use bytes::Bytes;
use domain::BidId;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt};

use crate::StoreError;

/// The store of sealed pieces. Cheap to clone.
#[derive(Clone)]
pub struct Blobs(Arc<dyn ObjectStore>);

impl Blobs {
    /// Files below `folder`; each is on disk, with its folder entry, before [`Blobs::put`] returns.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn local(folder: &FilePath) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(|error| StoreError::SetUp(format!("{}: {error}", folder.display())))?;
        Ok(Self(Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true))))
    }

    /// Durable once it returns. The same piece may be put again.
    ///
    /// # Errors
    /// When the bytes could not be made durable.
    pub async fn put(&self, piece: &PieceName<'_>, bytes: Bytes) -> Result<(), StoreError> {
        self.0.put(&piece.path(), bytes.into()).await?;
        Ok(())
    }

    /// # Errors
    /// When the store does not answer; a piece that is not there is `None`.
    pub async fn get(&self, piece: &PieceName<'_>) -> Result<Option<Bytes>, StoreError> {
        match self.0.get(&piece.path()).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

/// What names a piece. `digest` is the SM3 of its bytes, so a second upload with other bytes is another object.
pub struct PieceName<'a> {
    pub bid: BidId,
    pub part: &'a str,
    pub number: u32,
    pub digest: &'a str,
}

impl PieceName<'_> {
    fn path(&self) -> Path {
        Path::from_iter([&self.bid.to_string(), self.part, &format!("{}-{}", self.number, self.digest)])
    }
}
