//! The opening room as one page knows it: drawn by the server, kept up by the live line until the page is left.

use domain::room::{Entry, Room, Row};
use domain::stage::{Stage, Window};
use domain::view::{MyBid, RoomView};
use domain::{BidId, LotId};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api;
use crate::browser::{Clock, Connection, live};

/// Handles to one room; copies show the same room.
#[derive(Clone, Copy)]
pub struct Hall {
    pub lot: LotId,
    pub room: RwSignal<Room>,
    /// The history behind `room`, oldest first.
    pub entries: RwSignal<Vec<Entry>>,
    /// The caller's own bid, private facts included.
    pub mine: RwSignal<Option<MyBid>>,
    pub clock: Clock,
    /// `None` until the browser has asked for the line, so on every page without scripts.
    pub line: RwSignal<Option<Connection>>,
}

impl Hall {
    /// Enters the room of `view`. `None` when its history contradicts itself, which only a defect brings about.
    #[must_use]
    pub fn enter(view: &RoomView) -> Option<Self> {
        let room = Room::replay(&view.entries).ok()?;
        let hall = Self {
            lot: view.lot.id,
            room: RwSignal::new(room),
            entries: RwSignal::new(view.entries.clone()),
            mine: RwSignal::new(view.lot.my_bid.clone()),
            clock: Clock::provide(view.lot.now),
            line: RwSignal::new(None),
        };
        Effect::new(move || hall.follow());
        Some(hall)
    }

    #[must_use]
    pub fn my_id(self) -> Option<BidId> {
        self.mine.with(|mine| mine.as_ref().map(|mine| mine.id))
    }

    /// The name under which a bid was announced.
    #[must_use]
    pub fn name_of(self, bid: BidId) -> Option<String> {
        self.room.with(|room| room.row(bid).map(|row: &Row| row.name.clone()))
    }

    /// Asks again for what only the caller may know. Call it after the caller's own acts.
    pub async fn refresh_mine(self) {
        if let Ok(view) = api::lots::lot(self.lot).await {
            let _left = self.mine.try_set(view.my_bid);
        }
    }

    /// Whether the window of this stage has run out by the server's clock.
    #[must_use]
    pub fn window_over(self) -> bool {
        let window = self.room.with(|room| room.stage.window());
        matches!(window, Some(Window::Open { until }) if self.clock.now() >= until)
    }

    fn follow(self) {
        let after = self.room.with_untracked(|room| room.seq);
        live::follow(
            self.lot,
            after,
            move |entry| self.take(entry),
            move |now| self.clock.set(now),
            move |state| self.line.set(Some(state)),
        );
    }

    /// One entry from the line. One that does not follow means that something was missed: all is asked for anew.
    fn take(self, entry: Entry) {
        let room = self.room.get_untracked();
        let fits = entry.seq == room.seq + 1;
        match room.apply(&entry) {
            Ok(next) if fits => {
                let turn = matches!(next.stage, Stage::SignIn);
                self.entries.update(|entries| entries.push(entry));
                self.room.set(next);
                if turn {
                    spawn_local(self.refresh_mine());
                }
            }
            Ok(_) | Err(_) => spawn_local(self.reload()),
        }
    }

    async fn reload(self) {
        let Ok(view) = api::room::room(self.lot).await else { return };
        let Ok(room) = Room::replay(&view.entries) else { return };
        // An older picture may arrive after a newer entry; the newer one stays.
        if self.room.try_with_untracked(|shown| room.seq > shown.seq) == Some(true) {
            self.entries.set(view.entries);
            self.mine.set(view.lot.my_bid);
            self.room.set(room);
        }
    }
}
