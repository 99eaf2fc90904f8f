//! `kaibiao key`: a new key file.

use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use seal::{SecretKey, keyfile};

use super::{passphrase, rng};

#[derive(Args)]
pub struct Key {
    /// Where the key file goes; it must not exist.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    #[command(flatten)]
    passphrase: passphrase::Source,
}

impl Key {
    pub fn run(self) -> anyhow::Result<()> {
        // The file first: nobody shall type a passphrase for a place that is taken.
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&self.out)
            .with_context(|| format!("making {}", self.out.display()))?;
        let written = self.passphrase.choose().and_then(|passphrase| {
            let secret = SecretKey::generate(&mut rng());
            file.write_all(keyfile::lock(&secret, passphrase.as_str(), &mut rng()).as_bytes())?;
            file.sync_all()?;
            Ok(secret.public_key())
        });
        if written.is_err() {
            let _ = std::fs::remove_file(&self.out);
        }
        println!("{}", written?);
        Ok(())
    }
}
