//! Whether the room is shown as it happens.

use leptos::prelude::*;

use crate::browser::Connection;
use crate::parts::hall::Hall;
use crate::text::{lang, pick};

#[component]
pub fn LineState(hall: Hall) -> impl IntoView {
    let lang = lang();
    let class = move || match hall.line.get() {
        Some(Connection::Live) => "connection connection--live",
        Some(Connection::Lost) => "connection connection--lost",
        Some(Connection::Retrying) | None => "connection connection--retrying",
    };
    let words = move || match hall.line.get() {
        Some(Connection::Live) => pick(lang, "实时同步", "Live"),
        Some(Connection::Retrying) => {
            pick(lang, "正在重新连接，断线期间的内容会自动补齐", "Reconnecting; what is missed will be made up")
        }
        Some(Connection::Lost) => {
            pick(lang, "连接中断，仍在重试；请检查网络", "Connection lost, still trying; check your network")
        }
        None => pick(lang, "尚未实时同步，刷新页面查看最新进程", "Not live yet; reload to see the latest"),
    };
    view! { <p class=class role="status">{words}</p> }
}
