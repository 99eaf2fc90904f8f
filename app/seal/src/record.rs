//! What a part's sealer has let out, so that a sealing which was broken off can go on under the same key.
//!
//! Two plaintexts under one key and counter give their difference away to whoever holds both ciphertexts. So every
//! piece is on record, in a place that the platform does not control, before it leaves; and what is sealed again leaves
//! only if it is, byte for byte, what left before. A file that was changed meanwhile is sealed under a new key.

use crate::Piece;
use crate::digest::Digest;

/// The pieces of one part that have left, or may have: its header, and the digest of every chunk in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    header: Vec<u8>,
    sealed: Vec<Digest>,
    /// How many of them have been sealed again.
    again: usize,
}

/// The plaintext is another than the one that was sealed before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("another plaintext was sealed under this key")]
pub struct Changed;

impl Record {
    /// Nothing has left yet.
    #[must_use]
    pub fn new(header: Vec<u8>) -> Self {
        Self { header, sealed: Vec::new(), again: 0 }
    }

    /// The bytes of the record: the header's length (2 bytes, big-endian), the header, and the digests. Digests may be
    /// appended to it as they come; one that was cut off in the middle has not left and does not count.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = (self.header.len() as u16).to_be_bytes().to_vec();
        bytes.extend_from_slice(&self.header);
        self.sealed.iter().for_each(|digest| bytes.extend_from_slice(&digest.0));
        bytes
    }

    /// Reads a record; `None` when it holds no whole header.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let (len, rest) = bytes.split_first_chunk()?;
        let (header, digests) = rest.split_at_checked(usize::from(u16::from_be_bytes(*len)))?;
        let (digests, _cut_off) = digests.as_chunks();
        let sealed = digests.iter().map(|digest| Digest(*digest)).collect();
        (!header.is_empty()).then(|| Self { header: header.to_vec(), sealed, again: 0 })
    }

    /// The header that was drawn when the part was begun.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        &self.header
    }

    /// Lets the next pieces of the part pass. Returns the bytes that have to be on record before any of them leaves:
    /// none, when all of them have left before.
    ///
    /// # Errors
    /// [`Changed`]: none of them may leave.
    pub fn pass(&mut self, pieces: &[Piece]) -> Result<Vec<u8>, Changed> {
        let mut new = Vec::new();
        for piece in pieces {
            match self.sealed.get(self.again) {
                Some(before) if *before != piece.digest => return Err(Changed),
                Some(_) => {}
                None => {
                    self.sealed.push(piece.digest);
                    new.extend_from_slice(&piece.digest.0);
                }
            }
            self.again += 1;
        }
        Ok(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(content: &str) -> Piece {
        Piece { bytes: content.into(), digest: Digest::of(content.as_bytes()) }
    }

    #[test]
    fn what_left_before_leaves_again_and_needs_no_second_note() {
        let mut record = Record::new(b"header".to_vec());
        let mut kept = record.to_bytes();
        kept.extend(record.pass(&[piece("a"), piece("b")]).unwrap());
        let mut record = Record::parse(&kept).unwrap();
        assert_eq!(record.header(), b"header");
        assert_eq!(record.pass(&[piece("a")]), Ok(vec![]));
        let new = record.pass(&[piece("b"), piece("c")]).unwrap();
        assert_eq!(new, Digest::of(b"c").0);
        assert_eq!(record.to_bytes(), [kept, new].concat());
    }

    #[test]
    fn another_plaintext_never_leaves_under_the_same_key() {
        let mut record = Record::new(b"header".to_vec());
        record.pass(&[piece("a"), piece("b")]).unwrap();
        for changed in [vec![piece("x")], vec![piece("a"), piece("x")], vec![piece("b"), piece("a")]] {
            let mut again = Record::parse(&record.to_bytes()).unwrap();
            assert_eq!(again.pass(&changed), Err(Changed));
        }
    }

    #[test]
    fn a_record_that_was_cut_off_counts_as_far_as_it_is_whole() {
        let mut record = Record::new(b"header".to_vec());
        record.pass(&[piece("a"), piece("b")]).unwrap();
        let bytes = record.to_bytes();
        let whole = bytes.len() - 32;
        for len in 0..bytes.len() {
            let read = Record::parse(&bytes[..len]).map(|read| read.sealed.len());
            let expected = (len >= 2 + 6).then(|| usize::from(len >= whole));
            assert_eq!(read, expected, "{len} bytes");
        }
    }
}
