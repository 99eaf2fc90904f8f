//! Why there is more time than was announced: the tenderer has postponed the deadline, or the server was away while a
//! window ran.

use domain::room::Event;
use domain::stage::{Stage, StageName};
use leptos::prelude::*;

use crate::erase::{Erase, live};
use crate::parts::hall::Hall;
use crate::parts::timeline::sentence;
use crate::text::{lang, t};

/// What a postponement means to whoever has bid.
#[must_use]
pub fn still_valid() -> &'static str {
    t(
        "已递交的投标文件和回执仍然有效，新的截止时间之前可以撤回或者重新递交。投标有效期随之顺延，请核对保函有效期。",
        "Bids that were lodged stay valid with their receipts, and can be withdrawn or replaced until the new deadline. The bids' validity moves too: check your guarantee.",
    )
}

/// Shown until the deadline, and as long as the window runs. No status for screen readers: the voice of the room says the same sentence.
#[component]
pub fn Extensions(hall: Hall) -> impl IntoView {
    let lang = lang();
    let away = (
        t("服务器曾中断，时限已顺延", "The server was away; time was added"),
        t(
            "中断期间不计时，各投标人的剩余时间不受影响。",
            "The clock stood still meanwhile: no bidder has lost any of its time.",
        ),
    );
    let postponed = (t("投标截止时间已推迟", "The deadline was postponed"), still_valid());
    let over = hall.window_over();
    let told = Memo::new(move |_| {
        let now = hall.room.with(|room| room.stage.name());
        if over.get() {
            return Vec::new();
        }
        let here = |event: &Event| match event {
            Event::Postponed { .. } => now == StageName::Scheduled,
            Event::WindowExtended { stage, .. } => *stage == now,
            _ => false,
        };
        hall.entries.with(|entries| {
            let extensions = entries.iter().filter(|entry| here(&entry.event));
            extensions.map(|entry| hall.room.with(|room| sentence(lang, &entry.event, room))).collect::<Vec<_>>()
        })
    });
    live(move || {
        let told = told.get();
        (!told.is_empty()).then(|| {
            let scheduled = hall.room.with(|room| room.stage == Stage::Scheduled);
            let (title, fair) = if scheduled { postponed } else { away };
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
