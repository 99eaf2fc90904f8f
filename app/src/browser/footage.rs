//! Segments of a broadcast on their way to the server and back.

use domain::broadcast::{Reel, Segment};
use domain::{LotId, Refusal};
use futures::FutureExt;
use futures::future::{Either, select};
use gloo_net::http::{Request, Response};
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use seal::Digest;
use serde::de::DeserializeOwned;

/// Milliseconds after which a request is given up and made again. The server holds one for the next segment for 8 seconds.
const LONGEST: u32 = 20_000;

/// Why a segment was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// No answer, or none that says anything.
    Line,
    Refused(Refusal),
}

/// No answer from the server, or not the one that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unheard;

/// Durable once it is `Ok`.
///
/// # Errors
/// Why it was not taken.
pub async fn put(lot: LotId, reel: u32, number: u32, dropped: u32, bytes: &[u8]) -> Result<(), Unsent> {
    let request = Request::put(&address(lot, reel, &format!("/segments/{number}")))
        .header("x-segment-sm3", &Digest::of(bytes).to_string())
        .header("x-segments-dropped", &dropped.to_string())
        .body(Uint8Array::from(bytes))
        .map_err(|_| Unsent::Line)?;
    let response = in_time(request).await.map_err(|Unheard| Unsent::Line)?;
    match response.status() {
        204 => Ok(()),
        // Something on the way is out of order, or the server.
        500.. => Err(Unsent::Line),
        _ => {
            let refusal = response.text().await.ok().and_then(|text| serde_json::from_str(&text).ok());
            Err(refusal.map_or(Unsent::Line, Unsent::Refused))
        }
    }
}

/// The bytes of a segment; of a live reel the server waits for the next one. `None` when it has not come.
///
/// # Errors
/// [`Unheard`].
pub async fn segment(lot: LotId, reel: u32, number: u32) -> Result<Option<Vec<u8>>, Unheard> {
    let response = get(&address(lot, reel, &format!("/segments/{number}"))).await?;
    match response.status() {
        200 => response.binary().await.map(Some).map_err(|_| Unheard),
        204 => Ok(None),
        _ => Err(Unheard),
    }
}

/// How a reel stands.
///
/// # Errors
/// [`Unheard`].
pub async fn reel(lot: LotId, reel: u32) -> Result<Reel, Unheard> {
    json(get(&address(lot, reel, "")).await?).await
}

/// Every segment of a reel, as it was received.
///
/// # Errors
/// [`Unheard`].
pub async fn segments(lot: LotId, reel: u32) -> Result<Vec<Segment>, Unheard> {
    json(get(&address(lot, reel, "/segments")).await?).await
}

fn address(lot: LotId, reel: u32, rest: &str) -> String {
    format!("/api/lots/{lot}/reels/{reel}{rest}")
}

async fn get(address: &str) -> Result<Response, Unheard> {
    in_time(Request::get(address).build().map_err(|_| Unheard)?).await
}

async fn in_time(request: Request) -> Result<Response, Unheard> {
    match select(request.send().boxed_local(), TimeoutFuture::new(LONGEST)).await {
        Either::Left((answer, _)) => answer.map_err(|_| Unheard),
        Either::Right(_) => Err(Unheard),
    }
}

async fn json<T: DeserializeOwned>(response: Response) -> Result<T, Unheard> {
    let text = response.text().await.map_err(|_| Unheard)?;
    serde_json::from_str(&text).map_err(|_| Unheard)
}
