//! SM2 keys and signatures (GB/T 32918-2016).

use std::fmt;
use std::str::FromStr;

use rand_core::CryptoRng;
use sm2::dsa::signature::{RandomizedSigner, Verifier};
use sm2::dsa::{SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use crate::digest::Digest;
use crate::text::{self, Malformed, serde_as_text};

/// The signer's distinguishing identifier, the default of GB/T 35276 and GM/T 0009.
const SIGNER: &str = "1234567812345678";

/// An SM2 secret key. It is wiped when dropped and never shown.
#[derive(Clone)]
pub struct SecretKey(sm2::SecretKey);

impl SecretKey {
    /// A fresh key, uniform over what GB/T 32918.1 allows.
    pub fn generate<R: CryptoRng + ?Sized>(rng: &mut R) -> Self {
        loop {
            let mut bytes = Zeroizing::new([0; 32]);
            rng.fill_bytes(&mut bytes[..]);
            if let Ok(key) = Self::from_bytes(&bytes) {
                return key;
            }
        }
    }

    /// A key from its scalar, big-endian.
    ///
    /// # Errors
    /// The scalar is not in `[1, n - 2]`.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, Malformed> {
        let key = sm2::SecretKey::from_slice(bytes).map_err(|_| Malformed)?;
        let successor = *key.to_nonzero_scalar() + sm2::Scalar::ONE;
        // n - 1 can never sign: the algorithm divides by 1 + d.
        if successor.is_zero().into() { Err(Malformed) } else { Ok(Self(key)) }
    }

    /// The scalar, big-endian. Whoever asks for it has to keep it.
    pub fn to_bytes(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes().into())
    }

    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key())
    }

    /// Signs a message: SM2 over SM3, hedged against a bad `rng` by RFC 6979.
    pub fn sign<R: CryptoRng + ?Sized>(&self, message: &[u8], rng: &mut R) -> Signature {
        let signer = SigningKey::new(SIGNER, &self.0).expect("the identifier is short enough");
        let signature = signer.try_sign_with_rng(rng, message).expect("fails for one nonce in 2^255");
        Signature(signature)
    }

    pub(crate) fn inner(&self) -> &sm2::SecretKey {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey(…)")
    }
}

/// A point on the SM2 curve, never infinity; as text the uncompressed form in
/// 130 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PublicKey(sm2::PublicKey);

impl PublicKey {
    /// # Errors
    /// The bytes are not the uncompressed form of a point on the curve.
    pub fn from_bytes(bytes: &[u8; 65]) -> Result<Self, Malformed> {
        if bytes[0] != 4 {
            return Err(Malformed);
        }
        sm2::PublicKey::from_sec1_bytes(bytes).map(Self).map_err(|_| Malformed)
    }

    /// The uncompressed form: `04`, x, y.
    pub fn to_bytes(&self) -> [u8; 65] {
        let bytes = self.0.to_sec1_bytes();
        bytes[..].try_into().expect("SM2 points are written uncompressed")
    }

    /// Whether the signature over the message is this key's.
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        VerifyingKey::new(SIGNER, self.0).is_ok_and(|key| key.verify(message, &signature.0).is_ok())
    }

    pub fn key_id(&self) -> KeyId {
        let digest = Digest::of(&self.to_bytes());
        KeyId(std::array::from_fn(|i| digest.0[i]))
    }

    pub(crate) fn inner(&self) -> sm2::PublicKey {
        self.0
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.to_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.key_id())
    }
}

impl FromStr for PublicKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::from_bytes(&text::from_hex(text)?)
    }
}

/// The first 16 bytes of SM3 over a public key: enough to find the right stanza.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId([u8; 16]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl FromStr for KeyId {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        text::from_hex(text).map(Self)
    }
}

/// An SM2 signature: r and s, both in `[1, n - 1]`; as text r‖s in 128
/// hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Signature(sm2::dsa::Signature);

impl Signature {
    /// # Errors
    /// r or s is zero or not below the order of the curve.
    pub fn from_bytes(bytes: &[u8; 64]) -> Result<Self, Malformed> {
        sm2::dsa::Signature::from_slice(bytes).map(Self).map_err(|_| Malformed)
    }

    pub fn to_bytes(&self) -> [u8; 64] {
        self.0.to_bytes().into()
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(self.to_bytes()))
    }
}

impl FromStr for Signature {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        Self::from_bytes(&text::from_hex(text)?)
    }
}

serde_as_text!(PublicKey);
serde_as_text!(KeyId);
serde_as_text!(Signature);

#[cfg(test)]
mod tests;
