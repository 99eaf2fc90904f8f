//! Says for screen readers what has just happened in the room.

use domain::room::Event;
use leptos::prelude::*;

use crate::parts::hall::Hall;
use crate::parts::timeline::{actor, sentence};
use crate::text::lang;

/// Silent about what stood there when the page came, and about other bidders' single acts, which would drown the rest.
#[component]
pub fn Voice(hall: Hall) -> impl IntoView {
    let lang = lang();
    let known = hall.room.with_untracked(|room| room.seq);
    let mine = hall.my_id();
    let said = Memo::new(move |_| {
        let worth = |event: &Event| actor(event).is_none_or(|bid| Some(bid) == mine.get());
        let last = hall.entries.with(|entries| {
            entries.iter().rev().take_while(|entry| entry.seq > known).find(|entry| worth(&entry.event)).cloned()
        })?;
        Some(hall.room.with_untracked(|room| sentence(lang, &last.event, room)))
    });
    view! { <p class="visually-hidden" role="status" aria-live="polite">{move || said.get()}</p> }
}
