//! The pieces of one part on their way to the server, a few at a time.

use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use js_sys::Uint8Array;
use seal::Digest;
use seal::job::Failure;

use crate::http;
use crate::progress::Progress;

/// Enough to keep a line busy while the next piece is sealed, and little memory.
const IN_FLIGHT: usize = 3;

pub struct Upload<'a> {
    address: String,
    progress: &'a mut Progress,
    digests: Vec<Digest>,
    /// Each yields the plaintext bytes that it stored.
    in_flight: FuturesUnordered<LocalBoxFuture<'static, Result<u64, Failure>>>,
}

impl<'a> Upload<'a> {
    /// `address` is where the pieces live, without their number.
    pub fn new(address: String, progress: &'a mut Progress) -> Self {
        Self { address, progress, digests: Vec::new(), in_flight: FuturesUnordered::new() }
    }

    /// Sends the next piece; waits while too many are under way.
    pub async fn put(&mut self, piece: &[u8], plaintext: u64) -> Result<(), Failure> {
        while self.in_flight.len() >= IN_FLIGHT {
            self.settle_one().await?;
        }
        let digest = Digest::of(piece);
        let address = format!("{}/{}", self.address, self.digests.len());
        self.digests.push(digest);
        let body = Uint8Array::from(piece);
        self.in_flight.push(Box::pin(async move {
            http::put_piece(&address, digest, &body).await?;
            Ok(plaintext)
        }));
        // A request starts when it is first polled: now, not when the next one waits.
        while let Some(Some(stored)) = self.in_flight.next().now_or_never() {
            self.progress.stored(stored?);
        }
        Ok(())
    }

    /// Waits for all, and gives the digests of the pieces in order.
    pub async fn finish(mut self) -> Result<Vec<Digest>, Failure> {
        while !self.in_flight.is_empty() {
            self.settle_one().await?;
        }
        Ok(self.digests)
    }

    async fn settle_one(&mut self) -> Result<(), Failure> {
        if let Some(stored) = self.in_flight.next().await {
            self.progress.stored(stored?);
        }
        Ok(())
    }
}
