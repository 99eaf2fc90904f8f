//! Lots: the list, one lot, and announcing a new one.

use domain::LotId;
use domain::lot::LotForm;
use domain::view::{LotList, LotView};
use leptos::prelude::*;
use leptos::server_fn::codec::Json;

use super::ApiError;

/// Real lots, those with the nearest deadline first, then those past it, newest first.
#[server(prefix = "/api/fn", endpoint = "lots")]
pub async fn lots() -> Result<LotList, ApiError> {
    let (office, _) = super::door::open();
    Ok(office.lots().await?)
}

#[server(prefix = "/api/fn", endpoint = "lot")]
pub async fn lot(lot: LotId) -> Result<LotView, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.lot(&caller, lot).await?)
}

#[server(prefix = "/api/fn", endpoint = "announce_lot", input = Json)]
pub async fn announce_lot(form: LotForm) -> Result<LotId, ApiError> {
    let (office, caller) = super::door::open();
    Ok(office.announce_lot(&caller, &form).await?)
}
