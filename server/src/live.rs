//! The live line, `/api/rooms/{lot}/events`: what happens in a room as server-sent events.
//!
//! The journal is the truth. It is read once for everybody who follows a room, and made ready to be sent once
//! ([`feed`], [`frame`]); it is sent in rounds to all who take it at once ([`rounds`]), and to others at their own pace
//! ([`line`]), so that a slow one holds up nobody, keeps nothing and misses nothing. A listener says after which entry it
//! wants to go on: `Last-Event-ID`, or `?after=` the first time.

mod feed;
mod frame;
mod line;
mod rounds;

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Version};
use axum::response::{IntoResponse, Response};
use domain::{Caller, LotId, Refusal};
use office::Office;
use serde::Deserialize;
use tokio::sync::Mutex;

use crate::refused::Refused;
use crate::serving::Handover;
use feed::Feed;
use frame::Carriage;
use line::Line;

/// The rooms that somebody follows. Cheap to clone.
#[derive(Clone)]
pub struct Rooms {
    office: Office,
    feeds: Arc<Mutex<HashMap<LotId, Weak<Feed>>>>,
}

impl Rooms {
    #[must_use]
    pub fn new(office: Office) -> Self {
        Self { office, feeds: Arc::default() }
    }

    /// The feed of a room, opened for the first who asks; all who ask meanwhile wait for it.
    async fn feed(&self, lot: LotId) -> Result<Arc<Feed>, office::Error> {
        let mut feeds = self.feeds.lock().await;
        if let Some(feed) = feeds.get(&lot).and_then(Weak::upgrade) {
            return Ok(feed);
        }
        let feed = Feed::open(self.office.clone(), lot).await?;
        feeds.retain(|_, feed| feed.strong_count() > 0);
        feeds.insert(lot, Arc::downgrade(&feed));
        Ok(feed)
    }
}

/// By which nginx, and proxies that took it over from there, is asked to pass on each event as it comes.
const BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

#[derive(Deserialize)]
pub struct After {
    after: Option<u64>,
}

/// # Errors
/// `NotFound` when there is no such lot.
pub async fn follow(
    State(rooms): State<Rooms>,
    Extension(caller): Extension<Caller>,
    Extension(handover): Extension<Handover>,
    Path(lot): Path<String>,
    Query(After { after }): Query<After>,
    version: Version,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let lot: LotId = lot.parse().map_err(|_| Refusal::NotFound)?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let (feed, after) = (rooms.feed(lot).await?, last.or(after).unwrap_or(0));
    let carriage = Carriage::of(version, &headers);
    let body = handover.body(move |socket| {
        tokio::spawn(Line::new(feed, caller, after, carriage, socket).catch_up());
    });
    let heads = [(CONTENT_TYPE, "text/event-stream"), (VARY, ACCEPT_ENCODING.as_str()), (BUFFERING, "no")];
    let mut answer = (heads, body).into_response();
    if carriage == Carriage::Packed {
        answer.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    Ok(answer)
}
