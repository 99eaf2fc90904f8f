//! The room (开标室): its events and the reducer that makes a picture of them.
//!
//! The same reducer runs on the server, which decides from the picture, and in every browser, which shows it. Events
//! carry only what everybody in the room may know at that moment.

use serde::{Deserialize, Serialize};

use crate::bid::OpeningForm;
use crate::draw::{Draw, Drawing, Outcome};
use crate::floor::Speaker;
use crate::guarantee::Guarantee;
use crate::stage::{IllegalStep, Stage, StageName};
use crate::{BidId, CreditCode, ObjectionId, Timestamp};

/// One event in its place: `seq` counts a lot's events from 1 without gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub seq: u64,
    pub at: Timestamp,
    pub event: Event,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    /// The tenderer has moved the deadline for bids to a later moment.
    Postponed {
        from: Timestamp,
        until: Timestamp,
        reason: String,
    },
    /// The count is frozen; names stay sealed until they are announced.
    DeadlinePassed {
        bids: u32,
    },
    TooFewBids {
        bids: u32,
    },
    BiddersAnnounced {
        bidders: Vec<Announced>,
    },
    SignedIn {
        bid: BidId,
    },
    DecryptStarted {
        until: Timestamp,
    },
    Decrypted {
        bid: BidId,
    },
    /// A released key that does not open the bid; the bidder may try again inside the window.
    DecryptRefused {
        bid: BidId,
    },
    /// Everybody has decrypted, or the window is over; the others' bids are out, each with its cause.
    DecryptEnded {
        failed: Vec<FailedDecrypt>,
    },
    ReadOut {
        lines: Vec<Line>,
    },
    ObjectionsOpened {
        until: Timestamp,
    },
    ObjectionRaised {
        objection: ObjectionId,
        bid: BidId,
        text: String,
    },
    ObjectionAnswered {
        objection: ObjectionId,
        text: String,
        #[serde(default)]
        ruling: Ruling,
        /// With [`Ruling::DecryptAgain`] alone: how long the objector may decrypt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Timestamp>,
    },
    Confirmed {
        bid: BidId,
        /// By the bidder's key, over what was read out of its bid (`app/seal/FORMAT.md`, section 11).
        #[serde(default)]
        signature: String,
    },
    Paused {
        reason: String,
    },
    Resumed,
    /// The server was away while the window of `stage` ran, so the window ends later by as long.
    WindowExtended {
        stage: StageName,
        away_from: Timestamp,
        away_until: Timestamp,
        until: Timestamp,
    },
    Closed,
    /// The platform is bound to its part of a drawing, before any key is released.
    DrawBegun {
        draws: Vec<Draw>,
        /// Of the platform's secret.
        digest: String,
    },
    /// With the read-out.
    Drawn(Outcome),
    /// The stored bytes of every bid were compared with what its bidder committed (密封核对): all but these are the same.
    SealsChecked {
        differing: Vec<BidId>,
    },
    /// The host's picture and sound went live (直播) as this reel, or ended after so many segments, with one digest over
    /// theirs.
    Broadcast {
        reel: u32,
        ended: Option<(u32, String)>,
    },
    /// See [`crate::floor`]. The text is empty where it is told after it was hidden.
    Said {
        by: Speaker,
        text: String,
    },
    /// The host has hidden the message of the entry `said`.
    Hidden {
        said: u64,
        reason: String,
    },
    /// The host lets the bidders speak, or not.
    Floor {
        open: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    pub bid: BidId,
    pub name: String,
    pub code: CreditCode,
    pub committed: Timestamp,
    /// Digest of the signed manifest, as on the bidder's receipt.
    pub digest: String,
    pub signed_in: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedDecrypt {
    pub bid: BidId,
    pub cause: Cause,
}

/// Why a bid was not decrypted (20号令 §31).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The stored bytes are the committed ones, so the bidder bears it: 撤销.
    Bidder,
    /// The stored bytes differ from the receipt: 撤回, and the loss may be claimed.
    Platform,
}

/// What the host finds of an objection, and what follows from it at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// An explanation, where there was nothing to find.
    #[default]
    Explained,
    Unfounded,
    Upheld,
    /// Upheld: the objector bears no blame that its bid was not decrypted, so 撤回 takes the place of 撤销.
    CauseCorrected,
    /// Upheld: the objector may decrypt, as nothing has been read out yet.
    DecryptAgain,
}

impl Ruling {
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Explained => "explained",
            Self::Unfounded => "unfounded",
            Self::Upheld => "upheld",
            Self::CauseCorrected => "cause_corrected",
            Self::DecryptAgain => "decrypt_again",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub bid: BidId,
    pub form: OpeningForm,
    pub guarantee: Guarantee,
    /// The file key of the form, hexadecimal: whoever has the sealed form can open it and compare.
    #[serde(default)]
    pub key: String,
}

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
        let beside = self.is_made_good(&entry.event) || self.is_beside_the_deadline(entry);
        let beside = beside || self.is_checked_again(&entry.event) || self.is_beside_the_drawing(&entry.event);
        if beside || self.is_beside_the_ruling(entry) || self.is_off_air(&entry.event) {
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

    /// An absence that begins before the last entry was no absence, or was made good already.
    fn is_made_good(&self, event: &Event) -> bool {
        matches!(event, Event::WindowExtended { away_from, .. } if Some(*away_from) < self.last)
    }

    /// A postponement of another deadline than the one that stands, or an opening before it.
    fn is_beside_the_deadline(&self, entry: &Entry) -> bool {
        self.postponed.is_some_and(|deadline| match entry.event {
            Event::Postponed { from, .. } => from != deadline,
            Event::DeadlinePassed { .. } | Event::TooFewBids { .. } => entry.at < deadline,
            _ => false,
        })
    }

    fn is_checked_again(&self, event: &Event) -> bool {
        matches!(event, Event::SealsChecked { .. }) && self.differing.is_some()
    }

    /// A drawing is begun once, and ends once with values that were on the list.
    fn is_beside_the_drawing(&self, event: &Event) -> bool {
        match event {
            Event::DrawBegun { .. } => self.drawing.is_some(),
            Event::Drawn(outcome) => !self.drawing.as_ref().is_some_and(|drawing| drawing.allows(outcome)),
            _ => false,
        }
    }

    /// An answer to no open objection, or one whose effect its objector is not in a position for.
    fn is_beside_the_ruling(&self, entry: &Entry) -> bool {
        let Event::ObjectionAnswered { objection, ruling, until, .. } = &entry.event else { return false };
        let open = self.objections.iter().find(|open| open.id == *objection && open.answer.is_none());
        let dated = until.is_some_and(|until| until > entry.at) || until.is_none();
        let fits = open.is_some_and(|open| self.rulings(open).contains(ruling));
        !fits || !dated || until.is_some() != (*ruling == Ruling::DecryptAgain)
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
            Event::Closed => self.closed_at = Some(at),
            Event::Broadcast { reel, ended } => self.note_broadcast(*reel, ended.is_some()),
            Event::DecryptStarted { .. }
            | Event::ObjectionsOpened { .. }
            | Event::Paused { .. }
            | Event::Resumed
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

    fn rule(&mut self, objection: ObjectionId, answer: Answer) {
        let Some(open) = self.objections.iter_mut().find(|open| open.id == objection) else { return };
        let (bid, ruling) = (open.bid, answer.ruling);
        open.answer = Some(answer);
        match ruling {
            Ruling::CauseCorrected => self.with(bid, |row| row.failed = Some(Cause::Platform)),
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

impl Line {
    /// What the bidder confirms: names and values in a fixed order (`app/seal/FORMAT.md`, section 11).
    #[must_use]
    pub fn said(&self) -> [(&'static str, String); 9] {
        let Self { form, guarantee, .. } = self;
        [
            ("price", form.price.get().to_string()),
            ("duration-days", form.duration_days.to_string()),
            ("quality", form.quality.clone()),
            ("manager", form.manager.clone()),
            ("guarantee-issuer", guarantee.issuer.clone()),
            ("guarantee-number", guarantee.number.clone()),
            ("guarantee-amount", guarantee.amount.get().to_string()),
            ("guarantee-from", guarantee.from.to_string()),
            ("guarantee-until", guarantee.until.to_string()),
        ]
    }
}

impl Row {
    /// Neither decrypted nor out.
    #[must_use]
    pub fn is_awaited(&self) -> bool {
        self.decrypted.is_none() && self.failed.is_none()
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
        }
    }
}
