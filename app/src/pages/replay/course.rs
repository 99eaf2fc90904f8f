//! What happened, in its order; what is seen in the picture is marked, and a press leads to it.

use domain::room::{Entry, Room};
use leptos::prelude::*;

use super::{Show, last_at};
use crate::erase::Erase;
use crate::parts::facts::Moment;
use crate::parts::timeline::sentence;
use crate::text::{lang, pick};

#[component]
pub fn Course(show: Show, entries: Vec<Entry>, room: Room) -> impl IntoView {
    let lang = lang();
    let known = StoredValue::new(entries.clone());
    let here = Memo::new(move |_| show.now.get().and_then(|now| known.with_value(|entries| last_at(entries, now))));
    let line = |entry: Entry| {
        let seq = entry.seq;
        let is_here = move || here.get() == Some(seq);
        let words = sentence(lang, &entry.event, &room);
        let what = match show.place(entry.at) {
            Some(place) => view! {
                <button type="button" class="replay__seek" on:click=move |_| show.seek(place)>{words}</button>
            }
            .erase(),
            None => view! { <p>{words}</p> }.erase(),
        };
        view! {
            <li class:is-here=is_here aria-current=move || is_here().then_some("true")>
                <Moment at=entry.at clock=true/>
                {what}
            </li>
        }
        .erase()
    };
    view! {
        <section class="panel replay__course" aria-labelledby="course-title">
            <h2 id="course-title">{pick(lang, "开标过程（北京时间）", "What happened (Beijing time)")}</h2>
            <p class="muted">{pick(lang, "点一项，画面转到该时刻。", "Press an entry to see that moment.")}</p>
            <ol class="timeline">{entries.into_iter().map(line).collect_view()}</ol>
        </section>
    }
    .erase()
}
