//! What a key signs beside requests: that another key may follow it, and that its holder has it. Each text begins with its
//! purpose, so that a signature for one is none for another.

use seal::Digest;

/// The present key says that this request comes from its company.
pub const COUNTERSIGNED: &str = "kaibiao-certificate-request/1\n";
/// The key of a certificate that somebody else issued is in its company's hands, now.
pub const POSSESSION: &str = "kaibiao-possession/1\n";

/// `request` is SM3 of the request in DER.
#[must_use]
pub fn countersigned(code: &str, request: &Digest) -> String {
    format!("{COUNTERSIGNED}bidder {code}\nrequest {request}\n")
}

/// `certificate` is its fingerprint; `challenge` was given by the server a moment ago.
#[must_use]
pub fn possession(code: &str, certificate: &Digest, challenge: &str) -> String {
    format!("{POSSESSION}bidder {code}\ncertificate {certificate}\nchallenge {challenge}\n")
}
