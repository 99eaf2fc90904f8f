//! A key file is read or refused before any work is spent: Argon2 never runs here, for only what is no key file is unlocked.
#![no_main]

use libfuzzer_sys::fuzz_target;
use seal::keyfile::{KeyFileError, public_key, unlock};

fuzz_target!(|text: &str| {
    match public_key(text) {
        None => assert_eq!(unlock(text, "passphrase").err(), Some(KeyFileError::NotAKeyFile)),
        Some(key) => assert!(text.contains(&format!("public {key}"))),
    }
});
