//! What the host is told of its broadcast.

use domain::{Lang, Refusal};
use leptos::prelude::*;

use super::desk::{News, Over};
use super::queue;
use crate::browser::camera::{NoPicture, Source};
use crate::erase::Erase;
use crate::text::{pick, refusal};

/// From so many waiting spans on the line is called slow.
const SLOW: usize = 5;

pub fn source(lang: Lang, source: Source) -> &'static str {
    match source {
        Source::Camera => pick(lang, "摄像头和麦克风", "Camera and microphone"),
        Source::Screen => pick(lang, "屏幕和麦克风", "Screen and microphone"),
        Source::Microphone => pick(lang, "只有麦克风", "Microphone alone"),
    }
}

pub fn no_picture(lang: Lang, none: NoPicture) -> &'static str {
    match none {
        NoPicture::Unsupported => pick(
            lang,
            "此浏览器不能直播。请换用新版 Chrome、Edge 或 Firefox，并通过 HTTPS 打开本页。",
            "This browser cannot broadcast. Use a current Chrome, Edge or Firefox, over HTTPS.",
        ),
        NoPicture::Refused => pick(
            lang,
            "没有获得使用权限。请在浏览器地址栏旁允许本网站使用摄像头和麦克风，再试一次。",
            "It was not permitted. Allow this site to use camera and microphone, beside the browser's address bar, and try again.",
        ),
        NoPicture::Missing => pick(
            lang,
            "没有找到摄像头或麦克风。请接好设备再试。",
            "No camera or microphone was found. Connect one and try again.",
        ),
        NoPicture::Taken => pick(
            lang,
            "设备正被其他程序占用。请关闭该程序再试。",
            "Another program uses the device. Close it and try again.",
        ),
    }
}

pub fn over(lang: Lang, why: &Over) -> String {
    let words = match why {
        Over::Closed => pick(lang, "开标已结束，直播随之结束。", "The opening is over, and the broadcast with it."),
        Over::Elsewhere => pick(
            lang,
            "您已在另一个页面开始直播，本页的直播已结束。",
            "You are live from another page; the broadcast from this one has ended.",
        ),
        Over::NoRecorder => pick(
            lang,
            "此浏览器录不出可以播放的格式（WebM）。请换用新版 Chrome、Edge 或 Firefox。",
            "This browser does not record WebM. Use a current Chrome, Edge or Firefox.",
        ),
        Over::Refused(Refusal::QuotaUsedUp { limit }) => {
            let limit = limit >> 30;
            return pick(
                lang,
                format!("本标段的直播已达上限 {limit} GB，不再接收。开标照常进行。"),
                format!("The broadcasts of this lot hold {limit} GB, the most there may be. The opening goes on."),
            );
        }
        Over::Refused(why) => return refusal::refusal(lang, why),
    };
    words.to_owned()
}

/// What goes slowly, or not at all just now.
pub fn trouble(lang: Lang, news: &News) -> Option<String> {
    let News { waiting, dropped, line_down, .. } = news;
    let most = queue::MOST;
    if *line_down {
        return Some(pick(
            lang,
            format!("暂时联系不上服务器，正在重试；最近 {most} 秒的内容留待补发。开标照常进行。"),
            format!(
                "The server does not answer just now; it is tried again. The last {most} seconds are kept for it. The opening goes on."
            ),
        ));
    }
    if *waiting >= SLOW {
        return Some(pick(
            lang,
            format!("网络较慢，有 {waiting} 个片段待发送；超过 {most} 个时从最早的舍弃。"),
            format!("The line is slow: {waiting} segments wait. Of more than {most} the oldest are given up."),
        ));
    }
    (*dropped > 0).then(|| {
        pick(
            lang,
            format!("因网络较慢，有 {dropped} 个片段（约 {dropped} 秒）没有发出，已如实记录。"),
            format!("The line was too slow for {dropped} segments, about as many seconds; this is on record."),
        )
    })
}

pub fn facts(lang: Lang, news: &News) -> AnyView {
    let News { reel, sent, bytes, waiting, rate, .. } = news;
    let (size, rate) = (bytes / 1e6, rate / 1e6);
    view! {
        <span>{pick(lang, format!("第 {reel} 段"), format!("Reel {reel}"))}</span>
        <span>{pick(lang, format!("已发送 {sent} 个片段（{size:.1} MB）"), format!("{sent} segments sent ({size:.1} MB)"))}</span>
        <span>{pick(lang, format!("待发送 {waiting} 个"), format!("{waiting} waiting"))}</span>
        <span>{pick(lang, format!("码率 {rate:.1} Mbit/s"), format!("{rate:.1} Mbit/s"))}</span>
    }
    .erase()
}
