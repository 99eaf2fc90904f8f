//! Why the running window ends later than was announced: the server was away.

use domain::room::Event;
use leptos::prelude::*;

use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::timeline::sentence;
use crate::text::{lang, t};

/// Shown as long as the window runs. No status for screen readers: the voice of the room says the same sentence.
#[component]
pub fn Extensions(hall: Hall) -> impl IntoView {
    let lang = lang();
    let title = t("服务器曾中断，时限已顺延", "The server was away; time was added");
    let fair = t(
        "中断期间不计时，各投标人的剩余时间不受影响。",
        "The clock stood still meanwhile: no bidder has lost any of its time.",
    );
    let over = hall.window_over();
    let told = Memo::new(move |_| {
        let now = hall.room.with(|room| room.stage.name());
        if over.get() {
            return Vec::new();
        }
        let here = |event: &Event| matches!(event, Event::WindowExtended { stage, .. } if *stage == now);
        hall.entries.with(|entries| {
            let extensions = entries.iter().filter(|entry| here(&entry.event));
            extensions.map(|entry| hall.room.with(|room| sentence(lang, &entry.event, room))).collect::<Vec<_>>()
        })
    });
    live(move || {
        let told = told.get();
        (!told.is_empty()).then(|| {
            view! {
                <div class="notice notice--warn">
                    <p class="notice__title">{title}</p>
                    {told.into_iter().map(|words| view! { <p>{words}</p> }.erase()).collect_view()}
                    <p>{fair}</p>
                </div>
            }
            .erase()
        })
    })
}
