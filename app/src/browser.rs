//! What only a browser has: its worker, its storage, its clock, its files, its live line.
//!
//! Pages call this from effects and event handlers, which the server never runs.

use leptos::prelude::*;

pub mod abilities;
pub mod camera;
pub mod chosen;
pub mod clock;
pub mod copy;
pub mod events;
pub mod film;
pub mod footage;
pub mod holder;
pub mod live;
pub mod passkey;
pub mod probe;
pub mod recorder;
pub mod upload;
pub mod vault;
pub mod worker;

pub use chosen::Chosen;
pub use clock::Clock;
pub use live::Connection;
pub use worker::Leash;

/// Whether the page has come alive: never on the server, nor without scripts. Belongs to the component that asks.
#[must_use]
pub fn alive() -> Signal<bool> {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    alive.into()
}
