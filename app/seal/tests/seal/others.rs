//! Implementations by others, npm sm-crypto-v2 and PyPI gmalg: every primitive both ways, then whole parts. Each stands
//! behind a script in `others/` that also writes and reads the sealed format, from FORMAT.md.
//!
//! `cargo xtask test native` installs both. What is random is drawn anew in every run, from a seed that a failing test
//! prints; `KAIBIAO_SEED` repeats it.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::Rng;
use seal::{
    CHUNK, Context, Digest, FileKey, Header, PublicKey, SecretKey, Signature, open_pieces, seal_pieces, unwrap,
};
use serde_json::{Value, json};
use sm4::cipher::{BlockCipherEncrypt, KeyInit};

use crate::reader::{self, derive, fields};
use crate::vectors::read;
use crate::{context, plaintext, rng, slices};

const ROUNDS: usize = 24;

/// A script at work: a line of JSON to it, a line of JSON back.
struct Other {
    name: &'static str,
    child: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Drop for Other {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Other {
    fn start(name: &'static str, program: &Path, script: &str) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/seal/others").join(script);
        let mut command = Command::new(program);
        command.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!("{name}: {}: {error}; `cargo xtask test native` installs it", program.display())
        });
        let (questions, answers) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Self { name, child, questions, answers }
    }

    /// Both. A missing one fails the test: an agreement nobody checked is none.
    fn all() -> [Self; 2] {
        // Below `target/debug/deps`, wherever that lies.
        let target = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned();
        let python: PathBuf = target.join("tools/gmalg/bin/python");
        [Self::start("sm-crypto-v2", Path::new("node"), "npm.mjs"), Self::start("gmalg", &python, "python.py")]
    }

    /// What it answers, or why it refuses.
    fn ask(&mut self, question: &str, mut about: Value) -> Result<Value, String> {
        about["question"] = question.into();
        writeln!(self.questions, "{about}").unwrap_or_else(|error| panic!("{}: {error}", self.name));
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        let answer: Value = serde_json::from_str(&line)
            .unwrap_or_else(|_| panic!("{} does not run; `cargo xtask test native` installs it", self.name));
        answer["refused"].as_str().map_or_else(|| Ok(answer["answer"].clone()), |why| Err(why.to_owned()))
    }

    fn must(&mut self, question: &str, about: Value) -> Value {
        self.ask(question, about).unwrap_or_else(|why| panic!("{} refuses {question}: {why}", self.name))
    }

    fn bytes(&mut self, question: &str, about: Value) -> Vec<u8> {
        hex::decode(self.must(question, about).as_str().unwrap()).unwrap()
    }
}

/// Another generator in every run; a failing test shows its seed.
fn drawn() -> ChaCha20Rng {
    let given = std::env::var("KAIBIAO_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = given.unwrap_or_else(|| RandomState::new().build_hasher().finish());
    println!("KAIBIAO_SEED={seed}");
    rng(seed)
}

fn some(rng: &mut ChaCha20Rng, len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn place(context: &Context) -> [u8; 32] {
    fields("kaibiao-context/1", &[context.lot.as_bytes(), context.bidder.as_bytes(), context.part.as_bytes()])
}

#[test]
fn digests_agree_at_awkward_lengths() {
    let mut rng = drawn();
    for mut other in Other::all() {
        let more: Vec<usize> = (0..ROUNDS).map(|_| rng.next_u32() as usize % 2000).collect();
        for len in [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, CHUNK + 1].into_iter().chain(more) {
            let message = some(&mut rng, len);
            let theirs = other.bytes("sm3", json!({ "message": hex::encode(&message) }));
            assert_eq!(theirs, Digest::of(&message).0, "{} at {len}", other.name);
        }
    }
}

/// Keys around the block of 64 bytes, beyond which HMAC hashes them.
#[test]
fn hmac_and_hkdf_agree() {
    let mut rng = drawn();
    for mut other in Other::all() {
        for len in [1, 16, 31, 32, 63, 64, 65, 100, 128, 129] {
            let (key, message) = (some(&mut rng, len), some(&mut rng, 3 * len));
            let about = json!({ "key": hex::encode(&key), "message": hex::encode(&message) });
            assert_eq!(other.bytes("hmac", about), reader::mac(&key, &[&message]), "{} at {len}", other.name);
        }
        for _ in 0..ROUNDS {
            let (key, place): (_, [u8; 32]) = (some(&mut rng, 32), some(&mut rng, 32).try_into().unwrap());
            let info = [&b"chunk mac"[..], &place].concat();
            let about = json!({
                "key": hex::encode(&key), "salt": hex::encode("kaibiao-seal/1"), "info": hex::encode(info), "length": 32,
            });
            assert_eq!(other.bytes("hkdf", about), derive::<32>(&key, &place, "chunk mac"), "{}", other.name);
        }
    }
}

#[test]
fn blocks_of_sm4_agree() {
    let mut rng = drawn();
    for mut other in Other::all() {
        for _ in 0..ROUNDS {
            let (key, block): ([u8; 16], [u8; 16]) =
                (some(&mut rng, 16).try_into().unwrap(), some(&mut rng, 16).try_into().unwrap());
            let about = json!({ "key": hex::encode(key), "message": hex::encode(block) });
            let mut ours = block.into();
            sm4::Sm4::new(&key.into()).encrypt_block(&mut ours);
            assert_eq!(other.bytes("block", about), ours.to_vec(), "{}", other.name);
        }
    }
}

/// The ciphertext of our chunks, the first and the second, is their counter mode under the derived key.
#[test]
fn chunks_are_encrypted_as_they_do() {
    let mut rng = drawn();
    let (secret, context) = (SecretKey::generate(&mut rng), context("form"));
    for mut other in Other::all() {
        for (len, number) in [(1, 0), (15, 0), (16, 0), (17, 0), (4096, 0), (5001, 0), (CHUNK + 1, 1), (CHUNK + 999, 1)]
        {
            let plaintext = some(&mut rng, len);
            let pieces = seal_pieces(&context, &[secret.public_key()], &plaintext, &mut rng).unwrap();
            let key = unwrap(&Header::parse(&pieces[0]).unwrap(), &secret).unwrap();
            let key = derive::<16>(&hex::decode(&*key.to_hex()).unwrap(), &place(&context), "chunk cipher");
            let start = [(number as u64).to_be_bytes(), [0; 8]].concat();
            let (piece, chunk) = (&pieces[number + 1], &plaintext[number * CHUNK..]);
            let about = json!({ "key": hex::encode(key), "start": hex::encode(start), "message": hex::encode(chunk) });
            assert_eq!(other.bytes("ctr", about), piece[..piece.len() - 32], "{} at {len}", other.name);
        }
    }
}

#[test]
fn signatures_verify_both_ways() {
    let mut rng = drawn();
    for mut other in Other::all() {
        for round in 0..ROUNDS {
            let secret = SecretKey::generate(&mut rng);
            let (key, message) = (secret.public_key(), some(&mut rng, round * 7));
            let (secret_hex, hexed) = (hex::encode(&secret.to_bytes()[..]), hex::encode(&message));
            assert_eq!(other.must("public", json!({ "secret": secret_hex })), json!(key), "{}", other.name);

            let theirs = other.bytes("sign", json!({ "secret": secret_hex, "message": hexed }));
            let theirs = Signature::from_bytes(&theirs.try_into().unwrap()).unwrap();
            assert!(key.verify(&message, &theirs), "we refuse what {} signs", other.name);

            let ours = secret.sign(&message, &mut rng);
            let about = |message: &[u8], signature: &str| json!({ "key": key, "message": hex::encode(message), "signature": signature });
            assert_eq!(other.must("verify", about(&message, &ours.to_string())), true, "{}", other.name);
            let longer = [&message[..], &[0]].concat();
            assert_eq!(other.must("verify", about(&longer, &ours.to_string())), false, "{}", other.name);
        }
    }
}

/// FORMAT.md, section 2: what a reader must refuse, they refuse as well.
#[test]
fn signatures_out_of_range_are_refused_on_both_sides() {
    const ORDER: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
    const LESS: &str = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122";
    let mut rng = drawn();
    let key = SecretKey::generate(&mut rng).public_key();
    let (zero, one) = ("0".repeat(64), format!("{}1", "0".repeat(63)));
    for mut other in Other::all() {
        for (r, s) in [(&*zero, &*one), (&one, &zero), (ORDER, &one), (&one, ORDER), (LESS, &one), (&one, LESS)] {
            let signature = format!("{r}{s}");
            let ours = signature.parse::<Signature>().is_ok_and(|signature| key.verify(b"m", &signature));
            let theirs = other.must("verify", json!({ "key": key, "message": "6d", "signature": signature }));
            assert_eq!((ours, theirs), (false, json!(false)), "{}: {signature}", other.name);
        }
    }
}

/// They take the file key out of the stanza that we wrote, and refuse it when a bit of it is another.
#[test]
fn they_unwrap_what_we_wrap() {
    let mut rng = drawn();
    for mut other in Other::all() {
        for _ in 0..ROUNDS {
            let secret = SecretKey::generate(&mut rng);
            let pieces = seal_pieces(&context("form"), &[secret.public_key()], b"12", &mut rng).unwrap();
            let header = Header::parse(&pieces[0]).unwrap();
            let text = str::from_utf8(&pieces[0]).unwrap();
            let body = text.lines().nth(2).unwrap().rsplit_once(' ').unwrap().1;
            let about = |body: &str| json!({ "secret": hex::encode(&secret.to_bytes()[..]), "ciphertext": body });
            let theirs = other.must("decrypt", about(body));
            assert_eq!(theirs, **unwrap(&header, &secret).unwrap().to_hex(), "{}", other.name);

            let mut altered = hex::decode(body).unwrap();
            let at = 1 + rng.next_u32() as usize % (altered.len() - 1);
            altered[at] ^= 1 << (rng.next_u32() % 8);
            assert!(other.ask("decrypt", about(&hex::encode(altered))).is_err(), "{} at byte {at}", other.name);
        }
    }
}

/// A part that they sealed, header and all, for a key of ours.
#[test]
fn we_open_what_they_seal() {
    let mut rng = drawn();
    for mut other in Other::all() {
        let lengths = [0, 1, 15, 16, 17, 1000].into_iter().chain([CHUNK + 5]);
        for len in lengths {
            let (secret, context) = (SecretKey::generate(&mut rng), context("document-1"));
            let plaintext = some(&mut rng, len);
            let mut about = json!(context);
            about["key"] = json!(secret.public_key());
            about["plaintext"] = hex::encode(&plaintext).into();
            let pieces: Vec<String> = serde_json::from_value(other.must("seal", about)).unwrap();
            let pieces: Vec<Vec<u8>> = pieces.iter().map(|piece| hex::decode(piece).unwrap()).collect();
            let header = Header::parse(&pieces[0]).unwrap();
            assert!(header.is_for(&context));
            let key = unwrap(&header, &secret).unwrap_or_else(|_| panic!("a stanza of {}", other.name));
            assert!(open_pieces(slices(&pieces), &key, &context) == Ok(plaintext), "{} at {len}", other.name);
        }
    }
}

/// The worked vectors from end to end: from the secret key and the pieces to the plaintext, and the bidder's signature.
#[test]
fn they_open_the_worked_vectors() {
    for mut other in Other::all() {
        for (name, size) in [("short.json", None), ("long.json", Some(CHUNK + 5))] {
            let vector = read(name);
            let text = |name: &str| vector[name].as_str().unwrap();
            let expected = size.map_or_else(|| text("plaintext").as_bytes().to_vec(), plaintext);
            let mut pieces = vec![hex::encode(text("header"))];
            match size {
                None => pieces.push(text("chunk").to_owned()),
                Some(_) => pieces.extend(chunks_of(&vector, &expected).iter().map(hex::encode)),
            }
            let mut about = vector["context"].clone();
            about["secret"] = vector["secret_key"].clone();
            about["pieces"] = json!(pieces);
            assert!(other.bytes("open", about.clone()) == expected, "{} opens {name}", other.name);
            // And not elsewhere.
            about["part"] = "guarantee".into();
            assert!(other.ask("open", about).is_err(), "{} opens {name} in another place", other.name);
        }
        let manifest = read("manifest.json");
        let message = hex::encode(manifest["text"].as_str().unwrap());
        let about = json!({ "key": manifest["public_key"], "message": message, "signature": manifest["signature"] });
        assert_eq!(other.must("verify", about), true, "{}", other.name);
        assert_eq!(other.must("sm3", json!({ "message": message })), manifest["digest"], "{}", other.name);
    }
}

/// The chunks of a vector that shows only their digests: made by the second reader, so none of our code is in it.
fn chunks_of(vector: &Value, plaintext: &[u8]) -> Vec<Vec<u8>> {
    let bytes = |name: &str| hex::decode(vector[name].as_str().unwrap()).unwrap();
    let (key, place): (_, [u8; 32]) = (bytes("file_key"), bytes("context_digest").try_into().unwrap());
    let chunks = plaintext.chunks(CHUNK).count();
    let seal = |(number, chunk): (usize, &[u8])| {
        let (number, last) = (number as u64, number + 1 == chunks);
        let ciphertext = reader::crypt(&key, &place, number, chunk);
        let tag = reader::tag(&key, &place, number, last, &ciphertext);
        let piece = [&ciphertext[..], &tag].concat();
        assert_eq!(json!(Digest::of(&piece)), vector["piece_digests"][number as usize + 1]);
        piece
    };
    plaintext.chunks(CHUNK).enumerate().map(seal).collect()
}

/// Keys that nobody draws by chance: small, large, and with a point whose coordinates begin with zeros.
#[test]
fn odd_keys_agree() {
    let mut rng = drawn();
    let mut secrets: Vec<[u8; 32]> =
        (1..=3).map(|small| std::array::from_fn(|at| if at == 31 { small } else { 0 })).collect();
    let largest = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54121";
    secrets.push(hex::decode(largest).unwrap().try_into().unwrap());
    let short = |key: &PublicKey| key.to_bytes()[1] == 0 || key.to_bytes()[33] == 0;
    let found = std::iter::repeat_with(|| SecretKey::generate(&mut rng)).find(|secret| short(&secret.public_key()));
    secrets.push(*found.unwrap().to_bytes());
    for mut other in Other::all() {
        for bytes in &secrets {
            let (secret, hexed) = (SecretKey::from_bytes(bytes).unwrap(), hex::encode(bytes));
            let key = secret.public_key();
            assert_eq!(other.must("public", json!({ "secret": hexed })), json!(key), "{}: {hexed}", other.name);
            let theirs = other.bytes("sign", json!({ "secret": hexed, "message": "6d" }));
            let theirs = Signature::from_bytes(&theirs.try_into().unwrap()).unwrap();
            assert!(key.verify(b"m", &theirs), "{}: {hexed}", other.name);
            let mut about = json!(context("form"));
            about["key"] = json!(key);
            about["plaintext"] = "3132".into();
            let pieces: Vec<String> = serde_json::from_value(other.must("seal", about)).unwrap();
            let header = Header::parse(&hex::decode(&pieces[0]).unwrap()).unwrap();
            let file_key: FileKey = unwrap(&header, &secret).unwrap();
            assert_eq!(file_key.to_hex().len(), 64, "{}: {hexed}", other.name);
        }
    }
}
