//! The sealed pieces of a bid, arriving and going back to their owner.

use bytes::Bytes;
use domain::bid::{BidState, before, is_part_name};
use domain::quote;
use domain::rights::{Caller, Right};
use domain::{BidId, Refusal};
use futures::{Stream, StreamExt};
use seal::Digest;
use store::bids::{self, Bid};
use store::blobs::RunName;
use store::pieces::{self, Piece};
use store::{Arrived, StoreError, lots};
use tokio::task::spawn_blocking;

use crate::{Error, Office};

/// Most pieces of a part: 4 GiB of sealed bytes.
const MOST_PIECES: u32 = 4097;

/// Most pieces that may come in a row: as many as are hashed side by side, and little that is lost with a line.
pub const TOGETHER: usize = 8;

impl Office {
    /// Takes pieces of a bid that is being uploaded, in a row from number `first` on: whole ones, but the last may be
    /// shorter. They go to the disk as they come. Durable once this returns. The same pieces may come again.
    ///
    /// # Errors
    /// `NotFound` (not the caller's bid, or no such part), `DeadlinePassed`, `AlreadyCommitted`, `TooLarge`,
    /// `QuotaUsedUp`, `DigestDiffers` when the bytes are not those that were sent, or not all came.
    pub async fn put_pieces<E: Send>(
        &self,
        caller: &Caller,
        bid: BidId,
        part: &str,
        first: u32,
        digests: &[&str],
        bytes: impl Stream<Item = Result<Bytes, E>> + Unpin + Send,
    ) -> Result<(), Error> {
        let found = self.own_bid(caller, bid, Right::Bid).await?;
        if !is_part_name(part) {
            return Err(Refusal::NotFound.into());
        }
        self.still_uploading(&found).await?;
        if digests.len() > TOGETHER.min(MOST_PIECES.saturating_sub(first) as usize) {
            return Err(Refusal::TooLarge.into());
        }
        let differs = || Refusal::DigestDiffers { part: part.to_owned() };
        let arrived = self.arrive(bytes, digests.len() * seal::PIECE).await?.ok_or_else(differs)?;
        let (arrived, actual) = digested(arrived, seal::PIECE).await?;
        if actual.iter().map(Digest::to_string).ne(digests.iter().copied()) {
            return Err(differs().into());
        }
        let mut new = in_a_row(first, &actual, arrived.size());
        let known = pieces::between(self.0.store.read(), bid, part, first..first + new.len() as u32).await?;
        let has = |piece: &Piece| known.iter().any(|one| one.number == piece.number && one.digest == piece.digest);
        new.retain(|piece| !has(piece));
        let Some(Piece { run, .. }) = new.first() else { return Ok(()) };
        let size: u64 = new.iter().map(|piece| piece.size).sum();
        self.within_quota(&found, size).await?;
        self.0.blobs.keep(&RunName { bid, part, run }, arrived).await?;
        let tx = self.0.store.write().await?;
        // It may have been committed or withdrawn while the bytes were on their way.
        let mut found = bids::find(&*tx, bid).await?.ok_or(Refusal::NotFound)?;
        uploading(found.state)?;
        for piece in &new {
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
        self.own_bid(caller, bid, Right::Read).await?;
        Ok(pieces::of_part(self.0.store.read(), bid, part).await?)
    }

    /// One stored piece, for its owner alone.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn get_piece(&self, caller: &Caller, bid: BidId, part: &str, number: u32) -> Result<Bytes, Error> {
        self.own_bid(caller, bid, Right::Read).await?;
        if let Some(round) = quote::round_of(part) {
            return Ok(self.quote_piece(bid, round, number).await?.into());
        }
        let piece = pieces::find(self.0.store.read(), bid, part, number).await?.ok_or(Refusal::NotFound)?;
        self.stored(bid, part, &piece).await?.ok_or_else(|| Refusal::NotFound.into())
    }

    pub(crate) async fn stored(&self, bid: BidId, part: &str, piece: &Piece) -> Result<Option<Bytes>, Error> {
        Ok(self.0.blobs.get(&RunName { bid, part, run: &piece.run }, piece.range()).await?)
    }

    /// Lets bytes of a stranger come to the disk; `None` when they break off.
    pub(crate) async fn arrive<E>(
        &self,
        mut bytes: impl Stream<Item = Result<Bytes, E>> + Unpin,
        most: usize,
    ) -> Result<Option<Arrived>, Error> {
        let mut arriving = self.0.blobs.arriving().await.map_err(StoreError::from)?;
        while let Some(next) = bytes.next().await {
            let Ok(next) = next else { return Ok(None) };
            if arriving.size() + next.len() as u64 > most as u64 {
                return Err(Refusal::TooLarge.into());
            }
            arriving.write(next).await.map_err(StoreError::from)?;
        }
        Ok(Some(arriving.finish()))
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

/// The digest of each piece in a run. Off the threads that answer others: it takes milliseconds.
pub(crate) async fn digested(arrived: Arrived, piece: usize) -> Result<(Arrived, Vec<Digest>), Error> {
    let each = move || {
        let digests = Digest::of_each_in(arrived.size(), piece, |at, into| arrived.read(at, into));
        digests.map(|digests| (arrived, digests))
    };
    Ok(spawn_blocking(each).await.map_err(Error::internal)?.map_err(StoreError::from)?)
}

/// The pieces that stand in a run of `size` bytes, from number `first` on.
#[must_use]
pub fn in_a_row(first: u32, digests: &[Digest], size: u64) -> Vec<Piece> {
    let run = format!("{first}-{}", Digest::of_pieces(digests));
    let piece = |(number, digest): (u32, &Digest)| {
        let start = u64::from(number - first) * seal::PIECE as u64;
        let size = (size - start).min(seal::PIECE as u64);
        Piece { number, digest: digest.to_string(), size, run: run.clone(), start }
    };
    (first..).zip(digests).map(piece).collect()
}

fn uploading(state: BidState) -> Result<(), Refusal> {
    match state {
        BidState::Uploading => Ok(()),
        BidState::Committed { at } => Err(Refusal::AlreadyCommitted { at }),
        BidState::Withdrawn { .. } => Err(Refusal::MovedOn),
    }
}
