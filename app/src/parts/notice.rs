//! Boxes that tell something.

use leptos::prelude::*;

use crate::text::t;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Good,
    Warn,
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Info => "notice notice--info",
            Self::Good => "notice notice--good",
            Self::Warn => "notice notice--warn",
            Self::Bad => "notice notice--bad",
        }
    }
}

/// A notice; bad news interrupts a screen reader, the rest waits its turn.
#[component]
pub fn Notice(tone: Tone, #[prop(optional, into)] title: Option<String>, children: Children) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class=tone.class() role=role>
            {title.map(|title| view! { <p class="notice__title">{title}</p> })}
            {children()}
        </div>
    }
    .into_any()
}

/// For a form that can not work without scripts: says so until the page has come alive.
#[component]
pub fn NeedsScripts() -> impl IntoView {
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let words = t(
        "本页需要 WebAssembly。若此提示不消失，请启用 JavaScript 或换用较新的浏览器。",
        "This page needs WebAssembly. If this notice stays, allow JavaScript or use a newer browser.",
    );
    move || (!alive.get()).then(|| view! { <div class="notice notice--info no-js-only"><p>{words}</p></div> })
}

/// While something is fetched.
#[component]
pub fn Waiting() -> impl IntoView {
    view! { <p class="muted" role="status">{t("正在读取…", "Loading…")}</p> }
}
