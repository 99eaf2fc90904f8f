//! SM3 digests (GB/T 32905-2016) and the one way this project hashes several
//! fields together.

use std::fmt;
use std::str::FromStr;

use ::sm3::{Digest as _, Sm3};

use crate::sm3;
use crate::text::{self, Malformed, serde_as_text};

/// An SM3 digest, 32 bytes; as text 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// SM3 of the bytes as they stand.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sm3::digest(bytes).into())
    }

    /// SM3 of each message. Several of one length take hardly longer than one.
    pub fn of_each(messages: &[&[u8]]) -> Vec<Self> {
        sm3::of_each(messages)
    }

    /// SM3 of each piece of `size` bytes that lie elsewhere: all of `piece` bytes, but the last may be shorter; of no bytes
    /// one that is empty. `read` fills its buffer with the bytes from a place on; little is held at once.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn of_each_in<E>(
        size: u64,
        piece: usize,
        read: impl FnMut(u64, &mut [u8]) -> Result<(), E>,
    ) -> Result<Vec<Self>, E> {
        sm3::of_each_in(size, piece, read)
    }

    /// SM3 of a list of fields: `domain` and then every field, each preceded by
    /// its length in bytes as a 64-bit big-endian number. No two lists share an
    /// encoding, and no two domains either.
    pub fn of_fields<'a>(domain: &str, fields: impl IntoIterator<Item = &'a [u8]>) -> Self {
        let mut hash = Sm3::new();
        add_field(&mut hash, domain.as_bytes());
        fields.into_iter().for_each(|field| add_field(&mut hash, field));
        Self(hash.finalize().into())
    }

    /// The digest of a part, from the digests of its pieces in order. Whoever
    /// checked each piece on arrival need not read them again.
    pub fn of_pieces(pieces: &[Digest]) -> Self {
        Self::of_fields("kaibiao-part/1", pieces.iter().map(|piece| &piece.0[..]))
    }
}

fn add_field(hash: &mut Sm3, field: &[u8]) {
    hash.update((field.len() as u64).to_be_bytes());
    hash.update(field);
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        text::from_hex(text).map(Self)
    }
}

serde_as_text!(Digest);

#[cfg(test)]
mod tests {
    use super::*;

    /// GB/T 32905-2016, annex A, examples 1 and 2.
    #[test]
    fn the_published_examples_of_sm3_hold() {
        assert_eq!(Digest::of(b"abc").to_string(), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
        assert_eq!(
            Digest::of("abcd".repeat(16).as_bytes()).to_string(),
            "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"
        );
    }

    #[test]
    fn moving_a_border_between_fields_changes_the_digest() {
        let of = |fields: &[&str]| Digest::of_fields("d", fields.iter().map(|f| f.as_bytes()));
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["abc"]), of(&["abc", ""]));
        assert_ne!(of(&[]), Digest::of_fields("e", []));
    }

    #[test]
    fn a_digest_survives_its_text_and_its_json() {
        let digest = Digest::of(b"");
        assert_eq!(digest.to_string().parse(), Ok(digest));
        let json = serde_json::to_string(&digest).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), digest);
        assert!(serde_json::from_str::<Digest>("\"abc\"").is_err());
    }
}
