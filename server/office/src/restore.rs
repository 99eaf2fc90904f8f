//! The sealed copy of a bid: its owner may take it away, and send it again where what is stored was damaged, if the tender
//! document lets it (补传). Every piece must be the one that was committed, so that nobody can change a bid so.

use bytes::{Bytes, BytesMut};
use domain::lot::Terms;
use domain::rights::Caller;
use domain::room::{Event, Room};
use domain::{BidId, LotId, Refusal};
use futures::{Stream, StreamExt, stream};
use seal::Digest;
use store::blobs::RunName;
use store::pieces::{self, Piece};
use store::{StoreError, bids::Bid};

use crate::journal::Actor;
use crate::opened::manifest_of;
use crate::{Error, Office};

impl Office {
    /// The caller's own committed bid as one file: all sealed pieces, in the order of its manifest. Its size in bytes
    /// comes first.
    ///
    /// # Errors
    /// `NotFound` when the caller has no committed bid there.
    pub async fn sealed_copy(
        &self,
        caller: &Caller,
        lot: LotId,
    ) -> Result<(u64, impl Stream<Item = Result<Bytes, Error>> + use<>), Error> {
        let bid = self.bid_in_room(caller, lot).await.map_err(|_| Refusal::NotFound)?;
        let listed = self.committed_pieces(&bid).await?;
        let size = listed.iter().map(|(_, piece)| piece.size).sum();
        let (office, bid) = (self.clone(), bid.id);
        let bytes = stream::iter(listed).then(move |(part, piece)| {
            let office = office.clone();
            async move {
                let stored = office.stored(bid, &part, &piece).await?;
                stored.ok_or_else(|| Refusal::StoredDiffers { part }.into())
            }
        });
        Ok((size, bytes))
    }

    /// Takes the sealed copy of a damaged bid again; what is still sound is left as it is. When all of it is as it was
    /// committed, the room is told.
    ///
    /// # Errors
    /// `NotTheCopy` at the first piece that was not committed, or when not all came; nothing of it is kept then but
    /// the sound pieces before. Otherwise why the bidder may not now.
    pub async fn restore<E: Send>(
        &self,
        caller: &Caller,
        lot: LotId,
        copy: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<(), Error> {
        let bid = self.bid_in_room(caller, lot).await?;
        let terms = self.find_lot(lot).await?.terms;
        self.room_to_be(lot).await?.bidder_may_restore(bid.id, &terms.rules, self.now())?;
        let mut copy = Slices { bytes: copy, begun: BytesMut::new() };
        let mut last = String::new();
        for (part, piece) in self.committed_pieces(&bid).await? {
            let differs = || Refusal::NotTheCopy { part: part.clone() };
            let bytes = copy.next(piece.size as usize).await.ok_or_else(differs)?;
            if Digest::of(&bytes).to_string() != piece.digest {
                return Err(differs().into());
            }
            self.mend(bid.id, &part, &piece, bytes).await?;
            last = part;
        }
        if copy.next(1).await.is_some() {
            return Err(Refusal::NotTheCopy { part: last }.into());
        }
        self.mended(caller, lot, &terms, &bid).await
    }

    /// What the manifest lists, piece by piece, as it was received.
    async fn committed_pieces(&self, bid: &Bid) -> Result<Vec<(String, Piece)>, Error> {
        let mut listed = Vec::new();
        for line in manifest_of(bid)?.parts {
            let received = pieces::of_part(self.0.store.read(), bid.id, &line.part).await?;
            listed.extend(received.into_iter().take(line.pieces as usize).map(|piece| (line.part.clone(), piece)));
        }
        Ok(listed)
    }

    /// Puts the committed bytes of a piece in the place of what is damaged.
    async fn mend(&self, bid: BidId, part: &str, piece: &Piece, bytes: Bytes) -> Result<(), Error> {
        let stored = self.stored(bid, part, piece).await.ok().flatten();
        if stored.is_some_and(|stored| stored == bytes) {
            return Ok(());
        }
        let run = format!("again-{}-{}", piece.number, piece.digest);
        let mut arriving = self.0.blobs.arriving().await.map_err(StoreError::from)?;
        arriving.write(bytes).await.map_err(StoreError::from)?;
        self.0.blobs.keep(&RunName { bid, part, run: &run }, arriving.finish()).await?;
        let tx = self.0.store.write().await?;
        pieces::note(&*tx, bid, part, &Piece { run, start: 0, ..piece.clone() }).await?;
        Ok(tx.commit().await?)
    }

    async fn mended(&self, caller: &Caller, lot: LotId, terms: &Terms, bid: &Bid) -> Result<(), Error> {
        if !self.is_as_committed(bid).await? {
            tracing::error!(bid = %bid.id, "a bid that was sent again is still not the one that was committed");
            return Err(Refusal::Trouble.into());
        }
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room: Room = self.current_room(&tx, lot, now).await?;
        room.bidder_may_restore(bid.id, &terms.rules, now)?;
        self.happen(&tx, &Actor::of(caller), lot, room, now, Event::Restored { bid: bid.id }).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }
}

/// A stream cut into pieces of given sizes.
struct Slices<S> {
    bytes: S,
    /// What has come and was not taken.
    begun: BytesMut,
}

impl<E, S: Stream<Item = Result<Bytes, E>> + Unpin> Slices<S> {
    /// The next `size` bytes; `None` when the stream ends or breaks before.
    async fn next(&mut self, size: usize) -> Option<Bytes> {
        while self.begun.len() < size {
            self.begun.extend_from_slice(&self.bytes.next().await?.ok()?);
        }
        Some(self.begun.split_to(size).freeze())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_stream_is_cut_as_asked_however_it_comes() {
        let came = ["a", "bcd", "", "e"].map(|text| Ok::<_, ()>(Bytes::from(text)));
        let mut slices = Slices { bytes: stream::iter(came), begun: BytesMut::new() };
        assert_eq!(slices.next(2).await.unwrap(), "ab");
        assert_eq!(slices.next(3).await.unwrap(), "cde");
        assert_eq!(slices.next(1).await, None);
        let broken = [Ok(Bytes::from("ab")), Err(())];
        let mut slices = Slices { bytes: stream::iter(broken), begun: BytesMut::new() };
        assert_eq!(slices.next(3).await, None);
    }
}
