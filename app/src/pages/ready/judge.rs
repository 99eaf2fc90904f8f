//! From what was found to a line for each check: how it stands, in one sentence, and the way on.

use domain::Lang;
use domain::bid::BidState;
use domain::stage::StageName;
use domain::view::LotView;

use crate::browser::abilities::Abilities;
use crate::browser::probe::{Measured, Unmeasured};
use crate::pages::bid::size;
use crate::parts::clock_offset;
use crate::parts::with_lot::path;
use crate::text::{names, pick};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Not begun, or not for whoever is here.
    Open,
    Passed,
    Warned,
    Failed,
}

/// How one check stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub mark: Mark,
    pub words: String,
    /// Where it is mended.
    pub way: Option<(String, &'static str)>,
}

impl Finding {
    pub fn new(mark: Mark, words: impl Into<String>) -> Self {
        Self { mark, words: words.into(), way: None }
    }

    fn with(self, path: String, name: &'static str) -> Self {
        Self { way: Some((path, name)), ..self }
    }
}

/// An upload that takes longer than this part of the time that is left is cut too fine.
const SHARE: f64 = 0.5;
/// Slower lines, in bytes a second and in milliseconds, make the opening tedious.
const SLOW: f64 = 65_536.0;
const FAR: f64 = 1000.0;
/// With less than this left, in milliseconds, a bid that is not lodged is in danger.
const LATE: i64 = 3_600_000;

#[must_use]
pub fn browser(lang: Lang, found: Abilities) -> Finding {
    let newer = pick(lang, "请换用较新的浏览器。", "Use a newer browser.");
    let lacks = match found {
        Abilities { wide: false, .. } => Some(pick(
            lang,
            "此浏览器不支持 WebAssembly（SIMD），不能密封和解密。",
            "This browser lacks WebAssembly with SIMD: it can neither seal nor decrypt.",
        )),
        Abilities { worker: false, .. } => Some(pick(
            lang,
            "密封程序没有启动，不能密封和解密。",
            "The sealing worker does not start: nothing can be sealed or decrypted.",
        )),
        Abilities { events: false, .. } => {
            Some(pick(lang, "此浏览器不支持实时连接。", "This browser can not follow the room as it happens."))
        }
        _ => None,
    };
    if let Some(lacks) = lacks {
        return Finding::new(Mark::Failed, format!("{lacks}{}{newer}", pick(lang, "", " ")));
    }
    if !found.keeps {
        return Finding::new(
            Mark::Warned,
            pick(
                lang,
                "可以密封和解密，但浏览器不保存数据（如无痕模式）：每次都要选择密钥文件。",
                "It seals and decrypts, but keeps nothing (a private window?): the key file must be chosen every time.",
            ),
        );
    }
    if !found.resumes {
        return Finding::new(
            Mark::Warned,
            pick(
                lang,
                "可以密封和解密，但不能断点续传：上传中断后要从头再传。",
                "It seals and decrypts, but an upload that is broken off begins anew.",
            ),
        );
    }
    Finding::new(
        Mark::Passed,
        pick(lang, "密封、解密和断点续传均可使用。", "It seals, decrypts, and goes on with what was broken off."),
    )
}

/// `ahead` is how many milliseconds the server is ahead of this machine.
#[must_use]
pub fn clock(lang: Lang, ahead: i64) -> Finding {
    let mark = if ahead.unsigned_abs() < clock_offset::UNSURE { Mark::Passed } else { Mark::Warned };
    Finding::new(mark, clock_offset::told(lang, ahead))
}

/// `bytes` are to be sent in `left` milliseconds, if any are.
#[must_use]
pub fn network(lang: Lang, found: Result<Measured, Unmeasured>, bytes: Option<u64>, left: i64) -> Finding {
    let Measured { round_trip, bytes_a_second, .. } = match found {
        Ok(measured) => measured,
        Err(Unmeasured::Busy) => {
            return Finding::new(
                Mark::Warned,
                pick(
                    lang,
                    "测速人数较多，没有测成。请一分钟后重新检查。",
                    "Too many are measuring just now. Check again in a minute.",
                ),
            );
        }
        Err(Unmeasured::Unreachable) => {
            return Finding::new(
                Mark::Failed,
                pick(
                    lang,
                    "连接不上服务器，或 15 秒内没有回应。请检查网络。",
                    "The server can not be reached, or not within 15 seconds. Check your network.",
                ),
            );
        }
    };
    let (trip, pace) = (round_trip.ceil().max(1.0), size(bytes_a_second));
    let measured = pick(
        lang,
        format!("往返 {trip} 毫秒，上传每秒 {pace}。"),
        format!("Round trip {trip} ms, upload {pace} a second. "),
    );
    let seconds = bytes.map(|bytes| (bytes as f64 / bytes_a_second).ceil());
    let needs = bytes.zip(seconds).map(|(bytes, seconds)| {
        let (all, time) = (size(bytes as f64), names::span(lang, seconds as u64));
        pick(lang, format!("待递交文件 {all}，约需 {time}。"), format!("The {all} to be lodged take about {time}. "))
    });
    let share = seconds.map_or(0.0, |seconds| seconds * 1000.0 / left.max(1) as f64);
    let (mark, advice) = if share >= 1.0 && left > 0 {
        (
            Mark::Failed,
            pick(
                lang,
                "按此速度截止前传不完，请换用更快的网络。",
                "At this speed they come too late: use a faster line.",
            ),
        )
    } else if share > SHARE || bytes_a_second < SLOW || round_trip > FAR {
        (
            Mark::Warned,
            pick(
                lang,
                "网络较慢，请尽早上传，或换用更快的网络。",
                "The line is slow: send early, or use a faster one.",
            ),
        )
    } else {
        (Mark::Passed, "")
    };
    let words = format!("{measured}{}{advice}", needs.unwrap_or_default());
    Finding::new(mark, words.trim_end())
}

#[must_use]
pub fn line(lang: Lang, heard: bool) -> Finding {
    if heard {
        return Finding::new(
            Mark::Passed,
            pick(lang, "能收到开标室的实时消息。", "Word from the opening room comes through."),
        );
    }
    Finding::new(
        Mark::Failed,
        pick(
            lang,
            "没有收到开标室的消息，可能被单位的代理或防火墙拦截。请换用其他网络（如手机热点），或在开标室手动刷新。",
            "Nothing came from the opening room; a proxy or firewall may hold it back. Use another network, such as a phone's, or reload the room by hand.",
        ),
    )
}

/// Who looks at the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Visitor,
    /// Signed in, but not as a bidder.
    Other,
    Bidder,
}

/// For whoever can not be told: there is nothing of its own to check.
fn not_own(lang: Lang, who: Who) -> Option<Finding> {
    match who {
        Who::Bidder => None,
        Who::Visitor => Some(Finding::new(Mark::Open, pick(lang, "登录后检查。", "Checked once you are signed in."))),
        Who::Other => Some(Finding::new(Mark::Open, pick(lang, "只对投标人检查。", "Checked for bidders alone."))),
    }
}

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

/// What is known of the company's key on this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    /// The company has registered none.
    NoneMade,
    /// No key file is kept in this browser, and none was chosen.
    Absent,
    /// A key file, but of another key.
    Another,
    /// The chosen file is no key file.
    NotAKeyFile,
    /// The company's own. `chosen` when it was read from a file of the person's.
    Own { chosen: bool, fits: Fits },
}

/// Whether the lodged bid was sealed for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fits {
    NoBid,
    Yes,
    No,
    /// The header could not be fetched.
    Unknown,
}

#[must_use]
pub fn key(lang: Lang, lot: &LotView, state: KeyState) -> Finding {
    let page = |name| (format!("/my/key?back={}", path(lot.id, "ready")), name);
    let (mark, words, way) = match state {
        KeyState::NoneMade => (
            Mark::Failed,
            pick(lang, "本单位尚未制作密钥。", "Your company has no key yet."),
            Some(page(pick(lang, "制作密钥", "Make a key"))),
        ),
        KeyState::Absent => (
            Mark::Failed,
            pick(
                lang,
                "此浏览器没有密钥文件。请在下面选择另存的密钥文件（如 U 盘中的）核对。",
                "This browser does not hold the key file. Choose your saved copy below to check it.",
            ),
            Some(page(pick(lang, "存入本浏览器", "Keep it in this browser"))),
        ),
        KeyState::Another => (
            Mark::Failed,
            pick(
                lang,
                "这是另一个密钥，打不开本单位的投标文件。请选择正确的密钥文件。",
                "This is another key; it does not open your bid. Choose the right file.",
            ),
            None,
        ),
        KeyState::NotAKeyFile => (
            Mark::Failed,
            pick(lang, "所选文件不是密钥文件。请重新选择。", "The chosen file is no key file. Choose again."),
            None,
        ),
        KeyState::Own { fits: Fits::No, .. } => (
            Mark::Failed,
            pick(
                lang,
                "本单位的密钥与服务器上投标文件的密封对象不符。请立即联系交易中心。",
                "The bid on the server is not sealed for your company's key. Tell the centre at once.",
            ),
            None,
        ),
        KeyState::Own { fits: Fits::Unknown, .. } => (
            Mark::Warned,
            pick(
                lang,
                "密钥文件是本单位的；投标文件没有取到，未能核对。请重新检查。",
                "The key file is your company's; the bid could not be fetched to compare. Check again.",
            ),
            None,
        ),
        KeyState::Own { chosen: true, fits } => (
            Mark::Passed,
            if fits == Fits::Yes {
                pick(
                    lang,
                    "所选密钥文件与已递交的投标文件相符。开标时请带好此文件。",
                    "The chosen key file fits the lodged bid. Have it at hand at the opening.",
                )
            } else {
                pick(
                    lang,
                    "所选密钥文件是本单位的。开标时请带好此文件。",
                    "The chosen key file is your company's. Have it at hand at the opening.",
                )
            },
            None,
        ),
        KeyState::Own { chosen: false, fits } => (
            Mark::Passed,
            if fits == Fits::Yes {
                pick(
                    lang,
                    "密钥文件在此浏览器中，与已递交的投标文件相符。",
                    "This browser holds the key file, and it fits the lodged bid.",
                )
            } else {
                pick(lang, "本单位的密钥文件在此浏览器中。", "This browser holds your company's key file.")
            },
            None,
        ),
    };
    Finding { mark, words: words.to_owned(), way }
}

/// The key of whoever has none to check.
#[must_use]
pub fn no_key(lang: Lang, who: Who) -> Finding {
    let open = pick(lang, "待检查。", "Not checked yet.");
    not_own(lang, who).unwrap_or_else(|| Finding::new(Mark::Open, open))
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

/// The sentence at the top, with its mark.
#[must_use]
pub fn overall(lang: Lang, who: Who, findings: &[Finding]) -> (Mark, String) {
    let count = |mark| findings.iter().filter(|finding| finding.mark == mark).count();
    let (failed, warned) = (count(Mark::Failed), count(Mark::Warned));
    if failed > 0 {
        let words = pick(
            lang,
            format!("还有 {failed} 项未通过，请按提示处理后重新检查"),
            format!("{failed} still to be mended: do as each line says, then check again"),
        );
        return (Mark::Failed, words);
    }
    let (ready, own) = match who {
        Who::Bidder => (pick(lang, "可以开标", "Ready for the opening"), ""),
        Who::Visitor => (
            pick(lang, "本机和网络符合要求", "This machine and its line will do"),
            pick(lang, "；登录后再检查投标文件和密钥", "; sign in to check bid and key"),
        ),
        Who::Other => (pick(lang, "本机和网络符合要求", "This machine and its line will do"), ""),
    };
    match warned {
        0 => (Mark::Passed, format!("{ready}{own}")),
        n => (
            Mark::Warned,
            format!("{ready}{own}{}", pick(lang, format!("，有 {n} 项请留意"), format!("; mind {n} of the lines"))),
        ),
    }
}

#[cfg(test)]
mod tests;
