//! PostgreSQL's own programs, to start a private cluster for tests.

use super::apt;
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// The folder with `initdb` and `postgres`.
pub fn postgres() -> Result<PathBuf> {
    if let Some(folder) = newest() {
        return Ok(folder);
    }
    apt::install(&["postgresql"], "PostgreSQL for tests", "60 MB, half a minute")?;
    newest().context("postgresql was installed but /usr/lib/postgresql/*/bin holds no initdb")
}

/// Debian keeps every major version in a folder of its own, outside PATH.
fn newest() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = Path::new("/usr/lib/postgresql")
        .read_dir()
        .ok()?
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").is_file())
        .collect();
    versions.sort();
    versions.pop().map(|(_, bin)| bin)
}
