//! Committing a bid: everything is there, nothing differs, the deadline has not come, and the receipt is issued.
//!
//! The order tells what a crash means. Pieces are durable before their rows are. What does not change while a bid waits
//! is checked first ([`Checked`]); then, in one transaction that it may share with others ([`crate::desk`]), what may
//! have changed is compared, the state changes and the journal entry is written. Killed before its end, the bid is
//! uploading as before and the bidder, who has no receipt, commits again; killed after it, the bid is committed and the
//! receipt is on its page.

use domain::bid::{FORM, GUARANTEE, MOST_READ_OUT, is_part_name, required_parts};
use domain::certificate::CertificateFault;
use domain::journal::Act;
use domain::rights::{Caller, Right};
use domain::view::MyBid;
use domain::{BidId, LotId, Refusal, Timestamp};
use ledger::{Receipt, ReceiptFacts};
use seal::{Context, Digest, Header, Manifest, PartLine, PublicKey, Signature};
use store::bids::{self, Bid};
use store::pieces::{self, Piece};
use store::subjects::Subject;
use store::{Tx, journal, lots};

use crate::bids::may_bid;
use crate::facts::Facts;
use crate::journal::{Actor, Note, Written};
use crate::keys::{self, key_of};
use crate::lots::my_bid;
use crate::{Error, Office};

/// A bid that its bidder has signed and whose parts are all there. What else it needs, only the moment of the commit
/// can tell.
pub struct Checked {
    caller: Caller,
    /// As it was then.
    pub bid: Bid,
    manifest: Manifest,
    signature: Signature,
    /// The signature holds under this key.
    key: PublicKey,
    /// When the key's certificate ends, if it has one.
    until: Option<Timestamp>,
    /// All that was there, with digests and headers checked where the manifest lists them.
    pieces: Vec<(String, Piece)>,
}

impl Office {
    /// Commits the uploaded parts that the manifest lists, and issues the receipt.
    ///
    /// # Errors
    /// `NotSealed`, `TooLarge` for what would be read out, `PartMissing`, `DigestDiffers`, `SignatureWrong`, `KeyReplaced`, `AlreadyCommitted`, `DeadlinePassed`
    /// with how late it was, and what forbids bidding at all.
    pub async fn commit_bid(
        &self,
        caller: &Caller,
        bid: BidId,
        manifest: &str,
        signature: &str,
    ) -> Result<MyBid, Error> {
        let bid = self.own_bid(caller, bid, Right::Bid).await?;
        let manifest = Manifest::parse(manifest).map_err(|_| Refusal::NotSealed)?;
        let signature: Signature = signature.parse().map_err(|_| Refusal::SignatureWrong)?;
        complete(&manifest, bid.lot)?;
        let pieces = pieces::of_bid(self.0.store.read(), bid.id).await?;
        self.headers_fit(bid.id, &manifest, &pieces).await?;
        for line in &manifest.parts {
            part_arrived(&pieces, line)?;
        }
        let key = self.signed_by(&self.subject(bid.subject).await?, &manifest, &signature).await?;
        let until = self.key_until(bid.subject, &key, self.now()).await?;
        self.hand_in(Checked { caller: caller.clone(), bid, manifest, signature, key, until, pieces }).await
    }

    /// Commits a checked bid in a transaction. Whatever refuses does so before anything is written, so that the
    /// transaction goes on without it.
    pub(crate) async fn commit_checked(&self, tx: &Tx, facts: &Facts, checked: &Checked) -> Result<MyBid, Error> {
        let Checked { caller, manifest, signature, .. } = checked;
        // Read inside the transaction: writers queue, and time spent in the queue counts.
        let now = self.now();
        let mut bid = facts.bid(checked.bid.id)?.clone();
        let (lot, subject) = (facts.lot(bid.lot)?, facts.subject(bid.subject)?);
        may_bid(subject, facts.credit(subject.id), lot, now)?;
        bid.state = bid.state.commit(lot.terms.deadline, now)?;
        if key_of(subject)? != checked.key {
            let registered =
                journal::about(&**tx, subject.registration.code.as_str(), Act::KeyRegistered.name()).await?;
            return Err(keys::unfit(&registered, |key| *key == checked.key)?.into());
        }
        if checked.until.is_some_and(|until| until < now) {
            return Err(Refusal::Certificate { fault: CertificateFault::NotValid }.into());
        }
        if facts.pieces(bid.id) != checked.pieces {
            return Err(Refusal::MovedOn.into());
        }
        let digest = manifest.digest();
        let note = Note {
            act: Act::BidCommitted,
            lot: Some(lot.id),
            subject: bid.id.to_string(),
            payload: &digest.to_string(),
        };
        let written = self.note(tx, &Actor::of(caller), now, note).await?;
        let receipt = self.receipt(lot, subject, &bid, manifest, now.millis(), &written);
        bid.manifest = Some(manifest.to_text());
        bid.signature = Some(signature.to_string());
        bid.receipt = Some(serde_json::to_string(&receipt).map_err(Error::internal)?);
        bids::update(&**tx, &bid, now).await?;
        Ok(my_bid(bid)?)
    }

    /// Each part begins with a header that was made for this bid and carries the commitment that the manifest names.
    async fn headers_fit(&self, bid: BidId, manifest: &Manifest, pieces: &[(String, Piece)]) -> Result<(), Error> {
        for line in &manifest.parts {
            let missing = || Refusal::PartMissing { part: line.part.clone() };
            let first = of_part(pieces, &line.part).find(|piece| piece.number == 0).ok_or_else(missing)?;
            let bytes = self.stored(bid, &line.part, first).await?.ok_or_else(missing)?;
            let header = Header::parse(&bytes).map_err(|_| Refusal::NotSealed)?;
            if !header.is_for(&context(manifest, &line.part)) || header.commitment() != line.commitment {
                return Err(Refusal::NotSealed.into());
            }
        }
        Ok(())
    }

    /// The subject's key, by which the manifest is signed.
    async fn signed_by(&self, subject: &Subject, text: &Manifest, signature: &Signature) -> Result<PublicKey, Error> {
        let (key, text, bidder) = (key_of(subject)?, text.to_text(), &text.bidder);
        let holds =
            |key: &PublicKey| bidder == subject.registration.code.as_str() && key.verify(text.as_bytes(), signature);
        if holds(&key) {
            return Ok(key);
        }
        let code = subject.registration.code.as_str();
        let registered = journal::about(self.0.store.read(), code, Act::KeyRegistered.name()).await?;
        Err(keys::unfit(&registered, holds)?.into())
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
    let is_read_out = |line: &&PartLine| matches!(line.part.as_str(), FORM | GUARANTEE);
    if manifest.parts.iter().filter(is_read_out).any(|line| line.size > MOST_READ_OUT) {
        return Err(Refusal::TooLarge);
    }
    for part in required_parts() {
        if !manifest.parts.iter().any(|line| line.part == part) {
            return Err(Refusal::PartMissing { part });
        }
    }
    Ok(())
}

fn of_part<'a>(pieces: &'a [(String, Piece)], part: &str) -> impl Iterator<Item = &'a Piece> {
    pieces.iter().filter(move |(of, _)| of == part).map(|(_, piece)| piece)
}

/// All pieces are noted, in order, and their digests are the part's.
fn part_arrived(pieces: &[(String, Piece)], line: &PartLine) -> Result<(), Refusal> {
    // A bid that was sealed again with fewer pieces leaves old ones behind; they are not listed and do not count.
    let listed: Vec<&Piece> = of_part(pieces, &line.part).take(line.pieces as usize).collect();
    let all = listed.len() == line.pieces as usize && listed.iter().zip(0..).all(|(piece, at)| piece.number == at);
    if !all {
        return Err(Refusal::PartMissing { part: line.part.clone() });
    }
    let digests: Option<Vec<Digest>> = listed.iter().map(|piece| piece.digest.parse().ok()).collect();
    match digests {
        Some(digests) if Digest::of_pieces(&digests) == line.digest => Ok(()),
        _ => Err(Refusal::DigestDiffers { part: line.part.clone() }),
    }
}
