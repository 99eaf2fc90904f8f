//! The tables as SeaORM sees them.

pub mod bid;
pub mod credit_record;
pub mod journal;
pub mod lot;
pub mod piece;
pub mod session;
pub mod subject;
pub mod user;
