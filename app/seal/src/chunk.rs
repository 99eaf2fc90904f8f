//! One sealed chunk: SM4 in counter mode, then HMAC-SM3 over number, last flag
//! and the ciphertext's SM3.

use ctr::cipher::{InnerIvInit, StreamCipher};
use ctr::{Ctr128BE, CtrCore};
use hmac::{Hmac, KeyInit, Mac};
use sm3::{Digest as _, Sm3};

use crate::digest::Digest;
use crate::file_key::Schedule;
use crate::sm3::Several;
use crate::sm4::Sm4;

/// Plaintext bytes in every chunk but the last.
pub const CHUNK: usize = 1 << 20;

/// Bytes of the largest piece.
pub const PIECE: usize = CHUNK + TAG;

/// Bytes of an HMAC-SM3 tag.
pub(crate) const TAG: usize = 32;

/// Pieces of a part with `size` bytes of plaintext, header included; `None`
/// when they are too many to count (beyond 4 PiB).
pub fn pieces_of(size: u64) -> Option<u32> {
    let chunks = size.div_ceil(CHUNK as u64).max(1);
    u32::try_from(chunks + 1).ok()
}

/// Bytes of piece `number ≥ 1` of a part with `size` bytes of plaintext; `None`
/// when there is no such piece, or it is the header, whose size is its own.
pub fn piece_size(size: u64, number: u32) -> Option<usize> {
    let pieces = pieces_of(size)?;
    if number == 0 || number >= pieces {
        return None;
    }
    let before = u64::from(number - 1) * CHUNK as u64;
    let here = usize::try_from((size - before).min(CHUNK as u64)).ok()?;
    Some(here + TAG)
}

/// Whether a chunk of `len` plaintext bytes may stand at this place. Exactly one
/// division into chunks is right for each size.
pub(crate) fn fits(index: u64, last: bool, len: usize) -> bool {
    if last { len <= CHUNK && (len > 0 || index == 0) } else { len == CHUNK }
}

/// So much is encrypted and then hashed before the next: it is still near the processor.
const STRETCH: usize = 16 * 1024;

/// A sealed chunk, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    pub bytes: Vec<u8>,
    /// SM3 of `bytes`, come by on the way.
    pub digest: Digest,
}

impl Piece {
    /// Bytes of the chunk that it seals.
    pub fn plaintext(&self) -> u64 {
        (self.bytes.len() - TAG) as u64
    }
}

/// The two keys of a part's chunks.
pub(crate) struct ChunkKeys {
    cipher: Sm4,
    mac: Hmac<Sm3>,
}

impl ChunkKeys {
    pub(crate) fn new(schedule: &Schedule) -> Self {
        let mac = Hmac::new_from_slice(&schedule.chunk_mac()[..]).expect("any length is a key");
        Self { cipher: Sm4::new((&*schedule.chunk_cipher()).into()), mac }
    }

    /// Ciphertext, tag. The ciphertext is hashed once, for the tag and for the digest of it all.
    pub(crate) fn seal(&self, index: u64, last: bool, plaintext: &[u8]) -> Piece {
        let mut bytes = Vec::with_capacity(plaintext.len() + TAG);
        bytes.extend_from_slice(plaintext);
        let mut keystream = self.keystream(index);
        let mut hash = Sm3::new();
        for stretch in bytes.chunks_mut(STRETCH) {
            keystream.apply_keystream(stretch);
            hash.update(&*stretch);
        }
        let ciphertext = Digest(hash.clone().finalize().into());
        let tag = self.tag(index, last, ciphertext).finalize().into_bytes();
        bytes.extend_from_slice(&tag);
        Piece { bytes, digest: Digest(hash.chain_update(tag).finalize().into()) }
    }

    /// The same for as many whole chunks as there are lanes, the first with number `first`, none of them the last.
    pub(crate) fn seal_several(&self, first: u64, plaintext: &[u8], mut hash: Several) -> Vec<Piece> {
        let mut keystreams: Vec<_> = (first..).zip(plaintext.chunks(CHUNK)).map(|(i, _)| self.keystream(i)).collect();
        let mut sealed: Vec<Vec<u8>> = plaintext
            .chunks(CHUNK)
            .map(|chunk| {
                let mut bytes = Vec::with_capacity(PIECE);
                bytes.extend_from_slice(chunk);
                bytes
            })
            .collect();
        for at in (0..CHUNK).step_by(STRETCH) {
            for (bytes, keystream) in sealed.iter_mut().zip(&mut keystreams) {
                keystream.apply_keystream(&mut bytes[at..at + STRETCH]);
            }
            hash.update(&sealed.iter().map(|bytes| &bytes[at..at + STRETCH]).collect::<Vec<_>>());
        }
        let nothing = vec![&[][..]; sealed.len()];
        let ciphertexts = (first..).zip(hash.clone().finish(&nothing));
        let tags: Vec<_> = ciphertexts.map(|(i, digest)| self.tag(i, false, digest).finalize().into_bytes()).collect();
        let digests = hash.finish(&tags.iter().map(|tag| &tag[..]).collect::<Vec<_>>());
        for (bytes, tag) in sealed.iter_mut().zip(tags) {
            bytes.extend_from_slice(&tag);
        }
        sealed.into_iter().zip(digests).map(|(bytes, digest)| Piece { bytes, digest }).collect()
    }

    /// The plaintext, if the chunk was sealed for this place. The tag is compared
    /// in constant time and before anything is decrypted.
    pub(crate) fn open(&self, index: u64, last: bool, sealed: &[u8]) -> Option<Vec<u8>> {
        let (ciphertext, tag) = sealed.split_at_checked(sealed.len().checked_sub(TAG)?)?;
        if !fits(index, last, ciphertext.len()) {
            return None;
        }
        self.tag(index, last, Digest::of(ciphertext)).verify_slice(tag).ok()?;
        let mut plaintext = ciphertext.to_vec();
        self.keystream(index).apply_keystream(&mut plaintext);
        Some(plaintext)
    }

    fn tag(&self, index: u64, last: bool, ciphertext: Digest) -> Hmac<Sm3> {
        self.mac.clone().chain_update(index.to_be_bytes()).chain_update([u8::from(last)]).chain_update(ciphertext.0)
    }

    /// Upper half of the counter: which chunk; lower half: which block in it. The key is
    /// used for one part only, so no two blocks ever share a counter.
    fn keystream(&self, index: u64) -> Ctr128BE<&Sm4> {
        let start = (u128::from(index) << 64).to_be_bytes();
        Ctr128BE::from_core(CtrCore::inner_iv_init(&self.cipher, &start.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_has_one_division_into_pieces() {
        let chunk = CHUNK as u64;
        let sizes = [(0, 2, 0), (1, 2, 1), (chunk, 2, CHUNK), (chunk + 1, 3, 1), (2 * chunk, 3, CHUNK)];
        for (size, pieces, last) in sizes {
            assert_eq!(pieces_of(size), Some(pieces), "{size}");
            assert_eq!(piece_size(size, pieces - 1), Some(last + TAG), "{size}");
            assert_eq!(piece_size(size, pieces), None);
            assert_eq!(piece_size(size, 0), None);
        }
        assert_eq!(pieces_of(u64::MAX), None);
    }

    #[test]
    fn only_a_first_chunk_may_be_empty_and_only_the_last_may_be_short() {
        assert!(fits(0, true, 0) && fits(0, true, CHUNK) && fits(7, true, 1) && fits(7, false, CHUNK));
        assert!(!fits(1, true, 0) && !fits(0, true, CHUNK + 1));
        assert!(!fits(0, false, CHUNK - 1) && !fits(0, false, CHUNK + 1));
    }
}
