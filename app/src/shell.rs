//! The document around every page, and the table of routes.

use domain::Lang;
use leptos::html;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages;
use crate::parts::frame::{Footer, Header, focus_on_arrival, provide_me};
use crate::text::t;

/// The HTML document that the server sends. `worker` is the address of the sealing worker's script.
pub fn shell(options: LeptosOptions, lang: Lang, worker: String) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="worker" content=worker/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <HashedStylesheet options=options.clone() id="style"/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App lang/>
            </body>
        </html>
    }
}

/// Everything inside `<body>`.
#[component]
pub fn App(lang: Lang) -> impl IntoView {
    provide_meta_context();
    provide_context(lang);
    provide_me();
    let title = t("开标", "Kaibiao");
    view! {
        <Title text=title formatter=move |page: String| if page == title { page } else { format!("{page} · {title}") }/>
        <Router>
            <Header/>
            <Content/>
            <Footer/>
        </Router>
    }
}

/// Every page is rendered whole on the server, so that it reads without scripts.
#[component]
fn Content() -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    focus_on_arrival(main);
    view! {
        <main id="main" class="page" tabindex="-1" node_ref=main>
            <Routes fallback=pages::not_found::NotFound>
                <Route path=path!("/") view=pages::front::Front ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=pages::sign_in::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/register") view=pages::register::Register ssr=SsrMode::Async/>
                <Route path=path!("/my/case") view=pages::my_case::MyCase ssr=SsrMode::Async/>
                <Route path=path!("/my/key") view=pages::key::Key ssr=SsrMode::Async/>
                <Route path=path!("/my/bids") view=pages::my_bids::MyBids ssr=SsrMode::Async/>
                <Route path=path!("/my/credit") view=pages::my_credit::MyCredit ssr=SsrMode::Async/>
                <Route path=path!("/lots") view=pages::lots::Lots ssr=SsrMode::Async/>
                <Route path=path!("/lots/new") view=pages::lot_form::LotForm ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot") view=pages::lot::Lot ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/bid") view=pages::bid::Bid ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/receipt") view=pages::receipt::Receipt ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/room") view=pages::room::Room ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/console") view=pages::console::Console ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/record") view=pages::record::Record ssr=SsrMode::Async/>
                <Route path=path!("/credit") view=pages::credit::Search ssr=SsrMode::Async/>
                <Route path=path!("/credit/:code") view=pages::credit::Credit ssr=SsrMode::Async/>
                <Route path=path!("/review") view=pages::review::Queue ssr=SsrMode::Async/>
                <Route path=path!("/review/:subject") view=pages::review::Review ssr=SsrMode::Async/>
            </Routes>
        </main>
    }
}
