//! Text around DER (RFC 7468), as people mail and store it.

use der::pem::{LineEnding, decode_vec, encode_string};

use crate::CertError;

pub const CERTIFICATE: &str = "CERTIFICATE";
pub const REQUEST: &str = "CERTIFICATE REQUEST";
pub const CRL: &str = "X509 CRL";

/// # Errors
/// `Malformed` for a label that is none.
pub fn to_pem(label: &str, bytes: &[u8]) -> Result<String, CertError> {
    encode_string(label, LineEnding::LF, bytes).map_err(|_| CertError::Malformed)
}

/// DER out of PEM with this label; what is no text at all is taken for DER.
///
/// # Errors
/// `Malformed`.
pub fn from_text(label: &str, bytes: &[u8]) -> Result<Vec<u8>, CertError> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(bytes.to_vec()) };
    // What stands before and after, as OpenSSL's own description of a certificate, is not read.
    let begin = text.find("-----BEGIN").ok_or(CertError::Malformed)?;
    let end = text.find("-----END").ok_or(CertError::Malformed)?;
    let end = end + text[end..].find('\n').unwrap_or(text.len() - end);
    let text = text.get(begin..end).ok_or(CertError::Malformed)?.trim_end();
    match decode_vec(text.as_bytes()) {
        Ok((found, der)) if found == label => Ok(der),
        _ => Err(CertError::Malformed),
    }
}
