//! The worked vectors once more, opened by the very machine code that browsers run.
#![cfg(target_arch = "wasm32")]

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{CHUNK, Context, Digest, FileKey, Header, Sealer, SecretKey, keyfile, open_pieces, seal_pieces, unwrap};
use serde_json::Value;
use wasm_bindgen_test::wasm_bindgen_test;

const SHORT: &str = include_str!("../../vectors/short.json");
const LONG: &str = include_str!("../../vectors/long.json");
const KEY_FILE: &str = include_str!("../../vectors/keyfile.json");

fn vector(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fn secret(vector: &Value) -> SecretKey {
    let bytes = hex::decode(vector["secret_key"].as_str().unwrap()).unwrap();
    SecretKey::from_bytes(&bytes.try_into().unwrap()).unwrap()
}

#[wasm_bindgen_test]
fn the_short_vector_opens() {
    let vector = vector(SHORT);
    let context: Context = serde_json::from_value(vector["context"].clone()).unwrap();
    let header = vector["header"].as_str().unwrap().as_bytes();
    let key = unwrap(&Header::parse(header).unwrap(), &secret(&vector)).unwrap();
    assert_eq!(&**key.to_hex(), vector["file_key"].as_str().unwrap());
    let chunk = hex::decode(vector["chunk"].as_str().unwrap()).unwrap();
    let plaintext = open_pieces([header, &chunk[..]], &key, &context).unwrap();
    assert_eq!(str::from_utf8(&plaintext).unwrap(), vector["plaintext"].as_str().unwrap());
}

#[wasm_bindgen_test]
fn the_long_vector_is_sealed_bit_for_bit() {
    let vector = vector(LONG);
    let context: Context = serde_json::from_value(vector["context"].clone()).unwrap();
    let plaintext: Vec<u8> = (0..CHUNK + 5).map(|at| (at % 251) as u8).collect();
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let pieces = seal_pieces(&context, &[secret(&vector).public_key()], &plaintext, &mut rng).unwrap();
    let digests: Vec<Digest> = pieces.iter().map(|piece| Digest::of(piece)).collect();
    assert_eq!(Digest::of_pieces(&digests).to_string(), vector["part_digest"].as_str().unwrap());
    let key = FileKey::from_hex(vector["file_key"].as_str().unwrap()).unwrap();
    assert!(open_pieces(pieces.iter().map(Vec::as_slice), &key, &context) == Ok(plaintext));
}

#[wasm_bindgen_test]
fn chunks_sealed_side_by_side_are_those_sealed_one_by_one() {
    let vector = vector(LONG);
    let context: Context = serde_json::from_value(vector["context"].clone()).unwrap();
    let sealer = || {
        let mut rng = ChaCha20Rng::seed_from_u64(7);
        Sealer::new(&context, &[secret(&vector).public_key()], &mut rng).unwrap().0
    };
    assert_eq!(Sealer::together(), 4);
    let plaintext: Vec<u8> = (0..4 * CHUNK).map(|at| (at % 253) as u8).collect();
    let mut one_by_one = sealer();
    let expected: Vec<_> = plaintext.chunks(CHUNK).map(|chunk| one_by_one.seal(chunk, false)).collect();
    assert!(sealer().seal_whole(&plaintext) == expected);
}

#[wasm_bindgen_test]
fn the_key_file_vector_unlocks() {
    let vector = vector(KEY_FILE);
    let (file, passphrase) = (vector["key_file"].as_str().unwrap(), vector["passphrase"].as_str().unwrap());
    let unlocked = keyfile::unlock(file, passphrase).unwrap();
    assert_eq!(*unlocked.to_bytes(), *secret(&vector).to_bytes());
}
