//! The record to take away: printed and signed, and as data.

use domain::LotId;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::with_lot::path;
use crate::text::{lang, pick};

#[component]
pub fn Papers(lot: LotId, printed: bool) -> impl IntoView {
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
        </div>
    }
    .erase()
}
