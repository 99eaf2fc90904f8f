//! Debian packages.

use crate::say::{on_path, output, run, say};
use anyhow::{Result, bail};
use std::process::Command;

/// Installs the packages, or says which command a person with the right to do so must run.
pub fn install(packages: &[&str], what_for: &str, takes: &str) -> Result<()> {
    let by_hand = format!("apt-get install -y --no-install-recommends {}", packages.join(" "));
    if on_path("apt-get").is_none() {
        bail!("{what_for}: this machine has no apt-get; install what Debian calls {}", packages.join(", "));
    }
    if !is_root()? {
        bail!("{what_for}: run `sudo {by_hand}`, then start this again");
    }
    say(format_args!("{what_for}: installing {} ({takes})", packages.join(", ")));
    run(apt().args(["update", "-qq"]))?;
    run(apt().args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages).stdout(std::io::stderr()))
}

/// Whether this process may install packages and must give up its rights to start PostgreSQL.
pub fn is_root() -> Result<bool> {
    Ok(output(Command::new("id").arg("-u"))? == "0")
}

fn apt() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}
