//! The sealed copy of a bid on its way back to the server: the browser reads it from the disk as it goes.

use domain::{LotId, Refusal};
use gloo_net::http::Request;
use web_sys::File;

use crate::api::ApiError;

/// # Errors
/// What the server said, or that it could not be reached.
pub async fn send_copy(lot: LotId, copy: &File) -> Result<(), ApiError> {
    let request = Request::put(&format!("/api/lots/{lot}/copy")).body(copy).map_err(|_| ApiError::Unreachable)?;
    let answer = request.send().await.map_err(|_| ApiError::Unreachable)?;
    if answer.ok() {
        return Ok(());
    }
    Err(answer.json::<Refusal>().await.unwrap_or(Refusal::Trouble).into())
}
