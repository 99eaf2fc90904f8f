//! The pages and server functions of `app`: what they need in their context, the built client they name, and their
//! language, which is a cookie set by one click.

use std::path::{Path as FilePath, PathBuf};

use anyhow::Context;
use app::shell;
use axum::extract::{Path, Query, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_SECURITY_POLICY, COOKIE, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use domain::Lang;
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::{IntoView, provide_context, use_context};
use leptos_axum::ResponseOptions;
use office::Office;
use serde::Deserialize;

use crate::guard;
use crate::router::AppState;

/// Where Leptos finds the client's files: in a folder whose name carries their hash.
#[must_use]
pub fn options(assets: &Assets) -> LeptosOptions {
    let options = LeptosOptions::builder().output_name("kaibiao").site_root(assets.site.display().to_string());
    options.site_pkg_dir(assets.client.clone()).build()
}

/// What pages and server functions find in their context, and the page's own security policy.
pub fn provide(office: &Office) {
    provide_context(office.clone());
    let response = use_context::<ResponseOptions>();
    if let (Some(response), Some(nonce)) = (response, use_nonce())
        && let Ok(policy) = HeaderValue::from_str(&guard::page_policy(&nonce))
    {
        response.insert_header(CONTENT_SECURITY_POLICY, policy);
    }
}

/// The document, in the language of the request.
pub fn document(state: &AppState) -> impl IntoView + use<> {
    let lang = use_context::<Parts>().map_or(Lang::default(), |parts| language_of(&parts.headers));
    shell(state.options.clone(), lang, state.assets.style.clone(), state.assets.worker.clone())
}

/// The page for what is not there.
pub async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let office = state.office.clone();
    let render = leptos_axum::render_app_async_with_context(move || provide(&office), move || document(&state));
    let mut response = render(request).await.into_response();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

/// The built client: the site folder as `cargo xtask` lays it out, and the addresses in its `pkg/assets.json`.
#[derive(Clone, Debug, Deserialize)]
pub struct Assets {
    #[serde(skip)]
    pub site: PathBuf,
    /// Folder in `site` of the client's script, modules and list of pieces.
    pub client: String,
    /// Address of the stylesheet.
    pub style: String,
    /// Address of the worker's script.
    pub worker: String,
}

impl Assets {
    /// # Errors
    /// When the client has not been built.
    pub fn find(site: &FilePath) -> anyhow::Result<Self> {
        let list = site.join("pkg/assets.json");
        let text = std::fs::read_to_string(&list)
            .with_context(|| format!("{} is missing: build the client with `cargo xtask serve`", list.display()))?;
        let assets: Self = serde_json::from_str(&text).with_context(|| format!("reading {}", list.display()))?;
        Ok(Self { site: std::path::absolute(site)?, ..assets })
    }
}

#[derive(Deserialize)]
pub struct Back {
    back: Option<String>,
}

/// `GET /lang/{tag}?back=/path`. It changes nothing but the answer's own cookie.
pub async fn choose_language(Path(tag): Path<String>, Query(Back { back }): Query<Back>) -> Response {
    let tag = if Lang::from_tag(&tag) == Lang::En { "en" } else { "zh" };
    let cookie = format!("lang={tag}; Path=/; SameSite=Lax; Max-Age=31536000");
    let back = back.filter(|path| is_local(path)).unwrap_or_else(|| "/".to_owned());
    ([(SET_COOKIE, cookie)], Redirect::to(&back)).into_response()
}

fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
}

/// The cookie decides; without one, the browser's first preference.
pub fn language_of(headers: &HeaderMap) -> Lang {
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
        assert_eq!(language_of(&headers), Lang::Zh);
        headers.insert(ACCEPT_LANGUAGE, "en-GB,en;q=0.9".parse().unwrap());
        assert_eq!(language_of(&headers), Lang::En);
        headers.insert(COOKIE, "a=b; lang=zh".parse().unwrap());
        assert_eq!(language_of(&headers), Lang::Zh);
    }

    #[test]
    fn nobody_is_led_to_a_foreign_address() {
        assert!(is_local("/lots/1?a=b"));
        for foreign in ["https://evil.example", "//evil.example", "/\\evil.example", "/a\r\nb"] {
            assert!(!is_local(foreign), "{foreign}");
        }
    }
}
