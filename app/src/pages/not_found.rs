//! No page has this address.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::erase::Erase;
use crate::text::t;

#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Title text=t("没有此页", "No such page")/>
        <div class="page-flow">
            <h1>{t("没有此页", "No such page")}</h1>
            <p>{t("地址可能有误，或者页面已经移走。", "The address may be wrong, or the page has moved.")}</p>
            <div class="actions">
                <a class="button button--primary" href="/">{t("回到首页", "To the front page")}</a>
                <a class="button" href="/lots">{t("查看标段", "See the lots")}</a>
            </div>
        </div>
    }
    .erase()
}
