use leptos::prelude::*;

#[component]
pub fn Lots() -> impl IntoView {
    view! { <h1>"Lots"</h1> }
}
