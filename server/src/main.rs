//! `kaibiao`: the portal as one program.

use clap::Parser;
use server::cli::Cli;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    server::telemetry::start();
    Cli::parse().run().await
}
