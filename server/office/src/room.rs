//! What bidders do in the room, and what everybody sees there.

use domain::floor::told;
use domain::journal::Act;
use domain::refusal::text;
use domain::rights::{Caller, Right};
use domain::room::{Entry, Event, Line, Room, Row};
use domain::view::{PartKey, RoomView};
use domain::{Fen, LotId, ObjectionId, Refusal, Timestamp, opening::LONGEST_TEXT};
use seal::Signature;
use store::bids::{self, Bid};
use store::{Tx, journal, subjects};

use crate::journal::{Actor, Note};
use crate::{Error, Office, quote};

/// What released keys opened.
enum Opened {
    Bid(Line),
    /// The key and the price.
    Quotation((String, Fen)),
}

impl Office {
    /// The room with its history so far; public, like the opening itself.
    ///
    /// # Errors
    /// `NotFound`.
    pub async fn room(&self, caller: &Caller, lot: LotId) -> Result<RoomView, Error> {
        let lot = self.lot(caller, lot).await?;
        let entries = self.room_after(lot.id, 0).await?;
        let helps = self.helps(caller, lot.id).await?;
        Ok(RoomView { lot, entries, helps })
    }

    /// What happened in a room after `seq`, as it is told to everybody: how a live line catches up.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn room_after(&self, lot: LotId, seq: u64) -> Result<Vec<Entry>, Error> {
        Ok(told(journal::room(self.0.store.read(), lot, seq).await?))
    }

    /// A bidder signs in to the opening (签到). Before the names are announced nobody else learns of it.
    ///
    /// # Errors
    /// Why it may not sign in now.
    pub async fn enter_room(&self, caller: &Caller, lot: LotId) -> Result<(), Error> {
        let (tx, room, mut bid, now) = self.seat(caller, lot).await?;
        room.bidder_may_sign_in(bid.signed_in.is_some(), now)?;
        bid.signed_in = Some(now);
        bids::update(&*tx, &bid, now).await?;
        let actor = Actor::of(caller);
        if room.rows.is_empty() {
            let note = Note { act: Act::BidderArrived, lot: Some(lot), subject: bid.id.to_string(), payload: &() };
            self.note(&tx, &actor, now, note).await?;
        } else {
            self.happen(&tx, &actor, lot, room, now, Event::SignedIn { bid: bid.id }).await?;
        }
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// A bidder releases the keys of its bid, in a round that of its quotation. Everything is opened and checked now;
    /// nothing is shown before the read-out.
    ///
    /// # Errors
    /// `KeyDoesNotOpen`, noted in the room; the bidder may try again inside the window. `StoredDiffers`, which is no
    /// fault of its key and not noted as one. `MovedOn` when the round went on meanwhile. Otherwise why it may not
    /// decrypt now.
    pub async fn release_keys(&self, caller: &Caller, lot: LotId, keys: Vec<PartKey>) -> Result<(), Error> {
        // Opened outside the transaction, so that nobody waits for somebody else's file.
        let bid = self.bid_in_room(caller, lot).await?;
        let before = self.room_to_be(lot).await?;
        before.bidder_may_decrypt(bid.id, self.now())?;
        let opened = match before.round {
            0 => self.open_bid(&bid, &keys).await.map(Opened::Bid),
            _ => self.open_quote(&bid, &before, &keys).await.map(Opened::Quotation),
        };

        let (tx, room, mut bid, now) = self.seat(caller, lot).await?;
        room.bidder_may_decrypt(bid.id, now)?;
        if room.round != before.round {
            return Err(Refusal::MovedOn.into());
        }
        let actor = Actor::of(caller);
        let event = match &opened {
            Ok(_) => Event::Decrypted { bid: bid.id },
            Err(Error::Refused(Refusal::KeyDoesNotOpen { .. })) => Event::DecryptRefused { bid: bid.id },
            Err(_) => return opened.map(|_| ()),
        };
        if let Ok(opened) = &opened {
            match opened {
                Opened::Bid(line) => {
                    (bid.keys, bid.line) = (keys, Some(line.clone()));
                    bids::update(&*tx, &bid, now).await?;
                }
                Opened::Quotation(price) => quote::keep_opened(&tx, bid.id, room.round, price.clone()).await?,
            }
            // The keys themselves are the owner's until the read-out; the journal keeps that they were given.
            let note = Note { act: Act::BidOpened, lot: Some(lot), subject: bid.id.to_string(), payload: &() };
            self.note(&tx, &actor, now, note).await?;
        }
        self.happen(&tx, &actor, lot, room, now, event).await?;
        tx.commit().await?;
        self.ring(lot).await;
        opened?;
        self.look_at_clock(lot).await
    }

    /// A bidder objects to the opening, on the spot (条例 §44).
    ///
    /// # Errors
    /// Why it may not object now; `Invalid` for the text.
    pub async fn object(&self, caller: &Caller, lot: LotId, objection: &str) -> Result<(), Error> {
        let (tx, room, bid, now) = self.seat(caller, lot).await?;
        room.bidder_may_object(bid.id, objection, now)?;
        let text = text(objection, LONGEST_TEXT).map_err(|_| Refusal::Trouble)?;
        let objection = ObjectionId::new(now, self.0.chance.bits());
        let event = Event::ObjectionRaised { objection, bid: bid.id, text };
        self.happen(&tx, &Actor::of(caller), lot, room, now, event).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// A bidder confirms what was read out of its bid, by a signature with the key that signed the bid.
    ///
    /// # Errors
    /// `SignatureWrong`, or why it may not confirm now.
    pub async fn confirm(&self, caller: &Caller, lot: LotId, signature: &str) -> Result<(), Error> {
        let (tx, room, bid, now) = self.seat(caller, lot).await?;
        room.bidder_may_confirm(bid.id, now)?;
        let said = room.row(bid.id).and_then(Row::said).ok_or(Refusal::NotAllowed)?;
        let said = seal::confirmation(&lot.to_string(), &bid.id.to_string(), &said);
        let signature: Signature = signature.parse().map_err(|_| Refusal::SignatureWrong)?;
        let subject = subjects::find(&*tx, bid.subject).await?.ok_or(Refusal::NotFound)?;
        if !self.key_of_bid(&tx, &subject, &bid).await?.verify(said.as_bytes(), &signature) {
            return Err(Refusal::SignatureWrong.into());
        }
        let event = Event::Confirmed { bid: bid.id, signature: signature.to_string() };
        self.happen(&tx, &Actor::of(caller), lot, room, now, event).await?;
        tx.commit().await?;
        self.ring(lot).await;
        Ok(())
    }

    /// A write transaction with the room as it stands and the caller's committed bid in it.
    pub(crate) async fn seat(&self, caller: &Caller, lot: LotId) -> Result<(Tx, Room, Bid, Timestamp), Error> {
        let bid = self.bid_in_room(caller, lot).await?;
        let tx = self.0.store.write().await?;
        let now = self.now();
        let room = self.current_room(&tx, lot, now).await?;
        let bid = bids::find(&*tx, bid.id).await?.ok_or(Refusal::NotAllowed)?;
        Ok((tx, room, bid, now))
    }

    /// Only who committed a bid has a seat, and only whoever may bid sits on it.
    pub(crate) async fn bid_in_room(&self, caller: &Caller, lot: LotId) -> Result<Bid, Error> {
        let (_, subject) = caller.bidder_who_may(Right::Bid)?;
        self.find_lot(lot).await?;
        let bid = bids::alive(self.0.store.read(), lot, subject).await?;
        Ok(bid.filter(|bid| bid.manifest.is_some()).ok_or(Refusal::NotAllowed)?)
    }
}
