//! From a request to `office`: who asks is found by the server's session layer, never by the page.

use axum::http::header::{ACCEPT, COOKIE, HeaderName, ORIGIN, SET_COOKIE, USER_AGENT};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode};
use domain::{Caller, Refusal};
use leptos::prelude::{expect_context, use_context};
use leptos::server_fn::ServerFn;
use leptos::server_fn::error::ServerFnUrlError;
use leptos_axum::ResponseOptions;
use office::{Knock, Office, SessionCookie};

use super::ApiError;

/// The office and who stands at its door.
pub fn open() -> (Office, Caller) {
    let caller = use_context::<Parts>()
        .and_then(|parts| parts.extensions.get::<Caller>().cloned())
        .unwrap_or_else(|| Caller::visitor("unknown"));
    (expect_context::<Office>(), caller)
}

/// The cookie of the request, for signing out.
pub fn cookie() -> Option<SessionCookie> {
    let parts = use_context::<Parts>()?;
    SessionCookie::from_headers(parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()))
}

/// The secret of a browser that signs in by certificate.
pub fn knock() -> Option<Knock> {
    let parts = use_context::<Parts>()?;
    Knock::from_headers(parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()))
}

/// The session of the request.
///
/// # Errors
/// `SignInFirst` without one.
pub fn session() -> Result<SessionCookie, ApiError> {
    cookie().ok_or_else(|| office::Error::from(Refusal::SignInFirst).into())
}

/// What the browser says of itself.
pub fn device() -> String {
    header(&USER_AGENT)
}

/// Where the browser stands: scheme and host. It says so itself with whatever is no mere reading.
pub fn origin() -> String {
    header(&ORIGIN)
}

fn header(name: &HeaderName) -> String {
    let parts = use_context::<Parts>();
    let value = parts.as_ref().and_then(|parts| parts.headers.get(name)?.to_str().ok());
    value.unwrap_or_default().to_owned()
}

/// Sends a session cookie with the answer.
pub fn set_cookie(line: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(line)) {
        response.append_header(SET_COOKIE, value);
    }
}

impl From<office::Error> for ApiError {
    /// The operator finds the cause in the log; the person is told only what concerns it.
    fn from(error: office::Error) -> Self {
        let refusal = Refusal::from(error);
        tell_status(&refusal);
        Self::Refused(refusal)
    }
}

/// A refusal is no failure of the server. A plain form is led back to its page instead, and a page that tells a refusal
/// is itself whole, unless it is about something that is not there.
fn tell_status(refusal: &Refusal) {
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else { return };
    if !wants_page(&parts) || (parts.method == Method::GET && *refusal == Refusal::NotFound) {
        response.set_status(status(refusal));
    }
}

/// The browser itself asks, for a page or with a plain form, and no script.
fn wants_page(parts: &Parts) -> bool {
    parts.headers.get(ACCEPT).and_then(|value| value.to_str().ok()).is_some_and(|to| to.contains("text/html"))
}

/// Leads a plain form that was refused back to its page, with what was typed there and why it was refused. A script still
/// has what was typed.
pub fn lead_back<Call: ServerFn<Error = ApiError>>(page: &str, typed: &[(&str, &str)], refused: &ApiError) {
    if !use_context::<Parts>().is_some_and(|parts| wants_page(&parts)) {
        return;
    }
    // Only path and query are used: the form came from this very site.
    let address = ServerFnUrlError::new(Call::PATH, refused.clone()).to_url(&format!("http://localhost{page}"));
    if let Ok(mut address) = address {
        address.query_pairs_mut().extend_pairs(typed);
        redirect(&format!("{}?{}", address.path(), address.query().unwrap_or_default()));
    }
}

/// What a refusal is called in HTTP (RFC 9110).
#[must_use]
pub const fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::SignInFirst
        | Refusal::WrongPassword
        | Refusal::CodeNeeded
        | Refusal::WrongCode
        | Refusal::ProveFirst => StatusCode::UNAUTHORIZED,
        Refusal::NotAllowed
        | Refusal::NotApproved { .. }
        | Refusal::Restricted { .. }
        | Refusal::RoleMissing { .. }
        | Refusal::OwnLot => StatusCode::FORBIDDEN,
        Refusal::NotFound => StatusCode::NOT_FOUND,
        Refusal::DigestDiffers { .. } | Refusal::NotTheCopy { .. } | Refusal::NotSealed => StatusCode::BAD_REQUEST,
        Refusal::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::TooLarge | Refusal::QuotaUsedUp { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Refusal::Busy | Refusal::TooOften { .. } | Refusal::Locked { .. } => StatusCode::TOO_MANY_REQUESTS,
        Refusal::Trouble => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::CONFLICT,
    }
}

/// Leads to a path of ours. Leptos panics on characters outside ASCII in a redirect, so they are percent-encoded;
/// an address of somebody else is never followed.
pub fn redirect(path: &str) {
    leptos_axum::redirect(&local_path(path));
}

fn local_path(path: &str) -> String {
    let local = path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n']);
    let path = if local { path } else { "/" };
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn a_chinese_path_is_encoded_and_a_foreign_address_is_not_followed() {
        assert_eq!(local_path("/credit/开标?a=b#c"), "/credit/%E5%BC%80%E6%A0%87?a=b#c");
        for foreign in ["https://example.com", "//example.com", "/\\example.com", "/a\r\nSet-Cookie: x", ""] {
            assert_eq!(local_path(foreign), "/");
        }
    }
}
