//! An event of the room in one sentence.

use domain::floor::Speaker;
use domain::opening::FEWEST_BIDS;
use domain::room::{Cause, Event, FailedDecrypt, Room};
use domain::{BidId, Lang, Timestamp};

use super::rounds;
use crate::text::{names, pick};

/// What happened. Names are those in `room`, so it must be the room after the event.
#[must_use]
pub fn sentence(lang: Lang, event: &Event, room: &Room) -> String {
    let who =
        |bid: BidId| room.row(bid).map_or_else(|| pick(lang, "投标人", "A bidder").to_owned(), |row| row.name.clone());
    match event {
        Event::Postponed { from, until, reason } => pick(
            lang,
            format!("招标人推迟投标截止（开标）时间，由 {from} 推迟至 {until}，原因：{reason}"),
            format!("The tenderer postponed the deadline and opening from {from} to {until}: {reason}"),
        ),
        Event::DeadlinePassed { bids } => pick(
            lang,
            format!("投标截止，收到投标文件 {bids} 份，份数锁定；投标人开始签到。"),
            format!("The deadline has passed with {bids} bids; their number is fixed. Sign-in begins."),
        ),
        Event::TooFewBids { bids } => pick(
            lang,
            format!("投标截止，收到投标文件 {bids} 份，少于 {FEWEST_BIDS} 份，不得开标。"),
            format!("The deadline has passed with {bids} bids, fewer than {FEWEST_BIDS}: no opening takes place."),
        ),
        Event::BiddersAnnounced { bidders } => pick(
            lang,
            format!("主持人公布投标人名单，共 {} 家。", bidders.len()),
            format!("The host announced the {} bidders.", bidders.len()),
        ),
        Event::SignedIn { bid } => one(lang, &who(*bid), "签到。", "signed in."),
        Event::DecryptStarted { until } => pick(
            lang,
            format!("主持人下达解密指令，解密于 {} 截止。", until.clock()),
            format!("The host started decryption; it ends at {}.", until.clock()),
        ),
        Event::Decrypted { bid } => one(lang, &who(*bid), "解密成功。", "decrypted its bid."),
        Event::DecryptRefused { bid } => one(
            lang,
            &who(*bid),
            "提交的密钥不能打开其投标文件，时限内可以重试。",
            "released a key that does not open its bid; it may try again in time.",
        ),
        Event::DecryptEnded { failed } => decrypt_ended(lang, failed, &who),
        Event::ReadOut { lines } => pick(
            lang,
            format!("唱标：{} 份投标文件的开标内容同时公布。", lines.len()),
            format!("Read-out: {} bids were made public at once.", lines.len()),
        ),
        Event::ObjectionsOpened { until, confirm_until } => objections_opened(lang, *until, *confirm_until),
        Event::ObjectionRaised { bid, text, .. } => {
            let who = who(*bid);
            pick(lang, format!("{who}提出异议：{text}"), format!("{who} objected: {text}"))
        }
        Event::ObjectionAnswered { text, ruling, .. } => {
            let ruling = names::ruling(lang, *ruling);
            pick(
                lang,
                format!("主持人答复异议（{ruling}）：{text}"),
                format!("The host answered an objection ({ruling}): {text}"),
            )
        }
        Event::Confirmed { bid, .. } => {
            one(lang, &who(*bid), "签名确认开标结果。", "confirmed the result by signature.")
        }
        Event::Paused { reason } => {
            pick(lang, format!("主持人暂停开标，原因：{reason}"), format!("The host paused the opening: {reason}"))
        }
        Event::Resumed => {
            pick(lang, "主持人恢复开标，剩余时间继续计算。", "The host resumed the opening; the clock runs on.").into()
        }
        Event::WindowExtended { stage, away_from, away_until, until } => {
            // As the clock faces show it, so that a reader can reckon.
            let seconds = away_until.millis() / 1000 - away_from.millis() / 1000;
            let (span, stage) = (names::span(lang, seconds.unsigned_abs()), names::stage(lang, *stage).to_lowercase());
            let (from, to, until) = (away_from.clock(), away_until.clock(), until.clock());
            pick(
                lang,
                format!("服务器中断 {span}（{from} 至 {to}），{stage}时限顺延至 {until}。"),
                format!(
                    "The server was away for {span} ({from} to {to}); the time for {stage} now runs until {until}."
                ),
            )
        }
        Event::Closed => pick(lang, "开标结束，开标记录公开。", "The opening is closed; its record is public.").into(),
        Event::DrawBegun { digest, .. } => pick(
            lang,
            format!(
                "抽取系数：平台秘密数的承诺值已公布（{}…），唱标时与各投标人的密钥共同决定结果。",
                &digest[..8.min(digest.len())]
            ),
            format!(
                "Drawing: the platform is bound to its secret ({}…); with the bidders' keys it decides at the read-out.",
                &digest[..8.min(digest.len())]
            ),
        ),
        Event::Drawn(_) => drawn(lang, room),
        Event::SealsChecked { differing } => seals_checked(lang, differing, room),
        Event::Broadcast { reel, ended: None } => {
            pick(lang, format!("直播开始（第 {reel} 段）。"), format!("The broadcast went live (reel {reel})."))
        }
        Event::Broadcast { reel, ended: Some((segments, _)) } => pick(
            lang,
            format!("直播结束（第 {reel} 段，共 {segments} 个片段）。"),
            format!("The broadcast ended (reel {reel}, {segments} segments)."),
        ),
        Event::Said { by, text } => {
            let by = match by {
                Speaker::Host => pick(lang, "主持人公告", "The host announced").to_owned(),
                Speaker::Supervisor => pick(lang, "行政监督部门意见", "The supervisor noted").to_owned(),
                Speaker::Witness => pick(lang, "见证方意见", "The witness noted").to_owned(),
                Speaker::Bidder { bid } => one(lang, &who(*bid), "发言", "said"),
            };
            let hidden = pick(lang, "（已隐藏）", "(hidden)");
            let text = if text.is_empty() { hidden } else { text };
            pick(lang, format!("{by}：{text}"), format!("{by}: {text}"))
        }
        Event::Hidden { reason, .. } => {
            pick(lang, format!("主持人隐藏一条发言，原因：{reason}"), format!("The host hid a message: {reason}"))
        }
        Event::SignInOpened { until, strict } => sign_in_opened(lang, *until, *strict),
        Event::Adjourned { until, reason } => pick(
            lang,
            format!("主持人宣布休会，定于 {until} 续开，原因：{reason}"),
            format!("The host adjourned the opening until {until}: {reason}"),
        ),
        Event::Restored { bid } => one(
            lang,
            &who(*bid),
            "补传密封副本，经核对与递交时一致。",
            "sent the sealed bytes of its bid again; they are those it had committed.",
        ),
        Event::Round(event) => rounds::sentence(lang, event, &who),
        Event::Floor { open: true } => {
            pick(lang, "主持人开放发言。", "The host opened the floor to the bidders.").into()
        }
        Event::Floor { open: false } => {
            pick(lang, "主持人关闭发言。", "The host closed the floor to the bidders.").into()
        }
    }
}

fn objections_opened(lang: Lang, until: Timestamp, confirm_until: Option<Timestamp>) -> String {
    let until = until.clock();
    match confirm_until.map(Timestamp::clock) {
        Some(confirm) => pick(
            lang,
            format!("进入异议与确认，确认于 {confirm} 截止，异议于 {until} 截止。"),
            format!("Objections and confirmation began; confirming ends at {confirm}, objecting at {until}."),
        ),
        None => pick(
            lang,
            format!("进入异议与确认，于 {until} 截止。"),
            format!("Objections and confirmation began; they end at {until}."),
        ),
    }
}

fn sign_in_opened(lang: Lang, until: Timestamp, strict: bool) -> String {
    let until = until.clock();
    if strict {
        pick(
            lang,
            format!("签到于 {until} 截止，逾期不得签到。"),
            format!("Sign-in ends at {until}; nobody may sign in after it."),
        )
    } else {
        pick(
            lang,
            format!("签到于 {until} 截止，此后公布投标人。"),
            format!("Sign-in ends at {until}; the bidders are announced after it."),
        )
    }
}

fn drawn(lang: Lang, room: &Room) -> String {
    let told = |between| room.drawing.as_ref().and_then(|drawing| drawing.told(between)).unwrap_or_default();
    pick(lang, format!("抽取系数结果：{}。", told("，")), format!("Drawn: {}.", told(", ")))
}

/// Before the announcement it is not said whose bid differs.
fn seals_checked(lang: Lang, differing: &[BidId], room: &Room) -> String {
    let named: Vec<&str> = differing.iter().filter_map(|bid| Some(room.row(*bid)?.name.as_str())).collect();
    match (differing.len(), named.join("、")) {
        (0, _) => pick(
            lang,
            "密封核对完成，全部投标文件与递交时一致。",
            "The seals were checked: every bid is as it was committed.",
        )
        .to_owned(),
        (n, named) if named.is_empty() => pick(
            lang,
            format!("密封核对完成，{n} 份投标文件与递交时不一致，其余一致。"),
            format!("The seals were checked: {n} bids are not as they were committed."),
        ),
        (n, named) => pick(
            lang,
            format!("密封核对完成，{n} 份投标文件与递交时不一致（{named}），其余一致。"),
            format!("The seals were checked: {n} bids are not as they were committed ({named})."),
        ),
    }
}

fn one(lang: Lang, who: &str, chinese: &str, english: &str) -> String {
    pick(lang, format!("{who}{chinese}"), format!("{who} {english}"))
}

fn decrypt_ended(lang: Lang, failed: &[FailedDecrypt], who: &impl Fn(BidId) -> String) -> String {
    if failed.is_empty() {
        return pick(lang, "解密结束，全部解密成功。", "Decryption is over; every bid was decrypted.").to_owned();
    }
    let each: Vec<String> =
        failed.iter().map(|failed| format!("{}（{}）", who(failed.bid), cause(lang, failed.cause))).collect();
    pick(
        lang,
        format!("解密结束，未解密：{}。", each.join("、")),
        format!("Decryption is over. Not decrypted: {}.", each.join(", ")),
    )
}

/// The legal name of a failed decrypt (20号令 §31).
#[must_use]
pub fn cause(lang: Lang, cause: Cause) -> &'static str {
    match cause {
        Cause::Bidder => pick(lang, "撤销", "revoked"),
        Cause::Platform => pick(lang, "撤回", "withdrawn"),
    }
}

#[cfg(test)]
mod tests {
    use domain::CreditCode;
    use domain::room::Announced;

    use super::*;

    #[test]
    fn a_failed_decrypt_is_told_with_name_and_cause() {
        let bid = BidId::new(Timestamp::from_millis(1), 1);
        let bidder = Announced {
            bid,
            name: "草原建工".into(),
            code: CreditCode::parse("911525001000002270").unwrap(),
            committed: Timestamp::from_millis(1),
            digest: String::new(),
            signed_in: None,
        };
        let mut room = Room::default();
        for (seq, event) in [Event::DeadlinePassed { bids: 3 }, Event::BiddersAnnounced { bidders: vec![bidder] }]
            .into_iter()
            .enumerate()
        {
            let seq = seq as u64 + 1;
            room = room.apply(&domain::room::Entry { seq, at: Timestamp::from_millis(2), event }).unwrap();
        }
        let failed = vec![FailedDecrypt { bid, cause: Cause::Platform }];
        assert_eq!(sentence(Lang::Zh, &Event::DecryptEnded { failed }, &room), "解密结束，未解密：草原建工（撤回）。");
        assert_eq!(sentence(Lang::Zh, &Event::SignedIn { bid }, &room), "草原建工签到。");
    }
    #[test]
    fn an_absence_is_told_as_the_clocks_showed_it() {
        let from = Timestamp::parse_local("2026-11-25T10:03:05").unwrap().plus_millis(900);
        let extended = Event::WindowExtended {
            stage: domain::stage::StageName::Decrypting,
            away_from: from,
            away_until: from.plus_millis(41_200),
            until: Timestamp::parse_local("2026-11-25T10:34:17").unwrap(),
        };
        let said = |lang| sentence(lang, &extended, &Room::default());
        assert_eq!(said(Lang::Zh), "服务器中断 42 秒（10:03:05 至 10:03:47），解密时限顺延至 10:34:17。");
        let english = "The server was away for 42 seconds (10:03:05 to 10:03:47); the time for decryption now runs until 10:34:17.";
        assert_eq!(said(Lang::En), english);
    }
}
