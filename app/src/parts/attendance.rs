//! The bidders of an opening, or why they are not shown yet.

use domain::Lang;
use domain::room::Room;
use domain::stage::Stage;
use leptos::prelude::*;

use crate::erase::Erase;
use crate::parts::bidders::Bidders;
use crate::parts::hall::Hall;
use crate::text::{lang, pick};

/// `children` stand above: the read-out.
#[component]
pub fn Attendance(hall: Hall, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let lang = lang();
    let named = Memo::new(move |_| hall.room.with(|room| !room.rows.is_empty()));
    view! {
        <div class="room__table">
            {children.map(|children| children())}
            <h2 id="bidders-title">{pick(lang, "投标人", "Bidders")}</h2>
            {move || {
                if named.get() {
                    view! { <Bidders room=hall.room mine=hall.my_id()/> }.erase()
                } else {
                    view! { <p class="muted">{move || hall.room.with(|room| unnamed(lang, room))}</p> }.erase()
                }
            }}
        </div>
    }
    .erase()
}

/// Before the deadline nobody sees who bids or how many; before the announcement nobody sees who.
fn unnamed(lang: Lang, room: &Room) -> String {
    let bids = room.bids.unwrap_or_default();
    match room.stage {
        Stage::Scheduled => pick(
            lang,
            "投标截止前，任何人都看不到投标人的名称和数量。",
            "Before the deadline nobody can see who bids or how many.",
        )
        .to_owned(),
        Stage::Failed => pick(
            lang,
            format!("收到投标文件 {bids} 份，不足三份。投标文件保持密封，投标人名称不公布。"),
            format!("{bids} bids came in, fewer than three. They stay sealed and their bidders are not named."),
        ),
        _ => pick(
            lang,
            format!("收到投标文件 {bids} 份，份数已锁定。主持人公布后显示投标人名单。"),
            format!("{bids} bids came in; the number is fixed. The host is about to announce the bidders."),
        ),
    }
}
