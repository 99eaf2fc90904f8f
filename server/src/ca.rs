//! What the centre's authority publishes: its own certificate, to be trusted once, and what it has revoked.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use crate::refused::Refused;
use crate::router::AppState;

pub const ROOT: &str = "/ca/root.cer";
pub const LIST: &str = "/ca/crl";

/// RFC 2585, in DER.
pub async fn root(State(state): State<AppState>) -> Response {
    ([(CONTENT_TYPE, "application/pkix-cert")], state.office.ca_root()).into_response()
}

/// Signed anew whenever it is asked for: it is never older than what it says.
pub async fn list(State(state): State<AppState>) -> Result<Response, Refused> {
    let list = state.office.ca_list().await?;
    Ok(([(CONTENT_TYPE, "application/pkix-crl"), (CACHE_CONTROL, "no-cache")], list).into_response())
}
