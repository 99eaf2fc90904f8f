//! The keys under which personal entries lie: SM4 in Galois counter mode (GB/T 17964-2021; RFC 8998 uses the same in TLS),
//! over the engine of `seal`, which reads no tables. A nonce is 96 bits of chance, so that a key may encrypt some four
//! thousand million values (NIST SP 800-38D, 8.3); the place of a value is its associated data.
//!
//! They stand in a file, a line each: a short name and 32 hexadecimal digits. The first key encrypts, the others still open.

use aes_gcm::AesGcm;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use cipher::consts::U12;
use seal::Sm4;
use store::{Place, Vault};
use zeroize::Zeroizing;

use crate::Chance;

const NONCE: usize = 12;
/// Longest name of a key.
const LONGEST_NAME: usize = 16;

pub struct PersonalKeys {
    keys: Vec<(String, AesGcm<Sm4, U12>)>,
    chance: Chance,
}

/// What is wrong with a file of keys; its line is counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeysFault {
    #[error("there is no key in it")]
    NoKey,
    #[error("line {line} is not a name (letters, digits, hyphens; at most 16) and 32 hexadecimal digits")]
    NotAKey { line: usize },
    #[error("line {line} has the name of an earlier one")]
    Twice { line: usize },
}

impl PersonalKeys {
    /// Blank lines and those that begin with `#` are left out.
    ///
    /// # Errors
    /// The first fault.
    pub fn parse(text: &str, chance: Chance) -> Result<Self, KeysFault> {
        let mut keys: Vec<(String, AesGcm<Sm4, U12>)> = Vec::new();
        for (line, typed) in (1..).zip(text.lines()) {
            let typed = typed.trim();
            if typed.is_empty() || typed.starts_with('#') {
                continue;
            }
            let (name, key) = key_of(typed).ok_or(KeysFault::NotAKey { line })?;
            if keys.iter().any(|(known, _)| known == name) {
                return Err(KeysFault::Twice { line });
            }
            keys.push((name.to_owned(), key));
        }
        if keys.is_empty() { Err(KeysFault::NoKey) } else { Ok(Self { keys, chance }) }
    }

    /// A new key, as it stands in a file.
    #[must_use]
    pub fn fresh(chance: &Chance) -> Zeroizing<String> {
        let bits = Zeroizing::new(chance.secret());
        Zeroizing::new(format!("k{} {}\n", hex::encode(&bits[..4]), *Zeroizing::new(hex::encode(&bits[16..]))))
    }
}

fn key_of(line: &str) -> Option<(&str, AesGcm<Sm4, U12>)> {
    let (name, digits) = line.split_once(char::is_whitespace)?;
    let named = name.len() <= LONGEST_NAME && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let mut bytes = Zeroizing::new([0; 16]);
    hex::decode_to_slice(digits.trim(), &mut *bytes).ok()?;
    named.then(|| (name, AesGcm::new((&*bytes).into())))
}

impl Vault for PersonalKeys {
    fn keys(&self) -> Vec<&str> {
        self.keys.iter().map(|(name, _)| name.as_str()).collect()
    }

    /// Nonce, ciphertext, tag.
    fn seal(&self, place: Place<'_>, plain: &[u8]) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        nonce.copy_from_slice(&self.chance.bits().to_be_bytes()[..NONCE]);
        let aad = place.to_bytes();
        // `parse` takes no file without a key.
        let (_, key) = &self.keys[0];
        let sealed = key.encrypt(&nonce.into(), Payload { msg: plain, aad: &aad });
        let mut all = nonce.to_vec();
        all.extend(sealed.expect("what is kept in memory is shorter than 64 GiB"));
        all
    }

    fn open(&self, key: &str, place: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (_, key) = self.keys.iter().find(|(name, _)| name == key)?;
        let (nonce, msg) = sealed.split_at_checked(NONCE)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        key.decrypt(&nonce.into(), Payload { msg, aad: &place.to_bytes() }).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> PersonalKeys {
        PersonalKeys::parse(text, Chance::from_seed([5; 32])).unwrap()
    }

    const TWO: &str = "new 0123456789abcdeffedcba9876543210\n# the one before\nold 00112233445566778899aabbccddeeff\n";
    const HERE: Place<'_> = Place { table: "drafts", column: "form", row: "01k" };

    /// RFC 8998, appendix A.1.
    #[test]
    fn the_vector_of_the_standard() {
        let hex = |text: &str| hex::decode(text).unwrap();
        let (_, key) = key_of("k 0123456789ABCDEFFEDCBA9876543210").unwrap();
        let nonce: [u8; NONCE] = hex("00001234567800000000ABCD").try_into().unwrap();
        let aad = hex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2");
        let plain = hex("AAAAAAAAAAAAAAAABBBBBBBBBBBBBBBBCCCCCCCCCCCCCCCCDDDDDDDDDDDDDDDD\
             EEEEEEEEEEEEEEEEFFFFFFFFFFFFFFFFEEEEEEEEEEEEEEEEAAAAAAAAAAAAAAAA");
        let sealed = key.encrypt(&nonce.into(), Payload { msg: &plain, aad: &aad }).unwrap();
        let expected = hex("17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735\
             D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D\
             83DE3541E4C2B58177E065A9BF7B62EC");
        assert_eq!(sealed, expected);
    }

    #[test]
    fn a_file_that_is_no_file_of_keys_is_named() {
        let fault = |text: &str| PersonalKeys::parse(text, Chance::from_seed([5; 32])).err();
        assert_eq!(fault("# none\n\n"), Some(KeysFault::NoKey));
        assert_eq!(fault("a 00"), Some(KeysFault::NotAKey { line: 1 }));
        assert_eq!(fault(&format!("{TWO}a b c")), Some(KeysFault::NotAKey { line: 4 }));
        assert_eq!(fault(&format!("{TWO}old {}", "00".repeat(16))), Some(KeysFault::Twice { line: 4 }));
        let fresh = PersonalKeys::fresh(&Chance::from_seed([6; 32]));
        assert_eq!(keys(&fresh).keys().len(), 1);
    }

    #[test]
    fn the_first_key_seals_and_the_others_still_open() {
        let sealed = keys(TWO).seal(HERE, b"139");
        assert_eq!(keys(TWO).open("new", HERE, &sealed).unwrap(), b"139");
        assert_eq!(keys(TWO).open("old", HERE, &sealed), None);
        let before = keys("old 00112233445566778899aabbccddeeff").seal(HERE, b"138");
        assert_eq!(keys(TWO).open("old", HERE, &before).unwrap(), b"138");
        assert_eq!(keys("new 00112233445566778899aabbccddeeff").open("new", HERE, &sealed), None);
    }

    proptest! {
        /// What was sealed opens where it was sealed, and neither elsewhere nor with a byte changed or missing.
        #[test]
        fn a_value_opens_at_its_place_alone(
            plain in proptest::collection::vec(any::<u8>(), 0..300), row in "[0-9a-z]{1,26}", other in "[0-9a-z]{1,26}",
            at in any::<prop::sample::Index>(), bit in 0..8_u8,
        ) {
            let keys = keys(TWO);
            let place = Place { row: &row, ..HERE };
            let sealed = keys.seal(place, &plain);
            prop_assert_eq!(keys.open("new", place, &sealed), Some(plain));
            prop_assert_eq!(keys.open("new", Place { row: &other, ..HERE }, &sealed).is_some(), row == other);
            prop_assert_eq!(keys.open("new", Place { column: "words", ..place }, &sealed), None);
            prop_assert_eq!(keys.open("new", Place { table: "cases", ..place }, &sealed), None);
            prop_assert_eq!(keys.open("new", place, &sealed[..at.index(sealed.len())]), None);
            let mut altered = sealed.clone();
            altered[at.index(sealed.len())] ^= 1 << bit;
            prop_assert_eq!(keys.open("new", place, &altered), None);
            prop_assert_ne!(keys.seal(place, b"twice"), keys.seal(place, b"twice"));
        }
    }
}
