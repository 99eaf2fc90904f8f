//! The seals (密封核对): what is stored of a bid is compared with what its bidder committed, once between the deadline and
//! the decryption for all to hear, and again where a bid was not decrypted, as the evidence who bears that.

use domain::opening::Due;
use domain::room::{Cause, Event, FailedDecrypt, Room};
use domain::stage::StageName;
use domain::{BidId, LotId};
use futures::future::try_join_all;
use seal::{Digest, PartLine};
use store::bids::{self, Bid};
use store::lots::{self, Lot};
use store::pieces;
use tokio::task::spawn_blocking;

use crate::journal::Actor;
use crate::opened::manifest_of;
use crate::{Error, Office, TOGETHER};

impl Office {
    /// Checks the seals of every opening that waits for it. Called again and again by the server, beside its clock,
    /// which would wait for the reading.
    ///
    /// # Errors
    /// When the database does not answer. One lot's trouble is logged and does not stop the others.
    pub async fn check_seals(&self) -> Result<(), Error> {
        // A room is read from its journal only while its seals may wait.
        let waits = |lot: &Lot| matches!(lot.stage, StageName::SignIn | StageName::Announced);
        for lot in lots::running(self.0.store.read(), self.now()).await?.into_iter().filter(waits) {
            if let Err(trouble) = self.check_seals_of(lot.id).await {
                tracing::error!(lot = %lot.id, error = %trouble, "the seals could not be checked");
            }
        }
        Ok(())
    }

    pub(crate) async fn check_seals_of(&self, lot: LotId) -> Result<(), Error> {
        let terms = self.find_lot(lot).await?.terms;
        if self.room_to_be(lot).await?.due(terms.deadline, self.now()) != Some(Due::SealCheck) {
            return Ok(());
        }
        let differing = self.differing(lot).await?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room = self.current_room(&tx, lot, now).await?;
        // Another node may have been faster.
        if room.due(terms.deadline, now) == Some(Due::SealCheck) {
            self.happen(&tx, &Actor::clock(), lot, room, now, Event::SealsChecked { differing }).await?;
        }
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    async fn differing(&self, lot: LotId) -> Result<Vec<BidId>, Error> {
        let mut differing = Vec::new();
        for bid in bids::committed(self.0.store.read(), lot).await? {
            if !self.is_as_committed(&bid).await? {
                tracing::error!(bid = %bid.id, "the stored bytes are not those that were committed");
                differing.push(bid.id);
            }
        }
        Ok(differing)
    }

    /// The bids that are still awaited, each with who bears that it was not decrypted (20号令 §31): the platform, if
    /// what it stores was found to differ, then or now.
    pub(crate) async fn failed(&self, lot: LotId, room: &Room) -> Result<Vec<FailedDecrypt>, Error> {
        let mut failed = Vec::new();
        for bid in bids::committed(self.0.store.read(), lot).await? {
            let Some(row) = room.row(bid.id).filter(|row| row.is_awaited()) else { continue };
            let sound = match room.round {
                0 => !row.differs && self.is_as_committed(&bid).await?,
                _ => self.quote_is_as_told(&bid, room).await?,
            };
            failed.push(FailedDecrypt { bid: bid.id, cause: if sound { Cause::Bidder } else { Cause::Platform } });
        }
        Ok(failed)
    }

    pub(crate) async fn is_as_committed(&self, bid: &Bid) -> Result<bool, Error> {
        for line in &manifest_of(bid)?.parts {
            if self.stored_digest(bid.id, line).await? != Some(line.digest) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The digest of a part as it is stored; `None` when not all of it is there.
    async fn stored_digest(&self, bid: BidId, line: &PartLine) -> Result<Option<Digest>, Error> {
        let mut received = pieces::of_part(self.0.store.read(), bid, &line.part).await?;
        // A bid that was sealed again with fewer pieces left old ones behind.
        received.truncate(line.pieces as usize);
        let mut digests = Vec::with_capacity(received.len());
        for together in received.chunks(TOGETHER) {
            let read = try_join_all(together.iter().map(|piece| self.stored(bid, &line.part, piece))).await?;
            let Some(read) = read.into_iter().collect::<Option<Vec<_>>>() else { return Ok(None) };
            let each = move || Digest::of_each(&read.iter().map(AsRef::as_ref).collect::<Vec<_>>());
            digests.extend(spawn_blocking(each).await.map_err(Error::internal)?);
        }
        Ok(Some(Digest::of_pieces(&digests)))
    }
}
