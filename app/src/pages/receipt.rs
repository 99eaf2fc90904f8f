//! The receipt (回执) of the caller's bid: an official sheet, on the screen and on paper.

mod sheet;

use domain::Refusal;
use domain::view::MyBid;
use ledger::Receipt as Signed;
use leptos::prelude::*;
use leptos_meta::Title;

use crate::browser::vault;
use crate::erase::{Erase, live};
use crate::parts::notice::RefusalNotice;
use crate::parts::tour::{Tour, TourStep};
use crate::parts::with_lot::{Crumbs, Visit, with_lot};
use crate::text::t;

use sheet::Sheet;

#[component]
pub fn Receipt() -> impl IntoView {
    with_lot(|visit| view! { <Page visit/> }.erase())
}

#[component]
fn Page(visit: Visit) -> impl IntoView {
    let lot = visit.lot.clone();
    let tour = lot.terms.practice.then(|| view! { <Tour at=TourStep::of(&lot, visit.me.as_ref())/> }.erase());
    view! {
        <Title text=format!("{} · {}", t("回执", "Receipt"), lot.terms.title)/>
        <div class="page-flow">
            <Crumbs lot=lot here=t("回执", "Receipt")/>
            {tour}
            {body(visit)}
        </div>
    }
    .erase()
}

fn body(visit: Visit) -> AnyView {
    if visit.me.is_none() {
        return view! { <h1>{t("回执", "Receipt")}</h1> <RefusalNotice refusal=Refusal::SignInFirst/> }.erase();
    }
    let Some(json) = visit.lot.my_bid.as_ref().and_then(|bid: &MyBid| bid.receipt.clone()) else {
        return nothing(&visit);
    };
    // Only a defect makes a receipt unreadable; the person still gets its text.
    let Ok(receipt) = serde_json::from_str::<Signed>(&json) else {
        return view! {
            <h1>{t("回执", "Receipt")}</h1>
            <RefusalNotice refusal=Refusal::Trouble/>
            <pre class="mono">{json}</pre>
        }
        .erase();
    };
    let name = format!("receipt-{}.json", receipt.facts.bid);
    view! {
        <Sheet receipt validity=visit.lot.terms.validity_days/>
        <Actions name json/>
        <div class="actions no-print">
            <a class="button button--quiet" href=visit.path("")>{t("返回标段", "Back to the lot")}</a>
            <a class="button button--quiet" href=visit.path("room")>{t("前往开标室", "To the room")}</a>
        </div>
    }
    .erase()
}

/// Buttons that only scripts can serve, so they come with them.
#[component]
fn Actions(name: String, json: String) -> impl IntoView {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let (print, save) = (t("打印", "Print"), t("下载回执（JSON）", "Download (JSON)"));
    let file = StoredValue::new((name, json));
    live(move || {
        alive.get().then(|| {
            view! {
                <div class="actions no-print">
                    <button
                        type="button"
                        class="button button--primary"
                        on:click=move |_| { file.with_value(|(name, json)| vault::download(name, json)); }
                    >
                        {save}
                    </button>
                    // Where a browser can not print, its own menu says so.
                    <button type="button" class="button" on:click=move |_| drop(window().print())>{print}</button>
                </div>
            }
            .erase()
        })
    })
}

fn nothing(visit: &Visit) -> AnyView {
    view! {
        <div class="empty">
            <h1 class="empty__title">{t("还没有回执", "No receipt yet")}</h1>
            <p>
                {t("投标文件完整递交后即时生成回执；撤回后回执失效。",
                    "A receipt is issued as soon as a bid is lodged whole; it lapses when the bid is withdrawn.")}
            </p>
            <div class="actions"><a class="button" href=visit.path("")>{t("返回标段", "Back to the lot")}</a></div>
        </div>
    }
    .erase()
}
