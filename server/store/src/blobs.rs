//! Sealed pieces as objects, in a folder or in an S3-compatible bucket: a run of them, as it came in one request, is one
//! object. An object is named by what it holds, so a name never changes its content. Beside them lie the
//! segments of broadcasts, and the published papers of openings that are over.

use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};
use std::{fs, io};

use bytes::Bytes;
use domain::{BidId, LotId, Timestamp};
use futures::{StreamExt, TryStreamExt};
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectMeta, ObjectStore, ObjectStoreExt, RetryConfig};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::StoreError;
use crate::arriving::{Arrived, Arriving};

/// A bidder at its deadline is told within this time that a bucket does not answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// So many runs are in memory at once on their way to a bucket.
const SENDS: usize = 8;

/// In a folder of objects, those that are on their way in. No bid has such an id.
const ARRIVING: &str = "arriving";

/// The store of sealed pieces. Cheap to clone.
#[derive(Clone)]
pub struct Blobs {
    objects: Arc<dyn ObjectStore>,
    /// Where runs arrive.
    arriving: Arc<FilePath>,
    keeping: Keeping,
}

/// How a run that has arrived becomes an object.
#[derive(Clone)]
enum Keeping {
    /// It lies in the folder of objects, and is moved.
    Move,
    /// It is sent to the bucket.
    Send(Arc<Semaphore>),
}

impl Blobs {
    /// Files below `folder`; each is on disk, with its folder entry, before [`Blobs::keep`] returns.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn local(folder: &FilePath) -> Result<Self, StoreError> {
        let arriving = made(folder.join(ARRIVING))?;
        let objects = Arc::new(LocalFileSystem::new_with_prefix(folder)?.with_fsync(true));
        Ok(Self { objects, arriving, keeping: Keeping::Move })
    }

    /// `s3://BUCKET` or `s3://BUCKET/PREFIX`. `settings` are those of the AWS tools: `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`, `AWS_ALLOW_HTTP` and so on; others are left alone. What
    /// strangers send arrives in the folder `arriving` before it goes to the bucket.
    ///
    /// # Errors
    /// When the folder cannot be made, or the bucket does not answer with these settings: at the start, not at a deadline.
    pub async fn s3(
        address: &str,
        settings: impl IntoIterator<Item = (String, String)>,
        arriving: PathBuf,
    ) -> Result<Self, StoreError> {
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
        let (objects, keeping) = (PrefixStore::new(bucket, prefix), Keeping::Send(Arc::new(Semaphore::new(SENDS))));
        let blobs = Self { objects: Arc::new(objects), arriving: made(arriving)?, keeping };
        blobs.all().next().await.transpose()?;
        Ok(blobs)
    }

    /// Where a run is written as it comes.
    ///
    /// # Errors
    /// When the disk takes no file.
    pub async fn arriving(&self) -> io::Result<Arriving> {
        Arriving::begin(&self.arriving).await
    }

    /// Makes an object of what has arrived; durable once it returns. The same run may be kept again.
    ///
    /// # Errors
    /// When the bytes could not be made durable.
    pub async fn keep(&self, run: &RunName<'_>, arrived: Arrived) -> Result<(), StoreError> {
        self.keep_as(&run.path(), arrived).await
    }

    /// The same for a segment of a broadcast.
    ///
    /// # Errors
    /// When the bytes could not be made durable.
    pub async fn keep_segment(&self, segment: &SegmentName<'_>, arrived: Arrived) -> Result<(), StoreError> {
        self.keep_as(&segment.path(), arrived).await
    }

    async fn keep_as(&self, path: &Path, arrived: Arrived) -> Result<(), StoreError> {
        match &self.keeping {
            Keeping::Move => {
                let from = spawn_blocking(move || arrived.file.sync_all().map(|()| arrived.path))
                    .await
                    .map_err(io::Error::from)??;
                let name = from.file_name().unwrap_or_default().to_string_lossy();
                self.objects.rename(&Path::from_iter([ARRIVING, &name]), path).await?;
            }
            Keeping::Send(turns) => {
                let _turn = turns.acquire().await;
                let bytes = tokio::fs::read(&arrived.path).await?;
                self.objects.put(path, bytes.into()).await?;
            }
        }
        Ok(())
    }

    /// Removes what began to arrive before this time and was left behind by a server that was killed.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn forget_arrivals(&self, before: Timestamp) -> io::Result<()> {
        for entry in fs::read_dir(&self.arriving)? {
            let entry = entry?;
            let since = entry.metadata()?.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
            if i64::try_from(since.as_millis()).is_ok_and(|since| since < before.millis()) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    /// The bytes of a run from here to there.
    ///
    /// # Errors
    /// When the store does not answer; a run that is not there is `None`.
    pub async fn get(&self, run: &RunName<'_>, range: Range<u64>) -> Result<Option<Bytes>, StoreError> {
        found(self.objects.get_range(&run.path(), range).await)
    }

    /// # Errors
    /// When the store does not answer; a segment that is not there is `None`.
    pub async fn get_segment(&self, segment: &SegmentName<'_>) -> Result<Option<Bytes>, StoreError> {
        match found(self.objects.get(&segment.path()).await)? {
            Some(segment) => Ok(Some(segment.bytes().await?)),
            None => Ok(None),
        }
    }

    /// Durable once it returns; takes the place of one of the same name.
    ///
    /// # Errors
    /// When the bytes could not be made durable.
    pub async fn put_paper(&self, lot: LotId, name: &str, bytes: Bytes) -> Result<(), StoreError> {
        self.objects.put(&paper(lot, name), bytes.into()).await?;
        Ok(())
    }

    /// # Errors
    /// When the store does not answer; a paper that is not there is `None`.
    pub async fn get_paper(&self, lot: LotId, name: &str) -> Result<Option<Bytes>, StoreError> {
        match found(self.objects.get(&paper(lot, name)).await)? {
            Some(paper) => Ok(Some(paper.bytes().await?)),
            None => Ok(None),
        }
    }

    /// Keeps a file that a company handed in; durable once it returns.
    ///
    /// # Errors
    /// When the bytes could not be made durable.
    pub async fn put_attachment(&self, id: &str, bytes: Bytes) -> Result<(), StoreError> {
        self.objects.put(&attachment(id), bytes.into()).await?;
        Ok(())
    }

    /// # Errors
    /// When the store does not answer; one that is not there is `None`.
    pub async fn get_attachment(&self, id: &str) -> Result<Option<Bytes>, StoreError> {
        match found(self.objects.get(&attachment(id)).await)? {
            Some(file) => Ok(Some(file.bytes().await?)),
            None => Ok(None),
        }
    }

    /// # Errors
    /// When the store does not answer. One that is gone already is no error.
    pub async fn delete_attachment(&self, id: &str) -> Result<(), StoreError> {
        found(self.objects.delete(&attachment(id)).await).map(drop)
    }

    /// # Errors
    /// When the store does not answer; of a paper that is not there it is `None`.
    pub async fn paper_size(&self, lot: LotId, name: &str) -> Result<Option<u64>, StoreError> {
        Ok(found(self.objects.head(&paper(lot, name)).await)?.map(|meta| meta.size))
    }

    /// Every object, in no order.
    pub fn all(&self) -> impl futures::Stream<Item = Result<Blob, StoreError>> + Send + use<> {
        self.objects.list(None).map_ok(Blob).map_err(StoreError::from)
    }

    /// # Errors
    /// When the store does not answer. One that is gone already is no error.
    pub async fn delete(&self, blob: &Blob) -> Result<(), StoreError> {
        found(self.objects.delete(&blob.0.location).await).map(drop)
    }
}

fn made(folder: PathBuf) -> Result<Arc<FilePath>, StoreError> {
    fs::create_dir_all(&folder).map_err(|error| StoreError::SetUp(format!("{}: {error}", folder.display())))?;
    Ok(folder.into())
}

fn found<T>(answer: object_store::Result<T>) -> Result<Option<T>, StoreError> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(object_store::Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// No bid has such an id, so a paper is never taken for a piece.
fn paper(lot: LotId, name: &str) -> Path {
    Path::from_iter(["records", &lot.to_string(), name])
}

/// Beside the bids, and never taken for one of their pieces.
fn attachment(id: &str) -> Path {
    Path::from_iter(["attachments", id])
}

/// What names a run of pieces. `run` is the number of the first and a digest of all, so a second upload with other bytes
/// is another object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunName<'a> {
    pub bid: BidId,
    pub part: &'a str,
    pub run: &'a str,
}

impl RunName<'_> {
    fn path(&self) -> Path {
        Path::from_iter([&self.bid.to_string(), self.part, self.run])
    }
}

/// What names a segment of a broadcast. No bid has such an id, so it is never taken for a piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SegmentName<'a> {
    pub lot: LotId,
    pub reel: u32,
    pub number: u32,
    pub digest: &'a str,
}

impl SegmentName<'_> {
    fn path(&self) -> Path {
        let Self { lot, reel, number, digest } = self;
        Path::from_iter(["broadcasts", &lot.to_string(), &reel.to_string(), &format!("{number}-{digest}")])
    }
}

/// An object as the store lists it.
pub struct Blob(ObjectMeta);

impl Blob {
    /// The run it is by its name; `None` for what is none of ours.
    #[must_use]
    pub fn run(&self) -> Option<RunName<'_>> {
        let mut names = self.0.location.as_ref().split('/');
        let name = RunName { bid: names.next()?.parse().ok()?, part: names.next()?, run: names.next()? };
        let (first, _) = name.run.split_once('-')?;
        (first.parse::<u32>().is_ok() && name.path() == self.0.location).then_some(name)
    }

    /// The file of a company that it is by its name.
    #[must_use]
    pub fn attachment(&self) -> Option<&str> {
        self.0.location.as_ref().strip_prefix("attachments/").filter(|id| !id.contains('/'))
    }

    /// When it was last put.
    #[must_use]
    pub fn since(&self) -> Timestamp {
        Timestamp::from_millis(self.0.last_modified.timestamp_millis())
    }
}
