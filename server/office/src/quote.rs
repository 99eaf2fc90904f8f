//! Quotations: a sealed slip is checked as a bid is when it is committed, kept as it came, and opened when its round is.

use domain::lot::Terms;
use domain::quote::{self, Quotation};
use domain::rights::Caller;
use domain::room::{Event, Quoted, Room, RoundEvent};
use domain::view::PartKey;
use domain::{BidId, Fen, LotId, Refusal};
use seal::{Context, FileKey, Manifest, PublicKey, Signature, Slip, open_pieces};
use store::bids::Bid;
use store::quotes::{self, Quote};
use store::subjects::{self, Subject};
use store::{StoreError, Tx};

use crate::journal::Actor;
use crate::{Error, Office};

impl Office {
    /// A bidder hands in its sealed quotation for the round that goes on. Everybody hears that it did, and its digest.
    ///
    /// # Errors
    /// `NotSealed` for another lot, bidder or round, or when it is not whole; `SignatureWrong`; why it may not quote now.
    pub async fn quote(&self, caller: &Caller, lot: LotId, slip: &Slip) -> Result<(), Error> {
        let (tx, room, bid, now) = self.seat(caller, lot).await?;
        room.bidder_may_quote(bid.id, now)?;
        let subject = subjects::find(&*tx, bid.subject).await?.ok_or(Refusal::NotFound)?;
        let key = self.key_of_bid(&tx, &subject, &bid).await?;
        let digest = sound(slip, &key, &place(lot, &subject, room.round))?.digest().to_string();
        let slip = serde_json::to_string(slip).map_err(Error::internal)?;
        quotes::insert(&*tx, &Quote { bid: bid.id, round: room.round, at: now, slip, opened: None }).await?;
        let event = Event::Round(RoundEvent::Quoted { bid: bid.id, digest });
        self.happen(&tx, &Actor::of(caller), lot, room, now, event).await?;
        tx.commit().await?;
        self.ring(lot).await;
        self.look_at_clock(lot).await
    }

    /// The key and the price: known to nobody before the read-out.
    ///
    /// # Errors
    /// `KeyDoesNotOpen`; `StoredDiffers` when no key could.
    pub(crate) async fn open_quote(&self, bid: &Bid, room: &Room, keys: &[PartKey]) -> Result<(String, Fen), Error> {
        let part = quote::part(room.round);
        let wrong = || Refusal::KeyDoesNotOpen { part: part.clone() };
        let differs = || Refusal::StoredDiffers { part: part.clone() };
        let (context, pieces) = self.stored_quote(bid, room).await?.ok_or_else(differs)?;
        let given = keys.iter().find(|key| key.part == part).ok_or_else(wrong)?;
        let key = FileKey::from_hex(&given.key).map_err(|_| wrong())?;
        let text = open_pieces(pieces.iter().map(Vec::as_slice), &key, &context).map_err(|_| wrong())?;
        let Quotation { price } = serde_json::from_slice(&text).map_err(|_| wrong())?;
        if price.get() > 0 { Ok((given.key.clone(), price)) } else { Err(wrong().into()) }
    }

    /// Whether what is stored of a quotation is what was handed in and told.
    pub(crate) async fn quote_is_as_told(&self, bid: &Bid, room: &Room) -> Result<bool, Error> {
        Ok(self.stored_quote(bid, room).await?.is_some())
    }

    /// `None` when it is not what was told in the room.
    async fn stored_quote(&self, bid: &Bid, room: &Room) -> Result<Option<(Context, Vec<Vec<u8>>)>, Error> {
        let Some(told) = room.quote(bid.id) else { return Ok(None) };
        let context = place(bid.lot, &self.subject(bid.subject).await?, room.round);
        let slip = quotes::find(self.0.store.read(), bid.id, room.round).await?;
        let slip = slip.and_then(|quote| serde_json::from_str::<Slip>(&quote.slip).ok());
        let whole = slip.and_then(|slip| slip.read(&context).ok());
        Ok(whole
            .filter(|(manifest, _)| manifest.digest().to_string() == told.digest)
            .map(|(_, pieces)| (context, pieces)))
    }

    /// A piece of a quotation, for its owner alone.
    pub(crate) async fn quote_piece(&self, bid: BidId, round: u32, number: u32) -> Result<Vec<u8>, Error> {
        let quote = quotes::find(self.0.store.read(), bid, round).await?.ok_or(Refusal::NotFound)?;
        let slip: Slip = serde_json::from_str(&quote.slip).map_err(Error::internal)?;
        let pieces = slip.pieces().map_err(Error::internal)?;
        Ok(pieces.into_iter().nth(number as usize).ok_or(Refusal::NotFound)?)
    }
}

pub async fn keep_opened(tx: &Tx, bid: BidId, round: u32, opened: (String, Fen)) -> Result<(), Error> {
    let quote = Quote { opened: Some(opened), ..kept(tx, bid, round).await? };
    Ok(quotes::update(&**tx, &quote).await?)
}

/// All prices of the round, in the order of the bids.
pub async fn read_out(tx: &Tx, room: &Room, terms: &Terms) -> Result<Event, Error> {
    let mut quotes = Vec::new();
    for row in &room.rows {
        let decrypted = room.quote(row.bid).is_some_and(|quote| quote.decrypted.is_some());
        let (Some(last), true) = (row.price(), decrypted) else { continue };
        let (key, price) = kept(tx, row.bid, room.round).await?.opened.ok_or_else(|| lost(row.bid))?;
        quotes.push(Quoted { bid: row.bid, price, key, above: Quotation { price }.above(terms, last) });
    }
    Ok(Event::Round(RoundEvent::ReadOut { round: room.round, quotes }))
}

async fn kept(tx: &Tx, bid: BidId, round: u32) -> Result<Quote, Error> {
    Ok(quotes::find(&**tx, bid, round).await?.ok_or_else(|| lost(bid))?)
}

fn lost(bid: BidId) -> StoreError {
    StoreError::Corrupt { table: "quotes", column: "price", row: bid.to_string() }
}

fn place(lot: LotId, subject: &Subject, round: u32) -> Context {
    let (lot, bidder) = (lot.to_string(), subject.registration.code.to_string());
    Context { lot, bidder, part: quote::part(round) }
}

/// Whole, for this place, of the one length that there is, and signed by the key that signed the bid.
fn sound(slip: &Slip, key: &PublicKey, place: &Context) -> Result<Manifest, Error> {
    let (manifest, _) = slip.read(place).map_err(|_| Refusal::NotSealed)?;
    if manifest.parts.iter().any(|line| line.size != quote::SIZE as u64) {
        return Err(Refusal::NotSealed.into());
    }
    let signature: Signature = slip.signature.parse().map_err(|_| Refusal::SignatureWrong)?;
    if key.verify(slip.manifest.as_bytes(), &signature) { Ok(manifest) } else { Err(Refusal::SignatureWrong.into()) }
}
