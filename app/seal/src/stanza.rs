//! A stanza: the file key wrapped for one recipient by SM2 public key encryption
//! (GB/T 32918.4-2016), ciphertext order C1‖C3‖C2.

use rand_core::CryptoRng;
use sm2::pke::{DecryptingKey, EncryptingKey, Mode};
use zeroize::Zeroizing;

use crate::file_key::FileKey;
use crate::hexed::{self, Malformed};
use crate::key::{KeyId, PublicKey, SecretKey};

/// C1 uncompressed, C3, and as much of C2 as a file key is long.
const BODY: usize = 65 + 32 + 32;

#[derive(Clone)]
pub(crate) struct Stanza {
    pub(crate) recipient: KeyId,
    body: [u8; BODY],
}

impl Stanza {
    pub(crate) fn wrap<R: CryptoRng + ?Sized>(key: &FileKey, recipient: &PublicKey, mut rng: &mut R) -> Self {
        let body = EncryptingKey::new_with_mode(recipient.inner(), Mode::C1C3C2)
            .encrypt(&mut rng, key.bytes())
            .expect("a valid point and a message that is not empty");
        let body = body.try_into().expect("SM2 adds 97 bytes");
        Self { recipient: recipient.key_id(), body }
    }

    pub(crate) fn unwrap(&self, secret: &SecretKey) -> Option<FileKey> {
        FileKey::from_slice(&decrypt(secret, &self.body)?).ok()
    }

    pub(crate) fn to_line(&self) -> String {
        format!("-> sm2 {} {}\n", self.recipient, hex::encode(self.body))
    }

    /// Reads what follows `-> ` on a line.
    pub(crate) fn parse(arguments: &str) -> Result<Self, Malformed> {
        let (recipient, body) =
            arguments.strip_prefix("sm2 ").and_then(|rest| rest.split_once(' ')).ok_or(Malformed)?;
        let body: [u8; BODY] = hexed::decode(body)?;
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
        let secret = SecretKey::from_bytes(&hexed::decode(secret).unwrap()).unwrap();
        let message = decrypt(&secret, &hex::decode(ciphertext).unwrap()).unwrap();
        assert_eq!(&message[..], b"encryption standard");
    }
}
