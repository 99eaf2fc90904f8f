//! Parts used by more than one page.

pub mod around;
pub mod bidders;
pub mod clock_offset;
pub mod countdown;
pub mod error_summary;
pub mod extensions;
pub mod facts;
pub mod field;
pub mod floor;
pub mod frame;
pub mod hall;
pub mod helps;
pub mod labelled;
pub mod messages;
pub mod notice;
pub mod read_out;
pub mod reminders;
pub mod rounds;
pub mod sending;
pub mod stage;
pub mod text_area;
pub mod timeline;
pub mod together;
pub mod tour;
pub mod unlock;
pub mod with_lot;
