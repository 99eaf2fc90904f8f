//! The key of one part, and everything that is derived from it.

use std::fmt;
use std::str::FromStr;

use hkdf::Hkdf;
use rand_core::CryptoRng;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sm3::Sm3;
use zeroize::Zeroizing;

use crate::digest::Digest;
use crate::text::{self, Malformed};

/// The random 32 bytes that a part is sealed with. Whoever holds them reads the
/// part. Wiped when dropped and never shown, except by [`FileKey::to_hex`].
#[derive(Clone)]
pub struct FileKey(Zeroizing<[u8; 32]>);

impl FileKey {
    pub(crate) fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        let mut bytes = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut bytes[..]);
        Self(bytes)
    }

    pub(crate) fn from_slice(bytes: &[u8]) -> Result<Self, Malformed> {
        let bytes = <[u8; 32]>::try_from(bytes).map_err(|_| Malformed)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// 64 hexadecimal digits, as a bidder releases the key at the opening.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(&self.0[..]))
    }

    /// # Errors
    /// The text is not 64 lower-case hexadecimal digits.
    pub fn from_hex(text: &str) -> Result<Self, Malformed> {
        text::from_hex(text).map(|bytes| Self(Zeroizing::new(bytes)))
    }
}

impl fmt::Debug for FileKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FileKey(…)")
    }
}

impl FromStr for FileKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::from_hex(text)
    }
}

impl Serialize for FileKey {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.to_hex())
    }
}

impl<'de> Deserialize<'de> for FileKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        Self::from_hex(&text).map_err(serde::de::Error::custom)
    }
}

/// HKDF-SM3 over a file key: four keys that differ by label, all bound to the
/// context.
pub(crate) struct Schedule {
    hkdf: Hkdf<Sm3>,
    context: Digest,
}

impl Schedule {
    pub(crate) fn new(key: &FileKey, context: Digest) -> Self {
        Self { hkdf: Hkdf::new(Some(b"kaibiao-seal/1"), key.bytes()), context }
    }

    /// What the header shows of the key. Another key with the same commitment
    /// would be a collision of SM3.
    pub(crate) fn commitment(&self) -> Digest {
        Digest(*self.derive("commitment"))
    }

    pub(crate) fn header_mac(&self) -> Zeroizing<[u8; 32]> {
        self.derive("header mac")
    }

    pub(crate) fn chunk_cipher(&self) -> Zeroizing<[u8; 16]> {
        self.derive("chunk cipher")
    }

    pub(crate) fn chunk_mac(&self) -> Zeroizing<[u8; 32]> {
        self.derive("chunk mac")
    }

    fn derive<const N: usize>(&self, label: &str) -> Zeroizing<[u8; N]> {
        let mut key = Zeroizing::new([0; N]);
        self.hkdf
            .expand_multi_info(&[label.as_bytes(), &self.context.0], &mut key[..])
            .expect("at most 32 bytes are asked for");
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_key_shows_itself_only_as_asked() {
        let key = FileKey::from_hex(&"5a".repeat(32)).unwrap();
        assert_eq!(format!("{key:?}"), "FileKey(…)");
        assert_eq!(*key.to_hex(), "5a".repeat(32));
        let json = serde_json::to_string(&key).unwrap();
        assert_eq!(*serde_json::from_str::<FileKey>(&json).unwrap().to_hex(), *key.to_hex());
    }

    #[test]
    fn every_derived_key_depends_on_label_and_context() {
        let key = FileKey::from_hex(&"5a".repeat(32)).unwrap();
        let here = Schedule::new(&key, Digest::of(b"here"));
        let there = Schedule::new(&key, Digest::of(b"there"));
        assert_ne!(*here.header_mac(), *here.chunk_mac());
        assert_ne!(here.commitment().0, *here.header_mac());
        assert_ne!(here.commitment(), there.commitment());
        assert_ne!(*here.chunk_cipher(), *there.chunk_cipher());
    }
}
