//! The one large next action of whoever looks at the room.

use domain::room::Event;
use leptos::prelude::*;

use super::OwnLine;
use super::act_buttons::{ConfirmButton, SignInButton};
use super::decrypt::{Decrypt, Typed};
use super::next::{Action, next_action};
use super::words::{class, words};
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::hall::Hall;
use crate::parts::with_lot::path;
use crate::text::{lang, pick};

#[component]
pub fn NextStep(hall: Hall, hosted_by_me: bool) -> impl IntoView {
    let lang = lang();
    let action = Memo::new(move |_| hall.room.with(|room| hall.mine.with(|mine| next_action(room, mine.as_ref()))));
    let acted = RwSignal::new(false);
    let typed = Typed::nothing();
    // A button that did its work is gone, and the focus with it: the next heading takes it.
    Effect::new(move |before: Option<Action>| {
        let now = action.get();
        if before.is_some_and(|before| before != now) && acted.get_untracked() {
            acted.set(false);
            focus_soon("next");
        }
        now
    });
    let host = hosted_by_me.then(|| {
        view! {
            <p><a href=path(hall.lot, "console")>{pick(lang, "您是本标段的主持人：进入主持台", "You host this opening: go to the console")}</a></p>
        }.erase()
    });
    view! {
        <section class=move || class(action.get()) id="next" aria-labelledby="next-title" tabindex="-1">
            <h2 id="next-title">{move || words(lang, action.get()).0}</h2>
            <p>{move || words(lang, action.get()).1}</p>
            {move || tools(hall, action.get(), typed, acted)}
            {host}
        </section>
    }
    .erase()
}

/// What stands below the words: a button, a form, a link, or nothing.
fn tools(hall: Hall, action: Action, typed: Typed, acted: RwSignal<bool>) -> Option<AnyView> {
    let lang = lang();
    let link = |page: &str, chinese, english| {
        let address = path(hall.lot, page);
        view! {
            <div class="actions"><a class="button button--primary button--large" href=address>{pick(lang, chinese, english)}</a></div>
        }
        .erase()
    };
    match action {
        Action::Unfinished => Some(link("bid", "继续投标", "Go on with the bid")),
        Action::SignIn => Some(view! { <SignInButton hall acted/> }.erase()),
        Action::Decrypt => Some(view! { <Decrypt hall typed acted/> }.erase()),
        Action::AwaitConfirmation => Some(view! { <OwnLine hall/> }.erase()),
        Action::Confirm => Some(
            view! {
                <OwnLine hall/>
                <ConfirmButton hall acted/>
            }
            .erase(),
        ),
        Action::Closed | Action::Failed => Some(link("record", "查看开标记录", "See the record")),
        Action::Paused => Some(view! { <PauseReason hall/> }.erase()),
        _ => None,
    }
}

#[component]
fn PauseReason(hall: Hall) -> impl IntoView {
    let lang = lang();
    let reason = live(move || {
        hall.entries.with(|entries| {
            entries.iter().rev().find_map(|entry| match &entry.event {
                Event::Paused { reason } => Some(reason.clone()),
                _ => None,
            })
        })
    });
    view! { <p>{pick(lang, "暂停原因：", "Reason: ")} {reason}</p> }.erase()
}
