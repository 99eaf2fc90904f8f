//! A crowd of bidders at the real server: the program `kaibiao serve`, HTTP over loopback, sealed bids, real sessions.
//!
//! [`Registry`] prepares what lies there before the rush (companies, keys, lots, uploaded pieces) by the use cases of
//! `office`, in the database and the folder of a [`Place`]; [`Served`] is the server in that place; [`Rush`] commits.
//! `cargo xtask bench burst` measures it, and `server/tests/kill` kills the server meanwhile. [`Watchers`] watch an opening;
//! `cargo xtask bench room` measures how soon they hear.

mod bidder;
mod bucket;
mod clock;
mod line;
mod place;
mod registry;
mod rush;
mod served;
mod watchers;

pub use bidder::{Bid, Bidder, contents};
pub use bucket::Bucket;
pub use clock::milliseconds;
pub use line::{Answer, Line};
pub use place::Place;
pub use registry::{DOT, Registry};
pub use rush::{Entry, Fate, Outcome, Rush};
pub use served::{Served, log, memory_of};
pub use watchers::{Speech, Tally, Watchers};
