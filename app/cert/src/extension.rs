//! Extensions (RFC 5280, section 4.2): what a certificate may be used for, and where to ask whether it still may.

use der::asn1::{Ia5String, ObjectIdentifier, OctetString};
use der::oid::AssociatedOid;
use der::{Decode, Encode};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::crl::dp::DistributionPoint;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{BasicConstraints, CrlDistributionPoints, KeyUsage};

use crate::CertError;

/// One extension, from its typed content.
pub fn of<T: AssociatedOid + Encode>(critical: bool, content: &T) -> Result<Extension, CertError> {
    Ok(Extension { extn_id: T::OID, critical, extn_value: OctetString::new(content.to_der()?)? })
}

/// The content of the one extension of this kind.
pub fn find<T: AssociatedOid + for<'a> Decode<'a, Error = der::Error>>(
    all: &[Extension],
) -> Result<Option<T>, CertError> {
    let found = all.iter().find(|one| one.extn_id == T::OID);
    Ok(found.map(|one| T::from_der(one.extn_value.as_bytes())).transpose()?)
}

/// None twice, and none critical that is not understood.
pub fn sound(all: &[Extension]) -> Result<(), CertError> {
    const KNOWN: [ObjectIdentifier; 2] = [BasicConstraints::OID, KeyUsage::OID];
    for (at, one) in all.iter().enumerate() {
        if all[..at].iter().any(|earlier| earlier.extn_id == one.extn_id) {
            return Err(CertError::Malformed);
        }
        if one.critical && !KNOWN.contains(&one.extn_id) {
            return Err(CertError::UnknownCritical(one.extn_id.to_string()));
        }
    }
    Ok(())
}

/// Where the revocation list is to be had.
pub fn list_at(address: &str) -> Result<CrlDistributionPoints, CertError> {
    let name = GeneralName::UniformResourceIdentifier(Ia5String::new(address)?);
    let point = DistributionPoint {
        distribution_point: Some(DistributionPointName::FullName(vec![name])),
        reasons: None,
        crl_issuer: None,
    };
    Ok(CrlDistributionPoints(vec![point]))
}
