//! Amounts in yuan, and their Chinese capitals while one is typed.

use domain::Fen;
use leptos::prelude::*;

use crate::text::t;

/// An amount: `12,800,000.00 元`.
#[component]
pub fn Money(fen: Fen) -> impl IntoView {
    view! { <data class="nowrap" value=fen.plain()>{fen.to_string()}" "{t("元", "yuan")}</data> }
}

/// The capitals (大写) of what is typed, as soon as it can be read as an amount.
#[component]
pub fn Capitals(#[prop(into)] value: Signal<String>) -> impl IntoView {
    let capitals = move || value.with(|typed| Fen::parse_yuan(typed)).map(|fen| format!("人民币{}", fen.capitals()));
    view! { <output class="field__echo" lang="zh-CN">{move || capitals().unwrap_or_default()}</output> }
}
