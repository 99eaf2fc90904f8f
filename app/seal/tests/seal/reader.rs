//! A second reader, written from FORMAT.md on the bare primitives: it shares no
//! code with the crate it checks.

use ctr::Ctr128BE;
use ctr::cipher::{KeyIvInit, StreamCipher};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sm3::{Digest, Sm3};
use sm4::Sm4;

/// Section 2: SM3 over length-prefixed fields.
pub fn fields(domain: &str, fields: &[&[u8]]) -> [u8; 32] {
    let mut hash = Sm3::new();
    for field in [domain.as_bytes()].iter().chain(fields) {
        hash.update((field.len() as u64).to_be_bytes());
        hash.update(field);
    }
    hash.finalize().into()
}

/// Section 5: a key derived from the file key.
pub fn derive<const N: usize>(file_key: &[u8], context: &[u8; 32], label: &str) -> [u8; N] {
    let mut key = [0; N];
    let info = [label.as_bytes(), context].concat();
    Hkdf::<Sm3>::new(Some(b"kaibiao-seal/1"), file_key).expand(&info, &mut key).unwrap();
    key
}

pub fn mac(key: &[u8], message: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sm3>::new_from_slice(key).unwrap();
    message.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().into()
}

/// Section 6: the keystream laid over a chunk.
pub fn crypt(file_key: &[u8], context: &[u8; 32], index: u64, bytes: &[u8]) -> Vec<u8> {
    let key: [u8; 16] = derive(file_key, context, "chunk cipher");
    let mut start = [0; 16];
    start[..8].copy_from_slice(&index.to_be_bytes());
    let mut bytes = bytes.to_vec();
    Ctr128BE::<Sm4>::new(&key.into(), &start.into()).apply_keystream(&mut bytes);
    bytes
}

pub fn tag(file_key: &[u8], context: &[u8; 32], index: u64, last: bool, ciphertext: &[u8]) -> [u8; 32] {
    let key: [u8; 32] = derive(file_key, context, "chunk mac");
    mac(&key, &[&index.to_be_bytes(), &[u8::from(last)], &Sm3::digest(ciphertext)])
}

/// Opens a part and checks all that a reader MUST check, given the file key.
pub fn open(pieces: &[Vec<u8>], file_key: &[u8], context: &[u8; 32]) -> Vec<u8> {
    let header = std::str::from_utf8(&pieces[0]).unwrap();
    let (text, mac_line) = header.split_at(header.rfind("mac ").unwrap());
    assert!(text.contains(&format!("\ncontext {}\n", hex::encode(context))));
    let commitment: [u8; 32] = derive(file_key, context, "commitment");
    assert!(text.ends_with(&format!("\ncommitment {}\n", hex::encode(commitment))));
    let mac_key: [u8; 32] = derive(file_key, context, "header mac");
    assert_eq!(mac_line, format!("mac {}\n", hex::encode(mac(&mac_key, &[text.as_bytes()]))));
    let mut plaintext = Vec::new();
    for (index, piece) in pieces[1..].iter().enumerate() {
        let (ciphertext, shown) = piece.split_at(piece.len() - 32);
        let last = index + 2 == pieces.len();
        assert_eq!(shown, tag(file_key, context, index as u64, last, ciphertext));
        plaintext.extend(crypt(file_key, context, index as u64, ciphertext));
    }
    plaintext
}
