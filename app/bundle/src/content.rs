//! What a bundle holds. It begins with what the room told everybody, and adds what proves it.

use domain::lot::Terms;
use domain::room::{Entry, Event};
use domain::{BidId, LotId, Timestamp};
use ledger::{Receipt, SignedRecord};
use seal::{Digest, FileKey, PublicKey, Signature};
use serde::{Deserialize, Serialize};

/// An opening that is over.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Content {
    pub lot: LotId,
    /// With the deadline as it was last postponed.
    pub terms: Terms,
    /// Every event of the room, oldest first, as it is told to everybody.
    pub entries: Vec<Told>,
    /// Every announced bid, in the order of the announcement; none of an opening that failed.
    pub bids: Vec<SealedBid>,
    /// The signature over the printed record, where one is printed.
    pub record: Option<SignedRecord>,
}

/// An entry of the room with the journal's commitment to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub seq: u64,
    pub at: Timestamp,
    pub event: Event,
    pub commitment: Digest,
}

impl Told {
    pub(crate) fn entry(&self) -> Entry {
        Entry { seq: self.seq, at: self.at, event: self.event.clone() }
    }
}

/// A bid as it was committed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SealedBid {
    pub bid: BidId,
    /// The manifest's canonical text.
    pub manifest: String,
    /// The bidder's, over that text.
    pub signature: Signature,
    /// The bidder's public key.
    pub key: PublicKey,
    pub receipt: Receipt,
    /// Form and guarantee of a bid that was read out; nothing of any other.
    pub opened: Vec<Opened>,
    /// In the order of the rounds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<SealedQuote>,
}

/// A quotation as it was handed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SealedQuote {
    /// Canonical text of a manifest with this part alone.
    pub manifest: String,
    /// The bidder's, over that text.
    pub signature: Signature,
    /// Of one that was read out; nothing of any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Opened>,
}

/// A sealed part with the key that its bidder released.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Opened {
    pub part: String,
    pub key: FileKey,
    /// Piece 0.
    pub header: String,
    /// Piece 1, the only other one, hexadecimal.
    pub chunk: String,
}
