use leptos::prelude::*;

#[component]
pub fn Front() -> impl IntoView {
    view! { <h1>"Front"</h1> }
}
