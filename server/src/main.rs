//! `kaibiao`: the portal as one program.

use std::process::ExitCode;

use clap::Parser;
use server::cli::{self, Cli};

#[tokio::main]
async fn main() -> ExitCode {
    cli::start_log();
    match Cli::parse().run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("kaibiao: {error:#}");
            ExitCode::FAILURE
        }
    }
}
