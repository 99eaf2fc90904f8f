//! A printed record, its signature and the platform's key: told whether they belong together.

use ledger::{RecordFacts, SignedRecord};
use rand_chacha::ChaCha20Rng;
use rand_chacha::rand_core::SeedableRng;
use seal::{Digest, SecretKey};

use super::Desk;

fn signed(desk: &Desk) -> String {
    let mut rng = ChaCha20Rng::from_seed([7; 32]);
    let platform = SecretKey::generate(&mut rng);
    let facts = RecordFacts {
        lot: "01J0LOT".into(),
        lot_title: "道路养护".into(),
        closed_at: 1_790_000_000_000,
        seq: 7,
        entry_commitment: Digest::of(b"entry"),
        document: Digest::of(b"%PDF-1.7"),
    };
    let signature = serde_json::to_vec(&SignedRecord::issue(facts, &platform, &mut rng)).unwrap();
    desk.write("record.pdf", b"%PDF-1.7");
    desk.write("signature.json", signature);
    platform.public_key().to_string()
}

#[test]
fn the_platforms_record_is_told_by_name_and_time() {
    let desk = Desk::new();
    let key = signed(&desk);
    let said = desk.must(&format!("record record.pdf signature.json --key {key}"));
    assert_eq!(said, "the platform's record of \"道路养护\" (01J0LOT), closed 2026-09-21 22:13:20 Beijing time\n");
}

#[test]
fn another_document_another_key_and_what_is_no_signature_are_refused() {
    let desk = Desk::new();
    let key = signed(&desk);
    desk.write("other.pdf", b"%PDF-1.7 ");
    let refused = desk.refused(&format!("record other.pdf signature.json --key {key}"));
    assert!(refused.contains("another document"), "{refused}");
    let other = SecretKey::generate(&mut ChaCha20Rng::from_seed([8; 32])).public_key();
    let refused = desk.refused(&format!("record record.pdf signature.json --key {other}"));
    assert!(refused.contains("another platform"), "{refused}");
    let refused = desk.refused(&format!("record record.pdf record.pdf --key {key}"));
    assert!(refused.contains("no signature"), "{refused}");
}
