//! The server's beat, and what is owed to the windows of all openings when it was away (`domain::away` holds the rule).
//!
//! On several nodes each beats for all: as long as one lives and reaches the database, nobody was away. A machine that
//! slept and a database that hung are absences like a power cut.

use domain::away::{beat_is_due, was_away};
use domain::room::Room;
use domain::{LotId, Timestamp};
use store::lots::{self, Lot};
use store::{StoreError, Tx, beat};

use crate::journal::Actor;
use crate::{Error, Office};

impl Office {
    /// Notes that the server is there, while an opening is under way. After an absence every running window is first
    /// made longer, in the same transaction: were it broken off, the old beat would still stand and nothing be lost.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn beat(&self) -> Result<(), Error> {
        let db = self.0.store.read();
        if !beat_is_due(beat::last(db).await?, self.now()) || lots::running(db, self.now()).await?.is_empty() {
            return Ok(());
        }
        let tx = self.0.store.write().await?;
        let now = self.now();
        let away = beat::last(&*tx).await?.is_some_and(|last| was_away(last, now));
        let missed = if away { lots::running(&*tx, now).await? } else { Vec::new() };
        for lot in &missed {
            self.make_good(&tx, lot, now).await?;
        }
        beat::set(&*tx, now).await?;
        tx.commit().await?;
        for lot in &missed {
            self.ring(lot.id).await;
        }
        Ok(())
    }

    /// One lot's broken journal does not keep the others from what they are owed.
    async fn make_good(&self, tx: &Tx, lot: &Lot, now: Timestamp) -> Result<(), Error> {
        match self.current_room(tx, lot.id, now).await {
            Err(trouble @ (Error::BrokenRoom(_) | Error::Store(StoreError::Corrupt { .. }))) => {
                tracing::error!(lot = %lot.id, error = %trouble, "an absence could not be made good");
                Ok(())
            }
            done => done.map(|_| ()),
        }
    }

    /// The room after its window was made longer, if that is owed. Every act asks for it before it looks at a window.
    pub(crate) async fn extended(&self, tx: &Tx, lot: LotId, room: Room, now: Timestamp) -> Result<Room, Error> {
        match room.owed(beat::last(&**tx).await?, now) {
            Some(extension) => self.happen(tx, &Actor::clock(), lot, room, now, extension).await,
            None => Ok(room),
        }
    }

    /// The room as an act would find it, for a look before the act's own transaction.
    pub(crate) async fn room_to_be(&self, lot: LotId) -> Result<Room, Error> {
        let room = Room::replay(&self.room_after(lot, 0).await?)?;
        let now = self.now();
        match room.owed(beat::last(self.0.store.read()).await?, now) {
            Some(event) => Ok(room.after(event, now)?),
            None => Ok(room),
        }
    }
}
