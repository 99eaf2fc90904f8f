//! Sealed pieces as objects, in a folder or in an S3-compatible bucket. An object is named by what it holds, so a name
//! never changes its content. Beside them lie the published papers of openings that are over.

use std::path::Path as FilePath;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use domain::{BidId, LotId, Timestamp};
use futures::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};

use crate::StoreError;

/// A bidder at its deadline is told within this time that a bucket does not answer.
const PATIENCE: Duration = Duration::from_secs(15);

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

    /// `s3://BUCKET` or `s3://BUCKET/PREFIX`. `settings` are those of the AWS tools: `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP` and so on; others are left alone.
    ///
    /// # Errors
    /// When the bucket does not answer with these settings: at the start, not at a deadline.
    pub async fn s3(address: &str, settings: impl IntoIterator<Item = (String, String)>) -> Result<Self, StoreError> {
        let wrong = || StoreError::SetUp(format!("{address} is no s3://BUCKET/PREFIX"));
        let path = address.strip_prefix("s3://").ok_or_else(wrong)?;
        let (bucket, prefix) = path.split_once('/').unwrap_or((path, ""));
        // Taken already is as good.
        drop(rustls::crypto::ring::default_provider().install_default());
        let mut builder = AmazonS3Builder::new();
        for (name, value) in settings {
            if let Ok(key) = name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>() {
                builder = builder.with_config(key, value);
            }
        }
        let retry = RetryConfig { retry_timeout: PATIENCE, ..RetryConfig::default() };
        let bucket = builder.with_bucket_name(bucket).with_retry(retry).build()?;
        let blobs = Self(Arc::new(PrefixStore::new(bucket, prefix)));
        blobs.all().next().await.transpose()?;
        Ok(blobs)
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
        self.fetch(&piece.path()).await
    }

    /// Durable once it returns; takes the place of one of the same name.
    ///
    /// # Errors
    /// When the bytes could not be made durable.
    pub async fn put_paper(&self, lot: LotId, name: &str, bytes: Bytes) -> Result<(), StoreError> {
        self.0.put(&paper(lot, name), bytes.into()).await?;
        Ok(())
    }

    /// # Errors
    /// When the store does not answer; a paper that is not there is `None`.
    pub async fn get_paper(&self, lot: LotId, name: &str) -> Result<Option<Bytes>, StoreError> {
        self.fetch(&paper(lot, name)).await
    }

    async fn fetch(&self, path: &Path) -> Result<Option<Bytes>, StoreError> {
        match self.0.get(path).await {
            Ok(found) => Ok(Some(found.bytes().await?)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Every object, in no order.
    pub fn all(&self) -> impl futures::Stream<Item = Result<Blob, StoreError>> + Send + use<> {
        self.0.list(None).map_ok(Blob).map_err(StoreError::from)
    }

    /// # Errors
    /// When the store does not answer. One that is gone already is no error.
    pub async fn delete(&self, blob: &Blob) -> Result<(), StoreError> {
        match self.0.delete(&blob.0.location).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// No bid has such an id, so a paper is never taken for a piece.
fn paper(lot: LotId, name: &str) -> Path {
    Path::from_iter(["records", &lot.to_string(), name])
}

/// What names a piece. `digest` is the SM3 of its bytes, so a second upload with other bytes is another object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// An object as the store lists it.
pub struct Blob(ObjectMeta);

impl Blob {
    /// The piece it is by its name; `None` for what is none of ours.
    #[must_use]
    pub fn piece(&self) -> Option<PieceName<'_>> {
        let mut names = self.0.location.as_ref().split('/');
        let (bid, part, piece) = (names.next()?.parse().ok()?, names.next()?, names.next()?);
        let (number, digest) = piece.split_once('-')?;
        let name = PieceName { bid, part, number: number.parse().ok()?, digest };
        (name.path() == self.0.location).then_some(name)
    }

    /// When it was last put.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        Timestamp::from_millis(self.0.last_modified.timestamp_millis())
    }
}
