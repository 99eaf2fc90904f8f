//! All acts of the opening in their order (一标一记录).

use domain::room::{Entry, Room};
use leptos::prelude::*;

use crate::parts::timeline::Timeline;
use crate::text::{lang, pick};

#[component]
pub fn Acts(entries: Vec<Entry>, room: Signal<Room>) -> impl IntoView {
    view! {
        <section class="record__remarks">
            <h2>{pick(lang(), "开标过程", "The course of the opening")}</h2>
            <Timeline entries=Signal::stored(entries) room/>
        </section>
    }
}
