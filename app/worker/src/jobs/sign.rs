//! A signature over a message.

use seal::job::{Failure, Passphrase, Report};

use super::{rng, unlock};

pub fn run(key_file: &str, passphrase: Passphrase, message: &str) -> Result<Report, Failure> {
    let secret = unlock(key_file, passphrase)?;
    Ok(Report::Signed { signature: secret.sign(message.as_bytes(), &mut rng()) })
}
