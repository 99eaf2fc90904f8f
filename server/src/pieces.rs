//! `/api/bids/{bid}/parts/{part}/pieces/{number}`: sealed bytes in, and back to their owner.

use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::{BidId, Caller, Refusal};
use office::Office;

use crate::refused::Refused;

/// The sender's SM3 of the piece, in hexadecimal.
pub const DIGEST_HEADER: &str = "x-piece-sm3";

/// Takes one piece. It may be sent again; it is durable once the answer is 204.
pub async fn put(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path((bid, part, number)): Path<(String, String, u32)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Result<StatusCode, Refused> {
    let digest = headers.get(DIGEST_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    office.put_piece(&caller, bid_id(&bid)?, &part, number, digest, bytes).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn get(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path((bid, part, number)): Path<(String, String, u32)>,
) -> Result<Response, Refused> {
    let bytes = office.get_piece(&caller, bid_id(&bid)?, &part, number).await?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], bytes).into_response())
}

fn bid_id(text: &str) -> Result<BidId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}
