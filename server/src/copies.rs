//! The sealed copy of a bid, `/api/lots/{lot}/copy`: out to its owner, and in again where what is stored was damaged.

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use domain::{Caller, LotId, Refusal};
use futures::StreamExt;
use office::Office;

use crate::pieces::let_come;
use crate::refused::Refused;

/// Bytes that a refused sender may still send before it hears why.
const PATIENCE: usize = 64 << 20;

/// Gives the sealed copy to the bid's owner.
pub async fn get_copy(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path(lot): Path<String>,
) -> Result<Response, Refused> {
    let lot = lot_id(&lot)?;
    let (size, bytes) = office.sealed_copy(&caller, lot).await?;
    // The head has gone when a piece can not be read: then the file ends early, and its reader sees by its size.
    let told = move |error: &office::Error| tracing::error!(%lot, %error, "a sealed copy broke off");
    let bytes = bytes.map(move |piece| piece.inspect_err(told));
    let name = format!("attachment; filename=\"bid-{lot}.kaibiao\"");
    let headers = [(CONTENT_TYPE, "application/octet-stream"), (CACHE_CONTROL, "no-store")];
    Ok((headers, [(CONTENT_DISPOSITION, name), (CONTENT_LENGTH, size.to_string())], Body::from_stream(bytes))
        .into_response())
}

/// Takes the sealed copy again. All of it is as it was committed once the answer is 204.
pub async fn put_copy(
    State(office): State<Office>,
    Extension(caller): Extension<Caller>,
    Path(lot): Path<String>,
    body: Body,
) -> Result<StatusCode, Refused> {
    let mut bytes = body.into_data_stream();
    let restored = office.restore(&caller, lot_id(&lot)?, &mut bytes).await;
    if restored.is_err() {
        let_come(bytes, PATIENCE).await;
    }
    restored?;
    Ok(StatusCode::NO_CONTENT)
}

fn lot_id(text: &str) -> Result<LotId, Refusal> {
    text.parse().map_err(|_| Refusal::NotFound)
}
