//! Facts, each with its name; amounts and points in time as facts are written.

use domain::{Fen, Timestamp};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::text::t;

/// A list of [`Fact`]s.
#[component]
pub fn Summary(
    /// `summary--plain`, `summary--two`.
    #[prop(default = "")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! { <dl class=format!("summary {class}")>{children()}</dl> }.erase()
}

#[component]
pub fn Fact(#[prop(into)] name: String, children: Children) -> impl IntoView {
    view! { <div><dt>{name}</dt><dd>{children()}</dd></div> }.erase()
}

/// An amount: `12,800,000.00 元`.
#[component]
pub fn Money(fen: Fen) -> impl IntoView {
    view! { <data class="nowrap" value=fen.plain()>{fen.to_string()}" "{t("元", "yuan")}</data> }.erase()
}

/// The capitals (大写) of what is typed, as soon as it can be read as an amount.
#[component]
pub fn Capitals(#[prop(into)] value: Signal<String>) -> impl IntoView {
    let capitals = move || value.with(|typed| Fen::parse_yuan(typed)).map(|fen| format!("人民币{}", fen.capitals()));
    view! { <output class="field__echo" lang="zh-CN">{move || capitals().unwrap_or_default()}</output> }.erase()
}

/// Day and time in Beijing, or with `clock` the time alone.
#[component]
pub fn Moment(at: Timestamp, #[prop(optional)] clock: bool) -> impl IntoView {
    let words = if clock { at.clock() } else { at.to_string() };
    view! { <time class="nowrap" datetime=format!("{}+08:00", at.to_local())>{words}</time> }.erase()
}
