//! What marks a practice opening everywhere.

use leptos::prelude::*;

use crate::text::t;

/// The first thing on every page of a practice lot.
#[component]
pub fn PracticeBanner() -> impl IntoView {
    view! {
        <aside class="practice-banner" aria-label=t("模拟开标", "Practice opening")>
            <strong>{t("模拟开标 · 非真实交易", "Practice opening · not a real trade")}</strong>
            <span>
                {t("其他投标人和主持人由系统扮演，密封、递交和开标的程序与真实开标相同。",
                    "The system plays the other bidders and the host; sealing, submission and opening run as in a real one.")}
            </span>
        </aside>
    }
}

/// A small mark in lists and headings.
#[component]
pub fn PracticeMark() -> impl IntoView {
    view! { <span class="practice-mark">{t("模拟", "Practice")}</span> }
}
