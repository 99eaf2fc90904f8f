//! What a bidder has to do now: one answer for every stage, so that the page shows one large button or none.

use domain::bid::BidState;
use domain::room::{Cause, Room, Row};
use domain::stage::{Stage, Window};
use domain::view::MyBid;

/// The bidder's next act, or what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// No bid of the caller: it looks on.
    Watch,
    /// It has begun a bid, or taken one back, and may still lodge one.
    Unfinished,
    /// Its bid was withdrawn or never completed, so it takes no part.
    NotLodged,
    AwaitDeadline,
    SignIn,
    AwaitAnnouncement,
    AwaitDecrypt,
    Decrypt,
    /// It has something to do, but the host has stopped the clock.
    Paused,
    AwaitOthers,
    AwaitReadOut,
    /// Not decrypted in time: the others go on without it.
    Out(Cause),
    AwaitConfirmation,
    Confirm,
    AwaitClose,
    Closed,
    Failed,
}

#[must_use]
pub fn next_action(room: &Room, mine: Option<&MyBid>) -> Action {
    match (room.stage, mine) {
        (Stage::Closed, _) => Action::Closed,
        (Stage::Failed, _) => Action::Failed,
        (_, None) => Action::Watch,
        (_, Some(mine)) if matches!(mine.state, BidState::Committed { .. }) => of_bidder(room, mine),
        (Stage::Scheduled, Some(_)) => Action::Unfinished,
        (_, Some(_)) => Action::NotLodged,
    }
}

fn of_bidder(room: &Room, mine: &MyBid) -> Action {
    let row = room.row(mine.id);
    let signed_in = mine.signed_in.or(row.and_then(|row| row.signed_in)).is_some();
    match room.stage {
        Stage::Scheduled => Action::AwaitDeadline,
        Stage::SignIn if signed_in => Action::AwaitAnnouncement,
        Stage::Announced if signed_in => Action::AwaitDecrypt,
        Stage::SignIn | Stage::Announced => Action::SignIn,
        Stage::Decrypting(window) => row.map_or(Action::Watch, |row| in_decrypt(row, signed_in, window)),
        Stage::Decrypted => out_or(row, Action::AwaitReadOut),
        Stage::ReadOut => out_or(row, Action::AwaitConfirmation),
        Stage::Objections(window) => row.map_or(Action::Watch, |row| in_objections(row, window)),
        Stage::Closed => Action::Closed,
        Stage::Failed => Action::Failed,
    }
}

/// Whether the caller may raise an objection.
#[must_use]
pub fn may_object(room: &Room, mine: Option<&MyBid>) -> bool {
    let seated = mine.is_some_and(|mine| room.row(mine.id).is_some());
    let running = match room.stage {
        Stage::Announced | Stage::Decrypting(_) | Stage::Decrypted | Stage::ReadOut => true,
        Stage::Objections(window) => matches!(window, Window::Open { .. }),
        Stage::Scheduled | Stage::SignIn | Stage::Closed | Stage::Failed => false,
    };
    seated && running
}

fn in_decrypt(row: &Row, signed_in: bool, window: Window) -> Action {
    match window {
        _ if row.decrypted.is_some() => Action::AwaitOthers,
        Window::Paused { .. } => Action::Paused,
        Window::Open { .. } if signed_in => Action::Decrypt,
        Window::Open { .. } => Action::SignIn,
    }
}

fn in_objections(row: &Row, window: Window) -> Action {
    match (row.failed, row.confirmed, window) {
        (Some(cause), ..) => Action::Out(cause),
        (None, Some(_), _) => Action::AwaitClose,
        (None, None, Window::Open { .. }) => Action::Confirm,
        (None, None, Window::Paused { .. }) => Action::Paused,
    }
}

fn out_or(row: Option<&Row>, otherwise: Action) -> Action {
    row.map_or(Action::Watch, |row| row.failed.map_or(otherwise, Action::Out))
}

#[cfg(test)]
mod tests;
