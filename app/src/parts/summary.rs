//! Facts, each with its name.

use leptos::prelude::*;

/// A list of [`Fact`]s.
#[component]
pub fn Summary(
    /// `summary--plain`, `summary--two`.
    #[prop(default = "")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! { <dl class=format!("summary {class}")>{children()}</dl> }.into_any()
}

#[component]
pub fn Fact(#[prop(into)] name: String, children: Children) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{children()}</dd></div> }.into_any()
}
