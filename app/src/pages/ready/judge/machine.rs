//! What is checked of this machine and of its line to the server.

use domain::Lang;

use super::{Finding, Mark};
use crate::browser::abilities::Abilities;
use crate::browser::probe::{Measured, Unmeasured};
use crate::pages::bid::size;
use crate::parts::clock_offset;
use crate::text::{names, pick};

/// An upload that takes longer than this part of the time that is left is cut too fine.
const SHARE: f64 = 0.5;
/// Slower lines, in bytes a second and in milliseconds, make the opening tedious.
pub const SLOW: f64 = 65_536.0;
pub const FAR: f64 = 1000.0;

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
