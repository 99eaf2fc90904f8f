use leptos::prelude::*;

#[component]
pub fn Key() -> impl IntoView {
    view! { <h1>"Key"</h1> }
}
