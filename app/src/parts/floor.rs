//! What is said in the room (现场交流): a form for whoever may speak, order for the host, and all messages. It comes once
//! scripts run, as a piece of its own; without them announcements and notes stand in the timeline.

mod order;
mod speak;

use domain::floor::{self, Message, Speaker};
use leptos::prelude::*;

use crate::erase::{Erase, live, rows};
use crate::parts::hall::Hall;
use crate::parts::messages::Said;
use crate::text::{lang, pick};

use order::{Hide, Turn};
use speak::Speak;

pub fn panel(hall: Hall, host: bool) -> AnyView {
    view! { <Floor hall host/> }.into_any()
}

#[component]
fn Floor(hall: Hall, host: bool) -> impl IntoView {
    let lang = lang();
    let floor = Memo::new(move |_| hall.entries.with(|entries| floor::Floor::of(entries)));
    let over = Memo::new(move |_| hall.room.with(|room| room.stage.name().is_final()));
    let order = live(move || (host && !over.get()).then(|| view! { <Turn hall floor/> }.erase()));
    view! {
        <section class="panel" id="floor" tabindex="-1" aria-labelledby="floor-title">
            <h2 id="floor-title">{pick(lang, "现场交流", "What is said")}</h2>
            <Speak hall floor host/>
            {order}
            <Messages hall floor host/>
        </section>
    }
    .erase()
}

/// The newest first, as the acts below.
#[component]
fn Messages(hall: Hall, floor: Memo<floor::Floor>, host: bool) -> impl IntoView {
    let lang = lang();
    let none = Memo::new(move |_| floor.with(|floor| floor.messages.is_empty()));
    let each = move || floor.with(|floor| floor.messages.iter().rev().cloned().collect::<Vec<_>>());
    let item = move |message: Message| {
        let (seq, by) = (message.seq, message.by);
        let hide = move || match by {
            Speaker::Bidder { bid } if host => Some(view! { <Hide hall said=seq bid/> }.erase()),
            _ => None,
        };
        view! { <Said message room=hall.room mine=hall.my_id()>{hide()}</Said> }.erase()
    };
    view! {
        {move || none.get().then(|| view! { <p class="muted">{pick(lang, "尚无公告和发言。", "Nothing has been said yet.")}</p> }.erase())}
        // The list has a bar of its own, so the keyboard must reach it.
        <ol class="messages" tabindex="0" aria-label=pick(lang, "公告和发言，最新在前", "What was said, newest first")>
            // By identity, so that a new message does not wipe a reason that is being typed.
            {rows(each, |message| format!("{} {}", message.seq, message.hidden.is_some()), item)}
        </ol>
    }
    .erase()
}
