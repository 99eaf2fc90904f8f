//! A checker that knows nothing but FORMAT.md, in another language and on others' primitives, finds the same.
//! `cargo xtask test native` installs what it needs.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{Digest, SecretKey};
use serde_json::{Value, json};

fn vector(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors").join(name)
}

/// The prices that it opens, or the section of FORMAT.md that it finds broken.
fn ask(bundle: &Path) -> Result<Value, String> {
    // Below `target/debug/deps`, wherever that lies.
    let target = std::env::current_exe().unwrap().ancestors().nth(3).unwrap().to_owned();
    let mut stranger = Command::new(target.join("tools/gmalg/bin/python"));
    stranger.arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stranger/stranger.py")).arg(bundle);
    stranger.arg(std::fs::read_to_string(vector("platform.key")).unwrap()).arg(vector("record.pdf"));
    let output = stranger.stdin(Stdio::null()).output().expect("`cargo xtask test native` installs gmalg");
    let said = String::from_utf8(output.stdout).unwrap();
    if output.status.success() {
        return Ok(serde_json::from_str(&said).unwrap());
    }
    assert!(!said.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    Err(said)
}

/// Signs changed content with the key that signed the vectors, as FORMAT.md says.
fn signed(content: &Value) -> tempfile::NamedTempFile {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let platform = SecretKey::generate(&mut rng);
    let (key, content) = (platform.public_key(), content.to_string());
    let text = format!("kaibiao-bundle/1\ncontent {}\nplatform {key}\n", Digest::of(content.as_bytes()));
    let signature = platform.sign(text.as_bytes(), &mut rng);
    let file = tempfile::NamedTempFile::new().unwrap();
    let frame = r#"{"version":"kaibiao-bundle/1","platform_key":""#;
    let bundle = format!(r#"{frame}{key}","signature":"{signature}","content":{content}}}"#);
    std::fs::write(file.path(), bundle).unwrap();
    file
}

#[test]
fn a_stranger_opens_the_same_prices() {
    assert_eq!(ask(&vector("opened.json")), Ok(json!([411_111_100, 422_222_200, 433_333_300])));
    assert_eq!(ask(&vector("one-out.json")), Ok(json!([411_111_100, 422_222_200])));
    let rounds = [411_111_100, 401_111_100, 391_111_100, 422_222_200, 422_222_300, 433_333_300, 403_333_300];
    assert_eq!(ask(&vector("rounds.json")), Ok(json!(rounds)));
    assert_eq!(ask(&vector("failed.json")), Ok(json!([])));
}

fn content_of(name: &str) -> Value {
    let whole: Value = serde_json::from_slice(&std::fs::read(vector(name)).unwrap()).unwrap();
    whole["content"].clone()
}

#[test]
fn a_stranger_finds_a_quotation_that_the_platform_changed() {
    let content = content_of("rounds.json");
    let other = |path: &str| content.pointer(path).unwrap().clone();
    for (path, value) in [
        ("/bids/0/quotes/0/manifest", other("/bids/0/quotes/1/manifest")),
        ("/bids/0/quotes/0/signature", other("/bids/0/quotes/1/signature")),
        ("/bids/0/quotes/0/opened/key", other("/bids/0/quotes/1/opened/key")),
        ("/bids/2/quotes", json!([])),
        ("/bids/1/quotes/1/opened", other("/bids/1/quotes/0/opened")),
    ] {
        let mut changed = content.clone();
        let at = path.rfind('/').unwrap();
        changed.pointer_mut(&path[..at]).unwrap()[&path[at + 1..]] = value;
        let said = ask(signed(&changed).path()).expect_err(path);
        assert!(said.starts_with("10: "), "{path}: {said}");
    }
}

#[test]
fn a_stranger_finds_what_the_platform_changed_and_signed() {
    let content = &content_of("opened.json");
    assert!(ask(signed(content).path()).is_ok(), "unchanged it holds");
    let entry = |event: &str| {
        let entries = content["entries"].as_array().unwrap();
        let at = entries.iter().position(|entry| entry["event"].get(event).is_some()).unwrap();
        format!("/entries/{at}/event/{event}")
    };
    let other_bids = |what: &str| content["bids"][1][what].clone();
    let last = content["entries"].as_array().unwrap().len() - 1;
    for (path, value, section) in [
        ("/bids/0/signature".to_owned(), other_bids("signature"), "2: "),
        ("/bids/0/manifest".to_owned(), other_bids("manifest"), "2: "),
        ("/bids/0/receipt/signature".to_owned(), content["bids"][1]["receipt"]["signature"].clone(), "3: "),
        ("/bids/0/receipt/seq".to_owned(), json!(1), "3: "),
        ("/bids/0/opened/0/key".to_owned(), content["bids"][1]["opened"][0]["key"].clone(), "4: "),
        ("/bids/0/opened/1/chunk".to_owned(), content["bids"][1]["opened"][1]["chunk"].clone(), "4: "),
        (format!("{}/lines/0/form/price", entry("read_out")), json!(1), "5: "),
        (format!("{}/lines/0/guarantee/number", entry("read_out")), json!("BH-9"), "5: "),
        ("/entries/3/seq".to_owned(), json!(9), "6: "),
        (format!("{}/values/1", entry("drawn")), json!("50%"), "7: "),
        (format!("{}/signature", entry("confirmed")), other_bids("signature"), "8: "),
        ("/record/document".to_owned(), json!(Digest([0; 32])), "9: "),
        (format!("/entries/{last}/commitment"), json!(Digest([0; 32])), "9: "),
    ] {
        let mut changed = content.clone();
        *changed.pointer_mut(&path).unwrap() = value;
        let said = ask(signed(&changed).path()).expect_err(&path);
        assert!(said.starts_with(section), "{path}: {said}");
    }
}
