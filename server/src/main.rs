//! `kaibiao`: the portal as one program.

use clap::Parser;
use server::cli::{self, Cli};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    cli::start_log();
    Cli::parse().run().await
}
