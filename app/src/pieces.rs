//! The client in pieces: a browser loads the code of a page when it opens the page. Pages that one visit needs together
//! share a piece; what several pieces need is cut out by `cargo xtask build`, and what most of them need lies in a pack of
//! its own. `cargo xtask bench pages` weighs a division.

use std::future::pending;
use std::pin::Pin;

use leptos::prefetch_lazy_fn_on_server;
use leptos::prelude::*;
use leptos_router::ChooseView;
use leptos_router::hooks::use_url;
use leptos_router::location::Url;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::pages;

type Fetched<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

/// A page whose code may still be on the server.
#[derive(Clone, Copy)]
pub struct Later {
    code: fn() -> Fetched<()>,
    /// At once, when the code is here.
    view: fn() -> Fetched<AnyView>,
}

impl ChooseView for Later {
    /// The router waits for this before it draws the page.
    async fn preload(&self) {
        let url = use_url();
        if (self.code)().await.is_err() {
            without_code(url).await;
        }
    }

    async fn choose(self) -> AnyView {
        match (self.view)().await {
            Ok(view) => view,
            Err(_) => pending().await,
        }
    }
}

/// The code did not come. A page that is already shown stays as the server wrote it, and its forms still work. On the
/// way to another page, the browser asks the server for that one whole: after a release the old pieces are gone.
async fn without_code(url: ReadSignal<Url>) {
    let arriving = Owner::current_shared_context().is_some_and(|shared| shared.during_hydration());
    if !arriving && let Some(window) = web_sys::window() {
        let address = url.with_untracked(|url| format!("{}?{}", url.path(), url.search()));
        drop(window.location().assign(address.trim_end_matches('?')));
    }
    pending().await
}

/// `piece: page = Component, …;` makes `page()`, the view of a route.
macro_rules! pieces {
    ($($piece:ident: $($page:ident = $component:path),+;)+) => {$($(
        #[must_use]
        pub fn $page() -> Later {
            // The name must be the page's own: the linker sees it.
            #[wasm_split($piece, fallible, preload(fetch))]
            fn $page() -> Result<AnyView, SplitLoaderError> {
                Ok(view! { <$component/> }.into_any())
            }
            Later {
                code: || Box::pin(fetch()),
                view: || {
                    prefetch_lazy_fn_on_server(stringify!($piece));
                    Box::pin($page())
                },
            }
        }
    )+)+};
}

pieces! {
    // What a visitor reads, what a centre's people do, and what is on file of a company.
    portal: front = pages::front::Front, lots = pages::lots::Lots, lot = pages::lot::Lot,
        credit_search = pages::credit::Search, credit = pages::credit::Credit, sign_in = pages::sign_in::SignIn,
        queue = pages::review::Queue, review = pages::review::Review,
        my_case = pages::my_case::MyCase, my_credit = pages::credit::MyCredit;
    // What a company does before it bids, and between its bid and the opening.
    company: register = pages::register::Register, key = pages::key::Key, receipt = pages::receipt::Receipt,
        ready = pages::ready::Ready;
    bidding: bid = pages::bid::Bid, my_bids = pages::my_bids::MyBids;
    // The room, which everybody of an opening is in.
    opening: room = pages::room::Room;
    // What anybody reckons again.
    checking: draw = pages::draw::Draw;
    // What the host does before it and beside it, and what is left of it afterwards.
    hosting: lot_form = pages::lot_form::LotForm, console = pages::console::Console, record = pages::record::Record;
}
