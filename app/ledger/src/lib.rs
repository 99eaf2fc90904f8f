//! What the journal shows of itself: the commitment to each entry, and the
//! receipt that a bidder takes home. `FORMAT.md` describes every byte.

mod leaf;
mod receipt;
mod salt;

pub use leaf::{EntryFacts, commit};
pub use receipt::{Receipt, ReceiptError, ReceiptFacts, ReceiptPart};
pub use salt::Salt;
