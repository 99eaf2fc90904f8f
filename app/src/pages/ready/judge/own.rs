//! What is checked of the bid, and of the time that is left for it.

use domain::Lang;
use domain::bid::BidState;
use domain::stage::StageName;
use domain::view::LotView;

use super::{Finding, Mark, Who, not_own};
use crate::parts::with_lot::path;
use crate::text::{names, pick};

/// With less than this left, in milliseconds, a bid that is not lodged is in danger.
const LATE: i64 = 3_600_000;

/// Whether the bid is lodged.
#[must_use]
pub fn bid(lang: Lang, who: Who, lot: &LotView) -> Finding {
    if let Some(finding) = not_own(lang, who) {
        return finding;
    }
    let over = lot.stage != StageName::Scheduled || lot.now >= lot.terms.deadline;
    let to_bid = (path(lot.id, "bid"), pick(lang, "去投标", "To the bid"));
    match lot.my_bid.as_ref().map(|bid| bid.state) {
        Some(BidState::Committed { at }) => {
            Finding::new(Mark::Passed, pick(lang, format!("已于 {at} 递交。"), format!("Lodged at {at}.")))
        }
        _ if over => Finding::new(
            Mark::Failed,
            pick(lang, "截止前没有递交，不能参加开标。", "Not lodged before the deadline: it takes no part."),
        ),
        Some(BidState::Uploading) => Finding::new(
            Mark::Failed,
            pick(
                lang,
                "尚未递交：上传完成并取得回执才算递交。",
                "Not lodged yet: it counts once you have the receipt.",
            ),
        )
        .with(to_bid.0, to_bid.1),
        Some(BidState::Withdrawn { .. }) | None => {
            Finding::new(Mark::Failed, pick(lang, "没有已递交的投标文件。", "No bid is lodged."))
                .with(to_bid.0, to_bid.1)
        }
    }
}

/// Whether it was tried that the key opens what is stored.
#[must_use]
pub fn rehearsal(lang: Lang, who: Who, lot: &LotView) -> Finding {
    if let Some(finding) = not_own(lang, who) {
        return finding;
    }
    match lot.my_bid.as_ref().filter(|bid| matches!(bid.state, BidState::Committed { .. })) {
        None => Finding::new(Mark::Open, pick(lang, "递交后才能演练。", "It can be rehearsed once it is lodged.")),
        Some(bid) => match bid.rehearsed {
            Some(at) => {
                Finding::new(Mark::Passed, pick(lang, format!("{at} 演练成功。"), format!("Rehearsed at {at}.")))
            }
            None if lot.now >= lot.terms.deadline => Finding::new(
                Mark::Warned,
                pick(lang, "没有演练过；截止后不能再演练。", "Never rehearsed; after the deadline it can not be."),
            ),
            None => Finding::new(
                Mark::Failed,
                pick(
                    lang,
                    "尚未演练：只有演练能证明密钥和口令打得开投标文件。",
                    "Not rehearsed: only that proves that key and passphrase open the bid.",
                ),
            )
            .with(format!("{}#rehearsal", path(lot.id, "receipt")), pick(lang, "去演练", "Rehearse")),
        },
    }
}

#[must_use]
pub fn time(lang: Lang, lot: &LotView) -> Finding {
    let left = lot.terms.deadline.since(lot.now);
    let lodged = lot.my_bid.as_ref().is_some_and(|bid| matches!(bid.state, BidState::Committed { .. }));
    if lot.stage.is_final() {
        return Finding::new(Mark::Open, pick(lang, "开标已结束。", "The opening is over."));
    }
    if left <= 0 {
        return Finding::new(
            Mark::Passed,
            pick(lang, "已到开标时间，请进入开标室。", "It is time: enter the opening room."),
        )
        .with(path(lot.id, "room"), pick(lang, "进入开标室", "Enter the room"));
    }
    let span = remaining(lang, left);
    if left < LATE && !lodged {
        return Finding::new(
            Mark::Warned,
            pick(
                lang,
                format!("距投标截止只有 {span}，请抓紧递交。"),
                format!("Only {span} to the deadline: lodge soon."),
            ),
        );
    }
    Finding::new(
        Mark::Passed,
        pick(lang, format!("距投标截止（开标）{span}。"), format!("{span} to the deadline and opening.")),
    )
}

fn remaining(lang: Lang, millis: i64) -> String {
    let minutes = millis / 60_000;
    let (days, hours) = (minutes / 1440, minutes / 60 % 24);
    match (days, hours) {
        (0, 0) => names::span(lang, (millis / 1000).unsigned_abs()),
        (0, hours) => {
            pick(lang, format!("{hours} 小时 {} 分钟", minutes % 60), format!("{hours} h {} min", minutes % 60))
        }
        (days, hours) => pick(lang, format!("{days} 天 {hours} 小时"), format!("{days} d {hours} h")),
    }
}
