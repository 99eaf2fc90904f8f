//! A request for a certificate (PKCS#10, RFC 2986): the company and its public key, signed by that very key.

use der::{Decode, Encode};
use seal::PublicKey;
use x509_cert::request::{CertReqInfo, Version};

use crate::signed::Signed;
use crate::{CertError, Holder, Signer, key_info, name};

/// A request whose signature holds: whoever made it has the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    info: CertReqInfo,
    key: PublicKey,
}

/// Makes a request in DER.
///
/// # Errors
/// `Malformed` when the holder's code is not plain letters and digits.
pub fn make(holder: &Holder, signer: &mut impl Signer) -> Result<Vec<u8>, CertError> {
    let info = CertReqInfo {
        version: Version::V1,
        subject: holder.to_name()?,
        public_key: key_info::write(&signer.public_key())?,
        attributes: Default::default(),
    };
    Ok(Signed::make(&info, signer)?.to_der()?)
}

impl Request {
    /// Reads a request and checks its signature.
    ///
    /// # Errors
    /// `Malformed`, `OtherAlgorithm`, `SignatureWrong`.
    pub fn parse(bytes: &[u8]) -> Result<Self, CertError> {
        let signed = Signed::parse(bytes)?;
        let info = CertReqInfo::from_der(&signed.content.to_der()?)?;
        let key = key_info::read(&info.public_key)?;
        signed.verify(&key)?;
        Ok(Self { info, key })
    }

    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.key
    }

    /// Whether the request is for the company with this credit code.
    #[must_use]
    pub fn is_for(&self, code: &str) -> bool {
        name::tells(&self.info.subject, code)
    }
}
