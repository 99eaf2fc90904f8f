//! The opening bundle (开标证据包): one file that holds an opening that is over, and its check, which needs no network and
//! trusts nobody. `FORMAT.md` describes every byte.
//!
//! The same code writes it on the server and checks it at the terminal and in the browser. What it finds are enums
//! without text; `app` says them in the person's language.

mod check;
mod content;
mod file;

pub use check::drawing::{Drawn, drawn};
pub use check::report::{Check, Fault, Finding, Offer, Opening, Outcome, Place, Reason, Report, Topic, Verdict};
pub use check::{Given, check};
pub use content::{Content, Opened, SealedBid, SealedQuote, Told};
pub use file::{Bundle, FileFault, MOST_BYTES, issue};

#[cfg(test)]
mod tests;
