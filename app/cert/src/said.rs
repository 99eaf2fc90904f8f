//! What a key signs beside requests: that another key may follow it, that its holder has it, and that its holder signs in.
//! Each text begins with its purpose, so that a signature for one is none for another.

use seal::Digest;

/// The present key says that this request comes from its company.
pub const COUNTERSIGNED: &str = "kaibiao-certificate-request/1\n";
/// The key of a certificate that somebody else issued is in its company's hands, now.
pub const POSSESSION: &str = "kaibiao-possession/1\n";
/// Somebody signs in to one account, at one portal, from one browser.
pub const SIGN_IN: &str = "kaibiao-sign-in/1\n";

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

/// `origin` is the portal's own, scheme and host; `challenge` was given to one browser a moment ago. None of them holds a
/// line feed.
#[must_use]
pub fn sign_in(origin: &str, account: &str, challenge: &str) -> String {
    format!("{SIGN_IN}origin {origin}\naccount {account}\nchallenge {challenge}\n")
}

/// Whether a text signs somebody in here: a page that was shown the text of another portal must not have it signed.
#[must_use]
pub fn signs_in_at(text: &str, origin: &str) -> bool {
    text.strip_prefix(SIGN_IN).and_then(|rest| rest.lines().next()?.strip_prefix("origin ")) == Some(origin)
}
