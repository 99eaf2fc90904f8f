//! Sealing and opening a part, one piece at a time.

use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};

use crate::chunk::{CHUNK, ChunkKeys, Piece, fits};
use crate::digest::Digest;
use crate::file_key::{FileKey, Schedule};
use crate::header::{Header, RECIPIENTS, distinct, unwrap};
use crate::key::{PublicKey, SecretKey};
use crate::sm3::{Several, lanes};

/// The place of a sealed part, what it is sealed for. Sealed bytes moved to another
/// lot, bidder or part do not open there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// Id of the lot.
    pub lot: String,
    /// Unified social credit code of the bidder (GB 32100-2015).
    pub bidder: String,
    /// Name of the part, as in the manifest.
    pub part: String,
}

impl Context {
    pub(crate) fn digest(&self) -> Digest {
        let fields = [&self.lot, &self.bidder, &self.part];
        Digest::of_fields("kaibiao-context/1", fields.map(|field| field.as_bytes()))
    }
}

/// A part cannot be sealed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// There is no recipient, or more than 16, or one of them twice.
    #[error("wrong number of recipients")]
    Recipients,
}

/// Why a part does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// Piece 0 is missing or no header.
    #[error("not a sealed part")]
    NotSealed,
    /// Sealed for another lot, bidder or part.
    #[error("sealed for another place")]
    WrongContext,
    /// The header commits to another key.
    #[error("wrong key")]
    WrongKey,
    /// Header or chunk was changed, moved, cut off or added.
    #[error("altered")]
    Altered,
}

/// Seals the chunks of one part in order.
pub struct Sealer {
    keys: ChunkKeys,
    /// Number of the next chunk; `None` after the last.
    next: Option<u64>,
}

impl Sealer {
    /// Draws a fresh file key and wraps it for each recipient. Returns the sealer
    /// and the header, which is piece 0.
    ///
    /// # Errors
    /// [`SealError::Recipients`].
    pub fn new<R: CryptoRng + ?Sized>(
        context: &Context,
        recipients: &[PublicKey],
        rng: &mut R,
    ) -> Result<(Self, Vec<u8>), SealError> {
        if recipients.len() > RECIPIENTS || !distinct(recipients.iter().map(PublicKey::key_id)) {
            return Err(SealError::Recipients);
        }
        let (key, context) = (FileKey::generate(rng), context.digest());
        let header = Header::seal(context, &key, recipients, rng).to_bytes();
        let keys = ChunkKeys::new(&Schedule::new(&key, context));
        Ok((Self { keys, next: Some(0) }, header))
    }

    /// The sealer of a part that was begun before, from its first chunk on. What it seals must pass the part's
    /// [`crate::Record`] before it leaves: the key has sealed something already.
    ///
    /// # Errors
    /// The header was made for another key or place.
    pub fn again(header: &[u8], secret: &SecretKey, context: &Context) -> Result<Self, OpenError> {
        let header = Header::parse(header).map_err(|_| OpenError::NotSealed)?;
        let key = unwrap(&header, secret).map_err(|_| OpenError::WrongKey)?;
        let Opener { keys, next } = Opener::new(&header, &key, context)?;
        Ok(Self { keys, next })
    }

    /// Seals the next chunk: exactly [`CHUNK`] bytes, the last from 1 to
    /// [`CHUNK`], or empty when the whole part is.
    ///
    /// # Panics
    /// On a chunk of another size, or one after the last.
    pub fn seal(&mut self, plaintext: &[u8], last: bool) -> Piece {
        let index = self.next.expect("the last chunk was sealed before");
        assert!(fits(index, last, plaintext.len()), "a chunk of the wrong size");
        self.next = (!last).then_some(index + 1);
        self.keys.seal(index, last, plaintext)
    }

    /// As many chunks as are best sealed together by [`Sealer::seal_whole`].
    pub fn together() -> usize {
        lanes()
    }

    /// Seals whole chunks, none of them the last: what [`Sealer::seal`] gives for each, sooner.
    ///
    /// # Panics
    /// On anything but whole chunks, or after the last.
    pub fn seal_whole(&mut self, plaintext: &[u8]) -> Vec<Piece> {
        assert!(plaintext.len().is_multiple_of(CHUNK), "whole chunks");
        let mut pieces = Vec::with_capacity(plaintext.len() / CHUNK);
        for group in plaintext.chunks(lanes() * CHUNK) {
            match Several::new().filter(|_| group.len() == lanes() * CHUNK) {
                Some(hash) => {
                    let first = self.next.expect("the last chunk was sealed before");
                    self.next = Some(first + lanes() as u64);
                    pieces.extend(self.keys.seal_several(first, group, hash));
                }
                None => pieces.extend(group.chunks(CHUNK).map(|chunk| self.seal(chunk, false))),
            }
        }
        pieces
    }
}

/// All pieces of a part that is small enough to hold.
///
/// # Errors
/// [`SealError::Recipients`].
pub fn seal_pieces<R: CryptoRng + ?Sized>(
    context: &Context,
    recipients: &[PublicKey],
    plaintext: &[u8],
    rng: &mut R,
) -> Result<Vec<Vec<u8>>, SealError> {
    let (mut sealer, header) = Sealer::new(context, recipients, rng)?;
    let mut pieces = vec![header];
    let mut rest = plaintext;
    loop {
        let (chunk, after) = rest.split_at(rest.len().min(CHUNK));
        pieces.push(sealer.seal(chunk, after.is_empty()).bytes);
        if after.is_empty() {
            return Ok(pieces);
        }
        rest = after;
    }
}

/// Opens the chunks of one part in order.
pub struct Opener {
    keys: ChunkKeys,
    /// Number of the next chunk; `None` after the last.
    next: Option<u64>,
}

impl Opener {
    /// Checks context, commitment and header MAC, in this order.
    ///
    /// # Errors
    /// [`OpenError::WrongContext`], [`OpenError::WrongKey`], [`OpenError::Altered`].
    pub fn new(header: &Header, key: &FileKey, context: &Context) -> Result<Self, OpenError> {
        if header.context() != context.digest() {
            return Err(OpenError::WrongContext);
        }
        let schedule = Schedule::new(key, header.context());
        if !header.commits_to(&schedule) {
            return Err(OpenError::WrongKey);
        }
        if !header.is_genuine(&schedule) {
            return Err(OpenError::Altered);
        }
        Ok(Self { keys: ChunkKeys::new(&schedule), next: Some(0) })
    }

    /// Opens the next chunk; `last` says whether no piece follows it.
    ///
    /// # Errors
    /// [`OpenError::Altered`]; nothing of the chunk is given out then.
    pub fn open(&mut self, sealed: &[u8], last: bool) -> Result<Vec<u8>, OpenError> {
        let index = self.next.ok_or(OpenError::Altered)?;
        let plaintext = self.keys.open(index, last, sealed).ok_or(OpenError::Altered)?;
        self.next = (!last).then_some(index + 1);
        Ok(plaintext)
    }
}

/// Opens a part from all of its pieces.
///
/// # Errors
/// Any [`OpenError`]; no plaintext is given out unless every piece is right.
pub fn open_pieces<'a>(
    pieces: impl IntoIterator<Item = &'a [u8]>,
    key: &FileKey,
    context: &Context,
) -> Result<Vec<u8>, OpenError> {
    let mut pieces = pieces.into_iter().peekable();
    let header = pieces.next().and_then(|piece| Header::parse(piece).ok()).ok_or(OpenError::NotSealed)?;
    let mut opener = Opener::new(&header, key, context)?;
    let mut plaintext = Vec::new();
    while let Some(piece) = pieces.next() {
        plaintext.extend(opener.open(piece, pieces.peek().is_none())?);
    }
    // Still expecting a chunk: there was none at all.
    if opener.next.is_some() { Err(OpenError::Altered) } else { Ok(plaintext) }
}
