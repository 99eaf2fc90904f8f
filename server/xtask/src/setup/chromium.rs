//! The browser of the journeys.

use super::apt;
use crate::say::on_path;
use anyhow::{Context, Result};
use std::path::PathBuf;

/// Chromium's program: `CHROMIUM` if set, else the one on PATH.
pub fn chromium() -> Result<PathBuf> {
    if let Some(given) = std::env::var_os("CHROMIUM") {
        return Ok(given.into());
    }
    if on_path("chromium").is_none() {
        apt::install(&["chromium"], "browser for the journeys", "100 MB, about a minute")?;
    }
    on_path("chromium").context("chromium was installed but is not on PATH")
}
