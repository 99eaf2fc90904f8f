//! Beside the table: what is objected to, and all acts so far.

use leptos::prelude::*;

use crate::parts::hall::Hall;
use crate::parts::objections::Objections;
use crate::parts::timeline::Timeline;
use crate::text::{lang, pick};

/// `children` stand below the objections: the bidder's form.
#[component]
pub fn Side(hall: Hall, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let lang = lang();
    // The newest act first: that is what somebody who comes back looks for.
    let entries =
        Signal::derive(move || hall.entries.with(|entries| entries.iter().rev().cloned().collect::<Vec<_>>()));
    let none = Memo::new(move |_| hall.entries.with(Vec::is_empty));
    view! {
        <aside class="room__side">
            <section class="panel" id="objections" aria-labelledby="objections-title">
                <h2 id="objections-title">{pick(lang, "异议与答复", "Objections and answers")}</h2>
                <Objections room=hall.room/>
                {children.map(|children| children())}
            </section>
            <section class="panel" aria-labelledby="timeline-title">
                <h2 id="timeline-title">{pick(lang, "现场记录（北京时间，最新在前）", "What happened (Beijing time, newest first)")}</h2>
                {move || none.get().then(|| view! { <p class="muted">{pick(lang, "尚无记录。", "Nothing yet.")}</p> })}
                <Timeline entries room=hall.room mine=hall.my_id() scrolls=true/>
            </section>
        </aside>
    }
}
