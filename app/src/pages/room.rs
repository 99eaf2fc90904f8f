use leptos::prelude::*;

#[component]
pub fn Room() -> impl IntoView {
    view! { <h1>"Room"</h1> }
}
