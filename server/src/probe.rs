//! `POST /api/probe`: a browser measures its line to the server by bytes that are counted and forgotten. The answer is a
//! few bytes, so nobody can make the server send much; and a measurement never takes much from those who bid.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::{Extension, Json};
use domain::{Caller, Refusal};
use office::Office;
use serde::Serialize;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

use crate::refused::Refused;

/// Bytes of one request.
const LARGEST: usize = 256 * 1024;
/// Requests at a time, of everybody together.
const AT_ONCE: usize = 16;
/// Requests of one person in a [`SPAN`]; visitors share those of their address. One measurement takes eleven.
const MOST: u32 = 120;
const SPAN: Duration = Duration::from_secs(60);
/// A line that brings less than [`LARGEST`] in this time is too slow to be measured.
const PATIENCE: Duration = Duration::from_secs(15);

#[derive(Clone)]
pub struct Probes {
    office: Office,
    places: Arc<Semaphore>,
    counts: Arc<Mutex<Counts>>,
}

/// How often each has asked since `since`.
struct Counts {
    since: Instant,
    by: HashMap<String, u32>,
}

/// What was counted, and the server's time at which all of it was there.
#[derive(Serialize)]
pub struct Measured {
    bytes: usize,
    now: i64,
}

impl Probes {
    #[must_use]
    pub fn new(office: Office) -> Self {
        let counts = Counts { since: Instant::now(), by: HashMap::new() };
        Self { office, places: Arc::new(Semaphore::new(AT_ONCE)), counts: Arc::new(Mutex::new(counts)) }
    }

    /// Counts one more request, unless there were enough.
    fn admit(&self, caller: &Caller) -> Result<(), Refusal> {
        let who = caller.person.as_ref().map_or_else(|| caller.address.clone(), |person| person.user.to_string());
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.since.elapsed() >= SPAN {
            *counts = Counts { since: Instant::now(), by: HashMap::new() };
        }
        let count = counts.by.entry(who).or_default();
        *count += 1;
        if *count > MOST { Err(Refusal::Busy) } else { Ok(()) }
    }
}

/// # Errors
/// `Busy` when many measure, or one measures too often; `TooLarge`.
pub async fn measure(
    State(probes): State<Probes>,
    Extension(caller): Extension<Caller>,
    body: Body,
) -> Result<Json<Measured>, Refused> {
    probes.admit(&caller)?;
    let _place = probes.places.try_acquire().map_err(|_| Refusal::Busy)?;
    let read = timeout(PATIENCE, to_bytes(body, LARGEST)).await.map_err(|_| Refusal::Busy)?;
    let bytes = read.map_err(|_| Refusal::TooLarge)?.len();
    Ok(Json(Measured { bytes, now: probes.office.now().millis() }))
}
