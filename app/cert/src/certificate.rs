//! A certificate (X.509 version 3, GB/T 20518, RFC 5280): read, and checked against the one that issued it.

use std::time::Duration;

use der::asn1::OctetString;
use der::{Decode, Encode, Sequence};
use seal::{Digest, PublicKey};
use x509_cert::certificate::Version;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

use crate::signed::{Signed, is_sm2_with_sm3};
use crate::{CertError, Seconds, extension, key_info, name};

/// What is signed of a certificate.
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
#[asn1(tag_mode = "EXPLICIT")]
pub(crate) struct Content {
    #[asn1(context_specific = "0", default = "Default::default")]
    pub version: Version,
    pub serial_number: SerialNumber,
    pub signature: AlgorithmIdentifierOwned,
    pub issuer: Name,
    pub validity: Validity,
    pub subject: Name,
    pub subject_public_key_info: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    pub extensions: Option<Extensions>,
}

/// A certificate that was read. Nothing vouches for it until it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    bytes: Vec<u8>,
    signed: Signed,
    content: Content,
    key: PublicKey,
}

impl Certificate {
    /// # Errors
    /// `Malformed`, `OtherAlgorithm`, `UnknownCritical`.
    pub fn parse(bytes: &[u8]) -> Result<Self, CertError> {
        let signed = Signed::parse(bytes)?;
        let content = Content::from_der(&signed.content.to_der()?)?;
        if content.version != Version::V3 {
            return Err(CertError::Malformed);
        }
        if !is_sm2_with_sm3(&content.signature) {
            return Err(CertError::OtherAlgorithm);
        }
        extension::sound(content.extensions.as_deref().unwrap_or_default())?;
        let key = key_info::read(&content.subject_public_key_info)?;
        Ok(Self { bytes: bytes.to_vec(), signed, content, key })
    }

    /// A company's certificate: issued by this authority, and valid now.
    ///
    /// # Errors
    /// `OtherIssuer`, `SignatureWrong`, `OutOfDate`, and `OtherUse` when it is not for signing, or the issuer's not for
    /// issuing.
    pub fn verify(&self, issuer: &Self, now: Seconds) -> Result<(), CertError> {
        self.issued_by(issuer)?;
        if !issuer.is_valid_at(now) || !self.is_valid_at(now) {
            return Err(CertError::OutOfDate);
        }
        let signs = self.usage()?.is_none_or(|usage| usage.digital_signature());
        if self.is_authority() || !signs { Err(CertError::OtherUse) } else { Ok(()) }
    }

    fn issued_by(&self, issuer: &Self) -> Result<(), CertError> {
        let named = self.content.issuer == issuer.content.subject;
        let identified = match (self.authority_identifier()?, issuer.identifier()?) {
            (Some(told), Some(own)) => told == own,
            _ => true,
        };
        if !named || !identified {
            return Err(CertError::OtherIssuer);
        }
        if !issuer.is_authority() || !issuer.usage()?.is_none_or(|usage| usage.key_cert_sign()) {
            return Err(CertError::OtherUse);
        }
        self.signed.verify(&issuer.key)
    }

    /// Whether it is an authority's.
    #[must_use]
    pub fn is_authority(&self) -> bool {
        matches!(self.extension::<BasicConstraints>(), Ok(Some(BasicConstraints { ca: true, .. })))
    }

    /// Both ends belong to it.
    #[must_use]
    pub fn is_valid_at(&self, now: Seconds) -> bool {
        (self.from()..=self.until()).contains(&now)
    }

    #[must_use]
    pub fn from(&self) -> Seconds {
        self.content.validity.not_before.to_unix_duration().as_secs()
    }

    #[must_use]
    pub fn until(&self) -> Seconds {
        self.content.validity.not_after.to_unix_duration().as_secs()
    }

    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        self.key
    }

    /// In lower-case hexadecimal, whole bytes without leading zeros.
    #[must_use]
    pub fn serial(&self) -> String {
        digits(&self.content.serial_number)
    }

    /// SM3 over the whole of it.
    #[must_use]
    pub fn fingerprint(&self) -> Digest {
        Digest::of(&self.bytes)
    }

    #[must_use]
    pub fn is_for(&self, code: &str) -> bool {
        name::tells(&self.content.subject, code)
    }

    /// The holder as people call it.
    #[must_use]
    pub fn holder(&self) -> String {
        name::display(&self.content.subject)
    }

    /// The issuer as people call it.
    #[must_use]
    pub fn issuer(&self) -> String {
        name::display(&self.content.issuer)
    }

    #[must_use]
    pub fn to_der(&self) -> &[u8] {
        &self.bytes
    }

    pub(crate) fn subject(&self) -> &Name {
        &self.content.subject
    }

    pub(crate) fn usage(&self) -> Result<Option<KeyUsage>, CertError> {
        self.extension()
    }

    pub(crate) fn identifier(&self) -> Result<Option<OctetString>, CertError> {
        Ok(self.extension::<SubjectKeyIdentifier>()?.map(|own| own.0))
    }

    fn authority_identifier(&self) -> Result<Option<OctetString>, CertError> {
        Ok(self.extension::<AuthorityKeyIdentifier>()?.and_then(|told| told.key_identifier))
    }

    fn extension<T>(&self) -> Result<Option<T>, CertError>
    where
        T: der::oid::AssociatedOid + for<'a> Decode<'a, Error = der::Error>,
    {
        extension::find(self.content.extensions.as_deref().unwrap_or_default())
    }
}

pub(crate) fn digits(serial: &SerialNumber) -> String {
    // DER puts a zero before a first bit that is set.
    let bytes = serial.as_bytes().iter().skip_while(|byte| **byte == 0);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn time(at: Seconds) -> Result<Time, CertError> {
    Ok(Time::from(der::DateTime::from_unix_duration(Duration::from_secs(at))?))
}
