//! What nobody needs any more goes: sealed pieces of bids that will never be opened, scans that nothing refers to, subjects
//! that were laid aside and never entered, and files that no row knows.

mod scans;

use std::collections::HashSet;

use domain::bid::{BidState, before};
use domain::journal::Act;
use domain::{BidId, Timestamp};
use futures::TryStreamExt;
use store::bids::{self, Bid};
use store::blobs::RunName;
use store::{StoreError, access, lots, pieces, staged};

use crate::journal::{Actor, Note};
use crate::{Error, Office};

/// What is younger may still be on its way, or be wanted by somebody who asks.
const GRACE_HOURS: i64 = 24;

impl Office {
    /// Clears the bids that were withdrawn, or not committed by a deadline, or made for practice, a day ago or longer;
    /// scans and imports that were left behind; then removes every file that no row knows. Returns how many files went.
    ///
    /// # Errors
    /// When the store fails; the next sweep goes on from there.
    pub async fn sweep(&self) -> Result<u64, Error> {
        let day_ago = self.now().plus_seconds(-GRACE_HOURS * 3600);
        for bid in bids::abandoned(self.0.store.read(), day_ago).await? {
            self.clear(bid.id).await?;
        }
        let tx = self.0.store.write().await?;
        access::drop_failures(&*tx, day_ago).await?;
        tx.commit().await?;
        self.0.blobs.forget_arrivals(day_ago).map_err(StoreError::from)?;
        for load in staged::left_behind(self.0.store.read(), day_ago).await? {
            staged::forget(&self.0.store, &load).await?;
        }
        Ok(self.sweep_scans(day_ago).await? + self.remove_unknown(day_ago).await?)
    }

    /// The rows go first: a file without a row is removed by this sweep or the next, a row without its file never is.
    async fn clear(&self, bid: BidId) -> Result<(), Error> {
        let tx = self.0.store.write().await?;
        let now = self.now();
        // Given up is given up; only another node may have cleared it meanwhile.
        let Some(mut bid) = bids::find(&*tx, bid).await?.filter(|bid| bid.received > 0) else { return Ok(()) };
        pieces::forget(&*tx, bid.id).await?;
        bid.received = 0;
        bids::update(&*tx, &bid, now).await?;
        let note = Note { act: Act::BidCleared, lot: Some(bid.lot), subject: bid.id.to_string(), payload: &() };
        self.note(&tx, &Actor::clock(), now, note).await?;
        Ok(tx.commit().await?)
    }

    async fn remove_unknown(&self, day_ago: Timestamp) -> Result<u64, Error> {
        let mut files = std::pin::pin!(self.0.blobs.all());
        let mut shelf: Option<Shelf> = None;
        let mut removed = 0;
        while let Some(file) = files.try_next().await? {
            if let Some(id) = file.attachment() {
                if file.since() < day_ago && !self.knows_scan(id).await? {
                    self.0.blobs.delete(&file).await?;
                    removed += 1;
                }
                continue;
            }
            // What is not ours by its name is left alone.
            let Some(name) = file.run().filter(|_| file.since() < day_ago) else { continue };
            // A bid's files are listed one after another, or nearly so.
            let of_bid = match shelf.take().filter(|shelf| shelf.bid == name.bid) {
                Some(shelf) => shelf,
                None => self.shelf(name.bid).await?,
            };
            if !of_bid.wants(&name) {
                self.0.blobs.delete(&file).await?;
                removed += 1;
            }
            shelf = Some(of_bid);
        }
        Ok(removed)
    }

    async fn shelf(&self, bid: BidId) -> Result<Shelf, Error> {
        let db = self.0.store.read();
        let open = match bids::find(db, bid).await? {
            Some(Bid { state: BidState::Uploading, lot, .. }) => {
                lots::find(db, lot).await?.is_some_and(|lot| before(lot.terms.deadline, self.now()).is_ok())
            }
            _ => false,
        };
        let known = pieces::of_bid(db, bid).await?;
        let known = known.into_iter().map(|(part, piece)| (part, piece.run)).collect();
        Ok(Shelf { bid, open, known })
    }
}

/// The files of one bid.
struct Shelf {
    bid: BidId,
    /// It still takes pieces: one of them may lie there already while its row is yet to come.
    open: bool,
    /// Runs that pieces lie in, by part.
    known: HashSet<(String, String)>,
}

impl Shelf {
    fn wants(&self, file: &RunName<'_>) -> bool {
        self.open || self.known.contains(&(file.part.to_owned(), file.run.to_owned()))
    }
}
