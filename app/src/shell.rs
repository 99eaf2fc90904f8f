//! The document around every page, and the table of routes.

use domain::Lang;
use leptos::html;
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::erase::Erase;
use crate::pages;
use crate::parts::frame::{Footer, Header, focus_on_arrival, provide_me};
use crate::pieces;
use crate::text::t;

/// The HTML document that the server sends. `sheet` and `worker` are the addresses of the stylesheet and of the sealing
/// worker's script.
pub fn shell(options: LeptosOptions, lang: Lang, sheet: String, worker: String) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <meta name="worker" content=worker/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" id="style" href=sheet/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App lang/>
            </body>
        </html>
    }
    .erase()
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
    .erase()
}

/// Every page is rendered whole on the server, so that it reads without scripts.
#[component]
fn Content() -> impl IntoView {
    let main = NodeRef::<html::Main>::new();
    focus_on_arrival(main);
    view! {
        <main id="main" class="page" tabindex="-1" node_ref=main>
            <Routes fallback=pages::not_found::NotFound>
                <Route path=path!("/") view=pieces::front() ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=pieces::sign_in() ssr=SsrMode::Async/>
                <Route path=path!("/register") view=pieces::register() ssr=SsrMode::Async/>
                <Route path=path!("/my/case") view=pieces::my_case() ssr=SsrMode::Async/>
                <Route path=path!("/my/key") view=pieces::key() ssr=SsrMode::Async/>
                <Route path=path!("/my/bids") view=pieces::my_bids() ssr=SsrMode::Async/>
                <Route path=path!("/my/credit") view=pieces::my_credit() ssr=SsrMode::Async/>
                <Route path=path!("/lots") view=pieces::lots() ssr=SsrMode::Async/>
                <Route path=path!("/lots/new") view=pieces::lot_form() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot") view=pieces::lot() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/bid") view=pieces::bid() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/ready") view=pieces::ready() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/receipt") view=pieces::receipt() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/room") view=pieces::room() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/draw") view=pieces::draw() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/screen") view=pieces::screen() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/console") view=pieces::console() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/record") view=pieces::record() ssr=SsrMode::Async/>
                <Route path=path!("/lots/:lot/replay") view=pieces::replay() ssr=SsrMode::Async/>
                <Route path=path!("/verify") view=pieces::verify() ssr=SsrMode::Async/>
                <Route path=path!("/credit") view=pieces::credit_search() ssr=SsrMode::Async/>
                <Route path=path!("/credit/:code") view=pieces::credit() ssr=SsrMode::Async/>
                <Route path=path!("/review") view=pieces::queue() ssr=SsrMode::Async/>
                <Route path=path!("/my/case/form") view=pieces::filing() ssr=SsrMode::Async/>
                <Route path=path!("/subjects") view=pieces::subjects() ssr=SsrMode::Async/>
                <Route path=path!("/review/:case") view=pieces::review() ssr=SsrMode::Async/>
                <Route path=path!("/review/:case/administrator") view=pieces::hand_over() ssr=SsrMode::Async/>
                <Route path=path!("/my/account") view=pieces::account() ssr=SsrMode::Async/>
                <Route path=path!("/my/people") view=pieces::people() ssr=SsrMode::Async/>
                <Route path=path!("/join/:secret") view=pieces::join() ssr=SsrMode::Async/>
                <Route path=path!("/recover") view=pieces::recover() ssr=SsrMode::Async/>
                <Route path=path!("/recover/:secret") view=pieces::reset() ssr=SsrMode::Async/>
                <Route path=path!("/looks/:code") view=pieces::looks() ssr=SsrMode::Async/>
            </Routes>
        </main>
    }
    .erase()
}
