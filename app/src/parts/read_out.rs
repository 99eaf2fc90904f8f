//! The read-out (唱标), large enough for a projector: every bid at once, in the order of committing, unranked.

use domain::room::{Line, Room, Row};
use domain::{Lang, LotId};
use leptos::prelude::*;

use crate::erase::{Erase, live};
use crate::parts::rounds;
use crate::parts::timeline::cause;
use crate::parts::with_lot::path;
use crate::text::{lang, pick};

#[component]
pub fn ReadOut(
    #[prop(into)] room: Signal<Room>,
    /// Whether scripts run.
    #[prop(into)]
    alive: Signal<bool>,
    lot: LotId,
) -> impl IntoView {
    let lang = lang();
    // Lines come all at once and never change; so do the prices of a round.
    let shown = Memo::new(move |_| {
        room.with(|room| room.rows.iter().any(|row| row.line.is_some()).then(|| room.rounds_read()))
    });
    view! {
        {live(move || shown.get().map(|_| room.with_untracked(|room| block(lang, room, alive))))}
        <Drawn room lot/>
    }
    .erase()
}

fn block(lang: Lang, room: &Room, alive: Signal<bool>) -> impl IntoView + use<> {
    let head = move |chinese, english| view! { <th scope="col">{pick(lang, chinese, english)}</th> }.erase();
    let lines = (1_usize..).zip(&room.rows).map(|(number, row)| spoken(lang, number, row)).collect_view();
    view! {
        <section class="readout" id="readout" aria-labelledby="readout-title">
            <h2 id="readout-title">{pick(lang, "唱标", "Read-out")}</h2>
            <div class="actions no-print">
                <button type="button" class="button button--quiet button--small" disabled=move || !alive.get() on:click=|_| whole_screen()>
                    {pick(lang, "全屏显示", "Full screen")}
                </button>
            </div>
            <div class="table-scroll" tabindex="0" role="region" aria-label=pick(lang, "唱标表", "Table of the read-out")>
                <table class="data data--cards">
                    <thead>
                        <tr>
                            {head("序号", "No.")}
                            {head("投标人", "Bidder")}
                            <th scope="col" class="num">{pick(lang, "投标报价（元）", "Price (yuan)")}</th>
                            {head("工期", "Duration")}
                            {head("质量目标", "Quality")}
                            {head("项目负责人", "Manager")}
                            {head("保函", "Guarantee")}
                        </tr>
                    </thead>
                    <tbody>{lines}</tbody>
                </table>
            </div>
            {rounds::table(lang, room, "data data--cards")}
            <p class="muted">
                {pick(
                    lang,
                    "按递交时间排列，不代表名次。评标由评标委员会依法进行。",
                    "In the order of committing, not of rank. Bids are evaluated by the evaluation committee.",
                )}
            </p>
        </section>
    }.erase()
}

/// What was drawn with the read-out, and where anybody reckons it again.
#[component]
fn Drawn(room: Signal<Room>, lot: LotId) -> impl IntoView {
    let lang = lang();
    let drawn = Memo::new(move |_| {
        room.with(|room| room.drawing.as_ref().and_then(|drawing| drawing.told(pick(lang, "，", ", "))))
    });
    live(move || {
        drawn.get().map(|told| {
            view! {
                <p class="readout__drawn">
                    {pick(lang, "抽取系数：", "Drawn: ")} <strong>{told}</strong> " "
                    <a href=path(lot, "draw")>{pick(lang, "核验", "Check it")}</a>
                </p>
            }
            .erase()
        })
    })
}

/// For the projector. A browser that refuses leaves the page as it is.
fn whole_screen() {
    if let Some(block) = document().get_element_by_id("readout") {
        let _refused = block.request_fullscreen();
    }
}

fn spoken(lang: Lang, number: usize, row: &Row) -> AnyView {
    let name = row.name.clone();
    let number = view! { <td data-label=pick(lang, "序号", "No.")>{number}</td> }.erase();
    let Some(Line { form, guarantee, .. }) = &row.line else {
        let why = row.failed.map(|failed| cause(lang, failed));
        return view! {
            <tr class="is-failed">
                {number}
                <th scope="row">{name}</th>
                <td colspan="5">{pick(lang, "未解密，不唱标", "Not decrypted, not read out")} " " {why}</td>
            </tr>
        }
        .erase();
    };
    let secured = pick(
        lang,
        format!("{} {}\u{a0}元", guarantee.issuer, guarantee.amount),
        format!("{} {}\u{a0}yuan", guarantee.issuer, guarantee.amount),
    );
    let days = pick(lang, format!("{} 日历天", form.duration_days), format!("{} days", form.duration_days));
    view! {
        <tr>
            {number}
            <th scope="row">{name}</th>
            <td class="num readout__price" data-label=pick(lang, "投标报价（元）", "Price (yuan)")>
                {form.price.to_string()}
                <span class="readout__capitals" lang="zh-CN">{form.price.capitals()}</span>
            </td>
            <td data-label=pick(lang, "工期", "Duration")>{days}</td>
            <td data-label=pick(lang, "质量目标", "Quality")>{form.quality.clone()}</td>
            <td data-label=pick(lang, "项目负责人", "Manager")>{form.manager.clone()}</td>
            <td data-label=pick(lang, "保函", "Guarantee")>{secured}</td>
        </tr>
    }
    .erase()
}
