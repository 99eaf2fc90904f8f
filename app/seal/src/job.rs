//! Messages between a page and its sealing worker. The page posts an array
//! `[json, file0, file1, …]` whose first entry is a [`Job`]; the worker answers
//! with [`Report`]s as JSON, the last of them neither `Ready` nor `Progress`.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::digest::Digest;
use crate::file_key::FileKey;
use crate::key::{PublicKey, Signature};
use crate::slip::Slip;

/// Messages to a worker at work: begin nothing new, and go on.
pub const HOLD: &str = "hold";
pub const GO_ON: &str = "go on";

/// A passphrase on its way to the worker; wiped when dropped and never shown.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Passphrase(String);

impl Passphrase {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Passphrase {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl Drop for Passphrase {
    fn drop(&mut self) {
        drop(Zeroizing::new(std::mem::take(&mut self.0)));
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// What a page asks of its worker: one job, then the worker is done.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Job {
    /// Make a key pair and lock it into a new key file.
    MakeKey { passphrase: Passphrase },
    /// Seal and upload every part, then sign the manifest.
    SealBid {
        bid: String,
        lot: String,
        /// Credit code.
        bidder: String,
        key_file: String,
        passphrase: Passphrase,
        parts: Vec<PartJob>,
    },
    /// Take the file keys of the named parts out of what the server stores.
    Release {
        bid: String,
        lot: String,
        /// Credit code.
        bidder: String,
        parts: Vec<String>,
        key_file: String,
        passphrase: Passphrase,
    },
    /// Prove that the key opens what the server stores, the header and the first chunk of each part, and sign that it does.
    Rehearse {
        bid: String,
        lot: String,
        /// Credit code.
        bidder: String,
        /// Digest of the bid.
        manifest: Digest,
        /// Names and sizes, in bytes of plaintext.
        parts: Vec<(String, u64)>,
        key_file: String,
        passphrase: Passphrase,
    },
    /// Seal a text as a part of its own and sign its manifest; nothing leaves the machine.
    SealSlip {
        lot: String,
        /// Credit code.
        bidder: String,
        part: PartJob,
        key_file: String,
        passphrase: Passphrase,
    },
    /// Lock the key once more, for a file that other programs read too (PKCS#8).
    BackUp { key_file: String, passphrase: Passphrase },
    /// Take the key out of a backup, or out of a key file, into a new key file.
    Restore { backup: String, passphrase: Passphrase },
    /// Ask for a certificate (PKCS#10), in the name of a company.
    RequestCertificate {
        /// Credit code.
        code: String,
        name: String,
        key_file: String,
        passphrase: Passphrase,
        /// The key in force and its passphrase, which vouch for the request.
        present: Option<(String, Passphrase)>,
    },
    /// Sign that the key of a certificate is here.
    Prove {
        /// What the server asks to be signed; nothing is but a proof of possession, or that somebody signs in here.
        text: String,
        key_file: String,
        passphrase: Passphrase,
    },
    /// Sign that what was read out of the bid is what was bid.
    Confirm {
        /// A [`crate::confirmation`]; nothing else is signed.
        text: String,
        key_file: String,
        passphrase: Passphrase,
    },
}

/// One part to seal.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PartJob {
    pub part: String,
    pub source: Source,
}

/// Where the plaintext of a part comes from.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The text itself.
    Text(String),
    /// The file posted along at this place, counted from 0.
    File(u32),
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // It may hold the price.
            Self::Text(_) => f.write_str("Text(…)"),
            Self::File(at) => write!(f, "File({at})"),
        }
    }
}

/// What a worker tells its page.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Report {
    /// The worker waits for its job.
    Ready,
    KeyMade {
        public_key: PublicKey,
        key_file: String,
    },
    /// `done` of `total` bytes of plaintext of all parts are stored; `part` is at work.
    Progress {
        part: String,
        done: u64,
        total: u64,
    },
    /// The server does not answer just now; the worker goes on trying.
    LineDown,
    /// Every part is stored; the manifest's canonical text and its signature.
    Sealed {
        manifest: String,
        signature: Signature,
    },
    Released {
        keys: Vec<ReleasedKey>,
    },
    Slip(Slip),
    /// A signature over [`crate::rehearsal`] or [`crate::confirmation`].
    Signed {
        signature: Signature,
    },
    BackedUp {
        backup: String,
    },
    CertificateRequest {
        /// In hexadecimal.
        request: String,
        countersignature: Option<Signature>,
    },
    Failed(Failure),
}

/// A file key taken out for the opening.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReleasedKey {
    pub part: String,
    /// As JSON 64 hexadecimal digits.
    pub key: FileKey,
}

/// Why a job failed. Nothing was changed except pieces that may have arrived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    WrongPassphrase,
    NotAKeyFile,
    /// No part of the bid is sealed for this key, or it does not open one.
    KeyDoesNotFit,
    /// The server said no; the body is its refusal in JSON.
    Refused {
        status: u16,
        body: String,
    },
    /// The server could not be reached, however often it was tried.
    Network,
    /// A file could not be read: moved, changed or locked since it was chosen.
    Unreadable {
        part: String,
    },
    /// What the server gives back is not what was sealed.
    StoredDiffers {
        part: String,
    },
    /// A defect.
    Internal,
}

#[cfg(test)]
mod tests;
