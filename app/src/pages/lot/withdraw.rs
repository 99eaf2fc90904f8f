//! Taking a committed bid back before the deadline: said twice, done once.

use leptos::prelude::*;

use crate::api::{self, ApiError};
use crate::parts::refusal::RefusalNotice;
use crate::parts::with_lot::Visit;
use crate::text::t;

#[component]
pub fn Withdraw(visit: Visit) -> impl IntoView {
    let bid = visit.lot.my_bid.as_ref().map(|bid| bid.id);
    let again = visit.again;
    let withdraw = Action::new(move |(): &()| async move {
        let bid = bid.ok_or(ApiError::Unreachable)?;
        api::bids::withdraw_bid(bid).await?;
        again.run(());
        Ok::<(), ApiError>(())
    });
    let refused = move || withdraw.value().get().and_then(Result::err);
    view! {
        <details>
            <summary>{t("撤回投标文件", "Withdraw the bid")}</summary>
            <div class="decide decide--danger">
                <p>
                    {t("撤回后已递交的投标文件作废，回执随之失效。截止前可以重新投标；截止后不能再递交，也不能再撤回。",
                        "The lodged bid becomes void and its receipt with it. You may bid again until the deadline; after it nothing can be lodged or withdrawn.")}
                </p>
                {move || refused().map(|error| view! { <RefusalNotice refusal=error/> })}
                <div class="actions">
                    <button
                        type="button"
                        class="button button--danger"
                        aria-busy=move || withdraw.pending().get().then_some("true")
                        disabled=withdraw.pending()
                        on:click=move |_| { withdraw.dispatch(()); }
                    >
                        {t("确认撤回", "Withdraw it")}
                    </button>
                </div>
            </div>
        </details>
    }
}
