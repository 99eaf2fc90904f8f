//! What whoever stands at the projector can do: the voice, the whole screen, the pages, and the way back.

use leptos::prelude::*;

use super::turning::Turning;
use super::voice::VoiceButton;
use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::with_lot::path;
use crate::text::{lang, pick};

#[component]
pub fn Tools(hall: Hall, turning: Turning) -> impl IntoView {
    let lang = lang();
    let several = Memo::new(move |_| turning.pages.get() > 1);
    let pager = live(move || several.get().then(|| view! { <Pager hall turning/> }.erase()));
    view! {
        {pager}
        <div class="screen__tools">
            <VoiceButton hall/>
            <button type="button" class="button button--small" disabled=move || !hall.alive.get() on:click=|_| whole_screen()>
                {pick(lang, "全屏", "Full screen")}
            </button>
            <a class="button button--small" href=path(hall.lot, "room")>{pick(lang, "开标室", "The room")}</a>
        </div>
    }
    .erase()
}

#[component]
fn Pager(hall: Hall, turning: Turning) -> impl IntoView {
    let lang = lang();
    let button = move |name: &'static str, by: fn(usize) -> usize| {
        let press = move |_| {
            turning.still.set(true);
            turning.turn(by(turning.pages.get_untracked()));
        };
        view! {
            <button type="button" class="button button--small" disabled=move || !hall.alive.get() on:click=press>
                {name}
            </button>
        }
        .erase()
    };
    let place = move || {
        let (page, pages) = (turning.page() + 1, turning.pages.get());
        pick(lang, format!("第 {page} 页，共 {pages} 页"), format!("Page {page} of {pages}"))
    };
    let name = move || {
        if turning.still.get() {
            pick(lang, "自动翻页", "Turn pages by itself")
        } else {
            pick(lang, "停止翻页", "Stop turning pages")
        }
    };
    view! {
        <div class="screen__tools">
            {button(pick(lang, "上一页", "Previous page"), |pages| pages - 1)}
            <span>{place}</span>
            {button(pick(lang, "下一页", "Next page"), |_| 1)}
            <button
                type="button"
                class="button button--small"
                disabled=move || !hall.alive.get()
                on:click=move |_| turning.still.update(|still| *still = !*still)
            >
                {name}
            </button>
        </div>
    }
    .erase()
}

/// A browser that refuses leaves the page as it is.
fn whole_screen() {
    if let Some(screen) = document().get_element_by_id("screen") {
        let _refused = screen.request_fullscreen();
    }
}
