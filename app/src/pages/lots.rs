//! The list of lots: what may be bid for, until when, and how each opening stands.

use domain::Timestamp;
use domain::view::{LotLine, LotList};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api;
use crate::browser::Clock;
use crate::erase::Erase;
use crate::parts::countdown::Countdown;
use crate::parts::notice::{PracticeMark, RefusalNotice, Waiting};
use crate::parts::stage::StageBadge;
use crate::parts::with_lot::path;
use crate::text::t;

#[component]
pub fn Lots() -> impl IntoView {
    let loaded = Resource::new(|| (), |()| api::lots::lots());
    view! {
        <Title text=t("标段", "Lots")/>
        <div class="page-flow">
            <header class="page-head">
                <div>
                    <h1>{t("标段", "Lots")}</h1>
                    <p class="meta">
                        <span>{t("投标中的在前，截止近者先列", "Open lots first, nearest deadline first")}</span>
                        <span>{t("时间均为北京时间", "All times are Beijing time")}</span>
                    </p>
                </div>
            </header>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(LotList { lots, .. }) if lots.is_empty() => view! { <NoLots/> }.erase(),
                        Ok(LotList { lots, now }) => view! { <Table now lines=lots/> }.erase(),
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Table(now: Timestamp, lines: Vec<LotLine>) -> impl IntoView {
    Clock::provide(now);
    let rows = lines.into_iter().map(|line| view! { <Row now line/> }.erase()).collect_view();
    view! {
        <table class="data data--cards">
            <caption class="visually-hidden">{t("标段一览", "All lots")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("标段", "Lot")}</th>
                    <th scope="col">{t("招标人", "Tenderer")}</th>
                    <th scope="col" class="num">{t("最高投标限价（元）", "Ceiling (yuan)")}</th>
                    <th scope="col">{t("投标截止", "Deadline")}</th>
                    <th scope="col">{t("状态", "Status")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

#[component]
fn Row(now: Timestamp, line: LotLine) -> impl IntoView {
    let LotLine { id, terms, stage } = line;
    let deadline = terms.deadline;
    view! {
        <tr>
            <th scope="row">
                <a href=path(id, "")>{terms.title}</a>
                {terms.practice.then(|| view! { " " <PracticeMark/> }.erase())}
                <p class="meta"><span class="mono">{terms.code}</span></p>
            </th>
            <td data-label=t("招标人", "Tenderer")>{terms.tenderer}</td>
            <td class="num" data-label=t("最高投标限价（元）", "Ceiling (yuan)")>{terms.ceiling.to_string()}</td>
            <td data-label=t("投标截止", "Deadline")>
                <div>
                    <div class="nowrap"><time datetime=deadline.to_local()>{deadline.to_string()}</time></div>
                    {(now < deadline).then(|| view! { <div><Countdown until=deadline now compact=true/></div> }.erase())}
                </div>
            </td>
            <td data-label=t("状态", "Status")><StageBadge stage/></td>
        </tr>
    }.erase()
}

#[component]
fn NoLots() -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty__title">{t("还没有标段", "No lots yet")}</p>
            <p>{t("招标人发布后在此列出。可以先从首页开始一次模拟开标。", "Lots appear here once announced. Meanwhile, start a practice opening from the front page.")}</p>
            <div class="actions"><a class="button" href="/">{t("前往首页", "To the front page")}</a></div>
        </div>
    }.erase()
}
