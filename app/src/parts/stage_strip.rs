//! The way of an opening and where it stands.

use domain::room::Room;
use domain::stage::StageName;
use leptos::prelude::*;

use crate::text::{lang, stage::stage};

#[component]
pub fn StageStrip(#[prop(into)] room: Signal<Room>) -> impl IntoView {
    let lang = lang();
    let now = Memo::new(move |_| room.with(|room| room.stage.name()));
    let step = move |name: StageName| {
        let now = now.get();
        let current = (name == now).then_some("step");
        // A closed opening waits for nothing: its last step is done too.
        let done = name < now || (name == now && name.is_final());
        let failed = name == StageName::Failed;
        view! {
            <li aria-current=current class:is-done=done && !failed class:steps--failed=failed>
                <span class="steps__label">{stage(lang, name)}</span>
            </li>
        }
    };
    view! { <ol class="steps">{move || way(now.get()).iter().map(|name| step(*name)).collect_view()}</ol> }
}

fn way(now: StageName) -> &'static [StageName] {
    match now {
        StageName::Failed => &[StageName::Scheduled, StageName::Failed],
        _ => &StageName::WAY,
    }
}
