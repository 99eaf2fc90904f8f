//! How the deadline of a lot has moved, and why.

use domain::postpone::Postponement;
use domain::stage::StageName;
use domain::view::LotView;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::extensions::still_valid;
use crate::parts::facts::Moment;
use crate::text::t;

/// Nothing when it never has.
#[component]
pub fn Postponed(lot: LotView) -> impl IntoView {
    if lot.postponed.is_empty() {
        return ().into_any();
    }
    let valid = (lot.stage == StageName::Scheduled).then(|| view! { <p>{still_valid()}</p> }.erase());
    let all = lot.postponed.into_iter().rev().map(|one| view! { <Item one/> }.erase());
    view! {
        <section class="notice notice--warn" aria-labelledby="postponed">
            <h2 class="notice__title" id="postponed">{t("投标截止时间已推迟", "The deadline was postponed")}</h2>
            <ol class="timeline" reversed>{all.collect_view()}</ol>
            {valid}
        </section>
    }
    .erase()
}

#[component]
fn Item(one: Postponement) -> impl IntoView {
    let Postponement { at, from, until, reason } = one;
    view! {
        <li class="is-dated">
            <Moment at/>
            <p>
                {t("由 ", "From ")} <Moment at=from/> {t(" 推迟至 ", " to ")} <Moment at=until/>
                {t("，原因：", ": ")} {reason}
            </p>
        </li>
    }
    .erase()
}
