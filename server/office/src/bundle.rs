//! The opening bundle (开标证据包) of an opening that is over: put together once, when somebody first asks for it, and kept,
//! because nothing of it may change afterwards.

use ::bundle::{Content, Given, Opened, SealedBid, SealedQuote, Told, check, issue};
use bytes::Bytes;
use domain::bid::{FORM, GUARANTEE};
use domain::floor::told;
use domain::journal::Act;
use domain::record::Record;
use domain::room::Row;
use domain::{BidId, LotId, Refusal, quote};
use ledger::SignedRecord;
use seal::{PublicKey, Signature, Slip};
use store::bids::{self, Bid};
use store::{StoreError, journal, quotes};
use tokio::task::spawn_blocking;

use crate::keys::{key_of, signed_with};
use crate::opened::manifest_of;
use crate::{Error, Office};

/// The name under which it is kept.
const BUNDLE: &str = "bundle.json";

impl Office {
    /// The bundle of an opening.
    ///
    /// # Errors
    /// `NotFound` until the opening is over, and when its sealed bytes are gone, as those of a practice opening are.
    pub async fn bundle(&self, lot: LotId) -> Result<Bytes, Error> {
        if let Some(bundle) = self.0.blobs.get_paper(lot, BUNDLE).await? {
            return Ok(bundle);
        }
        let record = self.record(lot).await?;
        let signed = self.signature(lot).await?;
        let _mine = self.2.turn().await;
        // Somebody may have had the turn before.
        if let Some(bundle) = self.0.blobs.get_paper(lot, BUNDLE).await? {
            return Ok(bundle);
        }
        let content = self.content(record, signed).await?;
        let (platform, mut chance) = (self.0.platform.clone(), self.0.chance.fork());
        let make = move || {
            let bundle = issue(&content, &platform, &mut chance);
            let report = check(bundle.as_bytes(), Given { key: Some(platform.public_key()), pdf: None });
            (Bytes::from(bundle), report)
        };
        let (bundle, report) = spawn_blocking(make).await.map_err(Error::internal)?;
        if !report.holds() {
            // Published all the same: whoever checks it is to see that.
            tracing::error!(%lot, checks = ?report.checks, "the bundle of an opening does not hold");
        }
        self.0.blobs.put_paper(lot, BUNDLE, bundle.clone()).await?;
        Ok(bundle)
    }

    /// Its size in bytes; `None` where there is none. Whoever reads the record is not troubled by what is wrong with it.
    pub async fn bundle_size(&self, lot: LotId) -> Option<u64> {
        if let Ok(Some(size)) = self.0.blobs.paper_size(lot, BUNDLE).await {
            return Some(size);
        }
        match self.bundle(lot).await {
            Ok(bundle) => Some(bundle.len() as u64),
            Err(Error::Refused(_)) => None,
            Err(trouble) => {
                tracing::error!(%lot, error = %trouble, "there is no bundle of an opening");
                None
            }
        }
    }

    /// The platform's signature over the printed record, where records are printed.
    async fn signature(&self, lot: LotId) -> Result<Option<SignedRecord>, Error> {
        if !self.prints() {
            return Ok(None);
        }
        let printed = self.printed_record(lot).await?;
        serde_json::from_slice(&printed.signature).map(Some).map_err(Error::internal)
    }

    async fn content(&self, record: Record, signed: Option<SignedRecord>) -> Result<Content, Error> {
        let Record { lot, terms, room, .. } = record;
        let (entries, commitments): (Vec<_>, Vec<_>) =
            journal::room_with_commitments(self.0.store.read(), lot).await?.into_iter().unzip();
        let entries = told(entries).into_iter().zip(commitments).map(|(entry, commitment)| {
            let commitment = commitment.parse().map_err(Error::internal)?;
            Ok(Told { seq: entry.seq, at: entry.at, event: entry.event, commitment })
        });
        let entries = entries.collect::<Result<_, Error>>()?;
        let mut sealed = Vec::with_capacity(room.rows.len());
        for row in &room.rows {
            let bid = bids::find(self.0.store.read(), row.bid).await?.ok_or(Refusal::NotFound)?;
            sealed.push(self.sealed_bid(&bid, row).await?);
        }
        Ok(Content { lot, terms, entries, bids: sealed, record: signed })
    }

    async fn sealed_bid(&self, bid: &Bid, row: &Row) -> Result<SealedBid, Error> {
        let corrupt = |column| StoreError::Corrupt { table: "bids", column, row: bid.id.to_string() };
        let manifest = manifest_of(bid)?.to_text();
        let signature: Option<Signature> = bid.signature.as_deref().and_then(|text| text.parse().ok());
        let signature = signature.ok_or_else(|| corrupt("signature"))?;
        let receipt = bid.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
        let holds = |key: &PublicKey| key.verify(manifest.as_bytes(), &signature);
        let key = self.signed_with(bid, row, holds).await?.ok_or_else(|| corrupt("signature"))?;
        let opened = if row.line.is_some() { self.opened_parts(bid).await? } else { Vec::new() };
        let mut quotes = Vec::with_capacity(row.quotes.len());
        for (round, quote) in (1..).zip(&row.quotes) {
            quotes.push(self.sealed_quote(bid.id, round, quote.price.is_some()).await?);
        }
        Ok(SealedBid {
            bid: bid.id,
            manifest,
            signature,
            key,
            receipt: receipt.ok_or_else(|| corrupt("receipt"))?,
            opened,
            quotes,
        })
    }

    /// A quotation as it was handed in; its pieces and its key where it was read out.
    async fn sealed_quote(&self, bid: BidId, round: u32, read_out: bool) -> Result<SealedQuote, Error> {
        let corrupt = || StoreError::Corrupt { table: "quotes", column: "slip", row: bid.to_string() };
        let kept = quotes::find(self.0.store.read(), bid, round).await?.ok_or_else(corrupt)?;
        let slip: Slip = serde_json::from_str(&kept.slip).map_err(|_| corrupt())?;
        let pieces = slip.pieces().map_err(|_| corrupt())?;
        let opened = match (kept.opened.filter(|_| read_out), &pieces[..]) {
            (Some((key, _)), [header, chunk]) => Some(Opened {
                part: quote::part(round),
                key: key.parse().map_err(Error::internal)?,
                header: String::from_utf8_lossy(header).into_owned(),
                chunk: hex::encode(chunk),
            }),
            _ => None,
        };
        let signature = slip.signature.parse().map_err(|_| corrupt())?;
        Ok(SealedQuote { manifest: slip.manifest, signature, opened })
    }

    /// The bidder's key of that time: another may have been registered since.
    async fn signed_with(
        &self,
        bid: &Bid,
        row: &Row,
        holds: impl Fn(&PublicKey) -> bool,
    ) -> Result<Option<PublicKey>, Error> {
        let now = key_of(&self.subject(bid.subject).await?).ok().filter(&holds);
        if now.is_some() {
            return Ok(now);
        }
        let registered = journal::about(self.0.store.read(), row.code.as_str(), Act::KeyRegistered.name()).await?;
        Ok(signed_with(&registered, holds)?)
    }

    /// What was read out of a bid, as it lies there sealed, with the keys that its bidder released for it.
    async fn opened_parts(&self, bid: &Bid) -> Result<Vec<Opened>, Error> {
        let manifest = manifest_of(bid)?;
        let mut opened = Vec::with_capacity(2);
        for part in [FORM, GUARANTEE] {
            let line = manifest.parts.iter().find(|line| line.part == part).ok_or(Refusal::NotFound)?;
            let given = bid.keys.iter().find(|key| key.part == part).ok_or(Refusal::NotFound)?;
            let header = self.piece(bid.id, line, 0).await?.ok_or(Refusal::NotFound)?;
            let chunk = self.piece(bid.id, line, 1).await?.ok_or(Refusal::NotFound)?;
            opened.push(Opened {
                part: part.to_owned(),
                key: given.key.parse().map_err(Error::internal)?,
                header: String::from_utf8_lossy(&header).into_owned(),
                chunk: hex::encode(chunk),
            });
        }
        Ok(opened)
    }
}
