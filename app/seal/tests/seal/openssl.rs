//! A third reader and writer that shares not even the primitives: the OpenSSL command line
//! opens the worked vectors and checks our signatures; what it seals and signs, we open and check.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use rand_chacha::rand_core::Rng;
use seal::{Header, SecretKey, Signature, open_pieces, unwrap as unwrap_key};
use serde_json::Value;

use crate::vectors::read;
use crate::{context, rng};

const SALT: &[u8] = b"kaibiao-seal/1";

/// Runs `openssl` and returns what it prints. A missing or failing OpenSSL fails
/// the test: an agreement nobody checked is none.
fn openssl(arguments: &[&str], input: &[u8]) -> Vec<u8> {
    let mut child = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("this test needs OpenSSL 3 on the PATH (Debian: apt-get install openssl)");
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?}: {errors}");
    output.stdout
}

fn field<'a>(vector: &'a Value, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_else(|| panic!("the vector lacks {name}"))
}

fn bytes(vector: &Value, name: &str) -> Vec<u8> {
    hex::decode(field(vector, name)).unwrap()
}

fn derive(file_key: &[u8], context: &[u8], label: &str, len: usize) -> String {
    let info = hex::encode([label.as_bytes(), context].concat());
    let (len, key, salt) = (len.to_string(), hex::encode(file_key), hex::encode(SALT));
    let (key, salt, info) = (format!("hexkey:{key}"), format!("hexsalt:{salt}"), format!("hexinfo:{info}"));
    let options = ["-kdfopt", "digest:SM3", "-kdfopt", &key, "-kdfopt", &salt, "-kdfopt", &info];
    let printed = openssl(&[&["kdf", "-keylen", &len, "-binary"], &options[..], &["HKDF"]].concat(), b"");
    hex::encode(printed)
}

fn hmac(key: &str, message: &[u8]) -> String {
    let key = format!("hexkey:{key}");
    hex::encode(openssl(&["dgst", "-sm3", "-mac", "HMAC", "-macopt", &key, "-binary"], message))
}

fn hash(message: &[u8]) -> Vec<u8> {
    openssl(&["dgst", "-sm3", "-binary"], message)
}

fn sm3(message: &[u8]) -> String {
    hex::encode(hash(message))
}

/// DER (X.690), as far as a key, a signature and a ciphertext need it.
fn der(tag: u8, content: &[u8]) -> Vec<u8> {
    let len = content.len();
    let head = if len < 0x80 { vec![tag, len as u8] } else { vec![tag, 0x81, u8::try_from(len).unwrap()] };
    [&head, content].concat()
}

fn integer(bytes: &[u8]) -> Vec<u8> {
    let bytes = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    let sign: &[u8] = if bytes[0] & 0x80 == 0 { &[] } else { &[0] };
    der(2, &[sign, bytes].concat())
}

/// 1.2.156.10197.1.301, the SM2 curve.
const CURVE: &[u8] = &[6, 8, 0x2a, 0x81, 0x1c, 0xcf, 0x55, 1, 0x82, 0x2d];
/// 1.2.840.10045.2.1, a public key on an elliptic curve.
const EC_KEY: &[u8] = &[6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];

fn bit_string(point: &[u8]) -> Vec<u8> {
    der(3, &[&[0], point].concat())
}

/// RFC 5915.
fn secret_der(secret: &[u8], public: &[u8]) -> Vec<u8> {
    let content = [integer(&[1]), der(4, secret), der(0xa0, CURVE), der(0xa1, &bit_string(public))];
    der(0x30, &content.concat())
}

/// RFC 5480.
fn public_der(public: &[u8]) -> Vec<u8> {
    let algorithm = der(0x30, &[EC_KEY, CURVE].concat());
    der(0x30, &[algorithm, bit_string(public)].concat())
}

fn write(folder: &Path, name: &str, content: &[u8]) -> String {
    let path = folder.join(name);
    std::fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// The file key out of the header's only stanza: C1‖C3‖C2 becomes the sequence
/// of GM/T 0009 that OpenSSL reads.
fn unwrap(vector: &Value) -> Vec<u8> {
    let stanza = field(vector, "header").lines().nth(2).unwrap();
    let (head, body) = stanza.rsplit_once(' ').unwrap();
    assert_eq!(head, format!("-> sm2 {}", &sm3(&bytes(vector, "public_key"))[..32]));
    let body = hex::decode(body).unwrap();
    let (x, y, c3, c2) = (&body[1..33], &body[33..65], &body[65..97], &body[97..]);
    let ciphertext = der(0x30, &[integer(x), integer(y), der(4, c3), der(4, c2)].concat());
    let folder = tempfile::tempdir().unwrap();
    let secret = secret_der(&bytes(vector, "secret_key"), &bytes(vector, "public_key"));
    let key = write(folder.path(), "key", &secret);
    openssl(&["pkeyutl", "-decrypt", "-keyform", "DER", "-inkey", &key], &ciphertext)
}

#[test]
fn openssl_opens_the_worked_vector() {
    let vector = read("short.json");
    let file_key = unwrap(&vector);
    assert_eq!(hex::encode(&file_key), field(&vector, "file_key"));
    let context = bytes(&vector, "context_digest");
    let derive = |label, len| derive(&file_key, &context, label, len);
    assert_eq!(derive("commitment", 32), field(&vector, "commitment"));

    let header = field(&vector, "header");
    let (text, mac) = header.split_at(header.rfind("mac ").unwrap());
    assert_eq!(format!("mac {}\n", hmac(&derive("header mac", 32), text.as_bytes())), mac);

    let chunk = bytes(&vector, "chunk");
    let (ciphertext, tag) = chunk.split_at(chunk.len() - 32);
    let tagged = [&[0; 8], &[1][..], &hash(ciphertext)].concat();
    assert_eq!(hmac(&derive("chunk mac", 32), &tagged), hex::encode(tag));
    let (key, start) = (derive("chunk cipher", 16), "00".repeat(16));
    let plaintext = openssl(&["enc", "-d", "-sm4-ctr", "-K", &key, "-iv", &start], ciphertext);
    assert_eq!(String::from_utf8(plaintext).unwrap(), field(&vector, "plaintext"));
}

#[test]
fn openssl_seals_a_second_chunk_as_we_do() {
    let vector = read("long.json");
    let file_key = unwrap(&vector);
    let context = bytes(&vector, "context_digest");
    let rest: Vec<u8> = (1u32 << 20..(1 << 20) + 5).map(|at| (at % 251) as u8).collect();
    let (key, start) =
        (derive(&file_key, &context, "chunk cipher", 16), "0000000000000001".to_owned() + &"0".repeat(16));
    let ciphertext = openssl(&["enc", "-e", "-sm4-ctr", "-K", &key, "-iv", &start], &rest);
    let tagged = [&1u64.to_be_bytes(), &[1][..], &hash(&ciphertext)].concat();
    let tag = hmac(&derive(&file_key, &context, "chunk mac", 32), &tagged);
    let piece = [ciphertext, hex::decode(tag).unwrap()].concat();
    assert_eq!(sm3(&piece), vector["piece_digests"][2].as_str().unwrap());
}

#[test]
fn openssl_agrees_on_the_digests_of_context_and_part() {
    let vector = read("long.json");
    let fields = |fields: &[&[u8]]| {
        let prefixed = fields.iter().map(|field| [&(field.len() as u64).to_be_bytes(), *field].concat());
        sm3(&prefixed.collect::<Vec<_>>().concat())
    };
    let named = |name: &str| vector["context"][name].as_str().unwrap().as_bytes();
    let context = fields(&[b"kaibiao-context/1", named("lot"), named("bidder"), named("part")]);
    assert_eq!(context, field(&vector, "context_digest"));
    let digests: Vec<Vec<u8>> = vector["piece_digests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|digest| hex::decode(digest.as_str().unwrap()).unwrap())
        .collect();
    let mut list: Vec<&[u8]> = vec![b"kaibiao-part/1"];
    list.extend(digests.iter().map(Vec::as_slice));
    assert_eq!(fields(&list), field(&vector, "part_digest"));
}

#[test]
fn openssl_verifies_the_signature_of_the_manifest() {
    let vector = read("manifest.json");
    let signature = bytes(&vector, "signature");
    let signature = der(0x30, &[integer(&signature[..32]), integer(&signature[32..])].concat());
    let folder = tempfile::tempdir().unwrap();
    let key = write(folder.path(), "key", &public_der(&bytes(&vector, "public_key")));
    let signature = write(folder.path(), "signature", &signature);
    let text = write(folder.path(), "text", field(&vector, "text").as_bytes());
    let how = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"];
    let what = ["-pubin", "-keyform", "DER", "-inkey", &key, "-sigfile", &signature, "-in", &text];
    openssl(&[&["pkeyutl", "-verify"], &how[..], &what].concat(), b"");
}

/// The values of a DER sequence of integers and octet strings, integers as 32 bytes.
fn values(der: &[u8]) -> Vec<Vec<u8>> {
    let content = |der: &[u8]| -> (u8, Vec<u8>, Vec<u8>) {
        let (start, len) = if der[1] < 0x80 { (2, der[1]) } else { (3, der[2]) };
        let (value, rest) = der[start..].split_at(usize::from(len));
        (der[0], value.to_vec(), rest.to_vec())
    };
    let (mut values, (_, mut rest, _)) = (Vec::new(), content(der));
    while !rest.is_empty() {
        let (tag, value, after) = content(&rest);
        let zeros = value.iter().take_while(|byte| **byte == 0).count();
        values.push(if tag == 2 {
            [vec![0; 32 + zeros - value.len()], value[zeros..].to_vec()].concat()
        } else {
            value
        });
        rest = after;
    }
    values
}

#[test]
fn what_openssl_seals_opens_here() {
    let mut rng = rng(20);
    let secret = SecretKey::generate(&mut rng);
    let folder = tempfile::tempdir().unwrap();
    let public = write(folder.path(), "public", &public_der(&secret.public_key().to_bytes()));
    let context = context("form");
    let fields =
        [&b"kaibiao-context/1"[..], context.lot.as_bytes(), context.bidder.as_bytes(), context.part.as_bytes()];
    let prefixed = fields.map(|field| [&(field.len() as u64).to_be_bytes(), field].concat());
    let place = hash(&prefixed.concat());
    let id = &sm3(&secret.public_key().to_bytes())[..32];
    for len in [0usize, 1, 16, 1000, 40_000] {
        let (mut file_key, mut plaintext) = ([0; 32], vec![0; len]);
        rng.fill_bytes(&mut file_key);
        rng.fill_bytes(&mut plaintext);
        let derive = |label, n| derive(&file_key, &place, label, n);
        let wrapped = openssl(&["pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", &public], &file_key);
        let body = hex::encode(values(&wrapped).concat());
        let head = format!(
            "kaibiao-seal/1\ncontext {}\n-> sm2 {id} 04{body}\ncommitment {}\n",
            hex::encode(&place),
            derive("commitment", 32)
        );
        let header = format!("{head}mac {}\n", hmac(&derive("header mac", 32), head.as_bytes()));
        let (key, start) = (derive("chunk cipher", 16), "00".repeat(16));
        let ciphertext = openssl(&["enc", "-e", "-sm4-ctr", "-K", &key, "-iv", &start], &plaintext);
        let tagged = [&[0; 8], &[1][..], &hash(&ciphertext)].concat();
        let piece = [ciphertext, hex::decode(hmac(&derive("chunk mac", 32), &tagged)).unwrap()].concat();

        let key = unwrap_key(&Header::parse(header.as_bytes()).unwrap(), &secret).expect("a stanza by OpenSSL");
        assert_eq!(*key.to_hex(), hex::encode(file_key));
        assert!(open_pieces([header.as_bytes(), &piece], &key, &context) == Ok(plaintext), "{len}");
    }
}

#[test]
fn what_openssl_signs_verifies_here() {
    let mut rng = rng(21);
    for _ in 0..8 {
        let secret = SecretKey::generate(&mut rng);
        let mut message = [0; 100];
        rng.fill_bytes(&mut message);
        let folder = tempfile::tempdir().unwrap();
        let der = secret_der(&secret.to_bytes()[..], &secret.public_key().to_bytes());
        let (key, text) = (write(folder.path(), "key", &der), write(folder.path(), "text", &message));
        let how = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678", "-keyform", "DER"];
        let signed = openssl(&[&["pkeyutl", "-sign"], &how[..], &["-inkey", &key, "-in", &text]].concat(), b"");
        let signature = Signature::from_bytes(&values(&signed).concat().try_into().unwrap()).unwrap();
        assert!(secret.public_key().verify(&message, &signature));
        assert!(!secret.public_key().verify(&message[1..], &signature));
    }
}
