//! A header that is read is written back to the same bytes, and a stanza by whoever made it is no harm to its recipient.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use seal::{Header, SecretKey, unwrap};

/// The key of the vectors: the seeds are sealed for it.
static SECRET: LazyLock<SecretKey> = LazyLock::new(|| {
    let vector = serde_json::from_str::<serde_json::Value>(include_str!("../../vectors/short.json")).unwrap();
    let digits = vector["secret_key"].as_str().unwrap();
    let bytes = std::array::from_fn(|at| u8::from_str_radix(&digits[2 * at..2 * at + 2], 16).unwrap());
    SecretKey::from_bytes(&bytes).unwrap()
});

fuzz_target!(|bytes: &[u8]| {
    let Ok(header) = Header::parse(bytes) else { return };
    assert_eq!(header.to_bytes(), bytes);
    assert!((1..=16).contains(&header.recipients().count()));
    let mine = header.recipients().any(|id| id == SECRET.public_key().key_id());
    assert!(mine || unwrap(&header, &SECRET).is_err());
    // The MAC is under a key that a mutation does not know, so what unwraps is a header as it was sealed.
    if mine && unwrap(&header, &SECRET).is_ok() {
        let sealed = [include_str!("../../vectors/short.json"), include_str!("../../vectors/long.json")];
        let text = serde_json::to_string(str::from_utf8(bytes).unwrap()).unwrap();
        assert!(sealed.iter().any(|vector| vector.contains(&text)), "an altered header was taken");
    }
});
