//! Who is calling: the session cookie and the network address of every request.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::http::header::COOKIE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use office::{Office, SessionCookie};

/// Puts a `domain::Caller` into the request. Files of the client are nobody's business and cost no look-up.
pub async fn identify(State(office): State<Office>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/pkg/") {
        return next.run(request).await;
    }
    let lines = request.headers().get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookie = SessionCookie::from_headers(lines);
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map_or_else(|| "unknown".to_owned(), |ConnectInfo(peer)| peer.ip().to_string());
    match office.caller(cookie.as_ref(), &address).await {
        Ok(caller) => {
            request.extensions_mut().insert(caller);
            next.run(request).await
        }
        Err(error) => {
            tracing::error!(%error, "a session could not be looked up");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
