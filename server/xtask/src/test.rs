//! `cargo xtask test`: native tests on SQLite and PostgreSQL, tests in WebAssembly, browser journeys.

mod journeys;
mod native;
mod postgres;
mod wasm;

use crate::say::say;
use anyhow::{Result, bail};

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Kind {
    Native,
    Wasm,
    Journeys,
}

#[derive(clap::Args)]
pub struct Options {
    /// Only this kind
    kind: Option<Kind>,
    /// Only tests whose name holds this
    filter: Option<String>,
}

/// Runs all kinds even when one fails, then says which did.
pub fn run(options: Options) -> Result<()> {
    let filter = options.filter.as_deref();
    let mut failed = Vec::new();
    for (kind, name) in [(Kind::Native, "native"), (Kind::Wasm, "wasm"), (Kind::Journeys, "journeys")] {
        if options.kind.is_some_and(|only| only != kind) {
            continue;
        }
        say(format_args!("test {name}"));
        let result = match kind {
            Kind::Native => native::run(filter),
            Kind::Wasm => wasm::run(filter),
            Kind::Journeys => journeys::run(filter),
        };
        if let Err(error) = result {
            say(format_args!("test {name}: FAILED: {error:#}"));
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    say("all tests passed");
    Ok(())
}
