//! The acts of an opening, one a line, in the order in which they happened (一标一记录).

mod rounds;
mod words;

use domain::BidId;
use domain::floor::Speaker;
use domain::room::{Entry, Event, Room, RoundEvent};
use leptos::prelude::*;

pub use words::{cause, sentence};

use crate::erase::{Erase, rows};
use crate::parts::facts::Moment;
use crate::text::lang;

/// `entries` as they stand; `mine` marks the caller's own acts. The order on the page is the order given.
#[component]
pub fn Timeline(
    #[prop(into)] entries: Signal<Vec<Entry>>,
    #[prop(into)] room: Signal<Room>,
    #[prop(into, optional)] mine: Signal<Option<BidId>>,
    /// The list has a bar of its own, so the keyboard must reach it.
    #[prop(optional)]
    scrolls: bool,
) -> impl IntoView {
    let lang = lang();
    let line = move |entry: Entry| {
        let words = room.with_untracked(|room| sentence(lang, &entry.event, room));
        let actor = actor(&entry.event);
        // Days before the opening the time alone says little.
        let clock = room.with_untracked(|room| room.opened_at.is_some_and(|opened| opened <= entry.at));
        let own = move || actor.is_some() && actor == mine.get();
        view! {
            <li class:is-own=own class:is-key=is_key(&entry.event) class:is-dated=!clock>
                <Moment at=entry.at clock/>
                <p>{words}</p>
            </li>
        }
        .erase()
    };
    view! {
        <ol class="timeline" tabindex=scrolls.then_some("0")>{rows(move || entries.get(), |entry| entry.seq, line)}</ol>
    }
    .erase()
}

/// Whether it stands in a timeline: what bidders say has its own place, and would drown the rest.
#[must_use]
pub fn is_act(event: &Event) -> bool {
    !matches!(event, Event::Said { by: Speaker::Bidder { .. }, .. })
}

/// The bid whose bidder acted.
#[must_use]
pub fn actor(event: &Event) -> Option<BidId> {
    match event {
        Event::SignedIn { bid }
        | Event::Decrypted { bid }
        | Event::DecryptRefused { bid }
        | Event::ObjectionRaised { bid, .. }
        | Event::Confirmed { bid, .. }
        | Event::Round(RoundEvent::Quoted { bid, .. })
        | Event::Said { by: Speaker::Bidder { bid }, .. } => Some(*bid),
        _ => None,
    }
}

/// The event leads to another stage.
fn is_key(event: &Event) -> bool {
    let stays = matches!(
        event,
        Event::Postponed { .. }
            | Event::ObjectionAnswered { .. }
            | Event::Paused { .. }
            | Event::Resumed
            | Event::WindowExtended { .. }
            | Event::SealsChecked { .. }
            | Event::DrawBegun { .. }
            | Event::Broadcast { .. }
            | Event::Round(RoundEvent::Planned { .. })
    );
    actor(event).is_none() && !stays && !event.is_talk()
}
