//! Calls for help (求助) while a bidder decrypts: between the bidder, the host and the supervisor. The room is public, so
//! a call is never one of its events; it stands in the journal beside them.

use serde::{Deserialize, Serialize};

use crate::refusal::text;
use crate::room::Room;
use crate::stage::Stage;
use crate::{BidId, Field, Refusal, Timestamp};

/// Longest words beside the reason, in characters.
pub const LONGEST_WORDS: u32 = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HelpReason {
    /// Passphrase or key file.
    Key,
    /// The page or the line.
    Page,
    Other,
}

impl HelpReason {
    pub const ALL: [Self; 3] = [Self::Key, Self::Page, Self::Other];

    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Page => "page",
            Self::Other => "other",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// What a bidder calls, as the journal keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpCall {
    pub bid: BidId,
    pub reason: HelpReason,
    /// May be empty.
    pub words: String,
}

impl HelpCall {
    /// # Errors
    /// `Invalid` when the words are too long.
    pub fn new(bid: BidId, reason: HelpReason, words: &str) -> Result<Self, Refusal> {
        let words = match words.trim() {
            "" => String::new(),
            words => text(words, LONGEST_WORDS).map_err(|fault| Refusal::field(Field::HelpWords, fault))?,
        };
        Ok(Self { bid, reason, words })
    }
}

/// A call as those who may know of it see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// Number of its entry in the journal.
    pub id: u64,
    pub at: Timestamp,
    pub call: HelpCall,
    /// Who can be rung up, for the host alone.
    pub contact: Option<Contact>,
    /// When the host noted that it was dealt with.
    pub answered: Option<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    /// Masked.
    pub phone: String,
}

impl Room {
    /// Help is called for while one's own bid waits to be decrypted, in a pause too. `waits` says that a call of the
    /// bidder is not answered yet.
    ///
    /// # Errors
    /// Why the bidder may not call now.
    pub fn bidder_may_call_for_help(&self, bid: BidId, waits: bool) -> Result<(), Refusal> {
        let Stage::Decrypting(_) = self.stage else {
            return Err(Refusal::WrongStage { stage: self.stage.name() });
        };
        let row = self.row(bid).ok_or(Refusal::NotAllowed)?;
        if !row.is_awaited() || waits { Err(Refusal::AlreadyDone) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Fault;

    #[test]
    fn words_are_optional_and_not_without_end() {
        let bid = BidId::new(Timestamp::from_millis(1), 1);
        let call = |words: &str| HelpCall::new(bid, HelpReason::Key, words);
        assert_eq!(call("  ").unwrap().words, "");
        assert_eq!(call(" 口令正确但打不开 ").unwrap().words, "口令正确但打不开");
        assert!(call(&"字".repeat(200)).is_ok());
        let long = Refusal::field(Field::HelpWords, Fault::TooLong { max: LONGEST_WORDS });
        assert_eq!(call(&"字".repeat(201)), Err(long));
    }

    #[test]
    fn every_reason_is_read_back_by_its_name() {
        for reason in HelpReason::ALL {
            assert_eq!(HelpReason::from_name(reason.name()), Some(reason));
        }
        assert_eq!(HelpReason::from_name(""), None);
    }
}
