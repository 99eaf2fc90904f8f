use leptos::prelude::*;

#[component]
pub fn Review() -> impl IntoView {
    view! { <h1>"Review"</h1> }
}

#[component]
pub fn Queue() -> impl IntoView {
    view! { <h1>"Queue"</h1> }
}
