//! What is said in the room: by whom is told by who asks.

use domain::floor::{Floor, Speaker};
use domain::rights::Caller;
use domain::room::{Event, Room};
use domain::{LotId, Role, Timestamp};
use store::{Tx, journal};

use crate::journal::Actor;
use crate::{Error, Office};

impl Office {
    /// The host announces, a supervisor notes, a bidder speaks. All of it is public at once.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else, why it may not be said now, `Invalid` for the words.
    pub async fn say(&self, caller: &Caller, lot: LotId, words: &str) -> Result<(), Error> {
        let (tx, room, by, now) = self.stand_up(caller, lot).await?;
        let text = room.may_speak(&floor(&tx, lot).await?, by, words, now)?;
        self.tell(tx, caller, lot, room, now, Event::Said { by, text }).await
    }

    /// The host hides a bidder's message. Its words stay in the journal and are told to nobody from then on.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else and for what no bidder said, `NotFound`, `AlreadyDone`, `Invalid` for the reason.
    pub async fn hide(&self, caller: &Caller, lot: LotId, said: u64, reason: &str) -> Result<(), Error> {
        let (tx, room, now) = self.host_at(caller, lot).await?;
        let reason = room.host_may_hide(&floor(&tx, lot).await?, said, reason)?;
        self.tell(tx, caller, lot, room, now, Event::Hidden { said, reason }).await
    }

    /// The host lets the bidders speak, or not.
    ///
    /// # Errors
    /// `NotAllowed` for anybody else, `AlreadyDone`, `WrongStage` once the opening is over.
    pub async fn turn_floor(&self, caller: &Caller, lot: LotId, open: bool) -> Result<(), Error> {
        let (tx, room, now) = self.host_at(caller, lot).await?;
        room.host_may_turn_floor(&floor(&tx, lot).await?, open)?;
        self.tell(tx, caller, lot, room, now, Event::Floor { open }).await
    }

    /// A write transaction with the room as it stands, and as whom the caller speaks in it.
    async fn stand_up(&self, caller: &Caller, lot: LotId) -> Result<(Tx, Room, Speaker, Timestamp), Error> {
        match caller.person()?.role {
            Role::Supervisor => {
                let (tx, room, now) = self.room_to_write(lot).await?;
                Ok((tx, room, Speaker::Supervisor, now))
            }
            Role::Registrar => {
                let (tx, room, now) = self.room_to_write(lot).await?;
                Ok((tx, room, Speaker::Witness, now))
            }
            Role::Tenderer => {
                let (tx, room, now) = self.host_at(caller, lot).await?;
                Ok((tx, room, Speaker::Host, now))
            }
            Role::Bidder if caller.host_of(self.find_lot(lot).await?.host).is_ok() => {
                let (tx, room, now) = self.host_at(caller, lot).await?;
                Ok((tx, room, Speaker::Host, now))
            }
            Role::Bidder => {
                let (tx, room, bid, now) = self.seat(caller, lot).await?;
                Ok((tx, room, Speaker::Bidder { bid: bid.id }, now))
            }
        }
    }

    async fn host_at(&self, caller: &Caller, lot: LotId) -> Result<(Tx, Room, Timestamp), Error> {
        caller.host_of(self.find_lot(lot).await?.host)?;
        self.room_to_write(lot).await
    }

    async fn room_to_write(&self, lot: LotId) -> Result<(Tx, Room, Timestamp), Error> {
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room = self.current_room(&tx, lot, now).await?;
        Ok((tx, room, now))
    }

    async fn tell(
        &self,
        tx: Tx,
        caller: &Caller,
        lot: LotId,
        room: Room,
        now: Timestamp,
        event: Event,
    ) -> Result<(), Error> {
        self.happen(&tx, &Actor::of(caller), lot, room, now, event).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }
}

/// As it stands in this transaction.
async fn floor(tx: &Tx, lot: LotId) -> Result<Floor, Error> {
    Ok(Floor::of(&journal::room(&**tx, lot, 0).await?))
}
