//! Whom a certificate is for: country, company name, unified social credit code.

use der::Tagged;
use der::asn1::{Any, ObjectIdentifier, PrintableStringRef, SetOfVec, Utf8StringRef};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};

use crate::{CertError, oid};

/// The company that holds a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Unified social credit code.
    pub code: String,
    pub name: String,
}

/// As long as X.520 lets a name be, in characters.
const LONGEST: usize = 64;

impl Holder {
    pub(crate) fn to_name(&self) -> Result<Name, CertError> {
        let short: String = self.name.chars().take(LONGEST).collect();
        let mut parts = RdnSequence::default();
        for (oid, value) in [
            (oid::COUNTRY, Any::encode_from(&PrintableStringRef::new("CN")?)?),
            (oid::ORGANIZATION, Any::encode_from(&Utf8StringRef::new(&short)?)?),
            (oid::SERIAL_NUMBER, Any::encode_from(&PrintableStringRef::new(&self.code)?)?),
            (oid::COMMON_NAME, Any::encode_from(&Utf8StringRef::new(&short)?)?),
        ] {
            parts.push(part(oid, value)?);
        }
        Ok(Name::hazmat_from_rdn_sequence(parts))
    }
}

/// The name of an authority.
pub fn authority(name: &str) -> Result<Name, CertError> {
    let mut parts = RdnSequence::default();
    parts.push(part(oid::COUNTRY, Any::encode_from(&PrintableStringRef::new("CN")?)?)?);
    parts.push(part(oid::COMMON_NAME, Any::encode_from(&Utf8StringRef::new(name)?)?)?);
    Ok(Name::hazmat_from_rdn_sequence(parts))
}

fn part(oid: ObjectIdentifier, value: Any) -> Result<RelativeDistinguishedName, CertError> {
    let attribute = AttributeTypeAndValue { oid, value };
    Ok(RelativeDistinguishedName::from(SetOfVec::try_from(vec![attribute])?))
}

/// Whether any attribute is this text: authorities put a company's code in one place or another.
pub fn tells(name: &Name, text: &str) -> bool {
    name.iter().any(|attribute| string(&attribute.value) == Some(text))
}

/// The common name, or else the first text there is.
pub fn display(name: &Name) -> String {
    let common = name.iter().find(|attribute| attribute.oid == oid::COMMON_NAME);
    let text = common.into_iter().chain(name.iter()).find_map(|attribute| string(&attribute.value));
    text.unwrap_or_default().to_owned()
}

fn string(value: &Any) -> Option<&str> {
    use der::Tag::{Ia5String, PrintableString, Utf8String};
    let is_text = matches!(value.tag(), Utf8String | PrintableString | Ia5String);
    std::str::from_utf8(value.value()).ok().filter(|_| is_text)
}
