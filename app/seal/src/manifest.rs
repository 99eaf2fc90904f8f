//! The manifest of a bid: one canonical text that names every part. Its SM3 is
//! the digest of the bid, and the bidder signs the text.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::chunk::pieces_of;
use crate::digest::Digest;
use crate::header::Header;
use crate::text::{Malformed, is_token, quote};

const VERSION: &str = "kaibiao-bid/2";

/// Most parts of a bid. It bounds what a reader has to take in.
const PARTS: usize = 32;

/// What a bid consists of. Ids and names of parts have to be tokens
/// ([`crate::text::is_token`]); otherwise nobody will read the text back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Id of the lot.
    pub lot: String,
    /// Credit code of the bidder.
    pub bidder: String,
    /// In the order the bidder gave them.
    pub parts: Vec<PartLine>,
}

/// One part of a bid. A file's own name is nowhere: the manifest is not sealed, and some name a file after its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    /// `form`, `guarantee`, `document-1` and so on.
    pub part: String,
    /// Bytes of plaintext.
    pub size: u64,
    /// Number of pieces, header included; follows from `size`.
    pub pieces: u32,
    /// [`Digest::of_pieces`].
    pub digest: Digest,
    /// The key commitment in the part's header.
    pub commitment: Digest,
}

/// What a bidder signs when it has seen that its key opens what is stored (FORMAT.md, section 10).
pub fn rehearsal(bid: &str, manifest: &Digest) -> String {
    format!("kaibiao-rehearsal/1\nbid {bid}\nmanifest {manifest}\n")
}

/// What every confirmation begins with; no other text that is signed does.
pub const CONFIRMATION: &str = "kaibiao-confirmation/1\n";

/// What a bidder signs when it confirms what was read out of its bid: names and values as they were read (FORMAT.md,
/// section 11).
pub fn confirmation(lot: &str, bid: &str, read: &[(&str, String)]) -> String {
    let mut text = format!("{CONFIRMATION}lot {lot}\nbid {bid}\n");
    for (name, value) in read {
        writeln!(text, "{name} {}", quote(value)).expect("a string takes all");
    }
    text
}

impl Manifest {
    /// The canonical text.
    pub fn to_text(&self) -> String {
        let mut text = format!("{VERSION}\nlot {}\nbidder {}\n", self.lot, self.bidder);
        for PartLine { part, size, pieces, digest, commitment } in &self.parts {
            writeln!(text, "part {part} {size} {pieces} {digest} {commitment}").expect("a string takes all");
        }
        text
    }

    /// Reads a manifest.
    ///
    /// # Errors
    /// The text is not canonical, has no part or one twice, or counts its pieces
    /// wrongly.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        let manifest = Self::read(text).ok_or(Malformed)?;
        let parts = &manifest.parts;
        let tokens = [&manifest.lot, &manifest.bidder].into_iter().chain(parts.iter().map(|line| &line.part));
        let sound = tokens.into_iter().all(|token| is_token(token))
            && (1..=PARTS).contains(&parts.len())
            && parts.iter().all(|line| pieces_of(line.size) == Some(line.pieces))
            && (1..parts.len()).all(|at| parts[..at].iter().all(|line| line.part != parts[at].part));
        // One value, one spelling: leading zeros, spare blanks and the like end here.
        if sound && manifest.to_text() == text { Ok(manifest) } else { Err(Malformed) }
    }

    /// The digest of the bid: SM3 of the canonical text.
    pub fn digest(&self) -> Digest {
        Digest::of(self.to_text().as_bytes())
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        if lines.next()? != VERSION {
            return None;
        }
        let lot = lines.next()?.strip_prefix("lot ")?.to_owned();
        let bidder = lines.next()?.strip_prefix("bidder ")?.to_owned();
        let parts = lines.take(PARTS + 1).map(PartLine::read).collect::<Option<_>>()?;
        Some(Self { lot, bidder, parts })
    }
}

impl PartLine {
    /// The line of a part with `size` bytes of plaintext, from all of its pieces.
    ///
    /// # Errors
    /// The first piece is no header.
    pub fn of(part: String, size: u64, pieces: &[Vec<u8>]) -> Result<Self, Malformed> {
        let digests = Digest::of_each(&pieces.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let commitment = Header::parse(pieces.first().map_or(&[], Vec::as_slice))?.commitment();
        // Nobody makes 2^32 pieces; one line wrongly counted would be refused.
        let count = u32::try_from(pieces.len()).unwrap_or(u32::MAX);
        Ok(Self { part, size, pieces: count, digest: Digest::of_pieces(&digests), commitment })
    }

    fn read(line: &str) -> Option<Self> {
        let mut fields = line.strip_prefix("part ")?.splitn(5, ' ');
        Some(Self {
            part: fields.next()?.to_owned(),
            size: fields.next()?.parse().ok()?,
            pieces: fields.next()?.parse().ok()?,
            digest: fields.next()?.parse().ok()?,
            commitment: fields.next()?.parse().ok()?,
        })
    }
}

#[cfg(test)]
mod tests;
