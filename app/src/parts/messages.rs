//! What was said in the room, one message an item: in its panel and on the record.

use domain::floor::{Message, Speaker};
use domain::room::Room;
use domain::{BidId, Lang};
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::facts::Moment;
use crate::text::{lang, pick};

/// One message. `mine` marks the caller's own; `children` stand below what was not hidden.
#[component]
pub fn Said(
    message: Message,
    #[prop(into)] room: Signal<Room>,
    #[prop(into, optional)] mine: Signal<Option<BidId>>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let lang = lang();
    let Message { at, by, text, hidden, .. } = message;
    let clock = room.with_untracked(|room| room.opened_at.is_some_and(|opened| opened <= at));
    let own = move || matches!(by, Speaker::Bidder { bid } if mine.get() == Some(bid));
    let words = match hidden {
        None => view! { <p class="message__words">{text}</p> {children.map(|children| children())} }.erase(),
        Some((at, reason)) => view! {
            <p class="muted">
                {pick(lang, "该发言已被主持人隐藏（原因：", "The host has hidden this message (")} {reason}
                {pick(lang, "；", "; ")} <Moment at clock=true/> {pick(lang, "）", ")")}
            </p>
        }
        .erase(),
    };
    view! {
        <li class=class(by) class:is-own=own>
            <p class="message__who">{who(lang, by, room)} " " <Moment at clock/></p>
            {words}
        </li>
    }
    .erase()
}

const fn class(by: Speaker) -> &'static str {
    match by {
        Speaker::Host => "message message--host",
        Speaker::Supervisor | Speaker::Witness => "message message--supervisor",
        Speaker::Bidder { .. } => "message",
    }
}

fn who(lang: Lang, by: Speaker, room: Signal<Room>) -> AnyView {
    match by {
        Speaker::Host => view! {
            <span class="badge badge--info">{pick(lang, "公告", "Announcement")}</span>
            " "
            {pick(lang, "主持人", "Host")}
        }
        .erase(),
        Speaker::Supervisor => view! {
            <span class="badge badge--warn">{pick(lang, "监督意见", "Note")}</span>
            " "
            {pick(lang, "行政监督部门", "Supervisor")}
        }
        .erase(),
        Speaker::Witness => view! {
            <span class="badge badge--info">{pick(lang, "见证意见", "Note")}</span>
            " "
            {pick(lang, "见证方（交易中心）", "Witness (centre)")}
        }
        .erase(),
        Speaker::Bidder { bid } => name(lang, bid, room).into_any(),
    }
}

/// The bidder's name, which everybody knows when it speaks.
pub fn name(lang: Lang, bid: BidId, room: Signal<Room>) -> String {
    let name = room.with_untracked(|room| room.row(bid).map(|row| row.name.clone()));
    name.unwrap_or_else(|| pick(lang, "投标人", "A bidder").to_owned())
}
