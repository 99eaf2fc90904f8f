//! The worked vectors of FORMAT.md, made from a seeded generator. Set
//! `WRITE_VECTORS=1` and run twice to write them anew after a change to the
//! format (the manifest is made from the others).

use std::path::PathBuf;

use seal::{CHUNK, Context, Digest, FileKey, Header, Manifest, PartLine, SecretKey, keyfile, seal_pieces, unwrap};
use serde_json::{Value, json};

use crate::reader::{self, derive, fields};
use crate::{context, plaintext, rng, secret, slices};

const PRICE: &str = r#"{"price":"61850000.00","days":540}"#;

pub fn read(name: &str) -> Value {
    let text = std::fs::read_to_string(path(name)).expect("the vectors are part of the format");
    serde_json::from_str(&text).unwrap()
}

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)
}

fn compare(name: &str, made: Value) {
    if std::env::var_os("WRITE_VECTORS").is_some() {
        let text = serde_json::to_string_pretty(&made).unwrap();
        std::fs::write(path(name), text + "\n").unwrap();
    }
    assert_eq!(read(name), made, "{name}");
}

struct Part {
    secret: SecretKey,
    context: Context,
    place: [u8; 32],
    pieces: Vec<Vec<u8>>,
    key: FileKey,
}

impl Part {
    fn seal(part: &str, plaintext: &[u8]) -> Self {
        let (secret, context) = (secret(2026), context(part));
        let pieces = seal_pieces(&context, &[secret.public_key()], plaintext, &mut rng(7)).unwrap();
        let key = unwrap(&Header::parse(&pieces[0]).unwrap(), &secret).unwrap();
        let place =
            fields("kaibiao-context/1", &[context.lot.as_bytes(), context.bidder.as_bytes(), context.part.as_bytes()]);
        Self { secret, context, place, pieces, key }
    }

    fn describe(&self) -> Value {
        let file_key = hex::decode(&*self.key.to_hex()).unwrap();
        let derived = |label| hex::encode(derive::<32>(&file_key, &self.place, label));
        let digests: Vec<Digest> = slices(&self.pieces).map(Digest::of).collect();
        json!({
            "context": self.context,
            "context_digest": hex::encode(self.place),
            "secret_key": hex::encode(&self.secret.to_bytes()[..]),
            "public_key": self.secret.public_key(),
            "key_id": self.secret.public_key().key_id(),
            "file_key": *self.key.to_hex(),
            "commitment": derived("commitment"),
            "header_mac_key": derived("header mac"),
            "chunk_cipher_key": hex::encode(derive::<16>(&file_key, &self.place, "chunk cipher")),
            "chunk_mac_key": derived("chunk mac"),
            "header": std::str::from_utf8(&self.pieces[0]).unwrap(),
            "piece_digests": digests,
            "part_digest": Digest::of_pieces(&digests),
        })
    }

    fn opens_for_the_second_reader(&self) -> Vec<u8> {
        reader::open(&self.pieces, &hex::decode(&*self.key.to_hex()).unwrap(), &self.place)
    }
}

#[test]
fn a_short_part_is_sealed_as_written() {
    let part = Part::seal("form", PRICE.as_bytes());
    let mut made = part.describe();
    made["plaintext"] = PRICE.into();
    made["chunk"] = hex::encode(&part.pieces[1]).into();
    compare("short.json", made);
    assert_eq!(part.opens_for_the_second_reader(), PRICE.as_bytes());
}

#[test]
fn a_part_of_two_chunks_is_sealed_as_written() {
    let part = Part::seal("document-1", &plaintext(CHUNK + 5));
    let mut made = part.describe();
    made["plaintext"] = "1048581 bytes, byte i is i mod 251".into();
    compare("long.json", made);
    assert!(part.opens_for_the_second_reader() == plaintext(CHUNK + 5));
}

#[test]
fn a_key_file_is_written_as_shown() {
    let passphrase = "开标 correct horse";
    let file = keyfile::lock(&secret(2026), passphrase, &mut rng(8));
    let opened = keyfile::unlock(&file, passphrase).unwrap();
    assert_eq!(*opened.to_bytes(), *secret(2026).to_bytes());
    let secret_key = hex::encode(&secret(2026).to_bytes()[..]);
    compare("keyfile.json", json!({ "passphrase": passphrase, "secret_key": secret_key, "key_file": file }));
}

#[test]
fn a_manifest_is_written_and_signed_as_shown() {
    let line = |part: &str, vector: &str, size| PartLine {
        part: part.to_owned(),
        size,
        pieces: seal::pieces_of(size).unwrap(),
        digest: read(vector)["part_digest"].as_str().unwrap().parse().unwrap(),
        commitment: read(vector)["commitment"].as_str().unwrap().parse().unwrap(),
    };
    let Context { lot, bidder, .. } = context("");
    let size = PRICE.len() as u64;
    let parts = vec![line("form", "short.json", size), line("document-1", "long.json", CHUNK as u64 + 5)];
    let manifest = Manifest { lot, bidder, parts };
    let text = manifest.to_text();
    let signature = secret(2026).sign(text.as_bytes(), &mut rng(9));
    assert!(secret(2026).public_key().verify(text.as_bytes(), &signature));
    assert_eq!(Manifest::parse(&text), Ok(manifest));
    compare(
        "manifest.json",
        json!({
            "text": text,
            "digest": Digest::of(text.as_bytes()),
            "public_key": secret(2026).public_key(),
            "signature": signature,
        }),
    );
}
