//! The addresses of a broadcast, below `/api/lots/{lot}/reels/{reel}`: how the reel stands; with `/segments`, all of them as
//! they were received; with `/segments/{number}` the bytes, in from the host and out to whoever may see them.
//!
//! Whoever asks for the next segment of a live reel is given it when it comes ([`live`]): one request a segment, and none
//! for nothing. Rooms without a broadcast know nothing of this.

mod live;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::broadcast::{LARGEST_SEGMENT, Reel, Segment};
use domain::{Caller, LotId, Refusal};
use office::{Office, Place};

pub use live::Screens;

use crate::pieces::let_come;
use crate::refused::Refused;

/// The sender's SM3 of the segment, in hexadecimal.
pub const DIGEST_HEADER: &str = "x-segment-sm3";
/// How many segments before it the sender has given up.
pub const DROPPED_HEADER: &str = "x-segments-dropped";

/// What everybody sees may lie in a cache that many share, what only some see again in their own.
const LIVE: &str = "public, max-age=600, immutable";
const AGAIN: &str = "private, max-age=31536000, immutable";

/// Takes one segment. It may be sent again; it is durable once the answer is 204.
pub async fn put_segment(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path((lot, reel, number)): Path<(String, u32, u32)>,
    headers: HeaderMap,
    body: Body,
) -> Result<StatusCode, Refused> {
    let place = Place { lot: lot_id(&lot)?, reel, number };
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let dropped = text(DROPPED_HEADER).parse().unwrap_or(0);
    let mut bytes = body.into_data_stream();
    let stored = office.put_segment(&caller, place, text(DIGEST_HEADER), dropped, &mut bytes).await;
    if stored.is_err() {
        let_come(bytes, LARGEST_SEGMENT).await;
    }
    stored?;
    Ok(StatusCode::NO_CONTENT)
}

/// Gives one segment: of a live reel, the next one when it comes. 204 when it has not come, so that the caller asks again.
pub async fn get_segment(
    State((office, screens)): State<(Office, Screens)>,
    Extension(caller): Extension<Caller>,
    Path((lot, reel, number)): Path<(String, u32, u32)>,
) -> Result<Response, Refused> {
    let place = Place { lot: lot_id(&lot)?, reel, number };
    let known = screens.known(place.lot, reel);
    let reel = match known {
        Some(reel) => reel,
        None => office.reel(place.lot, reel).await?,
    };
    office.may_see(&caller, place.lot, &reel).await?;
    let live = reel.ended.is_none();
    let bytes = if live { screens.wait(place).await? } else { office.footage(place).await? };
    let Some(bytes) = bytes else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let cache = if live { LIVE } else { AGAIN };
    Ok(([(CONTENT_TYPE, "video/webm"), (CACHE_CONTROL, cache)], bytes).into_response())
}

/// How a reel stands.
pub async fn get_reel(
    State(office): State<Office>,
    Path((lot, reel)): Path<(String, u32)>,
) -> Result<Json<Reel>, Refused> {
    Ok(Json(office.reel(lot_id(&lot)?, reel).await?))
}

/// Every segment as it was received, for whoever may see the reel again.
pub async fn list_segments(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path((lot, reel)): Path<(String, u32)>,
) -> Result<Json<Vec<Segment>>, Refused> {
    Ok(Json(office.segments(&caller, lot_id(&lot)?, reel).await?))
}

fn lot_id(text: &str) -> Result<LotId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}
