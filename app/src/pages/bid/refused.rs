//! What is said above and below the form: why the last attempt failed, and that the deadline has come.

use domain::Refusal;
use domain::view::LotView;
use leptos::html;
use leptos::prelude::*;

use super::desk::Desk;
use crate::api::ApiError;
use crate::browser::Clock;
use crate::parts::error_summary::ErrorSummary;
use crate::parts::notice::{Notice, Tone};
use crate::parts::with_lot::path;
use crate::text::{failure, lang, t};

/// Why the last attempt did not succeed. What was typed stays as it is.
#[component]
pub fn Refused(desk: Desk, lot: LotView) -> impl IntoView {
    let lang = lang();
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if desk.failure.with(Option::is_some)
            && let Some(place) = place.get_untracked()
        {
            // A missing element to focus is no reason to disturb anybody.
            let _ = place.focus();
        }
    });
    let failed = move || {
        desk.failure
            .get()
            .map(|found| view! { <Notice tone=Tone::Bad><p>{failure::failure(lang, &found)}</p></Notice> })
    };
    let lodged = move || matches!(desk.error.get(), Some(ApiError::Refused(Refusal::AlreadyCommitted { .. })));
    let receipt = path(lot.id, "receipt");
    let name = t("查看回执", "See the receipt");
    view! {
        <ErrorSummary error=desk.error/>
        {move || lodged().then(|| view! { <p><a href=receipt.clone()>{name}</a></p> })}
        <div node_ref=place tabindex="-1">{failed}</div>
    }
}

/// Says that the deadline has come while the form was open. The server's clock decides, so the button stays.
#[component]
pub fn Late(lot: LotView) -> impl IntoView {
    let left = expect_context::<Clock>().until(lot.terms.deadline);
    let over = Memo::new(move |_| left.get() == 0);
    let words =
        t("投标截止时间已到，服务器不再接收投标文件。", "The deadline has come; the server accepts no more bids.");
    view! { <div role="status">{move || over.get().then(|| view! { <p class="notice notice--warn">{words}</p> })}</div> }
}
