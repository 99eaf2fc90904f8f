use leptos::prelude::*;

#[component]
pub fn Receipt() -> impl IntoView {
    view! { <h1>"Receipt"</h1> }
}
