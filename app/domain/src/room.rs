//! The room (开标室): its events and the reducer that makes a picture of them.
//!
//! The same reducer runs on the server, which decides from the picture, and in every browser, which shows it.

mod event;
mod follows;
mod rounds;

pub use event::{Announced, Cause, Entry, Event, FailedDecrypt, Line, Ruling};
pub use rounds::{Above, Quote, Quoted, RoundEvent};

use crate::draw::Drawing;
use crate::stage::{IllegalStep, Stage};
use crate::{BidId, CreditCode, ObjectionId, Timestamp};

/// The picture of a room after the entries up to `seq`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Room {
    pub seq: u64,
    pub stage: Stage,
    /// The deadline as it was last postponed.
    pub postponed: Option<Timestamp>,
    /// Number of bids at the deadline, known from then on.
    pub bids: Option<u32>,
    /// In the order in which the bids were committed.
    pub rows: Vec<Row>,
    pub objections: Vec<Objection>,
    /// Bids whose stored bytes are not the committed ones; `None` until they have been compared.
    pub differing: Option<Vec<BidId>>,
    pub drawing: Option<Drawing>,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// When the last entry happened: the server was there.
    pub last: Option<Timestamp>,
    /// Reels of the host's broadcast so far, and whether the last of them is live.
    pub reels: u32,
    pub on_air: bool,
    /// Who was late may not sign in.
    pub strict: bool,
    /// When the opening goes on, while it is adjourned.
    pub adjourned: Option<Timestamp>,
    /// Milliseconds that confirming ends before objecting does.
    pub confirm_lead: i64,
    /// Rounds of quotation that were planned, and the one that goes on or was the last.
    pub rounds: u32,
    pub round: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub bid: BidId,
    pub name: String,
    pub code: CreditCode,
    pub committed: Timestamp,
    pub digest: String,
    /// What is stored is not what was committed.
    pub differs: bool,
    pub signed_in: Option<Timestamp>,
    pub decrypted: Option<Timestamp>,
    /// Attempts whose key did not open the bid.
    pub refused: u32,
    pub failed: Option<Cause>,
    pub line: Option<Line>,
    pub confirmed: Option<Timestamp>,
    /// One a round, as long as the bidder is in.
    pub quotes: Vec<Quote>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Objection {
    pub id: ObjectionId,
    pub bid: BidId,
    pub at: Timestamp,
    pub text: String,
    pub answer: Option<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub at: Timestamp,
    pub text: String,
    pub ruling: Ruling,
}

impl Room {
    /// Draws a whole history.
    ///
    /// # Errors
    /// [`IllegalStep`] when an entry does not follow from those before.
    pub fn replay<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Result<Self, IllegalStep> {
        entries.into_iter().try_fold(Self::default(), Self::apply)
    }

    /// The picture after one more entry. An entry that is in the picture already changes nothing, so a browser may
    /// apply what it is sent twice.
    ///
    /// # Errors
    /// [`IllegalStep`] when the entry does not follow.
    pub fn apply(mut self, entry: &Entry) -> Result<Self, IllegalStep> {
        if entry.seq <= self.seq {
            return Ok(self);
        }
        if self.is_beside(entry) {
            return Err(IllegalStep { from: self.stage.name() });
        }
        self.stage = self.stage.after(&entry.event, entry.at)?;
        self.seq = entry.seq;
        self.last = self.last.max(Some(entry.at));
        self.note(entry);
        Ok(self)
    }

    /// The picture if `event` were the next to happen, at `at`.
    ///
    /// # Errors
    /// [`IllegalStep`] when it does not follow.
    pub fn after(self, event: Event, at: Timestamp) -> Result<Self, IllegalStep> {
        let entry = Entry { seq: self.seq + 1, at, event };
        self.apply(&entry)
    }

    #[must_use]
    pub fn row(&self, bid: BidId) -> Option<&Row> {
        self.rows.iter().find(|row| row.bid == bid)
    }

    /// Bids that may still be decrypted and are not.
    #[must_use]
    pub fn awaited(&self) -> u32 {
        self.rows.iter().filter(|row| row.is_awaited()).count() as u32
    }

    #[must_use]
    pub fn open_objections(&self) -> u32 {
        self.objections.iter().filter(|objection| objection.answer.is_none()).count() as u32
    }

    fn note(&mut self, entry: &Entry) {
        let at = entry.at;
        match &entry.event {
            Event::Postponed { until, .. } => self.postponed = Some(*until),
            Event::DeadlinePassed { bids } | Event::TooFewBids { bids } => {
                self.bids = Some(*bids);
                self.opened_at = Some(at);
            }
            Event::BiddersAnnounced { bidders } => {
                self.rows = bidders.iter().map(Row::announced).collect();
                self.mark_differing();
            }
            Event::SignedIn { bid } => self.with(*bid, |row| row.signed_in = Some(at)),
            Event::Decrypted { bid } if self.round > 0 => self.with_quote(*bid, |quote| quote.decrypted = Some(at)),
            Event::Decrypted { bid } => self.with(*bid, |row| row.decrypted = Some(at)),
            Event::DecryptRefused { bid } => self.with(*bid, |row| row.refused += 1),
            Event::DecryptEnded { failed } => {
                for failed in failed {
                    self.with(failed.bid, |row| row.failed = Some(failed.cause));
                }
            }
            Event::ReadOut { lines } => {
                for line in lines {
                    self.with(line.bid, |row| row.line = Some(line.clone()));
                }
            }
            Event::ObjectionRaised { objection, bid, text } => {
                self.objections.push(Objection { id: *objection, bid: *bid, at, text: text.clone(), answer: None });
            }
            Event::ObjectionAnswered { objection, text, ruling, .. } => {
                self.rule(*objection, Answer { at, text: text.clone(), ruling: *ruling });
            }
            Event::DrawBegun { draws, digest } => {
                self.drawing = Some(Drawing { draws: draws.clone(), digest: digest.clone(), outcome: None });
            }
            Event::Drawn(outcome) => {
                if let Some(drawing) = &mut self.drawing {
                    drawing.outcome = Some(outcome.clone());
                }
            }
            Event::SealsChecked { differing } => {
                self.differing = Some(differing.clone());
                self.mark_differing();
            }
            Event::Confirmed { bid, .. } => self.with(*bid, |row| row.confirmed = Some(at)),
            Event::Round(event) => self.note_round(event, at),
            Event::Closed => self.closed_at = Some(at),
            Event::Broadcast { reel, ended } => self.note_broadcast(*reel, ended.is_some()),
            Event::SignInOpened { strict, .. } => self.strict = *strict,
            Event::ObjectionsOpened { until, confirm_until } => {
                self.confirm_lead = confirm_until.map_or(0, |confirm| until.since(confirm));
            }
            Event::Adjourned { until, .. } => self.adjourned = Some(*until),
            Event::Resumed => self.adjourned = None,
            Event::Restored { bid } => self.restore(*bid),
            Event::DecryptStarted { .. }
            | Event::Paused { .. }
            | Event::WindowExtended { .. }
            | Event::Said { .. }
            | Event::Hidden { .. }
            | Event::Floor { .. } => {}
        }
    }

    /// Names and the check of the seals come in either order.
    fn mark_differing(&mut self) {
        let differing = self.differing.as_deref().unwrap_or_default();
        self.rows.iter_mut().for_each(|row| row.differs = differing.contains(&row.bid));
    }

    fn restore(&mut self, bid: BidId) {
        if let Some(differing) = &mut self.differing {
            differing.retain(|other| *other != bid);
        }
        self.mark_differing();
    }

    fn rule(&mut self, objection: ObjectionId, answer: Answer) {
        let Some(open) = self.objections.iter_mut().find(|open| open.id == objection) else { return };
        let (bid, ruling) = (open.bid, answer.ruling);
        open.answer = Some(answer);
        match ruling {
            Ruling::CauseCorrected => self.with(bid, Row::clear),
            Ruling::DecryptAgain if self.round > 0 => self.with_quote(bid, |quote| quote.failed = None),
            Ruling::DecryptAgain => self.with(bid, |row| row.failed = None),
            Ruling::Explained | Ruling::Unfounded | Ruling::Upheld => {}
        }
    }

    fn with(&mut self, bid: BidId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.iter_mut().find(|row| row.bid == bid) {
            change(row);
        }
    }
}

impl Row {
    /// Neither decrypted nor out: the bid, or its last quotation.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        let of_bid = (self.decrypted, self.failed);
        let (decrypted, failed) = self.quotes.last().map_or(of_bid, |quote| (quote.decrypted, quote.failed));
        decrypted.is_none() && failed.is_none()
    }

    /// It is damaged where it is stored, and may still be decrypted.
    #[must_use]
    pub fn may_be_restored(&self) -> bool {
        self.differs && self.quotes.is_empty() && self.is_awaited()
    }

    fn announced(bidder: &Announced) -> Self {
        Self {
            bid: bidder.bid,
            name: bidder.name.clone(),
            code: bidder.code,
            committed: bidder.committed,
            digest: bidder.digest.clone(),
            differs: false,
            signed_in: bidder.signed_in,
            decrypted: None,
            refused: 0,
            failed: None,
            line: None,
            confirmed: None,
            quotes: Vec::new(),
        }
    }
}
