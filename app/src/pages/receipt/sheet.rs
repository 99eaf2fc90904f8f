//! The sheet itself: who lodged what and when, the digests, the platform's signature.

use domain::Timestamp;
use ledger::{Receipt, ReceiptPart};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::facts::{Fact, Summary};
use crate::text::{lang, pick, refusal, t};

#[component]
pub fn Sheet(
    receipt: Receipt,
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
                    <th scope="row">{refusal::part(lang, &line.part)}<p class="muted">{line.name}</p></th>
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
