//! The way back from a page of a lot.

use domain::view::LotView;
use leptos::prelude::*;

use super::with_lot::path;
use crate::text::t;

/// The list of lots, the lot, and `here`, the page itself; without `here` the lot is the page.
#[component]
pub fn Crumbs(lot: LotView, #[prop(optional)] here: Option<&'static str>) -> impl IntoView {
    let title = lot.terms.title.clone();
    let rest = match here {
        None => view! { <li aria-current="page">{title}</li> }.into_any(),
        Some(here) => view! {
            <li><a href=path(lot.id, "")>{title}</a></li>
            <li aria-current="page">{here}</li>
        }
        .into_any(),
    };
    view! {
        <nav class="breadcrumbs no-print" aria-label=t("位置", "You are here")>
            <ol><li><a href="/lots">{t("标段", "Lots")}</a></li>{rest}</ol>
        </nav>
    }
}
