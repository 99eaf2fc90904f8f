//! Certificates of SM2 keys: bytes in, bytes out.
//!
//! A company asks for one ([`request`]), the centre's own authority issues it ([`Authority`]), anybody checks it
//! ([`Certificate`]) and whether it was revoked ([`Crl`]). `PROFILE.md` says what stands in each and where it is laid
//! down. Time and randomness are parameters.

mod authority;
mod certificate;
mod crl;
mod extension;
mod key_info;
mod name;
pub mod oid;
mod pem;
pub mod pkcs8;
pub mod request;
pub mod said;
mod signed;
mod signer;

pub use authority::{Authority, Leaf};
pub use certificate::Certificate;
pub use crl::{Crl, Reason, Revoked};
pub use name::Holder;
pub use pem::{CERTIFICATE, CRL, REQUEST, from_text, to_pem};
pub use request::Request;
pub use signer::{Signer, Software};

/// Seconds since 1970, as certificates count time.
pub type Seconds = u64;

/// Why something is no certificate, or not one to rely on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertError {
    #[error("malformed")]
    Malformed,
    #[error("not SM2 with SM3")]
    OtherAlgorithm,
    #[error("the signature does not hold")]
    SignatureWrong,
    #[error("issued by somebody else")]
    OtherIssuer,
    #[error("not valid at this moment")]
    OutOfDate,
    #[error("not made for this use")]
    OtherUse,
    /// Named by its object identifier: who does not know it must not rely on the certificate (RFC 5280, section 4.2).
    #[error("the critical extension {0} is not known")]
    UnknownCritical(String),
}

impl From<der::Error> for CertError {
    fn from(_: der::Error) -> Self {
        Self::Malformed
    }
}

#[cfg(test)]
mod tests;
