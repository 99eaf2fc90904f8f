//! A record is printed, read back and compared with itself.

mod data;
mod paper;
mod sample;

#[path = "../tests/ocds/schema.rs"]
mod schema;
