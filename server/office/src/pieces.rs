//! The sealed pieces of a bid, arriving and going back to their owner.

use bytes::Bytes;
use domain::bid::{BidState, before, is_part_name};
use domain::rights::Caller;
use domain::{BidId, Refusal};
use seal::Digest;
use store::bids::{self, Bid};
use store::blobs::PieceName;
use store::lots;
use store::pieces::{self, Piece};

use crate::{Error, Office};

/// Most pieces of a part: 4 GiB of sealed bytes.
const MOST_PIECES: u32 = 4097;

impl Office {
    /// Takes one piece of a bid that is being uploaded; durable once this returns. The same piece may come again.
    ///
    /// # Errors
    /// `NotFound` (not the caller's bid, or no such part), `DeadlinePassed`, `AlreadyCommitted`, `TooLarge`,
    /// `QuotaUsedUp`, `DigestDiffers` when the bytes are not those that were sent.
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
        let piece = Piece { number, digest: actual, size: bytes.len() as u64 };
        if pieces::find(self.0.store.read(), bid, part, number).await?.as_ref() == Some(&piece) {
            return Ok(());
        }
        self.within_quota(&found, piece.size).await?;
        self.0.blobs.put(&PieceName { bid, part, number, digest: &piece.digest }, bytes).await?;
        let tx = self.0.store.write().await?;
        // It may have been committed or withdrawn while the bytes were on their way.
        let mut found = bids::find(&*tx, bid).await?.ok_or(Refusal::NotFound)?;
        uploading(found.state)?;
        pieces::note(&*tx, bid, part, &piece).await?;
        found.received += piece.size;
        bids::update(&*tx, &found, self.now()).await?;
        Ok(tx.commit().await?)
    }

    /// The pieces of a part that have arrived, in order: whoever goes on after a break sends the others.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn arrived(&self, caller: &Caller, bid: BidId, part: &str) -> Result<Vec<Piece>, Error> {
        self.own_bid(caller, bid).await?;
        Ok(pieces::of_part(self.0.store.read(), bid, part).await?)
    }

    /// One stored piece, for its owner alone.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn get_piece(&self, caller: &Caller, bid: BidId, part: &str, number: u32) -> Result<Bytes, Error> {
        self.own_bid(caller, bid).await?;
        let piece = pieces::find(self.0.store.read(), bid, part, number).await?.ok_or(Refusal::NotFound)?;
        self.stored(bid, part, &piece).await?.ok_or_else(|| Refusal::NotFound.into())
    }

    pub(crate) async fn stored(&self, bid: BidId, part: &str, piece: &Piece) -> Result<Option<Bytes>, Error> {
        let name = PieceName { bid, part, number: piece.number, digest: &piece.digest };
        Ok(self.0.blobs.get(&name).await?)
    }

    async fn still_uploading(&self, bid: &Bid) -> Result<(), Error> {
        uploading(bid.state)?;
        let lot = lots::find(self.0.store.read(), bid.lot).await?.ok_or(Refusal::NotFound)?;
        Ok(before(lot.terms.deadline, self.now())?)
    }

    /// One company cannot fill the disk. A few pieces under way at once may pass beyond; that is no matter.
    async fn within_quota(&self, bid: &Bid, size: u64) -> Result<(), Error> {
        let (held, limit) = (bids::received(self.0.store.read(), bid.subject, self.now()).await?, self.0.quota);
        if held + size > limit { Err(Refusal::QuotaUsedUp { limit }.into()) } else { Ok(()) }
    }
}

fn uploading(state: BidState) -> Result<(), Refusal> {
    match state {
        BidState::Uploading => Ok(()),
        BidState::Committed { at } => Err(Refusal::AlreadyCommitted { at }),
        BidState::Withdrawn { .. } => Err(Refusal::MovedOn),
    }
}
