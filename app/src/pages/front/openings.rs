//! The next openings and the last ones.

use domain::stage::StageName;
use domain::view::LotLine;
use leptos::prelude::*;

use crate::api::lots::lots;
use crate::erase::Erase;
use crate::parts::facts::Money;
use crate::parts::notice::{RefusalNotice, Waiting};
use crate::text::{self, lang, t};

/// As many of each as the front page has room for.
const MOST: usize = 5;

#[component]
pub fn Openings() -> impl IntoView {
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
                <span class=badge>{text::stage::stage(lang(), stage)}</span>
            </div>
        </li>
    }
    .erase()
}
