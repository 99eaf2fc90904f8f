//! What every request and every answer goes through: no foreign page may act here, who is calling is known, and pages
//! run only our own code.

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, COOKIE, HOST, ORIGIN, REFERRER_POLICY, SET_COOKIE,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::Limited;
use office::{Office, SessionCookie};

/// Refuses to act on a request that a foreign page has made. Browsers say where a request comes from; one that does not
/// say is refused too.
pub async fn refuse_foreign(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_own(request.headers()) {
        return next.run(request).await;
    }
    (StatusCode::FORBIDDEN, "请求来自其他网站，已拒绝 / refused: the request comes from another site").into_response()
}

fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let (Some(origin), Some(host)) = (text(ORIGIN.as_str()), text(HOST.as_str())) else { return false };
    origin.split_once("://").is_some_and(|(scheme, from)| matches!(scheme, "http" | "https") && from == host)
}

/// A form is read into memory; the longest is a tenth of it.
const LARGEST_FORM: usize = 256 << 10;

/// Refuses what is larger than any form: by what it says of itself, or once more has come than that.
pub async fn refuse_large(request: Request, next: Next) -> Response {
    let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|size| size > LARGEST_FORM) {
        let words = "提交的内容过长，已拒绝 / refused: more was sent than any form holds";
        return (StatusCode::PAYLOAD_TOO_LARGE, words).into_response();
    }
    next.run(request.map(|body| Body::new(Limited::new(body, LARGEST_FORM)))).await
}

/// Puts a `domain::Caller` into the request: the session cookie's person and the network address. Files of the client
/// are nobody's business and cost no look-up. Behind the proxy that carries HTTPS, the address is the one which that proxy
/// has added last; what stands before it, anybody may have written.
pub async fn identify(State((office, https)): State<(Office, bool)>, mut request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/pkg/") {
        return next.run(request).await;
    }
    let lines = request.headers().get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let cookie = SessionCookie::from_headers(lines);
    let address = address(&request, https);
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

fn address(request: &Request, https: bool) -> String {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let forwarded = last_forwarded(request.headers()).filter(|_| https);
    forwarded.or(peer).map_or_else(|| "unknown".to_owned(), |address| address.to_string())
}

fn last_forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let line = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    line.rsplit(',').next()?.trim().parse().ok()
}

/// The policy of a page whose inline scripts carry `nonce`.
#[must_use]
pub fn page_policy(nonce: &str) -> String {
    format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; {REST}")
}

/// The policy of everything else; a worker takes its own from its script's answer.
fn file_policy() -> HeaderValue {
    HeaderValue::from_str(&format!("script-src 'self' 'wasm-unsafe-eval'; {REST}")).unwrap_or(DENY_ALL)
}

const DENY_ALL: HeaderValue = HeaderValue::from_static("default-src 'none'");
const REST: &str = "default-src 'self'; style-src 'self'; img-src 'self' data:; media-src blob:; connect-src 'self'; \
    worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Adds the security headers, and marks cookies `Secure` where the portal is reached by HTTPS.
pub async fn harden(State(https): State<bool>, request: Request, next: Next) -> Response {
    let file = request.uri().path().starts_with("/pkg/");
    let mut response = next.run(request).await;
    let found = response.status() == StatusCode::OK;
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(self), display-capture=(self), geolocation=(), microphone=(self)",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A scan is shown within our own pages.
    headers.entry(X_FRAME_OPTIONS).or_insert(HeaderValue::from_static("DENY"));
    headers.entry(CONTENT_SECURITY_POLICY).or_insert_with(file_policy);
    // Names of client files carry their hash; everything else may be personal.
    let cache = if file && found { "public, max-age=31536000, immutable" } else { "private, no-cache" };
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
    if https {
        headers
            .insert(HeaderName::from_static("strict-transport-security"), HeaderValue::from_static("max-age=31536000"));
        mark_cookies_secure(headers);
    }
    response
}

fn mark_cookies_secure(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        let secure = [cookie.as_bytes(), b"; Secure"].concat();
        headers.append(SET_COOKIE, HeaderValue::from_bytes(&secure).unwrap_or(cookie));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap())).collect()
    }

    #[test]
    fn of_forwarded_addresses_the_proxys_own_counts() {
        let forwarded = |line: &str| last_forwarded(&headers(&[("x-forwarded-for", line)])).map(|ip| ip.to_string());
        assert_eq!(forwarded("10.0.0.1, 192.0.2.7").as_deref(), Some("192.0.2.7"));
        assert_eq!(forwarded("192.0.2.7, nonsense"), None);
        assert_eq!(last_forwarded(&HeaderMap::new()), None);
    }

    #[test]
    fn only_our_own_pages_may_act() {
        let own = [
            headers(&[("sec-fetch-site", "same-origin")]),
            headers(&[("origin", "http://127.0.0.1:3000"), ("host", "127.0.0.1:3000")]),
        ];
        assert!(own.iter().all(is_own));
        let foreign = [
            headers(&[]),
            headers(&[("sec-fetch-site", "cross-site"), ("origin", "http://a"), ("host", "a")]),
            headers(&[("sec-fetch-site", "same-site")]),
            headers(&[("sec-fetch-site", "none")]),
            headers(&[("origin", "null"), ("host", "a")]),
            headers(&[("origin", "http://evil.example"), ("host", "a")]),
            headers(&[("origin", "http://a:81"), ("host", "a")]),
        ];
        assert!(!foreign.iter().any(is_own));
    }
}
