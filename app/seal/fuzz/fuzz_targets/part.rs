//! Any pieces under one key: they open only when they are the very pieces that were sealed.
//!
//! The input is a list of edits, so that a mutation shuffles, cuts and exchanges genuine pieces as well as it makes up new
//! ones: MACs would stop it at the first byte otherwise.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{Context, FileKey, SecretKey, open_pieces, seal_pieces};
use serde_json::Value;

struct Genuine {
    context: Context,
    key: FileKey,
    plaintext: Vec<u8>,
    /// Header and chunk.
    pieces: Vec<Vec<u8>>,
    /// The same plaintext sealed again for the same place: another file key.
    again: Vec<Vec<u8>>,
}

static GENUINE: LazyLock<Genuine> = LazyLock::new(|| {
    let vector: Value = serde_json::from_str(include_str!("../../vectors/short.json")).unwrap();
    let text = |name: &str| vector[name].as_str().unwrap();
    let context: Context = serde_json::from_value(vector["context"].clone()).unwrap();
    let chunk = text("chunk").as_bytes().chunks(2);
    let chunk = chunk.map(|two| u8::from_str_radix(str::from_utf8(two).unwrap(), 16).unwrap()).collect();
    let plaintext = text("plaintext").as_bytes().to_vec();
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    let to = [SecretKey::generate(&mut rng).public_key()];
    Genuine {
        key: text("file_key").parse().unwrap(),
        pieces: vec![text("header").as_bytes().to_vec(), chunk],
        again: seal_pieces(&context, &to, &plaintext, &mut rng).unwrap(),
        plaintext,
        context,
    }
});

/// `0`, length in two bytes, bytes: a piece of one's own. `1` to `4`: a genuine piece, the last two of the part sealed
/// again. Others change the piece before: `5`, bit in two bytes: flips it; `6`, two bytes: cuts it to that length;
/// `7`: takes it away.
fn pieces(mut edits: &[u8]) -> Vec<Vec<u8>> {
    let mut pieces: Vec<Vec<u8>> = Vec::new();
    let two = |rest: &mut &[u8]| -> Option<usize> {
        let (two, after) = rest.split_first_chunk::<2>()?;
        *rest = after;
        Some(usize::from(u16::from_be_bytes(*two)))
    };
    while let Some((edit, rest)) = edits.split_first() {
        edits = rest;
        let last = pieces.last_mut();
        match edit {
            0 => {
                let len = two(&mut edits).unwrap_or_default().min(edits.len());
                let (piece, rest) = edits.split_at(len);
                edits = rest;
                pieces.push(piece.to_vec());
            }
            1 | 2 => pieces.push(GENUINE.pieces[usize::from(edit - 1)].clone()),
            3 | 4 => pieces.push(GENUINE.again[usize::from(edit - 3)].clone()),
            5 => {
                let bit = two(&mut edits).unwrap_or_default();
                if let Some(byte) = last.and_then(|piece| piece.get_mut(bit / 8)) {
                    *byte ^= 1 << (bit % 8);
                }
            }
            6 => {
                let len = two(&mut edits).unwrap_or_default();
                last.into_iter().for_each(|piece| piece.truncate(len));
            }
            _ => drop(pieces.pop()),
        }
    }
    pieces
}

fuzz_target!(|edits: &[u8]| {
    let (pieces, genuine) = (pieces(edits), &*GENUINE);
    let opened = open_pieces(pieces.iter().map(Vec::as_slice), &genuine.key, &genuine.context);
    assert_eq!(opened.is_ok(), pieces == genuine.pieces, "altered pieces open, or genuine ones do not");
    assert!(opened.is_err() || opened.as_ref() == Ok(&genuine.plaintext));
});
