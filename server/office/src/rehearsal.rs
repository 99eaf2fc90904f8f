//! The rehearsal (解密演练): before the deadline a bidder has tried, in its browser, that its key opens what is stored here.
//! What it hands in is its signature over that; nothing of the bid is shown to anybody.

use domain::journal::Act;
use domain::rights::{Caller, Right};
use domain::view::MyBid;
use domain::{BidId, Refusal};
use seal::{Manifest, Signature, rehearsal};
use store::{bids, lots, subjects};

use crate::journal::{Actor, Note};
use crate::lots::my_bid;
use crate::{Error, Office};

impl Office {
    /// Records that the bidder has rehearsed. It may do so again and again.
    ///
    /// # Errors
    /// `DeadlinePassed`, `MovedOn` when nothing is committed, `SignatureWrong`.
    pub async fn rehearse_bid(&self, caller: &Caller, bid: BidId, signature: &str) -> Result<MyBid, Error> {
        let bid = self.own_bid(caller, bid, Right::Bid).await?;
        let signature: Signature = signature.parse().map_err(|_| Refusal::SignatureWrong)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let terms = lots::find(&*tx, bid.lot).await?.ok_or(Refusal::NotFound)?.terms;
        let subject = subjects::find(&*tx, bid.subject).await?.ok_or(Refusal::NotFound)?;
        let mut bid = bids::find(&*tx, bid.id).await?.ok_or(Refusal::NotFound)?;
        bid.state.rehearse(terms.deadline, now)?;
        let manifest = bid.manifest.as_deref().and_then(|text| Manifest::parse(text).ok()).ok_or(Refusal::MovedOn)?;
        let said = rehearsal(&bid.id.to_string(), &manifest.digest());
        if !self.key_of_bid(&tx, &subject, &bid).await?.verify(said.as_bytes(), &signature) {
            return Err(Refusal::SignatureWrong.into());
        }
        bid.rehearsed = Some(now);
        bids::update(&*tx, &bid, now).await?;
        let payload = signature.to_string();
        let note = Note { act: Act::BidRehearsed, lot: Some(bid.lot), subject: bid.id.to_string(), payload: &payload };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(my_bid(bid)?)
    }
}
