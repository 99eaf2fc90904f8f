//! The way to the host's broadcast: its code comes only for who wants to see it.

use leptos::prelude::*;

use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::pieces;
use crate::text::{lang, pick};

/// Nothing unless the host is live. Whoever watches stays until it turns it off.
#[component]
pub fn Watch(hall: Hall) -> impl IntoView {
    let lang = lang();
    let watching = RwSignal::new(false);
    let on_air = Memo::new(move |_| hall.room.with(|room| room.on_air) && hall.alive.get());
    live(move || {
        if watching.get() {
            return Some(pieces::player(hall, watching));
        }
        on_air.get().then(|| {
            view! { <button class="button" on:click=move |_| watching.set(true)>{pick(lang, "观看直播", "Watch live")}</button> }.erase()
        })
    })
}
