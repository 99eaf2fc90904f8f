//! `cargo xtask check`: all that can be said about a change without running it.

mod arrows;
mod guard;

use crate::build::cargo_for_web;
use crate::checkout::{self, Mode, Toolchain, cargo, native_packages};
use crate::say::{run as run_command, say};
use crate::setup;
use anyhow::{Result, bail};

type Step = (&'static str, fn() -> Result<()>);

const STEPS: [Step; 6] = [
    ("format", format),
    ("rules of the house", guard::check),
    ("arrows between rooms", arrows::check),
    ("licences, bans, sources", deny),
    ("lints, native", lints),
    ("lints, browser", lints_for_web),
];

/// Runs all steps even when one fails, then says which did.
pub fn run() -> Result<()> {
    setup::components()?;
    let mut failed = Vec::new();
    for (name, step) in STEPS {
        say(format_args!("check {name}"));
        if let Err(error) = step() {
            say(format_args!("check {name}: FAILED: {error:#}"));
            failed.push(name);
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}", failed.join("; "));
    }
    say("all checks passed");
    Ok(())
}

/// The fuzz targets are a workspace of their own.
fn format() -> Result<()> {
    for workspace in ["Cargo.toml", "app/seal/fuzz/Cargo.toml"] {
        let mut fmt = cargo(&Toolchain::Active, Mode::Dev);
        run_command(fmt.args(["fmt", "--all", "--check", "--manifest-path", workspace]))?;
    }
    Ok(())
}

fn lints() -> Result<()> {
    let mut clippy = cargo(&Toolchain::Active, Mode::Dev);
    clippy.args(["clippy", "--all-targets"]).args(native_packages()?);
    run_command(clippy.args(["--", "-D", "warnings"]))
}

fn lints_for_web() -> Result<()> {
    let toolchain = setup::wasm_target()?;
    setup::clippy_for(&toolchain)?;
    let mut clippy = cargo_for_web(&toolchain, Mode::Dev, "clippy");
    run_command(clippy.args(["-p", "client", "-p", "worker", "--", "-D", "warnings"]))
}

/// Advisories need a database that only the network has; they are read by hand.
fn deny() -> Result<()> {
    let mut deny = std::process::Command::new(setup::cargo_deny()?);
    deny.current_dir(checkout::root());
    run_command(deny.args(["--log-level", "warn", "check", "licenses", "bans", "sources"]))
}
