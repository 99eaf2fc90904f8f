//! The worked vectors of the format, as a folder: the same key file, manifest and signature, the same pieces.

use std::fs;
use std::path::Path;

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{CHUNK, Context, SecretKey, seal_pieces};
use serde_json::Value;

use crate::Desk;

fn vector(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app/seal/vectors").join(name);
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn text<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap()
}

fn lay_down(desk: &Desk, part: &str, pieces: &[Vec<u8>]) {
    fs::create_dir_all(desk.path(&format!("sealed/{part}"))).unwrap();
    for (number, piece) in pieces.iter().enumerate() {
        desk.write(&format!("sealed/{part}/{number}"), piece);
    }
}

#[test]
fn the_worked_vectors_open() {
    let desk = Desk::new();
    let [short, long, manifest, key] =
        ["short", "long", "manifest", "keyfile"].map(|name| vector(&format!("{name}.json")));
    desk.write("key", text(&key, "key_file"));
    desk.write("passphrase", text(&key, "passphrase"));
    lay_down(&desk, "form", &[text(&short, "header").into(), hex::decode(text(&short, "chunk")).unwrap()]);
    desk.write("sealed/manifest", text(&manifest, "text"));
    desk.write("sealed/signature", text(&manifest, "signature"));

    // The long one shows only digests of its chunks: sealed anew from the same seed, until the header is the same.
    let secret = SecretKey::from_bytes(&hex::decode(text(&long, "secret_key")).unwrap().try_into().unwrap()).unwrap();
    let context: Context = serde_json::from_value(long["context"].clone()).unwrap();
    let plaintext: Vec<u8> = (0..CHUNK + 5).map(|at| (at % 251) as u8).collect();
    let mut rng = ChaCha20Rng::seed_from_u64(7);
    let pieces = seal_pieces(&context, &[secret.public_key()], &plaintext, &mut rng).unwrap();
    assert_eq!(pieces[0], text(&long, "header").as_bytes());
    lay_down(&desk, "document-1", &pieces);

    let shown = desk.must("unseal sealed --key key --passphrase-file passphrase --out opened");
    assert_eq!(shown, format!("form: 34 bytes\ndocument-1: {} bytes\n", plaintext.len()));
    assert_eq!(desk.read("opened/form"), text(&short, "plaintext").as_bytes());
    assert!(desk.read("opened/document-1") == plaintext);

    desk.write("keys.json", format!(r#"[{{"part":"form","key":"{}"}}]"#, text(&short, "file_key")));
    let public = text(&key, "key_file").lines().nth(1).unwrap().strip_prefix("public ").unwrap();
    desk.must(&format!("unseal sealed --file-keys keys.json --public {public} --out form"));
    assert_eq!(desk.read("form/form"), text(&short, "plaintext").as_bytes());
}
