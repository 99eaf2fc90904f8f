//! What somebody has typed and not yet sent, kept in this browser so that a reload or a broken line loses nothing.
//! Never a passphrase, never a file.

use domain::LotId;
use gloo_storage::{LocalStorage, Storage};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::vault::available;

/// Keeps the draft for a lot, in the place of the one before.
pub fn save(lot: LotId, draft: &impl Serialize) {
    if available() {
        // Full storage costs the draft, not the bid.
        drop(LocalStorage::set(place(lot), draft));
    }
}

/// The draft kept for a lot.
#[must_use]
pub fn load<T: DeserializeOwned>(lot: LotId) -> Option<T> {
    if available() { LocalStorage::get(place(lot)).ok() } else { None }
}

/// The bid is sent; the prices need not lie about here.
pub fn discard(lot: LotId) {
    if available() {
        LocalStorage::delete(place(lot));
    }
}

fn place(lot: LotId) -> String {
    format!("kaibiao.draft.{lot}")
}
