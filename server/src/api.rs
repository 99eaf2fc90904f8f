//! The addresses below `/api` that are no server functions: `bids/{bid}/parts/{part}/pieces`, which of a part have arrived, with
//! `/{number}` sealed bytes in and back to their owner, and `rooms/{lot}/events`, what happens in a room as server-sent events.
//!
//! The journal is the truth. A listener says after which entry it wants to go on (`Last-Event-ID`, or `?after=` the
//! first time) and is sent everything since; the bell only says when to look again. Calls for help are no events of the
//! room: each listener is sent those that it may know of, whenever they have changed, and a visitor never any.

use std::convert::Infallible;
use std::time::Duration;

use app::api::door::status;
use axum::body::{Body, BodyDataStream};
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use domain::help::Help;
use domain::room::Entry;
use domain::{BidId, Caller, LotId, Refusal};
use futures::StreamExt;
use futures::stream::{self, Stream};
use office::Office;
use serde::Deserialize;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::{Instant, timeout_at};

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
        let_come(bytes).await;
    }
    stored?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whoever is still sending hears no answer: a refusal waits until the rest has come, and is forgotten.
async fn let_come(mut rest: BodyDataStream) {
    let mut size = 0;
    while let Some(Ok(bytes)) = rest.next().await
        && size <= LARGEST_RUN
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

/// How often the server's clock is told, which also keeps proxies from closing the line.
const BEAT: Duration = Duration::from_secs(15);

#[derive(Deserialize)]
pub struct After {
    after: Option<u64>,
}

/// The live line of a room.
///
/// # Errors
/// `NotFound` when there is no such lot.
pub async fn follow_room(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path(lot): Path<String>,
    Query(After { after }): Query<After>,
    headers: HeaderMap,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Refused> {
    let lot: LotId = lot.parse().map_err(|_| Refusal::NotFound)?;
    office.lot(&Caller::visitor(""), lot).await?;
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let after = last.or(after).unwrap_or(0);
    let line = Line { bell: office.bell(), office, caller, lot, after, helps: Vec::new(), next_beat: now() };
    Ok(Sse::new(stream::unfold((line, Vec::new()), |(mut line, queue)| async move {
        let mut queue = queue;
        while queue.is_empty() {
            queue = line.more().await?;
            queue.reverse();
        }
        let event = queue.pop()?;
        Some((Ok(event), (line, queue)))
    })))
}

/// One listener's line.
struct Line {
    office: Office,
    caller: Caller,
    lot: LotId,
    bell: Receiver<LotId>,
    /// The last entry sent.
    after: u64,
    /// The calls for help last sent.
    helps: Vec<Help>,
    next_beat: Instant,
}

impl Line {
    /// The next events, after waiting for them; `None` ends the line, and the browser comes back.
    async fn more(&mut self) -> Option<Vec<Event>> {
        let mut events = self.unsent().await?;
        events.extend(self.changed_helps().await?);
        if now() >= self.next_beat {
            self.next_beat = now() + BEAT;
            events.push(Event::default().event("clock").data(self.office.now().millis().to_string()));
        }
        if events.is_empty() {
            self.wait().await?;
        }
        Some(events)
    }

    async fn unsent(&mut self) -> Option<Vec<Event>> {
        let entries = self.office.room_after(self.lot, self.after).await;
        let entries = entries.inspect_err(|error| tracing::error!(%error, "a live line could not read")).ok()?;
        if let Some(last) = entries.last() {
            self.after = last.seq;
        }
        entries.iter().map(tell).collect()
    }

    async fn changed_helps(&mut self) -> Option<Option<Event>> {
        let helps = self.office.helps(&self.caller, self.lot).await;
        let helps = helps.inspect_err(|error| tracing::error!(%error, "a live line could not read")).ok()?;
        if helps == self.helps {
            return Some(None);
        }
        self.helps = helps;
        Some(Event::default().event("helps").json_data(&self.helps).ok())
    }

    /// Until the room's bell rings, the bell has rung too often to hear, or a beat is due.
    async fn wait(&mut self) -> Option<()> {
        loop {
            match timeout_at(self.next_beat, self.bell.recv()).await {
                Ok(Ok(lot)) if lot != self.lot => {}
                Ok(Err(RecvError::Closed)) => return None,
                Ok(Ok(_) | Err(RecvError::Lagged(_))) | Err(_) => return Some(()),
            }
        }
    }
}

fn tell(entry: &Entry) -> Option<Event> {
    Event::default().id(entry.seq.to_string()).json_data(entry).ok()
}

/// Time between beats, not the time of day.
fn now() -> Instant {
    Instant::now()
}

/// A refusal as an HTTP answer.
pub struct Refused(Refusal);

impl From<office::Error> for Refused {
    fn from(error: office::Error) -> Self {
        Self(error.into())
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        (status(&self.0), Json(self.0)).into_response()
    }
}
