//! The platform's signature over an opening record (开标记录): its word that this
//! document, byte for byte, is the record of that opening.

use std::fmt::Write;

use rand_core::CryptoRng;
use seal::text::quote;
use seal::{Digest, PublicKey, SecretKey, Signature};
use serde::{Deserialize, Serialize};

/// The first line. A receipt begins with another, so neither can be taken for the other.
const VERSION: &str = "kaibiao-record/1";

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordFacts {
    /// Id of the lot.
    pub lot: String,
    pub lot_title: String,
    /// When the opening ended, milliseconds since 1970-01-01 UTC on the server's clock.
    pub closed_at: i64,
    /// Number of the journal entry that ended it.
    pub seq: u64,
    /// [`crate::commit`] over that entry.
    pub entry_commitment: Digest,
    /// SM3 of the document.
    pub document: Digest,
}

/// The signature with what it is over; as JSON one flat object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedRecord {
    #[serde(flatten)]
    pub facts: RecordFacts,
    pub platform_key: PublicKey,
    /// SM2 over [`SignedRecord::to_text`].
    pub signature: Signature,
}

/// A record does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// It is signed by another platform than the one asked about.
    #[error("another platform's record")]
    OtherPlatform,
    /// The signature is over other bytes.
    #[error("another document than the one that was signed")]
    OtherDocument,
    /// The signature is not the platform's, or something was changed.
    #[error("the signature does not hold")]
    BadSignature,
}

impl SignedRecord {
    /// Signs with the platform's key.
    pub fn issue<R: CryptoRng + ?Sized>(facts: RecordFacts, platform: &SecretKey, rng: &mut R) -> Self {
        let platform_key = platform.public_key();
        let signature = platform.sign(text(&facts, &platform_key).as_bytes(), rng);
        Self { facts, platform_key, signature }
    }

    /// Checks that `platform` signed this very document.
    ///
    /// # Errors
    /// Every [`RecordError`].
    pub fn verify_by(&self, platform: &PublicKey, document: &[u8]) -> Result<(), RecordError> {
        if self.platform_key != *platform {
            return Err(RecordError::OtherPlatform);
        }
        if !platform.verify(self.to_text().as_bytes(), &self.signature) {
            return Err(RecordError::BadSignature);
        }
        if Digest::of(document) != self.facts.document {
            return Err(RecordError::OtherDocument);
        }
        Ok(())
    }

    /// The canonical text, the message that is signed.
    pub fn to_text(&self) -> String {
        text(&self.facts, &self.platform_key)
    }
}

fn text(facts: &RecordFacts, platform: &PublicKey) -> String {
    let mut text = format!("{VERSION}\n");
    let mut line = |name: &str, value: String| writeln!(text, "{name} {value}").expect("a string takes all");
    line("lot", quote(&facts.lot));
    line("lot-title", quote(&facts.lot_title));
    line("closed-at", facts.closed_at.to_string());
    line("seq", facts.seq.to_string());
    line("entry", facts.entry_commitment.to_string());
    line("document", facts.document.to_string());
    line("platform", platform.to_string());
    text
}

#[cfg(test)]
mod tests;
