//! The client in pieces: a browser loads the code of a page when it opens the page. Pages that one visit needs together
//! share a piece; what several pieces need is cut out by `cargo xtask build`, and what most of them need lies in a pack of
//! its own. `cargo xtask bench pages` weighs a division.

use std::future::pending;
use std::pin::Pin;

use domain::Timestamp;
use domain::lot::Terms;
use domain::subject::look::Sought;
use domain::view::MySubject;
use futures::FutureExt;
use gloo_timers::future::TimeoutFuture;
use leptos::prefetch_lazy_fn_on_server;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::ChooseView;
use leptos_router::hooks::use_url;
use leptos_router::location::Url;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::erase::{Erase, live};
use crate::pages;
use crate::pages::room::with_key::{self, KeyAct, Place};
use crate::parts;
use crate::parts::hall::Hall;
use crate::text::t;

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

/// Milliseconds before the code of a part is asked for again.
const AGAIN: u32 = 2_000;

/// `piece: part(argument: Type, …) = path, …;` makes `part(…)`, a part of a page. Its code comes when the part is drawn in
/// a page that has come alive, and not before.
macro_rules! parts {
    ($($piece:ident: $($part:ident($($name:ident: $kind:ty),*) = $path:path),+;)+) => {$($(
        #[must_use]
        pub fn $part($($name: $kind),*) -> AnyView {
            #[wasm_split($piece, fallible, preload(fetch))]
            fn $part($($name: $kind),*) -> Result<AnyView, SplitLoaderError> {
                Ok($path($($name),*))
            }
            arriving(|| Box::pin(fetch()), move || Box::pin($part($($name),*)))
        }
    )+)+};
}

/// A line that is down comes back: the code is asked for again and again, until the page is left.
fn arriving(code: fn() -> Fetched<()>, view: impl Fn() -> Fetched<AnyView> + Send + 'static) -> AnyView {
    let here = RwSignal::new(None);
    Effect::new(move || {
        spawn_local(async move {
            while code().await.is_err() {
                if here.try_set(Some(false)).is_some() {
                    return;
                }
                TimeoutFuture::new(AGAIN).await;
            }
            let _left = here.try_set(Some(true));
        });
    });
    let slow = t(
        "本页有一部分还没有载入，正在重试。请检查网络；多次不成功的，请刷新页面。",
        "A part of this page has not loaded; it is tried again. Check your network; if it stays so, reload the page.",
    );
    live(move || match here.get() {
        None => None,
        Some(true) => view().now_or_never()?.ok(),
        Some(false) => Some(view! { <p role="status">{slow}</p> }.erase()),
    })
}

pieces! {
    // What a visitor reads, and what is on file of a company.
    portal: front = pages::front::Front, lots = pages::lots::Lots, lot = pages::lot::Lot,
        credit_search = pages::credit::Search, credit = pages::credit::Credit, sign_in = pages::sign_in::SignIn,
        my_credit = pages::credit::MyCredit;
    // What a bidder does between its bid and the opening.
    company: receipt = pages::receipt::Receipt, ready = pages::ready::Ready;
    bidding: bid = pages::bid::Bid, my_bids = pages::my_bids::MyBids;
    // The room, which everybody of an opening is in.
    opening: room = pages::room::Room;
    // What is left of it afterwards, and what anybody reckons again.
    checking: record = pages::record::Record, draw = pages::draw::Draw;
    // The same for a hall.
    projecting: screen = pages::screen::Screen;
    // What the host does before it, and in it.
    announcing: lot_form = pages::lot_form::LotForm;
    hosting: console = pages::console::Console;
    // An opening once more, for those who supervise.
    replaying: replay = pages::replay::Replay;
    // An opening that is over, checked out of one file.
    verifying: verify = pages::verify::Verify;
    // A company registers, and sees where that stands.
    filing: register = pages::register::Register, my_case = pages::my_case::MyCase, filing = pages::filing::Filing;
    // The registrars' desk.
    reviewing: queue = pages::review::Queue, review = pages::review::Review, subjects = pages::subjects::Subjects;
    // What lets people in, who the people of a company are, and its key.
    letting_in: key = pages::key::Key, account = pages::account::Account, people = pages::people::People,
        join = pages::people::join::Join,
        hand_over = pages::people::hand_over::HandOver, recover = pages::recover::Recover, reset = pages::recover::Reset;
    // Who looked at what is on file of a company.
    looking: looks = pages::looks::Looks;
}

parts! {
    // What a bidder does with its key in the room; loaded ahead of its time.
    with_key: key_form(place: Place, act: KeyAct) = with_key::form, key_ahead() = with_key::nothing;
    // The host's broadcast, at its console and in the room.
    sending: broadcast(hall: Hall, deadline: Timestamp) = pages::console::broadcast::panel;
    watching: player(hall: Hall, watching: RwSignal<bool>) = pages::room::player::player;
    // What is said in the room, there and at the console.
    floor: floor(hall: Hall, host: bool) = parts::floor::panel;
    // The lots that are opened together, there and there.
    beside: together(hall: Hall, host: bool) = parts::together::panel;
    // What a host does rarely.
    rarely: rarely(hall: Hall, terms: StoredValue<Terms>) = pages::console::rarely::panels;
    // What checks a bundle: seals, signatures, the rules of the room.
    verifier: verifier() = pages::verify::desk::desk;
    // Passkeys, to sign in and to make one.
    passkeys: sign_in_by_passkey(back: StoredValue<String>) = parts::passkeys::sign_in,
        make_passkey(changed: Callback<()>) = parts::passkeys::make;
    // What a registrar decides of certificates.
    requests: requests() = pages::review::requests::requests;
    // Key, backup and certificates of a company.
    certificates: certificates(subject: StoredValue<MySubject>) = pages::key::desk::desk;
    // The company's certificate, to sign in.
    by_certificate: sign_in_by_certificate(back: StoredValue<String>) = parts::by_certificate::sign_in;
    // What is masked, for a purpose.
    revealing: reveal(sought: StoredValue<Sought>, name: StoredValue<String>) = parts::reveal::button;
}
