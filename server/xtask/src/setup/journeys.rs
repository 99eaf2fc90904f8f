//! The npm packages of the browser journeys.

use crate::paths;
use crate::say::{run, say};
use anyhow::{Context, Result};
use std::fs;
use std::process::Command;

/// Installs again only when the lock file is another than the one installed.
pub fn journeys() -> Result<()> {
    super::node()?;
    let folder = paths::root().join("e2e");
    let lock = fs::read(folder.join("package-lock.json")).context("e2e/package-lock.json")?;
    let stamp = folder.join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    say("journeys: npm ci in e2e (a few seconds)");
    run(Command::new("npm").arg("ci").current_dir(&folder).stdout(std::io::stderr()))?;
    fs::write(stamp, lock)?;
    Ok(())
}
