use leptos::prelude::*;

#[component]
pub fn Credit() -> impl IntoView {
    view! { <h1>"Credit"</h1> }
}

#[component]
pub fn Search() -> impl IntoView {
    view! { <h1>"Search"</h1> }
}
