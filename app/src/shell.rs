//! The document around every page, and the table of routes.

use domain::Lang;
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::path;

use crate::pages;

/// The HTML document that the server sends.
pub fn shell(options: LeptosOptions, lang: Lang) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
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
    view! {
        <Title text="开标 Kaibiao"/>
        <Router>
            <main id="main" class="page">
                <Routes fallback=pages::not_found::NotFound>
                    <Route path=path!("/") view=pages::front::Front/>
                    <Route path=path!("/sign-in") view=pages::sign_in::SignIn/>
                    <Route path=path!("/register") view=pages::register::Register/>
                    <Route path=path!("/my/case") view=pages::my_case::MyCase/>
                    <Route path=path!("/my/key") view=pages::key::Key/>
                    <Route path=path!("/my/credit") view=pages::my_credit::MyCredit/>
                    <Route path=path!("/lots") view=pages::lots::Lots/>
                    <Route path=path!("/lots/new") view=pages::lot_form::LotForm/>
                    <Route path=path!("/lots/:lot") view=pages::lot::Lot/>
                    <Route path=path!("/lots/:lot/bid") view=pages::bid::Bid/>
                    <Route path=path!("/lots/:lot/receipt") view=pages::receipt::Receipt/>
                    <Route path=path!("/lots/:lot/room") view=pages::room::Room/>
                    <Route path=path!("/lots/:lot/console") view=pages::console::Console/>
                    <Route path=path!("/lots/:lot/record") view=pages::record::Record/>
                    <Route path=path!("/credit") view=pages::credit::Search/>
                    <Route path=path!("/credit/:code") view=pages::credit::Credit/>
                    <Route path=path!("/review") view=pages::review::Queue/>
                    <Route path=path!("/review/:subject") view=pages::review::Review/>
                </Routes>
            </main>
        </Router>
    }
}
