//! cargo-deny, which reads licences, bans and sources off the dependency graph.

use crate::cargo::{Mode, Toolchain, cargo};
use crate::paths;
use crate::say::{on_path, run, say};
use anyhow::Result;
use std::path::PathBuf;

const VERSION: &str = "0.20.2";

/// The one on PATH, else one built into `target/tools`.
pub fn cargo_deny() -> Result<PathBuf> {
    let own = paths::tools().join("bin/cargo-deny");
    if own.exists() {
        return Ok(own);
    }
    if let Some(found) = on_path("cargo-deny") {
        return Ok(found);
    }
    say(format_args!("cargo-deny: building {VERSION} into target/tools (some minutes, once)"));
    let mut install = cargo(&Toolchain::Active, Mode::Dev);
    // It runs for a second at a time: what counts is how soon it is built.
    for (name, value) in [("OPT_LEVEL", "0"), ("LTO", "off"), ("DEBUG", "false"), ("CODEGEN_UNITS", "256")] {
        install.env(format!("CARGO_PROFILE_RELEASE_{name}"), value);
    }
    install.args([
        "install",
        "--locked",
        "--quiet",
        "cargo-deny",
        "--version",
        VERSION,
        "--no-default-features",
        "--root",
    ]);
    run(install.arg(paths::tools()).env("CARGO_TARGET_DIR", paths::target().join("tools-build")))?;
    std::fs::remove_dir_all(paths::target().join("tools-build"))?;
    Ok(own)
}
