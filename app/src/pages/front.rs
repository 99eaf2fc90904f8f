//! The front page: what this is, why it can be trusted, and what is going on.

use domain::Role;
use domain::stage::StageName;
use domain::view::LotLine;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;

use crate::api::lots::{StartPractice, lots, my_bids};
use crate::erase::Erase;
use crate::parts::facts::Money;
use crate::parts::frame::use_me;
use crate::parts::notice::{RefusalNotice, Waiting};
use crate::parts::reminders::Reminders;
use crate::text::{self, lang, t};

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
            <Own/>
            <Promise/>
            <Openings/>
        </div>
    }
    .erase()
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
                        .erase()
                } else {
                    view! {
                        <a class="button button--large" href="/register">{t("单位登记", "Register a company")}</a>
                        <a class="button button--large" href="/sign-in">{t("登录", "Sign in")}</a>
                    }
                    .erase()
                }
            })}
        </Suspense>
    }
    .erase()
}

/// What a bidder is reminded of; nobody else is asked about.
#[component]
fn Own() -> impl IntoView {
    let me = use_me();
    let mine = Resource::new(
        || (),
        move |()| async move {
            let me = me.get().await.filter(|me| me.role == Role::Bidder)?;
            Some((my_bids().await.ok()?, me.subject?))
        },
    );
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                // Trouble is told by the page of the bids; here it only costs the reminders.
                mine.await.map(|(list, subject)| view! { <Reminders list subject/> }.erase()).into_any()
            })}
        </Suspense>
    }
    .erase()
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
            {refused.map(|error| view! { <RefusalNotice refusal=error/> }.erase())}
            <form method="post" action=StartPractice::url()>
                <button class="button button--primary button--large">{t("开始模拟开标", "Start a practice opening")}</button>
            </form>
        </section>
    }.erase()
}

/// Why nobody has to trust the platform.
#[component]
pub fn Promise() -> impl IntoView {
    view! {
        <section aria-labelledby="promise">
            <h2 id="promise">{t("无须信任平台", "Nobody has to trust the platform")}</h2>
            <div class="grid">
                <article class="card">
                    <h3>{t("先密封，后上传", "Sealed before it is sent")}</h3>
                    <p>
                        {t("投标文件在您的浏览器里用国密算法密封，私钥不离开您的电脑。开标之前，包括平台和运维人员在内，谁也打不开。",
                            "Your bid is sealed in your own browser with the national algorithms, and the private key stays there. Before the opening nobody can read it, the platform and its operators included.")}
                    </p>
                </article>
                <article class="card">
                    <h3>{t("每一步都留痕", "Every step is kept")}</h3>
                    <p>
                        {t("递交、签到、解密、唱标、异议，每一步都记入只增不改的日志；递交成功即得签名回执。",
                            "Submission, sign-in, decryption, read-out, objection: each step enters a log that only grows, and an accepted bid gets a signed receipt.")}
                    </p>
                </article>
                <article class="card">
                    <h3>{t("人人可以核对", "Anybody can check")}</h3>
                    <p>
                        {t("全部报价同时公布。开标记录公开，投标文件的摘要与回执上的一致，任何人都可以核对。",
                            "All prices become public at once. The opening record is public, and the digest of each bid in it is the one on its receipt.")}
                    </p>
                    <p><a href="/verify">{t("核验一次开标", "Check an opening")}</a></p>
                </article>
            </div>
        </section>
    }.erase()
}

/// As many of each as the front page has room for.
const MOST: usize = 5;

/// The next openings and the last ones.
#[component]
fn Openings() -> impl IntoView {
    let all = Resource::new(|| (), |()| lots());
    view! {
        <Suspense fallback=Waiting>
            {move || Suspend::new(async move {
                match all.await {
                    Ok(list) => view! { <Lists all=list.lots/> }.erase(),
                    Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                }
            })}
        </Suspense>
    }
    .erase()
}

#[component]
fn Lists(all: Vec<LotLine>) -> impl IntoView {
    let (done, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|lot| lot.stage.is_final());
    let next: Vec<_> = open.into_iter().take(MOST).collect();
    let records: Vec<_> = done.into_iter().filter(|lot| lot.stage == StageName::Closed).take(MOST).collect();
    let none = next
        .is_empty()
        .then(|| view! { <p class="muted">{t("目前没有等待开标的标段。", "No lot awaits its opening.")}</p> }.erase());
    let past = (!records.is_empty()).then(|| {
        view! {
            <section aria-labelledby="records">
                <h2 id="records">{t("最近的开标记录", "Latest opening records")}</h2>
                <ul class="lot-list">{records.into_iter().map(|lot| view! { <Line lot/> }.erase()).collect_view()}</ul>
            </section>
        }
        .erase()
    });
    view! {
        <section aria-labelledby="next">
            <h2 id="next">{t("即将开标", "Next openings")}</h2>
            {none}
            <ul class="lot-list">{next.into_iter().map(|lot| view! { <Line lot/> }.erase()).collect_view()}</ul>
            <p><a href="/lots">{t("全部标段", "All lots")}</a></p>
        </section>
        {past}
    }
    .erase()
}

#[component]
fn Line(lot: LotLine) -> impl IntoView {
    let LotLine { id, terms, stage } = lot;
    let (path, badge) = match stage {
        StageName::Scheduled => (format!("/lots/{id}"), "badge badge--info"),
        StageName::Closed => (format!("/lots/{id}/record"), "badge badge--quiet"),
        StageName::Failed => (format!("/lots/{id}"), "badge badge--bad"),
        _ => (format!("/lots/{id}/room"), "badge badge--warn"),
    };
    view! {
        <li class="lot">
            <div class="lot__main">
                <h3><a href=path>{terms.title}</a></h3>
                <p class="meta">
                    <span>{terms.code}</span>
                    <span>{terms.tenderer}</span>
                    <span>{t("限价 ", "Ceiling ")}<Money fen=terms.ceiling/></span>
                </p>
            </div>
            <div class="lot__when">
                <span>{t("开标（北京时间）", "Opening (Beijing time)")}</span>
                <time datetime=format!("{}+08:00", terms.deadline.to_local())>{terms.deadline.to_string()}</time>
                <span class=badge>{text::names::stage(lang(), stage)}</span>
            </div>
        </li>
    }
    .erase()
}
