//! The record to take away: printed and signed, as data, and with all that proves it.

use domain::LotId;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::pages::bid::size;
use crate::parts::with_lot::path;
use crate::text::{lang, pick};

/// `bundle` is the size of the opening bundle in bytes, where there is one.
#[component]
pub fn Papers(lot: LotId, printed: bool, bundle: Option<u64>) -> impl IntoView {
    let lang = lang();
    // No pages of ours: the browser asks for them itself.
    let link = move |file, words| view! { <a href=path(lot, file) rel="external">{words}</a> }.erase();
    let paper = if printed {
        view! {
            {link("record.pdf", pick(lang, "开标记录（PDF）", "Record (PDF)"))}
            {link("record.signature.json", pick(lang, "平台签名（JSON）", "Platform's signature (JSON)"))}
        }
        .erase()
    } else {
        view! { <span>{pick(lang, "本平台暂不提供 PDF。", "There is no PDF on this platform for now.")}</span> }.erase()
    };
    let what_it_is = pick(
        lang,
        "签名由平台密钥对 PDF 的 SM3 摘要作出，不附数字证书，不是电子签章；可以用命令 kaibiao record 核验。",
        "The platform's key signs the SM3 digest of the PDF. No certificate comes with it, and it is no electronic seal; the command “kaibiao record” checks it.",
    );
    view! {
        <div class="stack stack--tight no-print">
            <p class="cluster">
                <strong>{pick(lang, "下载", "Download")}</strong>
                {paper}
                {link("record.json", pick(lang, "数据（数据规范字段名，JSON）", "Data (national field names, JSON)"))}
                {link("ocds.json", pick(lang, "OCDS 数据（JSON）", "OCDS release (JSON)"))}
            </p>
            {printed.then(|| view! { <p class="muted">{what_it_is}</p> }.erase())}
            {bundle.map(|bytes| view! { <Bundle lot bytes/> }.erase())}
        </div>
    }
    .erase()
}

/// All that is needed to check the opening without this platform.
#[component]
fn Bundle(lot: LotId, bytes: u64) -> impl IntoView {
    let lang = lang();
    let bytes = size(bytes as f64);
    let name = pick(lang, format!("开标证据包（JSON，{bytes}）"), format!("Opening bundle (JSON, {bytes})"));
    let what_it_is = pick(
        lang,
        "内含全部记录和签名，唱标的还有密封的开标一览表和保函、投标人公布的密钥与回执。任何人都可以离线核验，多年以后也可以，无须信任本平台；正文不在其中。",
        "Every entry and signature, and of what was read out the sealed forms and guarantees, the keys that their bidders released, and receipts: anybody checks it offline, years later too, without trusting this platform. The bid documents are not in it.",
    );
    view! {
        <p class="cluster">
            <strong>{pick(lang, "核验", "Check")}</strong>
            <a href=path(lot, "bundle.json") rel="external">{name}</a>
            <a href="/verify">{pick(lang, "核验开标证据包", "Check an opening bundle")}</a>
        </p>
        <p class="muted">{what_it_is}</p>
    }
    .erase()
}
