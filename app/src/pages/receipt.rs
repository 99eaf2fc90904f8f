//! The receipt (回执) of the caller's bid: an official sheet, on the screen and on paper.

mod rehearsal;

use domain::view::{LotView, MyBid};
use domain::{Refusal, Timestamp};
use ledger::{Receipt as Signed, ReceiptPart};
use leptos::prelude::*;
use leptos_meta::Title;

use crate::browser::{alive, vault};
use crate::erase::{Erase, live};
use crate::parts::facts::{Fact, Summary};
use crate::parts::notice::RefusalNotice;
use crate::parts::tour::{Tour, TourStep};
use crate::parts::with_lot::{Crumbs, Visit, with_lot};
use crate::text::{lang, pick, refusal, t};

use rehearsal::Rehearsal;

#[component]
pub fn Receipt() -> impl IntoView {
    with_lot(|visit| view! { <Page visit/> }.erase())
}

#[component]
fn Page(visit: Visit) -> impl IntoView {
    let lot = visit.lot.clone();
    let tour = lot.terms.practice.then(|| view! { <Tour at=TourStep::of(&lot, visit.me.as_ref())/> }.erase());
    view! {
        <Title text=format!("{} · {}", t("回执", "Receipt"), lot.terms.title)/>
        <div class="page-flow">
            <Crumbs lot=lot here=t("回执", "Receipt")/>
            {tour}
            {body(visit)}
        </div>
    }
    .erase()
}

fn body(visit: Visit) -> AnyView {
    if visit.me.is_none() {
        return view! { <h1>{t("回执", "Receipt")}</h1> <RefusalNotice refusal=Refusal::SignInFirst/> }.erase();
    }
    let Some(json) = visit.lot.my_bid.as_ref().and_then(|bid: &MyBid| bid.receipt.clone()) else {
        return nothing(&visit);
    };
    // Only a defect makes a receipt unreadable; the person still gets its text.
    let Ok(receipt) = serde_json::from_str::<Signed>(&json) else {
        return view! {
            <h1>{t("回执", "Receipt")}</h1>
            <RefusalNotice refusal=Refusal::Trouble/>
            <pre class="mono">{json}</pre>
        }
        .erase();
    };
    let name = format!("receipt-{}.json", receipt.facts.bid);
    view! {
        <Sheet receipt=receipt.clone() validity=visit.lot.terms.validity_days/>
        <Actions name json/>
        <Copy lot=visit.lot.clone()/>
        <Rehearsal lot=visit.lot.clone() receipt/>
        <div class="actions no-print">
            <a class="button button--quiet" href=visit.path("")>{t("返回标段", "Back to the lot")}</a>
            <a class="button button--quiet" href=visit.path("room")>{t("前往开标室", "To the room")}</a>
        </div>
    }
    .erase()
}

/// Buttons that only scripts can serve, so they come with them.
#[component]
fn Actions(name: String, json: String) -> impl IntoView {
    let alive = alive();
    let (print, save) = (t("打印", "Print"), t("下载回执（JSON）", "Download (JSON)"));
    let file = StoredValue::new((name, json));
    live(move || {
        alive.get().then(|| {
            view! {
                <div class="actions no-print">
                    <button
                        type="button"
                        class="button button--primary"
                        on:click=move |_| { file.with_value(|(name, json)| vault::download(name, json)); }
                    >
                        {save}
                    </button>
                    // Where a browser can not print, its own menu says so.
                    <button type="button" class="button" on:click=move |_| drop(window().print())>{print}</button>
                </div>
            }
            .erase()
        })
    })
}

/// The sealed bytes themselves, to keep: the remedy, where the tender document has one, against damage at the platform.
#[component]
fn Copy(lot: LotView) -> impl IntoView {
    let rules = lot.terms.rules;
    let remedy = rules.restore.then(|| {
        let clause = rules.clauses.restore;
        pick(
            lang(),
            format!("开标时发现平台保存的文件受损的，可以在解密时限内用它补传（招标文件{clause}）。"),
            format!("If what the platform stores is found damaged at the opening, you may send it again in the time for decryption (tender document, {clause})."),
        )
    });
    view! {
        <section class="panel no-print" aria-labelledby="copy-title">
            <h2 id="copy-title">{t("密封副本", "Sealed copy")}</h2>
            <p>
                {t("已递交的密封文件，逐字节相同，没有密钥不能打开，可以放心保存。",
                    "The sealed files as they were lodged, byte for byte. Nobody opens them without your key, so they are safe to keep.")}
                {remedy}
            </p>
            <div class="actions">
                <a class="button" href=format!("/api/lots/{}/copy", lot.id) rel="external" download="">
                    {t("下载密封副本", "Download the sealed copy")}
                </a>
            </div>
        </section>
    }
    .erase()
}

fn nothing(visit: &Visit) -> AnyView {
    view! {
        <div class="empty">
            <h1 class="empty__title">{t("还没有回执", "No receipt yet")}</h1>
            <p>
                {t("投标文件完整递交后即时生成回执；撤回后回执失效。",
                    "A receipt is issued as soon as a bid is lodged whole; it lapses when the bid is withdrawn.")}
            </p>
            <div class="actions"><a class="button" href=visit.path("")>{t("返回标段", "Back to the lot")}</a></div>
        </div>
    }
    .erase()
}

/// The sheet itself: who lodged what and when, the digests, the platform's signature.
#[component]
fn Sheet(
    receipt: Signed,
    /// Days for which the bid binds its bidder.
    validity: u32,
) -> impl IntoView {
    let facts = receipt.facts;
    let at = Timestamp::from_millis(facts.committed_at);
    let number = pick(lang(), format!("编号 {}", facts.bid), format!("No. {}", facts.bid));
    let days = pick(lang(), format!("自投标截止之日起 {validity} 天"), format!("{validity} days from the deadline"));
    view! {
        <article class="receipt">
            <header class="receipt__head">
                <div>
                    <h1>{t("投标文件递交回执", "Receipt for a sealed bid")}</h1>
                    <p class="meta"><span class="mono">{number}</span></p>
                </div>
                <span class="seal" aria-hidden="true">"回执"</span>
            </header>
            <Summary>
                <Fact name=t("标段", "Lot")>{facts.lot_title}</Fact>
                <Fact name=t("投标人", "Bidder")>{facts.bidder_name}</Fact>
                <Fact name=t("统一社会信用代码", "Unified social credit code")>
                    <span class="mono">{facts.bidder}</span>
                </Fact>
                <Fact name=t("递交时间", "Lodged at")>
                    <time datetime=at.to_local()>{at.to_string()}</time>
                    {t("（北京时间，以服务器时钟为准）", " (Beijing time, by the server's clock)")}
                </Fact>
                <Fact name=t("投标有效期", "Bid validity")>{days}</Fact>
            </Summary>
            <Parts parts=facts.parts/>
            <section class="receipt__proof" aria-labelledby="proof">
                <h2 id="proof">{t("摘要与签名", "Digest and signature")}</h2>
                <Summary>
                    <Fact name=t("投标文件摘要（SM3）", "Digest of the bid (SM3)")>
                        {digest(&facts.manifest_digest)}
                    </Fact>
                    <Fact name=t("存证序号", "Journal entry")>{facts.seq}</Fact>
                    <Fact name=t("存证承诺值", "Entry commitment")>{digest(&facts.entry_commitment)}</Fact>
                    <Fact name=t("平台公钥（SM2）", "Platform's key (SM2)")>{digest(&receipt.platform_key)}</Fact>
                    <Fact name=t("平台签名（SM2）", "Platform's signature (SM2)")>{digest(&receipt.signature)}</Fact>
                </Summary>
            </section>
            <footer class="receipt__foot">
                <p>
                    {t("本平台已完整收到上列密封文件并存证。文件在开标前无法打开，本平台亦不例外；开标时公布的摘要应与本回执一致。请妥善保存本回执、密钥文件和口令。",
                        "The sealed files above were received whole and entered in the journal. Nobody, this platform included, can open them before the opening; the digest announced then must equal the one on this receipt. Keep receipt, key file and passphrase safe.")}
                </p>
            </footer>
        </article>
    }.erase()
}

#[component]
fn Parts(parts: Vec<ReceiptPart>) -> impl IntoView {
    let lang = lang();
    let rows = parts
        .into_iter()
        .map(|line| {
            view! {
                <tr>
                    <th scope="row">{refusal::part(lang, &line.part)}</th>
                    <td class="num" data-label=t("字节", "Bytes")>{line.size}</td>
                    <td data-label=t("密封后摘要（SM3）", "Digest as sealed (SM3)")>{digest(&line.digest)}</td>
                </tr>
            }
            .erase()
        })
        .collect_view();
    view! {
        <table class="data data--cards">
            <caption>{t("已递交的密封文件", "Sealed files lodged")}</caption>
            <thead>
                <tr>
                    <th scope="col">{t("文件", "File")}</th>
                    <th scope="col" class="num">{t("字节", "Bytes")}</th>
                    <th scope="col">{t("密封后摘要（SM3）", "Digest as sealed (SM3)")}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .erase()
}

fn digest<T: ToString>(value: &T) -> impl IntoView + use<T> {
    view! { <code class="digest">{value.to_string()}</code> }.erase()
}
