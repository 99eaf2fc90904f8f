//! How far this machine's clock is from the server's, which alone counts: whoever goes by a wrong clock is late.

use domain::Lang;
use leptos::prelude::*;

use crate::browser::Clock;
use crate::erase::{Erase, live};
use crate::text::{lang, pick};

/// Less, in milliseconds, may be the time that the answer was on its way.
pub const UNSURE: u64 = 2000;

/// Says it for the clock in context, once the page is alive.
#[component]
pub fn ClockOffset() -> impl IntoView {
    let language = lang();
    let ahead = expect_context::<Clock>().ahead();
    live(move || {
        ahead.get().map(|ahead| {
            let class = if ahead.unsigned_abs() < UNSURE { "muted" } else { "notice notice--warn" };
            view! { <p class=class>{told(language, ahead)}</p> }.erase()
        })
    })
}

/// `ahead` is how many milliseconds the server is ahead of this machine.
#[must_use]
pub fn told(lang: Lang, ahead: i64) -> String {
    let size = ahead.unsigned_abs();
    if size < UNSURE {
        let (chinese, english) =
            ("本机时钟与服务器相差不到 2 秒。", "This machine's clock is within 2 seconds of the server's.");
        return pick(lang, chinese, english).to_owned();
    }
    let (hours, minutes, seconds) = (size / 3_600_000, size / 60_000 % 60, size / 1000 % 60);
    let difference = [(hours, "小时", "h"), (minutes, "分", "min"), (seconds, "秒", "s")]
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, chinese, english)| format!("{count} {}", pick(lang, chinese, english)))
        .collect::<Vec<_>>()
        .join(" ");
    match (lang, ahead > 0) {
        (Lang::Zh, true) => format!("本机时钟比服务器慢 {difference}。截止时间以服务器为准，请看本页的倒计时。"),
        (Lang::Zh, false) => format!("本机时钟比服务器快 {difference}。截止时间以服务器为准，请看本页的倒计时。"),
        (Lang::En, true) => {
            format!("This machine's clock is {difference} behind. The server's counts: go by the countdown here.")
        }
        (Lang::En, false) => {
            format!("This machine's clock is {difference} ahead. The server's counts: go by the countdown here.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_is_wrong_is_said_to_be_slow_or_fast_and_by_how_much() {
        assert!(told(Lang::Zh, 1999).contains("不到 2 秒") && told(Lang::Zh, -1999).contains("不到 2 秒"));
        assert!(told(Lang::Zh, 192_000).contains("慢 3 分 12 秒"));
        assert!(told(Lang::Zh, -3_605_999).contains("快 1 小时 5 秒"));
        assert!(told(Lang::En, -2_000).contains("2 s ahead"));
        assert!(told(Lang::En, 60_000).contains("1 min behind"));
    }
}
