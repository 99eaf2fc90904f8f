//! What is said in the room (现场交流): the host's announcements (公告), the bidders' messages (发言), and what a
//! supervisor notes (监督意见). All of it is public at once, and part of the record.
//!
//! Nobody may learn early who bids, so no bidder speaks before the names are announced; and nobody's clock stands still
//! for talk, so there is talk in a pause too, when it is needed most. The host may close the floor to the bidders, and
//! hide a message with a reason. What was hidden is told to nobody any more; that it was, when and why, is. The journal
//! keeps its words.

use serde::{Deserialize, Serialize};

use crate::opening::LONGEST_TEXT;
use crate::refusal::text;
use crate::room::{Entry, Event, Room};
use crate::stage::{Stage, StageName};
use crate::{BidId, Field, Refusal, Timestamp};

/// Milliseconds between two messages of a bidder.
pub const BETWEEN: i64 = 5_000;

/// Messages after which a bidder must wait longer. It is slowed down and never silenced: an opening may be long.
pub const MANY: usize = 20;

/// Milliseconds between two messages of a bidder who has said much.
pub const BETWEEN_MANY: i64 = 60_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    Host,
    Supervisor,
    /// The trading centre, which witnesses the opening (见证).
    Witness,
    Bidder {
        bid: BidId,
    },
}

/// One message. Its number is that of its entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub seq: u64,
    pub at: Timestamp,
    pub by: Speaker,
    /// Empty once it is hidden, where it is told.
    pub text: String,
    /// When and why the host has hidden it.
    pub hidden: Option<(Timestamp, String)>,
}

/// The picture of what was said, oldest first. No part of [`Room`], because few who ask for the one need the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Floor {
    pub messages: Vec<Message>,
    /// The host lets no bidder speak.
    pub closed: bool,
}

impl Floor {
    #[must_use]
    pub fn of(entries: &[Entry]) -> Self {
        let mut floor = Self::default();
        for Entry { seq, at, event } in entries {
            match event {
                Event::Said { by, text } => {
                    floor.messages.push(Message { seq: *seq, at: *at, by: *by, text: text.clone(), hidden: None });
                }
                Event::Hidden { said, reason } => {
                    if let Some(message) = floor.messages.iter_mut().find(|message| message.seq == *said) {
                        message.hidden = Some((*at, reason.clone()));
                        message.text.clear();
                    }
                }
                Event::Floor { open } => floor.closed = !open,
                _ => {}
            }
        }
        floor
    }

    /// What a supervisor noted last.
    #[must_use]
    pub fn note(&self) -> Option<&Message> {
        self.messages.iter().rev().find(|message| message.by == Speaker::Supervisor)
    }

    /// Milliseconds that this bidder must still wait.
    fn wait(&self, bid: BidId, now: Timestamp) -> i64 {
        let own = || self.messages.iter().filter(|message| message.by == Speaker::Bidder { bid });
        let between = if own().count() < MANY { BETWEEN } else { BETWEEN_MANY };
        own().next_back().map_or(0, |last| last.at.plus_millis(between).since(now))
    }
}

/// Entries as they are told: without the words of messages that were hidden later.
#[must_use]
pub fn told(mut entries: Vec<Entry>) -> Vec<Entry> {
    let hidden = |entry: &Entry| match entry.event {
        Event::Hidden { said, .. } => Some(said),
        _ => None,
    };
    for seq in entries.iter().filter_map(hidden).collect::<Vec<_>>() {
        if let Some(Entry { event: Event::Said { text, .. }, .. }) = entries.iter_mut().find(|entry| entry.seq == seq) {
            text.clear();
        }
    }
    entries
}

impl Event {
    /// Something that was said, or what the host did about it.
    #[must_use]
    pub const fn is_talk(&self) -> bool {
        matches!(self, Self::Said { .. } | Self::Hidden { .. } | Self::Floor { .. })
    }
}

impl Stage {
    /// Whether this can be said, hidden or arranged at this stage.
    pub(crate) fn hears(self, event: &Event) -> bool {
        match event {
            Event::Said { by: Speaker::Bidder { .. }, .. } | Event::Hidden { .. } => are_named(self.name()),
            Event::Said { .. } | Event::Floor { .. } => !self.name().is_final(),
            _ => false,
        }
    }
}

/// From the announcement to the close everybody knows who bids.
fn are_named(stage: StageName) -> bool {
    !matches!(stage, StageName::Scheduled | StageName::SignIn | StageName::Closed | StageName::Failed)
}

impl Room {
    /// Gives the words as they will stand.
    ///
    /// # Errors
    /// Why this may not be said now.
    pub fn may_speak(&self, floor: &Floor, by: Speaker, words: &str, now: Timestamp) -> Result<String, Refusal> {
        match by {
            Speaker::Host | Speaker::Supervisor | Speaker::Witness => self.goes_on()?,
            Speaker::Bidder { bid } => self.bidder_may_speak(floor, bid, now)?,
        }
        text(words, LONGEST_TEXT).map_err(|fault| Refusal::field(Field::Message, fault))
    }

    /// Signed-in bidders speak from the announcement to the close, those too whose bids are out.
    ///
    /// # Errors
    /// Why the bidder may not speak now.
    pub fn bidder_may_speak(&self, floor: &Floor, bid: BidId, now: Timestamp) -> Result<(), Refusal> {
        let stage = self.stage.name();
        if !are_named(stage) {
            return Err(Refusal::WrongStage { stage });
        }
        self.row(bid).ok_or(Refusal::NotAllowed)?.signed_in.ok_or(Refusal::NotSignedIn)?;
        if floor.closed {
            return Err(Refusal::FloorClosed);
        }
        match floor.wait(bid, now) {
            ..=0 => Ok(()),
            millis => Err(Refusal::TooOften { seconds: (millis as u32).div_ceil(1000) }),
        }
    }

    /// Hiding a bidder's message; never what a supervisor notes, nor what the host itself announced.
    ///
    /// # Errors
    /// Why it may not be hidden.
    pub fn host_may_hide(&self, floor: &Floor, said: u64, reason: &str) -> Result<String, Refusal> {
        self.goes_on()?;
        let message = floor.messages.iter().find(|message| message.seq == said).ok_or(Refusal::NotFound)?;
        if !matches!(message.by, Speaker::Bidder { .. }) {
            return Err(Refusal::NotAllowed);
        }
        if message.hidden.is_some() {
            return Err(Refusal::AlreadyDone);
        }
        text(reason, LONGEST_TEXT).map_err(|fault| Refusal::field(Field::Reason, fault))
    }

    /// Closing the floor to the bidders, or opening it again.
    ///
    /// # Errors
    /// `WrongStage` once the opening is over, `AlreadyDone`.
    pub fn host_may_turn_floor(&self, floor: &Floor, open: bool) -> Result<(), Refusal> {
        self.goes_on()?;
        if floor.closed == open { Ok(()) } else { Err(Refusal::AlreadyDone) }
    }

    /// The record is closed with the opening.
    fn goes_on(&self) -> Result<(), Refusal> {
        match self.stage.name() {
            stage if stage.is_final() => Err(Refusal::WrongStage { stage }),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
