//! What every page of a lot begins with: the lot of the address, who looks at it, and the way back.

use std::sync::Arc;

use domain::view::{LotView, Me};
use domain::{LotId, Refusal};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use crate::api::{self, ApiError};
use crate::erase::Erase;
use crate::parts::frame::use_me;
use crate::parts::notice::{PracticeBanner, RefusalNotice, Waiting};
use crate::text::t;

/// A lot as one person sees it.
#[derive(Clone)]
pub struct Visit {
    pub lot: LotView,
    pub me: Option<Me>,
    /// Asks the server again and draws the page anew.
    pub again: Callback<()>,
}

impl Visit {
    /// The address of one of the lot's pages; the lot's own for an empty `page`.
    #[must_use]
    pub fn path(&self, page: &str) -> String {
        path(self.lot.id, page)
    }
}

/// The address of one of a lot's pages.
#[must_use]
pub fn path(lot: LotId, page: &str) -> String {
    if page.is_empty() { format!("/lots/{lot}") } else { format!("/lots/{lot}/{page}") }
}

/// Shows the lot of the address, or why it can not be shown. A practice lot carries its banner.
pub fn with_lot<V: IntoView + 'static>(show: impl Fn(Visit) -> V + Send + Sync + 'static) -> AnyView {
    shown(Arc::new(move |visit| show(visit).into_any()))
}

/// Written once for all pages, because their types would each bring a copy of it.
fn shown(show: Arc<dyn Fn(Visit) -> AnyView + Send + Sync>) -> AnyView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.read().get("lot").and_then(|text| text.parse::<LotId>().ok()));
    let loaded = Resource::new(move || id.get(), load);
    let me = use_me();
    let again = Callback::new(move |()| loaded.refetch());
    view! {
        <Suspense fallback=Waiting>
            {move || {
                let show = Arc::clone(&show);
                Suspend::new(async move {
                    match loaded.await {
                        Ok(lot) => {
                            let me = me.get().await;
                            let practice = lot.terms.practice;
                            view! {
                                {practice.then(|| view! { <PracticeBanner/> }.erase())}
                                {show(Visit { lot, me, again })}
                            }
                                .erase()
                        }
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })
            }}
        </Suspense>
    }
    .erase()
}

async fn load(id: Option<LotId>) -> Result<LotView, ApiError> {
    api::lots::lot(id.ok_or(Refusal::NotFound)?).await
}

/// The way back from a page of a lot.
/// The list of lots, the lot, and `here`, the page itself; without `here` the lot is the page.
#[component]
pub fn Crumbs(lot: LotView, #[prop(optional)] here: Option<&'static str>) -> impl IntoView {
    let title = lot.terms.title.clone();
    let rest = match here {
        None => view! { <li aria-current="page">{title}</li> }.erase(),
        Some(here) => view! {
            <li><a href=path(lot.id, "")>{title}</a></li>
            <li aria-current="page">{here}</li>
        }
        .erase(),
    };
    view! {
        <nav class="breadcrumbs no-print" aria-label=t("位置", "You are here")>
            <ol><li><a href="/lots">{t("标段", "Lots")}</a></li>{rest}</ol>
        </nav>
    }
    .erase()
}
