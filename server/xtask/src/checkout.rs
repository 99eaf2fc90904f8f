//! The checkout: where things lie in it, and calls of cargo from inside `cargo xtask`.

use anyhow::Result;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the checkout.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("xtask lies two folders deep").to_path_buf()
}

/// Build output; honours `CARGO_TARGET_DIR` like cargo itself.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// WASM has a target folder of its own, so that a build for the browser never waits for a native one.
pub fn web() -> PathBuf {
    target().join("web")
}

/// Tools that set-up installs for this checkout alone.
pub fn tools() -> PathBuf {
    target().join("tools")
}

/// A rustup toolchain, or whichever one the person uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Toolchain {
    Active,
    Named(&'static str),
}

/// For whom a build is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Dev,
    Release,
}

impl Mode {
    pub fn of(release: bool) -> Self {
        if release { Self::Release } else { Self::Dev }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Release => "release",
        }
    }
}

/// cargo as a person would call it: nothing that the outer `cargo run` put into the environment
/// reaches it, or build scripts would see xtask's own package and rebuild.
pub fn cargo(toolchain: &Toolchain, mode: Mode) -> Command {
    let mut command = Command::new("cargo");
    if let Toolchain::Named(name) = toolchain {
        command.env("RUSTUP_TOOLCHAIN", name);
    }
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let outer = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];
        if outer.iter().any(|prefix| name.starts_with(prefix)) || ["CARGO", "LD_LIBRARY_PATH"].contains(&&*name) {
            command.env_remove(&*name);
        }
    }
    command.current_dir(root()).env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags(mode));
    command
}

/// Server and client are built with the same flags (see .cargo/config.toml). A release carries no folder names of the
/// machine that built it.
pub fn flags(mode: Mode) -> String {
    let mut words = vec!["--cfg".to_owned(), "erase_components".to_owned()];
    if mode == Mode::Release {
        words.push(format!("--remap-path-prefix={}=kaibiao", root().display()));
        words.push(format!("--remap-path-prefix={}=cargo", cargo_home().display()));
    }
    words.join("\x1f")
}

fn cargo_home() -> PathBuf {
    let home = std::env::var_os("HOME").unwrap_or_default();
    std::env::var_os("CARGO_HOME").map_or_else(|| Path::new(&home).join(".cargo"), Into::into)
}

/// The default members, and `app` with the features that the server gives it. Tests, lints and the dev
/// server are all built for this one set: another set has other features, and builds half the graph anew.
pub fn native_packages() -> Result<Vec<String>> {
    let metadata = cargo_metadata::MetadataCommand::new().no_deps().exec()?;
    let mut words: Vec<String> = Vec::new();
    for package in metadata.workspace_default_packages() {
        words.extend(["--package".to_owned(), package.name.to_string()]);
    }
    words.extend(["--package", "app", "--features", "app/ssr"].map(str::to_owned));
    Ok(words)
}
