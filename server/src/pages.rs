//! The pages and server functions of `app`, with what they need in their context.

use app::shell;
use axum::extract::{Request, State};
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::Lang;
use leptos::config::LeptosOptions;
use leptos::nonce::use_nonce;
use leptos::prelude::{IntoView, provide_context, use_context};
use leptos_axum::ResponseOptions;
use office::Office;

use crate::assets::Assets;
use crate::router::AppState;
use crate::{guard, language};

/// Where Leptos finds the client's files. Their names carry hashes, which are in `hash.txt` of the site.
#[must_use]
pub fn options(assets: &Assets) -> LeptosOptions {
    LeptosOptions::builder()
        .output_name("kaibiao")
        .site_root(assets.site.display().to_string())
        .site_pkg_dir("pkg")
        .hash_files(true)
        .hash_file(assets.site.join("hash.txt").display().to_string().into())
        .build()
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
    let lang = use_context::<Parts>().map_or(Lang::default(), |parts| language::of(&parts.headers));
    shell(state.options.clone(), lang, state.assets.worker.clone())
}

/// The page for what is not there.
pub async fn not_found(State(state): State<AppState>, request: Request) -> Response {
    let office = state.office.clone();
    let render = leptos_axum::render_app_async_with_context(move || provide(&office), move || document(&state));
    let mut response = render(request).await.into_response();
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
