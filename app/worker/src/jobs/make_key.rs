//! A new key pair, locked into a key file.

use seal::job::{Passphrase, Report};
use seal::{SecretKey, keyfile};

use super::rng;

pub fn run(passphrase: &Passphrase) -> Report {
    let secret = SecretKey::generate(&mut rng());
    Report::KeyMade {
        public_key: secret.public_key(),
        key_file: keyfile::lock(&secret, passphrase.as_str(), &mut rng()),
    }
}
