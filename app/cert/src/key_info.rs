//! Public keys as certificates carry them (GM/T 0015, RFC 5480): the point, and the name of its curve.

use der::asn1::{Any, BitString, ObjectIdentifier, OctetString};
use seal::{Digest, PublicKey};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::{CertError, oid};

pub fn write(key: &PublicKey) -> Result<SubjectPublicKeyInfoOwned, CertError> {
    Ok(SubjectPublicKeyInfoOwned {
        algorithm: algorithm()?,
        subject_public_key: BitString::from_bytes(&key.to_bytes())?,
    })
}

/// # Errors
/// `OtherAlgorithm` for a key that is not SM2's, `Malformed` for a point that is not on the curve.
pub fn read(info: &SubjectPublicKeyInfoOwned) -> Result<PublicKey, CertError> {
    if !is_sm2(&info.algorithm) {
        return Err(CertError::OtherAlgorithm);
    }
    let point = info.subject_public_key.as_bytes().and_then(|bytes| bytes.try_into().ok());
    PublicKey::from_bytes(point.ok_or(CertError::Malformed)?).map_err(|_| CertError::Malformed)
}

pub fn algorithm() -> Result<AlgorithmIdentifierOwned, CertError> {
    Ok(AlgorithmIdentifierOwned { oid: oid::EC_PUBLIC_KEY, parameters: Some(Any::encode_from(&oid::SM2)?) })
}

pub fn is_sm2(algorithm: &AlgorithmIdentifierOwned) -> bool {
    let curve = algorithm.parameters.as_ref().and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    algorithm.oid == oid::EC_PUBLIC_KEY && curve == Some(oid::SM2)
}

/// The first 160 bits of SM3 over the point (RFC 7093, section 2, method 1, with SM3 for SHA-256).
pub fn identifier(key: &PublicKey) -> Result<OctetString, CertError> {
    Ok(OctetString::new(&Digest::of(&key.to_bytes()).0[..20])?)
}
