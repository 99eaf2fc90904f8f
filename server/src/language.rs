//! The language of the pages: a cookie, set by one click and read by the server.

use axum::extract::{Path, Query};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, SET_COOKIE};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Lang;
use serde::Deserialize;

#[derive(Deserialize)]
pub struct Back {
    back: Option<String>,
}

/// `GET /lang/{tag}?back=/path`. It changes nothing but the answer's own cookie.
pub async fn choose(Path(tag): Path<String>, Query(Back { back }): Query<Back>) -> Response {
    let tag = if Lang::from_tag(&tag) == Lang::En { "en" } else { "zh" };
    let cookie = format!("lang={tag}; Path=/; SameSite=Lax; Max-Age=31536000");
    let back = back.filter(|path| is_local(path)).unwrap_or_else(|| "/".to_owned());
    ([(SET_COOKIE, cookie)], Redirect::to(&back)).into_response()
}

fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// The cookie decides; without one, the browser's first preference.
#[must_use]
pub fn of(headers: &HeaderMap) -> Lang {
    let cookies = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    if let Some((_, tag)) = pairs.find(|(name, _)| *name == "lang") {
        return Lang::from_tag(tag);
    }
    let preferred = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Lang::from_tag(preferred.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_goes_before_the_browsers_preference() {
        let mut headers = HeaderMap::new();
        assert_eq!(of(&headers), Lang::Zh);
        headers.insert(ACCEPT_LANGUAGE, "en-GB,en;q=0.9".parse().unwrap());
        assert_eq!(of(&headers), Lang::En);
        headers.insert(COOKIE, "a=b; lang=zh".parse().unwrap());
        assert_eq!(of(&headers), Lang::Zh);
    }

    #[test]
    fn nobody_is_led_to_a_foreign_address() {
        assert!(is_local("/lots/1?a=b"));
        for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nb"] {
            assert!(!is_local(foreign), "{foreign}");
        }
    }
}
