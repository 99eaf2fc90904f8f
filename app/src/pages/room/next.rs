//! The one large next action of whoever looks at the room: one answer for every stage.

mod rounds;

use domain::bid::BidState;
use domain::lot::Terms;
use domain::room::{Cause, Event, Room, Row};
use domain::stage::{Stage, Window};
use domain::view::MyBid;
use leptos::prelude::*;

use super::OwnLine;
use super::act_buttons::SignInButton;
use super::help::CallForHelp;
use super::with_key::{KeyAct, Place, WithKey};
use super::words::{class, words};
use crate::erase::{Erase, live};
use crate::parts::error_summary::focus_soon;
use crate::parts::hall::Hall;
use crate::parts::helps::Helps;
use crate::parts::unlock::Typed;
use crate::parts::with_lot::path;
use crate::pieces;
use crate::text::{lang, pick};

/// The bidder's next act, or what it waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// No bid of the caller: it looks on.
    Watch,
    /// It has begun a bid, or taken one back, and may still lodge one.
    Unfinished,
    /// Its bid was withdrawn or never completed, so it takes no part.
    NotLodged,
    AwaitDeadline,
    SignIn,
    AwaitAnnouncement,
    AwaitDecrypt,
    Decrypt,
    /// It has something to do, but the host has stopped the clock.
    Paused,
    AwaitOthers,
    AwaitReadOut,
    /// Not decrypted in time: the others go on without it.
    Out(Cause),
    AwaitConfirmation,
    Confirm,
    AwaitClose,
    /// The time for confirming is over, and it has not.
    ConfirmOver,
    /// It has not signed in when it had to.
    TooLate,
    /// The opening goes on another time.
    Adjourned,
    /// Its price was read out, and a round of quotation comes.
    AwaitRound,
    Quote,
    AwaitQuotes,
    DecryptQuote,
    /// No quotation of it in some round, or none that was decrypted.
    Left,
    Closed,
    Failed,
}

#[must_use]
pub fn next_action(room: &Room, mine: Option<&MyBid>) -> Action {
    match (room.stage, mine) {
        (Stage::Closed, _) => Action::Closed,
        (Stage::Failed, _) => Action::Failed,
        (_, None) => Action::Watch,
        (_, Some(_)) if room.adjourned.is_some() => Action::Adjourned,
        (_, Some(mine)) if matches!(mine.state, BidState::Committed { .. }) => of_bidder(room, mine),
        (Stage::Scheduled, Some(_)) => Action::Unfinished,
        (_, Some(_)) => Action::NotLodged,
    }
}

fn of_bidder(room: &Room, mine: &MyBid) -> Action {
    let row = room.row(mine.id);
    if let Some(action) = row.and_then(|row| rounds::in_round(room, row)) {
        return action;
    }
    let signed_in = mine.signed_in.or(row.and_then(|row| row.signed_in)).is_some();
    match room.stage {
        Stage::Scheduled => Action::AwaitDeadline,
        Stage::SignIn(Window::Paused { .. }) => Action::Paused,
        Stage::SignIn(_) if signed_in => Action::AwaitAnnouncement,
        Stage::Announced if signed_in => Action::AwaitDecrypt,
        Stage::Announced | Stage::Decrypting(_) if !signed_in && room.strict => Action::TooLate,
        Stage::SignIn(_) | Stage::Announced => Action::SignIn,
        Stage::Decrypting(window) => row.map_or(Action::Watch, |row| in_decrypt(row, signed_in, window)),
        // Whoever was out before them.
        Stage::Quoting(_) => out_or(row, Action::Watch),
        Stage::Decrypted => out_or(row, Action::AwaitReadOut),
        Stage::ReadOut => out_or(row, Action::AwaitConfirmation),
        Stage::Objections(window) => row.map_or(Action::Watch, |row| in_objections(row, window)),
        Stage::Closed => Action::Closed,
        Stage::Failed => Action::Failed,
    }
}

/// Whether the caller may raise an objection.
#[must_use]
pub fn may_object(room: &Room, mine: Option<&MyBid>) -> bool {
    let seated = mine.is_some_and(|mine| room.row(mine.id).is_some());
    let running = match room.stage {
        Stage::Announced | Stage::Decrypting(_) | Stage::Decrypted | Stage::ReadOut | Stage::Quoting(_) => true,
        Stage::Objections(window) => matches!(window, Window::Open { .. }),
        Stage::Scheduled | Stage::SignIn(_) | Stage::Closed | Stage::Failed => false,
    };
    seated && running && room.adjourned.is_none()
}

fn in_decrypt(row: &Row, signed_in: bool, window: Window) -> Action {
    match window {
        _ if row.decrypted.is_some() => Action::AwaitOthers,
        // While another decrypts again.
        _ if let Some(cause) = row.failed => Action::Out(cause),
        Window::Paused { .. } => Action::Paused,
        Window::Open { .. } if signed_in => Action::Decrypt,
        Window::Open { .. } => Action::SignIn,
    }
}

fn in_objections(row: &Row, window: Window) -> Action {
    match (row.failed, row.confirmed, window) {
        (Some(cause), ..) => Action::Out(cause),
        (None, Some(_), _) => Action::AwaitClose,
        (None, None, Window::Open { .. }) => Action::Confirm,
        (None, None, Window::Paused { .. }) => Action::Paused,
    }
}

fn out_or(row: Option<&Row>, otherwise: Action) -> Action {
    row.map_or(Action::Watch, |row| row.failed.map_or(otherwise, Action::Out))
}

#[component]
pub fn NextStep(hall: Hall, terms: Terms, hosted_by_me: bool, restores: bool) -> impl IntoView {
    let lang = lang();
    let over = hall.confirm_over();
    let action =
        Memo::new(move |_| match hall.room.with(|room| hall.mine.with(|mine| next_action(room, mine.as_ref()))) {
            Action::Confirm if over.get() => Action::ConfirmOver,
            action => action,
        });
    let acted = RwSignal::new(false);
    let (terms, price) = (StoredValue::new(terms), RwSignal::new(String::new()));
    let place = Place { hall, terms, price, typed: Typed::nothing(), acted };
    let bids = Memo::new(move |_| hall.alive.get() && hall.mine.with(Option::is_some));
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
            {restores.then(|| view! { <Damaged place/> }.erase())}
            {move || tools(place, action.get())}
            {live(move || bids.get().then(pieces::key_ahead))}
            <CallForHelp hall/>
            <Helps hall/>
            {host}
        </section>
    }
    .erase()
}

/// What stands below the words: a button, a form, a link, or nothing.
fn tools(place: Place, action: Action) -> Option<AnyView> {
    let (lang, Place { hall, acted, .. }) = (lang(), place);
    let link = |page: &str, chinese, english| {
        let address = path(hall.lot, page);
        view! {
            <div class="actions"><a class="button button--primary button--large" href=address>{pick(lang, chinese, english)}</a></div>
        }
        .erase()
    };
    match action {
        Action::Unfinished => Some(link("bid", "继续投标", "Go on with the bid")),
        Action::AwaitDeadline => Some(link("ready", "开标前检查", "Readiness check")),
        Action::SignIn => Some(view! { <SignInButton hall acted/> }.erase()),
        Action::Quote => Some(view! { <WithKey place act=KeyAct::Quote/> }.erase()),
        Action::Decrypt | Action::DecryptQuote => Some(view! { <WithKey place act=KeyAct::Decrypt/> }.erase()),
        Action::ConfirmOver | Action::AwaitConfirmation | Action::AwaitRound => Some(view! { <OwnLine hall/> }.erase()),
        Action::Confirm => Some(
            view! {
                <OwnLine hall/>
                <WithKey place act=KeyAct::Confirm/>
            }
            .erase(),
        ),
        Action::Closed | Action::Failed => Some(link("record", "查看开标记录", "See the record")),
        Action::Paused | Action::Adjourned => Some(view! { <PauseReason hall/> }.erase()),
        _ => None,
    }
}

/// Where what the platform stores of the caller's bid is damaged, it may send its sealed copy again.
#[component]
fn Damaged(place: Place) -> impl IntoView {
    let hall = place.hall;
    let damaged = Memo::new(move |_| {
        let mine = hall.mine.with(|mine| mine.as_ref().map(|mine| mine.id));
        hall.room.with(|room| {
            let open = matches!(room.stage, Stage::Announced | Stage::Decrypting(Window::Open { .. }));
            let row = mine.and_then(|mine| room.row(mine));
            open && room.adjourned.is_none() && row.is_some_and(Row::may_be_restored)
        })
    });
    live(move || damaged.get().then(|| view! { <WithKey place act=KeyAct::Restore/> }.erase()))
}

#[component]
fn PauseReason(hall: Hall) -> impl IntoView {
    let lang = lang();
    let reason = live(move || {
        hall.entries.with(|entries| {
            entries.iter().rev().find_map(|entry| match &entry.event {
                Event::Paused { reason } => Some(format!("{}{reason}", pick(lang, "暂停原因：", "Reason: "))),
                Event::Adjourned { reason, .. } => Some(format!("{}{reason}", pick(lang, "休会原因：", "Reason: "))),
                _ => None,
            })
        })
    });
    view! { <p>{reason}</p> }.erase()
}

#[cfg(test)]
mod tests;
