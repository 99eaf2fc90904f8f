//! The events of a room. They carry only what everybody in the room may know at that moment.

use serde::{Deserialize, Serialize};

use crate::bid::OpeningForm;
use crate::draw::{Draw, Outcome};
use crate::floor::Speaker;
use crate::guarantee::Guarantee;
use crate::room::RoundEvent;
use crate::stage::StageName;
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
        /// Where confirming ends before objecting does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirm_until: Option<Timestamp>,
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
    /// With the deadline, where the tender document gives a time for signing in; `strict` where nobody may afterwards.
    SignInOpened {
        until: Timestamp,
        strict: bool,
    },
    /// The host has adjourned the opening (休会); it goes on at `until` at the earliest.
    Adjourned {
        until: Timestamp,
        reason: String,
    },
    /// The sealed bytes of this bid, which had been damaged, came again from its bidder, and are those it committed (补传).
    Restored {
        bid: BidId,
    },
    /// Of the rounds of quotation.
    Round(RoundEvent),
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
