//! A bucket of one test's own: an S3 server in the process over a folder.

use std::path::Path;

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use store::{Blobs, StoreError};
use tokio::net::TcpListener;

const NAME: &str = "sealed";
const KEY: &str = "key-of-the-test";
const SECRET: &str = "secret-of-the-test";

/// The files of a bucket lie as they are in `folder`/sealed.
pub async fn in_folder(folder: &Path) -> Blobs {
    let address = serve(folder).await;
    open(&address, NAME, SECRET).await.unwrap()
}

/// Serves until the test ends. Returns the endpoint.
async fn serve(folder: &Path) -> String {
    std::fs::create_dir_all(folder.join(NAME)).unwrap();
    let mut service = S3ServiceBuilder::new(FileSystem::new(folder).unwrap());
    service.set_auth(SimpleAuth::from_single(KEY, SECRET));
    let service = service.build();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((socket, _)) = listener.accept().await {
            let service = service.clone();
            tokio::spawn(async move {
                // A client that hangs up is no matter.
                drop(Builder::new(TokioExecutor::new()).serve_connection(TokioIo::new(socket), service).await);
            });
        }
    });
    address
}

async fn open(address: &str, bucket: &str, secret: &str) -> Result<Blobs, StoreError> {
    let settings = [
        ("AWS_ENDPOINT", address),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_ACCESS_KEY_ID", KEY),
        ("AWS_SECRET_ACCESS_KEY", secret),
        ("PATH", "not a setting"),
    ];
    Blobs::s3(&format!("s3://{bucket}"), settings.map(|(name, value)| (name.to_owned(), value.to_owned()))).await
}

#[tokio::test]
async fn a_bucket_that_is_not_there_or_not_ours_is_told_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let address = serve(folder.path()).await;
    assert!(open(&address, NAME, SECRET).await.is_ok());
    for (bucket, secret) in [("another", SECRET), (NAME, "guessed")] {
        let refused = open(&address, bucket, secret).await;
        assert!(matches!(refused, Err(StoreError::Blobs(_))), "{bucket} with {secret} was opened");
    }
    let nonsense = Blobs::s3("sealed", []).await;
    assert!(matches!(nonsense, Err(StoreError::SetUp(_))));
}
