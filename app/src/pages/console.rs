use leptos::prelude::*;

#[component]
pub fn Console() -> impl IntoView {
    view! { <h1>"Console"</h1> }
}
