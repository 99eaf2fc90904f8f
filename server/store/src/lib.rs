//! Rows and sealed files. One query set serves SQLite and PostgreSQL; no rule lives here.
//!
//! Not found is `None`. A row that does not read back as what was written is [`StoreError::Corrupt`], never a guess.
//! To add a table: a migration in [`migration`], an entity in [`entity`], and a file of queries that turn its rows into
//! words of `domain`.

pub mod bids;
pub mod blobs;
mod connect;
pub mod credit;
pub mod entity;
pub mod error;
pub mod journal;
pub mod lots;
pub mod migration;
pub mod people;
pub mod subjects;

pub use blobs::Blobs;
pub use connect::{Store, Tx, create_database};
pub use error::StoreError;
