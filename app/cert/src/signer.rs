//! Where a key sits. A hardware key, or a certified module in the centre's machine room, is another [`Signer`].

use rand_core::CryptoRng;
use seal::{PublicKey, SecretKey, Signature};

/// Something that signs with an SM2 key and need not show it.
pub trait Signer {
    fn public_key(&self) -> PublicKey;
    /// Signs by SM2 with SM3, under the default identifier.
    fn sign(&mut self, message: &[u8]) -> Signature;
}

/// A key in memory.
pub struct Software<'a, R: ?Sized> {
    key: &'a SecretKey,
    rng: &'a mut R,
}

impl<'a, R: CryptoRng + ?Sized> Software<'a, R> {
    pub fn new(key: &'a SecretKey, rng: &'a mut R) -> Self {
        Self { key, rng }
    }
}

impl<R: CryptoRng + ?Sized> Signer for Software<'_, R> {
    fn public_key(&self) -> PublicKey {
        self.key.public_key()
    }

    fn sign(&mut self, message: &[u8]) -> Signature {
        self.key.sign(message, self.rng)
    }
}
