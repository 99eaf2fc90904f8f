//! A bidder's own bid. The sealed pieces themselves go to `/api/bids/…` from the worker.

use domain::view::{LotLine, MyBid};
use domain::{BidId, LotId};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use super::ApiError;

/// Opens a place for the pieces of a bid, or finds the one that is open.
#[server(prefix = "/api/fn", endpoint = "begin_bid", input = Json)]
pub async fn begin_bid(lot: LotId) -> Result<BidId, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.begin_bid(&caller, lot).await?)
}

/// Commits the uploaded parts that the signed manifest lists; the answer holds the receipt.
#[server(prefix = "/api/fn", endpoint = "commit_bid", input = Json)]
pub async fn commit_bid(bid: BidId, manifest: String, signature: String) -> Result<MyBid, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.commit_bid(&caller, bid, &manifest, &signature).await?)
}

#[server(prefix = "/api/fn", endpoint = "withdraw_bid", input = Json)]
pub async fn withdraw_bid(bid: BidId) -> Result<(), ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.withdraw_bid(&caller, bid).await?)
}

/// The lots for which the caller's company has a bid, newest first.
#[server(prefix = "/api/fn", endpoint = "my_bids")]
pub async fn my_bids() -> Result<Vec<(LotLine, MyBid)>, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.my_bids(&caller).await?)
}
