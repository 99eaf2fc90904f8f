//! Whether a key file and a passphrase fit.

use seal::job::{Failure, Passphrase, Report};

use super::unlock;

pub fn run(key_file: &str, passphrase: Passphrase) -> Result<Report, Failure> {
    let secret = unlock(key_file, passphrase)?;
    Ok(Report::KeyOpened { public_key: secret.public_key() })
}
