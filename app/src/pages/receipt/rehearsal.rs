//! The rehearsal (解密演练): before the deadline a bidder tries that its key on this machine opens what the server stores.

use std::sync::Arc;

use domain::Timestamp;
use domain::view::{LotView, MyBid};
use ledger::Receipt;
use leptos::prelude::*;

use crate::api::lots::rehearse_bid;
use crate::browser::alive;
use crate::browser::holder::{Bid, Holder, Software};
use crate::erase::{Erase, live};
use crate::parts::notice::{NeedsScripts, Notice, Tone};
use crate::parts::unlock::{Trouble, Typed, UnlockForm, Work};
use crate::text::{lang, pick, t};

/// Nothing once the deadline has come: then it is no rehearsal any more.
#[component]
pub fn Rehearsal(lot: LotView, receipt: Receipt) -> impl IntoView {
    let bid = lot.my_bid.filter(|bid| bid.state.rehearse(lot.terms.deadline, lot.now).is_ok());
    bid.map(|bid| view! { <Panel bid receipt/> }.erase())
}

#[component]
fn Panel(bid: MyBid, receipt: Receipt) -> impl IntoView {
    let alive = alive();
    let lang = lang();
    let rehearsed = RwSignal::new(bid.rehearsed);
    let typed = Typed::nothing();
    let code = receipt.facts.bidder.clone();
    let work: Work = Arc::new(move |key| {
        let receipt = receipt.clone();
        Box::pin(async move {
            let at = rehearse(bid.id, receipt, key).await?;
            let _left = rehearsed.try_set(at);
            Ok(())
        })
    });
    let standing = live(move || match rehearsed.get() {
        Some(at) => {
            let words = pick(
                lang,
                format!("{at}（北京时间）演练成功：本机的密钥能打开服务器保存的投标文件。"),
                format!("Rehearsed at {at} (Beijing time): the key on this machine opens the bid as it is stored."),
            );
            view! { <Notice tone=Tone::Good><p>{words}</p></Notice> }.erase()
        }
        None => {
            let words = pick(lang, "尚未演练。", "Not rehearsed yet.");
            view! { <Notice tone=Tone::Warn><p>{words}</p></Notice> }.erase()
        }
    });
    let (name, working) = (t("开始演练", "Rehearse"), t("正在本机试解密…", "Trying the key on this machine…"));
    view! {
        <section class="panel no-print" id="rehearsal" aria-labelledby="rehearsal-title">
            <h2 id="rehearsal-title">{t("解密演练", "Rehearse the decryption")}</h2>
            <p>
                {t("从服务器取回密封文件，在本机试着打开，用完即弃。内容不显示、不上传，其他人看不到是否演练过。",
                    "The sealed files are fetched back and opened on this machine, then forgotten. Nothing is shown or sent, and nobody else learns of it.")}
            </p>
            {standing}
            <NeedsScripts/>
            {move || {
                let (code, work) = (Some(code.clone()), Arc::clone(&work));
                alive.get().then(|| view! { <UnlockForm code typed name working work/> }.erase())
            }}
        </section>
    }
    .erase()
}

/// When the server has put it on record.
async fn rehearse(bid: domain::BidId, receipt: Receipt, key: Software) -> Result<Option<Timestamp>, Trouble> {
    let facts = receipt.facts;
    let parts = facts.parts.into_iter().map(|part| (part.part, part.size)).collect();
    let sealed = Bid { id: facts.bid, lot: facts.lot, bidder: facts.bidder };
    let signature = key.rehearse(sealed, facts.manifest_digest, parts).await?;
    Ok(rehearse_bid(bid, signature.to_string()).await?.rehearsed)
}
