use leptos::prelude::*;

#[component]
pub fn Record() -> impl IntoView {
    view! { <h1>"Record"</h1> }
}
