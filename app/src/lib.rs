//! What people see: the shell, the pages (one file each), the parts they share, and the server functions they call.
//!
//! `api` is the one door to the server. Nothing else here knows that a server exists.

// In a release views keep their full types, and a page's view is a deep one.
#![recursion_limit = "256"]

pub mod api;
pub mod browser;
pub mod erase;
pub mod pages;
pub mod parts;
pub mod pieces;
pub mod shell;
pub mod text;

pub use domain::Lang;
pub use shell::{App, shell};
