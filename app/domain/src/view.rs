//! What the pages show, and in which of two languages: made by `office` for one caller, carried by the server
//! functions.

use serde::{Deserialize, Serialize};

use crate::bid::BidState;
use crate::broadcast::Reel;
use crate::credit::RestrictionNotice;
use crate::help::Help;
use crate::lot::Terms;
use crate::postpone::Postponement;
use crate::rights::{Right, Seat};
use crate::room::Entry;
use crate::stage::{Stage, StageName};
use crate::subject::Standing;
use crate::subject::role::Undertaking;
use crate::{BidId, CreditCode, LotId, Role, SubjectId, Timestamp};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub login: String,
    pub role: Role,
    pub subject: Option<MySubject>,
}

impl Me {
    /// Whether its roles let it announce lots; whether its registration is in force, the act asks.
    #[must_use]
    pub fn announces(&self) -> bool {
        let may = |subject: &MySubject| subject.lets(Right::Bid) && subject.may.contains(&Undertaking::Announce);
        self.role == Role::Tenderer || (self.role == Role::Bidder && self.subject.as_ref().is_some_and(may))
    }
}

/// The company somebody acts for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MySubject {
    pub id: SubjectId,
    pub code: CreditCode,
    pub name: String,
    pub standing: Standing,
    /// Hexadecimal SM2 public key, once registered.
    pub public_key: Option<String>,
    pub practice: bool,
    pub restriction: Option<RestrictionNotice>,
    /// What its roles let it do.
    pub may: Vec<Undertaking>,
    /// The caller's; nobody has one who acts for it as a tenderer alone.
    pub seat: Option<Seat>,
}

impl MySubject {
    /// Whether the caller's seat has the right.
    #[must_use]
    pub fn lets(&self, right: Right) -> bool {
        self.seat.is_some_and(|seat| seat.may(right))
    }
}

/// A line in the list of lots.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotLine {
    pub id: LotId,
    pub terms: Terms,
    pub stage: StageName,
}

/// The list of lots, with the server's clock when it was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotList {
    pub lots: Vec<LotLine>,
    pub now: Timestamp,
}

/// A lot as everybody sees it, and the caller's own part in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LotView {
    pub id: LotId,
    pub terms: Terms,
    pub stage: StageName,
    /// Every postponement of its deadline, oldest first.
    pub postponed: Vec<Postponement>,
    /// The caller announced it and hosts its opening.
    pub hosted_by_me: bool,
    pub my_bid: Option<MyBid>,
    /// The server's clock when the view was made.
    pub now: Timestamp,
}

/// The caller's own bid; nobody else is ever sent this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyBid {
    pub id: BidId,
    pub state: BidState,
    /// The receipt as a JSON document, once committed.
    pub receipt: Option<String>,
    /// Names of the sealed parts, once committed.
    pub parts: Vec<String>,
    /// When the caller last tried that its key opens what is stored.
    pub rehearsed: Option<Timestamp>,
    pub signed_in: Option<Timestamp>,
}

/// The bids of the caller's company, newest first, with the server's clock when the list was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnBids {
    pub bids: Vec<(LotLine, MyBid)>,
    pub now: Timestamp,
}

/// A room with its whole history so far.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoomView {
    pub lot: LotView,
    pub entries: Vec<Entry>,
    /// Calls for help that the caller may know of.
    pub helps: Vec<Help>,
}

/// A room for the page of its record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordView {
    pub room: RoomView,
    /// The record is there as a PDF too, once the opening is over.
    pub printed: bool,
    /// Bytes of the opening bundle, where there is one.
    pub bundle: Option<u64>,
}

/// What was broadcast of an opening, beside what happened in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplayView {
    pub lot: LotView,
    pub entries: Vec<Entry>,
    pub reels: Vec<Reel>,
}

/// A lot that is opened together with others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sister {
    pub id: LotId,
    pub code: String,
    pub title: String,
    pub stage: Stage,
    /// When it goes on, while it is adjourned.
    pub adjourned: Option<Timestamp>,
    /// Bidders for whom its stage waits.
    pub awaited: u32,
    /// Objections without an answer.
    pub objections: u32,
    /// The caller's company bids for it, and now has something to do there.
    pub mine: bool,
    pub to_do: bool,
}

/// The lots that are opened together, with the server's clock when the view was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TogetherView {
    pub lots: Vec<Sister>,
    pub now: Timestamp,
}

/// A released key: what opens one part of a bid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartKey {
    pub part: String,
    /// Hexadecimal file key.
    pub key: String,
}

/// A subject in public search results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectLine {
    pub code: CreditCode,
    pub name: String,
    pub restricted: bool,
}

/// The two languages of the pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    /// Reads the value of `<html lang>` or of the cookie; anything but English is Chinese.
    #[must_use]
    pub fn from_tag(tag: &str) -> Self {
        if tag.starts_with("en") { Self::En } else { Self::Zh }
    }

    /// The value of `<html lang>`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}
