use leptos::prelude::*;

#[component]
pub fn Lot() -> impl IntoView {
    view! { <h1>"Lot"</h1> }
}
