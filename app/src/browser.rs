//! What only a browser has: its worker, its storage, its clock, its files, its live line.
//!
//! Pages call this from effects and event handlers, which the server never runs.

pub mod chosen;
pub mod clock;
pub mod leash;
pub mod live;
pub mod vault;
pub mod worker;

pub use chosen::Chosen;
pub use clock::Clock;
pub use leash::Leash;
pub use live::Connection;
