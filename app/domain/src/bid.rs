//! A bid: its opening form, the names of its parts, and its life until the deadline.

use serde::{Deserialize, Serialize};

use crate::lot::Terms;
use crate::refusal::{Problems, whole_number};
use crate::{Fault, Fen, Field, Refusal, Timestamp};

/// The part that is read out: opened first and alone.
pub const FORM: &str = "form";
/// The guarantee's fields.
pub const GUARANTEE: &str = "guarantee";
/// Most bytes of each of these two: an opening bundle holds both of every bid.
pub const MOST_READ_OUT: u64 = 65_536;
/// The guarantee as the issuer signed it.
pub const GUARANTEE_FILE: &str = "guarantee-file";
/// At most this many documents (正文) belong to a bid.
pub const MOST_DOCUMENTS: u32 = 9;

/// The name of the `n`th document's part, from 1.
#[must_use]
pub fn document(n: u32) -> String {
    format!("document-{n}")
}

/// Whether `part` is one of the names that a bid may have.
#[must_use]
pub fn is_part_name(part: &str) -> bool {
    [FORM, GUARANTEE, GUARANTEE_FILE].contains(&part) || (1..=MOST_DOCUMENTS).any(|n| part == document(n))
}

/// The parts without which no bid is complete.
#[must_use]
pub fn required_parts() -> [String; 4] {
    [FORM.to_owned(), GUARANTEE.to_owned(), GUARANTEE_FILE.to_owned(), document(1)]
}

/// The opening form (开标一览表): what is read out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningForm {
    pub price: Fen,
    /// Duration of the works in calendar days (工期).
    pub duration_days: u32,
    /// Quality target (质量目标).
    pub quality: String,
    /// Project manager (项目负责人).
    pub manager: String,
}

/// What the bidder types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningFormInput {
    pub price: String,
    pub duration: String,
    pub quality: String,
    pub manager: String,
}

impl OpeningFormInput {
    /// # Errors
    /// `Invalid` with every problem found, a price above the lot's ceiling among them.
    pub fn check(&self, terms: &Terms) -> Result<OpeningForm, Refusal> {
        let mut problems = Problems::default();
        let price = problems.take(Field::Price, price(&self.price, terms.ceiling));
        let duration = problems.take(Field::Duration, whole_number(&self.duration, 1, 3650));
        let quality = problems.text(Field::Quality, &self.quality, 60);
        let manager = problems.text(Field::Manager, &self.manager, 50);
        let form =
            (|| Some(OpeningForm { price: price?, duration_days: duration?, quality: quality?, manager: manager? }))();
        problems.into_result(form)
    }
}

/// A price that the lot can take.
pub fn price(typed: &str, ceiling: Fen) -> Result<Fen, Fault> {
    let price = Fen::parse_yuan(typed).map_err(Fault::Money)?;
    if price > ceiling { Err(Fault::AboveCeiling { ceiling }) } else { Ok(price) }
}

/// Where a bid stands before the opening. What happens to it afterwards is in [`crate::room`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BidState {
    /// Parts are on their way; nothing counts yet (20号令 §27: unfinished is withdrawn).
    Uploading,
    /// Complete, signed and acknowledged.
    Committed { at: Timestamp },
    /// Taken back before the deadline.
    Withdrawn { at: Timestamp },
}

impl BidState {
    /// # Errors
    /// `DeadlinePassed` from the deadline on (the server's clock decides), `AlreadyCommitted` the second time.
    pub fn commit(self, deadline: Timestamp, now: Timestamp) -> Result<Self, Refusal> {
        before(deadline, now)?;
        match self {
            Self::Uploading => Ok(Self::Committed { at: now }),
            Self::Committed { at } => Err(Refusal::AlreadyCommitted { at }),
            Self::Withdrawn { .. } => Err(Refusal::MovedOn),
        }
    }

    /// # Errors
    /// `DeadlinePassed` from the deadline on; `MovedOn` when nothing is committed.
    pub fn withdraw(self, deadline: Timestamp, now: Timestamp) -> Result<Self, Refusal> {
        before(deadline, now)?;
        match self {
            Self::Committed { .. } => Ok(Self::Withdrawn { at: now }),
            Self::Uploading | Self::Withdrawn { .. } => Err(Refusal::MovedOn),
        }
    }

    /// # Errors
    /// `DeadlinePassed` from the deadline on; `MovedOn` when nothing is committed.
    pub fn rehearse(self, deadline: Timestamp, now: Timestamp) -> Result<(), Refusal> {
        before(deadline, now)?;
        match self {
            Self::Committed { .. } => Ok(()),
            Self::Uploading | Self::Withdrawn { .. } => Err(Refusal::MovedOn),
        }
    }
}

/// A bid must be complete before the deadline; at the deadline it is late by zero milliseconds.
pub fn before(deadline: Timestamp, now: Timestamp) -> Result<(), Refusal> {
    if now < deadline { Ok(()) } else { Err(Refusal::DeadlinePassed { deadline, late_by: now.since(deadline) }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::money::MoneyFault;

    const DEADLINE: Timestamp = Timestamp::from_millis(1_000_000);

    #[test]
    fn the_last_millisecond_counts_and_the_next_does_not() {
        let committed = BidState::Uploading.commit(DEADLINE, DEADLINE.plus_millis(-1));
        assert_eq!(committed, Ok(BidState::Committed { at: DEADLINE.plus_millis(-1) }));
        for late_by in [0, 1, 5000] {
            let late = BidState::Uploading.commit(DEADLINE, DEADLINE.plus_millis(late_by));
            assert_eq!(late, Err(Refusal::DeadlinePassed { deadline: DEADLINE, late_by }));
        }
    }

    #[test]
    fn a_second_commit_is_refused_and_a_withdrawn_bid_stays_withdrawn() {
        let now = DEADLINE.plus_seconds(-10);
        let committed = BidState::Uploading.commit(DEADLINE, now).unwrap();
        assert_eq!(committed.commit(DEADLINE, now), Err(Refusal::AlreadyCommitted { at: now }));
        let withdrawn = committed.withdraw(DEADLINE, now).unwrap();
        assert_eq!(withdrawn.commit(DEADLINE, now), Err(Refusal::MovedOn));
        assert_eq!(withdrawn.withdraw(DEADLINE, now), Err(Refusal::MovedOn));
    }

    #[test]
    fn nothing_is_withdrawn_after_the_deadline() {
        let committed = BidState::Committed { at: DEADLINE.plus_seconds(-1) };
        assert!(matches!(committed.withdraw(DEADLINE, DEADLINE), Err(Refusal::DeadlinePassed { .. })));
    }

    #[test]
    fn a_price_may_reach_the_ceiling_but_not_pass_it() {
        let ceiling = Fen::from_yuan(100);
        assert_eq!(price("100.00", ceiling), Ok(ceiling));
        assert_eq!(price("100.01", ceiling), Err(Fault::AboveCeiling { ceiling }));
        assert_eq!(price("一百", ceiling), Err(Fault::Money(MoneyFault::NotANumber)));
    }

    #[test]
    fn only_the_names_of_parts_are_part_names() {
        assert!(required_parts().iter().all(|part| is_part_name(part)));
        for wrong in ["", "document-0", "document-10", "document-01", "../form", "Form"] {
            assert!(!is_part_name(wrong), "{wrong}");
        }
    }
}
