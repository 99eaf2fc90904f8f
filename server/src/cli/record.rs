//! `kaibiao record`: whether a PDF is the opening record that a platform signed.

use std::fs;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;
use domain::Timestamp;
use ledger::SignedRecord;
use seal::PublicKey;
use seal::text::quote;

#[derive(Args)]
pub struct Record {
    /// The record as it was published.
    pdf: PathBuf,
    /// Its signature, the JSON beside it.
    signature: PathBuf,
    /// Public key of the platform, as it publishes it.
    #[arg(long, value_name = "KEY")]
    key: PublicKey,
}

impl Record {
    pub fn run(self) -> anyhow::Result<()> {
        let read = |path: &PathBuf| fs::read(path).with_context(|| format!("reading {}", path.display()));
        let (pdf, signature) = (read(&self.pdf)?, read(&self.signature)?);
        let signed: SignedRecord = serde_json::from_slice(&signature)
            .map_err(|_| anyhow::anyhow!("{} is no signature of a record", self.signature.display()))?;
        signed.verify_by(&self.key, &pdf)?;
        let facts = signed.facts;
        let closed = Timestamp::from_millis(facts.closed_at);
        println!("the platform's record of {} ({}), closed {closed} Beijing time", quote(&facts.lot_title), facts.lot);
        Ok(())
    }
}
