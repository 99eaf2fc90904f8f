//! The receipt (回执): the platform's signed word that a bid arrived, what it
//! consisted of and when.

use std::fmt::Write;

use rand_core::CryptoRng;
use seal::text::quote;
use seal::{Digest, PartLine, PublicKey, SecretKey, Signature};
use serde::{Deserialize, Serialize};

const VERSION: &str = "kaibiao-receipt/2";

/// What a receipt states.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptFacts {
    /// Id of the lot.
    pub lot: String,
    pub lot_title: String,
    /// Credit code.
    pub bidder: String,
    pub bidder_name: String,
    /// Id of the bid.
    pub bid: String,
    /// SM3 of the manifest's canonical text.
    pub manifest_digest: Digest,
    /// In the order of the manifest.
    pub parts: Vec<ReceiptPart>,
    /// The server's clock, milliseconds since 1970-01-01 UTC.
    pub committed_at: i64,
    /// Number of the journal entry.
    pub seq: u64,
    /// [`crate::commit`] over the journal entry.
    pub entry_commitment: Digest,
}

/// One part as the receipt states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptPart {
    pub part: String,
    /// Bytes of plaintext.
    pub size: u64,
    pub digest: Digest,
}

impl From<&PartLine> for ReceiptPart {
    fn from(line: &PartLine) -> Self {
        let PartLine { part, size, digest, .. } = line.clone();
        Self { part, size, digest }
    }
}

/// A signed receipt; as JSON one flat object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    #[serde(flatten)]
    pub facts: ReceiptFacts,
    pub platform_key: PublicKey,
    /// SM2 over [`Receipt::to_text`].
    pub signature: Signature,
}

/// A receipt does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// It is signed by another platform than the one asked about.
    #[error("another platform's receipt")]
    OtherPlatform,
    /// The signature is not the platform's, or something was changed.
    #[error("the signature does not hold")]
    BadSignature,
}

impl Receipt {
    /// Signs a receipt with the platform's key.
    pub fn issue<R: CryptoRng + ?Sized>(facts: ReceiptFacts, platform: &SecretKey, rng: &mut R) -> Self {
        let platform_key = platform.public_key();
        let signature = platform.sign(text(&facts, &platform_key).as_bytes(), rng);
        Self { facts, platform_key, signature }
    }

    /// Checks the signature against the key that the receipt itself names.
    ///
    /// # Errors
    /// [`ReceiptError::BadSignature`].
    pub fn verify(&self) -> Result<(), ReceiptError> {
        let holds = self.platform_key.verify(self.to_text().as_bytes(), &self.signature);
        if holds { Ok(()) } else { Err(ReceiptError::BadSignature) }
    }

    /// The same, and that the key is the one this platform publishes.
    ///
    /// # Errors
    /// Both [`ReceiptError`]s.
    pub fn verify_by(&self, platform: &PublicKey) -> Result<(), ReceiptError> {
        if self.platform_key != *platform {
            return Err(ReceiptError::OtherPlatform);
        }
        self.verify()
    }

    /// The canonical text, the message that is signed.
    pub fn to_text(&self) -> String {
        text(&self.facts, &self.platform_key)
    }
}

/// Every text stands between quotation marks, so that no value can forge a line.
fn text(facts: &ReceiptFacts, platform: &PublicKey) -> String {
    let mut text = format!("{VERSION}\n");
    let mut line = |name: &str, value: String| writeln!(text, "{name} {value}").expect("a string takes all");
    line("lot", quote(&facts.lot));
    line("lot-title", quote(&facts.lot_title));
    line("bidder", quote(&facts.bidder));
    line("bidder-name", quote(&facts.bidder_name));
    line("bid", quote(&facts.bid));
    line("manifest", facts.manifest_digest.to_string());
    for ReceiptPart { part, size, digest } in &facts.parts {
        line("part", format!("{} {size} {digest}", quote(part)));
    }
    line("committed-at", facts.committed_at.to_string());
    line("seq", facts.seq.to_string());
    line("entry", facts.entry_commitment.to_string());
    line("platform", platform.to_string());
    text
}

#[cfg(test)]
mod tests;
