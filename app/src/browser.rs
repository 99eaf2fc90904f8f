//! What only a browser has: its worker, its storage, its clock, its files, its live line.
//!
//! Pages call this from effects and event handlers, which the server never runs.

pub mod chosen;
pub mod clock;
pub mod live;
pub mod vault;
pub mod worker;

pub use chosen::Chosen;
pub use clock::Clock;
pub use live::Connection;
pub use worker::Leash;
