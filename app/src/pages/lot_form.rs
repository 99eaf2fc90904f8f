use leptos::prelude::*;

#[component]
pub fn LotForm() -> impl IntoView {
    view! { <h1>"LotForm"</h1> }
}
