//! Wiring: command line, router, sessions, uploads, the live line and background work. No rule lives here.
//!
//! A request comes in at [`router`], passes [`guard`] (is it from our own pages?) and [`callers`] (who is it?), and ends
//! in a page or server function of `app`, in [`pieces`] (sealed bytes) or in [`live`] (the room's events).

pub mod assets;
pub mod background;
pub mod callers;
pub mod cli;
pub mod clock;
pub mod guard;
pub mod house;
pub mod language;
pub mod live;
pub mod pages;
pub mod patience;
pub mod pieces;
pub mod refused;
pub mod router;
pub mod telemetry;
