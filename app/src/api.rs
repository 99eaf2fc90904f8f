//! The server functions, one file a subject. Each opens the door, calls one use case of `office`, and is done.

pub mod bids;
pub mod credit;
#[cfg(feature = "ssr")]
pub mod door;
pub mod error;
pub mod lots;
pub mod practice;
pub mod room;
pub mod session;
pub mod subjects;

pub use error::ApiError;
