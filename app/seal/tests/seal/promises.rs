//! What opens, and above all what does not.

use std::sync::LazyLock;

use proptest::prelude::*;
use seal::{
    CHUNK, Context, Digest, FileKey, Header, OpenError, Opener, SealError, Sealer, UnwrapError, open_pieces,
    piece_size, pieces_of, seal_pieces, unwrap,
};

use crate::{context, plaintext, rng, secret, slices};

struct Sealed {
    pieces: Vec<Vec<u8>>,
    key: FileKey,
}

fn sealed(len: usize, seed: u64) -> Sealed {
    let to = [secret(1).public_key()];
    let pieces = seal_pieces(&context("form"), &to, &plaintext(len), &mut rng(seed)).unwrap();
    let key = unwrap(&Header::parse(&pieces[0]).unwrap(), &secret(1)).unwrap();
    Sealed { pieces, key }
}

/// Two whole chunks and a bit, and a short one: sealed once for all tests.
static LONG: LazyLock<Sealed> = LazyLock::new(|| sealed(2 * CHUNK + 100, 7));
static SHORT: LazyLock<Sealed> = LazyLock::new(|| sealed(100, 8));

fn open(pieces: &[Vec<u8>], key: &FileKey) -> Result<Vec<u8>, OpenError> {
    open_pieces(slices(pieces), key, &context("form"))
}

#[test]
fn sizes_around_the_chunk_borders_survive() {
    for len in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1] {
        let Sealed { pieces, key } = sealed(len, 9);
        assert!(open(&pieces, &key) == Ok(plaintext(len)), "{len}");
        assert_eq!(pieces_of(len as u64), Some(pieces.len() as u32));
        for (number, piece) in pieces.iter().enumerate().skip(1) {
            assert_eq!(piece_size(len as u64, number as u32), Some(piece.len()));
        }
    }
}

#[test]
fn a_sealed_chunk_comes_with_its_digest() {
    for len in [1, 100, CHUNK] {
        let (mut sealer, _) = Sealer::new(&context("form"), &[secret(1).public_key()], &mut rng(10)).unwrap();
        let piece = sealer.seal(&plaintext(len), true);
        assert_eq!(piece.digest, Digest::of(&piece.bytes), "{len}");
    }
}

#[test]
fn chunks_sealed_together_are_those_sealed_one_by_one() {
    let sealer = || Sealer::new(&context("form"), &[secret(1).public_key()], &mut rng(10)).unwrap().0;
    let chunks = 2 * Sealer::together() + 1;
    let plaintext = plaintext(chunks * CHUNK);
    let (mut one_by_one, mut together) = (sealer(), sealer());
    let first = together.seal(&plaintext[..CHUNK], false);
    let pieces = [vec![first], together.seal_whole(&plaintext[CHUNK..])].concat();
    let expected: Vec<_> = plaintext.chunks(CHUNK).map(|chunk| one_by_one.seal(chunk, false)).collect();
    assert!(pieces == expected);
    assert!(together.seal(b"the end", true) == one_by_one.seal(b"the end", true));
}

#[test]
fn dropping_any_piece_is_refused() {
    for number in 0..LONG.pieces.len() {
        let mut pieces = LONG.pieces.clone();
        pieces.remove(number);
        assert!(open(&pieces, &LONG.key).is_err(), "{number}");
    }
    assert_eq!(open(&[], &LONG.key), Err(OpenError::NotSealed));
    assert_eq!(open(&SHORT.pieces[..1], &SHORT.key), Err(OpenError::Altered));
}

#[test]
fn a_swap_of_two_chunks_is_refused() {
    for (one, other) in [(1, 2), (1, 3), (2, 3)] {
        let mut pieces = LONG.pieces.clone();
        pieces.swap(one, other);
        assert_eq!(open(&pieces, &LONG.key), Err(OpenError::Altered));
    }
}

#[test]
fn a_repeated_or_appended_chunk_is_refused() {
    for number in 1..LONG.pieces.len() {
        let mut pieces = LONG.pieces.clone();
        pieces.insert(number, pieces[number].clone());
        assert_eq!(open(&pieces, &LONG.key), Err(OpenError::Altered));
    }
    let mut pieces = LONG.pieces.clone();
    pieces.push(SHORT.pieces[1].clone());
    assert_eq!(open(&pieces, &LONG.key), Err(OpenError::Altered));
}

#[test]
fn a_chunk_cut_at_any_place_is_refused() {
    for len in 0..SHORT.pieces[1].len() {
        let pieces = vec![SHORT.pieces[0].clone(), SHORT.pieces[1][..len].to_vec()];
        assert_eq!(open(&pieces, &SHORT.key), Err(OpenError::Altered), "{len}");
    }
    let mut longer = SHORT.pieces.clone();
    longer[1].push(0);
    assert_eq!(open(&longer, &SHORT.key), Err(OpenError::Altered));
}

#[test]
fn a_header_of_another_part_does_not_lend_itself() {
    let pieces = vec![SHORT.pieces[0].clone(), sealed(100, 10).pieces[1].clone()];
    assert_eq!(open(&pieces, &SHORT.key), Err(OpenError::Altered));
}

#[test]
fn another_lot_bidder_or_part_is_refused() {
    let here = context("form");
    let elsewhere = [
        Context { lot: "01J0LOU".to_owned(), ..here.clone() },
        Context { bidder: "91440300708461137T".to_owned(), ..here.clone() },
        Context { part: "document-1".to_owned(), ..here.clone() },
        // The same letters with the border moved.
        Context { lot: "01J0LO".to_owned(), bidder: format!("T{}", here.bidder), ..here },
    ];
    for context in elsewhere {
        let opened = open_pieces(slices(&SHORT.pieces), &SHORT.key, &context);
        assert_eq!(opened, Err(OpenError::WrongContext));
    }
}

#[test]
fn another_key_is_refused() {
    let header = Header::parse(&SHORT.pieces[0]).unwrap();
    assert_eq!(unwrap(&header, &secret(2)).err(), Some(UnwrapError));
    assert_eq!(open(&SHORT.pieces, &LONG.key), Err(OpenError::WrongKey));
}

#[test]
fn every_recipient_gets_the_same_key() {
    let to = [secret(1), secret(2), secret(3)];
    let public = to.each_ref().map(|secret| secret.public_key());
    let pieces = seal_pieces(&context("form"), &public, b"12", &mut rng(11)).unwrap();
    let header = Header::parse(&pieces[0]).unwrap();
    for secret in to {
        let key = unwrap(&header, &secret).unwrap();
        assert_eq!(open(&pieces, &key).unwrap(), b"12");
    }
}

#[test]
fn no_recipient_too_many_or_one_twice_is_refused() {
    let many: Vec<_> = (0..17).map(|seed| secret(seed).public_key()).collect();
    let twice = [many[0], many[1], many[0]];
    for to in [&[][..], &many, &twice] {
        assert_eq!(Sealer::new(&context("form"), to, &mut rng(1)).err(), Some(SealError::Recipients));
    }
}

#[test]
fn nothing_opens_after_the_last_chunk() {
    let header = Header::parse(&SHORT.pieces[0]).unwrap();
    let mut opener = Opener::new(&header, &SHORT.key, &context("form")).unwrap();
    opener.open(&SHORT.pieces[1], true).unwrap();
    assert_eq!(opener.open(&SHORT.pieces[1], true), Err(OpenError::Altered));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn any_plaintext_survives(bytes in proptest::collection::vec(any::<u8>(), 0..3000), seed: u64) {
        let to = [secret(1).public_key()];
        let pieces = seal_pieces(&context("form"), &to, &bytes, &mut rng(seed)).unwrap();
        let key = unwrap(&Header::parse(&pieces[0]).unwrap(), &secret(1)).unwrap();
        prop_assert_eq!(open(&pieces, &key), Ok(bytes));
    }

    #[test]
    fn any_flipped_bit_is_refused(number in 0usize..4, at: prop::sample::Index, bit in 0u8..8) {
        let mut pieces = LONG.pieces.clone();
        let at = at.index(pieces[number].len());
        pieces[number][at] ^= 1 << bit;
        prop_assert!(open(&pieces, &LONG.key).is_err());
    }

    #[test]
    fn any_flipped_bit_of_the_header_is_refused_before_any_chunk(at: prop::sample::Index, bit in 0u8..8) {
        let mut header = SHORT.pieces[0].clone();
        let at = at.index(header.len());
        header[at] ^= 1 << bit;
        let opener = Header::parse(&header).map(|header| Opener::new(&header, &SHORT.key, &context("form")).is_ok());
        prop_assert!(opener != Ok(true));
    }
}
