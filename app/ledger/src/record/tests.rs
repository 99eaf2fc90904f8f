use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;

use super::*;
use crate::{Receipt, ReceiptError, ReceiptFacts};

const DOCUMENT: &[u8] = b"%PDF-1.7 the record";

fn facts() -> RecordFacts {
    RecordFacts {
        lot: "lot".into(),
        lot_title: "道路\n\"养护\"".into(),
        closed_at: 1_700_000_000_000,
        seq: 7,
        entry_commitment: Digest::of(b"entry"),
        document: Digest::of(DOCUMENT),
    }
}

fn keys() -> (SecretKey, ChaCha20Rng) {
    let mut rng = ChaCha20Rng::from_seed([3; 32]);
    (SecretKey::generate(&mut rng), rng)
}

#[test]
fn the_text_that_is_signed_is_that_of_the_format() {
    let (platform, mut rng) = keys();
    let signed = SignedRecord::issue(facts(), &platform, &mut rng);
    let expected = format!(
        "kaibiao-record/1\nlot \"lot\"\nlot-title {}\nclosed-at 1700000000000\nseq 7\nentry {}\ndocument {}\nplatform {}\n",
        quote("道路\n\"养护\""),
        Digest::of(b"entry"),
        Digest::of(DOCUMENT),
        platform.public_key(),
    );
    assert_eq!(signed.to_text(), expected);
    let format = include_str!("../../FORMAT.md");
    for line in expected.lines().skip(1) {
        let name = line.split(' ').next().unwrap();
        assert!(format.contains(&format!("\n    {name} ")), "{name}");
    }
}

#[test]
fn it_holds_for_the_document_and_the_platform_and_for_no_other() {
    let (platform, mut rng) = keys();
    let signed = SignedRecord::issue(facts(), &platform, &mut rng);
    let key = platform.public_key();
    assert_eq!(signed.verify_by(&key, DOCUMENT), Ok(()));
    assert_eq!(signed.verify_by(&key, b"%PDF-1.7 the recorD"), Err(RecordError::OtherDocument));
    let other = SecretKey::generate(&mut rng).public_key();
    assert_eq!(signed.verify_by(&other, DOCUMENT), Err(RecordError::OtherPlatform));
    let named = SignedRecord { platform_key: other, ..signed };
    assert_eq!(named.verify_by(&other, DOCUMENT), Err(RecordError::BadSignature));
}

#[test]
fn any_other_fact_breaks_it() {
    let (platform, mut rng) = keys();
    let signed = SignedRecord::issue(facts(), &platform, &mut rng);
    let others = [
        RecordFacts { lot: "lo".into(), ..facts() },
        RecordFacts { lot_title: "道路".into(), ..facts() },
        RecordFacts { closed_at: 1, ..facts() },
        RecordFacts { seq: 8, ..facts() },
        RecordFacts { entry_commitment: Digest::of(b"other"), ..facts() },
        RecordFacts { document: Digest::of(b"other"), ..facts() },
    ];
    for facts in others {
        let changed = SignedRecord { facts, ..signed.clone() };
        assert_eq!(changed.verify_by(&platform.public_key(), DOCUMENT), Err(RecordError::BadSignature), "{changed:?}");
    }
}

#[test]
fn a_receipts_signature_is_no_records() {
    let (platform, mut rng) = keys();
    let record = SignedRecord::issue(facts(), &platform, &mut rng);
    let receipt = ReceiptFacts {
        lot: "lot".into(),
        lot_title: facts().lot_title,
        bidder: String::new(),
        bidder_name: String::new(),
        bid: String::new(),
        manifest_digest: Digest::of(DOCUMENT),
        parts: Vec::new(),
        committed_at: 1_700_000_000_000,
        seq: 7,
        entry_commitment: Digest::of(b"entry"),
    };
    let mut receipt = Receipt::issue(receipt, &platform, &mut rng);
    let borrowed = SignedRecord { signature: receipt.signature, ..record.clone() };
    assert_eq!(borrowed.verify_by(&platform.public_key(), DOCUMENT), Err(RecordError::BadSignature));
    receipt.signature = record.signature;
    assert_eq!(receipt.verify(), Err(ReceiptError::BadSignature));
}

#[test]
fn it_survives_json() {
    let (platform, mut rng) = keys();
    let signed = SignedRecord::issue(facts(), &platform, &mut rng);
    let json = serde_json::to_string(&signed).unwrap();
    assert_eq!(serde_json::from_str::<SignedRecord>(&json).unwrap(), signed);
    assert!(json.starts_with("{\"lot\":\"lot\"") && !json.contains("facts"), "{json}");
}
