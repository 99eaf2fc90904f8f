//! The opening room as one page knows it: drawn by the server, kept up by the live line until the page is left.

use domain::help::Help;
use domain::room::{Entry, Room};
use domain::stage::{Stage, Window};
use domain::view::{LotView, MyBid, RoomView, Sister};
use domain::{BidId, LotId, Refusal, Timestamp};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

use crate::api::{self, ApiError};
use crate::browser::live::Ears;
use crate::browser::{Clock, Connection, live};
use crate::parts::frame::use_me;

/// Handles to one room; copies show the same room.
#[derive(Clone, Copy)]
pub struct Hall {
    pub lot: LotId,
    pub room: RwSignal<Room>,
    /// The history behind `room`, oldest first.
    pub entries: RwSignal<Vec<Entry>>,
    /// The caller's own bid, private facts included.
    pub mine: RwSignal<Option<MyBid>>,
    /// The calls for help that the caller may know of, oldest first.
    pub helps: RwSignal<Vec<Help>>,
    /// Whether scripts run, so that buttons do something.
    pub alive: RwSignal<bool>,
    /// `None` until the line has said how it stands.
    pub line: RwSignal<Option<Connection>>,
    pub clock: Clock,
    /// The lots that are opened together with this one, itself among them; none where it is opened alone.
    pub sisters: RwSignal<Vec<Sister>>,
    /// Why the host's last act for all of them was not done, lot by lot.
    pub not_done: RwSignal<Vec<(LotId, Refusal)>>,
}

/// The room of the lot in the address.
#[must_use]
pub fn room_of_address() -> Resource<Result<RoomView, ApiError>> {
    let params = use_params_map();
    let lot = Memo::new(move |_| params.with(|params| params.get("lot")).and_then(|lot| lot.parse::<LotId>().ok()));
    Resource::new(move || lot.get(), |lot| async move { api::room::room(lot.ok_or(Refusal::NotFound)?).await })
}

impl Hall {
    /// Enters the room of `view`, for as long as the current owner lives.
    ///
    /// # Errors
    /// `Trouble` when the history contradicts itself, which only a defect brings about.
    pub fn enter(view: RoomView) -> Result<(Self, LotView), ApiError> {
        let room = Room::replay(&view.entries).map_err(|_| Refusal::Trouble)?;
        let RoomView { lot, entries, helps } = view;
        let hall = Self {
            lot: lot.id,
            room: RwSignal::new(room),
            entries: RwSignal::new(entries),
            mine: RwSignal::new(lot.my_bid.clone()),
            helps: RwSignal::new(helps),
            alive: RwSignal::new(false),
            line: RwSignal::new(None),
            clock: Clock::provide(lot.now),
            sisters: RwSignal::new(Vec::new()),
            not_done: RwSignal::new(Vec::new()),
        };
        Effect::new(move || {
            hall.alive.set(true);
            hall.follow();
        });
        Ok((hall, lot))
    }

    #[must_use]
    pub fn my_id(self) -> Signal<Option<BidId>> {
        Signal::derive(move || self.mine.with(|mine| mine.as_ref().map(|mine| mine.id)))
    }

    /// The deadline as it stands, of a lot that had `known` when the page was made.
    #[must_use]
    pub fn deadline(self, known: Timestamp) -> Memo<Timestamp> {
        Memo::new(move |_| self.room.with(|room| room.deadline(known)))
    }

    /// Whether the window of this stage has run out by the server's clock.
    #[must_use]
    pub fn window_over(self) -> Memo<bool> {
        self.over(|room| room.stage.window())
    }

    /// Whether the time for confirming has run out, which may end before that for objecting.
    #[must_use]
    pub fn confirm_over(self) -> Memo<bool> {
        self.over(|room| room.stage.window().map(|window| room.confirming(window)))
    }

    fn over(self, window: fn(&Room) -> Option<Window>) -> Memo<bool> {
        Memo::new(move |_| matches!(self.room.with(window), Some(Window::Open { until }) if self.clock.now() >= until))
    }

    /// Does an act of the caller, then asks how things stand, even after a refusal: somebody else of the company may
    /// have been faster.
    pub async fn after<T>(self, act: impl Future<Output = T>) -> T {
        let result = act.await;
        self.catch_up().await;
        result
    }

    /// Asks again for what only the caller may know, and for what a broken line has not brought.
    async fn catch_up(self) {
        if self.line.try_get_untracked().flatten() == Some(Connection::Live) {
            self.refresh_mine().await;
        } else {
            self.reload().await;
        }
    }

    fn follow(self) {
        let me = use_me();
        let me = async move { me.get().await.map_or_else(String::new, |me| me.login) };
        let ears = Ears {
            entry: Box::new(move |entry| self.take(entry)),
            helps: Box::new(move |helps| self.helps.set(helps)),
            clock: Box::new(move |now| self.clock.set(now)),
            state: Box::new(move |state| self.line.set(Some(state))),
        };
        live::follow(self.lot, me, self.room.with_untracked(|room| room.seq), ears);
    }

    /// One entry from the line. A gap before it means that something was missed: all is asked for anew.
    fn take(self, entry: Entry) {
        let room = self.room.get_untracked();
        if entry.seq <= room.seq {
            return;
        }
        let next = room.seq + 1;
        match room.apply(&entry) {
            Ok(room) if entry.seq == next => self.show(room, entry),
            Ok(_) | Err(_) => spawn_local(self.reload()),
        }
    }

    fn show(self, room: Room, entry: Entry) {
        // At the deadline it is settled which bid counts; this page may have been open since before it was replaced.
        let settled = matches!(room.stage, Stage::SignIn(_));
        self.room.set(room);
        self.entries.update(|entries| entries.push(entry));
        if settled {
            spawn_local(self.refresh_mine());
        }
    }

    async fn refresh_mine(self) {
        if let Ok(view) = api::lots::lot(self.lot).await {
            // The page may have been left meanwhile.
            let _left = self.mine.try_set(view.my_bid);
        }
    }

    async fn reload(self) {
        let Ok(view) = api::room::room(self.lot).await else { return };
        let Ok(room) = Room::replay(&view.entries) else { return };
        let Some(shown) = self.room.try_with_untracked(|room| room.seq) else { return };
        self.mine.set(view.lot.my_bid);
        self.helps.set(view.helps);
        if room.seq > shown {
            self.room.set(room);
            self.entries.set(view.entries);
        }
    }
}
