//! How the host keeps order: closing the floor to the bidders, and hiding a message with a reason.

use domain::floor::Floor;
use domain::opening::LONGEST_TEXT;
use domain::{BidId, Field, Refusal, refusal};
use leptos::prelude::*;
use leptos::web_sys::SubmitEvent;

use crate::api::room;
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::field::TextField;
use crate::parts::hall::Hall;
use crate::parts::messages::name;
use crate::parts::notice::Refused;
use crate::parts::sending::{Press, Sending};
use crate::text::{lang, pick};

#[component]
pub fn Turn(hall: Hall, floor: Memo<Floor>) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let closed = Memo::new(move |_| floor.with(|floor| floor.closed));
    let turn = move |()| sending.send(hall.after(room::turn_floor(hall.lot, closed.get_untracked())), |()| {});
    let name = move || {
        if closed.get() {
            pick(lang, "开放发言", "Open the floor")
        } else {
            pick(lang, "关闭发言", "Close the floor")
        }
    };
    let badge = live(move || {
        closed.get().then(|| {
            view! { <span class="badge badge--warn">{pick(lang, "投标人发言已关闭", "Closed to bidders")}</span> }
                .erase()
        })
    });
    view! {
        <Refused sending/>
        <div class="actions">
            <Press sending class="button--small" on_press=turn>{name}</Press>
            {badge}
        </div>
    }
    .erase()
}

/// Below a bidder's message.
#[component]
pub fn Hide(hall: Hall, said: u64, bid: BidId) -> impl IntoView {
    let lang = lang();
    let sending = Sending::new(None);
    let reason = RwSignal::new(String::new());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match refusal::text(&reason.get_untracked(), LONGEST_TEXT) {
            Err(fault) => sending.refuse(Refusal::field(Field::Reason, fault)),
            Ok(reason) => sending.send(hall.after(room::hide(hall.lot, said, reason)), |()| focus_soon("floor")),
        }
    };
    let hint = pick(
        lang,
        "原文不再显示，由系统留存；原因公开，并记入开标记录。",
        "Its words are shown no more, but kept. The reason is public and goes into the record.",
    );
    let whose = name(lang, bid, hall.room.into());
    view! {
        <details class="message__hide">
            <summary>
                {pick(lang, "隐藏", "Hide")}
                <span class="visually-hidden">{pick(lang, format!("{whose}的发言"), format!(" the message of {whose}"))}</span>
            </summary>
            <form class="stack stack--tight" on:submit=submit>
                <Refused sending/>
                <TextField
                    field=Field::Reason
                    id=format!("hide-{said}")
                    value=reason
                    problems=sending.problems()
                    hint
                />
                <div class="actions">
                    <Press sending class="button--small button--danger">
                        {pick(lang, "隐藏该发言", "Hide this message")}
                    </Press>
                </div>
            </form>
        </details>
    }
    .erase()
}
