//! Boxes that tell something: notices, refusals with the way on, and the mark of a practice opening.

use domain::Refusal;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::frame::encoded;
use super::sending::Sending;
use crate::api::ApiError;
use crate::browser::alive;
use crate::erase::{Erase, live};
use crate::text::{self, lang, t};

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
            {title.map(|title| view! { <p class="notice__title">{title}</p> }.erase())}
            {children()}
        </div>
    }
    .erase()
}

/// For a form that can not work without scripts: says so until the page has come alive.
#[component]
pub fn NeedsScripts() -> impl IntoView {
    let alive = alive();
    let words = t(
        "本页需要 WebAssembly。若此提示不消失，请启用 JavaScript 或换用较新的浏览器。",
        "This page needs WebAssembly. If this notice stays, allow JavaScript or use a newer browser.",
    );
    live(move || {
        (!alive.get()).then(|| view! { <div class="notice notice--info no-js-only"><p>{words}</p></div> }.erase())
    })
}

/// While something is fetched.
#[component]
pub fn Waiting() -> impl IntoView {
    view! { <p class="muted" role="status">{t("正在读取…", "Loading…")}</p> }.erase()
}

/// A refusal with the way on where there is one.
/// Takes a [`Refusal`] or an [`ApiError`].
#[component]
pub fn RefusalNotice(#[prop(into)] refusal: ApiError) -> impl IntoView {
    let words = text::refusal::error(lang(), &refusal);
    let way = way_on(&refusal).map(|(path, name)| view! { <p><a href=path>{name}</a></p> }.erase());
    view! { <Notice tone=Tone::Bad><p>{words}</p>{way}</Notice> }.erase()
}

fn way_on(error: &ApiError) -> Option<(String, &'static str)> {
    let ApiError::Refused(refusal) = error else { return None };
    match refusal {
        Refusal::SignInFirst => {
            let here = use_location().pathname.get_untracked();
            Some((format!("/sign-in?back={}", encoded(&here)), t("登录", "Sign in")))
        }
        Refusal::NotApproved { .. } => Some(("/my/case".to_owned(), t("查看登记", "See the registration"))),
        Refusal::RoleMissing { .. } => Some(("/my/case/form".to_owned(), t("变更登记信息", "Change the registration"))),
        Refusal::NoKey => Some(("/my/key".to_owned(), t("制作密钥", "Make a key"))),
        Refusal::Restricted { .. } => Some(("/my/credit".to_owned(), t("查看信用记录", "See the credit records"))),
        Refusal::NotFound => Some(("/".to_owned(), t("回到首页", "To the front page"))),
        _ => None,
    }
}

/// What a single act was refused for, beside its button.
/// Spoken when it appears. For a whole form there is the error summary.
#[component]
pub fn Refused(sending: Sending) -> impl IntoView {
    let error = sending.error();
    live(move || error.get().map(|refusal| view! { <RefusalNotice refusal/> }.erase()))
}

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
    }.erase()
}

/// A small mark in lists and headings.
#[component]
pub fn PracticeMark() -> impl IntoView {
    view! { <span class="practice-mark">{t("模拟", "Practice")}</span> }.erase()
}
