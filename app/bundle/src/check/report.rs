//! What a check found.

use domain::bid::OpeningForm;
use domain::guarantee::Guarantee;
use domain::lot::Terms;
use domain::room::Cause;
use domain::{CreditCode, Fen, LotId, Timestamp};
use seal::{Digest, PublicKey};

use crate::file::FileFault;

/// All that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// `None` when the file could not be read.
    pub opening: Option<Opening>,
    /// In the order of [`Topic::ALL`]; only the first where the file could not be read.
    pub checks: Vec<Check>,
}

impl Report {
    /// Nothing that could be checked is wrong.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self.checks.iter().any(|check| matches!(check.verdict, Verdict::Wrong(_)))
    }

    #[must_use]
    pub fn verdict(&self, topic: Topic) -> Option<&Verdict> {
        self.checks.iter().find(|check| check.topic == topic).map(|check| &check.verdict)
    }
}

/// Which opening it is, and its table as it was reckoned again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub lot: LotId,
    pub terms: Terms,
    pub platform_key: PublicKey,
    /// Of the content, to be compared over another line.
    pub digest: Digest,
    /// Fewer than three bids: nobody is named and nothing opened.
    pub failed: bool,
    /// Bids at the deadline.
    pub bids: Option<u32>,
    pub opened_at: Option<Timestamp>,
    pub closed_at: Option<Timestamp>,
    /// In the order of the announcement.
    pub offers: Vec<Offer>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub name: String,
    pub code: CreditCode,
    pub outcome: Outcome,
    /// Prices of its quotations that were read out, also taken out of the sealed bytes.
    pub quoted: Vec<Fen>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Taken out of the sealed bytes, not out of what was read out.
    Opened {
        form: OpeningForm,
        guarantee: Guarantee,
    },
    Out(Cause),
    /// Neither opened nor out.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    pub topic: Topic,
    pub verdict: Verdict,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// The file is a bundle, within bounds.
    File,
    /// The platform's signature over all of it.
    Signature,
    /// The platform's key is the one that was given from elsewhere.
    Key,
    /// Every announced bid is there, as its bidder signed it.
    Bids,
    /// The platform's receipts say the same, and that they were in time.
    Receipts,
    /// The sealed bytes are the committed ones, and the released keys open them.
    Seals,
    /// What was read out is what was sealed.
    ReadOut,
    /// Every step was one that the rules allowed then.
    Course,
    /// The sealed quotations of the rounds are the told ones, and open to what was read out.
    Quotations,
    /// Coefficients follow from what was fixed before.
    Drawing,
    /// The bidders' signatures over what was read out.
    Confirmations,
    /// The platform's signature over the printed record.
    Record,
    /// The PDF that was given is the signed record.
    Pdf,
    /// The journal's public log.
    Log,
}

impl Topic {
    pub const ALL: [Self; 14] = [
        Self::File,
        Self::Signature,
        Self::Key,
        Self::Bids,
        Self::Receipts,
        Self::Seals,
        Self::ReadOut,
        Self::Course,
        Self::Quotations,
        Self::Drawing,
        Self::Confirmations,
        Self::Record,
        Self::Pdf,
        Self::Log,
    ];
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    NotChecked(Reason),
    /// At least one.
    Wrong(Vec<Finding>),
}

impl Verdict {
    pub(super) fn of(findings: Vec<Finding>) -> Self {
        if findings.is_empty() { Self::Holds } else { Self::Wrong(findings) }
    }
}

/// Why something was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// No key was given from elsewhere.
    NoKey,
    /// No PDF was given.
    NoPdf,
    /// Fewer than three bids: there is nothing of them to check.
    NoOpening,
    /// No bid was read out.
    NothingReadOut,
    NoRounds,
    NobodyQuoted,
    NothingDrawn,
    NobodyConfirmed,
    /// The platform prints no records.
    NotPrinted,
    /// The sealed bytes did not open.
    NotOpened,
    /// There is no public log yet.
    NoLog,
}

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub place: Place,
    pub fault: Fault,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Whole,
    /// The bid of the bidder of this name.
    Bid(String),
    /// The entry of this number.
    Entry(u64),
    /// The coefficient of this name.
    Draw(String),
}

impl Place {
    pub(super) fn wrong(self, fault: Fault) -> Finding {
        Finding { place: self, fault }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    File(FileFault),
    NotSigned,
    OtherKey,
    /// The bids are not those that were announced, one each, in that order.
    OtherBids,
    /// There is something of bids in it, and there was no opening.
    BidsOfNoOpening,
    NoManifest,
    OtherManifest,
    OtherPlace,
    NotSignedByBidder,
    ReceiptNotSigned,
    ReceiptDiffers,
    Late,
    /// Form or guarantee is missing, or something else is there.
    OtherParts,
    /// Content of a bid that was not read out.
    ToldTooMuch,
    NoHeader,
    OtherBytes,
    OtherCommitment,
    WrongKey,
    Altered,
    /// The quotations are not those that were handed in, one a round.
    OtherQuotes,
    /// The key of form or quotation is not the one that was read out with it.
    OtherFormKey,
    /// The sealed bytes hold no form, guarantee or quotation.
    NotAForm,
    ReadOutDiffers,
    Missing,
    BackInTime,
    Illegal,
    NotAllowed,
    OtherCount,
    OtherNames,
    OtherWindow,
    OtherLines,
    NotOver,
    OtherDeadline,
    NotDrawn,
    OtherSecret,
    OtherValue,
    ConfirmationNotSigned,
    RecordNotSigned,
    RecordDiffers,
    NoRecord,
    OtherDocument,
}
