//! The front page: what this is, why it can be trusted, and what is going on.

mod openings;
mod promise;

use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use crate::api::practice::StartPractice;
use crate::parts::frame::use_me;
use crate::parts::refusal::RefusalNotice;
use crate::text::t;
use openings::Openings;
use promise::Promise;

#[component]
pub fn Front() -> impl IntoView {
    view! {
        <Title text=t("开标", "Kaibiao")/>
        <div class="page-flow">
            <section class="hero">
                <div class="hero__text">
                    <h1>
                        <span class="hero__line">{t("在线递交，远程开标，", "Bid and open from anywhere,")}</span>
                        " "
                        <span class="hero__line">{t("无须信任平台", "without trusting the platform")}</span>
                    </h1>
                    <p class="lede">
                        {t("凭统一社会信用代码自助登记，在浏览器里密封投标文件，在任何地方参加开标，随时查看信用状况。",
                            "Register with your credit code, seal your bid in the browser, take part in the opening from anywhere, and see where your credit stands.")}
                    </p>
                    <div class="actions"><Ways/></div>
                </div>
                <div class="hero__aside"><Practice/></div>
            </section>
            <Promise/>
            <Openings/>
        </div>
    }
    .into_any()
}

/// The next step of whoever is here.
#[component]
fn Ways() -> impl IntoView {
    let me = use_me();
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                if me.get().await.is_some() {
                    view! { <a class="button button--large" href="/lots">{t("查看标段", "See the lots")}</a> }
                        .into_any()
                } else {
                    view! {
                        <a class="button button--large" href="/register">{t("单位登记", "Register a company")}</a>
                        <a class="button button--large" href="/sign-in">{t("登录", "Sign in")}</a>
                    }
                    .into_any()
                }
            })}
        </Suspense>
    }
}

/// A plain form on purpose: it works without scripts, and the document that follows knows who is signed in.
#[component]
fn Practice() -> impl IntoView {
    let refused = ServerAction::<StartPractice>::new().value().get_untracked().and_then(Result::err);
    view! {
        <section class="panel" id="practice" aria-labelledby="practice-title">
            <h2 id="practice-title">{t("五分钟，走完一次开标", "A whole opening in five minutes")}</h2>
            <p>
                {t("立即开始一场模拟开标：两分钟后截止，其他投标人由系统扮演，程序与真实开标相同。无须登记。",
                    "Start a practice opening now: its deadline is two minutes away, the system plays your rivals, and everything runs as in a real one. No registration needed.")}
            </p>
            {refused.map(|error| view! { <RefusalNotice refusal=error/> })}
            <form method="post" action=StartPractice::url()>
                <button class="button button--primary button--large">{t("开始模拟开标", "Start a practice opening")}</button>
            </form>
        </section>
    }
}
