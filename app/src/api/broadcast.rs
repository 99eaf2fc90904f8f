//! The host's broadcast. Its segments go to and come from `/api/lots/…/reels/…`.

use domain::LotId;
use domain::view::ReplayView;
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// The host goes live; the answer is the number of the reel.
#[server(prefix = "/api/fn", endpoint = "begin_broadcast", input = Json, output = Json)]
pub async fn begin(lot: LotId) -> Result<u32, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.begin_broadcast(&caller, lot).await?)
}

/// The host ends its reel.
#[server(prefix = "/api/fn", endpoint = "end_broadcast", input = Json, output = Json)]
pub async fn end(lot: LotId, reel: u32) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.end_broadcast(&caller, lot, reel).await?)
}

/// What was broadcast of an opening and what happened in it, for whoever may see it again.
#[server(prefix = "/api/fn", endpoint = "replay", output = Json)]
pub async fn replay(lot: LotId) -> Result<ReplayView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.replay(&caller, lot).await?)
}
