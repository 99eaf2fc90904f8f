//! What happened in a round of quotation, in one sentence.

use domain::room::{Cause, FailedDecrypt, RoundEvent};
use domain::{BidId, Lang};

use crate::text::pick;

pub fn sentence(lang: Lang, event: &RoundEvent, who: &impl Fn(BidId) -> String) -> String {
    match event {
        RoundEvent::Planned { rounds } => pick(
            lang,
            format!("唱标后进行 {rounds} 轮报价。"),
            format!("Rounds of quotation after the read-out: {rounds}."),
        ),
        RoundEvent::Started { round, until } => pick(
            lang,
            format!("主持人开始第 {round} 轮报价，于 {} 截止。", until.clock()),
            format!("The host started round {round} of quotation; it ends at {}.", until.clock()),
        ),
        RoundEvent::Quoted { bid, digest } => {
            let (who, digest) = (who(*bid), &digest[..8.min(digest.len())]);
            pick(
                lang,
                format!("{who}递交密封报价（摘要 {digest}…）。"),
                format!("{who} handed in a sealed quotation (digest {digest}…)."),
            )
        }
        RoundEvent::Ended { round, quotes, until } => pick(
            lang,
            format!("第 {round} 轮报价截止，收到报价 {quotes} 份；解密于 {} 截止。", until.clock()),
            format!("Round {round} is over with {quotes} quotations; decryption ends at {}.", until.clock()),
        ),
        RoundEvent::Opened { round, failed } => opened(lang, *round, failed, who),
        RoundEvent::ReadOut { round, quotes } => pick(
            lang,
            format!("第 {round} 轮唱标：{} 份报价同时公布。", quotes.len()),
            format!("Read-out of round {round}: {} prices were made public at once.", quotes.len()),
        ),
    }
}

fn opened(lang: Lang, round: u32, failed: &[FailedDecrypt], who: &impl Fn(BidId) -> String) -> String {
    if failed.is_empty() {
        return pick(lang, format!("第 {round} 轮报价解密结束。"), format!("Decryption of round {round} is over."));
    }
    let each = failed.iter().map(|failed| format!("{}（{}）", who(failed.bid), cause(lang, failed.cause)));
    let each: Vec<String> = each.collect();
    pick(
        lang,
        format!("第 {round} 轮报价解密结束，未解密：{}。", each.join("、")),
        format!("Decryption of round {round} is over. Not decrypted: {}.", each.join(", ")),
    )
}

/// What follows when a quotation was not decrypted.
fn cause(lang: Lang, cause: Cause) -> &'static str {
    match cause {
        Cause::Bidder => pick(lang, "退出", "left"),
        Cause::Platform => pick(lang, "非投标人原因，上次报价有效", "not its fault: its last price stands"),
    }
}
