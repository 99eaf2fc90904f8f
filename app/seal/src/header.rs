//! The header, piece 0 of a part: what it was sealed for, who can open it, and
//! the commitment to the one key that does. For each recipient a stanza holds the
//! file key, wrapped by SM2 public key encryption (GB/T 32918.4-2016).

use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use sm2::pke::{DecryptingKey, EncryptingKey, Mode};
use sm3::Sm3;
use zeroize::Zeroizing;

use crate::digest::Digest;
use crate::file_key::{FileKey, Schedule};
use crate::key::{KeyId, PublicKey, SecretKey};
use crate::text::{self, Malformed};

const VERSION: &str = "kaibiao-seal/1";

/// Most recipients of a part. It bounds what a reader has to take in.
pub(crate) const RECIPIENTS: usize = 16;

/// A header that is well formed. Whether it is genuine shows only with the key.
#[derive(Clone)]
pub struct Header {
    context: Digest,
    stanzas: Vec<Stanza>,
    commitment: Digest,
    mac: [u8; 32],
}

impl Header {
    pub(crate) fn seal<R: CryptoRng + ?Sized>(
        context: Digest,
        key: &FileKey,
        recipients: &[PublicKey],
        rng: &mut R,
    ) -> Self {
        let schedule = Schedule::new(key, context);
        let stanzas = recipients.iter().map(|to| Stanza::wrap(key, to, rng)).collect();
        let mut header = Self { context, stanzas, commitment: schedule.commitment(), mac: [0; 32] };
        header.mac = header.mac(&schedule).finalize().into_bytes().into();
        header
    }

    /// Reads a header.
    ///
    /// # Errors
    /// The bytes differ from the one spelling that a header has.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let header = Self::read(bytes).ok_or(Malformed)?;
        let sound = distinct(header.recipients()) && header.stanzas.len() <= RECIPIENTS;
        if sound && header.to_bytes() == bytes { Ok(header) } else { Err(Malformed) }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let mut lines = str::from_utf8(bytes).ok()?.lines();
        if lines.next()? != VERSION {
            return None;
        }
        let context = lines.next()?.strip_prefix("context ")?.parse().ok()?;
        let mut stanzas = Vec::new();
        let mut line = lines.next()?;
        while let Some(stanza) = line.strip_prefix("-> ") {
            stanzas.push(Stanza::parse(stanza).ok()?);
            line = lines.next()?;
        }
        let commitment = line.strip_prefix("commitment ")?.parse().ok()?;
        let mac = text::from_hex(lines.next()?.strip_prefix("mac ")?).ok()?;
        Some(Self { context, stanzas, commitment, mac })
    }

    /// The header's bytes, piece 0.
    pub fn to_bytes(&self) -> Vec<u8> {
        format!("{}mac {}\n", self.signed_text(), hex::encode(self.mac)).into_bytes()
    }

    /// Pins the file key: no other key opens this part.
    pub fn commitment(&self) -> Digest {
        self.commitment
    }

    /// The keys this part is sealed for.
    pub fn recipients(&self) -> impl Iterator<Item = KeyId> {
        self.stanzas.iter().map(|stanza| stanza.recipient)
    }

    /// Whether the part says that it was sealed for this place. Without the key that
    /// is only a claim; [`crate::Opener::new`] proves it.
    pub fn is_for(&self, context: &crate::Context) -> bool {
        self.context == context.digest()
    }

    pub(crate) fn context(&self) -> Digest {
        self.context
    }

    pub(crate) fn commits_to(&self, schedule: &Schedule) -> bool {
        // Both sides are public once the header is, so time tells nothing.
        self.commitment == schedule.commitment()
    }

    pub(crate) fn is_genuine(&self, schedule: &Schedule) -> bool {
        self.mac(schedule).verify_slice(&self.mac).is_ok()
    }

    fn mac(&self, schedule: &Schedule) -> Hmac<Sm3> {
        Hmac::<Sm3>::new_from_slice(&schedule.header_mac()[..])
            .expect("any length is a key")
            .chain_update(self.signed_text())
    }

    fn signed_text(&self) -> String {
        let stanzas: String = self.stanzas.iter().map(Stanza::to_line).collect();
        format!("{VERSION}\ncontext {}\n{stanzas}commitment {}\n", self.context, self.commitment)
    }
}

pub(crate) fn distinct(ids: impl Iterator<Item = KeyId>) -> bool {
    let ids: Vec<KeyId> = ids.collect();
    !ids.is_empty() && ids.iter().enumerate().all(|(at, id)| !ids[..at].contains(id))
}

/// A secret key does not open a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the key does not fit")]
pub struct UnwrapError;

/// Takes the file key out of the stanza that is meant for this secret key, and
/// checks it against the commitment and the header's MAC.
///
/// # Errors
/// No stanza is for this key, or what it holds is not the key of this part.
pub fn unwrap(header: &Header, secret: &SecretKey) -> Result<FileKey, UnwrapError> {
    let id = secret.public_key().key_id();
    let stanza = header.stanzas.iter().find(|stanza| stanza.recipient == id);
    let key = stanza.and_then(|stanza| stanza.unwrap(secret)).ok_or(UnwrapError)?;
    let schedule = Schedule::new(&key, header.context);
    if header.commits_to(&schedule) && header.is_genuine(&schedule) { Ok(key) } else { Err(UnwrapError) }
}

/// Ciphertext order C1‖C3‖C2: C1 uncompressed, C3, and as much of C2 as a file key is long.
const BODY: usize = 65 + 32 + 32;

/// The file key wrapped for one recipient.
#[derive(Clone)]
struct Stanza {
    recipient: KeyId,
    body: [u8; BODY],
}

impl Stanza {
    fn wrap<R: CryptoRng + ?Sized>(key: &FileKey, recipient: &PublicKey, mut rng: &mut R) -> Self {
        let body = EncryptingKey::new_with_mode(recipient.inner(), Mode::C1C3C2)
            .encrypt(&mut rng, key.bytes())
            .expect("a valid point and a message that is not empty");
        let body = body.try_into().expect("SM2 adds 97 bytes");
        Self { recipient: recipient.key_id(), body }
    }

    fn unwrap(&self, secret: &SecretKey) -> Option<FileKey> {
        FileKey::from_slice(&decrypt(secret, &self.body)?).ok()
    }

    fn to_line(&self) -> String {
        format!("-> sm2 {} {}\n", self.recipient, hex::encode(self.body))
    }

    /// Reads what follows `-> ` on a line.
    fn parse(arguments: &str) -> Result<Self, Malformed> {
        let (recipient, body) =
            arguments.strip_prefix("sm2 ").and_then(|rest| rest.split_once(' ')).ok_or(Malformed)?;
        let body: [u8; BODY] = text::from_hex(body)?;
        if body[0] != 4 {
            return Err(Malformed);
        }
        Ok(Self { recipient: recipient.parse()?, body })
    }
}

/// SM2 decryption. The library checks that C1 lies on the curve and that C3 fits.
fn decrypt(secret: &SecretKey, ciphertext: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    DecryptingKey::new_with_mode(secret.inner().to_nonzero_scalar(), Mode::C1C3C2)
        .decrypt(ciphertext)
        .ok()
        .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GB/T 32918.5-2017, annex C: key, message and ciphertext.
    #[test]
    fn the_published_example_of_sm2_encryption_holds() {
        let secret = "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8";
        let ciphertext = concat!(
            "0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73",
            "e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0",
            "59983c18f809e262923c53aec295d30383b54e39d609d160afcb1908d0bd8766",
            "21886ca989ca9c7d58087307ca93092d651efa"
        );
        let secret = SecretKey::from_bytes(&text::from_hex(secret).unwrap()).unwrap();
        let message = decrypt(&secret, &hex::decode(ciphertext).unwrap()).unwrap();
        assert_eq!(&message[..], b"encryption standard");

        // C1 off the curve: the equation no longer holds when the last bit of y is another.
        let mut off = hex::decode(ciphertext).unwrap();
        off[64] ^= 1;
        assert!(decrypt(&secret, &off).is_none());
        // On the curve, but another point: C3 no longer fits.
        let mut other = hex::decode(ciphertext).unwrap();
        other[1..65].copy_from_slice(&secret.public_key().to_bytes()[1..]);
        assert!(decrypt(&secret, &other).is_none());
    }
}
