//! What a check found: one sentence, each check, and the table as it was reckoned again.

use bundle::{Check, Offer, Opening, Outcome, Report, Verdict};
use domain::Fen;
use domain::Lang;
use domain::guarantee::Guarantee;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::facts::{Fact, Moment, Summary};
use crate::parts::notice::{Notice, PracticeMark, Tone};
use crate::parts::timeline::cause;
use crate::text::{bundle as words, lang, names, pick, t};

#[component]
pub fn Told(report: Report) -> impl IntoView {
    let failed = report.opening.as_ref().is_some_and(|opening| opening.failed);
    let checks = report.checks.into_iter().map(|check| line(lang(), check, failed)).collect_view();
    let (facts, table) = match report.opening {
        None => (None, None),
        Some(opening) => {
            let offers = opening.offers.clone();
            let table = (!offers.is_empty()).then(|| view! { <Table offers/> }.erase());
            (Some(view! { <Facts opening/> }.erase()), table)
        }
    };
    view! {
        {facts}
        <section aria-labelledby="checks">
            <h2 id="checks">{t("逐项核验", "Check by check")}</h2>
            <ul class="checks checks--named">{checks}</ul>
        </section>
        {table}
        <div class="actions no-print">
            // Where a browser can not print, its own menu says so.
            <button type="button" class="button" on:click=move |_| drop(window().print())>{t("打印", "Print")}</button>
        </div>
    }
    .erase()
}

#[component]
pub fn Sentence(holds: bool) -> impl IntoView {
    if holds {
        let title = t("能够核验的全部无误", "All that could be checked holds");
        let more = t("标为“未核验”的，原因写在旁边。", "Where something was not checked, the reason stands beside it.");
        view! { <Notice tone=Tone::Good title><p>{more}</p></Notice> }.erase()
    } else {
        let title = t("核验不通过", "It does not hold");
        let more = t(
            "以下标为“不符”的，有内容已被改动，或者与当初的不同。请保留此文件，并报告行政监督部门。",
            "What is marked as wrong below was changed, or is not what it was. Keep the file and tell the supervisor.",
        );
        view! { <Notice tone=Tone::Bad title><p>{more}</p></Notice> }.erase()
    }
}

fn line(lang: Lang, Check { topic, verdict }: Check, failed: bool) -> AnyView {
    let class = match verdict {
        Verdict::Holds => "badge badge--good",
        Verdict::NotChecked(_) => "badge badge--quiet",
        Verdict::Wrong(_) => "badge badge--bad",
    };
    let said = words::said(lang, topic, &verdict, failed).map(|said| view! { <p>{said}</p> }.erase());
    let findings = match &verdict {
        Verdict::Wrong(findings) => findings.clone(),
        _ => Vec::new(),
    };
    let findings =
        findings.iter().map(|finding| view! { <p>{words::finding(lang, finding)}</p> }.erase()).collect_view();
    view! {
        <li class="check">
            <span class="check__mark"><span class=class>{words::verdict(lang, &verdict)}</span></span>
            <h3>{words::topic(lang, topic)}</h3>
            <div>{said}{findings}</div>
        </li>
    }
    .erase()
}

#[component]
fn Facts(opening: Opening) -> impl IntoView {
    let Opening { lot, terms, platform_key, digest, bids, opened_at, closed_at, .. } = opening;
    let moment = |at: Option<_>| at.map(|at| view! { <Moment at/> }.erase());
    let practice = terms.practice.then(|| view! { " " <PracticeMark/> }.erase());
    view! {
        <section aria-labelledby="which">
            <h2 id="which">{terms.title}{practice}</h2>
            <Summary>
                <Fact name=t("标段编号", "Lot")>{terms.code}" "<span class="muted mono">{lot.to_string()}</span></Fact>
                <Fact name=names::tenderer(lang(), terms.procedure)>{terms.tenderer}</Fact>
                <Fact name=t("递交投标文件", "Bids received")>{bids.map(|bids| pick(lang(), format!("{bids} 份"), bids.to_string()))}</Fact>
                <Fact name=t("开标时间", "Opened")>{moment(opened_at)}</Fact>
                <Fact name=t("结束时间", "Closed")>{moment(closed_at.or(opened_at))}</Fact>
                <Fact name=t("平台公钥（SM2）", "Platform's key (SM2)")><code class="digest">{platform_key.to_string()}</code></Fact>
                <Fact name=t("内容摘要（SM3）", "Digest of the content (SM3)")><code class="digest">{digest.to_string()}</code></Fact>
            </Summary>
        </section>
    }
    .erase()
}

#[component]
fn Table(offers: Vec<Offer>) -> impl IntoView {
    let lang = lang();
    let head = move |chinese, english| view! { <th scope="col">{pick(lang, chinese, english)}</th> }.erase();
    let rows = (1_usize..).zip(offers).map(|(number, offer)| row(lang, number, offer)).collect_view();
    view! {
        <section aria-labelledby="again">
            <h2 id="again">{t("重新打开的开标一览", "What was opened again")}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-labelledby="again">
                <table class="data data--cards">
                    <thead>
                        <tr>
                            {head("序号", "No.")}
                            {head("投标人", "Bidder")}
                            {head("投标报价", "Price")}
                            {head("工期", "Duration")}
                            {head("质量目标", "Quality")}
                            {head("项目负责人", "Manager")}
                            {head("投标保函", "Guarantee")}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="muted">
                {t("由密封的文件打开得出，不取自唱标表；按递交时间排列，不代表名次。", "Out of the sealed files, not out of the read-out; in the order of committing, not of rank.")}
            </p>
        </section>
    }
    .erase()
}

fn row(lang: Lang, number: usize, Offer { name, code, outcome, quoted }: Offer) -> AnyView {
    let out = !matches!(outcome, Outcome::Opened { .. });
    let cells = match outcome {
        Outcome::Opened { form, guarantee } => {
            let days = pick(lang, format!("{} 日历天", form.duration_days), format!("{} days", form.duration_days));
            let price = pick(lang, format!("{} 元", form.price), format!("{} yuan", form.price));
            view! {
                <td class="num" data-label=pick(lang, "投标报价", "Price")><div>{price} {rounds(lang, &quoted)}</div></td>
                <td data-label=pick(lang, "工期", "Duration")>{days}</td>
                <td data-label=pick(lang, "质量目标", "Quality")>{form.quality}</td>
                <td data-label=pick(lang, "项目负责人", "Manager")>{form.manager}</td>
                <td data-label=pick(lang, "投标保函", "Guarantee")><div>{lodged(lang, &guarantee)}</div></td>
            }
            .erase()
        }
        Outcome::Out(why) => view! {
            <td colspan="5"><strong>{cause(lang, why)}</strong> " " {names::cause(lang, why)}</td>
        }
        .erase(),
        Outcome::Unknown => view! { <td colspan="5">{pick(lang, "没有打开", "Not opened")}</td> }.erase(),
    };
    view! {
        <tr class:is-failed=out>
            <td class="num" data-label=pick(lang, "序号", "No.")>{number}</td>
            <th scope="row">{name} <br/> <span class="mono">{code.to_string()}</span></th>
            {cells}
        </tr>
    }
    .erase()
}

/// Prices of the rounds, below that of the bid.
fn rounds(lang: Lang, quoted: &[Fen]) -> Vec<AnyView> {
    let said = |(round, price): (usize, &Fen)| {
        pick(lang, format!("第 {round} 轮 {price} 元"), format!("Round {round}: {price} yuan"))
    };
    (1..).zip(quoted).map(|quoted| view! { <br/> {said(quoted)} }.erase()).collect()
}

fn lodged(lang: Lang, guarantee: &Guarantee) -> AnyView {
    let Guarantee { kind, issuer, number, amount, from, until } = guarantee;
    let issuer = format!("{issuer}（{}）", names::issuer(lang, *kind));
    let words = pick(
        lang,
        format!("编号 {number}，{amount} 元，{from} 至 {until}"),
        format!("No. {number}, {amount} yuan, {from} to {until}"),
    );
    view! { {issuer} <br/> {words} }.erase()
}
