//! The opening room. What happens there comes back over the live line.

use domain::help::HelpReason;
use domain::opening::HostAct;
use domain::view::{PartKey, RecordView, RoomView, TogetherView};
use domain::{LotId, Refusal};
use leptos::prelude::*;
use seal::Slip;

use super::ApiError;
use super::error::Json;

/// The room with its history so far; public, like the opening itself.
#[server(prefix = "/api/fn", endpoint = "room", output = Json)]
pub async fn room(lot: LotId) -> Result<RoomView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.room(&caller, lot).await?)
}

/// The room and what its record can be had as.
#[server(prefix = "/api/fn", endpoint = "record", output = Json)]
pub async fn record(lot: LotId) -> Result<RecordView, ApiError> {
    let (office, caller) = super::door::open();
    let room = office.room(&caller, lot).await?;
    let bundle = if room.lot.stage.is_final() { office.bundle_size(lot).await } else { None };
    Ok(RecordView { room, printed: office.prints(), bundle })
}

#[server(prefix = "/api/fn", endpoint = "enter_room", input = Json, output = Json)]
pub async fn enter_room(lot: LotId) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.enter_room(&caller, lot).await?)
}

/// Releases the keys of the caller's bid, so that it can be read out with the others.
#[server(prefix = "/api/fn", endpoint = "release_keys", input = Json, output = Json)]
pub async fn release_keys(lot: LotId, keys: Vec<PartKey>) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.release_keys(&caller, lot, keys).await?)
}

#[server(prefix = "/api/fn", endpoint = "object", input = Json, output = Json)]
pub async fn object(lot: LotId, text: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.object(&caller, lot, &text).await?)
}

/// Hands in the caller's sealed quotation for the round that goes on.
#[server(prefix = "/api/fn", endpoint = "quote", input = Json, output = Json)]
pub async fn quote(lot: LotId, slip: Slip) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.quote(&caller, lot, &slip).await?)
}

/// Confirms what was read out of the caller's bid.
#[server(prefix = "/api/fn", endpoint = "confirm", input = Json, output = Json)]
pub async fn confirm(lot: LotId, signature: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.confirm(&caller, lot, &signature).await?)
}

/// Calls for help; seen by the host, the supervisor and the caller's own company alone.
#[server(prefix = "/api/fn", endpoint = "call_for_help", input = Json, output = Json)]
pub async fn call_for_help(lot: LotId, reason: HelpReason, words: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.call_for_help(&caller, lot, reason, &words).await?)
}

/// The host notes that a call for help was dealt with.
#[server(prefix = "/api/fn", endpoint = "answer_help", input = Json, output = Json)]
pub async fn answer_help(lot: LotId, call: u64) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.answer_help(&caller, lot, call).await?)
}

/// Says something to everybody: an announcement of the host, a supervisor's note, a bidder's message.
#[server(prefix = "/api/fn", endpoint = "say", input = Json, output = Json)]
pub async fn say(lot: LotId, text: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.say(&caller, lot, &text).await?)
}

/// The host hides a bidder's message, by the number of its entry.
#[server(prefix = "/api/fn", endpoint = "hide", input = Json, output = Json)]
pub async fn hide(lot: LotId, said: u64, reason: String) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.hide(&caller, lot, said, &reason).await?)
}

/// The host lets the bidders speak, or not.
#[server(prefix = "/api/fn", endpoint = "turn_floor", input = Json, output = Json)]
pub async fn turn_floor(lot: LotId, open: bool) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.turn_floor(&caller, lot, open).await?)
}

/// One act of the host, inside the preset flow.
#[server(prefix = "/api/fn", endpoint = "host", input = Json, output = Json)]
pub async fn host(lot: LotId, act: HostAct) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.host(&caller, lot, act).await?)
}

/// The lots that are opened together with this one; none where it is opened alone.
#[server(prefix = "/api/fn", endpoint = "together", output = Json)]
pub async fn together(lot: LotId) -> Result<TogetherView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.together(&caller, lot).await?)
}

/// One act of the host in all lots that are opened together; for each, why it was not done there.
#[server(prefix = "/api/fn", endpoint = "host_together", input = Json, output = Json)]
pub async fn host_together(lot: LotId, act: HostAct) -> Result<Vec<(LotId, Option<Refusal>)>, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.host_together(&caller, lot, act).await?)
}
