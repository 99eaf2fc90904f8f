//! The table of the record: what every bidder offered, in figures and in capitals.

use domain::Lang;
use domain::guarantee::Guarantee;
use domain::room::{Line, Room, Row};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::facts::Moment;
use crate::parts::rounds;
use crate::parts::timeline::cause;
use crate::text::{lang, names, pick};

#[component]
pub fn Table(room: Room) -> impl IntoView {
    let lang = lang();
    let head = move |chinese, english| view! { <th scope="col">{pick(lang, chinese, english)}</th> }.erase();
    let lines = (1_usize..).zip(room.rows.clone()).map(|(number, row)| line(lang, number, row)).collect_view();
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=pick(lang, "开标一览", "What was opened")>
            <table class="record__table">
                <thead>
                    <tr>
                        {head("序号", "No.")}
                        {head("投标人", "Bidder")}
                        {head("递交时间", "Committed")}
                        {head("解密结果", "Decryption")}
                        {head("投标报价", "Price")}
                        {head("工期", "Duration")}
                        {head("质量目标", "Quality")}
                        {head("项目负责人", "Manager")}
                        {head("投标保函", "Guarantee")}
                        {head("投标人确认", "Confirmed")}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
        {rounds::table(lang, &room, "record__table")}
        <p class="muted">
            {pick(lang, "按递交时间排列，不代表名次。", "In the order of committing, not of rank.")}
        </p>
    }
    .erase()
}

fn line(lang: Lang, number: usize, row: Row) -> impl IntoView {
    let failed = row.line.is_none();
    let outcome = match (row.decrypted, row.failed) {
        (Some(at), _) => view! { {pick(lang, "成功 ", "Done ")} <Moment at clock=true/> }.erase(),
        (None, Some(why)) => view! { <strong>{cause(lang, why)}</strong> <br/> {names::cause(lang, why)} }.erase(),
        (None, None) => pick(lang, "未解密", "No").into_any(),
    };
    let confirmed = match row.confirmed {
        Some(at) => view! { {pick(lang, "已确认 ", "Yes, ")} <Moment at clock=true/> }.erase(),
        None if failed => "—".into_any(),
        None => pick(lang, "未确认", "No").into_any(),
    };
    view! {
        <tr class:is-failed=failed>
            <td class="num" data-label=pick(lang, "序号", "No.")>{number}</td>
            <th scope="row">{row.name} <br/> <span class="mono">{row.code.to_string()}</span></th>
            <td data-label=pick(lang, "递交时间", "Committed")><time datetime=format!("{}+08:00", row.committed.to_local())>{row.committed.to_string()}</time></td>
            <td data-label=pick(lang, "解密结果", "Decryption")>{outcome}</td>
            {offer(lang, row.line)}
            <td data-label=pick(lang, "投标人确认", "Confirmed")>{confirmed}</td>
        </tr>
    }.erase()
}

fn offer(lang: Lang, line: Option<Line>) -> AnyView {
    let Some(Line { form, guarantee, .. }) = line else {
        return view! { <td colspan="5">{pick(lang, "未唱标", "Not read out")}</td> }.erase();
    };
    let days = pick(lang, format!("{} 日历天", form.duration_days), format!("{} days", form.duration_days));
    view! {
        <td class="num" data-label=pick(lang, "投标报价", "Price")>
            {pick(lang, format!("{} 元", form.price), format!("{} yuan", form.price))}
            <span class="record__capitals" lang="zh-CN">{form.price.capitals()}</span>
        </td>
        <td data-label=pick(lang, "工期", "Duration")>{days}</td>
        <td data-label=pick(lang, "质量目标", "Quality")>{form.quality}</td>
        <td data-label=pick(lang, "项目负责人", "Manager")>{form.manager}</td>
        <td data-label=pick(lang, "投标保函", "Guarantee")><div>{lodged(lang, &guarantee)}</div></td>
    }
    .erase()
}

fn lodged(lang: Lang, guarantee: &Guarantee) -> impl IntoView + use<> {
    let issuer = format!("{}（{}）", guarantee.issuer, names::issuer(lang, guarantee.kind));
    let number = pick(lang, format!("编号 {}", guarantee.number), format!("No. {}", guarantee.number));
    let amount = pick(lang, format!("{} 元", guarantee.amount), format!("{} yuan", guarantee.amount));
    let span = pick(
        lang,
        format!("{} 至 {}", guarantee.from, guarantee.until),
        format!("{} to {}", guarantee.from, guarantee.until),
    );
    view! { {issuer} <br/> {number} <br/> {amount} <br/> {span} }.erase()
}
