//! The bids of the caller's company.

use domain::Timestamp;
use domain::bid::BidState;
use domain::reminder::is_near;
use domain::stage::StageName;
use domain::view::{LotLine, MyBid};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::api::lots::my_bids;
use crate::erase::Erase;
use crate::parts::frame::use_me;
use crate::parts::notice::{PracticeMark, RefusalNotice, Waiting};
use crate::parts::reminders::Reminders;
use crate::text::{self, lang, t};

#[component]
pub fn MyBids() -> impl IntoView {
    let loaded = Resource::new(|| (), |()| my_bids());
    let me = use_me();
    view! {
        <Title text=t("我的投标", "My bids")/>
        <div class="page-flow">
            <h1>{t("我的投标", "My bids")}</h1>
            <Suspense fallback=Waiting>
                {move || Suspend::new(async move {
                    match loaded.await {
                        Ok(list) if list.bids.is_empty() => view! { <Nothing/> }.erase(),
                        Ok(list) => {
                            let subject = me.get().await.and_then(|me| me.subject);
                            let reminders = subject.map(|subject| view! { <Reminders list=list.clone() subject/> }.erase());
                            view! {
                                {reminders}
                                {table(list.now, list.bids).into_any()}
                            }.erase()
                        }
                        Err(error) => view! { <RefusalNotice refusal=error/> }.erase(),
                    }
                })}
            </Suspense>
        </div>
    }
    .erase()
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <div class="empty">
            <p class="empty__title">{t("还没有投标", "No bids yet")}</p>
            <div class="actions"><a class="button button--primary" href="/lots">{t("查看标段", "See the lots")}</a></div>
        </div>
    }.erase()
}

fn table(now: Timestamp, bids: Vec<(LotLine, MyBid)>) -> impl IntoView {
    let rows = bids.into_iter().map(|(lot, bid)| view! { <Row now lot bid/> }.erase()).collect_view();
    view! {
        <table class="data data--cards">
            <caption>{t("时间均为北京时间", "All times are Beijing time")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("标段", "Lot")}</th>
                    <th scope="col">{t("投标截止", "Deadline")}</th>
                    <th scope="col">{t("开标进程", "Opening")}</th>
                    <th scope="col">{t("投标文件", "Bid")}</th>
                    <th scope="col">{t("办理", "Go to")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

#[component]
fn Row(now: Timestamp, lot: LotLine, bid: MyBid) -> impl IntoView {
    let (badge, words) = match bid.state {
        BidState::Uploading => ("badge badge--warn", t("未递交", "Not submitted").to_owned()),
        BidState::Committed { at } => ("badge badge--good", format!("{} {at}", t("已递交", "Submitted"))),
        BidState::Withdrawn { at } => ("badge badge--quiet", format!("{} {at}", t("已撤回", "Withdrawn"))),
    };
    let id = lot.id;
    let mark = lot.terms.practice.then(|| view! { <PracticeMark/> }.erase());
    let waits = lot.stage == StageName::Scheduled && matches!(bid.state, BidState::Committed { .. });
    // When the deadline is near, the reminders above say it.
    let unrehearsed = (waits && bid.rehearsed.is_none() && !is_near(&lot, &bid, now)).then(|| {
        let way = format!("/lots/{id}/receipt#rehearsal");
        view! { " " <a href=way>{t("尚未演练解密", "Decryption not rehearsed")}</a> }.erase()
    });
    let check = (lot.stage == StageName::Scheduled).then(|| {
        view! { <a class="button button--small" href=format!("/lots/{id}/ready")>{t("开标前检查", "Check")}</a> }
            .erase()
    });
    let receipt = bid.receipt.is_some().then(|| {
        view! { <a class="button button--small" href=format!("/lots/{id}/receipt")>{t("回执", "Receipt")}</a> }.erase()
    });
    view! {
        <tr>
            <th scope="row"><a href=format!("/lots/{id}")>{lot.terms.title}</a>" "{mark}</th>
            <td data-label=t("投标截止", "Deadline")>{lot.terms.deadline.to_string()}</td>
            <td data-label=t("开标进程", "Opening")>{text::names::stage(lang(), lot.stage)}</td>
            <td data-label=t("投标文件", "Bid")><span class=badge>{words}</span> {unrehearsed}</td>
            <td class="actions-cell" data-label=t("办理", "Go to")>
                {receipt}
                " "
                {check}
                " "
                <a class="button button--small" href=format!("/lots/{id}/room")>{t("开标室", "Room")}</a>
            </td>
        </tr>
    }
    .erase()
}
