//! Sealed pieces arriving and going back to their owner.

use bytes::Bytes;
use domain::bid::{BidState, before, is_part_name};
use domain::rights::Caller;
use domain::{BidId, Refusal};
use seal::Digest;
use store::bids::{self, Bid, Piece};
use store::blobs::PieceName;
use store::lots;

use crate::{Error, Office};

/// Most pieces of a part: 4 GiB of sealed bytes.
const MOST_PIECES: u32 = 4097;

impl Office {
    /// Takes one piece of a bid that is being uploaded; durable once this returns. The same piece may come again.
    ///
    /// # Errors
    /// `NotFound` (not the caller's bid, or no such part), `DeadlinePassed`, `AlreadyCommitted`, `TooLarge`,
    /// `DigestDiffers` when the bytes are not those that were sent.
    pub async fn put_piece(
        &self,
        caller: &Caller,
        bid: BidId,
        part: &str,
        number: u32,
        digest: &str,
        bytes: Bytes,
    ) -> Result<(), Error> {
        let found = self.own_bid(caller, bid).await?;
        if !is_part_name(part) {
            return Err(Refusal::NotFound.into());
        }
        self.still_uploading(&found).await?;
        if bytes.len() > seal::PIECE || number >= MOST_PIECES {
            return Err(Refusal::TooLarge.into());
        }
        let actual = Digest::of(&bytes).to_string();
        if actual != digest {
            return Err(Refusal::DigestDiffers { part: part.to_owned() }.into());
        }
        let size = bytes.len() as u64;
        self.0.blobs.put(&PieceName { bid, part, number, digest: &actual }, bytes).await?;
        let tx = self.0.store.write().await?;
        // It may have been committed or withdrawn while the bytes were on their way.
        let found = bids::find(&*tx, bid).await?.ok_or(Refusal::NotFound)?;
        uploading(found.state)?;
        bids::put_piece(&*tx, bid, part, &Piece { number, digest: actual, size }).await?;
        Ok(tx.commit().await?)
    }

    /// One stored piece, for its owner alone.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn get_piece(&self, caller: &Caller, bid: BidId, part: &str, number: u32) -> Result<Bytes, Error> {
        self.own_bid(caller, bid).await?;
        let piece = bids::piece(self.0.store.read(), bid, part, number).await?.ok_or(Refusal::NotFound)?;
        self.stored(bid, part, &piece).await?.ok_or_else(|| Refusal::NotFound.into())
    }

    pub(crate) async fn stored(&self, bid: BidId, part: &str, piece: &Piece) -> Result<Option<Bytes>, Error> {
        let name = PieceName { bid, part, number: piece.number, digest: &piece.digest };
        Ok(self.0.blobs.get(&name).await?)
    }

    /// A bid of the caller's own subject. That somebody else's exists is not told.
    pub(crate) async fn own_bid(&self, caller: &Caller, bid: BidId) -> Result<Bid, Error> {
        let (_, subject) = caller.bidder()?;
        let found = bids::find(self.0.store.read(), bid).await?;
        Ok(found.filter(|bid| bid.subject == subject).ok_or(Refusal::NotFound)?)
    }

    async fn still_uploading(&self, bid: &Bid) -> Result<(), Error> {
        uploading(bid.state)?;
        let lot = lots::find(self.0.store.read(), bid.lot).await?.ok_or(Refusal::NotFound)?;
        Ok(before(lot.terms.deadline, self.now())?)
    }
}

fn uploading(state: BidState) -> Result<(), Refusal> {
    match state {
        BidState::Uploading => Ok(()),
        BidState::Committed { at } => Err(Refusal::AlreadyCommitted { at }),
        BidState::Withdrawn { .. } => Err(Refusal::MovedOn),
    }
}
