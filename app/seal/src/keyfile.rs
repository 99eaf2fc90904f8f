//! The key file: a bidder's SM2 secret key, locked with a passphrase by Argon2id
//! (RFC 9106), SM4 and HMAC-SM3. The public key stands in it in clear.

use argon2::{Algorithm, Argon2, Params, Version};
use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use sm3::Sm3;
use zeroize::Zeroizing;

use crate::key::{PublicKey, SecretKey};
use crate::sm4::Sm4;
use crate::text;

const VERSION: &str = "kaibiao-key/1";

/// Written into new files: 64 MiB, three passes (RFC 9106, section 4, second
/// choice, with one lane because browsers give a worker one).
const NEW: Cost = Cost { memory: 64 * 1024, passes: 3, lanes: 1 };

/// Why a key file does not unlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyFileError {
    /// The text is no key file, or one whose cost is out of bounds.
    #[error("not a key file")]
    NotAKeyFile,
    /// The passphrase is wrong, or the file was altered: one cannot be told from
    /// the other.
    #[error("wrong passphrase")]
    WrongPassphrase,
}

/// Locks a secret key with a passphrase (its UTF-8 bytes, as they are).
pub fn lock<R: CryptoRng + ?Sized>(secret: &SecretKey, passphrase: &str, rng: &mut R) -> String {
    let mut salt = [0; 32];
    rng.fill_bytes(&mut salt);
    let locks = Locks::derive(NEW, &salt, passphrase).expect("the cost is within bounds");
    let mut body = *secret.to_bytes();
    locks.apply_keystream(&mut body);
    let mut file = KeyFile { public: secret.public_key(), cost: NEW, salt, body, mac: [0; 32] };
    file.mac = locks.mac(&file.authentic_text()).finalize().into_bytes().into();
    format!("{}mac {}\n", file.authentic_text(), hex::encode(file.mac))
}

/// Unlocks a key file.
///
/// # Errors
/// [`KeyFileError`].
pub fn unlock(text: &str, passphrase: &str) -> Result<SecretKey, KeyFileError> {
    let file = KeyFile::parse(text).ok_or(KeyFileError::NotAKeyFile)?;
    let locks = Locks::derive(file.cost, &file.salt, passphrase).ok_or(KeyFileError::NotAKeyFile)?;
    let mac = locks.mac(&file.authentic_text());
    mac.verify_slice(&file.mac).map_err(|_| KeyFileError::WrongPassphrase)?;
    let mut body = Zeroizing::new(file.body);
    locks.apply_keystream(&mut body);
    let secret = SecretKey::from_bytes(&body).map_err(|_| KeyFileError::NotAKeyFile)?;
    if secret.public_key() == file.public { Ok(secret) } else { Err(KeyFileError::NotAKeyFile) }
}

/// The public key that a key file shows; nothing vouches for it until the file
/// is unlocked. `None` if the text is no key file.
pub fn public_key(text: &str) -> Option<PublicKey> {
    KeyFile::parse(text).map(|file| file.public)
}

struct KeyFile {
    public: PublicKey,
    cost: Cost,
    salt: [u8; 32],
    body: [u8; 32],
    mac: [u8; 32],
}

impl KeyFile {
    /// Lenient about line ends and a byte order mark, which mail and editors
    /// change; the MAC is over the canonical text.
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.trim_start_matches('\u{feff}').trim_end().lines();
        if lines.next()? != VERSION {
            return None;
        }
        let public = lines.next()?.strip_prefix("public ")?.parse().ok()?;
        let (cost, salt) = lines.next()?.strip_prefix("argon2id ")?.rsplit_once(' ')?;
        let (cost, salt) = (Cost::parse(cost)?, text::from_hex(salt).ok()?);
        let body = text::from_hex(lines.next()?.strip_prefix("secret ")?).ok()?;
        let mac = text::from_hex(lines.next()?.strip_prefix("mac ")?).ok()?;
        lines.next().is_none().then_some(Self { public, cost, salt, body, mac })
    }

    fn authentic_text(&self) -> String {
        let Cost { memory, passes, lanes } = self.cost;
        let (salt, body) = (hex::encode(self.salt), hex::encode(self.body));
        format!("{VERSION}\npublic {}\nargon2id {memory} {passes} {lanes} {salt}\nsecret {body}\n", self.public)
    }
}

/// What a guess costs. `memory` is in KiB.
#[derive(Clone, Copy)]
struct Cost {
    memory: u32,
    passes: u32,
    lanes: u32,
}

impl Cost {
    /// Too cheap would help whoever steals the file; too dear would let a hostile
    /// file exhaust the reader.
    fn within_bounds(self) -> bool {
        (19 * 1024..=256 * 1024).contains(&self.memory)
            && (2..=16).contains(&self.passes)
            && (1..=4).contains(&self.lanes)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split(' ').map(|number| number.parse().ok());
        let mut next = || numbers.next().flatten();
        let cost = Self { memory: next()?, passes: next()?, lanes: next()? };
        (numbers.next().is_none() && cost.within_bounds()).then_some(cost)
    }
}

/// Argon2id's output: an SM4 key and an HMAC key.
struct Locks(Zeroizing<[u8; 48]>);

impl Locks {
    fn derive(cost: Cost, salt: &[u8; 32], passphrase: &str) -> Option<Self> {
        let mut keys = Zeroizing::new([0; 48]);
        let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(keys.len())).ok()?;
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), salt, &mut keys[..])
            .ok()?;
        Some(Self(keys))
    }

    fn apply_keystream(&self, body: &mut [u8; 32]) {
        // The salt makes the key unique, so the counter may start at zero.
        let start = [0; 16];
        Ctr128BE::<Sm4>::new_from_slices(&self.0[..16], &start).expect("16 bytes each").apply_keystream(body);
    }

    fn mac(&self, text: &str) -> Hmac<Sm3> {
        Hmac::<Sm3>::new_from_slice(&self.0[16..]).expect("any length is a key").chain_update(text)
    }
}

#[cfg(test)]
mod tests;
