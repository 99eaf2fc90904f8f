//! An opening that is over, for others to read: on paper ([`Press`]), in the field names of the national data
//! specification ([`data`]) and as an OCDS release ([`ocds`]). All are made from one `domain::record::Record`, so none
//! can tell more than the record does.
//!
//! The sheet's words are put together in [`sheet`]; `record.typ` only says how they look.

mod data;
mod fonts;
mod ocds;
mod press;
mod sheet;
mod world;

use domain::room::{Event, Room};

pub use data::data;
pub use fonts::{Fonts, NoFont};
pub use ocds::ocds;
pub use press::{Press, Unprinted};

/// Says in one Chinese sentence what happened; given from outside, so that paper and page have the same words.
pub type Telling = fn(&Event, &Room) -> String;

#[cfg(test)]
mod tests;
