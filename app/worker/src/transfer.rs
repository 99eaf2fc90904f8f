//! Requests over a line that may be shaky: what may succeed later is tried again, what was refused is reported.

use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use seal::Digest;
use seal::job::{Failure, Report};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Request, RequestInit, Response};

use crate::{post, scope};

/// Milliseconds to wait before each further attempt.
const PAUSES: [u32; 6] = [500, 1_000, 2_000, 4_000, 8_000, 8_000];
/// A piece is tried for ten minutes more: a machine may sleep, a server may be started again.
const MORE_PAUSES: [u32; 75] = [8_000; 75];

/// Stores pieces. The server checks their digests; doing it twice does no harm.
pub async fn put_pieces(address: &str, digests: &[Digest], pieces: &Blob) -> Result<(), Failure> {
    let digests = digests.iter().map(Digest::to_string).collect::<Vec<_>>().join(",");
    let request = || {
        let init = RequestInit::new();
        init.set_method("PUT");
        init.set_body(pieces);
        let request = Request::new_with_str_and_init(address, &init)?;
        request.headers().set("content-type", "application/octet-stream")?;
        request.headers().set("x-piece-sm3", &digests)?;
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
