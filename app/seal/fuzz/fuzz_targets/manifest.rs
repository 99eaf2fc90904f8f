//! A manifest has one spelling: what is read is written back to the same text, whose SM3 is the digest of the bid.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seal::{Digest, Manifest, pieces_of};

fuzz_target!(|text: &str| {
    let Ok(manifest) = Manifest::parse(text) else { return };
    assert_eq!(manifest.to_text(), text);
    assert_eq!(manifest.digest(), Digest::of(text.as_bytes()));
    assert_eq!(text.lines().count(), 3 + manifest.parts.len());
    assert!(manifest.parts.iter().all(|line| pieces_of(line.size) == Some(line.pieces)));
});
