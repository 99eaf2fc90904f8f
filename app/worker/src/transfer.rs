//! Pieces on their way to the server and back, over a line that may be shaky: what
//! may succeed later is tried again, what was refused is reported.

use std::collections::HashMap;

use futures::future::LocalBoxFuture;
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Uint8Array};
use seal::job::{Failure, Report};
use seal::{Digest, Piece};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Request, RequestInit, Response};

use crate::{pause, post, scope};

/// Milliseconds to wait before each further attempt.
const PAUSES: [u32; 6] = [500, 1_000, 2_000, 4_000, 8_000, 8_000];
/// A piece is tried for ten minutes more: a machine may sleep, a server may be started again.
const MORE_PAUSES: [u32; 75] = [8_000; 75];
/// Enough to keep a line busy while the next piece is sealed, and little memory.
const IN_FLIGHT: usize = 3;

/// What the server has of a part: the digest of each piece by its number.
pub type Arrived = HashMap<u32, Digest>;

/// Asks which pieces of a part have arrived in an earlier attempt; `address` is where they live.
pub async fn arrived(address: &str) -> Result<Arrived, Failure> {
    let list: Vec<(u32, Digest)> = serde_json::from_slice(&get(address).await?).map_err(|_| Failure::Internal)?;
    Ok(list.into_iter().collect())
}

/// The pieces of one part, a few at a time.
pub struct Upload<'a> {
    address: String,
    progress: &'a mut Progress,
    arrived: Arrived,
    digests: Vec<Digest>,
    /// Each yields the plaintext bytes that it stored.
    in_flight: FuturesUnordered<LocalBoxFuture<'static, Result<u64, Failure>>>,
}

impl<'a> Upload<'a> {
    /// `address` is where the pieces live, without their number.
    pub fn new(address: String, progress: &'a mut Progress, arrived: Arrived) -> Self {
        Self { address, progress, arrived, digests: Vec::new(), in_flight: FuturesUnordered::new() }
    }

    /// Sends the next piece unless it has arrived before; waits while too many are under way, or the page holds it up.
    pub async fn put(&mut self, piece: &Piece, plaintext: u64) -> Result<(), Failure> {
        pause::passed().await;
        while self.in_flight.len() >= IN_FLIGHT {
            self.settle_one().await?;
        }
        let (number, digest) = (self.digests.len() as u32, piece.digest);
        self.digests.push(digest);
        if self.arrived.get(&number) == Some(&digest) {
            self.progress.stored(plaintext);
            return Ok(());
        }
        let address = format!("{}/{number}", self.address);
        // As a blob: Chromium sends its bytes five times as fast as those of an array.
        let bytes = Array::of1(&Uint8Array::from(&piece.bytes[..]));
        let body = Blob::new_with_u8_array_sequence(&bytes).map_err(|_| Failure::Internal)?;
        self.in_flight.push(Box::pin(async move {
            put_piece(&address, digest, &body).await?;
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

/// Stores a piece. The server checks its digest; doing it twice does no harm.
async fn put_piece(address: &str, digest: Digest, piece: &Blob) -> Result<(), Failure> {
    let request = || {
        let init = RequestInit::new();
        init.set_method("PUT");
        init.set_body(piece);
        let request = Request::new_with_str_and_init(address, &init)?;
        request.headers().set("content-type", "application/octet-stream")?;
        request.headers().set("x-piece-sm3", &digest.to_string())?;
        Ok(request)
    };
    send(request, PAUSES.into_iter().chain(MORE_PAUSES)).await.map(drop)
}

/// The bytes at an address.
pub async fn get(address: &str) -> Result<Vec<u8>, Failure> {
    let response = send(|| Request::new_with_str(address), PAUSES.into_iter()).await?;
    let body = response.array_buffer().map_err(|_| Failure::Network)?;
    let buffer = JsFuture::from(body).await.map_err(|_| Failure::Network)?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// A request can be sent once, so each attempt makes its own.
async fn send(
    request: impl Fn() -> Result<Request, JsValue>,
    mut pauses: impl Iterator<Item = u32>,
) -> Result<Response, Failure> {
    loop {
        let failure = match attempt(&request().map_err(|_| Failure::Internal)?).await {
            Ok(response) => return Ok(response),
            Err(failure) => failure,
        };
        match pauses.next() {
            Some(pause) if may_pass(&failure) => {
                post(&Report::LineDown);
                TimeoutFuture::new(pause).await;
            }
            _ => return Err(failure),
        }
    }
}

/// No line, too many requests, or a server in trouble.
fn may_pass(failure: &Failure) -> bool {
    matches!(failure, Failure::Network | Failure::Refused { status: 408 | 429 | 500.., .. })
}

async fn attempt(request: &Request) -> Result<Response, Failure> {
    let answer = JsFuture::from(scope().fetch_with_request(request)).await;
    let response: Response = answer.map_err(|_| Failure::Network)?.unchecked_into();
    if response.ok() {
        return Ok(response);
    }
    let body = match response.text() {
        Ok(text) => JsFuture::from(text).await.ok().and_then(|text| text.as_string()),
        Err(_) => None,
    };
    Err(Failure::Refused { status: response.status(), body: body.unwrap_or_default() })
}
