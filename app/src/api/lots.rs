//! Lots and the bids on them: the list, one lot, announcing and practising, and the life of a bid.

use domain::lot::LotForm;
use domain::postpone::PostponeForm;
use domain::view::{LotList, LotView, MyBid, OwnBids};
use domain::{BidId, LotId};
use leptos::prelude::*;

use super::ApiError;
use super::error::Json;

/// Real lots, those with the nearest deadline first, then those past it, newest first.
#[server(prefix = "/api/fn", endpoint = "lots", output = Json)]
pub async fn lots() -> Result<LotList, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.lots().await?)
}

#[server(prefix = "/api/fn", endpoint = "lot", output = Json)]
pub async fn lot(lot: LotId) -> Result<LotView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.lot(&caller, lot).await?)
}

#[server(prefix = "/api/fn", endpoint = "announce_lot", input = Json, output = Json)]
pub async fn announce_lot(form: LotForm) -> Result<LotId, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.announce_lot(&caller, &form).await?)
}

/// The host of a lot moves its deadline to a later moment.
#[server(prefix = "/api/fn", endpoint = "postpone", input = Json, output = Json)]
pub async fn postpone(lot: LotId, form: PostponeForm) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.postpone(&caller, lot, &form).await?)
}

/// Opens a place for the pieces of a bid, or finds the one that is open. The sealed pieces themselves go to
/// `/api/bids/…` from the worker.
#[server(prefix = "/api/fn", endpoint = "begin_bid", input = Json, output = Json)]
pub async fn begin_bid(lot: LotId) -> Result<BidId, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.begin_bid(&caller, lot).await?)
}

/// Commits the uploaded parts that the signed manifest lists; the answer holds the receipt.
#[server(prefix = "/api/fn", endpoint = "commit_bid", input = Json, output = Json)]
pub async fn commit_bid(bid: BidId, manifest: String, signature: String) -> Result<MyBid, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.commit_bid(&caller, bid, &manifest, &signature).await?)
}

#[server(prefix = "/api/fn", endpoint = "withdraw_bid", input = Json, output = Json)]
pub async fn withdraw_bid(bid: BidId) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.withdraw_bid(&caller, bid).await?)
}

/// Records that the caller's key was tried on its bid: `signature` is over `seal::rehearsal`.
#[server(prefix = "/api/fn", endpoint = "rehearse_bid", input = Json, output = Json)]
pub async fn rehearse_bid(bid: BidId, signature: String) -> Result<MyBid, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.rehearse_bid(&caller, bid, &signature).await?)
}

/// The lots for which the caller's company has a bid, newest first.
#[server(prefix = "/api/fn", endpoint = "my_bids", output = Json)]
pub async fn my_bids() -> Result<OwnBids, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.my_bids(&caller).await?)
}

/// Starts a practice opening (模拟开标) and leads to its lot. A visitor is given a practice company and signed in as it.
#[server(prefix = "/api/fn", endpoint = "start_practice", output = Json)]
pub async fn start_practice() -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    let started = office.start_practice(&caller).await?;
    if let Some(cookie) = started.cookie {
        super::door::set_cookie(&cookie.set());
    }
    super::door::redirect(&format!("/lots/{}", started.lot));
    Ok(())
}
