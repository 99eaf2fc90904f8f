//! The centre's own authority: one key, one self-signed certificate, and what it issues.

use der::Encode;
use der::flagset::FlagSet;
use seal::PublicKey;
use x509_cert::certificate::Version;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Validity;

use crate::certificate::{Certificate, Content, time};
use crate::signed::{Signed, sm2_with_sm3};
use crate::{CertError, Holder, Seconds, Signer, extension, key_info, name};

/// An authority's certificate, which is its own root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authority(Certificate);

/// What a company's certificate is to say.
pub struct Leaf<'a> {
    /// Random, and never used before.
    pub serial: [u8; 16],
    pub holder: &'a Holder,
    pub key: PublicKey,
    pub from: Seconds,
    pub until: Seconds,
    /// Where the revocation list is to be had.
    pub list: &'a str,
}

impl Authority {
    /// Founds one: its certificate names and signs itself.
    ///
    /// # Errors
    /// `Malformed` for a name or a time that no certificate can carry.
    pub fn found(
        name: &str,
        serial: [u8; 16],
        (from, until): (Seconds, Seconds),
        signer: &mut impl Signer,
    ) -> Result<Self, CertError> {
        let (key, name) = (signer.public_key(), name::authority(name)?);
        let usages = KeyUsages::KeyCertSign | KeyUsages::CRLSign;
        let extensions = vec![
            extension::of(true, &BasicConstraints { ca: true, path_len_constraint: Some(0) })?,
            extension::of(true, &KeyUsage(usages))?,
            extension::of(false, &SubjectKeyIdentifier(key_info::identifier(&key)?))?,
        ];
        let content = content(serial, name.clone(), (from, until), name, &key, extensions)?;
        Self::parse(&Signed::make(&content, signer)?.to_der()?)
    }

    /// Its certificate, read again.
    ///
    /// # Errors
    /// `OtherUse` for the certificate of no authority, and what [`Certificate::parse`] refuses.
    pub fn parse(bytes: &[u8]) -> Result<Self, CertError> {
        let certificate = Certificate::parse(bytes)?;
        if certificate.is_authority() { Ok(Self(certificate)) } else { Err(CertError::OtherUse) }
    }

    #[must_use]
    pub fn certificate(&self) -> &Certificate {
        &self.0
    }

    /// Issues a company's certificate. The signer holds the authority's key.
    ///
    /// # Errors
    /// `OtherIssuer` when it does not, `Malformed` for what no certificate can carry.
    pub fn issue(&self, leaf: &Leaf<'_>, signer: &mut impl Signer) -> Result<Certificate, CertError> {
        if signer.public_key() != self.0.public_key() {
            return Err(CertError::OtherIssuer);
        }
        let extensions = vec![
            extension::of(true, &BasicConstraints { ca: false, path_len_constraint: None })?,
            extension::of(true, &KeyUsage(company_usages()))?,
            extension::of(false, &SubjectKeyIdentifier(key_info::identifier(&leaf.key)?))?,
            extension::of(false, &self.identifier()?)?,
            extension::of(false, &extension::list_at(leaf.list)?)?,
        ];
        let subject = leaf.holder.to_name()?;
        let issuer = self.0.subject().clone();
        let content = content(leaf.serial, issuer, (leaf.from, leaf.until), subject, &leaf.key, extensions)?;
        Certificate::parse(&Signed::make(&content, signer)?.to_der()?)
    }

    pub(crate) fn identifier(&self) -> Result<AuthorityKeyIdentifier, CertError> {
        Ok(AuthorityKeyIdentifier { key_identifier: self.0.identifier()?, ..AuthorityKeyIdentifier::default() })
    }
}

/// One key signs bids and opens them.
fn company_usages() -> FlagSet<KeyUsages> {
    KeyUsages::DigitalSignature | KeyUsages::NonRepudiation | KeyUsages::KeyEncipherment | KeyUsages::DataEncipherment
}

fn content(
    serial: [u8; 16],
    issuer: Name,
    (from, until): (Seconds, Seconds),
    subject: Name,
    key: &PublicKey,
    extensions: Extensions,
) -> Result<Content, CertError> {
    Ok(Content {
        version: Version::V3,
        serial_number: SerialNumber::new(&serial)?,
        signature: sm2_with_sm3(),
        issuer,
        validity: Validity::new(time(from)?, time(until)?),
        subject,
        subject_public_key_info: key_info::write(key)?,
        extensions: Some(extensions),
    })
}
