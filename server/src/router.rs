//! The table of addresses.

use std::sync::OnceLock;

use axum::Router;
use axum::extract::FromRef;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post, put};
use leptos::config::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes, generate_route_list_with_exclusions_and_ssg_and_context};
use office::Office;
use tower_http::services::{ServeDir, ServeFile};

use crate::live::Rooms;
use crate::pages::Assets;
use crate::probe::{self, Probes};
use crate::reels::{self, Screens};
use crate::{attachments, book, ca, calendar, copies, guard, live, pages, papers, patience, pieces};

/// The addresses of the pages, listed once in a process: while Leptos lists them it loads no resource on any thread, and
/// a page that another router renders in that moment would wait forever.
static ROUTES: OnceLock<Vec<AxumRouteListing>> = OnceLock::new();

/// The addresses of all pages, parameters in braces; empty until a router has been built.
#[must_use]
pub fn pages() -> Vec<String> {
    ROUTES.get().into_iter().flatten().map(|route| route.path().to_owned()).collect()
}

#[derive(Clone, FromRef)]
pub struct AppState {
    pub office: Office,
    pub options: LeptosOptions,
    pub assets: Assets,
    pub https: bool,
}

/// The whole portal. `https` says that it is reached by HTTPS, through a proxy.
pub fn build(office: Office, assets: Assets, https: bool) -> Router {
    let state = AppState { options: pages::options(&assets), office: office.clone(), assets, https };
    let context = move || pages::provide(&office);
    let shown = state.clone();
    let document = move || pages::document(&shown);
    let list = || generate_route_list_with_exclusions_and_ssg_and_context(document.clone(), None, context.clone()).0;
    let routes = ROUTES.get_or_init(list).clone();
    let site = state.assets.site.clone();
    let file = |name| ServeFile::new(site.join(name));
    let piece = "/api/bids/{bid}/parts/{part}/pieces/{number}";
    let segment = "/api/lots/{lot}/reels/{reel}/segments/{number}";
    let screens = (state.office.clone(), Screens::new(state.office.clone()));
    Router::new()
        .route("/api/bids/{bid}/parts/{part}/pieces", get(pieces::list_pieces))
        .route(piece, get(pieces::get_piece))
        .route("/api/rooms/{lot}/events", get(live::follow).with_state(Rooms::new(state.office.clone())))
        .route("/api/lots/{lot}/reels/{reel}", get(reels::get_reel))
        .route("/api/lots/{lot}/reels/{reel}/segments", get(reels::list_segments))
        .route(segment, get(reels::get_segment).with_state(screens))
        .route("/api/lots/{lot}/copy", get(copies::get_copy))
        .route("/api/attachments/{id}", get(attachments::get_attachment))
        .route("/api/subjects.csv", get(book::get_subjects))
        .route("/api/probe", post(probe::measure).with_state(Probes::new(state.office.clone())))
        .route("/lots/{lot}/calendar.ics", get(calendar::of_lot))
        .merge(papers::routes())
        .route(ca::ROOT, get(ca::root))
        .route(ca::LIST, get(ca::list))
        .route("/lang/{tag}", get(pages::choose_language))
        .route("/healthz", get(|| async { "ok" }))
        .nest_service("/pkg", ServeDir::new(site.join("pkg")).precompressed_br())
        .route_service("/favicon.svg", file("favicon.svg"))
        .route_service("/mark.svg", file("mark.svg"))
        .leptos_routes_with_context(&state, routes, context, document)
        .fallback(pages::not_found)
        .layer(from_fn(guard::refuse_large))
        // No forms: they go to the disk, and their bytes are counted there.
        .route(piece, put(pieces::put_pieces))
        .route(segment, put(reels::put_segment))
        .route("/api/lots/{lot}/copy", put(copies::put_copy))
        .route("/api/attachments/of/{item}", put(attachments::put_attachment))
        .route("/api/extracts/{question}", put(attachments::put_extract))
        .route("/api/subjects", put(book::put_subjects))
        .layer(from_fn(patience::in_time))
        .layer(from_fn_with_state((state.office.clone(), https), guard::identify))
        .layer(from_fn(guard::refuse_foreign))
        .layer(from_fn_with_state(https, guard::harden))
        .with_state(state)
}
