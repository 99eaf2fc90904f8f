//! The sealed pieces of a bid, arriving and going back to their owner.

use bytes::Bytes;
use domain::bid::{BidState, before, is_part_name};
use domain::rights::Caller;
use domain::{BidId, Refusal};
use futures::future::try_join_all;
use seal::Digest;
use store::bids::{self, Bid};
use store::blobs::PieceName;
use store::lots;
use store::pieces::{self, Piece};
use tokio::task::spawn_blocking;

use crate::{Error, Office};

/// Most pieces of a part: 4 GiB of sealed bytes.
const MOST_PIECES: u32 = 4097;

/// Most pieces that may come in a row: as many as are hashed side by side, noted at once, and little memory.
pub const TOGETHER: usize = 8;

impl Office {
    /// Takes pieces of a bid that is being uploaded, in a row from number `first` on: whole ones, but the last may be
    /// shorter. Durable once this returns. The same pieces may come again.
    ///
    /// # Errors
    /// `NotFound` (not the caller's bid, or no such part), `DeadlinePassed`, `AlreadyCommitted`, `TooLarge`,
    /// `QuotaUsedUp`, `DigestDiffers` when the bytes are not those that were sent.
    pub async fn put_pieces(
        &self,
        caller: &Caller,
        bid: BidId,
        part: &str,
        first: u32,
        digests: &[&str],
        bytes: Bytes,
    ) -> Result<(), Error> {
        let found = self.own_bid(caller, bid).await?;
        if !is_part_name(part) {
            return Err(Refusal::NotFound.into());
        }
        self.still_uploading(&found).await?;
        let room = MOST_PIECES.saturating_sub(first) as usize;
        if digests.len() > room.min(TOGETHER) || bytes.len() > digests.len() * seal::PIECE {
            return Err(Refusal::TooLarge.into());
        }
        let cut = cut(&bytes);
        let actual = digests_of(cut.clone()).await?;
        if actual != digests {
            return Err(Refusal::DigestDiffers { part: part.to_owned() }.into());
        }
        let numbered = (first..).zip(actual).zip(&cut);
        let mut new: Vec<(Piece, &Bytes)> = numbered
            .map(|((number, digest), bytes)| (Piece { number, digest, size: bytes.len() as u64 }, bytes))
            .collect();
        let known = pieces::between(self.0.store.read(), bid, part, first..first + new.len() as u32).await?;
        new.retain(|(piece, _)| !known.contains(piece));
        if new.is_empty() {
            return Ok(());
        }
        let size: u64 = new.iter().map(|(piece, _)| piece.size).sum();
        self.within_quota(&found, size).await?;
        let puts = new.iter().map(|(Piece { number, digest, .. }, bytes)| async move {
            self.0.blobs.put(&PieceName { bid, part, number: *number, digest }, (*bytes).clone()).await
        });
        try_join_all(puts).await?;
        let tx = self.0.store.write().await?;
        // It may have been committed or withdrawn while the bytes were on their way.
        let mut found = bids::find(&*tx, bid).await?.ok_or(Refusal::NotFound)?;
        uploading(found.state)?;
        for (piece, _) in &new {
            pieces::note(&*tx, bid, part, piece).await?;
        }
        found.received += size;
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

/// The pieces that stand in a row in `bytes`, without a copy; of no bytes one that is empty.
fn cut(bytes: &Bytes) -> Vec<Bytes> {
    let starts = (0..bytes.len().max(1)).step_by(seal::PIECE);
    starts.map(|start| bytes.slice(start..bytes.len().min(start + seal::PIECE))).collect()
}

/// Off the threads that answer others: it takes milliseconds.
async fn digests_of(pieces: Vec<Bytes>) -> Result<Vec<String>, Error> {
    let each = move || Digest::of_each(&pieces.iter().map(|bytes| &bytes[..]).collect::<Vec<_>>());
    let digests = spawn_blocking(each).await.map_err(Error::internal)?;
    Ok(digests.iter().map(Digest::to_string).collect())
}

fn uploading(state: BidState) -> Result<(), Refusal> {
    match state {
        BidState::Uploading => Ok(()),
        BidState::Committed { at } => Err(Refusal::AlreadyCommitted { at }),
        BidState::Withdrawn { .. } => Err(Refusal::MovedOn),
    }
}
