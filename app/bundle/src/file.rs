//! The file around the content: a frame of fixed length, so that whoever checks the signature in another language cuts the
//! signed bytes out of it without a parser.

use rand_core::CryptoRng;
use seal::{Digest, PublicKey, SecretKey, Signature};

use crate::content::Content;

const VERSION: &str = "kaibiao-bundle/1";

/// Largest file that is read.
pub const MOST_BYTES: usize = 32 << 20;
/// Most bids and entries that are gone through.
const MOST_BIDS: usize = 2_000;
const MOST_ENTRIES: usize = 100_000;
/// Digits of the longest number: sums of such numbers stay far from the end of what 64 bits count.
const DIGITS: usize = 16;

/// A bundle that could be read. Whether it holds is another question.
#[derive(Clone, Debug)]
pub struct Bundle {
    pub platform_key: PublicKey,
    pub signature: Signature,
    /// SM3 of the content as it stands in the file.
    pub digest: Digest,
    pub content: Content,
}

/// Why a file is no bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// Larger than [`MOST_BYTES`].
    TooLarge,
    NotABundle,
    /// Made by a later program, or content that this one does not know.
    Unreadable,
    /// More bids or entries than any opening has.
    TooMany,
}

/// Writes a bundle and signs it with the platform's key.
///
/// # Panics
/// Never: all of a content can be written as JSON.
pub fn issue<R: CryptoRng + ?Sized>(content: &Content, platform: &SecretKey, rng: &mut R) -> String {
    frame(&serde_json::to_string(content).expect("a content is plain data"), platform, rng)
}

/// Signs any content.
pub fn frame<R: CryptoRng + ?Sized>(content: &str, platform: &SecretKey, rng: &mut R) -> String {
    let key = platform.public_key();
    let signature = platform.sign(signed(Digest::of(content.as_bytes()), &key).as_bytes(), rng);
    format!(r#"{{"version":"{VERSION}","platform_key":"{key}","signature":"{signature}","content":{content}}}"#)
}

impl Bundle {
    /// Reads a file, and nothing beyond its bounds.
    ///
    /// # Errors
    /// Every [`FileFault`].
    pub fn read(bytes: &[u8]) -> Result<Self, FileFault> {
        if bytes.len() > MOST_BYTES {
            return Err(FileFault::TooLarge);
        }
        let text = str::from_utf8(bytes).map_err(|_| FileFault::NotABundle)?;
        let (platform_key, signature, json) = unframed(text).ok_or(FileFault::NotABundle)?;
        if !is_countable(json) {
            return Err(FileFault::Unreadable);
        }
        let content: Content = serde_json::from_str(json).map_err(|_| FileFault::Unreadable)?;
        if content.bids.len() > MOST_BIDS || content.entries.len() > MOST_ENTRIES {
            return Err(FileFault::TooMany);
        }
        Ok(Self { platform_key, signature, digest: Digest::of(json.as_bytes()), content })
    }

    /// Whether the key that the bundle names signed it.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.platform_key.verify(signed(self.digest, &self.platform_key).as_bytes(), &self.signature)
    }
}

/// The canonical text, the message that is signed.
fn signed(content: Digest, platform: &PublicKey) -> String {
    format!("{VERSION}\ncontent {content}\nplatform {platform}\n")
}

/// Key, signature and content, if the frame is exactly ours.
fn unframed(text: &str) -> Option<(PublicKey, Signature, &str)> {
    let rest = text.strip_prefix(&format!(r#"{{"version":"{VERSION}","platform_key":""#))?;
    let (key, rest) = rest.split_at_checked(130)?;
    let (signature, rest) = rest.strip_prefix(r#"","signature":""#)?.split_at_checked(128)?;
    let content = rest.strip_prefix(r#"","content":"#)?.strip_suffix('}')?;
    Some((key.parse().ok()?, signature.parse().ok()?, content))
}

/// No number outside of texts is negative or has more than 16 digits. That it is a whole one, its reader sees to.
fn is_countable(json: &str) -> bool {
    let (mut in_text, mut escaped, mut digits) = (false, false, 0);
    for byte in json.bytes() {
        if in_text {
            in_text = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
            continue;
        }
        in_text = byte == b'"';
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits > DIGITS || byte == b'-' {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_could_overflow_are_refused_and_texts_may_hold_anything() {
        for good in ["", r#"{"a":9999999999999999,"b":[0,1]}"#, r#"{"a-":"-199999999999999999999\"-","b":"\\"}"#] {
            assert!(is_countable(good), "{good}");
        }
        for bad in ["[-1]", "[10000000000000000]", r#"["\\",-1]"#, r#"["a\"b",-1]"#] {
            assert!(!is_countable(bad), "{bad}");
        }
    }
}
