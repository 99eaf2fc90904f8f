//! The host's broadcast (直播): picture and sound of an opening, live in its room and kept with its record.
//!
//! It comes in reels. A reel is what one recorder gave without a break; after a reload or a crash the next one begins.
//! A reel comes in segments, numbered from 0 without a gap: first its beginning, then spans that a player can begin at
//! ([`crate::webm`]). What is published in the end is the number of a reel's segments and one digest over theirs.
//!
//! The opening never waits for a broadcast, and goes on without one.

use serde::{Deserialize, Serialize};

use crate::room::{Entry, Event, Room};
use crate::{Refusal, Timestamp};

/// Most bytes of a segment.
pub const LARGEST_SEGMENT: usize = 4 << 20;

/// Most bytes that are kept of one lot: eight hours of 2 Mbit/s.
pub const MOST_BYTES: u64 = 8 << 30;

/// Seconds before the deadline from which on the host may broadcast: people gather.
pub const EARLY: i64 = 3600;

/// After so many milliseconds without a segment the clock ends a reel: its host is gone.
pub const SILENCE: i64 = 60_000;

/// For so many milliseconds after its end everybody may still see a reel: who watches is a little behind.
pub const LINGER: i64 = 30_000;

/// A reel as everybody may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reel {
    /// From 1 on, among those of its lot.
    pub number: u32,
    pub began: Timestamp,
    pub ended: Option<Timestamp>,
    /// How many have arrived.
    pub segments: u32,
    /// How many never came, because the host's line was too slow for them.
    pub dropped: u32,
    pub bytes: u64,
    /// The server's time at which the reel's own time is 0, as near as segments that came without delay tell it.
    pub zero: Option<Timestamp>,
    /// Over the digests of all segments, once it has ended.
    pub digest: Option<String>,
}

/// A segment as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub number: u32,
    /// SM3 of its bytes.
    pub digest: String,
    pub size: u64,
    /// Milliseconds from the begin of the reel to that of the segment, as its bytes say.
    pub start: i64,
    /// How many before it never came.
    pub dropped: u32,
    pub at: Timestamp,
}

impl Reel {
    #[must_use]
    pub fn begin(number: u32, now: Timestamp) -> Self {
        Self { number, began: now, ended: None, segments: 0, dropped: 0, bytes: 0, zero: None, digest: None }
    }

    /// Whether everybody may see it: the opening is public. Afterwards it is part of the file.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.ended.is_none_or(|ended| now.since(ended) < LINGER)
    }

    /// The reel with one more segment, which came after `last`.
    #[must_use]
    pub fn with(mut self, segment: &Segment, last: Option<&Segment>) -> Self {
        // A span comes when the next one begins, or later: the least delayed tells the time best. Number 0 has no span.
        if let Some(last) = last.filter(|last| last.number > 0 && segment.dropped == 0) {
            let zero = last.at.plus_millis(-segment.start);
            self.zero = Some(self.zero.map_or(zero, |known| known.min(zero)));
        }
        self.segments += 1;
        self.dropped += segment.dropped;
        self.bytes += segment.size;
        self
    }

    /// The reel's own time at a moment; `None` for one outside it.
    #[must_use]
    pub fn time_at(&self, moment: Timestamp, now: Timestamp) -> Option<i64> {
        let within = self.began <= moment && moment <= self.ended.unwrap_or(now);
        within.then(|| moment.since(self.zero.unwrap_or(self.began)).max(0))
    }
}

/// A reel as the room's events tell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub number: u32,
    pub began: Timestamp,
    /// When, after how many segments, and their digest.
    pub ended: Option<(Timestamp, u32, String)>,
}

/// The reels of an opening by its events, for its record.
#[must_use]
pub fn shown(entries: &[Entry]) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    for Entry { at, event, .. } in entries {
        match event {
            Event::Broadcast { reel, ended: None } => all.push(Shown { number: *reel, began: *at, ended: None }),
            Event::Broadcast { reel, ended: Some((segments, digest)) } => {
                let open = all.iter_mut().filter(|shown| shown.number == *reel);
                open.for_each(|shown| shown.ended = Some((*at, *segments, digest.clone())));
            }
            _ => {}
        }
    }
    all
}

impl Room {
    /// The reel that is live.
    #[must_use]
    pub fn live(&self) -> Option<u32> {
        self.on_air.then_some(self.reels)
    }

    /// Whether the host may broadcast: from an hour before the deadline until the opening is over.
    ///
    /// # Errors
    /// `WrongStage` before and after.
    pub fn host_may_broadcast(&self, deadline: Timestamp, now: Timestamp) -> Result<(), Refusal> {
        let stage = self.stage.name();
        let early = now < deadline.plus_seconds(-EARLY);
        if early || stage.is_final() { Err(Refusal::WrongStage { stage }) } else { Ok(()) }
    }

    /// A reel that begins while another runs, or ends without running, or an opening that is over: none of it follows.
    pub(crate) fn is_off_air(&self, event: &Event) -> bool {
        matches!(event, Event::Broadcast { reel, ended } if self.stage.name().is_final()
            || self.on_air != ended.is_some()
            || *reel != self.reels + u32::from(!self.on_air))
    }

    pub(crate) fn note_broadcast(&mut self, reel: u32, ended: bool) {
        self.reels = reel;
        self.on_air = !ended;
    }
}

#[cfg(test)]
mod tests;
