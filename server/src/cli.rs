//! The command line: what the program `kaibiao` can be told to do.

mod fresh;
mod key;
mod passphrase;
mod record;
mod seal;
mod serve;
mod unseal;
mod verify;

use clap::{Parser, Subcommand};
use getrandom::SysRng;
use rand_core::UnwrapErr;
use tracing_subscriber::EnvFilter;

/// Bidder's self-service portal with remote bid opening.
#[derive(Parser)]
#[command(name = "kaibiao", version)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the portal.
    Serve(serve::Serve),
    /// Makes a key file and prints the public key that is registered with the portal.
    Key(key::Key),
    /// Seals the parts of a bid into a folder, with manifest and signature.
    Seal(seal::Seal),
    /// Opens sealed parts, with their owner's key file or with file keys released at an opening.
    Unseal(unseal::Unseal),
    /// Checks a printed opening record against the platform's signature.
    Record(record::Record),
    /// Checks an opening bundle: seals, keys, receipts, the course of the opening, and what was read out.
    Verify(verify::Verify),
}

impl Cli {
    /// # Errors
    /// Whatever keeps the command from being done, in words for the person at the terminal.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve(serve) => serve.run().await,
            // These do one thing and end: nobody waits for the thread.
            Command::Key(key) => key.run(),
            Command::Seal(seal) => seal.run(),
            Command::Unseal(unseal) => unseal.run(),
            Command::Record(record) => record.run(),
            Command::Verify(verify) => verify.run(),
        }
    }
}

/// The machine's own randomness.
fn rng() -> UnwrapErr<SysRng> {
    UnwrapErr(SysRng)
}

/// The operator's log. `KAIBIAO_LOG` sets what is told, e.g. `office=debug,info`.
pub fn start_log() {
    let filter =
        EnvFilter::try_from_env("KAIBIAO_LOG").unwrap_or_else(|_| EnvFilter::new("info,sea_orm_migration=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
