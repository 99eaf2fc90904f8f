//! The addresses of sealed pieces, below `/api/bids/{bid}/parts/{part}/pieces`: which of a part have arrived, and with
//! `/{number}` the bytes themselves, in and back to their owner.

use axum::body::{Body, BodyDataStream};
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::{BidId, Caller, Refusal};
use futures::StreamExt;
use office::Office;

use crate::refused::Refused;

/// The sender's SM3 of the piece, in hexadecimal; of several in a row each, with commas between.
pub const DIGEST_HEADER: &str = "x-piece-sm3";

/// As many bytes as pieces may come in a row.
const LARGEST_RUN: usize = office::TOGETHER * seal::PIECE;

/// Takes a piece, or several in a row from this number on. They may be sent again; they are durable once the answer is 204.
pub async fn put_pieces(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path((bid, part, number)): Path<(String, String, u32)>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refused> {
    let digests = headers.get(DIGEST_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let digests: Vec<&str> = digests.split(',').collect();
    let mut bytes = body.into_data_stream();
    let stored = office.put_pieces(&caller, bid_id(&bid)?, &part, number, &digests, &mut bytes).await;
    if stored.is_err() {
        let_come(bytes, LARGEST_RUN).await;
    }
    stored?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever is still sending hears no answer: a refusal waits until the rest has come, and is forgotten.
pub async fn let_come(mut rest: BodyDataStream, most: usize) {
    let mut size = 0;
    while let Some(Ok(bytes)) = rest.next().await
        && size <= most
    {
        size += bytes.len();
    }
}

/// Numbers and digests of the pieces of a part that have arrived.
pub async fn list_pieces(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path((bid, part)): Path<(String, String)>,
) -> Result<Json<Vec<(u32, String)>>, Refused> {
    let arrived = office.arrived(&caller, bid_id(&bid)?, &part).await?;
    Ok(Json(arrived.into_iter().map(|piece| (piece.number, piece.digest)).collect()))
}

/// Gives one piece to its owner.
pub async fn get_piece(
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
