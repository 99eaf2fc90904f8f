//! Scans and papers that a company hands in: what they show, and which are taken.

use serde::{Deserialize, Serialize};

use super::item::Item;
use crate::Timestamp;

/// Most bytes of one file.
pub const LARGEST: u64 = 10 << 20;
/// Most files that one company may keep, those that others replaced included.
pub const MOST: u32 = 100;

/// A file that was taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Twenty-six characters; its address ends with it.
    pub id: String,
    /// One of the scans.
    pub item: Item,
    /// As the company called it.
    pub name: String,
    /// `image/jpeg`, `image/png` or `application/pdf`: what it is, not what it was called.
    pub media: String,
    pub size: u64,
    /// SM3 of the bytes that are kept, in hexadecimal.
    pub digest: String,
    pub at: Timestamp,
    /// A virus scanner has found nothing in it; `false` where there is no scanner.
    pub scanned: bool,
}

impl Attachment {
    #[must_use]
    pub fn is_image(&self) -> bool {
        self.media.starts_with("image/")
    }
}

/// Why a file was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttachmentFault {
    Empty,
    TooLarge {
        most: u64,
    },
    TooMany {
        most: u32,
    },
    /// Neither JPEG, PNG nor PDF by what it holds.
    UnknownKind,
    /// It begins like an image and can not be read as one.
    BrokenImage,
    /// More pixels than a scan of A3 has at 600 dots an inch.
    TooManyPixels,
    BrokenPdf,
    EncryptedPdf,
    /// It would run a program or a script when it is opened.
    ActivePdf,
    /// The scanner names what it found.
    Virus {
        name: String,
    },
    /// A scanner is configured and does not answer: nothing is taken unscanned.
    NoScanner,
}

/// What becomes of a file that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    Taken(Attachment),
    Refused(AttachmentFault),
}
