//! What the journal shows of itself: the commitment to each entry, here, the
//! receipt that a bidder takes home, the signature over a published opening
//! record, and the drawing of coefficients. `FORMAT.md` describes every byte.

pub mod draw;
mod receipt;
mod record;

use std::fmt;
use std::str::FromStr;

use rand_core::CryptoRng;
use seal::{Digest, Malformed};
use serde::{Deserialize, Serialize};

pub use receipt::{Receipt, ReceiptError, ReceiptFacts, ReceiptPart};
pub use record::{RecordError, RecordFacts, SignedRecord};

/// What a journal entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EntryFacts<'a> {
    /// Its number in the journal.
    pub seq: u64,
    /// The server's clock, milliseconds since 1970-01-01 UTC.
    pub at: i64,
    /// Who acted.
    pub actor: &'a str,
    /// From which network address.
    pub address: &'a str,
    /// What was done.
    pub act: &'a str,
    /// To what.
    pub subject: &'a str,
    /// Details, JSON exactly as it is stored.
    pub payload: &'a str,
}

/// Commits to an entry without telling it: SM3 over salt and facts, each
/// preceded by its length. Whoever is later given salt and facts can check.
pub fn commit(entry: &EntryFacts<'_>, salt: &Salt) -> Digest {
    let (seq, at) = (entry.seq.to_be_bytes(), entry.at.to_be_bytes());
    let words = [entry.actor, entry.address, entry.act, entry.subject, entry.payload];
    let fields = [&salt.0[..], &seq, &at].into_iter().chain(words.iter().map(|word| word.as_bytes()));
    Digest::of_fields("kaibiao-entry/1", fields)
}

/// The salt of an entry's commitment: 32 random bytes, drawn for one entry. As long as they are kept back, nobody
/// can find out by guessing what an entry says. As text 64 hexadecimal digits.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Salt(pub [u8; 32]);

impl Salt {
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        let mut bytes = [0; 32];
        rng.fill_bytes(&mut bytes);
        Self(bytes)
    }
}

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

impl FromStr for Salt {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| Malformed)?;
        Ok(Self(bytes))
    }
}

impl From<Salt> for String {
    fn from(salt: Salt) -> Self {
        salt.to_string()
    }
}

impl TryFrom<String> for Salt {
    type Error = Malformed;

    fn try_from(text: String) -> Result<Self, Malformed> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY: EntryFacts<'static> = EntryFacts {
        seq: 7,
        at: 1_700_000_000_000,
        actor: "a",
        address: "192.0.2.1",
        act: "bid.committed",
        subject: "s",
        payload: "{}",
    };

    #[test]
    fn the_worked_example_of_the_format_holds() {
        let commitment = commit(&ENTRY, &Salt([0x5a; 32]));
        let format = include_str!("../FORMAT.md");
        assert!(format.contains(&format!("\n    {commitment}\n")), "{commitment}");
    }

    #[test]
    fn any_other_fact_or_salt_gives_another_commitment() {
        let salt = Salt([1; 32]);
        let others = [
            EntryFacts { seq: 8, ..ENTRY },
            EntryFacts { at: ENTRY.at + 1, ..ENTRY },
            EntryFacts { actor: "b", ..ENTRY },
            EntryFacts { address: "192.0.2.2", ..ENTRY },
            EntryFacts { act: "bid.withdrawn", ..ENTRY },
            EntryFacts { subject: "t", ..ENTRY },
            EntryFacts { payload: "{ }", ..ENTRY },
        ];
        for other in others {
            assert_ne!(commit(&other, &salt), commit(&ENTRY, &salt), "{other:?}");
        }
        assert_ne!(commit(&ENTRY, &Salt([2; 32])), commit(&ENTRY, &salt));
    }

    #[test]
    fn a_letter_moved_to_the_next_field_gives_another_commitment() {
        let salt = Salt([1; 32]);
        let (ab_c, a_bc) =
            (EntryFacts { act: "ab", subject: "c", ..ENTRY }, EntryFacts { act: "a", subject: "bc", ..ENTRY });
        assert_ne!(commit(&ab_c, &salt), commit(&a_bc, &salt));
    }
}
