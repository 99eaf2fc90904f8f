//! What a crowd of watchers heard, and how long after it had happened.

use std::sync::atomic::{AtomicI64, AtomicU64, AtomicUsize, Ordering::Relaxed};

use crate::milliseconds;

/// Longest wait that is told from longer ones, in milliseconds.
const LONGEST: usize = 20_000;
/// Most events of a room.
const EVENTS: usize = 2048;

pub struct Tally {
    /// How often an event was heard so many milliseconds after it had happened.
    waits: Vec<AtomicU64>,
    heard: Vec<AtomicUsize>,
    /// When the last watcher heard it, in milliseconds since 1970.
    last: Vec<AtomicI64>,
    standing: AtomicUsize,
    /// Events that came twice, or with one missing before.
    out_of_order: AtomicUsize,
}

/// How one event was heard.
pub struct Event {
    pub heard: usize,
    /// By the last watcher, in milliseconds since 1970.
    pub last: i64,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            waits: (0..=LONGEST).map(|_| AtomicU64::default()).collect(),
            heard: (0..EVENTS).map(|_| AtomicUsize::default()).collect(),
            last: (0..EVENTS).map(|_| AtomicI64::default()).collect(),
            standing: AtomicUsize::default(),
            out_of_order: AtomicUsize::default(),
        }
    }
}

impl Tally {
    /// A line stands until this is dropped.
    pub(super) fn stand(&self) -> impl Drop + use<'_> {
        struct Standing<'a>(&'a AtomicUsize);
        impl Drop for Standing<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Relaxed);
            }
        }
        self.standing.fetch_add(1, Relaxed);
        Standing(&self.standing)
    }

    pub(super) fn hear(&self, seen: &mut u64, seq: u64, at: i64) {
        let now = milliseconds();
        if seq != *seen + 1 {
            self.out_of_order.fetch_add(1, Relaxed);
        }
        *seen = seq;
        let wait = usize::try_from(now - at).unwrap_or(0).min(LONGEST);
        self.waits[wait].fetch_add(1, Relaxed);
        let index = usize::try_from(seq).unwrap_or(EVENTS).min(EVENTS - 1);
        self.heard[index].fetch_add(1, Relaxed);
        self.last[index].fetch_max(now, Relaxed);
    }

    #[must_use]
    pub fn standing(&self) -> usize {
        self.standing.load(Relaxed)
    }

    #[must_use]
    pub fn out_of_order(&self) -> usize {
        self.out_of_order.load(Relaxed)
    }

    #[must_use]
    pub fn event(&self, seq: u64) -> Event {
        let index = usize::try_from(seq).unwrap_or(EVENTS).min(EVENTS - 1);
        Event { heard: self.heard[index].load(Relaxed), last: self.last[index].load(Relaxed) }
    }

    /// The wait in milliseconds that so many of a thousand did not exceed.
    #[must_use]
    pub fn of_thousand(&self, share: u64) -> usize {
        let counts: Vec<u64> = self.waits.iter().map(|count| count.load(Relaxed)).collect();
        let (all, mut so_far) = (counts.iter().sum::<u64>(), 0);
        let enough = (all * share).div_ceil(1000).max(1);
        let within = |count: &u64| {
            so_far += count;
            so_far >= enough
        };
        counts.iter().position(within).unwrap_or(0)
    }
}
