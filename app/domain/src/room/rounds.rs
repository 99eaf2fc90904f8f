//! Rounds of quotation in the room: what happens in them, and what follows from it. Their rule is in [`crate::quote`].
//!
//! A round is an opening in small: a window in which quotations are handed in, one in which their keys are released (the
//! stages `Decrypting` and `Decrypted` once more), and a read-out of all prices at once.

use serde::{Deserialize, Serialize};

use super::{Cause, Entry, Event, FailedDecrypt, Room, Row};
use crate::quote::MOST_ROUNDS;
use crate::stage::{Stage, StageName, Window};
use crate::{BidId, Fen, Refusal, Timestamp};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundEvent {
    /// So many rounds follow the read-out: told before any key is released.
    Planned { rounds: u32 },
    /// The next round: quotations are handed in.
    Started { round: u32, until: Timestamp },
    /// A sealed quotation is here. The digest binds its bidder, and nobody can read a price from it.
    Quoted { bid: BidId, digest: String },
    /// Everybody has quoted or the window is over, and so many did; keys are released.
    Ended { round: u32, quotes: u32, until: Timestamp },
    /// All keys are there or the window is over; the others' quotations do not count, each with its cause.
    Opened { round: u32, failed: Vec<FailedDecrypt> },
    /// The prices of the round, all at once.
    ReadOut { round: u32, quotes: Vec<Quoted> },
}

/// What was read out of a quotation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quoted {
    pub bid: BidId,
    pub price: Fen,
    /// The file key, hexadecimal: whoever has the sealed quotation can open it and compare.
    pub key: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<Above>,
}

/// What a price passes that it should not. Those who evaluate decide what becomes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Above {
    Ceiling,
    /// The bidder's own last price, where the tender document forbids that.
    Last,
}

/// A bidder's quotation in one round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    pub at: Timestamp,
    pub digest: String,
    pub decrypted: Option<Timestamp>,
    pub failed: Option<Cause>,
    pub price: Option<Fen>,
    pub above: Option<Above>,
}

impl Stage {
    pub(crate) fn after_round(self, event: &RoundEvent) -> Option<Self> {
        match (self, event) {
            (Self::Announced, RoundEvent::Planned { .. })
            | (Self::Quoting(Window::Open { .. }), RoundEvent::Quoted { .. }) => Some(self),
            (Self::ReadOut, RoundEvent::Started { until, .. }) => Some(Self::Quoting(Window::Open { until: *until })),
            (Self::Quoting(_), RoundEvent::Ended { until, .. }) => {
                Some(Self::Decrypting(Window::Open { until: *until }))
            }
            (Self::Decrypting(_), RoundEvent::Opened { .. }) => Some(Self::Decrypted),
            (Self::Decrypted, RoundEvent::ReadOut { .. }) => Some(Self::ReadOut),
            _ => None,
        }
    }
}

impl Room {
    /// An event of a round that its stage may allow and the history does not, or one that would leave a round out.
    pub(super) fn is_beside_the_rounds(&self, entry: &Entry) -> bool {
        match &entry.event {
            Event::Round(RoundEvent::Planned { rounds }) => self.rounds > 0 || !(1..=MOST_ROUNDS).contains(rounds),
            Event::Round(RoundEvent::Started { round, .. }) => *round != self.round + 1 || !self.has_round(),
            Event::Round(RoundEvent::Quoted { bid, .. }) => !self.row(*bid).is_some_and(|row| self.asks(row)),
            Event::Round(RoundEvent::Ended { round, quotes, .. }) => *round != self.round || *quotes != self.quotes(),
            Event::Round(RoundEvent::Opened { round, .. }) => *round != self.round || self.round == 0,
            Event::Round(RoundEvent::ReadOut { round, quotes }) => {
                let opened = |quoted: &Quoted| self.quote(quoted.bid).is_some_and(|quote| quote.decrypted.is_some());
                *round != self.round || !quotes.iter().all(opened)
            }
            Event::ReadOut { .. } | Event::DecryptEnded { .. } => self.round > 0,
            Event::ObjectionsOpened { .. } => self.has_round(),
            Event::Decrypted { bid } | Event::DecryptRefused { bid } => self.round > 0 && self.quote(*bid).is_none(),
            _ => false,
        }
    }

    pub(super) fn note_round(&mut self, event: &RoundEvent, at: Timestamp) {
        match event {
            RoundEvent::Planned { rounds } => self.rounds = *rounds,
            RoundEvent::Started { .. } => self.round += 1,
            RoundEvent::Quoted { bid, digest } => self.with(*bid, |row| {
                row.refused = 0;
                let digest = digest.clone();
                row.quotes.push(Quote { at, digest, decrypted: None, failed: None, price: None, above: None });
            }),
            RoundEvent::Ended { .. } => {}
            RoundEvent::Opened { failed, .. } => {
                for FailedDecrypt { bid, cause } in failed {
                    self.with_quote(*bid, |quote| quote.failed = Some(*cause));
                }
            }
            RoundEvent::ReadOut { quotes, .. } => {
                for Quoted { bid, price, above, .. } in quotes {
                    self.with_quote(*bid, |quote| (quote.price, quote.above) = (Some(*price), *above));
                }
            }
        }
    }

    /// The quotation of this round.
    #[must_use]
    pub fn quote(&self, bid: BidId) -> Option<&Quote> {
        self.row(bid)?.quotes.get(self.round.checked_sub(1)? as usize)
    }

    pub(super) fn with_quote(&mut self, bid: BidId, change: impl FnOnce(&mut Quote)) {
        let Some(at) = self.round.checked_sub(1) else { return };
        self.with(bid, |row| {
            if let Some(quote) = row.quotes.get_mut(at as usize) {
                change(quote);
            }
        });
    }

    /// The round without which a bidder left: it handed in no quotation, or did not release its key.
    #[must_use]
    pub fn left(&self, row: &Row) -> Option<u32> {
        let over = if self.stage.name() == StageName::Quoting { self.round.saturating_sub(1) } else { self.round };
        let gone =
            |round: &u32| row.quotes.get(*round as usize - 1).is_none_or(|quote| quote.failed == Some(Cause::Bidder));
        row.line.as_ref().and((1..=over).find(gone))
    }

    /// Whether a round is still to come, and somebody who can quote in it.
    #[must_use]
    pub fn has_round(&self) -> bool {
        let is_in = |row: &Row| row.line.is_some() && self.left(row).is_none();
        self.round < self.rounds && self.rows.iter().any(is_in)
    }

    /// Whether the bidder may hand in a quotation and has not.
    #[must_use]
    pub fn asks(&self, row: &Row) -> bool {
        let here = row.line.is_some() && self.left(row).is_none();
        self.stage.name() == StageName::Quoting && here && row.quotes.len() < self.round as usize
    }

    /// Quotations in this round so far.
    #[must_use]
    pub fn quotes(&self) -> u32 {
        self.rows.iter().filter(|row| self.quote(row.bid).is_some()).count() as u32
    }

    /// Rounds that were read out.
    #[must_use]
    pub fn rounds_read(&self) -> u32 {
        match self.stage.name() {
            StageName::Quoting | StageName::Decrypting | StageName::Decrypted => self.round.saturating_sub(1),
            _ => self.round,
        }
    }

    /// Bidders who may hand in a quotation and have not.
    #[must_use]
    pub fn unquoted(&self) -> u32 {
        self.rows.iter().filter(|row| self.asks(row)).count() as u32
    }

    /// One quotation a round, and it stands: its digest has been told.
    ///
    /// # Errors
    /// Why the bidder may not hand one in now.
    pub fn bidder_may_quote(&self, bid: BidId, now: Timestamp) -> Result<(), Refusal> {
        let Stage::Quoting(window) = self.stage else { return Err(self.wrong_stage()) };
        let row = self.seat(bid)?;
        if self.quote(bid).is_some() {
            return Err(Refusal::AlreadyDone);
        }
        self.must_run(window, now)?;
        if self.asks(row) { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// Whose key is wanted in the decryption that is at hand.
    pub(crate) fn bidder_may_open_quote(&self, bid: BidId) -> Result<(), Refusal> {
        match self.quote(bid) {
            None => Err(Refusal::NotAllowed),
            Some(quote) if quote.decrypted.is_some() => Err(Refusal::AlreadyDone),
            Some(quote) if quote.failed.is_some() => Err(Refusal::WindowOver),
            Some(_) => Ok(()),
        }
    }

    /// Why the bid, or its quotation in this round, was not decrypted.
    #[must_use]
    pub fn failure(&self, row: &Row) -> Option<Cause> {
        if self.round == 0 { row.failed } else { self.quote(row.bid)?.failed }
    }
}

impl Row {
    /// The price that stands: of the last quotation that was read out, or of the bid.
    #[must_use]
    pub fn price(&self) -> Option<Fen> {
        let quoted = self.quotes.iter().rev().find_map(|quote| quote.price);
        quoted.or_else(|| self.line.as_ref().map(|line| line.form.price))
    }

    /// What the bidder confirms: its line, then each quotation that was read out (`app/seal/FORMAT.md`, section 11).
    #[must_use]
    pub fn said(&self) -> Option<Vec<(&'static str, String)>> {
        const NAMES: [&str; MOST_ROUNDS as usize] = ["quote-1", "quote-2", "quote-3"];
        let mut said = self.line.as_ref()?.said().to_vec();
        let read =
            NAMES.iter().zip(&self.quotes).filter_map(|(name, quote)| Some((*name, quote.price?.get().to_string())));
        said.extend(read);
        Some(said)
    }

    /// The bidder bears that its bid or a quotation was not decrypted.
    #[must_use]
    pub fn is_blamed(&self) -> bool {
        let of_quote = self.quotes.last().and_then(|quote| quote.failed);
        of_quote.or(self.failed) == Some(Cause::Bidder)
    }

    /// The blame is taken from it.
    pub(super) fn clear(&mut self) {
        match self.quotes.last_mut() {
            Some(quote) => quote.failed = Some(Cause::Platform),
            None => self.failed = Some(Cause::Platform),
        }
    }
}

#[cfg(test)]
mod tests;
