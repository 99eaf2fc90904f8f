//! Committing a bid: everything is there, nothing differs, the deadline has not come, and the receipt is issued.
//!
//! The order tells what a crash means. Pieces are durable before their rows are; rows are checked, the state changes
//! and the journal entry is written in one transaction. Killed before its end, the bid is uploading as before and the
//! bidder, who has no receipt, commits again; killed after it, the bid is committed and the receipt is on its page.

use domain::bid::{is_part_name, required_parts};
use domain::journal::Act;
use domain::rights::Caller;
use domain::view::MyBid;
use domain::{BidId, LotId, Refusal};
use ledger::{Receipt, ReceiptFacts};
use seal::{Context, Digest, Header, Manifest, PartLine, PublicKey, Signature};
use store::bids::{self, Bid};
use store::subjects::Subject;
use store::{Tx, lots, pieces};

use crate::journal::{Actor, Note, Written};
use crate::lots::my_bid;
use crate::{Error, Office};

impl Office {
    /// Commits the uploaded parts that the manifest lists, and issues the receipt.
    ///
    /// # Errors
    /// `NotSealed`, `PartMissing`, `DigestDiffers`, `SignatureWrong`, `AlreadyCommitted`, `DeadlinePassed` with how
    /// late it was, and what forbids bidding at all.
    pub async fn commit_bid(
        &self,
        caller: &Caller,
        bid: BidId,
        manifest: &str,
        signature: &str,
    ) -> Result<MyBid, Error> {
        let bid = self.own_bid(caller, bid).await?;
        let manifest = Manifest::parse(manifest).map_err(|_| Refusal::NotSealed)?;
        let signature: Signature = signature.parse().map_err(|_| Refusal::SignatureWrong)?;
        complete(&manifest, bid.lot)?;
        self.headers_fit(bid.id, &manifest).await?;

        let tx = self.0.store.write().await?;
        // Read inside the transaction: writers queue, and time spent in the queue counts.
        let now = self.now();
        let lot = lots::find(&*tx, bid.lot).await?.ok_or(Refusal::NotFound)?;
        let subject = self.may_bid(&tx, bid.subject, &lot.terms, now).await?;
        let mut bid = bids::find(&*tx, bid.id).await?.ok_or(Refusal::NotFound)?;
        bid.state = bid.state.commit(lot.terms.deadline, now)?;
        signed_by(&subject, &manifest, &signature)?;
        for line in &manifest.parts {
            part_arrived(&tx, bid.id, line).await?;
        }
        let digest = manifest.digest();
        let note = Note {
            act: Act::BidCommitted,
            lot: Some(lot.id),
            subject: bid.id.to_string(),
            payload: &digest.to_string(),
        };
        let written = self.note(&tx, &Actor::of(caller), now, note).await?;
        let receipt = self.receipt(&lot, &subject, &bid, &manifest, now.millis(), &written);
        bid.manifest = Some(manifest.to_text());
        bid.signature = Some(signature.to_string());
        bid.receipt = Some(serde_json::to_string(&receipt).map_err(Error::internal)?);
        bids::update(&*tx, &bid, now).await?;
        tx.commit().await?;
        Ok(my_bid(bid)?)
    }

    /// Each part begins with a header that was made for this bid and carries the commitment that the manifest names.
    async fn headers_fit(&self, bid: BidId, manifest: &Manifest) -> Result<(), Error> {
        for line in &manifest.parts {
            let missing = || Refusal::PartMissing { part: line.part.clone() };
            let first = pieces::find(self.0.store.read(), bid, &line.part, 0).await?.ok_or_else(missing)?;
            let bytes = self.stored(bid, &line.part, &first).await?.ok_or_else(missing)?;
            let header = Header::parse(&bytes).map_err(|_| Refusal::NotSealed)?;
            if !header.is_for(&context(manifest, &line.part)) || header.commitment() != line.commitment {
                return Err(Refusal::NotSealed.into());
            }
        }
        Ok(())
    }

    fn receipt(
        &self,
        lot: &lots::Lot,
        subject: &Subject,
        bid: &Bid,
        manifest: &Manifest,
        committed_at: i64,
        written: &Written,
    ) -> Receipt {
        let facts = ReceiptFacts {
            lot: lot.id.to_string(),
            lot_title: lot.terms.title.clone(),
            bidder: subject.registration.code.to_string(),
            bidder_name: subject.registration.name.clone(),
            bid: bid.id.to_string(),
            manifest_digest: manifest.digest(),
            parts: manifest.parts.iter().map(Into::into).collect(),
            committed_at,
            seq: written.seq,
            entry_commitment: written.commitment,
        };
        Receipt::issue(facts, &self.0.platform, &mut self.0.chance.fork())
    }
}

/// What a part was sealed for.
pub fn context(manifest: &Manifest, part: &str) -> Context {
    Context { lot: manifest.lot.clone(), bidder: manifest.bidder.clone(), part: part.to_owned() }
}

fn complete(manifest: &Manifest, lot: LotId) -> Result<(), Refusal> {
    if manifest.lot != lot.to_string() || manifest.parts.iter().any(|line| !is_part_name(&line.part)) {
        return Err(Refusal::NotSealed);
    }
    for part in required_parts() {
        if !manifest.parts.iter().any(|line| line.part == part) {
            return Err(Refusal::PartMissing { part });
        }
    }
    Ok(())
}

fn signed_by(subject: &Subject, manifest: &Manifest, signature: &Signature) -> Result<(), Refusal> {
    let code = subject.registration.code.as_str();
    let own = manifest.bidder == code && key_of(subject)?.verify(manifest.to_text().as_bytes(), signature);
    if own { Ok(()) } else { Err(Refusal::SignatureWrong) }
}

/// The key that the subject has registered.
pub fn key_of(subject: &Subject) -> Result<PublicKey, Refusal> {
    subject.public_key.as_deref().and_then(|key| key.parse().ok()).ok_or(Refusal::NoKey)
}

/// All pieces are noted, in order, and their digests are the part's.
async fn part_arrived(tx: &Tx, bid: BidId, line: &PartLine) -> Result<(), Error> {
    let part = || line.part.clone();
    let received = pieces::of_part(&**tx, bid, &line.part).await?;
    // A bid that was sealed again with fewer pieces leaves old ones behind; they are not listed and do not count.
    let listed = received.get(..line.pieces as usize).ok_or_else(|| Refusal::PartMissing { part: part() })?;
    if listed.iter().zip(0..).any(|(piece, number)| piece.number != number) {
        return Err(Refusal::PartMissing { part: part() }.into());
    }
    let digests: Option<Vec<Digest>> = listed.iter().map(|piece| piece.digest.parse().ok()).collect();
    match digests {
        Some(digests) if Digest::of_pieces(&digests) == line.digest => Ok(()),
        _ => Err(Refusal::DigestDiffers { part: part() }.into()),
    }
}
