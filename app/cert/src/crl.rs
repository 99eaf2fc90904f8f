//! The list of revoked certificates (X.509 version 2, RFC 5280 section 5).

use der::asn1::Uint;
use der::{Decode, Encode};
use x509_cert::certificate::Version;
use x509_cert::crl::{RevokedCert, TbsCertList};
use x509_cert::ext::pkix::{CrlNumber, CrlReason};
use x509_cert::serial_number::SerialNumber;

use crate::certificate::{digits, time};
use crate::signed::{Signed, is_sm2_with_sm3, sm2_with_sm3};
use crate::{Authority, CertError, Certificate, Seconds, Signer, extension};

/// Why a certificate was revoked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Unspecified,
    /// Somebody else may have the key.
    KeyCompromise,
    /// Another certificate stands in its place.
    Superseded,
    /// The company does not use it any more.
    Ceased,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// As [`Certificate::serial`] writes it.
    pub serial: String,
    pub at: Seconds,
    pub reason: Reason,
}

/// A list that was read. Nothing vouches for it until it is verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crl {
    signed: Signed,
    content: TbsCertList,
}

impl Authority {
    /// Signs a list in DER. `number` grows from list to list.
    ///
    /// # Errors
    /// `OtherIssuer` when the signer does not hold the authority's key, `Malformed` for a serial that is none.
    pub fn revoke(
        &self,
        revoked: &[Revoked],
        number: u64,
        (this, next): (Seconds, Seconds),
        signer: &mut impl Signer,
    ) -> Result<Vec<u8>, CertError> {
        if signer.public_key() != self.certificate().public_key() {
            return Err(CertError::OtherIssuer);
        }
        let entries: Vec<_> = revoked.iter().map(entry).collect::<Result<_, _>>()?;
        let number = CrlNumber(Uint::new(&number.to_be_bytes())?);
        let content = TbsCertList {
            version: Version::V2,
            signature: sm2_with_sm3(),
            issuer: self.certificate().subject().clone(),
            this_update: time(this)?,
            next_update: Some(time(next)?),
            // RFC 5280, section 5.1.2.6: no entries, no list of them.
            revoked_certificates: Some(entries).filter(|entries| !entries.is_empty()),
            crl_extensions: Some(vec![extension::of(false, &self.identifier()?)?, extension::of(false, &number)?]),
        };
        Ok(Signed::make(&content, signer)?.to_der()?)
    }
}

impl Crl {
    /// # Errors
    /// `Malformed`, `OtherAlgorithm`, `UnknownCritical`.
    pub fn parse(bytes: &[u8]) -> Result<Self, CertError> {
        let signed = Signed::parse(bytes)?;
        let content = TbsCertList::from_der(&signed.content.to_der()?)?;
        if !is_sm2_with_sm3(&content.signature) {
            return Err(CertError::OtherAlgorithm);
        }
        extension::sound(content.crl_extensions.as_deref().unwrap_or_default())?;
        for entry in content.revoked_certificates.iter().flatten() {
            extension::sound(entry.crl_entry_extensions.as_deref().unwrap_or_default())?;
        }
        Ok(Self { signed, content })
    }

    /// Signed by this authority, and not older than it may be.
    ///
    /// # Errors
    /// `OtherIssuer`, `OtherUse`, `SignatureWrong`, `OutOfDate`.
    pub fn verify(&self, issuer: &Certificate, now: Seconds) -> Result<(), CertError> {
        if self.content.issuer != *issuer.subject() {
            return Err(CertError::OtherIssuer);
        }
        if !issuer.is_authority() || !issuer.usage()?.is_none_or(|usage| usage.crl_sign()) {
            return Err(CertError::OtherUse);
        }
        self.signed.verify(&issuer.public_key())?;
        let from = self.content.this_update.to_unix_duration().as_secs();
        let until = self.content.next_update.map(|next| next.to_unix_duration().as_secs());
        if now < from || until.is_some_and(|until| until < now) { Err(CertError::OutOfDate) } else { Ok(()) }
    }

    /// When and why the certificate was revoked, if it was.
    #[must_use]
    pub fn find(&self, certificate: &Certificate) -> Option<Revoked> {
        let serial = certificate.serial();
        self.content.revoked_certificates.iter().flatten().map(read).find(|entry| entry.serial == serial)
    }
}

fn entry(revoked: &Revoked) -> Result<RevokedCert, CertError> {
    let reason = match revoked.reason {
        Reason::Unspecified => None,
        Reason::KeyCompromise => Some(CrlReason::KeyCompromise),
        Reason::Superseded => Some(CrlReason::Superseded),
        Reason::Ceased => Some(CrlReason::CessationOfOperation),
    };
    let digits = revoked.serial.as_bytes().chunks(2);
    let bytes: Option<Vec<u8>> =
        digits.map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect();
    Ok(RevokedCert {
        serial_number: SerialNumber::new(&bytes.ok_or(CertError::Malformed)?)?,
        revocation_date: time(revoked.at)?,
        crl_entry_extensions: reason
            .map(|reason| Ok::<_, CertError>(vec![extension::of(false, &reason)?]))
            .transpose()?,
    })
}

fn read(entry: &RevokedCert) -> Revoked {
    let extensions = entry.crl_entry_extensions.as_deref().unwrap_or_default();
    let reason = match extension::find::<CrlReason>(extensions) {
        Ok(Some(CrlReason::KeyCompromise)) => Reason::KeyCompromise,
        Ok(Some(CrlReason::Superseded)) => Reason::Superseded,
        Ok(Some(CrlReason::CessationOfOperation)) => Reason::Ceased,
        _ => Reason::Unspecified,
    };
    Revoked { serial: digits(&entry.serial_number), at: entry.revocation_date.to_unix_duration().as_secs(), reason }
}
