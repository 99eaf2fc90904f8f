//! The linter of the toolchain that builds WASM.

use super::{apt, wasm_target::DEBIAN};
use crate::cargo::Toolchain;
use crate::say::{run, say};
use anyhow::Result;
use std::path::Path;
use std::process::Command;

pub fn clippy_for(toolchain: &Toolchain) -> Result<()> {
    match toolchain {
        Toolchain::Named(DEBIAN) if !Path::new("/usr/bin/cargo-clippy").exists() => {
            apt::install(&["rust-web-clippy"], "clippy for the browser's crates", "a few seconds")
        }
        Toolchain::Active if !present("clippy") => add("clippy"),
        _ => Ok(()),
    }
}

/// rustfmt and clippy of the native toolchain are rustup components.
pub fn components() -> Result<()> {
    for component in ["clippy", "fmt"] {
        if !present(component) {
            add(if component == "fmt" { "rustfmt" } else { component })?;
        }
    }
    Ok(())
}

fn present(tool: &str) -> bool {
    Command::new("cargo").args([tool, "--version"]).output().is_ok_and(|out| out.status.success())
}

fn add(component: &str) -> Result<()> {
    say(format_args!("{component}: rustup component add {component} (a few seconds)"));
    run(Command::new("rustup").args(["component", "add", component]).stdout(std::io::stderr()))
}
