//! Wiring: command line, router, sessions, uploads, the live line and background work. No rule lives here.
//!
//! A request comes in at [`router`], passes [`guard`] (is it from our own pages, and who is it?), and ends in a page or
//! server function of `app` ([`pages`]), in [`pieces`] or [`copies`] (sealed bytes), in [`live`] (what happens in a room), in
//! [`reels`] (its host's broadcast), in [`papers`] (the record of an opening that is over), in [`calendar`], in
//! [`attachments`] (scans and lists) or in [`probe`].

mod address;
mod attachments;
mod book;
mod ca;
pub mod calendar;
pub mod cli;
mod copies;
pub mod guard;
pub mod house;
mod lists;
pub mod live;
pub mod pages;
pub mod papers;
pub mod patience;
mod personal;
pub mod pieces;
pub mod post;
pub mod probe;
pub mod reels;
mod refused;
pub mod router;
pub mod serving;
