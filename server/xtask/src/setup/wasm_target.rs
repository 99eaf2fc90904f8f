//! A toolchain with a standard library for wasm32.

use super::std_from_source;
use crate::cargo::Toolchain;
use crate::paths;
use crate::say::say;
use anyhow::{Context, Result};
use std::fs;
use std::process::{Command, Stdio};

pub const TARGET: &str = "wasm32-unknown-unknown";
/// The rustup name of Debian's compiler.
pub const DEBIAN: &str = "debian";

/// The active toolchain where rustup can add the target; else Debian's compiler, with the standard
/// library built from Debian's source of it.
pub fn wasm_target() -> Result<Toolchain> {
    for toolchain in [Toolchain::Active, Toolchain::Named(DEBIAN)] {
        if has_std(&toolchain) {
            return Ok(toolchain);
        }
    }
    say(format_args!("WASM target: rustup target add {TARGET} (half a minute)"));
    let added = Command::new("rustup").args(["target", "add", TARGET]).stdout(std::io::stderr()).status();
    if added.is_ok_and(|status| status.success()) && has_std(&Toolchain::Active) {
        return Ok(Toolchain::Active);
    }
    say("WASM target: rustup cannot fetch it here; building it from Debian's source instead");
    std_from_source::build().context("standard library for wasm32")?;
    Ok(Toolchain::Named(DEBIAN))
}

/// Type-checks an empty test crate, which reads every part of the standard library: an interrupted
/// copy or one of another version does not count. rustc puts a new file in the place of its output,
/// so that must be a file of ours, never a device.
fn has_std(toolchain: &Toolchain) -> bool {
    let scratch = paths::web().join("probe");
    let file = scratch.join("empty.rs");
    if fs::create_dir_all(&scratch).and_then(|()| fs::write(&file, "")).is_err() {
        return false;
    }
    let mut rustc = Command::new("rustc");
    if let Toolchain::Named(name) = toolchain {
        if !std_from_source::is_current() {
            return false;
        }
        rustc.env("RUSTUP_TOOLCHAIN", name);
    }
    rustc.args(["--test", "--emit=metadata", "--target", TARGET, "--out-dir"]).arg(&scratch).arg(&file);
    rustc.env_remove("LD_LIBRARY_PATH").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    rustc.status().is_ok_and(|status| status.success())
}
