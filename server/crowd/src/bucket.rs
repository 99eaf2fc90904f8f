//! An S3 server in this process over a folder, to be the bucket of a test.

use std::path::{Path, PathBuf};

use anyhow::Result;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use store::{Blobs, StoreError};
use tokio::net::TcpListener;

/// The one bucket.
const NAME: &str = "sealed";
const KEY: &str = "key-of-the-test";
const SECRET: &str = "secret-of-the-test";

/// Serves until its runtime ends.
pub struct Bucket {
    endpoint: String,
    folder: PathBuf,
}

impl Bucket {
    /// The bucket's files lie as they are in `folder`/sealed.
    ///
    /// # Errors
    /// When the folder cannot be made, or no port is free.
    pub async fn serve(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder.join(NAME))?;
        let files = FileSystem::new(folder).map_err(|error| anyhow::anyhow!("{error:?}"))?;
        let mut service = S3ServiceBuilder::new(files);
        service.set_auth(SimpleAuth::from_single(KEY, SECRET));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    // A client that hangs up is no matter.
                    drop(Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await);
                });
            }
        });
        Ok(Self { endpoint, folder: folder.to_owned() })
    }

    /// What `--blobs` is told.
    #[must_use]
    pub fn address(&self) -> String {
        format!("s3://{NAME}")
    }

    /// What the environment has to hold.
    #[must_use]
    pub fn settings(&self) -> Vec<(String, String)> {
        self.settings_with(SECRET)
    }

    fn settings_with(&self, secret: &str) -> Vec<(String, String)> {
        let settings = [
            ("AWS_ENDPOINT", &*self.endpoint),
            ("AWS_ALLOW_HTTP", "true"),
            ("AWS_ACCESS_KEY_ID", KEY),
            ("AWS_SECRET_ACCESS_KEY", secret),
        ];
        settings.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
    }

    /// # Errors
    /// When the bucket does not answer.
    pub async fn open(&self) -> Result<Blobs, StoreError> {
        self.named(&self.address(), SECRET).await
    }

    async fn named(&self, address: &str, secret: &str) -> Result<Blobs, StoreError> {
        Blobs::s3(address, self.settings_with(secret), self.folder.join("arriving")).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_bucket_that_is_not_there_or_not_ours_is_told_at_the_start() {
        let folder = tempfile::tempdir().unwrap();
        let bucket = Bucket::serve(folder.path()).await.unwrap();
        assert!(bucket.open().await.is_ok());
        let guessed = bucket.named(&bucket.address(), "guessed").await;
        let another = bucket.named("s3://another", SECRET).await;
        for refused in [guessed, another] {
            assert!(matches!(refused, Err(StoreError::Blobs(_))));
        }
        let nonsense = bucket.named("sealed", SECRET).await;
        assert!(matches!(nonsense, Err(StoreError::SetUp(_))));
    }
}
