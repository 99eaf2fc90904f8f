//! The pieces of a part on their way to the server, several at a time, and how far they are.

use std::collections::HashMap;

use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use js_sys::WebAssembly::Memory;
use js_sys::{Array, ArrayBuffer, Date, Uint8Array};
use seal::job::{Failure, Report};
use seal::{Digest, Piece};
use wasm_bindgen::JsCast;
use web_sys::Blob;

use crate::transfer::{get, put_pieces};
use crate::{pause, post};

/// Requests: enough to keep a line busy while the next pieces are sealed, and little memory.
const IN_FLIGHT: usize = 3;
/// Most pieces in a request, which the server takes too: the more, the less browser and server have to do for each.
const TOGETHER: usize = 8;
/// Answered within so many milliseconds, the next request may carry more; after longer than that, less, so that on a slow
/// line little is lost with a request and holding up takes effect soon.
const QUICK: f64 = 500.0;
const SLOW: f64 = 2_000.0;

/// What the server has of a part: the digest of each piece by its number.
pub type Arrived = HashMap<u32, Digest>;

/// Asks which pieces of a part have arrived in an earlier attempt; `address` is where they live.
pub async fn arrived(address: &str) -> Result<Arrived, Failure> {
    let list: Vec<(u32, Digest)> = serde_json::from_slice(&get(address).await?).map_err(|_| Failure::Internal)?;
    Ok(list.into_iter().collect())
}

/// The pieces of one part, a few at a time; those that have arrived before are not sent.
pub struct Upload<'a> {
    address: String,
    progress: &'a mut Progress,
    arrived: Arrived,
    digests: Vec<Digest>,
    /// The last of them, until they are enough for a request.
    waiting: Vec<Piece>,
    /// As many pieces as the next request may carry.
    together: usize,
    in_flight: FuturesUnordered<LocalBoxFuture<'static, Result<Stored, Failure>>>,
}

/// What a request has brought to the server.
struct Stored {
    /// Bytes.
    plaintext: u64,
    milliseconds: f64,
}

impl<'a> Upload<'a> {
    /// `address` is where the pieces live, without their number.
    pub fn new(address: String, progress: &'a mut Progress, arrived: Arrived) -> Self {
        let (digests, waiting, in_flight) = (Vec::new(), Vec::new(), FuturesUnordered::new());
        Self { address, progress, arrived, digests, waiting, together: 1, in_flight }
    }

    /// Sends the header, which comes first and alone, unless it has arrived before.
    pub async fn put_header(&mut self, header: Vec<u8>) -> Result<(), Failure> {
        let header = Piece { digest: Digest::of(&header), bytes: header };
        self.digests.push(header.digest);
        if self.arrived.get(&0) == Some(&header.digest) { Ok(()) } else { self.send(&[header], 0).await }
    }

    /// Takes the next pieces, and sends those that have not arrived before, once they are enough for a request.
    pub async fn put(&mut self, pieces: impl IntoIterator<Item = Piece>) -> Result<(), Failure> {
        for piece in pieces {
            let number = self.digests.len() as u32;
            if self.arrived.get(&number) == Some(&piece.digest) {
                self.send_waiting().await?;
                self.digests.push(piece.digest);
                self.progress.stored(piece.plaintext());
                continue;
            }
            self.digests.push(piece.digest);
            self.waiting.push(piece);
            if self.waiting.len() >= self.together {
                self.send_waiting().await?;
            }
        }
        Ok(())
    }

    async fn send_waiting(&mut self) -> Result<(), Failure> {
        let pieces = std::mem::take(&mut self.waiting);
        if pieces.is_empty() { Ok(()) } else { self.send(&pieces, pieces.iter().map(Piece::plaintext).sum()).await }
    }

    /// Sends the pieces last noted in one request; waits while too many are under way, or the page holds it up.
    async fn send(&mut self, pieces: &[Piece], plaintext: u64) -> Result<(), Failure> {
        pause::passed().await;
        while self.in_flight.len() >= IN_FLIGHT {
            self.settle_one().await?;
        }
        let first = self.digests.len() - pieces.len();
        let (address, digests) = (format!("{}/{first}", self.address), self.digests[first..].to_vec());
        let body = blob(pieces)?;
        self.in_flight.push(Box::pin(async move {
            let start = Date::now();
            put_pieces(&address, &digests, &body).await?;
            Ok(Stored { plaintext, milliseconds: Date::now() - start })
        }));
        // A request starts when it is first polled: now, not when the next one waits.
        while let Some(Some(stored)) = self.in_flight.next().now_or_never() {
            self.note(&stored?);
        }
        Ok(())
    }

    /// Waits for all, and gives the digests of the pieces in order.
    pub async fn finish(mut self) -> Result<Vec<Digest>, Failure> {
        self.send_waiting().await?;
        while !self.in_flight.is_empty() {
            self.settle_one().await?;
        }
        Ok(self.digests)
    }

    async fn settle_one(&mut self) -> Result<(), Failure> {
        if let Some(stored) = self.in_flight.next().await {
            self.note(&stored?);
        }
        Ok(())
    }

    fn note(&mut self, stored: &Stored) {
        self.progress.stored(stored.plaintext);
        self.together = match stored.milliseconds {
            quick if quick < QUICK => (self.together * 2).min(TOGETHER),
            slow if slow > SLOW => (self.together / 2).max(1),
            _ => self.together,
        };
    }
}

/// The bytes of pieces in the browser's hands. As a blob: Chromium sends its bytes five times as fast as those of an array.
/// It takes them right out of the module's memory.
fn blob(pieces: &[Piece]) -> Result<Blob, Failure> {
    let memory = wasm_bindgen::memory().unchecked_into::<Memory>().buffer();
    let view = |Piece { bytes, .. }: &Piece| {
        Uint8Array::new_with_byte_offset_and_length(&memory, bytes.as_ptr() as u32, bytes.len() as u32)
    };
    let views: Array = pieces.iter().map(view).collect();
    // The browser keeps a blob's bytes until this worker's garbage is collected, but only buffers count for when that is.
    // One of the same length, never touched and so of no memory, makes it soon.
    drop(ArrayBuffer::new(pieces.iter().map(|piece| piece.bytes.len() as u32).sum()));
    Blob::new_with_u8_array_sequence(&views).map_err(|_| Failure::Internal)
}

/// How far a job is, in bytes of plaintext over all parts.
pub struct Progress {
    part: String,
    done: u64,
    total: u64,
}

impl Progress {
    pub fn new(total: u64) -> Self {
        Self { part: String::new(), done: 0, total }
    }

    /// The next part is at work.
    pub fn begin(&mut self, part: &str) {
        self.part = part.to_owned();
        self.stored(0);
    }

    /// So much was stored before the part at work.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// The part at work is begun anew.
    pub fn back_to(&mut self, done: u64) {
        self.done = done;
    }

    /// So many bytes more are stored.
    pub fn stored(&mut self, bytes: u64) {
        self.done += bytes;
        post(&Report::Progress { part: self.part.clone(), done: self.done, total: self.total });
    }
}
