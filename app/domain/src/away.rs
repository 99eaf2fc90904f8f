//! Fairness when the server was away: a window runs only while there is a server to act on.
//!
//! The server notes again and again that it is there. When the last such beat is too long ago, every window is made
//! longer by the time in between, as if it had been paused: what remained to a bidder when the server went still
//! remains when it is back, even if the window would have run out meanwhile.
//!
//! Only windows that we set ourselves are moved. The deadline for bids is law (条例 §36: what comes late is refused) and
//! the same for all; only the tenderer may postpone it ([`crate::postpone`]), and never the machine.

use crate::Timestamp;
use crate::room::{Event, Room};
use crate::stage::Window;

/// While an opening is under way the server notes that it is there this often, in milliseconds.
pub const BEAT: i64 = 2_000;

/// After more than this without a sign of life the server counts as away. It leaves room for a late beat on a busy
/// machine or a slow disk, and is no longer than a browser may take to mend its line.
pub const AWAY: i64 = 5_000;

/// Whether it is time to note that the server is there.
#[must_use]
pub fn beat_is_due(beat: Option<Timestamp>, now: Timestamp) -> bool {
    beat.is_none_or(|beat| now.since(beat) >= BEAT)
}

/// Whether the server was away between its last sign of life and `now`.
#[must_use]
pub fn was_away(sign: Timestamp, now: Timestamp) -> bool {
    now.since(sign) > AWAY
}

impl Room {
    /// What is owed to the running window if the server, whose last beat was at `beat`, is back at `now`. Without any
    /// beat nothing is known, and nothing owed.
    ///
    /// An entry of the room is a sign of life too. So no absence is made good twice: the extension itself is an entry,
    /// and the absence lies before it.
    #[must_use]
    pub fn owed(&self, beat: Option<Timestamp>, now: Timestamp) -> Option<Event> {
        let beat = beat?;
        let away_from = self.last.map_or(beat, |last| last.max(beat));
        match self.stage.window()?.extended(away_from, now) {
            Some(Window::Open { until }) if was_away(away_from, now) => {
                Some(Event::WindowExtended { stage: self.stage.name(), away_from, away_until: now, until })
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
