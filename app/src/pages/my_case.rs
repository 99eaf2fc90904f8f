use leptos::prelude::*;

#[component]
pub fn MyCase() -> impl IntoView {
    view! { <h1>"MyCase"</h1> }
}
