//! A bidder's next act in the rounds of quotation.

use domain::room::{Room, Row};
use domain::stage::{Stage, Window};

use super::Action;

/// `None` where no round goes on or is to come, and for whoever had no price read out.
pub fn in_round(room: &Room, row: &Row) -> Option<Action> {
    row.line.as_ref()?;
    let left = room.left(row).is_some();
    match room.stage {
        Stage::Quoting(_) | Stage::Decrypting(_) | Stage::Decrypted if left => Some(Action::Left),
        Stage::ReadOut if left && room.has_round() => Some(Action::Left),
        Stage::ReadOut if room.has_round() => Some(Action::AwaitRound),
        Stage::Quoting(window) => Some(match (room.asks(row), window) {
            (false, _) => Action::AwaitQuotes,
            (true, Window::Open { .. }) => Action::Quote,
            (true, Window::Paused { .. }) => Action::Paused,
        }),
        Stage::Decrypting(window) => Some(match (row.is_awaited(), window) {
            (false, _) => Action::AwaitOthers,
            (true, Window::Open { .. }) => Action::DecryptQuote,
            (true, Window::Paused { .. }) => Action::Paused,
        }),
        _ => None,
    }
}
