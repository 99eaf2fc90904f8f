use leptos::prelude::*;

#[component]
pub fn MyCredit() -> impl IntoView {
    view! { <h1>"MyCredit"</h1> }
}
