//! A bidder's own bids: beginning one, withdrawing, listing. Its sealed pieces are `pieces`, committing is `commit`.

use domain::bid::{BidState, before};
use domain::credit::{CreditRecord, restriction};
use domain::journal::Act;
use domain::rights::{Caller, Right};
use domain::subject::role::Undertaking;
use domain::view::OwnBids;
use domain::{BidId, LotId, Refusal, Timestamp};
use store::bids::{self, Bid};
use store::lots::{self, Lot};
use store::subjects::{self, Subject};

use crate::journal::{Actor, Note};
use crate::keys::key_of;
use crate::lots::{line, my_bid};
use crate::subjects::approved;
use crate::{Error, Office};

impl Office {
    /// Opens a place for the pieces of a bid, or finds the one that is open.
    ///
    /// # Errors
    /// Why the subject may not bid: `NotApproved`, `OwnLot`, `RoleMissing`, `Restricted`, `NoKey`, `DeadlinePassed`,
    /// `AlreadyCommitted`.
    pub async fn begin_bid(&self, caller: &Caller, lot: LotId) -> Result<BidId, Error> {
        let (_, subject) = caller.bidder_who_may(Right::Bid)?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let announced = lots::find(&*tx, lot).await?.ok_or(Refusal::NotFound)?;
        let company = subjects::find(&*tx, subject).await?.ok_or(Refusal::NotFound)?;
        may_bid(&company, &subjects::credit_of(&*tx, subject).await?, &announced, now)?;
        self.key_until(subject, &key_of(&company)?, now).await?;
        before(announced.terms.deadline, now)?;
        match bids::alive(&*tx, lot, subject).await? {
            Some(Bid { id, state: BidState::Uploading, .. }) => return Ok(id),
            Some(Bid { state: BidState::Committed { at }, .. }) => return Err(Refusal::AlreadyCommitted { at }.into()),
            Some(_) | None => {}
        }
        let bid = Bid {
            id: BidId::new(now, self.0.chance.bits()),
            lot,
            subject,
            state: BidState::Uploading,
            manifest: None,
            signature: None,
            receipt: None,
            rehearsed: None,
            signed_in: None,
            keys: Vec::new(),
            line: None,
            received: 0,
        };
        bids::insert(&*tx, &bid, now).await?;
        let note = Note { act: Act::BidBegun, lot: Some(lot), subject: bid.id.to_string(), payload: &() };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        tx.commit().await?;
        Ok(bid.id)
    }

    /// Takes a committed bid back before the deadline (条例 §35). Another may be made in its place.
    ///
    /// # Errors
    /// `DeadlinePassed`, `MovedOn` when nothing is committed.
    pub async fn withdraw_bid(&self, caller: &Caller, bid: BidId) -> Result<(), Error> {
        let bid = self.own_bid(caller, bid, Right::Bid).await?;
        let tx = self.0.store.write().await?;
        // Read inside the transaction: writers queue, and the count is frozen at the deadline.
        let now = self.now();
        let terms = lots::find(&*tx, bid.lot).await?.ok_or(Refusal::NotFound)?.terms;
        let mut bid = bids::find(&*tx, bid.id).await?.ok_or(Refusal::NotFound)?;
        bid.state = bid.state.withdraw(terms.deadline, now)?;
        bids::update(&*tx, &bid, now).await?;
        let note = Note { act: Act::BidWithdrawn, lot: Some(bid.lot), subject: bid.id.to_string(), payload: &() };
        self.note(&tx, &Actor::of(caller), now, note).await?;
        Ok(tx.commit().await?)
    }

    /// The lots for which the caller's subject has a bid, newest first.
    ///
    /// # Errors
    /// `SignInFirst`, `NotAllowed`.
    pub async fn my_bids(&self, caller: &Caller) -> Result<OwnBids, Error> {
        let (_, subject) = caller.bidder()?;
        let db = self.0.store.read();
        let mut mine = Vec::new();
        for bid in bids::of_subject(db, subject).await? {
            if let Some(lot) = lots::find(db, bid.lot).await? {
                mine.push((line(lot), my_bid(bid)?));
            }
        }
        Ok(OwnBids { bids: mine, now: self.now() })
    }

    /// A bid of the caller's own subject, for whoever has the right. That somebody else's exists is not told.
    pub(crate) async fn own_bid(&self, caller: &Caller, bid: BidId, right: Right) -> Result<Bid, Error> {
        let (_, subject) = caller.bidder_who_may(right)?;
        let found = bids::find(self.0.store.read(), bid).await?;
        Ok(found.filter(|bid| bid.subject == subject).ok_or(Refusal::NotFound)?)
    }
}

/// Whether a subject with these credit records may bid for such a lot at all.
pub fn may_bid(subject: &Subject, credit: &[CreditRecord], lot: &Lot, now: Timestamp) -> Result<(), Refusal> {
    approved(subject, now.day())?;
    // A practice company is nobody; it may not bid in earnest.
    if subject.practice && !lot.terms.practice {
        return Err(Refusal::NotAllowed);
    }
    if lot.host.entity == Some(subject.id) {
        return Err(Refusal::OwnLot);
    }
    Undertaking::bid_in(lot.terms.procedure).ask(&subject.roles)?;
    if let Some(notice) = restriction(credit, now) {
        return Err(Refusal::Restricted { notice });
    }
    if subject.public_key.is_none() { Err(Refusal::NoKey) } else { Ok(()) }
}
