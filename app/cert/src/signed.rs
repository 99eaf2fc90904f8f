//! The shape that requests, certificates and revocation lists share: what is signed, the algorithm, the signature.

use der::asn1::{Any, BitString, UintRef};
use der::{Decode, Encode, Sequence};
use seal::{PublicKey, Signature};
use x509_cert::spki::AlgorithmIdentifierOwned;

use crate::{CertError, Signer, oid};

#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
pub struct Signed {
    /// Kept as it came: the signature is over these bytes and no others.
    pub content: Any,
    pub algorithm: AlgorithmIdentifierOwned,
    pub signature: BitString,
}

/// A signature as X.509 writes it (GM/T 0009, section 7.3).
#[derive(Sequence)]
struct Pair<'a> {
    r: UintRef<'a>,
    s: UintRef<'a>,
}

impl Signed {
    pub fn make(content: &impl Encode, signer: &mut impl Signer) -> Result<Self, CertError> {
        let bytes = content.to_der()?;
        let signature = signer.sign(&bytes).to_bytes();
        let pair = Pair { r: UintRef::new(&signature[..32])?, s: UintRef::new(&signature[32..])? };
        Ok(Self {
            content: Any::from_der(&bytes)?,
            algorithm: sm2_with_sm3(),
            signature: BitString::from_bytes(&pair.to_der()?)?,
        })
    }

    /// # Errors
    /// `Malformed`, `OtherAlgorithm`.
    pub fn parse(bytes: &[u8]) -> Result<Self, CertError> {
        let signed = Self::from_der(bytes)?;
        if is_sm2_with_sm3(&signed.algorithm) { Ok(signed) } else { Err(CertError::OtherAlgorithm) }
    }

    /// # Errors
    /// `Malformed`, `SignatureWrong`.
    pub fn verify(&self, key: &PublicKey) -> Result<(), CertError> {
        let pair = Pair::from_der(self.signature.as_bytes().ok_or(CertError::Malformed)?)?;
        let mut bytes = [0; 64];
        for (half, number) in bytes.chunks_mut(32).zip([pair.r, pair.s]) {
            let number = number.as_bytes();
            let from = half.len().checked_sub(number.len()).ok_or(CertError::SignatureWrong)?;
            half[from..].copy_from_slice(number);
        }
        let signature = Signature::from_bytes(&bytes).map_err(|_| CertError::SignatureWrong)?;
        if key.verify(&self.content.to_der()?, &signature) { Ok(()) } else { Err(CertError::SignatureWrong) }
    }
}

pub fn sm2_with_sm3() -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid: oid::SM2_WITH_SM3, parameters: None }
}

/// Some write NULL where nothing should stand.
pub fn is_sm2_with_sm3(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm.oid == oid::SM2_WITH_SM3 && algorithm.parameters.as_ref().is_none_or(Any::is_null)
}
