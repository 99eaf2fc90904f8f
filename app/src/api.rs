//! The server functions, one file a subject. Each opens the door, calls one use case of `office`, and is done.

pub mod access;
pub mod broadcast;
pub mod certificates;
#[cfg(feature = "ssr")]
pub mod door;
pub mod error;
pub mod filing;
pub mod lots;
pub mod people;
pub mod personal;
pub mod room;
pub mod subjects;

pub use error::ApiError;
