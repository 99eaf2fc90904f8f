//! How good the line to the server is: round trips, and how fast bytes go up, which is what a bid does. At most 1.1 MB in
//! eleven requests; a slow line is left in peace after 64 KB.

use domain::Timestamp;
use futures::FutureExt;
use futures::future::{Either, select, try_join_all};
use gloo_net::http::Request;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Math, Uint8Array};
use serde::Deserialize;

/// Sent alone first.
const FIRST: usize = 64 * 1024;
/// When that takes longer, in milliseconds, nothing more is sent.
const SLOW: f64 = 2000.0;
/// Several at once, as the sealing worker sends.
const BLOCK: usize = 256 * 1024;
const AT_ONCE: usize = 4;
/// Milliseconds after which a request is given up.
const LONGEST: u32 = 15_000;
const TRIPS: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Median, in milliseconds.
    pub round_trip: f64,
    pub bytes_a_second: f64,
    /// The server's time, just now.
    pub now: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmeasured {
    /// Others measure as well, or this one did too often.
    Busy,
    /// No answer, or none in time.
    Unreachable,
}

/// # Errors
/// Why nothing can be told.
pub async fn measure() -> Result<Measured, Unmeasured> {
    // This one only opens the connection.
    send(&[]).await?;
    let mut trips = Vec::new();
    for _ in 0..TRIPS {
        trips.push(send(&[]).await?.millis);
    }
    trips.sort_by(f64::total_cmp);
    let noise = noise(BLOCK);
    let first = send(&noise[..FIRST]).await?;
    let (bytes, millis) = if first.millis > SLOW {
        (FIRST, first.millis)
    } else {
        let begun = clock();
        try_join_all((0..AT_ONCE).map(|_| send(&noise))).await?;
        (AT_ONCE * BLOCK, clock() - begun)
    };
    let last = send(&[]).await?;
    Ok(Measured {
        round_trip: trips[TRIPS / 2],
        bytes_a_second: bytes as f64 * 1000.0 / millis.max(1.0),
        // The answer was half a round trip on its way.
        now: Timestamp::from_millis(last.now).plus_millis((last.millis / 2.0) as i64),
    })
}

struct Trip {
    millis: f64,
    now: i64,
}

#[derive(Deserialize)]
struct Answer {
    now: i64,
}

async fn send(bytes: &[u8]) -> Result<Trip, Unmeasured> {
    let begun = clock();
    let body = Uint8Array::from(bytes);
    let answer = async {
        let request = Request::post("/api/probe").body(body).map_err(|_| Unmeasured::Unreachable)?;
        let response = request.send().await.map_err(|_| Unmeasured::Unreachable)?;
        match response.status() {
            200 => {
                let text = response.text().await.map_err(|_| Unmeasured::Unreachable)?;
                serde_json::from_str::<Answer>(&text).map_err(|_| Unmeasured::Unreachable)
            }
            429 => Err(Unmeasured::Busy),
            _ => Err(Unmeasured::Unreachable),
        }
    };
    match select(answer.boxed_local(), TimeoutFuture::new(LONGEST)).await {
        Either::Left((answer, _)) => Ok(Trip { millis: clock() - begun, now: answer?.now }),
        Either::Right(_) => Err(Unmeasured::Unreachable),
    }
}

/// Milliseconds, of use only to be subtracted: the time of day may jump.
fn clock() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or_else(js_sys::Date::now, |clock| clock.now())
}

/// Bytes that nothing on the way makes smaller (xorshift of 32 bits).
fn noise(length: usize) -> Vec<u8> {
    let mut state = (Math::random() * f64::from(u32::MAX)) as u32 | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    };
    (0..length).map(|_| next()).collect()
}
