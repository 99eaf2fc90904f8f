use leptos::prelude::*;

#[component]
pub fn Bid() -> impl IntoView {
    view! { <h1>"Bid"</h1> }
}
